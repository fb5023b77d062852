"""A class on disk: a folder a student, the keys apart, and one manifest.

    out/manifest.json          who got which numbers
    out/ID/sheet.pdf ...       what a student gets, with answers.py to fill in
    out/keys/ID.pdf ...        what staff keeps
    out/.made.json             what every file was made of, so that it is made again only if that changed

Numbers that were handed out once stay: a manifest that lies in the folder already decides about its
students, whatever has become of the assignment since.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from grader import __version__, sentences
from grader.assignment import Assignment
from grader.assignment.store import to_plain
from grader.errors import InputError
from grader.handout import html, markdown, typst
from grader.handout.roster import Student
from grader.handout.sheet import Sheet, sheet_of
from grader.template import template_of
from grader.variant.manifest import Manifest, freeze, read_manifest, write_manifest
from grader.variant.numbers import draws_anything, filled
from grader.variant.secret import read_secret

FORMATS = ("pdf", "html", "md")
MANIFEST = "manifest.json"
KEYS = "keys"
_MADE = ".made.json"
_UNSAFE = re.compile(r"[^A-Za-z0-9_@+.-]|^\.|\.$")
_RESERVED = re.compile(r"(keys|con|prn|aux|nul|(com|lpt)\d)(\..*)?|manifest\.json", re.IGNORECASE)
_LONGEST = 120  # of a file's name; the rest of a long id becomes a digest

Told = Callable[[Student], None]


@dataclass(frozen=True)
class Made:
    """What became of a class: how many files were written, and what to tell staff."""

    folder: Path
    students: int
    written: int
    remarks: tuple[str, ...] = ()


def make(
    assignment: Assignment,
    students: Sequence[Student],
    out: Path,
    *,
    formats: Sequence[str] = FORMATS,
    secret: str | None = None,
    told: Told = lambda _: None,
) -> Made:
    """Put the handouts of a class into a folder; `told` hears of every student that is done.

    Raises InputError where there are no numbers to be had, and Faulty where there is no key.
    """
    printer = typst.Printer() if "pdf" in formats else None  # says first what is not installed
    manifest, remarks = _manifest(assignment, students, out, secret)
    frozen = manifest.applied(assignment)
    made = _made(out)
    written = 0
    try:
        for student in students:
            sheet = filled(frozen, manifest.numbers(student.id))
            stamp = _stamp(sheet, student)
            wanted = dict(_files(student, formats))
            old = {path for path in wanted if made.get(path) == stamp and (out / path).is_file()}
            if len(old) < len(wanted):
                for path, data in _contents(sheet, student, wanted, old, printer):
                    _write(out / path, data)
                    made[path] = stamp
                    written += 1
            told(student)
    finally:  # whoever stops in the middle goes on from there
        _write(out / _MADE, json.dumps(made, indent=0, sort_keys=True).encode())
    return Made(out, len(students), written, remarks)


def _manifest(
    assignment: Assignment, students: Sequence[Student], out: Path, secret: str | None
) -> tuple[Manifest, tuple[str, ...]]:
    """The numbers of a class: those of the manifest that is there, and new ones for new students."""
    path = out / MANIFEST
    before = read_manifest(path, assignment) if path.is_file() else None
    known = before.own if before else {}
    new = [student.id for student in students if student.id not in known]
    if before is not None and not new:
        return before, tuple(before.changes(assignment))
    found = read_secret(secret)
    if found is None and draws_anything(assignment):
        raise InputError(sentences.variants_need_secret())
    source = before.applied(assignment) if before else assignment
    made = freeze(source, [*known, *new], found or b"")
    made = replace(made, own={**made.own, **known})
    out.mkdir(parents=True, exist_ok=True)
    write_manifest(made, path)
    alike = (sentences.sheets_alike(group) for group in made.alike)
    return made, (*(before.changes(assignment) if before else ()), *alike)


def folder_name(student: str) -> str:
    """An id as the name of a file, on every system; two ids never share one.

    >>> folder_name("A1"), folder_name("ada@x.edu"), folder_name("../b"), folder_name("keys")
    ('A1', 'ada@x.edu', '%2E.%2Fb', '%6Beys')
    """
    safe = _UNSAFE.sub(lambda match: _escaped(match[0]), student)
    if _RESERVED.fullmatch(safe):
        safe = _escaped(safe[0]) + safe[1:]
    if len(safe) > _LONGEST:
        safe = f"{safe[:80]}~{blake2b(student.encode(), digest_size=12).hexdigest()}"
    return safe


def _escaped(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _files(student: Student, formats: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The files of one student, each with what it is made as."""
    own = folder_name(student.id)
    yield f"{own}/answers.py", "template"
    for kind in formats:
        yield f"{own}/sheet.{kind}", kind
        yield f"{KEYS}/{own}.{kind}", f"key {kind}"


def _contents(
    assignment: Assignment,
    student: Student,
    wanted: Mapping[str, str],
    old: set[str],
    printer: typst.Printer | None,
) -> Iterator[tuple[str, bytes]]:
    key = sheet_of(assignment, student=student.id, name=student.name, solved=True)
    sheet = key.for_student()
    for path, kind in wanted.items():
        if path in old:
            continue
        if kind == "template":
            yield path, template_of(assignment, student=student.id).encode()
        else:
            yield path, _written(key if kind.startswith("key") else sheet, kind, printer)


def _written(sheet: Sheet, kind: str, printer: typst.Printer | None) -> bytes:
    match kind.rsplit(maxsplit=1)[-1]:
        case "pdf" if printer is not None:
            return printer.pdf(typst.source(sheet))
        case "html":
            return html.page(sheet).encode()
        case _:
            return markdown.text_of(sheet).encode()


def _stamp(assignment: Assignment, student: Student) -> str:
    """What everything of one student is made of."""
    plain = [__version__, student.id, student.name, to_plain(assignment)]
    return blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=16).hexdigest()


def _made(out: Path) -> dict[str, str]:
    """What was made before; nothing, if that cannot be read."""
    try:
        found = json.loads((out / _MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.replace(path)  # whole or not at all
