"""Sheets on which mistakes are made on purpose: drawn variants, worked on consistently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from grader.assignment import (
    Answer,
    Assignment,
    Question,
    Reading,
    find_assignment,
    load_assignment,
)
from grader.assignment.kinds import NUMERIC
from grader.grading.follow import goes_into
from grader.grading.joint import tabulate
from grader.grading.judge import Judge
from grader.grading.mistaken_targets import misconceptions_of
from grader.key.expected import Expected
from grader.key.model import Key
from grader.key.store import Keys
from grader.key.target import Target
from grader.outcome.typed import Typed
from grader.submission.model import Submission
from grader.submission.work import Work
from grader.variant.lottery import Lottery
from grader.variant.student_numbers import filled
from reference import Cell, CellError, NumbersError, misconceptions, resolve, unroll
from reference.language.functions import Array

_SECRET = b"figures that anybody may make again"
_NO_FILE = Path("answers.yaml")


@dataclass(frozen=True)
class Asked:
    """A numeric answer with its question and key."""

    question: Question
    answer: Answer
    key: Key

    @property
    def reading(self) -> Reading | None:
        """The first reading of the question, which the trials keep to."""
        return self.question.readings[0] if self.question.readings else None

    def is_right(self, value: Array) -> bool:
        """Whether the key accepts a value."""
        return bool(self.key.accepted(self.answer.tolerance).holds(value).all())


@dataclass(frozen=True)
class Made:
    """A mistake made in a system: what it is, and the answers it touches by their equations."""

    note: str
    what: str
    targets: Mapping[str, Target]

    def gives(self, name: str) -> Array:
        """What it makes of an answer; nothing that is equal to a number where that is no number."""
        try:
            with np.errstate(all="ignore"):
                return np.asarray(self.targets[name].value)
        except (CellError, NumbersError):
            return np.asarray(np.nan)


class Sheet:
    """A drawn variant of a sheet that asks for so many decimals, with its right values."""

    def __init__(self, assignment: Assignment, decimals: int) -> None:
        self.decimals = decimals
        self.assignment = _asking(assignment, decimals)
        self.keys = Keys(self.assignment)
        self.asked = [*self._asked()]
        self.right = {a.answer.name: np.asarray(a.key.target.value) for a in self.asked}

    def _asked(self) -> Iterator[Asked]:
        for question in self.assignment.questions:
            for answer in question.answers:
                if answer.kind in NUMERIC:
                    key = self.keys.of(answer, question, (question.readings or (None,))[0])
                    if key.targets:
                        yield Asked(question, answer, key)

    def judges(self, sheets: Sequence[Mapping[str, Array]]) -> list[Judge]:
        """One judge for each set of numbers handed in, all diagnosed in one pass."""
        found = []
        for values in sheets:
            answers = {name: typed(value, self.decimals) for name, value in values.items()}
            work = Work(Submission(_NO_FILE, answers=answers), tuple(answers))
            found.append(Judge(self.keys, work))
        tabulate(paper for judge in found for paper in judge.papers())
        return found

    # -- mistakes ----------------------------------------------------------------------------

    def made(self) -> Iterator[Made]:
        """Every mistake that can be made in a system of the sheet."""
        by_system: defaultdict[str, list[Asked]] = defaultdict(list)
        for asked in self.asked:
            by_system[asked.key.target.system_name].append(asked)
        for name, group in by_system.items():
            system = self.expected.model(name).system
            for mistake in misconceptions_of(system.cell):
                yield from self._in_forward(mistake.note, mistake.sentence, mistake.cell, group)
            if system.steps > 1 and system.written.recurrent:
                for mistake in misconceptions_of(system.written):
                    try:
                        cell = unroll(mistake.cell, system.steps)
                    except CellError:
                        continue
                    yield from self._in_forward(mistake.note, mistake.sentence, cell, group)
            yield from self._in_backward(group)

    @property
    def expected(self) -> Expected:
        """The solved systems."""
        return self.keys.expected

    def _in_forward(
        self, note: str, what: str, cell: Cell, group: Sequence[Asked]
    ) -> Iterator[Made]:
        targets = {}
        try:
            for asked in group:
                target = asked.key.target
                if target.of is None or target.asked is None:
                    targets[asked.answer.name] = target.rewritten(cell)
                else:
                    found = resolve(cell, target.asked, slope_at_zero=target.slope_at_zero)
                    targets[asked.answer.name] = target.rewritten(found.cell)
        except CellError:
            return
        yield Made(note, what, targets)

    @staticmethod
    def _in_backward(group: Sequence[Asked]) -> Iterator[Made]:
        found: defaultdict[tuple[str, str], dict[str, Target]] = defaultdict(dict)
        for asked in group:
            target = asked.key.target
            if target.of is None:
                continue
            old = target.system.cell.by_target
            for mistake in misconceptions(target.system.cell, rarer=True):
                changed = [e for e in mistake.cell.equations if e.value != old[e.target]]
                if all(e.target.name in target.system.cell.gradients for e in changed):
                    who = mistake.note, mistake.sentence
                    found[who][asked.answer.name] = target.rewritten(mistake.cell)
        for (note, what), targets in found.items():
            yield Made(note, what, targets)

    def worked(self, made: Made, *, written: bool) -> dict[str, Array] | None:
        """The sheet of somebody who makes a mistake; None where it comes to no numbers."""
        values = dict(self.right)
        own: dict[str, Array] = {}
        for asked in self._in_order(made):
            name = asked.answer.name
            target = made.targets[name]
            given = {k: v for k, v in own.items() if target.depends_on(k)} if written else {}
            given |= self._elsewhere(made, asked.key.target)
            try:
                with np.errstate(all="ignore"):
                    value = np.asarray(target.value_given(given))
            except (CellError, NumbersError):
                return None
            if value.shape != self.right[name].shape or not np.isfinite(value).all():
                return None
            values[name] = np.round(value, self.decimals) + 0.0
            if target.name is not None and target.of is None:
                own[target.name] = values[name]
        return values

    def _elsewhere(self, made: Made, target: Target) -> dict[str, Array]:
        """What another question has asked for already: nobody works that out again, and wrongly."""
        return {
            str(one.key.target.name): self.right[one.answer.name]
            for one in self.asked
            if one.answer.name not in made.targets
            and one.key.target.system_name != target.system_name
            and goes_into(one.key.target, target)
        }

    def is_ambiguous(self, made: Made, values: Mapping[str, Array], every: Sequence[Made]) -> bool:
        """Whether another mistake comes to the very same sheet, so that nobody can tell."""
        return any(
            other.note != made.note
            and all(
                np.array_equal(np.round(other.gives(name), self.decimals) + 0.0, value)
                if name in other.targets
                else name not in made.targets
                for name, value in values.items()
                if name in other.targets or name in made.targets
            )
            for other in every
        )

    def _in_order(self, made: Made) -> list[Asked]:
        touched = [a for a in self.asked if a.answer.name in made.targets]
        names = [a.key.target.name for a in touched if a.key.target.name]
        return sorted(touched, key=lambda a: sum(a.key.target.depends_on(n) for n in names))


def _asking(assignment: Assignment, decimals: int) -> Assignment:
    """The same sheet with another number of decimals."""

    def asking(answer: Answer) -> Answer:
        if answer.tolerance.decimals is None:
            return answer
        return replace(answer, tolerance=replace(answer.tolerance, decimals=decimals))

    questions = (
        replace(q, answers=tuple(asking(a) for a in q.answers)) for q in assignment.questions
    )
    return replace(assignment, questions=tuple(questions))


def typed(value: Array, decimals: int) -> Typed:
    """A value as a student writes it with so many decimals."""
    value = np.asarray(value)
    if value.shape:
        entries = tuple(typed(entry, decimals) for entry in value)
        return Typed(np.round(value, decimals).tolist(), None, entries=entries)
    text = f"{value:.{decimals}f}"
    return Typed(float(text), text)


def sheets(name: str, count: int, decimals: int, seed: int = 0) -> Iterator[Sheet]:
    """Drawn variants of a sheet that ships; every seed has students of its own."""
    assignment = load_assignment(find_assignment(name))
    group = f"student {seed}-" if seed else "student "
    students = [f"{group}{k}" for k in range(count)]
    for numbers in Lottery(assignment).drawn(_SECRET, students):
        yield Sheet(filled(assignment, numbers), decimals)
