"""Whether functions are plainly right, seen without NumPy: most functions of most students are.

Calls that were prepared are sent as they lie in the cache, all of a file in one question, and the bytes that
come back are compared with those that lie beside them, by the rule of `compare`: of functions, of methods and
of what autograd gives, with arrays and with tensors.  Whatever is not plainly right here, in kind, shape and
numbers, is called and judged as ever: nothing is ever found wrong here.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.assignment.function import TORCH, Function, Place
from grader.functions.compare import SMALL
from grader.functions.prepared import Asked, Prepared, Right
from grader.sandbox import Worker

_FORMS = ("<f8", "<f4") if sys.byteorder == "little" else ()
_NOTHING = ("z", "y")  # `...` and NotImplemented


class Quick:
    """A submission's functions, asked with calls that were prepared."""

    def __init__(self, worker: Worker, functions: Mapping[str, Function]) -> None:
        self.worker = worker
        self.functions = functions

    def right(self, calls: Sequence[tuple[Prepared, float]]) -> frozenset[str]:
        """Who of these does every call right.  Where one ends the worker or takes too long, nobody."""
        every = [words for one, _ in calls for asked in one.asked for words in asked.questions]
        answers, block = self.worker.several(every)
        if answers is None:
            return frozenset()
        waiting = iter(answers)
        found = {
            one.name: [self._went(one.name, asked, waiting, block, share) for asked in one.asked]
            for one, share in calls
        }
        return frozenset(name for name, went in found.items() if all(went))

    def goes_right(self, name: str, asked: Asked, relative: float) -> bool:
        """Whether one call goes right."""
        answers, block = self.worker.several(asked.questions)
        return answers is not None and self._went(name, asked, iter(answers), block, relative)

    def goes_forward(self, name: str, asked: Asked) -> bool:
        """Whether the cache is there that a function takes, where it takes one."""
        answers, _ = self.worker.several(asked.first) if asked.first else ([], b"")
        return answers is not None and self._began(name, asked, answers)

    def _went(
        self, name: str, asked: Asked, answers: Iterator[object], block: bytes, relative: float
    ) -> bool:
        """Whether the next answers are those of a call that went right."""
        first = [next(answers) for _ in asked.first]
        own = next(answers)
        return self._began(name, asked, first) and is_right(
            self.functions[name], asked, own, block, relative
        )

    def _began(self, name: str, asked: Asked, answers: Sequence[object]) -> bool:
        """Whether what comes before a call went well."""
        function = self.functions[name]
        if asked.kind == "slopes" or not asked.first:
            return all(isinstance(answer, list) and answer[0] == "ok" for answer in answers)
        return _keeps(self.functions[function.forward], answers[0], whole=function.takes_object)


def _keeps(forward: Function, answer: object, *, whole: bool) -> bool:
    """Whether a forward function plainly returned its cache where it stands, or left its object."""
    match answer:
        case ["ok", *_] if whole:
            return True
        case ["ok", ["l", [tree, _]], _] if forward.call:
            pass
        case ["ok", tree, None] if not forward.call:
            pass
        case _:
            return False
    if len(forward.returns) < 2:
        return _holds(tree)
    return (
        forward.kept is not None
        and isinstance(tree, list)
        and tree[0] in ("t", "l")
        and len(tree[1]) == len(forward.returns)
        and _holds(tree[1][forward.kept])
    )


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
    fits = _Fits(asked, block, relative, function.framework == TORCH)
    match asked.kind, answer:
        case "slopes", ["ok", ["l", list() as slopes], None]:
            return fits.slopes((*function.positional, *function.attributes), slopes)
        case "call", ["ok", tree, ["l", list() as after]]:
            stored: dict[str, Any] = {}
        case "act", ["ok", ["l", [tree, ["m", list() as pairs]]], ["l", list() as after]]:
            stored = dict(pairs)
        case _:
            return False
    places = function.returns
    if len(places) > 1:
        if tree[0] not in ("t", "l") or len(tree[1]) != len(places):
            return False
        parts = tree[1]
    else:
        parts = [tree] * len(places)
    whole = (*places, *function.stored)
    parts = [*parts, *(stored[place.name] for place in function.stored)]
    return fits.results(whole, parts) and fits.as_before(after)


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


class _Fits:
    """Whether what came back is what one call should have brought."""

    def __init__(self, asked: Asked, block: memoryview, relative: float, tensors: bool) -> None:
        self.asked, self.block, self.relative, self.tensors = asked, block, relative, tensors

    def results(self, places: Sequence[Place], parts: Sequence[Any]) -> bool:
        """Every result, by the rule of `compare`."""
        return all(
            self._fits(leaf, self.asked.expected[leaf.name], part)
            for place, tree in zip(places, parts, strict=True)
            for leaf, part in _leaves(place, tree)
        )

    def slopes(self, places: Sequence[Place], trees: Sequence[Any]) -> bool:
        """What autograd gives by these places; nothing comes where nothing hangs on one."""
        given = {f"d{place.name}": tree for place, tree in zip(places, trees, strict=True)}
        for name, right in self.asked.expected.items():
            if given[name] is None and not isinstance(right, int) and not any(right[1] or (1,)):
                continue
            if not self._numbers_fit(right, given[name]):
                return False
        return True

    def as_before(self, after: Sequence[Any]) -> bool:
        """Every argument as it was sent; a size or a word cannot change, and a cache may."""
        return all(
            before[0] == "k" or self._same(before, now)
            for before, now in zip(self.asked.sent, after, strict=True)
            if isinstance(before, list)
        )

    def _same(self, before: Any, now: Any) -> bool:
        sent = self.asked.own[1]
        if before[0] in ("a", "T") and now[:3] == before[:3]:
            length = math.prod(before[2]) * int(before[1][2:])
            return sent[before[3] :][:length] == self.block[now[3] :][:length]
        return [*_arrays(before, sent)] == [*_arrays(now, self.block)]

    def _fits(self, place: Place, right: Right, tree: Any) -> bool:
        return not place.split and self._numbers_fit(right, tree)

    def _numbers_fit(self, right: Right, tree: Any) -> bool:
        """One result: within a share of the largest entry that is right."""
        if isinstance(right, int):
            return type(tree) is int and tree == right
        shape, numbers = right
        got = self._numbers(tree, shape)
        if got is None or len(got) != math.prod(shape):
            return False
        if numbers is None:  # drawn, and no two alike by decree
            return all(map(math.isfinite, got)) and (len(got) < 2 or min(got) < max(got))
        room = self.relative * max(max(map(abs, numbers), default=0.0), SMALL)
        return all(abs(mine - due) <= room for mine, due in zip(got, numbers, strict=True))

    def _numbers(self, tree: Any, shape: Sequence[int]) -> Sequence[float] | None:
        """The entries of an array or tensor of this very shape, or of a number."""
        match tree:
            case ["T", str() as kind, list() as found, int() as at, _] if self.tensors:
                pass
            case ["a", str() as kind, list() as found, int() as at] if not self.tensors:
                pass
            case ["n", str() as kind, int() as at]:
                found = []
            case ["f", str() as text] if not shape:
                return [float.fromhex(text)]
            case _:
                return None
        if found != list(shape) or kind not in _FORMS:
            return None
        numbers = self.block[at : at + int(kind[2:]) * math.prod(shape)]
        return (numbers.cast("f") if kind == "<f4" else numbers.cast("d")).tolist()


def _arrays(tree: Any, block: bytes | memoryview) -> Iterator[tuple[str, list[int], bytes]]:
    """The arrays in something that was sent, or that came back, byte by byte."""
    match tree:
        case ["l" | "t" | "m", list() as parts]:
            for part in parts:
                for inner in part if tree[0] == "m" else [part]:
                    yield from _arrays(inner, block)
        case ["a", str() as kind, list() as shape, int() as at] | [
            "T", str() as kind, list() as shape, int() as at, _
        ]:  # fmt: skip
            yield kind, shape, bytes(block[at : at + math.prod(shape) * int(kind[2:])])
        case ["n", str() as kind, int() as at]:
            yield kind, [], bytes(block[at : at + int(kind[2:])])
        case _:
            pass
