"""What is wrong with one answer of a question: its name, its keys, its value."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping

from grader.assignment.check_function import check_function
from grader.assignment.check_tolerance import check_tolerance, two_rules
from grader.assignment.check_value import check_value, known_words
from grader.assignment.complaint import Complaint
from grader.assignment.document import KeyPath
from grader.assignment.faults import did_you_mean
from grader.assignment.kinds import CODE, KINDS, SPECIAL_KEYS, readers_of
from grader.assignment.known_mistakes import known_notes, whole_note
from grader.assignment.normalise import kind_of
from grader.assignment.schema.answers import AnswerFile
from grader.assignment.schema.sheet import AssignmentFile, QuestionFile
from grader.assignment.spelling import in_ascii
from grader.words.sentences.complaints import answers as sentences

RESERVED = ("assignment", "student")  # lines of a submission that are no answers


def check_answer(
    name: str, answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile, path: KeyPath
) -> Iterator[Complaint]:
    """Everything wrong with one answer: its name, its keys, its value and its alternatives."""
    yield from _name(name, path)
    kind = kind_of(answer, question.defaults)
    for key in SPECIAL_KEYS:
        if getattr(answer, key) is not None and key not in KINDS[kind].reads:
            yield Complaint(
                (*path, key), *sentences.key_means_nothing_for_kind(key, kind, ', '.join(sorted(readers_of(key)))),
            )  # fmt: skip
    if answer.rounding is not None and answer.tolerance is not None:
        yield two_rules((*path, "rounding"))
    yield from check_tolerance(answer.tolerance, (*path, "tolerance"))
    if is_public(answer, question) and _visibility(answer, question) != "visible":
        yield Complaint(
            (*path, "public"), *sentences.kit_tells_what_is_hidden(),
        )  # fmt: skip
    yield from _options(answer, kind, question, path)
    yield from _known_mistakes(answer.known_mistakes, kind, path)
    if sheet.kit is None or is_public(answer, question):
        yield from _value_of(answer, kind, question, sheet, path)
    elif answer.value is not None and kind != "matching":  # of which a kit has the left sides alone
        yield from check_value(answer.value, kind, answer, question, (*path, "value"))
    for index, alternative in enumerate(answer.alternatives):
        here = (*path, "alternatives", index)
        if alternative.rounding is not None and alternative.tolerance is not None:
            yield two_rules((*here, "rounding"))
        yield from check_tolerance(alternative.tolerance, (*here, "tolerance"))
        if alternative.share is not None and kind in CODE:
            yield Complaint((*here, "share"), *sentences.no_share_of_code())
        if alternative.value is None:
            yield Complaint((*here, "value"), *sentences.value_is_empty())
        else:
            yield from check_value(alternative.value, kind, answer, question, (*here, "value"))
    rubric = answer.rubric or (question.defaults and question.defaults.rubric)
    if kind == "text" and not rubric and sheet.kit is None:
        yield Complaint(
            path, *sentences.text_without_rubric(),
            warning=True,
        )  # fmt: skip


def is_public(answer: AnswerFile, question: QuestionFile) -> bool:
    """Whether a kit says right or wrong for an answer."""
    common = question.defaults.public if question.defaults else None
    return bool(common if answer.public is None else answer.public)


def _visibility(answer: AnswerFile, question: QuestionFile) -> str:
    common = question.defaults.visibility if question.defaults else None
    return answer.visibility or common or "visible"


def _name(name: str, path: KeyPath) -> Iterator[Complaint]:
    if name in RESERVED:
        yield Complaint(
            path, *sentences.name_is_a_line_of_every_submission(name),
        )  # fmt: skip
    elif not name.isidentifier() or keyword.iskeyword(name) or not name.isascii():
        wanted = in_ascii(name)
        if not wanted[:1].isalpha() or keyword.iskeyword(wanted):
            wanted = f"q_{wanted.lstrip('_')}"
        yield Complaint(path, *sentences.no_name_for_python(name, wanted))
    elif name.startswith("_"):
        yield Complaint(path, f'"{name}" starts with "_"', f"write {name.strip('_') or 'a'}")


def _options(
    answer: AnswerFile, kind: str, question: QuestionFile, path: KeyPath
) -> Iterator[Complaint]:
    defaults = question.defaults
    options = answer.options or (defaults.options if defaults else None)
    labels = answer.labels or (defaults.labels if defaults else None)
    if kind == "choices" and not options:
        yield Complaint(path, "options is missing", 'add "options: {a: ..., b: ...}"')
    if kind == "choice" and not options and not labels:
        yield Complaint(path, *sentences.options_are_missing())
    if options is not None and len(options) < 2:
        yield Complaint((*path, "options"), *sentences.too_few_options())
    words = [*known_words(answer, kind, question)]
    if kind == "matching" and isinstance(answer.value, dict):
        words += map(str, answer.value)  # what partners are asked of may have other names, too
    for synonym, word in (answer.synonyms or {}).items():
        if words and word not in words:
            yield Complaint(
                (*path, "synonyms", synonym), sentences.synonym_of_no_option(synonym, word),
                did_you_mean(word, words),
            )  # fmt: skip


def check_shared_mistakes(question: QuestionFile, path: KeyPath) -> Iterator[Complaint]:
    """Mistakes under `defaults` that no answer below can make."""
    defaults = question.defaults
    kinds = {kind_of(answer, defaults) for answer in question.answers.values()}
    known = {note for kind in kinds for note in known_notes(kind)}
    for note in (defaults and defaults.known_mistakes) or {}:
        if not known & {whole_note(note, kind) for kind in kinds}:
            near = known if "." in note else {name.partition(".")[2] for name in known}
            yield Complaint(
                (*path, "defaults", "known_mistakes", note),
                sentences.no_mistake_of_the_answers(note), did_you_mean(note, sorted(near)),
            )  # fmt: skip


def _known_mistakes(
    shares: Mapping[str, object] | None, kind: str, path: KeyPath
) -> Iterator[Complaint]:
    """Credit for mistakes that nobody can make: a mistyped note would never be paid."""
    known = tuple(known_notes(kind))
    for note in shares or {}:
        if whole_note(note, kind) not in known:
            near = known if "." in note else [name.partition(".")[2] for name in known]
            yield Complaint(
                (*path, "known_mistakes", note), sentences.no_mistake_of_the_kind(note, kind),
                did_you_mean(note, near) if known else sentences.leave_credit_out(kind),
            )  # fmt: skip


def _has_system(answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile) -> bool:
    defaults = question.defaults
    named = answer.system or (defaults.system if defaults else None) or question.system
    return named is not None or len(sheet.systems) == 1


def _value_of(
    answer: AnswerFile, kind: str, question: QuestionFile, sheet: AssignmentFile, path: KeyPath
) -> Iterator[Complaint]:
    name = str(path[-1])
    if kind == "text":
        if answer.value is not None:
            yield Complaint((*path, "value"), *sentences.text_has_no_value())
    elif kind == "function":
        if answer.function is None:
            yield Complaint(path, *sentences.function_is_missing())
        else:
            for complaint in check_function(name, sheet, question, (*path, "function")):
                yield Complaint(*complaint)
    elif kind == "tests":
        yield from _tests_of(answer, path)
    elif answer.value is None:
        if kind == "count" and _has_system(answer, question, sheet):
            return  # the number of its parameters
        if not question.readings or not all(name in r.values for r in question.readings):
            yield Complaint(path, "value is missing", f'add "value: ..." ({KINDS[kind].expects})')
    else:
        yield from check_value(answer.value, kind, answer, question, (*path, "value"))


def _tests_of(answer: AnswerFile, path: KeyPath) -> Iterator[Complaint]:
    if answer.tests is None:  # what stands in it is looked at where the folder is known
        yield Complaint(path, "tests is missing", 'add "tests: tests.py"')
    if answer.value is not None:
        yield Complaint((*path, "value"), *sentences.tests_have_no_value())
