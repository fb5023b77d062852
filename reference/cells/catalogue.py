"""The catalogue: every cell of the documents, as text.

Sizes: d inputs, n hidden units, m outputs.  A symbol with `?` may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from reference.cells.cell import Cell
from reference.cells.parse_cell import parse_cell
from reference.language.errors import CellError
from reference.language.parse import suggestion


def cell(name: str) -> Cell:
    """A cell of the catalogue; raise CellError for an unknown name."""
    if name not in TEXTS:
        hint = suggestion(name, TEXTS)
        raise CellError(f'there is no cell "{name}" in the catalogue{hint}')
    return _parsed(name)


@cache
def _parsed(name: str) -> Cell:
    return parse_cell(TEXTS[name], name=name)


def _simple(title: str, activation: str) -> str:
    """The simple recurrent cell with one activation or another."""
    hidden = "W_x @ x[t] + W_h @ h[t-1] + b_h"
    value = f"{activation}({hidden})" if activation else hidden
    return f"""
    # {title}
    x: d                     # input
    h: n                     # hidden state
    y: m                     # output
    W_x: n, d
    W_h: n, n
    b_h?: n                  # bias
    W_y?: m, n
    b_y?: m                  # bias
    h = {value}
    y = W_y @ h + b_y
    """


TEXTS: Mapping[str, str] = {
    "elman": """
    # Elman network: the memory is the hidden layer
    x: d                     # input
    a: n                     # hidden layer
    y: m                     # output scores
    W_i: n, d
    W_h: n, n                # weights of the memory
    b?: n                    # bias
    W_out: m, n
    b_out?: m                # bias
    a = sigmoid(W_i @ x[t] + W_h @ a[t-1] + b)
    y = W_out @ a + b_out
    """,
    "jordan": """
    # Jordan network: the memory is the output
    x: d                     # input
    a: n                     # hidden layer
    y: m                     # output scores
    W_i: n, d
    W_h: n, m                # weights of the memory
    b?: n                    # bias
    W_out: m, n
    b_out?: m                # bias
    a = sigmoid(W_i @ x[t] + W_h @ y[t-1] + b)
    y = W_out @ a + b_out
    """,
    "linear-rnn": _simple("Linear recurrent cell", ""),
    "sigmoid-rnn": _simple("Simple recurrent cell with a sigmoid", "sigmoid"),
    "tanh-rnn": _simple("Simple recurrent cell with tanh", "tanh"),
    "relu-rnn": """
    # Simple recurrent cell with ReLU
    x: d                     # input
    h: n                     # hidden state
    y: m                     # output
    V: n, n                  # weights of the state
    W: n, d                  # weights of the input
    b?: n                    # bias
    W_y?: m, n
    b_y?: m                  # bias
    z = V @ h[t-1] + W @ x[t] + b       # net input
    h = relu(z)
    y = W_y @ h + b_y
    """,
    "lstm": """
    # LSTM with separate weights for input and state
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_f, W_i, W_o, W_c: n, d
    U_f, U_i, U_o, U_c: n, n
    b_f?, b_i?, b_o?, b_c?: n
    f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)      # forget gate
    i = sigmoid(W_i @ x[t] + U_i @ h[t-1] + b_i)      # input gate
    o = sigmoid(W_o @ x[t] + U_o @ h[t-1] + b_o)      # output gate
    g = tanh(W_c @ x[t] + U_c @ h[t-1] + b_c)         # candidate
    c = f * c[t-1] + i * g                            # cell state
    h = o * tanh(c)                                   # hidden state
    """,
    "lstm-concat": """
    # LSTM on the concatenation of state and input
    x: d                     # input
    h: n                     # hidden state
    C: n                     # cell state
    y: m                     # output scores
    W_f, W_i, W_C, W_o: n, n + d
    b_f?, b_i?, b_C?, b_o?: n
    W_out?: m, n
    b_out?: m                # bias
    f = sigmoid(W_f @ concat(h[t-1], x[t]) + b_f)     # forget gate
    i = sigmoid(W_i @ concat(h[t-1], x[t]) + b_i)     # input gate
    candidate = tanh(W_C @ concat(h[t-1], x[t]) + b_C)    # candidate
    C = f * C[t-1] + i * candidate                    # cell state
    o = sigmoid(W_o @ concat(h[t-1], x[t]) + b_o)     # output gate
    h = o * tanh(C)                                   # hidden state
    y = W_out @ h + b_out
    """,
    "lstm-stacked": """
    # LSTM with the four gates stacked in one matrix, in the order i, f, o, g
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W: 4*n, n + d
    b?: 4*n
    a = W @ concat(h[t-1], x[t]) + b                  # all four net inputs
    i = sigmoid(part(a, 1, 4))                        # input gate
    f = sigmoid(part(a, 2, 4))                        # forget gate
    o = sigmoid(part(a, 3, 4))                        # output gate
    g = tanh(part(a, 4, 4))                           # candidate
    c = f * c[t-1] + i * g                            # cell state
    h = o * tanh(c)                                   # hidden state
    """,
    "lstm-exam": """
    # LSTM as exams write it: no biases, h = o * c
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_1, W_2, W_3, W_c: n, d
    U_1, U_2, U_3, U_c: n, n
    g1 = sigmoid(W_1 @ x[t] + U_1 @ h[t-1])           # output gate
    g2 = sigmoid(W_2 @ x[t] + U_2 @ h[t-1])           # forget gate
    g3 = sigmoid(W_3 @ x[t] + U_3 @ h[t-1])           # update gate
    candidate = tanh(W_c @ x[t] + U_c @ h[t-1])       # candidate
    c = g2 * c[t-1] + g3 * candidate                  # cell state
    h = g1 * c                                        # hidden state
    """,
    "lstm-scalar": """
    # LSTM given by the values of its gates
    f: scalar                # forget gate
    i?: scalar               # input gate
    g?: scalar               # candidate
    o?: scalar               # output gate
    c: scalar                # cell state
    c = f[t] * c[t-1] + i[t] * g[t]
    h = o[t] * tanh(c)                                # hidden state
    """,
    "gru": """
    # GRU, reset before the product, z weighs the candidate
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
    "bidirectional": """
    # Bidirectional tanh RNN; the output concatenates both directions
    x: d                     # input
    hf: n                    # state that runs forwards
    hb: n                    # state that runs backwards
    W_f, W_b: n, d
    U_f, U_b: n, n
    b_f?, b_b?: n
    hf = tanh(W_f @ x[t] + U_f @ hf[t-1] + b_f)
    hb = tanh(W_b @ x[t] + U_b @ hb[t+1] + b_b)
    h = concat(hf, hb)                                # output
    """,
    "stacked": """
    # Two tanh layers; the second reads the states of the first
    x: d                     # input
    h1: n                    # state of the first layer
    h2: k                    # state of the second layer
    W_1: n, d
    U_1: n, n
    b_1?: n
    W_2: k, n
    U_2: k, k
    b_2?: k
    h1 = tanh(W_1 @ x[t] + U_1 @ h1[t-1] + b_1)
    h2 = tanh(W_2 @ h1[t] + U_2 @ h2[t-1] + b_2)
    """,
    "ssm": """
    # Linear state-space model with scalar input and output
    x: scalar                # input
    h: n                     # state
    A: n, n
    B: n
    C: n
    h = A @ h[t-1] + B * x[t]
    y = C @ h                                         # output
    """,
    "ssm-varying": """
    # Linear state-space model whose matrices change from step to step
    x: scalar                # input
    h: n                     # state
    A: n, n
    B: n
    C: n
    h = A[t] @ h[t-1] + B[t] * x[t]
    y = C[t] @ h                                      # output
    """,
    "perplexity": """
    # Perplexity of a loss per word, in nats
    loss: scalar
    perplexity = exp(loss)
    """,
    "clipping": """
    # A gradient clipped to a largest norm
    g: n                     # gradient
    limit: scalar            # largest norm allowed
    clipped = g * min(1, limit / norm(g))
    """,
}
