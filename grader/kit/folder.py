"""A student's kit on disk: the sheet, a template to fill in, and an assignment file without secrets.

    out/README.md          what to do, and what a kit can and cannot tell
    out/sheet.html ...     the sheet with the student's own numbers
    out/answers.py         to fill in; never written over
    out/assignment.yaml    what `grader check` reads

Everything is made of the assignment itself, and nothing that lies beside it is copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.assignment import Assignment, kit_in
from grader.assignment.locate import FILE
from grader.files.written import put
from grader.handout.compose import sheet_of
from grader.handout.pdf_engine import is_installed
from grader.handout.sheet import Sheet
from grader.handout.sheet_writer import SheetWriter
from grader.handout.template import template_of
from grader.kit.kit_yaml import text_of
from grader.kit.stripped import stripped
from grader.outcome.errors import InputError
from grader.words.sentences import kits as sentences
from reference.records import dataclass

ANSWERS = "answers.py"
_USUAL = ("html", "md")


@dataclass(frozen=True)
class Made:
    """What became of a kit: its files, and what to say of them."""

    folder: Path
    files: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def usual_formats() -> tuple[str, ...]:
    """The formats of the sheet, where none are asked for: PDF only with the package for it."""
    return ("pdf", *_USUAL) if is_installed() else _USUAL


def make(
    assignment: Assignment,
    student: str | None,
    out: Path,
    *,
    name: str = "",
    formats: Sequence[str] | None = None,
) -> Made:
    """Write the kit of an assignment whose draws are filled in with a student's numbers.

    Raises InputError for a folder with somebody's assignment, and Faulty where there is no key.
    """
    if (out / FILE).exists() and kit_in(out) is None:
        raise InputError(sentences.kit_not_over(str(out / FILE)))
    sheet = sheet_of(assignment, student=student, name=name)
    formats = usual_formats() if formats is None else formats
    files = dict(_files(SheetWriter(assignment, out), sheet, formats))
    remarks = []
    answers = out / ANSWERS
    if answers.exists() and answers.read_bytes() != files[ANSWERS]:
        del files[ANSWERS]  # it is the student's by now
        remarks.append(sentences.kit_answers_kept(str(answers)))
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file, data in files.items():
            put(out / file, data)
    except OSError as error:
        raise InputError(
            sentences.kit_not_written(str(out), error.strerror or str(error))
        ) from None
    return Made(out, tuple(files), tuple(remarks))


def _files(
    writer: SheetWriter, sheet: Sheet, formats: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    for kind in formats:
        yield f"sheet.{kind}", writer.written(sheet, kind)
    yield ANSWERS, template_of(writer.assignment, student=sheet.student).encode()
    yield FILE, text_of(stripped(writer.assignment, sheet.student)).encode()
    yield "README.md", sentences.kit_readme(sheet.title, formats).encode()
