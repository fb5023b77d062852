"""`grader regrade`: what a change of key, rubric or version would do to a graded class."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.classroom.jobs import jobs_here
from grader.classroom.regrade import Regraded, regrade
from grader.render.progress import progress
from grader.words.sentences import regrades as sentences
from grader.words.text import visible


def run(arguments: argparse.Namespace) -> int:
    """Compare, print, and keep only what was accepted."""
    with progress() as shown:
        found = regrade(
            Path(arguments.out),
            assignment=arguments.assignment,
            accept=arguments.accept,
            jobs=max(1, arguments.jobs or jobs_here()),
            progress=shown,
        )
    _tell(found)
    return 0


def _tell(found: Regraded) -> None:

    for one in found.changes:
        difference = float(one.difference)
        said = (
            sentences.changed(one.id, one.before, one.after, difference)
            if difference
            else sentences.waits(one.id, one.after)
        )
        print(visible(said, longest=1_000))
        for answer in one.answers:
            print(visible(sentences.by_answer(*answer), longest=1_000))
    gain = sum(one.difference > 0 for one in found.changes)
    lose = sum(one.difference < 0 for one in found.changes)
    print(sentences.summary(gain, lose, found.reworded, found.graded))
    if found.versions[0] != found.versions[1]:
        print(sentences.versions(*found.versions))
    print(sentences.kept(str(found.kept_in)) if found.kept_in else sentences.not_kept())
