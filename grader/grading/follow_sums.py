"""A total goes on from its parts: what an answer has in the key, it has in a student's own numbers, too.

Exams ask for the contribution of each step and for their sum, for two parts of a gradient and for
the whole, for a loss a step and for the mean.  No equation of the cell leads from the parts to the
total, yet the total is their sum whatever the numbers are.  That is looked for in the key alone:
a sum that also holds when all numbers of the system are others is no chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from zlib import crc32

import numpy as np

from grader.assignment.model import Answer
from grader.checkers.numbers import Compared
from grader.grading.follow import OwnValue
from grader.key.target import Target
from grader.outcome.errors import GraderError
from grader.outcome.finding import Finding, Verdict
from grader.words.sentences import mistakes as sentences
from reference import CellError, Interval, bind, parse_cell, parse_expression
from reference.language.functions import Array
from reference.records import dataclass, replace

_MOST = 8  # answers among which parts are looked for, the nearest before the total
_OTHERS = 2  # times that all numbers are changed
_CHANGE = 0.25  # by up to so much of themselves
_EQUAL = 1e-9


@dataclass(frozen=True)
class Sum:
    """Which answers, each taken whole or with its entries added up, come to another; `mean` divides."""

    parts: tuple[int, ...]
    added_up: bool
    mean: bool = False

    def total(self, values: Sequence[Array]) -> Array:
        """What numbers of these answers come to."""
        whole = sum(np.sum(value) if self.added_up else value for value in values)
        return np.asarray(whole / self.divisor(values))

    def divisor(self, values: Sequence[Array]) -> int:
        """How many summands there are, for a mean."""
        if not self.mean:
            return 1
        return sum(value.size for value in values) if self.added_up else len(values)


def sums_of(target: Target, others: Sequence[Target]) -> tuple[Sum, ...]:
    """Every way in which a value is the sum, or the mean, of others whatever the numbers are."""
    first = max(0, len(others) - _MOST)
    known = {k: other.value for k, other in enumerate(others) if k >= first}
    ways = list(_sums(target.value, known))
    if not ways:
        return ()
    wanted = under_other_numbers(target)
    whole = {k: under_other_numbers(others[k]) for way in ways for k in way.parts}
    return tuple(
        way
        for way in ways
        if wanted
        and all(whole[k] for k in way.parts)
        and all(
            _are_equal(value, way.total([whole[k][turn] for k in way.parts]))
            for turn, value in enumerate(wanted)
        )
    )


def follow_sum(
    answer: Answer, compared: Compared, ways: Sequence[Sum], own: Sequence[OwnValue | None]
) -> Finding | None:
    """What follow-through says of a wrong total that is the sum of the student's own parts."""
    for way in ways:
        parts = [one for k in way.parts if (one := own[k]) is not None]
        departing = [one for one in parts if one.departs]
        if len(parts) < len(way.parts) or not departing or not _takes_work(way, parts):
            continue
        accepted = _accepted(answer, way, parts)
        numbers = compared.numbers
        if accepted.low.shape == numbers.shape and accepted.holds(numbers.array).all():
            return Finding(
                Verdict.CARRIED,
                "number.carried",
                sentences.carried([one.answer for one in departing]),
                share=Fraction(1),
                remarks=numbers.remarks,
                followed=Fraction(1),
            )
    return None


def under_other_numbers(target: Target) -> list[Array]:
    """The values with other numbers in place of the key's; none where there are none with others."""
    if "other numbers" not in target.known:
        try:
            with np.errstate(all="ignore"):
                found = [_with_others(target, turn) for turn in range(_OTHERS)]
        except (CellError, GraderError, ArithmeticError, ValueError, IndexError):
            found = []  # a word's number cannot be 3.2
        target.known["other numbers"] = found
    values: list[Array] = target.known["other numbers"]
    return values


def _with_others(target: Target, turn: int) -> Array:
    def changed(name: str, array: Array) -> Array:
        random = np.random.default_rng([turn, crc32(name.encode())])
        return np.asarray(array * (1 + _CHANGE * random.random(np.shape(array))) + 1e-3)

    system = target.system
    inputs = {name: changed(name, array) for name, array in system.inputs.items()}
    return replace(target, system=replace(system, inputs=inputs)).value_given({})


def _sums(wanted: Array, known: Mapping[int, Array]) -> Iterator[Sum]:
    alike = [k for k, value in known.items() if value.shape == wanted.shape]
    lists = [k for k, value in known.items() if value.ndim and not wanted.ndim]
    for added_up, parts in ((False, alike), (True, lists)):
        for size in range(1 if added_up else 2, len(parts) + 1):
            for some in combinations(parts, size):
                values = [known[k] for k in some]
                for mean in (False, True):
                    way = Sum(some, added_up, mean)
                    if _are_equal(wanted, way.total(values)):
                        yield way


def _are_equal(one: Array, other: Array) -> bool:
    return bool((np.abs(one - other) <= _EQUAL * (1 + np.abs(one))).all())


def _takes_work(way: Sum, parts: Sequence[OwnValue]) -> bool:
    """Whether there is something to add: two numbers that are not 0, and for a mean not one alone."""
    summands = np.concatenate([np.ravel(one.numbers.array) for one in parts])
    enough = int(np.count_nonzero(summands)) > 1
    return enough and not (way.mean and np.ptp(summands) == 0)


def _accepted(answer: Answer, way: Sum, parts: Sequence[OwnValue]) -> Interval:
    """The numbers that follow from the student's own, rounded as the answer asks."""
    shapes = [one.numbers.shape for one in parts]
    sizes = [", ".join(f"n{k}_{axis}" for axis in range(len(s))) for k, s in enumerate(shapes)]
    lines = [f"q{k}: {size or 'scalar'}\np{k} = q{k}" for k, size in enumerate(sizes)]
    system = bind(
        parse_cell("\n".join(lines)),
        {f"q{k}": one.numbers.array for k, one in enumerate(parts)},
    )
    terms = [f"sum(p{k})" if way.added_up else f"p{k}" for k in range(len(parts))]
    divisor = way.divisor([one.numbers.array for one in parts])
    total = f"({' + '.join(terms)}) / {divisor}"
    pins = {f"p{k}": one.interval for k, one in enumerate(parts)}
    return Target("", system, parse_expression(total)).accepted(answer.tolerance, pins)
