"""Credit for known mistakes: whole notes and short names; what nobody can make is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.assignment import Tolerance, assignment_faults, load_assignment
from grader.assignment.known_mistakes import SLIPS_OF_THE_PEN
from grader.grading.mistakes import slips
from grader.variant.mistakes import SLIPS
from reference import CATALOGUE, CellError, Interval, cell, misconceptions, unroll
from reference.rewrites.notes import MISTAKES

SHEET = """title: T
points: 1
rounding: 2
systems:
  s: {{cell: tanh-rnn, given: {{W: 1, U: 1, b: 0, h0: 0, x: [1]}}}}
questions:
  - id: a
    prompt: Compute.
    system: s
    {defaults}
    answers:
      a1: {{value: "h[1]", known_mistakes: {{{note}: 1/2}}}}
"""
GIVEN = "given: {W_x: 1, W_h: 1, b: 0, h0: 0, x: [1]}"


def written(folder: Path, note: str, defaults: str = "") -> Path:
    path = folder / "assignment.yaml"
    text = SHEET.format(note=note, defaults=defaults).replace(
        "given: {W: 1, U: 1, b: 0, h0: 0, x: [1]}", GIVEN
    )
    path.write_text(text)
    return path


@pytest.mark.parametrize("note", ["number.bias-forgotten", "bias-forgotten"])
def test_a_whole_note_and_a_short_name_mean_the_same(tmp_path: Path, note: str) -> None:
    sheet = load_assignment(written(tmp_path, note))
    assert ["number.bias-forgotten"] == list(sheet.questions[0].answers[0].known_mistakes)


@pytest.mark.parametrize(
    ("said", "note", "why"),
    [
        ('did you mean "bias-forgotten"?', "bias-forgoten", "a letter is missing"),
        ('did you mean "number.bias-forgotten"?', "number.bias-forgottn", "in the whole note"),
        ('"count.two-biases" is no mistake of the kind number', "count.two-biases", "of counts"),
    ],
)
def test_a_mistake_that_nobody_can_make_is_refused_with_the_nearest(
    tmp_path: Path, said: str, note: str, why: str
) -> None:
    faults = assignment_faults(written(tmp_path, note))
    assert [12] == [fault.line for fault in faults], why
    assert said in str(faults[0])


def test_a_mistyped_note_under_defaults_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "bias-forgotten", "defaults: {known_mistakes: {sign-wrnog: 1/2}}")
    assert 'did you mean "sign-wrong"?' in str(assignment_faults(path)[0])


def made(name: str) -> set[str]:
    written_cell = cell(name)
    found = {mistake.note for mistake in misconceptions(written_cell)}
    try:
        unrolled = unroll(written_cell, 2)
    except CellError:
        return found
    return found | {mistake.note for mistake in misconceptions(unrolled)}


def test_every_mistake_that_is_made_is_declared() -> None:
    every = {note for name in CATALOGUE for note in made(name)}
    assert set() == every - set(MISTAKES)


def test_slips_are_among_the_mistakes() -> None:
    assert set(MISTAKES) > SLIPS


def test_every_slip_of_the_pen_that_is_looked_for_is_declared() -> None:
    found = set()
    for value in (np.array(0.4567), np.array([0.4567, -1.25])):
        near = Interval(value - 0.005, value + 0.005)
        found |= {slip.note for slip in slips(value, Tolerance(decimals=2), near)}
    assert found == SLIPS_OF_THE_PEN
