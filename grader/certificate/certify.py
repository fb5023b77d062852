"""A grade with its proof: the work is graded as `check` does it, and an onlooker writes it down."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from functools import cache
from pathlib import Path

from grader import __version__
from grader.certificate.afterwards import Dates, afterwards
from grader.certificate.exact import Row
from grader.certificate.witness import Onlooker
from grader.files.glimpse import digest_of
from grader.grading.grade import check
from grader.outcome.report import Report

FORMAT = 1
# In a clone it lies among the tools; installed, inside of `grader`.
_CHECKERS = ("tools/check_certificate.py", "grader/_check_certificate.py")


def certify(
    path: Path | str,
    *,
    assignment: str | None = None,
    student: str | None = None,
    manifest: str | None = None,
    secret: str | None = None,
    marks: str | None = None,
    dates: Dates | None = None,
) -> tuple[Report, Row]:
    """The report on a work, and its certificate; raise InputError as `check` does.

    With `dates` it also shows what late work is left of its points, by the rules of the assignment.
    """
    seen = Onlooker()
    report = check(
        path,
        assignment=assignment,
        student=student,
        manifest=manifest,
        secret=secret,
        marks=marks,
        witness=seen,
    )
    return report, certificate_of(report, seen, Path(path), dates)


def certificate_of(report: Report, seen: Onlooker, path: Path, dates: Dates | None = None) -> Row:
    """The certificate of a work that was looked on while it was graded."""
    return {
        "certificate": FORMAT,
        "grader": {"version": __version__, "sha256": own_digest()},
        "assignment": {"id": report.assignment, "sha256": _digest(seen.source)},
        "submission": {"name": path.name, "sha256": _digest(path)},
        "student": report.student,
        **seen.sums,
        **afterwards(seen.rules, Fraction(str(seen.sums["score"])), dates),
        "questions": seen.questions,
        "programs": [program.plain() for program in seen.programs.found.values()],
    }


def checker() -> str:
    """The text of the checker, to be handed to anybody."""
    home = Path(__file__).resolve().parents[2]
    return next(home / path for path in _CHECKERS if (home / path).is_file()).read_text("utf-8")


def _digest(path: Path | None) -> str | None:
    """The SHA-256 of a file; of a folder, that of the list of its files with theirs."""
    if path is None:
        return None
    if not path.is_dir():
        return digest_of(path.resolve()).hex()
    files = sorted(file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    lines = [f"{_digest(file)}  {file.relative_to(path).as_posix()}\n" for file in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@cache
def own_digest() -> str:
    """The SHA-256 of our own sources, told as that of a folder: a version in the making has its own."""
    home = Path(__file__).resolve().parents[2]
    found = hashlib.sha256()
    for package in ("grader", "reference"):
        for file in sorted((home / package).rglob("*.py")):
            name = file.relative_to(home).as_posix()
            found.update(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}\n".encode())
    return found.hexdigest()
