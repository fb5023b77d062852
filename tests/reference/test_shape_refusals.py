"""What no function takes is refused, by the place, the reason and the shape that it was given."""

import numpy as np
import pytest
from drawn import expression_cell

from reference.language.errors import ShapeError
from reference.language.spectra import norm, norm_slope, radius, radius_slope

# s is a number, u and v have 3 entries, w has 2; M is 3, 2, N is 2, 3 and P is 3, 3.
REFUSED = {
    "u + w": "both sides need the same shape (got 3 and 2)",
    "concat(M, u)": "concat(M, u): expected vectors and numbers (got 3, 2)",
    "largest(M)": "largest(M): expected vectors and numbers (got 3, 2)",
    "diagonal_matrix(P)": "diagonal_matrix(P): expected vectors and numbers (got 3, 3)",
    "place(M, 1, 2)": "place(M, 1, 2): expected vectors and numbers (got 3, 2)",
    "rows(u, w)": "rows differ (got 3, 2)",
    "part(u, 4, 3)": "k lies between 1 and m, and m is at most 64 (got k = 4, m = 3)",
    "place(u, 4, 3)": "k lies between 1 and m, and m is at most 64 (got k = 4, m = 3)",
    "part(u, 1, 2)": "3 entries cannot be cut into 2 equal parts",
    "part(M, 1, 3)": "part cuts a vector (got 3, 2)",
    "diagonal(M)": "only a square matrix has a diagonal (got 3, 2)",
    "outer(M, u)": "outer takes two vectors (got 3, 2)",
    "grad(P @ u, P)": "a gradient is that of a single number or of a vector by a vector",
    "grad(part(u, 1, 3), P)": "this is a list of one (got 1 by 3, 3); take the sum of it, or give it as a number",
    "one_hot(u, M)": "one_hot takes one number first (got 3)",
    "one_hot(s, s)": "one_hot takes a vector or a matrix second, which has the rows",
    "spectral_norm(u)": "expected a matrix (got 3)",
    "spectral_radius(M)": "expected a square matrix (got 3, 2)",
    "spread(u, w)": "spread needs a number a row (got 3 for 2)",
}


@pytest.mark.parametrize("expression", REFUSED)
def test_shapes_that_do_not_go_together_are_refused(expression):
    with pytest.raises(ShapeError) as refused:
        expression_cell(expression)
    assert REFUSED[expression] in str(refused.value)


ALONE = np.array([-2.0, 0.5])  # a number in two variants


def test_a_number_is_its_own_matrix():
    assert [2, 0.5] == norm([ALONE], [0], []).tolist() == radius([ALONE], [0], []).tolist()
    assert [-1, 1] == norm_slope([ALONE], [0], []).tolist()
    assert [-1, 1] == radius_slope([ALONE], [0], []).tolist()


ENDLESS = np.array([[1.0, np.inf], [0.0, 1.0]])


def test_of_a_matrix_that_is_not_finite_nothing_is_known():
    for size in (norm, radius):
        assert np.isnan(size([ENDLESS], [2], [])).all()
    for slope in (norm_slope, radius_slope):
        assert np.isnan(slope([ENDLESS], [2], [])).all()
        assert (2, 2) == slope([ENDLESS], [2], []).shape
