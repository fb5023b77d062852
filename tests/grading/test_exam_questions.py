"""What real exams ask and a format is slow to learn: each asked in a file, and worked by hand here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from handed_in import entries

from grader.assignment import load_assignment
from grader.handout import html
from grader.handout.compose import sheet_of
from grader.handout.solve import solved
from grader.linting.lint import lint

FILE = """\
title: Asked in real exams
points: 23
rounding: 2
systems:
  kept:
    cell: tanh-rnn
    steps: 3
    rounded: {h: {decimals: 1, ties: even}}
    given: {W_x: 0.5, W_h: 0.7, b_h: 0, h0: 0.25, x: [1, -2, 0.5]}
  cut:
    cell: tanh-rnn
    steps: 2
    rounded: {h: {decimals: 2, ties: cut}}
    given: {W_x: 0.5, W_h: 0.7, b_h: 0, h0: 0.25, x: [1, -2]}
  plain:
    cell: tanh-rnn
    steps: 3
    given: {W_x: 0.5, W_h: 0.7, b_h: 0.1, h0: 0.2, x: [1, -2, 0.5]}
  gate:
    cell: unit
    steps: 4
    given: {x: [[0, 0], [0, 1], [1, 0], [1, 1]], target: [0, 0, 0, 1], w: [1, 1], b: -1.5}
  exchanged:
    cell: lstm
    steps: 1
    given: {W_i: 0.6, U_i: 0.4, W_f: -0.5, U_f: 0.7, W_c: 0.9, U_c: -0.3, W_o: 0.3, U_o: -0.6, b_i: 0.1, b_f: 0.2, b_c: 0.15, b_o: -0.25, h0: 0.3, c0: 0.9, x: [0.5]}
  again: {like: plain}
  both: {cell: bidirectional, sizes: {d: 3, n: 5}}
  words:
    cell: decoder-greedy
    steps: 2
    given:
      z0: [1, 0, 0]
      h0: [0, 0]
      E: [[0.5, -0.2], [0.3, 0.8], [-0.6, 0.1]]
      W: [[0.6, -0.4], [0.2, 0.7]]
      U: [[0.3, 0.1], [-0.5, 0.4]]
      b: [0.1, -0.1]
      V: [[-0.9, -0.3], [0.9, 0.5], [-0.7, 0.4]]
  two:
    cell: tanh-rnn
    steps: 2
    given: {W_x: [[0.6], [-0.4]], W_h: [[0.5, -0.3], [0.2, 0.7]], b_h: [0, 0.1], h0: [0, 0], x: [[0.5], [-0.8]]}
  filled:
    cell: lstm-concat-xh
    steps: 1
    given:
      x: {evenly: [0.25, 1], shape: [1, 2]}
      h0: {fill: 0.5, shape: [2]}
      c0: {fill: 1, shape: [2]}
      W_f: {fill: 0.1, shape: [2, 4]}
      W_i: {fill: 0.2, shape: [2, 4]}
      W_c: {evenly: [-0.7, 0.7], shape: [2, 4]}
      W_o: {fill: -0.1, shape: [2, 4]}
      b_f: {fill: 0, shape: [2]}
      b_i: {fill: 0, shape: [2]}
      b_c: {fill: 0, shape: [2]}
      b_o: {fill: 0, shape: [2]}
cells:
  unit: |
    # A threshold unit
    x: 2 given
    target: scalar given
    w: 2
    b: scalar
    y = step(sum(w * x[t]) + b, 0)
    miss = y - target[t]
questions:
  - id: a
    title: Rounded inside
    prompt: Round every state to one decimal, halves to the even digit, and go on with it.
    system: kept
    follow_through: full
    answers: {a_h1: "h[1]", a_h2: "h[2]", a_h3: "h[3]"}
  - id: b
    title: Cut off
    prompt: Cut every state off after two decimals.
    system: cut
    follow_through: full
    defaults: {rounding: {decimals: 2, at: result}}
    answers: {b_h1: "h[1]", b_h2: "h[2]"}
  - id: c
    title: Coarser result
    prompt: h_3 to 1 decimal, the steps to 4.
    system: plain
    follow_through: full
    repeated_mistake: full
    defaults: {rounding: 4}
    answers: {c_h1: "h[1]", c_h2: "h[2]", c_h3: {value: "h[3]", rounding: 1}}
  - id: d
    title: Weights that work
    prompt: Give weights with which the unit is an AND.
    system: gate
    works: ["miss[t] == 0"]
    together: all
    answers: {d_w: w, d_b: b}
  - id: e
    title: Names of mistakes
    prompt: Run the cell.
    system: exchanged
    answers: {e_f: "f[1]", e_c: "c[1]", e_h: "h[1]"}
  - id: f
    title: Counts of both directions
    prompt: How many parameters?
    answers: {f_count: {kind: count, system: both}}
  - id: g
    title: Embedding and greedy decoding
    prompt: Decode.
    system: words
    follow_through: full
    answers: {g_e1: "e[1]", g_h1: "h[1]", g_k2: {kind: choice, value: "k[2]", labels: [a, b, c]}}
  - id: h
    title: Jacobian
    prompt: The Jacobian of h_2 by h_1, and by h_0.
    system: two
    answers: {h_J: "grad(h[2], h[1])", h_far: "grad(h[2], h[0])"}
  - id: i
    title: Sums over steps
    prompt: Sum and all states.
    system: again
    answers: {i_sum: "sum_steps(h[t])", i_all: "all_steps(h[t])", i_grows: {value: "h[3] > h[2]"}}
  - id: j
    title: Filled
    prompt: One step.
    system: filled
    answers: {j_f: "f[1]"}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("asked") / "assignment.yaml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def sigma(z):
    return 1 / (1 + np.exp(-z))


def even(h: float) -> float:
    return round(h, 1)  # Python's own rule for a half


def cell(x: float, h: float, b: float) -> float:
    return float(np.tanh(0.5 * x + 0.7 * h + b))


def kept() -> list[float]:
    """Rounded to one decimal at every step."""
    h = [0.25]
    for x in (1, -2, 0.5):
        h.append(even(cell(x, h[-1], 0)))
    return h[1:]


def plain() -> list[float]:
    h = [0.2]
    for x in (1, -2, 0.5):
        h.append(cell(x, h[-1], 0.1))
    return h[1:]


INPUT, FORGET, OUTPUT = sigma(0.52), sigma(0.16), sigma(-0.28)
CANDIDATE = np.tanh(0.51)
STATE = FORGET * 0.9 + INPUT * CANDIDATE
EMBEDDING = np.array([[0.5, -0.2], [0.3, 0.8], [-0.6, 0.1]])
W, U = np.array([[0.6, -0.4], [0.2, 0.7]]), np.array([[0.5, -0.3], [0.2, 0.7]])
V = np.array([[-0.9, -0.3], [0.9, 0.5], [-0.7, 0.4]])
H1 = np.tanh(W @ EMBEDDING[0] + np.array([0.1, -0.1]))
T1 = np.tanh(np.array([0.6 * 0.5, -0.4 * 0.5 + 0.1]))
T2 = np.tanh(np.array([-0.48, 0.42]) + U @ T1)
J = np.diag(1 - T2**2) @ U
FAR = J @ np.diag(1 - T1**2) @ U
FILLED = sigma(0.1 * (0.25 + 1 + 0.5 + 0.5))

KEY = {
    "a_h1": kept()[0], "a_h2": kept()[1], "a_h3": kept()[2], "b_h1": 0.58, "b_h2": -0.53,
    "c_h1": plain()[0], "c_h2": plain()[1], "c_h3": plain()[2],
    "e_f": FORGET, "e_c": STATE, "e_h": OUTPUT * np.tanh(STATE), "f_count": 2 * (15 + 25 + 5),
    "g_e1": EMBEDDING[0], "g_h1": H1, "h_J": J, "h_far": FAR, "i_sum": sum(plain()), "i_all": plain(),
    "j_f": [FILLED, FILLED],
}  # fmt: skip


def test_the_key_is_what_one_works_out_by_hand(file):
    found = solved(load_assignment(Path(file)))
    for name, value in KEY.items():
        assert np.asarray(value, dtype=float) == pytest.approx(np.asarray(found[name]), abs=1e-9), (
            name
        )
    word = int(np.argmax(V @ H1))
    assert ("abc"[word], True) == (found["g_k2"], found["i_grows"])


def test_whoever_hands_in_the_key_has_all_points_and_who_hands_in_nothing_none(file):
    found = solved(load_assignment(Path(file)))
    text = json.dumps(found, default=lambda a: np.asarray(a).tolist())
    assert {"right"} == {e.verdict.value for e in entries(file, text).values()}
    assert {"missing"} == {e.verdict.value for e in entries(file, "{}").values()}


def test_the_file_has_no_fault_and_its_sheet_shows_what_is_asked(file):
    assert not lint([file]).faulty
    shown = html.page(sheet_of(load_assignment(Path(file))))
    for said in (
        "halves to an even digit",
        "Cut h off after 2 decimals",
        "4 decimals",
        "1 decimal",
    ):
        assert said in shown


def sigmoid_states() -> str:
    h = [0.2]
    for x in (1, -2, 0.5):
        h.append(float(sigma(0.5 * x + 0.7 * h[-1] + 0.1)))
    return f"c_h1: {h[1]:.4f}\nc_h2: {h[2]:.4f}\nc_h3: {h[3]:.1f}"


ROWS = [
    # what is handed in, the answer, verdict, points, part of what is said, why
    ("a_h1: 0.5\na_h2: -0.6\na_h3: -0.2", "a_h3", "carried", 1, "follows", "from one's own rounded state"),
    ("a_h1: 0.59", "a_h1", "wrong", 0, "", "not rounded where it is asked for"),
    ("b_h1: 0.59", "b_h1", "wrong", 0, "", "rounded where one is to cut off"),
    ("b_h1: 0.7\nb_h2: -0.46", "b_h2", "carried", 1, "", "cut off from a wrong one: -0.469"),
    ("c_h1: 0.6291\nc_h2: -0.4298\nc_h3: 0.0", "c_h3", "right", 1, "", "one decimal of finer steps"),
    ("c_h1: 0.6291\nc_h2: -0.4298\nc_h3: 0.2", "c_h3", "wrong", 0, "", "but not any"),
    (sigmoid_states(), "c_h1", "wrong", 0, "sigmoid in place of tanh", "a slip is named"),
    (sigmoid_states(), "c_h3", "wrong", 1, "costs only once", "and costs once"),
    ("d_w: [2, 3]\nd_b: -4", "d_w", "right", 1, "everything holds", "other weights that work"),
    ("d_w: [2, 3]\nd_b: -2.5", "d_w", "wrong", 0, "3 of 4", "and such that do not"),
    (f"e_f: {sigma(0.4):.5f}", "e_f", "wrong", 0, "W_f and U_f in each other's place", "weights exchanged"),
    (f"e_f: {INPUT:.5f}", "e_f", "wrong", 0, "f and i in each other's place", "another gate"),
    (f"e_c: {0.9 + INPUT * CANDIDATE:.5f}", "e_c", "wrong", 0, "f left out", "a gate left out"),
    (f"e_h: {OUTPUT * STATE:.5f}", "e_h", "wrong", 0, "the tanh left out", "c for tanh(c)"),
    ("f_count: 45", "f_count", "wrong", 0, "one direction", "half of it"),
    ("f_count: 100", "f_count", "wrong", 0, "two bias vectors", "another convention"),
    ("g_e1: [0.3, 0.8]", "g_e1", "wrong", 0, "e₂ in place of e₁", "the word after"),
    ("g_e1: [0.3, 0.8]\ng_h1: [-0.04, 0.48]", "g_h1", "carried", 1, "", "what follows from it"),
    (f"h_J: {J.T.tolist()}", "h_J", "wrong", 0, "rows for columns", "transposed"),
    (f"h_J: {(-J).tolist()}", "h_J", "wrong", 0, "opposite sign", "a sign"),
    (f"i_sum: {plain()[0] - plain()[1] + plain()[2]:.3f}", "i_sum", "wrong", 0, "", "a sign inside"),
    ("i_grows: false", "i_grows", "wrong", 0, "true", "decided by the numbers"),
    ("j_f: [0.5, 0.5]", "j_f", "wrong", 0, "", "filled arrays"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "verdict", "points", "said", "why"), ROWS)
def test_an_answer_is_judged_as_a_course_would(file, text, name, verdict, points, said, why):
    found = entries(file, text)[name]
    assert (verdict, points, True) == (found.verdict.value, found.score, said in found.message), (why, found.message)  # fmt: skip
