"""What is known of a graded class: everybody's result, what they typed, and whose numbers they had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.assignment import Answer
from grader.classroom.course import Course
from grader.classroom.merged import with_marks_of_today
from grader.classroom.people_of import ids_in
from grader.classroom.settings import read_settings
from grader.grading.table import rows_of
from grader.outcome.errors import InputError
from grader.report.figures import Sheet, sheet_of
from reference.records import dataclass, field


@dataclass(frozen=True)
class Work:
    """One hand-in that was graded."""

    id: str
    result: Mapping[str, Any]
    typed: Mapping[str, str] = field(default_factory=dict)
    members: int = 1

    @property
    def answers(self) -> dict[str, Mapping[str, Any]]:
        """The answers by name."""
        return {answer["name"]: answer for answer in self.result.get("answers", ())}

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was handed in but a file."""
        return all(a["verdict"] == "missing" for a in self.result.get("answers", ()))


@dataclass(frozen=True)
class Gathered:
    """A class, and the course that it was graded by where that can still be read."""

    works: Sequence[Work]
    course: Course | None
    requests: Sequence[Mapping[str, str]] = ()
    left_out: int = 0  # hand-ins with newer marks that could not be put into their results

    @cached_property
    def graded(self) -> list[Work]:
        """Those of whom there is something to count: no failed files, and no blank ones."""
        return [work for work in self.works if "error" not in work.result and not work.is_blank]

    @property
    def refused(self) -> list[Work]:
        """Files that could not be graded at all."""
        return [work for work in self.works if "error" in work.result]

    @property
    def blank(self) -> list[Work]:
        """Files without a single answer."""
        return [w for w in self.works if "error" not in w.result and w.is_blank]

    @cached_property
    def most(self) -> dict[str, float]:
        """The points of every answer."""
        return {a["name"]: a["max_score"] for w in self.graded[:1] for a in w.result["answers"]}

    @cached_property
    def provisional(self) -> list[str]:
        """Answers of which some still wait for staff: they are out of every figure."""
        waiting = {a["name"] for w in self.graded for a in w.result["answers"]
                   if a["verdict"] == "pending"}  # fmt: skip
        return [name for name in self.most if name in waiting]

    @cached_property
    def points(self) -> dict[str, list[float]]:
        """Everybody's points by answer, without those that wait."""
        return {
            name: [work.answers.get(name, {"score": 0})["score"] for work in self.graded]
            for name in self.most
            if name not in self.provisional
        }

    @cached_property
    def totals(self) -> NDArray[np.float64]:
        """Everybody's points together."""
        table = np.array(list(self.points.values()), dtype=np.float64)
        totals: NDArray[np.float64] = table.reshape(len(self.points), -1).sum(axis=0)
        return totals

    @property
    def most_in_all(self) -> float:
        """The points that totals are read against."""
        return sum(self.most[name] for name in self.points)

    @cached_property
    def sheet(self) -> Sheet | None:
        """The figures of the sheet."""
        return sheet_of(self.points, self.most)

    def by_question(self) -> dict[str, dict[str, list[float]]]:
        """The columns of every question, where the assignment can be read."""
        if self.course is None:
            return {}
        return {
            question.id: {
                answer.name: self.points[answer.name]
                for answer in question.answers
                if answer.name in self.points
            }
            for question in self.course.loaded.questions
        }

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers as the assignment asks for them."""
        return {} if self.course is None else {a.name: a for a in self.course.loaded.answers}


def gather(out: Path, *, pseudonyms: bool = False) -> Gathered:
    """The class in OUT; with pseudonyms nobody's id is in it."""
    ids = ids_in(out)
    names = _pseudonyms(ids) if pseudonyms else {one: one for one in ids}
    works = []
    merged = with_marks_of_today(out, ids)
    for entry in merged.entries:
        result = {**entry["result"], "id": names[entry["id"]]}
        if pseudonyms:
            result["file"] = ""
        works.append(
            Work(names[entry["id"]], result, entry.get("typed", {}), max(1, len(entry["names"])))
        )
    works.sort(key=lambda work: work.id)
    return Gathered(works, _course(out), _requests(out, names), len(merged.left_out))


def _pseudonyms(ids: Sequence[str]) -> dict[str, str]:
    """A number for everybody, in an order that says nothing of the ids."""
    salt = token_bytes(16)  # new every time: who has two pages cannot lay them side by side
    ordered = sorted(ids, key=lambda one: sha256(salt + one.encode()).digest())
    width = len(str(len(ids)))
    return {one: f"S{place:0{width}}" for place, one in enumerate(ordered, 1)}


def _course(out: Path) -> Course | None:
    settings = read_settings(out)
    if settings is None:
        return None
    try:
        course = settings.course()
        course.loaded, course.is_shared  # noqa: B018 - sheet or secret may have been moved away
    except InputError:
        return None
    return course


def _requests(out: Path, names: Mapping[str, str]) -> list[dict[str, str]]:
    """What students asked to be looked at again: `student,answer,reason,decision`."""
    path = out / "requests.csv"
    if not path.is_file():
        return []
    header, *rows = [row for _, row in rows_of(path.read_bytes(), path) if any(row)] or [[]]
    titles = [title.strip().lower() for title in header]
    found = [dict(zip(titles, row, strict=False)) for row in rows]
    return [{**row, "student": names.get(row.get("student", ""), "?")} for row in found]
