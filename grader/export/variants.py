"""Which numbers an export holds: the printed ones, those of a class, or those of a pool."""

from __future__ import annotations

from collections.abc import Sequence

from grader.assignment import Assignment
from grader.outcome.errors import Faulty, InputError
from grader.variant.manifest import freeze, read_manifest
from grader.variant.secret import read_secret
from grader.variant.student_numbers import draws_anything, filled, original
from grader.words.sentences import classes as class_sentences
from grader.words.sentences import exports as export_sentences
from grader.words.sentences import variants as variant_sentences


def variants_of(
    assignment: Assignment,
    students: Sequence[str] = (),
    *,
    secret: str | None = None,
    manifest: str | None = None,
) -> dict[str, Assignment]:
    """The assignment with the numbers of every student; with no student, the printed ones.

    A manifest decides about its numbers and, where no student is named, about the students too.
    Raises InputError where there are no numbers to be had.
    """
    if manifest is not None:
        return _by_manifest(assignment, students, manifest)
    if not students or not draws_anything(assignment):
        try:
            return {"": filled(assignment, original(assignment))}
        except Faulty as fault:
            said = export_sentences.export_say_whose()
            raise InputError(f"{assignment.id}: {fault}; {said}") from None
    found = read_secret(secret)
    if found is None:
        raise InputError(class_sentences.variants_need_secret())
    own = freeze(assignment, students, found).own
    return {student: filled(assignment, own[student]) for student in students}


def _by_manifest(
    assignment: Assignment, students: Sequence[str], path: str
) -> dict[str, Assignment]:
    manifest = read_manifest(path, assignment)
    unknown = [student for student in students if student not in manifest.own]
    if unknown:
        raise InputError(export_sentences.export_not_in_manifest(unknown))
    frozen = manifest.applied(assignment)
    wanted = students or manifest.students
    if not draws_anything(frozen):
        return {"": filled(frozen, original(frozen))}
    if not wanted:
        raise InputError(variant_sentences.manifest_of_nobody(path))
    return {student: filled(frozen, manifest.numbers(student)) for student in wanted}
