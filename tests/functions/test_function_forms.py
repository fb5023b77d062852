"""Forms in which real courses ask for functions: right code gets its points in each, a slip does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignment import assignment_faults, load_assignment
from grader.grading.grade import grade
from grader.linting.function_calls import uncallable_faults
from grader.outcome.report import Report
from grader.submission.work import opened

FORMS = Path(__file__).parents[1] / "assignments" / "function-forms" / "assignment.yaml"
RIGHT = (Path(__file__).parents[1] / "zoo" / "code" / "forms.py").read_text()


def graded(folder: Path, text: str) -> Report:
    path = folder / "submission.py"
    path.write_text(text)
    with opened(path) as work:
        return grade(load_assignment(FORMS), work)


def test_a_right_function_of_every_form_gets_its_points(tmp_path: Path) -> None:
    found = graded(tmp_path, RIGHT)
    off = {e.name: e.message for e in found.entries if str(e.verdict) != "right"}
    assert {} == off
    assert 13 == found.score


SLIPS = [
    # (function, what stands there, what a slip makes of it)
    ("scalar_backward", "(d * h).sum()", "(d * x).sum()"),
    ("scalar_step", "math.tanh(w * x", "math.tanh(u * x"),
    ("total_backward", "dL * x.sum(0)", "x.sum(0)"),
    ("rnn_backward", "(1 - hs[:, t] ** 2)", "(1 - hs[:, t - 1] ** 2)"),
    ("cell_backward", "x_t.T @ da / n", "x_t.T @ da"),
    ("rnn_states", "hs = [h0]", "hs = [0 * h0]"),
    ("deep_rnn", "np.stack([h1, h2])", "np.stack([h2, h1])"),
    ("bi_rnn", "[], [hb0]", "[], [hf0]"),
    ("masked", "mask[:, :, None] * x", "x"),
    ("softmax_loss", "return loss, dx / N", "return loss, dx"),
    ("rnn_lists", "return outputs, (H,)", "return outputs, (outputs[0],)"),
    ("rnn_arrays", "Wx, Wh, b = params\n    h =", "Wx, Wh, b = params\n    Wx *= 2\n    h ="),
]


def test_a_slip_in_any_form_is_wrong(tmp_path: Path) -> None:
    text = RIGHT
    for name, old, new in SLIPS:
        assert 1 == text.count(old), name
        text = text.replace(old, new)
    found = {entry.name: str(entry.verdict) for entry in graded(tmp_path, text).entries}
    expected = {**dict.fromkeys((name for name, _, _ in SLIPS), "wrong"), "scalar_forward": "right"}
    assert expected == found


def test_every_form_is_accepted_as_it_stands() -> None:
    assert [] == [fault for fault in assignment_faults(FORMS) if not fault.warning]
    assert [] == list(uncallable_faults(FORMS, load_assignment(FORMS)))


FAULTS = [
    # (what stands there, what an author writes, what is said)
    ("below: V - 1", "below: Q", 'no shape has a size "Q"'),
    ("below: V - 1", "below: V / 2", "V/2 is no number of words"),
    ("sizes: {V: [3, 6]}", "sizes: {V: [1, 1]}", "no whole number is below V-1 = 0"),
    ("per: N}, dx", "per: Q}, dx", 'no shape has a size "Q"'),
    ("split: T}\n            state: {tuple: {H", "split: Q}\n            state: {tuple: {H", "no axis Q"),
    ('shape: "layers, N, H"}\n            W1', 'shape: "N, H"}\n            W1', "the axis \"layers\""),
    ("loss: {symbol: \"L[T]\", shape: scalar, per: N}, ", "", "no gradient arrives"),
    ("params: {list: {Wx: \"D, H\", Wh: \"H, H\", b: H}}}", "params: {list: {x: \"N, T, D\", Wx: \"D, H\", Wh: \"H, H\", b: H}}}", "x stands there twice"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[row[2] for row in FAULTS])
def test_lint_refuses_what_could_not_be_graded(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "forms" / "assignment.yaml"
    path.parent.mkdir()
    text = FORMS.read_text()
    assert 1 == text.count(old)
    path.write_text(text.replace(old, new))
    faults = list(assignment_faults(path))
    if not faults:
        faults = list(uncallable_faults(path, load_assignment(path)))
    assert any(said in fault.message for fault in faults), faults
