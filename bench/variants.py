"""Variants: a class drawn and solved, against one seeded NumPy generator a student."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bench.rows import Row, timed
from grader.assignment import find_assignment, load_assignment
from grader.variant.lottery import Draft, Lottery, draft, own_numbers
from grader.variant.seed import keys_of

SHEET, CLASS, VETTED, CHUNK = "quiz-gated-cells", 5_000, 500, 2048


def rows() -> Iterator[Row]:
    """The whole quiz: drawn and solved; drawn, solved and vetted."""
    lottery = Lottery(load_assignment(find_assignment(SHEET)))
    assert lottery.vettings, "the tests are made before anything is timed"
    some, few = _class(CLASS), _class(VETTED)
    medians = timed(
        {
            "draw": lambda: [_solved(lottery, one) for one in _drafts(lottery, some)],
            "vet": lambda: lottery.drawn(b"secret", few),
            "floor": lambda: _one_by_one(lottery, CLASS),
        },
        rounds=5,
    )
    floor = medians["floor"]
    yield Row(f"{CLASS:,} quizzes drawn and solved", "their numbers by default_rng(k)",
              medians["draw"], floor)  # fmt: skip
    yield Row(f"{VETTED:,} quizzes drawn, solved, vetted", "their numbers by default_rng(k)",
              medians["vet"], floor * VETTED / CLASS)  # fmt: skip


def _class(count: int) -> list[str]:
    return [f"student {k}" for k in range(count)]


def _drafts(lottery: Lottery, students: list[str]) -> list[Draft]:
    sheet = lottery.assignment
    keys = keys_of(b"secret", sheet.id, sheet.version, students)
    first = np.zeros(len(students), dtype=np.uint64)
    return [draft(sheet, part, keys, first) for part in lottery.parts]


def _solved(lottery: Lottery, one: Draft) -> int:
    """How many values come out."""
    count = 0
    for rows_, vetting in lottery.sorted(one, lottery.vettings):
        bench = vetting.bench
        for start in range(0, len(rows_), CHUNK):
            some = rows_[start : start + CHUNK]
            given = {symbol: values[some] for symbol, values in one.given(bench.name).items()}
            lot = bench.lot(own_numbers(given, bench), len(some))
            count += sum(value.size for value in lot.values)
    return count


def _one_by_one(lottery: Lottery, count: int) -> None:
    """As many numbers, by a seeded generator a student: no grid, nothing solved."""
    sample = _drafts(lottery, ["sample"])
    shapes = [values.shape[1:] for one in sample for values in one.values.values()]
    for k in range(count):
        generator = np.random.default_rng(k)
        for shape in shapes:
            generator.integers(0, 18, size=shape)
