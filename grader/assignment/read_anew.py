"""An assignment read anew: YAML, schema, checks, and every fault at its line.

What a cached assignment does without stands here, so that only who reads anew pays for YAML and pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from grader.assignment.check import check
from grader.assignment.check_files import check_files
from grader.assignment.check_tests import check_tests
from grader.assignment.check_tolerance import check_solved
from grader.assignment.complaint import Complaint
from grader.assignment.document import Document, KeyPath, read_document
from grader.assignment.faults import AssignmentFaults, Fault
from grader.assignment.locate import identity
from grader.assignment.model import Assignment, Plain
from grader.assignment.normalise import expand
from grader.assignment.salvage import further_complaints
from grader.assignment.schema.sheet import AssignmentFile
from grader.assignment.validation_messages import empty_keys, placed, schema_faults
from grader.words.sentences.complaints import yaml as sentences
from reference.records import dataclass, replace


@dataclass(frozen=True)
class Source:
    """An assignment together with the file it came from, for whoever has more to say about it."""

    assignment: Assignment
    document: Document
    sheet: AssignmentFile
    warnings: tuple[Fault, ...]

    def solved_faults(self, key: Mapping[str, Plain]) -> list[Fault]:
        """What only the key's numbers show (answer name and value): see `check_solved`."""
        return [_placed(self.document, complaint) for complaint in check_solved(self.sheet, key)]

    def fault(self, path: KeyPath, message: str, remedy: str = "") -> Fault:
        """Something that is wrong at a path, with its line."""
        return placed(self.document, path, message, remedy)


def read(path: Path, source: bytes) -> Source:
    """The assignment that these bytes of a file hold; raise AssignmentFaults with all that is wrong."""
    document = read_document(path, source)
    if document.data is None:
        empty = placed(document, (), *sentences.the_file_is_empty())
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
