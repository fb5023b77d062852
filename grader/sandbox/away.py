"""Processes of our own, begun where no module of a stranger is found: a context to start them in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# From 3.11 on PYTHONSAFEPATH says it (see `grader.command`); before, `python -c` looks for every module,
# its own included, in the working folder first.
_LOOKS_THERE = sys.version_info < (3, 11)


@contextmanager
def away_from_strangers() -> Iterator[None]:
    """Start processes from the folder of Python's own modules, where its version looks around it.

    They go back to the working folder by themselves, as soon as they know where modules are:
    `multiprocessing` tells them which it was when it was imported, so import it before.
    """
    if not _LOOKS_THERE:
        yield
        return
    here = os.getcwd()
    os.chdir(os.path.dirname(os.__file__))
    try:
        yield
    finally:
        os.chdir(here)
