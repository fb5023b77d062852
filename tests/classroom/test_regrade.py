"""A change is tried before it counts: who gains or loses is printed, and nothing is written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from grader.cli.main import main

HOME = Path(__file__).resolve().parent.parent.parent
SHEET = (HOME / "assignments/exam-relu-9/assignment.yaml").read_text(encoding="utf-8")


def scores(out: Path) -> dict[str, str]:
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["score"] for row in csv.DictReader(file)}


def files_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def test_a_late_alternative_is_tried_then_accepted_and_the_earlier_results_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet/assignment.yaml"
    sheet.parent.mkdir()
    sheet.write_text(SHEET, encoding="utf-8")
    works, out = tmp_path / "works", tmp_path / "out"
    works.mkdir()
    (works / "ada.yaml").write_text("c_h2: 0\nc_h3: 3\n", encoding="utf-8")
    (works / "bob.yaml").write_text("c_h2: 0\nc_h3: 4\n", encoding="utf-8")
    words = ["batch", str(works), "--assignment", str(sheet), "--out", str(out), "--jobs", "1"]
    assert main(words) == 0
    assert {"ada": "2", "bob": "1"} == scores(out)
    before = files_of(out)

    line = 'c_h3: "h[3]"'
    assert line in SHEET
    late = SHEET.replace(line, 'c_h3: {value: "h[3]", alternatives: [{value: 4}]}', 1)
    sheet.write_text(late, encoding="utf-8")
    capsys.readouterr()
    assert main(["regrade", str(out), "--jobs", "1"]) == 0
    said = capsys.readouterr().out
    assert "bob gains 1: 1 -> 2" in said
    assert "c_h3: +1  (number.differs -> number.alternative)" in said
    assert "1 gain, 0 lose" in said
    assert "Nothing was written" in said
    assert before == files_of(out)
    assert ["out", "sheet", "works"] == sorted(path.name for path in tmp_path.iterdir())

    assert main(["regrade", str(out), "--jobs", "1", "--accept"]) == 0
    assert {"ada": "2", "bob": "2"} == scores(out)
    assert before["grades.csv"] == (out / "before/1/grades.csv").read_bytes()
    assert before["results.jsonl"] == (out / "before/1/results.jsonl").read_bytes()
    capsys.readouterr()
    assert main(["regrade", str(out), "--jobs", "1"]) == 0
    assert "Graded again 0: 0 gain, 0 lose." in capsys.readouterr().out

    assert main(["batch", str(out), "--forget", "bob"]) == 0
    left = [path.name for path in out.rglob("*") if path.is_file() and b"bob" in path.read_bytes()]
    assert [] == left, "also of the earlier results"


def test_last_years_class_is_tried_by_another_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works, out = tmp_path / "works", tmp_path / "out"
    works.mkdir()
    (works / "ada.yaml").write_text("c_h2: 0\nc_h3: 3\n", encoding="utf-8")
    words = ["batch", str(works), "--assignment", "exam-relu-9", "--out", str(out), "--jobs", "1"]
    assert main(words) == 0
    other = tmp_path / "other/assignment.yaml"
    other.parent.mkdir()
    other.write_text(SHEET.replace("original: -3", "original: -5", 1), encoding="utf-8")
    capsys.readouterr()
    assert main(["regrade", str(out), "--assignment", str(other), "--jobs", "1"]) == 0
    assert "Nothing was written" in capsys.readouterr().out


def test_nothing_is_graded_again_without_the_hand_ins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works, out = tmp_path / "works", tmp_path / "out"
    works.mkdir()
    (works / "ada.yaml").write_text("c_h2: 0\n", encoding="utf-8")
    words = ["batch", str(works), "--assignment", "exam-relu-9", "--out", str(out), "--jobs", "1"]
    assert main(words) == 0
    works.rename(tmp_path / "elsewhere")
    assert main(["regrade", str(out)]) == 2
    assert "no more at" in capsys.readouterr().err
