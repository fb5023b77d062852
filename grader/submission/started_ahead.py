"""A program that was set running before anything else: the rest is read while it works.

The worker is forked from a process that has seen no assignment and no key, so nothing secret was
ever in its memory; and the grader imports and reads what it needs in the meantime.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from grader.sandbox.early_fork import prefork

if TYPE_CHECKING:
    from grader.sandbox import Source, Worker


class StartedAhead:
    """A worker that runs a program already; close it when the report is made."""

    # No dataclass: everybody waits for what is imported before the fork.
    def __init__(self, source: Source, worker: Worker, stack: ExitStack) -> None:
        self.source = source
        self.worker = worker
        self.stack = stack

    def close(self) -> None:
        """End the worker and the process that it came from."""
        self.stack.close()


def begin(path: Path | str) -> StartedAhead | None:
    """Set the program at a path running; None where there is none, which is told later.

    Call it before anything is read that a student must not see.
    """
    path = Path(path)
    if not is_program(path):
        return None
    with ExitStack() as stack:
        zygote = stack.enter_context(prefork())
        # imported here, while the fork loads NumPy
        from grader.sandbox import Source, SubmissionError, open_worker

        try:
            source = Source.read(path)
        except SubmissionError:
            return None
        worker = stack.enter_context(open_worker(source, zygote=zygote))
        worker.begin()
        return StartedAhead(source, worker, stack.pop_all())


def is_program(path: Path) -> bool:
    """Whether a path is a program to be run, rather than a file of plain answers."""
    if path.is_dir():
        return not any((path / f"submission{end}").is_file() for end in (".yaml", ".yml", ".json"))
    return path.suffix.lower() in (".py", ".ipynb")
