"""Diagnosis of a whole sheet: further answers confirm a mistake, or speak against it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from handed_in import entries

from grader.grading.diagnose import is_filler
from grader.grading.joint import Tries

QUIZ = "quiz-gated-cells"

# (assignment, typed, answer, note, part of the message)
NAMED = [
    (QUIZ, "q5_gru_h: [0.790, -0.433]", "q5_gru_h", "number.convention", "as PyTorch and Keras"),
    (QUIZ, "q11_perplexity: 23.951", "q11_perplexity", "number.base-exchanged", "2 to the power"),
    (QUIZ, "q7_backward_h1: [0.782, 0.291]", "q7_backward_h1", "number.step-confused", "hb₂"),
    # W_h² = 0.64, and h₂ + W_h h₁ + W_h² h₀ without a slope; 1 - h for each slope
    (QUIZ, "q10_jacobian: 0.640\nq10_dL_dW: 1.032", "q10_dL_dW", "number.slope-forgotten", "out of the chain rule"),
    (QUIZ, "q10_jacobian: 0.151\nq10_dL_dW: 0.283", "q10_jacobian", "number.slope-wrong", "1 - hₜ for the slope"),
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


OPPOSITE = SHEET.replace("-0.6, 0.8", "-1, 0.8").replace("rounding: 2", "rounding: 3")

# by hand: tanh(0.95) = 0.740, tanh(0.7 + 0.36989 + 0.1) = 0.824, tanh(0.56 + 0.412 + 0.1) = 0.790
X_OF_ANOTHER_STEP = "h1: 0.740\nh2: 0.824\nh3: 0.790"


def test_two_mistakes_that_nothing_tells_apart_are_both_told(tmp_path):
    (tmp_path / "assignment.yaml").write_text(OPPOSITE)
    entry = entries(f"{tmp_path}/assignment.yaml", X_OF_ANOTHER_STEP)["h2"]
    said = "with the wrong sign before W_x·x₂ in h₂, or with x₁ in place of x₂"
    assert ("number.one-of-two", True) == (entry.note, said in entry.message), entry.message


# by hand, z₁ = -2: h₁ = 0.1192 with the slope 0.10499, h₂ = 1.2616, dV = h₂ - 2 (h₁ - 2·0.10499·2) = 1.863,
# dW = 4 - 2 (1.5 - 2·0.10499·2) = 1.840, dx₁ = 4·0.10499 = 0.420
SIGMOID_IN_ONE_STEP = "d_dV: 1.863\nd_dW: 1.840\nd_dx1: 0.420"


def test_a_function_exchanged_in_one_step_is_named_in_gradients_that_have_its_slope():
    found = entries("exam-relu-9", SIGMOID_IN_ONE_STEP)
    notes = {name: found[name].note for name in ("d_dV", "d_dW", "d_dx1")}
    assert dict.fromkeys(notes, "number.activation-exchanged") == notes
    assert "sigmoid in place of ReLU in h₁" in found["d_dV"].message


def test_a_mistake_in_what_another_answer_has_right_was_not_made():
    # without x₃ in h₃, say, d_dW would be wrong, too
    found = entries("exam-relu-9", "c_h2: 0\nc_h3: 3\nd_dV: 0.000\nd_dW: 1\nd_dx1: 0")["d_dV"]
    assert "or with one of the terms of the gradient of V left out" in found.message, found.message


# by hand, without the bias and with a sigmoid: σ(0.7 + 0.15) = 0.7006, σ(-0.42 + 0.3503) = 0.4826, σ(0.56 + 0.2413) = 0.6902
TWO_AT_ONCE = "h1: 0.701\nh2: 0.483\nh3: 0.690"


def test_two_mistakes_at_once_are_named_where_another_step_shows_both(tmp_path):
    (tmp_path / "assignment.yaml").write_text(SHEET.replace("rounding: 2", "rounding: 3"))
    found = entries(f"{tmp_path}/assignment.yaml", TWO_AT_ONCE)
    for name in ("h1", "h2"):
        assert "number.two-at-once" == found[name].note, found[name].message
        assert (
            "with the bias b_h left out, and with sigmoid in place of tanh in"
            in found[name].message
        )
    alone = entries(f"{tmp_path}/assignment.yaml", "h1: 0.701")["h1"]
    assert "number.differs" == alone.note, alone.message


GATED = """\
title: States of gated cells
points: {points}
rounding: {decimals}
follow_through: full
systems:
  s: {{cell: {cell}}}
questions:
  - {{id: a, prompt: Run the cell., system: s, answers: {{h1: "h[1]", h2: "h[2]", h3: "h[3]"}}}}
"""
GRU = (
    "gru, steps: 3, given: {W_r: 1, U_r: 0.5, b_r: 0.2, W_z: -1, U_z: 0.4, b_z: 0.3, W_h: 1.5, U_h: -1, b_h: 0.2, "
    "h0: 0.8, x: [0.6, -0.9, 0.4]}"
)
# by hand, without b_z and with a sigmoid: r = 0.7685, z = 0.4305, candidate = σ(0.9 - 0.6148 + 0.2) = 0.6190,
# h = 0.5695 * 0.8 + 0.4305 * 0.6190 = 0.7221
IN_TWO_EQUATIONS = "h1: 0.7221\nh2: 0.3142\nh3: 0.4560"


def test_two_mistakes_in_different_equations_are_named_where_another_step_shows_both(tmp_path):
    (tmp_path / "assignment.yaml").write_text(GATED.format(points=3, decimals=4, cell=GRU))
    file = f"{tmp_path}/assignment.yaml"
    found = entries(file, IN_TWO_EQUATIONS)
    for name in ("h1", "h2"):
        assert "number.two-at-once" == found[name].note, found[name].message
        assert (
            "with the bias b_z left out, and with sigmoid in place of tanh in candidate"
            in found[name].message
        )
    assert "number.differs" == entries(file, "h1: 0.7221")["h1"].note, "nothing shows them again"
    nonsense = entries(file, "h1: 0.1234\nh2: 0.2345\nh3: 0.3456")
    assert {"number.differs"} == {nonsense[name].note for name in ("h1", "h2", "h3")}


LSTM = (
    "lstm, steps: 3, given: {W_f: 0.0, U_f: 0.8, b_f: -0.6, W_i: 0.8, U_i: -0.3, b_i: -0.1, W_o: 0.6, U_o: -0.2, b_o: 0.1, "
    "W_c: -0.9, U_c: 0.5, b_c: 0.1, h0: -0.3, c0: 0.5, x: [-0.4, -0.1, -0.7]}"
)


def test_a_gate_that_a_mistake_needs_and_the_right_equations_do_not_is_there(tmp_path):
    # c₁ goes into h₂, and o₁ does not, unless somebody takes it for i₁
    (tmp_path / "assignment.yaml").write_text(GATED.format(points=3, decimals=3, cell=LSTM))
    found = entries(f"{tmp_path}/assignment.yaml", "h1: 0.145\nh2: 0.105\nh3: 0.112")
    assert [0, 0, 0] == [found[name].score for name in ("h1", "h2", "h3")]


@pytest.mark.parametrize("number", ["0", "1", "1.0e-9"])
def test_one_number_everywhere_is_no_mistake(number):
    found = entries("rnn-exercises", "".join(f"{name}: {number}\n" for name in STATES))
    told = {found[name].note for name in STATES if found[name].score == 0}
    assert told <= {"number.differs", "number.too-few-decimals", "follow.trivial"}


STATES = [
    *(f"e{k}_{name}{t}" for k in (2, 3, 4) for name in "hy" for t in (1, 2, 3)),
    "e7_c1",
    "e7_c2",
]


# (a number, the wrong numbers of the sheet, whether it stands everywhere)
FILLERS = [
    ([0, 0], [[0], [0, 0], [0], [0]], True),
    ([0, 0.1], [[0], [0], [0], [0, 0.1]], False),  # two numbers
    ([0], [[0], [0], [0]], False),  # a unit that is dead three times
    ([0], [[0]] * 4 + [[0.3]] * 4, True),
    ([0], [[0]] * 4 + [[0.3]] * 5, False),  # most was worked out
]


@pytest.mark.parametrize(("typed", "wrong", "expected"), FILLERS)
def test_a_number_that_stands_in_most_wrong_answers_fills_boxes(typed, wrong, expected):
    assert expected is is_filler(np.array(typed), [np.array(each) for each in wrong])


# (what each number says: how likely it shows the mistake by chance, or that it does not; how likely so many do)
TRIES = [
    ([], 1.0),
    ([None, None], 1.0),
    ([0.01], 0.01),
    ([0.01, None, None, None], 0.04),  # any of four
    ([0.01, 0.1, None], 0.003),  # any two of three
    ([0.5, None, None], 1.0),  # no more than sure
]


@pytest.mark.parametrize(("numbers", "expected"), TRIES)
def test_of_many_wrong_numbers_some_show_a_mistake_by_chance(numbers, expected):
    tries = Tries()
    for hit in numbers:
        tries.note(hit)
    assert expected == pytest.approx(tries.chance())


# sigmoid for tanh in the second of three states, from a first that nothing gives, before a third that does not follow
BY_CHANCE = "h1: 0.111\nh2: 0.367\nh3: 0.222"


def test_on_a_sheet_of_nonsense_one_number_that_fits_is_no_mistake(tmp_path):
    (tmp_path / "assignment.yaml").write_text(OPPOSITE)
    found = entries(f"{tmp_path}/assignment.yaml", BY_CHANCE)
    assert {"number.differs"} == {found[name].note for name in ("h1", "h2", "h3")}


# sigma(-0.846) without the bias and 0.5 + 0.2 * (-1) of a hard sigmoid are both 0.300
SAME_DIGITS = """\
title: The same digits
points: 3
rounding: 3
systems:
  s: {cell: sigmoid-rnn, steps: 3, given: {W_x: 1, W_h: 0.8, b_h: -0.154, h0: 0, x: [-0.846, 1, 0.5]}}
questions:
  - {id: q, prompt: Run it., system: s, answers: {h1: "h[1]", h2: "h[2]", h3: "h[3]"}}
"""


def test_of_two_mistakes_that_give_the_same_digits_neither_is_named_for_being_more_usual(tmp_path):
    (tmp_path / "assignment.yaml").write_text(SAME_DIGITS)
    values = [0.3]
    for x in (1.0, 0.5):
        values.append(1 / (1 + math.exp(-(x + 0.8 * values[-1] - 0.154))))
    typed = "\n".join(f"h{k + 1}: {value:.3f}" for k, value in enumerate(values))
    found = entries(f"{tmp_path}/assignment.yaml", typed)["h1"]
    assert "number.one-of-two" == found.note, found.message
    assert "with the hard sigmoid 0.2 z + 0.5 in h₁, or with b_h left out of h₁" in found.message


# by hand without the tanh in h2: h1 = tanh(0.62) = 0.5511, h2 = 0.1560, h3 = 0.4780, and
# dh3/dh1 = (1 - 0.4780^2) 0.9^2 = 0.6249; with h2 right and only its slope left out it is 0.6256
NEAR = """\
title: Near
points: 2
rounding: 3
systems:
  s: {cell: tanh-rnn, steps: 3, given: {W_x: 0.6, W_h: 0.9, b_h: -0.1, h0: 0.4, x: [0.6, -0.4, 0.8]}}
questions:
  - {id: q, prompt: Go on., system: s, answers: {j: "grad(h[3], h[1])", w: "grad(h[3], W_h)"}}
"""


def test_what_comes_near_a_gradient_gives_way_to_what_gives_its_digits(tmp_path):
    (tmp_path / "assignment.yaml").write_text(NEAR)
    found = entries(f"{tmp_path}/assignment.yaml", "j: 0.625\nw: 0.677")["j"]
    assert "the tanh left out in h₂" in found.message, found.message
