"""How much time there is: Gradescope's, ours, and what the student's code may use of it.

Gradescope ends us after TIMEOUT_SECONDS and throws away whatever we had.  So we end ourselves
before that, and the student's code before that.  All three follow from that one number and not
from the clock: a message that names a limit must be the same on every rerun.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.gradescope.metadata import read_number
from reference.records import dataclass

USUAL = 600.0  # Gradescope's default, and what we assume when nothing is said
MARGIN = 20.0  # to end everything and to write; a full disk or a busy machine may be slow
SMALLEST = 1.0  # less than this is no time limit but a slip


@dataclass(frozen=True)
class Budget:
    """Seconds: all there are, when we stop ourselves, and what the student's code may use."""

    total: float
    ours: float
    students: float


def budget_of(environment: Mapping[str, str]) -> Budget:
    """The budget under this environment.

    >>> budget_of({"TIMEOUT_SECONDS": "600"})
    Budget(total=600.0, ours=580.0, students=464.0)
    >>> budget_of({"TIMEOUT_SECONDS": "5"})
    Budget(total=5.0, ours=4.0, students=2.0)
    >>> budget_of({}) == budget_of({"TIMEOUT_SECONDS": "soon"}) == budget_of(
    ...     {"TIMEOUT_SECONDS": "0"}
    ... )
    True
    """
    said = read_number(environment.get("TIMEOUT_SECONDS"))
    total = USUAL if said is None or said <= 0 else max(said, SMALLEST)
    ours = total - min(MARGIN, total / 5)
    # Of a short time the grader's own start (a Python with NumPy, half a processor) is a large part.
    students = ours * 0.8 if ours > 60 else ours * 0.5
    return Budget(total, ours, round(students, 1))
