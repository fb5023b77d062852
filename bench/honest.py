"""Honest work in many styles, for many variants at once: what the figures on refusals are made of.

A style says what a working does at each place where it may round.  Sigmoid, tanh and softmax are
worked out straight, from their exponentials, or each number its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.assignment import Assignment, Tolerance, find_assignment, load_assignment
from grader.key.target import rounding_of
from grader.variant.lottery import Lottery
from grader.variant.solution import Asked, VariantBatch, benches
from grader.variant.student_numbers import Numbers, filled
from reference import Interval, Rounding
from reference.language.functions import Array
from reference.readings.reach import Decisions, options, places, work

SECRET = b"figures that anybody may make again"
WAYS = {"straight": 0, "two exponentials": 1, "one exponential": 2, "mixed ways": 3}
BY_CHANCE = ("ties by chance", "here and there", "any digits")


@dataclass(frozen=True)
class Question:
    """One answer of many variants: its rule, what counts as right, and the numbers."""

    sheet: str
    one: Asked
    rule: Rounding
    inputs: dict[str, Array]
    interval: Interval
    variants: int


def questions(name: str, level: str, students: range) -> Iterator[Question]:
    """The answers with decimals of an assignment that ships, drawn for these students."""
    assignment = load_assignment(find_assignment(name))
    for batch in _batches(assignment, students):
        for one in batch.bench.asked:
            tolerance = one.answer.tolerance
            if one.is_label or tolerance.decimals is None:
                continue
            rule = Tolerance(decimals=tolerance.decimals, truncation=tolerance.truncation, at=level)
            system = replace(one.target.system, inputs=batch.inputs, pins=batch.pins)
            target = replace(one.target, system=system)
            yield Question(
                name,
                replace(one, target=target),
                rounding_of(rule),
                {**batch.inputs, **batch.pins},
                target.accepted(rule),
                batch.rows,
            )


def _batches(assignment: Assignment, students: range) -> Iterator[VariantBatch]:
    """Variants that differ in numbers only, together."""
    kinds: dict[tuple[tuple[str, str], ...], list[Numbers]] = {}
    for numbers in Lottery(assignment).drawn(SECRET, [f"student {k}" for k in students]):
        kinds.setdefault(tuple(sorted(numbers.cells.items())), []).append(numbers)
    for some in kinds.values():
        for name, bench in benches(filled(assignment, some[0])).items():
            given = {
                symbol: np.asarray([one.given[name][symbol] for one in some], dtype=np.float64)
                for symbol in some[0].given.get(name, {})
                if symbol in bench.model.file.given
            }
            yield bench.lot(given, len(some))


def workings(question: Question, repeats: int, seed: int) -> Iterator[tuple[str, int, int]]:
    """By style: how many workings there were, and how many of them the key refuses."""
    for style, values, times in worked(question, repeats, seed):
        yield style, *_counted(question, values, times)


def worked(question: Question, repeats: int, seed: int) -> Iterator[tuple[str, Array, int]]:
    """By style: what all workings come to, and how many there are of each variant."""
    random = np.random.default_rng(seed)
    target = question.one.target
    for way, number in WAYS.items():
        if number and not question.rule.reaches("written"):
            continue
        inputs = question.inputs
        here = places(target.system.cell, target.expression, inputs, question.rule, way=number)
        entries = int(np.prod(target.shape, dtype=int))
        for style, times in styles(question.rule, repeats):
            rows = question.variants * times
            if times > 1:
                many = {k: np.repeat(v, times, axis=0) for k, v in inputs.items()}
                here = replace(here, inputs=many)
            decisions = decided(style, question.rule, (rows, here.count), entries, random)
            yield f"{style}, {way}", work(here, decisions), times


def _counted(question: Question, values: Array, times: int) -> tuple[int, int]:
    """Who divides by 0 keeps more digits, and is nobody's working."""
    rank = len(question.one.target.shape)

    def over_rows(end: Array) -> Array:
        wide = end if end.ndim > rank else np.broadcast_to(end, (question.variants, *end.shape))
        return np.repeat(wide, times, axis=0)

    interval = Interval(
        *(over_rows(np.asarray(e)) for e in (question.interval.low, question.interval.high))
    )
    flat = values.reshape(len(values), -1)
    finite = np.isfinite(flat).all(axis=1)
    fits = interval.holds(values).reshape(len(values), -1).all(axis=1)
    return int(finite.sum()), int((finite & ~fits).sum())


def styles(rule: Rounding, repeats: int) -> Iterator[tuple[str, int]]:
    """The styles inside a rule, each with how many workings a variant is good for."""
    yield from (("nothing rounded", 1), ("ties up", 1), ("ties down", 1))
    yield from (("a digit more", 1), ("two digits more", 1), ("a digit more, answer asked", 1))
    if rule.truncation:
        yield "digits cut off", 1
    yield from ((style, repeats) for style in BY_CHANCE)


def decided(
    style: str, rule: Rounding, shape: tuple[int, int], entries: int, random: np.random.Generator
) -> Decisions:
    """What workings of a style decide at each place; the last places are the answer's own."""
    known = options(rule)
    of = {option: k for k, option in enumerate(known)}
    match style:
        case "nothing rounded":
            chosen: NDArray[Any] = np.zeros(shape)
        case "ties up" | "ties down":
            chosen = np.full(shape, of[0, style.partition(" ")[2]])
        case "a digit more" | "two digits more":
            chosen = np.full(shape, of[1 if style.startswith("a ") else 2, "up"])
        case "a digit more, answer asked":
            chosen = np.full(shape, of[1, "up"])
            chosen[:, shape[1] - entries :] = of[0, "up"]
        case "digits cut off":
            chosen = np.full(shape, of[0, "cut"])
        case "ties by chance":
            chosen = random.choice([of[0, "up"], of[0, "down"]], size=shape)
        case "here and there":
            chosen = random.choice([0, of[0, "up"], of[0, "down"]], size=shape)
        case _:
            chosen = random.integers(0, len(known), size=shape)
    return chosen.astype(np.int8)
