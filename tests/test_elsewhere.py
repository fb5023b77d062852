"""What SECURITY.md promises on macOS and Windows, tried on a system that lacks what they lack."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.hostile import HONEST
from tests.sizes import later

HOME = Path(__file__).resolve().parents[1]
SHEET = HOME / "tests" / "assignments" / "three-values" / "assignment.yaml"
SYSTEMS = ("darwin", "win32")
RUN = """
import contextlib, io, json, sys
from tests.elsewhere import become
become(sys.argv[1])
from grader.cli.main import main
said = []
for words in json.loads(sys.argv[2]):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(words)
    said.append([code, out.getvalue()])
print(json.dumps(said))
"""


def ran(system: str, place: Path, *commands: str) -> list[tuple[int, str]]:
    """How commands end on that system, all in one process of it, with what they print."""
    words = json.dumps([command.split() for command in commands])
    done = subprocess.run(
        [sys.executable, "-c", RUN, system, words],
        cwd=place,
        env={"PYTHONPATH": str(HOME), "TMPDIR": str(place / "tmp"), "HOME": str(place),
             "GRADER_CACHE": "", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return [(code, said) for code, said in json.loads(done.stdout)]


def scores(said: str) -> dict[str, float]:
    report: dict[str, Any] = json.loads(said)
    return {entry["name"]: entry["score"] for entry in report["answers"] if entry["max_score"]}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    return tmp_path


@pytest.mark.parametrize("system", later(SYSTEMS, {"darwin"}))
def test_where_nothing_can_be_forked_or_confined_an_item_costs_itself_alone(
    system: str, place: Path
) -> None:
    (place / "ends.py").write_text(
        HONEST.replace("return np", "import os; os._exit(3)\n    return np")
    )
    (place / "line.yaml").write_text(
        "h1: 6\nh2: because: of tanh\nassignment: hw/assignment.yaml\n"
    )
    words = f"--assignment {SHEET} --json"
    found = ran(system, place, *(f"check {name} {words}" for name in ("ends.py", "line.yaml")))
    assert [1, 1] == [code for code, _ in found]
    assert {"h1": 1, "h2": 1, "step": 0} == scores(found[0][1])
    assert {"h1": 1, "h2": 0, "step": 0} == scores(found[1][1])
    assert [] == [*(place / "tmp").iterdir()], "no folder stays"


@pytest.mark.slow
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_class_has_there_the_results_that_it_has_here(system: str, place: Path) -> None:
    works = place / "works"
    works.mkdir()
    (works / "a.py").write_text(HONEST)
    (works / "b.py").write_text("h1 = 6\nwhile True: pass\n")
    (works / "c.yaml").write_text("h1: 6\nh2: [0.1, 0.2]\n")
    (place / "roster.csv").write_text("id\na\nb\n")
    (place / "secret.txt").write_text("more than twenty random letters\n")
    graded = f"works --assignment {SHEET} --jobs 2 --out"
    drawn = "exam-relu-9 --roster roster.csv --secret secret.txt --format md --out"
    found = ran(
        system, place, f"batch {graded} there", "regrade there --accept --jobs 1", "report there",
        f"variants {drawn} drawn-there", "kit exam-relu-9 --out kit", "lint exam-relu-9",
    )  # fmt: skip
    assert [0] * 6 == [code for code, _ in found]
    here = [sys.executable, "-P", "-m", "grader"]
    for command in (f"batch {graded} here", f"variants {drawn} drawn-here"):
        subprocess.run([*here, *command.split()], cwd=place, check=True, capture_output=True)
    for name in ("results.jsonl", "grades.csv"):
        assert (place / "here" / name).read_bytes() == (place / "there" / name).read_bytes()
    manifests = [
        json.loads((place / f"drawn-{at}" / "manifest.json").read_text())
        for at in ("here", "there")
    ]
    assert manifests[0] == manifests[1]
    assert [] == [*(place / "tmp").iterdir()], "no folder stays"
