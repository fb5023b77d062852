"""`grader kit`: what a student gets."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from grader.assignment import find_assignment, load_assignment
from grader.cli.parser import formats_of
from grader.handout.formats import FORMATS
from grader.key.unsolved import refusal
from grader.kit.folder import make
from grader.outcome.errors import Faulty
from grader.variant.selection import select
from grader.words.sentences import kits as sentences


def run(arguments: argparse.Namespace) -> int:
    """Make it, and say what it cannot hide."""
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
