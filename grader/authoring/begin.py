"""A new assignment: a file that is sound as it stands, and submissions to try it with."""

from __future__ import annotations

import json
import re
from pathlib import Path

from grader.assignment import find_assignment, json_schema
from grader.authoring.draft import FIRST, draft_of
from grader.authoring.first_works import first_works
from grader.files.written import put
from grader.outcome.errors import InputError
from grader.words.sentences import beginnings as sentences

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_SCHEMA = "assignment.schema.json"
_MODELINE = "# yaml-language-server: $schema="


def begin(folder: Path, *, cell: str = "", example: str = "") -> tuple[Path, ...]:
    """Write a new assignment into a folder that is not there yet; return its files, the assignment first.

    It runs a `cell` of the catalogue, or is a copy of an `example` (an assignment's id or path);
    else it is a small one to go on from.  Raises InputError for a name that cannot be an id, a
    folder that is there, a cell or an example that is not.
    """
    name = folder.name
    if not _ID.fullmatch(name):
        raise InputError(sentences.not_an_id(name))
    if example:
        text = find_assignment(example).read_text(encoding="utf-8")
    else:
        text = draft_of(cell) if cell else FIRST
    try:
        if folder.exists() and any(
            folder.iterdir()
        ):  # what somebody wrote, or links that lead elsewhere
            raise FileExistsError
        (folder / "zoo").mkdir(parents=True)
        file = folder / "assignment.yaml"
        put(file, _with_modeline(text).encode())
        put(folder / _SCHEMA, json.dumps(json_schema(), indent=1).encode())
        works = []
        for work, written in first_works(file).items():
            works.append(folder / "zoo" / work)
            put(works[-1], written.encode())
    except FileExistsError:
        raise InputError(sentences.there_already(str(folder))) from None
    except OSError as error:
        raise InputError(sentences.not_written(str(folder), error.strerror or "")) from None
    return (file, *works)


def _with_modeline(text: str) -> str:
    """The text of an assignment, at whose head an editor is told of the schema beside it."""
    lines = [line for line in text.splitlines() if not line.startswith(_MODELINE)]
    return "\n".join((f"{_MODELINE}{_SCHEMA}", *lines, ""))
