"""A submission to fill in: every answer by its name, with what is asked for beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from grader.answer_key import key_of
from grader.assignment import Answer, Assignment, Question, find_assignment, load_assignment
from grader.errors import Faulty
from grader.expected import Expected
from grader.key import Key
from grader.unsolved import refusal
from grader.variant.selection import select

_WIDTH = 96


def template(
    name: str, *, student: str | None = None, secret: str | None = None, manifest: str | None = None
) -> str:
    """The text of a program with an empty line for every answer."""
    path = find_assignment(name)
    chosen = select(load_assignment(path), student, secret=secret, manifest=manifest)
    try:
        return template_of(chosen.assignment, student=student)
    except Faulty as fault:
        raise refusal(fault, path, chosen.assignment) from None


def template_of(assignment: Assignment, *, student: str | None = None) -> str:
    """The same for an assignment that is loaded already."""
    return "\n".join(_lines(assignment, student)) + "\n"


def _lines(assignment: Assignment, student: str | None) -> Iterator[str]:
    yield f"# {assignment.title}"
    yield "# Fill in what you know; what stays `...` counts as missing.  Vectors are lists, texts"
    yield "# stand in quotes.  Check your file with: grader check THIS_FILE"
    yield f'assignment = "{assignment.id}"'
    if student is not None:
        yield f"student = {student!r}"
    expected = Expected(assignment)
    for question in assignment.questions:
        yield ""
        yield f"# {question.id}  {question.title}".rstrip()
        yield from _wrapped(question.prompt)
        for answer in question.answers:
            if answer.prompt:
                yield from _wrapped(answer.prompt)
            for option, text in answer.options.items():
                yield from _wrapped(f"{option}: {text}" if text else option)
            yield from _slot(expected, question, answer)


def _wrapped(text: str) -> Iterator[str]:
    for paragraph in text.strip().split("\n\n"):
        yield from textwrap.wrap(
            " ".join(paragraph.split()), _WIDTH, initial_indent="# ", subsequent_indent="# "
        )


def _slot(expected: Expected, question: Question, answer: Answer) -> Iterator[str]:
    if answer.kind == "function":
        yield f"# {answer.name}: write this function"
        return
    reading = question.readings[0] if question.readings else None
    key = key_of(expected, answer, question, reading)
    hint = _hint(answer, key)
    yield f"{answer.name} = ...{'  # ' + hint if hint else ''}"


def _hint(answer: Answer, key: Key) -> str:
    """What kind of value goes here, without a word of what it is."""
    words = ", ".join(answer.options or answer.labels)
    decimals = answer.tolerance.decimals
    rounded = f", {decimals} decimals or more" if decimals is not None else ""
    match key.kind:
        case "number":
            return f"a number{rounded}"
        case "vector":
            return f"{key.target.shape[0]} numbers in a list{rounded}"
        case "matrix":
            rows, columns = key.target.shape
            return f"{rows} rows of {columns} numbers{rounded}"
        case "count":
            return "a whole number"
        case "shape":
            return "a shape such as (2, 3)"
        case "range":
            return "a pair (low, high)"
        case "sequence":
            return f"a list of labels out of {words}"
        case "choice":
            return f"one of {words}"
        case "choices":
            return f"a list out of {words}"
        case "boolean":
            return "True or False"
        case "matching":
            keys = key.value if isinstance(key.value, dict) else {}
            labels = sorted({str(label) for label in keys.values()})
            return f"a dict: {', '.join(keys)} to {', '.join(labels)}"
        case "equation":
            return "a text with the right-hand side"
        case "expression":
            return "a sum as a text, with its numbers written out"
        case _:
            return "a text in your own words"
