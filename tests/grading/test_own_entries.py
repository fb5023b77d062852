"""Own entries, and own numbers of another system, are gone on from like any others."""

from __future__ import annotations

import pytest

import grader

VECTORS = """\
title: entries
points: 6
rounding: 3
systems:
  net:
    cell: tanh-rnn
    steps: 2
    given: {W_x: [[0.5], [0.2]], W_h: [[0.1, 0.4], [-0.3, 0.2]], b_h: [0.1, 0], x: [[1], [2]]}
questions:
  - id: q
    prompt: P
    system: net
    follow_through: full
    answers:
      a_1: "entry(h[1], 1)"
      a_2: "entry(h[1], 2)"
      a_3: "entry(h[2], 1)"
      a_4: "entry(h[2], 2)"
      a_5: "concat(entry(h[2], 2), entry(h[2], 1))"
      a_6: "2 * entry(h[2], 2)"
"""


def verdicts(folder, sheet: str, typed: str) -> str:
    (folder / "entries.yaml").write_text(sheet)
    (folder / "a.yaml").write_text(typed)
    report = grader.check(str(folder / "a.yaml"), assignment=str(folder / "entries.yaml"))
    return " ".join(str(entry.verdict) for entry in report.entries)


@pytest.mark.parametrize(
    ("expected", "typed", "why"),
    [
        # by hand: h1 = [tanh(0.6), tanh(0.2)] = [0.537, 0.197]
        # with 0.573 and 0.917: h2 = [tanh(1.1 + 0.0573 + 0.3668), tanh(0.4 - 0.1719 + 0.1834)]
        (
            "wrong wrong carried carried carried carried",
            {"a_1": 0.573, "a_2": 0.917, "a_3": 0.909, "a_4": 0.39, "a_5": [0.39, 0.909], "a_6": 0.78},
            "both entries are one's own",
        ),
        # with 0.573 and the right 0.197: h2 = [tanh(1.1 + 0.0573 + 0.0788) = 0.844, tanh(0.4 - 0.1719 + 0.0394)]
        (
            "wrong right right carried right right",
            {"a_1": 0.573, "a_2": 0.197, "a_3": 0.844, "a_4": 0.261, "a_5": [0.271, 0.843], "a_6": 0.542},
            "one of them",
        ),
        (
            "wrong missing right carried missing missing",
            {"a_1": 0.573, "a_3": 0.844, "a_4": 0.261},
            "the other is the key's where nobody wrote it",
        ),
        (
            "wrong wrong wrong wrong missing missing",
            {"a_1": 0.573, "a_2": 0.917, "a_3": 0.573, "a_4": 0.917},
            "an entry never follows from itself, nor from its neighbour",
        ),
    ],
)  # fmt: skip
def test_own_entries_of_a_vector_are_gone_on_from(tmp_path, expected, typed, why):
    text = "".join(f"{name}: {value}\n" for name, value in typed.items())
    assert expected == verdicts(tmp_path, VECTORS, text), why


TWICE = """\
title: twice
points: 3
rounding: 3
cells:
  loss: |
    x: scalar
    y: scalar
    h: scalar
    W: scalar
    U: scalar
    h = tanh(U * x[t] + W * h[t-1])
    L = (h - y[t])**2
systems:
  run: {cell: tanh-rnn, steps: 1, rename: {W_x: U, W_h: W}, without: [b_h], given: {U: 0.5, W: 0.3, h0: 0.2, x: [1]}}
  told: {cell: loss, steps: 1, given: {U: U_TOLD, W: 0.3, h0: 0.2, x: [1], y: [1]}}
questions:
  - id: q
    prompt: P
    follow_through: full
    answers:
      a_h: {value: "h[1]", system: run}
      b_loss: {value: "L[1]", system: told, points: 2}
"""  # h1 = tanh(0.56) = 0.508, L = 0.242; with the own 0.6: 0.16


@pytest.mark.parametrize(
    ("expected", "weight", "why"),
    [
        ("wrong carried", "0.5", "the same numbers, typed twice, make the same state"),
        ("wrong wrong", "0.4", "with other numbers it is another state of the same name"),
    ],
)
def test_a_quantity_of_another_system_with_the_same_numbers_is_the_same(
    tmp_path, expected, weight, why
):
    sheet = TWICE.replace("U_TOLD", weight)
    assert expected == verdicts(tmp_path, sheet, "a_h: 0.6\nb_loss: 0.16\n"), why
