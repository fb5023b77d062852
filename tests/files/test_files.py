"""Files on disk: whole or not at all, and one writer at a time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import grader
from grader.classroom.feedback import write_feedback
from grader.classroom.journal import Journal
from grader.files.written import alone_in, put, putting, refuse_links
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

    def half(self, target):
        self.write_bytes(b"aft")
        raise fault

    monkeypatch.setattr(Path, "replace", half)
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


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nothing_is_written_through_a_planted_link(tmp_path):
    (tmp_path / "victim").write_bytes(b"theirs")
    for name in ("a", ".a.part"):
        (tmp_path / name).symlink_to(tmp_path / "victim")
    put(tmp_path / "a", b"ours")
    assert (b"theirs", b"ours") == (
        (tmp_path / "victim").read_bytes(),
        (tmp_path / "a").read_bytes(),
    )
    assert not (tmp_path / "a").is_symlink()


# Who else writes a file does so in a temporary folder, in a worker's, or never over what is there.
_IN_FOLDERS_OF_THEIR_OWN = {
    "authoring/view.py", "classroom/cluster.py", "gradescope/simulate.py", "linting/lint.py",
    "linting/survivors.py", "linting/tried.py", "submission/archive.py",
}  # fmt: skip


def test_what_people_keep_is_written_in_one_way_that_follows_no_link():
    home = Path(grader.__file__).parent
    writers = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*.py")
        if re.search(
            r"\.write_(text|bytes)\(|copyfile\(|\.open\([\"'][wax]", path.read_text("utf-8")
        )
    }
    ours = {name for name in writers if not name.startswith(("sandbox/", "files/"))}
    assert _IN_FOLDERS_OF_THEIR_OWN == ours


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("name", ["journal.jsonl", "feedback"])
def test_no_link_in_the_folder_of_a_class_leads_elsewhere(name, tmp_path):
    out, theirs = tmp_path / "out", tmp_path / "theirs"
    out.mkdir()
    theirs.mkdir()
    (theirs / "a.txt").write_bytes(b"theirs")
    (out / name).symlink_to(theirs / "a.txt" if "." in name else theirs)
    with pytest.raises(InputError, match=f"{name} is a link"):
        Journal(out) if "." in name else write_feedback(out)
    assert b"theirs" == (theirs / "a.txt").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_what_is_private_stays_private(tmp_path):
    put(tmp_path / "a", b"1", private=True)
    assert 0o600 == (tmp_path / "a").stat().st_mode & 0o777
    put(tmp_path / "a", b"2")
    assert 0o600 == (tmp_path / "a").stat().st_mode & 0o777, "whoever writes it next"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_folder_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "A1").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="A1 is a link"):
        refuse_links(tmp_path / "class", tmp_path / "class" / "A1")
    refuse_links(tmp_path / "class", tmp_path / "class" / "B2" / "keys")


def test_what_is_written_bit_by_bit_goes_through_no_planted_link(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("theirs")
    (tmp_path / ".out.csv.part").symlink_to(victim)
    (tmp_path / "out.csv").symlink_to(victim)
    with putting(tmp_path / "out.csv") as file:
        file.write(b"ours")
    assert (b"ours", "theirs") == ((tmp_path / "out.csv").read_bytes(), victim.read_text())
    assert not (tmp_path / "out.csv").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not held there")
def test_who_holds_a_folder_takes_away_what_a_killed_writer_left_half_written(tmp_path):
    half = tmp_path / "class" / "s1" / ".sheet.html.0123456789abcdef.part"
    half.parent.mkdir(parents=True)
    half.write_text("<html")
    kept = [half.with_name(".part"), half.with_name("sheet.part"), half.with_name("sheet.html")]
    for path in kept:
        path.write_text("theirs")
    with alone_in(tmp_path / "class", "busy"):
        assert not half.exists()
    assert all(path.exists() for path in kept)
