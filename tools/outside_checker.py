"""`make outside`: hand-ins that are wrong by construction, made by another project's checker of graders.

It wants Python 3.11 and a network, for the pinned package in an environment of its own. Functions of our code
exercises, and a course's own tests, are its tasks, in every shape that it knows: as a program, and as a
repository or container that the hand-in may change beforehand. Its templates of files and commands are
laid out where they would hurt most: among the hand-in's files, under the names that our own
processes load. A hand-in gets through if it earns any point of a function that it hollows out, or full marks of tests.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from grader.grading.grade import check
from grader.outcome.errors import InputError
from tests.owntests.test_own_tests_run import GOOD

HOME = Path(__file__).resolve().parents[1]
PACKAGE = "bohrin==0.4.2"
STEP = "import numpy as np\ndef step(x, w):\n    return np.tanh(x @ w)\n"
SHAPES = ("program", "workspace", "container", "history")
# Where each place of its templates is in a hand-in: it is told of no other environment.
PLACES: Mapping[str, tuple[str, ...]] = {
    "source_path": ("submission.py",),
    "test_root": (".", "tests"),
    "parser_path": ("grader.py", "json.py", "yaml.py"),
    "tool_path": ("numpy.py", "unittest.py", "python"),
    "reward_path": ("results.json", "results/results.json"),
    "measurement_path": ("time.py",),
}
ASKED = """
import json, sys
from bohrin.ir.task import Shape, Source, Task
from bohrin.mutate.battery import battery
from bohrin.scoring.coverage import Attempt, CATEGORIES, category_of, coverage_score
from bohrin.mutate import discover
said = json.load(sys.stdin)
accepted = {tuple(key): yes for *key, yes in said.get("graded", ())}
attempts, found = [], []
for task in said["tasks"]:
    for shape in said["shapes"]:
        name = f"{task['id']} {shape}"
        whole = Task(id=name, prompt=name, reference=task["reference"], shape=Shape(shape))
        for number, one in enumerate(battery(whole).candidates):
            of_text = isinstance(one.payload, Source)
            files = {"{source_path}": one.payload.text} if of_text else dict(one.payload.files)
            commands = [] if of_text else list(one.payload.commands)
            kind = category_of(one.provenance.operator)
            found.append([name, number, task["id"], kind, one.provenance.operator, files, commands])
            attempts.append(Attempt(name, one, accepted=accepted.get((name, number))))
made = sorted({op.category for op in discover()})
score = coverage_score(attempts)
json.dump({"candidates": found, "score": str(score), "value": score.score, "made": made, "named": list(CATEGORIES)}, sys.stdout)
"""


class HandIn(NamedTuple):
    """One of its candidates: files and commands in which places stand for paths."""

    name: str
    number: int
    task: str
    category: str
    operator: str
    files: dict[str, str]
    commands: list[str]


def main() -> int:
    """Let them make hand-ins, grade these, and let them count; 0 for their best mark."""
    cells = (HOME / "tests" / "zoo" / "code" / "cells.py").read_text(encoding="utf-8")
    own = "tests/assignments/"
    sheets = {
        "step": (STEP, own + "three-values/assignment.yaml"),
        "cells-in-code": (cells, "assignments/cells-in-code/assignment.yaml"),
        "own tests": (GOOD, own + "own-tests/assignment.yaml"),
    }
    tasks = [{"id": name, "reference": text} for name, (text, _) in sheets.items()]
    with tempfile.TemporaryDirectory() as room:
        python = _environment(Path(room))
        made = _asked(python, {"tasks": tasks, "shapes": SHAPES})
        for name, (text, sheet) in sheets.items():
            right = HandIn(name, 0, name, "", "", {"{source_path}": text}, [])
            score, most = _graded(right, HOME / sheet, Path(room))
            assert _is_through(name, score, most), f"{name}: right work has {score} of {most}"
        graded: list[tuple[str, int, bool]] = []
        for one in (HandIn(*candidate) for candidate in made["candidates"]):
            score, most = _graded(one, HOME / sheets[one.task][1], Path(room))
            graded.append((one.name, one.number, _is_through(one.task, score, most)))
            if score:
                print(f"{one.name}: {one.category}, {one.operator}: {score} of {most}")
        counted = _asked(python, {"tasks": tasks, "shapes": SHAPES, "graded": graded})
    print(f"{len(graded)} hand-ins, {sum(yes for *_, yes in graded)} got through")
    left = sorted(set(counted["named"]) - set(counted["made"]))
    print(f"{counted['score']}; of {', '.join(left)} it makes none")
    return int(counted["value"] != 100)


def _is_through(task: str, score: float, most: float) -> bool:
    """Whether a hand-in earned what it must not: any point for a function, or all that tests give."""
    return score == most if task == "own tests" else score > 0


def _environment(room: Path) -> str:
    venv.create(room / "theirs", with_pip=True)
    python = str(room / "theirs" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
    return python


def _graded(one: HandIn, sheet: Path, room: Path) -> tuple[float, float]:
    """The points of a hand-in, laid out in a folder of its own, and the most there are."""
    with tempfile.TemporaryDirectory(dir=room) as place:
        folder = Path(place)
        for path, text in one.files.items():
            for where in _laid_out(path):
                (folder / where).parent.mkdir(parents=True, exist_ok=True)
                (folder / where).write_text(text, encoding="utf-8")
        (folder / "time.py").touch()
        for command in one.commands:
            for words in _laid_out(command):
                subprocess.run(words, shell=True, cwd=folder, check=True)  # noqa: S602  # theirs, read before
        try:
            report = check(folder, assignment=str(sheet))
        except InputError as refused:
            print(f"{one.name}: {one.operator}: refused: {refused}")
            return 0, 1
        return float(report.score), float(report.max_score)


def _laid_out(template: str) -> Iterator[str]:
    """A template with each of the places that its name stands for."""
    name = template.partition("{")[2].partition("}")[0]
    for place in PLACES.get(name, ("",)):
        yield template.replace(f"{{{name}}}", place) if name else template


def _asked(python: str, said: object) -> dict[str, Any]:
    done = subprocess.run(
        [python, "-c", ASKED], input=json.dumps(said), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
