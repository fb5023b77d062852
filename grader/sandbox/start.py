"""Where workers come from on this system: a zygote that forks them, or a new Python for each."""

from __future__ import annotations

from collections.abc import Iterable

from grader.sandbox import kernel
from grader.sandbox.zygote import WorkerPool, Zygote


def start_zygote(*, without: Iterable[str] = ()) -> WorkerPool:
    """A clean source of workers: a zygote on Linux, a new process a worker elsewhere."""
    if kernel.LINUX:
        return Zygote.start(without=without)
    from grader.sandbox.spawned import Spawner  # never on Linux

    return Spawner()
