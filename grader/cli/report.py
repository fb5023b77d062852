"""`grader report`: a graded class in figures, as one page."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "report",
        run,
        sentence="Write OUT/report.html: scores, items, mistakes, variants and failures of a class.",
        example="grader report graded",
        exits={0: "written", 2: "results not found, or the drawing packages are missing"},
    )
    parser.add_argument("out", metavar="OUT", help="the folder that `grader batch` wrote")
    parser.add_argument(
        "--pseudonyms", action="store_true", help="name nobody, for a page that is shown around"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the page, and say where it is."""
    from pathlib import Path

    from grader.report.write import write_report
    from grader.words.sentences import reports as sentences

    path = write_report(Path(arguments.out), pseudonyms=arguments.pseudonyms)
    print(sentences.written(str(path)))
    return 0
