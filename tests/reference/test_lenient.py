"""Equations as students write them."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reference.cells.catalogue import cell
from reference.cells.parse_cell import parse_cell
from reference.handwriting.lenient import read_answer, read_equation
from reference.handwriting.vocabulary import vocabulary_of
from reference.language.errors import LanguageError
from reference.language.expression import Now, Symbol
from reference.language.parse import parse_expression
from reference.language.shapes import sized
from reference.language.write import write
from reference.rewrites.unroll import unroll

ELMAN = cell("elman")
A = Symbol("a", Now())
LSTM = cell("lstm")
H = Symbol("h", Now())
RIGHT = "sigmoid(W_i @ x[t] + W_h @ a[t-1] + b)"

FIGURE = parse_cell("""
u, w, v, x, h: scalar
h = relu(u*x[t] + w*h[t-1])
y = v*h
""")
TWO_STEPS = unroll(FIGURE, 2)
H2 = Symbol("h", 2)


def one(text, of=ELMAN, quantity=A, **rest):
    (side,) = read_answer(text, of, quantity, **rest)
    return write(side)


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,  # the language itself
        "a_t = σ(W_i x_t + W_h a_{t-1} + b)",  # a lecture
        "a(t) = σ(W_i x(t) + W_h a(t-1) + b).",  # steps in brackets, a period at the end
        "a[t] := sigmoid(W_i*x[t] + W_h*a[t-1] + b)",  # code with a star
        "a = σ(W_i · x + W_h · a_prev + b)",  # names without a step where one can be meant
        "σ(W_i x_t + W_h a_t-1 + b)",  # a subscript typed in a hurry
        "σ(W_i x_t + W_h a_t - 1 + b)",  # a_t itself cannot stand there, so it is a step
        "σ(W_i xₜ + W_h aₜ₋₁ + b)",  # Unicode subscripts
        "σ(W_i x_t + W_h a^{t-1} + b)",
        "σ(W_i x^{(t)} + W_h a^{(t-1)} + b)",  # steps above
        "σ(W_i x^(t) + W_h a^(t-1) + b)",
        "σ(W_i x^t + W_h a^{t-1} + b)",
        "a^{<t>} = σ(W_i x^{<t>} + W_h a^{<t-1>} + b)",  # a well-known course
        "σ(W_i x_{ t } + W_h a_{t - 1} + b)",  # spaces
        "σ(W_i x_(t) + W_h a_(t-1) + b)",
        "σ(W_i x + W_h prev_a + b)",
        "σ(W_i x + W_h a_old + b)",
        "σ(W_i x + W_h a_{prev} + b)",
        "σ(W_i x + W_h aprev + b)",
        "σ(Wi xt + Wh a_{t-1} + b)",  # underscores left out
        "σ(W_ix_t + W_ha_{t-1} + b)",  # no space at all
        "σ(Wix_t+Wha_{t-1}+b)",
        "σ(w_i x_t + w_h a_{t-1} + b)",  # small letters: no other symbol matches
        "σ(W_{i}x_{t} + W_{h}a_{t-1} + b)",
        "σ(W^i x_t + W^{(h)} a_{t-1} + b)",  # the index of a weight above
        "sigm(W_i x_t + W_h a_{t-1} + b)",
        "Logistic(W_i x_t + W_h a_{t-1} + b)",
        "Sigmoid[W_i x_t + W_h a_{t-1} + b]",  # square brackets
        "σ{W_i x_t + W_h a_{t-1} + b}",
        "torch.sigmoid(W_i @ x_t + W_h @ a_prev + b)",
        "torch.nn.functional.sigmoid(self.W_i @ x_t + self.W_h @ a_prev + self.b)",
        "sigmoid(np.dot(W_i, x_t) + np.dot(W_h, a_prev) + b)",
        "sigmoid(W_i.dot(x_t) + W_h.dot(a_prev) + b)",
        "sigmoid(np.matmul(W_i, x_t) + torch.mm(W_h, a_prev) + b)",
        r"\sigma(W_i x_t + W_h a_{t-1} + b)",
        r"$a_t = \sigma(W_i x_t + W_h a_{t-1} + b)$",
        r"\[ a_t = \sigma\left( W_i x_t + W_h a_{t-1} + b \right) \]",
        r"$$\mathbf{a}_t = \sigma\big(\mathbf{W}_i\mathbf{x}_t+\mathbf{W}_{h}\mathbf{a}_{t-1}+\mathbf{b}\big)$$",
        r"\mathbf a_t = \sigma(\mathbf W_i \mathbf x_t + \mathbf W_h \mathbf a_{t-1} + \mathbf b)",
        r"\operatorname{sigmoid}(W_{\text{i}} \cdot x_t + W_{\mathrm{h}} \times a_{t-1} + b)",
        r"\text{sigmoid}\!\left(W_i\,x_t + W_h\,a_{t-1} + b\right)",
        "ａ＿ｔ＝ｓｉｇｍｏｉｄ（Ｗ＿ｉ ｘ＿ｔ ＋ Ｗ＿ｈ ａ＿｛ｔ－１｝ ＋ ｂ）",  # full width
        "𝐚ₜ = σ(𝐖_i 𝐱ₜ + 𝐖_h 𝐚ₜ₋₁ + 𝐛)",  # bold letters of Unicode
        "σ(W_i∙x_t + W_h∗a_{t−1} + b)",  # other dots, stars and minus signs
        "σ(W_ix[t] + W_ha[t-1] + b)",  # the step belongs to the last of two names
        "σ(W_ix^t + W_ha^{t-1} + b)",
        "σ(W_i x_t + W_h a_t₋₁ + b)",  # half of the subscript typed in Unicode
        r"a_t &= \sigma(W_i x_t + W_h a_{t-1} + b) \\",  # out of a longer document
        r"\begin{align} a_t &= \sigma(W_i x_t + W_h a_{t-1} + b) \end{align}",
        r"\mathrm{\sigma}(W_i x_t + W_h a_{t-1} + b)",
        r"{\sigma}\left(W_i x_t + W_h a_{t-1} + b\right)",
        "a_t: σ(W_i x_t + W_h a_{t-1} + b)",
        "a_t ← σ(W_i x_t + W_h a_{t-1} + b)",
        "`σ(W_i x_t + W_h a_{t-1} + b)`",
        "a_3 = σ(W_i x_3 + W_h a_2 + b)",  # one step of it, named on the left
        "a_{t+1} = σ(W_i x_{t+1} + W_h a_t + b)",  # the next step
        "the hidden layer = σ(W_i x_t + W_h a_{t-1} + b)",  # a left side is for people
        "= σ(W_i x_t + W_h a_{t-1} + b)",
        "a_t = σ(W_i x_t\n + W_h a_{t-1} + b)",  # two lines
    ],
)
def test_one_equation_has_many_spellings(text):
    assert one(text) == RIGHT


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("1 / (1 + exp(-y[t]))", "1/(1+exp(-y_t))"),
        ("1 / (1 + exp(-y[t]))", "1/(1+e^{-y_t})"),
        ("1 / (1 + exp(-y[t]))", "1/(1 + e^-y_t)"),
        ("1 / (1 + exp(-y[t]))", "1/(1 + e**(-y_t))"),
        ("1 / (1 + exp(-y[t]))", r"\frac{1}{1+e^{-y_t}}"),
        ("1 / (1 + exp(-y[t]))", r"\dfrac{1}{1+\exp(-y_t)}"),
        ("max(0, y[t])", "max(0, y_t)"),
        ("max(0, y[t])", r"\max\{0, y_t\}"),
        ("max(0, y[t])", "np.maximum(0, y_t)"),
        ("relu(y[t])", "ReLU(y_t)"),
        ("relu(y[t])", r"\text{ReLU}(y_t)"),
        ("relu(y[t])", r"\operatorname{ReLU}\left(y_t\right)"),
        ("relu(y[t])", "F.relu(y_t)"),
        ("tanh(y[t])", r"\tanh y_t"),
        ("tanh(y[t]) + b", "tanh y_t + b"),
        ("tanh(y[t])**2", "tanh^2(y_t)"),
        ("tanh(y[t])**2", r"\tanh^{2}(y_t)"),
        ("y[t]**2", "y_t²"),
        ("y[t]**2", "y_t^2"),
        ("y[t]**2**3", "y_t^2^3"),
        ("-y[t]**2", "-y_t^2"),
        ("y[t]**-1", "y_t^{-1}"),
        ("2 * y[t]", "2y_t"),
        ("2.5 * y[t]", "2.5 y_t"),
        ("0.5 * y[t]", ".5y_t"),
        ("2 * (y[t] - y[t-1])", "2[y_t - y_{t-1}]"),
        ("2 * (y[t] - y[t-1])", r"2\left\{y_t - y_{t-1}\right\}"),
        ("y[t] - 1", "y_t - 1"),  # with spaces this is a subtraction
        ("y[t-1]", "y_t-1"),  # without, it is a step
        ("y[t] - 1.5", "y_t-1.5"),  # no step is 1.5
        ("1 - y[t]", "1-y_t"),
        ("y[t] / 2", "y_t ÷ 2"),
        ("y[t] / 2 * b", "y_t/2 b"),  # half of y, and not 2b below
        ("a[t-1] * (W_h @ b)", "a_{t-1} ⊙ W_h b"),  # what stands together belongs together
        ("a[t-1] * (W_h @ b)", "a_{t-1} ⊙ W_h·b"),
        ("W_h @ (a[t-1] * b)", "W_h (a_{t-1} ⊙ b)"),
        ("transpose(W_h) @ a[t-1]", "W_h^T a_{t-1}"),
        ("transpose(W_h) @ a[t-1]", "W_h.T @ a_prev"),
        ("transpose(W_h) @ a[t-1]", r"W_h^{\top} a_{t-1}"),
        ("transpose(W_h) @ a[t-1]", "W_hᵀ a_{t-1}"),
        ("concat(a[t-1], x[t])", "[a_{t-1}, x_t]"),
        ("concat(a[t-1], x[t])", "[a_{t-1}; x_t]"),
        ("concat(a[t-1], x[t])", "(a_{t-1}, x_t)"),
        ("concat(a[t-1], x[t])", "concat(a_prev, x)"),
        ("concat(a[t-1], x[t])", r"\begin{bmatrix} a_{t-1} \\ x_t \end{bmatrix}"),
        ("concat(concat(a[t-1], x[t]))", "np.concatenate((a_prev, x), axis=0)"),
        ("concat(concat(a[t-1], x[t]))", "torch.cat([a_prev, x], dim=-1)"),
        ("a[t-1] * b", "a_{t-1} ⊙ b"),
        ("a[t-1] * b", r"a_{t-1} \odot b"),
        ("a[t-1] * b", "a_{t-1} ∘ b"),
        ("a[t-1] * b", r"a_{t-1} \circ b"),
        ("a[t-1] * b", "np.multiply(a_prev, b)"),
        ("a[t-1] * b", "a_{t-1} * b"),  # two vectors of that size: entry by entry
        ("W_h * W_h", "W_h ⊙ W_h"),  # said so
        ("W_h @ W_h", "W_h * W_h"),  # between matrices a star is the product
        ("2 * W_h @ a[t-1]", "2 W_h a_{t-1}"),
        ("a[t-1] @ b", "a_{t-1}^T b"),
        ("sqrt(y[t])", "√(y_t)"),
        ("log(y[t])", "ln y_t"),
    ],
)
def test_operators_and_functions_are_read_as_they_are_written(expected, text):
    assert expected == one(text)


def test_a_product_of_two_vectors_is_a_number_only_where_a_number_is_asked_for():
    of = sized(cell("linear-rnn"), {"n": 0, "m": 0})  # W_x is a row, the state a number
    expected = "W_x @ x[t] + W_h * h[t-1] + b_h"
    for text in ("W_x x_t + W_h h_{t-1} + b_h", "W_x·x_t + W_h·h_{t-1} + b_h"):
        assert expected == one(text, of, H)
    assert one("2 (W_x * x_t)", of, H) == "2 * (W_x @ x[t])"
    assert one("W_x * (2x_t)", of, H) == "W_x @ (2 * x[t])"
    assert one("(W_x ⊙ x_t) x_t", of, H) == "W_x * x[t] @ x[t]"


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("relu(u * x[2] + w * h[1])", "h_2 = ReLU(u*x_2 + w*h_1)"),
        ("relu(u * x[2] + w * h[1])", "h₂ := relu(u x₂ + w h₁)"),
        ("relu(u * x[2] + w * h[1])", "ReLU(ux_2+wh_1)"),  # letters side by side
        ("relu(u * x[2] + w * h[1])", "relu(u*x2 + w*h1)"),
        ("relu(u * x[2] + w * h[1])", "relu(u·x[2] + w·h[1])"),
        ("relu(u * x[2] + w * h[1])", "relu(u x(2) + w h(1))"),
        ("relu(u * x[2] + w * h[1])", "relu(u x^{(2)} + w h^{(1)})"),
        ("relu(u * x[2] + w * h[1])", "relu(u x_{2} + w h_{1})"),
        ("relu(u * x[2] + w * h[1])", "relu(u x_t + w h_{t-1})"),  # t is 2 here
        ("relu(u * x[2] + w * h[1])", "relu(u x + w h_prev)"),
        ("relu(u * x[2] + w * h[1])", "h_{t+1} = relu(u x_{t+1} + w h_t)"),
        ("x[2]**2", "x_2^2"),
        ("x[2]**2", "x[2]²"),
        ("v * w * x[1] + v * x[2]", "vwx_1 + vx_2"),
        ("v * (x[2] + w * x[1])", "v(x_2 + wx_1)"),  # v has no step, so this is a product
    ],
)
def test_steps_of_an_unrolled_cell_are_numbers(expected, text):
    assert expected == one(text, TWO_STEPS, H2)


@pytest.mark.parametrize(
    "left",
    ["dy_2/du", "∂y_2/∂u", r"\frac{\partial y_2}{\partial u}", "dy2", r"\mathbf{dy}_2", "δy_2/δu"],
)
def test_a_derivative_on_the_left_is_not_read(left):
    assert one(f"{left} = v*(x_2 + w*x_1)", TWO_STEPS, Symbol("du")) == "v * (x[2] + w * x[1])"


def test_every_symbolic_side_counts_and_numbers_put_in_do_not():
    text = "h_2 = relu(u x_2 + w h_1) = max(0, u x_2 + w h_1) = relu(3*2 + 2*9) = 24"
    expected = ["relu(u * x[2] + w * h[1])", "max(0, u * x[2] + w * h[1])"]
    assert expected == [write(side) for side in read_answer(text, TWO_STEPS, H2)]


@pytest.mark.parametrize(
    "text",
    [
        "relu(u x_2 + w h_1) = 24",  # no left side, but the result
        "relu(u x_2 + w h_1) = h_2",  # the other way round
        "h_2 = relu(u x_2 + w h_1) = h_2",
    ],
)
def test_the_side_that_says_something_is_taken(text):
    assert one(text, TWO_STEPS, H2) == "relu(u * x[2] + w * h[1])"


def test_a_note_between_two_signs_need_not_be_readable():
    text = "dy_2/du = v · dh_2/du = v*(x_2 + w*x_1)"
    assert one(text, TWO_STEPS, Symbol("du")) == "v * (x[2] + w * x[1])"


GREEK = parse_cell("""
θ_c: n, n
theta_x: n, d
x: d
A: n
A = θ_c @ A[t-1] + theta_x @ x[t]
""")


@pytest.mark.parametrize(
    "text",
    [
        "θ_c A_{t-1} + θ_x x_t",
        "theta_c A_{t-1} + theta_x x_t",
        r"\theta_c A_{t-1} + \theta_x x_t",
        r"\theta_{c} A_{t-1} + \theta_{x} x_t",
        "θc A_{t-1} + θx x_t",
        "ϑ_c A_{t-1} + ϑ_x x_t",
    ],
)
def test_greek_letters_are_names_where_the_question_has_them(text):
    assert one(text, GREEK, Symbol("A", Now())) == "θ_c @ A[t-1] + theta_x @ x[t]"


@pytest.mark.parametrize(
    ("expected", "name", "quantity", "text"),
    [
        ("(1 - z[t]) * h[t-1] + z[t] * candidate[t]", "gru", "h",
         r"(1-z_t)\odot h_{t-1} + z_t \odot \tilde{h}_t"),
        ("g2[t] * c[t-1] + g3[t] * candidate[t]", "lstm-exam", "c", "g_2 ∘ c_{t-1} + g_3 ∘ c̃_t"),
        ("W_out @ a[t] + b_out", "elman", "y", r"\hat{y}_t = W_{out} a_t + b_{\text{out}}"),
        ("tanh(x[t] + y[t])", "elman", "a", r"\tanh(x_t + \hat{y}_t)"),
        ("y[t] * sigmoid(x[t])", "elman", "a", "y_tσ(x_t)"),
    ],
)  # fmt: skip
def test_letters_with_marks_and_letters_that_touch(expected, name, quantity, text):
    assert one(text, cell(name), Symbol(quantity, Now())) == expected


def test_a_known_name_wins_over_what_it_might_stand_for():
    stacked = cell("stacked")  # its states are called h1 and h2
    assert (
        one("tanh(W_2 h1_t + U_2 h2_{t-1} + b_2)", stacked, Symbol("h2", Now()))
        == "tanh(W_2 @ h1[t] + U_2 @ h2[t-1] + b_2)"
    )
    sigma = parse_cell("σ: n\nh: n\nh = σ * h[t-1]")
    assert one("σ ⊙ h_{t-1}", sigma, H) == "σ * h[t-1]"


def test_capital_and_small_letters_stay_apart_where_both_are_names():
    both = parse_cell("W: n, n\nw: n\nh: n\nh = W @ h[t-1] + w")
    assert one("W h_{t-1} + w", both, H) == "W @ h[t-1] + w"
    with pytest.raises(LanguageError, match="the symbol H is not in the question"):
        one("W H_{t-1}", both, H, known=["W", "w"])


def test_a_run_that_can_be_cut_in_two_ways_is_asked_about():
    of = parse_cell("W: n, n\nx: n\nW_x: n, n\nh: n\nh = W_x @ (W @ h[t-1]) + x[t]")
    assert one("W_x x_t", of, H) == "W_x @ x[t]"
    with pytest.raises(LanguageError, match=r'"Wx" may mean W x or W_x|"Wx" may mean W_x or W x'):
        one("Wx", of, H)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("the symbols q and W_z are not in the question; it names x, a, y, W_i",
         "σ(q_t + W_z x_t + W_i x_t)"),
        ("the symbol b_t is not in the question", "σ(W_i x_t + b_t)"),  # b has no step
        ("the symbol bias is not in the question", "σ(W_i x_t + bias)"),
        ("the symbol W_hh is not in the question", "σ(W_hh a_{t-1})"),  # not W_h·h
        ("say which step of a you mean: a_t or a_{t-1}", "σ(W_i x_t + W_h a + b)"),
        ("the question is about any step t, so write it so: x_t or x_{t-1}", "σ(W_i x_1)"),
        ("W_i is the same at every step; write W_i alone", "W_i[t] x_t"),
        ('this "(" is never closed', "σ(W_i x_t"),
        ('there is no opening partner for this ")"', "W_i x_t)"),
        ('expected ")" to close "("', "σ(W_i x_t]"),
        ('expected a name, a number or "("', "W_i x_t +"),
        ('expected a name, a number or "("', "W_i * / x_t"),
        ("expected an operator before the number", "x_t 2"),
        ("there is nothing between the brackets", "σ()"),
        ("there is nothing here", ""),
        ("there is nothing here", "a_t = "),
        ('expected "(" after tanh', "tanh"),
        ("tanh takes 1 argument (got 2)", "tanh(x_t, x_t)"),
        ('there is a "=" inside of brackets', "σ(x_t = 2)"),
        ('the character "!" cannot be read here', "x_t!"),
        (r'"\foo" cannot be read here', r"\foo(x_t)"),
        ("write one equation; this text holds several", "z = W_i x_t\na_t = σ(z)"),
        ("the number is too large", "9" * 50),
        ("nested too deeply", "(" * 100 + "x_t" + ")" * 100),
        ("nested too deeply", "-" * 100 + "x_t"),
        ("nested too deeply", "2^" * 100 + "2"),
        ("too long", "+".join(["x_t"] * 150)),
        ("too long", "+".join(["x_t"] * 400)),
        ("an equation has at most", "x" * 5000),
        ("too far from step t", "x_{t-50}"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_kindly(message, text):
    with pytest.raises(LanguageError, match=re.escape(message)):
        one(text)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("there is no x[3] in the question; x goes from step 1 to 2", "u x_3"),
        ("there is no y[7] in the question; y goes from step 1 to 2", "y_7"),
        ("say which step of h you mean: h_1 or h_2", "relu(u x + w h)"),
    ],
)
def test_only_the_steps_that_exist_can_be_named(message, text):
    with pytest.raises(LanguageError, match=re.escape(message)):
        one(text, TWO_STEPS, H2)


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ("q", "σ(W_i x_t + q)"),
        (r"\foo", r"$a_t = \mathbf{x}_t + \foo$"),  # after LaTeX that was made shorter
        ("?", "aₜ₋₁ + ?"),  # after subscripts that were made longer
        ("q", r"\frac{1}{\left(q\right)}"),
    ],
)
def test_the_caret_points_into_what_the_student_typed(seen, text):
    with pytest.raises(LanguageError) as caught:
        one(text)
    assert text == caught.value.text
    assert text[caught.value.position :].startswith(seen)


def test_the_names_of_the_question_may_be_fewer_than_those_of_the_cell():
    known = ["W_i", "W_h", "x", "a", "b"]
    assert one("σ(W_i x_t + W_h a_{t-1} + b)", known=known) == RIGHT
    with pytest.raises(LanguageError, match=r"the symbol y is .*; it names W_i, W_h, x, a, b"):
        one("σ(W_i x_t + W_h y_{t-1} + b)", known=known)


def test_an_equation_can_be_read_from_shapes_alone():
    found = read_equation("σ(W_i x_t)", ELMAN.shapes, quantity=A, stepped=["x", "a", "y"])
    assert write(found) == "sigmoid(W_i @ x[t])"


@pytest.mark.parametrize("name", ["elman", "lstm", "lstm-concat", "gru", "mut1", "lstm-stacked"])
def test_every_equation_of_the_language_reads_as_itself(name):
    of = cell(name)
    for equation in of.equations:
        assert parse_expression(write(equation.value)) == equation.value
        (found,) = read_answer(write(equation.value), of, equation.target)
        assert write(equation.value) == write(found)


SCRAPS = (
    r"( ) [ ] { } + - * / @ ^ ** _ , ; = . $ \ \frac \sigma \left \mathbf \text{ \begin{bmatrix} "
    r"\\ σ tanh relu max exp e log part step concat np. .T .dot( ^T W_i W_h x_t a_{t-1} a_t-1 x a "
    r"b x[t] a(t-1) 2 0.5 1e9 t T ₜ ₋ ² · ⊙ × prev_ e^{ 1/ ' ! := <t> ^{(t)} _{ ∂ | grad place"
)
PIECES = st.sampled_from([*SCRAPS.split(), " ", "\n", "\x00", "\ud800", "\u0303", "𝐖", "é"])


def fault(text):
    """The fault of a text that cannot be read; None where it can."""
    try:
        assert read_answer(text, ELMAN, A)
    except LanguageError as error:
        return error
    return None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=300)))
def test_any_text_is_read_or_refused_with_its_place(text):
    found = fault(text)
    assert found is None or (found.text == text and 0 <= found.position <= len(text))


@pytest.mark.parametrize(
    "piece",
    ["W", "W_i", "x_", "_{", "σ", "a_t-1", "(", "[", "h_{t-1}", "^", "\\mathbf{", "$", " ", "::=",
     "₁", "prev", "e^", "xa", "\\frac", "W_ix_t", "1e", "..", "\\\\", "=", ":=", "σ[x_t,"],
)  # fmt: skip
def test_long_repetitions_come_to_an_end(piece):
    # as many as fit: an exponential search would never return
    assert fault(piece * (1999 // len(piece))).message
    assert fault("σ(" + piece * 150 + ")").message


def test_names_are_found_however_they_are_spelled():
    vocabulary = vocabulary_of(LSTM, H)
    for name in LSTM.shapes:
        found = vocabulary.find(name)
        assert isinstance(found, tuple)
        assert [name] == [spelled.name for spelled in found]
