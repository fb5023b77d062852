"""The reading of ranges: between which bounds the entries of a quantity always lie.

Parameters and inputs may be anything in the domain that the cell declares.  Functions have the range of their row.  An expression in
which every symbol occurs at most linearly takes its extremes at the corners of the box of its
symbols, so the range of `(1 - z) * h + z * n` is exact and not the sum of two ranges.  A state
starts at 0, or where it is told; its range is widened round by round until it stands still, or
else is unbounded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product

from reference.language.cell import Cell, Equation
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
    children,
    symbols,
    terms,
)
from reference.language.functions import FUNCTIONS
from reference.language.write import write
from reference.records import dataclass

_ROUNDS = 12  # a bounded state of any cell we know stands still after two


@dataclass(frozen=True)
class Range:
    """The bounds of every entry of a quantity; whether they are reached is not said.

    >>> from reference import cell, ranges
    >>> found = ranges(cell("lstm"))
    >>> found["f"].low, found["f"].high
    (0.0, 1.0)
    """

    low: float
    high: float

    def __or__(self, other: Range) -> Range:
        return Range(min(self.low, other.low), max(self.high, other.high))

    def __str__(self) -> str:
        return f"({_bound(self.low)}, {_bound(self.high)})"


EVERYTHING = Range(-math.inf, math.inf)
_ZERO = Range(0.0, 0.0)


def ranges(cell: Cell, starts: Mapping[str, Range] | None = None) -> Mapping[str, Range]:
    """The range of every quantity of a cell; states start at 0, or within `starts`.

    >>> from reference import cell, ranges
    >>> ranges(cell("relu-rnn"))["h"].low
    0.0
    """
    known = {name: Range(d.low, d.high) for name, d in cell.domains.items()}
    begin = tuple((name, (starts or {}).get(name, _ZERO)) for name in cell.states)
    return _ranges(cell.equations, tuple(cell.shapes), begin, tuple(known.items()))


# no number of a sheet enters but the initial states: a class has them worked out once
@lru_cache(maxsize=256)
def _ranges(
    equations: tuple[Equation, ...],
    names: tuple[str, ...],
    begin: tuple[tuple[str, Range], ...],
    bounded: tuple[tuple[str, Range], ...],
) -> Mapping[str, Range]:
    states = dict(begin)
    known = _settled(equations, states, {**dict.fromkeys(names, EVERYTHING), **dict(bounded)})
    found = dict[str, Range]()
    for equation in equations:  # what a state is once a step is done, its start aside
        name = equation.target.name
        value = range_of(equation.value, known)
        found[name] = found[name] | value if name in found else value
    return found


def _settled(
    equations: tuple[Equation, ...], states: Mapping[str, Range], bounds: Mapping[str, Range]
) -> dict[str, Range]:
    """What each symbol can be at any step, the initial states among it."""
    known = {**bounds, **states}
    for _ in range(_ROUNDS):
        before = known
        known = _widened(equations, states, known)
        if known == before:
            return known
    # What still moves gets no bound on that side.  That is too wide where the growth of one state
    # is held by another's equation (h = o * tanh(c) under a growing c), so narrow it once more.
    after = _widened(equations, states, known)
    for name in states:
        known[name] = Range(
            -math.inf if after[name].low < known[name].low else known[name].low,
            math.inf if after[name].high > known[name].high else known[name].high,
        )
    for _ in states:
        for equation in equations:
            name = equation.target.name
            found = range_of(equation.value, known)
            known[name] = found | states[name] if name in states else found
    return known


def _widened(
    equations: Iterable[Equation], states: Collection[str], known: Mapping[str, Range]
) -> dict[str, Range]:
    """One round through the equations; states keep what they could reach before."""
    reached = dict(known)
    for equation in equations:
        name = equation.target.name
        found = range_of(equation.value, reached)
        reached[name] = reached[name] | found if name in states else found
    return reached


def range_of(expression: Expression, known: Mapping[str, Range]) -> Range:
    """The range of an expression over boxes for its symbols."""
    box: dict[Symbol, Range] = {}
    linear = _without_calls(expression, known, box)
    if _is_multilinear(linear):
        named = symbols(linear)
        if len(named) <= _MOST_CORNERS and not any(_is_unbounded(box[s]) for s in named):
            corners = product(*((box[s].low, box[s].high) for s in named))
            values = [_value(linear, dict(zip(named, c, strict=True))) for c in corners]
            return Range(min(values), max(values))
    return _natural(linear, box)


_MOST_CORNERS = 10  # 1024 corners


def _without_calls(
    node: Expression, known: Mapping[str, Range], box: dict[Symbol, Range]
) -> Expression:
    """The expression with a symbol for every function value, whose range its row knows."""
    if isinstance(node, Call):
        symbol = Symbol(f"the value of {write(node)}")  # the same call has the same value
        box[symbol] = _range_of_call(node, known)
        return symbol
    if isinstance(node, Symbol):
        box[node] = known.get(node.name, EVERYTHING)
        return node
    match node:
        case Negate(operand):
            return Negate(_without_calls(operand, known, box))
        case Binary(operator, left, right):
            return Binary(
                operator, _without_calls(left, known, box), _without_calls(right, known, box)
            )
        case _:
            return node


def _range_of_call(node: Call, known: Mapping[str, Range]) -> Range:
    row = FUNCTIONS[node.function]
    inner = [range_of(node.arguments[k], known) for k in row.places(len(node.arguments))]
    match node.function:
        case "concat" | "rows":
            hull = inner[0]
            for other in inner[1:]:
                hull = hull | other
            return hull
        case (
            "part"
            | "entry"
            | "transpose"
            | "mean"
            | "identity"
            | "piece"
            | "stop"
            | "round_up"
            | "round_even"
            | "round_away"
            | "round_cut"
            | "largest"
            | "smallest"
            | "spread"
            | "diagonal"
        ):
            return inner[0]
        case "where":
            return inner[1] | inner[2]
        case "place" | "diagonal_matrix" | "on_diagonal":
            return inner[0] | _ZERO
        case "tanh" | "sigmoid" | "relu" | "exp" | "softplus" | "elu" | "log" | "sqrt" | "erf":
            return Range(_monotone(node.function, inner[0].low, row.low),
                         _monotone(node.function, inner[0].high, row.high))  # fmt: skip
        case "min":
            return Range(min(r.low for r in inner), min(r.high for r in inner))
        case "max":
            return Range(max(r.low for r in inner), max(r.high for r in inner))
        case name if name in _RULES:
            return _RULES[name](inner)
        case _:
            return Range(row.low, row.high)


def _sum_of(entries: Range) -> Range:
    """A sum of who knows how many entries keeps their sign, and no more."""
    low = 0.0 if entries.low >= 0 else -math.inf
    return Range(low, 0.0 if entries.high <= 0 else math.inf)


def _rest(divisor: Range) -> Range:
    """What a division leaves lies between 0 and what one divides by, on its side."""
    return Range(min(divisor.low, 0.0), max(divisor.high, 0.0))


def _straight(argument: Range) -> Range:
    low, high = (min(max(end / 6 + 0.5, 0.0), 1.0) for end in (argument.low, argument.high))
    return Range(low, high)


_RULES: Mapping[str, Callable[[Sequence[Range]], Range]] = {
    "sum": lambda inner: _sum_of(inner[0]),
    "row_sums": lambda inner: _sum_of(inner[0]),
    "mod": lambda inner: _rest(inner[1]),
    "hard_sigmoid": lambda inner: _straight(inner[0]),
}


def _monotone(name: str, at: float, limit: float) -> float:
    """The value of a rising function at a bound of its argument, its limit at infinity."""
    if name in ("log", "sqrt"):
        return _above_0(name, at)
    if math.isinf(at) or abs(at) > 700:
        if at < 0 or limit == math.inf:
            return {"tanh": -1.0, "elu": -1.0, "erf": -1.0}.get(name, 0.0) if at < 0 else math.inf
        return limit
    match name:
        case "tanh":
            return math.tanh(at)
        case "sigmoid":
            return 0.5 + 0.5 * math.tanh(0.5 * at)
        case "relu":
            return max(at, 0.0)
        case "elu":
            return at if at > 0 else math.expm1(at)
        case "softplus":
            return math.log1p(math.exp(at))
        case "erf":
            return math.erf(at)
        case _:
            return math.exp(at)


def _above_0(name: str, at: float) -> float:
    """A logarithm or a root at a bound; where there is none, the least that it can be."""
    if name == "sqrt":
        return math.sqrt(max(at, 0.0))
    return math.log(at) if at > 0 else -math.inf


def _is_unbounded(box: Range) -> bool:
    return math.isinf(box.low) or math.isinf(box.high)


def _is_multilinear(node: Expression) -> bool:
    """Whether every symbol occurs at most once in every product."""
    match node:
        case Number() | Symbol():
            return True
        case Binary("*" | "@", left, right):
            apart = not set(symbols(left)) & set(symbols(right))
            return apart and _is_multilinear(left) and _is_multilinear(right)
        case Negate() | Binary("+" | "-"):
            return all(_is_multilinear(part) for part in children(node))
        case _:
            return False


def _value(node: Expression, at: Mapping[Symbol, float]) -> float:
    match node:
        case Number(value):
            return float(value)
        case Symbol():
            return at[node]
        case Negate(operand):
            return -_value(operand, at)
        case Binary("+", left, right):
            return _value(left, at) + _value(right, at)
        case Binary("-", left, right):
            return _value(left, at) - _value(right, at)
        case Binary(_, left, right):
            return _value(left, at) * _value(right, at)
        case _:
            raise AssertionError(f"not multilinear: {node!r}")


def _natural(node: Expression, box: Mapping[Symbol, Range]) -> Range:
    """The range by interval arithmetic, operation by operation."""
    match node:
        case Number(value):
            return Range(float(value), float(value))
        case Symbol():
            return box[node]
        case Negate(operand):
            inner = _natural(operand, box)
            return Range(-inner.high, -inner.low)
        case Binary(operator, left, right):
            first, second = _natural(left, box), _natural(right, box)
            match operator:
                case "+":
                    return Range(first.low + second.low, first.high + second.high)
                case "-":
                    return Range(first.low - second.high, first.high - second.low)
                case "*" | "@":
                    ends = [_product(a, b) for a in (first.low, first.high)
                            for b in (second.low, second.high)]  # fmt: skip
                    found = Range(min(ends), max(ends))
                    # a matrix product adds up any number of entries
                    return found if operator == "*" or found == _ZERO else EVERYTHING
                case "/":
                    return _quotient(node, first, second, box)
                case "**" if isinstance(right, Number) and right.value == 2:
                    ends = [_product(first.low, first.low), _product(first.high, first.high)]
                    low = 0.0 if first.low <= 0 <= first.high else min(ends)
                    return Range(low, max(ends))
                case _:
                    return EVERYTHING
        case Call():
            raise AssertionError("calls were replaced by symbols")
        case _:
            assert_never(node)


def _quotient(node: Binary, above: Range, below: Range, box: Mapping[Symbol, Range]) -> Range:
    """The range of a quotient: bounded where the divisor keeps off 0, or holds the dividend."""
    found = EVERYTHING
    if below.low > 0 or below.high < 0:
        ends = [_product(a, _inverse(b)) for a in (above.low, above.high)
                for b in (below.low, below.high)]  # fmt: skip
        found = Range(min(ends), max(ends))
    summed = terms(node.right)
    if (1, node.left) in summed and all(
        sign > 0 and _natural(term, box).low >= 0 for sign, term in summed
    ):
        found = Range(max(found.low, 0.0), min(found.high, 1.0))  # a share of a sum
    return found


def _inverse(divisor: float) -> float:
    return 0.0 if math.isinf(divisor) else 1 / divisor


def _product(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b  # and not NaN for 0 times infinity


def _bound(value: float) -> str:
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return f"{value:g}"
