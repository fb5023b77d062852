"""Numbers and words put into a sheet's texts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.assignment import Answer, Assignment, Question, System
from grader.variant.wording import worded


def sheet(prompt: str, **answer) -> Assignment:
    asked = Answer(name="a", kind="number", points=Fraction(1), value="h[1]", **answer)
    return Assignment(
        id="sheet",
        title="Sheet",
        points=Fraction(1),
        questions=(Question(id="q", prompt=prompt, answers=(asked,), system="forward"),),
        systems={
            "forward": System(
                cell="relu-rnn",
                given={"V": -3.0, "x": [[1, 0.5], [2, -4.0]], "h0": 0.25, "h[1]": [7, 8]},
            ),
            "both-ways": System(cell="mut1", given={"V": 9}),
        },
        words={"name": "Maria", "tags": ["NNP", "VBZ"], "drawn": {"choose": ["a", "b"]}},
    )


ROWS = [
    ("V = {V}", "V = -3", "a whole number has no decimal point"),
    ("{h0}", "0.25", "a state before the first step"),
    ("{x}", "[[1, 0.5], [2, -4]]", "a matrix"),
    ("{x[2]}", "[2, -4]", "one row"),
    ("{x[2][1]}", "2", "one entry, counted from 1"),
    ("{x[1][:]}", "1, 0.5", "entries without brackets"),
    ("{x[:]}", "[1, 0.5], [2, -4]", "vectors keep theirs"),
    ("{h[1]}", "[7, 8]", "a quantity that is given at one step has the step in its name"),
    ("{h[1][2]}", "8", "and an entry of it"),
    ("{both-ways.V} and {V}", "9 and -3", "another system's number"),
    ("{both-ways.cell}", "MUT1", "the title of a cell, without its source"),
    ("{name} is a {tags[1]}", "Maria is a NNP", "words"),
    ("{tags[:]}", "NNP, VBZ", "all of them"),
    ("h_{t-1} + x_{V}", "h_{t-1} + x_{V}", "an index is mathematics, whatever it names"),
    ("{x[3]} {x[0]} {V[1]}", "{x[3]} {x[0]} {V[1]}", "entries that are not there stay"),
    ("{U} {0, 1} {}", "{U} {0, 1} {}", "braces that name nothing stay"),
    ("{drawn}", "{drawn}", "what is not drawn yet stays"),
    (r"\{V}", r"\{V}", "an escaped brace is LaTeX"),
    (r"\frac{V}{V} \sqrt[3]{V}", r"\frac{V}{V} \sqrt[3]{V}", "braces after a command are its own"),
    (r"\sqrt{{V}}", r"\sqrt{-3}", "and a number may stand in them"),
]


@pytest.mark.parametrize(("prompt", "expected", "why"), ROWS)
def test_names_in_braces_become_what_they_name(prompt, expected, why):
    assert expected == worded(sheet(prompt)).questions[0].prompt


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("{tags}",), ("NNP", "VBZ")),
        (("{tags[2]}", "other"), ("VBZ", "other")),
        (("{name}",), ("Maria",)),
    ],
)
def test_labels_are_words_too(labels, expected):
    assert expected == worded(sheet("", labels=labels)).answers[0].labels


def test_rubric_and_options_are_filled():
    filled = worded(sheet("", rubric="{name}: {V}", options={"a": "{V}"})).answers[0]
    expected = ("Maria: -3", {"a": "-3"})
    assert expected == (filled.rubric, filled.options)
