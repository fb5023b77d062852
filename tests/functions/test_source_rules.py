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
    (FORBID, "return __import__('scipy').fft(x)", ("scipy", 8), "imported by a call"),
    (FORBID, "return __import__('sci' + 'py').fft(x)", ("scipy", 8), "a name put together"),
    (FORBID, "return getattr(np, 'linalg').inv(x)", ("numpy.linalg", 8), "an attribute by its name"),
    (FORBID, "which = 'linalg'\n    return getattr(np, which).inv(x)", ("numpy.linalg", 9), "a name given once"),
    (FORBID, "exec('import scipy.fft')\n    return x", ("scipy", 8), "in a text that is run"),
    (FORBID, "return getattr(np, x)(x)", None, "what only running would tell is not held against anybody"),
    (FORBID, "return np.tanh(x)", None, "what is not forbidden; an import alone costs nothing"),
    (ONLY, "return np.tanh(math.sqrt(x)) + helpers.f(x)", None, "what is allowed, and one's own files"),
    (ONLY, "return scipy.fft(x)", ("scipy.fft", 8), "another library"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "body", "told", "why"), CASES, ids=[row[3] for row in CASES])
def test_a_use_against_the_rules_is_found_with_its_line(
    rules: SourceRules, body: str, told: tuple[str, int] | None, why: str
) -> None:
    text = f"{HEAD}def f(x):\n    {body}\n\ndef helper(x):\n    return inv(x)\n"
    files = {"submission.py": text.encode(), "helpers.py": b"def f(x): return x\n"}
    assert told == rules.broken(Written(Source("submission.py", files)), "f")


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
