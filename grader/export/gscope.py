"""The rubrics of an assignment as the JSON that `gscope rubric push` of gscope-cli 0.3 takes.

A map says where each rubric belongs, as that program's own maps do: {"course_id": 123, "b_reason":
[456, 789]}, an assignment and a question, by their ids or their titles.  Points are signed, as
they read: -0.5 takes half a point off.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grader.assignment import Answer, Assignment
from grader.grading.boxes import FULL, NONE, boxes_of, deducts
from grader.grading.marks import takes_marks
from grader.outcome.errors import InputError
from grader.words.sentences import exports as sentences

_COURSE = "course_id"


def rubrics(assignment: Assignment, where: Path) -> bytes:
    """The file; raise InputError for a map that is none, or that leaves out a text."""
    told = _map(where)
    answers = [answer for answer in assignment.answers if takes_marks(answer)]
    missing = [answer.name for answer in answers if answer.name not in told]
    if missing:
        raise InputError(sentences.gscope_map_without(str(where), missing))
    unknown = sorted(set(told) - {_COURSE, *(answer.name for answer in answers)})
    if unknown:
        raise InputError(sentences.gscope_map_unknown(str(where), unknown))
    questions = [_question(answer, *told[answer.name]) for answer in answers]
    spec = {_COURSE: told[_COURSE], "questions": questions}
    return json.dumps(spec, indent=1, ensure_ascii=False).encode() + b"\n"


def scoring(assignment: Assignment) -> dict[str, str]:
    """How Gradescope has to score each question, since points only go one way there."""
    answers = [answer for answer in assignment.answers if takes_marks(answer)]
    return {answer.name: "negative" if deducts(answer) else "positive" for answer in answers}


def _map(where: Path) -> dict[str, Any]:
    try:
        told = json.loads(where.read_bytes())
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(sentences.gscope_map_unreadable(str(where), why)) from None
    except (ValueError, RecursionError):  # no JSON, or a thousand lists in lists
        told = None
    good = isinstance(told, dict) and _is_id(told.get(_COURSE)) and isinstance(told[_COURSE], int)
    if not good or not all(_is_pair(pair) for name, pair in told.items() if name != _COURSE):
        raise InputError(sentences.gscope_map_form(str(where)))
    found: dict[str, Any] = told
    return found


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(map(_is_id, pair))


def _is_id(one: object) -> bool:
    return isinstance(one, (int, str)) and not isinstance(one, bool)


def _question(answer: Answer, assignment_id: object, question_id: object) -> dict[str, object]:
    return {
        "assignment_id": assignment_id,
        "question_id": question_id,
        "label": answer.name,
        "items": [
            {"points": _number(points), "description": text} for points, text in _items(answer)
        ],
    }


def _items(answer: Answer) -> list[tuple[float, str]]:
    """What Gradescope adds up: items on top of nothing, or taken off all points."""
    boxes = boxes_of(answer)
    if deducts(answer):
        started = [(0.0, box.text) for box in boxes if box.id == FULL]
        return started + [
            (float(box.points), box.text) for box in boxes if box.id not in (FULL, NONE)
        ]
    left = (FULL,) if answer.items else ()
    return [(float(box.points), box.text) for box in boxes if box.id not in left]


def _number(points: float) -> int | float:
    return int(points) if points == int(points) else points
