"""From a file to an assignment: read, validate, check, expand; or straight from the cache.

The way through the cache imports neither YAML nor pydantic, which together take longer than
everything else that a check does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from grader.assignment import cache
from grader.assignment.dataclass_json import from_plain, to_plain
from grader.assignment.locate import identity
from grader.assignment.model import Answer, Assignment, Plain
from grader.outcome.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.assignment.complaint import Complaint
    from grader.assignment.document import Document, KeyPath
    from grader.assignment.faults import Fault
    from grader.assignment.schema.sheet import AssignmentFile

_LARGEST = 5_000_000  # bytes; the sheets of a whole course have less


@dataclass(frozen=True)
class Source:
    """An assignment together with the file it came from, for whoever has more to say about it."""

    assignment: Assignment
    document: Document
    sheet: AssignmentFile
    warnings: tuple[Fault, ...]

    def solved_faults(self, key: Mapping[str, Plain]) -> list[Fault]:
        """What only the key's numbers show (answer name and value): see `check_solved`."""
        from grader.assignment.check_tolerance import check_solved

        return [_placed(self.document, complaint) for complaint in check_solved(self.sheet, key)]

    def fault(self, path: KeyPath, message: str, remedy: str = "") -> Fault:
        """Something that is wrong at a path, with its line."""
        from grader.assignment.validation_messages import placed

        return placed(self.document, path, message, remedy)


def load_assignment(path: Path, *, kits: bool = False) -> Assignment:
    """The assignment in a file; raise AssignmentFaults with everything that is wrong in it.

    A student's kit has no whole key: it is refused where nobody says that `kits` will do.
    """
    assignment = _loaded(path)
    if not kits:
        _refuse_kit(assignment, path)
    return assignment


def _refuse_kit(assignment: Assignment, path: Path) -> None:
    if assignment.kit is not None:
        raise InputError(
            f"{path} is a student's kit, which has no whole key: `grader check` works with it; for "
            f"everything else name the assignment that it was made of, {assignment.kit.assignment}"
        )


def _loaded(path: Path) -> Assignment:
    source = _bytes(path)
    name = identity(path)
    key = b"assignment\0" + name.encode() + b"\0" + source

    def make() -> Plain:
        return to_plain(_read(path, source).assignment)

    stored = cache.cached(key, make)
    try:
        assignment = from_plain(Assignment, stored)
    except (TypeError, ValueError, AttributeError):
        cache.forget(key)  # damaged on disk, though still JSON
        assignment = from_plain(Assignment, make())
    return _with_files(_with_tests(assignment, path), path)


def _with_files(assignment: Assignment, path: Path) -> Assignment:
    """The assignment with the course's modules as they are now: they are files of their own."""
    if not assignment.files:
        return assignment
    try:
        texts = {name: (path.parent / name).read_text("utf-8") for name in assignment.files}
    except (OSError, ValueError) as error:
        read_assignment(path)  # raises, with its line
        raise InputError(f"{path}: {error}") from None
    return replace(assignment, files=texts)


def _with_tests(assignment: Assignment, path: Path) -> Assignment:
    """The assignment with the course's own tests as they are now: they are files of their own."""
    if assignment.kit is not None or all(answer.kind != "tests" for answer in assignment.answers):
        return assignment
    from grader.assignment.read_tests import own_tests  # only for those who bring some

    def read(answer: Answer) -> Answer:
        if answer.kind != "tests":
            return answer
        said = cast("Mapping[str, str]", answer.value)
        tests = own_tests(path.parent, said["file"], said["module"])
        if tests.points != answer.points:
            raise ValueError(f"{tests.file} has changed")
        return replace(answer, value=to_plain(tests))

    try:
        questions = tuple(
            replace(question, answers=tuple(read(answer) for answer in question.answers))
            for question in assignment.questions
        )
    except (OSError, ValueError) as error:
        read_assignment(path)  # raises, with every fault at its line
        raise InputError(f"{path}: {error}") from None
    return replace(assignment, questions=questions)


def read_assignment(path: Path) -> Source:
    """The assignment in a file with its places, read anew; raise AssignmentFaults."""
    source = _read(path, _bytes(path))
    _refuse_kit(source.assignment, path)
    return source


def assignment_faults(path: Path) -> list[Fault]:
    """Everything wrong in a file, warnings included; none of it is raised."""
    from grader.assignment.faults import AssignmentFaults

    try:
        return list(read_assignment(path).warnings)
    except AssignmentFaults as found:
        return list(found.faults)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            source = file.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if len(source) > _LARGEST:
        raise InputError(f"{path} is larger than {_LARGEST:,} bytes: that is no assignment")
    return source


def _read(path: Path, source: bytes) -> Source:
    # Here and not above: the cached way must not pay for these imports.
    from pydantic import ValidationError

    from grader.assignment.check import check
    from grader.assignment.check_files import check_files
    from grader.assignment.check_tests import check_tests
    from grader.assignment.document import read_document
    from grader.assignment.faults import AssignmentFaults
    from grader.assignment.normalise import expand
    from grader.assignment.salvage import further_complaints
    from grader.assignment.schema.sheet import AssignmentFile
    from grader.assignment.validation_messages import empty_keys, placed, schema_faults

    document = read_document(path, source)
    if document.data is None:
        empty = placed(document, (), "the file is empty", 'start with "title: ..."')
        raise AssignmentFaults(document.faults or [empty])
    try:
        sheet = AssignmentFile.model_validate(document.data)
    except ValidationError as error:
        further = [_placed(document, found) for found in further_complaints(document, error)]
        first = schema_faults(document, error)
        raise AssignmentFaults([*document.faults, *first, *further]) from None
    complaints = [_placed(document, complaint) for complaint in check(sheet)]
    complaints += [*check_tests(sheet, document), *check_files(sheet, document)]
    complaints += [*document.faults, *([] if sheet.kit else empty_keys(document))]
    if not all(fault.warning for fault in complaints):
        raise AssignmentFaults(complaints)
    return Source(expand(sheet, identity(path)), document, sheet, tuple(complaints))


def _placed(document: Document, complaint: Complaint) -> Fault:
    from grader.assignment.validation_messages import placed

    fault = placed(document, complaint.path, complaint.message, complaint.remedy)
    if not complaint.line:
        return replace(fault, warning=complaint.warning)
    above = document.values[complaint.path].line  # of the bar; the text begins below

    def in_file(found: re.Match[str]) -> str:
        return str(above + int(found[1]))

    return replace(
        fault,
        line=above + complaint.line,
        message=re.sub(r"(?<=\n    line )(\d+)(?=:)", in_file, fault.message),
        remedy=re.sub(r"\{(\d+)\}", in_file, fault.remedy),
        warning=complaint.warning,
    )
