"""Whatever the language lets one write has a value and an interval, or a fault at its line."""

import pytest

from grader.linting.lint import lint

SHEET = """\
title: T
points: 1
rounding: 3
cells:
  one: |
    a: scalar
    y = {equation}
systems:
  s: {{cell: one, given: {{a: {given}}}}}
questions:
- id: b
  prompt: P
  answers:
    b_y: "{value}"
"""


@pytest.fixture
def said(tmp_path):
    def of(equation, given, value):
        path = tmp_path / "hw" / "assignment.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(SHEET.format(equation=equation, given=given, value=value))
        return [
            (fault.line, fault.message, fault.remedy)
            for fault in lint([str(path)]).linted[0].faults
        ]

    return of


@pytest.mark.parametrize(
    ("equation", "given", "value"),
    [
        ("a * 2", 3, "y ** (-1/4)"),
        ("a * 2", 3, "y ** (a / 3)"),
        ("a * 2", 3, "grad(y ** (1/3), a)"),
        ("a ** (1/2)", 3, "y"),
        ("a ** a", 3, "y"),
    ],
)
def test_a_broken_or_changing_exponent_is_no_fault(said, equation, given, value):
    assert said(equation, given, value) == []


@pytest.mark.parametrize(
    ("equation", "given", "value", "message", "remedy"),
    [
        ("a * 2", -3, "y ** (-1/4)", "is not finite: nan", "power of a number below 0"),
        ("a ** a", -0.5, "y", "is not finite: nan", "power of a number below 0"),
        ("a * expm(a)", 3, "grad(y, a)", "expm_slope has no accepted interval", "tolerance: {"),
        ("a - 0.0003", 0.0004, "y ** (1/2) + log(a)", "", ""),
    ],
)
def test_what_has_no_value_or_no_interval_is_a_fault_at_its_line(
    said, equation, given, value, message, remedy
):
    for line, found, to_write in said(equation, given, value):
        assert (line, message in found, remedy in to_write) == (14, True, True)
    assert message == "" or said(equation, given, value)
