"""A mistake that was made again: what shows that it is the same, and what it earns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from grader.assignment.model import Question
from grader.certificate.exact import Row
from grader.grading.rubric import REPEATED, Awards
from grader.outcome.finding import Verdict


def repeated(question: Question, awards: Awards, rows: Mapping[str, Row]) -> dict[str, Row]:
    """The findings with the mistakes by their names, where every number of a chain shows its own.

    Where one does not, what is paid for the mistake is only observed.
    """
    after = dict(rows)
    called = {
        name: award.finding.mistake
        for name, award in awards.answers.items()
        if award.finding.mistake and rows[name]["verdict"] == str(Verdict.WRONG)
    }
    paid = {name for name, award in awards.answers.items() if award.finding.note == REPEATED}
    for mistake in {called.get(name, "") for name in paid}:
        chain = [name for name in called if called[name] == mistake]
        shown = all(_shows(rows[name], mistake) for name in chain)
        for name in chain if shown else paid.intersection(chain):
            after[name] = after[name] | (
                {"mistake": mistake}
                if shown
                else {"credit": str(question.repeated_mistake), "observed": REPEATED}
            )
    return after


def _shows(row: Row, mistake: str) -> bool:
    """Whether the numbers are what the mistake gives."""
    claims = cast("list[Row]", row.get("claims", []))
    return any(claim.get("called") == mistake for claim in claims)
