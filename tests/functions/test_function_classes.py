"""Classes of students: made, set, called and looked at, and judged as functions are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignment import Assignment, assignment_faults, load_assignment
from grader.grading.grade import grade
from grader.handout.template import template_of
from grader.outcome.report import Report
from grader.sandbox import (
    Limits,
    OnObject,
    Opaque,
    Returned,
    Source,
    Worker,
    WorkerPool,
    start_zygote,
)
from grader.submission.work import opened

ROOT = Path(__file__).parents[2]
ZOO = ROOT / "tests" / "zoo" / "code"
SHEETS = {
    "classes": ROOT / "assignments" / "cells-as-classes",
    "grucell": ROOT / "assignments" / "grucell-by-hand",
    "class_forms": ROOT / "tests" / "assignments" / "class-forms",
}


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    with start_zygote() as started:
        yield started


def sheet(name: str) -> Assignment:
    return load_assignment(SHEETS[name] / "assignment.yaml")


def report(zygote: WorkerPool, folder: Path, text: str, name: str) -> Report:
    path = folder / "submission.py"
    path.write_text(text)
    with opened(path, zygote=zygote) as work:
        return grade(sheet(name), work)


def program(base: str, *changes: tuple[str, str]) -> str:
    text = (ZOO / f"{base}.py").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def faults_of(found: Report) -> dict[str, str]:
    return {e.name: f"{e.verdict} {e.note}" for e in found.entries if str(e.verdict) != "right"}


@pytest.mark.parametrize("name", SHEETS)
def test_a_right_class_earns_everything(zygote: WorkerPool, tmp_path: Path, name: str) -> None:
    found = report(zygote, tmp_path, program(name), name)
    assert {} == faults_of(found)
    assert found.max_score == found.score
    assert () == found.remarks


@pytest.mark.parametrize("name", SHEETS)
def test_a_template_of_a_class_is_missing_and_never_a_bug(
    zygote: WorkerPool, tmp_path: Path, name: str
) -> None:
    found = report(zygote, tmp_path, template_of(sheet(name)), name)
    assert {"missing function.not-implemented"} == set(faults_of(found).values())


INHERITED = "carried function.inherited"
RAISED, BLOCKED = "failed function.raised", "failed function.blocked"
NOT_THERE = "missing function.not-implemented"
WRONG: list[tuple[str, tuple[str, str], dict[str, str], str]] = [
    ("class_forms", ("+ self.b_hh)\n", ")\n"), {
        "forward": "wrong function.bias-forgotten", "layer": INHERITED,
        "layer_forward": INHERITED, "layer_backward": INHERITED,
     }, "the layers go on from the student's own cell, forwards and backwards"),
    ("class_forms", ("1 - h_t**2", "1 - h_t"), {
        "backward": "wrong function.slope-wrong", "layer_backward": INHERITED,
     }, "states are arguments of the step back: they come from the student's own forward steps"),
    ("class_forms", ("carried, self.states", "0 * carried, self.states"), {
        "layer_backward": "wrong function.gradient-not-carried",
     }, "a layer that keeps its states in the object"),
    ("class_forms", ("class RNNCell:", "class Cell:"), {
        "forward": NOT_THERE, "backward": NOT_THERE, "layer": RAISED,
        "layer_forward": BLOCKED, "layer_backward": BLOCKED,
     }, "another name, and then the file stops at the class that needs it"),
    ("class_forms", ("    def backward(self, delta", "    def backwards(self, delta"), {
        "backward": NOT_THERE, "layer_backward": RAISED,
     }, "a method under another name"),
    ("classes", ("self.bh = np.zeros((1, h))", "self.bh = np.zeros(h)"), {
        "RNNCell_init": "wrong function.wrong", "GRUCell_init": "wrong function.wrong",
     }, "a bias without its first axis is told of the constructor; the weights that are set are ours"),
    ("classes", ("np.random.normal(size=(h, o))", "np.zeros((h, o))"), {
        "RNNCell_init": "wrong function.wrong", "GRUCell_init": "wrong function.wrong",
     }, "weights that are all the same never learn apart"),
    ("classes", ("(1 - z) * h_prev + z * n", "z * h_prev + (1 - z) * n"), {
        "GRUCell_forward": "wrong function.complement-exchanged",
     }, "the usual mistakes of a cell are named in a class, too"),
    ("classes", ("np.hstack((h_prev, x_t))", "np.hstack((x_t, h_prev))"), {
        "LSTMCell_forward": "wrong function.concatenation-reversed",
     }, "input and state the other way round"),
    ("classes", ("def output(self, H):", "def output(self):"), {
        "BidirectionalCell_output": "failed function.signature",
     }, "a method that does not take what it is called with"),
    ("grucell", ("dh = delta * self.z + ", "dh = "), {
        "GRUCell_backward": "wrong function.gradient-not-carried",
     }, "a term of one gradient"),
    ("grucell", ("self.hidden = h_prev_t", "self.hidden = 0 * h_prev_t"), {
        "GRUCell_backward": "wrong function.wrong",
     }, "the wrong thing is kept in the object"),
]  # fmt: skip


@pytest.mark.parametrize(("base", "change", "wanted", "why"), WRONG, ids=[r[3] for r in WRONG])
def test_a_wrong_class_gets_the_verdicts_of_functions(
    zygote: WorkerPool, tmp_path: Path, base: str, change: tuple[str, str],
    wanted: dict[str, str], why: str,
) -> None:  # fmt: skip
    assert wanted == faults_of(report(zygote, tmp_path, program(base, change), base))


SAID = [
    ("class_forms", ("self.W_ih", "self.Wx"), "forward",
     "no attribute 'W_ih'. The attributes of a RNNCell that are set from outside are W_ih, W_hh"),
    ("class_forms", ("1 - h_t**2", "1 - h_t"), "layer_backward", "Inherited from RNNCell.backward"),
    ("classes", ("np.random.normal(size=(h, o))", "np.zeros((h, o))"), "RNNCell_init",
     "Wy: all its entries are the same, where they have to be drawn"),
    ("classes", ("axis=-1, keepdims=True", "axis=0"), "BidirectionalCell_output",
     "add up to 1 over the examples"),
    ("grucell", ("self.dWnx += np.outer(an, self.x)", "dWnx = np.outer(an, self.x)"),
     "GRUCell_backward", "in dWnx, there are only zeros"),
    ("grucell", ('setattr(self, f"dW{gate}{side}", np.zeros((hidden_size, size)))', "pass"),
     "GRUCell_backward", "no attribute 'dWnx'"),
]  # fmt: skip


@pytest.mark.parametrize(("base", "change", "name", "said"), SAID, ids=[r[3] for r in SAID])
def test_what_is_wrong_with_a_class_is_said(
    zygote: WorkerPool, tmp_path: Path, base: str, change: tuple[str, str], name: str, said: str
) -> None:
    found = report(zygote, tmp_path, program(base, change), base)
    (message,) = [entry.message for entry in found.entries if entry.name == name]
    assert said.lower() in message.lower()


def test_weights_that_a_method_changes_are_told(zygote: WorkerPool, tmp_path: Path) -> None:
    change = (
        "h_next = np.tanh(both @ self.Wh",
        "self.Wh *= 1\n        self.Wh += 1e-9\n        h_next = np.tanh(both @ self.Wh",
    )
    found = report(zygote, tmp_path, program("classes", change), "classes")
    assert {} == faults_of(found)
    (remarks,) = [entry.message for entry in found.entries if entry.name == "RNNCell_forward"]
    assert "In every call" in remarks


def test_a_class_is_known_by_its_name_among_all_assignments(tmp_path: Path) -> None:
    names = {a.defined_as for a in sheet("classes").answers}
    assert {"RNNCell", "GRUCell", "LSTMCell", "BidirectionalCell"} == names


FAULTS = [
    ("call: RNNCell.forward", "call: RNNCell.a.b", "is no class and no method"),
    ("          call: RNNCell.forward\n", "", "only an object has these"),
    ("h_t: {symbol: \"h[1]\", shape: \"N, H\"}\n      backward",
     "h_t: {shape: \"N, H\", fill: 0}\n      backward", "only what is stored is filled"),
    ("dW_ih: {shape: \"H, D\", per: N}", "dW_ih: {shape: \"H, D\", fill: 0}",
     "a method fills nothing"),
    ("attributes: {W_ih: \"H, D\"", "attributes: {W_ih: \"D, H\"", "has the shape"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[row[2] for row in FAULTS])
def test_a_faulty_class_in_a_file_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (SHEETS["class_forms"] / "assignment.yaml").read_text()
    assert old in text
    path = tmp_path / "assignment.yaml"
    path.write_text(text.replace(old, new))
    assert any(said in str(fault) for fault in assignment_faults(path))


def test_an_object_of_a_class_stays_in_the_worker(zygote: WorkerPool) -> None:
    source = Source.of_text(
        "class A:\n    def __init__(self): self.w = [1]\n    def f(self): return self\n"
    )
    with Worker(zygote, source, Limits()) as worker:
        worker.start()
        outcome = worker.act("A.f", OnObject(attributes={"w": 3}, stored=["w", "v"]), keep="a")
    assert isinstance(outcome, Returned)
    assert [Opaque("A"), {"w": 3}] == outcome.value
