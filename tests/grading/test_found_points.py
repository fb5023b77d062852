"""What was once found wrong about points and names of numbers: each case with the input it was found by."""

from __future__ import annotations

from fractions import Fraction

import pytest
from handed_in import entries

_SHEET = """
title: Cases
{head}
systems:
  s: {system}
questions:
  - {{id: q, prompt: Work it out., system: s, {more}answers: {answers}}}
"""
TWO = "{cell: tanh-rnn, steps: 2, given: {W_x: 0.3, W_h: 0.5, b_h: 0.1, h0: 0.1, x: [0.4, -0.2]}}"
ONE = "{cell: tanh-rnn, given: {W_x: 0.9, W_h: 0.7, b_h: 0.2, h0: 0.1, x: 0.8}}"
GRU = (
    "{cell: gru-torch, given: {W_r: 1, U_r: 0.5, b_r: 0.2, c_r: 0.1, W_z: -1, U_z: 0.4, b_z: 0.1, "
    "c_z: 0.3, W_n: 1.5, U_n: -1, b_n: 0.2, c_n: 0.4, h0: 0.8, x: 0.6}}"
)


def sheet(system, answers, head="points: 1\nrounding: 3", more=""):
    return _SHEET.format(system=system, answers=answers, head=head, more=more)


# Found, and what was handed in; then the answer, its points, its note, and what is said of it.
# tanh-rnn ONE: h = tanh(0.72 + 0.07 + 0.2) = 0.7574, by a sigmoid 0.7291; TWO: h1 = 0.2636 and h2 = 0.1698
ROWS = [
    ("a penalty for too few decimals paid for zeros",
     sheet(TWO, "{h1: 'h[1]'}", more="defaults: {precision_penalty: 0.25}, "), "h1: 0",
     "h1", 0, "number.differs", ""),
    ("credit for a known mistake hung on how many digits were typed",
     sheet(ONE, "{h1: {value: 'h[1]', known_mistakes: {activation-exchanged: 1/2}}}"), "h1: 0.729",
     "h1", Fraction(1, 2), "number.activation-exchanged", "sigmoid"),
    ("without follow-through a mistake was worked out from the student's own number",
     sheet(TWO, "{h1: 'h[1]', h2: {value: 'h[2]', known_mistakes: {truncated: 3/4}}}", "points: 2\nrounding: 3"),
     "h1: -5\nh2: -0.985", "h2", 0, "number.differs", ""),
    ("a number that follows from a slip was said to be cut off",
     sheet(TWO, "{h1: 'h[1]', h2: 'h[2]'}", "points: 2\nrounding: 2"), "h1: -0.95\nh2: -0.41",
     "h2", 0, "number.differs", "correct"),
    ("a sigmoid by a rounded exponential was refused: exp(-1.8) = 0.17, 1/1.17 = 0.85",
     sheet("{cell: sigmoid-rnn, given: {W_x: 1, W_h: 1, b_h: 0, h0: 0, x: 1.8}}", "{h1: 'h[1]'}",
           "points: 1\nrounding: 2"),
     "h1: 0.85", "h1", 1, "number.match", ""),
    ("a tanh by rounded exponentials was refused: (2.46 - 0.41) / (2.46 + 0.41) = 0.71",
     sheet("{cell: tanh-rnn, given: {W_x: 1, W_h: 1, b_h: 0, h0: 0, x: 0.9}}", "{h1: 'h[1]'}",
           "points: 1\nrounding: 2"),
     "h1: 0.71", "h1", 1, "number.match", ""),
    ("slopes that were written down were no steps: 0.82, 0.99, 0.75 and 0.56, 0.29 and 0.82 make 1.67",
     sheet("{cell: tanh-rnn, steps: 3, given: {W_x: 0.6, W_h: 0.7, b_h: 0.1, h0: 0.3, x: [0.4, -0.9, 0.7]}}",
           "{db: 'grad(h[3], b_h)'}", "points: 1\nrounding: 2"),
     "db: 1.67", "db", 1, "number.match", ""),
    ("a product that was written down was no step: 0.25 + 0.32 = 0.57",
     sheet("{cell: lstm-scalar, given: {f: 0.35, i: 0.45, g: 0.7, o: 1, c0: 0.7}}", "{c1: 'c[1]'}",
           "points: 1\nrounding: 2"),
     "c1: 0.57", "c1", 1, "number.match", ""),
    ("a clipping factor that was written down was no step: 3 / 7.810 = 0.384",
     sheet("{cell: clipping, given: {g: [-6, 5], limit: 3}}", "{clipped: clipped}"), "clipped: [-2.304, 1.920]",
     "clipped", 1, "number.match", ""),
    ("the reset before the product was never named in one step",
     sheet(GRU, "{n1: 'candidate[1]', h1: 'h[1]'}", "points: 2\nrounding: 4\nfollow_through: full"), "n1: 0.7021\nh1: 0.7540", "n1", 0, "number.reset-misplaced",
     "before the matrix product"),
    ("without its biases gru-torch was not recognised",
     sheet("{cell: gru-torch, sizes: {d: 3, n: 5}}", "{k: {kind: count, value: 'parameters(s)'}}", "points: 1"),
     "k: 120", "k", 0, "count.without-bias", "the biases left out"),
    ("a nonsense count of gru-torch was said to be that without its biases",
     sheet("{cell: gru-torch, sizes: {d: 3, n: 5}}", "{k: {kind: count, value: 'parameters(s)'}}", "points: 1"),
     "k: 125", "k", 0, "count.differs", "correct is"),
    ("one layer was said to be the output layer left out",
     sheet("{cell: stacked, sizes: {d: 3, n: 5, k: 5}}", "{k: {kind: count, value: 'parameters(s)'}}", "points: 1"),
     "k: 45", "k", 0, "count.one-layer", "one layer"),
    ("a gradient of 2.4e-6 was said to be 0, and 0 to be right",
     sheet("{cell: tanh-rnn, steps: 6, given: {W_x: 0.5, W_h: 0.1, b_h: 0, h0: 0.2, x: [1, 1, 1, 1, 1, 1]}}",
           "{far: {value: 'grad(h[6], h[1])', tolerance: {relative: 0.01}}}", "points: 1"),
     "far: 0.000004", "far", 0, "number.differs", "0.0000023"),
    ("|h| < 1 was read as -inf to 1",
     sheet(TWO, "{r: {kind: range, value: [-1, 1]}}", "points: 1"), "r: '|h| < 1'", "r", 1, "range.match", ""),
    *(("a range without an end could not be written into a file, and 0 ≤ h was no answer to it",
       sheet(TWO, f"{{r: {{kind: range, value: [0, {inf}]}}}}", "points: 1"), f"r: '{typed}'", "r", 1, "range.match", "")
      for inf in (".inf", "inf") for typed in ("0 ≤ h", "h >= 0")),
    ("a decimal comma did not go with a power of ten",
     sheet(TWO, "{h1: 'h[1]'}"), "h1: '2,636·10^-1'", "h1", 1, "number.match", ""),
    ("quotes of a word processor made a number unreadable",
     sheet(TWO, "{h1: 'h[1]'}"), "h1: “0.264”", "h1", 1, "number.match", ""),
]  # fmt: skip


@pytest.mark.parametrize(("found", "text", "typed", "answer", "points", "note", "said"), ROWS)
def test_what_was_found_about_points_is_right_now(
    tmp_path, found, text, typed, answer, points, note, said
):
    (tmp_path / "assignment.yaml").write_text(text)
    entry = entries(f"{tmp_path}/assignment.yaml", typed)[answer]
    assert (points, note) == (entry.score, entry.note), (found, entry.message)
    assert said in entry.message
