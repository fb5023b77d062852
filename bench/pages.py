"""The pages of error rates, made again by one verb: `python -m bench.pages [NAME ...]`.

Each row is a claim about how often something goes wrong: the command that counts it, the seeds it draws
by, and what it says.  `docs/error-rates.md` is written anew, with the commit that was measured.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from grader import __version__

HOME = Path(__file__).parents[1]
PAGE = HOME / "docs" / "error-rates.md"


class Rate(NamedTuple):
    """A page's figures: how they are counted, and by what seeds."""

    name: str
    what: str
    command: str
    seeds: str


_STUDENTS = "students 0, 1, ... under the secret in bench/honest.py; workings by NumPy's generator, seeds from 0"
RATES = (
    Rate(
        "false refusals",
        "Honest work in many styles on drawn sheets, at every level of rounding: how much of it is refused.",
        "python -m bench.fairness 10000",
        _STUDENTS,
    ),
    Rate(
        "false accepts",
        "Every classic mistake at full precision on drawn sheets: how much of it is accepted at its own step.",
        "python -m bench.fairness accepted 5000",
        _STUDENTS,
    ),
    Rate(
        "tightness",
        "The accepted interval beside what a search among honest workings reaches.",
        "python -m bench.fairness widths 1",
        _STUDENTS,
    ),
    Rate(
        "diagnosis",
        "Mistakes made on purpose: how often they are named, and how often random numbers are.",
        "python -m bench.diagnosis 1000 1500",
        "0, 1, ... (bench/diagnosis.py)",
    ),
    Rate(
        "credit",
        "What answers earn that nobody worked out, and what honest slips lose.",
        "python -m bench.credit 300 900",
        "0, 1, ... (bench/credit.py)",
    ),
    Rate(
        "certificates of the zoo",
        "Every submission of the zoo of every assignment that ships, certified, and gone over by the independent checker.",
        "python -m bench.certificates zoo",
        "none",
    ),
    Rate(
        "certificates of variants",
        "Drawn variants, each with right, rounded, carried and wrong work, certified and gone over.",
        "python -m bench.certificates variants 1000",
        "students 0, 1, ... under the secret in bench/honest.py; slips by the number of the variant",
    ),
    Rate(
        "altered certificates",
        "One number of a certificate of the exams' zoo is changed: refused, or still true, and why.",
        "python -m bench.certificates alterations 2000",
        "1",
    ),
    Rate(
        "time of certificates",
        "A certificate beside the check alone, in turns: the median of five rounds over the YAML works of the zoo.",
        "python -m bench.certificates speed",
        "none",
    ),
)
_HEAD = """# Error rates

How often does this program refuse honest work, accept wrong work, or name the wrong mistake? Each section says what was counted, with the commit, the seeds and the command; `make rates` makes the
whole page again. To cite the version that a course used, see `CITATION.cff` at the root of the repository.
"""


def main(names: list[str]) -> int:
    """Count again what is named, or all; the other sections stay as they are."""
    for rate in RATES:
        if not names or rate.name in names:
            found_now = _measured(rate)  # others may write their sections meanwhile
            kept = {**_sections(), rate.name: found_now}
            found = [kept[one.name] for one in RATES if one.name in kept]
            PAGE.write_text("\n".join([_HEAD, *found]), encoding="utf-8")
    return 0


def _sections() -> dict[str, str]:
    """The sections as they stand, by name."""
    if not PAGE.is_file():
        return {}
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0].lower(): f"## {part.rstrip()}\n" for part in parts}


def _measured(rate: Rate) -> str:
    """One section, counted now."""
    words, stamp = [sys.executable, *rate.command.split()[1:]], _stamp(rate)
    done = subprocess.run(words, cwd=HOME, capture_output=True, text=True, check=False)
    said = done.stdout.strip() or done.stderr.strip()[-2000:]
    if done.returncode:
        said += f"\n\nThe command ended with {done.returncode}."
    lines = "\n".join(f"    {line}".rstrip() for line in said.splitlines())
    return "\n".join([f"## {rate.name.capitalize()}", "", rate.what, "", *stamp, "", lines, ""])


def _stamp(rate: Rate) -> list[str]:
    made = f"Python {platform.python_version()}, NumPy {np.__version__}"
    return [
        "| commit | version | made with | seeds | command |",
        "|---|---|---|---|---|",
        f"| {commit()} | {__version__} | {made} | {rate.seeds} | `{rate.command}` |",
    ]


def commit() -> str:
    """The commit that was measured, and whether something was changed since."""
    head = _git("rev-parse", "--short=12", "HEAD")
    changed = [line for line in _git("status", "--porcelain").splitlines() if "docs/" not in line]
    return f"{head}{' and changes' if changed else ''}"


def _git(*words: str) -> str:
    done = subprocess.run(
        ["git", *words],  # noqa: S607 - wherever it is installed
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
