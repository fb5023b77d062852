"""A line that changes nothing for anybody is a warning: its author meant something by it."""

import pytest

from grader.assignment import load_assignment, read_assignment
from grader.linting.in_vain import in_vain

SHEET = """\
title: T
points: 2
rounding: 3
systems:
  net:
    cell: tanh-rnn
    steps: 2
    given: {{W_x: .3, W_h: .5, b_h: .1, h0: .1, x: [.4, -.2]}}
questions:
  - id: a
    prompt: P
    system: net
    follow_through: full
    answers:
      a_1: {{value: "{first}", known_mistakes: {{{note}: 1/2}}}}
      a_2: "h[2]"
"""


@pytest.mark.parametrize(
    ("first", "note", "said"),
    [
        ("h[1]", "bias-forgotten", []),
        ("2 * h[1]", "sign-lost", []),
        ("h[1]", "gates-exchanged", [(15, '"gates-exchanged", a mistake that cannot occur here')]),
        ("h[1] ** 2", "sign-lost", [(15, "written for a_1 cannot be carried on: h[1] ** 2")]),
    ],
)
def test_what_is_written_in_vain_is_warned_of(tmp_path, first, note, said):
    path = tmp_path / "hw" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(SHEET.format(first=first, note=note))
    found = list(in_vain(read_assignment(path), load_assignment(path)))
    assert [line for line, _ in said] == [fault.line for fault in found]
    assert all(words in fault.message for (_, words), fault in zip(said, found, strict=True))
    assert all(fault.warning for fault in found)


COUNTED = """\
title: T
points: 2
systems:
  net: {{cell: gru, sizes: {{d: 3, n: 4}}}}
questions:
  - id: a
    prompt: P
    {rule}
    answers:
      a_1: {{kind: count, value: "{value}", known_mistakes: {{{note}: 1/2}}}}
      a_2: {{kind: count, value: 7}}
"""


@pytest.mark.parametrize(
    ("value", "note", "rule", "said"),
    [
        ("parameters(net)", "two-biases", "title: A", ""),
        ("parameters(net)", "with-peepholes", "title: A", "cannot occur here; what can: candidate"),
        ("parameters(net)", "three-gates", "title: A", "cannot occur here"),
        ("4*12 + 12*12", "two-biases", "title: A", "cannot occur here; leave it out"),
        ("parameters(net)", "two-biases", "result_only: true", "is never paid: with result_only"),
    ],
)
def test_credit_for_a_count_that_nobody_can_come_to_is_warned_of(tmp_path, value, note, rule, said):
    path = tmp_path / "hw" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(COUNTED.format(value=value, note=note, rule=rule))
    found = list(in_vain(read_assignment(path), load_assignment(path)))
    assert [10] * bool(said) == [fault.line for fault in found]
    assert all(said in f"{fault.message}; {fault.remedy}" and fault.warning for fault in found)


FUNCTIONS = """\
title: T
points: 2
cells:
  rnn: |
    x: D
    h: H
    Wx: D, H
    Wh: H, H
    b: H
    h = tanh(x[t] @ Wx + h[t-1] @ Wh + b)
questions:
  - id: a
    prompt: P
    answers:
      step:
        points: 2
        known_mistakes: {{{note}: 1/2}}
        function:
          cell: rnn
          batch: N
          arguments:
            x: N, D
            prev_h: {{symbol: "h[0]", shape: "N, H"}}
            Wx: D, H
            Wh: H, H
            b: H
          returns: {{next_h: {{symbol: "h[1]", shape: "N, H"}}}}
"""


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("bias-forgotten", ""),
        ("function.activation-forgotten", ""),
        ("gates-exchanged", '"gates-exchanged", a mistake that cannot occur here; what can: act'),
    ],
)
def test_credit_for_a_mistake_that_a_function_cannot_make_is_warned_of(tmp_path, note, said):
    path = tmp_path / "hw" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(FUNCTIONS.format(note=note))
    found = list(in_vain(read_assignment(path), load_assignment(path)))
    assert [17] * bool(said) == [fault.line for fault in found]
    assert all(said in f"{fault.message}; {fault.remedy}" and fault.warning for fault in found)


MATCHED = """\
title: T
points: 2
questions:
  - id: a
    prompt: Match.
    answers:
      terms:
        value: {{h: {first}, c: {second}}}
        points: 2
        options: {{k: the state that is shown, w: the state that is kept, s: none of both}}
"""


@pytest.mark.parametrize(
    ("lines", "first", "second"), [([10], "k", "w"), ([], "w", "k"), ([], "w", "s")]
)
def test_partners_in_the_order_of_the_answers_are_warned_of(tmp_path, lines, first, second):
    path = tmp_path / "hw" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(MATCHED.format(first=first, second=second))
    found = list(in_vain(read_assignment(path), load_assignment(path)))
    assert lines == [fault.line for fault in found]
    assert all("write the options in another order" in fault.remedy for fault in found)
