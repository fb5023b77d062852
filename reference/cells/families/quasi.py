"""Cells whose matrices see only the input, so that the products can be taken for all steps."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "sru": """
    # Simple recurrent unit: no product with the state; input and state have the same size
    # source: Lei et al. 2018, eq. 1-4
    # relative: qrnn: a window of inputs for the cell state in the gates
    # counted: sru: 3*n*n + 4*n
    # elsewhere: sru: the skip is multiplied by the root of 3 unless rescale=False is given; columns lie unit by unit
    x: n                     # input
    h: n                     # output
    c: n                     # cell state
    W, W_f, W_r: n, n
    v_f, v_r: n              # weights of the cell state
    b_f?, b_r?: n
    f = sigmoid(W_f @ x[t] + v_f * c[t-1] + b_f)      # forget gate
    r = sigmoid(W_r @ x[t] + v_r * c[t-1] + b_r)      # reset gate
    c = f * c[t-1] + (1 - f) * (W @ x[t])             # cell state
    h = r * c + (1 - r) * x[t]                        # output
    """,
    "qrnn": """
    # Quasi-recurrent network, window of two, fo-pooling
    # source: Bradbury et al. 2016, eq. 4
    # relative: sru: the gates see the cell state, not the input before
    x: d                     # input
    p: d                     # the input, carried to the next step
    c: n                     # cell state
    V_z, V_f, V_o: n, d      # weights of the input before
    W_z, W_f, W_o: n, d
    z = tanh(V_z @ p[t-1] + W_z @ x[t])               # candidate
    f = sigmoid(V_f @ p[t-1] + W_f @ x[t])            # forget gate
    o = sigmoid(V_o @ p[t-1] + W_o @ x[t])            # output gate
    p = x[t]                                          # carried input
    c = f * c[t-1] + (1 - f) * z                      # cell state
    h = o * c                                         # output
    """,
}
