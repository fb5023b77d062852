"""A template is a program of its author's texts, and each of them stays a remark."""

from __future__ import annotations

from dataclasses import replace

from grader.assignment import find_assignment, load_assignment
from grader.handout.template import template_of
from grader.variant.printed import printed


def test_no_text_of_a_sheet_hides_in_its_template_or_leaves_its_remark():
    sheet = printed(load_assignment(find_assignment("exam-relu-9")))
    first = replace(
        sheet.questions[0], title="a\rimport os", prompt="turned \u202e\x1b[2J round\u2028x = 1"
    )
    odd = replace(
        sheet, title="\x1b[2J\u202e\nraise SystemExit", questions=(first, *sheet.questions[1:])
    )
    text = template_of(odd)
    assert text.replace("\n", "").isprintable()
    assert "# \\x1b[2J\\u202e raise SystemExit\n" in text
    assert f"# {first.id}  a import os\n" in text
    names = {"assignment", *(answer.name for answer in sheet.answers)}
    code = compile(text, "template.py", "exec")
    assert names == set(code.co_names)
