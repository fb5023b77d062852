"""Cells on the concatenation of state and input, in either order: one matrix a gate."""

from __future__ import annotations

from collections.abc import Mapping


def _simple(title: str, both: str) -> str:
    return f"""
    # {title}
    x: d                     # input
    h: n                     # hidden state
    y: m                     # output scores
    W: n, n + d
    b?: n                    # bias
    W_y?: m, n
    b_y?: m                  # bias
    h = tanh(W @ {both} + b)                # hidden state
    y = W_y @ h + b_y
    """


def _lstm(title: str, both: str) -> str:
    return f"""
    # {title}
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_f, W_i, W_c, W_o: n, n + d
    b_f?, b_i?, b_c?, b_o?: n
    f = sigmoid(W_f @ {both} + b_f)     # forget gate
    i = sigmoid(W_i @ {both} + b_i)     # input gate
    g = tanh(W_c @ {both} + b_c)        # candidate
    c = f * c[t-1] + i * g                            # cell state
    o = sigmoid(W_o @ {both} + b_o)     # output gate
    h = o * tanh(c)                                   # hidden state
    """


def _gru(title: str, both: str, reset: str) -> str:
    return f"""
    # {title}
    x: d                     # input
    h: n                     # hidden state
    W_r, W_z, W_h: n, n + d
    b_r?, b_z?, b_h?: n
    r = sigmoid(W_r @ {both} + b_r)     # reset gate
    z = sigmoid(W_z @ {both} + b_z)     # update gate
    candidate = tanh(W_h @ {reset} + b_h)    # candidate
    h = (1 - z) * h[t-1] + z * candidate              # hidden state
    """


_STATE_FIRST, _INPUT_FIRST = "concat(h[t-1], x[t])", "concat(x[t], h[t-1])"

TEXTS: Mapping[str, str] = {
    "rnn-concat": _simple(
        """tanh RNN on the concatenation of state and input
    # source: Elman 1990, in one matrix
    # relative: rnn-concat-xh: the input stands first
    # relative: tanh-rnn: a matrix for each""",
        _STATE_FIRST,
    ),
    "rnn-concat-xh": _simple(
        """tanh RNN on the concatenation of input and state
    # source: Elman 1990, in one matrix
    # relative: rnn-concat: the state stands first""",
        _INPUT_FIRST,
    ),
    "lstm-concat-xh": _lstm(
        """LSTM on the concatenation of input and state
    # source: Gers et al. 2000, in one matrix a gate
    # relative: lstm-concat: the state stands first
    # relative: lstm: a matrix for each""",
        _INPUT_FIRST,
    ),
    "gru-concat": _gru(
        """GRU on the concatenation of state and input, z weighs the candidate
    # source: Chung et al. 2014, in one matrix a gate
    # relative: gru-concat-xh: the input stands first
    # relative: gru: a matrix for each""",
        _STATE_FIRST,
        "concat(r * h[t-1], x[t])",
    ),
    "gru-concat-xh": _gru(
        """GRU on the concatenation of input and state, z weighs the candidate
    # source: Chung et al. 2014, in one matrix a gate
    # relative: gru-concat: the state stands first""",
        _INPUT_FIRST,
        "concat(x[t], r * h[t-1])",
    ),
}
