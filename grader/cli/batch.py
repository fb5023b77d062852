"""`grader batch`: grade a whole class."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from grader.classroom.course import Course
from grader.classroom.gradebooks import KINDS, Filled, Gradebook
from grader.classroom.hand_in import Found
from grader.classroom.jobs import jobs_here
from grader.classroom.run import Grade, Progress, Task, grade_class
from grader.gradescope.metadata import read_date
from grader.outcome.errors import InputError
from grader.render.progress import progress
from grader.words.sentences import batches, feedback, gradebooks
from grader.words.text import visible


def run(arguments: argparse.Namespace) -> int:
    """Forget somebody, or grade everybody."""
    if arguments.forget is not None:
        from grader.classroom.forget import forget  # few are forgotten

        forget(Path(arguments.works), arguments.forget)
        print(visible(batches.forgotten(arguments.forget)))
        return 0
    if not arguments.assignment or not arguments.out:
        raise InputError(batches.assignment_needed())
    _grade_and_tell(arguments)
    return 0


def _grade_and_tell(arguments: argparse.Namespace) -> None:
    """Grade, and say what was found and done."""
    books = [_gradebook(text, arguments.column) for text in arguments.gradebook or ()]
    out = Path(arguments.out)
    course = _course(arguments, out)
    with progress() as shown:
        outcome = grade_class(_task(arguments, out, shown, books), course)
    print(batches.layout_taken(outcome.layout, outcome.count))
    print(batches.graded(outcome.done, outcome.kept, outcome.refused))
    for said in (
        batches.unmatched(outcome.unmatched),
        batches.not_in_roster(outcome.strangers),
        batches.nothing_from(outcome.absent),
        batches.marks_of_nobody(outcome.unclaimed),
        "\n".join(outcome.told),
        batches.no_deadline() if outcome.undated else "",
        batches.by_the_printed_numbers(course.loaded.id) if course.is_by_the_printed else "",
    ):
        if said:
            print(visible(said, longest=100_000, lines=True), file=sys.stderr)
    for book in books:
        _tell(book.filled(out, course.loaded.id, course.most))
    if arguments.feedback or arguments.until_due:
        _write_feedback(out, outcome.layout, until_due=arguments.until_due)


def _write_feedback(out: Path, layout: str, *, until_due: bool) -> None:
    # only who asks for pages waits for what writes sheets
    from grader.classroom.feedback import FOLDER, canvas_zip, moodle_zip, write_feedback

    count = write_feedback(out, until_due=until_due)
    print(feedback.written(str(out / FOLDER), count))
    if layout.startswith("Moodle"):
        print(feedback.written(str(moodle_zip(out)), count))
    if layout.startswith("Canvas"):
        print(feedback.written(str(canvas_zip(out)), count))


def _gradebook(text: str, column: str | None) -> Gradebook:
    kind, _, path = text.partition("=")
    if kind not in KINDS or not path:
        raise InputError(gradebooks.no_such_kind(text, KINDS))
    return Gradebook(kind, Path(path), column)


def _tell(filled: Filled) -> None:
    print(visible(gradebooks.filled(str(filled.path), filled.count)))
    for said in (*filled.remarks, gradebooks.not_in_gradebook(filled.unknown)):
        if said:
            print(visible(said, longest=100_000, lines=True), file=sys.stderr)


def _task(
    arguments: argparse.Namespace, out: Path, shown: Progress, books: list[Gradebook]
) -> Task:
    def dated(found: Found) -> Found:
        for book in books:
            found = book.dated(found)
        return found

    return Task(
        Path(arguments.works),
        out,
        roster=arguments.roster,
        jobs=max(1, arguments.jobs or jobs_here()),
        progress=shown,
        grade=_grade(arguments.dask),
        dated=dated,
    )


def _grade(address: str | None) -> Grade | None:
    """Who grades: the workers of a cluster, else our own processes."""
    if address is None:
        return None
    from grader.classroom.cluster import on_cluster  # brings an event loop

    return on_cluster(address)


def _course(arguments: argparse.Namespace, out: Path) -> Course:
    return Course(
        arguments.assignment,
        manifest=arguments.manifest,
        secret=arguments.secret,
        marks=arguments.marks or _marks_in(out),
        best=arguments.attempt == "best",
        due=_date(arguments.due),
    )


def _date(text: str | None) -> datetime | None:
    if text is None:
        return None
    found = read_date(text)
    if found is None:
        raise InputError(batches.no_such_date(text))
    return found


def _marks_in(out: Path) -> str | None:
    """The marks that lie among the results, if any do."""
    return str(out / "marks.csv") if (out / "marks.csv").is_file() else None
