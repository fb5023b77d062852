"""Boxes are worth what the rubric says today, and a mark remembers what they were worth."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.assignment.model import Answer, Assignment, Question, RubricItem
from grader.grading.boxes import boxes_of, cell_of, points_today, worth
from grader.grading.marks import read_marks
from grader.grading.rubric import Mark


def answer(*points: str, most: str = "2") -> Answer:
    items = tuple(
        RubricItem(id=f"i{k}", text=f"item {k}", points=Fraction(p)) for k, p in enumerate(points)
    )
    return Answer(name="why", kind="text", points=Fraction(most), items=items)


PLAIN, EARNS, TAKES = answer(), answer("1", "1/2", "-1/2"), answer("-1/2", "-2")


@pytest.mark.parametrize(
    ("boxes", "of", "why"),
    [
        (["full", "half", "none"], PLAIN, "a rubric without items"),
        (["i0", "i1", "i2", "full", "none"], EARNS, "items first: their keys are 1, 2, 3"),
        (["full", "i0", "i1", "none"], TAKES, "what is taken off is taken from all points"),
    ],
)
def test_every_answer_has_boxes(boxes, of, why):
    assert boxes == [box.id for box in boxes_of(of)], why


@pytest.mark.parametrize(
    ("points", "cell", "ticked", "of"),
    [
        ("2", "full=2", ["full"], PLAIN),
        ("1", "half=1", ["half"], PLAIN),
        ("0", "none=0", ["none"], PLAIN),
        ("3/2", "i0=1; i1=0.5", ["i0", "i1"], EARNS),
        ("1", "i0=1; i1=0.5; i2=-0.5", ["i0", "i1", "i2"], EARNS),
        ("0", "i2=-0.5; cut=0.5", ["i2"], EARNS),
        ("1", "i0=1; i1=0.5; cut=-0.5", ["i0", "i1"], replace(EARNS, points=Fraction(1))),
        ("3/2", "full=2; i0=-0.5", ["i0"], TAKES),
        ("0", "full=2; i0=-0.5; i1=-2; cut=0.5", ["i0", "i1"], TAKES),
        ("0", "none=0", ["none"], TAKES),
    ],
)
def test_ticked_boxes_add_up_within_the_points_of_the_answer(points, cell, ticked, of):
    assert Fraction(points) == worth(of, ticked)
    assert cell == cell_of(of, ticked)


@pytest.mark.parametrize(
    ("today", "points", "cell", "why"),
    [
        ("3/2", "1", "i0=0.5; i1=0.5", "the first item was worth less"),
        ("2", "3/2", "i0=0.5; i1=0.5; hand=0.5", "what was added by hand stays added"),
        ("2", "3/2", "i0=0.5; i1=0.5", "and so does what somebody changed in the table"),
        ("1", "1/2", "i0=0.5; i1=0.5", "or took off there"),
        ("3/2", "1", "i0=1; i1=0.5; cut=-0.5", "the answer gave less, and cut it off"),
        ("1", "1", "gone=1", "an item that is no more: the points stay"),
        ("1", "1", "", "points alone"),
        ("3/2", None, "i0; i1", "boxes named by hand, without points"),
        ("3/2", "1", "i0; i1", "or with points: the boxes count"),
        ("2", "1", "full=1", "all points are all points"),
        (None, None, "", "nothing"),
        ("1", "2", "i0=2", "an item that is worth less now"),
        ("2", "9", "full=9", "never above the points of the answer"),
    ],
)
def test_a_mark_follows_the_rubric(today, points, cell, why):
    given = None if points is None else Fraction(points)
    expected = None if today is None else Fraction(today)
    assert expected == points_today(EARNS, given, cell), why


SHEET = Assignment(id="a", title="A", points=Fraction(2),
                   questions=(Question(id="q", prompt="", answers=(EARNS,)),))  # fmt: skip


@pytest.mark.parametrize(
    ("points", "text", "why"),
    [
        ("3/2", "student,answer,points,item\nada,why,1,i0=0.5; i1=0.5\n", "a table"),
        ("1", "student,answer,points,item\nada,why,,i0\n", "a box by hand, no points"),
        ("1", "student,answer,points,by\nada,why,,ann\nada,why,1,bea\nada,why,2,cy\n", "dealt, first, second"),
        ("1", "student,answer,points,by\nada,why,1,\nada,why,2,cy\n", "the first names nobody"),
    ],
)  # fmt: skip
def test_marks_are_read_with_boxes_and_markers(points, text, why, tmp_path):
    file = tmp_path / "marks.csv"
    file.write_text(text)
    assert {"ada": {"why": Mark(Fraction(points))}} == read_marks(file, SHEET), why


def test_a_remark_that_a_spreadsheet_must_not_work_out_is_read_as_it_was_meant(tmp_path):
    file = tmp_path / "marks.csv"
    file.write_text("student,answer,points,remark\n'=ada,why,1,'-1 for the sign\n'tis,why,1,'tis\n")
    marks = read_marks(file, SHEET)
    assert Mark(Fraction(1), "-1 for the sign") == marks["=ada"]["why"]
    assert Mark(Fraction(1), "'tis") == marks["'tis"]["why"]
