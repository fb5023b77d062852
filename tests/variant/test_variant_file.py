"""What an author can write to have numbers drawn, and what is said of what cannot be drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.assignment import assignment_faults, load_assignment
from grader.assignment.draws import read_draw, space
from grader.key.expected import Faulty
from grader.variant.lottery import Lottery
from grader.variant.selection import variant_of
from grader.variant.solution import answers_of
from grader.variant.student_numbers import original


def sheet(given: str, *, more: str = "", top: str = "", prompt: str = "Work it out.") -> str:
    return f"""\
title: Sheet
points: 1
rounding: 2
{top}
systems:
  s:
    cell: relu-rnn
    steps: 2
    given: {{{given}}}
{more}
questions:
  - id: a
    prompt: "{prompt}"
    system: s
    answers: {{a_h2: "h[2]"}}
"""


@pytest.fixture
def write(tmp_path: Path):
    def to(text: str) -> Path:
        path = tmp_path / "sheet" / "assignment.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    return to


GOOD = "V: 2, W: 3, h0: 1, x: [1, 2]"
FAULTS = [
    ("V: {integers: [5, 1]}", "nothing can be drawn: the lowest value, 5, lies above the highest, 1"),
    ("V: {integers: [0, 1], without: [0, 1]}", "nothing is left between the two bounds"),
    ("V: {integers: [0, 3], shape: [2], zeros: 3}", "zeros is 3, and there is no shape with as many"),
    ("V: {integers: [0, 3], zeros: 1}", "zeros is 1, and there is no shape with as many entries"),
    ("V: {decimals: [0, 900000000], step: 0.1}", "different numbers are too many; make the step"),
    ("V: {choose: [1, [1, 2]]}", "the values to choose from differ in shape"),
    ("V: {permutation: [1, [1, 2]]}", "the values to permute differ in shape"),
    ("x: {integers: [1, 2], shape: [2], original: [1, 2, 3]}",
     "the original has another shape (3) than what is drawn (2)"),
    ("V: {integers: [1, 2], original: [1]}", "another shape (1) than what is drawn (a number)"),
    ("V: {permutation: [[1, 2], [3, 4], [5, 6]], original: [1, 2]}", "than what is drawn (3, 2)"),
    ("V: {same: t.V}", 'there is no system "t"'),
    ("V: {same: s.U}", 'system "s" is given no U'),
    ("V: {same: V}", 'same must be a system and a symbol of it (got "V"); write same: forward.V'),
    ("V: {integers: [1, 2], zeros: -1}", "zeros must be 0 or more"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "said"), FAULTS)
def test_a_draw_of_nothing_is_refused_at_its_place(given, said, write):
    found = [str(fault) for fault in assignment_faults(write(sheet(given)))]
    assert any(said in fault and "assignment.yaml:9" in fault for fault in found), found


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("    cells: [relu-rnn, relu-rm]", 'there is no cell "relu-rm"; did you mean "relu-rnn"?'),
        ("    cells: [tanh-rnn, elman]", "cell is relu-rnn, which is none of the cells to draw"),
        ('    require: ["z[2]"]', "expected one comparison"),
        ("words: {name: {chose: [a]}}", "name must be a text, a list of texts, or a draw of such"),
        ("words: {name: {choose: []}}", "name must be a text, a list of texts, or a draw of such"),
        ("vetting: {work: 2}", "work must be a fraction from 0 to 1"),
    ],
)
def test_what_surrounds_the_draws_is_checked_too(more, said, write):
    found = [str(fault) for fault in assignment_faults(write(sheet(GOOD, more=more)))]
    assert any(said in fault for fault in found), found


def test_braces_that_name_nothing_are_a_warning(write):
    (fault,) = assignment_faults(write(sheet(GOOD, prompt="{V} and {U}, h_{t}")))
    assert fault.warning
    assert "{U} in the prompt names no given number and no word" in str(fault)


def drawn(path: Path, count: int = 40):
    assignment = load_assignment(path)
    return list(Lottery(assignment).drawn(b"secret", [f"s{k}" for k in range(count)]))


def test_what_is_like_another_system_has_its_numbers(write):
    given = "V: {integers: [2, 50]}, W: {integers: [2, 5]}, h0: 2, x: [2, 3]"
    more = "  t: {like: s, given: {W: {integers: [6, 9]}}}"
    for numbers in drawn(write(sheet(given, more=more))):
        assert numbers.given["s"]["V"] == numbers.given["t"]["V"]
        assert numbers.given["s"]["W"] != numbers.given["t"]["W"]


def test_the_same_symbol_elsewhere_may_be_fixed(write):
    more = (
        "  t: {cell: relu-rnn, steps: 2, given: "
        "{V: {same: s.W}, W: {integers: [2, 9]}, h0: 2, x: [2, 3]}}"
    )
    path = write(sheet(GOOD, more=more))
    assert load_assignment(path).systems["t"].given["V"] == 3
    assert all("V" not in one.given["t"] for one in drawn(path)), "it is not drawn"


def test_the_same_in_a_circle_is_refused(write):
    more = "  t: {cell: relu-rnn, steps: 2, given: {V: {same: s.V}, W: 1, h0: 1, x: [1, 2]}}"
    path = write(sheet("V: {same: t.V}, W: 1, h0: 1, x: [1, 2]", more=more))
    with pytest.raises(Faulty, match="the same as itself, by way of others"):
        original(load_assignment(path))


DRAWN = "V: {integers: [2, 5]}, W: {integers: [2, 5]}, h0: 2, x: {integers: [2, 9], shape: [2]}"


@pytest.mark.parametrize(
    ("top", "said"),
    [
        ('require: ["z[1] < 0"]', r"none of 2048 draws is good enough; mostly because z\[1\] < 0 does not hold"),
        ('require: ["q[1] < 0"]', r"the condition q\[1\] < 0 speaks of what no drawn system has"),
        ("vetting: {allow: [ded]}", "vetting allows ded, which cannot happen here; did you mean .dead."),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_says_which_condition_is_to_blame(top, said, write):
    with pytest.raises(Faulty, match=said):
        drawn(write(sheet(DRAWN, top=top)))


def test_numbers_without_an_original_need_a_student(write):
    assignment = load_assignment(write(sheet(DRAWN)))
    with pytest.raises(Faulty, match='system "s" draws V and has no original number for it'):
        variant_of(assignment)


def test_a_typed_alternative_counts_with_the_printed_numbers_only(write):
    text = sheet("V: {integers: [2, 9], original: 2}, W: 3, h0: 2, x: [2, 3]").replace(
        'a_h2: "h[2]"',
        'a_h2: {value: "h[2]", alternatives: [{value: 17}, {value: "h[2] + 1"}]}',
    )
    assignment = load_assignment(write(text))
    expected = [17, "h[2] + 1"]
    assert expected == [a.value for a in variant_of(assignment).answers[0].alternatives]
    other = next(v for v in (variant_of(assignment, f"s{k}", b"x") for k in range(9))
                 if v.systems["s"].given["V"] != 2)  # fmt: skip
    expected = ["h[2] + 1"]
    assert expected == [a.value for a in other.answers[0].alternatives]


@pytest.mark.parametrize(
    ("draw", "expected"),
    [
        ({"integers": [1, 5]}, 5),
        ({"integers": [-2, 2], "without": [0], "shape": [2, 2]}, 256),
        ({"integers": [-2, 2], "without": [0], "shape": [2, 2], "zeros": 1}, 4 * 64),
        ({"decimals": [0, 1], "step": 0.1}, 11),
        ({"choose": [1, 2], "shape": [3]}, 8),
        ({"permutation": [1, 2, 3, 4]}, 24),
        ({"same": "s.V"}, 1),
    ],
)
def test_the_space_counts_different_outcomes(draw, expected):
    assert expected == space(read_draw(draw))


def test_a_cell_alone_may_be_drawn(write):
    text = """\
title: Sheet
points: 1
rounding: 3
systems:
  s:
    cell: tanh-rnn
    cells: [tanh-rnn, sigmoid-rnn]
    steps: 2
    given: {W_x: 0.5, W_h: 0.8, b_h: 0.1, h0: 0.3, x: [0.6, -0.4]}
questions: [{id: a, system: s, prompt: "{s.cell}", answers: {a_h2: "h[2]"}}]
"""
    assignment = load_assignment(write(text))
    found = Lottery(assignment).drawn(b"secret", [f"s{k}" for k in range(30)])
    assert {"tanh-rnn", "sigmoid-rnn"} == {one.cells["s"] for one in found}
    sheets = {variant_of(assignment, f"s{k}", b"secret").questions[0].prompt for k in range(4)}
    assert sheets <= {"Simple recurrent cell with tanh", "Simple recurrent cell with a sigmoid"}


def test_rows_of_a_matrix_may_change_places(write):
    given = (
        "W_x: {choose: [[[1, -1], [2, 3]], [[2, 1], [-1, 3]]]}, W_h: [[0.5, 0.2], [-0.3, 0.7]], "
        "x: {permutation: [[1, 0.5], [0.5, -2]], original: [[1, 0.5], [0.5, -2]]}"
    )
    text = sheet(given).replace("relu-rnn", "linear-rnn")
    seen = {str(one.given["s"]) for one in drawn(write(text))}
    assert len(seen) == 4
    assert "{'W_x': [[2, 1], [-1, 3]], 'x': [[0.5, -2], [1, 0.5]]}" in seen


def test_numbers_of_a_class_as_large_as_an_axis_are_not_mixed_up(write):
    """Two students, two units, two inputs, two steps: no axis may be taken for another."""
    given = (
        "W_x: {decimals: [0.1, 0.9], step: 0.1, shape: [2, 2]}, W_h: [[0.5, 0.2], [-0.3, 0.7]], "
        "b_h: {decimals: [0.1, 0.9], step: 0.1, shape: [2]}, "
        "x: {decimals: [0.1, 0.9], step: 0.1, shape: [2, 2]}"
    )
    assignment = load_assignment(write(sheet(given).replace("relu-rnn", "tanh-rnn")))
    numbers = list(Lottery(assignment).drawn(b"secret", ["ada", "bob"]))
    together = answers_of(assignment, numbers)["a_h2", 0]
    for one, value in zip(numbers, together, strict=True):
        W, b, x = (np.array(one.given["s"][name]) for name in ("W_x", "b_h", "x"))
        U = np.array([[0.5, 0.2], [-0.3, 0.7]])
        expected = np.tanh(W @ x[1] + U @ np.tanh(W @ x[0] + b) + b)
        np.testing.assert_allclose(expected, value, rtol=1e-12)


def test_what_is_the_same_as_a_fixed_number_makes_no_sheet_a_drawn_one(write):
    fixed = "V: -3, W: 3, h0: 2, x: [2, 3]"
    more = (
        "  t: {cell: relu-rnn, steps: 2, given: {V: {same: s.V}, W: {same: u.W}, h0: 1, x: [1, 2]}}\n"
        "  u: {cell: relu-rnn, steps: 2, given: {V: 1, W: {same: s.W}, h0: 1, x: [1, 2]}}"
    )
    assignment = load_assignment(write(sheet(fixed, more=more)))
    assert [-3, 3] == [assignment.systems["t"].given[name] for name in "VW"]
    assert not assignment.is_drawn
