"""The calls of a function, prepared before: they are the same for everybody and for ever.

What a call hands in and what is right are kept in the cache under everything that they follow from.
Whoever checks right functions then needs no equations at all, and not even NumPy (see `quick`).
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, cast

from grader.assignment import cached
from grader.assignment.cache import forget
from grader.assignment.function import GRADIENTS, Function
from grader.assignment.model import Plain
from grader.functions.cases import Case, by_autograd, given_to
from grader.functions.compare import AnyNumbers, Comparison, Match
from grader.functions.judgement import Judgement
from grader.functions.layout import Layout, ReadCell
from grader.functions.parts import added_up
from grader.functions.travels import Travels, Words
from grader.functions.trial_call import Reply, Tried

Cells = Callable[[str], ReadCell]
# a count, or shape and entries; any numbers of a shape have no entries
Right = int | tuple[Sequence[int], Sequence[float] | None]


class Asked(NamedTuple):
    """One call as it travels: what is asked `first`, for a cache or for autograd, and then itself.

    `kind` is the word of its own question; `sent` are the arguments that shall stay as they are.
    """

    check: str
    kind: str
    first: Sequence[Words]
    own: Words
    sent: Sequence[Any]
    expected: Mapping[str, Right]

    @property
    def questions(self) -> Sequence[Words]:
        """All that is asked, in order."""
        return (*self.first, self.own)


class Prepared:
    """All calls of a function; `make` draws them and works them out, `made_of` is all they follow from."""

    def __init__(
        self, name: str, function: Function, forward: Function | None, *, made_of: object,
        cells: Cells, make: Callable[[], list[Case]],
    ) -> None:  # fmt: skip
        self.name = name
        self.function = function
        self.given = given_to(function, forward)
        self.forward = forward if function.takes_kept else None
        self.travels = Travels(name, function, self.forward)
        self.cells = cells
        self._make = make
        self._key = b"calls\0" + repr((function, forward, made_of)).encode()

    @cached_property
    def _stored(self) -> Mapping[str, Any]:
        stored = cached(self._key, self._plain)
        if isinstance(stored, dict) and {"calls", "block"} <= stored.keys():
            return stored
        forget(self._key)  # somebody else's idea of an entry
        return cast("dict[str, Any]", self._plain())

    def make_ready(self) -> None:
        """Work out all that is kept in the cache."""
        _ = self._stored

    @cached_property
    def cases(self) -> list[Case]:
        """The calls, each with its arguments and with what is right."""
        return [
            self._case(row, {k: _array(self._block, w) for k, w in row["numbers"].items()})
            for row in self._stored["calls"]
        ]

    @cached_property
    def passed(self) -> Judgement:
        """What is found of a function that does everything well."""
        right = {place.name: Comparison(Match.RIGHT) for place in self.function.outputs}
        bare = (self._case(row, {}) for row in self._stored["calls"])
        return added_up(self.function, [Tried(case, Reply(results={}), right) for case in bare])

    @cached_property
    def asked(self) -> Sequence[Asked]:
        """The calls as they travel."""
        found = []
        for row in self._stored["calls"]:
            *first, own = [(text, base64.b64decode(block)) for text, block in row["asked"]]
            expected = {name: _right(self._block, w) for name, w in row["expected"].items()}
            kind, sent = _kind_and_sent(own[0])
            found.append(Asked(row["check"], kind, first, own, sent, expected))
        return found

    def _case(self, row: Mapping[str, Any], numbers: Mapping[str, Any]) -> Case:
        function, given = self.function, self.given
        if row["check"] == GRADIENTS:
            function = by_autograd(self.function, self.name)
            given = given_to(function, None)
        layout = Layout(function, self.cells(row["cell"]), row["sizes"], row["single"])
        case = Case(row["check"], function, layout, given, numbers, row["word"], row["cell"])
        if numbers:
            # what a copy of this call with other numbers asks for is worked out anew
            vars(case)["expected"] = {k: _array(self._block, w) for k, w in row["expected"].items()}
        return case

    @cached_property
    def _block(self) -> bytes:
        return base64.b64decode(self._stored["block"])

    # down to plain values

    def _plain(self) -> Plain:
        block = bytearray()
        return {
            "calls": [self._row(case, block) for case in self._make()],
            "block": base64.b64encode(block).decode(),
        }

    def _row(self, case: Case, block: bytearray) -> Plain:
        asked = self.travels.questions(case)
        return {
            "check": case.check,
            "cell": case.cell_name,
            "sizes": dict(case.layout.sizes),
            "single": case.layout.single,
            "word": case.word,
            "numbers": {name: _written(block, value) for name, value in case.numbers.items()},
            "expected": {name: _written(block, value) for name, value in case.expected.items()},
            "asked": [[words, base64.b64encode(block).decode()] for words, block in asked],
        }


def _kind_and_sent(words: str) -> tuple[str, Sequence[Any]]:
    """The word of a question, and the arguments and attributes that it hands in."""
    match json.loads(f"[{words}]"):
        case ["call", _, [_, list() as arguments], *_]:
            return "call", arguments
        case ["act", _, _, _, [_, list() as attributes], [_, list() as arguments], *_]:
            return "act", [*arguments, *(value for _, value in attributes)]
        case [str() as kind, *_]:
            return kind, ()
    raise ValueError("a question without a word")


def _written(block: bytearray, value: object) -> Plain:
    """An array by its place in the block; a number counted is itself."""
    import numpy as np  # as elsewhere here

    if isinstance(value, int):
        return value
    if isinstance(value, AnyNumbers):
        return ["any", list(value.shape)]
    array = np.asarray(value)
    at = len(block)
    block += array.tobytes()
    kind = "array" if isinstance(value, np.ndarray) else "number"
    return [kind, array.dtype.str, list(array.shape), at]


def _array(block: bytes, written: Any) -> Any:
    import numpy as np  # as elsewhere here

    if isinstance(written, int):
        return written
    if written[0] == "any":
        return AnyNumbers(tuple(written[1]))
    kind, dtype, shape, at = written
    array = np.frombuffer(block, np.dtype(dtype), math.prod(shape), at).reshape(shape)
    return array if kind == "array" else array[()]


def _right(block: bytes, written: Any) -> Right:
    if isinstance(written, int):
        return written
    if written[0] == "any":
        return written[1], None
    _, dtype, shape, at = written
    entries = memoryview(block)[at : at + 8 * math.prod(shape)]
    return shape, (entries.cast("q") if dtype[1] == "i" else entries.cast("d")).tolist()
