"""Files on disk: whole or not at all, and one writer at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.files import alone_in, put
from grader.outcome.errors import InputError


def test_a_file_is_written_over_in_one_go(tmp_path):
    path = tmp_path / "a"
    for data in (b"first", b"second"):
        put(path, data)
        assert data == path.read_bytes()
    assert ["a"] == [each.name for each in tmp_path.iterdir()]


@pytest.mark.parametrize("fault", [OSError("no room"), KeyboardInterrupt()])
def test_whatever_goes_wrong_what_was_there_is_there_still(fault, tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"before")
    whole = Path.write_bytes

    def half(self, data):
        whole(self, data[:3])
        raise fault

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(type(fault)):
        put(path, b"after")
    assert b"before" == path.read_bytes()
    assert ["a"] == [each.name for each in tmp_path.iterdir()]


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are POSIX")
def test_a_pipe_is_written_into_and_not_replaced(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as reader:  # noqa: S607 - the shell's own
        put(path, b"through")
        assert b"through" == reader.communicate()[0]
    assert path.is_fifo()


def test_a_new_folder_stays_only_if_something_comes_into_it(tmp_path):
    with alone_in(tmp_path / "a" / "b", "busy"):
        assert (tmp_path / "a" / "b").is_dir()
    assert [] == list(tmp_path.iterdir())
    with alone_in(tmp_path / "a" / "b", "busy"):
        put(tmp_path / "a" / "b" / "c", b"")
    assert (tmp_path / "a" / "b" / "c").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no advisory locks")
def test_a_folder_is_held_against_others_and_let_go_again(tmp_path):
    with (
        alone_in(tmp_path, "busy"),
        pytest.raises(InputError, match="busy"),
        alone_in(tmp_path, "busy"),
    ):
        pass
    with alone_in(tmp_path, "busy"):
        pass
