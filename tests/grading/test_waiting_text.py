"""What waits for staff comes whole in the report: texts, and explanations in place of numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.grading.grade import check
from grader.render.plain import as_json

LONG = "The gradient is a product of Jacobians. " * 40


@pytest.mark.parametrize(
    ("text", "name", "value", "why"),
    [
        (LONG.strip(), "e_cell_state", LONG, "nothing is cut off"),
        ("dead ReLU: no gradient", "d_dx1", "dead ReLU: no gradient", "in place of a number"),
        (None, "c_h3", 3, "what was graded does not wait"),
        (None, "e_cell_state", "", "nothing was written"),
    ],
)
def test_a_report_for_programs_has_the_whole_text_of_what_waits(
    tmp_path: Path, text: str | None, name: str, value: object, why: str
) -> None:
    work = tmp_path / "work.json"
    work.write_text(json.dumps({"assignment": "exam-relu-9", name: value}))
    answers = {a["name"]: a for a in json.loads(as_json(check(work)))["answers"]}
    assert text == answers[name].get("text"), why
