"""A hand-in of several files: each holds answers of its own, and all are graded as one.

Two drafts are no such thing: where one answer stands in two files, one of them is taken, as ever.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from grader.assignment import Assignment
from grader.sandbox import Source, SubmissionError
from grader.sandbox.program import bound_names, units
from reference.records import replace

_PROGRAMS = (".py", ".ipynb")
_LARGEST = 1_000_000  # bytes of one program that is looked at
_UNREADABLE = (SyntaxError, ValueError, MemoryError, RecursionError)


def with_parts(source: Source, others: Mapping[str, Path], assignment: Assignment) -> Source:
    """A program with the others that hold answers which it does not hold, if no answer stands twice.

    `others` are files in which answers are at least named, by the name that each has beside the program.
    """
    wanted = {answer.defined_as.partition(".")[0] for answer in assignment.answers}
    held = defined_in(source.main, source.files[source.main]) & wanted
    files = dict(source.files)
    joined: list[str] = []
    for key, path in sorted(others.items()):
        if path.suffix.lower() not in _PROGRAMS:
            return source  # answers that are written down, perhaps the same ones
        try:
            data = files.get(key) or Source.read(path).files[path.name]
        except (SubmissionError, OSError, ValueError):
            continue
        found = defined_in(key, data) & wanted
        if found & held:
            return source
        if found:
            held |= found
            files[key] = data
            joined.append(key)
    return replace(source, files=files, joined=tuple(joined)) if joined else source


def defined_in(name: str, data: bytes) -> set[str]:
    """The names that a program gives a meaning itself; one that is only imported is somebody else's."""
    found: set[str] = set()
    if len(data) > _LARGEST:
        return found
    try:
        for unit in units(name, data):
            for node in ast.parse(unit.text).body:
                if not _is_import(node):
                    found.update(bound_names(node))
    except _UNREADABLE:
        pass  # then nothing is known of it
    return found


def _is_import(node: ast.stmt) -> bool:
    """Whether a statement takes names from another file: `f = __import__("0-cell").f` does, too."""
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute(attr=taken)):
            return name == taken
        case _:
            return False
