"""`grader batch`: grade a whole class."""

from __future__ import annotations

import argparse
import sys

from grader.cli.parser import Commands
from grader.outcome.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from grader.classroom.course import Course
    from grader.classroom.gradebooks import Filled, Gradebook
    from grader.classroom.hand_in import Found
    from grader.classroom.run import Grade, Progress, Task


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "batch",
        run,
        sentence="Grade a whole class: a folder or zip of hand-ins, into tables.",
        example="grader batch handed-in --assignment exam-relu-9 --out graded",
        exits={
            0: "every hand-in has a result",
            2: "hand-ins, assignment or arguments not found or faulty",
        },
    )
    parser.add_argument(
        "works",
        metavar="WORKS",
        help="a folder or file a student, or a download of Gradescope, Moodle or Canvas",
    )
    parser.add_argument("--assignment", metavar="A", help="an id or a path")
    _add_class(parser)
    _add_tables(parser)
    parser.add_argument("--jobs", metavar="N", type=int, help="processes; else one a core")
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="grade on the workers of this scheduler, tcp://HOST:8786"
    )
    parser.add_argument("--forget", metavar="ID", help="erase a student; WORKS is OUT then")


def _add_class(parser: argparse.ArgumentParser) -> None:
    """What belongs to the class: where results lie, who is in it, and when it was due."""
    parser.add_argument("--out", metavar="OUT", help="the folder of the results; a rerun goes on")
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--roster", metavar="R", help="the table of who is in the class")
    parser.add_argument(
        "--marks", metavar="F", help="points from staff for the texts; else OUT/marks.csv"
    )
    parser.add_argument(
        "--attempt", choices=("latest", "best"), default="latest", help="of several, which counts"
    )
    parser.add_argument(
        "--due", metavar="DATE", help="when it was due, as 2026-05-01T23:59+02:00, for late work"
    )


def _add_tables(parser: argparse.ArgumentParser) -> None:
    """What is written beside the results: gradebooks and feedback."""
    parser.add_argument(
        "--gradebook",
        metavar="KIND=FILE",
        action="append",
        help="canvas=EXPORT.csv or moodle=WORKSHEET.csv: a downloaded gradebook to fill in",
    )
    parser.add_argument("--column", metavar="TITLE", help="the assignment's column in it")
    parser.add_argument(
        "--feedback", action="store_true", help="a text and a page for every student, and zips"
    )
    parser.add_argument(
        "--until-due", action="store_true", help="feedback without right values and reasons"
    )


def run(arguments: argparse.Namespace) -> int:
    """Grade, and say what was found and done."""
    from pathlib import Path

    from grader.words.sentences import batches as sentences
    from grader.words.text import visible

    works = Path(arguments.works)
    if arguments.forget is not None:
        from grader.classroom.forget import forget

        forget(works, arguments.forget)
        print(visible(sentences.forgotten(arguments.forget)))
        return 0
    if not arguments.assignment or not arguments.out:
        raise InputError(sentences.assignment_needed())
    from grader.classroom.gradebooks import finalgrade_table
    from grader.classroom.run import grade_class
    from grader.render.progress import progress

    books = [_gradebook(text, arguments.column) for text in arguments.gradebook or ()]
    out = Path(arguments.out)
    course = _course(arguments, out)
    with progress() as shown:
        outcome = grade_class(_task(arguments, works, out, shown, books), course)
    print(sentences.layout_taken(outcome.layout, outcome.count))
    print(sentences.graded(outcome.done, outcome.kept, outcome.refused))
    for said in (
        sentences.unmatched(outcome.unmatched),
        sentences.not_in_roster(outcome.strangers),
        sentences.nothing_from(outcome.absent),
        sentences.marks_of_nobody(outcome.unclaimed),
        sentences.no_deadline() if outcome.undated else "",
    ):
        if said:
            print(visible(said, longest=100_000, lines=True), file=sys.stderr)
    finalgrade_table(out, course.loaded.id, course.most)
    for book in books:
        _tell(book.filled(out, course.loaded.id, course.most))
    if arguments.feedback or arguments.until_due:
        _write_feedback(out, outcome.layout, until_due=arguments.until_due)
    return 0


def _write_feedback(out: Path, layout: str, *, until_due: bool) -> None:
    from grader.classroom.feedback import FOLDER, canvas_zip, moodle_zip, write_feedback
    from grader.words.sentences import feedback as sentences

    count = write_feedback(out, until_due=until_due)
    print(sentences.written(str(out / FOLDER), count))
    if layout.startswith("Moodle"):
        print(sentences.written(str(moodle_zip(out)), count))
    if layout.startswith("Canvas"):
        print(sentences.written(str(canvas_zip(out)), count))


def _gradebook(text: str, column: str | None) -> Gradebook:
    from pathlib import Path

    from grader.classroom.gradebooks import KINDS, Gradebook
    from grader.words.sentences import gradebooks as sentences

    kind, _, path = text.partition("=")
    if kind not in KINDS or not path:
        raise InputError(sentences.no_such_kind(text, KINDS))
    return Gradebook(kind, Path(path), column)


def _tell(filled: Filled) -> None:
    from grader.words.sentences import gradebooks as sentences
    from grader.words.text import visible

    print(visible(sentences.filled(str(filled.path), filled.count)))
    for said in (*filled.remarks, sentences.not_in_gradebook(filled.unknown)):
        if said:
            print(visible(said, longest=100_000, lines=True), file=sys.stderr)


def _task(
    arguments: argparse.Namespace, works: Path, out: Path, shown: Progress, books: list[Gradebook]
) -> Task:
    from grader.classroom.run import Task, jobs_here

    def dated(found: Found) -> Found:
        for book in books:
            found = book.dated(found)
        return found

    return Task(
        works,
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
    from grader.classroom.cluster import on_cluster

    return on_cluster(address)


def _course(arguments: argparse.Namespace, out: Path) -> Course:
    from grader.classroom.course import Course

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
    from grader.gradescope.metadata import read_date
    from grader.words.sentences import batches as sentences

    found = read_date(text)
    if found is None:
        raise InputError(sentences.no_such_date(text))
    return found


def _marks_in(out: Path) -> str | None:
    """The marks that lie among the results, if any do."""
    return str(out / "marks.csv") if (out / "marks.csv").is_file() else None
