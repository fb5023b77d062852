"""The table of marks has a row for every text, keeps what was given, and counts in the next run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from grader.cli.main import main

TEXT = "assignment: exam-relu-9\nc_h2: 0.5\nb_reason: Because the gate is closed.\n"


def test_marks_are_asked_for_given_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works, out = tmp_path / "works", tmp_path / "out"
    works.mkdir()
    for who in ("ada", "bob"):
        (works / f"{who}.yaml").write_text(TEXT, encoding="utf-8")
    words = ["batch", str(works), "--assignment", "exam-relu-9", "--out", str(out), "--jobs", "1"]
    assert main(words) == 0
    capsys.readouterr()
    assert main(["marks", "exam-relu-9", str(out)]) == 0
    table = capsys.readouterr().out
    assert table.startswith("student,answer,points,remark,item,by,at\n")
    assert "ada,b_reason,,,,,\n" in table
    assert "bob,b_reason,,,,,\n" in table
    assert "c_h2" not in table

    marked = table.replace("ada,b_reason,,,,,", "ada,b_reason,0.5,well said,,tutor,")
    (out / "marks.csv").write_text(marked, encoding="utf-8")
    assert main(words) == 0
    assert "Graded 1, kept 1" in capsys.readouterr().out  # only hers changed
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        got = {row["id"]: row["b_reason"] for row in csv.DictReader(file)}
    assert got == {"ada": "0.5", "bob": "0"}
    assert main(["marks", "exam-relu-9", str(out)]) == 0
    assert capsys.readouterr().out == marked
    assert len([json.loads(x) for x in (out / "results.jsonl").read_text().splitlines()]) == 2


def test_there_are_no_marks_without_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["marks", "exam-relu-9", str(tmp_path)]) == 2
    assert "holds no results" in capsys.readouterr().err
