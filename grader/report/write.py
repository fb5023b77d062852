"""The report of OUT, written into OUT and nowhere else."""

from __future__ import annotations

from pathlib import Path

from grader.files.written import put
from grader.outcome.errors import InputError
from grader.report.gathered import gather
from grader.report.page import page
from grader.report.sections import sections
from grader.words.sentences import reports as sentences

NAME = "report.html"


def write_report(out: Path, *, pseudonyms: bool = False) -> Path:
    """Write the page; raise InputError where there are no results, or nothing to draw with."""
    gathered = gather(out, pseudonyms=pseudonyms)
    if not gathered.works:
        raise InputError(sentences.nothing_graded(str(out)))
    title = next((str(w.result.get("assignment", "")) for w in gathered.graded), "") or "Report"
    text = page(sentences.class_in_figures(title), sections(gathered, shared=pseudonyms))
    put(out / NAME, text.encode("utf-8", "replace"))
    (out / NAME).chmod(0o600)
    return out / NAME
