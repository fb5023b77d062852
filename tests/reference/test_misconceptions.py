"""Misconceptions: what each kind does to the equations, and that all of them do something."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import pytest
from drawn import FEW, numbers, sampled

from reference import (
    CATALOGUE,
    Cell,
    Equation,
    Symbol,
    System,
    bind,
    cell,
    differentiate,
    misconceptions,
    parse_cell,
    parse_expression,
    resolve,
    unroll,
    write,
)
from reference.language.expression import Binary, Call, Expression, walk
from reference.records import replace

SIMPLE = """
x: d
h: n
W: n, d
U: n, n
b: n
h = tanh(W @ x[t] + U @ h[t-1] + b)
"""
SCALAR = "x: scalar\nh: scalar\nw, u: scalar\nh = w * x[t] - u * h[t-1]"
ROWS = "x: d\nh: n\nW: d, n\nU: n, n\nh = tanh(x[t] @ W + h[t-1] @ U)"
STACKED = """
x: d
h: n
W: 2*n, n
V: 2*n, d
a = V @ x[t]
f = sigmoid(part(a, 1, 2))
g = tanh(part(a, 2, 2))
h = part(W @ (f * g), 1, 2) + h[t-1]
"""
LSTM = """
f, i, g, o: scalar
c: scalar
c = f[t] * c[t-1] + i[t] * g[t]
h = o[t] * tanh(c)
"""
GRU = """
x: n
h: n
U: n, n
r = sigmoid(x[t])
z = sigmoid(h[t-1])
k = tanh(U @ (r * h[t-1]))
h = (1 - z) * h[t-1] + z * k
"""
CONCATENATED = "x: d\nh: n\nW: n, n + d\nh = sigmoid(W @ concat(h[t-1], x[t]))"
SOFTMAX = "x: d\nW: n, d\ny = softmax(W @ x)"
AFTER = "x: n\nh: n\nU: n, n\nr = sigmoid(x[t])\nh = tanh(x[t] + r * (U @ h[t-1]))"
GRU_IN_ROWS = GRU.replace("U @ (r * h[t-1])", "(r * h[t-1]) @ U")
AFTER_IN_ROWS = AFTER.replace("U @ h[t-1]", "h[t-1] @ U")

# (cell, kind, what the named equation becomes, sentence)
MADE = [
    (SIMPLE, "activation-exchanged", "sigmoid(W @ x[t] + U @ h[t-1] + b)",
     "sigmoid in place of tanh in hₜ"),
    (SIMPLE, "activation-exchanged", "relu(W @ x[t] + U @ h[t-1] + b)",
     "ReLU in place of tanh in hₜ"),
    (SOFTMAX, "activation-exchanged", "sigmoid(W @ x)", "sigmoid in place of softmax in y"),
    (SIMPLE, "activation-forgotten", "W @ x[t] + U @ h[t-1] + b", "the tanh left out in hₜ"),
    (LSTM, "tanh-forgotten", "o[t] * c[t]", "the tanh left out, cₜ in place of tanh(cₜ) in hₜ"),
    (SIMPLE, "bias-forgotten", "tanh(W @ x[t] + U @ h[t-1])", "the bias b left out"),
    (SIMPLE, "recurrent-term-forgotten", "tanh(W @ x[t] + b)",
     "the term with hₜ₋₁ left out of hₜ"),
    (SIMPLE, "input-term-forgotten", "tanh(U @ h[t-1] + b)", "the term with xₜ left out of hₜ"),
    (SIMPLE, "sign-wrong", "tanh(W @ x[t] - U @ h[t-1] + b)",
     "the wrong sign before U·hₜ₋₁ in hₜ"),
    (SCALAR, "sign-wrong", "w * x[t] + u * h[t-1]", "the wrong sign before u·hₜ₋₁ in hₜ"),
    (SIMPLE, "matrix-transposed", "tanh(W @ x[t] + transpose(U) @ h[t-1] + b)", "U transposed"),
    (SIMPLE, "elementwise-for-matrix-product", "tanh(W @ x[t] + diagonal(U) * h[t-1] + b)",
     "only the diagonal of U multiplied in, entry by entry"),
    (CONCATENATED, "concatenation-reversed", "sigmoid(W @ concat(x[t], h[t-1]))",
     "the two parts of the concatenation in the other order"),
    (LSTM, "gates-exchanged", "i[t] * c[t-1] + f[t] * g[t]", "f and i in each other's place"),
    (GRU, "complement-exchanged", "z[t] * h[t-1] + (1 - z[t]) * k[t]",
     "z and 1 - z in each other's place"),
    (GRU, "reset-misplaced", "tanh(r[t] * (U @ h[t-1]))",
     "r multiplied in after the matrix product"),
    (AFTER, "reset-misplaced", "tanh(x[t] + U @ (r[t] * h[t-1]))",
     "r multiplied in before the matrix product"),
    (GRU_IN_ROWS, "reset-misplaced", "tanh(r[t] * (h[t-1] @ U))",
     "r multiplied in after the matrix product"),
    (AFTER_IN_ROWS, "reset-misplaced", "tanh(x[t] + r[t] * h[t-1] @ U)",
     "r multiplied in before the matrix product"),
    (LSTM, "step-confused", "o[t] * tanh(c[t-1])", "cₜ₋₁ in place of cₜ"),
    (ROWS, "matrix-transposed", "tanh(x[t] @ W + h[t-1] @ transpose(U))", "U transposed"),
    (STACKED, "gates-reordered", "tanh(part(a[t], 1, 2))",
     "the stacked gates taken in the order g, f"),
    (STACKED, "reset-misplaced", "f[t] * part(W @ g[t], 1, 2) + h[t-1]",
     "f multiplied in after the matrix product"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "note", "expected", "sentence"), MADE)
def test_a_kind_does_exactly_this(text, note, expected, sentence):
    right = parse_cell(text, name="small")
    made = {
        write(equation.value): found.sentence
        for found in misconceptions(right)
        if found.note == note
        for equation, old in zip(found.cell.equations, right.equations, strict=True)
        if equation != old
    }
    assert expected in made
    assert sentence == made[expected]


UNROLLED = [
    (SCALAR, 2, "initial-state-ignored", "h[1]", "w * x[1] - u * (0 * h[0])",
     "the initial state h₀ taken as 0"),
    (SCALAR, 2, "recurrent-term-forgotten", "h[2]", "w * x[2]",
     "the term with h₁ left out of h₂"),
    (SCALAR, 2, "step-confused", "h[2]", "w * x[1] - u * h[1]", "x₁ in place of x₂"),
    (SCALAR, 2, "step-confused", "h[2]", "w * x[2] - u * h[0]", "h₀ in place of h₁"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "steps", "note", "at", "expected", "sentence"), UNROLLED)
def test_a_mistake_is_made_at_one_step_alone(text, steps, note, at, expected, sentence):
    right = unroll(parse_cell(text, name="small"), steps)
    found = [m for m in misconceptions(right) if m.note == note and m.sentence == sentence]
    assert found
    (changed,) = (e for e in found[0].cell.equations if e not in right.equations)
    assert (at, expected) == (str(changed.target), write(changed.value))


BACKWARD = [
    ("h = tanh(w * h[t-1] + x[t])", "grad(h[2], w)", 0, "slope-forgotten",
     "the slope of the activation left out at step 2"),
    ("h = tanh(w * h[t-1] + x[t])", "grad(h[2], w)", 0, "gradient-not-carried",
     "nothing carried back from later steps"),
    ("h = tanh(w * h[t-1] + x[t])", "grad(h[3], w)", 0, "gradient-not-carried",
     "only the last step counted in the gradient of w"),
    ("h = relu(w * h[t-1] + x[t])", "grad(h[2], w)", 0, "slope-convention",
     "the other slope of ReLU at 0"),
    ("h = relu(w * h[t-1] + x[t])", "grad(h[2], w)", 1, "slope-convention",
     "the other slope of ReLU at 0"),
    ("h = tanh(w * h[t-1] + x[t])", "grad(h[2], w)", 0, "step-confused",
     "h of its own step in place of the step before in the gradient of w"),
]  # fmt: skip


@pytest.mark.parametrize(("equation", "asked", "slope", "note", "sentence"), BACKWARD)
def test_a_gradient_has_mistakes_of_its_own(equation, asked, slope, note, sentence):
    steps = 3 if "[3]" in asked else 2
    right = unroll(parse_cell(f"x, h, w: scalar\n{equation}", name="small"), steps)
    backward = resolve(right, parse_expression(asked), slope_at_zero=slope).cell
    said = {m.sentence for m in misconceptions(backward) if m.note == note}
    assert sentence in said


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("x, dz, h: scalar\nu, w: scalar\ndz = u * x[t]\nh = tanh(dz + w * h[t-1])",
         {"slope-forgotten", "gradient-not-carried"}),
        ("x, h, dh: scalar\nu, w: scalar\nh = tanh(u * x[t])\ndh = w * h[t] + u * dh[t-1]",
         {"slope-forgotten", "gradient-not-carried"}),
    ],
)  # fmt: skip
def test_letters_alone_make_no_gradient(text, notes):
    found = {m.note for m in misconceptions(unroll(parse_cell(text, name="own"), 2))}
    assert not notes & found


def test_an_input_whose_letters_look_like_an_arriving_gradient_can_be_forgotten():
    own = parse_cell(
        "up_x, h: scalar\nu, w: scalar\nh = tanh(u * up_x[t] + w * h[t-1])", name="own"
    )
    assert "input-term-forgotten" in {m.note for m in misconceptions(own)}


def test_an_update_gate_called_z_has_no_slope_to_forget_in_a_sum_of_flows():
    gate = "x, z, h: scalar\nu, w: scalar\nz = sigmoid(u * x[t])\nh = z[t] * h[t-1] + w * x[t]"
    backward = differentiate(unroll(parse_cell(gate, name="own"), 1), Symbol("h", 1))
    kept = [m.cell.by_target[Symbol("dz", 1)] for m in misconceptions(backward)
            if m.note == "slope-forgotten"]  # fmt: skip
    assert kept
    assert {backward.by_target[Symbol("dz", 1)]} == set(kept)


def test_the_slope_at_zero_is_turned_whatever_was_agreed():
    right = unroll(parse_cell("x, h, w: scalar\nh = relu(w * h[t-1] + x[t])", name="small"), 1)
    numbers_ = {"x[1]": np.array(-6.0), "h[0]": np.array(3.0), "w": np.array(2.0)}
    for agreed, other in ((0, 3.0), (1, 0.0)):
        found = resolve(right, parse_expression("grad(h[1], w)"), slope_at_zero=agreed)
        (turned,) = (m for m in misconceptions(found.cell) if m.note == "slope-convention")
        system = System(right, turned.cell, 1, {}, numbers_, {})
        assert other == float(system.solve()["dw"])


# -- over the catalogue ---------------------------------------------------------------------


def drawn(name: str, seed: int = 0) -> System:
    written = cell(name)
    steps = 2 if written.recurrent else 1
    sizes = {"d": 2, "n": 2, "m": 2, "k": 2, "p": 2, "v": 2, "l": 2}
    return bind(written, numbers(written, sizes=sizes, steps=steps, seed=seed), steps=steps)


def backward(name: str) -> Cell:
    """The gradients of everything by the last quantity."""
    system = drawn(name)
    last = write(system.cell.equations[-1].target)
    by = next(iter(system.written.parameters or system.written.inputs))
    of = f"sum({last})" if system.cell.rank(system.cell.equations[-1].target) else last
    asked = f"grad({of}, {by})"
    return resolve(system.cell, parse_expression(asked)).cell


RECURRENT = [name for name in CATALOGUE if cell(name).recurrent and cell(name).parameters]
KINDS = {
    "activation-exchanged", "activation-forgotten", "bias-forgotten", "recurrent-term-forgotten",
    "input-term-forgotten", "sign-wrong", "matrix-transposed", "elementwise-for-matrix-product",
    "concatenation-reversed", "gates-exchanged", "complement-exchanged", "reset-misplaced",
    "step-confused", "initial-state-ignored", "slope-forgotten", "slope-convention",
    "gradient-not-carried", "tanh-forgotten", "gates-reordered",
}  # fmt: skip


@pytest.mark.parametrize(
    ("equation", "made"),
    [
        ("q = dh * z * (1 - z)", 0),
        ("q = z * dh + (1 - z) * dh * z", 1),
        ("q = dh * (1 - z)", 1),
    ],
    ids=["a slope, the same either way", "a slope beside the gate", "what a gate leaves"],
)
def test_a_gate_and_what_it_leaves_are_not_exchanged_in_a_slope(equation, made):
    text = f"x: H\ndh: H given\nW: H, H\nz = sigmoid(W @ x)\n{equation}"
    found = misconceptions(parse_cell(text, name="slope"))
    assert made == sum("z and 1 - z" in one.sentence for one in found)


def test_every_kind_is_found_somewhere_in_the_catalogue():
    where = defaultdict(set)
    for name in FEW:
        for found in misconceptions(drawn(name).cell):
            where[found.note].add(name)
    for name in ("tanh-rnn", "irnn"):
        for found in misconceptions(backward(name)):
            where[found.note].add(name)
    assert not KINDS - set(where)


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_no_mistake_is_the_right_cell_and_none_comes_twice(name):
    right = drawn(name).cell
    made = [found.cell.equations for found in misconceptions(right)]
    assert right.equations not in made
    assert len(made) == len(set(made))


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_every_mistaken_cell_can_be_solved_and_gives_something_else(name):
    """For generic numbers, every mistake changes at least one quantity."""
    systems = [drawn(name, seed) for seed in range(8)]  # a unit may be dead for some of them
    for found in misconceptions(systems[0].cell):
        assert any(changed(system, found.cell) for system in systems), found


def changed(system: System, mistaken: Cell) -> bool:
    right, values = system.solve(), system.rewritten(mistaken).solve()
    return any(not np.allclose(values[name], right[name], atol=1e-9) for name in right)


def is_solved(system: System) -> bool:
    """Whether a mistake leads to numbers, or to a root, logarithm or quotient that has none.

    A mistaken decay may be above 1, and then sqrt(1 - a²) is no number: nobody can write it down.
    """
    values = system.solve()
    for equation in system.cell.equations:
        read = all(np.all(np.isfinite(values[str(s)])) for s in equation.symbols)
        if read and not np.all(np.isfinite(values[str(equation.target)])):
            return any(is_partial(node) for node in walk(equation.value))
    return True


def is_partial(node: Expression) -> bool:
    return (isinstance(node, Call) and node.function in ("sqrt", "log")) or (
        isinstance(node, Binary) and node.operator in ("/", "**")
    )


@pytest.mark.parametrize("name", sampled(RECURRENT))
def test_a_mistake_of_the_written_cell_can_be_made_at_every_step(name):
    system = drawn(name)
    for found in misconceptions(system.written):
        assert is_solved(system.rewritten(unroll(found.cell, 2))), found


@pytest.mark.parametrize("name", sampled(RECURRENT))
def test_every_mistaken_gradient_can_be_solved(name):
    system = drawn(name)
    for found in misconceptions(backward(name)):
        assert is_solved(system.rewritten(found.cell)), found


def test_a_cell_given_as_text_only_has_its_mistakes_for_free():
    text = """
    # A minimal gated unit
    x: d
    h: n
    W, V: n, d
    U, S: n, n
    b: n
    f = sigmoid(W @ x[t] + U @ h[t-1] + b)
    k = tanh(V @ x[t] + S @ (f * h[t-1]))
    h = (1 - f) * h[t-1] + f * k
    """
    found = {m.note for m in misconceptions(parse_cell(text, name="mgu"))}
    expected = {
        "activation-exchanged", "activation-forgotten", "bias-forgotten", "complement-exchanged",
        "recurrent-term-forgotten", "input-term-forgotten", "sign-wrong", "matrix-transposed",
        "elementwise-for-matrix-product", "reset-misplaced",
    }  # fmt: skip
    assert expected <= found


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_sentences_are_short_and_never_speak_of_inner_names(name):
    cells = [drawn(name).cell, cell(name)] + ([backward(name)] if name in RECURRENT else [])
    for made in cells:
        for found in misconceptions(made):
            assert len(found.sentence) <= 90, found.sentence
            assert "dz" not in found.sentence
            assert not re.search(r"\w\[", found.sentence), found.sentence


def test_a_net_input_without_a_name_on_the_sheet_is_called_by_what_it_feeds():
    said = {m.sentence for m in misconceptions(drawn("relu-rnn").cell)}
    assert "the wrong sign before V·h₁ in the net input of h₂" in said
    assert "the ReLU left out in h₂" in said


def test_a_mistake_is_a_plain_value():
    first, again = (next(misconceptions(cell("tanh-rnn"))) for _ in range(2))
    assert first == again
    assert Symbol("h") not in first.cell.by_target


EVERYWHERE = [
    ("h = tanh(w * h[t-1] + x[t])", "h", "gradient-not-carried", ["up_h[2]"],
     "what h[2] gets from step 3 is lost, what h[3] gets from outside is not"),
    ("h = tanh(w * h[t-1] + x[t])", "h", "slope-forgotten", ["dh[1]", "dh[2]", "dh[3]"],
     "at every step alike"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "note", "expected", "why"), EVERYWHERE)
def test_a_program_makes_its_mistake_at_every_step(text, name, note, expected, why):
    right = unroll(parse_cell(f"x: scalar\nh: scalar\nw: scalar\n{text}"), 3)
    arriving = [Symbol(name, t) for t in (1, 2, 3)]
    backward = differentiate(right, arriving, [Symbol("w"), Symbol(name, 0)])
    found = next(m for m in misconceptions(backward, everywhere=True) if m.note == note)
    old = {e.target: write(e.value) for e in backward.equations}
    changed = [write(e.value) for e in found.cell.equations if write(e.value) != old[e.target]]
    assert set(expected) <= set(changed)


def test_what_a_cell_is_given_is_called_no_bias():
    text = "x: d\nh: n\ny: n given\nL: scalar\nW: n, d\nb: n\nh = tanh(W @ x[t] + b)\nL = sum((h[t] - y)**2)"
    said = {str(m.what) for m in misconceptions(parse_cell(text)) if m.note == "bias-forgotten"}
    assert {"the bias b left out", "y left out"} <= said


def test_a_list_of_the_same_at_every_step_is_no_concatenation_to_be_reversed():
    steps = unroll(parse_cell("x, h, w: scalar\nh = relu(w * h[t-1] + x[t])", name="small"), 2)
    listed = parse_expression("mean(concat(h[1], h[2]))")
    over = replace(
        steps,
        shapes={**steps.shapes, "m": ()},
        equations=(*steps.equations, Equation(Symbol("m"), listed)),
    )
    assert "concatenation-reversed" not in {found.note for found in misconceptions(over)}
