"""Blind spots: mistakes that an exercise cannot see, and what would reveal them."""

from __future__ import annotations

import numpy as np
import pytest
from handed_in import the_printed

from grader.assignment import Tolerance
from grader.grading.follow import Carried
from grader.grading.mistakes import mistakes_of
from grader.key.expected import Expected
from grader.linting.blind_spots import blind_spots, widths


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
