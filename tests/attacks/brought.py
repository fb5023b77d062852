"""Hand-ins that bring files: keys of their own, modules named like ours, whole courses, and links.

Every file says `@RAN@` where it would prove that it ran outside the sandbox: there the path of a file
stands in the end that nobody but our own processes can write. `how` is the command: by a named assignment or
not, a file or the folder, from a working folder or with a PYTHONPATH that is the student's.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.attacks.hostile import ALL, HONEST, NONE

RUNS = "open('@RAN@', 'w').write('PWNED')\n"
WRONG = "h1 = 0\nh2 = [9.0, 9.0]\ndef step(x, w): return 0 * (x @ w)\n"
OWN_KEY = "title: E\npoints: 1\nquestions:\n- id: a\n  prompt: P\n  answers:\n    h1: {kind: count, value: 0}\n"
OWN_TESTS = OWN_KEY + "    own: {tests: helper.py, points: 1}\n"
TESTS = RUNS + "import unittest\nclass T(unittest.TestCase):\n    def test(self): pass\n"
FORGED_KIT = "kit: {assignment: three-values}\n" + OWN_KEY
OURS = ("yaml", "reference", "numpy", "json", "pydantic", "grader/__init__", "grader/__main__")
SITE = {"sitecustomize.py": RUNS, "usercustomize.py": RUNS, "conftest.py": RUNS, "x.pth": f"import os; {RUNS}"}


class Brought(NamedTuple):
    """A hand-in of several files, how it is graded, and what must come of it."""

    name: str
    files: dict[str, str]
    how: str = "named"  # or "unnamed"; with "file", "there" or "path" beside it
    right: frozenset[str] = NONE
    wrong: frozenset[str] = NONE


def ours(text: str = HONEST) -> dict[str, str]:
    """A hand-in among modules that bear the names of ours."""
    return {"submission.py": text} | {f"{name}.py": RUNS for name in OURS}


ROWS = [
    # 1, untrusted input names no trusted file
    Brought("brings a key for a path", {"submission.py": WRONG + "assignment = 'hw/assignment.yaml'", "hw/assignment.yaml": OWN_KEY}, "unnamed", wrong=ALL),
    Brought("brings a key for an id, there", {"submission.py": WRONG + "assignment = 'hw'", "hw/assignment.yaml": OWN_KEY}, "unnamed there", wrong=ALL),
    Brought("brings a course with tests", {"submission.py": WRONG + "assignment = 'hw'", "hw/assignment.yaml": OWN_TESTS, "hw/helper.py": TESTS}, "unnamed there", wrong=ALL),
    Brought("goes up to a key", {"submission.py": WRONG + "assignment = '../handed-in/hw'", "hw/assignment.yaml": OWN_TESTS, "hw/helper.py": TESTS}, "unnamed file", wrong=ALL),
    Brought("a folder of the name of the assignment", {"submission.py": HONEST, "three-values/assignment.yaml": OWN_TESTS, "three-values/helper.py": TESTS, "assignments/three-values/assignment.yaml": OWN_TESTS}, "named there", right=ALL),
    Brought("brings a kit that is forged", {"submission.py": WRONG, "assignment.yaml": FORGED_KIT}, "named", wrong=ALL),
    Brought("brings settings of a zip", {"submission.py": WRONG, "settings.json": '{"assignment": "hw/assignment.yaml"}', "hw/assignment.yaml": OWN_KEY}, "named", wrong=ALL),
    Brought("modules named like ours", ours(), "named", right=ALL),
    Brought("modules named like ours, there", ours(), "named there", right=ALL),
    Brought("modules named like ours, on the path", ours(), "named path", right=ALL),
    Brought("files that Python loads at its start", {"submission.py": HONEST, **SITE}, "named there", right=ALL),
    Brought("tests of a course, forged", {"submission.py": HONEST, "own_tests.py": TESTS, "test_submission.py": TESTS}, "named", right=ALL),
    # 2, one reader of hand-ins
    Brought("a hostile neighbour", {"submission.py": HONEST, "neighbour.py": RUNS, "other/submission.py": RUNS}, "named file", right=ALL),
    Brought("its own module comes along", {"submission.py": "from helper import *\n", "helper.py": HONEST}, "named file", right=ALL),
    Brought("writes as its module is imported", {"submission.py": "try:\n    import helper\nexcept OSError:\n    pass\n" + HONEST, "helper.py": RUNS}, "named", right=ALL),
    # 3, our fault is ours: the forking process is ended from outside
    Brought("its forking process is killed", {"submission.py": "import time\ntime.sleep(0.8)\n" + HONEST}, "named killed", right=ALL),
    # 4, what was given before the end counts
    Brought("a notebook that never ends", {"submission.ipynb": '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": "h1 = 6"}, {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": "%time h2 = [0.1, 0.2]"}, {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": "while True: pass"}]}'}, "named file", right=frozenset({"h1", "h2"})),
    Brought("a faulty line of YAML", {"submission.yaml": "h1: 6\nh2: because: of tanh\n"}, "named file", right=frozenset({"h1"}), wrong=frozenset({"h2"})),
    # 5, identity
    Brought("names a student in other letters", {"submission.py": HONEST + "student = 'e\\u0301\\u202e../A1'"}, "named", right=ALL),
    # 7, links
    Brought("caches of bytecode", {"submission.py": "from helper import *\n", "helper.py": HONEST, "__pycache__/helper.cpython-311.pyc": "PWNED"}, "named", right=ALL),
    # 8, bounds
    Brought("an assignment line of 5,000 letters", {"submission.py": WRONG + f"assignment = '{'a' * 5000}'"}, "unnamed", wrong=ALL),
    Brought("numbers of 5,000 digits", {"submission.yaml": f"h1: {'9' * 5000}\nh2: [0.1, {'9' * 5000}]\n"}, "named file", wrong=frozenset({"h1", "h2"})),
]  # fmt: skip
