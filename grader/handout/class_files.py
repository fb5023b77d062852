"""Where things lie in the folder of a class, under names that every system takes.

out/manifest.json          who got which numbers
out/ID/sheet.pdf ...       what a student gets, with answers.py to fill in
out/keys/ID.pdf ...        what staff keeps
out/sheets.pdf             all sheets, to be printed; sheets-1.pdf and so on of a large class
out/.made.json             what every file was made of, so that it is made again only if that changed
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from grader.handout.roster import Student
from grader.handout.sheet_writer import TEMPLATE

MANIFEST, KEYS, MADE = "manifest.json", "keys", ".made.json"
_PRINTED = 60  # sheets in one file: each takes more than a megabyte of memory, for its tags
_UNSAFE = re.compile(r"[^A-Za-z0-9_@+.-]|^\.|\.$")
_RESERVED = re.compile(
    r"(keys|con|prn|aux|nul|(com|lpt)\d)(\..*)?|manifest\.json|sheets(-\d+)?\.pdf", re.IGNORECASE
)
_LONGEST = 120  # of a file's name; the rest of a long id becomes a digest


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


def own_name(student: Student, *, named: bool) -> str:
    """The name of a student's folder; with `named`, the student's own name in front of the id.

    >>> own_name(Student("A1", "Ada King"), named=True), own_name(Student("A1", "Ada"), named=False)
    ('Ada%20King_A1', 'A1')
    """
    return folder_name(f"{student.name}_{student.id}" if named and student.name else student.id)


def printed(sheets: Sequence[str]) -> dict[str, Sequence[str]]:
    """The files to be printed, each with the sheets in it: one, or several of a large class.

    >>> list(printed(["A1/sheet.pdf"])), list(printed(["sheet.pdf"] * 61))
    (['sheets.pdf'], ['sheets-1.pdf', 'sheets-2.pdf'])
    """
    if len(sheets) <= _PRINTED:
        return {"sheets.pdf": sheets}
    parts = range(0, len(sheets), _PRINTED)
    return {f"sheets-{k}.pdf": sheets[i : i + _PRINTED] for k, i in enumerate(parts, start=1)}


def files_of(student: Student, formats: Sequence[str], *, named: bool) -> Iterator[tuple[str, str]]:
    """The files of one student, each with what it is made as."""
    own = own_name(student, named=named)
    yield f"{own}/answers.py", TEMPLATE
    for kind in formats:
        yield f"{own}/sheet.{kind}", kind
        yield f"{KEYS}/{own}.{kind}", f"key {kind}"
