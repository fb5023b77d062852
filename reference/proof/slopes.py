"""The enclosure of a number: how far all errors on its way can move it together.

By the mean value theorem a number differs from the one that is worked out without an error by the
sum of all errors, each times a slope somewhere in between.  So an error that comes in twice with
different signs is not counted twice, which going on from bounds to bounds would do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from reference.proof import outward
from reference.proof.outward import ONE, UNIT, ZERO, Ends
from reference.proof.room import Leaf, Moved, Rule, moved, rounded
from reference.proof.straight_line import OPERATIONS, Step, rule_of

Slopes: TypeAlias = Sequence[Ends] | None  # None where a number jumps

_CHAIN = 3  # a term, the sum it stands in, and the answer are rounded one after another
_SUMS = ("add", "subtract", "negate")


class Enclosures:
    """Between what the numbers of a straight line lie; what serves several of them is worked out once."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps
        self._found: dict[int, Ends] = {}
        self._slopes: dict[int, Slopes] = {}

    def of(self, register: int) -> Ends:
        """Between what a number lies, whatever is rounded on the way.

        All errors together bound it; so does what its last operation makes of the bounds of what it
        takes, where that is a single number.
        """
        if register not in self._found:
            step = self._steps[register]
            low, high = self._together(register)
            if len(step.takes) == 1:
                inner = _after(step, self.of(step.takes[0]))
                low, high = max(low, inner[0]), min(high, inner[1])
            self._found[register] = low, high
        return self._found[register]

    def _together(self, register: int) -> Ends:
        """How far all errors on the way can move a number."""
        steps = self._steps
        bounds = steps[register].bounds
        uses = _uses(steps, register)
        backward: dict[int, Ends] = {register: ONE}
        low, high = steps[register].exact
        for at in sorted(uses, reverse=True):
            if (slope := backward.pop(at, None)) is None:
                continue
            step = steps[at]
            error = step.error
            if error is not None:
                if step.name == "round":
                    error = _beside_its_terms(steps, step, uses)
                effect = outward.times(slope, (error.below, error.above))
                low, high = low + effect[0], high + effect[1]
            if not step.takes or slope == ZERO:
                continue
            slopes = self._slopes_at(at)
            if slopes is None:
                return bounds
            for k, own in zip(step.takes, slopes, strict=True):
                if own != ZERO:
                    more = slope if own is ONE else outward.times(slope, own)
                    backward[k] = outward.plus(backward[k], more) if k in backward else more
        return max(bounds[0], low), min(bounds[1], high)

    def _slopes_at(self, at: int) -> Slopes:
        if at not in self._slopes:
            step = self._steps[at]
            self._slopes[at] = SLOPES[step.name](step, [self._steps[k].wide for k in step.takes])
        return self._slopes[at]


def _after(step: Step, before: Ends) -> Ends:
    """What an operation makes of bounds; roundings only rise, so the ends decide."""
    if step.name == "round":
        places = step.extra[2]
        return rounded(before, rule_of(step.extra), int(places))
    if step.name == "near":
        far = outward.of(Fraction(str(step.extra[0])))[1]
        return before[0] - far, before[1] + far
    if step.name == "slip":
        return step.bounds
    return OPERATIONS[step.name]([before], step.extra)


def _uses(steps: Sequence[Step], register: int) -> dict[int, int]:
    """How often each step is used on the way to a number."""
    found, waiting = {register: 1}, [register]
    while waiting:
        for k in steps[waiting.pop()].takes:
            if k not in found:
                found[k] = 0
                waiting.append(k)
            found[k] += 1
    return found


def _beside_its_terms(steps: Sequence[Step], step: Step, uses: Mapping[int, int]) -> Moved:
    """The error of a rounded sum whose terms were rounded, too, and are used for nothing else."""
    error, rule = step.error, rule_of(step.extra)
    assert error is not None  # noqa: S101 - rounding moves
    leaves = _leaves(steps, step, uses) if rule.decimals is not None else None
    if leaves is None:
        return error
    return moved(steps[step.takes[0]].bounds, rule, int(step.extra[2]), leaves)


def _leaves(steps: Sequence[Step], step: Step, uses: Mapping[int, int]) -> tuple[Leaf, ...] | None:
    kind, digits, _, cuts = step.extra
    rule = rule_of(step.extra)
    found: list[Leaf] = []
    waiting = [(step.takes[0], 1)]
    while waiting:
        at, sign = waiting.pop()
        inner = steps[at]
        if not inner.error and inner.bounds[0] == inner.bounds[1]:
            if not moved(inner.bounds, rule, 1).none:
                return None
        elif uses[at] > 1:
            return None
        elif inner.name in _SUMS:
            turned = inner.name in ("subtract", "negate")
            signs = [sign] * len(inner.takes)
            signs[-1] = -sign if turned else sign
            waiting.extend(zip(inner.takes, signs, strict=True))
        elif inner.name == "round" and inner.extra == (kind, digits, 1, cuts):
            found.append(_leaf(steps, inner, rule, sign))
        else:
            return None
    return tuple(found)


def _leaf(steps: Sequence[Step], step: Step, rule: Rule, sign: int) -> Leaf:
    here = step.error
    assert here is not None  # noqa: S101 - as above: it was rounded once
    further = moved(steps[step.takes[0]].bounds, rule, _CHAIN)
    return Leaf(here, further) if sign > 0 else Leaf(_turned(here), _turned(further))


def _turned(move: Moved) -> Moved:
    return Moved(-move.above, -move.below)


# -- slopes of single operations --------------------------------------------------------------


def _quotient(_: Step, a: Sequence[Ends]) -> Slopes:
    inverse = outward.over(ONE, a[1])
    second = outward.times(outward.over(a[0], a[1]), inverse)
    return inverse, (-second[1], -second[0])


def _of_root(step: Step, _: Sequence[Ends]) -> Slopes:
    if step.plain[0] <= 0:
        return None
    return (outward.over(ONE, (2 * step.plain[0], 2 * step.plain[1])),)


def _larger(_: Step, a: Sequence[Ends]) -> Slopes:
    if a[0][0] >= a[1][1]:
        return ONE, ZERO
    return (ZERO, ONE) if a[1][0] >= a[0][1] else ((0, UNIT), (0, UNIT))


def _chosen(_: Step, a: Sequence[Ends]) -> Slopes:
    if a[0][0] > 0:
        return ZERO, ONE, ZERO
    return (ZERO, ZERO, ONE) if a[0][1] <= 0 else None


def _jumps(step: Step, a: Sequence[Ends]) -> Slopes:
    return [ZERO] * len(a) if step.plain[0] == step.plain[1] else None


def _as_it_is(_: Step, __: Sequence[Ends]) -> Slopes:
    return (ONE,)


SLOPES: Mapping[str, Callable[[Step, Sequence[Ends]], Slopes]] = {
    "add": lambda _, __: (ONE, ONE),
    "subtract": lambda _, __: (ONE, (-UNIT, -UNIT)),
    "negate": lambda _, __: ((-UNIT, -UNIT),),
    "multiply": lambda _, a: (a[1], a[0]),
    "divide": _quotient,
    "exp": lambda step, _: (step.plain,),
    "log": lambda _, a: (outward.over(ONE, a[0]),),
    "sqrt": _of_root,
    "max": _larger,
    "where": _chosen,
    "step": _jumps,
    "argmax": _jumps,
    "equals": _jumps,
    "cut": lambda _, __: None,
    "moved": lambda _, a: (ONE, *([ZERO] * (len(a) - 1))),
    "slip": lambda _, __: (ZERO,),
    "round": _as_it_is,
    "near": _as_it_is,
}
