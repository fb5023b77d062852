"""What an author looks at: the pages that one state of the file gives."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from hashlib import blake2b
from html import escape
from pathlib import Path
from threading import Lock

from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from grader.assignment import Assignment, load_assignment
from grader.assignment.faults import Fault
from grader.grading.grade import grade
from grader.handout import html
from grader.handout.compose import sheet_of
from grader.key.expected import Expected
from grader.linting.attempts import attempts
from grader.linting.lint import lint
from grader.outcome.errors import GraderError
from grader.outcome.report import Report
from grader.render.table import show
from grader.submission.work import opened
from grader.variant.selection import example_of
from reference.records import dataclass, field

PARTS = ("sheet", "key", "report")
_WIDTH = 110  # columns of the report
_LARGEST = 2_000_000  # bytes of a file that are looked at for a change


@dataclass(frozen=True)
class View:
    """One state of a file: its lines, what is wrong in it, and the pages of its last sound state."""

    stamp: str
    lines: tuple[str, ...]
    faults: tuple[Fault, ...]
    said: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    sound: bool = True


@dataclass
class Watched:
    """An assignment that is looked at again and again; its pages are made when it changed."""

    path: Path
    submission: Path | None = None
    _view: View | None = None
    _lock: Lock = field(default_factory=Lock)

    def stamp(self) -> str:
        """What changes whenever a file that goes into the pages does."""
        digest = blake2b(digest_size=12)
        beside = self.path.parent.iterdir() if self.path.parent.is_dir() else ()
        for file in sorted({self.path, *beside, *filter(None, [self.submission])}):
            digest.update(file.name.encode() + b"\0" + _content(file))
        return digest.hexdigest()

    def view(self) -> View:
        """The state of the file now."""
        with self._lock:
            stamp = self.stamp()
            if self._view is None or self._view.stamp != stamp:
                self._view = self._made(stamp, self._view)
            return self._view

    def _made(self, stamp: str, before: View | None) -> View:
        pages = before.pages if before else {}
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            return View(stamp, (), (), error.strerror or str(error), pages, sound=False)
        lines = tuple(text.splitlines())
        try:
            (linted,) = lint([str(self.path)]).linted
            if linted.faulty:
                return View(stamp, lines, linted.faults, "", pages, sound=False)
            assignment = example_of(load_assignment(self.path))
            pages = dict(_pages(assignment, self.path, self.submission))
        except GraderError as fault:
            return View(stamp, lines, (), fault.sentence, pages, sound=False)
        return View(stamp, lines, linted.faults, "", pages)


def _content(file: Path) -> bytes:
    """What is in a file; nothing, while an editor puts it away and back again."""
    try:
        return file.read_bytes() if file.stat().st_size <= _LARGEST else b""
    except OSError:  # a folder, too
        return b""


def _pages(
    assignment: Assignment, path: Path, submission: Path | None
) -> Iterator[tuple[str, str]]:
    expected = Expected(assignment)
    whole = sheet_of(assignment, student=None, name="", solved=True, expected=expected)
    yield "key", html.page(whole)
    yield "sheet", html.page(whole.for_student())
    yield "report", _graded(assignment, path, submission)


def _graded(assignment: Assignment, path: Path, submission: Path | None) -> str:
    """The report on a submission: the author's own, else one with a usual mistake in it."""
    if submission is not None:
        with opened(submission) as work:
            report = grade(assignment, work, source=path, shared=True)
        return report_page(report, submission.name)
    attempt = _example(assignment)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "example.json"
        file.write_text(json.dumps(attempt[1], default=str), encoding="utf-8")
        with opened(file) as work:
            report = grade(assignment, work, source=path, shared=True)
    return report_page(report, attempt[0])


def _example(assignment: Assignment) -> tuple[str, object]:
    """The first usual mistake, or where none can be made the key, or nothing."""
    found: tuple[str, object] = ("nothing filled in", {})
    for attempt in attempts(assignment):
        if attempt.note:
            return attempt.what, attempt.answers
        if attempt.answers and not found[1]:
            found = attempt.what, attempt.answers
    return found


def report_page(report: Report, what: str) -> str:
    """A report as a terminal shows it, as a page."""
    from rich.console import Console  # only somebody who looks pays for it

    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True)
    show(report, console=console)
    page = console.export_html(theme=DEFAULT_TERMINAL_THEME, inline_styles=True)
    heading = f"<p style='font:1rem sans-serif'>{escape(what)}</p>"
    return page.replace("<body>", f"<body>{heading}", 1)
