"""What is said of a program: how it ran, what did not come of it, and what came along with it."""

from __future__ import annotations

from collections.abc import Iterator

from grader.outcome.errors import OwnFault
from grader.outcome.finding import Finding, Verdict
from grader.sandbox import (
    Absent,
    Blocked,
    Crashed,
    OurFault,
    Outcome,
    OutOfMemory,
    Raised,
    Refused,
    Returned,
    TimedOut,
    Worker,
)
from grader.submission.beside import Along
from grader.words.sentences import submissions as sentences
from grader.words.shown import shown_text


def said_of(along: Along) -> Iterator[str]:
    """What is to be said of the modules beside a single file."""
    if along.named:
        yield sentences.modules_came_along(along.named)
    if along.left:
        yield sentences.modules_left(along.left)


def remarks_of(worker: Worker, started: Outcome) -> Iterator[str]:
    """What is to be said of how the file ran."""
    shown = [fault.sentence for fault in worker.faults if fault.kind != "stopped"]
    yield from shown
    if isinstance(started, (TimedOut, Crashed)) or not (shown or isinstance(started, Returned)):
        finding = finding_of(started)
        if finding is not None:
            yield finding.message


def finding_of(outcome: Outcome) -> Finding | None:
    """What is said of an answer that did not come; None where the name is just not there."""
    match outcome:
        case Returned():
            raise AssertionError("a value that came back is judged by a checker")
        case Absent(_, because):
            return Finding(Verdict.FAILED, "program.blocked", because) if because else None
        case Raised():
            return Finding(Verdict.FAILED, "program.raised", shown_text(str(outcome), 300))
        case TimedOut(seconds, where, _, line, cell):
            said = sentences.timed_out(seconds, where, sentences.place(line, cell))
            return Finding(Verdict.FAILED, "program.timed-out", said)
        case Crashed(how, _, _, line, cell):
            said = sentences.crashed(how, sentences.place(line, cell))
            return Finding(Verdict.FAILED, "program.crashed", said)
        case OutOfMemory():
            return Finding(Verdict.FAILED, "program.out-of-memory", sentences.out_of_memory())
        case Refused(note, sentence):
            return Finding(Verdict.UNREADABLE, note, sentence)
        case Blocked(sentence):
            return Finding(Verdict.FAILED, "program.blocked", sentence)
        case OurFault(detail):
            raise OwnFault(sentences.sandbox_failed(), detail=detail)
