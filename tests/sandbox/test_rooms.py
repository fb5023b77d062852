"""Temporary folders go, whatever ends the process they belong to."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.cli.main import main
from grader.sandbox import rooms
from tests.elsewhere import System

LEAVES = """
import os, sys
from grader.sandbox.rooms import new_room
folder = new_room("submission")
(folder / "data.csv").write_text("1")
folder.chmod(0o555)
print(folder, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_next_one_sweeps_what_a_killed_one_left(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if system != "linux":
        monkeypatch.setattr(rooms, "PROCESSES", str(tmp_path / "there-is-none"))
    if system == "win32":
        monkeypatch.setattr("ctypes.windll", SimpleNamespace(kernel32=System()), raising=False)
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
    if system == "win32":  # from here on: Python's own modules need the true name before
        monkeypatch.setattr(sys, "platform", system)
    other = tmp_path / "grader-of-somebody"
    other.mkdir()
    with rooms.temporary("mine") as mine:
        assert (False, True, True) == (left.exists(), mine.is_dir(), other.is_dir())
        with rooms.temporary("second"):
            assert mine.is_dir(), "its process lives"
    assert ["grader-of-somebody"] == [each.name for each in tmp_path.iterdir()]


def test_whatever_command_is_next_sweeps_what_a_killed_one_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    for name in (
        "grader-4194305-7-submission-x",
        "grader-of-somebody",
    ):  # no process has this number
        (tmp_path / name).mkdir()
    assert 0 == main(["cells"])
    assert ["grader-of-somebody"] == [each.name for each in tmp_path.iterdir()]
