"""`grader batch`: grade a whole class."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader.cli.parser import Commands
from grader.outcome.errors import InputError


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
    parser.add_argument("--out", metavar="OUT", help="the folder of the results; a rerun goes on")
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--roster", metavar="R", help="the table of who is in the class")
    parser.add_argument(
        "--marks", metavar="F", help="points from staff for the texts; else OUT/marks.csv"
    )
    parser.add_argument("--jobs", metavar="N", type=int, help="processes; else one a core")
    parser.add_argument(
        "--attempt", choices=("latest", "best"), default="latest", help="of several, which counts"
    )
    parser.add_argument("--forget", metavar="ID", help="erase a student; WORKS is OUT then")


def run(arguments: argparse.Namespace) -> int:
    """Grade, and say what was found and done."""
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
    from grader.classroom.course import Course
    from grader.classroom.run import grade_class, jobs_here

    course = Course(
        arguments.assignment,
        manifest=arguments.manifest,
        secret=arguments.secret,
        marks=arguments.marks or _marks_in(Path(arguments.out)),
        best=arguments.attempt == "best",
    )
    outcome = grade_class(
        works,
        course,
        Path(arguments.out),
        jobs=max(1, arguments.jobs or jobs_here()),
        roster=arguments.roster,
    )
    print(sentences.layout_taken(outcome.layout, outcome.count))
    print(sentences.graded(outcome.done, outcome.kept, outcome.refused))
    for said in (
        sentences.unmatched(outcome.unmatched),
        sentences.not_in_roster(outcome.strangers),
        sentences.nothing_from(outcome.absent),
    ):
        if said:
            print(visible(said, longest=100_000, lines=True), file=sys.stderr)
    return 0


def _marks_in(out: Path) -> str | None:
    """The marks that lie among the results, if any do."""
    return str(out / "marks.csv") if (out / "marks.csv").is_file() else None
