"""What would take hours is refused soon, with its line; and what is told hangs on no clock."""

import pytest

from grader.assignment import load_assignment
from grader.cli import main
from grader.grading import mistaken_targets
from grader.grading.follow import Carried
from grader.grading.mistakes import mistakes_of
from grader.handout.solve import solve
from grader.key import expected, target
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.linting import lint
from grader.linting.lint import lint as linted
from grader.outcome.errors import InputError
from grader.variant import mistakes
from reference.language.effort import Budget, TooMuchWork, at_most, spend

SHEET = """\
title: T
points: 1
cells:
  deep: |
    a: scalar
    x: scalar
    h: scalar
    p: scalar
    p = a * h[t-1] * h[t-1]
    h = p * p * x[t]
systems:
  forward:
    cell: {cell}
    steps: {steps}
    given: {given}
questions:
- id: a
  prompt: P
  answers:
    far: {{value: "{value}", rounding: 3}}
"""
DEEP = "{a: 0.9, h0: 0.2, x: 1}"
TANH = "{W_x: 0.5, W_h: 0.9, b_h: 0, h0: 0.2, x: 1}"
DRAWN = "{W_x: 0.5, W_h: 0.9, b_h: 0, h0: 0.2, x: {decimals: [-1, 1], step: 0.1, shape: [6]}}"


@pytest.fixture
def file(tmp_path):
    def write(cell, steps, given, value):
        path = tmp_path / "hw" / "assignment.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(SHEET.format(cell=cell, steps=steps, given=given, value=value))
        return path

    return write


@pytest.mark.parametrize(
    ("line", "cell", "steps", "given", "value", "what"),
    [
        (12, "tanh-rnn", 300, TANH, "h[300]", "unrolling it is too much"),
        (20, "deep", 12, DEEP, "grad(h[12], h[1])", "its gradient is too much"),
        (12, "deep", 25, DEEP, "h[25]", "its intervals are too much"),
    ],
)
def test_a_key_that_takes_too_long_is_a_fault_at_its_line(
    file, monkeypatch, line, cell, steps, given, value, what
):
    for module in (expected, target):
        monkeypatch.setattr(module, "MOST_WORK", 1_000)
    path = file(cell, steps, given, value)
    (fault,) = linted([str(path)]).linted[0].faults
    assert (line, "takes too long to work out; ask for fewer steps") == (
        fault.line,
        fault.message[fault.message.index("takes") :].partition(",")[0],
    ), what
    with pytest.raises(InputError, match="takes too long"):
        solve(str(path))


def test_mistakes_that_take_too_long_are_a_warning_and_no_wrong_answer_gets_a_name(
    file, monkeypatch
):
    monkeypatch.setattr(mistaken_targets, "_MOST_WORK", 1_000)
    path = file("deep", 12, DEEP, "h[12]")
    found = linted([str(path)]).linted[0]
    assert not found.faulty
    assert (20, True) == (found.faults[-1].line, found.faults[-1].warning)
    assert 'answer "far": looking for the usual mistakes' in found.faults[-1].message
    assignment = load_assignment(path)
    (question,) = assignment.questions
    key = key_of(Expected(assignment), question.answers[0], question)
    assert [] == list(mistakes_of(key.target, Carried(())))
    assert [] == list(mistakes_of(key.target, Carried(()))), "nor at the second time"


def test_lint_stops_trying_draws_and_refuses_nothing_for_it(file, monkeypatch):
    """The command that draws for a class has no such bound: it may take its time."""
    monkeypatch.setattr(lint, "_MOST_OF_DRAWS", 500)
    found = linted([str(file("tanh-rnn", 6, DRAWN, "h[6]"))]).linted[0]
    assert not found.faulty
    (told,) = [fault for fault in found.faults if "trying many draws" in fault.message]
    assert told.line > 1


def test_draws_that_take_too_long_are_a_fault_with_a_line(file, monkeypatch):
    monkeypatch.setattr(mistakes, "_MOST_WORK", 500)
    found = linted([str(file("tanh-rnn", 6, DRAWN, "h[6]"))]).linted[0]
    assert found.faulty
    assert "takes too long" in found.faults[-1].message
    assert found.faults[-1].line > 1


def test_questions_share_a_budget_and_the_tighter_of_two_counts():
    loose, tight = Budget(10), Budget(3)
    with at_most(loose):
        with at_most(tight):
            spend(3)
            with pytest.raises(TooMuchWork, match="too much work"):
                spend(1)
        spend(6)
        with pytest.raises(TooMuchWork):
            spend(1)
    spend(1_000_000)  # nobody set a bound


ADAM = """
title: A test
points: 1
systems:
  adam:
    cell: adam
    given: {w0: 0.5, g: [0.1], lr: 0.1, beta1: 0.9, beta2: 0.999, eps: 1.0e-8}
questions:
  - id: q
    title: T
    prompt: P
    system: adam
    answers: {w1: {value: "w[1]", rounding: {decimals: DECIMALS, at: every}}}
"""


@pytest.mark.parametrize(("decimals", "is_warned"), [(3, True), (8, False)])
def test_an_answer_that_takes_nearly_any_number_is_a_warning(tmp_path, decimals, is_warned):
    """Adam's mean of the square is rounded to 0 at three decimals, and a divisor with it."""
    path = tmp_path / "assignment.yaml"
    path.write_text(ADAM.replace("DECIMALS", str(decimals)), encoding="utf-8")
    found = linted([str(path)]).linted[0]
    assert not found.faulty
    assert is_warned == any("nearly any is right" in fault.message for fault in found.faults)


def test_equations_that_are_nested_too_deep_are_too_much_work():
    def deeper(left):
        return deeper(left + 1)

    with pytest.raises(TooMuchWork), at_most(Budget(1)):
        deeper(0)


def test_a_gradient_that_is_nested_deeper_than_python_goes_is_a_fault_with_its_line(
    file, monkeypatch
):
    def deeper(*_):
        return deeper()

    monkeypatch.setattr(target, "evaluate_expression", deeper)
    (fault,) = linted([str(file("tanh-rnn", 3, TANH, "grad(h[3], W_h)"))]).linted[0].faults
    assert (12, True) == (fault.line, "takes too long" in fault.message), fault.message


@pytest.mark.parametrize(
    ("line", "changed", "said"),
    [
        (12, ("given:", 'require: ["h[1] > 5"]\n    given:'), "none of 2048 draws is good"),
        (15, ("steps: 6", "steps: 7"), "x needs 7 values, one a step"),
    ],
)
def test_numbers_that_cannot_be_drawn_are_a_fault_at_their_line(
    file, tmp_path, capsys, line, changed, said
):
    path = file("tanh-rnn", 6, DRAWN, "h[6]")
    path.write_text(path.read_text().replace(*changed))
    (fault,) = linted([str(path)]).linted[0].faults
    assert (line, True) == (fault.line, said in fault.message), fault.message
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of more than twenty letters\n")
    words = ["variants", str(path), "--pool", "1", "--secret", str(secret), "--format", "md"]
    code = main([*words, "--out", str(tmp_path / "class")])
    complaint = capsys.readouterr().err
    assert (2, True) == (code, f":{line}:" in complaint), complaint
