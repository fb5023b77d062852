"""Marks given on the page count in check, batch, report, gradebook and regrade, and follow the rubric."""

from __future__ import annotations

import csv
import json
import re

import pytest

from grader.classroom.merged import with_marks_of_today
from grader.classroom.people_of import ids_in
from grader.cli.main import main
from grader.report.gathered import gather
from grader.report.sections import sections
from grader.review.board import Board
from grader.review.marking import Given
from tests.review.texts_of_a_class import SHEET, batch, sheet

CHEAPER = SHEET.replace("points: 1, text: Names", "points: 0.5, text: Names")
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Texts (1)
    Points Possible,,,,,3
"Ada",1,ada,ada,A,
"Bob",2,bob,bob,A,
"""


def mark(out, boxes, *, name="reason", text="", by="ann", second=False):
    """Tick boxes for the text that has these words, as the page does."""
    board = Board(out)
    for pile in board.piles(name):
        if text in pile.texts[0]:
            card = next(
                one
                for one in board.question(name, by, second=second)["cards"]
                if one["id"] == pile.id
            )
            board.save(name, pile.id, card["revision"], Given((*boxes,), "", "", by, second))


@pytest.fixture
def marked(folder):
    mark(folder / "out", ["cause"])
    mark(folder / "out", ["full"], name="memory")
    return folder


def points(out, name="reason"):
    return {line["id"]: {a["name"]: a["score"] for a in line["answers"]}[name]
            for line in map(json.loads, (out / "results.jsonl").read_text().splitlines())}  # fmt: skip


def test_check_takes_the_marks(marked, capsys):
    words = ["check", str(marked / "works" / "bob.json"), "--student", "bob", "--assignment",
             str(marked / "texts" / "assignment.yaml"), "--marks", str(marked / "out" / "marks.csv"),
             "--json"]  # fmt: skip
    main(words)
    said = json.loads(capsys.readouterr().out)
    assert (2, 0) == (said["score"], said["pending"])


def test_batch_and_gradebook_and_regrade_take_the_marks(marked, capsys):
    out = marked / "out"
    (marked / "canvas.csv").write_text(CANVAS)
    assert 0 == main(["regrade", str(out), "--jobs", "1"])
    said = capsys.readouterr().out
    assert re.search(r"reason.*1", said)
    assert {0} == set(points(out).values()), "nothing is kept yet"

    again = [*batch(marked), "--gradebook", f"canvas={marked / 'canvas.csv'}"]
    assert 0 == main(again)
    assert {1} == set(points(out).values())
    with (out / "grades.csv").open(newline="") as file:
        assert {("2", "0")} == {(row["score"], row["pending"]) for row in csv.DictReader(file)}
    book = (out / "gradebook-canvas.csv").read_text()
    assert '"Ada",1,ada,ada,A,2' in book or "Ada,1,ada,ada,A,2" in book
    assert 5 == len(Board(out).texts.written["reason"]), "what was marked can be read again"

    sheet(marked, CHEAPER)  # the rubric changes, and earlier marks follow
    capsys.readouterr()
    assert 0 == main(["regrade", str(out), "--accept", "--jobs", "1"])
    assert "0.5" in capsys.readouterr().out
    assert {0.5} == set(points(out).values())


def test_a_report_has_the_marks_of_today_without_grading_all_again(marked):
    out = marked / "out"
    found = with_marks_of_today(out, ids_in(out))
    assert (5, ()) == (found.graded, found.left_out)
    scores = [e["result"]["score"] for e in found.entries]
    assert [2] * 5 == scores
    assert {0} == set(points(out).values()), "a report writes its page and nothing else"
    mark(out, ["none"], text="No idea")
    (marked / "works" / "ada.json").write_text('{"reason": "handed in anew"}')
    found = with_marks_of_today(out, ids_in(out))
    assert (4, ("ada",)) == (found.graded, found.left_out), (
        "hers are not the words that were marked"
    )
    sheet(marked, CHEAPER)
    found = with_marks_of_today(out, ids_in(out))
    assert (0, 5) == (found.graded, len(found.left_out)), "a change of the sheet is for regrade"


def test_the_figures_of_the_report_count_them(marked):
    gathered = gather(marked / "out")
    assert ([], 0) == (gathered.provisional, gathered.left_out)
    assert [1] * 5 == gathered.points["reason"]
    (marked / "works" / "ada.json").unlink()
    (said,) = next(sections(gather(marked / "out"))).sentences[2:3]
    assert "Newer marks of 1 hand-in are not in these figures" in said


def test_a_second_mark_changes_no_score(marked):
    out = marked / "out"
    mark(out, ["none"], by="bea", second=True)
    found = with_marks_of_today(out, ids_in(out))
    assert [2] * 5 == [e["result"]["score"] for e in found.entries]


def test_marks_asked_for_again_hold_those_of_both(marked, capsys):
    out = marked / "out"
    mark(out, ["none"], by="bea", second=True)
    capsys.readouterr()
    assert 0 == main(["marks", str(marked / "texts" / "assignment.yaml"), str(out)])
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    both = [
        (row["points"], row["by"])
        for row in rows
        if (row["student"], row["answer"]) == ("ada", "reason")
    ]
    assert [("1", "ann"), ("0", "bea")] == both


def test_whoever_is_forgotten_is_in_no_file_of_the_review(marked):
    out = marked / "out"
    board = Board(out)
    board.join("reason", [pile.id for pile in board.piles("reason")])
    assert 0 == main(["batch", str(out), "--forget", "dan"])
    assert [] == [
        path.name for path in out.iterdir() if path.is_file() and b"dan" in path.read_bytes()
    ]
