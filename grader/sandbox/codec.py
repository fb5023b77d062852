"""Plain data as JSON and a block of numbers, and back: all that crosses between processes.

A value that is not None, True, False, an int or a text is a JSON list that begins with a
one-letter tag, so that nothing the student writes can be taken for structure:

    ["f", "0x1.8p+1"]         a float, exactly            ["c", hex, hex]    a complex number
    ["l", [...]] ["t", [...]] a list, a tuple             ["m", [[k, v]...]] a dict
    ["q", "1", "3"]           a Fraction                  ["e", "0.50"]      a Decimal
    ["a", "<f8", [2, 3], at]  an array in the block       ["n", "<f8", at]   a NumPy scalar
    ["T", "<f4", [2], at, needs] a tensor, and whether gradients reach it
    ["o", "Name"]             something that stays there  ["k", name, index] a kept result
    ["z"] ["y"]               Ellipsis, NotImplemented: how students leave a place open

The encoder runs beside the student's code.  It looks at exact types (`type(v) is list`: a
lying `__class__` deceives `isinstance`), calls no method the student could have written, and
keeps its own builtins and its own names.  The decoder (`decode`) trusts nothing.
"""

from __future__ import annotations

import builtins
from collections import OrderedDict, defaultdict
from decimal import Decimal
from fractions import Fraction
from json.encoder import encode_basestring_ascii as quoted
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
    ModuleType,
)
from typing import Any

from grader.sandbox import arrays, tensors
from grader.sandbox.arrays import Arrays
from grader.sandbox.decode import DTYPES, MAX_INT_BITS, SHORT, Array, Bounds, Tensor, is_key
from grader.sandbox.frame import MAX_BLOCK, MAX_DIGITS
from grader.sandbox.message import say

# The functions below look names up in this copy, whatever a student does to `builtins`.
globals()["__builtins__"] = dict(vars(builtins))

_name_of = type.__dict__["__name__"].__get__  # a metaclass may lie about __name__
_bases_of = type.__dict__["__bases__"].__get__


class Refusal(Exception):
    """A value that may not cross: a note for programs, and by a code what people are told."""

    def __init__(self, note: str, code: str, *values: str | int) -> None:
        super().__init__(code, *values)
        self.note = note
        self.said = say(code, *values)


# The writing side


def type_name(value: object) -> str:
    """The name of a value's type, as it was when the class was made, and short."""
    return str.__getitem__(_name_of(type(value)), slice(SHORT))


def _too_many(code: str, count: int) -> Refusal:
    return Refusal("value.too-large", code, count)


def _is_named(kind: type) -> bool:
    """Whether this is a tuple with names; a tensor of ours has a form of its own."""
    is_one = kind is not tuple and issubclass(kind, tuple) and _bases_of(kind) == (tuple,)
    return is_one and kind is not Tensor


class Encoder:
    """Writes values as JSON text and collects the bytes of their arrays in `block`."""

    def __init__(self, bounds: Bounds, kept: type | None = None) -> None:
        self.bounds = bounds
        self.kept = kept
        self.faithful = False  # whether what would change its type on the way stays behind
        self.block = bytearray()
        self.nodes = 0
        self.text = 0

    def write(self, value: object, depth: int = 0) -> str:
        """The JSON text of one value; a `Refusal` if it is too large, too deep or not plain."""
        self.nodes += 1
        if self.nodes > self.bounds.nodes:
            raise Refusal("value.too-large", "more-entries", self.bounds.nodes)
        if depth > self.bounds.depth:
            raise Refusal("value.too-deep", "nested-deeper", self.bounds.depth)
        kind = type(value)
        if tensors.is_tensor(kind):  # first: where there are any, most are
            return self._of_torch(value)
        if value is None:
            return "null"
        if kind is bool:
            return "true" if value else "false"
        if kind is int:
            return self._integer(value)  # type: ignore[arg-type]  # `kind is int` says it
        if kind is float:
            return f'["f","{float.hex(value)}"]'  # type: ignore[arg-type]  # as above
        if kind is str:
            return self._string(value)  # type: ignore[arg-type]  # as above
        if kind is list:
            return self._sequence("l", list.__iter__(value), list.__len__(value), depth)  # type: ignore[arg-type]  # as above
        named = _is_named(kind)
        if kind is tuple or (named and not self.faithful):
            return self._sequence("t", tuple.__iter__(value), tuple.__len__(value), depth)  # type: ignore[arg-type]  # as above
        held = arrays.loaded()
        written = None if held is None else self._of_numpy(value, kind, held, depth)
        return self._rarer(value, kind, depth) if written is None else written

    def _of_numpy(self, value: Any, kind: type, held: Arrays, depth: int) -> str | None:
        """The text of a value of NumPy's own types; None for everything else."""
        if kind is held.ndarray or kind is held.matrix:
            return self._array(value, held, depth)
        if any(kind is scalar for scalar in held.scalars):
            return self._scalar(value, held)
        return self._string(str.__str__(value)) if kind is held.text else None

    def write_partly(self, value: object) -> str:
        """Like `write`, but what may not cross stays behind as a name: for kept results."""
        if type(value) is tuple or type(value) is list:
            tag = "t" if type(value) is tuple else "l"
            parts = [self._or_opaque(part, 1) for part in tuple(value)]
            return f'["{tag}",[{",".join(parts)}]]'
        return self._or_opaque(value, 0)

    def _or_opaque(self, value: object, depth: int) -> str:
        nodes, text, end = self.nodes, self.text, len(self.block)
        try:
            return self.write(value, depth)
        except Refusal:
            self.nodes, self.text = nodes, text
            del self.block[end:]
            return f'["o",{quoted(type_name(value))}]'

    def _integer(self, value: int) -> str:
        if int.bit_length(value) > MAX_INT_BITS:
            raise Refusal("value.too-large", "integer-of-bits", int.bit_length(value))
        return int.__repr__(value)

    def _string(self, value: str) -> str:
        self.text += len(value)
        if self.text > self.bounds.text:
            raise Refusal("value.too-large", "longer-text", self.bounds.text)
        try:
            str.encode(value, "utf-8")
        except UnicodeEncodeError:
            raise Refusal("value.text", "no-text") from None
        return quoted(value)

    def _sequence(self, tag: str, items: object, length: int, depth: int) -> str:
        if length > self.bounds.nodes:
            raise Refusal("value.too-large", "so-many-entries", length)
        parts = [self.write(item, depth + 1) for item in items]  # type: ignore[attr-defined]  # an iterator
        return f'["{tag}",[{",".join(parts)}]]'

    def _mapping(self, value: dict[object, object], depth: int) -> str:
        if dict.__len__(value) > self.bounds.nodes:
            raise Refusal("value.too-large", "so-many-entries", dict.__len__(value))
        pairs = []
        for key, item in dict.items(value):
            if not is_key(key):
                raise Refusal("value.not-plain", "key-of-type", type_name(key))
            pairs.append(f"[{self.write(key, depth + 1)},{self.write(item, depth + 1)}]")
        return f'["m",[{",".join(pairs)}]]'

    def _array(self, value: Array, held: Arrays, depth: int) -> str:
        view = held.ndarray.view  # a class of the student's may have one of its own
        plain: Array = view(value, held.ndarray)
        size, shape, kind = plain.size, plain.shape, plain.dtype.kind
        if size > self.bounds.elements:
            raise _too_many("array-of-elements", size)
        if kind == "O":
            plain = _numbers(plain, held, self.bounds)
        elif kind == "U" and self.faithful:
            raise Refusal("value.dtype", "array-of-texts")
        elif kind == "U":
            if size > self.bounds.nodes:
                raise _too_many("array-of-so-many-texts", size)
            return self.write(plain.tolist(), depth)
        elif kind not in "biufc":
            raise Refusal("value.dtype", "array-of", str(plain.dtype)[:SHORT])
        name, data = _portable(plain, held)
        at = self._store(data)
        if not shape:  # an array without axes is a number
            return f'["n","{name}",{at}]'
        return f'["a","{name}",[{",".join(int.__repr__(n) for n in shape)}],{at}]'

    def _of_torch(self, value: object) -> str:
        torch = tensors.loaded()
        count = 0 if torch is None else torch.count(value)
        if torch is None or count > self.bounds.elements:
            raise _too_many("tensor-of-elements", count)
        try:
            numbers = torch.numpy(value, force=True)
        except (RuntimeError, TypeError, NotImplementedError):
            raise Refusal("value.dtype", "tensor-of-no-numbers") from None
        return self._tensor(numbers, needs=bool(torch.requires(value)))

    def _tensor(self, numbers: Array, *, needs: bool) -> str:
        name, data = _portable(numbers, arrays.load())
        at = self._store(data)
        shape = ",".join(int.__repr__(n) for n in numbers.shape)
        return f'["T","{name}",[{shape}],{at},{"true" if needs else "false"}]'

    def _scalar(self, value: object, held: Arrays) -> str:
        name, data = _portable(held.array(value), held)
        return f'["n","{name}",{self._store(data)}]'

    def _store(self, data: bytes) -> int:
        at = len(self.block)
        if at + len(data) > MAX_BLOCK:
            raise Refusal("value.too-large", "larger-arrays", MAX_BLOCK >> 20)
        self.block += data
        return at

    def _rarer(self, value: object, kind: type, depth: int) -> str:
        if kind is dict or (kind in (OrderedDict, defaultdict) and not self.faithful):
            return self._mapping(value, depth)  # type: ignore[arg-type]  # `kind` says it
        if kind is complex:
            real, imag = complex.__dict__["real"], complex.__dict__["imag"]
            return f'["c","{float.hex(real.__get__(value))}","{float.hex(imag.__get__(value))}"]'
        if kind is Fraction:
            top, bottom = value.numerator, value.denominator  # type: ignore[attr-defined]  # as above
            return f'["q","{self._integer(top)}","{self._integer(bottom)}"]'
        if kind is Decimal:
            digits = Decimal.__str__(value)
            if len(digits) > MAX_DIGITS:
                raise Refusal("value.too-large", "decimal-of-characters", len(digits))
            return f'["e","{digits}"]'
        if kind is Tensor:
            return self._tensor(value.numbers, needs=value.needs_slope)  # type: ignore[attr-defined]  # as above
        if value is Ellipsis:
            return '["z"]'
        if value is NotImplemented:
            return '["y"]'
        if kind is self.kept:
            index = "null" if value.index is None else int.__repr__(value.index)  # type: ignore[attr-defined]  # as above
            return f'["k",{quoted(value.name)},{index}]'  # type: ignore[attr-defined]  # as above
        raise _no_plain_data(value, kind)


def _portable(value: Array, held: Arrays) -> tuple[str, bytes]:
    """The little-endian name of an array's kind, and its bytes in C order."""
    if (name := value.dtype.str) in DTYPES:
        return name, value.tobytes()
    kind, size = value.dtype.kind, value.dtype.itemsize
    if kind == "f" and size > 8:  # long double has no portable form
        kind, size = "f", 8
    elif kind == "c" and size > 16:
        kind, size = "c", 16
    name = f"{'|' if size == 1 else '<'}{kind}{size}"
    plain = held.contiguous(value).astype(held.dtype(name), order="C", copy=False)
    return name, plain.tobytes()


def _numbers(value: Array, held: Arrays, bounds: Bounds) -> Array:
    """An array of Python objects that are all numbers, as an array of numbers."""
    if value.size > bounds.nodes:
        raise _too_many("array-of-so-many-objects", value.size)
    flat = value.ravel().tolist()
    for item in flat:
        kind = type(item)
        if not (
            kind is int or kind is float or any(kind is s for s in (*held.floats, *held.integers))
        ):
            raise Refusal("value.dtype", "array-of-objects", type_name(item))
    try:
        numbers: Array = held.array([float(item) for item in flat]).reshape(value.shape)
    except OverflowError:
        raise Refusal("value.too-large", "huge-integer") from None
    return numbers


def _no_plain_data(value: object, kind: type) -> Refusal:
    """Why this value cannot cross, in the words that help its author most."""
    name, held = type_name(value), arrays.loaded()
    if kind in (FunctionType, BuiltinFunctionType, MethodType) or (held and kind is held.ufunc):
        return Refusal("value.function", "is-function")
    if kind in (GeneratorType, AsyncGeneratorType, CoroutineType):
        return Refusal("value.generator", "is-generator", name)
    if issubclass(kind, type):
        return Refusal("value.class", "is-class")
    if kind is ModuleType:
        return Refusal("value.module", "is-module")
    if issubclass(kind, (set, frozenset)):
        return Refusal("value.set", "is-set")
    if issubclass(kind, (range, map, filter, zip)):
        return Refusal("value.iterator", "is-iterator", name)
    if issubclass(kind, (bytes, bytearray, memoryview)):
        return Refusal("value.bytes", "is-bytes")
    if held and issubclass(kind, held.ndarray):
        return Refusal("value.not-plain", "not-plain-array", name)
    return Refusal("value.not-plain", "not-plain", name)


# The reading side
