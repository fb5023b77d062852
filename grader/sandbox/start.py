"""Where workers come from on this system: a zygote that forks them, or a new Python for each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from grader.sandbox import kernel
from grader.sandbox.closing import Closing
from grader.sandbox.layers import Layers
from grader.sandbox.limits import Limits
from grader.sandbox.source import Source
from grader.sandbox.zygote import Handle, WorkerPool, Zygote


def start_zygote(*, without: Iterable[str] = ()) -> WorkerPool:
    """A clean source of workers: a zygote on Linux, a new process a worker elsewhere."""
    if kernel.LINUX:
        return Zygote.start(without=without)
    from grader.sandbox.spawned import Spawner  # never on Linux

    return Spawner()


class ZygoteWhenNeeded(Closing):
    """A source of workers that is started for the first program: a class may hand in none."""

    @cached_property
    def _zygote(self) -> WorkerPool:
        return start_zygote()

    @property
    def layers(self) -> Layers:
        """The layers that its workers wear."""
        return self._zygote.layers

    def spawn(self, source: Source, limits: Limits) -> Handle:
        """A new worker for this submission, with all layers on."""
        return self._zygote.spawn(source, limits)

    def close(self) -> None:
        """End what is still running."""
        if "_zygote" in vars(self):
            self._zygote.close()
