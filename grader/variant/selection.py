"""Which numbers a submission is graded with: a student's own, or the printed ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.assignment import Assignment
from grader.outcome.errors import Faulty, InputError
from grader.variant.issue import numbers_of
from grader.variant.manifest import Manifest, read_manifest
from grader.variant.secret import read_secret
from grader.variant.student_numbers import Numbers, draws_anything, filled, original
from grader.words.ids import spelling_of
from grader.words.sentences import variants as sentences
from reference.records import dataclass

if TYPE_CHECKING:
    from grader.variant.lottery import Lottery


@dataclass(frozen=True)
class Selection:
    """An assignment with numbers in place of its draws, and what there is to say of these.

    `student` is spelled as the manifest has it, where one says whose numbers they are.
    """

    assignment: Assignment
    numbers: Numbers
    manifest: Manifest | None = None
    remarks: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    student: str | None = None


def select(
    assignment: Assignment,
    student: str | None,
    *,
    secret: str | None = None,
    manifest: str | None = None,
    their_own: bool = False,
) -> Selection:
    """The numbers of a student by a manifest or a secret; without these, the printed ones.

    `secret` and `manifest` are paths.  With `their_own`, printed numbers are none of a student's
    where numbers are drawn.  Raises InputError where there are no numbers to be had.
    """
    if manifest is not None:
        return _by_manifest(
            assignment, student, read_manifest(manifest, assignment, student=student)
        )
    if not draws_anything(assignment):
        return Selection(filled(assignment, Numbers()), Numbers())
    found = read_secret(secret) if student is not None else None
    if student is not None and found is None and their_own:
        raise InputError(sentences.numbers_not_known(assignment.id, student))
    try:
        if student is not None and found is not None:
            numbers = numbers_of(assignment, student, found)
            return Selection(filled(assignment, numbers), numbers)
        printed = original(assignment)
    except Faulty as fault:
        hint = "" if found is not None else f" ({sentences.say_whose(student)})"
        raise InputError(f"{assignment.id}: {fault}{hint}") from None
    remarks = (sentences.printed_numbers(student),) if student is not None else ()
    return Selection(filled(assignment, printed), printed, remarks=remarks)


def drawn_for(lottery: Lottery, students: Sequence[str], secret: bytes) -> list[Selection]:
    """The numbers that a secret draws for each of some students, in one go: the same as one by one.

    Raises Faulty where none can be drawn.
    """
    return [
        Selection(filled(lottery.assignment, numbers), numbers)
        for numbers in lottery.drawn(secret, students)
    ]


def _by_manifest(assignment: Assignment, student: str | None, manifest: Manifest) -> Selection:
    frozen = manifest.applied(assignment)
    staff = tuple(manifest.changes(assignment))
    try:
        spelled = spelling_of(student, manifest.students) if student is not None else None
        if student is None:
            numbers = original(frozen)
        elif spelled is not None:
            numbers = manifest.numbers(spelled)
        else:
            raise InputError(sentences.not_in_manifest(student, manifest.nearest(student)))
        return Selection(filled(frozen, numbers), numbers, manifest, staff=staff, student=spelled)
    except Faulty as fault:
        raise InputError(f"{assignment.id}: {fault} ({sentences.say_whose(student)})") from None


def variant_of(
    assignment: Assignment, student: str | None = None, secret: bytes | None = None
) -> Assignment:
    """The assignment with all draws replaced by a student's numbers, its texts included.

    Without a student the printed numbers count.  Raises Faulty where there are none, or where
    none can be drawn.
    """
    if student is None or not draws_anything(assignment):
        return filled(assignment, original(assignment))
    if secret is None:
        raise Faulty(sentences.say_whose(student))
    return filled(assignment, numbers_of(assignment, student, secret))


def example_of(assignment: Assignment) -> Assignment:
    """The assignment with its printed numbers, or with some where none are printed."""
    try:
        return variant_of(assignment)
    except Faulty:
        return variant_of(assignment, "example", b"everybody may see the example")
