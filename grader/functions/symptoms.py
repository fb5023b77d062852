"""What wrong results show by themselves: another order, one array twice, the calls that went well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grader.functions.compare import as_numbers, close, compare
from grader.functions.trial_call import Tried
from grader.words.sentences import functions as sentences
from reference.readings.forks import ways


def another_order(first: Tried, relative: float) -> Iterator[str]:
    """The results where each is right for another name."""
    results = first.reply.results or {}
    order = []
    for value in results.values():
        fitting = [k for k, e in first.case.expected.items() if compare(value, e, relative).right]
        order += fitting[:1]
    if order != list(results) and sorted(order) == sorted(results):
        yield sentences.results_order(list(results), order)


def same_arrays(first: Tried) -> Iterator[str]:
    """Two results that should differ and hold the same numbers."""
    results = first.reply.results or {}
    names = [name for name, value in results.items() if isinstance(value, np.ndarray)]
    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            mine, its = np.asarray(results[one]), np.asarray(results[other])
            expected = first.case.expected
            both_right = first.at(one).stands and first.at(other).stands
            if np.array_equal(np.asarray(expected[one]), np.asarray(expected[other])):
                continue  # gradients of two biases that stand in one sum
            if mine.size > 1 and not both_right and np.array_equal(mine, its):
                yield sentences.function_same_arrays(one, other)
                return


def not_added_up(tried: Sequence[Tried], relative: float) -> Iterator[str]:
    """Rows that are wrong exactly where several things arrive at them: `dW[x] += dout`."""
    hit = False
    for one in tried:
        layout = one.case.layout
        indices = [place for place in one.case.given if place.below]
        for place in one.case.function.outputs:
            size = next((p for p in indices if layout.axes(place)[:1] == (p.below,)), None)
            got = as_numbers((one.reply.results or {}).get(place.name))
            wanted = as_numbers(one.case.expected[place.name])
            if size is None or got is None or wanted is None or got.shape != wanted.shape:
                return
            rows = one.case.numbers[size.name].astype(int).ravel()
            often = np.bincount(rows, minlength=len(wanted)) > 1
            right = close(got, wanted, relative).reshape(len(wanted), -1).all(axis=1)
            if (right == often).any():
                return
            hit = hit or bool(often.any())
    if hit:
        yield sentences.function_not_added_up()


def right_where_other_ways_are_taken(tried: Sequence[Tried]) -> Iterator[str]:
    """That most calls are right, but not all, where the equations compare numbers."""
    right = sum(one.passed for one in tried)
    if len(tried) < 2 * right < 2 * len(tried) and ways(tried[0].case.truth.written):
        yield sentences.function_right_in_some(right, len(tried))


def smaller_calls_right(tried: Sequence[Tried], steps: str, batch: str) -> Iterator[str]:
    """The lighter calls that go well: a single step, a single example."""
    said = {steps: sentences.function_one_step_right, batch: sentences.function_one_example_right}
    for letter, sentence in said.items():
        calls = [one for one in tried if letter and one.case.check == f"{letter}=1"]
        if calls and all(one.passed for one in calls):
            yield sentence()
