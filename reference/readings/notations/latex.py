"""Equations as LaTeX."""

from __future__ import annotations

from collections.abc import Sequence

from reference.language.functions import Function
from reference.readings.notations.letters import GREEK, LONGEST_LETTER, direction_of, parted
from reference.readings.notations.notation import Notation


def _latex_letter(name: str) -> str:
    if direction_of(name):
        over = "right" if direction_of(name) == "→" else "left"
        return rf"\over{over}arrow{{{name[0]}}}"
    if name in GREEK:
        return f"\\{name}"
    if name.startswith("~"):
        return rf"\tilde{{{name[1:]}}}"
    if name.startswith("d") and 1 < len(name) <= LONGEST_LETTER + 1:
        return f"\\mathrm{{d}}{name[1:]}"
    # italics would read wf as the product of w and f
    is_word = len(name) > LONGEST_LETTER or (len(name) > 1 and name.isascii() and name.isalpha())
    return f"\\mathrm{{{name}}}" if is_word else name


def _latex_symbol(base: str, below: Sequence[str]) -> str:
    base, below = parted(base, below)
    letter = _latex_letter(base)
    return f"{letter}_{{{','.join(map(_latex_below, below))}}}" if below else letter


def _latex_below(part: str) -> str:
    is_word = len(part) > 1 and part.isalpha()
    return rf"\mathrm{{{part}}}" if is_word else part


def _latex_call(row: Function, arguments: Sequence[str]) -> str:
    if row.name == "ones":  # as many as there are entries beside it
        return row.latex
    if row.name == "step":
        at_zero = {"0": "> 0", "1": r"\ge 0"}.get(arguments[1])
        if at_zero:
            return rf"\mathbf{{1}}[{arguments[0]} {at_zero}]"
    if row.name == "sqrt":
        return rf"\sqrt{{{arguments[0]}}}"
    return rf"{row.latex}\left({', '.join(arguments)}\right)"


LATEX = Notation(
    name="latex",
    symbol=_latex_symbol,
    number=lambda text: text,
    infix={"+": " + ", "-": " - ", "*": r" \cdot ", "⊙": r" \odot ", "@": r" \, ", "/": " / "},
    negative="-",
    group=lambda inner: rf"\left({inner}\right)",
    fraction=lambda above, below: rf"\frac{{{above}}}{{{below}}}",
    power=lambda base, exponent: f"{base}^{{{exponent}}}",
    call=_latex_call,
    stack=lambda parts: r"\begin{bmatrix}" + r" \\ ".join(parts) + r"\end{bmatrix}",
    transpose=lambda inner: f"{inner}^{{\\top}}",
    norm=lambda inner: rf"\left\lVert {inner} \right\rVert",
    vector=lambda entries: r"\begin{bmatrix}" + r" \\ ".join(entries) + r"\end{bmatrix}",
    matrix=lambda rows: (
        r"\begin{bmatrix}" + r" \\ ".join(" & ".join(row) for row in rows) + r"\end{bmatrix}"
    ),
    equals=" = ",
)
