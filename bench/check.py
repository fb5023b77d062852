"""A command as a whole process, against what Python and NumPy alone take to start."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.rows import Row, timed

ROUNDS = 15
_HOME = Path(__file__).resolve().parent.parent
_EXAMPLE = _HOME / "examples" / "exam-relu-9.py"
_CODE = _HOME / "tests" / "zoo" / "code" / "rows.py"  # ten functions, forward and backward
_SHEET = str(_HOME / "assignments" / "layers-rows")


def rows() -> Iterator[Row]:
    """One-shot commands, piped, on an assignment that was checked before."""
    run_it = f"import numpy; exec(open({str(_EXAMPLE)!r}).read())"
    run_code = f"import numpy; exec(open({str(_CODE)!r}).read())"
    code = ["check", str(_CODE), "--assignment", _SHEET, "--json"]
    medians = timed(
        {
            "python": lambda: _run(["-I", "-c", "pass"]),
            "numpy": lambda: _run(["-c", "import numpy"]),
            "exec": lambda: _run(["-c", run_it]),
            "check": lambda: _run(["-m", "grader", "check", str(_EXAMPLE), "--json"]),
            "code": lambda: _run(["-m", "grader", *code]),
            "exec code": lambda: _run(["-c", run_code]),
            "help": lambda: _run(["-m", "grader", "--help"]),
        },
        rounds=ROUNDS,
    )
    numpy, run = "python -c 'import numpy'", "numpy and exec of the submission"
    yield Row("grader check --json, isolated", numpy, medians["check"], medians["numpy"], 2.0)
    yield Row("grader check --json, isolated", run, medians["check"], medians["exec"], 1.5)
    yield Row("grader check of functions", run, medians["code"], medians["exec code"], 2.0)
    yield Row("grader --help", numpy, medians["help"], medians["numpy"], 0.6)
    yield Row("grader --help", "python -I -c pass", medians["help"], medians["python"], 2.5)


def _run(words: Sequence[str]) -> None:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(_HOME)}
    # bytecode is kept in every installation; without it one measures the compiler
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=_HOME, capture_output=True, check=False
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
