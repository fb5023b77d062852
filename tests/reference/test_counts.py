"""Parameter counts: against the documents, and every convention by hand."""

from __future__ import annotations

import pytest
from drawn import sampled

from reference import CATALOGUE, NumbersError, cell, count, parse_cell
from reference.readings.count_conventions import gates, output_parameters
from reference.readings.counts import biases, formula

SIZES = {"d": 200, "n": 300, "m": 5}

DOCUMENTS = [
    ("elman", SIZES, 151805, "200*300 + 300*300 + 300 and 300*5 + 5"),
    ("jordan", SIZES, 63305, "the memory has the size of the output"),
    ("tanh-rnn", {"d": 4, "n": 12}, 204, "4*12 + 12*12 + 12, no output layer"),
    ("lstm", {"d": 3, "n": 5}, 180, "four times 3*5 + 5*5 + 5"),
    ("gru", {"d": 3, "n": 5}, 135, "three times as many as the simple cell"),
    ("lstm-stacked", {"d": 3, "n": 5}, 180, "stacked or not"),
    ("lstm-concat", {"d": 3, "n": 5}, 180, "concatenated or not"),
    ("lstm-exam", {"d": 3, "n": 5}, 160, "no biases"),
    ("gru-torch", {"d": 3, "n": 5}, 150, "two biases a gate"),
    ("bidirectional", {"d": 3, "n": 5}, 90, "both directions"),
    ("ssm", {"n": 3}, 15, "9 + 3 + 3"),
]


@pytest.mark.parametrize(("name", "sizes", "expected", "why"), DOCUMENTS)
def test_a_count_is_what_the_documents_say(name, sizes, expected, why):
    assert expected == count(cell(name), sizes).total, why


CONVENTIONS = [
    ("elman", "without-bias", 151500), ("elman", "two-biases", 152105),
    ("elman", "without-output", 150300), ("elman", "without-bias-and-output", 150000),
    ("elman", "without-output-bias", 151800), ("elman", "without-hidden-bias", 151505),
    ("elman", "one-bias-number", 151502), ("elman", "without-recurrent", 61805),
    ("elman", "without-input", 91805),
]  # fmt: skip


@pytest.mark.parametrize(("name", "convention", "expected"), CONVENTIONS)
def test_another_convention_counts_otherwise(name, convention, expected):
    assert expected == count(cell(name), SIZES).conventions[convention]


@pytest.mark.parametrize(("sizes", "expected"), [({"d": 8, "n": 4}, 108), ({"d": 7, "n": 4}, None)])
def test_over_two_directions_half_of_the_input_may_be_forgotten(sizes, expected):
    found = count(cell("gru"), sizes).conventions  # 3*(4*8 + 4*4 + 4) = 156, and 3*4*4 less
    assert expected == found.get("half-input")


GATES = [("lstm", {"one-gate": 45, "two-gates": 90, "three-gates": 135}),
         ("gru", {"one-gate": 45, "two-gates": 90, "four-gates": 180})]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), GATES)
def test_a_wrong_number_of_gates_is_a_convention_too(name, expected):
    found = count(cell(name), {"d": 3, "n": 5}).conventions
    assert expected == {key: found[key] for key in found if key.endswith(("gate", "gates"))}


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_the_formula_and_the_parts_lead_to_the_total(name):
    sizes = {"d": 2, "n": 3, "m": 4, "k": 5, "p": 6, "v": 7, "l": 8}
    found = count(cell(name), sizes)
    assert found.total == sum(found.parts.values())
    assert found.total == eval(found.formula, {}, dict(sizes))  # noqa: S307 - our own text
    assert found.total not in found.conventions.values()


def test_equal_terms_are_gathered_in_the_formula():
    assert formula(cell("lstm")) == "4*n*d + 4*n*n + 4*n"


def test_a_missing_size_is_named():
    with pytest.raises(NumbersError, match="no size is given for n"):
        count(cell("tanh-rnn"), {"d": 3})


def test_an_output_layer_counts_only_where_its_size_is_given():
    without, with_it = (
        count(cell("tanh-rnn"), {"d": 2, "n": 3, **m}).total for m in ({}, {"m": 4})
    )
    assert with_it - without == 3 * 4 + 4


def test_biases_are_only_ever_added():
    assert biases(cell("elman")) == ("b", "b_out")
    assert biases(cell("ssm")) == ()


def test_the_output_layer_is_what_nothing_of_the_same_step_reads():
    assert output_parameters(cell("elman")) == ("W_out", "b_out")
    assert output_parameters(cell("lstm")) == ()


def test_a_gate_is_an_equation_with_weights_of_its_own():
    assert [len(gates(cell(name))) for name in ("tanh-rnn", "gru", "lstm")] == [1, 3, 4]


FRAMEWORKS = [
    ("gru-torch", "without-bias", 120, "Keras and PyTorch with bias off"),
    ("gru-torch", "one-bias", 135, "the classical count; haiku, Keras with reset_after=False"),
    ("gru-torch", "candidate-bias", 140, "flax linen, equinox"),
    ("gru", "two-biases", 150, "PyTorch, Keras by default"),
    ("gru", "candidate-bias", 140, "flax linen, equinox"),
    ("gru-flax", "one-bias", 135, "the classical count"),
    ("gru-flax", "two-biases", 150, "PyTorch"),
    ("mgu", "candidate-bias", 95, "flax"),
    ("mgu", "two-biases", 100, "torchrecurrent"),
    ("lstm", "with-peepholes", 195, "ONNX, torchrecurrent"),
    ("lstm-peephole", "without-peepholes", 180, "an LSTM as it is usually meant"),
    ("stacked", "two-biases", 110, "torch.nn.RNN with two layers"),
    ("stacked", "one-layer", 45, "the first layer alone"),
    ("bidirectional", "two-biases", 100, "torch.nn.RNN with bidirectional=True"),
    ("bidirectional", "one-direction", 45, "one direction alone"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "convention", "expected", "who"), FRAMEWORKS)
def test_a_framework_counts_otherwise_and_has_a_name(name, convention, expected, who):
    sizes = {"d": 3, "n": 5, "k": 5}
    assert expected == count(cell(name), sizes).conventions[convention], who


NO_CONVENTION = [
    ("gru-torch", 125, "not all biases are gone"),
    ("gru-torch", 175, "it has two biases already, so nobody counts three"),
    ("stacked", 105, "only one of two layers with a second bias"),
    ("stacked", 55, "a second layer without biases is no output layer"),
]


@pytest.mark.parametrize(("name", "number", "why"), NO_CONVENTION)
def test_what_nobody_counts_has_no_name(name, number, why):
    found = count(cell(name), {"d": 3, "n": 5, "k": 5}).conventions
    assert number not in found.values(), why


def test_a_bias_is_one_whatever_its_sum_is_multiplied_by():
    assert "c_n" in biases(cell("gru-torch"))
    assert biases(cell("adam")) == (), "what keeps a divisor from 0 is none"
    assert biases(cell("perplexity")) == ()


@pytest.mark.parametrize("name", ["stacked", "bidirectional", "cfn", "fastgrnn"])
def test_what_remembers_is_no_output_layer(name):
    assert output_parameters(cell(name)) == ()
    assert "without-output" not in count(cell(name), {"d": 3, "n": 5, "k": 5}).conventions


def test_directions_and_projections_of_an_own_cell_are_counted_otherwise_by_name():
    half = "h{0}: p\ns{0}: k\nW{0}: k, d\nU{0}: k, p\nb{0}: k\nP{0}: p, k\n"
    both = half.format("f") + half.format("b") + (
        "sf = tanh(Wf @ x[t] + Uf @ hf[t-1] + bf)\nhf = Pf @ sf\n"
        "sb = tanh(Wb @ x[t] + Ub @ hb[t+1] + bb)\nhb = Pb @ sb"
    )  # fmt: skip
    found = count(parse_cell(f"x: d\n{both}", name="both"), {"d": 4, "k": 6, "p": 3})
    assert 2 * (6 * 4 + 6 * 3 + 6 + 3 * 6) == found.total
    assert found.total / 2 == found.conventions["one-direction"]
    assert found.total - 2 * 3 * 6 == found.conventions["without-projection"]
    assert "without-output" not in found.conventions
