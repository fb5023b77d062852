"""What is wrong with the cells, the systems and the conditions of a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from grader.assignment import language
from grader.assignment.complaint import Complaint
from grader.assignment.document import KeyPath
from grader.assignment.faults import did_you_mean
from grader.assignment.normalise import system_chain
from grader.assignment.schema.sheet import AssignmentFile
from grader.assignment.spelling import remedy_for
from grader.words.sentences.complaints import systems as sentences
from grader.words.text import counted


def check_cells(sheet: AssignmentFile) -> Iterator[Complaint]:
    """Faults in the texts of a sheet's own cells, with their lines."""
    for name, text in sheet.cells.items():
        fault = language.cell_fault(text)
        if fault:
            yield Complaint(("cells", name), fault.said, fault.remedy, line=fault.line)


def check_systems(sheet: AssignmentFile) -> Iterator[Complaint]:
    """Systems without a cell, like one another in a circle, or with more captions than steps."""
    known = language.known_cells()
    for name, system in sheet.systems.items():
        path = ("systems", name)
        if system.like is not None and system.like not in sheet.systems:
            others = [other for other in sheet.systems if other != name]
            yield Complaint(
                (*path, "like"), sentences.there_is_no_system(system.like),
                did_you_mean(system.like, others),
            )  # fmt: skip
            continue
        chain = system_chain(name, sheet.systems)
        if chain[-1].like is not None and chain[-1].like in sheet.systems:
            yield Complaint(
                (*path, "like"), *sentences.system_like_itself(),
            )  # fmt: skip
            continue
        cell = next((part.cell for part in chain if part.cell is not None), None)
        if cell is None and chain[-1].like is None:
            yield Complaint(path, *sentences.cell_is_missing())
        elif system.cell is not None and known and system.cell not in {*known, *sheet.cells}:
            yield Complaint(
                (*path, "cell"), sentences.there_is_no_cell(system.cell),
                did_you_mean(system.cell, [*sheet.cells, *known]),
            )  # fmt: skip
        steps = next((part.steps for part in chain if part.steps is not None), 1)
        if system.captions and len(system.captions) > steps:
            yield Complaint(
                (*path, "captions"), *sentences.captions_do_not_match_steps(len(system.captions), counted(steps, 'step')),
            )  # fmt: skip
        for symbol in (name for name in system.without or () if name in system.given):
            yield Complaint((*path, "without"), *sentences.given_and_left_out(symbol))
        if system.given and system.sizes:
            yield Complaint(
                (*path, "sizes"), *sentences.given_and_sizes(),
            )  # fmt: skip


def check_conditions(sheet: AssignmentFile) -> Iterator[Complaint]:
    """Conditions on drawn numbers that are no comparison."""
    for index, condition in enumerate(sheet.require):
        said = language.condition_fault(condition)
        if said:
            otherwise = sentences.write_a_comparison()
            yield Complaint(("require", index), said, remedy_for(condition, otherwise))


def known_system(name: str | None, sheet: AssignmentFile, path: KeyPath) -> Iterator[Complaint]:
    """Refuse the name of a system that the sheet does not have."""
    if name is not None and name not in sheet.systems:
        yield Complaint(path, sentences.there_is_no_system(name), did_you_mean(name, sheet.systems))
