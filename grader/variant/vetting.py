"""Which drawn numbers are good enough to be handed out.

A variant of a system is refused when

- a condition of `require` does not hold,
- something is not finite, or a unit saturates, dies, or stands on the kink of ReLU unasked,
- an answer is 0 or 1 where nobody asked for that,
- the two largest of some scores lie closer together than honest rounding can tell,
- there is much more or much less to work out than usual, or
- a usual mistake leads to answers that all count as right.

What a condition speaks of is asked for: `z[1] < 0` asks for a dead unit at step 1.  A mistake that
hardly any draw can show is not held against any of them; `grader lint` lists it.  All of it is
worked out for many variants in one pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property

import numpy as np

from grader.assignment.model import Tolerance
from grader.key.expected import Expected
from grader.key.target import Target
from grader.outcome.errors import Faulty
from grader.variant.mistakes import Mistakes
from grader.variant.operation_count import Counts, OperationCount
from grader.variant.solution import Flags, Given, Places, SolvableSystem, VariantBatch
from grader.words.sentences import draws as sentences
from reference import (
    LEVELS,
    CellError,
    Condition,
    Equation,
    Expression,
    Interval,
    Rounding,
    Symbol,
    Workings,
    evaluate_expression,
    parse_condition,
    shape_of,
    symbols,
    write,
)
from reference.language.expression import Call, children, walk
from reference.language.functions import Array
from reference.records import dataclass, replace

SLACK = 1e-9  # exact decimals meet bounds exactly; the last bit of a float must not decide
_USUAL_DECIMALS = 2  # where an answer does not say how it is rounded
_CHUNK = 2048  # variants at once: more would leave the processor's cache
FIT = -1
REASONS = ("saturated", "dead", "trivial", "tied", "work")  # besides the notes of mistakes

# What a function comes to in the end; a unit that has got there says nothing any more.
_LIMITS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}


@dataclass(frozen=True)
class Reason:
    """Why variants are refused: a word that `vetting: {allow: [...]}` takes, and a sentence."""

    note: str
    said: str


@dataclass(frozen=True)
class Habit:
    """What is usual in a system, found from a sample that everybody draws alike.

    `blind` are places in the list of mistakes that hardly a draw of the sample shows; `operation_count` is
    the usual number of operations.
    """

    blind: frozenset[int]
    operation_count: float


@dataclass(frozen=True)
class Verdicts:
    """What is found of many variants: the reason of each refusal, and the work there is."""

    reasons: tuple[Reason, ...]
    refusals: Places  # the place of a reason, or FIT
    operation_count: Counts

    @property
    def fit(self) -> Flags:
        """The variants that are good enough."""
        return np.asarray(self.refusals == FIT)

    @property
    def counted(self) -> Counter[Reason]:
        """How often each reason came first."""
        return Counter(self.reasons[k] for k in self.refusals.tolist() if k != FIT)


@dataclass(frozen=True)
class Demand:
    """A condition on one system, with the cell in which its symbols are known."""

    text: str
    condition: Condition
    left: Target
    right: Target

    def holds(self, lot: VariantBatch) -> Flags:
        """Whether it holds in every entry, variant by variant."""
        left, right = (self._side(target, lot) for target in (self.left, self.right))
        found = _RELATIONS[self.condition.relation](left - right)
        return np.asarray(found.reshape(lot.rows, -1).all(axis=1))

    @staticmethod
    def _side(target: Target, lot: VariantBatch) -> Array:
        known = lot.forward if target.of is None else lot.solved(target.system)
        value = np.asarray(evaluate_expression(target.expression, target.system.cell, known))
        rank = len(target.shape)
        return value if value.ndim > rank else np.broadcast_to(value, (lot.rows, *value.shape))


_RELATIONS: dict[str, Callable[[Array], Flags]] = {
    "<": lambda gap: gap < -SLACK,
    "<=": lambda gap: gap <= SLACK,
    ">": lambda gap: gap > SLACK,
    ">=": lambda gap: gap >= -SLACK,
    "==": lambda gap: np.abs(gap) <= SLACK,
    "!=": lambda gap: np.abs(gap) > SLACK,
}


def demand(expected: Expected, system: str, text: str) -> Demand | None:
    """A condition on a system; None where it speaks of symbols that the system does not have."""
    condition = parse_condition(text)
    try:
        sides = [expected.target(write(s), system) for s in (condition.left, condition.right)]
    except (Faulty, CellError):
        return None
    return Demand(text, condition, *sides)


@dataclass(frozen=True)
class Vetting:
    """The test that variants of one system are put to.

    Without a `habit` nothing is held against them that only a sample can tell.  A mistake has to show in
    every row of a Jacobian, or with `rows_together` in any.
    """

    bench: SolvableSystem
    demands: tuple[Demand, ...]
    allow: frozenset[str] = frozenset()
    band: Fraction = Fraction(1, 4)
    rows_together: bool = False
    habit: Habit | None = None

    @cached_property
    def mistakes(self) -> Mistakes:
        """The usual mistakes in this system."""
        return Mistakes(self.bench, rows_together=self.rows_together)

    @cached_property
    def operation_count(self) -> OperationCount:
        """The operations of this system."""
        return OperationCount(self.bench)

    @cached_property
    def asked_for(self) -> frozenset[Expression]:
        """What conditions speak of: symbols, and whole sides such as a gradient."""
        found: set[Expression] = set()
        for one in self.demands:
            for side in (one.condition.left, one.condition.right):
                found.update((side, *_spoken_of(side)))
        # whoever asks for a dead unit asks for the 0 that comes out of it
        found.update(
            equation.target
            for equation in self.bench.system.cell.equations
            if isinstance(equation.value, Call) and set(equation.value.arguments) <= found
        )
        return frozenset(found)

    def judge(self, given: Given, rows: int) -> Verdicts:
        """What is found of so many variants; the same numbers are looked at once."""
        first, same_as = different(given, rows)
        if len(first) == rows:
            return self._judged(given, rows)
        once = self._judged({s: values[first] for s, values in given.items()}, len(first))
        return replace(
            once,
            refusals=once.refusals[same_as],
            operation_count=once.operation_count[same_as],
        )

    def _judged(self, given: Given, rows: int) -> Verdicts:
        reasons: dict[Reason, int] = {}
        refusals = np.full(rows, FIT, dtype=np.int64)
        operation_count = np.zeros(rows, dtype=np.int64)
        for start in range(0, rows, _CHUNK):
            some = slice(start, min(start + _CHUNK, rows))
            part = {symbol: values[some] for symbol, values in given.items()}
            self._judge_some(part, refusals[some], operation_count[some], reasons)
        return Verdicts(tuple(reasons), refusals, operation_count)

    def _judge_some(
        self, given: Given, refusals: Places, operation_count: Counts, reasons: dict[Reason, int]
    ) -> None:
        """Fill in the verdicts on a few variants: what is cheap to see drops most of them."""
        places = np.arange(len(refusals))
        for steps in (self._cheap, self._dear):
            if not len(places):
                return
            lot = self.bench.lot({s: values[places] for s, values in given.items()}, len(places))
            found = np.full(len(places), FIT, dtype=np.int64)
            if steps == self._cheap:
                operation_count[:] = self.operation_count.counted(lot)
            for reason, refused in steps(lot, found):
                if refused.any():
                    number = reasons.setdefault(reason, len(reasons))
                    found[refused & (found == FIT)] = number
            refusals[places] = found
            places = places[found == FIT]

    def _cheap(self, lot: VariantBatch, _: Places) -> Iterator[tuple[Reason, Flags]]:
        for one in self.demands:
            yield Reason("require", f"{one.text} does not hold"), ~one.holds(lot)
        yield from self._infinite(lot)
        checks = {
            "saturated": self._saturated, "dead": self._dead,
            "trivial": self._trivial, "work": self._uneven,
        }  # fmt: skip
        for note, check in checks.items():
            if note not in self.allow:
                yield from check(lot)

    def _dear(self, lot: VariantBatch, found: Places) -> Iterator[tuple[Reason, Flags]]:
        if "tied" not in self.allow:
            yield from self._tied(lot)
        if self.habit is None:
            return
        for place, mistake in enumerate(self.mistakes.all):
            if place in self.habit.blind or mistake.note in self.allow:
                continue
            unseen = self.mistakes.unseen(mistake, lot, found == FIT)
            yield Reason(mistake.note, f"{mistake.what} would stay unseen"), unseen

    # -- the reasons ------------------------------------------------------------------------

    def _infinite(self, lot: VariantBatch) -> Iterator[tuple[Reason, Flags]]:
        for one, value in zip(self.bench.asked, lot.values, strict=True):
            wrong = np.any(~np.isfinite(value).reshape(lot.rows, -1), axis=1)
            yield Reason("infinite", f"{one.answer.name} is not finite"), wrong

    def _units(self, *names: str) -> Iterator[tuple[str, Call]]:
        """Every activation behind an answer, with the quantity it stands in."""
        for equation in self._behind:
            if str(equation.target) in self.bench.system.pins or equation.target in self.asked_for:
                continue
            for node in walk(equation.value):
                match node:
                    case Call(function, arguments) if function in names:
                        if not self.asked_for.intersection(arguments):
                            yield str(equation.target), node
                    case _:
                        pass

    @cached_property
    def _behind(self) -> tuple[Equation, ...]:
        """The equations of the cell that answers depend on, gradients too."""
        needed: set[Symbol] = set()
        for place, source in enumerate(self.bench.sources):
            wanted = [
                symbol
                for one, at in zip(self.bench.asked, self.bench.source_of, strict=True)
                if at == place
                for symbol in symbols(one.target.expression)
            ]
            needed.update(e.target for e in source.system.cell.needed(wanted).equations)
        # a slope needs the argument of an activation, and not what the activation makes of it
        return tuple(
            e
            for e in self.bench.system.cell.equations
            if e.target in needed or needed.issuperset(symbols(e.value))
        )

    def _saturated(self, lot: VariantBatch) -> Iterator[tuple[Reason, Flags]]:
        half = 0.5 * self._unit
        for name, call in self._units(*_LIMITS):
            value = self._entries(call, lot)
            low, high = _LIMITS[call.function]
            wrong = np.any((value < low + half) | (value > high - half), axis=1)
            yield Reason("saturated", f"{call.function} in {name} saturates"), wrong

    def _dead(self, lot: VariantBatch) -> Iterator[tuple[Reason, Flags]]:
        half = 0.5 * self._unit
        for name, call in self._units("relu"):
            value = self._entries(call.arguments[0], lot)
            dies = np.any(value < half, axis=1)
            yield Reason("dead", f"relu in {name} dies, or stands at 0"), dies

    def _trivial(self, lot: VariantBatch) -> Iterator[tuple[Reason, Flags]]:
        for one, value in zip(self.bench.asked, lot.values, strict=True):
            asked = one.target.asked
            if one.is_label or asked in self.asked_for or one.target.expression in self.asked_for:
                continue
            near_0, near_1 = self._near(one.answer.tolerance)
            size = np.abs(value).reshape(lot.rows, -1)
            wrong = np.any((size < near_0) | (np.abs(size - 1) < near_1), axis=1)
            an_entry = "an entry of " if np.ndim(value) > 1 else ""
            yield Reason("trivial", f"{an_entry}{one.answer.name} is 0 or 1"), wrong

    def _tied(self, lot: VariantBatch) -> Iterator[tuple[Reason, Flags]]:
        for one in self.bench.asked:
            for node in walk(one.target.expression):
                if isinstance(node, Call) and node.function == "argmax":
                    said = sentences.largest_too_close(write(node.arguments[0]))
                    yield Reason("tied", said), self._is_close(one.target, node.arguments[0], lot)

    def _is_close(self, target: Target, scores: Expression, lot: VariantBatch) -> Flags:
        """Whether honest rounding could take another entry for the largest."""
        pins = {name: Interval(array, array) for name, array in lot.pins.items()}
        levels = {one.answer.tolerance.level for one in self.bench.asked}
        widest = max(LEVELS, key=lambda level: (level in levels, LEVELS.index(level)))
        rounding = Rounding(self._coarsest, at=widest, as_drawn=True)
        workings = Workings(target.system.cell, lot.inputs, rounding, given=pins)
        try:
            found = workings.accepted(scores)
        except CellError as fault:
            raise Faulty(str(fault), system=target.system_name or None) from None
        low, high = (
            np.broadcast_to(end, (lot.rows, *end.shape[-1:])) for end in (found.low, found.high)
        )
        middle = low + high
        first = middle.argmax(axis=1)[:, np.newaxis]
        others = high.copy()
        np.put_along_axis(others, first, -np.inf, axis=1)
        return np.asarray(np.take_along_axis(low, first, axis=1)[:, 0] <= others.max(axis=1))

    def _uneven(self, lot: VariantBatch) -> Iterator[tuple[Reason, Flags]]:
        if self.habit is None:
            return
        usual, band = self.habit.operation_count, float(self.band)
        work = self.operation_count.counted(lot)
        yield (
            Reason("work", sentences.less_work()),
            work < usual * (1 - band) - SLACK,
        )
        yield (
            Reason("work", sentences.more_work()),
            work > usual * (1 + band) + SLACK,
        )

    # -- small things -----------------------------------------------------------------------

    def _entries(self, expression: Expression, lot: VariantBatch) -> Array:
        """The entries of an expression over the cell, one row a variant."""
        cell = self.bench.system.cell
        value = np.asarray(evaluate_expression(expression, cell, lot.forward))
        rank = len(shape_of(expression, cell.shapes))
        whole = value if value.ndim > rank else np.broadcast_to(value, (lot.rows, *value.shape))
        return whole.reshape(lot.rows, -1)

    @cached_property
    def _coarsest(self) -> int:
        said = [one.answer.tolerance.decimals for one in self.bench.asked]
        return min((d for d in said if d is not None), default=_USUAL_DECIMALS)

    @property
    def _unit(self) -> float:
        return float(10.0**-self._coarsest)

    def _near(self, tolerance: Tolerance) -> tuple[float, float]:
        """How near a number is 0 or 1 as it is written down; with significant figures hardly any is 0."""
        if tolerance.significant and tolerance.decimals is None:
            return SLACK, 0.5 * 10.0 ** (1 - tolerance.significant)
        half = 0.5 * 10.0 ** -self._decimals(tolerance.decimals)
        return half, half

    @staticmethod
    def _decimals(said: int | None) -> int:
        return _USUAL_DECIMALS if said is None else said


def different(given: Given, rows: int) -> tuple[Places, Places]:
    """The first row of each that differs from all others, and for every row which of these it is like."""
    if not given or rows < 2:
        return np.arange(rows), np.arange(rows)
    columns = [np.asarray(values).reshape(rows, -1) for values in given.values()]
    _, first, same_as = np.unique(
        np.concatenate(columns, axis=1), axis=0, return_index=True, return_inverse=True
    )
    return first, same_as.reshape(rows)


def _spoken_of(side: Expression) -> Iterator[Symbol]:
    """The quantities of a condition; a gradient is one of its own and asks for no other."""
    if isinstance(side, Symbol):
        yield side
    elif not (isinstance(side, Call) and side.function == "grad"):
        for part in children(side):
            yield from _spoken_of(part)
