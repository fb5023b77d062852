"""`make outside`: programs that are wrong by construction, made by another project's checker of graders.

It wants Python 3.11 and a network, for the pinned package in an environment of its own. Every function of
our code exercises is a task; a program is accepted if it earns any point of the function that it hollows out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from grader.assignment import find_assignment, load_assignment
from grader.grading.grade import grade
from grader.sandbox import start_zygote
from grader.submission.work import opened
from grader.variant.printed import printed

HOME = Path(__file__).resolve().parents[1]
PACKAGE = "bohrin==0.4.2"
STEP = "import numpy as np\ndef step(x, w):\n    return np.tanh(x @ w)\n"
CANDIDATES = """
import json, sys
from bohrin.ir.task import Task
from bohrin.mutate.battery import battery
found = []
for task in json.load(sys.stdin):
    whole = Task(id=task["id"], prompt=task["id"], reference=task["reference"])
    found += [[task["id"], c.payload.text] for c in battery(whole).candidates]
json.dump(found, sys.stdout)
"""
SCORE = """
import json, sys
from bohrin.ir.task import Task
from bohrin.mutate.battery import battery
from bohrin.scoring.coverage import Attempt, coverage_score
said = json.load(sys.stdin)
accepted = {(one, text): yes for one, text, yes in said["graded"]}
attempts = []
for task in said["tasks"]:
    whole = Task(id=task["id"], prompt=task["id"], reference=task["reference"])
    attempts += [
        Attempt(task["id"], c, accepted=accepted[task["id"], c.payload.text])
        for c in battery(whole).candidates
    ]
print(coverage_score(attempts))
"""


def main() -> int:
    """Let them make programs, grade these, and let them count; 0 for their best mark."""
    tasks = [
        {"id": "step", "reference": STEP, "sheet": "tests/assignments/three-values/assignment.yaml"}
    ]
    cells = (HOME / "tests" / "zoo" / "code" / "cells.py").read_text(encoding="utf-8")
    tasks.append({"id": "cells-in-code", "reference": cells, "sheet": "cells-in-code"})
    with tempfile.TemporaryDirectory() as room:
        venv.create(room, with_pip=True)
        python = str(Path(room) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
        made = json.loads(_asked(python, CANDIDATES, tasks))
        graded = []
        with start_zygote() as pool:
            for one, text in made:
                sheet = next(task["sheet"] for task in tasks if task["id"] == one)
                found = load_assignment(find_assignment(_path(sheet)))
                path = Path(room) / "submission.py"
                path.write_text(text, encoding="utf-8")
                with opened(path, zygote=pool) as work:
                    report = grade(printed(found) if found.is_drawn else found, work)
                graded.append([one, text, report.score > 0])
        print(f"{len(graded)} programs, {sum(yes for *_, yes in graded)} of them earned points")
        print(_asked(python, SCORE, {"tasks": tasks, "graded": graded}).strip())
    return int(any(yes for *_, yes in graded))


def _path(sheet: str) -> str:
    return str(HOME / sheet) if "/" in sheet else sheet


def _asked(python: str, program: str, said: object) -> str:
    done = subprocess.run(
        [python, "-c", program], input=json.dumps(said), capture_output=True, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
