"""Functions and modules in PyTorch: judged as those in NumPy are, where PyTorch is installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.assignment import Assignment, assignment_faults, load_assignment
from grader.functions import frameworks
from grader.functions.source_rules import SourceRules
from grader.functions.source_view import Written
from grader.grading.grade import grade
from grader.grading.identify import identify
from grader.kit.kit_yaml import text_of
from grader.linting.function_calls import unloadable_faults
from grader.outcome.errors import InputError
from grader.outcome.report import Report
from grader.sandbox import Returned, Source, WorkerPool, open_worker, start_zygote
from grader.submission.work import opened

ROOT = Path(__file__).parents[2]
ZOO = ROOT / "tests" / "zoo" / "code"
SHEETS = {
    "torch_layers": ROOT / "assignments" / "layers-torch",
    "torch_forms": ROOT / "tests" / "assignments" / "torch-forms",
}
with_torch = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="PyTorch is not installed"
)


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    """One process for all: loading PyTorch takes seconds."""
    with start_zygote() as started:
        yield started


def sheet(name: str) -> Assignment:
    return load_assignment(SHEETS[name] / "assignment.yaml")


def report(zygote: WorkerPool, folder: Path, text: str, name: str) -> Report:
    path = folder / "submission.py"
    path.write_text(text)
    source = replace(Source.read(path), frameworks=("torch",))
    with opened(path, zygote=zygote, source=source) as work:
        return grade(sheet(name), work)


def program(base: str, *changes: tuple[str, str]) -> str:
    text = (ZOO / f"{base}.py").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def faults_of(found: Report) -> dict[str, str]:
    return {e.name: f"{e.verdict} {e.note}" for e in found.entries if str(e.verdict) != "right"}


@with_torch
@pytest.mark.parametrize("name", SHEETS)
def test_right_tensors_earn_everything(zygote: WorkerPool, tmp_path: Path, name: str) -> None:
    found = report(zygote, tmp_path, program(name), name)
    assert {} == faults_of(found)
    assert found.max_score == found.score


CUT = "no gradient reaches it: the graph is cut"
STEP = "next_h = torch.tanh(x @ Wx + prev_h @ Wh + b)"
WRONG: list[tuple[str, tuple[str, str], dict[str, str], str]] = [
    ("torch_layers", (STEP, STEP.replace(" + b", "")), {
        "rnn_step_forward": "wrong function.bias-forgotten",
        "rnn_forward": "carried function.inherited",
     }, "carried to the sequence, as in NumPy"),
    ("torch_layers", (STEP, STEP + ".detach()"), {
        "rnn_step_forward": "wrong function.gradients", "rnn_forward": "wrong function.gradients",
     }, "right numbers out of a graph that is cut"),
    ("torch_layers", (STEP, STEP.replace("prev_h @", "prev_h.data @")), {
        "rnn_step_forward": "wrong function.gradients", "rnn_forward": "wrong function.gradients",
     }, "cut for one argument alone"),
    ("torch_layers", ("h[:, t] = prev", "h[:, t] = prev\n        prev += 0"), {
        "rnn_forward": "wrong function.gradients",
     }, "changed in place what autograd still needs"),
    ("torch_layers", ("    return W[x]", "    return W.numpy()[x.numpy()]"), {
        "word_embedding_forward": "unreadable function.wrong",
     }, "an array of NumPy is no tensor"),
    ("torch_layers", ("i, f, o, g = a.chunk(4, dim=1)", "i, f, g, o = a.chunk(4, dim=1)"), {
        "lstm_step_forward": "wrong function.gates-reordered",
        "lstm_forward": "carried function.inherited",
     }, "PyTorch's own order of gates"),
    ("torch_layers", ("    h, c = h0, torch.zeros_like(h0)\n    states = []", "    return torch.nn.LSTM(x.shape[2], 4)(x)[0]"), {
        "lstm_forward": "failed function.forbidden",
     }, "a layer that the exercise forbids"),
    ("torch_forms", ("self.Wh = nn.Parameter", "self.W = nn.Parameter"), {
        "Cell_forward": "failed function.raised",
     }, "a parameter under another name"),
    ("torch_forms", ("return dz @ W.T, x.T @ dz", "return dz @ W.T, x.T @ dz / len(x)"), {
        "affine_backward": "wrong function.averaged-over-batch",
     }, "gradients that are written by hand"),
]  # fmt: skip


@with_torch
@pytest.mark.parametrize(("base", "change", "wanted", "why"), WRONG, ids=[r[3] for r in WRONG])
def test_wrong_tensors_get_the_verdicts_of_arrays(
    zygote: WorkerPool, tmp_path: Path, base: str, change: tuple[str, str],
    wanted: dict[str, str], why: str,
) -> None:  # fmt: skip
    assert wanted == faults_of(report(zygote, tmp_path, program(base, change), base))


@with_torch
def test_a_cut_graph_and_a_change_in_place_are_told(zygote: WorkerPool, tmp_path: Path) -> None:
    changes = (
        (STEP, STEP + ".detach()"),
        ("    return W[x]", "    W += 0\n    W[0] += 1\n    W[0] -= 1\n    return W[x]"),
    )
    found = report(zygote, tmp_path, program("torch_layers", *changes), "torch_layers")
    said = {entry.name: entry.message for entry in found.entries}
    assert CUT in said["rnn_step_forward"]
    assert "in-place" in said["word_embedding_forward"]


@with_torch
def test_what_an_assignment_does_not_ask_for_is_not_loaded(zygote: WorkerPool) -> None:
    text = "try:\n    import torch\nexcept ModuleNotFoundError as error:\n    found = str(error)\n"
    with start_zygote() as fresh, open_worker(Source.of_text(text), zygote=fresh) as worker:
        worker.start()
        assert "No module named 'torch'" == worker.value("found").value  # type: ignore[union-attr]


@with_torch
def test_optimizers_and_autograd_run_although_no_file_may_be_read_late(zygote: WorkerPool) -> None:
    text = """
import torch
def trained():
    layer = torch.nn.Linear(2, 1)
    steps = torch.optim.Adam(layer.parameters(), lr=0.1)
    loss = layer(torch.ones(3, 2)).pow(2).mean()
    loss.backward()
    steps.step()
    (slope,) = torch.autograd.grad(layer(torch.ones(1, 2)), layer.bias, torch.ones(1, 1))
    return torch.get_num_threads(), slope.sum(), str(torch.ones(1))
"""
    source = replace(Source.of_text(text), frameworks=("torch",))
    with open_worker(source, zygote=zygote) as worker:
        worker.start()
        outcome = worker.call("trained", [])
    assert isinstance(outcome, Returned), outcome
    threads, slope, shown = outcome.value  # type: ignore[misc]
    assert (1, 1.0, "tensor([1.])") == (threads, float(slope.numbers), shown)
    assert "" == outcome.output


@with_torch
def test_forged_tensors_are_numbers_or_refused(zygote: WorkerPool) -> None:
    text = """
import torch
class Lying(torch.Tensor):
    pass
def f(): return torch.ones(2).as_subclass(Lying)
def g():
    torch.Tensor.numpy = torch.Tensor.detach = lambda *a, **k: 7
    return torch.ones(2)
def h(): return torch.ones(3000, 3000)
def k(): return torch.ones(2, dtype=torch.bfloat16), torch.ones(2).to_sparse()
"""
    source = replace(Source.of_text(text), frameworks=("torch",))
    with open_worker(source, zygote=zygote) as worker:
        worker.start()
        kinds = [type(worker.call(name, [])).__name__ for name in "fghk"]
    assert ["Refused", "Returned", "Refused", "Refused"] == kinds


@with_torch
def test_a_hook_that_raises_at_everything_costs_no_right_result(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    hook = "\nimport sys\ndef hook(*a): raise RuntimeError\nsys.addaudithook(hook)\n"
    text = (
        "import numpy as np, torch\ndef f(): return np.float32(2), torch.ones(1), [np.int64(3)]\n"
    )
    source = replace(Source.of_text(text + hook), frameworks=("torch",))
    with open_worker(source, zygote=zygote) as worker:
        worker.start()
        outcome = worker.call("f", [])
    assert isinstance(outcome, Returned), outcome
    assert {} == faults_of(report(zygote, tmp_path, program("torch_layers") + hook, "torch_layers"))


@with_torch
def test_with_torch_loaded_every_forbidden_action_still_gets_its_error(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    probe = (ROOT / "tests" / "attacks" / "probe.py").read_text()
    outcomes = []
    for wanted in ((), ("torch",)):
        source = replace(Source.of_text(probe), frameworks=wanted)
        with open_worker(source, zygote=zygote) as worker:
            worker.start()
            outcomes.append(worker.value("tried").value)  # type: ignore[union-attr]
    assert outcomes[0] == outcomes[1]


# what needs no PyTorch


def test_without_torch_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(frameworks.importlib.util, "find_spec", lambda name: None)
    path = tmp_path / "submission.py"
    path.write_text("def rnn_step_forward(x): ...\n")
    with (
        opened(path) as work,
        pytest.raises(InputError, match=r"pip install 'rnn-grader\[torch\]'"),
    ):
        grade(sheet("torch_layers"), work)


def test_lint_warns_where_torch_is_needed_and_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(frameworks.importlib.util, "find_spec", lambda name: None)
    path = SHEETS["torch_layers"] / "assignment.yaml"
    (fault,) = unloadable_faults(path, load_assignment(path))
    assert (4, True) == (fault.line, fault.warning)
    assert (
        "in PyTorch, which is not installed here: pip install 'rnn-grader[torch]'" in fault.message
    )


def test_gradients_are_checked_of_tensors_alone(tmp_path: Path) -> None:
    text = (SHEETS["torch_layers"] / "assignment.yaml").read_text()
    path = tmp_path / "assignment.yaml"
    path.write_text(text.replace("framework: torch\n", ""))
    assert any('add "framework: torch"' in str(fault) for fault in assignment_faults(path))


def test_a_kit_keeps_the_framework() -> None:
    assert text_of(sheet("torch_layers")).count("framework: torch") == 8


USES = [
    ("import torch\ndef f(x): return torch.nn.LSTM(1, 2)(x)", 2, "by its whole name"),
    ("import torch.nn as nn\ndef f(x): return nn.LSTM(1, 2)(x)", 2, "renamed"),
    ("from torch import nn\ndef f(x): return nn.LSTM(1, 2)(x)", 2, "a part"),
    ("from torch.nn import LSTM as L\ndef f(x): return L(1, 2)(x)", 2, "the class"),
    ("import torch\ndef f(x): return torch.nn.modules.rnn.LSTM(1, 2)(x)", 2, "where it really stands"),
    ("from torch import nn\ndef f(x): return getattr(nn, 'LSTM')(1, 2)(x)", 2, "by a text"),
    ("from torch import nn\nlayer = nn.LSTM(1, 2)\ndef f(x): return layer(x)", 3, "made before"),
    ("from torch import nn\nL = nn.LSTM\ndef f(x): return L(1, 2)(x)", 3, "under a name of one's own"),
    ("from torch import nn\nclass M(nn.Module):\n    def __init__(self): self.l = nn.LSTM(1, 2)\n    def forward(self, x): return self.l(x)\ndef f(x): return M()(x)", 3, "within a module"),
    ("from torch import nn\nclass M(nn.LSTM):\n    pass\ndef f(x): return M(1, 2)(x)", 2, "as a base class"),
    ("from torch import nn\nnet = nn.LSTM(1, 2)\ndef f(x): return x", 0, "made and not used"),
    ("from torch import nn\ndef f(x): return nn.LSTMCell", 0, "another class"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "why"), USES, ids=[row[2] for row in USES])
def test_what_is_forbidden_is_seen_in_every_form(text: str, line: int, why: str) -> None:
    found = SourceRules(forbid=("torch.nn.LSTM",)).broken(Written(Source.of_text(text)), "f")
    assert (line or None) == (found and found[1])


FORWARD = (
    "def rnn_step_forward(x, prev_h, Wx, Wh, b): ...\ndef lstm_forward(x, h0, Wx, Wh, b): ...\n"
)
SAME_NAMES = [
    ("import torch\n", "layers-torch", "of two with these names the one in its framework"),
    ("import numpy as np\n", "layers-rows", "and the other for arrays"),
]


@pytest.mark.parametrize(("head", "wanted", "why"), SAME_NAMES, ids=[r[2] for r in SAME_NAMES])
def test_what_is_imported_tells_assignments_apart(
    tmp_path: Path, head: str, wanted: str, why: str
) -> None:
    path = tmp_path / "submission.py"
    path.write_text(head + FORWARD)
    source = Source.read(path)
    names = ["rnn_step_forward", "lstm_forward"]
    found = identify(None, None, names, submission=path, frameworks=source.named_frameworks)
    assert wanted == found.assignment.id
