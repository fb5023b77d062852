"""How much of the machine one submission may use, and why so much."""

from __future__ import annotations

from functools import cache

from reference.records import dataclass

MIB = 1 << 20
FRAMEWORK = 640 * MIB  # PyTorch 2.13 maps 450 MB more than NumPy, with its compiler 530


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of one submission.  All clocks are wall clocks, read outside of the worker."""

    start_seconds: float = 10.0
    """To run the file.  Honest notebooks train for seconds; a loaded Gradescope container has
    half a processor."""

    call_seconds: float = 5.0
    """For one call.  A step of a cell takes microseconds; loops in plain Python, milliseconds."""

    total_seconds: float = 40.0
    """For everything, restarts included: with the grader's own time it must stay below a minute."""

    memory: int = 2048 * MIB
    """Address space of the worker.  NumPy alone maps half a gigabyte of it."""

    output: int = 16_384
    """Characters of printed text that are kept for one request; the rest is read and dropped."""

    open_files: int = 64
    """Open handles: enough for any honest import, too few to starve the machine."""

    processes: int = 32
    """Threads of the worker's user: a thread pool fits, a bomb does not."""

    nodes: int = 100_000
    """Entries, over all levels, of one value of lists and numbers."""

    depth: int = 32
    """Nesting of one value.  An answer is a list of lists of numbers, not a tree."""

    elements: int = 2_000_000
    """Elements of one array (16 MB of float64): more than any exercise, less than any harm."""

    text: int = 100_000
    """Characters of one piece of text that is an answer."""


def memory_limit(limits: Limits, *, frameworks: bool = False) -> int:
    """The memory that one worker may map here: the limit, or 60 % of what the container has.

    Without the second bound the kernel, not we, would end something in a small container, and
    it might choose the grader.  What a framework maps of its own libraries comes on top: a
    worker shares it with the process that it was forked from.
    """
    own = FRAMEWORK if frameworks else 0
    container = _container_memory()
    if container is None:
        return limits.memory + own
    return max(256 * MIB, min(limits.memory, container * 6 // 10)) + own


@cache
def _container_memory() -> int | None:
    """The memory of the container that this runs in, if it has a bound."""
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(name, encoding="utf-8") as file:
                text = file.read().strip()
        except OSError:
            continue
        if text.isdigit():
            return int(text)
    return None
