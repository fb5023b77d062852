"""Simple recurrent cells: one layer, no gates."""

from __future__ import annotations

from collections.abc import Mapping


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
    # source: Elman 1990
    # relative: tanh-rnn: tanh for the sigmoid
    # relative: jordan: the memory is the output
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
    # source: Jordan 1986
    # relative: elman: the memory is the hidden layer
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
    "linear-rnn": _simple(
        """Linear recurrent cell
    # source: Goodfellow et al. 2016, section 10.7
    # relative: tanh-rnn: with tanh""",
        "",
    ),
    "sigmoid-rnn": _simple(
        """Simple recurrent cell with a sigmoid
    # source: Rumelhart et al. 1986""",
        "sigmoid",
    ),
    "tanh-rnn": _simple(
        """Simple recurrent cell with tanh
    # source: Goodfellow et al. 2016, eq. 10.8-10.10
    # relative: relu-rnn: ReLU for tanh
    # relative: rnn-concat: one matrix on state and input beside each other
    # relative: indrnn: a vector for the matrix of the state
    # counted: torch, haiku: n*d + n*n + 2*n
    # counted: keras, flax: n*d + n*n + n""",
        "tanh",
    ),
    "relu-rnn": """
    # Simple recurrent cell with ReLU
    # source: Le et al. 2015
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
    "bidirectional": """
    # Bidirectional tanh RNN; the output concatenates both directions
    # source: Schuster and Paliwal 1997
    # relative: tanh-rnn: one direction
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
    # source: Graves 2013
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
    "irnn": """
    # Simple recurrent cell with ReLU whose state weights start as the identity
    # source: Le et al. 2015
    # relative: relu-rnn: other letters; there nothing is said of the start
    # counted: torch: n*d + n*n + 2*n
    x: d                     # input
    h: n                     # hidden state
    W: n, d
    U: n, n                  # weights of the state, the identity at the start of training
    b?: n                    # bias
    h = relu(W @ x[t] + U @ h[t-1] + b)
    """,
    "indrnn": """
    # IndRNN: every unit sees only its own past
    # source: Li et al. 2018
    # relative: irnn: a matrix for the vector u
    # counted: torchrecurrent: n*d + 3*n
    # elsewhere: torchrecurrent: tanh unless nonlinearity="relu" is given
    x: d                     # input
    h: n                     # hidden state
    W: n, d
    u: n                     # weights of the state, one a unit
    b?: n                    # bias
    h = relu(W @ x[t] + u * h[t-1] + b)
    """,
    "antisymmetric": """
    # Antisymmetric RNN: one Euler step of a stable differential equation
    # source: Chang et al. 2019
    # relative: tanh-rnn: no step size, and any matrix for W - Wᵀ
    # counted: torchrecurrent: n*d + n*n + 2*n
    # elsewhere: torchrecurrent: eps 1 and gamma 0 unless they are given
    x: d                     # input
    h: n                     # hidden state
    V: n, d
    W: n, n
    b?: n                    # bias
    eps: scalar in (0, inf) given    # step size
    gamma: scalar in [0, inf) given    # diffusion
    h = h[t-1] + eps * tanh((W - transpose(W)) @ h[t-1] - gamma * h[t-1] + V @ x[t] + b)
    """,
    "clockwork": """
    # Clockwork RNN: a unit moves only where its period divides the step
    # source: Koutník et al. 2014, eq. 1-2
    # relative: tanh-rnn: every unit moves at every step
    # elsewhere: books: steps are counted from 0, where all fire first, or from 1
    x: d                     # input
    on: n in [0, 1]          # 1 where the clock of the unit ticks, else 0
    h: n                     # hidden state
    W: n, d
    U: n, n                  # block upper triangular: a module reads slower ones
    b?: n                    # bias
    h = on[t] * tanh(W @ x[t] + U @ h[t-1] + b) + (1 - on[t]) * h[t-1]
    """,
}
