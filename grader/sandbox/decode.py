"""The decoder: values made of parsed messages, none of which is trusted.

It runs in the grader on what a worker wrote, and in the worker on the grader's own arguments.  The
form of the messages stands in `codec`.  NumPy is loaded when the first array comes: a submission
of plain numbers is graded without it.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from grader.sandbox import arrays
from grader.sandbox.frame import MAX_DIGITS, Violation, bounded_int

if TYPE_CHECKING:
    import numpy as np  # values without arrays do without

# The functions below look names up in this copy, whatever a student does to `builtins`.
globals()["__builtins__"] = dict(vars(builtins))

MAX_INT_BITS = 256
MAX_AXES = 16
SHORT = 100

Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"  # of any shape and kind
DTYPES = frozenset(
    [
        "|b1",
        "|i1",
        "<i2",
        "<i4",
        "<i8",
        "|u1",
        "<u2",
        "<u4",
        "<u8",
        "<f2",
        "<f4",
        "<f8",
        "<c8",
        "<c16",
    ]
)


class Tensor(NamedTuple):
    """A tensor of PyTorch as the grader knows it: its numbers, and whether gradients reach it."""

    numbers: Any
    needs_slope: bool = False


class Bounds(NamedTuple):
    """How large one value may be.  The names are those of `Limits`."""

    nodes: int = 100_000
    depth: int = 32
    elements: int = 2_000_000
    text: int = 100_000


class Decoder:
    """Makes values of parsed messages.

    `kept` finds kept results, in the worker only; `opaque` makes something of the names of
    what stayed there, in the grader only.  `tensor` makes a tensor: a real one in the worker.
    """

    def __init__(
        self,
        block: bytes,
        bounds: Bounds,
        kept: Callable[[str, int | None], object] | None = None,
        opaque: Callable[[str], object] | None = None,
        tensor: Callable[[Array, bool], object] = Tensor,
    ) -> None:
        self.block = block
        self.bounds = bounds
        self.kept = kept
        self.opaque = opaque
        self.tensor = tensor
        self.nodes = 0

    def read(self, tree: object, depth: int = 0) -> object:
        """The value that a tree stands for; a `Violation` if it stands for none."""
        self.nodes += 1
        if self.nodes > self.bounds.nodes or depth > self.bounds.depth:
            raise Violation("value-too-large-or-deep")
        if tree is None or type(tree) is bool:
            return tree
        if type(tree) is int:
            if tree.bit_length() > MAX_INT_BITS:
                raise Violation("integer-too-large")
            return tree
        if type(tree) is str:
            return self._text(tree)
        if type(tree) is not list or not tree or type(tree[0]) is not str:
            raise Violation("value-without-tag")
        try:
            return self._tagged(tree[0], tree[1:], depth)
        except Violation:
            raise
        except (TypeError, ValueError, ArithmeticError) as error:
            raise Violation("value-malformed", str(error)[:200]) from None

    def _tagged(self, tag: str, rest: list[object], depth: int) -> object:  # noqa: C901, PLR0912  # one case a form
        match tag, rest:
            case "T", [str() as name, list() as shape, int() as at, bool() as needs]:
                return self.tensor(self._numbers(name, shape, at), needs)
            case "f", [str() as text]:
                return _float(text)
            case "l", [list() as items]:
                return [self.read(item, depth + 1) for item in items]
            case "t", [list() as items]:
                return tuple(self.read(item, depth + 1) for item in items)
            case "m", [list() as pairs]:
                return dict(self._pair(pair, depth) for pair in pairs)
            case "a", [str() as name, list() as shape, int() as at]:
                return self._numbers(name, shape, at)
            case "n", [str() as name, int() as at]:
                return self._numbers(name, [], at)[()]
            case "c", [str() as real, str() as imag]:
                return complex(_float(real), _float(imag))
            case "q", [str() as top, str() as bottom]:
                return Fraction(bounded_int(top), bounded_int(bottom))
            case "e", [str() as text] if len(text) <= MAX_DIGITS:
                return Decimal(text)
            case "z", []:
                return ...
            case "y", []:
                return NotImplemented
            case "o", [str() as name] if self.opaque is not None:
                return self.opaque(self._text(name)[:SHORT])
            case "k", [str() as name, index] if self.kept is not None:
                if index is None or type(index) is int:
                    return self.kept(name, index)
        raise Violation("form-unknown", repr(tag[:20]))

    def _text(self, text: str) -> str:
        if len(text) > self.bounds.text:
            raise Violation("text-too-long")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise Violation("characters-no-text") from None
        return text

    def _pair(self, pair: object, depth: int) -> tuple[object, object]:
        if type(pair) is not list or len(pair) != 2:
            raise Violation("entry-no-pair")
        key = self.read(pair[0], depth + 1)
        if not is_key(key):
            raise Violation("key-not-plain")
        return key, self.read(pair[1], depth + 1)

    def _numbers(self, name: str, shape: list[object], at: int) -> Array:
        if name not in DTYPES or len(shape) > MAX_AXES or type(at) is not int or at < 0:
            raise Violation("array-unknown")
        count = 1
        axes: list[int] = []
        for axis in shape:
            if type(axis) is not int or not 0 <= axis <= 1 << 40:
                raise Violation("array-impossible")
            axes.append(axis)
            count *= axis
        numpy = arrays.load()
        dtype = numpy.dtype(name)
        if count > self.bounds.elements or at + count * dtype.itemsize > len(self.block):
            raise Violation("array-larger-than-message")
        flat = numpy.frombuffer(self.block, dtype, count, at) if count else numpy.array([], dtype)
        if name == "|b1":  # a byte that is neither 0 nor 1 would be neither False nor True
            flat = flat.view(numpy.uint8) != 0
        shaped: Array = flat.reshape(axes).copy()
        return shaped


def _float(text: str) -> float:
    if len(text) > 40:
        raise Violation("float-too-long")
    return float.fromhex(text)


def is_key(key: object) -> bool:
    """Whether a plain value may be the key of a dict."""
    if type(key) is tuple:
        return all(is_key(part) for part in key)
    return key is None or type(key) in (str, int, bool, float)
