"""Cells that remember pairs of key and value, and their exponential gates."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "linear-attention": """
    # Linear attention as a recurrence, without a feature map
    # source: Katharopoulos et al. 2020, eq. 16-20
    # relative: retnet: with a decay
    # relative: linear-attention-elu: with a feature map and a normaliser
    # relative: deltanet: only what is not known yet is written
    # elsewhere: fla: queries are scaled by the root of their size
    q, k: p                  # query and key
    v: m                     # value
    S: m, p                  # memory
    S = S[t-1] + outer(v[t], k[t])                    # memory
    o = S @ q[t]                                      # output
    """,
    "retnet": """
    # Retention as a recurrence
    # source: Sun et al. 2023, eq. 6
    # relative: linear-attention: no decay
    # relative: gla: a decay for every entry of the key
    # elsewhere: fla: queries are scaled by the root of their size
    # elsewhere: yet-another-retnet: other decays a head
    q, k: p                  # query and key
    v: m                     # value
    gamma: scalar in (0, 1] given    # decay
    S: m, p                  # memory
    S = gamma * S[t-1] + outer(v[t], k[t])            # memory
    o = S @ q[t]                                      # output
    """,
    "gla": """
    # Gated linear attention: a decay for every entry of the key
    # source: Yang et al. 2023
    # relative: retnet: one decay for all
    # elsewhere: fla: takes the logarithm of a; queries are scaled
    q, k: p                  # query and key
    a: p in (0, 1]           # decay
    v: m                     # value
    S: m, p                  # memory
    S = S[t-1] * outer(ones(v[t]), a[t]) + outer(v[t], k[t])    # memory
    o = S @ q[t]                                      # output
    """,
    "deltanet": """
    # Delta rule: only what the memory does not know yet is written
    # source: Schlag et al. 2021; Yang et al. 2024
    # relative: gated-deltanet: with a decay
    # relative: linear-attention: writes without looking
    # elsewhere: fla: keys are not made 1 long by the plain function; queries are scaled
    q, k: p                  # query and key
    v: m                     # value
    beta: scalar in [0, 2]   # how much is written
    S: m, p                  # memory
    S = S[t-1] + beta[t] * outer(v[t] - S[t-1] @ k[t], k[t])    # memory
    o = S @ q[t]                                      # output
    """,
    "gated-deltanet": """
    # Delta rule with a decay
    # source: Yang et al. 2024
    # relative: deltanet: no decay
    q, k: p                  # query and key
    v: m                     # value
    alpha: scalar in (0, 1]  # decay
    beta: scalar in [0, 2]   # how much is written
    S: m, p                  # memory
    S = alpha[t] * S[t-1] + beta[t] * outer(v[t] - alpha[t] * (S[t-1] @ k[t]), k[t])    # memory
    o = S @ q[t]                                      # output
    """,
    "rwkv4": """
    # RWKV time mixing with its running maximum
    # source: Peng et al. 2023
    # relative: linear-attention-elu: a state for every entry of the value, and a bonus of the present
    # elsewhere: transformers: p starts at -1e38 in its function and at -1e30 in its model
    k, v: n                  # key and value
    w, u: n                  # decay, and bonus of the present
    p: n                     # running maximum
    a: n                     # numerator
    b: n in [0, inf)         # denominator
    decay = -exp(w)                                   # logarithm of the decay
    g = max(p[t-1], u + k[t])                         # maximum for the output
    wkv = ((exp(p[t-1] - g) * a[t-1] + exp(u + k[t] - g) * v[t])
        / (exp(p[t-1] - g) * b[t-1] + exp(u + k[t] - g)))    # weighted mean of the values
    p = max(p[t-1] + decay, k[t])                     # running maximum
    a = exp(p[t-1] + decay - p) * a[t-1] + exp(k[t] - p) * v[t]    # numerator
    b = exp(p[t-1] + decay - p) * b[t-1] + exp(k[t] - p)    # denominator
    """,
    "slstm": """
    # sLSTM with its stabiliser
    # source: Beck et al. 2024, eq. 8-17
    # relative: slstm-exp: an exponential forget gate
    # relative: mlstm: a matrix for the cell state, and no weights on h
    # relative: lstm: no exponential gate, no normaliser, no stabiliser
    # elsewhere: xlstm: the first step takes m = iz; here m0 is -1e30
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    n: n in [0, inf)         # normaliser
    m: n                     # stabiliser
    W_i, W_f, W_z, W_o: n, d
    R_i, R_f, R_z, R_o: n, n
    b_i?, b_f?, b_z?, b_o?: n
    iz = W_i @ x[t] + R_i @ h[t-1] + b_i              # net input of the input gate
    fz = W_f @ x[t] + R_f @ h[t-1] + b_f              # net input of the forget gate
    zz = W_z @ x[t] + R_z @ h[t-1] + b_z              # net input of the candidate
    oz = W_o @ x[t] + R_o @ h[t-1] + b_o              # net input of the output gate
    lf = -softplus(-fz)                               # logarithm of the forget gate
    m = max(lf + m[t-1], iz)                          # stabiliser
    i = exp(iz - m)                                   # input gate
    f = exp(lf + m[t-1] - m)                          # forget gate
    c = f * c[t-1] + i * tanh(zz)                     # cell state
    n = f * n[t-1] + i                                # normaliser
    h = sigmoid(oz) * c / n                           # hidden state
    """,
    "mlstm": """
    # mLSTM: a matrix memory with its stabiliser
    # source: Beck et al. 2024, eq. 19-27
    # relative: slstm: a vector for the cell state
    # relative: linear-attention: no gates
    # elsewhere: xlstm: 1e-6 is added below, and the memory is kept transposed
    q, k: p                  # query and key
    v: m                     # value
    ip, fp: scalar           # net inputs of the gates
    C: m, p                  # memory
    n: p                     # normaliser
    m: scalar                # stabiliser
    lf = -softplus(-fp[t])                            # logarithm of the forget gate
    m = max(lf + m[t-1], ip[t])                       # stabiliser
    i = exp(ip[t] - m)                                # input gate
    f = exp(lf + m[t-1] - m)                          # forget gate
    s = k[t] / sqrt(p)                  # key over the root of its size
    C = f * C[t-1] + i * outer(v[t], s)               # memory
    n = f * n[t-1] + i * s                            # normaliser
    h = C @ q[t] / max(abs(n @ q[t]), exp(-m))        # output
    """,
    "linear-attention-elu": """
    # Linear attention with the feature map elu + 1 and its normaliser
    # source: Katharopoulos et al. 2020, eq. 16-20
    # relative: linear-attention: no feature map and no normaliser
    q, k: p                  # query and key
    v: m                     # value
    S: m, p                  # memory
    z: p in [0, inf)         # normaliser
    fk = elu(k[t]) + 1                                # feature map of the key
    fq = elu(q[t]) + 1                                # feature map of the query
    S = S[t-1] + outer(v[t], fk)                      # memory
    z = z[t-1] + fk                                   # normaliser
    o = S @ fq / (z @ fq)                             # output
    """,
    "slstm-exp": """
    # sLSTM with an exponential forget gate and its stabiliser
    # source: Beck et al. 2024, eq. 8-17
    # relative: slstm: a sigmoid for the forget gate
    x: d                     # input
    h: n                     # hidden state
    c: n                     # cell state
    n: n in [0, inf)         # normaliser
    m: n                     # stabiliser
    W_i, W_f, W_z, W_o: n, d
    R_i, R_f, R_z, R_o: n, n
    b_i?, b_f?, b_z?, b_o?: n
    iz = W_i @ x[t] + R_i @ h[t-1] + b_i              # net input of the input gate
    fz = W_f @ x[t] + R_f @ h[t-1] + b_f              # net input of the forget gate
    zz = W_z @ x[t] + R_z @ h[t-1] + b_z              # net input of the candidate
    oz = W_o @ x[t] + R_o @ h[t-1] + b_o              # net input of the output gate
    m = max(fz + m[t-1], iz)                          # stabiliser
    i = exp(iz - m)                                   # input gate
    f = exp(fz + m[t-1] - m)                          # forget gate
    c = f * c[t-1] + i * tanh(zz)                     # cell state
    n = f * n[t-1] + i                                # normaliser
    h = sigmoid(oz) * c / n                           # hidden state
    """,
}
