"""The names of the usual mistakes, declared once.

A *slip* is made at one place and one step; every other mistake is a misunderstanding, which whoever
has it shows wherever the same equation is used again.
"""

from __future__ import annotations

from collections.abc import Mapping

MISTAKES: Mapping[str, bool] = {  # the note, and whether it is a slip
    "activation-exchanged": False,
    "activation-forgotten": False,
    "sigmoid-forgotten": False,
    "tanh-forgotten": False,
    "relu-forgotten": False,
    "softmax-forgotten": False,
    "bias-forgotten": True,
    "recurrent-term-forgotten": True,
    "input-term-forgotten": True,
    "sign-wrong": True,
    "matrix-transposed": False,
    "elementwise-for-matrix-product": False,
    "concatenation-reversed": False,
    "gates-exchanged": False,
    "gates-reordered": False,
    "complement-exchanged": False,
    "reset-misplaced": False,
    "step-confused": True,
    "initial-state-ignored": True,
    "slope-forgotten": True,
    "slope-convention": True,
    "gradient-not-carried": True,
}
SLIPS = frozenset(note for note, is_slip in MISTAKES.items() if is_slip)
