"""How much was still to be worked out from what a student wrote before.

Follow-through pays for the work between a wrong number and the next one.  There is none to pay for
where the number leaves nothing to work out:

- it is 0 at the decimals of the sheet where the key's is not, or a whole number that its function
  cannot give (5 from a sigmoid);
- it is so large that nothing else counts beside it;
- it does not move the result by half a unit of the last place, and the result is 0, a limit or a
  copy: the unit is dead, saturated or tiny;
- it is written once more, although working on would have changed it a little;
- the result is a limit that only rounding on the way may have reached;
- the same result was written for the same number of another step, which is paid once.

None of these is held against a number that came about by work: one that itself follows from what
was written before.  All but the first two may befall an honest slip as well; there the student gets the
point, unless a whole chain hangs on such numbers that begins with none that is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from grader.assignment.model import Tolerance
from grader.grading.follow import Carried, OwnValue, carried_into, goes_into
from grader.key.target import Target
from grader.words.sentences import mistakes as sentences
from reference import CellError, Symbol, ranges
from reference.language.expression import Call
from reference.language.functions import Array
from reference.records import dataclass, field, replace

_NUDGE = 1e-4  # a part of a number: small enough for a slope
_EXACT = 1e-6  # the unit where nothing is rounded
_RESOLVED = 100  # a unit must be so many times what a float of that size can tell apart
_DECIMAL_SLIPS = (-1.0, 10.0, 0.1, 100.0, 0.01)


@dataclass(frozen=True)
class Trivial:
    """Why nothing was left to work out; `doubtful` where an honest slip may have done it."""

    message: str
    doubtful: bool = False


@dataclass(frozen=True)
class Worth:
    """What the numbers of one student left to work out."""

    steps: Sequence[OwnValue]
    _worked: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def trivial(
        self,
        targets: Sequence[Target],
        tolerance: Tolerance,
        carried: Carried,
        typed: Array | None = None,
    ) -> Trivial | None:
        """Whether what was carried left nothing to work out, and why; labels have no `typed`."""
        for target in targets:
            blamed = self._to_blame(target, carried)
            if blamed is not None:
                return Trivial(blamed)
        if typed is None:
            return None  # a label has no slope
        left = any(self._is_left(target, tolerance, carried) for target in targets)
        if not left and _says_nothing(typed, tolerance, carried):
            names = [step.answer for step in carried.first]
            half = 0.5 * unit_of(tolerance, np.zeros(()))
            return Trivial(
                sentences.carried_dead(names), doubtful=bool(np.any(np.abs(typed) >= half))
            )
        if _is_a_limit(typed, tolerance) and not self._rounds_to(
            typed, targets, tolerance, carried
        ):
            names = [step.answer for step in carried.first]
            return Trivial(sentences.carried_limit(names), doubtful=True)
        repeated = [s.answer for t in targets for s in self._repeated(t, carried, typed)]
        if repeated:
            return Trivial(sentences.carried_same(repeated), doubtful=True)
        again = [s.answer for t in targets for s in self._worked_before(t, carried, typed)]
        return Trivial(sentences.carried_again(again)) if again else None

    def _rounds_to(
        self, typed: Array, targets: Sequence[Target], tolerance: Tolerance, carried: Carried
    ) -> bool:
        """Whether a result is what the very numbers give that were written, or they came by work."""
        if any(self._came_by_work(s) for t in targets for s in _nearest(t, carried)):
            return True
        half = 0.5 * unit_of(tolerance, np.zeros(())) * (1 + _EXACT)
        values = (target.value_given(carried.values) for target in targets)
        return any(
            v.shape == typed.shape and bool(np.all(np.abs(v - typed) <= half)) for v in values
        )

    def _worked_before(self, target: Target, carried: Carried, typed: Array) -> list[OwnValue]:
        """The same quantity of an earlier step, for which the very same numbers were worked out."""
        nearest = _nearest(target, carried)
        if not nearest or any(map(self._came_by_work, nearest)):
            return []
        value = target.value_given(carried.values)
        return [
            other
            for other in self.steps
            if _is_earlier(other.target, target)
            and np.array_equal(other.numbers.array, typed)
            and np.allclose(self._value_of(other), value, rtol=1e-9, atol=1e-12)
        ]

    def _value_of(self, step: OwnValue) -> Array:
        """What comes of the numbers that were written before a step."""
        others = [s for s in self.steps if s is not step]
        return np.asarray(step.target.value_given(carried_into([step.target], others).values))

    def _repeated(self, target: Target, carried: Carried, typed: Array) -> list[OwnValue]:
        """Numbers that were written once more, where working on would hardly have changed them."""
        value = target.value_given(carried.values)
        return [
            step
            for step in _nearest(target, carried)
            if np.array_equal(typed, step.numbers.array)
            and not np.allclose(
                value, typed, rtol=1e-9, atol=1e-12
            )  # a copy is its equation's work
            and not self._came_by_work(step)
            and not self._begins_right(step)
        ]

    def _begins_right(self, step: OwnValue) -> bool:
        """Whether the numbers of one quantity that lead to a step begin with a right one, two steps before."""
        chain = [s for s in self.steps if s is not step and _is_earlier(s.target, step.target)]
        before = carried_into([step.target], chain)
        return any(s.departs for s in before.steps) and any(
            not s.departs and np.any(s.numbers.array) for s in before.steps
        )

    def _to_blame(self, target: Target, carried: Carried) -> str | None:
        for step in _nearest(target, carried):
            if self._came_by_work(step):
                continue
            if _is_zero(step):
                return sentences.carried_zero([step.answer])
            if _is_impossible(step) and not _leaves_function_out(step, carried):
                return sentences.carried_impossible(step.answer)
            if _drowns(step):
                return sentences.carried_huge(step.answer)
        return None

    def _is_left(self, target: Target, tolerance: Tolerance, carried: Carried) -> bool:
        """Whether a number that was carried moves the result, or came about by work."""
        return any(
            self._came_by_work(step) or _moves(target, step, tolerance, carried)
            for step in _nearest(target, carried)
        )

    def _came_by_work(self, step: OwnValue) -> bool:
        """Whether a wrong number itself follows from wrong numbers that were written before."""
        if step.answer not in self._worked:
            self._worked[step.answer] = False  # nothing goes into itself
            self._worked[step.answer] = self._follows(step)
        return self._worked[step.answer]

    def _follows(self, step: OwnValue) -> bool:
        before = carried_into([step.target], [s for s in self.steps if s is not step])
        if not before.departing:
            return False
        try:
            accepted = step.target.accepted(step.tolerance, before.pins)
        except CellError:
            return False
        follows = bool(accepted.holds(step.numbers.array).all())
        typed = step.numbers.array
        return follows and self.trivial([step.target], step.tolerance, before, typed) is None


def _is_earlier(one: Target, other: Target) -> bool:
    """Whether a target is the same quantity of an earlier step."""
    match one.expression, other.expression:
        case Symbol(name, int(step)), Symbol(same, int(later)):
            return name == same and step < later and one.system_name == other.system_name
    return False


def chosen_from_nothing(targets: Iterable[Target], carried: Carried) -> bool:
    """Whether there was nothing to choose: no vector of scores has entries that all differ."""
    scores = [
        step
        for step in carried.departing
        if any(goes_into(step.target, target) for target in targets) and step.numbers.shape
    ]
    return bool(scores) and all(_has_equals(step.numbers.array) for step in scores)


def _has_equals(array: Array) -> bool:
    return len({*array.ravel().tolist()}) < array.size


def _nearest(target: Target, carried: Carried) -> list[OwnValue]:
    """The wrong numbers that reach a value by no other number that was written down."""
    return [step for step in carried.departing if target.rests_on(step.name, carried.pins)]


def _is_zero(step: OwnValue) -> bool:
    """A scalar or whole vector is 0 at the decimals of the sheet where the key's is not."""
    half = 0.5 * unit_of(step.tolerance, np.zeros(()))
    typed, right = np.abs(step.numbers.array), np.abs(step.target.value)
    return bool(np.all(typed < half) and np.any(right >= half))


def _is_impossible(step: OwnValue) -> bool:
    """A whole number that no working of its equation gives, and no slip of the pen makes of it.

    Somebody who works and slips hands in 1.43 or 6.388 for a sigmoid, and not 5.
    """
    symbol = step.target.expression
    found = ranges(step.target.system.written).get(getattr(symbol, "name", ""))
    if found is None:
        return False
    typed, right = step.numbers.array, np.asarray(step.target.value)
    outside = (typed < found.low) | (typed > found.high)
    if not outside.any() or np.any((right < found.low) | (right > found.high)):
        return False
    whole = typed == np.round(typed)
    slack = unit_of(step.tolerance, right)
    slipped = [np.abs(typed - by * right) <= slack * max(1.0, abs(by)) for by in _DECIMAL_SLIPS]
    return bool(np.any(outside & whole & ~np.any(slipped, axis=0)))


def _leaves_function_out(step: OwnValue, carried: Carried) -> bool:
    """Whether a number is what its equation has before the last function: -9 where relu makes 0 of it.

    To forget that function is the most usual slip of all, and nobody types such a number without work.
    """
    target = step.target
    equations = target.system.cell.by_target
    match equations.get(target.expression) if isinstance(target.expression, Symbol) else None:
        case Call(_, (argument,)):
            before = {name: value for name, value in carried.values.items() if name != step.name}
            inner = replace(target, expression=argument)
            slack = unit_of(step.tolerance, np.asarray(target.value))
            reached = (inner.value_given(given) for given in ({}, before))
            return any(bool(np.all(np.abs(step.numbers.array - z) <= slack)) for z in reached)
    return False


def _drowns(step: OwnValue) -> bool:
    """Whether a number is so large that nothing that is added to it can be told."""
    largest = float(np.max(np.abs(step.numbers.array), initial=0.0))
    unit = float(np.min(unit_of(step.tolerance, np.zeros(()))))
    return _RESOLVED * math.ulp(largest) > unit


def _says_nothing(typed: Array, tolerance: Tolerance, carried: Carried) -> bool:
    """Whether a result could be had without any work: 0, a limit, or what was written before."""
    if _is_a_limit(typed, tolerance):
        return True
    return any(np.array_equal(typed, step.numbers.array) for step in carried.steps)


def _is_a_limit(typed: Array, tolerance: Tolerance) -> bool:
    """Whether all entries are 0, 1 or -1, as far as the sheet asks."""
    unit = unit_of(tolerance, np.zeros(()))
    at_limits = np.any([np.abs(typed - limit) <= unit for limit in (-1.0, 0.0, 1.0)], axis=0)
    return bool(at_limits.all())


def _moves(target: Target, step: OwnValue, tolerance: Tolerance, carried: Carried) -> bool:
    """Whether the slope times a carried number comes to half a unit of the last place."""
    values = carried.values
    base = values[step.name]
    with np.errstate(all="ignore"):
        unit = unit_of(tolerance, target.value_given(values))
        for place in np.ndindex(base.shape) if base.shape else [()]:
            up, down = np.array(base), np.array(base)
            up[place] *= 1 + _NUDGE
            down[place] *= 1 - _NUDGE
            change = target.value_given({**values, step.name: up}) - target.value_given(
                {**values, step.name: down}
            )
            if np.any(np.abs(change) >= _NUDGE * unit * (1 - _NUDGE)):
                return True
    return False


def unit_of(tolerance: Tolerance, value: Array) -> Array:
    """A unit in the last place that an answer asks for."""
    if tolerance.decimals is not None:
        return np.asarray(10.0**-tolerance.decimals)
    if tolerance.exact:
        return np.asarray(_EXACT)
    size = np.abs(value)
    if tolerance.significant is not None:
        with np.errstate(divide="ignore"):
            place = np.floor(np.log10(size)) - tolerance.significant + 1
        return np.asarray(np.where(size == 0, _EXACT, 10.0**place))
    reach = (tolerance.absolute or 0.0) + (tolerance.relative or 0.0) * size
    return np.asarray(np.maximum(reach, _EXACT))
