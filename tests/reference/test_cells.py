"""The catalogue, and what can be asked of a cell."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import drawn
import numpy as np
import pytest

from reference import (
    CATALOGUE,
    CellError,
    Dimension,
    LanguageError,
    Symbol,
    bind,
    cell,
    count,
    differentiate,
    misconceptions,
    parse_cell,
    parse_expression,
    ranges,
    rename,
    show_shape,
    symbols,
    unroll,
    write,
)
from reference.language.dimension import parse_dimension, parse_shape
from reference.language.expression import Binary, Call, walk
from reference.readings.notations.mathml import MATHML
from reference.readings.typeset import typeset_cell

# Every cell of the documents, by the name that assignments use.
IDS = [
    "elman", "jordan", "linear-rnn", "sigmoid-rnn", "tanh-rnn", "relu-rnn", "lstm", "lstm-concat",
    "lstm-stacked", "lstm-exam", "lstm-scalar", "gru", "mut1", "mut2", "mut3", "bidirectional",
    "stacked", "ssm",
]  # fmt: skip


@pytest.mark.parametrize("name", IDS)
def test_every_cell_of_the_documents_is_in_the_catalogue(name):
    assert name in CATALOGUE
    assert name == cell(name).name


def kinds_of(name):
    """The functions and operators that a cell uses, and what else is particular about it."""
    made = cell(name)
    nodes = [node for equation in made.equations for node in walk(equation.value)]
    yield from (node.function for node in nodes if isinstance(node, Call))
    yield from (node.operator for node in nodes if isinstance(node, Binary))
    yield from (type(node).__name__ for node in nodes)
    yield from (f"a state of rank {made.rank(Symbol(state))}" for state in made.states)
    yield from (f"steps {towards}" for towards in made.states.values())
    yield from (word for word in ("given", "domains", "optional") if getattr(made, word))


def test_the_few_cells_of_the_laws_hold_every_kind_of_equation():
    everything = {kind for name in CATALOGUE for kind in kinds_of(name)}
    assert everything == {kind for name in drawn.FEW for kind in kinds_of(name)}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_cell_is_read_derived_solved_counted_and_set(name):
    """One pass over the whole catalogue; each law alone is held over the few, and over all later."""
    found = cell(name)
    assert found.title != name
    assert set(found.quantities) <= set(found.shapes)
    assert found.optional <= {*found.parameters, *found.inputs}
    used = {*found.parameters, *found.inputs, *found.quantities, *found.measures}
    assert used == set(found.shapes), "a symbol is declared in vain"

    sizes = dict.fromkeys(drawn.SIZES, 2)
    system = bind(found, drawn.numbers(found, sizes=sizes, steps=2), steps=2)
    known = set(system.cell.free)
    for equation in system.cell.equations:
        assert known.issuperset(symbols(equation.value)), "an order that can be computed"
        known.add(equation.target)
    last = system.cell.equations[-1].target
    backward = differentiate(system.cell, [last])
    for equation in backward.equations:
        assert equation.value == parse_expression(write(equation.value))
    up = drawn.upstreams(system, [last])
    slopes = system.rewritten(backward).program({**system.inputs, **up})
    assert all(np.all(np.isfinite(value)) for value in {**system.solve(), **slopes}.values())

    counted = count(found, drawn.SIZES)
    assert counted.total == eval(counted.formula, {}, dict(drawn.SIZES))  # noqa: S307 - our text
    assert {quantity: str(ranges(found)[quantity]) for quantity in found.quantities}
    assert system.cell.equations not in [m.cell.equations for m in misconceptions(system.cell)]
    for line in typeset_cell(backward, MATHML):
        ET.fromstring(f"<math>{line}</math>")  # noqa: S314  # our own text


@pytest.mark.parametrize(
    ("name", "states", "inputs"),
    [
        ("elman", {"a": -1}, ("x",)),
        ("jordan", {"y": -1}, ("x",)),
        ("lstm", {"h": -1, "c": -1}, ("x",)),
        ("bidirectional", {"hf": -1, "hb": 1}, ("x",)),
        ("stacked", {"h1": -1, "h2": -1}, ("x",)),
        ("ssm", {"h": -1}, ("x",)),
        ("ssm-varying", {"h": -1}, ("x", "A", "B", "C")),
        ("lstm-scalar", {"c": -1}, ("f", "i", "g", "o")),
        ("perplexity", {}, ()),
    ],
)
def test_what_is_a_state_and_what_an_input_follows_from_the_equations(name, states, inputs):
    assert states == cell(name).states
    assert set(inputs) == set(cell(name).inputs)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("lsmt", '; did you mean "lstm"?'), ("LSTM", '; did you mean "lstm"?'), ("transformer", "")],
)
def test_an_unknown_cell_is_named_with_its_neighbour(name, hint):
    with pytest.raises(CellError) as caught:
        cell(name)
    assert f'there is no cell "{name}" in the catalogue{hint}' == str(caught.value)


# -- unrolled -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", drawn.sampled(CATALOGUE))
def test_unrolled_equations_stand_in_an_order_that_can_be_computed(name):
    unrolled = unroll(cell(name), 4)
    known = set(unrolled.free)
    for equation in unrolled.equations:
        assert known.issuperset(symbols(equation.value))
        known.add(equation.target)


def test_a_cell_is_laid_out_step_by_step():
    unrolled = unroll(parse_cell("x, h: scalar\nz = x + h_prev\nh = tanh(z)"), 2)
    assert [str(e.target) for e in unrolled.equations] == ["z[1]", "h[1]", "z[2]", "h[2]"]
    assert {"x[1]", "x[2]", "h[0]"} == {str(symbol) for symbol in unrolled.free}


def test_a_state_that_runs_backwards_is_laid_out_from_the_end():
    unrolled = unroll(parse_cell("x, h: scalar\nh = tanh(x[t] + h[t+1])"), 3)
    assert [str(e.target) for e in unrolled.equations] == ["h[3]", "h[2]", "h[1]"]
    assert Symbol("h", 4) in unrolled.free


def test_equations_may_stand_in_any_order():
    text = "x, h: scalar\nh = tanh(z)\nz = a + h[t-1]\na = 2 * x"
    values = bind(parse_cell(text), {"x": [1, 2]}, steps=2).solve()
    assert np.tanh(4 + np.tanh(2)) == pytest.approx(values["h[2]"])


def test_a_thousand_steps_are_no_trouble():
    given = {"W_x": 1, "W_h": 0.5, "x": np.ones(1000)}
    assert pytest.approx(bind(cell("linear-rnn"), given, steps=1000).solve()["h[1000]"]) == 2


def test_only_what_a_target_depends_on_is_needed():
    unrolled = unroll(cell("stacked"), 3)
    needed = unrolled.needed([Symbol("h1", 2)])
    assert [str(equation.target) for equation in needed.equations] == ["h1[1]", "h1[2]"]


def test_what_moves_with_a_quantity_is_known():
    moved = unroll(cell("lstm"), 2).dependents([Symbol("o", 1)])
    assert {"o[1]", "h[1]", "i[2]", "f[2]", "o[2]", "g[2]", "c[2]", "h[2]"} == set(map(str, moved))


# -- other letters --------------------------------------------------------------------------


def test_a_cell_in_other_letters_is_the_same_cell():
    letters = {"h": "s", "c": "m", "W_f": "A", "x": "u"}
    numbers = drawn.numbers(cell("lstm"))
    other = {
        letters.get(name[:-1], name[:-1]) + "0" if name[-1] == "0" else letters.get(name, name): v
        for name, v in numbers.items()
    }
    expected = bind(cell("lstm"), numbers, steps=3).solve()["h[3]"]
    found = bind(rename(cell("lstm"), letters), other, steps=3).solve()["s[3]"]
    np.testing.assert_array_equal(found, expected)


def test_two_letters_may_change_places():
    found = rename(cell("lstm"), {"i": "f", "f": "i"})
    assert found.remarks["f"] == "input gate"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"q": "r"}, "lstm has no symbol q that could be renamed"),
        ({"i": "f"}, "lstm already has a symbol f"),
        ({"i": "k", "f": "k"}, "two symbols cannot get the same name"),
    ],
)
def test_letters_that_clash_are_refused(names, message):
    with pytest.raises(CellError, match=message):
        rename(cell("lstm"), names)


# -- sizes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "scalar"),
        ("scalar", "scalar"),
        ("()", "scalar"),
        ("n", "n"),
        ("n, d", "n, d"),
        ("(n, n + d)", "n, n + d"),
        ("[4n, d]", "4*n, d"),
        ("4 * n × d", "4*n, d"),
        ("n x d", "n, d"),
        ("n + n, 3", "2*n, 3"),
        ("(n,)", "n"),
        ("n + 1", "n + 1"),
    ],
)
def test_a_shape_is_read_as_people_write_it(text, shown):
    assert shown == show_shape(parse_shape(text))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("n, m, ?", 5),
        ("n,,m", 2),
        ("(n, d - 1)", 3),
        ("n*4", 0),
        ("0", 0),
        ("n, 0*m", 2),
        ("n/2", 0),
    ],
)
def test_a_shape_that_is_none_is_refused_at_its_place(text, position):
    with pytest.raises(LanguageError) as caught:
        parse_shape(text)
    assert position == caught.value.position
    assert caught.value.message == 'expected a size such as "n", "4*n", "n + d" or "3"'


def test_a_sum_of_sizes_has_no_order():
    assert parse_dimension("n + d") == parse_dimension("d + n")
    assert hash(parse_dimension("n + d")) == hash(parse_dimension("d + n"))
    assert parse_dimension("n") != "n"


@pytest.mark.parametrize(
    ("text", "sizes", "bound"),
    [
        ("n", {"n": 3}, "3"),
        ("n", {"n": 0}, "None"),
        ("4*n", {"n": 0}, "4"),
        ("n + d", {"n": 0, "d": 2}, "3"),
        ("n + d", {"n": 2}, "d + 2"),
        ("n + 1", {"n": 0}, "2"),
    ],
)
def test_a_sum_counts_a_vanished_axis_as_one(text, sizes, bound):
    assert bound == str(parse_dimension(text).bound(sizes))


def test_a_size_is_cut_only_into_equal_parts():
    assert Dimension((("n", 1),)) == parse_dimension("4*n").divided(4)
    assert None is parse_dimension("4*n + 1").divided(4)
    assert None is parse_dimension("2*n").divided(4)
