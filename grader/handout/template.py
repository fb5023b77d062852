"""A submission to fill in: every answer by its name, with what is asked for beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from grader.assignment import (
    Answer,
    Assignment,
    Question,
    Tolerance,
    comes_along,
    find_assignment,
    load_assignment,
)
from grader.assignment.kinds import CODE, NUMERIC
from grader.handout.code_template import class_of, code_lines
from grader.handout.demand import demand_of
from grader.handout.exactness import told_exact
from grader.handout.typed_mathematics import without_marks
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.model import Key
from grader.key.unsolved import refusal
from grader.outcome.errors import Faulty
from grader.variant.selection import select
from grader.words.sentences import handouts
from grader.words.sentences import own_tests as sentences
from grader.words.sentences import templates as template_sentences
from grader.words.sentences.demands import EXACT
from grader.words.text import counted, visible

_WIDTH, _LONGEST = 96, 10_000_000


def template(
    name: str, *, student: str | None = None, secret: str | None = None, manifest: str | None = None
) -> str:
    """The text of a program with an empty line for every answer."""
    path = find_assignment(name)
    chosen = select(load_assignment(path), student, secret=secret, manifest=manifest)
    try:
        named = None if comes_along(path) else name
        return template_of(chosen.assignment, student=student, named=named)
    except Faulty as fault:
        raise refusal(fault, path, chosen.assignment) from None


def template_of(
    assignment: Assignment,
    *,
    student: str | None = None,
    expected: Expected | None = None,
    named: str | None = None,
) -> str:
    """The same for an assignment that is loaded already; `expected` saves solving it again.

    `named` is how a check must be told of an assignment that nothing else leads to; empty where
    whoever fills the template in cannot check.
    """
    lines = _lines(assignment, student, expected or Expected(assignment), named)
    return visible("\n".join(lines) + "\n", longest=_LONGEST, lines=True)


def _lines(
    assignment: Assignment, student: str | None, expected: Expected, named: str | None
) -> Iterator[str]:
    yield f"# {_in_one_line(assignment.title)}"
    yield template_sentences.fill_in()
    yield template_sentences.check_with(named)
    yield f'assignment = "{assignment.id}"'
    if student is not None:
        yield f"student = {student!r}"
    if assignment.introduction:
        yield "#"
        yield from _wrapped(assignment.introduction)
    for question in assignment.questions:
        yield ""
        yield f"# {question.id}  {_in_one_line(question.title)}".rstrip()
        yield from _wrapped(question.prompt)
        exact = told_exact(question, expected)
        for answer in question.answers:
            if answer.prompt:
                yield from _wrapped(answer.prompt)
            yield from _choices(answer)
            if owner := class_of(answer):  # a class is written once, whole
                own = [other for other in assignment.answers if class_of(other) == owner]
                yield from code_lines(own) if own[0] is answer else ()
            else:
                yield from _slot(expected, question, answer, exact=answer.name in exact)


def _choices(answer: Answer) -> Iterator[str]:
    """What there is to choose from, under what is to be matched with it."""
    matched = matched_of(answer)
    over, between = handouts.match_with()
    if matched:
        yield from _wrapped(over)
        yield from (f"#   {_in_one_line(name)}" for name in matched)
        yield from _wrapped(between)
    for option, text in answer.options.items():
        yield from _wrapped(f"{option}: {text}" if text not in ("", option) else option)


def matched_of(answer: Answer) -> tuple[str, ...]:
    """What is to be matched, where its partners are written out in a list and not only named."""
    if answer.kind != "matching" or not answer.options or not isinstance(answer.value, dict):
        return ()
    return tuple(str(name) for name in answer.value)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(text: str) -> Iterator[str]:
    for paragraph in without_marks(text).strip().split("\n\n"):
        yield from textwrap.wrap(
            " ".join(paragraph.split()), _WIDTH, initial_indent="# ", subsequent_indent="# "
        )


def _slot(expected: Expected, question: Question, answer: Answer, *, exact: bool) -> Iterator[str]:
    reading = question.readings[0] if question.readings else None
    is_code = answer.kind in CODE
    key = None if is_code else key_of(expected, answer, question, reading)
    yield from lines_of(answer, key, exact=exact)


def lines_of(answer: Answer, key: Key | None, *, exact: bool = False) -> Iterator[str]:
    """The lines to fill in for one answer; code has no key."""
    if answer.kind == "function":
        yield from code_lines([answer])
    elif answer.kind == "tests":
        file = answer.value.get("file", "") if isinstance(answer.value, dict) else ""
        yield f"# {answer.name}: {sentences.tests_in_template(str(file))}"
    else:
        hint = hint_of(answer, key, exact=exact) if key is not None else ""
        yield f"{answer.name} = ...{'  # ' + hint if hint else ''}"


_HINTS = {
    "count": "a whole number",
    "shape": template_sentences.a_shape(),
    "range": "a pair (low, high)",
    "boolean": "True or False",
    "equation": template_sentences.right_hand_side(),
    "expression": template_sentences.written_out_sum(),
    "text": template_sentences.own_words(),
}


def hint_of(answer: Answer, key: Key, said: Tolerance | None = None, *, exact: bool = False) -> str:
    """What kind of value goes here, without a word of what it is.

    `said` is the rule of rounding that the reader has been told already; what is `exact` has no need of it.
    """
    if key.kind in NUMERIC:
        demand = EXACT if exact else demand_of(answer, said)
        return _numbers(key.shape, demand)
    words = ", ".join(answer.options or answer.labels)
    match key.kind:
        case "sequence":
            return template_sentences.labels_out_of(words)
        case "choice":
            return f"one of {words}"
        case "choices":
            return template_sentences.list_out_of(words)
        case "matching":
            given = key.value if isinstance(key.value, dict) else {}
            pairs, labels = [*given], sorted({str(label) for label in given.values()})
            if any(" " in name for name in (*pairs, *labels)):  # nobody sees where one ends
                pairs, labels = [f'"{one}"' for one in pairs], [f'"{one}"' for one in labels]
            return f"a dict: {', '.join(pairs)} to {', '.join(labels)}"
        case kind:
            return _HINTS.get(kind, "")


def _numbers(shape: tuple[int, ...], demand: str) -> str:
    rounded = f", {demand}" if demand else ""
    match shape:
        case () | (1,):  # a vector of one is read without its brackets, too
            return f"a number{rounded}"
        case (length,):
            return template_sentences.numbers_in_a_list(length, rounded)
        case _:
            return f"{counted(shape[0], 'row')} of {counted(shape[1], 'number')}{rounded}"
