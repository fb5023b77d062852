"""Blind spots: mistakes that an exercise cannot see, and what would reveal them."""

from __future__ import annotations

import numpy as np
import pytest
from handed_in import the_printed

from grader.assignment import Tolerance, load_assignment
from grader.grading.follow import Carried
from grader.grading.mistakes import mistakes_of
from grader.key.expected import Expected
from grader.linting.blind_spots import blind_spots, widths
from grader.words.sentences.screens import good_draws


@pytest.fixture(scope="module")
def exercises():
    return {spots.answer.name: spots for spots in blind_spots(the_printed("rnn-exercises"))}


def test_every_numeric_answer_is_looked_at(exercises):
    assert {"e2_h1", "e4_y3", "e5_h2", "e6_h", "e7_h4"} <= set(exercises)
    assert "e1_direction" not in exercises


def test_a_hidden_mistake_is_accepted_and_a_seen_one_is_not(exercises):
    for spots in exercises.values():
        for hidden in spots.hidden:
            assert np.all(spots.interval.holds(hidden.mistake.value))


def test_biases_of_0_hide_a_forgotten_bias(exercises):
    """b_h = 0 in exercise 5: only other numbers reveal who leaves it out."""
    hidden = [h for h in exercises["e5_h2"].hidden if h.mistake.note == "bias-forgotten"]
    assert hidden
    assert all(h.decimals is None for h in hidden)


def test_advice_says_how_many_decimals_reveal_how_many(exercises):
    for spots in exercises.values():
        needed = [h.decimals for h in spots.hidden if h.decimals is not None]
        if needed:
            assert spots.advice.startswith(f"{max(needed)} decimals would reveal {len(needed)}")
        elif spots.hidden:
            assert spots.advice == "other numbers would reveal them"
        else:
            assert spots.advice == ""


def test_fewer_decimals_hide_more():
    target = Expected(the_printed("rnn-exercises")).target("h[1]", "lstm")
    made = list(mistakes_of(target, Carried(())))
    counts = []
    for decimals in (2, 3, 4):
        interval = target.accepted(Tolerance(decimals=decimals))
        counts.append(sum(bool(np.all(interval.holds(m.value))) for m in made) / len(made))
    assert counts[0] > 0.15
    assert counts[0] > counts[1] > counts[2]
    assert counts[2] < 0.05


def test_widths_stand_between_what_is_reached_and_plain_intervals(exercises):
    for name in ("e4_h3", "e6_c", "e6_h"):
        found = widths(exercises[name].target, Tolerance(decimals=3))
        assert found.reachable <= found.accepted * (1 + 1e-9)
        assert found.accepted <= found.natural * (1 + 1e-9)


def test_nothing_is_said_of_widths_where_nothing_is_rounded(exercises):
    assert widths(exercises["e2_h1"].target, Tolerance(exact=True)) is None


PEEPHOLES = """title: T
points: 2
rounding: {decimals: 3, at: every}
systems:
  s: {cell: tanh-rnn, steps: 1, given: {W_x: 0.25, W_h: 0.2, b_h: 0, h0: 0.2, x: [0.1]}}
questions:
  - {id: q, prompt: Run it., system: s, answers: {q_z: "W_x*x[1] + W_h*h[0]", q_h: "h[1]"}}
"""


def test_what_more_decimals_reveal_is_not_said_to_change_nothing(tmp_path):
    (tmp_path / "p.yaml").write_text(PEEPHOLES)
    spots = {s.answer.name: s for s in blind_spots(load_assignment(tmp_path / "p.yaml"))}
    hidden = {h.mistake.note: h for h in spots["q_h"].hidden}
    slip = hidden["activation-forgotten"]  # 0.0650 for 0.0649
    assert (4, False) == (slip.decimals, slip.is_idle)
    assert (None, True) == (hidden["bias-forgotten"].decimals, hidden["bias-forgotten"].is_idle)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [(648, "out of 648 diff"), (1024, "1,024"), (10**7, "1e+07"), (10**400, "1e+300")],
)
def test_sheets_are_counted_as_one_counts(sheets, said):
    assert said in good_draws(1.0, sheets)
