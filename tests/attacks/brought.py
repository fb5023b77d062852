"""Hand-ins that bring files: keys of their own, modules named like ours, whole courses, links and pipes.

Every file says `@RAN@` where it would prove that it ran outside the sandbox: there the path of a file
stands in the end that nobody but our own processes can write. Instead of its text a file may be a pipe, a link
or a terabyte. `how` is the command: by a named assignment or not, a file or the folder, from a working folder
or with a PYTHONPATH that is the student's; or a whole class, in which the hand-in lies beside an honest one.
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
EVIL = '=HYPERLINK("http://e")</script><img src=x onerror=alert(1)>\u202e'
SITE = {"sitecustomize.py": RUNS, "usercustomize.py": RUNS, "conftest.py": RUNS, "x.pth": f"import os; {RUNS}"}


class Brought(NamedTuple):
    """A hand-in of several files, how it is graded, and what must come of it."""

    name: str
    files: dict[str, str]
    how: str = "named"  # or "unnamed"; with "file", "there" or "path" beside it; or "class", perhaps with a name
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
    # the files themselves: pipes, links, terabytes; a kit that names what is not its own
    Brought("a pipe in place of a kit", {"submission.py": HONEST, "assignment.yaml": "@PIPE@"}, "unnamed", wrong=ALL),
    Brought("a pipe in place of a hand-in", {"submission.py": "@PIPE@"}, wrong=ALL),
    Brought("a kit that names a link to the key", {"submission.py": "import secret\nh1 = secret", "secret.py": "@LINK@ ../three-values/key.txt", "assignment.yaml": "files: [secret.py]\n" + FORGED_KIT}, "unnamed", wrong=ALL),
    Brought("a module that is a link to the key", {"submission.py": "try:\n    import secret\nexcept Exception:\n    pass\n" + HONEST, "secret.py": "@LINK@ ../three-values/key.txt"}, right=ALL),
    Brought("a terabyte and a pipe beside it", {"submission.py": HONEST + "# data.npz data.csv", "data.npz": "@HUGE@", "data.csv": "@PIPE@"}, right=ALL),
    Brought("a terabyte in place of a hand-in", {"submission.py": "@HUGE@ " + HONEST}, wrong=ALL),
    # a class: batch, report, marks and regrade read it, and an honest neighbour lies beside it
    Brought("a class with a pipe and a terabyte", {"submission.py": HONEST, "data.npz": "@HUGE@", "data.csv": "@PIPE@", "away": "@LINK@ /proc"}, "class", right=ALL),
    Brought("a class with formulas, escapes and markup", {"submission.yaml": f"h1: '{EVIL}'\nh2: '{EVIL}'\nstudent: '{EVIL}'\n"}, "class", wrong=frozenset({"h1", "h2"})),
    Brought("a class with a name that is a formula", {"submission.py": HONEST}, "class:=HYPERLINK(1)", right=ALL),
    Brought("a class with a name of escapes and markup", {"submission.py": HONEST}, "class:a\x1b[2J\u202e\u200b<script>alert(1)", right=ALL),
    Brought("a class with planted results", {"submission.py": HONEST, "results.jsonl": '{"id": "honest", "score": 0}\n', "marks.csv": "student,answer,points\nhonest,h1,0\n", "journal.jsonl": "{}"}, "class", right=ALL),
    Brought("a class with a course of its own", {"submission.py": WRONG + "assignment = 'hw'", "hw/assignment.yaml": OWN_TESTS, "hw/helper.py": TESTS, "assignment.yaml": FORGED_KIT}, "class", wrong=ALL),
    Brought("a class whose program writes to the others", {"submission.py": HONEST + "import os\nfor n in ('../honest/submission.py', '../../out/results.jsonl', '../../out/journal.jsonl'):\n    try: open(n, 'w').write('PWNED')\n    except Exception: pass\n"}, "class", right=ALL),
    Brought("numbers of 5,000 digits", {"submission.yaml": f"h1: {'9' * 5000}\nh2: [0.1, {'9' * 5000}]\n"}, "named file", wrong=frozenset({"h1", "h2"})),
]  # fmt: skip
