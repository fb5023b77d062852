"""What there is to choose from, on sheets, keys and templates."""

from __future__ import annotations

import pytest

from grader.assignment import load_assignment
from grader.handout import html, markdown, typst
from grader.handout.compose import sheet_of
from grader.handout.template import template_of

SHEET = """title: T
points: 2
questions:
  - id: a
    prompt: Which?
    answers:
      a_1: {options: [Elman, Jordan], value: Elman}
      a_2:
        kind: matching
        options: {A: the state fed back, B: back over a few steps}
        value: {context units: A, truncated BPTT: B}
"""


@pytest.fixture
def assignment(tmp_path):
    (tmp_path / "t.yaml").write_text(SHEET)
    return load_assignment(tmp_path / "t.yaml")


def test_an_option_without_a_text_stands_there_once(assignment):
    sheet = sheet_of(assignment)
    assert "- `Elman`\n- `Jordan`\n" in markdown.text_of(sheet)
    assert "<dt><code>Elman</code></dt><dd></dd>" in html.page(sheet)
    assert '#option("Elman")[]' in typst.source(sheet)
    assert "# Elman\n# Jordan\n" in template_of(assignment)


def test_both_sides_of_a_matching_stand_in_lists(assignment):
    sheet = sheet_of(assignment)
    lists = "Match each of\n\n- `context units`\n- `truncated BPTT`\n\nwith one of\n\n- `A` the state fed back"
    assert lists in markdown.text_of(sheet)
    order = ("Match each of", '"truncated BPTT"', "with one of", "the state fed back")
    for text in (
        html.page(sheet).replace("<code>", '"').replace("</code>", '"'),
        typst.source(sheet),
    ):
        places = [text.index(piece) for piece in order]
        assert sorted(places) == places
    template = (
        "# Match each of\n#   context units\n#   truncated BPTT\n# with one of\n# A: the state"
    )
    assert template in template_of(assignment)


def test_a_key_does_not_repeat_that_the_text_of_a_partner_is_read_as_its_key(assignment):
    assert "is read as" not in markdown.text_of(sheet_of(assignment, solved=True))
