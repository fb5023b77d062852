"""How many processes a class gets."""

from __future__ import annotations

import os


def jobs_here() -> int:
    """As many processes as there are cores for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
