"""A program that was set running before anything else: the rest is read while it works.

The worker is forked from a process that has seen no assignment and no key, so nothing secret was
ever in its memory; and the grader imports and reads what it needs in the meantime.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.sandbox import Worker, WorkerPool
    from grader.submission.beside import Along


class StartedAhead:
    """A worker that runs a program already; close it when the report is made.

    Of a folder only the process that forks workers is there: which file runs shows in the answers that
    are asked for.
    """

    # No dataclass: everybody waits for what is imported before the fork.
    def __init__(
        self, worker_pool: WorkerPool, stack: ExitStack, running: tuple[Along, Worker] | None = None
    ) -> None:
        self.worker_pool = worker_pool
        self.stack = stack
        self.running = running

    def close(self) -> None:
        """End the worker and the process that it came from."""
        self.stack.close()


def begin(path: Path | str) -> StartedAhead | None:
    """Set the program at a path running; None where there is none, which is told later.

    Call it before anything is read that a student must not see.
    """
    path = Path(path)
    if not is_program(path) and not path.is_dir():
        return None
    from grader.sandbox.early_fork import prefork  # plain answers need no fork

    with ExitStack() as stack:
        zygote = stack.enter_context(prefork())
        if path.is_dir():
            return StartedAhead(zygote, stack.pop_all())
        # imported here, while the fork does its own imports
        from grader.sandbox import Source, SubmissionError, open_worker
        from grader.submission.beside import with_modules  # as above

        try:
            along = with_modules(path, Source.read(path))
        except SubmissionError:
            return None
        worker = stack.enter_context(open_worker(along.source, zygote=zygote))
        worker.begin()
        return StartedAhead(zygote, stack.pop_all(), (along, worker))


def is_program(path: Path) -> bool:
    """Whether a file is a program to be run, rather than one of plain answers."""
    return path.suffix.lower() in (".py", ".ipynb")
