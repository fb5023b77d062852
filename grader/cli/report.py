"""`grader report`: a graded class in figures, as one page."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.report.write import write_report
from grader.words.sentences import reports as sentences


def run(arguments: argparse.Namespace) -> int:
    """Write the page, and say where it is."""
    path = write_report(Path(arguments.out), pseudonyms=arguments.pseudonyms)
    print(sentences.written(str(path)))
    return 0
