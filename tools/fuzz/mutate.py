"""Damage to a file, as accidents and people do it: bits, lines, splices, and words that hurt."""

from __future__ import annotations

import random
from collections.abc import Sequence

WORDS = (
    b"\0", b"\xff\xfe", b"\xe2\x80\xae", b"\r", b"\t", b'"', b"'", b"{", b"[" * 40, b"]", b":", b": : ",
    b",", b"*a", b"&a ", b"!!python/object:os.system ", b"%YAML 9", b"---\n", b"nan", b"-inf", b"1e999",
    b"9" * 5000, b"9" * 400, b"a" * 3000, b"../" * 8, b"None", b"...", b"0x", b"1_0", b"#", b"\\", b"\n\n",
    b"while True: pass\n", b"import os; os._exit(0)\n", b"raise SystemExit\n", b"def f(:\n",
    "é".encode(), "é".encode(), "١".encode(), b"\xc3", b"steps: 100000", b"[[[[1]]]]", b"2**9999",
)  # fmt: skip


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One of the seeds with one to five pieces of damage."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 5)):
        chance.choice(DAMAGE)(data, seeds, chance)
    return bytes(data)


def _flip(data: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _insert(data: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    data[at:at] = chance.choice(WORDS)


def _cut(data: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    del data[at : at + chance.choice((1, 3, 20, 500))]


def _end(data: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    del data[chance.randint(0, len(data)) :]


def _lines(data: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    lines = bytes(data).splitlines(keepends=True)
    if lines:
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines.insert(other, lines[at] if chance.random() < 0.5 else lines.pop(at))
        data[:] = b"".join(lines)


def _splice(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    other = chance.choice(seeds)
    start = chance.randint(0, len(other))
    at = chance.randint(0, len(data))
    data[at:at] = other[start : start + chance.choice((5, 50, 400))]


def _token(data: bytearray, _: Sequence[bytes], chance: random.Random) -> None:
    words = bytes(data).split(b" ")
    words[chance.randrange(len(words))] = chance.choice(WORDS)
    data[:] = b" ".join(words)


DAMAGE = (_flip, _flip, _insert, _insert, _cut, _end, _lines, _splice, _token)
