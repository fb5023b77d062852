"""Whether a value in the file can be one of its kind; expressions are parsed, not solved."""

from __future__ import annotations

import math
from collections.abc import Iterator

from grader.assignment import language, quantities
from grader.assignment.complaint import Complaint
from grader.assignment.document import KeyPath
from grader.assignment.faults import did_you_mean, shown_value
from grader.assignment.kinds import KINDS
from grader.assignment.model import Plain
from grader.assignment.normalise import plain
from grader.assignment.schema.answers import AnswerFile
from grader.assignment.schema.sheet import QuestionFile
from grader.assignment.spelling import remedy_for, truth_meant
from grader.words.sentences.complaints import answers as sentences


def known_words(answer: AnswerFile, kind: str, question: QuestionFile) -> list[str]:
    """The words that an answer is made of: its options, its labels, the values of a matching."""
    defaults = question.defaults
    options = answer.options or (defaults.options if defaults else None) or {}
    labels = answer.labels or (defaults.labels if defaults else None) or []
    if KINDS[kind].chosen:
        return [*options, *labels]
    if kind == "matching" and isinstance(answer.value, dict):
        return list(dict.fromkeys([*options, *labels, *(str(v) for v in answer.value.values())]))
    return list(labels)


_AFFIRMED = frozenset({"yes", "on", "y", "wahr", "1"})  # true, in words that YAML 1.2 does not know


def check_value(
    value: Plain, kind: str, answer: AnswerFile, question: QuestionFile, path: KeyPath
) -> Iterator[Complaint]:
    """Whether a value can be one of its kind; expressions are parsed, not solved."""
    row = KINDS[kind]
    if not row.expects:
        return
    value = plain(value, kind)
    words = known_words(answer, kind, question)
    if row.chosen:
        yield from _chosen(value, kind, words, answer, path)
    elif isinstance(value, str) and (row.expression or _is_claim(value, kind)):
        yield from _written(value, kind, answer, path)
    elif not _fits(value, kind):
        example = row.example
        if kind == "boolean" and str(value).lower() in _AFFIRMED:
            example = "true"
        pairs = value.items() if isinstance(value, dict) else ()
        empty = next((key for key, entry in pairs if entry is None), None)
        said = f"value must be {row.expects} (got {shown_value(value)})"
        yield Complaint(
            path, f"{empty} has no value" if empty else said, sentences.write_pairs(empty, example)
        )
    elif kind == "matching" and isinstance(value, dict):
        options = answer.options or (question.defaults.options if question.defaults else None)
        for key, word in value.items():
            if options and word not in options:
                near = did_you_mean(str(word), list(options))
                yield Complaint((*path, key), sentences.none_of_the_options(str(word)), near)
    elif kind == "sequence" and words and isinstance(value, list):
        for word in value:
            if word not in words:
                yield Complaint(
                    path, sentences.none_of_the_labels(word), did_you_mean(str(word), words)
                )


def _is_claim(value: str, kind: str) -> bool:
    """Whether numbers decide if it is true."""
    return kind == "boolean" and language.compares(value)


def _written(value: str, kind: str, answer: AnswerFile, path: KeyPath) -> Iterator[Complaint]:
    """The fault of an expression, or of a comparison of two."""
    row = KINDS[kind]
    if _is_claim(value, kind):
        fault = language.condition_fault(value)
        if fault:
            remedy = sentences.write_true_false_or_comparison()
            yield Complaint(path, fault, remedy)
        return
    truth = truth_meant(value)
    if truth and answer.kind is None:
        said = sentences.text_where_a_number_belongs(value)
        yield Complaint(path, said, f'write "value: {truth}", without quotes')
        return
    fault = language.expression_fault(value)
    if fault:
        otherwise = f"write {row.expects}, such as {row.example}"
        yield Complaint(path, fault, remedy_for(value, otherwise))


def _chosen(
    value: Plain, kind: str, words: list[str], answer: AnswerFile, path: KeyPath
) -> Iterator[Complaint]:
    if kind == "choices" and not isinstance(value, list):
        yield Complaint(path, *sentences.value_must_list_options(shown_value(value), value))
        return
    if kind == "choice" and not isinstance(value, str):
        several = isinstance(value, list)
        yield Complaint(
            path, sentences.value_must_be_an_option(shown_value(value)),
            sentences.write_its_key() if several else "write its key",
        )  # fmt: skip
        return
    if kind == "choice" and answer.options is None and words and value not in words:
        # Chosen by the equations, such as the largest of the scores.
        said = language.expression_fault(str(value))
        if not said and not str(value).isidentifier():
            return
        if said and "(" in str(value):  # no word has brackets: it is worked out
            otherwise = sentences.write_one_or_mend(KINDS[kind].expects)
            yield Complaint(path, said, remedy_for(str(value), otherwise))
            return
    for word in value if isinstance(value, list) else [value]:
        if words and word not in words:
            near = did_you_mean(str(word), words)
            if kind == "choice" and answer.labels:
                near = sentences.or_a_quantity(near, str(word))
            yield Complaint(path, sentences.none_of_the_options(word), near)


def _fits(value: Plain, kind: str) -> bool:
    entries = value if isinstance(value, list) else []
    if KINDS[kind].numeric:
        return quantities.array(value) is not None and quantities.shape(value) is not None
    tests = {
        "count": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "shape": isinstance(value, list) and all(str(entry).isdigit() for entry in entries),
        "range": len(entries) == 2 and all(_is_bound(entry) for entry in entries),
        "sequence": bool(entries) and all(isinstance(entry, str) for entry in entries),
        "boolean": isinstance(value, bool),
        "matching": isinstance(value, dict)
        and bool(value)
        and all(isinstance(entry, str) for entry in value.values()),
    }
    return tests.get(kind, False)


def _is_bound(entry: Plain) -> bool:
    return quantities.number(entry) is not None or (isinstance(entry, float) and math.isinf(entry))
