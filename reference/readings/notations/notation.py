"""How expressions are written down: one record of small functions a notation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reference.language.functions import Function
from reference.records import dataclass


@dataclass(frozen=True)
class Notation:
    """How the pieces of an expression are written in one format."""

    name: str
    symbol: Callable[[str, Sequence[str]], str]
    number: Callable[[str], str]
    infix: Mapping[str, str]
    negative: str
    group: Callable[[str], str]
    fraction: Callable[[str, str], str] | None
    power: Callable[[str, str], str]
    call: Callable[[Function, Sequence[str]], str]
    stack: Callable[[Sequence[str]], str]
    transpose: Callable[[str], str]
    norm: Callable[[str], str]
    vector: Callable[[Sequence[str]], str]
    matrix: Callable[[Sequence[Sequence[str]]], str]
    equals: str
