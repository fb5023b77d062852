"""The same check by other tools: whole processes, the same values held against the same key.

What each does is written as its own documents show it first: a test an answer.  Tools that are not
installed are left out; none of them isolates the file, follows a student's numbers or names a mistake.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.check import run
from bench.rows import Row, timed

ROUNDS, SLOW_ROUNDS = 9, 3
FLOOR = "numpy and exec of the submission"
VALUES = {"a_parameters": 45.0, "c_h2": 0.0, "c_h3": 3.0, "d_dV": 1.5, "d_dW": 1.0, "d_dx1": 0.0}

Way = Callable[[], object]


def rows() -> Iterator[Row]:
    """What is installed, beside the floor of the same run."""
    with tempfile.TemporaryDirectory() as place:
        room = Path(place)
        answers = "".join(f"{name} = {value}\n" for name, value in VALUES.items())
        (room / "submission.py").write_text(answers, encoding="utf-8")
        quick = {"floor": _python(room, "-c", "import numpy; exec(open('submission.py').read())")}
        quick |= dict(_quick(room))
        slow = dict(_slow(room))
        medians = timed(quick, rounds=ROUNDS)
        medians |= timed({**slow, "floor": quick["floor"]}, rounds=SLOW_ROUNDS) if slow else {}
    for name in (*quick, *slow):
        if name != "floor":
            yield Row(name, FLOOR, medians[name], medians["floor"])


def _python(room: Path, *words: str) -> Way:
    return partial(run, [sys.executable, *words], room)


def _quick(room: Path) -> Iterator[tuple[str, Way]]:
    if importlib.util.find_spec("gradescope_utils"):
        (room / "run_tests.py").write_text(_GRADESCOPE + _tests(_METHOD), encoding="utf-8")
        (room / "run_tests.py").open("a", encoding="utf-8").write(_RUNNER)
        yield "gradescope-utils, JSON of unittest", _python(room, "run_tests.py")
    if importlib.util.find_spec("pytest"):
        text = "import numpy as np\nimport submission\n\n" + _tests(_FUNCTION)
        (room / "test_answers.py").write_text(text, encoding="utf-8")
        yield (
            "pytest",
            _python(room, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_answers.py"),
        )
    if check50 := shutil.which("check50"):
        folder = room / "checks"
        folder.mkdir()
        (folder / ".cs50.yml").write_text("check50: true\n", encoding="utf-8")
        head = "import check50\nimport numpy as np\nimport importlib.util\n\n" + _LOADED
        (folder / "__init__.py").write_text(head + _tests(_CHECK), encoding="utf-8")
        yield (
            "check50 --dev",
            partial(run, [check50, "--dev", "-o", "json", "--", str(folder)], room),
        )


def _slow(room: Path) -> Iterator[tuple[str, Way]]:
    if otter := shutil.which("otter"):
        tests = room / "otter-tests"
        tests.mkdir()
        for name, value in VALUES.items():
            (tests / f"{name}.py").write_text(
                _OTTER.format(name=name, value=value), encoding="utf-8"
            )
        words = [otter, "check", "submission.py", "-t", str(tests)]
        yield "otter check", partial(run, words, room)
    if rscript := shutil.which("Rscript"):
        exercise = room / "h2.Rmd"
        exercise.write_text(_R_EXERCISE, encoding="utf-8")
        code = f"library(exams); exams2qti12({json.dumps(str(exercise))}, n = 1, dir = tempdir())"
        yield "R/exams, one numeric exercise as QTI", partial(run, [rscript, "-e", code], room)


def _tests(form: str) -> str:
    return "".join(form.format(name=name, value=value) for name, value in VALUES.items())


_GRADESCOPE = """import unittest
import numpy as np
import submission
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner


class Answers(unittest.TestCase):
"""
_METHOD = """    @weight(1)
    def test_{name}(self):
        np.testing.assert_allclose(submission.{name}, {value}, atol=5e-3)

"""
_RUNNER = """
with open("results.json", "w") as out:
    JSONTestRunner(stream=out).run(unittest.defaultTestLoader.loadTestsFromTestCase(Answers))
"""
_FUNCTION = """def test_{name}():
    assert np.allclose(submission.{name}, {value}, atol=5e-3)


"""
_LOADED = """def submission():
    found = importlib.util.spec_from_file_location("submission", "submission.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@check50.check()
def exists():
    \"\"\"submission.py exists\"\"\"
    check50.exists("submission.py")


"""
_CHECK = """@check50.check(exists)
def {name}():
    \"\"\"{name}\"\"\"
    if not np.allclose(submission().{name}, {value}, atol=5e-3):
        raise check50.Failure("another value")


"""
_OTTER = """OK_FORMAT = True
test = {{
    "name": "{name}",
    "points": 1,
    "suites": [{{"cases": [{{"code": ">>> import numpy as np\\n>>> bool(np.allclose({name}, {value}, atol=5e-3))\\nTrue",
                           "hidden": False, "locked": False}}],
                "scored": True, "setup": "", "teardown": "", "type": "doctest"}}],
}}
"""
_R_EXERCISE = """Question
========
What is $h_2$?

Solution
========
It is 2.5.

Meta-information
================
extype: num
exsolution: 2.5
exname: h2
extol: 0.01
"""
