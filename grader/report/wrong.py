"""Mistakes that were named, ranked by what they cost, and groups of wrong answers that were not.

A group is everybody whose wrong answer is explained alike: by a pair of mistakes on their own
numbers, by the same value on the same numbers, or by the same multiple of the right value.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.assignment import Answer, Assignment, Question
from grader.assignment.kinds import NUMERIC
from grader.classroom.course import Course
from grader.grading.follow import Carried
from grader.grading.mistakes import Mistake, mistakes_of
from grader.key.model import Key
from grader.key.store import Keys
from grader.outcome.errors import GraderError
from grader.report.gathered import Gathered, Work
from grader.variant.selection import select
from reference.records import dataclass, field

_UNNAMED = frozenset(
    {"number.differs", "number.entries", "number.entries-carried", "follow.trivial"}
)
_PAIRS_FOR = 12  # groups for which pairs of mistakes are tried: each takes a second


@dataclass(frozen=True)
class Named:
    """One usual mistake: how many made it where, and how many points it cost."""

    note: str
    students: int
    answers: tuple[str, ...]
    cost: float
    sentence: str


def ranked(gathered: Gathered) -> list[Named]:
    """The mistakes that were named, the dearest first."""
    cost: dict[str, float] = defaultdict(float)
    who: dict[str, set[str]] = defaultdict(set)
    where: dict[str, dict[str, None]] = defaultdict(dict)
    said: dict[str, str] = {}
    for work in gathered.graded:
        for answer in work.result["answers"]:
            note = answer["note"]
            if answer["verdict"] != "wrong" or note in _UNNAMED or "." not in note:
                continue
            cost[note] += answer["max_score"] - answer["score"]
            who[note].add(work.id)
            where[note][answer["name"]] = None
            said.setdefault(note, answer["message"].rpartition(". ")[2])
    found = [Named(n, len(who[n]), tuple(where[n]), round(cost[n], 6), said[n]) for n in cost]
    return sorted(found, key=lambda one: (-one.cost, one.note))


@dataclass(frozen=True)
class Group:
    """Equal wrong answers that nobody has named, and what would explain them."""

    answer: str
    students: tuple[str, ...]
    shown: str
    cost: float
    proposed: str = ""


@dataclass
class _Numbers:
    """The keys of one set of numbers."""

    assignment: Assignment
    keys: Keys
    questions: Mapping[str, tuple[Question, Answer]]
    _mistakes: dict[str, list[Mistake]] = field(default_factory=dict)
    _pairs: dict[str, list[tuple[str, Mistake]]] = field(default_factory=dict)

    def key(self, name: str) -> Key:
        question, answer = self.questions[name]
        return self.keys.of(answer, question, question.readings[0] if question.readings else None)

    def mistakes(self, name: str) -> list[Mistake]:
        """Every mistake made once."""
        if name not in self._mistakes:
            self._mistakes[name] = list(mistakes_of(self.key(name).target, Carried(())))
        return self._mistakes[name]

    def pairs(self, name: str) -> list[tuple[str, Mistake]]:
        """Every two mistakes made together, each pair once."""
        if name not in self._pairs:
            found: dict[bytes, tuple[str, Mistake]] = {}
            for first in self.mistakes(name):
                if first.target is None:
                    continue
                for second in mistakes_of(first.target, Carried(())):
                    label = " + ".join(sorted({first.note, second.note}))
                    found.setdefault(np.round(second.value, 10).tobytes(), (label, second))
            self._pairs[name] = list(found.values())
        return self._pairs[name]


class _Class:
    """Everybody's numbers, worked out once for those who share them."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._of: dict[str, _Numbers] = {}

    @cached_property
    def shared(self) -> _Numbers:
        return self._made(self.course.shared, self.course.shared_keys)

    def numbers(self, who: str) -> _Numbers:
        """The numbers that a student was graded by."""
        if self.course.is_shared:
            return self.shared
        if who not in self._of:
            chosen = select(
                self.course.loaded, who, secret=self.course.secret, manifest=self.course.manifest
            ).assignment
            self._of[who] = self._made(chosen, Keys(chosen))
        return self._of[who]

    @staticmethod
    def _made(assignment: Assignment, keys: Keys) -> _Numbers:
        return _Numbers(
            assignment, keys, {a.name: (q, a) for q in assignment.questions for a in q.answers}
        )


@dataclass(frozen=True)
class Wrong:
    """One wrong number that no mistake was named for."""

    work: Work
    answer: str
    value: NDArray[np.float64]
    typed: str
    cost: float


def unnamed(gathered: Gathered) -> Iterator[Wrong]:
    """Every wrong number without a name."""
    kinds = {name: answer.kind for name, answer in gathered.answers.items()}
    for work in gathered.graded:
        for answer in work.result["answers"]:
            if answer["verdict"] != "wrong" or answer["note"] not in _UNNAMED:
                continue
            typed = work.typed.get(answer["name"], "")
            value = number_of(typed)
            if value is not None and kinds.get(answer["name"]) in NUMERIC:
                cost = answer["max_score"] - answer["score"]
                yield Wrong(work, answer["name"], value, typed, cost)


def number_of(typed: str) -> NDArray[np.float64] | None:
    """What was typed as an array of numbers, where it plainly is one."""
    try:
        value = np.asarray(ast.literal_eval(typed.strip()), dtype=np.float64)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if value.size and np.all(np.isfinite(value)) else None


def groups(gathered: Gathered, *, fewest: int = 2) -> list[Group]:
    """Equal wrong answers of several students, the dearest first."""
    if gathered.course is None:
        return []
    everybody = _Class(gathered.course)
    by: dict[tuple[str, str], list[Wrong]] = defaultdict(list)
    for wrong in unnamed(gathered):
        by[wrong.answer, _mark(everybody, wrong)].append(wrong)
    several = [ones for ones in by.values() if len({one.work.id for one in ones}) >= fewest]
    several.sort(key=lambda ones: -sum(one.cost for one in ones))
    found = []
    for place, ones in enumerate(several):
        proposed = _explained(everybody, ones) if place < _PAIRS_FOR else ""
        students = tuple(sorted({one.work.id for one in ones}))
        cost = round(sum(one.cost for one in ones), 6)
        found.append(Group(ones[0].answer, students, _shown(ones), cost, proposed))
    return found


def _mark(everybody: _Class, wrong: Wrong) -> str:
    """What makes two wrong answers equal: the value, or its multiple where numbers differ."""
    if everybody.course.is_shared:
        return f"= {_rounded(wrong.value, 3)}"
    try:
        right = np.asarray(everybody.numbers(wrong.work.id).key(wrong.answer).target.value)
    except GraderError:
        return f"= {_rounded(wrong.value, 3)}"
    if right.shape != wrong.value.shape or np.any(np.abs(right) < 1e-6):
        return f"= {_rounded(wrong.value, 3)}"
    return f"x {_rounded(wrong.value / right, 1)}"


def _rounded(value: NDArray[np.float64], places: int) -> str:
    return str((np.round(value, places) + 0.0).tolist())


def _shown(ones: Sequence[Wrong]) -> str:
    """The values as they were typed, a few of them."""
    different = list(dict.fromkeys(one.typed for one in ones))
    return ", ".join(different[:3]) + (", ..." if len(different) > 3 else "")


def _explained(everybody: _Class, ones: Sequence[Wrong]) -> str:
    """The one mistake, or pair of mistakes, that gives every value of a group on its own numbers."""
    common: set[str] | None = None
    for one in ones[:6]:
        try:
            fitting = _fitting(everybody.numbers(one.work.id), one)
        except GraderError:
            return ""
        common = fitting if common is None else common & fitting
        if not common:
            return ""
    single = sorted(name for name in common or () if "+" not in name)
    if single:
        return single[0] if len(single) == 1 else ""
    return min(common) if common and len(common) == 1 else ""


def _fitting(numbers: _Numbers, one: Wrong) -> set[str]:
    tolerance = numbers.questions[one.answer][1].tolerance

    def fits(mistake: Mistake) -> bool:
        if mistake.value.shape != one.value.shape:
            return False
        unit = 10.0 ** -(3 if tolerance.decimals is None else tolerance.decimals)
        if np.any(np.abs(mistake.value - one.value) > 10 * unit):
            return False
        room = mistake.accepted(tolerance)
        return room is not None and bool(np.all(room.holds(one.value)))

    found = {mistake.note for mistake in numbers.mistakes(one.answer) if fits(mistake)}
    return found or {label for label, mistake in numbers.pairs(one.answer) if fits(mistake)}
