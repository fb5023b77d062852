"""A slip in an answer written as an expression of one quantity carries like a slip in that quantity."""

from __future__ import annotations

import pytest
from handed_in import entries

SHEET = """
title: Coupled
points: 3
rounding: 3
systems:
  net:
    cell: lstm-cifg
    steps: 1
    given: {{W_i: -0.5, W_g: 1.2, W_o: 0.3, U_i: -0.4, U_g: -0.9, U_o: 0.6, b_i: -1, b_g: 0.1, b_o: 0,
            h0: 0, c0: 0, x: [1]}}
questions:
  - id: a
    prompt: Run it.
    system: net
    follow_through: full
    answers: {{a_f1: "{asked}", a_g1: "g[1]", a_c1: "c[1]"}}
"""

# i = sigmoid(-1.5) = 0.182, g = tanh(1.3) = 0.862, c = i g = 0.157
ROWS = [
    # asked, typed: i is 0.128 with two digits exchanged, so c is 0.110
    ("1 - i[1]", "0.872"),
    ("-i[1]", "-0.128"),
    ("2 * i[1]", "0.256"),
    ("i[1] / 2 + 1", "1.064"),
    ("i[1]", "0.128"),
]


@pytest.mark.parametrize(("asked", "typed"), ROWS)
def test_what_was_worked_from_a_slip_earns_its_point(tmp_path, asked, typed):
    (tmp_path / "assignment.yaml").write_text(SHEET.format(asked=asked))
    sheet = f"{tmp_path}/assignment.yaml"
    found = entries(sheet, f"a_f1: {typed}\na_g1: 0.862\na_c1: 0.110")
    assert [0, 1, 1] == [found[name].score for name in ("a_f1", "a_g1", "a_c1")]
    assert "a_f1" in found["a_c1"].message
