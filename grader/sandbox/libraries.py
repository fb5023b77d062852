"""Where the libraries lie that students' code may use: mostly in one folder, but not always.

An environment of one's own on top of the system's has NumPy in the one and PyTorch in the other.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from grader.sandbox.arrays import NUMPY
from grader.sandbox.tensors import FRAMEWORKS


def folders() -> list[str]:
    """The folders that hold them, each once; nothing is imported."""
    specs = [find_spec(name) for name in (NUMPY, *sorted(FRAMEWORKS))]
    places = [Path(spec.origin).parents[1] for spec in specs if spec is not None and spec.origin]
    return [str(place) for place in dict.fromkeys(places)]
