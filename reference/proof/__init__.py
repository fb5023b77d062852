"""Proofs: a working written out as single operations, each with bounds that whole numbers give.

The accepted intervals of `reference.readings` are floats and affine forms; here the same rule is
followed over decimal fractions that are rounded outwards, one number at a time, so that somebody
else can go over it: `Recorder` writes the operations down, `Enclosures` bound their results.
"""

from reference.proof.recorder import NotBounded, Recorder
from reference.proof.slopes import Enclosures
from reference.proof.straight_line import Step, StraightLine

__all__ = ["Enclosures", "NotBounded", "Recorder", "Step", "StraightLine"]
