"""What is wrong with the modules that a course brings along: they are not there, or are no Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.assignment.brought import bytes_beside
from grader.assignment.document import Document, KeyPath
from grader.assignment.faults import Fault, did_you_mean
from grader.assignment.schema.sheet import AssignmentFile
from grader.assignment.validation_messages import placed
from grader.words.sentences.complaints import files as sentences


def check_files(sheet: AssignmentFile, document: Document) -> Iterator[Fault]:
    """Everything wrong with the modules that a sheet names under `files`."""
    for path, module in _modules(sheet):
        if not all(part.isidentifier() for part in module.split(".")):
            yield placed(document, path, *sentences.no_module(module))
    for index, name in enumerate(sheet.files):
        path = ("files", index)
        if Path(name).is_absolute() or ".." in Path(name).parts or not name.endswith(".py"):
            yield placed(
                document, path, *sentences.no_python_file_beside(name),
            )  # fmt: skip
            continue
        try:
            kit = sheet.kit is not None
            ast.parse(bytes_beside(document.path.parent, name, of_kit=kit).decode())
        except OSError as error:
            said = f"{name} cannot be read: {error.strerror or error}"
            there = sorted(file.name for file in document.path.parent.glob("*.py"))
            near = did_you_mean(name, there)
            beside = sentences.put_it_beside_the_assignment()
            yield placed(document, path, said, near if near.startswith("did") else beside)
        except (SyntaxError, ValueError) as error:
            yield placed(document, path, f"{name} is no Python: {error}", "mend it")


def _modules(sheet: AssignmentFile) -> Iterator[tuple[KeyPath, str]]:
    """The names of modules that a sheet speaks of, each with its place."""
    for key, names in (("forbid", sheet.forbid), ("only", sheet.only)):
        yield from (((key, place), name) for place, name in enumerate(names))
    yield from ((("helpers", name), name) for name in sheet.helpers if name != "*")
