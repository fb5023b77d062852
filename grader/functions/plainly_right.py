"""Whether a function is plainly right, seen without NumPy: most functions of most students are.

Calls that were prepared are sent as they lie in the cache, and the bytes that come back are compared
with those that lie beside them, by the rule of `compare`.  Whatever is not plainly right here, in kind,
shape and numbers, is called and judged as ever: nothing is ever found wrong here.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.assignment.function import Function, Place
from grader.functions.compare import SMALL
from grader.functions.prepared import CACHE, Asked, Prepared
from grader.functions.trial_call import Reply
from grader.sandbox import Outcome, Worker

_NATIVE = "<f8" if sys.byteorder == "little" else ">f8"
_NOTHING = ("z", "y")  # `...` and NotImplemented

Lost = tuple[int, Reply]


class Quick:
    """A submission's functions, asked with calls that were prepared."""

    def __init__(self, worker: Worker, functions: Mapping[str, Function]) -> None:
        self.worker = worker
        self.functions = functions

    def look(self, name: str, calls: Prepared, relative: float) -> bool | Lost:
        """Whether every call goes right; the number of the call that ended or hung the worker."""
        for number, asked in enumerate(calls.asked):
            went = self.goes_right(name, asked, relative)
            if isinstance(went, Reply):
                return number, went
            if not went:
                return False
        return True

    def goes_right(
        self, name: str, asked: Asked, relative: float, *, called: str = ""
    ) -> bool | Reply:
        """Whether one call goes right; a reply where it ended or hung the worker.

        `called` is who is called in the place of the function.
        """
        function = self.functions[name]
        cache = self.goes_forward(function, asked)
        if cache is not True:
            return cache
        keep = "result" if function.kept is not None else None
        answer, block = self._ask(called or name, asked.own, keep=keep, report=True)
        if not isinstance(answer, list):
            return Reply(outcome=_ended(answer))
        return is_right(function, asked, answer, block, relative)

    def goes_forward(self, function: Function, asked: Asked) -> bool | Reply:
        """Whether the cache is there that a function takes, where it takes one."""
        if asked.forward is None:
            return True
        answer, _ = self._ask(function.forward, asked.forward, keep=CACHE)
        if not isinstance(answer, list):
            return Reply(outcome=_ended(answer), blocker=function.forward)
        return _keeps(self.functions[function.forward], answer)

    def _ask(
        self, name: str, written: tuple[str, bytes], *, keep: str | None, report: bool = False
    ) -> tuple[object, bytes]:
        return self.worker.call_written(name, *written, keep=keep, report_arguments=report)


def _ended(answer: object) -> Outcome:
    return answer  # type: ignore[return-value]  # what is no list is an outcome


def _keeps(forward: Function, answer: Sequence[Any]) -> bool:
    """Whether a forward function plainly returned its cache where it stands."""
    match answer:
        case ["ok", tree, None]:
            if len(forward.returns) < 2:
                return _holds(tree)
            return (
                forward.kept is not None
                and tree[0] in ("t", "l")
                and len(tree[1]) == len(forward.returns)
                and _holds(tree[1][forward.kept])
            )
    return False


def _holds(tree: object) -> bool:
    """Whether something stands in a place where a cache belongs."""
    if not isinstance(tree, list):
        return tree is not None
    if tree[0] in ("t", "l", "m"):
        return any(map(_holds, tree[1]))
    return tree[0] not in _NOTHING


def is_right(function: Function, asked: Asked, answer: Any, block: bytes, relative: float) -> bool:
    """Whether an answer is plainly right; one of a form of its own is not."""
    try:
        return _is_right(function, asked, answer, memoryview(block), relative)
    except (IndexError, KeyError, TypeError, ValueError, AttributeError):
        return False


def _is_right(
    function: Function, asked: Asked, answer: Any, block: memoryview, relative: float
) -> bool:
    """One answer: every result as it should be, every argument as it was."""
    match answer:
        case ["ok", tree, ["l", list() as after]]:
            pass
        case _:
            return False
    places = function.returns
    if len(places) == 1:
        parts = [tree]
    elif tree[0] in ("t", "l") and len(tree[1]) == len(places):
        parts = tree[1]
    else:
        return False
    return all(
        _fits(leaf, part, asked, block, relative)
        for place, tree_of in zip(places, parts, strict=True)
        for leaf, part in _leaves(place, tree_of)
    ) and all(
        before[0] == "k" or [*_arrays(before, asked.own[1])] == [*_arrays(now, block)]
        for before, now in zip(asked.sent, after, strict=True)
        if isinstance(before, list)  # a size or a word cannot change; a cache may
    )


def _leaves(place: Place, tree: Any) -> Iterator[tuple[Place, Any]]:
    """Every result with what came for it; a container that is not as asked for raises."""
    if place.kept:
        return
    if not place.entries:
        yield place, tree
        return
    if place.container == "dict":
        if tree[0] != "m":
            raise ValueError("no dict")
        by_name = dict(tree[1])
        parts = [by_name[entry.name] for entry in place.entries]
    else:
        if tree[0] not in ("l", "t") or len(tree[1]) != len(place.entries):
            raise ValueError("no row")
        parts = tree[1]
    for entry, part in zip(place.entries, parts, strict=True):
        yield from _leaves(entry, part)


def _fits(place: Place, tree: Any, asked: Asked, block: memoryview, relative: float) -> bool:
    """One result, by the rule of `compare`: within a share of the largest entry that is right."""
    wanted = asked.expected[place.name]
    if isinstance(wanted, int):
        return type(tree) is int and tree == wanted
    shape, numbers = wanted
    if place.split or (got := _numbers(tree, shape, block)) is None or len(got) != len(numbers):
        return False
    room = relative * max(max(map(abs, numbers), default=0.0), SMALL)
    return all(abs(mine - right) <= room for mine, right in zip(got, numbers, strict=True))


def _numbers(tree: Any, shape: Sequence[int], block: memoryview) -> Sequence[float] | None:
    """The entries of an array of this very shape, or of a number."""
    match tree:
        case ["a", kind, list() as found, int() as at] if kind == _NATIVE and found == list(shape):
            pass
        case ["n", kind, int() as at] if kind == _NATIVE and not shape:
            pass
        case ["f", str() as text] if not shape:
            return [float.fromhex(text)]
        case _:
            return None
    return block[at : at + 8 * math.prod(shape)].cast("d").tolist()


def _arrays(tree: Any, block: bytes | memoryview) -> Iterator[tuple[str, list[int], bytes]]:
    """The arrays in something that was sent, or that came back, byte by byte."""
    match tree:
        case ["l" | "t" | "m", list() as parts]:
            for part in parts:
                for inner in part if tree[0] == "m" else [part]:
                    yield from _arrays(inner, block)
        case ["a", str() as kind, list() as shape, int() as at]:
            yield kind, shape, bytes(block[at : at + math.prod(shape) * int(kind[2:])])
        case ["n", str() as kind, int() as at]:
            yield kind, [], bytes(block[at : at + int(kind[2:])])
        case _:
            pass
