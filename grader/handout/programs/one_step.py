"""The lines of a function that works out one step, forward or back."""

from __future__ import annotations

from collections.abc import Iterator

from grader.handout.programs.body import Body, in_tuple
from grader.handout.programs.task import NoText
from reference import Equation, Symbol

CACHE = "cache"


def one_step(body: Body) -> Iterator[str]:
    """The lines of the body."""
    task = body.task
    yield from body.taken_apart()
    if task.function.takes_kept:
        yield from _unpacked(body)
    yield from _zeros(body)
    yield from body.lines_of(task.whole, _equations(body))
    cache = ""
    if task.function.kept is not None or body.cached:
        cache = CACHE if task.function.kept is None else _kept_name(body)
        holder = f"self.{CACHE}" if task.function.kept is None else cache
        yield f"{holder} = {body.tuple_of(_held(body))}"
    yield from body.returned(results(body), cache)


def _equations(body: Body) -> tuple[Equation, ...]:
    """What the body works out: also what only the cache needs, and of what a cache holds nothing."""
    task = body.task
    if task.function.takes_kept:
        return task.backward.equations
    if task.leaving or not body.cached:
        return task.whole.equations
    return task.forward.needed((*task.own, *body.cached)).equations


def _held(body: Body) -> tuple[Symbol, ...]:
    """What goes into the cache: what the way back needs, else what came in."""
    return body.cached or tuple(map(body.task.symbol, body.task.given))


def _kept_name(body: Body) -> str:
    returned = (p.name for p in body.task.function.returns if p.kept)
    return body.names.new(next(returned))


def _unpacked(body: Body) -> Iterator[str]:
    """The cache of the forward function, opened."""
    task = body.task
    for symbol in task.remembered:
        if symbol not in body.variables:
            body.variables[symbol] = body.names.of(symbol)
    for place in task.given:
        body.know(task.symbol(place), place)
    known_many(body)
    yield f"{in_tuple(body.variables[s] for s in task.remembered)[1:-1]} = {holder(body)}"


def known_many(body: Body) -> None:
    """Every quantity of a cell that runs over examples has one for each."""
    if body.task.function.batch:
        body.many |= set(body.task.forward.by_target)


def holder(body: Body) -> str:
    """Where the cache is: an argument, or in the object."""
    kept = (place.name for place in body.task.function.positional if place.kept)
    return next(kept, f"self.{CACHE}")


def _zeros(body: Body) -> Iterator[str]:
    """Initial states that no argument gives."""
    for state in body.task.states:
        symbol = Symbol(state, 0)
        if symbol in body.variables or symbol not in body.task.whole.free:
            continue
        name = body.names.of(symbol)
        yield f"{name} = {body.zeros(symbol, tuple(body.variables))}"
        body.variables[symbol] = name


def results(body: Body) -> dict[Symbol, str]:
    """The text of every array that is returned."""
    found = {}
    for place in body.task.outputs:
        symbol = body.task.symbol(place)
        if symbol not in body.variables:
            raise NoText
        found[symbol] = body.result(place, body.variables[symbol], many=symbol in body.many)
    return found
