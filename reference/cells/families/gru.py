"""The GRU in the conventions that do not mix, and its relatives."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "gru": """
    # GRU, reset before the product, z weighs the candidate
    # source: Chung et al. 2014
    # relative: gru-cho: z keeps the old state
    # relative: gru-torch: reset after the product, z keeps, two biases
    # relative: gru-flax: reset after the product, z keeps, a second bias only there
    # counted: haiku: 3*n*d + 3*n*n + 3*n
    x: d                     # input
    h: n                     # hidden state
    W_r, W_z, W_h: n, d
    U_r, U_z, U_h: n, n
    b_r?, b_z?, b_h?: n
    r = sigmoid(W_r @ x[t] + U_r @ h[t-1] + b_r)      # reset gate
    z = sigmoid(W_z @ x[t] + U_z @ h[t-1] + b_z)      # update gate
    candidate = tanh(W_h @ x[t] + U_h @ (r * h[t-1]) + b_h)    # candidate
    h = (1 - z) * h[t-1] + z * candidate              # hidden state
    """,
    "gru-torch": """
    # GRU, reset after the product, z keeps the old state, two biases (as in PyTorch)
    # source: Cho et al. 2014, as in PyTorch and cuDNN
    # relative: gru-flax: one bias but for the candidate
    # relative: gru-cho: reset before the product
    # relative: gru: reset before the product, z weighs the candidate
    # counted: torch, keras, onnx: 3*n*d + 3*n*n + 6*n
    # elsewhere: keras, onnx: blocks in the order z, r, h, where torch has r, z, n
    x: d                     # input
    h: n                     # hidden state
    W_r, W_z, W_n: n, d
    U_r, U_z, U_n: n, n
    b_r?, b_z?, b_n?: n      # biases of the input
    c_r?, c_z?, c_n?: n      # biases of the state
    r = sigmoid(W_r @ x[t] + b_r + U_r @ h[t-1] + c_r)      # reset gate
    z = sigmoid(W_z @ x[t] + b_z + U_z @ h[t-1] + c_z)      # update gate
    candidate = tanh(W_n @ x[t] + b_n + r * (U_n @ h[t-1] + c_n))    # candidate
    h = (1 - z) * candidate + z * h[t-1]              # hidden state
    """,
    "mut1": """
    # MUT1 (Jozefowicz et al. 2015); input and state have the same size
    # source: Jozefowicz et al. 2015
    # relative: mut2: the gates see the state, and the candidate a product with the input
    # relative: gru: the update gate sees the state
    # elsewhere: torchrecurrent: tanh(W @ x[t]) in the candidate
    x: n                     # input
    h: n                     # hidden state
    W_xz, W_xr, W_hr, W_hh: n, n
    b_z?, b_r?, b_h?: n
    z = sigmoid(W_xz @ x[t] + b_z)                    # update gate
    r = sigmoid(W_xr @ x[t] + W_hr @ h[t-1] + b_r)    # reset gate
    candidate = tanh(W_hh @ (r * h[t-1]) + tanh(x[t]) + b_h)    # candidate
    h = candidate * z + h[t-1] * (1 - z)              # hidden state
    """,
    "mut2": """
    # MUT2 (Jozefowicz et al. 2015); input and state have the same size
    # source: Jozefowicz et al. 2015
    # relative: mut3: the reset gate has weights of the input
    # relative: gru: the reset gate has weights of the input
    # elsewhere: torchrecurrent: W @ x[t] in the reset gate
    x: n                     # input
    h: n                     # hidden state
    W_xz, W_hz, W_hr, W_hh, W_xh: n, n
    b_z?, b_r?, b_h?: n
    z = sigmoid(W_xz @ x[t] + W_hz @ h[t-1] + b_z)    # update gate
    r = sigmoid(x[t] + W_hr @ h[t-1] + b_r)           # reset gate
    candidate = tanh(W_hh @ (r * h[t-1]) + W_xh @ x[t] + b_h)    # candidate
    h = candidate * z + h[t-1] * (1 - z)              # hidden state
    """,
    "mut3": """
    # MUT3 (Jozefowicz et al. 2015)
    # source: Jozefowicz et al. 2015
    # relative: gru: no tanh around the state in the update gate
    x: d                     # input
    h: n                     # hidden state
    W_xz, W_xr, W_xh: n, d
    W_hz, W_hr, W_hh: n, n
    b_z?, b_r?, b_h?: n
    z = sigmoid(W_xz @ x[t] + W_hz @ tanh(h[t-1]) + b_z)    # update gate
    r = sigmoid(W_xr @ x[t] + W_hr @ h[t-1] + b_r)    # reset gate
    candidate = tanh(W_hh @ (r * h[t-1]) + W_xh @ x[t] + b_h)    # candidate
    h = candidate * z + h[t-1] * (1 - z)              # hidden state
    """,
    "gru-cho": """
    # GRU, reset before the product, z keeps the old state (the first paper, ONNX)
    # source: Cho et al. 2014, eq. 5-8
    # relative: gru: z weighs the candidate
    # relative: gru-torch: reset after the product, two biases
    # counted: keras with reset_after=False: 3*n*d + 3*n*n + 3*n
    # counted: onnx: 3*n*d + 3*n*n + 6*n
    x: d                     # input
    h: n                     # hidden state
    W_r, W_z, W_h: n, d
    U_r, U_z, U_h: n, n
    b_r?, b_z?, b_h?: n
    r = sigmoid(W_r @ x[t] + U_r @ h[t-1] + b_r)      # reset gate
    z = sigmoid(W_z @ x[t] + U_z @ h[t-1] + b_z)      # update gate
    candidate = tanh(W_h @ x[t] + U_h @ (r * h[t-1]) + b_h)    # candidate
    h = (1 - z) * candidate + z * h[t-1]              # hidden state
    """,
    "gru-flax": """
    # GRU, reset after the product, z keeps the old state, a second bias only there (as in Flax)
    # source: Cho et al. 2014, as in flax.linen and equinox
    # relative: gru-torch: two biases in every gate
    # counted: flax.linen, equinox: 3*n*d + 3*n*n + 4*n
    # counted: flax.nnx: 3*n*d + 3*n*n + 3*n
    x: d                     # input
    h: n                     # hidden state
    W_r, W_z, W_n: n, d
    U_r, U_z, U_n: n, n
    b_r?, b_z?, b_n?: n      # biases of the input
    c_n?: n                  # bias of the state
    r = sigmoid(W_r @ x[t] + U_r @ h[t-1] + b_r)      # reset gate
    z = sigmoid(W_z @ x[t] + U_z @ h[t-1] + b_z)      # update gate
    candidate = tanh(W_n @ x[t] + b_n + r * (U_n @ h[t-1] + c_n))    # candidate
    h = (1 - z) * candidate + z * h[t-1]              # hidden state
    """,
}
