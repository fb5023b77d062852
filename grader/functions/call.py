"""Calling a student's function: fresh copies in, results by name out.

A backward function gets the cache of the student's own forward function, made just before:
nothing that one call leaves behind can reach another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np

from grader.assignment.function import GRADIENTS, Function, Place
from grader.functions.cases import Case, called_with, case_for
from grader.functions.compare import is_open
from grader.functions.tensors import arriving, as_numbers_alone, as_result, as_sent
from grader.functions.trial_call import Reply
from grader.sandbox import Kept, OnObject, Opaque, Outcome, Returned, Worker
from grader.words.sentences import functions as sentences
from grader.words.shown import shown_text
from reference.records import dataclass

_CACHE = "cache"
_MOST_KEYS = 12  # that are told where another one is missing


@dataclass(frozen=True)
class Caller:
    """A submission's functions, ready to be called."""

    worker: Worker
    functions: Mapping[str, Function]

    def call(self, name: str, case: Case) -> Reply:
        """Call a function with the arguments of a case."""
        function = self.functions[name]
        if case.check == GRADIENTS:
            return self._slopes(name, case)
        cache: Kept | None = None
        if function.takes_kept:
            first = self.forward(function.forward, case, _CACHE, whole=function.takes_object)
            if isinstance(first, Reply):
                own = self.probe(name, case) if first.nothing else first  # perhaps it needs none
                return first if own.results is None or own.nothing else own
            cache = first
        return self._called(name, case, cache)

    def forward(self, name: str, case: Case, key: str, *, whole: bool = False) -> Kept | Reply:
        """Run a forward function for its cache, or its `whole` object; a reply where there is none."""
        function = self.functions[name]
        case = case_for(case, function)
        outcome = self.ask(name, called_with(function, case.argument), keep=key)
        if not isinstance(outcome, Returned):
            return Reply(outcome=outcome, blocker=name)
        if whole:
            return Kept(f"{key}.self")
        value = cast("list[object]", outcome.value)[0] if function.call else outcome.value
        index = _place_of_cache(function, value)
        if is_open(_entry(value, index)):
            return Reply(blocker=name, problem=sentences.cache_absent(name), nothing=True)
        return Kept(key, index)

    def _called(self, name: str, case: Case, cache: object) -> Reply:
        function = self.functions[name]
        on = cache if function.takes_object and isinstance(cache, Kept) else None
        call = called_with(function, lambda p: cache if p.kept else case.argument(p), on)
        keep = "result" if function.kept is not None else None
        outcome = self.ask(name, call, keep=keep, report_arguments=True)
        if not isinstance(outcome, Returned):
            return Reply(outcome=outcome)
        places = (*function.positional, *function.attributes)
        told = as_sent(function, call)
        sent = [as_numbers_alone(one) for one in (*told.arguments, *told.attributes.values())]
        after = [as_numbers_alone(one) for one in outcome.arguments or ()]
        return _read(function, outcome, _modified(places, sent, after))

    def _slopes(self, name: str, case: Case) -> Reply:
        """What autograd makes of the results of a function, by its arguments."""
        function = self.functions[name]
        call = called_with(function, case.argument)
        outcome = self.ask(name, call, keep="result", need_slopes=True)
        if isinstance(outcome, Returned):
            outcome = self.worker.slopes("result", arriving(function, case))
        if not isinstance(outcome, Returned):
            return Reply(outcome=outcome)
        found = cast("list[object]", as_numbers_alone(outcome.value))
        places = (*function.positional, *function.attributes)
        by_name = {f"d{p.name}": slope for p, slope in zip(places, found, strict=True)}
        results = {place.name: by_name.get(place.name) for place in case.function.outputs}
        for key, right in case.expected.items():
            if results[key] is None and not np.asarray(right).any():  # nothing hangs on it
                results[key] = np.zeros(np.asarray(right).shape)
        lost = {key: sentences.gradient_absent() for key, slope in results.items() if slope is None}
        return Reply(results, absent=lost)

    def ask(
        self,
        name: str,
        call: OnObject,
        *,
        keep: str | None,
        report_arguments: bool = False,
        need_slopes: bool = False,
    ) -> Outcome:
        """Call what an answer is about: a function, or something on an object."""
        function = self.functions[name]
        call = as_sent(function, call, need_slopes=need_slopes)
        if function.call:
            return self.worker.act(function.call, call, keep=keep or "result")
        return self.worker.call(name, call.arguments, keep=keep, report_arguments=report_arguments)

    def probe(self, name: str, case: Case) -> Reply:
        """Call a backward function without any cache: some do not mind.

        One that does nothing does not, nor one that finds what it needs in a global name.
        """
        return self._called(name, case, None)

    def step(self, name: str, call: OnObject, key: str) -> Reply:
        """Call a function with these very arguments, and keep what it returns."""
        outcome = self.ask(name, call, keep=key)
        if not isinstance(outcome, Returned):
            return Reply(outcome=outcome)
        return _read(self.functions[name], outcome, ())


def _place_of_cache(function: Function, value: object) -> int | None:
    """Where the cache stands: among too many or too few results the last may be it, if no array."""
    if len(function.returns) < 2:
        return None
    if isinstance(value, (tuple, list)) and len(value) != len(function.returns):
        is_cache = bool(value) and not isinstance(value[-1], (np.ndarray, float))
        return len(value) - 1 if is_cache else len(value)
    return function.kept


def _entry(value: object, index: int | None) -> object:
    if index is None:
        return value
    if isinstance(value, (tuple, list)) and index < len(value):
        return value[index]
    return None


def _read(function: Function, outcome: Returned, modified: tuple[str, ...]) -> Reply:
    """The results by name out of what was returned, and out of what the object has now."""
    value, stored = outcome.value, dict[object, object]()
    if function.call:
        value, stored = cast("tuple[object, dict[object, object]]", outcome.value)
    parts = _returned(function, value)
    if isinstance(parts, str):
        return Reply(nothing=is_open(value), problem=parts, modified=modified)
    results: dict[str, object] = {}
    unknown: dict[str, str] = {}
    for place in function.stored:
        if place.name not in stored:
            unknown[place.name] = sentences.attribute_absent(place.name)
    parts = [*parts, *(stored.get(place.name) for place in function.stored)]
    for place, part in zip((*function.returns, *function.stored), parts, strict=True):
        problem = _open(place, as_result(function, part), results, unknown)
        if problem:
            return Reply(problem=problem, modified=modified)
    nothing = all(is_open(result) for result in results.values())
    return Reply(results, modified=modified, nothing=nothing, absent=unknown)


def _returned(function: Function, value: object) -> Sequence[object] | str:
    """What was returned, one by one; what is wrong where it is something else."""
    names = [place.name for place in function.returns]
    if not names:
        return ()
    if is_open(value):
        return sentences.nothing_returned()
    if len(names) == 1:
        several = _is_several(function.returns[0], value)
        return (
            sentences.wrong_count(names, len(cast("tuple[object]", value))) if several else [value]
        )
    if not isinstance(value, (tuple, list)):
        return sentences.not_a_tuple(names, _shown(value))
    return value if len(value) == len(names) else sentences.wrong_count(names, len(value))


def _is_several(place: Place, value: object) -> bool:
    """Whether a tuple holds results beside the one that is asked for: each part has all its axes."""
    if type(value) is not tuple or len(value) < 2 or place.entries or not place.axes:
        return False
    return all(isinstance(one, np.ndarray) and one.ndim >= len(place.axes) for one in value)


def _open(place: Place, part: object, results: dict[str, object], unknown: dict[str, str]) -> str:
    """Take the results out of a dict, a list or a tuple; what is wrong where it is none."""
    if not place.entries:
        if not place.kept:
            results[place.name] = _stacked(place, part)
        return ""
    names = [entry.name for entry in place.entries]
    if is_open(part):
        inside: list[object] = [None] * len(names)
    elif place.container != "dict":
        if not isinstance(part, (list, tuple)) or len(part) != len(names):
            return sentences.not_a_row(names, place.container, _shown(part))
        inside = [*part]
    else:
        if not isinstance(part, dict):
            return sentences.not_a_dict(names, _shown(part))
        inside = [part.get(name) for name in names]
        keys = [shown_text(str(key), 40) for key in [*part][:_MOST_KEYS]]
        unknown.update({n: sentences.key_absent(keys) for n in names if n not in part})
    problems = (_open(e, p, results, unknown) for e, p in zip(place.entries, inside, strict=True))
    return next(filter(None, problems), "")


def _stacked(place: Place, part: object) -> object:
    """One array of a list of arrays, where the arrays fit together."""
    arrays = part if place.split and isinstance(part, (list, tuple)) else ()
    shapes = {np.shape(one) for one in arrays if isinstance(one, np.ndarray)}
    if len(shapes) != 1 or not all(isinstance(one, np.ndarray) for one in arrays):
        return part
    at = place.axes.index(place.split)
    return np.stack(arrays, axis=min(at, len(next(iter(shapes)))))


def _shown(value: object) -> str:
    if isinstance(value, Opaque):
        return value.type_name
    if isinstance(value, np.ndarray):
        return f"array of shape {value.shape}"
    return type(value).__name__


def _modified(
    places: Sequence[Place], sent: Sequence[object], after: Sequence[object]
) -> tuple[str, ...]:
    """The arguments that are no longer what was handed in."""
    names: list[str] = []
    for place, before, now in zip(places, sent, after, strict=False):
        if isinstance(before, dict) and isinstance(now, dict):
            names += [key for key, value in before.items() if not _same(value, now.get(key))]
        elif place.entries and isinstance(before, (list, tuple)):
            inside = now if isinstance(now, (list, tuple)) else ()
            names += _modified(place.entries, before, inside)
        elif not _same(before, now):
            names.append(place.name)
    return tuple(names)


def _same(before: object, now: object) -> bool:
    """Whether an argument is what it was; an array without axes is a number by now."""
    if isinstance(before, list):
        whole = isinstance(now, list) and len(now) == len(before)
        return whole and all(map(_same, before, cast("list[object]", now)))
    if not isinstance(before, np.ndarray):
        return True
    return (
        isinstance(now, (np.ndarray, np.generic, float, int))
        and np.shape(now) == before.shape
        and bool(np.array_equal(now, before, equal_nan=True))
    )
