"""What crosses between grader and worker, what may not, and what rubbish comes to."""

from __future__ import annotations

import enum
import math
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox import Kept, Opaque
from grader.sandbox.codec import Encoder, Refusal
from grader.sandbox.decode import Bounds, Decoder
from grader.sandbox.frame import HEADER, MAX_BLOCK, MAX_JSON, Violation, frame, lengths, parse
from grader.words.sentences.workers import speak


def sent(value: object) -> object:
    """The value after a journey through a frame."""
    bounds = Bounds()
    encoder = Encoder(bounds)
    data = frame(f"[{encoder.write(value)}]", encoder.block)
    body, block = lengths(data[:HEADER])
    assert len(data) == HEADER + body + block
    (tree,) = parse(data[HEADER : HEADER + body])
    return Decoder(data[HEADER + body :], bounds).read(tree)


def same(left: object, right: object) -> bool:
    """Equal in value and in type, NaN equal to itself, -0.0 different from 0.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))  # type: ignore[arg-type]
    if isinstance(left, dict):
        return same(list(left.items()), list(right.items()))  # type: ignore[attr-defined]
    if isinstance(left, np.ndarray):
        return (
            left.dtype == right.dtype  # type: ignore[attr-defined]
            and left.shape == right.shape  # type: ignore[attr-defined]
            and left.tobytes() == right.tobytes()  # type: ignore[attr-defined]
        )
    return repr(left) == repr(right)


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**255), 2**255)
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=20)
    | st.fractions(max_denominator=10**6)
    | st.decimals(allow_nan=False, places=4, min_value=-(10**9), max_value=10**9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=4) | st.integers(-9, 9), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(plain)
def test_a_plain_value_comes_back_as_it_was(value: object) -> None:
    assert same(value, sent(value))


ARRAYS = [
    np.arange(6.0).reshape(2, 3),
    np.arange(6, dtype=np.int32)[::2],
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.array([True, False]),
    np.array([1 + 2j]),
    np.zeros((0, 4)),
    np.array([np.nan, np.inf, -0.0]),
    np.arange(3, dtype=np.uint8),
    np.array([0.1], dtype=np.float16),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: f"{a.dtype}{a.shape}")
def test_an_array_comes_back_with_its_kind_shape_and_bits(array: np.ndarray) -> None:
    got = sent(array)
    assert isinstance(got, np.ndarray)
    assert array.dtype == got.dtype
    assert array.shape == got.shape
    np.testing.assert_array_equal(array, got)
    assert got.flags.writeable  # a copy of its own, not a view of the message


class Cell(NamedTuple):
    h: int
    c: int


BECOMES = [
    # (what is sent, what comes, why)
    (np.float32(0.5), np.float32(0.5), "a NumPy scalar stays one"),
    (np.array(0.5), np.float64(0.5), "an array without axes is a number"),
    (np.longdouble(0.5), np.float64(0.5), "long double has no portable form"),
    (np.arange(2, dtype=">f8"), np.arange(2.0), "bytes in the other order"),
    (np.array([[1.0, 2.0]]).view(np.matrix), np.array([[1.0, 2.0]]), "an old habit"),
    (np.array([1, 2.5], dtype=object), np.array([1, 2.5]), "objects that are all numbers"),
    (np.array(["D", "N"]), ["D", "N"], "an array of texts is a list of texts"),
    (np.str_("D"), "D", "a NumPy text is a text"),
    (Cell(1, 2), (1, 2), "a named tuple is a tuple"),
    (OrderedDict(h=1), {"h": 1}, "an ordered dict is a dict"),
    (..., ..., "a place left open"),
    (NotImplemented, NotImplemented, "another one"),
]


@pytest.mark.parametrize(("value", "expected", "why"), BECOMES, ids=[row[2] for row in BECOMES])
def test_relatives_of_plain_values_become_plain(value: object, expected: object, why: str) -> None:
    assert same(expected, sent(value))


class Text(str):
    __slots__ = ()


class Numbers(list):  # type: ignore[type-arg]
    def __len__(self) -> int:
        return 2


class Liar:
    __class__ = float  # type: ignore[assignment]

    def __float__(self) -> float:
        return 6.0


class Letter(enum.IntEnum):
    A = 1


def deep(levels: int) -> list[object]:
    value: list[object] = []
    for _ in range(levels):
        value = [value]
    return value


def shared(levels: int) -> list[object]:
    value: list[object] = [1]
    for _ in range(levels):
        value = [value, value]
    return value


SELF: list[object] = []
SELF.append(SELF)
REFUSED = [
    # (value, note, why)
    (lambda: 1, "value.function", "a function instead of its result"),
    (np.tanh, "value.function", "one of NumPy's"),
    ((x for x in ()), "value.generator", "yield instead of return"),
    (Liar, "value.class", "the class, not an instance"),
    (math, "value.module", "a module"),
    ({1, 2}, "value.set", "no order"),
    (range(3), "value.iterator", "lazy"),
    (b"abc", "value.bytes", "no text"),
    (Liar(), "value.not-plain", "a lying __class__"),
    (Text("6"), "value.not-plain", "a text with methods of its own"),
    (Numbers([1, 2, 3]), "value.not-plain", "a list that lies about its length"),
    (Letter.A, "value.not-plain", "an int with methods of its own"),
    (np.ma.masked_array([1.0]), "value.not-plain", "its mask would be lost"),
    (1 << 300, "value.too-large", "an integer beyond all answers"),
    ("x" * 200_000, "value.too-large", "a text beyond all answers"),
    ("\ud800", "value.text", "a lone surrogate"),
    (deep(40), "value.too-deep", "nested"),
    (SELF, "value.too-deep", "a list that holds itself"),
    (shared(25), "value.too-large", "two to the power of 25 leaves in 25 lists"),
    ([0] * 200_000, "value.too-large", "too many entries"),
    (np.broadcast_to(0.1, 10**9), "value.too-large", "a billion elements in eight bytes"),
    (np.array(["2020"], dtype="M8[D]"), "value.dtype", "dates"),
    (np.array([(1, 2.0)], dtype="i4,f8"), "value.dtype", "records"),
    (np.array([None]), "value.dtype", "objects"),
    ({Liar: 1}, "value.not-plain", "a key that is no plain value"),
    ([1, [2, lambda: 3]], "value.function", "deep inside"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "note", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_is_no_plain_data_is_refused_with_a_sentence(
    value: object, note: str, why: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        sent(value)
    assert note == refusal.value.note
    assert speak(refusal.value.said).startswith("it")


def test_a_kept_result_leaves_behind_what_cannot_cross() -> None:
    encoder = Encoder(Bounds())
    (tree,) = parse(f"[{encoder.write_partly((np.ones(2), lambda: 1, [Liar()]))}]".encode())
    got = Decoder(bytes(encoder.block), Bounds(), opaque=Opaque).read(tree)
    assert isinstance(got, tuple)
    np.testing.assert_array_equal(np.ones(2), got[0])
    assert (Opaque("function"), Opaque("list")) == got[1:]


def test_only_the_grader_can_name_kept_results() -> None:
    assert Encoder(Bounds(), Kept).write(Kept("forward", 1)) == '["k","forward",1]'
    with pytest.raises(Refusal, match=r"not-plain.*Kept"):
        Encoder(Bounds()).write(Kept("forward", 1))
    with pytest.raises(Violation, match="form-unknown"):
        Decoder(b"", Bounds()).read(["k", "forward", 1])


RUBBISH = [
    # (bytes of JSON, why)
    (b"", "nothing"),
    (b"{}", "an object"),
    (b'[{"score": 100}]', "an object inside"),
    (b"[NaN]", "a constant"),
    (b"[Infinity]", "a constant"),
    (b"[1e999]", "a float"),
    (b"[1.5]", "a float that we would write in another way"),
    (b"[1][2]", "two"),
    (b"1", "no list"),
    (b"[" * 100_000, "nested without end"),
    (b"[" + b"9" * 5000 + b"]", "an integer that takes minutes to read"),
    (b"[" + b"[]," * 1_000_000 + b"[]]", "a million lists"),
    ('["ä"]'.encode(), "bytes that are no ASCII"),
]


@pytest.mark.parametrize(("body", "why"), RUBBISH, ids=[row[1] for row in RUBBISH])
def test_rubbish_on_the_pipe_is_a_violation(body: bytes, why: str) -> None:
    with pytest.raises(Violation):
        parse(body)


FORGED = [
    # (tree, why)
    (["f", "1" * 50], "a float without end"),
    (["f", "x"], "no float"),
    (["f", 1.5], "a float in another form"),
    (["a", "<f8", [1 << 30], 0], "more elements than bytes"),
    (["a", "<f8", [-1], 0], "a negative length"),
    (["a", "<f8", [True], 0], "a truth value for a length"),
    (["a", "O", [1], 0], "objects"),
    (["a", "<f8", [1], -8], "before the block"),
    (["a", "<f8", [0, 1 << 40, 1 << 40, 1 << 40], 0], "an impossible shape of nothing"),
    (["a", "<f8", [1] * 40, 0], "too many axes"),
    (["q", "1", "0"], "division by zero"),
    (["q", "1", "9" * 5000], "an integer without end"),
    (["e", "1e"], "no decimal"),
    (["m", [[["l", []], 1]]], "a key that has no hash"),
    (["m", [[1]]], "half an entry"),
    (["l"], "a list of nothing"),
    (["o", "Forged"], "a name where none was asked for"),
    (["x", 1], "an unknown tag"),
    ([], "no tag"),
    ([["l"]], "a tag that is no text"),
    ("\ud800", "a lone surrogate"),
    (1 << 400, "a huge integer"),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "why"), FORGED, ids=[row[1] for row in FORGED])
def test_a_forged_value_is_a_violation(tree: object, why: str) -> None:
    with pytest.raises(Violation):
        Decoder(bytes(64), Bounds()).read(tree)


def test_a_truth_value_of_a_forged_byte_is_true_or_false() -> None:
    got = Decoder(b"\x02", Bounds()).read(["a", "|b1", [1], 0])
    assert isinstance(got, np.ndarray)
    assert got.tobytes() == b"\x01"


@pytest.mark.parametrize(
    "header",
    [(MAX_JSON + 1, 0), (0, MAX_BLOCK + 1), (2**32 - 1, 2**32 - 1)],
    ids=["text", "block", "both"],
)
def test_a_length_beyond_the_limits_is_not_waited_for(header: tuple[int, int]) -> None:
    data = b"".join(number.to_bytes(4, "big") for number in header)
    with pytest.raises(Violation, match="message-of-bytes"):
        lengths(data)


@settings(max_examples=500, deadline=None)
@given(
    st.binary(max_size=200) | st.text('[]",0123456789atfnlmqeo:{} ', max_size=80).map(str.encode)
)
def test_whatever_the_bytes_the_parser_answers_or_names_a_violation(body: bytes) -> None:
    try:
        tree = parse(body)
        Decoder(bytes(16), Bounds(), opaque=Opaque).read(tree)
    except Violation:
        pass


def test_decimals_keep_their_zeros() -> None:
    assert str(sent(Decimal("0.50"))) == "0.50"
    assert sent(Fraction(1, 3)) == Fraction(1, 3)
