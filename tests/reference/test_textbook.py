"""Gradients in workings: written as textbooks do, with the values of the plain derivatives."""

from __future__ import annotations

import numpy as np
import pytest

from reference import bind, parse_cell, parse_expression, resolve
from reference.readings.worked import worked
from reference.rewrites.over_steps import over_steps

NETWORK = """
    x: d
    y: m given
    h: n
    k: scalar given
    W: n, d
    U: n, n
    V: m, n
    h = tanh(W @ x[t] + U @ h[t-1])
    z = V @ h
    p = softmax(z)
"""
NUMBERS = {
    "x": [[0.3, -0.8], [1.2, 0.4], [-0.5, 0.9]],
    "W": [[0.4, -0.6], [0.8, 0.3]],
    "U": [[0.5, -1.0], [0.7, 0.2]],
    "V": [[1.0, -0.5], [0.3, 0.9], [-0.7, 0.4]],
    "h0": [0.0, 0.0],
}
ONE_HOT = {"y": [[0, 1, 0], [1, 0, 0], [0, 0, 1]]}
SOFT = {"y": [[0.2, 0.5, 0.3], [1, 0, 0], [0, 0.5, 0.5]]}

LOSSES = [
    ("-sum(y[t] * log(p))", "l[2]", ONE_HOT, "dz₂ = p₂ − y₂", "one step's loss"),
    ("-(y[t] @ log(p))", "l[2]", ONE_HOT, "dz₂ = p₂ − y₂", "as a scalar product"),
    ("-log(sum(y[t] * p))", "l[2]", ONE_HOT, "dz₂ = p₂ − y₂", "the logarithm of the one that counts"),
    ("-sum(y[t] * log(p))", "l[2]", SOFT, "dz₂ = p₂ − y₂", "shares that sum to 1"),
    ("-sum(y[t] * log(p))", "sum_steps(l[t])", ONE_HOT, "dz₂ = p₂ − y₂", "the sum over steps"),
    ("-sum(y[t] * log(p))", "sum_steps(l[t])/4", ONE_HOT, "dz₂ = dl₂·(p₂ − y₂)", "a mean over steps"),
    ("-log(entry(p, 2))", "l[2]", {}, "dz₂ = p₂ − e₂", "the place of the right one"),
    ("-log(sum(one_hot(k, p) * p))", "l[2]", {"k": 2}, "dz₂ = p₂ − one_hot(k, p₂)", "its number"),
    ("sum(y[t] * p)", "l[2]", ONE_HOT, "dz₂ = p₂ ⊙ (dp₂ − sum(dp₂ ⊙ p₂))", "no cross-entropy"),
    ("-sum(y[t] * log(p))", "l[2]", {"y": [[1, 1, 0]] * 3}, "dz₂ = p₂ ⊙ (dp₂ − sum(dp₂ ⊙ p₂))", "no shares"),
]  # fmt: skip


def gradient(
    loss: str, asked: str, given: dict[str, object]
) -> tuple[list[str], np.ndarray, object]:
    """The working of the gradient by the scores of step 2, its end, and what the system says."""
    cell = parse_cell(f"{NETWORK}    l = {loss}\n", name="network")
    system = bind(cell, NUMBERS | given, steps=3)
    expression = over_steps(parse_expression(f"grad({asked}, z[2])"), 3, system.cell.shapes)
    resolved = resolve(system.cell, expression)
    found = worked(resolved.cell, system.inputs, targets=[resolved.expression])
    solved = system.rewritten(resolved.cell).solve()
    return found.text().splitlines(), found.steps[-1].value, solved["dz[2]"]


@pytest.mark.parametrize(("loss", "asked", "given", "expected", "why"), LOSSES)
def test_the_gradient_of_a_cross_entropy_at_its_scores_is_what_is_wrong_with_the_shares(
    loss, asked, given, expected, why
):
    lines, end, solved = gradient(loss, asked, given)
    (line,) = (line for line in lines if line.startswith("dz₂"))
    assert line.startswith(expected), why
    assert np.array_equal(end, solved), "the equation is another, the value the same"


def test_the_way_through_the_softmax_is_left_out_with_its_jacobian():
    lines, _, _ = gradient("-sum(y[t] * log(p))", "l[2]", ONE_HOT)
    assert not [line for line in lines if line.startswith(("dl", "dp"))]


PRODUCTS = [
    ("0.5 * sum((h - b)**2)", "dh₁ = h₁ − b", "half of the squares: the halves and the 2 cancel"),
    ("sum((h - b)**2)", "dh₁ = 2·(h₁ − b)", "the squares: no ones, and no gradient of the loss"),
    ("sum((h - b)**2) / 3", "dh₁ = 2 / 3·(h₁ − b)", "a factor that no short decimal says"),
    ("sum(b * log(h))", "dh₁ = b / h₁", "a reciprocal is a fraction's lower half"),
]


@pytest.mark.parametrize(("loss", "expected", "why"), PRODUCTS)
def test_a_product_in_a_gradient_has_no_ones_and_one_number(loss, expected, why):
    cell = parse_cell(f"x: n\nh: n\nb: n given\nh = tanh(x[t])\nL = {loss}\n", name="loss")
    system = bind(cell, {"x": [[0.5, -1.0]]} | ({"b": [1.0, 0.25]} if "b" in loss else {}), steps=1)
    resolved = resolve(system.cell, parse_expression("grad(L[1], h[1])"))
    found = worked(resolved.cell, system.inputs, targets=[resolved.expression])
    (line,) = (line for line in found.text().splitlines() if line.startswith("dh₁"))
    assert line.startswith(expected), why
    assert np.array_equal(found.steps[-1].value, system.rewritten(resolved.cell).solve()["dh[1]"])
