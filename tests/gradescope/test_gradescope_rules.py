"""The section `gradescope:` of an assignment: off by default, exact where it is written."""

from fractions import Fraction
from pathlib import Path

import pytest

from grader.assignment import Gradescope, Late, assignment_faults, load_assignment

EVERY_RULE = Path(__file__).parents[1] / "assignments" / "every-rule" / "assignment.yaml"
SHEET = "title: T\npoints: 1\nquestions:\n  - id: a\n    answers: {a1: true}\n"


def write(folder, section):
    folder = folder / "sheet"
    folder.mkdir()
    path = folder / "assignment.yaml"
    path.write_text(SHEET + section)
    return path


def test_nothing_is_asked_of_gradescope_unless_the_file_says_so(tmp_path):
    assert load_assignment(write(tmp_path, "")).gradescope == Gradescope(
        late=None, attempts_per_day=None, counts="latest"
    )


def test_every_rule_comes_through_the_cache_as_it_was_written():
    wanted = Gradescope(
        late=Late(per_day=Fraction(1, 10), grace_minutes=15, most=Fraction(1, 2)),
        attempts_per_day=3,
        counts="best",
    )
    assert load_assignment(EVERY_RULE).gradescope == wanted
    assert load_assignment(EVERY_RULE).gradescope == wanted  # now from the cache


FAULTS = [
    ("gradescope: {late: 1/10}", "late must be a mapping", "a share alone says not what it is of"),
    ("gradescope: {late: {per_day: 10}}", "a fraction from 0 to 1", "ten percent is 1/10, not 10"),
    ("gradescope: {late: {}}", "per_day is missing", "late work that loses nothing is no rule"),
    ("gradescope: {late: {per_day: 1/10, grace_minutes: -5}}", "0 or more", "grace before the end"),
    ("gradescope: {attempts_per_day: 0}", "1 or more", "nobody could hand in"),
    ("gradescope: {counts: lates}", 'did you mean "latest"?', "a typing slip"),
    ("gradescope: {attempts: 3}", "attempts", "a key that is none"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "sentence", "why"), FAULTS)
def test_a_fault_in_the_section_is_told(section, sentence, why, tmp_path):
    faults = assignment_faults(write(tmp_path, section + "\n"))
    assert any(sentence in str(fault) and not fault.warning for fault in faults), faults
