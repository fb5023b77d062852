"""Diagnosis of a whole sheet: further answers confirm a mistake, or speak against it."""

from __future__ import annotations

import pytest
from handed_in import entries

QUIZ = "quiz-gated-cells"

# (assignment, typed, answer, note, part of the message)
NAMED = [
    (QUIZ, "q5_gru_h: [0.79, -0.433]", "q5_gru_h", "number.convention", "as PyTorch and Keras"),
    (QUIZ, "q11_perplexity: 23.951", "q11_perplexity", "number.base-exchanged", "2 to the power"),
    (QUIZ, "q7_backward_h1: [0.782, 0.291]", "q7_backward_h1", "number.step-confused", "hb₂"),
    ("rnn-exercises", "e6_f: [0.5818, 0.4256]\ne6_i: [0.6388, 0.4551]", "e6_i",
     "number.gate-weights-exchanged", "the weights of f and i"),
]  # fmt: skip


@pytest.mark.parametrize(("assignment", "typed", "answer", "note", "said"), NAMED)
def test_a_mistake_that_was_silent_has_a_name(assignment, typed, answer, note, said):
    entry = entries(assignment, typed)[answer]
    assert note == entry.note, entry.message
    assert said in entry.message


SHEET = """
title: The same mistake at every step
points: 3
rounding: 2
systems:
  s: {cell: tanh-rnn, steps: 3, given: {W_x: 0.7, W_h: 0.5, b_h: 0.1, h0: 0.3, x: [1, -0.6, 0.8]}}
questions:
  - id: q
    prompt: All states.
    system: s
    follow_through: full
    answers: {h1: "h[1]", h2: "h[2]", h3: "h[3]"}
"""

# sigmoid for tanh: 0.7211, then 0.51024 from 0.72, then 0.71295 from 0.51
EVERYWHERE = "h1: 0.72\nh2: 0.51\nh3: 0.71"


def test_two_decimals_are_enough_where_three_answers_show_the_same(tmp_path):
    (tmp_path / "assignment.yaml").write_text(SHEET)
    together = entries(f"{tmp_path}/assignment.yaml", EVERYWHERE)
    alone = entries(f"{tmp_path}/assignment.yaml", "h2: 0.55")
    assert "number.activation-exchanged" == together["h2"].note, together["h2"].message
    assert "number.differs" == alone["h2"].note, alone["h2"].message
