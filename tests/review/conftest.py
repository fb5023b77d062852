"""A class that was graded once, and a copy of its results for every test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.review.texts_of_a_class import graded


@pytest.fixture(scope="session")
def class_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    graded(folder, also="The memory of the cell.")
    return folder


@pytest.fixture
def folder(class_once: Path, tmp_path: Path) -> Path:
    """Works, assignment and OUT of a class, to be changed at will."""
    shutil.copytree(class_once, tmp_path, dirs_exist_ok=True)
    settings = tmp_path / "out" / "settings.json"
    settings.write_text(settings.read_text().replace(str(class_once), str(tmp_path)))
    return tmp_path


@pytest.fixture
def out(folder: Path) -> Path:
    return folder / "out"
