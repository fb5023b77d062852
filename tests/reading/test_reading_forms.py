"""Three hundred forms in which students type numbers, vectors, matrices and ranges."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import read_numbers
from grader.reading.ranges import read_range

# Forms of one number, by its value.
NUMBERS = {
    -0.188: """
        -0.188 | -.188 | -0,188 | -,188 | −0.188 | –0.188 | —0.188 | - 0.188 | −0,188 | -0.188. | -0.188;
        "-0.188" | '-0.188' | “-0.188” | ”-0.188” | „-0.188“ | «-0.188» | »-0.188« | ‹-0.188› | ‘-0.188’
        `-0.188` | ``-0.188`` | ´-0.188´ | (-0.188) | [-0.188] | {-0.188} | ((-0.188)) | [[-0.188]] | $-0.188$ | $$-0.188$$
        \\(-0.188\\) | \\[-0.188\\] | h = -0.188 | h=-0.188 | h_2 = -0.188 | h₂ = -0.188 | h_{2} = -0.188 | h[2] = -0.188
        h(2) = -0.188 | h: -0.188 | h := -0.188 | h <- -0.188 | h ≈ -0.188 | ≈ -0.188 | ~-0.188 | = -0.188 | $h_2 = -0.188$
        \\approx -0.188 | -18.8% | -18.8 % | -18,8 % | -18.8 percent | -1.88e-1 | -1.88E-1 | -1,88e-1 | -1.88*10^-1
        -1.88·10^-1 | -1.88 × 10⁻¹ | -1.88 x 10^-1 | -1.88*10**-1 | -1.88 \\cdot 10^{-1} | -1.88 \\times 10^{-1} | -188e-3
        -188/1000 | -188 / 1000 | −188/1000 | -47/250 | \\frac{-188}{1000} | -\\frac{188}{1000} | -\\frac{47}{250} | \\dfrac{-47}{250}
        np.float64(-0.188) | np.float32(-0.188) | float(-0.188) | tensor(-0.188) | torch.tensor(-0.188) | array(-0.188)
        np.array(-0.188) | np.array([-0.188]) | tensor([-0.188]) | [1] -0.188 | ans = -0.188
        about -0.188 | ca. -0.188 | approx. -0.188 | -0.1880 | -00.188 | -0.188\u00a0 | \u2009-0.188 | ﹣0.188
        －0.188 | -0٫188 | −０.１８８ | h_2=-0.188. | “−0,188” | Answer: -0.188 | h ← -0.188

    """,
    1234.5: """
        1234.5 | 1234,5 | 1,234.5 | 1.234,5 | 1 234.5 | 1 234,5 | 1'234.5 | 1’234,5 | 1_234.5 | 1\u202f234.5 | 1.2345e3 | 1.2345E+3
        1,2345e3 | 1.2345·10^3 | 1,2345·10^3 | 1,2345 × 10³ | 1.2345 x 10³ | 1.2345*10**3 | 2469/2 | 2469÷2 | 1234 1/2
        1234½ | +1234.5 | 1234.50 | 1.2345\\cdot10^3 | 1{,}234.5 | 1\\,234.5 | \\num{1234.5} | 1.2345e03 | 1.2345e+03 | 0.12345e4
        12345e-1 | 12345·10⁻¹ | 12345*10^(-1) | 1.2345 \\times 10^3
    """,
    2 / 3: """
        2/3 | 2 / 3 | 2÷3 | 2∕3 | 2⁄3 | ⅔ | \\frac{2}{3} | \\tfrac23 | \\frac23 | 2/3. | (2/3) | (2)/(3) | 4/6 | -2/-3 | 0.4/0.6 | 0,4/0,6
        \\dfrac{2}{3} | $\\frac{2}{3}$ | Fraction(2, 3)
    """,
    0.0: """
        0 | 0.0 | 0.000 | -0 | 0. | .0 | ,0 | 0,0 | 0e0 | 0/5 | 0 %
    """,
    1e-5: """
        1e-5 | 1E-5 | 1e-05 | 10^-5 | 10^{-5} | 10**-5 | 10⁻⁵ | 1·10^-5 | 0.00001 | 0,00001 | 1 × 10⁻⁵ | 10^(-5) | 1.0e-5 | 1,0e-5
    """,
}  # fmt: skip

VECTORS = """
    [0.5, -1.25] | (0.5, -1.25) | {0.5, -1.25} | 0.5, -1.25 | 0.5; -1.25 | 0.5 -1.25 | [0.5 -1.25] | [0.5; -1.25] | <0.5, -1.25>
    ⟨0.5, -1.25⟩ | [0,5; -1,25] | 0,5; -1,25 | [0,5 -1,25] | [[0.5], [-1.25]] | [[0.5, -1.25]] | [0.5, -1.25]^T
    [0.5, -1.25]ᵀ | [0.5, -1.25]' | (0.5, -1.25)^\\top | [0.5, -1.25].T | array([0.5, -1.25]) | np.array([0.5, -1.25])
    np.array([[0.5], [-1.25]]) | np.array([0.5, -1.25], dtype=float32) | array([ 0.5 , -1.25]) | [ 0.5  -1.25] | [ 0.5 , -1.25 ]
    tensor([0.5, -1.25]) | torch.tensor([0.5, -1.25]) | tensor([0.5000, -1.2500], dtype=torch.float64)
    tensor([0.5000, -1.2500], grad_fn=<TanhBackward0>) | jnp.array([0.5, -1.25]) | Array([0.5, -1.25], dtype=float32)
    tf.constant([0.5, -1.25]) | c(0.5, -1.25) | [1] 0.5 -1.25 | h = [0.5, -1.25] | h_2 = (0.5, -1.25)^T | h = 0.5, -1.25
    \\begin{pmatrix}0.5\\\\-1.25\\end{pmatrix} | \\begin{bmatrix} 0.5 & -1.25 \\end{bmatrix} | \\begin{pmatrix} 0.5 \\\\ -1.25 \\end{pmatrix}^T
    $[0.5, -1.25]$ | [1/2, -5/4] | [½, -1¼] | [0.5, −1.25] | [.5, -1.25] | [5e-1, -1.25e0] | [50%, -125%] | "0.5, -1.25" | “0.5, -1.25”
    [0.5, -1.25]. | [0.5, -1.25]; | [0.5, -1.25,] | 0.5 und -1.25 | 0.5 and -1.25 | ["0.5", "-1.25"] | [“0.5”, “-1.25”] | list([0.5, -1.25])
    \\left(0.5, -1.25\\right) | \\left[\\begin{array}{c}0.5\\\\-1.25\\end{array}\\right] | np.array((0.5, -1.25)) | np.r_[0.5, -1.25]
    matrix([[0.5], [-1.25]]) | Matrix([0.5, -1.25]) | h1 = 0.5, h2 = -1.25 | h_1 = 0.5; h_2 = -1.25 | {{0.5}, {-1.25}}
"""  # fmt: skip
# forms of a block are parted by " | ", which these have inside
BARRED = ["0.5 | -1.25", "(0,5 | -1,25)"]

MATRICES = """
    [[1, 2], [3, 4]] | ((1, 2), (3, 4)) | {{1, 2}, {3, 4}} | [1 2; 3 4] | [1, 2; 3, 4] | 1 2; 3 4 | 1, 2; 3, 4 | [1,2;3,4] | [1, 2], [3, 4]
    np.array([[1, 2], [3, 4]]) | array([[1., 2.], [3., 4.]]) | torch.tensor([[1, 2], [3, 4]]) | tensor([[1., 2.], [3., 4.]], dtype=torch.float64)
    np.matrix('1 2; 3 4') | np.matrix([[1, 2], [3, 4]]) | Matrix([[1, 2], [3, 4]]) | rbind(c(1, 2), c(3, 4))
    \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} | \\begin{bmatrix}1&2\\\\3&4\\end{bmatrix} | W = [[1, 2], [3, 4]] | [(1, 2), (3, 4)] | [[1;2],[3;4]]
    [[1,2],[3,4]]. | [[1 2] [3 4]] | [[1. 2.] [3. 4.]] | [ [1, 2], [3, 4] ] | [[1, 2], [3, 4],] | [[1,0; 2,0], [3,0; 4,0]]
"""  # fmt: skip

RANGES = """
    -1 < h < 1 | −1 < h < 1 | 1 > h > -1 | -1 <= h <= 1 | -1 ≤ h ≤ 1 | -1 \\leq h \\leq 1 | -1 \\le h \\le 1 | |h| < 1 | |h| <= 1 | |h| ≤ 1 | 1 > |h| | 1 ≥ |h|
    abs(h) < 1 | abs(h) <= 1 | \\lvert h \\rvert < 1 | |h_t| < 1 | ‖h‖ < 1 | h > -1, h < 1 | h > -1 and h < 1 | h > -1 und h < 1 | h > -1; h < 1
    h > -1 && h < 1 | h > -1 & h < 1 | h > -1 ∧ h < 1 | h < 1, h > -1 | -1 < h, h < 1 | h ∈ (-1, 1) | h in (-1, 1) | h ∈ ]-1, 1[ | h \\in (-1,1)
    (-1, 1) | [-1, 1] | (-1; 1) | ]-1; 1[ | ]-1, 1[ | -1..1 | -1…1 | -1 ... 1 | -1 to 1 | from -1 to 1 | between -1 and 1 | von -1 bis 1 | zwischen -1 und 1
    -1 bis 1 | ±1 | +-1 | +/-1 | \\pm 1 | (-1,0; 1,0) | (-1, 1). | “-1 to 1” | h is between -1 and 1 | -1 - 1 | <-1, 1> | {-1, 1} | -1 -> 1 | (-1.0, 1.0)
    h ∈ (-1,1) exclusive | [-1; 1) | -1<h<1 | h>-1,h<1 | -1 < tanh(z) < 1 | -1 <= tanh <= 1 | -100% to 100%
"""  # fmt: skip


def cells(block: str) -> list[str]:
    """The forms of a block; the bars inside a form have no blanks on one side."""
    return [form.strip() for line in block.strip().splitlines() for form in line.split(" | ")]


# What cannot be read, and the form that a message proposes in its place.
REFUSED = {
    "-0.188,": "-0.188",
    "-0.188f": "-0.188",
    "-0.188 (rounded)": "-0.188",
    "-0.188 (gerundet)": "-0.188",
    "-0.188 V": "-0.188",
    "-0.188 [-]": "-0.188",
    "-1.88d-1": "-1.88e-1",
    "-0.188L": "-0.188",
    "-0.188j0": "-0.188",
    "2469:2": "2469/2",
    "1.2345*1e3": "1.2345e3",
    "2:3": "2/3",
    "2//3 exactly": "2/3",
    "frac(2,3)": "2/3",
    "2/3 = 0.6667": "2/3",
    "2/3 ≈ 0.667": "2/3",
    "zero": "0",
    "null": "0",
    "0.188 oder so": "0.188",
    "x = 0.5 V": "0.5",
    "-0.188 + 0": "",
    "0.3 or 0.4": "",
    "hello": "",
    "0.5±0.1": "",
    "0.5..0.6": "",
    "tanh(0.3)": "",
    "sqrt(2)": "",
    "sigma(1.2)": "",
    "?": "",
    "???": "",
    "todo": "",
    "f*c + i*g": "",
    "2^-3": "",
}  # fmt: skip
NO_VECTOR = ["(0.5/-1.25)", "0.5", "0.5, x", "[0.5, -1.25, 3]", "hello", "0.5,-1,25"]
NO_MATRIX = ["mat(1, 2; 3, 4)", "matrix(c(1, 2, 3, 4), nrow=2, byrow=TRUE)", "1 2 3; 4", "hello"]
NO_RANGE = [
    "h² < 1",
    "h^2 < 1",
    "h - 1 < 1",
    "2*h < 1",
    "h > -1 or so, h < 1",
    "hello",
    "1",
    "|h - 1| < 2 or so",
]


@pytest.mark.parametrize(("value", "form"), [(v, f) for v, b in NUMBERS.items() for f in cells(b)])
def test_a_number_is_read_in_every_form(value, form):
    found = read_numbers(Typed(form), ())
    assert not isinstance(found, Unreadable), found.message
    assert found.values == (pytest.approx(value, abs=1e-12),)


@pytest.mark.parametrize("form", [*cells(VECTORS), *BARRED])
def test_a_vector_is_read_in_every_form(form):
    found = read_numbers(Typed(form), (2,))
    assert not isinstance(found, Unreadable), found.message
    assert np.allclose(found.array, [0.5, -1.25])


@pytest.mark.parametrize("form", cells(MATRICES))
def test_a_matrix_is_read_in_every_form(form):
    found = read_numbers(Typed(form), (2, 2))
    assert not isinstance(found, Unreadable), found.message
    assert np.allclose(found.array, [[1, 2], [3, 4]])


@pytest.mark.parametrize("form", cells(RANGES))
def test_a_range_is_read_in_every_form(form):
    found = read_range(Typed(form))
    assert not isinstance(found, Unreadable), found.message
    assert (found.low, found.high) == (-1, 1)


@pytest.mark.parametrize(("form", "proposed"), REFUSED.items())
def test_what_is_no_number_is_refused_with_the_nearest_form_that_works(form, proposed):
    found = read_numbers(Typed(form), ())
    assert isinstance(found, Unreadable)
    assert "expected a number, for example 0.42" in found.message
    assert proposed in found.message.rpartition("; write ")[2]
    if proposed:
        again = read_numbers(Typed(proposed), ())
        assert not isinstance(again, Unreadable)
        assert math.isfinite(again.values[0])


@pytest.mark.parametrize("form", NO_VECTOR)
def test_what_is_no_vector_of_two_is_refused_with_an_example(form):
    found = read_numbers(Typed(form), (2,))
    assert isinstance(found, Unreadable)
    assert "for example" in found.message or "write" in found.message


@pytest.mark.parametrize("form", NO_MATRIX)
def test_what_is_no_matrix_is_refused_with_an_example(form):
    found = read_numbers(Typed(form), (2, 2))
    assert isinstance(found, Unreadable)
    assert "for example" in found.message


@pytest.mark.parametrize("form", NO_RANGE)
def test_what_is_no_range_is_refused_with_an_example(form):
    found = read_range(Typed(form))
    assert isinstance(found, Unreadable)
    assert "for example (2, 5)" in found.message


def test_there_are_three_hundred_forms():
    blocks = [*NUMBERS.values(), VECTORS, MATRICES, RANGES]
    assert sum(len(cells(block)) for block in blocks) + len(REFUSED) >= 300
