"""Equations as one says them aloud: alternative text of formulas, for those who hear a page.

One more notation beside those of `typeset`.  Every piece says where it begins and ends, so that the
formula can be written down again from its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from reference.language.functions import Function
from reference.readings.notations.letters import accent_of, direction_of, parted
from reference.readings.notations.notation import Notation

_AT_ZERO = {"0": "positive", "1": "nonnegative"}
_CALLED = {"σ": "sigmoid", "φ": "phi", "exp": "exp", "ln": "natural log"}


def _letter(name: str) -> str:
    """A letter: a capital is said, and `d` before one is a gradient's.

    >>> _letter("W"), _letter("h"), _letter("dh"), _letter("~C"), _letter("mhat")
    ('capital W', 'h', 'd h', 'capital C tilde', 'm hat')
    """
    if direction_of(name):
        return f"{'forward' if direction_of(name) == '→' else 'backward'} {name[0]}"
    accent, letter = accent_of(name)
    if accent:
        return f"{_letter(letter)} {accent}"
    if len(name) == 1:
        return f"capital {name}" if name.isupper() else name
    if len(name) == 2 and name[0].islower() and name.isalpha():
        return f"{name[0]} {_letter(name[1])}"
    return name


def _symbol(base: str, below: Sequence[str]) -> str:
    base, below = parted(base, below)
    letter = _letter(base)
    return f"{letter} sub {' comma '.join(map(_below, below))}" if below else letter


def _below(part: str) -> str:
    return part.replace("-", " minus ").replace("+", " plus ").replace("_", " ")


def _call(row: Function, arguments: Sequence[str]) -> str:
    inner = " comma ".join(arguments)
    if row.name == "step" and arguments[1] in _AT_ZERO:
        return f"1 if {arguments[0]} is {_AT_ZERO[arguments[1]]}, else 0"
    if row.name == "sqrt":
        return f"the square root of {inner}, end root"
    if row.name == "ones":
        return "bold 1"
    name = _CALLED.get(row.text or row.name, row.text or row.name)
    simple = len(arguments) == 1 and " " not in arguments[0].replace(" sub ", "_").replace(
        "capital ", ""
    )
    return f"{name} of {inner}" if simple else f"{name} of open paren {inner} close paren"


def _vector(entries: Sequence[str]) -> str:
    return f"the vector {', '.join(entries)}, end vector"


def _matrix(rows: Sequence[Sequence[str]]) -> str:
    """Row by row, as one dictates a matrix."""
    size = f"{len(rows)} by {len(rows[0])}"
    said = "; ".join(f"row {place}: {', '.join(row)}" for place, row in enumerate(rows, start=1))
    return f"the {size} matrix, {said}; end matrix"


SPOKEN = Notation(
    name="spoken",
    symbol=_symbol,
    number=lambda text: text.replace("-", "minus "),
    infix={
        "+": " plus ", "-": " minus ", "*": " times ", "⊙": " element-wise times ",
        "@": " times ", "/": " over ",
    },
    negative="minus ",
    group=lambda inner: f"open paren {inner} close paren",
    fraction=lambda above, below: f"the fraction {above} over {below}, end fraction",
    power=lambda base, exponent: f"{base} to the power {exponent}",
    call=_call,
    stack=lambda parts: f"the stack of {' and '.join(parts)}, end stack",
    transpose=lambda inner: f"{inner} transposed",
    norm=lambda inner: f"the norm of {inner}, end norm",
    vector=_vector,
    matrix=_matrix,
    equals=" equals ",
)  # fmt: skip
