"""What an author is told whose formula has a letter that its system lacks."""

from __future__ import annotations

import pytest

from grader.assignment import load_assignment
from grader.handout.compose import sheet_of
from grader.outcome.errors import Faulty

SHEET = """title: T
points: 1
systems: {{s: {{cell: relu-rnn, steps: 2, without: [b, W_y, b_y], given: {{V: 1, W: 2, x: [1, 2]}}}}}}
questions: [{{id: a, prompt: Which law?, answers: {{a_1: {{kind: equation, value: "{value}"}}}}}}]
"""


@pytest.mark.parametrize(
    ("expected", "remedy", "value"),
    [
        ("no symbol T; it has x, h, V, W, z", "declare it in a cell of yours (T: scalar given)", "V**T"),
        ('no symbol v; did you mean "V"?', "", "v*h[t-1]"),
    ],
)  # fmt: skip
def test_a_letter_of_ones_own_is_to_be_declared_and_a_slip_mended(
    expected, remedy, value, tmp_path
):
    (tmp_path / "t.yaml").write_text(SHEET.format(value=value))
    with pytest.raises(Faulty) as fault:
        sheet_of(load_assignment(tmp_path / "t.yaml"))
    assert expected in str(fault.value)
    assert remedy in (fault.value.remedy or "")
