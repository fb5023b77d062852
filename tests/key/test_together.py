"""What counts for a class, worked out in one pass, is what counts for each alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from grader.assignment import find_assignment, load_assignment
from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Tolerance
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.target import Target
from grader.key.together import count_together
from grader.variant.manifest import freeze
from grader.variant.student_numbers import filled
from tests.sizes import LARGE, later


def _asked(expected: Expected) -> Iterator[tuple[Tolerance, Target]]:
    for question in expected.assignment.questions:
        for reading in question.readings or (None,):
            for answer in question.answers:
                if answer.kind in NUMERIC:
                    yield answer.tolerance, key_of(expected, answer, question, reading).target


def _class(name: str, size: int) -> list[Expected]:
    assignment = load_assignment(find_assignment(name))
    manifest = freeze(assignment, [f"s{k}" for k in range(size)], b"the secret of a whole class")
    drawn = manifest.applied(assignment)
    return [Expected(filled(drawn, manifest.numbers(f"s{k}"))) for k in range(size)]


@pytest.mark.parametrize("name", later(("exam-relu-9", "exam-bptt-8", *LARGE), LARGE))
def test_a_class_counts_what_each_counts_alone(name: str) -> None:
    alone, together = _class(name, 3), _class(name, 3)
    count_together(together)
    for one, other in zip(alone, together, strict=True):
        for (tolerance, expected), (_, found) in zip(_asked(one), _asked(other), strict=True):
            ahead = found.known[tolerance]
            own = expected.accepted(tolerance)
            assert np.shape(ahead.low) == np.shape(own.low)
            np.testing.assert_allclose(
                [ahead.low, ahead.high], [own.low, own.high], atol=1e-12, rtol=0
            )


def test_one_student_and_answers_that_go_by_themselves_are_left_alone() -> None:
    (one,) = _class("exam-relu-9", 1)
    count_together([one])
    assert not any(target.known for _, target in _asked(one))
