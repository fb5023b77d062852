"""What an answer asks of every step: sums, and all values one after another."""

from __future__ import annotations

import numpy as np
import pytest

from reference import CellError, bind, cell, evaluate_expression, parse_expression
from reference.rewrites.over_steps import over_steps

GIVEN = {"W_x": [[1.0], [2.0]], "W_h": [[0.0, 0.0], [0.0, 0.0]], "x": [[1.0], [2.0], [3.0]]}
SYSTEM = bind(cell("linear-rnn"), GIVEN, steps=3)  # h is x and 2x

ASKED = [
    ("sum_steps(h[t])", [6, 12], "a vector"),
    ("sum_steps(sum(h[t]) * t)", 3 + 12 + 27, "the step is a number"),
    ("sum_steps(outer(h[t], h[t-1]))", [[8, 16], [16, 32]], "a matrix; the state before is 0"),
    ("all_steps(sum(h[t]))", [3, 6, 9], "numbers as a vector"),
    ("all_steps(h[t])", [[1, 2], [2, 4], [3, 6]], "vectors as rows"),
    ("sum_steps(sum(h[t])) / 3", 6, "inside of an expression"),
]


@pytest.mark.parametrize(("asked", "expected", "why"), ASKED)
def test_what_is_asked_of_every_step_is_written_out(asked, expected, why):
    found = over_steps(parse_expression(asked), 3, SYSTEM.cell.shapes)
    value = evaluate_expression(found, SYSTEM.cell, SYSTEM.solve())
    np.testing.assert_allclose(value, expected, err_msg=why)


REFUSED = [
    ("sum_steps(h[2])", "nothing in sum_steps has a step"),
    ("all_steps(outer(h[t], h[t]))", "all_steps takes no matrices"),
]


@pytest.mark.parametrize(("asked", "said"), REFUSED)
def test_what_has_no_steps_is_refused(asked, said):
    with pytest.raises(CellError, match=said):
        over_steps(parse_expression(asked), 3, SYSTEM.cell.shapes)
