"""The texts of a class as they are read: by question, equal ones together, in an order that says nothing.

The order is a stable one that looks random: whoever comes late in the alphabet, or writes what many
wrote, is not read when the reader is tired.  It hangs on the text alone, so somebody who hands in
later moves nobody.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from grader.assignment import Answer, Assignment, Question
from grader.classroom.course import Course
from grader.classroom.journal import Journal
from grader.classroom.people_of import ids_in
from grader.classroom.settings import read_settings
from grader.grading.marks import takes_marks
from grader.outcome.errors import Faulty, GraderError, InputError
from grader.variant.printed import printed
from grader.variant.selection import select
from grader.words.sentences import reviews as sentences
from reference.records import dataclass


@dataclass(frozen=True)
class Written:
    """What one student or group wrote in one answer."""

    student: str
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Pile:
    """Equal texts about equal numbers, or texts that a person put together; one mark for all."""

    id: str
    answer: str
    written: tuple[Written, ...]
    digests: tuple[str, ...]
    place: str  # where it comes in the order

    @property
    def students(self) -> tuple[str, ...]:
        """Whose texts these are."""
        return tuple(one.student for one in self.written)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The different texts in it, the first one first."""
        return tuple(dict.fromkeys(one.text for one in self.written))


@dataclass(frozen=True)
class Asked:
    """An answer that staff read, and the question that it belongs to."""

    answer: Answer
    question: Question


class Class:
    """What a class wrote for staff to read."""

    def __init__(self, out: Path) -> None:
        ids_in(out)  # says what is missing
        settings = read_settings(out)
        if settings is None:
            raise InputError(sentences.no_settings(str(out)))
        elsewhere = (
            settings.marks and Path(settings.marks).resolve() != (out / "marks.csv").resolve()
        )
        if elsewhere:
            raise InputError(sentences.marks_elsewhere(str(settings.marks), str(out / "marks.csv")))
        self.out = out
        self.course: Course = settings.course()
        self.loaded: Assignment = self.course.loaded
        self.asked = {
            answer.name: Asked(answer, question)
            for question in self.loaded.questions
            for answer in question.answers
            if takes_marks(answer)
        }
        self._sheets: dict[str, Assignment] = {}

    @cached_property
    def written(self) -> Mapping[str, Sequence[Written]]:
        """Everybody's texts, by answer."""
        found: dict[str, list[Written]] = {name: [] for name in self.asked}
        for entry in Journal(self.out).entries(ids_in(self.out)):
            for result in entry["result"].get("answers", ()):
                if result["name"] in found and result.get("text"):
                    text = trimmed(result["text"])
                    names = tuple(name for name in entry["names"] if name)
                    found[result["name"]].append(Written(entry["id"], names, text))
        return found

    @cached_property
    def alike(self) -> Mapping[str, Sequence[Pile]]:
        """Equal texts about equal numbers, by answer, in the order in which they are read."""
        return {name: self._equal(name, written) for name, written in self.written.items()}

    def _equal(self, name: str, written: Iterable[Written]) -> list[Pile]:
        together: dict[str, list[Written]] = {}
        for one in written:
            digest = _digest(self.loaded.id, name, self.numbers(one.student, name), one.text)
            together.setdefault(digest, []).append(one)
        piles = [pile_of(name, {digest: ones}) for digest, ones in together.items()]
        return sorted(piles, key=lambda pile: pile.place)

    def numbers(self, student: str, name: str) -> str:
        """What of a student's sheet a text may be about; nothing where all have the same."""
        if self.course.is_shared:
            return ""
        question = self.question(student, name)
        system = self.sheet(student).systems.get(question.system or "")
        return repr((question.prompt, system.given if system else None))

    def question(self, student: str, name: str) -> Question:
        """The question as this student read it."""
        sheet = self.sheet(student)
        return next(q for q in sheet.questions if any(a.name == name for a in q.answers))

    def sheet(self, student: str) -> Assignment:
        """The assignment with the numbers that this student had."""
        if self.course.is_shared:
            return self._sheets.setdefault("", self._printed())
        if student not in self._sheets:
            self._sheets[student] = self._drawn(student)
        return self._sheets[student]

    def _printed(self) -> Assignment:
        try:
            return printed(self.loaded)
        except (GraderError, Faulty):
            return self.loaded

    def _drawn(self, student: str) -> Assignment:
        course = self.course
        try:
            chosen = select(self.loaded, student, secret=course.secret, manifest=course.manifest)
        except (GraderError, Faulty):
            return self.loaded  # the text can be read all the same
        return chosen.assignment


def pile_of(name: str, written: Mapping[str, Sequence[Written]]) -> Pile:
    """Texts by their digests as one pile, which keeps the place of its first."""
    digests = tuple(sorted(written))
    ones = tuple(one for digest in digests for one in written[digest])
    return Pile(
        id=hashlib.sha256("|".join((name, *digests)).encode()).hexdigest()[:12],
        answer=name,
        written=ones,
        digests=digests,
        place=digests[0],
    )


def trimmed(text: str) -> str:
    """A text without what nobody sees at its ends, with one kind of line ends."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _digest(*parts: str) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode("utf-8", "replace") + b"\0")
    return found.hexdigest()[:24]
