"""The LSTM and its relatives."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "lstm": """
    # LSTM with separate weights for input and state
    # source: Hochreiter and Schmidhuber 1997; Gers et al. 2000
    # relative: lstm-peephole: gates see the cell state
    # relative: lstm-cifg: f is 1 - i
    # relative: lstm-original: no forget gate
    # relative: lstm-forget1: 1 inside of the forget gate
    # relative: gru: two gates and one state
    # counted: torch: 4*n*d + 4*n*n + 8*n
    # counted: keras, flax, equinox: 4*n*d + 4*n*n + 4*n
    # elsewhere: keras: b_f starts at 1
    # elsewhere: torch: two biases, so that setting both to 1 gives 2
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
    # source: Gers et al. 2000, as Olah 2015 writes it
    # relative: lstm-concat-xh: the input stands first
    # relative: lstm-stacked: all four gates in one matrix
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
    # source: Gers et al. 2000, in one matrix
    # relative: lstm-concat: a matrix a gate
    # relative: lstm-projected: a projection of h
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
    # source: Gers et al. 2000, as exams shorten it
    # relative: lstm: biases, and tanh around c in h
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
    # source: Gers et al. 2000
    f: scalar                # forget gate
    i?: scalar               # input gate
    g?: scalar               # candidate
    o?: scalar               # output gate
    c: scalar                # cell state
    c = f[t] * c[t-1] + i[t] * g[t]
    h = o[t] * tanh(c)                                # hidden state
    """,
    "lstm-peephole": """
    # LSTM whose gates see the cell state
    # source: Gers and Schmidhuber 2000; Graves 2013, eq. 7-11
    # relative: lstm: gates do not see the cell state
    # counted: torchrecurrent: 4*n*d + 4*n*n + 11*n
    # elsewhere: ONNX: P holds i, o, f in this order
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_i, W_f, W_g, W_o: n, d
    U_i, U_f, U_g, U_o: n, n
    b_i?, b_f?, b_g?, b_o?: n
    p_i, p_f, p_o: n         # peepholes
    i = sigmoid(W_i @ x[t] + U_i @ h[t-1] + b_i + p_i * c[t-1])    # input gate
    f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f + p_f * c[t-1])    # forget gate
    g = tanh(W_g @ x[t] + U_g @ h[t-1] + b_g)         # candidate
    c = f * c[t-1] + i * g                            # cell state
    o = sigmoid(W_o @ x[t] + U_o @ h[t-1] + b_o + p_o * c)    # output gate
    h = o * tanh(c)                                   # hidden state
    """,
    "lstm-cifg": """
    # LSTM with coupled gates: what is forgotten is what is written
    # source: Greff et al. 2015
    # relative: lstm: a forget gate of its own
    # relative: mgu: one gate and one state
    # elsewhere: onnxruntime: the weights of f are still asked for, and not used
    # elsewhere: onnx's reference evaluator: input_forget is not looked at, and f has its own weights
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_i, W_g, W_o: n, d
    U_i, U_g, U_o: n, n
    b_i?, b_g?, b_o?: n
    i = sigmoid(W_i @ x[t] + U_i @ h[t-1] + b_i)      # input gate
    g = tanh(W_g @ x[t] + U_g @ h[t-1] + b_g)         # candidate
    c = (1 - i) * c[t-1] + i * g                      # cell state
    o = sigmoid(W_o @ x[t] + U_o @ h[t-1] + b_o)      # output gate
    h = o * tanh(c)                                   # hidden state
    """,
    "lstm-forget1": """
    # LSTM with 1 added inside the forget gate (as in Haiku)
    # source: Gers et al. 2000; Jozefowicz et al. 2015
    # relative: lstm: no 1 inside of the forget gate: it is where the bias starts, if at all
    # counted: haiku: 4*n*d + 4*n*n + 4*n
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_i, W_g, W_f, W_o: n, d
    U_i, U_g, U_f, U_o: n, n
    b_i?, b_g?, b_f?, b_o?: n
    i = sigmoid(W_i @ x[t] + U_i @ h[t-1] + b_i)      # input gate
    g = tanh(W_g @ x[t] + U_g @ h[t-1] + b_g)         # candidate
    f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f + 1)  # forget gate
    o = sigmoid(W_o @ x[t] + U_o @ h[t-1] + b_o)      # output gate
    c = f * c[t-1] + i * g                            # cell state
    h = o * tanh(c)                                   # hidden state
    """,
    "lstm-projected": """
    # LSTM whose hidden state is a projection, in the order i, f, g, o (as in PyTorch)
    # source: Sak et al. 2014
    # relative: lstm: h as wide as c
    # counted: torch: 4*n*d + 4*n*p + 8*n + p*n
    # elsewhere: the paper: peepholes, and a second projection that is not fed back
    x: d                     # input
    h: p                     # hidden state
    c: n                     # cell state
    W: 4*n, d
    U: 4*n, p
    b?: 4*n
    R: p, n                  # projection
    a = W @ x[t] + U @ h[t-1] + b                     # all four net inputs
    i = sigmoid(part(a, 1, 4))                        # input gate
    f = sigmoid(part(a, 2, 4))                        # forget gate
    g = tanh(part(a, 3, 4))                           # candidate
    o = sigmoid(part(a, 4, 4))                        # output gate
    c = f * c[t-1] + i * g                            # cell state
    h = R @ (o * tanh(c))                             # hidden state
    """,
    "lstm-original": """
    # LSTM of the first paper, without a forget gate
    # source: Hochreiter and Schmidhuber 1997
    # relative: lstm: with a forget gate
    # counted: torchrecurrent: 3*n*d + 3*n*n + 6*n
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_i, W_g, W_o: n, d
    U_i, U_g, U_o: n, n
    b_i?, b_g?, b_o?: n
    i = sigmoid(W_i @ x[t] + U_i @ h[t-1] + b_i)      # input gate
    g = tanh(W_g @ x[t] + U_g @ h[t-1] + b_g)         # candidate
    o = sigmoid(W_o @ x[t] + U_o @ h[t-1] + b_o)      # output gate
    c = c[t-1] + i * g                                # cell state
    h = o * tanh(c)                                   # hidden state
    """,
    "lstm-multiplicative": """
    # Multiplicative LSTM: the gates see a product of input and state
    # source: Krause et al. 2016
    # relative: lstm: the gates see h itself, not its product with the input
    # counted: torchrecurrent: 5*n*d + 5*n*n + 10*n
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_m, W_i, W_f, W_g, W_o: n, d
    U_m: n, n
    V_i, V_f, V_g, V_o: n, n
    b_i?, b_f?, b_g?, b_o?: n
    m = (W_m @ x[t]) * (U_m @ h[t-1])                 # what the gates see of the state
    i = sigmoid(W_i @ x[t] + V_i @ m + b_i)           # input gate
    f = sigmoid(W_f @ x[t] + V_f @ m + b_f)           # forget gate
    g = tanh(W_g @ x[t] + V_g @ m + b_g)              # candidate
    o = sigmoid(W_o @ x[t] + V_o @ m + b_o)           # output gate
    c = f * c[t-1] + i * g                            # cell state
    h = o * tanh(c)                                   # hidden state
    """,
    "ran": """
    # Recurrent additive network: the candidate sees only the input
    # source: Lee et al. 2017
    # relative: lstm: the candidate sees the state, and there is an output gate
    # counted: torchrecurrent: 3*n*d + 2*n*n + 4*n
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    W_c, W_i, W_f: n, d
    U_i, U_f: n, n
    b_i?, b_f?: n
    k = W_c @ x[t]                                    # content
    i = sigmoid(W_i @ x[t] + U_i @ h[t-1] + b_i)      # input gate
    f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)      # forget gate
    c = i * k + f * c[t-1]                            # cell state
    h = tanh(c)                                       # hidden state
    """,
}
