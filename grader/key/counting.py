"""The numbers that count by a key, or the reason why none can be told."""

from __future__ import annotations

import numpy as np

from grader.assignment.model import Tolerance
from grader.key.target import Target
from grader.outcome.errors import Faulty
from grader.words.sentences import keys as sentences
from reference import CellError, Interval, write


def counting(target: Target, tolerance: Tolerance) -> Interval:
    """The numbers that count as right; raise Faulty where these have no bounds."""
    asked = write(target.asked or target.expression)
    try:
        found = target.accepted(tolerance)
    except CellError as fault:
        said = sentences.no_bounds(asked, str(fault))
        raise Faulty(said, remedy=sentences.by_tolerance()) from None
    if np.any(np.isnan(found.low) | np.isnan(found.high)):
        raise Faulty(sentences.leaves_domain(asked), remedy=sentences.by_tolerance())
    return found
