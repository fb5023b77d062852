"""The common ground of YAML and JSON: a tree of values that remembers text and line.

Both readers build nodes; here a tree becomes a submission.  The bounds hold for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.outcome.typed import Typed
from grader.reading.missing import is_missing
from grader.submission.file import told
from grader.submission.model import Submission, SubmissionFault, Unusable
from grader.words.sentences import submissions as sentences
from grader.words.shown import kind_of, shown_text
from reference.records import dataclass

DEEPEST = 16  # brackets inside brackets; a matrix in a mapping needs 4
MOST = 50_000  # values in a file; a whole sheet has some hundred
_LONGEST_INTEGER = 4000  # digits; Python refuses to read one beyond 4300
_HEADER = ("assignment", "student")


@dataclass(frozen=True)
class Node:
    """A value with its text and line; `fields` are those of a mapping, in order."""

    typed: Typed
    line: int
    fields: Mapping[str, Node] | None = None


class DocumentFault(Exception):
    """Raised by a reader at the line where a document cannot be understood."""

    def __init__(self, line: int, sentence: str, note: str = "submission.syntax") -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence
        self.note = note


def list_node(entries: list[Node], text: str, line: int) -> Node:
    """A list, with the typed texts of its entries."""
    typed = tuple(entry.typed for entry in entries)
    return Node(Typed([entry.value for entry in typed], text, entries=typed), line)


def mapping_node(pairs: list[tuple[str, Node]], text: str, line: int) -> Node:
    """A mapping; a name that stands in it twice is a fault, since nobody can say which counts."""
    fields: dict[str, Node] = {}
    for name, node in pairs:
        if name in fields:
            first, second = sorted((fields[name].line, node.line))
            sentence = sentences.document_duplicate(shown_text(name, 40), first)
            raise DocumentFault(second, sentence, "submission.duplicate-name")
        fields[name] = node
    value = {name: node.typed.value for name, node in fields.items()}
    return Node(Typed(value, text), line, fields)


def number_value(digits: str, *, whole: bool) -> object:
    """The number that digits stand for; an integer too long for Python stays text."""
    if not whole:
        return float(digits)
    return int(digits) if len(digits) <= _LONGEST_INTEGER else digits


def submission_of(root: Node | None, path: Path) -> Submission:
    """The submission that a document says: names to values, `assignment` and `student` beside.

    Answers may also stand one level deeper, under `answers`, as `grader solve --json` has them.
    """
    if root is None:
        sentence = sentences.submission_empty(told(path))
        return Submission(path, faults=(SubmissionFault("submission.empty", sentence, False),))
    if root.fields is None:
        what = kind_of(root.typed.value)
        raise DocumentFault(root.line, sentences.document_not_a_mapping(what))
    fields = dict(root.fields)
    inner = fields.get("answers")
    if inner is not None and inner.fields is not None:
        del fields["answers"]
        # Made anew, so that a name on both levels is the fault that it is on one.
        merged = mapping_node([*fields.items(), *inner.fields.items()], "", root.line)
        fields = dict(merged.fields or {})
    assignment, student = (_header(fields.pop(name, None), name) for name in _HEADER)
    answers = {name: node.typed for name, node in fields.items()}
    return Submission(path, assignment, student, answers)


def faulty(path: Path, fault: DocumentFault) -> Unusable:
    """A fault of the document, told with its file and line."""
    sentence = sentences.submission_fault_at(told(path), fault.line, fault.sentence)
    return Unusable(fault.note, sentence)


def header_text(typed: Typed) -> str | None:
    """The name of an assignment or student as it was typed: 007 stays 007."""
    if isinstance(typed.value, str):
        return typed.value.strip()
    if isinstance(typed.value, (int, float)) and not isinstance(typed.value, bool):
        return typed.text or (str(typed.value) if abs(typed.value) < 10**30 else None)
    return None


def _header(node: Node | None, name: str) -> str | None:
    if node is None or is_missing(node.typed):
        return None
    text = header_text(node.typed)
    if text is None:
        raise DocumentFault(node.line, sentences.document_header_not_text(name))
    return text
