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
    """1 / (1 + e^-z), out of an exponential that may be written down."""
    one, e = sheet.constant(1, z), sheet.do("exp", sheet.do("negate", z))
    return sheet.do("divide", one, sheet.do("add", one, sheet.rounded(e, 1) if written else e))


def _tanh(sheet: Sheet, z: Registers) -> Registers:
    """1 - 2 / (e^2z + 1)."""
    one, two = sheet.constant(1, z), sheet.constant(2, z)
    e = sheet.do("exp", sheet.do("multiply", two, z))
    return sheet.do("subtract", one, sheet.do("divide", two, sheet.do("add", e, one)))


def _tanh_by_hand(sheet: Sheet, z: Registers) -> Registers:
    """Whichever way: straight, with e^z and e^-z, or with e^2z, each of which may be written down.

    With p = e^z and q = e^-z, errors of a and b move (p - q)/(p + q) by 2 (q a - p b) over
    (p + q)(p + q + a + b); an error a of w = e^2z moves (w - 1)/(w + 1) by 2 a over
    (w + 1)(w + 1 + a).  No exponential is rounded to less than 0.
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
    found = [
        sheet.line.moved(int(t), (int(x), int(y)), of=sheet.of)
        for t, x, y in zip(straight.flat, first.flat, second.flat, strict=True)
    ]
    return np.array(found, dtype=np.int64).reshape(z.shape)


def _softmax(sheet: Sheet, z: Registers, written: bool) -> Registers:
    if not z.ndim:
        return sheet.constant(1, z)
    if z.ndim > 1:
        return np.stack([_softmax(sheet, row, written) for row in z])
    if written and max(sheet.bounds(int(k))[1] for k in z) <= _LARGEST_EXPONENT:
        powers = sheet.rounded(sheet.do("exp", z), 1)
        if sum(sheet.bounds(int(k))[0] for k in powers) > 0:
            total = sheet.total(powers)
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
        sheet.total(sheet.rounded(straight, 1) if sheet.writes_powers else straight),
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
    "sum": lambda sheet, forms: sheet.total(forms[0]),
    "mean": lambda sheet, forms: sheet.mean(forms[0]),
    "row_sums": lambda sheet, forms: sheet.row_sums(forms[0]),
    "largest": lambda sheet, forms: sheet.largest(forms[0]),
    "smallest": lambda sheet, forms: sheet.do(
        "negate", sheet.largest(sheet.do("negate", forms[0]))
    ),
    "argmax": lambda sheet, forms: sheet.argmax(forms[0]),
    "one_hot": lambda sheet, forms: sheet.one_hot(forms[0], forms[1]),
}
