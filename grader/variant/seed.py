"""From a secret and a student to random whole numbers: the same ones on every machine, for ever.

The way is written out here, so that it depends on no library's generator:

1. The key of a student is 8 bytes of BLAKE2b, keyed by the secret (or its BLAKE2b-512 where it is
   longer than a key may be), personal `rnn-grader:key`, over the assignment's id, its version and
   the student, each in UTF-8 after its length in 8 bytes.  The tag of a draw is 8 bytes of
   BLAKE2b, personal `rnn-grader:draw`, over its name.  Both are read as two little-endian words.
2. Philox-4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011) under the
   student's key turns the counter (block + 2**16 * again, attempt, tag) into four words.
3. Entry number e of a draw takes word e mod 4 of block e div 4 and becomes a number below n by
   Lemire's multiplication with rejection, which has no bias; a word that is rejected is replaced
   by the same one with the next `again`.

Nothing is carried from one draw, attempt or student to the next, so a student's numbers do not
depend on who else is drawn, and a whole class is drawn in a few array operations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grader.words.sentences import draws as sentences
from reference.records import dataclass

Words = NDArray[np.uint64]  # every entry below 2**32; 64 bits give products room
Whole = NDArray[np.int64]

_WORD = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_FACTORS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_BUMPS = (np.uint64(0x9E3779B9), np.uint64(0xBB67AE85))
_ROUNDS = 10
_LANES = 4
_MOST_BLOCKS = 1 << 16
LARGEST = 1 << 32  # how many different numbers one entry can be drawn from

Counter = tuple[Words, Words, Words, Words]


@dataclass(frozen=True)
class Stream:
    """Where random numbers come from: for every row a student's key and an attempt, and a draw."""

    keys: Words  # rows, 2
    attempts: Words  # rows
    draw: str

    @property
    def rows(self) -> int:
        """How many variants are drawn at once."""
        return int(self.keys.shape[0])


def keys_of(secret: bytes, assignment: str, version: str, students: Sequence[str]) -> Words:
    """The keys of students, one row each."""
    hashed = hashlib.blake2b(secret).digest() if len(secret) > hashlib.blake2b.MAX_KEY_SIZE else b""
    start = hashlib.blake2b(key=hashed or secret, digest_size=8, person=b"rnn-grader:key")
    for text in (assignment, version):
        start.update(_framed(text))
    digests = bytearray()
    for student in students:
        own = start.copy()
        own.update(_framed(student))
        digests += own.digest()
    return np.frombuffer(bytes(digests), dtype="<u4").astype(np.uint64).reshape(-1, 2)


def below(stream: Stream, bounds: Sequence[int] | int, entries: int) -> Whole:
    """Random numbers from 0 to below the bound, `entries` a row; each entry may have its own."""
    n = np.broadcast_to(np.asarray(bounds, dtype=np.uint64), (entries,))
    drawn = _words(stream, entries, again=0) * n
    refused = (drawn & _WORD) < np.uint64(LARGEST) % n
    again = 0
    while refused.any():
        again += 1
        drawn = np.where(refused, _words(stream, entries, again=again) * n, drawn)
        refused &= (drawn & _WORD) < np.uint64(LARGEST) % n
    return np.asarray((drawn >> _HALF).astype(np.int64))


def _framed(text: str) -> bytes:
    # surrogates come from a terminal that passed on broken bytes; they are somebody's id all the same
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded).to_bytes(8, "little") + encoded


def _tag(draw: str) -> tuple[int, int]:
    digest = hashlib.blake2b(
        draw.encode("utf-8", "surrogatepass"), digest_size=8, person=b"rnn-grader:draw"
    ).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


def _words(stream: Stream, entries: int, *, again: int) -> Words:
    blocks = -(-entries // _LANES)
    if blocks > _MOST_BLOCKS or again >= _MOST_BLOCKS:
        raise ValueError(sentences.too_many_numbers(stream.draw, entries))
    first = np.arange(blocks, dtype=np.uint64) + np.uint64(again * _MOST_BLOCKS)
    low, high = _tag(stream.draw)
    shape = (stream.rows, blocks)
    counter = (
        np.broadcast_to(first, shape),
        np.broadcast_to(stream.attempts[:, np.newaxis], shape),
        np.full(shape, low, dtype=np.uint64),
        np.full(shape, high, dtype=np.uint64),
    )
    keys = (stream.keys[:, :1], stream.keys[:, 1:])
    lanes = np.stack(philox(counter, keys), axis=-1)
    return lanes.reshape(stream.rows, -1)[:, :entries]


def philox(counter: Counter, key: tuple[Words, Words]) -> Counter:
    """Four random words for every counter: Philox-4x32 with 10 rounds."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(_ROUNDS):
        product0, product1 = c0 * _FACTORS[0], c2 * _FACTORS[1]
        c0, c1, c2, c3 = (
            (product1 >> _HALF) ^ c1 ^ k0,
            product1 & _WORD,
            (product0 >> _HALF) ^ c3 ^ k1,
            product0 & _WORD,
        )
        k0, k1 = (k0 + _BUMPS[0]) & _WORD, (k1 + _BUMPS[1]) & _WORD
    return c0, c1, c2, c3
