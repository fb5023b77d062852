"""A command as a whole process, against what Python and NumPy alone take to run the submission."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from zipfile import ZipFile

from bench.rows import Row, timed
from grader.gradescope.build import build

ROUNDS = 15
HOME = Path(__file__).resolve().parent.parent
_RIGHT = HOME / "examples" / "exam-relu-9.py"
_CODE = HOME / "tests" / "zoo" / "code" / "cells.py"  # eight functions, forward and backward
_EXEC = "numpy and exec of the submission"
# Two slips early on, and what follows from them; a direction confused.
WRONG = """assignment = "rnn-exercises"
e2_h1, e2_h2, e2_h3 = 2.5, 1.5, 2
e4_h1, e4_h2, e4_h3 = 0.5744, 0.61, 0.62
e6_f, e6_i, e6_o = [0.5, 0.52], [0.4502, 0.6], [0.31, 0.5744]
"""
PLAIN = (
    "assignment: exam-relu-9\na_parameters: 45\nc_h2: 0\nc_h3: 3\nd_dV: 1.5\nd_dW: 1\nd_dx1: 0\n"
)
# Every command, with its floor and the multiple of it that is aimed at.
TARGETS: Mapping[str, tuple[str, float]] = {
    "values .py": ("exec", 1.15),
    "values .yaml": ("exec", 0.6),
    "eight functions": ("exec code", 1.6),
    "wrong values .py": ("exec wrong", 1.6),
    "--help": ("exec", 0.3),
}


def rows() -> Iterator[Row]:
    """One-shot commands, piped, on assignments that were checked before."""
    with tempfile.TemporaryDirectory() as place:
        room = Path(place)
        wrong, plain = room / "wrong.py", room / "right.yaml"
        wrong.write_text(WRONG, encoding="utf-8")
        plain.write_text(PLAIN, encoding="utf-8")
        every = {**ways(wrong, plain), "run_autograder": _as_on_gradescope(room / "autograder")}
        medians = timed(every, rounds=ROUNDS)
    for what, (floor, target) in TARGETS.items():
        name = "grader" if what == "--help" else "grader check:"
        yield Row(f"{name} {what}", _EXEC, medians[what], medians[floor], target)
    more = medians["run_autograder"] - medians["values .py"]
    yield Row("grader gradescope: beyond the check", _EXEC, more, medians["exec"], 0.3)


def _as_on_gradescope(root: Path) -> Callable[[], object]:
    """A run as Gradescope starts it, of a zip whose environment was made, without a quota."""
    source = root / "source"
    with ZipFile(build("exam-relu-9", root.with_suffix(".zip")).path) as archive:
        archive.extractall(source)
    for folder in ("submission", "results", "bin"):
        (root / folder).mkdir()
    shutil.copy(_RIGHT, root / "submission")
    shutil.copy(source / "run_autograder", root)
    compileall.compile_dir(source, quiet=1)  # as an installation does
    python = root / "bin" / "python3"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    system = [folder for folder in ("/usr/bin", "/bin") if Path(folder).is_dir()]
    path = os.pathsep.join([str(python.parent), *system])
    environment = {"AUTOGRADER_ROOT": str(root), "PATH": path, "HOME": str(root)}

    def way() -> object:
        return subprocess.run(
            ["/bin/bash", "run_autograder"],
            env=environment,
            cwd=root,
            capture_output=True,
            check=True,
        )

    return way


def ways(wrong: Path, plain: Path, python: str | None = None) -> Mapping[str, Callable[[], object]]:
    """Every command, and the floor of each; by the grader that is installed for a `python`, else by ours."""
    folder = HOME if python is None else wrong.parent
    interpreter = python or sys.executable
    home = () if python is not None else (HOME,)

    def check(path: Path, *words: str) -> Callable[[], object]:
        given = [interpreter, "-m", "grader", "check", str(path), *words, "--json"]
        return lambda: run(given, folder, *home)

    def executed(path: Path) -> Callable[[], object]:
        code = f"import numpy; exec(open({str(path)!r}).read())"
        return lambda: run([interpreter, "-c", code], folder)

    return {
        "exec": executed(_RIGHT),
        "exec code": executed(_CODE),
        "exec wrong": executed(wrong),
        "values .py": check(_RIGHT),
        "values .yaml": check(plain),
        "eight functions": check(_CODE, "--assignment", "cells-in-code"),
        "wrong values .py": check(wrong),
        "--help": lambda: run([interpreter, "-m", "grader", "--help"], folder, *home),
    }


def run(words: Sequence[str], folder: Path, *path: Path) -> None:
    """A process from its start to its end, in a folder; raise RuntimeError where it went wrong."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONPATH", None)
    if path:
        environment["PYTHONPATH"] = os.pathsep.join(map(str, path))
    # bytecode is kept in every installation; without it one measures the compiler
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(words, env=environment, cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
