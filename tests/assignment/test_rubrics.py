"""A rubric is a text, or lines among which items stand that staff tick."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.assignment import load_assignment
from grader.assignment.model import RubricItem
from grader.kit.stripped import stripped
from grader.linting.lint import lint

SHEET = """\
title: T
points: 1
questions:
  - id: a
    prompt: Why?
    answers:
      why: {kind: text, rubric: %s}
"""


def written(tmp_path, rubric):
    file = tmp_path / "assignment.yaml"
    file.write_text(SHEET % rubric)
    return file


@pytest.mark.parametrize(
    ("text", "items", "rubric"),
    [
        ("One point.", (), "One point."),
        ("One.\nTwo.", (), "[One., Two.]"),
        ("One.\n+0.5: Names tanh.\n-0.5: A slip.",
         (("names-tanh", "Names tanh.", "1/2"), ("slip", "A slip.", "-1/2")),
         "[One., {points: 1/2, text: Names tanh.}, {id: slip, points: -0.5, text: A slip.}]"),
        ("0: nothing", (("nothing", "nothing", "0"),), "[{points: 0, text: nothing}]"),
    ],
)  # fmt: skip
def test_a_rubric_has_a_text_and_maybe_items(text, items, rubric, tmp_path):
    file = written(tmp_path, rubric)
    for _ in range(2):  # read, and from the cache
        (answer,) = load_assignment(file).answers
        assert text == answer.rubric
        assert answer.items == tuple(
            RubricItem(id=i, text=t, points=Fraction(p)) for i, t, p in items
        )


@pytest.mark.parametrize(
    ("said", "rubric"),
    [
        ("points and text of an item", "[{points: 1}]"),
        ("one of the keys id, text, points", "[{points: 1, text: x, key: y}]"),
        ('points of the item "x"', "[{points: lots, text: x}]"),
        ("lower-case letters", "[{id: none, points: 1, text: x}]"),
        ("lower-case letters", '[{id: "a;b", points: 1, text: x}]'),
        ('"x" stands twice', "[{points: 1, text: x}, {points: 2, text: x}]"),
        ("a text", "[{points: 1, text: []}]"),
        ("a text that is not empty", '""'),
    ],
)
def test_what_is_no_rubric_is_refused(said, rubric, tmp_path):
    (linted,) = lint([str(written(tmp_path, rubric))]).linted
    assert linted.faulty
    assert said in "\n".join(str(fault) for fault in linted.faults)


def test_a_kit_tells_nothing_of_a_rubric(tmp_path):
    file = written(tmp_path, "[{id: tanh, points: 1, text: Names tanh.}]")
    assert "tanh" not in repr(stripped(load_assignment(file), student=None))
