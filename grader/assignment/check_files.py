"""What is wrong with the modules that a course brings along: they are not there, or are no Python."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.assignment.brought import bytes_beside
from grader.assignment.document import Document
from grader.assignment.faults import Fault
from grader.assignment.schema.sheet import AssignmentFile
from grader.assignment.validation_messages import placed
from grader.words.sentences.complaints import files as sentences


def check_files(sheet: AssignmentFile, document: Document) -> Iterator[Fault]:
    """Everything wrong with the modules that a sheet names under `files`."""
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
            yield placed(document, path, said, sentences.put_it_beside_the_assignment())
        except (SyntaxError, ValueError) as error:
            yield placed(document, path, f"{name} is no Python: {error}", "mend it")
