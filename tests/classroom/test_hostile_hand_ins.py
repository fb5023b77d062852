"""What lies in a hand-in takes no class along: pipes, terabytes, a heap of files, names that cannot be seen."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from grader.cli.main import main

RIGHT = "a_parameters = 45\n"
ESCAPE = "\x1b[2J\u202e\u200b"
EVIL = (
    f'=HYPERLINK("http://e"){ESCAPE}<img src=x onerror=alert(1)></script><script>alert(1)</script>'
)


def batch(tmp_path: Path, *more: str) -> int:
    words = ["batch", str(tmp_path / "works"), "--assignment", "exam-relu-9", "--jobs", "1"]
    return main([*words, "--out", str(tmp_path / "out"), *more])


def lines_of(tmp_path: Path) -> dict[str, dict[str, Any]]:
    lines = (tmp_path / "out" / "results.jsonl").read_text("utf-8").splitlines()
    return {line["id"]: line for line in map(json.loads, lines)}


def terabyte(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are pipes")
def test_pipes_terabytes_and_a_heap_of_files_cost_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.files.glimpse.MOST", 1 << 22)  # read of each of them
    monkeypatch.setattr("grader.submission.handed_in.ENTRIES", 50)
    works = tmp_path / "works"
    for who in ("heap", "pipe", "whole"):
        (works / who).mkdir(parents=True)
        (works / who / "submission.py").write_text(RIGHT)
    terabyte(works / "heap" / "data.npz")
    terabyte(works / "whole" / "submission.py")
    os.mkfifo(works / "heap" / "data.csv")
    (works / "pipe" / "submission.py").unlink()
    os.mkfifo(works / "pipe" / "submission.py")
    for name in range(60):
        os.close(os.open(works / "heap" / f"a{name}.txt", os.O_CREAT | os.O_WRONLY))
    assert batch(tmp_path) == 0
    found = lines_of(tmp_path)
    assert {"heap": 1} == {who: line["score"] for who, line in found.items() if "score" in line}
    assert "at most 2 MB can be read" in found["whole"]["error"]
    assert "There is no file that holds answers" in found["pipe"]["error"]


def test_what_students_write_and_are_called_does_nothing_where_staff_read_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"a_parameters": 45, "b_reason": EVIL, "c_h2": EVIL, "student": EVIL}
    for who in ("=1+1", f"b{ESCAPE}", "<script>alert(1)"):
        (tmp_path / "works" / who).mkdir(parents=True)
        (tmp_path / "works" / who / "a.json").write_text(json.dumps(answers))
    assert batch(tmp_path, "--feedback") == 0
    assert main(["report", str(tmp_path / "out")]) == 0
    assert main(["regrade", str(tmp_path / "out"), "--jobs", "1"]) == 0
    said = capsys.readouterr()
    assert main(["marks", "exam-relu-9", str(tmp_path / "out")]) == 0
    table = capsys.readouterr().out
    assert {"=1+1", "b\\x1b[2J\\u202e\\u200b", "<script>alert(1)"} == set(lines_of(tmp_path))
    pages = [page.read_text("utf-8") for page in (tmp_path / "out").rglob("*.html")]
    assert len(pages) >= 4
    for text in (
        *pages,
        table,
        said.out,
        said.err,
        (tmp_path / "out/grades.csv").read_text("utf-8"),
    ):
        assert not {"\x1b", "\u202e", "\u200b"} & set(text)
    for page in pages:
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    cells = [cell for row in csv.reader(table.splitlines()) for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_rights_is_told_and_ends_no_class(tmp_path: Path) -> None:
    for who in ("a", "b"):
        (tmp_path / "works" / who).mkdir(parents=True)
        (tmp_path / "works" / who / "submission.py").write_text(RIGHT)
    (tmp_path / "works" / "b" / "submission.py").chmod(0)
    assert batch(tmp_path) == 0
    assert lines_of(tmp_path)["a"]["score"] == 1
    assert "error" in lines_of(tmp_path)["b"]


def test_a_sheet_without_a_key_is_nobody_s_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "assignment.yaml"
    sheet.write_text(
        "title: T\npoints: 1\nsystems:\n  s: {cell: relu-rnn, steps: 1, given: {V: 1, W: 1, h0: 1, x: [3]}}\n"
        "questions:\n- {id: a, prompt: P, system: s, answers: {a_h: {value: '1 / (h[1] - h[1])'}}}\n"
    )
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "A1.yaml").write_text("a_h: 4\n")
    words = ["batch", str(tmp_path / "works"), "--assignment", str(sheet), "--jobs", "1"]
    assert 2 == main([*words, "--out", str(tmp_path / "out")])
    assert "assignment.yaml:6: " in capsys.readouterr().err
    assert {} == lines_of(tmp_path), "no line with 0 points"
