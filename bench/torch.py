"""What PyTorch costs: a file against a bare interpreter, a class against a bare loop that has it loaded.

`make bench-torch`, where PyTorch is installed.  Both sides are taken turn by turn in one run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.classes import batch

HOME = Path(__file__).resolve().parent.parent
FILE = HOME / "tests" / "zoo" / "code" / "torch_layers.py"
ROUNDS = int(os.environ.get("ROUNDS", "3"))
HAND_INS = 100


def main() -> None:
    """Print both ratios."""
    file = _ratio(_check, _bare_file)
    print(f"a file: {file:.2f} times python -c 'import torch; exec(...)' (at most 1.3)")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        works = place / "works"
        works.mkdir()
        for number in range(HAND_INS):
            (works / f"student{number:03}.py").write_text(FILE.read_text())
        share = _ratio(lambda: _bare_class(works), lambda: _batch(works, place))
    print(f"a class of {HAND_INS}: {100 * share:.0f} % of a bare loop's speed (at least 60 %)")


def _ratio(one: Callable[[], float], other: Callable[[], float]) -> float:
    """The time of one by that of the other: medians of rounds, turn by turn."""
    pairs = [(one(), other()) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)


def _run(*words: str) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-P", *words], cwd=HOME, check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    return time.perf_counter() - began


def _check() -> float:
    return _run("-m", "grader", "check", str(FILE), "--assignment", "layers-torch")


def _bare_file() -> float:
    return _run("-c", f"import torch; exec(open({str(FILE)!r}).read())")


def _bare_class(works: Path) -> float:
    """A loop in a process that loads PyTorch, and forks, limits and locks a child a file."""
    script = (
        "import torch; from pathlib import Path; from bench.classes import bare; "
        f"bare(sorted(Path({str(works)!r}).glob('*.py')))"
    )
    return _run("-c", f"import sys; sys.path.insert(0, {str(HOME)!r}); {script}")


def _batch(works: Path, place: Path) -> float:
    seconds, _ = batch(works, "layers-torch", place / "out")
    return seconds


if __name__ == "__main__":
    main()
