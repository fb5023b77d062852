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


RATES = (
    Rate(
        "fairness",
        "False refusals, false accepts and tightness: honest work in many styles, every usual mistake, and how far "
        "a search reaches, on drawn sheets.",
        "python -m bench.fairness 2 20 1",
        "students 0, 1, ... under the secret in bench/fairness.py; workings by NumPy's generator, seeds from 0",
    ),
    Rate(
        "diagnosis",
        "Mistakes made on purpose: how often they are named, and how often random numbers are.",
        "python -m bench.diagnosis",
        "0, 1, ... (bench/diagnosis.py)",
    ),
    Rate(
        "credit",
        "What answers earn that nobody worked out, and what honest slips lose.",
        "python -m bench.credit 30 100",
        "0, 1, ... (bench/credit.py)",
    ),
    Rate(
        "certificates",
        "Certificates of the zoo and of drawn variants, gone over by the independent checker, and altered ones.",
        "python -m bench.certificates",
        "students 0, 1, ... under the secret in bench/fairness.py; styles by the student's number; alterations by 1",
    ),
)
_HEAD = """# Error rates

How often does this program refuse honest work, accept wrong work, or name the wrong mistake? Each section says what was counted, with the commit, the seeds and the command; `make rates` makes the
whole page again. To cite the version that a course used, see `CITATION.cff` at the root of the repository.
"""


def main(names: list[str]) -> int:
    """Count again what is named, or all; the other sections stay as they are."""
    kept = _sections()
    for rate in RATES:
        if not names or rate.name in names:
            kept[rate.name] = _measured(rate)
    found = [kept[rate.name] for rate in RATES if rate.name in kept]
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
    words = [sys.executable, *rate.command.split()[1:]]
    done = subprocess.run(words, cwd=HOME, capture_output=True, text=True, check=False)
    said = done.stdout.strip() or done.stderr.strip()[-2000:]
    lines = "\n".join(f"    {line}".rstrip() for line in said.splitlines())
    return "\n".join(
        [f"## {rate.name.capitalize()}", "", rate.what, "", *_stamp(rate), "", lines, ""]
    )


def _stamp(rate: Rate) -> list[str]:
    made = f"Python {platform.python_version()}, NumPy {np.__version__}"
    return [
        "| commit | version | made with | seeds | command |",
        "|---|---|---|---|---|",
        f"| {_commit()} | {__version__} | {made} | {rate.seeds} | `{rate.command}` |",
    ]


def _commit() -> str:
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
