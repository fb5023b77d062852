"""Numbers that only have to work: every condition of the question, worked out from what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Question, Tolerance
from grader.certificate.exact import NotShown, Row
from grader.certificate.proofs import Program, Programs
from grader.grading.follow import Carried, OwnValue
from grader.grading.seen import Seen
from grader.key.expected import Expected
from grader.key.works import conditions_of
from reference import Condition, NumbersError, write
from reference.proof.outward import UNIT

_NEAR = UNIT // 10**9  # what the computer's own rounding may have moved
_FAR = UNIT * 10**400
# Between what the left side less the right one lies where a condition holds.
_HOLDS = {
    "<": (-_FAR, -1),
    "<=": (-_FAR, _NEAR),
    ">": (1, _FAR),
    ">=": (-_NEAR, _FAR),
    "==": (-_NEAR, _NEAR),
}


def works_of(
    programs: Programs, question: Question, expected: Expected, seen: Sequence[Seen], one: Seen
) -> Row:
    """The conditions with what they come to; raise NotShown where that cannot be said for sure."""
    own = Carried(tuple(_own(other) for other in seen if other.key.kind in NUMERIC))
    program = programs.of_numbers(one.key.target, Tolerance(exact=True), own)
    try:
        rows = list(_looked_at(program, conditions_of(question, expected)))
    except NumbersError as why:
        raise NotShown from why
    held = sum(bool(row["holds"]) for row in rows)
    if one.finding.share != type(one.finding.share)(held, len(rows)):
        raise NotShown
    return {"works": rows}


def _own(one: Seen) -> OwnValue:
    if one.compared is None or one.compared.numbers.faults:
        raise NotShown
    return OwnValue(
        one.answer.name, one.key.target, one.compared.numbers, True, one.answer.tolerance
    )


def _looked_at(program: Program, conditions: Iterator[Condition]) -> Iterator[Row]:
    for condition in conditions:
        sides = (condition.left, condition.right)
        registers = np.broadcast_arrays(*map(program.recorder.reached, sides))
        left, right = ([int(k) for k in side.flat] for side in registers)
        holds = [
            _holds(program, condition.relation, k, other)
            for k, other in zip(left, right, strict=True)
        ]
        yield {
            "program": program.number,
            "condition": f"{write(condition.left)} {condition.relation} {write(condition.right)}",
            "relation": condition.relation,
            "left": left,
            "right": right,
            "holds": all(holds),
        }


def _holds(program: Program, relation: str, left: int, right: int) -> bool:
    a, b = program.enclosures.of(left), program.enclosures.of(right)
    least, most = a[0] - b[1], a[1] - b[0]
    low, high = _HOLDS["==" if relation == "!=" else relation]
    holds = low <= least and most <= high
    if not holds and least <= high and low <= most:
        raise NotShown
    return holds != (relation == "!=")
