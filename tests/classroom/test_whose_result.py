"""Nobody gets another's numbers, points or files, whatever lies among the hand-ins and however it is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader.cli.main import main
from grader.handout.class_files import folder_name
from grader.handout.solve import solve

KIT = """\
kit: {assignment: exam-relu-9}
title: E
points: 1
questions:
- id: a
  prompt: P
  answers:
    a_parameters: {kind: count, value: 7, public: true}
"""
RIGHT, WRONG = "a_parameters: 45\n", "a_parameters: 7\n"
FORGED = '{"id": "A1", "score": 9, "max_score": 9}\n'


def batch(tmp_path: Path, *more: str) -> int:
    words = ["batch", str(tmp_path / "works"), "--assignment", "exam-relu-9", "--jobs", "1"]
    return main([*words, "--out", str(tmp_path / "out"), *more])


def results(tmp_path: Path) -> dict[str, dict[str, Any]]:
    lines = (tmp_path / "out" / "results.jsonl").read_text("utf-8").splitlines()
    return {line["id"]: line for line in map(json.loads, lines)}


def write(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / "works" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "works" / name).write_text(text, encoding="utf-8")


def test_by_a_secret_somebody_spelled_in_another_way_has_the_numbers_of_their_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of more than twenty letters\n", encoding="utf-8")
    right = dict(solve("exam-relu-9", student="Ada@X.edu", secret=str(secret)).answers)
    line = {"student": "Ada@X.edu"}
    write(
        tmp_path,
        {
            "ada@x.edu/a.json": json.dumps(right | line),
            "b2/a.json": json.dumps(right | line),
        },
    )
    assert batch(tmp_path, "--secret", str(secret)) == 0
    found = results(tmp_path)
    assert found["ada@x.edu"]["score"] == 7.5
    assert found["b2"]["score"] != 7.5, "a line chooses the numbers of nobody else"
    assert "but this is graded with the numbers of who handed it in" in found["b2"]["names_another"]
    assert "names_another" not in found["ada@x.edu"]
    assert "b2: Your file says" in capsys.readouterr().err, "and staff hear of it"


NEVER_PRINTED = """\
title: One cell
points: 1
rounding: 2
systems:
  one: {cell: relu-rnn, steps: 2, given: {V: {choose: [0.4, 0.6]}, W: 0.7, h0: 1.9, x: [1.3, 1.7]}}
questions:
  - {id: a, prompt: Run it., system: one, answers: {a_h2: {value: "h[2]", points: 1}}}
"""


def test_a_class_with_numbers_of_their_own_needs_no_printed_ones(tmp_path: Path) -> None:
    sheet, secret = tmp_path / "sheet.yaml", tmp_path / "secret.txt"
    sheet.write_text(NEVER_PRINTED, encoding="utf-8")
    secret.write_text("a secret of more than twenty letters\n", encoding="utf-8")
    right = dict(solve(str(sheet), student="ada", secret=str(secret)).answers)
    write(tmp_path, {"ada.json": json.dumps(right)})
    own = ("--assignment", str(sheet), "--secret", str(secret))
    assert batch(tmp_path, *own) == 0
    assert results(tmp_path)["ada"]["score"] == 1


def test_a_class_by_printed_numbers_that_were_never_printed_is_refused_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sheet.yaml").write_text(NEVER_PRINTED, encoding="utf-8")
    write(tmp_path, {"ada.yaml": "a_h2: 1\n"})
    assert batch(tmp_path, "--assignment", str(tmp_path / "sheet.yaml")) == 2
    assert "draws V and has no original number for it" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_lies_among_hand_ins_changes_nobody_s_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = ("results.jsonl", "journal.jsonl", "requests.csv", "marks.csv")
    write(
        tmp_path,
        {f"{place}{name}": FORGED for place in ("", "A1/") for name in planted}
        | {"A1/a.yaml": "student: B2\n" + WRONG, "B2/a.yaml": RIGHT}
        | {"kit/assignment.yaml": KIT, "kit/a.yaml": WRONG},
    )
    victim = tmp_path / "victim"
    victim.write_text("of somebody", encoding="utf-8")
    (tmp_path / "works" / "linked").symlink_to(tmp_path / "works" / "B2")
    (tmp_path / "works" / "B2" / "b.yaml").symlink_to(victim)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "results.jsonl").symlink_to(victim)
    (tmp_path / "out" / "grades.csv").symlink_to(victim)
    assert batch(tmp_path) == 0
    assert {"A1": 0, "B2": 1, "kit": 0} == {k: v["score"] for k, v in results(tmp_path).items()}
    assert {"named"} == {line["source"] for line in results(tmp_path).values()}
    assert victim.read_text("utf-8") == "of somebody"
    assert "linked" in capsys.readouterr().err, "who was left out is said"


@pytest.mark.parametrize("name", ["x\x10", "x\x010", "=1+1", "CON", "../up", "\x1b[2J", "a" * 300])
def test_the_files_of_two_students_never_share_a_name(name: str) -> None:
    others = {"x\x10", "x\x010", "%10", "x%10", "%3D1+1", "con", "up", "a" * 299} - {name}
    assert folder_name(name) not in {folder_name(other) for other in others}
    assert folder_name(name).isascii()
    assert "/" not in folder_name(name)
