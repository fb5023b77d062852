"""The mapping from seed to numbers, which must be the same on every machine and for ever."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment.draws import read_draw
from grader.variant.draw import drawn, order
from grader.variant.seed import Stream, below, keys_of, philox

_HEX = "243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0"


def words(text: str) -> tuple[np.ndarray, ...]:
    return tuple(np.array([int(word, 16)], dtype=np.uint64) for word in text.split())


@pytest.mark.parametrize(
    ("counter", "key", "out"),
    [
        # The known answers that the authors of Philox publish with their Random123.
        ("0 0 0 0", "0 0", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        (" ".join(["ffffffff"] * 4), " ".join(["ffffffff"] * 2),
         "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (*_HEX, "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ],
)  # fmt: skip
def test_philox_gives_the_published_words(counter, key, out):
    assert words(out) == philox(words(counter), words(key))


def stream(students=("ada", "bob"), attempt=0, draw="forward.V", secret=b"secret") -> Stream:
    keys = keys_of(secret, "exam-relu-9", "1", students)
    return Stream(keys, np.full(len(students), attempt, dtype=np.uint64), draw)


# What was drawn once is on somebody's sheet: these rows never change.
GOLDEN = [
    ({'integers': [1, 10], 'shape': [6]}, [[8.0, 1.0, 3.0, 2.0, 7.0, 6.0], [8.0, 6.0, 10.0, 2.0, 1.0, 1.0]]),
    ({'integers': [-2, 2], 'without': [0], 'shape': [2, 2]}, [[[1.0, -2.0], [-1.0, -2.0]], [[2.0, 1.0], [2.0, -2.0]]]),
    ({'decimals': [-0.9, 0.9], 'step': 0.1, 'without': [0], 'shape': [2, 2]}, [[[0.5, -0.8], [-0.5, -0.6]], [[0.6, 0.1], [0.9, -0.7]]]),
    ({'decimals': ['1/3', 3], 'step': '1/3', 'shape': [3]}, [[2.3333333333333335, 0.3333333333333333, 1.0], [2.6666666666666665, 1.6666666666666667, 3.0]]),
    ({'decimals': [-0.5, 0.5], 'step': 0.25, 'shape': [2, 3], 'zeros': 3}, [[[0.25, -0.5, 0.0], [0.0, 0.25, 0.0]], [[0.0, 0.0, 0.5], [0.0, 0.0, -0.5]]]),
    ({'choose': [-3, -2, 1.5]}, [1.5, 1.5]),
    ({'choose': [[1, 0], [0, 1], [1, 1]], 'shape': [2]}, [[[1.0, 1.0], [1.0, 0.0]], [[1.0, 1.0], [0.0, 1.0]]]),
    ({'permutation': [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}, [[[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]]),
    ({'permutation': [1, 2, 3, 4, 5]}, [[2.0, 3.0, 5.0, 1.0, 4.0], [2.0, 1.0, 5.0, 3.0, 4.0]]),
]  # fmt: skip


def slowly(bound: int, entries: int, student: str, *, attempt: int, draw: str) -> list[int]:
    """The same mapping in plain Python, written from its description alone."""

    def framed(text: str) -> bytes:
        return len(text.encode()).to_bytes(8, "little") + text.encode()

    def digest(data: bytes, person: bytes, key: bytes = b"") -> tuple[int, int]:
        found = hashlib.blake2b(data, key=key, digest_size=8, person=person).digest()
        return int.from_bytes(found[:4], "little"), int.from_bytes(found[4:], "little")

    def block(number: int, again: int) -> list[int]:
        c = [number + (again << 16), attempt, *digest(draw.encode(), b"rnn-grader:draw")]
        data = framed("exam-relu-9") + framed("1") + framed(student)
        k = list(digest(data, b"rnn-grader:key", b"secret"))
        for _ in range(10):
            p, q = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
            c = [q >> 32 ^ c[1] ^ k[0], q % 2**32, p >> 32 ^ c[3] ^ k[1], p % 2**32]
            k = [(k[0] + 0x9E3779B9) % 2**32, (k[1] + 0xBB67AE85) % 2**32]
        return c

    found = []
    for entry in range(entries):
        again = 0
        while block(entry // 4, again)[entry % 4] * bound % 2**32 < 2**32 % bound:
            again += 1
        found.append(block(entry // 4, again)[entry % 4] * bound >> 32)
    return found


@pytest.mark.parametrize(
    ("bound", "attempt"),
    [
        (10, 0),
        (7, 3),
        (2**31 + 1, 0),  # nearly half of all words are rejected
        (2**32, 1),  # none is
        (1, 0),
    ],
)
def test_numbers_follow_the_description(bound, attempt):
    expected = [
        slowly(bound, 9, name, attempt=attempt, draw="forward.V") for name in ("ada", "bob")
    ]
    assert expected == below(stream(attempt=attempt), bound, 9).tolist()


@pytest.mark.parametrize(("draw", "expected"), GOLDEN)
def test_a_draw_stays_what_it_was(draw, expected):
    assert expected == drawn(read_draw(draw), stream()).tolist()


def test_a_student_s_numbers_do_not_depend_on_the_class():
    alone = below(stream(("bob",)), 1000, 50)
    assert alone.tolist() == below(stream(("ada", "bob", "cy")), 1000, 50)[1:2].tolist()


@pytest.mark.parametrize(
    "other",
    [
        stream(attempt=1),
        stream(draw="forward.W"),
        stream(secret=b"Secret"),
        stream(("ada ", "bob ")),
        stream(secret=b"s" * 65),  # longer than a key of BLAKE2b
    ],
)
def test_everything_that_counts_moves_the_numbers(other):
    assert (below(stream(), 10**9, 4) != below(other, 10**9, 4)).all()


def test_every_number_is_as_likely_as_the_others():
    many = stream(tuple(f"s{k}" for k in range(20_000)))
    seen = np.bincount(below(many, 6, 3).ravel(), minlength=6)
    assert abs(seen - 10_000).max() < 400  # four standard deviations of a fair die


@given(
    low=st.integers(-50, 50), count=st.integers(1, 40), step=st.sampled_from([1, 0.1, 0.25, "1/3"]),
    shape=st.lists(st.integers(1, 4), max_size=3), seed=st.integers(0, 2**32), data=st.data(),
)  # fmt: skip
def test_a_drawn_number_lies_on_its_grid(low, count, step, shape, seed, data):
    each = Fraction(str(step))
    grid = [float(low + k * each) for k in range(count + 1)]
    entries = math.prod(shape)
    zeros = data.draw(st.integers(0, entries)) if shape else 0
    written = {
        "decimals": [low, str(low + count * each)], "step": str(each),
        "shape": shape, "zeros": zeros, "without": grid[:1] if step != "1/3" else [],
    }  # fmt: skip
    found = drawn(read_draw(written), stream(secret=str(seed).encode()))
    assert (2, *shape) == found.shape
    assert set(found.ravel()) <= {*grid, 0.0}
    for row in found.reshape(2, -1):
        assert np.count_nonzero(row == 0) >= zeros
        if zeros == 0 and written["without"]:
            assert not np.any(row == grid[0])


@given(st.lists(st.integers(), min_size=2, max_size=9, unique=True), st.integers(0, 2**32))
def test_an_order_has_everything_once(values, seed):
    found = order(len(values), stream(secret=str(seed).encode()))
    for row in found.tolist():
        assert sorted(row) == list(range(len(values)))


def test_every_order_is_as_likely_as_the_others():
    many = stream(tuple(f"s{k}" for k in range(12_000)))
    seen = Counter(map(tuple, order(3, many).tolist()))
    assert len(seen) == 6
    assert max(abs(n - 2_000) for n in seen.values()) < 170  # four standard deviations


def test_zeros_fall_on_every_entry_alike():
    many = stream(tuple(f"s{k}" for k in range(12_000)))
    draw = read_draw({"integers": [1, 9], "shape": [2, 2], "zeros": 1})
    seen = (drawn(draw, many) == 0).sum(axis=0).ravel()
    assert seen.sum() == 12_000
    assert abs(seen - 3_000).max() < 200
