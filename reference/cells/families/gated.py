"""Small gated cells: one or two gates beside the candidate."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "mgu": """
    # Minimal gated unit
    # source: Zhou et al. 2016
    # relative: mgu-flax: f after the product and keeping the old state
    # relative: gru: two gates
    # relative: minlstm: gates see only the input
    # counted: torchrecurrent: 2*n*d + 2*n*n + 4*n
    x: d                     # input
    h: n                     # hidden state
    W_f, W_h: n, d
    U_f, U_h: n, n
    b_f?, b_h?: n
    f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)      # forget gate
    k = tanh(W_h @ x[t] + U_h @ (f * h[t-1]) + b_h)   # candidate
    h = (1 - f) * h[t-1] + f * k                      # hidden state
    """,
    "mgu-flax": """
    # Minimal gated unit, f after the product and keeping the old state (as in Flax)
    # source: Zhou et al. 2016, as in flax.linen
    # relative: mgu: f before the product and weighing the candidate
    # counted: flax.linen: 2*n*d + 2*n*n + 3*n
    x: d                     # input
    h: n                     # hidden state
    W_f, W_h: n, d
    U_f, U_h: n, n
    b_f?, b_h?: n            # biases of the input
    c_h?: n                  # bias of the state
    f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)      # forget gate
    k = tanh(W_h @ x[t] + b_h + f * (U_h @ h[t-1] + c_h))    # candidate
    h = (1 - f) * k + f * h[t-1]                      # hidden state
    """,
    "mingru": """
    # minGRU: gate and candidate see only the input
    # source: Feng et al. 2024, section 3.1
    # relative: mingru-log: the candidate lies above 0
    # relative: gru: gates see the state, and the candidate is squashed
    x: d                     # input
    h: n                     # hidden state
    W_z, W_h: n, d
    z = sigmoid(W_z @ x[t])                           # update gate
    k = W_h @ x[t]                                    # candidate
    h = (1 - z) * h[t-1] + z * k                      # hidden state
    """,
    "mingru-log": """
    # minGRU with a candidate above 0, as its logarithmic form needs
    # source: Feng et al. 2024, appendix B
    # relative: mingru: the candidate is the product itself
    # counted: minGRU-pytorch: 2*n*d
    # elsewhere: minGRU-pytorch: a sequence at once starts from g of what is given
    x: d                     # input
    h: n in [0, inf)         # hidden state
    W_z, W_h: n, d
    z = sigmoid(W_z @ x[t])                           # update gate
    s = W_h @ x[t]                                    # net input of the candidate
    k = max(s + 0.5, min(sigmoid(s), 0.5))            # candidate
    h = (1 - z) * h[t-1] + z * k                      # hidden state
    """,
    "minlstm": """
    # minLSTM: gates see only the input and sum to 1
    # source: Feng et al. 2024, section 3.2
    # relative: minlstm-log: the candidate lies above 0
    # relative: mingru: one gate, and so nothing to normalise
    x: d                     # input
    h: n                     # hidden state
    W_f, W_i, W_h: n, d
    f = sigmoid(W_f @ x[t])                           # forget gate
    i = sigmoid(W_i @ x[t])                           # input gate
    k = W_h @ x[t]                                    # candidate
    h = f / (f + i) * h[t-1] + i / (f + i) * k        # hidden state
    """,
    "minlstm-log": """
    # minLSTM with a candidate above 0, as its logarithmic form needs
    # source: Feng et al. 2024, appendix B
    # relative: minlstm: the candidate is the product itself
    # counted: minGRU-pytorch: 3*n*d
    # elsewhere: minGRU-pytorch: a sequence at once starts from g of what is given
    x: d                     # input
    h: n in [0, inf)         # hidden state
    W_f, W_i, W_h: n, d
    f = sigmoid(W_f @ x[t])                           # forget gate
    i = sigmoid(W_i @ x[t])                           # input gate
    s = W_h @ x[t]                                    # net input of the candidate
    k = max(s + 0.5, min(sigmoid(s), 0.5))            # candidate
    h = f / (f + i) * h[t-1] + i / (f + i) * k        # hidden state
    """,
    "fastgrnn": """
    # FastGRNN: gate and candidate share their weights
    # source: Kusupati et al. 2018
    # relative: ugrnn: gate and candidate have their own weights
    # counted: torchrecurrent: n*d + n*n + 4*n + 2
    # elsewhere: torchrecurrent: its gate is a tanh unless nonlinearity="sigmoid" is given
    x: d                     # input
    h: n                     # hidden state
    W: n, d
    U: n, n
    b_z?, b_h?: n
    zeta, nu: scalar
    a = W @ x[t] + U @ h[t-1]                         # shared net input
    z = sigmoid(a + b_z)                              # update gate
    k = tanh(a + b_h)                                 # candidate
    h = (sigmoid(zeta) * (1 - z) + sigmoid(nu)) * k + z * h[t-1]    # hidden state
    """,
    "ugrnn": """
    # Update gate RNN
    # source: Collins et al. 2016
    # relative: mgu: the gate is inside of the candidate too
    # relative: ligru: ReLU for tanh in the candidate
    # counted: torchrecurrent: 2*n*d + 2*n*n + 4*n
    x: d                     # input
    h: n                     # hidden state
    W_g, W_c: n, d
    U_g, U_c: n, n
    b_g?, b_c?: n
    g = sigmoid(W_g @ x[t] + U_g @ h[t-1] + b_g)      # update gate
    k = tanh(W_c @ x[t] + U_c @ h[t-1] + b_c)         # candidate
    h = g * h[t-1] + (1 - g) * k                      # hidden state
    """,
    "minimalrnn": """
    # MinimalRNN: the input is encoded apart from the state
    # source: Chen 2017
    # relative: lightru: the gate sees the input, not what it is encoded as
    # counted: torchrecurrent: n*d + 2*n*n + 2*n
    x: d                     # input
    h: n                     # hidden state
    W: n, d
    b?: n
    U_h, U_z: n, n
    b_u?: n
    z = tanh(W @ x[t] + b)                            # encoded input
    u = sigmoid(U_h @ h[t-1] + U_z @ z + b_u)         # update gate
    h = u * h[t-1] + (1 - u) * z                      # hidden state
    """,
    "janet": """
    # JANET: an LSTM with nothing but its forget gate
    # source: van der Westhuizen and Lasenby 2018
    # relative: lstm: input and output gate too
    # relative: lightru: the candidate sees only the input, and beta is 0
    # counted: torchrecurrent: 2*n*d + 2*n*n + 4*n + 1
    # elsewhere: torchrecurrent: beta is trained
    x: d                     # input
    c: n                     # cell state
    W_f, W_h: n, d
    U_f, U_h: n, n
    b_f?, b_h?: n
    beta: scalar given       # how much more is written than forgotten
    s = W_f @ x[t] + U_f @ c[t-1] + b_f               # net input of the forget gate
    k = tanh(W_h @ x[t] + U_h @ c[t-1] + b_h)         # candidate
    c = sigmoid(s) * c[t-1] + (1 - sigmoid(s - beta)) * k    # cell state
    """,
    "cfn": """
    # Chaos-free network
    # source: Laurent and von Brecht 2016
    # relative: lstm: a cell state, and the candidate sees the state
    # counted: torchrecurrent: 3*n*d + 2*n*n + 5*n
    # elsewhere: torchrecurrent: three biases of the input
    x: d                     # input
    h: n                     # hidden state
    W, W_t, W_e: n, d
    U_t, U_e: n, n
    b_t?, b_e?: n
    theta = sigmoid(W_t @ x[t] + U_t @ h[t-1] + b_t)  # gate of the state
    eta = sigmoid(W_e @ x[t] + U_e @ h[t-1] + b_e)    # gate of the input
    h = theta * tanh(h[t-1]) + eta * tanh(W @ x[t])   # hidden state
    """,
    "cfc": """
    # Closed-form continuous-time cell
    # source: Hasani et al. 2022, as in ncps
    # relative: ltc: the equation is stepped, not closed
    # counted: ncps without a backbone: 4*n*d + 4*n*n + 4*n
    # elsewhere: the paper: g comes first, with a minus in the time gate
    x: d                     # input
    ts: scalar               # time since the last step
    h: n                     # hidden state
    W_1, W_2, W_a, W_b: n, d + n
    b_1?, b_2?, b_a?, b_b?: n
    u = concat(x[t], h[t-1])                          # input and state
    g = tanh(W_1 @ u + b_1)                           # candidate of now
    k = tanh(W_2 @ u + b_2)                           # candidate of later
    s = sigmoid((W_a @ u + b_a) * ts[t] + W_b @ u + b_b)    # time gate
    h = (1 - s) * g + s * k                           # hidden state
    """,
    "ligru": """
    # Light GRU: no reset gate, and a ReLU for the candidate
    # source: Ravanelli et al. 2018
    # relative: gru: a reset gate, and tanh for ReLU
    # relative: ugrnn: tanh for ReLU
    # counted: torchrecurrent: 2*n*d + 2*n*n + 4*n
    x: d                     # input
    h: n                     # hidden state
    W_z, W_h: n, d
    U_z, U_h: n, n
    b_z?, b_h?: n
    z = sigmoid(W_z @ x[t] + U_z @ h[t-1] + b_z)      # update gate
    k = relu(W_h @ x[t] + U_h @ h[t-1] + b_h)         # candidate
    h = z * h[t-1] + (1 - z) * k                      # hidden state
    """,
    "lightru": """
    # Light recurrent unit: the candidate sees only the input
    # source: Ye et al. 2024
    # relative: mgu: the candidate sees the state
    # relative: star: tanh around the mixture
    # counted: torchrecurrent: 2*n*d + n*n + 3*n
    x: d                     # input
    h: n                     # hidden state
    W_f, W_h: n, d
    U_f: n, n
    b_f?, b_h?: n
    k = tanh(W_h @ x[t] + b_h)                        # candidate
    f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)      # forget gate
    h = (1 - f) * h[t-1] + f * k                      # hidden state
    """,
    "star": """
    # Stackable recurrent cell: one gate, and a tanh around the mixture
    # source: Turkoglu et al. 2021
    # relative: lightru: no tanh around the mixture
    # counted: torchrecurrent: 2*n*d + n*n + 3*n
    x: d                     # input
    h: n                     # hidden state
    W_z, W_k: n, d
    U_k: n, n
    b_z?, b_k?: n
    z = tanh(W_z @ x[t] + b_z)                        # encoded input
    k = sigmoid(W_k @ x[t] + U_k @ h[t-1] + b_k)      # gate
    h = tanh((1 - k) * h[t-1] + k * z)                # hidden state
    """,
    "atr": """
    # Addition-subtraction twin-gated cell: both gates share their weights
    # source: Zhang et al. 2018
    # relative: minimalrnn: gates have their own weights
    # counted: torchrecurrent: n*d + n*n + 2*n
    # elsewhere: torchrecurrent: a second bias, which moves the two gates apart
    x: d                     # input
    h: n                     # hidden state
    W: n, d
    U: n, n
    b?: n
    p = W @ x[t] + b                                  # from the input
    q = U @ h[t-1]                                    # from the state
    i = sigmoid(p + q)                                # input gate
    f = sigmoid(p - q)                                # forget gate
    h = i * p + f * h[t-1]                            # hidden state
    """,
    "scrn": """
    # Structurally constrained network: a slow context beside the hidden layer
    # source: Mikolov et al. 2015
    # relative: elman: no slow context
    # elsewhere: torchrecurrent: the hidden layer reads the output, squashed by tanh; alpha is trained
    x: d                     # input
    s: k                     # context
    h: n                     # hidden state
    y: m                     # output scores
    B: k, d
    A: n, d
    R: n, n
    P: n, k
    U: m, n
    V: m, k
    alpha: scalar in [0, 1) given    # how slow the context is
    s = (1 - alpha) * (B @ x[t]) + alpha * s[t-1]     # context
    h = sigmoid(P @ s + A @ x[t] + R @ h[t-1])        # hidden state
    y = U @ h + V @ s                                 # output scores
    """,
    "brc": """
    # Bistable recurrent cell: every unit sees only its own past
    # source: Vecoven et al. 2021
    # relative: nbrc: the gates see the whole state
    # counted: torchrecurrent: 3*n*d + 7*n
    x: d                     # input
    h: n                     # hidden state
    W_a, W_c, W_h: n, d
    u_a, u_c: n
    b_a?, b_c?, b_h?: n
    a = 1 + tanh(W_a @ x[t] + u_a * h[t-1] + b_a)     # feedback
    c = sigmoid(W_c @ x[t] + u_c * h[t-1] + b_c)      # update gate
    h = c * h[t-1] + (1 - c) * tanh(W_h @ x[t] + a * h[t-1] + b_h)    # hidden state
    """,
    "nbrc": """
    # Bistable recurrent cell with neuromodulation: the gates see the whole state
    # source: Vecoven et al. 2021
    # relative: brc: every unit sees only its own past
    # relative: gru: reset gate in (0, 1), where a lies in (0, 2)
    # counted: torchrecurrent: 3*n*d + 2*n*n + 5*n
    x: d                     # input
    h: n                     # hidden state
    W_a, W_c, W_h: n, d
    U_a, U_c: n, n
    b_a?, b_c?, b_h?: n
    a = 1 + tanh(W_a @ x[t] + U_a @ h[t-1] + b_a)     # feedback
    c = sigmoid(W_c @ x[t] + U_c @ h[t-1] + b_c)      # update gate
    h = c * h[t-1] + (1 - c) * tanh(W_h @ x[t] + a * h[t-1] + b_h)    # hidden state
    """,
}
