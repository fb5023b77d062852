"""What follows from a student's own counts: two layers together, each as it was counted, and their megabytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from grader.assignment.model import Answer, Plain
from grader.checkers import whole
from grader.checkers.numbers import Compared
from grader.key.expected import Expected
from grader.key.model import Key
from grader.outcome.errors import Faulty
from grader.outcome.finding import Finding, Unreadable, Verdict
from grader.outcome.typed import Typed
from grader.reading import Count, read_count, read_expression
from grader.words.sentences import mistakes as sentences
from reference import (
    CellError,
    Expression,
    Interval,
    Symbol,
    parse_expression,
    symbols,
    write,
)
from reference.language.expression import Binary, Call, Negate, Number, rewrite, walk

_Part: TypeAlias = tuple[Expression, bool]
_Operators: TypeAlias = tuple[Literal["+", "*"], Literal["-", "/"]]
_PAIRS: tuple[_Operators, ...] = (("+", "-"), ("*", "/"))  # each with its inverse
_NOTHING = 1  # up to it, a count leaves nothing to work out where it is added or multiplied


class OwnCount(NamedTuple):
    """A count as a student wrote it: whose it is, what the sheet asks there, and what was written."""

    answer: str
    asked: Expression
    system: str | None
    written: Count
    departs: bool


def own_counts(
    counted: Iterable[tuple[Answer, Plain, str | None, Typed, Finding]],
) -> Iterator[OwnCount]:
    """The counts that were written down and can be read."""
    for answer, value, system, typed, judged in counted:
        asked, found = _asked(value, system), read_count(typed)
        if asked is not None and isinstance(found, Count):
            yield OwnCount(answer.name, asked, system, found, judged.verdict is not Verdict.RIGHT)


def follow_count(answer: str, own: Sequence[OwnCount], expected: Expected) -> Finding | None:
    """What follow-through says of a wrong count; None where it does not follow from others."""
    own = [count._replace(asked=_by_first_alike(count.asked, expected)) for count in own]
    one = next((count for count in own if count.answer == answer), None)
    if one is None:
        return None
    into, departing = _gone_on(one.asked, one.system, own)
    if not departing:
        return None
    try:
        if expected.whole_number(write(into), one.system) != one.written.value:
            return None
    except (CellError, Faulty):  # a quotient of one's own may be no whole number
        return None
    return _carried("count.carried", departing, one.written.remarks)


def follow_from_counts(
    asked_by: tuple[Answer, Plain, str | None],
    compared: Compared,
    own: Sequence[OwnCount],
    expected: Expected,
) -> Finding | None:
    """The same for a number that is worked out from counts, such as megabytes from parameters."""
    answer, value, system = asked_by
    asked = _asked(value, system)
    if asked is None:
        return None
    own = [count._replace(asked=_by_first_alike(count.asked, expected)) for count in own]
    into, departing = _gone_on(_by_first_alike(asked, expected), system, own)
    if not departing:
        return None
    try:
        named = system if symbols(into) else None  # sizes alone have no values
        interval = expected.target(write(into), named).accepted(answer.tolerance)
    except (CellError, Faulty):
        return None
    if interval.low.shape != compared.numbers.shape or not _all_in(interval, compared):
        return None
    return _carried("number.carried", departing, compared.numbers.remarks)


def follow_working(
    typed: Typed, key: Key, own: Sequence[OwnCount], expected: Expected
) -> Finding | None:
    """The same for a working: it is right when a right count stands for every own one in it."""
    meant: dict[Fraction, Fraction] = {}
    departing = [one for one in own if one.departs and one.written.value > _NOTHING]
    for one in departing:
        right = expected.whole_number(write(one.asked), one.system)
        if right != key.value:  # the result itself is no part of its working
            meant[Fraction(one.written.value)] = Fraction(right)
    as_written = read_expression(typed)
    found = read_expression(typed, stands_for=meant)
    if isinstance(as_written, Unreadable) or isinstance(found, Unreadable):
        return None
    if found.value != key.value or as_written.value == found.value:
        return None
    if as_written.names_its_result or whole.unexplained(found, key):
        return None
    used = [one for one in departing if _is_used(typed, Fraction(one.written.value), meant)]
    return _carried("expression.carried", used, as_written.remarks) if used else None


def _is_used(typed: Typed, own: Fraction, meant: Mapping[Fraction, Fraction]) -> bool:
    alone = read_expression(typed, stands_for={own: meant[own]} if own in meant else {})
    plain = read_expression(typed)
    return getattr(alone, "value", None) != getattr(plain, "value", None)


def _all_in(interval: Interval, compared: Compared) -> bool:
    return bool(interval.holds(compared.numbers.array).all())


def _gone_on(
    asked: Expression, system: str | None, own: Sequence[OwnCount]
) -> tuple[Expression, list[OwnCount]]:
    """What is asked with a student's own counts in it, and those of them that are wrong; none if nothing follows."""
    into, used = asked, list[OwnCount]()
    for other in sorted(own, key=lambda count: -sum(1 for _ in walk(count.asked))):
        alike = other.system == system or _names_its_systems(other.asked)
        with_it = _with(into, other) if alike and other.asked != asked else into
        if with_it != into:
            into = with_it
            used.append(other)
    departing = [other for other in used if other.departs]
    if any(other.written.value <= _NOTHING for other in departing):
        return asked, []
    return into, departing


def _carried(note: str, departing: Sequence[OwnCount], remarks: tuple[str, ...]) -> Finding:
    return Finding(
        Verdict.CARRIED,
        note,
        sentences.carried([other.answer for other in departing]),
        share=Fraction(1),
        remarks=remarks,
        followed=Fraction(1),
    )


def _with(expression: Expression, own: OwnCount) -> Expression:
    """An expression with an own count where what was counted stands: a part of it, or parts of a sum or product."""

    def change(node: Expression) -> Expression:
        if node == own.asked:
            return Number(own.written.value)
        for operators in _PAIRS:
            parts, whole_parts = _parts(own.asked, operators), _parts(node, operators)
            if len(parts) > 1 and not Counter(parts) - Counter(whole_parts):
                rest = (Counter(whole_parts) - Counter(parts)).elements()
                return _joined(Number(own.written.value), rest, operators)
        return node

    return rewrite(expression, change)


def _parts(
    expression: Expression, operators: _Operators, *, inverse: bool = False
) -> tuple[_Part, ...]:
    """The terms of a sum or the factors of a product, each with whether it is taken away or divided by."""
    match expression:
        case Binary(sign, left, right) if sign in operators:
            turned = inverse != (sign == operators[1])
            first = _parts(left, operators, inverse=inverse)
            return (*first, *_parts(right, operators, inverse=turned))
        case Negate(operand) if "-" in operators:
            return _parts(operand, operators, inverse=not inverse)
        case _:
            return ((expression, inverse),)


def _joined(first: Expression, rest: Iterable[_Part], operators: _Operators) -> Expression:
    for part, inverse in rest:
        first = Binary(operators[inverse], first, part)
    return first


def _names_its_systems(expression: Expression) -> bool:
    """Whether nothing but `parameters(NAME)` and numbers is in it, so that it is the same everywhere."""
    return not symbols(rewrite(expression, lambda node: Number(1) if _is_count(node) else node))


def _by_first_alike(expression: Expression, expected: Expected) -> Expression:
    """A count with one name for all systems of one cell and size: who counts one has counted each."""

    def change(node: Expression) -> Expression:
        match node:
            case Call("parameters", (Symbol(name),)) if name in expected.assignment.systems:
                written, systems = expected.model(name).written, expected.assignment.systems
                alike = (other for other in systems if expected.model(other).written == written)
                return Call("parameters", (Symbol(next(alike)),))
            case _:
                return node

    return rewrite(expression, change)


def _is_count(node: Expression) -> bool:
    return isinstance(node, Call) and node.function == "parameters"


def _asked(value: Plain, system: str | None) -> Expression | None:
    """What is counted; a count without a value is that of its system's parameters."""
    if value is None and system is not None:
        return Call("parameters", (Symbol(system),))
    try:
        return parse_expression(str(value))
    except CellError:
        return None
