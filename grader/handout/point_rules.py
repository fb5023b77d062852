"""The point rules of a question that a sheet tells, by their keys in the file."""

from __future__ import annotations

from collections.abc import Iterator

from grader.assignment import Question
from grader.grading.rubric import TOO_FEW_DECIMALS


def rules_of(question: Question) -> Iterator[str]:
    """The point rules of a question that are about more than one answer, by their keys."""
    if question.follow_through and not question.result_only:
        yield "follow_through"
    for rule in ("readings", "together", "implies", "works", "repeated_mistake"):
        if getattr(question, rule):
            yield rule
    if question.cap is not None:
        yield "cap"
    if any(answer.precision_penalty for answer in question.answers):
        yield "precision_penalty"
    if any(
        _is_lost_elsewhere(note) for answer in question.answers for note in answer.known_mistakes
    ):
        yield "known_mistakes"


def _is_lost_elsewhere(note: str) -> bool:
    """Whether only what was typed shows a mistake: other numbers than the key's do not tell."""
    return not note.startswith(("number.", "count.")) or note == TOO_FEW_DECIMALS
