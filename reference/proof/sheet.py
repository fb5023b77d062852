"""The paper on which a working is written: operations on arrays of numbers, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reference.proof.outward import Ends
from reference.proof.room import Rule
from reference.proof.straight_line import StraightLine
from reference.readings.room import Rounding

Registers: TypeAlias = NDArray[np.int64]


def as_written(value: float) -> Fraction:
    """A number as people see it: 0.1 is a tenth, not the float beside it."""
    return Fraction(repr(float(value)))


def lifted(arrays: Sequence[Registers], ranks: Sequence[int]) -> list[Registers]:
    """Arrays with entry axes added to those of lower rank, where a number meets a vector."""
    top = max(ranks)
    return [a.reshape(a.shape + (1,) * (top - r)) for a, r in zip(arrays, ranks, strict=True)]


class Sheet:
    """A straight line, the rule by which its numbers may be rounded, and the equation that is at hand."""

    def __init__(self, rounding: Rounding) -> None:
        self.line = StraightLine()
        self.rounding = rounding
        self.rule = Rule(rounding.decimals, rounding.significant, rounding.truncation)
        self.of = ""

    @property
    def writes_powers(self) -> bool:
        """Whether one writes down what lies in between, such as exponentials."""
        return self.rounding.reaches("written") and not self.rounding.is_none

    @property
    def writes_sums(self) -> bool:
        """Whether a sum of numbers that were written down is rounded anew: decimals leave it as it is."""
        return self.rounding.reaches("every") and self.rounding.significant is not None

    def bounds(self, register: int) -> Ends:
        """Between what a number lies."""
        return self.line.bounds(int(register))

    def do(self, name: str, *arrays: Registers) -> Registers:
        """An operation for every entry."""
        wide = np.broadcast_arrays(*arrays)
        found = [
            self.line.do(name, *map(int, entries), of=self.of)
            for entries in zip(*(array.flat for array in wide), strict=True)
        ]
        return np.array(found, dtype=np.int64).reshape(wide[0].shape)

    def each(self, work: Callable[[int], int], registers: Registers) -> Registers:
        """An operation for every register."""
        found = [work(int(register)) for register in registers.flat]
        return np.array(found, dtype=np.int64).reshape(registers.shape)

    def rounded(self, registers: Registers, places: int, rule: Rule | None = None) -> Registers:
        """Numbers after up to so many roundings in a row."""
        if self.rounding.is_none:
            return registers
        asked = rule or self.rule
        return self.each(
            lambda k: self.line.rounded(k, asked, places, of=self.of), np.asarray(registers)
        )

    def constant(self, value: float, like: Registers) -> Registers:
        """A number in the place of every register."""
        register = self.line.number(as_written(value))
        return np.full(np.shape(like), register, dtype=np.int64)

    def total(self, registers: Registers) -> Registers:
        """The sum of all entries."""
        entries = [int(k) for k in registers.flat]
        total = entries[0]
        for k in entries[1:]:
            total = self.line.do("add", total, k, of=self.of)
        return np.asarray(total)

    def summed(self, registers: Registers) -> Registers:
        """The same, each partial sum written down where the rule asks for it."""
        if not self.writes_sums:
            return self.total(registers)
        first, *rest = registers.flat
        total = np.asarray(first)
        for k in rest:
            total = self.rounded(self.do("add", total, np.asarray(k)), 1)
        return total

    def mean(self, registers: Registers) -> Registers:
        """Their mean."""
        return self.do(
            "divide", self.summed(registers), np.asarray(self.line.number(Fraction(registers.size)))
        )

    def row_sums(self, registers: Registers) -> Registers:
        """The sum of every row."""
        return np.stack([self.summed(row) for row in registers])

    def largest(self, registers: Registers) -> Registers:
        """The largest entry."""
        found = int(registers.flat[0])
        for k in registers.flat[1:]:
            found = self.line.do("max", found, int(k), of=self.of)
        return np.asarray(found)

    def argmax(self, registers: Registers) -> Registers:
        """Its place, from 1."""
        return np.asarray(self.line.do("argmax", *map(int, registers.flat), of=self.of))

    def one_hot(self, index: Registers, table: Registers) -> Registers:
        """1 at the place that a number names, and 0 elsewhere."""
        found = [
            self.line.do("equals", int(index), of=self.of, extra=(place,))
            for place in range(1, len(table) + 1)
        ]
        return np.array(found, dtype=np.int64)

    def slips(self, registers: Registers) -> Registers:
        """How far one rounding moves each."""
        return self.each(lambda k: self.line.slip(k, self.rule, of=self.of), registers)

    def smaller(self, first: Registers, second: Registers) -> Registers:
        """The smaller of two, entry by entry."""
        turned = self.do("max", self.do("negate", first), self.do("negate", second))
        return self.do("negate", turned)

    def times_itself(self, base: Registers, times: int) -> Registers:
        """A whole power; an even one is never below 0."""
        found = base
        for _ in range(times - 1):
            found = self.do("multiply", found, base)
        if times % 2 == 0 and any(self.line.bounds(int(k))[0] < 0 for k in np.ravel(found)):
            found = self.do("max", found, self.constant(0, found))
        return found
