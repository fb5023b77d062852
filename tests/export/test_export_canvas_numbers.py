"""Which numbers Canvas can judge with its four decimals, and what becomes of the others."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import pytest
from exported import xml

from grader.cli.main import main
from grader.export.accepted_decimals import Ends
from grader.export.canvas_numbers import can_grade, is_moved, wide
from grader.export.question import Also, Number

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


def ends(low, high=None):
    low, high = Decimal(low), Decimal(high or low)
    return Ends(low, high, low)


@pytest.mark.parametrize(
    ("graded", "low", "high", "decimals", "remark"),
    [
        (True, "0.415", "0.425", 2, "an ordinary answer"),
        (True, "3", None, 2, "an integer"),
        (True, "0", None, 2, "a dead unit"),
        (True, "-0.625", None, None, "exact, and four decimals are enough"),
        (True, "0.676995", "0.677", 3, "narrow, but only three decimals are asked for"),
        (True, "3", None, 6, "six are asked for, and one number counts"),
        (False, "0.000024", "0.000025", 6, "a vanished gradient: 0 would count"),
        (False, "0.00004", None, 6, "exact: 0 would count"),
        (False, "0.00036", None, None, "exact: 0.0003 would count"),
        (False, "0.0004", None, None, "typed 0.00036 would count"),
        (False, "0.00000234", "0.00000239", None, "one percent of 2.37e-6"),
        (False, "0.00041679", "0.00042521", None, "0.0005 would count"),
        (False, "-0.00042521", "-0.00041679", None, "and below zero"),
        (False, "0.6325466", "0.632553", 5, "five decimals are asked for"),
        (False, "0.3333333333", "0.3333333334", None, "exactly a third"),
        (False, "0.00991", "0.00998", 4, "0.01 has another leading digit"),
        (False, "-0.00003", "0.00002", 4, "0 counts, and 0.0001 must not"),
    ],
)
def test_canvas_grades_what_it_can_tell_apart(graded, low, high, decimals, remark):
    assert graded is can_grade(Number(ends(low, high), decimals=decimals)), remark


@pytest.mark.parametrize(("graded", "share"), [(False, 1), (True, 0)])
def test_an_alternative_that_counts_must_be_told_apart_too(graded, share):
    small = Also(share, ends("0.00002"), "the other reading")
    assert graded is can_grade(Number(ends("0.5"), (small,), 2))


@pytest.mark.parametrize(
    ("expected", "low", "high"),
    [
        (("0.4132", "0.4272"), "0.41327", "0.42718"),
        (("-0.4272", "-0.4132"), "-0.42718", "-0.41327"),
        (("0.415", "0.425"), "0.415", "0.425"),
    ],
)
def test_an_end_is_moved_outward_to_four_decimals(expected, low, high):
    found = wide(ends(low, high))
    assert tuple(map(Decimal, expected)) == (found.low, found.high)
    assert is_moved(Number(ends(low, high))) is (expected != (low, high))


SMALL = """\
title: Small numbers
points: 5
cells:
  scaling: |
    a: scalar
    b: scalar
    c: n
    y: scalar
    v: n
    w: scalar

    y = a * b
    v = a * c
    w = a * 700
systems:
  tiny: {cell: scaling, given: {a: 0.001, b: 0.02, c: [700, 0.02]}}
questions:
  - id: a
    prompt: Multiply.
    system: tiny
    answers:
      exact: {value: y, points: 1, rounding: exact}
      near: {value: y, points: 1, tolerance: {relative: 0.01}}
      both: {value: v, points: 2, rounding: exact}
      fine: {value: w, points: 1, tolerance: {absolute: 0.01}}
"""


def exported(folder, system):
    (folder / "small.yaml").write_text(SMALL)
    assert 0 == main(
        ["export", str(folder / "small.yaml"), "--to", system, "--out", str(folder / "o")]
    )
    return (folder / "o").read_bytes()


def test_what_canvas_cannot_grade_is_named_and_read_by_staff(tmp_path, capsys):
    with zipfile.ZipFile(io.BytesIO(exported(tmp_path, "canvas"))) as archive:
        (quiz,) = (
            xml(archive.read(n))
            for n in archive.namelist()
            if n.startswith("quiz") and "meta" not in n
        )
    said = capsys.readouterr().err
    (line,) = (line for line in said.splitlines() if "cannot be graded there" in line)
    assert line.startswith("exact, near and both: ")
    kinds = [e.text for e in quiz.iter(f"{QTI}fieldentry") if (e.text or "").endswith("_question")]
    essay, number = "essay_question", "numerical_question"
    assert [essay, essay, number, essay, number] == kinds
    assert "0.0001" not in {e.text for e in quiz.iter(f"{QTI}varlte")}


def test_moodle_and_qti_hold_small_numbers_to_their_digits(tmp_path):
    text = exported(tmp_path, "moodle").decode()
    assert "NUMERICAL:=0.00002:0}" in text
    assert "NUMERICAL:=0.00002:0.0000002}" in text
