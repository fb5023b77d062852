"""Where the libraries lie that students' code may use: mostly in one folder, but not always.

An environment of one's own on top of the system's has NumPy in the one and PyTorch in the other.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from grader.sandbox.arrays import NUMPY
from grader.sandbox.tensors import FRAMEWORKS


@cache  # a worker has to know, too, and may not look for PyTorch any more
def folders() -> tuple[str, ...]:
    """The folders that hold them, each once; nothing is imported."""
    specs = [find_spec(name) for name in (NUMPY, *sorted(FRAMEWORKS))]
    places = [Path(spec.origin).parents[1] for spec in specs if spec is not None and spec.origin]
    return tuple(str(place) for place in dict.fromkeys(places))
