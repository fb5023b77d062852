"""What is typed into every item of an export, and what the grader itself gives for it.

Every item has these cases: right, silent, blank, wrong, at both ends of every interval, just outside, with commas,
and with the long minus of printed formulas.  What they are worth is said by `grader check` of a submission with the
same values, without what was carried: no course system knows follow-through.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import grader
from grader.assignment import find_assignment, load_assignment
from grader.export.accepted_decimals import Ends, decimal
from grader.export.ask import TRUTH
from grader.export.bank import Bank, bank_of
from grader.export.package import document
from grader.export.qti import item_id
from grader.export.qti3_names import renamed
from grader.export.qti_item import item
from grader.export.question import Asked, Number, OneOf, Question, SomeOf
from grader.export.variants import variants_of
from grader.outcome.finding import Verdict

Typed = dict[str, Any]
Points = dict[str, float]  # by the name of an answer

CASES = (
    "right",
    "low end",
    "high end",
    "below",
    "above",
    "wrong",
    "comma",
    "long minus",
    "blank",
    "silent",
)


def banks(names: list[str]) -> Iterator[tuple[str, Bank]]:
    """The banks of assignments with their printed numbers."""
    for name in names:
        yield name, bank_of(variants_of(load_assignment(find_assignment(name))))


def items(names: list[str]) -> Iterator[dict[str, Any]]:
    """Every item that a system judges, in both versions of QTI, with its cases."""
    for name, bank in banks(names):
        graded = _graded_by_case(name, bank)
        for pool in bank.pools:
            for question in pool.distinct:
                if question.by_hand is None:
                    own = item_id(bank, question)
                    root = item(question, own)
                    yield {
                        "assignment": name,
                        "id": own,
                        "second": document(root).decode(),
                        "xml": document(renamed(root)).decode(),
                        "numbers": sum(
                            isinstance(e.expects, Number)
                            for a in question.answers
                            for e in a.entries
                        ),
                        "cases": list(_cases(question, graded)),
                    }


def _cases(question: Question, graded: Mapping[str, Points]) -> Iterator[dict[str, Any]]:
    for case in CASES:
        typed = _typed(question, case)
        if case in ("comma", "long minus") and typed == _typed(question, "right"):
            continue  # nothing in it is written otherwise
        points = sum(graded[case].get(answer.name, 0.0) for answer in question.answers)
        yield {"name": case, "typed": typed, "expected": points}


def _typed(question: Question, case: str) -> Typed:
    if case == "silent":
        return {}
    typed: Typed = {}
    for a, answer in enumerate(question.answers, start=1):
        if answer.matching:
            if case != "blank":
                typed[f"RESPONSE_{a}"] = _pairs(answer, case)
            continue
        for e, entry in enumerate(answer.entries, start=1):
            name = f"RESPONSE_{a}_{e}"
            match entry.expects:
                case Number(ends):
                    typed[name] = _number(ends, case)
                case OneOf(options, right) if case != "blank":
                    typed[name] = f"choice_{_chosen(options, right, case) + 1}"
                case SomeOf(options, right) if case != "blank":
                    chosen = [p for p in range(len(options)) if (p in right) != (case == "wrong")]
                    typed[name] = [f"choice_{p + 1}" for p in chosen]
                case _:
                    pass
    return typed


def _pairs(answer: Asked, case: str) -> list[str]:
    pairs = []
    for e, entry in enumerate(answer.entries, start=1):
        assert isinstance(entry.expects, OneOf)
        chosen = _chosen(entry.expects.options, entry.expects.right, case)
        pairs.append(f"label_{e} choice_{chosen + 1}")
    return pairs


def _number(ends: Ends, case: str) -> str:
    """What is typed for a number."""
    step = _step(ends)
    match case:
        case "low end":
            return decimal(ends.low)
        case "high end":
            return decimal(ends.high)
        case "below":
            return decimal(ends.low - step)
        case "above":
            return decimal(ends.high + step)
        case "wrong":
            return decimal(ends.high + 1 + 3 * abs(ends.high))
        case "comma":
            return decimal(ends.right).replace(".", ",")
        case "long minus":
            return decimal(ends.right).replace("-", "\N{MINUS SIGN}")
        case "blank":
            return ""
        case _:
            return decimal(ends.right)


def _step(ends: Ends) -> Decimal:
    """So far beside an end that the grader itself forgives it no longer."""
    return Decimal("0.00000001") * max(Decimal(1), abs(ends.low), abs(ends.high))


def _graded_by_case(name: str, bank: Bank) -> dict[str, Points]:
    """The points that the grader gives for each answer of a sheet in every case, without what it carries.

    A whole sheet is typed at once: to say what is wrong with it takes the grader longer than to read it.
    """
    questions = [q for pool in bank.pools for q in pool.distinct if q.by_hand is None]
    return {
        case: {} if case in ("silent", "blank") or not questions else _graded(name, questions, case)
        for case in CASES
    }


def _graded(name: str, questions: Sequence[Question], case: str) -> Points:
    names = {
        answer.name: {text or word: word for word, text in answer.options.items()}
        for answer in load_assignment(find_assignment(name)).answers
    }
    answers = {
        answer.name: _value(answer, names[answer.name], case)
        for question in questions
        for answer in question.answers
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "typed.json"
        path.write_text(json.dumps({"assignment": name, **answers}), encoding="utf-8")
        report = grader.check(str(path), assignment=name)
    return {
        entry.name: float(entry.score)
        for entry in report.entries
        if entry.name in answers and entry.verdict is not Verdict.CARRIED
    }


def _value(answer: Asked, names: dict[str, str], case: str) -> object:
    """The same answer as a submission gives it."""
    values = [_typed_value(entry.expects, names, case) for entry in answer.entries]
    labels = [entry.label for entry in answer.entries]
    if isinstance(answer.entries[0].expects, OneOf) and labels != [""]:
        is_list = all(label.isdecimal() for label in labels)
        return values if is_list else dict(zip(labels, values, strict=True))
    if labels == [""]:
        return values[0]
    if answer.columns > 1:
        return [values[i : i + answer.columns] for i in range(0, len(values), answer.columns)]
    return values


def _typed_value(expects: object, names: dict[str, str], case: str) -> object:
    match expects:
        case Number(ends):
            return _number(ends, case)
        case OneOf(options, right):
            chosen = options[_chosen(options, right, case)]
            return chosen == "True" if options == TRUTH else names.get(chosen, chosen)
        case SomeOf(options, right):
            picked = [p for p in range(len(options)) if (p in right) != (case == "wrong")]
            return [names.get(options[p], options[p]) for p in picked]
        case _:
            return None


def _chosen(options: tuple[str, ...], right: tuple[int, ...], case: str) -> int:
    if case != "wrong":
        return right[0]
    return next((place for place in range(len(options)) if place not in right), right[0])


if __name__ == "__main__":
    json.dump(list(items(sys.argv[1:])), sys.stdout, indent=1)
