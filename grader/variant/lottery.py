"""A class drawn at once: every student's numbers, drawn again until they are good enough.

Systems that share numbers are drawn together, all others apart, so that bad luck in one costs no
attempt in another.  Which attempt is taken depends on the student alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import cast

import numpy as np

from grader.assignment.draws import Choice, Order, read_draw, space
from grader.assignment.faults import did_you_mean
from grader.assignment.model import Assignment, Plain
from grader.key.expected import Expected
from grader.outcome.errors import Faulty
from grader.variant.draw import chosen, drawn, order
from grader.variant.drawn_together import SystemGroup, parts_of
from grader.variant.seed import Stream, Whole, Words, below, keys_of
from grader.variant.solution import Flags, Given, Places, SolvableSystem, benches
from grader.variant.student_numbers import Numbers, drawn_words, filled, symbols_of
from grader.variant.vetting import REASONS, Demand, Habit, Reason, Vetting, demand
from grader.words.sentences import draws as sentences
from reference import CellError, parse_condition, write
from reference.language.functions import Array
from reference.records import dataclass, field, replace

MOST_ATTEMPTS = 20_000  # a student who needs more is one of an assignment that cannot be drawn
_EACH_SO_OFTEN = 32  # draws of each different sheet: by then none was left out by chance
_AT_ONCE = 512  # variants looked at together where only a few students are left
_SAMPLE = 128  # variants that show what is usual
_SAMPLE_ROUNDS = 16
_BLIND = 0.9  # a mistake that hides in so many draws hides by the question, not by its numbers
_PUBLIC = b"what is usual is found in the open"


@dataclass(frozen=True)
class Draft:
    """Numbers of one part for many rows, not vetted yet."""

    part: SystemGroup
    rows: int
    values: Mapping[str, Array]
    cells: Mapping[str, Whole]

    def given(self, system: str) -> dict[str, Array]:
        """The drawn numbers of a system."""
        taken = self.part.taken.get(system, {})
        return {symbol: self.values[name] for symbol, name in taken.items()}

    def picked(self, rows: Places) -> Draft:
        """Some of the rows."""
        return Draft(
            self.part,
            len(rows),
            {name: values[rows] for name, values in self.values.items()},
            {name: places[rows] for name, places in self.cells.items()},
        )


def draft(assignment: Assignment, part: SystemGroup, keys: Words, attempts: Words) -> Draft:
    """Everything of a part drawn for every row's key and attempt."""
    rows = len(keys)
    values = {name: drawn(d, Stream(keys, attempts, name)) for name, d in part.draws.items()}
    for name, number in part.fixed.items():
        array = np.asarray(number, dtype=np.float64)
        values[name] = np.broadcast_to(array, (rows, *array.shape))
    choosers = dict.fromkeys(part.cells.values())
    cells = {
        name: below(Stream(keys, attempts, f"{name} cell"), len(assignment.systems[name].cells), 1)[
            :, 0
        ]
        for name in choosers
    }
    return Draft(part, rows, values, {name: cells[by] for name, by in part.cells.items()})


@dataclass(frozen=True)
class Trial:
    """What it took to draw one part: the attempt each row has, and what became of the others."""

    attempts: Places
    judged: int
    fit: int
    refused: Counter[Reason]


@dataclass(frozen=True)
class Drawn:
    """The numbers of many students: row k is student k's."""

    assignment: Assignment
    rows: int
    drafts: tuple[Draft, ...]
    trials: tuple[Trial, ...] = ()
    words: Mapping[str, Sequence[Plain]] = field(default_factory=dict)

    def numbers(self, row: int) -> Numbers:
        """One student's numbers, plain."""
        given: dict[str, dict[str, Plain]] = {}
        cells: dict[str, str] = {}
        for one in self.drafts:
            for system, places in one.cells.items():
                cells[system] = self.assignment.systems[system].cells[places[row]]
            for system in one.part.systems:
                values = one.given(system)
                if values:
                    given[system] = {name: _plain(a[row].tolist()) for name, a in values.items()}
        words = {name: values[row] for name, values in self.words.items()}
        for system, cell in cells.items():
            known = self._symbols[system, cell]
            given[system] = {
                symbol: value
                for symbol, value in given.get(system, {}).items()
                if symbol.partition("[")[0] in known
            }
        return Numbers(given, cells, words)

    @cached_property
    def _symbols(self) -> dict[tuple[str, str], frozenset[str]]:
        """What the cells that can be drawn take numbers for."""
        return {
            (name, cell): symbols_of(self.assignment, cell, system)
            for name, system in self.assignment.systems.items()
            for cell in system.cells
        }

    def __iter__(self) -> Iterator[Numbers]:
        """The numbers of all students, in order."""
        return (self.numbers(row) for row in range(self.rows))


def _plain(value: object) -> Plain:
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    number = cast("float", value)
    return int(number) if number.is_integer() else number


class Lottery:
    """Draws the variants of one assignment.  Raises Faulty for one that cannot be drawn."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.parts = parts_of(assignment)
        self._rows_together = False

    def drawn(self, secret: bytes, students: Sequence[str]) -> Drawn:
        """The vetted numbers of these students."""
        keys = keys_of(secret, self.assignment.id, self.assignment.version, students)
        found = [self._part(part, keys) for part in self.parts]
        return Drawn(
            self.assignment,
            len(students),
            tuple(one for one, _ in found),
            tuple(trial for _, trial in found),
            self._words(keys),
        )

    def unvetted(self, secret: bytes, students: Sequence[str]) -> Drawn:
        """The numbers that are drawn first for these students, good or not: for proofs that need many."""
        keys = keys_of(secret, self.assignment.id, self.assignment.version, students)
        first = np.zeros(len(keys), dtype=np.uint64)
        drafts = tuple(draft(self.assignment, part, keys, first) for part in self.parts)
        return Drawn(self.assignment, len(students), drafts, words=self._words(keys))

    def _words(self, keys: Words) -> dict[str, Sequence[Plain]]:
        words: dict[str, Sequence[Plain]] = {}
        first = np.zeros(len(keys), dtype=np.uint64)
        for name, written in drawn_words(self.assignment):
            stream = Stream(keys, first, f"words {name}")
            draw = read_draw(written)
            if isinstance(draw, Choice):
                words[name] = [draw.values[k] for k in chosen(draw, stream)[:, 0].tolist()]
            elif isinstance(draw, Order):
                places = order(len(draw.values), stream).tolist()
                words[name] = [[draw.values[k] for k in row] for row in places]
        return words

    def _part(self, part: SystemGroup, keys: Words) -> tuple[Draft, Trial]:
        """Attempt after attempt for those who have no good numbers yet."""
        taken = np.full(len(keys), -1, dtype=np.int64)
        refused: Counter[Reason] = Counter()
        start = judged = good = 0
        while (taken < 0).any():
            if not good and judged >= _EACH_SO_OFTEN * self.space(part):
                raise Faulty(cannot_be_drawn(part, judged, refused), system=part.systems[0])
            if start >= MOST_ATTEMPTS:
                raise Faulty(cannot_be_drawn(part, start, refused), system=part.systems[0])
            left = np.flatnonzero(taken < 0)
            tries = min(max(1, _AT_ONCE // len(left)), MOST_ATTEMPTS - start)
            rows = np.repeat(left, tries)
            attempts = np.tile(np.arange(start, start + tries), len(left))
            some = draft(self.assignment, part, keys[rows], attempts.astype(np.uint64))
            fit = self.judged(some, refused).reshape(len(left), tries)
            judged, good = judged + fit.size, good + int(fit.sum())
            has = fit.any(axis=1)
            taken[left[has]] = start + fit.argmax(axis=1)[has]
            start += tries
        found = draft(self.assignment, part, keys, taken.astype(np.uint64))
        return found, Trial(taken, judged, good, refused)

    def space(self, part: SystemGroup) -> int:
        """How many different draws of a part there are, good or not."""
        choosers = set(part.cells.values())
        cells = math.prod(len(self.assignment.systems[name].cells) for name in choosers)
        return math.prod(space(draw) for draw in part.draws.values()) * cells

    def judged(self, some: Draft, refused: Counter[Reason] | None = None) -> Flags:
        """Which rows are good enough, with the reasons of the others counted."""
        return self._judged(some, self.vettings, refused)

    def _judged(self, some: Draft, tests: Tests, refused: Counter[Reason] | None) -> Flags:
        fit = np.ones(some.rows, dtype=bool)
        for rows, vetting in self.sorted(some, tests):
            left = rows[fit[rows]]
            given = {s: v[left] for s, v in some.given(vetting.bench.name).items()}
            found = vetting.judge(own_numbers(given, vetting.bench), len(left))
            fit[left] = found.fit
            if refused is not None:
                refused.update(found.counted)
        return fit

    def sorted(self, some: Draft, tests: Tests) -> Iterator[tuple[Places, Vetting]]:
        """The rows of a draft, system by system and cell by cell."""
        for system in some.part.systems:
            if not self.assignment.systems[system].given:
                continue
            places = some.cells.get(system)
            for cell, vetting in tests[system].items():
                if places is None:
                    yield np.arange(some.rows), vetting
                else:
                    number = self.assignment.systems[system].cells.index(cell)
                    yield np.flatnonzero(places == number), vetting

    # -- the tests --------------------------------------------------------------------------

    @cached_property
    def _plain_vettings(self) -> Tests:
        """The test of every system and cell, before it is known what is usual."""
        keys = keys_of(_PUBLIC, self.assignment.id, self.assignment.version, ["sample"])
        none = np.zeros(1, dtype=np.uint64)
        sample = Drawn(
            self.assignment,
            1,
            tuple(draft(self.assignment, part, keys, none) for part in self.parts),
            words=self._words(keys),
        ).numbers(0)
        whole = self._whole_given(keys, none)
        tests: dict[str, dict[str, Vetting]] = {}
        for part in self.parts:
            for name in part.systems:
                cells = self.assignment.systems[name].cells or ("",)
                for cell in cells:
                    chosen_ = {**sample.cells, **({name: cell} if cell else {})}
                    numbers = Numbers(whole, chosen_, sample.words)
                    made = benches(filled(self.assignment, numbers))
                    if name in made:
                        tests.setdefault(name, {})[cell] = self._vetting(made[name])
        self._every_condition_is_somebodys(tests)
        self._every_allowance_is_of_use(tests)
        return tests

    def _whole_given(self, keys: Words, none: Words) -> dict[str, dict[str, Plain]]:
        """Sample numbers of all symbols, whichever cell has them."""
        given: dict[str, dict[str, Plain]] = {}
        for part in self.parts:
            some = draft(self.assignment, part, keys, none)
            for name in part.systems:
                given[name] = {s: _plain(a[0].tolist()) for s, a in some.given(name).items()}
        return given

    def _vetting(self, bench: SolvableSystem) -> Vetting:
        expected = Expected(_alone(self.assignment, bench))
        own = self.assignment.systems[bench.name].require
        found: list[Demand] = []
        for text in (*own, *self.assignment.require):
            one = demand(expected, bench.name, text)
            if one is None and text in own:
                raise Faulty(
                    sentences.condition_of_another(text),
                    system=bench.name,
                    condition=text,
                    remedy=_what_it_has(text, expected, bench),
                )
            if one is not None:
                found.append(one)
        vetting = self.assignment.vetting
        allowed = frozenset(vetting.allow)
        return Vetting(bench, tuple(found), allowed, vetting.work, self._rows_together)

    def _every_condition_is_somebodys(self, tests: Tests) -> None:
        held = {d.text for of in tests.values() for one in of.values() for d in one.demands}
        for text in self.assignment.require:
            if text not in held:
                raise Faulty(
                    sentences.condition_of_none(text),
                    condition=text,
                    remedy=_may_speak_of(tests),
                )

    def _every_allowance_is_of_use(self, tests: Tests) -> None:
        mistakes = [m for of in tests.values() for one in of.values() for m in one.mistakes.all]
        known = [*REASONS, *sorted({mistake.note for mistake in mistakes})]
        for name in self.assignment.vetting.allow:
            if name not in known:
                near = did_you_mean(name, known)
                raise Faulty(sentences.cannot_be_allowed(name, near))

    @cached_property
    def vettings(self) -> Tests:
        """The tests, with what is usual found out from a sample.

        Where nothing passes them as they are, a mistake in a Jacobian may hide in some of its rows: so
        nobody's numbers move who has some.
        """
        plain = [one for of in self._plain_vettings.values() for one in of.values()]
        if self._rows_together or not any(one.mistakes.has_rows for one in plain):
            return self._with_habits()
        with suppress(Faulty):  # it is raised below, or there is no reason any more
            tests = self._with_habits()
            if all(self._judged(self._sample(part), tests, None).any() for part in self.parts):
                return tests
        self._rows_together = True
        del self.__dict__["_plain_vettings"]
        return self._with_habits()

    def _with_habits(self) -> Tests:
        tests = {name: dict(of) for name, of in self._plain_vettings.items()}
        for part in self.parts:
            sample = self._sample(part)
            for rows, plain in self.sorted(sample, self._plain_vettings):
                name = plain.bench.name
                given = {s: v[rows] for s, v in sample.given(name).items()}
                cell = next(c for c, one in tests[name].items() if one is plain)
                tests[name][cell] = _with_habit(plain, own_numbers(given, plain.bench), len(rows))
        return tests

    def _sample(self, part: SystemGroup) -> Draft:
        """Variants that pass all that can be judged one by one."""
        refused: Counter[Reason] = Counter()
        students = [str(k) for k in range(_SAMPLE * _SAMPLE_ROUNDS)]
        keys = keys_of(_PUBLIC, self.assignment.id, self.assignment.version, students)
        attempts = np.zeros(len(students), dtype=np.uint64)
        some = draft(self.assignment, part, keys, attempts)
        fit = np.flatnonzero(self._judged(some, self._plain_vettings, refused))
        if not len(fit):
            raise Faulty(cannot_be_drawn(part, len(students), refused), system=part.systems[0])
        return some.picked(fit[:_SAMPLE])


Tests = Mapping[str, Mapping[str, Vetting]]


def own_numbers(given: Given, bench: SolvableSystem) -> dict[str, Array]:
    """The numbers of those symbols that the cell has."""
    known = bench.model.file.given
    return {symbol: values for symbol, values in given.items() if symbol in known}


def _what_it_has(text: str, expected: Expected, bench: SolvableSystem) -> str:
    """What is wrong with a condition that its own system cannot answer, or what it has."""
    condition = parse_condition(text)
    for side in (condition.left, condition.right):
        try:
            expected.target(write(side), bench.name)
        except (Faulty, CellError) as fault:  # noqa: PERF203  # two sides
            return getattr(fault, "said", "") or str(fault)
    return sentences.may_speak_of(", ".join(map(str, bench.system.cell.by_target)))


def _may_speak_of(tests: Tests) -> str:
    """The quantities that a condition may be about."""
    cells = [one.bench.system.cell for of in tests.values() for one in of.values()]
    names = dict.fromkeys(str(equation.target) for c in cells for equation in c.equations)
    return sentences.may_speak_of(", ".join(list(names)[:12]))


def _alone(assignment: Assignment, bench: SolvableSystem) -> Assignment:
    """The sheet with a bench's own system alone, for conditions about it."""
    return replace(assignment, systems={bench.name: bench.model.file})


def _with_habit(plain: Vetting, given: Given, rows: int) -> Vetting:
    if not rows:
        return replace(plain, habit=Habit(frozenset(), 0.0))
    lot = plain.bench.lot(given, rows)
    everywhere = np.ones(rows, dtype=bool)
    blind = frozenset(
        place
        for place, mistake in enumerate(plain.mistakes.all)
        if plain.mistakes.unseen(mistake, lot, everywhere).mean() >= _BLIND
    )
    operation_count = float(np.median(plain.operation_count.counted(lot)))
    return replace(plain, habit=Habit(blind, operation_count))


def cannot_be_drawn(part: SystemGroup, attempts: int, refused: Counter[Reason]) -> str:
    """Which condition is to blame when nothing can be drawn."""
    total = sum(refused.values()) or 1
    shares = [f"{reason.said} ({100 * n / total:.0f} %)" for reason, n in refused.most_common(3)]
    note = next((reason.note for reason, _ in refused.most_common(1)), "require")
    note = "" if note in ("require", "infinite") else note  # these are never allowed
    return sentences.none_good_enough(part.systems[1:], attempts, "; ".join(shares), note)
