"""Which one change in the equations gives all results of a wrong function: a term less, another sign, a neighbour.

The numbers of a call are drawn, so that a chance hit is out of the question: what is said is a fact about
every result of every call.  Of a forward function the equations of the cell are changed, at every step; of a
backward function of one step the equations of its gradients, and then those of the cell whose gradient it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from grader.assignment.function import PARAMETERS
from grader.functions.cases import Case
from grader.functions.compare import compare
from grader.functions.trial_call import Tried
from grader.words.sentences import functions as sentences
from reference import TEXT, Cell, CellError, Symbol, typeset
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Number,
    children,
    rebuild,
    rewrite,
    walk,
)
from reference.records import dataclass, replace

_MOST = 300  # changes that are tried
_MOST_DERIVED = 60  # where each has to be differentiated
_OTHER = {"tanh": "sigmoid", "sigmoid": "tanh"}
_OPPOSITE = {"+": "-", "-": "+"}


Kind = Callable[[Expression, Cell, Symbol], Iterator[Expression]]


@dataclass(frozen=True)
class Change:
    """A place in the equation of a quantity: what stands there, and what is tried instead."""

    target: Symbol
    whole: Expression
    was: Expression
    now: Expression
    cell: Cell


def one_change(tried: Sequence[Tried], relative: float, *, backwards: bool) -> Iterator[str]:
    """What one change in the equations explains all results; nothing where none does."""
    case = tried[0].case
    if any(place.fill or place.symbol == PARAMETERS for place in case.function.outputs):
        return  # no equations say what comes of it
    one_step = case.layout.steps == 1
    ways = [(True, _MOST)] if backwards and one_step else []
    for slopes, most in (*ways, (False, _MOST_DERIVED if backwards else _MOST)):
        of = case.truth.equations if slopes else case.truth.written
        for change in islice(_changes(of, _suspects(tried[0], of, backwards=slopes)), most):
            if all(_explains(one, change, relative, backwards=slopes) for one in tried):
                yield sentences.function_mistake(_said(case, change, one_step=one_step))
                return


def _suspects(tried: Tried, of: Cell, *, backwards: bool) -> set[Symbol]:
    """The quantities on which all wrong results rest and no right one does."""
    case = tried.case
    whole = case.truth.equations
    rests: list[tuple[bool, set[Symbol]]] = []
    for place in case.function.outputs:
        if place.is_array:
            wanted = [_symbol(name) for name in case.layout.names(place)]
            found = {e.target for e in whole.needed(wanted).equations} | set(wanted)
            rests.append((not tried.at(place.name).stands, found))
    wrong = [found for is_wrong, found in rests if is_wrong]
    right = [found for is_wrong, found in rests if not is_wrong]
    if not wrong:
        return set()
    unrolled = set.intersection(*wrong).difference(*right)
    names = {symbol.name for symbol in unrolled}
    if not backwards:
        return {e.target for e in of.equations if e.target.name in names}
    return {symbol for symbol in unrolled if symbol.name.startswith(("d", "grad"))}


def _changes(cell: Cell, suspects: set[Symbol]) -> Iterator[Change]:
    """One place of one equation changed: first what is left out, then what is exchanged."""
    for kind in (_less, _otherwise, _neighbours):
        for equation in cell.equations:
            if equation.target not in suspects:
                continue
            for was, now, value in _places(equation.value, cell, kind, equation.target):
                others = [replace(e, value=value) if e is equation else e for e in cell.equations]
                with suppress(CellError, ValueError):
                    yield Change(
                        equation.target, equation.value, was, now, cell.with_equations(others)
                    )


def _places(
    value: Expression, cell: Cell, kind: Kind, target: Symbol
) -> Iterator[tuple[Expression, Expression, Expression]]:
    """What stands at a place, what may stand there instead, and the whole expression with it."""
    for now in kind(value, cell, target):
        if now != value:
            yield value, now, now
    parts = children(value)
    for k, part in enumerate(parts):
        for was, now, other in _places(part, cell, kind, target):
            yield was, now, rebuild(value, (*parts[:k], other, *parts[k + 1 :]))


def _less(value: Expression, _: Cell, __: Symbol) -> Iterator[Expression]:
    """A term, a factor, a function or a power left out."""
    match value:
        case Binary("+" | "-" | "*", left, right):
            yield from (left, right)
        case Binary("**", base, Number()):
            yield base
        case Call("tanh" | "sigmoid" | "softmax" | "relu", (inner,)):
            yield inner
        case Negate(inner):
            yield inner
        case _:
            pass


def _otherwise(value: Expression, _: Cell, __: Symbol) -> Iterator[Expression]:
    """Another sign, another function, another block."""
    match value:
        case Binary("+" | "-" as operator, left, right):
            yield Binary(_OPPOSITE[operator], left, right)  # type: ignore[arg-type]  # one of the two
            if operator == "-":
                yield Binary("-", right, left)
        case Call(name, (inner,)) if name in _OTHER:
            yield Call(_OTHER[name], (inner,))
        case Call("part" | "place" as name, (whole, Number(k), Number(m))):
            others = (other for other in range(1, int(m) + 1) if other != k)
            yield from (Call(name, (whole, Number(other), Number(m))) for other in others)
        case _:
            pass


def _neighbours(value: Expression, cell: Cell, target: Symbol) -> Iterator[Expression]:
    """A quantity of the same shape in the place of another, or the one of another step."""
    if not isinstance(value, Symbol) or value.name in cell.parameters:
        return
    if isinstance(value.step, Now) and value.name in cell.states:
        yield Symbol(value.name, Now(0) if value.step.offset else Now(-1))
    shape = cell.shape(value)
    for equation in cell.equations:
        if equation.target == target:
            return  # what comes later is not there yet
        other = equation.target
        if other != value and cell.shape(other) == shape:
            yield other


def _explains(tried: Tried, change: Change, relative: float, *, backwards: bool) -> bool:
    case = tried.case
    whole = case.truth.equations if backwards else case.truth.written
    own = {e.target: e for e in change.cell.equations}
    try:
        changed = whole.with_equations(own[e.target] for e in whole.equations)
        cell = changed if backwards else case.truth.over(changed)
        given = case.truth.outputs(case.numbers, cell)
    except (CellError, KeyError, ValueError):
        return False  # a result is no longer worked out, or has another shape
    results = tried.reply.results or {}
    return all(compare(results.get(name), value, relative).right for name, value in given.items())


def _said(case: Case, change: Change, *, one_step: bool) -> str:
    """The change in words: as the sheet prints formulas, but the function's own names in them."""
    places = [p for p in (*case.given, *case.function.outputs) if p.is_array and one_step]
    own = {_symbol(place.symbol): Symbol(place.name) for place in places}
    shapes = dict(change.cell.shapes)

    def named(node: Expression) -> Expression:
        if not isinstance(node, Symbol):
            return node
        bare = Symbol(node.name) if one_step and isinstance(node.step, int) else node
        name = own.get(node.at(1), bare)
        shapes[name.name] = change.cell.shape(node)
        return name

    def shown(expression: Expression) -> str:
        named_so = rewrite(expression, named)
        return typeset(named_so, TEXT, shapes=shapes)

    where = shown(change.target)
    less = _left_out(change)
    if less is not None:
        return sentences.one_place_left_out(shown(less), where)
    return sentences.one_place_changed(shown(change.now), shown(change.was), where)


def _left_out(change: Change) -> Expression | None:
    """The term or factor that is less, where it stands nowhere else in the equation."""
    match change.was:
        case Binary("+" | "*", left, right) if change.now in (left, right):
            less = right if change.now == left else left
        case Binary("-", left, less) if change.now == left:
            pass
        case _:
            return None
    return less if [*walk(change.whole)].count(less) == 1 else None


def _symbol(name: str) -> Symbol:
    base, _, rest = name.partition("[")
    return Symbol(base, int(rest[:-1]) if rest else None)
