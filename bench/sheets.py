"""Handouts: a student's sheet and key as PDF, against Typst alone on the same pages."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from bench.rows import Row, timed
from grader.assignment import find_assignment, load_assignment
from grader.handout import typst
from grader.handout.class_files import files_of
from grader.handout.compose import sheet_of
from grader.handout.pdf_engine import Typst
from grader.handout.roster import Student
from grader.handout.sheet_writer import SheetWriter, StudentFiles
from grader.outcome.errors import InputError
from grader.variant.manifest import freeze
from grader.variant.student_numbers import filled

T = TypeVar("T")
SHEETS, CLASS, ROUNDS = ("exam-relu-9", "exam-bptt-8", "quiz-gated-cells"), 4, 5


def rows() -> Iterator[Row]:
    """One process; a class takes as many as there are cores."""
    try:
        Typst()
    except InputError:
        return  # an optional extra
    for name in SHEETS:
        yield from _rows_of(name)


def _rows_of(name: str) -> Iterator[Row]:
    assignment = load_assignment(find_assignment(name))
    count = CLASS * (ROUNDS + 1)
    students = [Student(f"s{k}", f"Student {k}") for k in range(4 * count)]
    manifest = freeze(assignment, [s.id for s in students], b"the secret of a benchmark")
    frozen = manifest.applied(assignment)
    printer = Typst()
    with tempfile.TemporaryDirectory() as folder:
        writer = SheetWriter(frozen, Path(folder))

        def source(student: Student, *, solved: bool) -> str:
            sheet = filled(frozen, manifest.numbers(student.id))
            whole = sheet_of(sheet, student=student.id, name=student.name, solved=solved)
            return typst.source(whole)

        def make(student: Student, *, solved: bool) -> None:
            files = files_of(student, ["pdf"], named=False)
            kept = {path: kind for path, kind in files if solved or kind == "pdf"}
            job = StudentFiles(student, manifest.numbers(student.id), kept, "")
            for _ in writer.run([job]):
                pass

        first, second, third, fourth = (students[k * count :][:count] for k in range(4))
        sheets = [source(student, solved=False) for student in second]
        both = [[source(student, solved=solved) for solved in (False, True)] for student in fourth]
        medians = timed(
            {
                "sheet": _each(first, lambda student: make(student, solved=False)),
                "bare sheet": _each(sheets, printer.pdf),
                "all": _each(third, lambda student: make(student, solved=True)),
                "bare all": _each(both, lambda two: [*map(printer.pdf, two)]),
            },
            rounds=ROUNDS,
        )
    one = {way: seconds / CLASS for way, seconds in medians.items()}
    yield Row(f"{name}: sheet", "typst of the same page", one["sheet"], one["bare sheet"], 2.0)
    yield Row(f"{name}: sheet, key, template", "typst of both", one["all"], one["bare all"], 2.0)


def _each(things: Iterable[T], way: Callable[[T], object]) -> Callable[[], None]:
    """A few of them at every call, never the same: Typst knows a page that it has seen."""
    left = iter(things)

    def run() -> None:
        for thing in islice(left, CLASS):
            way(thing)

    return run
