"""Where libraries lie, and what a class of workers costs the kernel."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from grader.sandbox import kernel, landlock
from grader.sandbox.environment import software_paths
from grader.sandbox.libraries import folders


def test_libraries_that_lie_in_different_folders_are_both_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise AssertionError('nobody asked for it')")
    monkeypatch.syspath_prepend(tmp_path)
    folders.cache_clear()
    numpy = importlib.util.find_spec("numpy")
    assert numpy is not None
    assert numpy.origin is not None
    wanted = (str(Path(numpy.origin).parents[1]), str(tmp_path))
    assert folders() == wanted
    assert (*software_paths()[1:],) == wanted
    assert set(wanted) <= {*landlock.readable_paths()}
    folders.cache_clear()


def test_what_lies_on_large_pages_is_what_it_was() -> None:
    numbers = [*range(1 << 20)]
    kernel.lay_on_large_pages()
    assert sum(numbers) == (1 << 20) * ((1 << 20) - 1) // 2
