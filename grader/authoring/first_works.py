"""The submissions that a new assignment is tried with: a right one, an empty one, a usual mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from grader.assignment import Assignment, load_assignment
from grader.assignment.kinds import CODE
from grader.handout.template import template_of
from grader.linting.attempts import BLANK, KEY, ROUNDED, Attempt, attempts
from grader.variant.selection import example_of

_NUMERAL = re.compile(r"-?\d+(\.\d+)?")


def first_works(file: Path) -> Mapping[str, str]:
    """Names and texts of the submissions; of an assignment of code alone a template."""
    assignment = example_of(load_assignment(file))
    if any(answer.kind in CODE for answer in assignment.answers):
        return {"blank.py": template_of(assignment)}
    made = list(attempts(assignment))
    right = [one for one in made if one.what in (KEY, ROUNDED)]
    mistakes = [one for one in made if one.note]
    works = {"perfect": right[-1:], "blank": [one for one in made if one.what == BLANK]}
    works |= {one.note: [one] for one in mistakes[:1]}
    return {f"{name}.yaml": _text(assignment, one) for name, ones in works.items() for one in ones}


def _text(assignment: Assignment, attempt: Attempt) -> str:
    answers = (f"{a.name}: {_flow(attempt.answers.get(a.name, ''))}" for a in assignment.answers)
    return "\n".join((f"assignment: {assignment.id}", *answers, ""))


def _flow(value: object) -> str:
    """A value as it is typed into a file of YAML: numbers bare, other texts in quotes."""
    if isinstance(value, str):
        return value if not value or _NUMERAL.fullmatch(value) else f'"{value}"'
    if isinstance(value, Iterable):
        return f"[{', '.join(map(_flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
