"""`grader kit`: what a student gets."""

from __future__ import annotations

import argparse
import sys

from grader.cli.parser import Commands, formats_of


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "kit",
        run,
        sentence="Make what a student gets: sheet, template, and a check without the key.",
        example="grader kit exam-relu-9 --student A1 --secret secret.txt --out kit-A1",
        exits={0: "made", 2: "an assignment, student, secret or folder not found or faulty"},
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument("--student", metavar="ID", help="whose variant; else the printed numbers")
    parser.add_argument("--out", metavar="DIR", required=True, help="the folder of the kit")
    parser.add_argument("--name", metavar="NAME", default="", help="a name for the sheet's head")
    parser.add_argument(
        "--format", metavar="LIST", help="out of pdf, html, md and ipynb; the first three"
    )
    parser.add_argument(
        "--secret", metavar="FILE", help="what draws the variants; else GRADER_SECRET names it"
    )
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")


def run(arguments: argparse.Namespace) -> int:
    """Make it, and say what it cannot hide."""
    from pathlib import Path

    from grader.assignment import find_assignment, load_assignment
    from grader.handout.formats import FORMATS
    from grader.key.unsolved import refusal
    from grader.kit.folder import make
    from grader.outcome.errors import Faulty
    from grader.variant.selection import select
    from grader.words.sentences import kits as sentences

    formats = None if arguments.format is None else formats_of(arguments.format, tuple(FORMATS))
    path = find_assignment(arguments.assignment)
    chosen = select(
        load_assignment(path),
        arguments.student,
        secret=arguments.secret,
        manifest=arguments.manifest,
        their_own=True,
    )
    try:
        made = make(
            chosen.assignment,
            arguments.student,
            Path(arguments.out),
            name=arguments.name,
            formats=formats,
        )
    except Faulty as fault:
        raise refusal(fault, path, chosen.assignment) from None
    for remark in (*chosen.remarks, *chosen.staff, *made.remarks):
        print(remark, file=sys.stderr)
    print(sentences.kit_written(len(made.files), str(made.folder)))
    print(sentences.kit_hides())
    return 0
