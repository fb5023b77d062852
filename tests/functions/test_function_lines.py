"""The line in which a wrong function goes wrong, and functions found right without NumPy."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.functions import Functions
from grader.functions.changes import Changes
from grader.sandbox import Source, open_worker

ROOT = Path(__file__).parents[2]
ROWS = (ROOT / "tests" / "zoo" / "code" / "rows.py").read_text()
SHEET = ROOT / "assignments" / "layers-rows" / "assignment.yaml"

SLIPS = [
    ("lstm_step_backward", "di * i * (1 - i)", "di * i * (1 + i)", "another sign or operator"),
    ("lstm_step_forward", "f * prev_c + i * g", "f * prev_c + i * i", "another name"),
    ("lstm_step_backward", "(1 - g**2)", "(1 - g)**2", "the power of another part"),
]


@pytest.mark.parametrize(("name", "right", "slip", "said"), SLIPS, ids=[row[3] for row in SLIPS])
def test_a_line_is_told_where_a_small_change_in_it_makes_all_right(
    name: str, right: str, slip: str, said: str
) -> None:
    assert right in ROWS
    text = ROWS.replace(right, slip)
    line = text[: text.index(slip)].count("\n") + 1
    source = Source("submission.py", {"submission.py": text.encode()})
    with open_worker(source) as worker:
        worker.start()
        found = Functions(load_assignment(SHEET), worker).judge(name)
    assert f"ith {said} in line {line}, all results come out right" in found.finding.message


def test_what_is_too_much_in_a_line_is_said_so() -> None:
    right, slip = "f * prev_c + i * g", "f * prev_c + i * g + prev_c"
    text = ROWS.replace(right, slip)
    line = text[: text.index(slip)].count("\n") + 1
    with open_worker(Source.of_text(text)) as worker:
        worker.start()
        found = Functions(load_assignment(SHEET), worker).judge("lstm_step_forward")
    said = f"Something in line {line} is too much: without it, all results come out right"
    assert said in found.finding.message


def test_the_line_of_a_method_is_told_and_the_method_comes_back() -> None:
    text = (ROOT / "tests" / "zoo" / "code" / "grucell.py").read_text()
    slip = "dn * (1 - self.n**3)"
    text = text.replace("dn * (1 - self.n**2)", slip)
    line = text[: text.index(slip)].count("\n") + 1
    sheet = load_assignment(ROOT / "assignments" / "grucell-by-hand" / "assignment.yaml")
    with open_worker(Source.of_text(text)) as worker:
        worker.start()
        functions = Functions(sheet, worker)
        asked = functions.prescribed.calls("GRUCell_backward", functions.functions).asked[0]
        before = worker.several(asked.questions)
        found = functions.judge("GRUCell_backward")
        assert before == worker.several(asked.questions)
    said = f"With another index, number or order in line {line}, all results come out right"
    assert said in found.finding.message


def test_all_calls_of_right_functions_travel_in_one_question() -> None:
    asked: list[str] = []
    with open_worker(Source.of_text(ROWS)) as worker:
        worker.start()
        functions = Functions(load_assignment(SHEET), worker)
        ask = worker.ask
        worker.ask = lambda question, *rest, **named: (  # type: ignore[method-assign]  # to count
            asked.append(type(question).__name__) or ask(question, *rest, **named)  # type: ignore[func-returns-value]  # as above
        )
        found = [functions.judge(name).finding.verdict.value for name in functions.functions]
    assert (["Several"], {"right"}) == (asked, set(found))


def test_every_change_is_another_text_that_can_be_read() -> None:
    tree = ast.parse(ROWS)
    definition = next(
        n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "lstm_step_forward"
    )
    changes = list(Changes(definition, ROWS.encode().splitlines(keepends=True)).all())
    right = ast.dump(ast.parse(ast.get_source_segment(ROWS, definition) or ""))
    readable = [ast.dump(ast.parse(change.text)) for change in changes[:200]]
    assert len(changes) > 200
    assert right not in readable


def test_right_functions_are_found_right_without_numpy_and_without_equations(
    tmp_path: Path,
) -> None:
    words = ["check", str(ROOT / "tests/zoo/code/rows.py"), "--json", "--assignment", str(SHEET)]
    program = (
        "import io, sys; from grader.cli import main; out, sys.stdout = sys.stdout, io.StringIO()\n"
        f"code = main({words!r})\n"
        "print(code, 'numpy' in sys.modules, 'reference.language' in sys.modules, file=out)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GRADER_CACHE": str(tmp_path / "cache")}
    said = [
        subprocess.run(
            [sys.executable, "-P", "-c", program],
            capture_output=True, text=True, check=True, env=environment, cwd=tmp_path,
        ).stdout.strip()
        for _ in range(2)
    ]  # fmt: skip
    assert ["0 True True", "0 False False"] == said
