"""Equations as presentation MathML, which browsers show and screen readers speak."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reference.language.functions import Function
from reference.readings.notations.letters import (
    GREEK,
    SIGN_OVER,
    accent_of,
    direction_of,
    is_step,
    parted,
)
from reference.readings.notations.notation import Notation


def _mi(name: str) -> str:
    if direction_of(name):
        return f'<mover accent="true"><mi>{name[0]}</mi><mo>{direction_of(name)}</mo></mover>'
    if name in GREEK:
        return f"<mi>&#{ord(GREEK[name])};</mi>"
    accent, letter = accent_of(name)
    if accent:
        return f'<mover accent="true">{_mi(letter)}<mo>{SIGN_OVER[accent]}</mo></mover>'
    return f"<mi>{escape(name)}</mi>"


def _mathml_symbol(base: str, below: Sequence[str]) -> str:
    base, below = parted(base, below)
    if not below:
        return _mi(base)
    inner = "<mo>,</mo>".join(_mathml_below(part) for part in below)
    return f"<msub>{_mi(base)}<mrow>{inner}</mrow></msub>"


def _mathml_below(part: str) -> str:
    if part.startswith("t") and is_step(part) and len(part) > 1:
        sign = "&#8722;" if part[1] == "-" else "+"
        return f"<mi>t</mi><mo>{sign}</mo><mn>{part[2:]}</mn>"
    return f"<mn>{part}</mn>" if part.isdigit() else _mi(part)


_AT_ZERO = {
    "<mn>0</mn>": "&gt;",
    "<mn>1</mn>": "&#8805;",
}  # what a step is at 0: from where it is 1
_APPLIED = "<mo>&#8289;</mo>"  # what is read aloud as "of", and not as "times"


_BOLD_ONE = "&#120783;"
_OVER = ("rows", "columns", "max")  # what stands below a function: over which of them it goes


def _mathml_call(row: Function, arguments: Sequence[str]) -> str:
    inner = "<mo>,</mo>".join(arguments)
    if row.name == "step" and arguments[1] in _AT_ZERO:
        condition = f"{arguments[0]}<mo>{_AT_ZERO[arguments[1]]}</mo><mn>0</mn>"
        opened, closed = '<mo stretchy="false">[</mo>', '<mo stretchy="false">]</mo>'
        return f"<mn>1</mn>{_APPLIED}<mrow>{opened}{condition}{closed}</mrow>"
    if row.name == "ones":  # as many as there are entries beside it
        return f"<mi>{_BOLD_ONE}</mi>"
    if row.name == "sqrt":
        return f"<msqrt>{inner}</msqrt>"
    label = row.text or row.name
    name, _, below = label.rpartition("_")
    if label[0] in GREEK.values():
        name, below = label[0], label[1:]
    if name and below in _OVER:
        called = f"<msub><mi>{escape(name)}</mi><mi>{below}</mi></msub>"
    else:
        called = f"<mi>{escape((row.text or row.name).replace('_', ' '))}</mi>"
    return f"{called}{_APPLIED}<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>"


def _mathml_table(rows: Sequence[Sequence[str]]) -> str:
    body = "".join(
        "<mtr>" + "".join(f"<mtd>{entry}</mtd>" for entry in row) + "</mtr>" for row in rows
    )
    return f"<mrow><mo>[</mo><mtable>{body}</mtable><mo>]</mo></mrow>"


_MINUS = '<mo form="prefix">&#8722;</mo>'  # of one number: without the space between two

MATHML = Notation(
    name="mathml",
    symbol=_mathml_symbol,
    number=lambda text: (
        f"<mn>{text}</mn>" if not text.startswith("-") else f"{_MINUS}<mn>{text[1:]}</mn>"
    ),
    infix={
        "+": "<mo>+</mo>", "-": "<mo>&#8722;</mo>", "*": "<mo>&#8901;</mo>",
        "⊙": "<mo>&#8857;</mo>", "@": "<mo>&#8290;</mo>", "/": "<mo>/</mo>",
    },
    negative=_MINUS,
    group=lambda inner: f"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>",
    fraction=lambda above, below: f"<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>",
    power=lambda base, exponent: f"<msup><mrow>{base}</mrow><mrow>{exponent}</mrow></msup>",
    call=_mathml_call,
    stack=lambda parts: _mathml_table([[part] for part in parts]),
    transpose=lambda inner: f"<msup><mrow>{inner}</mrow><mi>T</mi></msup>",
    norm=lambda inner: f"<mrow><mo>&#8214;</mo>{inner}<mo>&#8214;</mo></mrow>",
    vector=lambda entries: _mathml_table([[entry] for entry in entries]),
    matrix=_mathml_table,
    equals="<mo>=</mo>",
)  # fmt: skip
