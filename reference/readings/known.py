"""What a working knows of an expression on its way: before it is rounded, and as it is used."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reference.language.expression import Binary, Call, Expression, Negate
from reference.language.functions import Array
from reference.readings import affine
from reference.readings.affine import Affine
from reference.readings.room import Room, Rounding, Spent, room
from reference.records import dataclass

Flags: TypeAlias = NDArray[np.bool_]
_CHAIN = 3  # a term, the sum it stands in, and the answer are rounded one after another


@dataclass(frozen=True)
class Known:
    """A quantity before it is rounded, as it is used, and how often it may be rounded so far.

    `spent` is what its terms leave to its own rounding.  `term` is what it counts for as a term of
    a sum; None where rounding the sum has all its room, as beside what other equations use too.
    """

    before: Affine
    used: Affine
    chain: int
    spent: Spent | None = None
    term: Spent | None = None


def unrounded(form: Affine) -> Known:
    """What nobody rounds here."""
    return Known(form, form, 0)


def negated(known: Known) -> Known:
    """The same with the other sign: whatever moves it up moves this down."""
    return Known(
        affine.negated(known.before),
        affine.negated(known.used),
        known.chain,
        known.spent and known.spent.turned(),
        known.term and known.term.turned(),
    )


def lifted_spent(spent: Spent, axes: int) -> Spent:
    """Errors with entry axes added, where a number meets a vector."""

    def wider(array: Array) -> Array:
        return np.expand_dims(array, tuple(range(-axes, 0))) if array.ndim else array

    return spent.mapped(wider) if axes else spent


def copies(left: Affine, right: Affine, *, divides: bool = False) -> Flags:
    """The entries in which a product is one factor again, or 0: nobody rounds these anew.

    One that `divides` is a copy where nothing or 1 stands on its right side: 1/3 is none.
    """

    def plain(one: Affine, other: Affine, units: tuple[float, ...]) -> Flags:
        sure = (one.low == one.high) & np.isin(one.low, units)
        return np.asarray(sure & (other.low < other.high))

    whole = (-1.0, 0.0, 1.0)
    return plain(left, right, (0.0,) if divides else whole) | plain(right, left, whole)


def kept(free: Room, form: Affine, copied: Flags) -> Room:
    """No room in the entries that are copies."""
    return Room(
        np.where(copied, 0.0, free.below),
        np.where(copied, 0.0, free.above),
        np.where(copied, form.low, free.low),
        np.where(copied, form.high, free.high),
    )


def as_term(form: Affine, free: Room, rounding: Rounding, copied: Flags | None = None) -> Spent:
    """What a rounded number counts for in a sum; infinite where it lies on the grid for sure.

    A copy may be what another equation uses, too: it leaves the sum all its room.
    """
    at_rest = (form.low == form.high) & (free.low == free.high)
    longer = room(form.low, form.high, rounding, _CHAIN)
    down, up = (np.where(at_rest, np.inf, error) for error in (-free.below, free.above))
    other = np.asarray(np.inf) if copied is None else np.where(copied & ~at_rest, 0.0, np.inf)
    gain = free.below - longer.below, longer.above - free.above
    return Spent(((down, up), (other, other)), gain)


def is_compound(node: Expression) -> bool:
    """Whether a term of a sum is itself a sum over entries."""
    match node:
        case Negate(operand):
            return is_compound(operand)
        case Binary("@") | Call("sum" | "mean"):
            return True
        case _:
            return False
