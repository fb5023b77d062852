"""The calls of a function, prepared before: they are the same for everybody and for ever.

What a call hands in and what is right are kept in the cache under everything that they follow from.
Whoever checks right functions then needs no equations at all, and not even NumPy (see `quick`).
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, cast

from grader.assignment import cached
from grader.assignment.cache import forget
from grader.assignment.function import GRADIENTS, Function
from grader.assignment.model import Plain
from grader.functions.cases import Case, by_autograd, case_for, given_to
from grader.functions.compare import AnyNumbers
from grader.functions.layout import Layout, ReadCell
from grader.sandbox import Kept

CACHE = "cache"  # where the result of a forward function is kept

Cells = Callable[[str], ReadCell]
Written = tuple[str, bytes]  # the arguments of a call as text, and their numbers
Right = int | tuple[Sequence[int], Sequence[float]]  # a count, or shape and entries


class Asked(NamedTuple):
    """One call as it travels: to a function, before that to the one whose cache it takes."""

    check: str
    forward: Written | None
    own: Written
    sent: Sequence[Any]
    expected: Mapping[str, Right]


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

    @cached_property
    def cases(self) -> list[Case]:
        """The calls, each with its arguments and with what is right."""
        return [
            self._case(row, {k: _array(self._block, w) for k, w in row["numbers"].items()})
            for row in self._stored["calls"]
        ]

    @property
    def bare(self) -> Iterator[Case]:
        """The calls without numbers, for those that went well."""
        return (self._case(row, {}) for row in self._stored["calls"])

    @property
    def asked(self) -> Iterator[Asked]:
        """The calls as they travel."""
        for row in self._stored["calls"]:
            text, block = _asked(row["own"])
            yield Asked(
                row["check"],
                None if row["forward"] is None else _asked(row["forward"]),
                (text, block),
                json.loads(text)[1],
                {name: _right(self._block, w) for name, w in row["expected"].items()},
            )

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
    def _block(self) -> bytearray:
        return bytearray(base64.b64decode(self._stored["block"]))

    # down to plain values

    def _plain(self) -> Plain:
        block = bytearray()
        return {
            "calls": [self._row(case, block) for case in self._make()],
            "block": base64.b64encode(block).decode(),
        }

    def _row(self, case: Case, block: bytearray) -> Plain:
        forward, own = None, None
        if self.forward is not None and self.function.is_plain:
            first = case_for(case, self.forward)
            forward = _travelling(first.argument(place) for place in self.forward.arguments)
        if self.function.is_plain:
            cache = Kept(CACHE, _place_of_cache(self.forward))
            own = _travelling(
                cache if place.kept else case.argument(place) for place in self.function.arguments
            )
        return {
            "check": case.check,
            "cell": case.cell_name,
            "sizes": dict(case.layout.sizes),
            "single": case.layout.single,
            "word": case.word,
            "numbers": {name: _written(block, value) for name, value in case.numbers.items()},
            "expected": {name: _written(block, value) for name, value in case.expected.items()},
            "forward": forward,
            "own": own,
        }


def _place_of_cache(forward: Function | None) -> int | None:
    return forward.kept if forward is not None and len(forward.returns) > 1 else None


def _travelling(arguments: Iterable[object]) -> Plain:
    from grader.sandbox.arguments import encoder_for_call  # brings NumPy

    encoder = encoder_for_call()
    text = f'["l",[{",".join(encoder.write(argument, 1) for argument in arguments)}]]'
    return [text, base64.b64encode(encoder.block).decode()]


def _asked(stored: Sequence[str]) -> Written:
    return stored[0], base64.b64decode(stored[1])


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


def _array(block: bytearray, written: Any) -> Any:
    import numpy as np  # as elsewhere here

    if isinstance(written, int):
        return written
    if written[0] == "any":
        return AnyNumbers(tuple(written[1]))
    kind, dtype, shape, at = written
    array = np.frombuffer(block, np.dtype(dtype), math.prod(shape), at).reshape(shape)
    return array if kind == "array" else array[()]


def _right(block: bytearray, written: Any) -> Right:
    if isinstance(written, int):
        return written
    _, dtype, shape, at = written
    entries = memoryview(block)[at : at + 8 * math.prod(shape)]
    return shape, (entries.cast("q") if dtype[1] == "i" else entries.cast("d")).tolist()
