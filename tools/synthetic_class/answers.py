"""What students write: all right, a slip, a misconception, a slip carried on, half of it, nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from grader.assignment import Answer, Assignment, Question
from grader.assignment.kinds import NUMERIC
from grader.grading.follow import Carried, goes_into
from grader.grading.mistakes import Mistake, mistakes_for
from grader.handout.solve import plain_value
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.model import Key

KINDS = ("right", "slips", "misconceptions", "carried", "half", "blank", "noise")
_TEXTS = (
    "Because the gate is closed.",
    "Die Zelle vergisst; σ(z) → 0, das Produkt verschwindet.",
    "=1+1 is not the reason",
    'It depends: h_t is "squashed", \\n literally.',
)


@dataclass(frozen=True)
class Sheet:
    """One student's sheet solved, with the usual mistakes of every number on it."""

    assignment: Assignment
    expected: Expected = field(repr=False)
    keys: Mapping[str, tuple[Question, Answer, Key]] = field(repr=False)
    _mistakes: dict[str, list[Mistake]] = field(default_factory=dict, repr=False)

    def mistakes(self, name: str) -> list[Mistake]:
        """The usual mistakes of one number."""
        if name not in self._mistakes:
            _, answer, key = self.keys[name]
            self._mistakes[name] = list(mistakes_for(key, answer, Carried(())))
        return self._mistakes[name]

    @property
    def numbers(self) -> list[str]:
        """The names of the answers that are numbers."""
        return [name for name, (_, _, key) in self.keys.items() if key.kind in NUMERIC]


def sheet_of(assignment: Assignment) -> Sheet:
    """The sheet, with its key worked out."""
    expected = Expected(assignment)
    keys = {}
    for question in assignment.questions:
        for answer in question.answers:
            if answer.kind not in ("text", "function", "tests"):
                reading = question.readings[0] if question.readings else None
                keys[answer.name] = (question, answer, key_of(expected, answer, question, reading))
    return Sheet(assignment, expected, keys)


def written(sheet: Sheet, kind: str, chance: random.Random) -> dict[str, object]:
    """The answers of one student of this kind, by name."""
    right = {name: _right(sheet, name) for name in sheet.keys}
    for answer in sheet.assignment.answers:
        if answer.kind == "text":
            right[answer.name] = chance.choice(_TEXTS)
    return _KINDS[kind](sheet, right, chance)


def _right(sheet: Sheet, name: str) -> object:
    question, answer, key = sheet.keys[name]
    reading = question.readings[0] if question.readings else None
    value = plain_value(sheet.expected, key, sheet.expected.value_text(answer, reading))
    return _rounded(value, answer) if key.kind in NUMERIC else value


def _rounded(value: object, answer: Answer) -> object:
    decimals = answer.tolerance.decimals
    places = 8 if decimals is None else decimals + 2
    return (np.round(np.asarray(value, dtype=float), places) + 0.0).tolist()


def _slips(sheet: Sheet, right: dict[str, object], chance: random.Random) -> dict[str, object]:
    for name in chance.sample(sheet.numbers, k=min(len(sheet.numbers), chance.randint(1, 3))):
        value = np.asarray(right[name], dtype=float)
        right[name] = _rounded(
            value + chance.choice((-1, 1)) * chance.choice((0.1, 0.2, 1, 0.03)),
            sheet.keys[name][1],
        )
    return right


def _misconceptions(
    sheet: Sheet, right: dict[str, object], chance: random.Random
) -> dict[str, object]:
    for name in sheet.numbers:
        mistakes = sheet.mistakes(name)
        if mistakes and chance.random() < 0.5:
            right[name] = _rounded(chance.choice(mistakes).value, sheet.keys[name][1])
    return right


def _carried(sheet: Sheet, right: dict[str, object], chance: random.Random) -> dict[str, object]:
    """One wrong number near the start, and everything after it worked out from it."""
    numbers = [name for name in sheet.numbers if sheet.keys[name][2].target.name]
    if not numbers:
        return _slips(sheet, right, chance)
    first = chance.choice(numbers)
    target = sheet.keys[first][2].target
    wrong = np.asarray(right[first], dtype=float) + chance.choice((0.25, -0.25, 0.5))
    right[first] = _rounded(wrong, sheet.keys[first][1])
    for name in sheet.numbers:
        other = sheet.keys[name][2].target
        if name != first and goes_into(target, other):
            right[name] = _rounded(
                other.value_given({str(target.name): wrong}), sheet.keys[name][1]
            )
    return right


def _half(sheet: Sheet, right: dict[str, object], chance: random.Random) -> dict[str, object]:
    del sheet
    return {name: value for name, value in right.items() if chance.random() < 0.6}


def _noise(sheet: Sheet, right: dict[str, object], chance: random.Random) -> dict[str, object]:
    for name in chance.sample(sorted(sheet.keys), k=min(len(sheet.keys), 4)):
        right[name] = chance.choice(("?", None, 42, [1, 2, 3], "0,5", True, "half", float("inf")))
    return right


_KINDS: dict[str, Callable[[Sheet, dict[str, object], random.Random], dict[str, object]]] = {
    "right": lambda sheet, right, chance: right,  # noqa: ARG005
    "slips": _slips,
    "misconceptions": _misconceptions,
    "carried": _carried,
    "half": _half,
    "blank": lambda sheet, right, chance: {},  # noqa: ARG005
    "noise": _noise,
}
