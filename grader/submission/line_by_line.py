"""A document with a slip in it: a faulty line costs its own answer, and no other.

The text is parted where a new answer begins, and each part is read by itself.  An answer that stands
twice is lost, as nobody can say which of the two counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from grader.submission.document import DocumentFault, Node, mapping_node, submission_of
from grader.submission.file import told
from grader.submission.model import Submission, SubmissionFault
from grader.words.sentences import submissions as sentences
from grader.words.shown import shown_text
from reference.records import replace

MOST_PARTS = 2_000
MOST_TOLD = 20
TOO_LARGE = "submission.too-large"


class Part(NamedTuple):
    """A piece of a document: the answer that it seems to give, its text and its first line."""

    name: str
    text: str
    line: int


Reader = Callable[[str], "Node | None"]


def parted(text: str, begins: re.Pattern[str]) -> list[Part]:
    """The parts of a text; what stands before the first is none."""
    starts = list(begins.finditer(text))[: MOST_PARTS + 1]
    ends = [*(match.start() for match in starts[1:]), len(text)][: len(starts)]
    parts, line, at = [], 1, 0
    for match, end in zip(starts, ends, strict=True):
        line += text.count("\n", at, match.start())
        at = match.start()
        parts.append(Part(match["name"].strip("\"'"), text[at:end], line))
    return parts


def salvaged(parts: list[Part], read: Reader, path: Path, fault: DocumentFault) -> Submission:
    """The submission that the sound parts make; raises the `fault` of the whole if none is left."""
    if len(parts) < 2 or len(parts) > MOST_PARTS or fault.note == TOO_LARGE:
        raise fault
    pairs: list[tuple[str, Node]] = []
    lost: dict[str, DocumentFault] = {}
    for part in parts:
        try:
            pairs += _fields(read(part.text), part)
        except DocumentFault as found:  # noqa: PERF203  # that is what it is for
            lost[part.name] = _moved(found, part.line - 1)
    for name, first, second in _twice(pairs):
        lost[name] = DocumentFault(
            second, sentences.document_duplicate(shown_text(name, 40), first)
        )
    kept = [(name, node) for name, node in pairs if name not in lost]
    submission = submission_of(mapping_node(kept, "", 1), path)
    if not submission.answers:
        raise fault
    told_of = {name: _told(path, found) for name, found in lost.items()}
    shown = [*told_of.values()][:MOST_TOLD] or [_told(path, fault)]
    said = {name: one.sentence for name, one in told_of.items()}
    return replace(submission, faults=(*submission.faults, *shown), lost=said)


def _fields(node: Node | None, part: Part) -> Iterator[tuple[str, Node]]:
    if node is None:
        return
    if node.fields is None:
        behind = part.text.strip().removeprefix(part.name).lstrip()
        said = sentences.document_no_space if behind[:1] == ":" else sentences.document_no_colon
        raise DocumentFault(1, said(part.name, shown_text(behind.lstrip(":= \t"), 40)))
    for name, inner in node.fields.items():
        yield name, replace(inner, line=inner.line + part.line - 1)


def _twice(pairs: list[tuple[str, Node]]) -> Iterator[tuple[str, int, int]]:
    lines: dict[str, int] = {}
    for name, node in pairs:
        if lines.setdefault(name, node.line) != node.line:
            yield name, lines[name], node.line


def _moved(fault: DocumentFault, lines: int) -> DocumentFault:
    return DocumentFault(fault.line + lines, fault.sentence, fault.note)


def _told(path: Path, fault: DocumentFault) -> SubmissionFault:
    said = sentences.submission_fault_at(told(path), fault.line, fault.sentence)
    return SubmissionFault(fault.note, said, fatal=False)
