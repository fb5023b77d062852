"""The table of marks has a row for every text, keeps what was given, and counts in the next run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.classroom import marking
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
    assert table.startswith("student,answer,points,remark,item,by,at,text,rubric\n")
    assert "ada,b_reason,,,,,,Because the gate is closed.," in table
    assert "bob,b_reason,,,,,,Because the gate is closed.," in table
    assert "e_cell_state" not in table, "nobody wrote anything there"
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


def graded(folder: Path, *students: str) -> Path:
    """The folder of a class in which everybody wrote the same."""
    works, out = folder / "works", folder / "out"
    works.mkdir()
    for who in students:
        (works / f"{who}.yaml").write_text(TEXT, encoding="utf-8")
    words = ["batch", str(works), "--assignment", "exam-relu-9", "--out", str(out), "--jobs", "1"]
    assert main(words) == 0
    return out


# A spreadsheet moved a column, and saved the table by semicolons.
MOVED = "answer;student;points;remark\nb_reason;ada;0,5;well said\nb_reason;bob;0;\n"


def test_marks_that_a_spreadsheet_saved_are_printed_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = graded(tmp_path, "ada", "bob")
    (out / "marks.csv").write_text(MOVED, encoding="utf-8")
    capsys.readouterr()
    assert main(["marks", "exam-relu-9", str(out)]) == 0
    rows = {row["student"]: row for row in csv.DictReader(capsys.readouterr().out.splitlines())}
    assert ("0,5", "well said") == (rows["ada"]["points"], rows["ada"]["remark"])


def test_a_forgotten_student_is_in_no_file_whatever_a_spreadsheet_made_of_the_marks(
    tmp_path: Path,
) -> None:
    out = graded(tmp_path, "ada", "bob")
    (out / "marks.csv").write_text(MOVED, encoding="utf-8")
    assert main(["batch", str(out), "--forget", "bob"]) == 0
    assert [] == [path.name for path in out.iterdir() if b"bob" in path.read_bytes()]
    assert "ada" in (out / "marks.csv").read_text(encoding="utf-8")


BOXES = """\
title: T
points: 2
questions:
  - id: a
    prompt: Why?
    answers:
      a_why:
        kind: text
        points: 2
        rubric:
          - Look at the gate.
          - {id: term, points: 1.5, text: "Names the old state."}
          - {id: why, points: 0.5, text: "Says why."}
"""


def test_the_boxes_of_a_rubric_stand_behind_their_ids(tmp_path: Path) -> None:
    path = tmp_path / "assignment.yaml"
    path.write_text(BOXES)
    (answer,) = load_assignment(path).answers
    assert (
        "Look at the gate.\nterm +1.5: Names the old state.\nwhy +0.5: Says why."
        == marking.rubric_of(answer)
    )
