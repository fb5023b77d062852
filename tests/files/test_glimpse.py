"""A look at a stranger's file ends soon: a terabyte, a pipe, a link, a folder, a file without rights."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from grader.files.glimpse import MOST, digest_of, start_of


def test_the_digest_of_a_file_is_its_sha256(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"x = 1\n" * 300_000)
    assert hashlib.sha256(file.read_bytes()).digest() == digest_of(file)
    assert b"x = 1\nx" == start_of(file, 7)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are pipes")
def test_what_is_no_ordinary_file_has_no_start_and_a_digest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(__file__)
    for name in ("pipe", "link", "none", "."):
        assert b"" == start_of(tmp_path / name)
        assert 32 == len(digest_of(tmp_path / name))


def test_of_what_nobody_reads_whole_size_and_end_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.files.glimpse.MOST", 1 << 20)
    file = tmp_path / "a.bin"
    seen = set()
    for size in ((1 << 40) - 1, 1 << 40):
        with file.open("wb") as opened:
            opened.truncate(size)  # a terabyte that takes no room
        seen.add(digest_of(file))
    with file.open("r+b") as opened:
        opened.seek((1 << 40) - 5)
        opened.write(b"end")
    seen.add(digest_of(file))
    assert 3 == len(seen)
    assert MOST > 1 << 20
