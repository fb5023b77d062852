"""Functions of students: right ones in several styles, wrong ones with the verdict each must get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from grader.assignment import Assignment, load_assignment
from grader.grading.grade import grade
from grader.outcome.report import Report
from grader.sandbox import Limits, Source, WorkerPool, start_zygote
from grader.submission.work import opened

ROOT = Path(__file__).parents[2]
ZOO = Path(__file__).parents[1] / "zoo" / "code"
SHEETS = {
    "rows": ROOT / "assignments" / "layers-rows",
    "columns": ROOT / "assignments" / "layers-columns",
    "cells": ROOT / "assignments" / "cells-in-code",
    "attacks": Path(__file__).parents[1] / "assignments" / "attacks",
}


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    with start_zygote() as started:
        yield started


def sheet(name: str) -> Assignment:
    return load_assignment(SHEETS[name] / "assignment.yaml")


def report(
    zygote: WorkerPool, folder: Path, text: str, name: str, limits: Limits | None = None
) -> Report:
    path = folder / "submission.py"
    path.write_text(text)
    with opened(path, zygote=zygote, limits=limits) as work:
        return grade(sheet(name), work)


def program(base: str, *changes: tuple[str, str]) -> str:
    """A solution of the zoo with some lines exchanged; every change must find its place."""
    text = (ZOO / f"{base}.py").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def verdicts(found: Report) -> dict[str, str]:
    return {entry.name: f"{entry.verdict} {entry.note}" for entry in found.entries}


RIGHT = [
    ("rows", "rows", "the way of most notebooks"),
    ("rows_loops", "rows", "loops, objects and locals() as caches, gradients made in place"),
    ("columns", "columns", "dicts and columns"),
    ("cells", "cells", "single vectors and batches in one"),
    ("written/rows_einsum", "rows", "written from the text alone: einsum, caches as dicts"),
    ("written/rows_classes", "rows", "classes, in place, np.dot, a while loop"),
    ("written/rows_float32", "rows", "32-bit floats by the way"),
    ("written/columns_bare", "columns", "no helper of the course, stacked weights"),
]


@pytest.mark.parametrize(("base", "name", "why"), RIGHT, ids=[row[0] for row in RIGHT])
def test_a_right_solution_earns_everything_in_any_style(
    zygote: WorkerPool, tmp_path: Path, base: str, name: str, why: str
) -> None:
    found = report(zygote, tmp_path, program(base), name)
    assert {"right"} == {str(entry.verdict) for entry in found.entries}
    assert found.max_score == found.score


TEMPLATES = [
    ("rows_template", "rows", "None, pass, ..., NotImplementedError, docstrings alone"),
    ("columns_template", "columns", "None wherever code belongs, which crashes on unpacking"),
]


@pytest.mark.parametrize(("base", "name", "why"), TEMPLATES, ids=[row[0] for row in TEMPLATES])
def test_what_is_not_filled_in_is_missing_and_never_a_bug(
    zygote: WorkerPool, tmp_path: Path, base: str, name: str, why: str
) -> None:
    found = report(zygote, tmp_path, program(base), name)
    assert {"missing function.not-implemented"} == set(verdicts(found).values())


BLOCKED = "failed function.blocked"
INHERITED = "carried function.inherited"
GATES = (
    "f = sigmoid(a[:, H : 2 * H])\n    o = sigmoid(a[:, 2 * H : 3 * H])",
    "f = sigmoid(a[:, 2 * H : 3 * H])\n    o = sigmoid(a[:, H : 2 * H])",
)
TORCH_ORDER = (
    "o = sigmoid(a[:, 2 * H : 3 * H])\n    g = np.tanh(a[:, 3 * H :])",
    "g = np.tanh(a[:, 2 * H : 3 * H])\n    o = sigmoid(a[:, 3 * H :])",
)
STEP_BODY = (
    "    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)\n"
    "    cache = (x, prev_h, Wx, Wh, next_h)\n"
)
WRONG: list[tuple[str, tuple[str, str], dict[str, str], str]] = [
    ("rows", GATES, {
        "lstm_step_forward": "wrong function.gates-exchanged",
        "lstm_step_backward": INHERITED,
        "lstm_forward": INHERITED, "lstm_backward": INHERITED,
     }, "forget and output gate taken from each other's place"),
    ("rows", TORCH_ORDER, {
        "lstm_step_forward": "wrong function.gates-reordered",
        "lstm_step_backward": INHERITED,
        "lstm_forward": INHERITED, "lstm_backward": INHERITED,
     }, "the order of another library: i, f, g, o"),
    ("rows", ("dnext_h * (1 - next_h**2)", "dnext_h * (1 - next_h) ** 2"), {
        "rnn_step_backward": "wrong function.slope-wrong", "rnn_backward": INHERITED,
     }, "a power in the wrong place; the sequence does the rest right"),
    ("rows", ("rnn_step_backward(dh[:, t, :] + dprev,", "rnn_step_backward(dh[:, t, :],"), {
        "rnn_backward": "wrong function.gradient-not-carried",
     }, "the gradient of the next step is lost"),
    ("rows", ("dprev_c, cache[t]", "0 * dprev_c, cache[t]"), {
        "lstm_backward": "wrong function.gradient-not-carried",
     }, "that of the cell state is lost, that of the hidden state is not"),
    ("rows", ("prev_h.dot(Wh) + b)\n    cache", "prev_h.dot(Wh))\n    cache"), {
        "rnn_step_forward": "wrong function.bias-forgotten",
        "rnn_step_backward": "carried function.consistent",
        "rnn_forward": INHERITED, "rnn_backward": INHERITED,
     }, "no bias: the way back is right for what it was given"),
    ("rows", ("np.tanh(x.dot(Wx)", "sigmoid(x.dot(Wx)"), {
        "rnn_step_forward": "wrong function.activation-exchanged",
        "rnn_step_backward": INHERITED,
        "rnn_forward": INHERITED, "rnn_backward": INHERITED,
     }, "sigmoid forwards; the way back is right for what it was given"),
    ("rows", ("dWh = prev_h.T.dot(dz)", "dWh = next_h.T.dot(dz)"), {
        "rnn_step_backward": "wrong function.step-confused", "rnn_backward": INHERITED,
     }, "a wrong variable of the right shape, one result of five"),
    ("rows", ("dc = dnext_c + dnext_h", "dc = dnext_h"), {
        "lstm_step_backward": "wrong function.gradient-not-carried", "lstm_backward": INHERITED,
     }, "a missing term"),
    ("rows", ("np.add.at(dW, x, dout)", "dW[x] += dout"), {
        "word_embedding_backward": "wrong function.wrong",
     }, "of words that repeat only the last counts"),
    ("rows", ("    dc = dnext_c +", "    dnext_c += 0\n    dc = dnext_c +"), {},
     "nothing changes in place if nothing changes"),
    ("rows", ("return next_h, cache", "return next_h.squeeze(), cache"), {
        "rnn_step_forward": "wrong function.n-1",
        "rnn_forward": INHERITED, "rnn_backward": INHERITED,
     }, "squeeze breaks one example and one unit"),
    ("rows", ("dx = dz.dot(Wx.T)", "dx = dz.dot(Wx)"), {
        "rnn_step_backward": "failed function.raised", "rnn_backward": BLOCKED,
     }, "shapes that do not fit"),
    ("rows", (STEP_BODY, ""), {
        "rnn_step_forward": "missing function.not-implemented", "rnn_step_backward": BLOCKED,
        "rnn_forward": BLOCKED, "rnn_backward": BLOCKED,
     }, "what rests on a place that is not filled in cannot be judged"),
    ("rows", ("db = np.sum(dz, axis=0)", "db = None"), {
        "rnn_step_backward": "wrong function.wrong", "rnn_backward": "failed function.raised",
     }, "one result of five is not there"),
    ("rows", ("    dWh = np.zeros((H, H))\n", "    dWh = db = np.zeros((H, H))\n    db = dWh[0]\n"), {
     }, "an array under two names that is given another name in time costs nothing"),
    ("rows", ("    db = np.zeros(H)\n", "    db = dWh[0]\n"), {
        "rnn_backward": "wrong function.wrong",
     }, "one array under two names"),
    ("rows", ("    z = np.zeros_like(x)\n", "    print x\n    z = np.zeros_like(x)\n"), {
        "lstm_step_forward": BLOCKED, "lstm_step_backward": BLOCKED,
        "lstm_forward": BLOCKED, "lstm_backward": BLOCKED,
     }, "a helper of Python 2 costs only what needs it"),
    ("rows", ("import numpy as np", "import numpy as np\ndef show(x):\n    print x"), {},
     "and nothing where nobody needs it"),
    ("rows", ("for t in range(T)", "for t in xrange(T)"), {
        "rnn_forward": "failed function.raised", "rnn_backward": BLOCKED,
        "lstm_forward": "failed function.raised", "lstm_backward": BLOCKED,
     }, "a name of Python 2"),
    ("rows", ("next_h = o * tc", "next_h = o * next_c"), {
        "lstm_step_forward": "wrong function.tanh-forgotten",
        "lstm_forward": INHERITED, "lstm_backward": INHERITED,
     }, "right steps back over what wrong steps have kept"),
    ("columns", ("np.sum(dtanh, axis=1, keepdims=True)", "np.sum(dtanh, axis=1)"), {
        "rnn_cell_backward": "wrong function.wrong", "rnn_backward": "failed function.raised",
     }, "an axis lost, on which the sequence crashes but for one unit"),
    ("cells", ("(1 - z) * h_prev + z * candidate", "z * h_prev + (1 - z) * candidate"), {
        "gru_step": "wrong function.complement-exchanged",
     }, "z and 1 - z"),
    ("cells", ("(r * h_prev) @ U_h.T", "r * (h_prev @ U_h.T)"), {
        "gru_step": "wrong function.reset-misplaced",
     }, "reset after the product"),
    ("cells", ("r = sigmoid(x @ W_r.T + h_prev @ U_r.T + b_r)\n    z = sigmoid(x @ W_z.T + h_prev @ U_z.T + b_z)",
               "z = sigmoid(x @ W_r.T + h_prev @ U_r.T + b_r)\n    r = sigmoid(x @ W_z.T + h_prev @ U_z.T + b_z)"), {
        "gru_step": "wrong function.gates-exchanged",
     }, "update gate first"),
    ("cells", ("h_prev @ W_h.T + b)", "h_prev @ W_h + b)"), {
        "rnn_step": "wrong function.matrix-transposed", "rnn_forward": INHERITED,
        "rnn_backward": "wrong function.wrong",
     }, "a square matrix the wrong way round"),
    ("cells", ("np.exp(z - z.max(axis=-1, keepdims=True))", "np.exp(z)"), {
        "softmax": "wrong function.extremes",
     }, "overflows at 1000"),
    ("cells", ("    e = np.exp(z - z.max(axis=-1, keepdims=True))",
               "    z -= z.max(axis=-1, keepdims=True)\n    e = np.exp(z)"), {
        "softmax": "wrong function.inputs-modified",
     }, "changing the argument costs its share where the sheet has one"),
    ("cells", ("e / e.sum(axis=-1, keepdims=True)", "e / e.sum()"), {
        "softmax": "wrong function.batch",
     }, "right for one example only"),
    ("cells", ("np.tanh(x @ W_x.T + y_prev", "sigmoid(x @ W_x.T + y_prev"), {},
     "Jordan's own squashing counts as well"),
    ("cells", ("return gates * (hidden * inputs", "return gates * (2 * hidden + hidden * inputs"), {
        "parameter_count": "wrong function.wrong",
     }, "a count is exact"),
    ("cells", ("def jordan_step(x, y_prev, W_x, W_y, b)", "def jordan_step(x, y_prev)"), {
        "jordan_step": "failed function.signature",
     }, "too few parameters"),
    ("cells", ("def softmax(z):", "softmax = 3\n\n\ndef other(z):"), {
        "softmax": "unreadable function.signature",
     }, "a number is no function"),
    ("cells", ("def softmax(z):", "def other(z):"), {
        "softmax": "missing function.not-implemented",
     }, "no such name"),
    ("columns", ("np.concatenate((a_prev, xt), axis=0)\n    ft", "np.concatenate((xt, a_prev), axis=0)\n    ft"), {
        "lstm_cell_forward": "wrong function.concatenation-reversed", "lstm_forward": INHERITED,
        "lstm_cell_backward": "wrong function.wrong", "lstm_backward": INHERITED,
     }, "[x; a] in place of [a; x]"),
    ("columns", ("lstm_cell_backward(da[:, :, t] + da_prevt,", "lstm_cell_backward(da[:, :, t],"), {
        "lstm_backward": "wrong function.gradient-not-carried",
     }, "a slip that once stood in the exercise itself"),
    ("columns", ("    da0 = da_prevt\n    return", "    da0 = None\n    return"), {
        "rnn_backward": "wrong function.wrong",
     }, "one key of the dict is not filled in"),
    ("columns", ("def rnn_cell_forward(xt, a_prev,", "def rnn_cell_forward(a_prev, xt,"), {
        "rnn_cell_forward": "failed function.signature", "rnn_forward": BLOCKED,
        "rnn_cell_backward": BLOCKED, "rnn_backward": BLOCKED,
     }, "parameters in another order"),
    ("columns", ("np.sum(dtanh, axis=1, keepdims=True)", "np.mean(dtanh, axis=1, keepdims=True)"), {
        "rnn_cell_backward": "wrong function.averaged-over-batch", "rnn_backward": INHERITED,
     }, "a mean over the examples"),
    ("rows", ("    return h, cache\n\n\ndef rnn_backward", "    return h, h[:, -1], cache\n\n\ndef rnn_backward"), {
        "rnn_forward": "unreadable function.results",
     }, "one result too many, and a cache all the same"),
    ("rows", ("    return out, cache", "    return out"), {
        "word_embedding_forward": "unreadable function.results",
        "word_embedding_backward": BLOCKED,
     }, "no cache at all"),
    ("rows", ("return next_h, next_c, cache", "return next_h, next_c"), {
        "lstm_step_forward": "unreadable function.results", "lstm_step_backward": BLOCKED,
        "lstm_forward": "failed function.raised", "lstm_backward": BLOCKED,
     }, "an array in the place of the cache is none"),
    ("rows", ("    cache = (x, W)\n    return out, cache", "    global words\n    words = x, W\n    return out, None"), {
        "word_embedding_backward": "failed function.blocked",
     }, "a cache that stays with the function, and that the way back does not know"),
    ("rows", ("    H = prev_h.shape[1]\n    a =", "    H = prev_h.shape[1] / 1\n    a ="), {
        "lstm_step_forward": "failed function.raised", "lstm_step_backward": BLOCKED,
        "lstm_forward": BLOCKED, "lstm_backward": BLOCKED,
     }, "a division of Python 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "change", "expected", "why"), WRONG, ids=[row[3] for row in WRONG]
)
def test_a_fault_costs_its_function_and_is_named_and_the_others_keep_their_points(
    zygote: WorkerPool,
    tmp_path: Path,
    base: str,
    change: tuple[str, str],
    expected: Mapping[str, str],
    why: str,
) -> None:
    found = verdicts(report(zygote, tmp_path, program(base, change), base))
    off = {name: said for name, said in found.items() if not said.startswith("right")}
    assert expected == off


SPARE_NAMES = ("    dc = dnext_c + dnext_h", "    dx, dh = None, None\n    dc = dnext_c + dnext_h")
BROKEN_SIZE = ("    H = prev_h.shape[1]\n    a =", "    H = prev_h.shape[1] / 1\n    a =")


def test_a_name_that_the_template_prepared_and_nobody_needs_is_no_place_to_fill_in(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    text = program("rows", SPARE_NAMES, BROKEN_SIZE)
    assert BLOCKED == verdicts(report(zygote, tmp_path, text, "rows"))["lstm_step_backward"]


def test_what_stands_in_a_global_name_is_as_good_as_a_cache(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    text = program(
        "rows",
        (
            "    cache = (x, W)\n    return out, cache",
            "    global words\n    words = x, W\n    return out, None",
        ),
        ("    x, W = cache", "    x, W = words"),
    )
    found = report(zygote, tmp_path, text, "rows")
    assert {"right"} == {said.split()[0] for said in verdicts(found).values()}


SAID = [
    # (base, change, function, what must be said, what must not)
    ("rows", ("np.add.at(dW, x, dout)", "dW[x] += dout"), "word_embedding_backward",
     "has to be added up", ""),
    ("columns", ("e_x.sum(axis=0)", "e_x.sum()"), "rnn_cell_forward",
     "A single example is right", ""),
    ("columns", ('"da_prev": da_prev, "dWax"', '"da0": da_prev, "dWax"'), "rnn_cell_backward",
     "there is no such key; yours are dxt, da0, dWax, dWaa and dba", "it is None"),
    ("columns", ('Wi, bi = parameters["Wi"]', 'Wi, bi = parameters["Wu"]'), "lstm_cell_forward",
     "The keys of parameters are Wf, bf, Wi, bi, Wc, bc, Wo, bo, Wy and by", ""),
    ("columns", ("def rnn_cell_forward(xt, a_prev, parameters)",
                 "def rnn_cell_forward(a_prev, xt, parameters, size=27)"), "rnn_cell_forward",
     "Your parameters stand in the order a_prev, xt and parameters", ""),
    ("columns", ("dx = np.zeros((n_x, m, T_x))\n    dWax", "dx = np.zeros((n_x, m, T_x), np.float)\n    dWax"),
     "rnn_backward", "write float", "deprecated"),
    ("rows", ("return next_h, next_c, cache", "return next_h, next_c"), "lstm_forward",
     "It uses lstm_step_forward, where something is wrong", ""),
    ("columns", ("yt_pred = softmax(np.dot(Wya, a_next) + by)",
                 "yt_pred = softmax(np.dot(Wya, a_next))\n    global Wya_"), "rnn_cell_forward",
     "Not as the equations have it: yt_pred", "Look at the term with xt, a_prev"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "change", "name", "said", "unsaid"), SAID, ids=[row[3] for row in SAID]
)
def test_what_a_student_is_told_helps(
    zygote: WorkerPool,
    tmp_path: Path,
    base: str,
    change: tuple[str, str],
    name: str,
    said: str,
    unsaid: str,
) -> None:
    message = entry_of(report(zygote, tmp_path, program(base, change), base), name).message
    assert said in message
    assert not unsaid or unsaid not in message


def test_an_undefined_name_is_not_put_down_to_another_function(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    text = program(
        "columns",
        (
            "yt_pred = softmax(np.dot(Wy, a_next) + by)",
            "yt_pred = np.tanh(np.dot(Wy, a_next) + by)",
        ),
        ("dc = dc_next + da_next", "dc = dc_nxt + da_next"),
    )
    message = entry_of(report(zygote, tmp_path, text, "columns"), "lstm_cell_backward").message
    assert "NameError: name 'dc_nxt' is not defined" in message
    assert "mend that first" not in message


def test_a_function_within_a_class_is_said_to_stand_there(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    text = "class Layer:\n    def rnn_forward(self, x, h0, Wx, Wh, b):\n        return x, h0\n"
    entry = entry_of(report(zygote, tmp_path, text, "rows"), "rnn_forward")
    assert str(entry.verdict) == "missing"
    assert "rnn_forward stands within Layer" in entry.message


def test_a_check_of_ones_own_that_fails_does_not_explain_what_was_never_written(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    text = "def rnn_forward(x, h0, Wx, Wh, b):\n    return None\nprint(rnn_forward(1, 2, 3, 4, 5)[0])\n"
    found = verdicts(report(zygote, tmp_path, text, "rows"))
    assert {"missing function.not-implemented"} == set(found.values())


def test_the_parts_of_a_function_sum_up_to_what_it_earns(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    change = ("dWh = prev_h.T.dot(dz)", "dWh = next_h.T.dot(dz)")
    found = report(zygote, tmp_path, program("rows", change), "rows")
    for entry in found.entries:
        assert entry.score == sum((part.score for part in entry.parts), Fraction(0))
        assert entry.max_score == sum((part.max_score for part in entry.parts), Fraction(0))


def entry_of(found: Report, name: str):  # type: ignore[no-untyped-def]  # an Entry
    return next(entry for entry in found.entries if entry.name == name)


def test_every_result_is_told_apart(zygote: WorkerPool, tmp_path: Path) -> None:
    change = ("dWh = prev_h.T.dot(dz)", "dWh = next_h.T.dot(dz)")
    found = entry_of(report(zygote, tmp_path, program("rows", change), "rows"), "rnn_step_backward")
    said = {part.name: str(part.verdict) for part in found.parts}
    right = dict.fromkeys(["dx", "dprev_h", "dWx", "db"], "right")
    assert {**right, "dWh": "wrong", "N=1": "wrong", "H=1": "wrong"} == said
    assert Fraction(4) * Fraction(8, 10) * Fraction(4, 5) < found.score < Fraction(4)


def test_changing_an_argument_in_place_is_reported_and_costs_nothing_unasked(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    change = ("    dc = dnext_c + dnext_h * o * (1 - tc**2)",
              "    dnext_c += dnext_h * o * (1 - tc**2)\n    dc = dnext_c")  # fmt: skip
    found = entry_of(
        report(zygote, tmp_path, program("rows", change), "rows"), "lstm_step_backward"
    )
    assert (str(found.verdict), found.note) == ("right", "function.inputs-modified")
    assert found.max_score == found.score
    assert "dnext_c" in found.remarks[0]


_SHOWN = [
    (
        "Look at the term with h_prev",
        "cells rnn_step",
        ("h_prev @ W_h.T + b)", "h_prev**3 @ W_h.T + b)"),
        "a wrong term, by leaving out the others",
    ),
    (
        "The results dprev_h and dprev_c hold the same numbers",
        "rows lstm_step_backward",
        (
            "    return dx, dprev_h, dprev_c,",
            "    dprev_c = dprev_h\n    return dx, dprev_h, dprev_c,",
        ),
        "one array under two names",
    ),
    (
        "the order is dx, dprev_c, dprev_h, dWx",
        "rows lstm_step_backward",
        ("return dx, dprev_h, dprev_c, dWx", "return dx, dprev_c, dprev_h, dWx"),
        "results in another order",
    ),
]


@pytest.mark.parametrize(("said", "where", "change", "why"), _SHOWN, ids=[r[3] for r in _SHOWN])
def test_what_wrong_results_show_is_said(
    zygote: WorkerPool, tmp_path: Path, said: str, where: str, change: tuple[str, str], why: str
) -> None:
    layout, name = where.split()
    found = entry_of(report(zygote, tmp_path, program(layout, change), layout), name)
    assert said in found.message, why


def test_a_function_that_never_ends_is_called_once_and_whatever_uses_it_not_at_all(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    change = ("    H = prev_h.shape[1]\n    a =", "    while True: pass\n    a =")
    limits = Limits(call_seconds=1.5)
    found = report(zygote, tmp_path, program("rows", change), "rows", limits)
    assert verdicts(found)["lstm_step_forward"] == "failed function.timed-out"
    for name in ("lstm_step_backward", "lstm_forward", "lstm_backward"):
        assert verdicts(found)[name] == BLOCKED


def test_a_file_of_answers_holds_no_function(tmp_path: Path) -> None:
    path = tmp_path / "submission.yaml"
    path.write_text("softmax: 3\n")
    with opened(path) as work:
        found = grade(sheet("cells"), work)
    assert {"missing function.not-implemented"} == set(verdicts(found).values())


# -- what is handed in beside --------------------------------------------------------------------

HEAD = "import numpy as np\nfrom rnn_utils import *\nfrom public_tests import *\n"


def without_helpers() -> str:
    text = program("columns")
    return HEAD + text[text.index("def rnn_cell_forward") :]


def test_a_helper_module_of_the_course_stands_in_and_the_report_says_so(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    found = report(zygote, tmp_path, without_helpers(), "columns")
    assert found.max_score == found.score
    assert any(
        remark.startswith("The module rnn_utils was not handed in") for remark in found.remarks
    )


def test_a_helper_module_that_was_handed_in_counts_as_it_is(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    own = "import numpy as np\ndef softmax(x):\n    return x\ndef sigmoid(x):\n    return x\n"
    (tmp_path / "rnn_utils.py").write_text(own)
    (tmp_path / "submission.py").write_text(without_helpers())
    source = Source.read(tmp_path)
    with opened(tmp_path / "submission.py", zygote=zygote, source=source) as work:
        found = grade(sheet("columns"), work)
    assert str(entry_of(found, "rnn_cell_forward").verdict) == "wrong"
    assert not any("rnn_utils was not handed in" in remark for remark in found.remarks)


def test_a_missing_module_is_named_where_it_is_needed_and_costs_no_one_else(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    text = program("rows").replace(
        "import numpy as np", "import numpy as np\nfrom .helpers import *"
    )
    start, end = text.index("def sigmoid"), text.index("def rnn_step_forward")
    found = report(zygote, tmp_path, text[:start] + text[end:], "rows")
    assert verdicts(found)["lstm_step_forward"] == BLOCKED
    assert "It uses sigmoid, which is not defined" in entry_of(found, "lstm_step_forward").message
    assert str(entry_of(found, "rnn_backward").verdict) == "right"


OTHERS = [
    # (the import, the verdict of what needs it, why)
    ("from utils import *", "right function.match", "all of a module of one's own"),
    ("from my_network.maths import sigmoid, softmax", "right function.match", "in a folder"),
    ("from utils import softmax, sigmoid, load_data", BLOCKED, "it holds more than stands in"),
    ("from mxnet.special import softmax", BLOCKED, "a library is no helper"),
]


@pytest.mark.parametrize(("head", "expected", "why"), OTHERS, ids=[row[2] for row in OTHERS])
def test_helpers_in_a_file_that_was_not_handed_in_have_a_stand_in(
    zygote: WorkerPool, tmp_path: Path, head: str, expected: str, why: str
) -> None:
    text = without_helpers().replace("from rnn_utils import *", head)
    found = report(zygote, tmp_path, text, "columns")
    assert expected == verdicts(found)["rnn_cell_forward"]
    stands_in = any("a stand-in with softmax and sigmoid" in remark for remark in found.remarks)
    assert stands_in == (expected == "right function.match")


# -- values and a function in one sheet ----------------------------------------------------------

STEP = "def rnn_step(x, h_prev, W_x, W_h, b):\n    return "
TINY = [
    (f"import numpy as np\nh1 = 6\nh2 = [0.1, 0.2]\n{STEP}np.tanh(x @ W_x + h_prev @ W_h + b)\n",
     ["right", "right", "right", "missing"], "an honest one"),
    (f"h1 = 6\n{STEP}[[0.0] * len(b)] * len(x)\n", ["right", "missing", "wrong", "missing"],
     "rows of numbers are read, and wrong"),
    (f"h1 = 6.5\nh2 = [0.1, 0.2000001]\npwned_count = 0\n{STEP}'x'\n",
     ["wrong", "right", "unreadable", "right"], "a text is no array"),
    (f"{STEP}(x @ W_x)[:, :1]\n", ["missing", "missing", "unreadable", "missing"],
     "nothing is broadcast"),
    (f"{STEP}x @ W_x * float('nan')\n", ["missing", "missing", "unreadable", "missing"], "NaN"),
    (f"{STEP}1j * (x @ W_x)\n", ["missing", "missing", "unreadable", "missing"], "complex"),
    (f"{STEP}(i for i in x)\n", ["missing", "missing", "unreadable", "missing"], "a generator"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), TINY, ids=[row[2] for row in TINY])
def test_values_and_functions_are_judged_side_by_side(
    zygote: WorkerPool, tmp_path: Path, text: str, expected: list[str], why: str
) -> None:
    found = report(zygote, tmp_path, text, "attacks")
    assert expected == [str(entry.verdict) for entry in found.entries]


@pytest.mark.parametrize(
    ("verdict", "change"),
    [
        ("right function.match", "sigmoid(x @ W_x.T + y_prev @ W_y.T + b)"),
        ("wrong function.wrong", "np.cos(x @ W_x.T + y_prev @ W_y.T + b)"),
    ],
)
def test_another_cell_that_counts_is_tried_and_leaves_nothing_behind(
    zygote: WorkerPool, tmp_path: Path, verdict: str, change: str
) -> None:
    text = program("cells", ("np.tanh(x @ W_x.T + y_prev @ W_y.T + b)", change))
    found = report(zygote, tmp_path, text, "cells")
    said = verdicts(found)
    assert verdict == said.pop("jordan_step")
    assert {"right function.match"} == set(said.values())
    squashed = [
        remark for entry in found.entries for remark in entry.remarks if "sigmoid" in remark
    ]
    assert verdict.startswith("right") == bool(squashed)


def test_a_hidden_check_does_not_say_what_it_saw(zygote: WorkerPool, tmp_path: Path) -> None:
    text = TINY[0][0].replace("return np", "if len(x) == 1: return x\n    return np")
    found = entry_of(report(zygote, tmp_path, text, "attacks"), "rnn_step")
    hidden = next(part for part in found.parts if part.name == "N=1")
    assert ("hidden", Fraction(0)) == (hidden.visibility, hidden.score)
    assert "shape" not in found.message + hidden.message


def test_two_runs_say_the_same(zygote: WorkerPool, tmp_path: Path) -> None:
    text = program("rows", GATES)
    assert report(zygote, tmp_path, text, "rows") == report(zygote, tmp_path, text, "rows")
