"""The reading of equations as a program: every expression as a line of NumPy, or of PyTorch.

Vectors and matrices lie in the last axes of an array; an axis in front of them may hold many
examples, which all are worked out at once.  Which symbols have such an axis is said by who asks;
of every part it follows.  What the text calls and neither library has is named in `helpers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce

from reference.language.cell import Cell
from reference.language.dimension import Shape
from reference.language.errors import CellError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
    symbols,
    terms,
    walk,
)
from reference.language.functions import FUNCTIONS
from reference.language.shapes import constants_of, shape_of
from reference.readings.program_words import NUMPY, TORCH, Words
from reference.records import dataclass, field, replace
from reference.words import say

SUM, PRODUCT, SIGN, POWER, ATOM = range(5)  # how tightly the last operation of a text binds
_LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "@": PRODUCT, "**": POWER}


@dataclass(frozen=True)
class Written:
    """A part of a program: its text, how tightly it binds, its axes, and whether of many examples."""

    text: str
    level: int = ATOM
    rank: int = 0
    many: bool = False

    def within(self, level: int) -> str:
        """The text to stand beside an operation, in brackets where it binds less tightly."""
        return self.text if self.level >= level else f"({self.text})"

    @property
    def atom(self) -> str:
        """The text to be followed by an index or a method."""
        return self.within(ATOM)

    def widened(self, rank: int) -> str:
        """The text with so many axes of entries."""
        if self.rank >= rank or (self.rank == 0 and not self.many):
            return self.text
        return f"{self.atom}[..., {', '.join(['None'] * (rank - self.rank))}]"


class NoProgram(CellError):
    """An expression that nobody would write as a line of a program."""


@dataclass(frozen=True)
class Programmer:
    """Writes expressions over the symbols of a cell.

    `names` are the variables that hold symbols, `many` the symbols with an axis of examples, `whole` those that
    are whole numbers, and `size` tells the text of a letter that is a size.  What is `held` in a variable already
    is not written again; of `part(a, 1, 4)` all four parts are, under `part(a, 4)`.
    """

    cell: Cell
    names: Mapping[Symbol, str]
    many: frozenset[Symbol] | set[Symbol]
    size: Callable[[str], str]
    whole: frozenset[Symbol] = frozenset()
    torch: bool = False
    helpers: dict[str, None] = field(default_factory=dict)
    held: Mapping[Expression, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """What the library calls things."""
        return TORCH if self.torch else NUMPY

    def write(self, expression: Expression) -> Written:
        """An expression as text; raise NoProgram for what has none."""
        if expression in self.held:
            return replace(self._anew(expression), text=self.held[expression], level=ATOM)
        return self._anew(expression)

    def _anew(self, expression: Expression) -> Written:
        match expression:
            case Number(value):
                return Written(repr(value))
            case Symbol(name):
                if name in self.cell.measures:
                    return Written(self.size(name))
                if expression not in self.names:
                    raise NoProgram(say("no-program", what=expression))
                many = expression in self.many
                return Written(self.names[expression], ATOM, self.rank(expression), many)
            case Negate(operand):
                part = self.write(operand)
                return Written(f"-{part.within(SIGN)}", SIGN, part.rank, part.many)
            case Binary("@", left, right):
                return self._product(left, right)
            case Binary():
                return (
                    self._joined(expression) or self._of_sum(expression) or self._binary(expression)
                )
            case Call():
                return self._call(expression)
            case _:
                assert_never(expression)

    def summed(self, expression: Expression) -> str:
        """The gradient of a parameter, whose flows from all examples are added up."""
        parts = [self._summed(sign, term) for sign, term in terms(expression) if not _is_zero(term)]
        if not parts:
            return self.write(expression).text
        first, *rest = parts
        sign = "-" if first[0] < 0 else ""
        return sign + "".join([first[1], *(f" {'+' if s > 0 else '-'} {text}" for s, text in rest)])

    def _summed(self, sign: int, term: Expression) -> tuple[int, str]:
        if isinstance(term, Call) and term.function == "outer":
            left, right = (self.write(part) for part in term.arguments)
            if left.many and right.many and left.rank == right.rank == 1:
                return sign, f"{left.atom}.T @ {right.within(PRODUCT + 1)}"
        found = self.write(term)
        if not found.many:
            raise NoProgram(say("no-program", what=found.text))
        return sign, f"{found.atom}.sum(0)"

    def rank(self, expression: Expression) -> int:
        """How many axes the entries of an expression have."""
        return len(self.shape(expression))

    def shape(self, expression: Expression) -> Shape:
        """The shape of an expression of one example."""
        return shape_of(expression, self.cell.shapes)

    # operations

    def _binary(self, node: Binary) -> Written:
        match node:
            case Binary("+", before, Negate(taken)):
                node = Binary("-", before, taken)
        left, right = self.write(node.left), self.write(node.right)
        rank, many = max(left.rank, right.rank), left.many or right.many
        level = _LEVELS[node.operator]
        first, second = (_fitted(part, rank) for part in (left, right))
        tight = node.operator in "-/"
        if level == POWER:
            return Written(f"{first.within(ATOM)}**{second.within(ATOM)}", POWER, rank, many)
        beside = second.within(level + 1 if tight or level == PRODUCT else level)
        return Written(f"{first.within(level)} {node.operator} {beside}", level, rank, many)

    def _product(self, left: Expression, right: Expression) -> Written:
        row = self._looked_up(left, right)
        if row is not None:
            return row
        a, b = self.write(left), self.write(right)
        match a.rank, b.rank:
            case (0, _) | (_, 0):
                return self._binary(Binary("*", left, right))
            case (1, 1) if a.many and b.many:
                return Written(f"({a.within(PRODUCT)} * {b.within(SIGN)}).sum(-1)", ATOM, 0, True)
            case (1, 1):
                first, second = (b, a) if b.many else (a, b)
                return _times(first, second, 0)
            case (2, 1) if b.many and not a.many:
                return _times(b, self._transposed(left), 1)
            case (2, 1) if a.many and b.many:
                inner = f"{a.within(PRODUCT)} @ {b.atom}[..., None]"
                return Written(f"({inner})[..., 0]", ATOM, 1, True)
            case (1, 2) if b.many:
                inner = f"{a.atom}[..., None, :] @ {b.within(SIGN)}"
                return Written(f"({inner})[..., 0, :]", ATOM, 1, True)
            case _:
                return _times(a, b, a.rank + b.rank - 2)

    def _transposed(self, matrix: Expression) -> Written:
        if isinstance(matrix, Call) and matrix.function == "transpose":
            return self.write(matrix.arguments[0])
        found = self.write(matrix)
        if found.rank < 2:
            return found
        turned = ".swapaxes(-1, -2)" if found.many else ".T"
        return Written(f"{found.atom}{turned}", ATOM, 2, found.many)

    def _looked_up(self, left: Expression, right: Expression) -> Written | None:
        """A row of a table by its number: what a product with a vector of one 1 comes to."""
        match left:
            case Call("one_hot", (index, table)) if table == right:
                place, rows = self._from_zero(index), self.write(right)
                if place is not None and not rows.many and rows.rank == 2:
                    return Written(f"{rows.atom}[{place.text}]", ATOM, 1, place.many)
        return None

    def _from_zero(self, index: Expression) -> Written | None:
        match index:
            case Binary("+", Symbol() as symbol, Number(1)) if symbol in self.whole:
                return self.write(symbol)
        return None

    def split(self, whole: Expression, count: Expression) -> str:
        """The text of all parts of a vector."""
        return self.words.split.format(self.write(whole).text, self.write(count).text)

    def _joined(self, node: Binary) -> Written | None:
        """Parts that were each put in their place: laid side by side."""
        placed: dict[int, Expression] = {}
        count = 0
        for sign, term in terms(node):
            if not (isinstance(term, Call) and term.function == "place") or sign < 0:
                return None
            at, count = constants_of(term)
            if at in placed:
                return None
            placed[at] = term.arguments[0]
        return self._side_by_side(placed, count)

    def _of_sum(self, node: Binary) -> Written | None:
        """The same piece of every term: the piece of their sum."""
        parts = [term for sign, term in terms(node) if sign > 0]
        alike = {
            (p.arguments[1:] if isinstance(p, Call) and p.function == "piece" else ())
            for p in parts
        }
        if len(parts) < len(terms(node)) or len(alike) > 1 or () in alike:
            return None
        wholes = [part.arguments[0] for part in parts if isinstance(part, Call)]
        added = reduce(lambda a, b: Binary("+", a, b), wholes)
        return self.write(Call("piece", (added, *next(iter(alike)))))

    def _side_by_side(self, placed: Mapping[int, Expression], count: int) -> Written:
        parts = {at: self._vector(part) for at, part in placed.items()}
        like = self.words.zeros_like.format(next(iter(parts.values())).text)
        texts = [parts[at].text if at in parts else like for at in range(1, count + 1)]
        many = any(part.many for part in parts.values())
        return Written(self.words.concat.format(", ".join(texts)), ATOM, 1, many)

    def _vector(self, part: Expression) -> Written:
        found = self.write(part)
        return Written(f"{found.atom}[..., None]", ATOM, 1, found.many) if not found.rank else found

    # functions

    def _call(self, node: Call) -> Written:
        row, arguments = FUNCTIONS[node.function], node.arguments
        match node.function, arguments:
            case "transpose", (matrix,):
                return self._transposed(matrix)
            case "place", (part, _, _):
                at, count = constants_of(node)
                return self._side_by_side({at: part}, count)
            case "concat", parts:
                return self._concat(parts)
            case "piece", (whole, _, *parts):
                return self._piece(whole, constants_of(node)[0], parts)
            case "outer", (left, right):
                a, b = self.write(left), self.write(right)
                if a.rank == b.rank == 1:
                    if not (a.many or b.many):
                        return Written(f"{self.words.name}.outer({a.text}, {b.text})", ATOM, 2)
                    column, line = f"{a.atom}[..., :, None]", f"{b.atom}[..., None, :]"
                    return Written(f"{column} * {line}", PRODUCT, 2, a.many or b.many)
            case "part", (whole, _, count) if Call("part", (whole, count)) in self.held:
                found = self.held[Call("part", (whole, count))]
                place = constants_of(node)[0] - 1
                return Written(f"{found}[{place}]", ATOM, 1, self.write(whole).many)
            case "one_hot", (index, table):
                return self._one_hot(index, table)
            case "where", (condition, *others):
                all_three = [self.write(each) for each in (condition, *others)]
                rank, many = max(p.rank for p in all_three), any(p.many for p in all_three)
                first, *rest = (_fitted(part, rank) for part in all_three)
                said = ", ".join((f"{first.within(SUM)} > 0", *(part.text for part in rest)))
                return Written(f"{self.words.where}({said})", ATOM, rank, many)
            case "sqrt", (inner,) if not self._is_array(inner):
                return Written(f"{self.write(inner).within(ATOM)} ** 0.5", POWER)
        return self._by_words(node, row.elementwise)

    def _is_array(self, expression: Expression) -> bool:
        return any(s.name not in self.cell.measures for s in symbols(expression))

    def _by_words(self, node: Call, elementwise: bool) -> Written:
        row = FUNCTIONS[node.function]
        pattern = self.words.functions.get(node.function)
        if pattern is None:
            raise NoProgram(say("no-program", what=node.function))
        parts = [self.write(node.arguments[k]) for k in row.places(len(node.arguments))]
        rank, many = len(self.shape(node)), any(part.many for part in parts)
        if elementwise and len(parts) > 1:
            parts = [_fitted(part, rank) for part in parts]
        if node.function in self.words.helpers:
            self.helpers[node.function] = None
        constants = dict(zip("km", constants_of(node), strict=False))
        texts = {"0": parts[0].text, "atom": parts[0].atom, "axes": self._axes(parts[0])}
        rest = {str(k): part.text for k, part in enumerate(parts)}
        said = _filled(pattern, {**texts, **rest, **{k: str(v) for k, v in constants.items()},
                                 **{f"{k}0": str(v - 1) for k, v in constants.items()}})  # fmt: skip
        return Written(said, ATOM, rank, many)

    def _axes(self, part: Written) -> str:
        axes = tuple(range(-part.rank, 0))
        return str(axes[0]) if len(axes) == 1 else str(axes)

    def _concat(self, parts: tuple[Expression, ...]) -> Written:
        written = [self._vector(part) for part in parts]
        if len({part.many for part in written}) > 1:
            raise NoProgram(say("no-program", what="concat"))
        return Written(
            self.words.concat.format(", ".join(part.text for part in written)),
            ATOM, 1, written[0].many,
        )  # fmt: skip

    def _piece(self, whole: Expression, at: int, parts: list[Expression]) -> Written:
        """What belongs to one of the vectors that were laid side by side."""
        found = self.write(whole)
        lengths = [self._length(part) for part in parts]
        start = " + ".join(lengths[: at - 1])
        if not self.rank(parts[at - 1]):
            return Written(f"{found.atom}[..., {start or '0'}]", ATOM, 0, found.many)
        end = " + ".join(lengths[:at]) if at < len(parts) else ""
        return Written(f"{found.atom}[..., {start}:{end}]", ATOM, 1, found.many)

    def _length(self, part: Expression) -> str:
        shape = self.shape(part)
        if not shape:
            return "1"
        alike = (s for s in symbols(part) if s in self.names and self.shape(s) == shape)
        held = next(alike, None)
        text = self.names[held] if held is not None else self.write(part).atom
        return f"{text}.shape[-1]"

    def _one_hot(self, index: Expression, table: Expression) -> Written:
        found, rows = self.write(index), self.write(table)
        count = f"{rows.atom}.shape[{-rows.rank}]" if rows.many else f"len({rows.text})"
        place = self._from_zero(index)
        library = self.words.name
        if place is not None:
            return Written(f"{library}.eye({count})[{place.text}]", ATOM, 1, place.many)
        numbers = f"{library}.arange(1, {count} + 1)"
        text = f"({numbers} == {found.atom}[..., None]) * 1.0"
        return Written(text, PRODUCT, 1, found.many)


def _fitted(part: Written, rank: int) -> Written:
    """A part with as many axes as what it meets has."""
    text = part.widened(rank)
    return part if text == part.text else Written(text, ATOM, rank, part.many)


def _times(left: Written, right: Written, rank: int) -> Written:
    many = left.many or right.many
    # f * h @ U is (f * h) @ U to Python, and f ⊙ (h U) to whoever reads it
    first = left.within(SIGN if " * " in left.text else PRODUCT)
    return Written(f"{first} @ {right.within(SIGN)}", PRODUCT, rank, many)


def _is_zero(term: Expression) -> bool:
    return isinstance(term, Binary) and term.operator == "*" and term.left == Number(0)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    return reduce(
        lambda text, row: text.replace("{" + row[0] + "}", row[1]), values.items(), pattern
    )


def worth_holding(cell: Cell) -> dict[Expression, str]:
    """What stands in several equations and need be worked out once, with the call that does it all.

    Vectors laid side by side, and vectors cut in parts: `part(a, 4)` stands for all parts of a.
    """
    counts: dict[Expression, int] = {}
    for equation in cell.equations:
        for node in walk(equation.value):
            match node:
                case Call("concat"):
                    counts[node] = counts.get(node, 0) + 1
                case Call("part", (whole, _, count)):
                    counts[Call("part", (whole, count))] = (
                        counts.get(Call("part", (whole, count)), 0) + 1
                    )
    return {node: _called(node) for node, times in counts.items() if times > 1}


def _called(node: Expression) -> str:
    """A name for what is held."""
    names = [symbol.name for symbol in symbols(node)]
    joined = isinstance(node, Call) and node.function == "concat"
    return "".join(names) if joined else f"{names[0]}_parts"


def helper_lines(names: Iterable[str]) -> list[str]:
    """The functions that a program calls and that NumPy has not, each once."""
    wanted = dict.fromkeys(NUMPY.helpers[name] for name in names)
    return [line for lines in wanted for line in (*lines, "", "")]
