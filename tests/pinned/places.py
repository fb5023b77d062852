"""What the tests against other packages share: random numbers, our cell, and one file of a package alone."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from reference import bind, cell, omit

D, N, T = 3, 4, 3
NEAR = {"rel": 1e-5, "abs": 1e-5}  # what single precision leaves


def random(seed: int):
    """Draws a package and we share: an array of a shape, half as wide as a bell curve."""
    generator = np.random.default_rng(seed)
    return lambda *shape: 0.5 * generator.normal(size=shape)


def ours(name: str, given: dict[str, object], quantity: str = "h", steps: int = T):
    """A quantity of our cell, step by step; symbols that may be left out are, where none is given."""
    written = cell(name)
    made = omit(written, written.optional - set(given))
    found = bind(made, given, steps=steps).solve()
    if not written.recurrent:
        return found[quantity]
    return np.stack([found[f"{quantity}[{t}]"] for t in range(1, steps + 1)])


def alone(package: str, path: str):
    """One file of a package, without the package: its start asks for parts that are not here."""
    pytest.importorskip("torch")
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        pytest.skip(f"{package} is not installed")
    file = Path(next(iter(found.submodule_search_locations))) / path
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
