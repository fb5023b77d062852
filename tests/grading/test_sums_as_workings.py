"""Which sums of plain numbers show how a count comes about: numbers of whole parts, and no others."""

from __future__ import annotations

import pytest
from handed_in import entries

from grader.assignment import load_assignment
from grader.key.expected import Expected
from grader.key.store import Keys

SHEET = """title: Sums
points: 1
systems:
  gru: {{cell: gru, sizes: {{d: 3, n: 5}}}}
  joint: {{cell: lstm-concat, sizes: {{d: 3, n: 5}}}}
questions:
  - {{id: q, prompt: Which sum leads to it?, system: gru, answers: {{e: {{kind: expression, value: "{value}"}}}}}}
"""
GRU, JOINT = "parameters(gru)", "parameters(joint)"
NO, YES = "expression.no-working", "expression.match"


@pytest.mark.parametrize(
    ("note", "value", "typed", "why"),
    [
        # 135 = 3 (3*5 + 5*5 + 5)
        (YES, GRU, "45 + 75 + 15", "by kind of array"),
        (YES, GRU, "45 + 45 + 45", "by gate"),
        (YES, GRU, "60 + 75", "what reads x with its biases, and what reads h"),
        (YES, GRU, "15 + 25 + 5 + 90", "one gate, and the others together"),
        (YES, GRU, "3*45", "a product shows its factors"),
        (NO, GRU, "134 + 1", "nothing has a single number"),
        (NO, GRU, "100 + 34 + 1", "nor the rest these sizes"),
        (NO, GRU, "1*134 + 1", "1 is no factor"),
        (NO, GRU, "(134) + 1 = 135", "a result behind it changes nothing"),
        (YES, f"{GRU} + 5", "135 + 5", "a part that the file adds"),
        (NO, f"{GRU} + 5", "139 + 1", "and another one"),
        # 4 gates of 5 rows over h and x: 5*8 + 5 each
        (YES, JOINT, "60 + 100 + 20", "a joint matrix by what it reads"),
        (YES, JOINT, "160 + 20", "or whole"),
        (NO, JOINT, "179 + 1", "no part is 1"),
        (YES, "3*(3*5 + 5*5 + 5)", "45 + 45 + 45", "what the file adds three times"),
        (YES, "3*5*3 + 90", "15 + 15 + 15 + 90", "or multiplies by three"),
        (NO, "80*100", "7999 + 1", "one matrix has one part"),
        (NO, "80*100", "4000 + 4000", "its halves are none"),
        (YES, GRU, "3*(15 + 25 + 5)", "or a sum in brackets"),
        (YES, GRU, "2*45 + 45", "two gates of the three"),
        (YES, GRU, "3*5*(3 + 5 + 1)", "in sizes"),
        (YES, GRU, "15*9", "the gates in one matrix, with the column of the biases"),
        (YES, GRU, "3*(3*5 + 5**2 + 5)", "and powers"),
        (YES, JOINT, "20*9", "4*5 rows of 8 and a bias"),
        (NO, f"2*{JOINT} + 80", "2*220", "halves of the whole are no parts"),
        (YES, f"2*{JOINT} + 80", "2*180 + 80", "what the file takes twice"),
        (NO, f"2*{JOINT} + 80", "4*110", "110 of nothing is counted four times"),
        (NO, f"2*{JOINT} + 80", "2*(179 + 1) + 80", "nor is 179 in brackets"),
        (NO, f"2*{JOINT} + 80", "(137 + 83)*2", "nor on the left"),
        (NO, f"2*{JOINT} + 80", "220/4*8", "nor by a division"),
        (YES, "90*91/2", "90*91/2", "unless the file divides as well"),
        (YES, "8000", "7999 + 1", "where the file gives the number alone, nothing can be told"),
        (YES, "90*90 - 100", "7999 + 1", "nor where it takes something away"),
    ],
)
def test_a_sum_of_plain_numbers_is_a_working_where_they_are_parts(
    tmp_path, note, value, typed, why
):
    (tmp_path / "assignment.yaml").write_text(SHEET.format(value=value))
    entry = entries(f"{tmp_path}/assignment.yaml", f'e: "{typed}"')["e"]
    assert (note, int(note == YES)) == (entry.note, entry.score), why


def test_a_kept_key_knows_the_parts_as_well(tmp_path):
    (tmp_path / "assignment.yaml").write_text(SHEET.format(value=f"{GRU} + 5"))
    assignment = load_assignment(tmp_path / "assignment.yaml")
    (question,) = assignment.questions
    (answer,) = question.answers
    kept = Keys(assignment, shared=True).of(answer, question)
    assert Keys(assignment).of(answer, question) == kept
    assert sorted(kept.addends) == [5] * 4 + [15] * 3 + [25] * 3
    assert Expected(assignment).whole_number(f"{GRU} + 5", "gru") == sum(kept.addends)
