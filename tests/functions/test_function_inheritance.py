"""Faults that are inherited: told where they were made, and not paid for twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.grading.grade import grade
from grader.outcome.report import Entry
from grader.sandbox import WorkerPool, start_zygote
from grader.submission.work import opened

ROWS = Path(__file__).parents[2] / "assignments" / "layers-rows" / "assignment.yaml"
RIGHT = (Path(__file__).parents[1] / "zoo" / "code" / "rows.py").read_text()


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    with start_zygote() as started:
        yield started


def entries(zygote: WorkerPool, folder: Path, *changes: tuple[str, str]) -> dict[str, Entry]:
    text = RIGHT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "submission.py"
    path.write_text(text)
    with opened(path, zygote=zygote) as work:
        return {entry.name: entry for entry in grade(load_assignment(ROWS), work).entries}


CARRIED = [
    # (what stands there, the slip, the wrong function, those that only inherit it, why)
    ("rnn_step_forward(x[:, t, :], prev_h,", "rnn_step_forward(x[:, t, :], h0,",
     "rnn_forward", "rnn_backward", "every step starts from the initial state"),
    ("np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)", "np.tanh(x.dot(Wx) + prev_h.dot(Wh))",
     "rnn_step_forward", "rnn_step_backward rnn_forward rnn_backward", "no bias"),
    ("np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)", "np.tanh(x.dot(Wx) - prev_h.dot(Wh) + b)",
     "rnn_step_forward", "rnn_step_backward rnn_forward rnn_backward", "a wrong sign"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "wrong", "inherit", "why"), CARRIED, ids=[r[4] for r in CARRIED])  # fmt: skip
def test_a_right_backward_function_has_full_points_behind_a_wrong_forward_one(
    zygote: WorkerPool, tmp_path: Path, old: str, new: str, wrong: str, inherit: str, why: str
) -> None:
    found = entries(zygote, tmp_path, (old, new))
    assert "wrong" == str(found[wrong].verdict)
    for name in inherit.split():
        assert ("carried", 4) == (str(found[name].verdict), found[name].score), found[name].message


def test_the_same_slip_made_once_more_on_the_way_back_is_not_inherited(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    lost = ("dh[:, t, :] + dprev,", "dh[:, t, :],")
    first = ("rnn_step_forward(x[:, t, :], prev_h,", "rnn_step_forward(x[:, t, :], prev_h * 0.5,")
    found = entries(zygote, tmp_path, first, lost)
    assert "wrong" == str(found["rnn_backward"].verdict)
    assert 4 > found["rnn_backward"].score


def body(name: str) -> str:
    start = RIGHT.index(f"def {name}(")
    return RIGHT[start : RIGHT.index("\n\n\n", start)]


def test_a_template_that_returns_names_it_never_gave_is_missing(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    template = '''def lstm_step_backward(dnext_h, dnext_c, cache):
    """Backward pass for a single timestep."""
    dx, dh, dc, dWx, dWh, db = None, None, None, None, None, None
    pass
    return dx, dprev_h, dprev_c, dWx, dWh, db'''
    found = entries(zygote, tmp_path, (body("lstm_step_backward"), template))
    assert "missing" == str(found["lstm_step_backward"].verdict)


def test_a_crash_of_ones_own_sends_nobody_elsewhere(zygote: WorkerPool, tmp_path: Path) -> None:
    found = entries(
        zygote, tmp_path,
        ("np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)", "1 / (1 + np.exp(-x.dot(Wx)))"),
        ("dz = dnext_h * (1 - next_h**2)", "dz = np.tnah(dnext_h)"),
    )  # fmt: skip
    said = found["rnn_step_backward"].message
    assert "tnah" in said
    assert "mend that first" not in said


def test_what_is_not_even_the_gradient_of_ones_own_forward_function_is_told(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    found = entries(
        zygote, tmp_path,
        ("np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)", "np.tanh(x.dot(Wx) + prev_h.dot(Wh))"),
        ("dz = dnext_h * (1 - next_h**2)", "dz = dnext_h * (1 - dnext_h**2)"),
    )  # fmt: skip
    assert "not the gradient of your own rnn_step_forward either" in found["rnn_step_backward"].message  # fmt: skip


LOCALISED = [
    # (what stands there, the slip, the function, what is said of it, why)
    ("df * f * (1 - f)", "df * f * (3 - f)", "lstm_step_backward", "only the part of gate f is wrong", "a gate"),
    ("    dh0 = dprev\n", "    dh0 = 0 * dprev\n", "rnn_backward", "there are only zeros", "zeros"),
    ("    return dx, dh0, dWx, dWh, db", "    dx[:, 0] *= 3\n    return dx, dh0, dWx, dWh, db", "rnn_backward",
     "only the first step is wrong", "a step of time"),
    ("dx = dz.dot(Wx.T)", "dx = -dz.dot(Wx.T)", "rnn_step_backward", "sign", "a sign"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "name", "said", "why"), LOCALISED, ids=[r[4] for r in LOCALISED])  # fmt: skip
def test_it_is_told_where_a_result_is_wrong(
    zygote: WorkerPool, tmp_path: Path, old: str, new: str, name: str, said: str, why: str
) -> None:
    found = entries(zygote, tmp_path, (old, new))[name]
    assert "wrong" == str(found.verdict)
    assert said in found.message
