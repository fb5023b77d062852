"""Numbers put to a cell: sizes are found, variants solved at once, every slip is named."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import drawn
import numpy as np
import pytest

from reference import (
    CATALOGUE,
    SCALAR,
    NumbersError,
    Symbol,
    as_array,
    bind,
    cell,
    differentiate,
    parse_cell,
)

T = drawn.STEPS
N = 9  # as large as no size: an axis of variants is none of entries
SOME = (0, 4, 8)


def gradients(system):
    """The gradients of the last quantity by everything free, one arriving gradient an entry."""
    target = system.cell.equations[-1].target
    backward = differentiate(system.cell, [target], system.cell.free)
    rank = system.cell.rank(target)
    entries = system.solve()[str(target)]
    shape = entries.shape[entries.ndim - rank :]
    up = 1.0 + np.arange(np.prod(shape)).reshape(shape)  # 1 for the first: a scalar has no other
    values = system.rewritten(backward).program({**system.inputs, f"up_{target}": up})
    return {f"d{symbol}": values[f"d{symbol}"] for symbol in system.cell.free}


# -- many variants at once ------------------------------------------------------------------


@pytest.mark.parametrize("apart", [1, 2, 3], ids=["all vary", "every other", "every third"])
@pytest.mark.parametrize("name", drawn.sampled(CATALOGUE))
def test_many_variants_at_once_are_each_solved_as_if_alone(name, apart):
    written = cell(name)
    lone = drawn.numbers(written, seed=1)
    together = drawn.numbers(written, seed=1, variants=N, apart=apart)
    system = bind(written, together, steps=T, variants=True)
    values, slopes = system.solve(), gradients(system)
    for v in SOME:
        alone = bind(written, drawn.alone(together, v, lone), steps=T)
        assert alone.sizes == system.sizes
        for key, expected in (alone.solve() | gradients(alone)).items():
            found = (values | slopes)[key]
            found = found[v] if found.ndim > expected.ndim else found
            assert expected.shape == found.shape, key
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14, err_msg=key)


@pytest.mark.parametrize("name", ["relu-rnn", "lstm-scalar", "ssm", "lstm", "gru"])
def test_many_variants_of_plain_numbers_are_each_solved_as_if_alone(name):
    written = cell(name)
    ones = dict.fromkeys(drawn.SIZES, 1)
    letters = tuple({n for shape in written.shapes.values() for d in shape for n in d.names})
    together = drawn.numbers(written, sizes=ones, variants=N)
    together = drawn.scalars(written, together, letters)
    system = bind(written, together, steps=T, variants=True)
    for v in SOME:
        alone = bind(written, {k: a[v] for k, a in together.items()}, steps=T)
        for key, expected in alone.solve().items():
            np.testing.assert_allclose(system.solve()[key][v], expected, rtol=1e-13, err_msg=key)


def test_as_many_variants_as_steps_are_not_confused_with_steps():
    given = {"W_x": [1.0, 2.0, 3.0], "W_h": 0.5, "x": [1, 0, 2]}
    values = bind(cell("linear-rnn"), given, steps=3, variants=True).solve()
    # the list of x is over the steps, since it may be; W_x varies
    np.testing.assert_allclose(values["h[3]"], np.array([1.0, 2.0, 3.0]) * 2.25)


def test_one_number_for_each_variant_serves_every_step():
    given = {"W_x": 1, "W_h": 0, "x": [5, 6]}
    values = bind(cell("linear-rnn"), given, steps=3, variants=True).solve()
    np.testing.assert_allclose(values["h[3]"], [5, 6])


# -- plain numbers and lists of one ---------------------------------------------------------


@pytest.mark.parametrize("name", drawn.sampled(CATALOGUE))
def test_plain_numbers_do_what_lists_of_one_do(name):
    written = cell(name)
    letters = tuple({n for shape in written.shapes.values() for d in shape for n in d.names})
    listed = drawn.numbers(written, sizes=dict.fromkeys(letters, 1), seed=2)
    plain = drawn.scalars(written, listed, letters)
    vectors, numbers = (bind(written, given, steps=T) for given in (listed, plain))
    assert dict.fromkeys(letters, SCALAR) == numbers.sizes
    expected = vectors.solve() | gradients(vectors)
    found = numbers.solve() | gradients(numbers)
    assert set(expected) == set(found)
    for key, value in expected.items():
        np.testing.assert_allclose(
            np.reshape(found[key], value.shape), value, rtol=1e-12, atol=1e-14, err_msg=key
        )


@pytest.mark.parametrize("gone", ["d", "n"])
@pytest.mark.parametrize(
    "name", ["tanh-rnn", "relu-rnn", "elman", "lstm", "lstm-concat", "lstm-stacked", "gru", "mut3"]
)
def test_a_row_or_a_column_of_weights_needs_no_brackets_around_one(name, gone):
    # W_x is a row beside a scalar state, a column beside a scalar input
    written = cell(name)
    listed = drawn.numbers(written, sizes={**drawn.SIZES, gone: 1}, seed=3)
    plain = drawn.scalars(written, listed, (gone,))
    vectors, numbers = (bind(written, given, steps=T) for given in (listed, plain))
    assert numbers.sizes[gone] == SCALAR
    expected = vectors.solve() | gradients(vectors)
    found = numbers.solve() | gradients(numbers)
    for key, value in expected.items():
        np.testing.assert_allclose(
            np.reshape(found[key], value.shape), value, rtol=1e-12, atol=1e-14, err_msg=key
        )


# -- what may be left out -------------------------------------------------------------------


def test_an_initial_state_that_is_not_given_is_zero():
    given = {"W_x": [[1, 2]] * 3, "W_h": np.eye(3), "x": [[1, 0]] * 2}
    left_out = bind(cell("tanh-rnn"), given, steps=2).solve()
    said = bind(cell("tanh-rnn"), {**given, "h0": [0, 0, 0]}, steps=2).solve()
    np.testing.assert_array_equal(left_out["h[2]"], said["h[2]"])
    np.testing.assert_array_equal([0, 0, 0], left_out["h[0]"])


def test_a_state_that_runs_backwards_starts_after_the_last_step():
    given = {"W_f": 1, "W_b": 1, "U_f": 0, "U_b": 0.5, "x": [1, 0, 0], "hb0": 3}
    values = bind(cell("bidirectional"), given, steps=3).solve()
    assert values["hb[4]"] == 3
    assert np.tanh(1.5) == pytest.approx(values["hb[3]"])


@pytest.mark.parametrize("spelled", ["h0", "h_0"])
def test_an_initial_state_has_two_spellings(spelled):
    given = {"V": 1, "W": 0, "x": [0], spelled: 7}
    assert bind(cell("relu-rnn"), given).solve()["h[1]"] == 7


def test_what_is_optional_and_not_given_is_left_out():
    system = bind(cell("relu-rnn"), {"V": 1, "W": 1, "x": [1]})
    assert system.cell.quantities == ("z", "h")
    assert {"x[1]", "h[0]", "V", "W"} == set(system.inputs)


def test_a_quantity_that_is_given_is_not_computed():
    given = {"V": 1, "W": 1, "x": [1, 1, 1], "z": [5, -1, 2]}
    values = bind(cell("relu-rnn"), given, steps=3).solve()
    assert [values[f"h[{t}]"] for t in (1, 2, 3)] == [5, 0, 2]


def test_what_a_given_quantity_would_need_need_not_be_given():
    values = bind(cell("lstm-scalar"), {"c": 2, "o": 0.6}).solve()
    assert 0.6 * np.tanh(2) == pytest.approx(values["h[1]"])


def test_a_given_quantity_passes_its_gradient_on_where_its_numbers_are_there():
    system = bind(cell("relu-rnn"), {"V": 2, "W": 3, "x": [1, 1], "h": [10, 20]}, steps=2)
    backward = differentiate(system.cell, Symbol("h", 2), [Symbol("V")])
    assert system.rewritten(backward).solve()["dV"] == 10


def test_one_number_serves_every_step():
    given = {"V": 1, "W": 1, "x": 2}
    assert bind(cell("relu-rnn"), given, steps=3).solve()["h[3]"] == 6


def test_one_vector_serves_every_step_where_it_cannot_be_a_list_over_steps():
    given = {"W_x": np.eye(3), "W_h": np.eye(3), "x": [1, 2, 3]}
    found = bind(cell("linear-rnn"), given, steps=2).solve()["h[2]"]
    np.testing.assert_array_equal([2, 4, 6], found)


# -- slips ----------------------------------------------------------------------------------

SCALARS = {"V": -3, "W": 3, "h0": 0, "x": [2, 3, 1]}
MATRICES = {"V": [[1, 0], [0, 1]], "W": [[1, 2, 3], [4, 5, 6]], "x": [[1, 2, 3]] * 3}
GATES = {"f": 0.5, "c0": 1}
STACKED = {"W": np.ones((8, 5)), "x": np.ones((3, 3))}

SLIPS = [
    ("relu-rnn", SCALARS, {"W": ...}, "relu-rnn: no number is given for W", "missing"),
    ("relu-rnn", SCALARS, {"x": ...}, "relu-rnn: no number is given for x", "no inputs"),
    ("relu-rnn", {}, {"x": [1, 2, 3]}, "no number is given for V, W", "all that is missing"),
    ("lstm", {}, {"W_f": 1}, "no number is given for x, U_f", "a lone weight"),
    ("relu-rnn", SCALARS, {"U": 1}, "relu-rnn has no symbol U", "unknown"),
    ("relu-rnn", SCALARS, {"v": 1}, 'relu-rnn has no symbol v; did you mean "V"?', "a capital"),
    ("elman", {}, {"W_hh": 1}, 'elman has no symbol W_hh; did you mean "W_h"?', "a slip"),
    ("bidirectional", {}, {"hb4": 1}, 'bidirectional has no symbol hb4; did you mean "hb0"?',
     "the start of a state that runs backwards lies after the end"),
    ("relu-rnn", SCALARS, {"h1": 1}, 'relu-rnn has no symbol h1; did you mean "h[1]"?', "h1"),
    ("relu-rnn", SCALARS, {"b_y": 1}, "relu-rnn: b_y is of no use without W_y", "half a layer"),
    ("lstm-scalar", GATES, {"i": 1}, "lstm-scalar: i is of no use without g", "half a product"),
    ("lstm-scalar", GATES, {"g": 1}, "lstm-scalar: g is of no use without i", "the other half"),
    ("relu-rnn", SCALARS, {"x": [2, 3]}, "relu-rnn: x needs 3 values, one a step (got 2)", ""),
    ("relu-rnn", SCALARS, {"x": [1, 2, 3, 4]}, "x needs 3 values, one a step (got 4)", ""),
    ("relu-rnn", MATRICES, {"x": [[1, 2, 3]] * 2}, "x needs 3 values, one a step (got 2)", ""),
    ("relu-rnn", MATRICES, {"x": [1, 2, 3]}, "x needs 3 values of shape d, one a step", "brackets"),
    ("relu-rnn", MATRICES, {"x": [[1, 2]] * 3}, "x: expected d = 3 entries along an axis (got 2)", ""),
    ("relu-rnn", MATRICES, {"V": [[1, 2, 3]] * 2}, "V: expected n = 2 entries along an axis (got 3)", ""),
    ("relu-rnn", MATRICES, {"h0": [1, 2, 3]}, "h0: expected n = 2 entries along an axis (got 3)", ""),
    ("relu-rnn", MATRICES, {"h0": 1}, "h0 has shape n in the cell (got scalar)", "a number"),
    ("relu-rnn", MATRICES, {"V": [1, 2]}, "V has shape n, n in the cell (got 2)", "a vector"),
    ("relu-rnn", MATRICES, {"b": [[1, 2]]}, "b has shape n in the cell (got 1, 2)", "a row"),
    (
        "relu-rnn",
        MATRICES,
        {"b": [1], "h0": [1, 2, 3]},
        "b: expected n = 2 entries along an axis (got 1); h0: expected n = 2 entries",
        "two slips in one go",
    ),
    ("lstm-stacked", STACKED, {"W": np.ones((9, 5))}, "W: 9 entries are not 4*n for any n", ""),
    ("lstm-stacked", STACKED, {"b": np.ones(9)}, "b: expected 4*n = 8 entries along an axis (got 9)", ""),
    ("lstm-stacked", STACKED, {"W": np.ones((8, 6))}, "W: expected n + d = 5 entries along an axis (got 6)", ""),
    ("relu-rnn", MATRICES, {"W": [[1, 2, 3], [4, 5]]}, "W: expected numbers in rows of equal length", ""),
    ("relu-rnn", SCALARS, {"x": [1, float("nan"), 2]}, "x: expected finite numbers", "NaN"),
    ("relu-rnn", SCALARS, {"x": [1, float("inf"), 2]}, "x: expected finite numbers", "infinite"),
    ("relu-rnn", SCALARS, {"x": [1, "nan", 2]}, "x: expected finite numbers", "NaN as a word"),
    ("relu-rnn", SCALARS, {"W": "1e999"}, "W: expected finite numbers", "too large"),
    ("relu-rnn", SCALARS, {"W": 10**400}, "W: expected finite numbers", "too large as a number"),
    ("relu-rnn", SCALARS, {"W": "1e999999999"}, "W: expected finite numbers", "for ever as a fraction"),
    ("relu-rnn", SCALARS, {"W": "1/0"}, "W: expected a number (got '1/0')", "no number"),
    ("relu-rnn", SCALARS, {"W": "two"}, "W: expected a number (got 'two')", "a word"),
    ("relu-rnn", SCALARS, {"W": "9" * 99 + "!"}, f"W: expected a number (got '{'9' * 40}…')", "long"),
    ("relu-rnn", SCALARS, {"W": ""}, "W: expected a number (got '')", "nothing"),
    ("relu-rnn", SCALARS, {"W": None}, "W: expected a number (got None)", "an empty key"),
    ("relu-rnn", SCALARS, {"W": True}, "W: expected a number (got True)", "yes in YAML"),
    ("relu-rnn", SCALARS, {"W": 1j}, "W: expected a number (got 1j)", "complex"),
    ("relu-rnn", SCALARS, {"x": np.array([1j, 2, 3])}, "x: expected a number (got 1j)", "an array"),
    ("relu-rnn", SCALARS, {"W": {"a": 1}}, "W: expected a number (got a dict)", "a mapping"),
    ("relu-rnn", SCALARS, {"x": []}, "x: expected at least one number (got an empty list)", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "change", "message", "why"), SLIPS)
def test_a_slip_of_the_author_is_named(name, given, change, message, why):
    numbers = {k: v for k, v in {**given, **change}.items() if v is not ...}
    with pytest.raises(NumbersError) as caught:
        bind(cell(name), numbers, steps=3)
    assert message in str(caught.value)


@pytest.mark.parametrize("steps", [0, -1])
def test_a_cell_runs_for_at_least_one_step(steps):
    with pytest.raises(NumbersError, match="a cell runs for at least 1 step"):
        bind(cell("relu-rnn"), SCALARS, steps=steps)


def test_variants_of_different_number_are_named():
    given = {
        "W_x": np.ones((5, 2, 3)),
        "W_h": np.eye(2),
        "h0": np.ones((4, 2)),
        "x": np.ones((1, 3)),
    }
    with pytest.raises(NumbersError, match=r"h0: expected 5 variants as before \(got 4\)"):
        bind(cell("tanh-rnn"), given, variants=True)


def test_an_input_of_a_step_before_the_first_is_0_unless_it_is_given():
    text = "x, h: scalar\nh = x[t] + x[t-1] + h[t-1]"
    assert 2 == bind(parse_cell(text), {"x": [2]}).solve()["h[1]"]
    assert 7 == bind(parse_cell(text), {"x": [2], "x0": 5}).solve()["h[1]"]


def test_an_entry_that_the_numbers_do_not_have_is_named():
    text = "x, h: n\nh = h[t-1] + x[t] * entry(x[t], 3)"
    with pytest.raises(NumbersError, match="entry 3 lies outside of 2 entries"):
        bind(parse_cell(text), {"x": [[1, 2]]})


def test_an_entry_of_a_plain_number_is_the_number():
    text = "x, h: n\nW: n, n\nh = h[t-1] + x[t] * entry(x[t], 1) * entry(W, 1, 1)"
    assert bind(parse_cell(text), {"x": [3], "W": 2}).solve()["h[1]"] == 18
    with pytest.raises(NumbersError, match="entry"):
        bind(parse_cell(text.replace("1, 1", "2, 1")), {"x": [3], "W": 2})


@pytest.mark.parametrize(
    ("written", "expected", "why"),
    [
        (3, 3.0, "a whole number"),
        ("3/2", 1.5, "a fraction as a text"),
        (" -3 / 2 ", -1.5, "with spaces"),
        ("−0.5", -0.5, "a typographic minus"),
        ("1e-3", 0.001, "a power of ten"),
        (Fraction(1, 4), 0.25, "a fraction"),
        (Decimal("0.1"), 0.1, "a decimal"),
        (np.float32(0.5), 0.5, "NumPy's number"),
        (np.int8(-3), -3.0, "a small one"),
        ([1, "1/2", [3][0]], [1, 0.5, 3], "a list of both"),
        (((1, 2), (3, 4)), [[1, 2], [3, 4]], "tuples"),
        (np.array(["1/2", "2"]), [0.5, 2], "an array of texts"),
    ],
)
def test_numbers_are_read_as_authors_write_them(written, expected, why):
    found = as_array(written)
    assert np.float64 == found.dtype
    np.testing.assert_array_equal(np.asarray(expected, float), found)


def test_a_list_nested_without_end_is_refused():
    nested = 1
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(NumbersError, match="expected numbers in rows of equal length"):
        as_array(nested)
