"""Every function of the language: what it does, its shape, an example worked out, its rounding."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reference import evaluate_expression, parse_cell, parse_expression
from reference.language.functions import FUNCTIONS, Function

MANY = 100

# What each does, an example of it, and the shape that comes out; u, v are vectors of 3, A is 2 by 3,
# S is 2 by 2, a is one number.
SAID: dict[str, tuple[str, str, str]] = {
    "sigmoid": ("1/(1 + exp(-z)), between 0 and 1", "sigmoid(u)", "as z"),
    "tanh": ("the hyperbolic tangent, between -1 and 1", "tanh(u)", "as z"),
    "relu": ("z where it is positive, else 0", "relu(u)", "as z"),
    "softplus": ("log(1 + exp(z)), a smooth ReLU", "softplus(u)", "as z"),
    "identity": ("z itself: an activation that does nothing", "identity(u)", "as z"),
    "elu": ("z where it is positive, else exp(z) - 1", "elu(u)", "as z"),
    "silu": ("z * sigmoid(z), also called swish", "silu(u)", "as z"),
    "gelu": ("z times the share of a normal distribution below z", "gelu(u)", "as z"),
    "hard_sigmoid": ("z/6 + 1/2, between 0 and 1 (as PyTorch and Keras 3 have it)", "hard_sigmoid(u)", "as z"),
    "erf": ("the error function", "erf(u)", "as z"),
    "mod": ("what a division leaves: mod(t, 3) is 1, 2, 0, 1, ...", "mod(u, 0.8)", "as both"),
    "sin": ("the sine", "sin(u)", "as z"),
    "cos": ("the cosine", "cos(u)", "as z"),
    "stop": ("z itself, through which no gradient goes", "stop(u)", "as z"),
    "exp": ("e to the power of z", "exp(u)", "as z"),
    "log": ("the natural logarithm, also written ln", "log(v)", "as z"),
    "sqrt": ("the square root", "sqrt(v)", "as z"),
    "abs": ("the value without its sign", "abs(u)", "as z"),
    "sign": ("-1, 0 or 1", "sign(u)", "as z"),
    "ceil": ("the next whole number above, or the number itself where it is one", "ceil(u)", "as z"),
    "floor": ("the next whole number below, or the number itself where it is one", "floor(u)", "as z"),
    "step": ("1 where z is positive, 0 where it is negative, and the second argument at 0", "step(u, 0)", "as z"),
    "min": ("the smaller of two, entry by entry", "min(u, v)", "as both"),
    "max": ("the larger of two, entry by entry", "max(u, v)", "as both"),
    "softmax": ("exp(z) divided by its sum: probabilities", "softmax(u)", "as z"),
    "sum": ("all entries added", "sum(u)", "one number"),
    "mean": ("the mean of all entries", "mean(u)", "one number"),
    "norm": ("the square root of the sum of squares", "norm(u)", "one number"),
    "argmax": ("the place of the largest entry, counted from 1", "argmax(v)", "one number"),
    "concat": ("one vector after the other", "concat(u, v)", "the sizes added"),
    "rows": ("vectors as the rows of a matrix, in an answer", "rows(u, v)", "one row each"),
    "part": ("part(w, k, m): the k-th of m equal parts of a vector, counted from 1", "part(w, 1, 2)", "a part of the entries"),
    "place": ("place(z, k, m): z as the k-th of m equal parts, the others 0", "place(part(w, 1, 2), 2, 2)", "m times the entries"),
    "piece": ("one of the vectors that a concatenation was made of: piece(d, which, u, v)", "piece(concat(u, v), 2, u, v)", "as that vector"),
    "transpose": ("rows and columns exchanged", "transpose(A)", "columns, rows"),
    "diagonal": ("the diagonal of a square matrix; a vector becomes one", "diagonal(S)", "so many entries"),
    "outer": ("every entry of one times every entry of the other", "outer(u, v)", "rows, columns"),
    "entry": ("one entry, counted from 1: entry(u, 2), entry(A, 1, 2)", "entry(u, 2)", "one number"),
    "unit": ("zeros with a 1 at a place: unit(u, 2), as large as u", "unit(u, 2)", "as the first"),
    "one_hot": ("zeros with a 1 at the place that is given, counted from 1, as large as the second", "one_hot(2, u)", "as the second"),
    "ones": ("a 1 in every place", "ones(u)", "as z"),
    "share": ("1 divided by the number of entries, in every place", "share(u)", "as z"),
    "where": ("the second where the first is positive, else the third; the first may be a comparison: where(u < v, u, v)", "where(u, v, 0 * v)", "as all"),
    "largest": ("the largest entry", "largest(v)", "one number"),
    "smallest": ("the smallest entry", "smallest(v)", "one number"),
    "softmax_rows": ("the softmax of every row", "softmax_rows(A)", "as z"),
    "row_sums": ("the sum of every row", "row_sums(A)", "an entry a row"),
    "spread": ("an entry a row, written into all columns of the second", "spread(row_sums(A), A)", "as the second"),
    "diagonal_matrix": ("a vector as the diagonal of a matrix of zeros", "diagonal_matrix(u)", "a square"),
    "on_diagonal": ("a vector on the diagonal of a matrix as large as the second", "on_diagonal(part(w, 1, 2), S)", "as the second"),
    "expm": ("the exponential of a square matrix", "expm(S)", "as z"),
    "expm_slope": ("the derivative of expm in a direction", "expm_slope(S, S)", "as z"),
    "spectral_norm": (
        "the largest singular value of a square matrix: by how much it stretches a vector at most",
        "spectral_norm(S)",
        "one number",
    ),
    "spectral_norm_slope": ("the derivative of spectral_norm", "spectral_norm_slope(S)", "as z"),
    "spectral_radius": (
        "the size of the largest eigenvalue of a square matrix",
        "spectral_radius(S)",
        "one number",
    ),
    "spectral_radius_slope": (
        "the derivative of spectral_radius",
        "spectral_radius_slope(S)",
        "as z",
    ),
    "inverse": ("the inverse of a square matrix", "inverse(S)", "as z"),
    "grad": ("the gradient of a number with respect to a quantity or a weight: `grad(h[3], W)`; of a vector with respect to a vector the Jacobian, an entry of the first a row: `grad(h[3], h[1])`", "", "as the second, or one row an entry of the first"),
    "sum_steps": ("the sum over all steps, in an answer: `sum_steps(outer(d[t], h[t-1]))`", "", "as z"),
    "all_steps": ("the values of all steps, in an answer: numbers as a vector, vectors as the rows of a matrix: `all_steps(h[t])`", "", "one entry or row a step"),
    "round_up": ("rounded to so many decimals, a half to the larger number", "round_up(u, 1)", "as z"),
    "round_even": ("rounded to so many decimals, a half to the even digit", "round_even(u, 1)", "as z"),
    "round_away": ("rounded to so many decimals, a half away from 0", "round_away(u, 1)", "as z"),
    "round_cut": ("cut off after so many decimals", "round_cut(u, 1)", "as z"),
    "parameters": ("how many parameters a system of the file has: `parameters(lstm)`", "", "one number"),
}  # fmt: skip

_NUMBERS = {
    "u": np.array([0.5, -1.0, 2.0]),
    "v": np.array([1.0, 4.0, 2.0]),
    "w": np.array([1.0, 2.0, 3.0, 4.0]),
    "A": np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]]),
    "S": np.array([[0.5, 0.1], [0.0, 0.2]]),
}
_CELL = "x: k\nh: k\nu: 3\nv: 3\nw: 4\nA: 2, 3\nS: 2, 2\nh = x[t] + h[t-1]"


def page() -> str:
    """The page of the functions."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Functions of the language\n"
    yield (
        "The same functions serve cells, `value:` and `require:`. Signs: `+ - * /` and `**` go entry by "
        "entry, `@` is the matrix product. In the examples u = [0.5, -1, 2], v = [1, 4, 2], w = [1, 2, 3, 4], "
        "A = [[1, 2, 3], [0, -1, 1]] and S = [[0.5, 0.1], [0, 0.2]]. *Rounded* says whether an honest "
        "student may round the value of the function on the way.\n"
    )
    for name, row in FUNCTIONS.items():
        said, example, shape = SAID.get(name, ("", "", ""))
        yield f"## {name}\n"
        yield f"{said or 'an inner function of gradients'}.\n"
        yield f"- arguments: {arity(row)}; shape: {shape or 'see the gradients'}"
        yield f"- values: {bounds(row)}; rounded: {'yes' if row.is_rounded else 'no'}"
        if row.latex:
            yield f"- on sheets: `{row.text or name}`"
        if example:
            yield f"- `{example}` = `{worked(example)}`"
        yield ""


def arity(row: Function) -> str:
    """How many arguments a function takes."""
    least, most = row.arity
    return (
        str(least) if least == most else f"{least} or more" if most > MANY else f"{least} to {most}"
    )


def bounds(row: Function) -> str:
    """Between which values a function stays."""
    return f"{row.low:g} to {row.high:g}"


def worked(example: str) -> str:
    """The value of an example."""
    cell = parse_cell(_CELL, name="examples")
    value = evaluate_expression(parse_expression(example), cell, _NUMBERS)
    return str(np.round(np.asarray(value), 4).tolist())
