"""Functions as one works them out by hand: out of sums, products, quotients and exponentials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np

from reference.proof.outward import UNIT, NotBounded
from reference.proof.sheet import Registers, Sheet
from reference.words import say

_LARGEST_EXPONENT = 50 * UNIT  # nobody writes down e^50


def worked(sheet: Sheet, name: str, z: Registers) -> Registers:
    """A function of one argument, out of single operations; raise NotBounded for one without any."""
    written = sheet.writes_powers
    match name:
        case "sigmoid":
            return _sigmoid(sheet, z, written)
        case "tanh":
            return _tanh_by_hand(sheet, z) if written else _tanh(sheet, z)
        case "relu":
            return sheet.do("max", z, sheet.constant(0, z))
        case "softplus":
            return sheet.do("log", sheet.do("add", sheet.constant(1, z), sheet.do("exp", z)))
        case "elu":
            zero, one = sheet.constant(0, z), sheet.constant(1, z)
            below = sheet.do("subtract", sheet.do("exp", sheet.smaller(z, zero)), one)
            return sheet.do("add", sheet.do("max", z, zero), below)
        case "softmax" | "softmax_rows":
            return _softmax(sheet, z, written)
        case "norm":
            return _norm(sheet, z)
        case "inverse":
            return _inverse(sheet, z)
        case "exp" | "log" | "sqrt":
            return sheet.do(name, z)
        case _:
            raise NotBounded(say("no-operation", name=name))


def _sigmoid(sheet: Sheet, z: Registers, written: bool) -> Registers:
    """1 / (1 + e^-z), out of an exponential that may be written down.

    Where every step is, it may also be e^z / (1 + e^z).  With p = e^-z and q = e^z, an error a of
    p + 1 moves the first by -a over (1 + p)(1 + p + a); errors b of q and c of its sum move the
    second by b - q c over (1 + q)(1 + q + b + c).
    """
    one, e = sheet.constant(1, z), sheet.do("exp", sheet.do("negate", z))
    straight = sheet.do("divide", one, sheet.do("add", one, e))
    if not written:
        return straight
    if not sheet.rounding.reaches("every"):
        return sheet.do("divide", one, sheet.do("add", one, sheet.rounded(e, 1)))
    q = sheet.do("exp", z)
    under, a = _one_more(sheet, e)
    first = sheet.do(
        "divide", sheet.do("negate", a), sheet.do("multiply", sheet.do("add", one, e), under)
    )
    b = sheet.slips(q)
    under, bc = _one_more(sheet, q)
    c = sheet.do("subtract", bc, b)
    top = sheet.do("subtract", b, sheet.do("multiply", q, c))
    second = sheet.do("divide", top, sheet.do("multiply", sheet.do("add", one, q), under))
    return _moved_by_either(sheet, straight, first, second)


def _one_more(sheet: Sheet, power: Registers) -> tuple[Registers, Registers]:
    """1 and an exponential as they are written down, at least 1, and how far they are off."""
    one = sheet.constant(1, power)
    off = sheet.slips(power)
    if sheet.writes_sums:
        off = sheet.do("add", off, sheet.slips(sheet.do("add", one, sheet.rounded(power, 1))))
    total = sheet.do("add", sheet.do("add", one, power), off)
    return sheet.do("max", total, one), off


def _moved_by_either(
    sheet: Sheet, straight: Registers, first: Registers, second: Registers
) -> Registers:
    found = [
        sheet.line.moved(int(t), (int(x), int(y)), of=sheet.of)
        for t, x, y in zip(straight.flat, first.flat, second.flat, strict=True)
    ]
    return np.array(found, dtype=np.int64).reshape(straight.shape)


def _tanh(sheet: Sheet, z: Registers) -> Registers:
    """1 - 2 / (e^2z + 1)."""
    one, two = sheet.constant(1, z), sheet.constant(2, z)
    e = sheet.do("exp", sheet.do("multiply", two, z))
    return sheet.do("subtract", one, sheet.do("divide", two, sheet.do("add", e, one)))


def _tanh_by_hand(sheet: Sheet, z: Registers) -> Registers:
    """Whichever way: straight, with e^z and e^-z, or with e^2z, each of which may be written down.

    With p = e^z and q = e^-z, errors of a and b move (p - q)/(p + q) by 2 (q a - p b) over
    (p + q)(p + q + a + b); an error a of w = e^2z moves (w - 1)/(w + 1) by 2 a over
    (w + 1)(w + 1 + a).  No exponential is rounded to less than 0.  Where difference and sum are written
    down, too, errors of c and d move the quotient t by c - t d over the sum as it is written.
    """
    one, two, zero = (sheet.constant(value, z) for value in (1, 2, 0))
    p, q = sheet.do("exp", z), sheet.do("exp", sheet.do("negate", z))
    a, b = sheet.slips(p), sheet.slips(q)
    w = sheet.do("exp", sheet.do("multiply", two, z))
    c = sheet.slips(w)
    rounded = [
        sheet.do("max", sheet.do("add", e, error), zero) for e, error in ((p, a), (q, b), (w, c))
    ]
    # a share such as q / (p + q) is 1 / (1 + e^2z), in which z stands once
    of_q = sheet.do("divide", one, sheet.do("add", one, w))
    of_p = sheet.do("subtract", one, of_q)
    change = sheet.do("subtract", sheet.do("multiply", of_q, a), sheet.do("multiply", of_p, b))
    total = sheet.do("add", rounded[0], rounded[1])
    first = sheet.do("divide", sheet.do("multiply", two, change), total)
    both = sheet.do("multiply", sheet.do("add", w, one), sheet.do("add", rounded[2], one))
    second = sheet.do("divide", sheet.do("multiply", two, c), both)
    straight = _tanh(sheet, z)
    if sheet.writes_sums:
        first = _with_sums_written(sheet, first, straight, rounded[0], rounded[1])
        second = _with_sums_written(sheet, second, straight, rounded[2], one)
    return _moved_by_either(sheet, straight, first, second)


def _with_sums_written(
    sheet: Sheet, moved: Registers, quotient: Registers, p: Registers, q: Registers
) -> Registers:
    """What moves (p - q)/(p + q), with what it is moved by where its two sums are rounded."""
    whole = sheet.do("add", p, q)
    c, d = sheet.slips(sheet.do("subtract", p, q)), sheet.slips(whole)
    least = sheet.do("max", sheet.do("add", whole, d), sheet.constant(1, whole))
    by_sums = sheet.do("subtract", c, sheet.do("multiply", sheet.do("add", quotient, moved), d))
    return sheet.do("add", moved, sheet.do("divide", by_sums, least))


def _softmax(sheet: Sheet, z: Registers, written: bool) -> Registers:
    if not z.ndim:
        return sheet.constant(1, z)
    if z.ndim > 1:
        return np.stack([_softmax(sheet, row, written) for row in z])
    if written and max(sheet.bounds(int(k))[1] for k in z) <= _LARGEST_EXPONENT:
        powers = sheet.rounded(sheet.do("exp", z), 1)
        if sum(sheet.bounds(int(k))[0] for k in powers) > 0:
            total = sheet.summed(powers)
            return sheet.do("divide", powers, np.broadcast_to(total, powers.shape))
    shares: list[Registers] = []
    for own in z:  # 1 over the sum of e^(z_j - z_own), which no constant in z changes
        others = np.delete(z, len(shares))
        less = sheet.do("subtract", others, np.broadcast_to(own, others.shape))
        one = sheet.constant(1, own)
        total = sheet.do("add", one, sheet.total(sheet.do("exp", less))) if less.size else one
        shares.append(sheet.do("divide", one, total))
    return np.stack(shares)


def _norm(sheet: Sheet, z: Registers) -> Registers:
    straight = sheet.times_itself(z, 2)
    written, straight = (
        sheet.summed(sheet.rounded(straight, 1) if sheet.writes_powers else straight),
        sheet.total(straight),
    )
    below = sheet.bounds(int(written))[0] <= 0
    return sheet.do("sqrt", straight if below else written)


def _inverse(sheet: Sheet, z: Registers) -> Registers:
    if not z.ndim:
        return sheet.do("divide", sheet.constant(1, z), z)
    size = len(z)
    if size > 3:
        raise NotBounded(say("inverse-of-large-matrix"))
    determinant = _determinant(sheet, z)
    found = np.zeros_like(z)
    for i in range(size):
        for j in range(size):
            minor = _determinant(sheet, np.delete(np.delete(z, j, 0), i, 1))
            signed = minor if (i + j) % 2 == 0 else sheet.do("negate", minor)
            found[i, j] = sheet.do("divide", signed, determinant)
    return found


def _determinant(sheet: Sheet, z: Registers) -> Registers:
    if not z.size:
        return np.asarray(sheet.line.number(Fraction(1)))
    if z.shape == (1, 1):
        return np.asarray(z[0, 0])
    total: Registers | None = None
    for j in range(len(z)):
        minor = _determinant(sheet, np.delete(z[1:], j, 1))
        term = sheet.do("multiply", z[0, j], minor)
        if total is None:
            total = term
        else:
            total = sheet.do("add" if j % 2 == 0 else "subtract", total, term)
    assert total is not None  # noqa: S101 - there is a first column
    return total


GATHERED: Mapping[str, Callable[[Sheet, list[Registers]], Registers]] = {
    "sum": lambda sheet, forms: sheet.summed(forms[0]),
    "mean": lambda sheet, forms: sheet.mean(forms[0]),
    "row_sums": lambda sheet, forms: sheet.row_sums(forms[0]),
    "largest": lambda sheet, forms: sheet.largest(forms[0]),
    "smallest": lambda sheet, forms: sheet.do(
        "negate", sheet.largest(sheet.do("negate", forms[0]))
    ),
    "argmax": lambda sheet, forms: sheet.argmax(forms[0]),
    "one_hot": lambda sheet, forms: sheet.one_hot(forms[0], forms[1]),
}
