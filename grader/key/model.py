"""The key of an answer: what is right for it, and where that comes from."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from grader.assignment.model import Alternative, Tolerance
from grader.outcome.errors import Faulty
from grader.words.sentences import keys as sentences
from reference.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from grader.key.target import Target
    from reference import Cell, Interval, Pins, Symbol

# What the computer's own rounding may have moved, as for intervals of arrays.
_SLACK, _MOST, _PART, _NOISE, _EPSILON = 1e-9, 1e-6, 1e-3, 1e-13, 4 * 2.0**-52


@dataclass(frozen=True)
class Bounds:
    """Accepted values as plain numbers, row by row: they need neither arrays nor equations."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    def holds(self, values: Sequence[float]) -> bool:
        """Whether every entry is accepted; NaN and infinity never are."""
        return len(values) == len(self.low) and all(
            math.isfinite(v) and low <= v + slack and v - slack <= high
            for v, low, high in zip(values, self.low, self.high, strict=True)
            for slack in (_slack(v, max(abs(low), abs(high))),)
        )


def _slack(value: float, size: float) -> float:
    slack = min(_SLACK * max(1.0, abs(value)), _MOST, _PART * size + _NOISE)
    return slack + _EPSILON * abs(value)


@dataclass(frozen=True)
class EquationKey:
    """The equation that is asked for: that of `quantity` in a cell, near the given numbers.

    One that the file writes itself is `unnamed`: its quantity is ours, and no student knows it.
    """

    cell: Cell
    quantity: Symbol
    numbers: Mapping[str, NDArray[np.float64]]
    unnamed: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a key comes from: expressions over solved systems, or an equation.

    There is one target for numbers, one a step for a sequence, none for typed words.
    """

    targets: tuple[Target, ...] = ()
    equation: EquationKey | None = None


@dataclass(frozen=True)
class Key:
    """What is right for one answer under one reading.

    `value` is plain data, as a submission would give it, and `bounds` what counts as right by the
    answer's own tolerance, where that is known already; `addends` are the numbers of which a sum
    consists, and `sizes` those that may stand in its products.  The origin is worked out when
    somebody asks for it: a right answer needs no mathematics.
    """

    kind: str
    value: object
    alternatives: tuple[tuple[Alternative, Key], ...] = ()
    system: str | None = None
    bounds: Bounds | None = None
    addends: tuple[int, ...] = ()
    sizes: tuple[int, ...] = ()
    origin_of: Callable[[], Origin] = field(default=Origin, compare=False, repr=False)

    @cached_property
    def origin(self) -> Origin:
        """The expressions behind the value."""
        return self.origin_of()

    @property
    def targets(self) -> tuple[Target, ...]:
        """The expressions that the value comes from."""
        return self.origin.targets

    @property
    def target(self) -> Target:
        """The one expression behind a numeric value."""
        return self.targets[0]

    @property
    def equation(self) -> EquationKey | None:
        """The equation behind the value."""
        return self.origin.equation

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of a numeric value."""
        sizes, inner = [], self.value
        while isinstance(inner, list):
            sizes.append(len(inner))
            inner = inner[0]
        return tuple(sizes)

    def accepted(self, tolerance: Tolerance, given: Pins | None = None) -> Interval:
        """The numbers that count as right; raise Faulty where the key itself gives them no bounds."""
        if given:
            return self.target.accepted(tolerance, given)
        from grader.key.counting import counting  # brings the mathematics

        return counting(self.target, tolerance)

    def own_interval(self, tolerance: Tolerance) -> Interval:
        """The numbers that count as right by the answer's own tolerance, from before if they are known."""
        if self.bounds is None or len(self.bounds.low) != math.prod(self.shape):
            return self.accepted(tolerance)
        import numpy as np  # right answers do without

        from reference import Interval  # as above

        low, high = (np.reshape(end, self.shape) for end in (self.bounds.low, self.bounds.high))
        return Interval(low, high)

    def labels_given(
        self, labels: tuple[str, ...], given: Mapping[str, NDArray[np.float64]]
    ) -> list[str]:
        """The words that follow when some quantities are taken as given."""
        return [label_of(target.value_given(given), labels) for target in self.targets]


def made_key(
    kind: str, value: object, targets: tuple[Target, ...], system: str | None = None
) -> Key:
    """The key of a value that has just been worked out."""
    return Key(kind, value, system=system, origin_of=lambda: Origin(targets))


TRUTH = ("false", "true")  # the words of a comparison, in the order of its values 1 and 2


def label_of(value: NDArray[np.float64], labels: tuple[str, ...]) -> str:
    """The word that an index from 1 stands for."""
    if value.shape or not math.isfinite(value):
        raise Faulty(sentences.no_index(value.tolist(), len(labels)))
    index = round(float(value))
    if not labels:
        return str(index)
    if index > len(labels):
        raise Faulty(sentences.too_few_labels(index, labels), remedy=sentences.give_every_label())
    if index < 1:
        raise Faulty(sentences.no_index(value, len(labels)))
    return labels[index - 1]
