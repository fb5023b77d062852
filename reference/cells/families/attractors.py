"""Reservoirs and attractors: cells whose weights are given and not trained."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "esn": """
    # Echo state network with leak; only the readout is trained
    # source: Jaeger 2001
    # relative: tanh-rnn: all weights are trained, and there is no leak
    # elsewhere: reservoirpy: a drawn W is scaled to the spectral radius 1, a given one is left alone
    x: d                     # input
    h: n                     # reservoir
    W: n, n given            # weights of the reservoir
    W_in: n, d given         # weights of the input
    b?: n given              # bias
    lr: scalar in (0, 1] given    # leak rate
    h = (1 - lr) * h[t-1] + lr * tanh(W @ h[t-1] + W_in @ x[t] + b)    # reservoir
    """,
    "hopfield-modern": """
    # Modern Hopfield network: one step towards the stored pattern
    # source: Ramsauer et al. 2020
    # relative: hopfield: weights made of patterns of 1 and -1, and a sign
    x: n                     # state
    X: m, n given            # stored patterns, a row each
    beta: scalar in (0, inf) given    # sharpness
    x = transpose(X) @ softmax(beta * (X @ x[t-1]))   # state
    """,
    "hopfield": """
    # Hopfield network, all units at once; the sign of 0 is 0
    # source: Hopfield 1982
    # relative: hopfield-modern: softmax for the sign, and patterns of any numbers
    # elsewhere: books: units move one after another, and 0 stays what it was
    x: n                     # state
    W: n, n given            # weights, as `hebb` makes them of patterns
    x = sign(W @ x[t-1])                              # state
    """,
    "hebb": """
    # Weights of a Hopfield network, of the patterns that it shall keep
    # source: Hopfield 1982
    # relative: hopfield: the network itself
    X: m, n given            # patterns of 1 and -1, a row each
    W = (transpose(X) @ X - diagonal_matrix(diagonal(transpose(X) @ X))) / n    # weights
    """,
}
