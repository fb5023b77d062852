"""Equations as people read them: text for terminals, LaTeX, Typst and MathML.

There is one walk over an expression and one notation a format.  A notation says how each piece is
written; where parentheses go, and which product is which, is decided in the walk.  Names are split
at the underscore: `W_h` is W with the subscript h.  Gradients are written as `differentiate` names
them (`dh` at step 2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reference.language.cell import Cell, Equation
from reference.language.dimension import Shape
from reference.language.errors import CellError
from reference.language.expression import (
    STEP,
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Step,
    Symbol,
    assert_never,
)
from reference.language.functions import FUNCTIONS, Array, Function
from reference.language.numerals import USUAL, given_numeral, numeral
from reference.language.shapes import infer_shape
from reference.language.write import ATOM, BINDING, NEGATION, binding

Shapes = Mapping[str, Shape]
Shown = Callable[[Expression], "Array | None"]


@dataclass(frozen=True)
class Notation:
    """How the pieces of an expression are written in one format."""

    name: str
    symbol: Callable[[str, Sequence[str]], str]
    number: Callable[[str], str]
    infix: Mapping[str, str]
    negative: str
    group: Callable[[str], str]
    fraction: Callable[[str, str], str] | None
    power: Callable[[str, str], str]
    call: Callable[[Function, Sequence[str]], str]
    stack: Callable[[Sequence[str]], str]
    transpose: Callable[[str], str]
    norm: Callable[[str], str]
    vector: Callable[[Sequence[str]], str]
    matrix: Callable[[Sequence[Sequence[str]]], str]
    equals: str


def typeset(
    expression: Expression,
    notation: Notation,
    *,
    shapes: Shapes | None = None,
    shown: Shown | None = None,
    decimals: int = USUAL,
    given: Collection[Expression] = (),
) -> str:
    """An expression in a notation.

    With `shapes`, an element-wise product of vectors gets its own sign.  `shown` may answer the
    value of a node, which then stands in its place: as it is for a `given` node, else to `decimals`.
    """
    setter = _Setter(notation, shapes or {}, shown or (lambda _: None), decimals, given)
    return setter.whole(expression)


def typeset_equation(
    equation: Equation, notation: Notation, *, shapes: Shapes | None = None
) -> str:
    """`target = value` in a notation."""
    left = typeset(equation.target, notation, shapes=shapes)
    return f"{left}{notation.equals}{typeset(equation.value, notation, shapes=shapes)}"


def typeset_cell(cell: Cell, notation: Notation) -> tuple[str, ...]:
    """The equations of a cell in a notation, one after another."""
    return tuple(typeset_equation(e, notation, shapes=cell.shapes) for e in cell.equations)


def typeset_array(values: Array, notation: Notation, *, decimals: int | None = USUAL) -> str:
    """A number, vector or matrix in a notation; with decimals None as it was given."""
    array = np.asarray(values)
    texts = [
        given_numeral(float(v)) if decimals is None else numeral(float(v), decimals)
        for v in array.flat
    ]
    return typeset_texts(np.asarray(texts, dtype=object).reshape(array.shape), notation)


def typeset_texts(texts: NDArray[Any], notation: Notation) -> str:
    """Numbers that are chosen already, as texts in a number, vector or matrix."""

    def written(text: str) -> str:
        digits, power, exponent = text.partition("e")
        if not power:
            return notation.number(text)
        ten = notation.power(notation.number("10"), notation.number(exponent))
        return notation.number(digits) + notation.infix["*"] + ten

    if not texts.shape:
        return written(str(texts.item()))
    if texts.ndim == 1:
        return notation.vector([written(text) for text in texts])
    return notation.matrix([[written(text) for text in row] for row in texts])


class _Setter:
    """One walk: what a node looks like, and how tightly it binds."""

    def __init__(
        self,
        notation: Notation,
        shapes: Shapes,
        shown: Shown,
        decimals: int,
        given: Collection[Expression],
    ) -> None:
        self.given = given
        self.notation = notation
        self.shapes = shapes
        self.shown = shown
        self.decimals = decimals

    def whole(self, node: Expression, *, leads: bool = True) -> str:
        """A node as it stands; `leads` unless something with a sign stands before it."""
        value = self.shown(node)
        if value is not None:
            decimals = None if node in self.given else self.decimals
            text = typeset_array(value, self.notation, decimals=decimals)
            return text if leads or not self.has_sign(value) else self.notation.group(text)
        match node:
            case Number(value=number):
                return self.notation.number(f"{number:g}" if number < 1e6 else repr(number))
            case Symbol(name, step):
                step = None if node == STEP else step
                return self.notation.symbol(*split_name(letter_of(name, self.shapes), step))
            case Negate(operand):
                text = self.notation.negative + self.within(operand, NEGATION)
                return text if leads else self.notation.group(text)
            case Binary("/", left, right) if self.notation.fraction:
                return self.notation.fraction(self.whole(left), self.whole(right))
            case Binary("**", base, exponent):
                return self.notation.power(self.within(base, ATOM), self.whole(exponent))
            case Binary("@", left, right):
                return self.product(left, right, BINDING["@"], leads=leads)
            case Binary(operator, left, right):
                level = BINDING[operator]
                sign = self.notation.infix[self.sign(operator, left, right)]
                return self.within(left, level, leads=leads) + sign + self.within(right, level + 1)
            case Call():
                return self.call(node)
            case _:
                assert_never(node)

    def within(self, node: Expression, level: int, *, leads: bool = False) -> str:
        """A node as part of another; a number of its own keeps its sign only where it `leads`."""
        if self.shown(node) is None and binding(node) < level:
            return self.notation.group(self.whole(node))
        return self.whole(node, leads=leads)

    def has_sign(self, value: Array) -> bool:
        """Whether a number is shown with a minus; one that rounds to 0 is not."""
        single = not np.asarray(value).shape
        return single and numeral(float(value), self.decimals).startswith("-")

    def product(self, left: Expression, right: Expression, level: int, *, leads: bool) -> str:
        """The product of matrices; of two columns, the first of which lies on its side."""
        first = self.within(left, level, leads=leads)
        if self.are_columns(left, right):
            first = self.notation.transpose(self.within(left, ATOM))
        return (
            first + self.notation.infix[self.sign("@", left, right)] + self.within(right, level + 1)
        )

    def are_columns(self, left: Expression, right: Expression) -> bool:
        """Whether both are columns: a scalar product is printed as a row times a column."""
        if not self.shapes:
            return False
        try:
            shapes = [infer_shape(side, self.shapes) for side in (left, right)]
        except CellError:
            return False  # a piece of an expression whose other names are not known here
        return all(shape is not None and len(shape) == 1 for shape in shapes)

    def sign(self, operator: str, left: Expression, right: Expression) -> str:
        """Which product is meant: of matrices, entry by entry, or of numbers."""
        if operator == "@" and (self.puts_number(left) or self.puts_number(right)):
            return "*"  # 3 and 0 side by side would read as 30
        if operator != "*" or not self.shapes:
            return operator
        first, second = (infer_shape(side, self.shapes) for side in (left, right))
        return "⊙" if first and second else "*"

    def puts_number(self, node: Expression) -> bool:
        value = self.shown(node)
        return value is not None and not np.asarray(value).shape

    def call(self, node: Call) -> str:
        arguments = node.arguments
        match node.function:
            case "concat":
                return self.notation.stack([self.whole(a) for a in arguments])
            case "transpose":
                return self.notation.transpose(self.within(arguments[0], ATOM))
            case "outer":
                column, row = (self.within(a, BINDING["@"] + 1) for a in arguments)
                return column + self.notation.infix["@"] + self.notation.transpose(row)
            case "norm":
                return self.notation.norm(self.whole(arguments[0]))
            case "piece":
                return self.notation.call(FUNCTIONS["part"], [self.whole(a) for a in arguments[:2]])
            case name:
                return self.notation.call(FUNCTIONS[name], [self.whole(a) for a in arguments])


def letter_of(name: str, known: Collection[str]) -> str:
    """The letter that books have for a name: a candidate is that of its cell state, else of h.

    A letter after `~` has a tilde.
    """
    if name != "candidate":
        return name
    return next((f"~{state}" for state in ("C", "c") if state in known), "~h")


def split_name(name: str, step: Step) -> tuple[str, tuple[str, ...]]:
    """The letter of a name and its subscripts: W_h at step 2 is W with h and 2."""
    base, _, below = name.partition("_")
    if not base or base == "up":
        base, below = name, ""
    subscripts = [part for part in (below, _step(step)) if part]
    return base, tuple(subscripts)


def parted(base: str, below: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A letter with a number, as books set it: h1 at step t is h with 1 and t below.

    >>> parted("h1", ("t",)), parted("hf", ())
    (('h', ('1', 't')), ('hf', ()))
    """
    if len(base) == _LONGEST_LETTER and base[0].isalpha() and base[1].isdigit():
        return base[0], (base[1], *below)
    return base, tuple(below)


def _step(step: Step) -> str:
    return "" if step is None else str(step)


# -- text -----------------------------------------------------------------------------------

_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ABOVE = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def _text_symbol(base: str, below: Sequence[str]) -> str:
    words = [part for part in below if not _is_step(part)]
    steps = [part for part in below if _is_step(part)]
    named = "_".join(["candidate" if base.startswith("~") else base, *words])
    return named + "".join(step.replace("t", "ₜ").translate(_BELOW) for step in steps)


def _is_step(part: str) -> bool:
    return part.lstrip("t").lstrip("+-").isdigit() or part == "t"


def _text_call(row: Function, arguments: Sequence[str]) -> str:
    if row.name == "step":
        return f"[{arguments[0]} > 0]"
    return f"{row.text or row.name}({', '.join(arguments)})"


TEXT = Notation(
    name="text",
    symbol=_text_symbol,
    number=lambda text: text.replace("-", "−"),
    infix={"+": " + ", "-": " − ", "*": "·", "⊙": " ⊙ ", "@": "·", "/": " / "},
    negative="−",
    group=lambda inner: f"({inner})",
    fraction=None,
    power=lambda base, exponent: (
        base + exponent.translate(_ABOVE) if exponent.isdigit() else f"{base}^({exponent})"
    ),
    call=_text_call,
    stack=lambda parts: f"[{'; '.join(parts)}]",
    transpose=lambda inner: f"{inner}ᵀ",
    norm=lambda inner: f"‖{inner}‖",
    vector=lambda entries: f"[{', '.join(entries)}]",
    matrix=lambda rows: "[" + ", ".join(f"[{', '.join(row)}]" for row in rows) + "]",
    equals=" = ",
)

# -- LaTeX ----------------------------------------------------------------------------------

GREEK = dict(
    alpha="α", beta="β", gamma="γ", delta="δ", epsilon="ε", eta="η", theta="θ", mu="μ", phi="φ",
    psi="ψ", rho="ρ", sigma="σ", tau="τ", omega="ω", **{"lambda": "λ"},
)  # fmt: skip


_DIRECTIONS = {"f": "→", "b": "←"}  # hf and hb: a state that runs forward or backward


def direction_of(name: str) -> str:
    """The arrow over a state that runs one way; empty for any other name.

    >>> direction_of("hf"), direction_of("hb"), direction_of("g1")
    ('→', '←', '')
    """
    is_state = len(name) == _LONGEST_LETTER and name[0] in "hcs"
    return _DIRECTIONS.get(name[1], "") if is_state else ""


def _latex_letter(name: str) -> str:
    if direction_of(name):
        over = "right" if direction_of(name) == "→" else "left"
        return rf"\over{over}arrow{{{name[0]}}}"
    if name in GREEK:
        return f"\\{name}"
    if name.startswith("~"):
        return rf"\tilde{{{name[1:]}}}"
    if name.startswith("d") and 1 < len(name) <= _LONGEST_LETTER + 1:
        return f"\\mathrm{{d}}{name[1:]}"
    return name if len(name) <= _LONGEST_LETTER else f"\\mathrm{{{name}}}"


_LONGEST_LETTER = 2  # h, hf, g1; anything longer is a word


def _latex_symbol(base: str, below: Sequence[str]) -> str:
    base, below = parted(base, below)
    letter = _latex_letter(base)
    return f"{letter}_{{{','.join(map(_latex_below, below))}}}" if below else letter


def _latex_below(part: str) -> str:
    is_word = len(part) > 1 and part.isalpha()
    return rf"\mathrm{{{part}}}" if is_word else part


def _latex_call(row: Function, arguments: Sequence[str]) -> str:
    if row.name == "step":
        return rf"\mathbf{{1}}[{arguments[0]} > 0]"
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

# -- Typst ----------------------------------------------------------------------------------


def _typst_letter(name: str) -> str:
    if direction_of(name):
        return f"arrow{'' if direction_of(name) == '→' else '.l'}({name[0]})"
    if name in GREEK or len(name) == 1:
        return name
    if name.startswith("~"):
        return f"tilde({name[1:]})"
    if name.startswith("d") and len(name) == _LONGEST_LETTER:
        return f"dif {name[1:]}"
    return f'"{name}"'


def _typst_below(part: str) -> str:
    if len(part) == 1 or part.isdigit():
        return part
    return part if part.startswith("t") and _is_step(part) else f'"{part}"'


def _typst_symbol(base: str, below: Sequence[str]) -> str:
    base, below = parted(base, below)
    letter = _typst_letter(base)
    if not below:
        return letter
    inner = ",".join(map(_typst_below, below))
    letter = f"({letter})" if " " in letter else letter
    return f"{letter}_({inner})"


def _typst_call(row: Function, arguments: Sequence[str]) -> str:
    if row.name == "step":
        return f"bold(1)[{arguments[0]} > 0]"
    if row.name == "sqrt":
        return f"sqrt({arguments[0]})"
    return f"{row.typst}({', '.join(arguments)})"


def _at_point(number: str) -> str:
    """A number in two parts, so that those of a column stand point below point."""
    sign = "-" if number.startswith("-") else ""
    whole, point, rest = number.removeprefix("-").partition(".")
    return f'{sign}"{whole}" & "{point}{rest}"' if point else f'{sign}"{whole}" &'


TYPST = Notation(
    name="typst",
    symbol=_typst_symbol,
    number=lambda text: text,
    infix={"+": " + ", "-": " - ", "*": " dot ", "⊙": " dot.o ", "@": " ", "/": " \\/ "},
    negative="-",
    group=lambda inner: f"({inner})",
    fraction=lambda above, below: f"frac({above}, {below})",
    power=lambda base, exponent: f"{base}^({exponent})",
    call=_typst_call,
    stack=lambda parts: f'vec(delim: "[", {", ".join(parts)})',
    transpose=lambda inner: f"{inner}^top",
    norm=lambda inner: f"norm({inner})",
    vector=lambda entries: f'vec(delim: "[", {", ".join(map(_at_point, entries))})',
    matrix=lambda rows: (
        'mat(delim: "[", ' + "; ".join(", ".join(map(_at_point, row)) for row in rows) + ")"
    ),
    equals=" = ",
)

_ARRAY = re.compile(r"(vec|mat)\(|frac\(")


def _height(text: str) -> int:
    """How many rows the tallest piece of a formula has."""
    return max((_rows(text, m) for m in _ARRAY.finditer(text)), default=1)


def _rows(text: str, match: re.Match[str]) -> int:
    if match[1] is None:
        return 2
    depth, rows, mark = 0, 1, "," if match[1] == "vec" else ";"
    for letter in text[match.end() :]:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            break
        rows += depth == 0 and letter == mark
    return rows - (match[1] == "vec")  # what delimits it stands first


def _fenced(inner: str) -> str:
    """Something in parentheses that a line may break in: Typst holds paired ones together."""
    height = _height(inner)
    if height == 1:
        return rf"\({inner}\)"
    return rf"lr(\(, size: #tall({height})) {inner} lr(\), size: #tall({height}))"


def _typst_call_fenced(row: Function, arguments: Sequence[str]) -> str:
    if row.name in ("step", "sqrt"):
        return _typst_call(row, arguments)
    return f"{row.typst} {_fenced(', '.join(arguments))}"


# In lines of text, where a formula is broken at its signs; a style defines `tall`.
TYPST_LINES = replace(TYPST, name="typst-lines", group=_fenced, call=_typst_call_fenced)

# -- MathML ---------------------------------------------------------------------------------


def _mi(name: str) -> str:
    if direction_of(name):
        return f'<mover accent="true"><mi>{name[0]}</mi><mo>{direction_of(name)}</mo></mover>'
    if name in GREEK:
        return f"<mi>&#{ord(GREEK[name])};</mi>"
    if name.startswith("~"):
        return f'<mover accent="true"><mi>{name[1:]}</mi><mo>~</mo></mover>'
    return f"<mi>{escape(name)}</mi>"


def _mathml_symbol(base: str, below: Sequence[str]) -> str:
    base, below = parted(base, below)
    if not below:
        return _mi(base)
    inner = "<mo>,</mo>".join(_mathml_below(part) for part in below)
    return f"<msub>{_mi(base)}<mrow>{inner}</mrow></msub>"


def _mathml_below(part: str) -> str:
    if part.startswith("t") and _is_step(part) and len(part) > 1:
        sign = "&#8722;" if part[1] == "-" else "+"
        return f"<mi>t</mi><mo>{sign}</mo><mn>{part[2:]}</mn>"
    return f"<mn>{part}</mn>" if part.isdigit() else _mi(part)


_APPLIED = "<mo>&#8289;</mo>"  # what is read aloud as "of", and not as "times"


def _mathml_call(row: Function, arguments: Sequence[str]) -> str:
    inner = "<mo>,</mo>".join(arguments)
    if row.name == "step":
        return f"<mn>1</mn><mo>[</mo>{arguments[0]}<mo>&gt;</mo><mn>0</mn><mo>]</mo>"
    if row.name == "sqrt":
        return f"<msqrt>{inner}</msqrt>"
    name = escape(row.text or row.name)
    return f"<mi>{name}</mi>{_APPLIED}<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>"


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

NOTATIONS: Mapping[str, Notation] = {n.name: n for n in (TEXT, LATEX, TYPST, MATHML)}
