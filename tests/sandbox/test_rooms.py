"""Temporary folders go, whatever ends the process they belong to."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.sandbox import rooms

LEAVES = """
import os, sys
from grader.sandbox.rooms import new_room
folder = new_room("submission")
(folder / "data.csv").write_text("1")
folder.chmod(0o555)
print(folder, flush=True)
os.kill(os.getpid(), 9)
"""


def test_the_next_one_sweeps_what_a_killed_one_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    command = [sys.executable, "-c", LEAVES]
    home = Path(__file__).parents[2]
    done = subprocess.run(
        command,
        cwd=home,
        env={"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    left = Path(done.stdout.strip())
    assert left.is_dir(), done.stderr
    other = tmp_path / "grader-of-somebody"
    other.mkdir()
    with rooms.temporary("mine") as mine:
        assert (False, True, True) == (left.exists(), mine.is_dir(), other.is_dir())
        with rooms.temporary("second"):
            assert mine.is_dir(), "its process lives"
    assert ["grader-of-somebody"] == [each.name for each in tmp_path.iterdir()]
