"""Whether an answer says how near is near enough: in the file, and once the key is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from grader.assignment import quantities
from grader.assignment.complaint import Complaint
from grader.assignment.document import KeyPath
from grader.assignment.faults import shown_value
from grader.assignment.kinds import KINDS
from grader.assignment.model import Plain
from grader.assignment.normalise import kind_of
from grader.assignment.schema.answers import AnswerFile, ToleranceFile
from grader.assignment.schema.sheet import AssignmentFile, QuestionFile
from grader.words.sentences.complaints import answers as sentences
from grader.words.text import counted

_ZERO = 1e-12  # what equations leave of an exact 0


def two_rules(path: KeyPath) -> Complaint:
    """Rounding and tolerance in one place: only one of them can hold."""
    return Complaint(path, *sentences.both_rounding_and_tolerance())


def check_tolerance(tolerance: ToleranceFile | None, path: KeyPath) -> Iterator[Complaint]:
    """Tolerances that say nothing, or two things at once."""
    if tolerance is None:
        return
    said = set(tolerance.model_dump(exclude_none=True)) - {"truncation"}
    if tolerance.exact is False:
        said.discard("exact")
    if not said:
        yield Complaint(path, *sentences.tolerance_says_nothing())
    rules = said - {"relative"} if "absolute" in said else said
    if len(rules) > 1:
        yield Complaint(
            path, *sentences.rules_exclude_one_another(' and '.join(sorted(rules))),
        )  # fmt: skip


def check_stated(
    answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile, path: KeyPath
) -> Iterator[Complaint]:
    """A decimal number in the file itself needs a rule for how near is near enough."""
    kind = kind_of(answer, question.defaults)
    if KINDS[kind].numeric and not _is_stated(answer, question, sheet) and _has_float(answer.value):
        yield Complaint(path, *sentences.no_tolerance(shown_value(answer.value)))


def _is_stated(answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile) -> bool:
    layers = [answer, question.defaults] if question.defaults else [answer]
    return (
        any(layer.rounding is not None or layer.tolerance is not None for layer in layers)
        or question.rounding is not None
        or sheet.rounding is not None
    )


def _has_float(value: Plain) -> bool:
    if isinstance(value, list):
        return any(_has_float(entry) for entry in value)
    found = quantities.number(value) if not isinstance(value, str) else None
    return isinstance(found, float) and not found.is_integer()


def check_solved(sheet: AssignmentFile, key: Mapping[str, Plain]) -> Iterator[Complaint]:
    """What only the key's numbers show: name and value of every answer that was solved.

    A decimal number without any tolerance, a relative tolerance alone around 0, and a kind that
    its value does not have are refused.
    """
    for index, question in enumerate(sheet.questions):
        for name, answer in question.answers.items():
            if name in key:
                path = ("questions", index, "answers", name)
                yield from _solved(answer, question, sheet, key[name], path)


def _solved(
    answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile, value: Plain, path: KeyPath
) -> Iterator[Complaint]:
    kind = kind_of(answer, question.defaults)
    if not KINDS[kind].numeric:
        return
    layers = [answer, question.defaults] if question.defaults else [answer]
    rule = next((r for r in layers if r.rounding is not None or r.tolerance is not None), None)
    if not _is_stated(answer, question, sheet) and _has_float(value):
        yield Complaint(path, *sentences.no_tolerance(shown_value(value)))
    tolerance = rule.tolerance if rule else None
    if tolerance and tolerance.relative and not tolerance.absolute and _has_zero(value):
        yield Complaint(
            (*path, "tolerance"),
            *sentences.relative_tolerance_around_zero(shown_value(value)),
        )
    shape = quantities.shape(value)
    said = answer.kind or (question.defaults.kind if question.defaults else None)
    ranks = {"vector": 1, "matrix": 2, "number": None}
    yield from _pointless(answer, question, shape, path)
    rank = (
        0 if said == "number" and "kind" in answer.model_fields_set else ranks.get(said or "number")
    )
    if rank is not None and shape is not None and len(shape) != rank:
        found = {0: "number", 1: "vector", 2: "matrix"}.get(len(shape), "number")
        yield Complaint(
            (*path, "kind"), *sentences.kind_is_not_that_of_the_value(said, found),
        )  # fmt: skip


def _pointless(
    answer: AnswerFile, question: QuestionFile, shape: tuple[int, ...] | None, path: KeyPath
) -> Iterator[Complaint]:
    """What can never be right of an answer whose shape is known, or never matter."""
    for index, other in enumerate(answer.alternatives):
        found = quantities.array(other.value)
        typed = quantities.shape(found) if found is not None else shape
        if shape is not None and typed != shape:
            size = " by ".join(map(str, shape)) or "one number"
            yield Complaint(
                (*path, "alternatives", index, "value"),
                *sentences.alternative_of_another_size(size),
            )
    penalty = answer.precision_penalty
    if penalty is None and question.defaults is not None:
        penalty = question.defaults.precision_penalty
    said_at = path
    if penalty is None:
        penalty, said_at = question.precision_penalty, path[:2]
    worth = points_of(answer, question)
    if penalty is not None and penalty > worth:
        yield Complaint(
            (*said_at, "precision_penalty"),
            *sentences.precision_penalty_too_large(penalty, counted(worth, "point"), worth),
        )
    if shape == () and answer.labels:
        yield Complaint((*path, "labels"), *sentences.labels_of_a_single_number())  # fmt: skip


def points_of(answer: AnswerFile, question: QuestionFile) -> Fraction:
    """The points of an answer: its own, the question's default, or 1."""
    for said in (answer.points, question.defaults.points if question.defaults else None):
        if said is not None:
            return said
    return Fraction(1)


def _has_zero(value: Plain) -> bool:
    if isinstance(value, list):
        return any(_has_zero(entry) for entry in value)
    return isinstance(value, (int, float)) and abs(value) < _ZERO
