"""Libraries beside NumPy that an assignment's functions work with: loaded for it, and for no other."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from grader.assignment import Assignment
from grader.outcome.errors import InputError
from grader.submission.said import remarks_of
from grader.submission.work import Work
from grader.words.sentences import functions as sentences
from reference.records import replace


def missing_frameworks(assignment: Assignment) -> Iterator[str]:
    """A sentence for each library that the functions work with and that is not installed here."""
    for name in assignment.frameworks:
        if importlib.util.find_spec(name) is None:
            yield sentences.framework_missing(assignment.id, name)


def with_frameworks(work: Work, assignment: Assignment) -> Work:
    """The work run where these libraries are; raise InputError where one is not installed."""
    worker, wanted = work.worker, assignment.frameworks
    if worker is None or not wanted:
        return work
    for said in missing_frameworks(assignment):
        raise InputError(said)
    if worker.source.frameworks == wanted:
        return work
    before = {*remarks_of(worker, worker.start())}
    worker.source = replace(worker.source, frameworks=wanted)
    again = tuple(remarks_of(worker, worker.restart()))
    kept = tuple(remark for remark in work.remarks if remark not in before)
    return replace(work, names=tuple(worker.names()), remarks=(*kept, *again))
