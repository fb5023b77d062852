"""A sheet as plain values: what one student is asked, with the numbers of their own.

The formats are made of this and know no assignment; the key for staff is the same sheet with a
solution beside every slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from grader.assignment import Tolerance
from grader.handout.figure import Figure
from grader.handout.prose import Code, Paragraph
from grader.key.right_values import Texts, ends_texts, right_text, right_texts, shown_value
from grader.words.sentences import demands
from grader.words.sentences import handouts as sentences
from reference import Cell, Expression, Interval, Shape, Symbol
from reference.language.functions import Array
from reference.readings.notations.text import TEXT
from reference.readings.typeset import typeset
from reference.readings.worked import Worked
from reference.records import dataclass, field, replace

Options: TypeAlias = tuple[tuple[str, Paragraph], ...]  # of a name and what it says, if anything
LAST_ROW = 1000  # of states and inputs, below all weights
_WIDEST = 4  # quantities in a row, where none of them has to stand with the rest


@dataclass(frozen=True)
class Quantity:
    """A given symbol with its number, vector or matrix.

    `row` tells which are shown side by side; what is also alike in `beside` is not parted by a line's end.
    """

    symbol: Expression
    value: Array
    row: int = 0
    beside: str = ""


@dataclass(frozen=True)
class Given:
    """What a task tells of one system: its numbers, and how it is shown beside them.

    `equations` is the cell cut down to what is worked out, `figure` its network over the steps,
    `legend` says what letters mean.
    """

    quantities: tuple[Quantity, ...]
    equations: Cell | None = None
    figure: Figure | None = None
    legend: tuple[Paragraph, ...] = ()

    def __iter__(self) -> Iterator[Quantity]:
        return iter(self.quantities)


def in_rows(quantities: Iterable[Quantity]) -> tuple[tuple[Quantity, ...], ...]:
    """Given quantities row by row: what goes into one equation side by side."""
    ordered = sorted(quantities, key=lambda q: q.row)
    rows = tuple(tuple(row) for _, row in groupby(ordered, key=lambda q: q.row))
    weights = [row for row in rows if row[0].row != LAST_ROW]
    if all(len(row) == 1 for row in weights):  # nothing belongs together more than the rest
        return (tuple(ordered),) if ordered else ()
    return tuple(_joined(rows))


def side_by_side(row: Iterable[Quantity]) -> tuple[tuple[Quantity, ...], ...]:
    """The pieces of a row that a line may end between: the weights of a gate, an input at every step."""
    return tuple(tuple(piece) for _, piece in groupby(row, key=lambda q: q.beside))


def _joined(rows: Iterable[tuple[Quantity, ...]]) -> Iterator[tuple[Quantity, ...]]:
    """The rows without short ones: what goes alone into an equation stands beside the next."""
    short: tuple[Quantity, ...] = ()
    for row in rows:
        fits = len(short) + len(row) <= _WIDEST and (len(row) == 1 or len(short) == 1)
        if short and not (fits and row[0].row != LAST_ROW):
            yield short
            short = ()
        short = (*short, *row)
    if short:
        yield short


@dataclass(frozen=True)
class Formula:
    """An equation or a sum that is right, with the shapes that tell its products apart."""

    expression: Expression
    shapes: Mapping[str, Shape] = field(default_factory=dict)


@dataclass(frozen=True)
class Solution:
    """What is right in one slot under one reading, for staff.

    `value` is as one would type it; `accepted` the numbers that count by the `tolerance`, `steps`
    the way there without what stands above already; `formula` is the value where that is one.
    """

    value: object
    reading: str = ""
    formula: Formula | None = None
    numbers: Array | None = None
    accepted: Interval | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)
    steps: Worked | None = None

    @property
    def typed(self) -> str:
        """The value as text that may be typed."""
        if self.accepted is None:
            return shown_value(self.value)
        return right_text(self.value, self.accepted, self.tolerance)

    @property
    def shown(self) -> Texts:
        """The value as texts, laid out as its numbers are."""
        assert self.accepted is not None  # noqa: S101 - asked of numbers alone
        return right_texts(self.value, self.accepted, self.tolerance)

    @property
    def counted(self) -> str:
        """The numbers that count: an interval each, or the one value."""
        if self.accepted is None:
            return ""
        low, high = ends_texts(self.value, self.accepted, self.tolerance)
        return sentences.key_alone() if low == high else sentences.key_between(low, high)


@dataclass(frozen=True)
class Credit:
    """Another value that earns a share of the points: an alternative, or a mistake worth something.

    `accepted` are the numbers that count, where it is about numbers.
    """

    share: Fraction
    value: object
    why: str
    accepted: Interval | None = None


@dataclass(frozen=True)
class Slot:
    """One answer to give: the name it has in a submission, its points, and what is expected.

    What is `matched` has its partners in the options.  `lines` are those of a program to fill in, as `grader template` writes them.  With `per_entry`,
    every right entry earns its share; without, only the whole does; what is `tried` is run and compared with nothing.  `demand` is what numbers must
    fulfil, `decimals` how far they are rounded,
    `equations` what a program has to compute, over one step, and `program` the lines of one that is right;
    `wanted` says in words what is to be given, `derivative` of what by what.
    """

    name: str
    points: Fraction
    wanted: str
    prompt: tuple[Paragraph, ...] = ()
    options: Options = ()
    matched: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    solutions: tuple[Solution, ...] = ()
    rubric: tuple[Paragraph, ...] = ()
    remarks: tuple[str, ...] = ()
    kind: str = ""
    labels: tuple[str, ...] = ()
    per_entry: bool = False
    tried: bool = False
    decimals: int | None = None
    demand: str = ""
    credits: tuple[Credit, ...] = ()
    equations: Cell | None = None
    program: tuple[str, ...] = ()
    derivative: tuple[Symbol, Symbol] | None = None

    @property
    def hint(self) -> str:
        """What is to be given, as plain text."""
        if self.derivative is None:
            return self.wanted
        of, by = (typeset(symbol, TEXT) for symbol in self.derivative)
        return demands.derivative(of, by) + self.wanted

    @property
    def lists(self) -> tuple[tuple[str, Options], ...]:
        """What there is to choose from, in lists, each with what stands over it."""
        if not self.matched:
            return (("", self.options),) if self.options else ()
        over, between = sentences.match_with()
        return (over, tuple((name, ()) for name in self.matched)), (between, self.options)

    def under_its_name(self) -> Slot:
        """With the name before what it asks, to stand among the prompts of others."""
        if not self.prompt and not self.options:
            return self
        name: Paragraph = (Code(self.name),)
        first, rest = self.prompt[:1], self.prompt[1:]
        if first and Code(self.name) in first[0]:
            return self
        named = (*name, ": ", *first[0]) if first else (*name, ":")
        return replace(self, prompt=(named, *rest))

    def for_student(self) -> Slot:
        """The same slot without what only staff may see."""
        return replace(
            self, solutions=(), rubric=(), remarks=(), credits=(), equations=None, program=()
        )


@dataclass(frozen=True)
class Task:
    """One question with its slots; `given` are the numbers that no question before has shown.

    `rules` names the point rules of the file that are about more than one answer.  In a sheet whose
    tasks are read alone, `before` has the prompts of earlier ones about the same systems.
    """

    id: str
    title: str
    prompt: tuple[Paragraph, ...]
    given: tuple[Given, ...]
    slots: tuple[Slot, ...]
    rules: tuple[str, ...] = ()
    before: tuple[tuple[str, tuple[Paragraph, ...]], ...] = ()
    heading: Paragraph = ()

    @property
    def named(self) -> Paragraph:
        """The title as it is printed, letters and formulas set as such."""
        return self.heading or (self.title,)

    @property
    def points(self) -> Fraction:
        """The points of its slots together."""
        return sum((slot.points for slot in self.slots), Fraction(0))

    @property
    def asked(self) -> tuple[Slot, ...]:
        """Its slots, each with its own prompt after the name of the answer, where there are several."""
        if len(self.slots) == 1:
            return self.slots
        return tuple(slot.under_its_name() for slot in self.slots)

    def for_student(self) -> Task:
        """The same task without what only staff may see."""
        return replace(self, slots=tuple(slot.for_student() for slot in self.slots))


@dataclass(frozen=True)
class Sheet:
    """What one student gets: a title, rules, and tasks with numbers of their own."""

    title: str
    assignment: str
    points: Fraction
    tasks: tuple[Task, ...]
    introduction: tuple[Paragraph, ...] = ()
    rules: tuple[str, ...] = ()
    student: str | None = None
    name: str = ""
    is_key: bool = False

    def for_student(self) -> Sheet:
        """The same sheet without what only staff may see."""
        return replace(self, tasks=tuple(task.for_student() for task in self.tasks), is_key=False)
