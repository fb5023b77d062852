"""A program as a submission: what its source shows, before and after it ran."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from grader.outcome.typed import Typed
from grader.submission.document import header_text
from grader.submission.file import told
from grader.submission.model import Submission, SubmissionFault
from grader.submission.program import NotDecoded, NotParsed, decoded, literals, merge
from grader.words.sentences import submissions as sentences
from grader.words.shown import shown_text
from reference.records import replace


def after_running(submission: Submission, values: Mapping[str, object]) -> Submission:
    """The submission of a program, with the values that running it gave."""
    answers = merge(values, submission.answers)
    assignment, student, rest = _without_header(answers)
    return replace(
        submission,
        answers=rest,
        assignment=assignment or submission.assignment,
        student=student or submission.student,
    )


def as_it_ran(submission: Submission, written: Mapping[str, str]) -> Submission:
    """A program whose source cannot be parsed whole, with what its single statements show.

    A notebook is one, and so is a file with a slip in it, of which all else was run.  `written`
    is what stood behind the `=` of every name.
    """
    known: dict[str, Typed] = {}
    for name, source in written.items():
        with contextlib.suppress(NotParsed):
            known.update(literals(f"{name} = ({source}\n)"))
    assignment, student, answers = _without_header(known)
    return replace(submission, assignment=assignment, student=student, answers=answers)


def read_program(path: Path, content: bytes) -> Submission:
    """A program and what its source shows.  That it cannot be parsed is for its run to tell."""
    faults: tuple[SubmissionFault, ...] = ()
    known: Mapping[str, Typed] = {}
    if not content.strip():
        sentence = sentences.submission_empty(told(path))
        faults = (SubmissionFault("submission.empty", sentence, fatal=False),)
    try:
        known = literals(decoded(content))
    except NotDecoded as fault:
        sentence = sentences.submission_not_decoded(told(path), shown_text(str(fault), 80))
        faults = (SubmissionFault("submission.not-decoded", sentence, fatal=False),)
    except NotParsed as fault:
        why = shown_text(fault.why, 80)
        sentence = sentences.submission_not_parsed(told(path), fault.line, why)
        faults = (SubmissionFault("submission.syntax", sentence, fatal=False),)
    assignment, student, answers = _without_header(known)
    return Submission(path, assignment, student, answers, faults, content)


def _without_header(
    known: Mapping[str, Typed],
) -> tuple[str | None, str | None, dict[str, Typed]]:
    """The `assignment` and `student` of a program, and all other names."""
    answers = dict(known)
    header = []
    for name in ("assignment", "student"):
        typed = answers.pop(name, None)
        header.append(header_text(typed) or None if typed is not None else None)
    return header[0], header[1], answers
