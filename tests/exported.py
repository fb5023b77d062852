"""What the tests of exports share: banks, and every number with the interval that the key gives."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.export.bank import Bank, bank_of
from grader.export.question import Number, Question
from grader.export.variants import variants_of
from grader.handout.compose import sheet_of
from grader.handout.sheet import Sheet
from grader.variant.pool import pool

HERE = Path(__file__).resolve().parent
SHIPPED = (
    "cells-in-code", "exam-bptt-8", "exam-relu-12", "exam-relu-9", "layers-columns", "layers-rows",
    "quiz-gated-cells", "rnn-exercises", "sheet-pos-tagging",
)  # fmt: skip
HOSTILE = str(HERE / "assignments" / "hostile-export")
EVERY_RULE = str(HERE / "assignments" / "every-rule")
ALL = (*SHIPPED, HOSTILE, EVERY_RULE)


def xml(data: bytes) -> ET.Element:
    """The root of a document."""
    return ET.fromstring(data)  # noqa: S314 - the document is ours


def name_of(path: str) -> str:
    return Path(path).name


@cache
def assignment(name: str) -> Assignment:
    return load_assignment(find_assignment(name))


@cache
def printed(name: str) -> Bank:
    """The bank of an assignment's printed numbers."""
    return bank_of(variants_of(assignment(name)))


@cache
def key(name: str) -> Sheet:
    """The sheet that the bank is made of, made once more."""
    return sheet_of(variants_of(assignment(name))[""], solved=True)


def drawn(name: str, count: int, folder: Path) -> Bank:
    """A bank of variants."""
    secret = folder / "secret"
    secret.write_text("correct horse battery staple\n")
    return bank_of(variants_of(assignment(name), pool(count), secret=str(secret)))


def questions(bank: Bank) -> Iterator[Question]:
    for each in bank.pools:
        yield from each.distinct


def number_intervals(name: str) -> dict[str, list[tuple[float, float]]]:
    """What the key accepts for every rounded number, by the answer's name, row by row."""
    return {
        slot.name: [
            (float(low), float(high))
            for low, high in zip(
                np.ravel(slot.solutions[0].accepted.low),
                np.ravel(slot.solutions[0].accepted.high),
                strict=True,
            )
        ]
        for task in key(name).tasks
        for slot in task.slots
        if slot.solutions and slot.solutions[0].accepted is not None
    }


def outside(low: float, high: float, step: float) -> tuple[float, float]:
    """Numbers that nobody may get points for: just below, and just above."""
    far = step * max(1.0, abs(low), abs(high))
    return low - far, high + far


def numbers(question: Question) -> Iterator[tuple[str, int, Number]]:
    """The numbers of a question: the answer's name, the place in it, what counts."""
    for answer in question.answers:
        for place, entry in enumerate(answer.entries):
            if isinstance(entry.expects, Number):
                yield answer.name, place, entry.expects
