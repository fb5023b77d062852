"""A student's work: the answers of a submission, however they had to be obtained.

YAML and JSON hold answers as they are.  A program is run in a confined process first, and what
could not be obtained becomes a finding instead of an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.outcome.errors import InputError, OwnFault
from grader.outcome.finding import Finding, Verdict
from grader.outcome.typed import Typed
from grader.submission.model import Submission
from grader.submission.read import read_submission
from grader.submission.started_ahead import is_program
from grader.words.sentences import submissions as sentences
from reference.records import dataclass, field, replace

if TYPE_CHECKING:
    from grader.sandbox import Limits, Source, Worker, WorkerPool
    from grader.submission.started_ahead import StartedAhead


@dataclass(frozen=True)
class Work:
    """One submission, ready to be graded.

    `answers` are the values by name; `lost` are names whose value could not be had, with the
    finding that says why.  `worker` runs the program's functions, where there is a program.
    """

    submission: Submission
    names: tuple[str, ...]
    worker: Worker | None = field(default=None, compare=False)
    remarks: tuple[str, ...] = ()
    _obtained: tuple[Mapping[str, Typed], Mapping[str, Finding]] | None = field(
        default=None, compare=False, repr=False
    )

    def at_rest(self, wanted: Iterable[str]) -> Work:
        """The same without its program, where nothing but the answers of these names is asked for."""
        return replace(self, worker=None, _obtained=self.obtain(wanted))

    def obtain(self, wanted: Iterable[str]) -> tuple[Mapping[str, Typed], Mapping[str, Finding]]:
        """The answers of these names, and what is to be said of those that cannot be had."""
        if self._obtained is not None:
            return self._obtained
        if self.worker is None:
            said = {
                name: Finding(Verdict.UNREADABLE, "answer.faulty-line", sentence)
                for name, sentence in self.submission.lost.items()
            }
            return self.submission.answers, said
        # only programs run, and need what is known of running
        from grader.sandbox import Returned
        from grader.submission.read_program import after_running  # as above
        from grader.submission.said import finding_of  # as above

        values: dict[str, object] = {}
        lost: dict[str, Finding] = {}
        for name, outcome in self.worker.values(list(wanted)).items():
            if isinstance(outcome, Returned):
                values[name] = outcome.value
            else:
                finding = finding_of(outcome)
                if finding is not None:
                    lost[name] = finding
        return after_running(self.submission, values).answers, lost


@contextmanager
def opened(
    path: Path | str,
    *,
    limits: Limits | None = None,
    zygote: WorkerPool | None = None,
    source: Source | None = None,
    begun: StartedAhead | None = None,
    meanwhile: bool = True,
    frameworks: tuple[str, ...] = (),
) -> Iterator[Work]:
    """The work in a file; raise InputError where there is nothing to grade.

    `source` is a program that was read already, with the files beside it; `begun` one that runs
    already.  `frameworks` are libraries that its assignment asks for.  Without these the file stands for itself alone.  Its text is read `meanwhile`, but where
    every core is busy with others anyway.
    """
    path = Path(path)
    if not is_program(path):
        submission = read_submission(path)
        if submission.fatal:
            raise InputError(submission.fatal.sentence)
        remarks = tuple(fault.sentence for fault in submission.faults)
        yield Work(submission, (*submission.answers, *submission.lost), remarks=remarks)
        return
    # as in `obtain`
    from grader.sandbox import Source, SubmissionError, open_worker
    from grader.submission.said import said_of  # as above

    if begun is not None and begun.running is not None:
        along, worker = begun.running
        yield _running(path, worker, tuple(said_of(along)))
        return
    try:
        source = source or Source.read(path)
        source = replace(source, frameworks=frameworks or source.frameworks)
    except SubmissionError as fault:
        raise InputError(fault.sentence) from None
    with open_worker(source, limits=limits, zygote=zygote) as worker:
        if meanwhile:
            worker.begin()
        yield _running(path, worker)


def _running(path: Path, worker: Worker, remarks: tuple[str, ...] = ()) -> Work:
    """The work of a program that runs; what its source shows is read in the meantime."""
    # as in `obtain`
    from grader.sandbox import OurFault
    from grader.submission.read_program import as_it_ran  # as above
    from grader.submission.said import remarks_of  # as above

    submission = read_submission(path) if path.suffix == ".py" else Submission(path)
    started = worker.start()
    if isinstance(started, OurFault):
        raise OwnFault(sentences.sandbox_failed(), detail=started.detail)
    if not submission.answers:
        submission = as_it_ran(submission, worker.written())
    remarks = (*remarks, *remarks_of(worker, started))
    return Work(submission, tuple(worker.names()), worker, remarks)
