"""Rules about source: what a function may use is told with its line, and costs only who uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.functions.source_rules import SourceRules
from grader.functions.source_view import Written
from grader.sandbox import Source

FORBID = SourceRules(forbid=("numpy.linalg", "scipy"))
ONLY = SourceRules(only=("numpy", "math"))
HEAD = "import numpy as np\nimport math\nfrom numpy import linalg as la\nfrom numpy.linalg import inv\nimport scipy\nimport helpers\n"
CASES = [
    # (rules, the function's body, the use that is told and its line, why)
    (FORBID, "return np.linalg.inv(x)", ("numpy.linalg.inv", 8), "under another name"),
    (FORBID, "return la.norm(x)", ("numpy.linalg.norm", 8), "the module imported by itself"),
    (FORBID, "return inv(x)", ("numpy.linalg.inv", 8), "a name out of it"),
    (FORBID, "return helper(x)", ("numpy.linalg.inv", 11), "by way of a function of the file"),
    (FORBID, "return __import__('scipy').fft(x)", ("scipy.fft", 8), "imported by a call"),
    (FORBID, "return __import__('sci' + 'py').fft(x)", ("scipy.fft", 8), "a name put together"),
    (FORBID, "return getattr(np, 'linalg').inv(x)", ("numpy.linalg.inv", 8), "an attribute by its name"),
    (FORBID, "which = 'linalg'\n    return getattr(np, which).inv(x)", ("numpy.linalg.inv", 9), "a name given once"),
    (FORBID, "exec('import scipy.fft')\n    return x", ("scipy", 8), "in a text that is run"),
    (FORBID, "return getattr(np, x)(x)", None, "what only running would tell is not held against anybody"),
    (FORBID, "return np.tanh(x)", None, "what is not forbidden; an import alone costs nothing"),
    (ONLY, "return np.tanh(math.sqrt(x)) + helpers.f(x)", None, "what is allowed, and one's own files"),
    (ONLY, "return scipy.fft(x)", ("scipy.fft", 8), "another library"),
    (FORBID, "scipy = x\n    return scipy.fft", None, "a name of the function's own"),
    (FORBID, "la = lambda v: v\n    return la(x)", None, "a helper of its own"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "body", "told", "why"), CASES, ids=[row[3] for row in CASES])
def test_a_use_against_the_rules_is_found_with_its_line(
    rules: SourceRules, body: str, told: tuple[str, int] | None, why: str
) -> None:
    text = f"{HEAD}def f(x):\n    {body}\n\ndef helper(x):\n    return inv(x)\n"
    files = {"submission.py": text.encode(), "helpers.py": b"def f(x): return x\n"}
    assert told == rules.broken(Written(Source("submission.py", files)), "f")


LAYERS = SourceRules(forbid=("torch.nn.LSTM", "torch.nn.RNN"))
LSTM, RNN = "torch.nn.LSTM", "torch.nn.RNN"
SPELLINGS = [
    # (the head of the file, the body of the function, what is told)
    ("import torch", "return torch.nn.LSTM(2, 3)(x)", LSTM),
    ("import torch.nn as nn", "return nn.RNN(2, 3)(x)", RNN),
    ("from torch import nn", "return nn.LSTM(2, 3)(x)", LSTM),
    ("from torch import nn as layers", "return layers.LSTM(2, 3)(x)", LSTM),
    ("from torch.nn import LSTM", "return LSTM(2, 3)(x)", LSTM),
    ("from torch.nn import LSTM as Layer", "return Layer(2, 3)(x)", LSTM),
    ("from torch.nn import *", "return LSTM(2, 3)(x)", LSTM),
    ("from torch.nn.modules.rnn import LSTM", "return LSTM(2, 3)(x)", "torch.nn.modules.rnn.LSTM"),
    ("import torch", "return getattr(torch.nn, 'LSTM')(2, 3)(x)", LSTM),
    ("import torch", "return getattr(getattr(torch, 'nn'), 'LS' + 'TM')(2, 3)(x)", LSTM),
    ("import torch", "return getattr(torch.nn, f'{\"LS\"}TM')(2, 3)(x)", LSTM),
    ("import torch", "return torch.nn.__dict__['LSTM'](2, 3)(x)", LSTM),
    ("import torch", "return vars(torch.nn)['LSTM'](2, 3)(x)", LSTM),
    ("import sys, torch", "return sys.modules['torch.nn'].LSTM(2, 3)(x)", LSTM),
    ("import importlib", "return importlib.import_module('torch.nn').LSTM(2, 3)(x)", LSTM),
    ("", "return __import__('torch').nn.LSTM(2, 3)(x)", LSTM),
    ("import operator, torch", "return operator.attrgetter('nn.LSTM')(torch)(2, 3)(x)", LSTM),
    ("import torch", "layers = torch.nn\n    return layers.LSTM(2, 3)(x)", LSTM),
    ("import torch", "(Layer := torch.nn.LSTM)\n    return Layer(2, 3)(x)", LSTM),
    ("import torch\nlayer = torch.nn.LSTM(2, 3)", "return layer(x)", LSTM),
    ("import torch\nlayer, n = torch.nn.LSTM(2, 3), 3", "return layer(x)", LSTM),
    ("import torch\nlayers = {'a': torch.nn.LSTM}", "return layers['a'](2, 3)(x)", LSTM),
    ("import torch\ntry:\n    layer = torch.nn.LSTM\nexcept Exception:\n    pass", "return layer(2, 3)(x)", LSTM),
    ("import torch\nclass A(torch.nn.LSTM):\n    pass", "return A(2, 3)(x)", LSTM),
    ("import torch\nclass A:\n    layer = torch.nn.LSTM(2, 3)", "return A().layer(x)", LSTM),
    ("import torch", "return torch.lstm(x, 1, 2, 3)", "torch.lstm"),
    ("import torch", "return torch._VF.rnn_tanh(x)", "torch._VF.rnn_tanh"),
    ("from torch.nn.modules.rnn import RNNBase", "return RNNBase('LSTM', 2, 3)(x)", "torch.nn.modules.rnn.RNNBase"),
    ("import torch", "return torch.nn.Linear(2, 3)(x)", None),
    ("import torch", "return torch.nn.LSTMCell(2, 3)(x)", None),
    ("import torch\ncheck = torch.nn.LSTM(2, 3)", "return torch.tanh(x)", None),
    ("import torch\nx = torch.nn.LSTM(2, 3)", "return torch.tanh(x)", None),
    ("import torch\nclass LSTM:\n    pass", "return LSTM()", None),
]  # fmt: skip


@pytest.mark.parametrize(("head", "body", "told"), SPELLINGS)
def test_a_forbidden_layer_is_found_in_every_spelling(
    head: str, body: str, told: str | None
) -> None:
    written = Written(Source.of_text(f"{head}\ndef f(x):\n    {body}\n"))
    found = LAYERS.broken(written, "f")
    assert told == (found and found[0])


def test_all_of_a_forbidden_package_is_forbidden() -> None:
    rules = SourceRules(forbid=("torch.nn",))
    written = Written(
        Source.of_text("from torch.nn import LSTMCell\ndef f(x):\n    return LSTMCell(2, 3)(x)\n")
    )
    assert ("torch.nn.LSTMCell", 3) == rules.broken(written, "f")


def test_a_forbidden_module_costs_the_function_that_uses_it_alone(tmp_path: Path) -> None:
    from grader.assignment import load_assignment
    from grader.grading.grade import grade
    from grader.submission.work import opened

    sheet = Path(__file__).parents[1] / "assignments" / "function-forms" / "assignment.yaml"
    path = tmp_path / "forms" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(f"forbid: [numpy.linalg]\n{sheet.read_text()}")
    right = (Path(__file__).parents[1] / "zoo" / "code" / "forms.py").read_text()
    text = right.replace("d * w, d * u,", "d * w + 0 * np.linalg.norm(x), d * u,")
    (tmp_path / "submission.py").write_text(text)
    with opened(tmp_path / "submission.py") as work:
        found = {e.name: e for e in grade(load_assignment(path), work).entries}
    off = {name for name, entry in found.items() if str(entry.verdict) != "right"}
    assert {"scalar_backward"} == off
    assert "It uses numpy.linalg.norm (line " in found["scalar_backward"].message


WHILE_RUNNING = [
    # (the rules, what a function says, what is told, why)
    ("forbid: [numpy.linalg]", "getattr(np, HIDDEN()).norm(x)", "numpy.linalg.norm", "a name worked out"),
    ("forbid: [numpy.linalg]", "vars(getattr(np, HIDDEN()))['norm'](x)", "numpy.linalg", "out of its table"),
    ("only: [numpy]", "__import__(HIDDEN('statistics')).mean([0.0, 0.0])", "statistics", "an import worked out"),
    ("forbid: [numpy.linalg]", "np.ones(1)[0]", "", "what is allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "body", "told", "why"), WHILE_RUNNING, ids=[r[3] for r in WHILE_RUNNING])  # fmt: skip
def test_what_only_running_shows_is_told_with_its_line(
    rules: str, body: str, told: str, why: str, tmp_path: Path
) -> None:
    from grader.assignment import load_assignment
    from grader.grading.grade import grade
    from grader.submission.work import opened

    hidden = "def HIDDEN(word='linalg'):\n    return ''.join(chr(ord(c)) for c in word)\n\n\n"
    path = tmp_path / "forms" / "assignment.yaml"
    path.parent.mkdir()
    sheet = Path(__file__).parents[1] / "assignments" / "function-forms" / "assignment.yaml"
    path.write_text(f"{rules}\n{sheet.read_text()}")
    right = (Path(__file__).parents[1] / "zoo" / "code" / "forms.py").read_text()
    text = right.replace("d * w, d * u,", f"d * w + 0 * {body}, d * u,")
    line = 1 + text[: text.index(body)].count("\n")
    (tmp_path / "submission.py").write_text(text + "\n\n" + hidden)
    with opened(tmp_path / "submission.py") as work:
        found = {e.name: e for e in grade(load_assignment(path), work).entries}
    message = found["scalar_backward"].message
    assert (f"It uses {told} (line {line})" in message) == bool(told), message
    assert ("right" == found["scalar_backward"].verdict) == (not told)
