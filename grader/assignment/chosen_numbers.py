"""Numbers that students choose themselves: what a question with `works` asks of a system.

Any numbers are right with which the equations do what the conditions say; those of the file are only one example.
So a sheet does not print them, and a kit does not have them.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.assignment.kinds import NUMERIC
from grader.assignment.model import Answer, Assignment, Question


def chosen_answers(question: Question) -> Iterator[Answer]:
    """The answers of a question whose numbers are tried."""
    if question.works:
        yield from (answer for answer in question.answers if answer.kind in NUMERIC)


def chosen_symbols(assignment: Assignment, system: str) -> frozenset[str]:
    """The given symbols of a system that students choose the numbers of."""
    return frozenset(
        str(answer.value)
        for question in assignment.questions
        for answer in chosen_answers(question)
        if system == (answer.system or question.system)
    )
