"""A count names its system itself: `parameters(big)` is about `big`, whatever the question is about."""

from __future__ import annotations

from fractions import Fraction

import pytest
from handed_in import entries

SHEET = """
title: Two systems
points: 1
systems:
  small: {cell: tanh-rnn, sizes: {d: 2, n: 2}}
  big: {cell: tanh-rnn, sizes: {d: 3, n: 5}}
questions:
  - id: c
    prompt: How many?
    answers:
      c_parameters: {kind: count, value: parameters(big), known_mistakes: {without-bias: 1/2}}
"""


@pytest.mark.parametrize("about", ["", "    system: small\n"])
def test_a_forgotten_bias_earns_its_share_without_a_line_for_the_system(tmp_path, about):
    sheet = SHEET.replace("    prompt: How", f"{about}    prompt: How")
    (tmp_path / "assignment.yaml").write_text(sheet)
    found = entries(f"{tmp_path}/assignment.yaml", "c_parameters: 40")["c_parameters"]
    assert (Fraction(1, 2), "count.without-bias") == (found.score, found.note)
