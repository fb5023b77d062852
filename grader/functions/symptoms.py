"""What wrong results show by themselves: another order, one array twice, the calls that went well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from grader.functions.cases import VALUES
from grader.functions.compare import Comparison, Match, as_numbers, close, compare
from grader.functions.parts import calls_of
from grader.functions.trial_call import Tried
from grader.words.sentences import functions as sentences
from reference.readings.forks import ways
from reference.records import replace


def another_order(first: Tried, relative: float) -> Iterator[str]:
    """The results where each is right for another name."""
    order = _order(first, relative)
    if order:
        yield sentences.results_order(list(order), list(order.values()))


def _order(one: Tried, relative: float) -> dict[str, str]:
    """For which name each result is right; empty where they stand in their order, or some is wrong."""
    results = one.reply.results or {}
    order = {}
    for name, value in results.items():
        fits = (k for k, e in one.case.expected.items() if compare(value, e, relative).right)
        order[name] = next(fits, "")
    moved = list(order.values()) != list(results) and sorted(order.values()) == sorted(results)
    return order if moved else {}


def with_order_told(tried: Sequence[Tried], relative: float) -> list[Tried]:
    """Calls in which all results are right in one other order: their numbers are right, their places are not."""
    values = calls_of(tried, VALUES)
    order = _order(values[0], relative) if values else {}
    if not order or not all(_is_in(order, one, relative) for one in values):
        return [*tried]
    places = {is_of: name for name, is_of in order.items()}
    told = {
        name: Comparison(Match.RIGHT)
        if name == place
        else Comparison(Match.FORM, sentences.result_elsewhere(place), "function.order")
        for name, place in places.items()
    }
    return [
        replace(one, comparisons=told) if _is_in(order, one, relative) else one for one in tried
    ]


def _is_in(order: Mapping[str, str], one: Tried, relative: float) -> bool:
    """Whether the results of a call are right in an order."""
    results, due = one.reply.results or {}, one.case.expected
    return order.keys() == results.keys() == due.keys() and all(
        compare(results[name], due[is_of], relative).right for name, is_of in order.items()
    )


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
