"""What is no rounded number: what was read, what is right, and how the two are held together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias, cast

from grader import reading
from grader.certificate.counts import counted
from grader.certificate.exact import NotShown, Row
from grader.certificate.proofs import Programs
from grader.checkers import whole
from grader.grading.follow import Carried
from grader.grading.seen import Seen
from grader.key.expected import Expected
from grader.outcome.finding import Finding, Unreadable, Verdict
from grader.words.sentences import certificates as sentences
from reference.proof.outward import UNIT

_EMPTY: Row = {"in_parts": False, "names_its_result": False, "chosen": []}


def values_of(one: Seen) -> Row | None:
    """What was read beside what is right, part by part; None for what only this program can tell.

    Parts count by themselves where the answer is a list: of words, of options, of partners.
    """
    found = _read(one)
    if found is None:
        return None
    value, right_of, in_parts = found
    rights = [
        right_of(one.key.value),
        *(right_of(other.value) for _, other in one.key.alternatives),
    ]
    return {**_EMPTY, "read": value, "right": rights, "in_parts": in_parts}


Found: TypeAlias = tuple[list[object], Callable[[object], list[object]], bool]


def _read(one: Seen) -> Found | None:
    typed, answer = one.typed, one.answer
    options = answer.options or dict.fromkeys(answer.labels, "")
    match one.key.kind:
        case "count":
            return _alone(reading.read_count(typed), lambda found: found.value)
        case "boolean":
            return _alone(reading.read_boolean(typed), lambda found: found.value)
        case "choice":
            return _alone(
                reading.read_choice(typed, options, answer.synonyms), lambda found: found.key
            )
        case "shape":
            return _in_place(one, reading.read_shape(typed), lambda found: found.sizes)
        case "range":
            return _in_place(one, reading.read_range(typed), lambda found: (found.low, found.high))
        case "choices":
            chosen = reading.read_choices(typed, options, answer.synonyms)
            if isinstance(chosen, Unreadable):
                return None
            return (
                _picked(chosen.keys, tuple(options)),
                partial(_picked, options=tuple(options)),
                True,
            )
        case "matching":
            return _pairs(one)
        case "sequence":
            length = len(cast("list[str]", one.key.value))
            labels = reading.read_sequence(
                typed, answer.labels, length=length, entrywise=answer.per_entry
            )
            if isinstance(labels, Unreadable):
                return None
            return list(labels.labels), lambda value: list(cast("list[str]", value)), True
        case _:
            return None


def _alone(found: Any, value_of: Callable[[Any], object]) -> Found | None:
    """A value that is right as a whole or not at all."""
    if isinstance(found, Unreadable):
        return None
    return [value_of(found)], lambda value: [_plain(value)], False


def _in_place(one: Seen, found: Any, numbers_of: Callable[[Any], Sequence[float]]) -> Found | None:
    """Numbers of which each counts at its place, where there are as many as are wanted."""
    if isinstance(found, Unreadable):
        return None
    numbers = list(cast("list[object]", _plain(tuple(numbers_of(found)))))
    in_parts = len(numbers) == len(cast("Sequence[float]", one.key.value))
    return numbers, lambda value: list(cast("list[object]", _plain(value))), in_parts


def _picked(keys: object, options: tuple[str, ...]) -> list[object]:
    """Of every option whether it was picked."""
    picked = {*cast("Sequence[str]", keys)}
    return [option in picked for option in options]


def _pairs(one: Seen) -> Found | None:
    answer = one.answer
    wanted = {str(k): str(v) for k, v in cast("Mapping[str, str]", one.key.value).items()}
    labels = tuple(dict.fromkeys([*wanted.values(), *answer.labels]))
    found = reading.read_matching(
        one.typed, tuple(wanted), labels, answer.synonyms, entrywise=answer.per_entry
    )
    if isinstance(found, Unreadable):
        return None

    def partners(value: object) -> list[object]:
        plain = {str(k): str(v) for k, v in cast("Mapping[str, str]", value).items()}
        return [plain.get(key) for key in wanted]

    return partners(found.mapping), partners, True


def _plain(value: object) -> object:
    match value:
        case Fraction():
            return str(value)
        case tuple() | list():
            return [str(v) if isinstance(v, float) else v for v in value]
        case _:
            return value


def expression_of(one: Seen) -> Row | None:
    """A sum that must have a value, and may not name it."""
    if one.key.kind != "expression":
        return None
    found = reading.read_expression(one.typed)
    if isinstance(found, Unreadable):
        return None
    keys = [one.key, *(other for _, other in one.key.alternatives)]
    values = [key.value for key in keys]
    # or it adds numbers that nobody sees the origin of
    is_working = any(not whole.unexplained(found, key) for key in keys if key.value == found.value)
    names = found.names_its_result or (found.value in values and not is_working)
    return {
        **_EMPTY,
        "read": [str(found.value)],
        "right": [[_plain(value)] for value in values],
        "names_its_result": names,
    }


def derived(
    programs: Programs, expected: Expected, one: Seen, carried: Carried, found: Finding
) -> Row:
    """The numbers behind what follows from numbers: the place of the largest score, a count."""
    if one.key.kind in ("count", "expression") and found.verdict is Verdict.CARRIED:
        raise NotShown(sentences.count_follows())
    if one.key.kind in ("count", "expression"):
        return counted(programs, expected, one)
    if not one.key.targets or one.key.kind not in ("sequence", "choice", "boolean"):
        return {}
    rows = [_chosen(programs, one, Carried(()), "key")]
    if found.verdict is Verdict.CARRIED:
        rows.append(_chosen(programs, one, carried, "carried"))
    return {"chosen": rows}


def _chosen(programs: Programs, one: Seen, own: Carried, by: str) -> Row:
    proofs = [programs.plainly(target, own) for target in one.key.targets]
    ends = [proof.program.enclosures.of(int(proof.registers)) for proof in proofs]
    if any(low != high for low, high in ends):
        raise NotShown(sentences.tied())
    labels = _labels(one, max(high // UNIT for _, high in ends))
    values = {step.name: step.numbers.array for step in own.steps}
    places = [round(float(target.value_given(values))) for target in one.key.targets]
    return {
        "by": by,
        "at": [[proof.program.number, int(proof.registers)] for proof in proofs],
        "labels": labels,
        "words": [labels[place - 1] for place in places],
    }


def _labels(one: Seen, most: int) -> list[object]:
    if one.key.kind == "boolean":
        return [False, True]
    return [*(one.answer.labels or one.answer.options or map(str, range(1, most + 1)))]
