"""Mathematics in prompts: what stands between dollars, in every format."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.handout import mathematics
from grader.handout.mathematics import KNOWN_COMMANDS, Mathematics, marked
from grader.handout.prose import Letter, paragraphs
from grader.handout.typed_mathematics import typed, without_marks


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["Find ", Mathematics("h_7"), "."], "Find $h_7$."),
        ([Mathematics("x"), " and ", Mathematics("y")], "$x$ and $y$"),
        (["it costs 5 $ a day, and 6 $ at night"], "it costs 5 $ a day, and 6 $ at night"),
        (["from $5 to $6"], "from $5 to $6"),
        (["5$"], "5$"),
        (["$$a^2$$"], "$$a^2$$"),
        (["a\\$b\\$"], "a\\$b\\$"),
    ],
)
def test_only_what_stands_between_dollars_is_mathematics(pieces, text):
    assert pieces == marked(text)


@pytest.mark.parametrize(
    ("typst", "mathml", "spoken", "typed"),
    [
        ("h_(7)", "<msub><mrow><mi>h</mi></mrow><mrow><mn>7</mn></mrow></msub>", "h sub 7", "h_7"),
        ("h_(t − 1)", "<msub><mrow><mi>h</mi></mrow><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow></msub>", "h sub t minus 1", "h_{t-1}"),
        (r"σ \( W x \)", "<mi>σ</mi><mo>&#8289;</mo><mo>(</mo><mi>W</mi><mi>x</mi><mo>)</mo>", "sigma open paren capital W x close paren", r"\sigma(W x)"),
        ("frac(1, 2)", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>", "the fraction 1 over 2, end fraction", r"\frac{1}{2}"),
        ("‖ U ‖_(2)", "<mo>‖</mo><mi>U</mi><msub><mrow><mo>‖</mo></mrow><mrow><mn>2</mn></mrow></msub>", "double bar capital U double bar sub 2", r"\|U\|_2"),
        ("‖ U ‖", "<mo>‖</mo><mi>U</mi><mo>‖</mo>", "double bar capital U double bar", r"\lVert U \rVert"),
        ("a ⋯ b", "<mi>a</mi><mo>⋯</mo><mi>b</mi>", "a and so on b", r"a \cdots b"),
        ("root(3, x)", "<mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>", "the root of order 3 of x, end root", r"\sqrt[3]{x}"),
        ('op("tanh") z', '<mi>tanh</mi><mspace width="0.17em"/><mi>z</mi>', "tanh z", r"\tanh z"),
        (r'− 8 op("tanh") \( z \)', '<mo>−</mo><mn>8</mn><mspace width="0.17em"/><mi>tanh</mi><mo>&#8289;</mo><mo>(</mo><mi>z</mi><mo>)</mo>', "minus 8 tanh open paren z close paren", r"-8\tanh(z)"),
        (r"\( − a \) − b", '<mo>(</mo><mo form="prefix">−</mo><mi>a</mi><mo>)</mo><mo>−</mo><mi>b</mi>', "open paren minus a close paren minus b", "(-a)-b"),
        ('W_("out")', "<msub><mrow><mi>W</mi></mrow><mrow><mi>out</mi></mrow></msub>", "capital W sub out", r"W_{\mathrm{out}}"),
        ('"nosuch"', "<mi>nosuch</mi>", "nosuch", r"\nosuch"),
    ],
)  # fmt: skip
def test_mathematics_in_every_format(typst, mathml, spoken, typed):
    formula = Mathematics(typed)
    assert typst == mathematics.typst(formula)
    assert mathml == mathematics.mathml(formula)
    assert spoken == mathematics.spoken(formula)
    assert typed == mathematics.latex(formula)


@given(st.text("abzW019_^{}()[]+-=<>&|~#'\"\\,. $@", max_size=14))
def test_whatever_an_author_types_gives_a_sheet(typed):
    formula = Mathematics(typed)
    ET.fromstring(f"<math>{mathematics.mathml(formula)}</math>")  # noqa: S314 - our own text
    assert isinstance(mathematics.spoken(formula), str)
    assert mathematics.typst(formula).count('"') % 2 == 0 or '\\"' in mathematics.typst(formula)


def test_typst_sets_what_an_author_types():
    typst = pytest.importorskip("typst", reason="an optional extra")
    odd = [r"h_{t-1}", r"\sigma(W x_t) \le 1", r"\tilde{C}_t", r"\frac{a}{b}^2", "a]b(", r"\hat{y}", "{", "_", "a^", '"', "#x @y", "a_b_c", r"\sqrt{x}", r"\overrightarrow{h}", "x' = 2!", "a & b ~ c"]  # fmt: skip
    lines = [f"${mathematics.typst(Mathematics(each))}$" for each in odd]
    assert typst.compile("\n\n".join(lines).encode()).startswith(b"%PDF")


def test_a_template_shows_no_dollars():
    assert "Find h_7 for 5 $" == without_marks("Find $h_7$ for 5 $")


def test_numbers_stay_with_their_names_and_vectors_whole():
    (found,) = paragraphs("with V = -2 and [-0.8, -0.45]", letters="V")
    assert ("with ", Letter("V"), "\u00a0=\u00a0−2 and [−0.8,\u00a0−0.45]") == found


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("h_7 = tanh(W x)", r"h_7 = \tanh(W x)"),
        ("softmax(W h)", r"\operatorname{softmax}(W h)"),
        (r"\text{exp of }x \exp(2)", r"\text{exp of }x \exp(2)"),
        ("matanhx + log x", r"matanhx + \log x"),
    ],
)
def test_a_function_without_a_backslash_is_no_product_of_letters(typed, expected):
    assert expected == mathematics.latex(Mathematics(typed))


def test_words_in_a_formula_keep_their_spaces():
    assert '"exp of " x op("exp")' == mathematics.typst(Mathematics(r"\text{exp of }x \exp"))
    assert "<mi>tanh</mi>" in mathematics.mathml(Mathematics("tanh(x)"))


@pytest.mark.parametrize(
    ("latex", "typed"),
    [
        ("(h_1 - y)^{2}", "(h_1 - y)**2"),
        ("h^{n+1}", "h**(n+1)"),
        ("x^2", "x^2"),
    ],
)
def test_a_power_of_the_language_is_a_power_on_the_sheet(latex, typed):
    formula = Mathematics(typed)
    assert latex == mathematics.latex(formula)
    assert "times" not in mathematics.spoken(formula)
    assert "⋅" not in mathematics.mathml(formula)


@pytest.mark.parametrize(
    ("expected", "tex"),
    [
        ("L = sum over t = 1..3 of 1/2 (y_t - d_t)^2", r"L = \sum_{t=1}^{3} \frac{1}{2} (y_t - d_t)^2"),
        ("sᵀ W h_j", r"s^\top W h_j"),
        ("σ(W x_t + U h_{t-1})", r"\sigma(W x_t + U h_{t-1})"),
        ("∂L/∂W", r"\frac{\partial L}{\partial W}"),
        ("dL/dh_t", r"\frac{dL}{dh_t}"),
        ("(a + b)/(c - d)", r"\frac{a + b}{c - d}"),
        ("1/2 x", r"\frac{1}{2}x"),
        ("x^2/(n k)", r"\frac{x^2}{n k}"),
        ("e_j * 2 ≤ 3", r"e_j\cdot2\le3"),
        ("h̃_t ⊙ z_t", r"\tilde{h}_t \odot z_t"),
        ("W_out^(t-1)", r"W_\mathrm{out}^{t-1}"),
        ("2 log p", r"2\log p"),
        ("sqrt(x + 1)", r"\sqrt{x + 1}"),
        ("x^(1/3)", r"\sqrt[3]{x}"),
        ("‖ U ‖_2 < 1", r"\lVert U \rVert_2 < 1"),
        ("product over k of f_k", r"\prod_k f_k"),
        ("sum of x_t", r"\sum x_t"),
        ("h_{t-1} = tanh(W x)", "h_{t-1} = tanh(W x)"),
        ("dh_10/dh_0", "dh_10/dh_0"),
        ("a = 1, b = 2", r"a = 1, \quad b = 2"),
        ("{1, 2}", r"\{1, 2\}"),
    ],
)  # fmt: skip
def test_mathematics_in_plain_text_is_written_as_people_type_it(expected, tex):
    assert expected == typed(Mathematics(tex))


@pytest.mark.parametrize("name", sorted(KNOWN_COMMANDS))
def test_no_command_is_left_in_plain_text(name):
    assert "\\" not in typed(Mathematics(rf"a \{name}{{b}}{{c}} + \{name}_i"))


@pytest.mark.parametrize(
    ("expected", "tex"),
    [
        ("dh_{10}/dh_0", "dh_10/dh_0"),
        (r"x^{10} + W_{\operatorname{softmax}}", "x^10 + W_softmax"),
    ],
)  # fmt: skip
def test_what_is_read_as_one_subscript_is_one_for_tex(expected, tex):
    assert expected == mathematics.latex(Mathematics(tex))
