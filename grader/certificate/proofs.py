"""The proofs of judged numbers: programs of single operations, and what is claimed of their results."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.assignment.model import Tolerance
from grader.certificate.exact import NotShown, Row, bounds, fraction
from grader.grading.follow import Carried, OwnValue
from grader.key.target import Target, constant, rounding_of
from grader.words.sentences import certificates as sentences
from reference import Interval, Rounding, System, write
from reference.proof import Enclosures, NotBounded, Recorder
from reference.proof.outward import UNIT, Ends
from reference.proof.recorder import Own
from reference.proof.sheet import Registers, as_written
from reference.records import dataclass, field

Floats = NDArray[np.float64]
_NOBODY = Carried(())
_NO_ROUNDING = Rounding(None, at="result")


@dataclass(frozen=True)
class Proof:
    """Where a value is worked out: a program and the registers of its entries."""

    program: Program
    registers: Registers


@dataclass
class Program:
    """The straight line of one system under one rule, with what was taken from the student."""

    number: int
    system: str
    recorder: Recorder
    carried: Carried
    source: System  # kept, since programs are told apart by it

    @cached_property
    def enclosures(self) -> Enclosures:
        """Between what its numbers lie."""
        return Enclosures(self.recorder.sheet.line.steps)

    def plain(self) -> Row:
        """The program as it stands in a certificate."""
        steps = self.recorder.sheet.line.steps
        return {
            "system": self.system,
            "equations": self._equations(),
            "rounding": _said(self.recorder.rounding),
            "given": self._given(),
            "taken": {step.name: self._taken(step.name, step.answer) for step in self._steps()},
            "steps": [
                [step.name, list(step.takes), list(step.extra), step.of, *bounds(step.bounds)]
                for step in steps
            ],
        }

    def _steps(self) -> list[OwnValue]:
        used = {
            str(s.extra[0]) for s in self.recorder.sheet.line.steps if s.name in ("given", "taken")
        }
        return [step for step in self.carried.steps if step.name in used]

    def _equations(self) -> list[str]:
        known = self.recorder.cell.by_target
        return [
            f"{target} = {write(value)}"
            for target, value in known.items()
            if target in self.recorder.worked_out
        ]

    def _given(self) -> dict[str, list[str]]:
        names = dict.fromkeys(
            str(s.extra[0]) for s in self.recorder.sheet.line.steps if s.name == "given"
        )
        return {
            name: [str(as_written(v)) for v in np.asarray(self.recorder.given[name]).flat]
            for name in names
            if name not in self.recorder.own
        }

    def _taken(self, name: str, answer: str) -> Row:
        own = self.recorder.own[name]
        return {
            "answer": answer,
            "values": [str(value) for value in own.values],
            "halves": [str(half) for half in own.halves],
        }


@dataclass
class Programs:
    """All programs of a certificate, each once."""

    found: dict[object, Program] = field(default_factory=dict)
    nothing: Target = field(default_factory=lambda: constant(np.asarray(0.0)))

    def proof(self, target: Target, tolerance: Tolerance, carried: Carried) -> Proof:
        """The accepted values of an answer, worked out; raise NotBounded where that has no bounds."""
        program = self._program(target, tolerance, carried)
        recorder = program.recorder
        if tolerance.steps is not None:
            raise NotShown(sentences.result_rounded_once_more())
        if tolerance.is_worked_out:
            if tolerance.cut and tolerance.decimals is not None:
                reached = recorder.reached(target.expression)
                return Proof(program, recorder.cut(reached, tolerance.decimals))
            return Proof(program, recorder.accepted(target.expression))
        registers = recorder.reached(target.expression)
        if tolerance.exact:
            return Proof(program, registers)
        return Proof(program, recorder.near(registers, lambda value: _reach(value, tolerance)))

    def plainly(self, target: Target, carried: Carried) -> Proof:
        """A value without any rounding, such as the place of the largest score."""
        return self.proof(target, Tolerance(exact=True), carried)

    def of_numbers(self, target: Target, tolerance: Tolerance, own: Carried) -> Program:
        """The program of a system with numbers of the student's own in it."""
        return self._program(target, tolerance, own)

    def of_counts(self) -> Program:
        """Where sizes are multiplied and added up."""
        return self._program(self.nothing, Tolerance(exact=True), _NOBODY)

    def stated(self, values: Floats) -> Proof:
        """Numbers that no equation stands behind."""
        program = self.of_counts()
        found = [program.recorder.sheet.line.number(as_written(v)) for v in np.asarray(values).flat]
        return Proof(program, np.array(found, dtype=np.int64).reshape(np.shape(values)))

    def negated(self, proof: Proof, where: NDArray[np.bool_]) -> Proof:
        """The same with the other sign before some entries, or before all."""
        turned = self._mapped(proof, "negate", None).registers
        return Proof(proof.program, np.where(where, turned, proof.registers))

    def scaled(self, proof: Proof, factor: Fraction) -> Proof:
        """The same with the point moved."""
        return self._mapped(proof, "multiply", factor)

    def _mapped(self, proof: Proof, name: str, factor: Fraction | None) -> Proof:
        line = proof.program.recorder.sheet.line
        other = () if factor is None else (line.number(factor),)
        found = [line.do(name, int(k), *other, of="answer") for k in proof.registers.flat]
        registers = np.array(found, dtype=np.int64).reshape(proof.registers.shape)
        return Proof(proof.program, registers)

    def _program(self, target: Target, tolerance: Tolerance, carried: Carried) -> Program:
        worked_out = tolerance.is_worked_out
        stands_for_more = worked_out and bool(
            carried.departing
        )  # right numbers are taken as written
        rounding = rounding_of(tolerance) if worked_out else _NO_ROUNDING
        where = (id(target.system.cell), id(target.system.inputs), id(target.system.pins))
        key = (where, rounding, carried.written, tuple(sorted(target.stated.items())))
        if key not in self.found:
            recorder = Recorder(
                target.system.cell,
                target.system.inputs,
                rounding,
                pins=target.system.pins,
                own={step.name: _own(step, stands_for_more) for step in carried.steps},
                coarser=target.stated,
            )
            self.found[key] = Program(
                len(self.found), target.system_name, recorder, carried, target.system
            )
        return self.found[key]


def _own(step: OwnValue, worked_out: bool) -> Own:
    """What a student wrote; without roundings on the way the number itself is taken."""
    values = tuple(as_written(float(value)) for value in step.numbers.values)
    finest = step.tolerance.decimals or 0
    halves = tuple(
        Fraction(5, 10 ** (max(decimals, finest) + 1))
        if decimals is not None and worked_out
        else Fraction(0)
        for decimals in step.numbers.decimals
    )
    return Own(values, halves, step.numbers.shape)


def _reach(value: Fraction, tolerance: Tolerance) -> Fraction:
    """How far from the key the answer alone may lie."""
    if tolerance.significant is None:
        share = as_written(tolerance.relative or 0.0) * abs(value)
        return as_written(tolerance.absolute or 0.0) + share
    if not value:
        return Fraction(1, 2) * (2 if tolerance.truncation else 1)
    place = Fraction(Fraction(10) ** (_magnitude(abs(value)) - tolerance.significant + 1))
    return place if tolerance.truncation else place / 2


def _magnitude(size: Fraction) -> int:
    """The power of ten of the first digit."""
    found = len(str(size.numerator)) - len(str(size.denominator))
    return found - 1 if size < Fraction(10) ** found else found


def _said(rounding: Rounding) -> str:
    if rounding.is_none:
        return sentences.none_on_the_way()
    digits = (
        f"{rounding.decimals} decimals"
        if rounding.decimals is not None
        else f"{rounding.significant} significant digits"
    )
    return f"{digits}, {rounding.at}{', or cut off' if rounding.truncation else ''}"


# -- what is claimed of a proof ---------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """A value that would count as right, by what, and which typed entries do."""

    by: str
    proof: Proof
    accepted: Interval
    inside: tuple[bool, ...]
    more: Row

    def plain(self, typed: Sequence[float]) -> Row:
        """The claim as it stands in a certificate, with what its enclosure shows of every entry."""
        enclosures = self.proof.program.enclosures
        ends = [enclosures.of(int(k)) for k in self.proof.registers.flat]
        low, high = (np.broadcast_to(end, self.proof.registers.shape).ravel()
                     for end in (self.accepted.low, self.accepted.high))  # fmt: skip
        return {
            "by": self.by,
            **self.more,
            "program": self.proof.program.number,
            "registers": [int(k) for k in self.proof.registers.flat],
            "accepted": [[fraction(a), fraction(b)] for a, b in zip(low, high, strict=True)],
            "enclosure": [bounds(pair) for pair in ends],
            "inside": list(self.inside),
            "shown": [
                _shown(value, pair, inside=inside)
                for value, pair, inside in zip(typed, ends, self.inside, strict=True)
            ],
        }


def _shown(value: float, ends: Ends, *, inside: bool) -> str:
    """What the enclosure proves: that a value may be reached, that it cannot, or neither."""
    if not math.isfinite(value):
        return "outside"
    at = as_written(value) * UNIT
    largest = max(abs(end) for end in ends) / Fraction(UNIT)
    slack = slack_of(abs(as_written(value)), largest) * UNIT
    if inside:
        return "inside" if ends[0] - slack <= at <= ends[1] + slack else "open"
    return "open" if ends[0] <= at <= ends[1] else "outside"


def slack_of(size: Fraction, largest: Fraction) -> Fraction:
    """What the computer's own rounding may have moved a number by, beside bounds up to `largest`."""
    tiny = largest / 10**3 + Fraction(1, 10**13)
    usual = Fraction(1, 10**9) * max(Fraction(1), size)
    return min(usual, Fraction(1, 10**6), tiny) + size / 2**50


def claim(
    by: str, proof: Proof, accepted: Interval, typed: Floats, more: Row | None = None
) -> Claim:
    """What an interval says of typed numbers."""
    inside = accepted.holds(typed)
    return Claim(by, proof, accepted, tuple(bool(x) for x in np.ravel(inside)), more or {})


__all__ = ["Claim", "NotBounded", "Programs", "Proof", "claim"]
