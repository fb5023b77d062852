"""Messages between grader and worker: two lengths, a JSON text, a block of raw bytes.

The JSON is lists, texts, integers, true, false and null; all else is refused.  The block holds the
numbers of arrays.
"""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Callable
from typing import cast

from grader.sandbox.message import say

# The functions below look names up in this copy, whatever a student does to `builtins`.
globals()["__builtins__"] = dict(vars(builtins))

HEADER = 8
MAX_JSON = 4 << 20  # an honest answer of 100 000 numbers, each a tagged list, is 3 MB
MAX_BLOCK = 32 << 20  # one array of 2 000 000 complex numbers
MAX_DIGITS = 100
ANYTHING = "*"
"""Among the names that a fault costs: it might have defined anything (`from x import *`)."""
END_OF_OUTPUT = b"\0\x17\0"
"""Written among what is printed, before an answer: it tells where the output of that answer ends."""


class Violation(ValueError):
    """Bytes that our encoder would never have written; `said` is what is wrong with them, by its code."""

    def __init__(self, code: str, *values: str | int) -> None:
        super().__init__(code, *values)
        self.said = say(code, *values)


def frame(text: str, block: bytes | bytearray = b"") -> bytes:
    """One message, ready to be written to a pipe."""
    body = str.encode(text, "ascii")
    return len(body).to_bytes(4, "big") + len(block).to_bytes(4, "big") + body + bytes(block)


def lengths(header: bytes) -> tuple[int, int]:
    """How many bytes of JSON and of block follow this header; a `Violation` if too many."""
    body, block = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:HEADER], "big")
    if body > MAX_JSON or block > MAX_BLOCK:
        raise Violation("message-of-bytes", body, block)
    return body, block


def bounded_int(digits: str) -> int:
    """An integer of a length that no parser minds."""
    if len(digits) > MAX_DIGITS:
        raise Violation("integer-of-digits", len(digits))
    return int(digits)


def _refuse(_: object) -> object:
    raise Violation("json-of-another-kind")


_Scan = Callable[[str, int], tuple[object, int]]


def _scanner(integer: Callable[[str], int]) -> _Scan:
    """What reads JSON.  Its parts are bound now: patching `json` later changes nothing here."""
    decoder = json.JSONDecoder(
        parse_float=_refuse, parse_int=integer, parse_constant=_refuse, object_pairs_hook=_refuse
    )
    return cast("_Scan", decoder.scan_once)  # type: ignore[attr-defined]  # made in __init__


# a message is read without a call for every integer, unless so many digits stand side by side
_scan, _scan_wary = _scanner(int), _scanner(bounded_int)
_is_long = re.compile(rb"[0-9]{%d}" % (MAX_DIGITS + 1)).search


def parse(body: bytes, *, most_tokens: int = 700_000) -> list[object]:
    """The JSON list of a message; a `Violation` for anything our encoder would not write."""
    if body.count(b",") + body.count(b"[") > most_tokens:  # before they become objects
        raise Violation("too-many-entries")
    try:
        scan = _scan_wary if _is_long(body) else _scan
        tree, end = scan(body.decode("ascii"), 0)
    except (StopIteration, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise Violation("no-json", str(error)[:200]) from None
    if end != len(body) or type(tree) is not list:
        raise Violation("no-json-list")
    return tree


def is_word_of_progress(items: list[object]) -> bool:
    """Whether a message only says how far a worker has come with a file."""
    return len(items) == 5 and items[1] == "at"
