"""Calling a student's function: fresh copies in, results by name out.

A backward function gets the cache of the student's own forward function, made just before:
nothing that one call leaves behind can reach another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from grader.assignment.function import Function, Place
from grader.functions.cases import Case, case_for
from grader.functions.compare import is_open
from grader.sandbox import Kept, Opaque, Outcome, Returned, Worker
from grader.words.sentences import functions as sentences
from grader.words.shown import shown_text

_CACHE = "cache"
_MOST_KEYS = 12  # that are told where another one is missing


@dataclass(frozen=True)
class Reply:
    """What came of one call.

    `results` are the judged results by name; None where there are none, and then `outcome` (of
    this function, or of the `blocker` whose cache it needs) or `problem` says why.  `absent` says
    it of single results.
    """

    results: Mapping[str, object] | None = None
    outcome: Outcome | None = None
    blocker: str = ""
    problem: str = ""
    modified: tuple[str, ...] = ()
    nothing: bool = False
    absent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Caller:
    """A submission's functions, ready to be called."""

    worker: Worker
    functions: Mapping[str, Function]

    def call(self, name: str, case: Case) -> Reply:
        """Call a function with the arguments of a case."""
        function = self.functions[name]
        cache: Kept | None = None
        if function.takes_kept:
            first = self.forward(function.forward, case, _CACHE)
            if isinstance(first, Reply):
                own = self.probe(name, case) if first.nothing else first  # perhaps it needs none
                return first if own.results is None or own.nothing else own
            cache = first
        return self._called(name, case, cache)

    def forward(self, name: str, case: Case, key: str) -> Kept | Reply:
        """Run a forward function for its cache; a reply where there is none."""
        function = self.functions[name]
        case = case_for(case, function)
        arguments = [case.argument(place) for place in function.arguments]
        outcome = self.worker.call(name, arguments, keep=key)
        if not isinstance(outcome, Returned):
            return Reply(outcome=outcome, blocker=name)
        index = _place_of_cache(function, outcome.value)
        if is_open(_entry(outcome.value, index)):
            return Reply(blocker=name, problem=sentences.cache_absent(name), nothing=True)
        return Kept(key, index)

    def _called(self, name: str, case: Case, cache: object) -> Reply:
        function = self.functions[name]
        arguments = [cache if place.kept else case.argument(place) for place in function.arguments]
        keep = "result" if function.kept is not None else None
        outcome = self.worker.call(name, arguments, keep=keep, report_arguments=True)
        if not isinstance(outcome, Returned):
            return Reply(outcome=outcome)
        modified = _modified(function.arguments, arguments, outcome.arguments or ())
        return _read(function, outcome.value, modified)

    def probe(self, name: str, case: Case) -> Reply:
        """Call a backward function without any cache: some do not mind.

        One that does nothing does not, nor one that finds what it needs in a global name.
        """
        return self._called(name, case, None)

    def step(self, name: str, arguments: Sequence[object], key: str) -> Reply:
        """Call a function with these very arguments, and keep what it returns."""
        outcome = self.worker.call(name, arguments, keep=key)
        if not isinstance(outcome, Returned):
            return Reply(outcome=outcome)
        return _read(self.functions[name], outcome.value, ())


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


def _read(function: Function, value: object, modified: tuple[str, ...]) -> Reply:
    """The results by name out of what was returned."""
    if is_open(value):
        return Reply(nothing=True, problem=sentences.nothing_returned(), modified=modified)
    if len(function.returns) == 1:
        parts: Sequence[object] = [value]
    elif isinstance(value, (tuple, list)):
        parts = value
    else:
        names = [place.name for place in function.returns]
        return Reply(problem=sentences.not_a_tuple(names, _shown(value)), modified=modified)
    if len(parts) != len(function.returns):
        names = [place.name for place in function.returns]
        return Reply(problem=sentences.wrong_count(names, len(parts)), modified=modified)
    results: dict[str, object] = {}
    for place, part in zip(function.returns, parts, strict=True):
        if place.entries and not isinstance(part, dict) and not is_open(part):
            said = sentences.not_a_dict([entry.name for entry in place.entries], _shown(part))
            return Reply(problem=said, modified=modified)
        if place.entries:
            found = part if isinstance(part, dict) else {}
            results.update({entry.name: found.get(entry.name) for entry in place.entries})
        elif not place.kept:
            results[place.name] = part
    unknown = {
        entry.name: sentences.key_absent([shown_text(str(key), 40) for key in [*part][:_MOST_KEYS]])
        for place, part in zip(function.returns, parts, strict=True)
        for entry in place.entries
        if isinstance(part, dict) and entry.name not in part
    }
    nothing = all(is_open(result) for result in results.values())
    return Reply(results, modified=modified, nothing=nothing, absent=unknown)


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
        elif isinstance(before, np.ndarray) and not _same(before, now):
            names.append(place.name)
    return tuple(names)


def _same(before: object, now: object) -> bool:
    return (
        isinstance(now, np.ndarray)
        and isinstance(before, np.ndarray)
        and now.shape == before.shape
        and bool(np.array_equal(now, before, equal_nan=True))
    )
