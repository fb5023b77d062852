# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of any answer, whatever its kind."""

from __future__ import annotations


def nothing_typed() -> str:
    return "nothing was filled in"


def expected_got(wanted: str, got: str) -> str:
    return f"expected {wanted}; got {got}"


def too_long(wanted: str, length: int) -> str:
    return f"expected {wanted}; got a text of {length:,} characters"


def only_entry_taken() -> str:
    return "taken out of its list: a single value needs no brackets"


def in_entry(place: str, message: str) -> str:
    return f"entry {place}: {message}"


def array_of_type(name: str) -> str:
    return f"an array of type {name}"
