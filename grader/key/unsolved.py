"""What only solving shows to be wrong in an assignment: every fault of it, at its line.

A file may be well written and still ask for what its systems do not have: the step 9 of 3, a
weight without a number.  The first such answer stops a report; its author wants to see all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.assignment import Answer, Assignment, Question, Reading, read_assignment
from grader.assignment.document import Document, KeyPath
from grader.assignment.faults import AssignmentFaults, Fault
from grader.assignment.kinds import CODE, NUMERIC
from grader.key.derive import key_of, partly_of
from grader.key.expected import Expected
from grader.key.works import example_fault
from grader.outcome.errors import Faulty, InputError
from grader.words.sentences import assignments as sentences


def unsolved_faults(path: Path, assignment: Assignment) -> tuple[Fault, ...]:
    """The faults of the answers and systems that have no value, in the order of the file."""
    source = read_assignment(path)
    found: dict[tuple[KeyPath, str], Fault] = {}
    for part, fault in _unsolved(assignment):
        place = _place(part, fault, source.document)
        remedy = _remedy(fault, assignment, source.document)
        found.setdefault((place, fault.said), source.fault(place, fault.said, remedy))
    return tuple(sorted(found.values(), key=lambda fault: fault.line))


def _place(part: KeyPath, fault: Faulty, document: Document) -> KeyPath:
    """Where a fault stands: at the numbers that are to blame, else at the value."""
    if fault.given:
        found = _given(fault.system, fault.given[0], document)
        return found or part
    value = (*part, "value")
    return value if document.at(value) is not None else part


def _given(system: str | None, name: str, document: Document) -> KeyPath | None:
    """Where a given number of a system stands: its own, or that of a system it is like."""
    seen: set[str] = set()
    while isinstance(system, str) and system not in seen:
        seen.add(system)
        here = ("systems", system)
        for path in ((*here, "given", name), (*here, "given"), (*here, name)):
            if path in document.places and (name == path[-1] or not name):
                return path
        parent = document.at(("systems", system, "like"))
        system = parent if isinstance(parent, str) else None
    return None


def _remedy(fault: Faulty, assignment: Assignment, document: Document) -> str:
    """What to write; else where the author of a system sees what it needs."""
    if fault.given and fault.remedy:
        others = [*fault.given[1:], *(["steps"] if "steps:" in fault.remedy else [])]
        lines = [
            f"{name} stands in line {document.places[path].line}"
            for name in others
            if (path := _given(fault.system, name, document) or ("systems", fault.system or "", name))
            in document.places
        ]  # fmt: skip
        return "; ".join([fault.remedy, *lines])
    system = assignment.systems.get(fault.system or "")
    if system is None:
        return fault.remedy
    return sentences.see_the_cell(system.cell, own=system.cell in assignment.cells)


def refusal(fault: Faulty, path: Path | None, assignment: Assignment) -> InputError:
    """The error that ends a command for an assignment without a key."""
    # where numbers are still to be drawn, there is nothing to solve
    faults = unsolved_faults(path, assignment) if path and not assignment.is_drawn else ()
    if path and not faults and fault.system in assignment.systems:
        faults = (drawing_fault(path, fault),)
    if faults:
        return AssignmentFaults(faults)
    return InputError(f"{path}: {fault}" if path else str(fault))


def drawing_fault(path: Path, fault: Faulty) -> Fault:
    """What keeps numbers from being drawn, at the condition or the system that does."""
    source = read_assignment(path)
    system = fault.system or ""
    lists = (("systems", system, "require"), ("require",)) if system else (("require",),)
    for conditions in lists:
        texts = source.document.at(conditions)
        if isinstance(texts, list) and fault.condition in texts:
            place = (*conditions, texts.index(fault.condition))
            return source.fault(place, fault.said, fault.remedy)
    where = _place(("systems", system), fault, source.document) if system else ("vetting",)
    return source.fault(where, fault.said, fault.remedy)


def _unsolved(assignment: Assignment) -> Iterator[tuple[KeyPath, Faulty]]:
    expected = Expected(assignment)
    for index, question in enumerate(assignment.questions):
        for answer in question.answers:
            own: KeyPath = ("questions", index, "answers", answer.name)
            for reading in question.readings or (None,):
                fault = _fault_of(expected, answer, question, reading)
                if fault is not None:
                    yield ("systems", fault.system) if fault.system else own, fault
        if question.works:
            said = example_fault(question, expected)
            if said:
                yield ("questions", index, "works"), Faulty(said)


def _fault_of(
    expected: Expected, answer: Answer, question: Question, reading: Reading | None
) -> Faulty | None:
    if answer.kind in CODE:
        return None
    try:
        key = key_of(expected, answer, question, reading)
        if answer.kind in NUMERIC:
            key.accepted(answer.tolerance)
            for other, its_key in key.alternatives:
                its_key.accepted(other.tolerance or answer.tolerance)
        for _, asked, its_key in partly_of(expected, answer, question, reading):
            if asked.kind in NUMERIC:
                its_key.accepted(asked.tolerance)
    except Faulty as fault:
        return fault
    return None
