"""How equations look: rows that a person can read, in every notation."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from drawn import sampled

from reference import (
    CATALOGUE,
    Expression,
    Symbol,
    bind,
    cell,
    differentiate,
    parse_expression,
    unroll,
)
from reference.language.functions import Array
from reference.language.numerals import numeral
from reference.readings.notations.latex import LATEX
from reference.readings.notations.mathml import MATHML
from reference.readings.notations.notation import Notation
from reference.readings.notations.text import TEXT
from reference.readings.notations.typst import TYPST
from reference.readings.spoken import SPOKEN
from reference.readings.typeset import NOTATIONS, typeset, typeset_array, typeset_cell

VECTORS = {name: cell("gru").shapes["h"] for name in ("z", "h", "n", "f", "c")}
MATRIX = {"U": cell("gru").shapes["h"] * 2}


@pytest.mark.parametrize(
    ("expected", "text", "why"),
    [
        ("hₜ₋₁", "h[t-1]", "a step goes below"),
        ("h₁₂", "h[12]", "two digits too"),
        ("W_h", "W_h", "an index that is a letter stays"),
        ("W₁", "W_1", "an index that is a number goes below"),
        ("σ(W·x + b)", "sigmoid(W @ x + b)", "names of functions as books have them"),
        ("(1 − z) ⊙ h + z ⊙ n", "(1 - z) * h + z * n", "entry by entry among vectors"),
        ("(f ⊙ h)·U", "(f * h) @ U", "matrices are multiplied first, so entries stand in brackets"),
        ("f ⊙ (h·U)", "f * (h @ U)", "the other way round"),
        ("h·U ⊙ f", "h @ U * f", "a product of matrices needs none"),
        ("(f / h)·U", "f / h @ U", "a quotient of entries does"),
        ("a·h·U", "a * h @ U", "a number in front does not"),
        ("a·b", "a * b", "an ordinary product among numbers"),
        ("a − (b − c)", "a - (b - c)", "parentheses that are needed"),
        ("a − b − c", "a - b - c", "and none that are not"),
        ("(a + b)·c", "(a + b) * c", "a sum in a product"),
        ("1 − h₂²", "1 - h[2]**2", "a square"),
        ("−a·b", "-a * b", "a sign binds a factor"),
        ("[hₜ₋₁; xₜ]", "concat(h[t-1], x[t])", "put together"),
        ("Wᵀ·d", "transpose(W) @ d", "turned round"),
        ("d·xᵀ", "outer(d, x)", "a column times a row"),
        ("‖g‖", "norm(g)", "a length"),
        ("[z > 0]", "step(z, 0)", "the slope of ReLU"),
        ("[z ≥ 0]", "step(z, 1)", "1 at 0, too"),
        ("step(z, 0.5)", "step(z, 0.5)", "the value at 0 is shown"),
        ("ReLU(z)", "relu(z)", "capitals as usual"),
    ],
)
def test_an_expression_as_text(expected: str, text: str, why: str) -> None:
    assert expected == typeset(parse_expression(text), TEXT, shapes=VECTORS | MATRIX), why


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (r"h_{t-1}", "h[t-1]"),
        (r"W_{h}", "W_h"),
        (r"\sigma\left(W \, x\right)", "sigmoid(W @ x)"),
        (r"z \odot h", "z * h"),
        (r"\frac{a}{b}", "a / b"),
        (r"h_{2}^{2}", "h[2]**2"),
        (r"\operatorname{ReLU}\left(z\right)", "relu(z)"),
        (r"W^{\top}", "transpose(W)"),
        (r"W_{\mathrm{out}}", "W_out"),
    ],
)
def test_an_expression_in_latex(expected: str, text: str) -> None:
    assert expected == typeset(parse_expression(text), LATEX, shapes=VECTORS)


@pytest.mark.parametrize(
    ("text", "at_zero"), [("step(z, 0)", ("> 0", "is positive", "<mo>&gt;")), ("step(z, 1)", ("≥ 0", "is nonnegative", "<mo>&#8805;"))]
)  # fmt: skip
def test_what_a_step_is_at_0_is_told_in_every_notation(text: str, at_zero: tuple[str, ...]) -> None:
    written = [typeset(parse_expression(text), notation) for notation in (TEXT, SPOKEN, MATHML)]
    assert all(sign in found for sign, found in zip(at_zero, written, strict=True))
    assert "comma" not in written[1]
    assert "step" in typeset(parse_expression("step(z, 1/2)"), MATHML)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("h_(t-1)", "h[t-1]"),
        ("sigma(W x)", "sigmoid(W @ x)"),
        ("z dot.o h", "z * h"),
        ("frac(a, b)", "a / b"),
        ('"loss"', "loss"),
        # right after a subscript, what stands in parentheses would hang below as well
        ('op("softmax")_"rows" (W)', "softmax_rows(W)"),
        ("sigma_max (W)", "spectral_norm(W)"),
    ],
)
def test_an_expression_in_typst(expected: str, text: str) -> None:
    assert expected == typeset(parse_expression(text), TYPST, shapes=VECTORS)


@pytest.mark.parametrize(
    ("expected", "name", "notation"),
    [
        (r"\tilde{C}_{t} = ", "lstm-concat", LATEX),
        (r"\tilde{c}_{t} = ", "lstm-exam", LATEX),
        (r"\tilde{h}_{t} = ", "gru", LATEX),
        ("tilde(C)_(t) = ", "lstm-concat", TYPST),
        ('<msub><mover accent="true"><mi>C</mi><mo>~</mo></mover>', "lstm-concat", MATHML),
        ("candidateₜ = ", "lstm-concat", TEXT),
    ],
)
def test_a_candidate_has_the_letter_of_its_state(
    expected: str, name: str, notation: Notation
) -> None:
    assert 1 == sum(line.startswith(expected) for line in typeset_cell(cell(name), notation))


@pytest.mark.parametrize(
    ("expected", "value", "decimals", "why"),
    [
        ("3", 3.0, 4, "a whole number has no point"),
        ("0.5", 0.5, 4, "no zeros at the end"),
        ("1.2", 1.2000000000000002, 4, "no noise of floats"),
        ("0", -1e-17, 4, "and no minus before nothing"),
        ("0.67", 2 / 3, 2, "rounded"),
        ("-0.18", -0.18, 4, "negative"),
        ("100", 100.0, 0, "zeros before the point stay"),
    ],
)
def test_a_number_is_shown_without_noise(
    expected: str, value: float, decimals: int, why: str
) -> None:
    assert expected == numeral(value, decimals), why


def test_arrays_in_every_notation() -> None:
    matrix = np.array([[1.0, -0.5], [0.0, 2.0]])
    assert typeset_array(matrix, TEXT) == "[[1, −0.5], [0, 2]]"
    assert typeset_array(matrix, LATEX) == r"\begin{bmatrix}1 & -0.5 \\ 0 & 2\end{bmatrix}"
    assert typeset_array(matrix, TYPST) == (
        'mat(delim: "[", align: #end, 1, -0.5 ; 0, 2#h(0.778em))'
    )
    assert typeset_array(matrix[0], TYPST) == 'vec(delim: "[", align: #end, 1#h(0.778em), -0.5)'


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_every_cell_and_its_gradients_can_be_set(name: str) -> None:
    unrolled = unroll(cell(name), 2)
    source = unrolled.equations[-1].target
    for shown in (cell(name), unrolled, differentiate(unrolled, source)):
        for notation in NOTATIONS.values():
            for line in typeset_cell(shown, notation):
                assert line.count("(") == line.count(")"), line
                assert line.count("{") == line.count("}"), line
        for line in typeset_cell(shown, MATHML):
            ET.fromstring(f"<math>{line}</math>")  # noqa: S314  # our own text


def test_numbers_in_place_of_symbols() -> None:
    system = bind(cell("relu-rnn"), {"V": -3, "W": 3, "x": [2]})
    values = system.solve()

    def shown(node: object) -> object:
        return values[str(node)] if isinstance(node, Symbol) else None

    text = typeset(parse_expression("V * h[0] + W * x[1]"), TEXT, shown=shown)  # type: ignore[arg-type]
    assert text == "−3·0 + 3·2"
    for expected, notation in [
        (r"-3 \cdot 0 + 3 \cdot 2", LATEX),  # side by side they would read as 30
        ("-3 dot 0 + 3 dot 2", TYPST),
    ]:
        product = parse_expression("V @ h[0] + W @ x[1]")
        assert expected == typeset(product, notation, shown=shown)  # type: ignore[arg-type]


_THREE_TIMES = "<mn>3</mn><mo>&#8901;</mo>"
_MINUS_TWO = '<mrow><mo>(</mo><mo form="prefix">&#8722;</mo><mn>2</mn><mo>)</mo></mrow>'
NUMBERS = {"a": -2.0, "b": 3.0, "c": -1e-17, "d": -0.5}


@pytest.mark.parametrize(
    ("expected", "text", "why"),
    [
        ("−2·3", "a * b", "a number that leads keeps its sign"),
        ("3·(−2)", "b * a", "a sign after a sign stands in parentheses"),
        ("3·3 + (−2)·3", "b * b + a * b", "also as the first factor of a later term"),
        ("3·3 − (−2)·3", "b * b - a * b", "two minus signs are told apart"),
        ("3 + (−2) + (−0.5)", "b + a + d", "a term"),
        ("−2 + 3", "a + b", "a sum that leads"),
        ("3·(−2 + 3)", "b * (a + b)", "what stands first in parentheses leads"),
        ("3 + tanh(−2·3)", "b + tanh(a * b)", "so does an argument"),
        ("(−2)²", "a**2", "a power is of the whole number"),
        ("3 + (−(−2))·3", "b + -a * b", "a sign of the equation itself"),
        ("3 + 0·3", "b + c * b", "what rounds to 0 has no sign"),
    ],
)
def test_a_negative_number_after_a_sign_stands_in_parentheses(
    expected: str, text: str, why: str
) -> None:
    assert expected == typeset(parse_expression(text), TEXT, shown=_number), why


@pytest.mark.parametrize(
    ("expected", "notation"),
    [
        ("3·3 + (−2)·3", TEXT),
        (r"3 \cdot 3 + \left(-2\right) \cdot 3", LATEX),
        ("3 dot 3 + (-2) dot 3", TYPST),
        (f"{_THREE_TIMES}<mn>3</mn><mo>+</mo>{_MINUS_TWO}<mo>&#8901;</mo><mn>3</mn>", MATHML),
    ],
)
def test_a_negative_factor_in_every_notation(expected: str, notation: Notation) -> None:
    assert expected == typeset(parse_expression("b @ b + a @ b"), notation, shown=_number)


def _number(node: Expression) -> Array | None:
    return np.array(NUMBERS[node.name]) if isinstance(node, Symbol) else None


def test_names_of_two_letters_are_words_in_latex_and_no_products():
    written = typeset(parse_expression("wf * x[t] + dW"), LATEX)
    assert r"\mathrm{wf} \cdot x_{t} + \mathrm{d}W" == written


@pytest.mark.parametrize(
    ("expected", "notation"),
    [
        ("e₁", TEXT),
        ("e_{1}", LATEX),
        ("e_(1)", TYPST),
        ("<msub><mi>e</mi><mrow><mn>1</mn></mrow></msub>", MATHML),
    ],
)
def test_a_unit_vector_has_its_number_below_in_every_notation(expected, notation):
    assert expected == typeset(parse_expression("unit(z, 1)"), notation)


@pytest.mark.parametrize("name", sampled(CATALOGUE))
def test_no_mark_up_is_shown_as_text(name):
    assert not [line for line in typeset_cell(cell(name), MATHML) if "&lt;m" in line]


@pytest.mark.parametrize(
    ("expected", "notation"),
    [
        ("entry(p₂, 1)·entry(W_h, 1, 2)", TEXT),
        (r"p_{2,1} \cdot W_{h,1,2}", LATEX),
    ],
)
def test_an_entry_has_its_place_below_the_letter_but_in_a_terminal(expected, notation):
    assert expected == typeset(parse_expression("entry(p[2], 1) * entry(W_h, 1, 2)"), notation)


def test_an_entry_of_numbers_is_a_number():
    def shown(node):
        return np.array([0.25, 0.75]) if node == Symbol("p", 2) else None

    product = parse_expression("entry(p[2], 1) * entry(p[2], 2)")
    assert "0.25·0.75" == typeset(product, TEXT, shown=shown)
