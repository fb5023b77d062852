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
    "gate-forgotten": False,
    "gate-weights-exchanged": False,
    "weights-exchanged": False,
    "state-confused": False,
    "convention": False,
    "forget-bias": False,
    "argument-negated": True,
    "gates-coupled": False,
    "gate-inside": False,
    "weight-forgotten": True,
    "factor-forgotten": True,
    "mean-for-sum": False,
    "slope-wrong": False,
    "norm-exchanged": False,
    "clipping-mistaken": False,
    "base-exchanged": False,
    "hard-sigmoid": False,
    "quantity-confused": True,
    "gradient-transposed": False,
    "matrices-transposed": False,
    "term-forgotten": True,
}
SLIPS = frozenset(note for note, is_slip in MISTAKES.items() if is_slip)

# Mistakes that a diagnosis knows, and for which no drawn numbers are refused.
_FIRST_OF_THE_RARER = "gate-forgotten"
RARER = frozenset([*MISTAKES][[*MISTAKES].index(_FIRST_OF_THE_RARER) :])
