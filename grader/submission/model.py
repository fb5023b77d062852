"""A submission as the rest of the grader knows it, and what can be wrong with its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.outcome.typed import Typed
from reference.records import dataclass, field


@dataclass(frozen=True)
class SubmissionFault:
    """Something wrong with the file itself.

    A fatal one leaves nothing to grade (exit 2).  The others are told beside the report: a
    program with a syntax error is an answer that crashes, an empty file one that is missing.
    """

    note: str
    sentence: str
    fatal: bool = True


@dataclass(frozen=True)
class Submission:
    """One file that was handed in, read and not yet graded.

    For YAML and JSON the answers are complete.  For a program, `program` holds its bytes, and
    `answers` what its source shows without running it; `after_running` joins the two.  `lost` says of
    answers on a faulty line what is wrong with that.
    """

    path: Path
    assignment: str | None = None
    student: str | None = None
    answers: Mapping[str, Typed] = field(default_factory=dict)
    faults: tuple[SubmissionFault, ...] = ()
    program: bytes | None = None
    lost: Mapping[str, str] = field(default_factory=dict)

    @property
    def fatal(self) -> SubmissionFault | None:
        """The fault that leaves nothing to grade, if there is one."""
        return next((fault for fault in self.faults if fault.fatal), None)


class Unusable(Exception):
    """Raised inside this package where reading must stop; told as its fault."""

    def __init__(self, note: str, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = SubmissionFault(note, sentence)
