"""What stands around a cell: losses and measures, attention, decoding, and steps of training."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "perplexity": """
    # Perplexity of a loss per word, in nats
    loss: scalar given
    perplexity = exp(loss)
    """,
    "perplexity-bits": """
    # Perplexity of a loss per word, in bits
    loss: scalar given
    nats = loss * log(2)                              # the same loss in nats
    perplexity = exp(nats)
    """,
    "cross-entropy": """
    # Softmax with cross-entropy against a one-hot target
    # source: Bridle 1990
    z: m given               # logits
    y: m given               # target, one-hot
    p = softmax(z)                                    # probabilities
    loss = -sum(y * log(p))                           # loss in nats
    delta = p - y                                     # gradient of the loss at the logits
    """,
    "rnn-lm": """
    # Language model that is told the right word at every step (teacher forcing)
    # source: Mikolov et al. 2010; Williams and Zipser 1989
    x: v                     # word that is read, one-hot
    y: v                     # word that comes next, one-hot
    h: n                     # hidden state
    L: scalar                # loss so far
    E: v, d                  # embedding, a word a row
    W: n, d
    U: n, n
    b?: n
    V: v, n
    c?: v
    e = transpose(E) @ x[t]                           # embedding
    h = tanh(W @ e + U @ h[t-1] + b)                  # hidden state
    z = V @ h + c                                     # logits
    p = softmax(z)                                    # probabilities
    L = L[t-1] - sum(y[t] * log(p))                   # loss so far, in nats
    """,
    "rnn-lm-tied": """
    # Language model whose output layer is its embedding (tied weights)
    # source: Press and Wolf 2017
    x: v                     # word that is read, one-hot
    y: v                     # word that comes next, one-hot
    h: n                     # hidden state
    L: scalar                # loss so far
    E: v, n                  # embedding and output layer, a word a row
    W, U: n, n
    b?: n
    e = transpose(E) @ x[t]                           # embedding
    h = tanh(W @ e + U @ h[t-1] + b)                  # hidden state
    z = E @ h                                         # logits
    p = softmax(z)                                    # probabilities
    L = L[t-1] - sum(y[t] * log(p))                   # loss so far, in nats
    """,
    "decoder-greedy": """
    # Decoder that reads the word it has just written (free running, greedy)
    # source: Sutskever et al. 2014
    z: v                     # scores; before the first step those of the word that starts
    h: n                     # hidden state
    E: v, d                  # embedding, a word a row
    W: n, d
    U: n, n
    b?: n
    V: v, n
    k = argmax(z[t-1])                                # word that is fed back, from 1
    e = transpose(E) @ one_hot(k, E)                  # embedding
    h = tanh(W @ e + U @ h[t-1] + b)                  # hidden state
    z = V @ h                                         # scores
    """,
    "attention-dot": """
    # Attention by the dot product with every encoder state
    # source: Luong et al. 2015
    s: n given               # state of the decoder
    H: l, n given            # states of the encoder, a row each
    e = H @ s                                         # scores
    a = softmax(e)                                    # weights
    context = transpose(H) @ a                        # context
    """,
    "attention-scaled": """
    # Attention by the dot product over the root of its size
    # source: Vaswani et al. 2017, eq. 1
    s: n given               # query
    H: l, n given            # keys and values, a row each
    e = H @ s / sqrt(n)                               # scores
    a = softmax(e)                                    # weights
    context = transpose(H) @ a                        # context
    """,
    "attention-general": """
    # Attention with a matrix between the two states
    # source: Luong et al. 2015
    s: k given               # state of the decoder
    H: l, n given            # states of the encoder, a row each
    W: k, n
    e = H @ (transpose(W) @ s)                        # scores
    a = softmax(e)                                    # weights
    context = transpose(H) @ a                        # context
    """,
    "attention-additive": """
    # Attention with a small network over both states
    # source: Bahdanau et al. 2015
    s: k given               # state of the decoder
    H: l, n given            # states of the encoder, a row each
    W: m, k
    U: m, n
    v: m
    q = W @ s                                         # decoder's part
    e = tanh(outer(ones(row_sums(H)), q) + H @ transpose(U)) @ v    # scores
    a = softmax(e)                                    # weights
    context = transpose(H) @ a                        # context
    """,
    "self-attention": """
    # Scaled dot-product attention over a whole sequence
    # source: Vaswani et al. 2017, eq. 1
    X: l, d given            # the sequence, a row each
    W_q, W_k: d, p
    W_v: d, m
    Q = X @ W_q                                       # queries
    K = X @ W_k                                       # keys
    V = X @ W_v                                       # values
    A = softmax_rows(Q @ transpose(K) / sqrt(p))      # weights, a row a query
    O = A @ V                                         # output
    """,
    "jacobian": """
    # Jacobians of a tanh cell: of one step, and of the state by the first one
    # source: Pascanu et al. 2013, eq. 5-7
    x: d                     # input
    h: n                     # hidden state
    P: n, n                  # Jacobian of h by h[0]; give the identity before the first step
    W: n, d
    U: n, n
    b?: n
    h = tanh(W @ x[t] + U @ h[t-1] + b)               # hidden state
    J = diagonal_matrix(1 - h * h) @ U                # Jacobian of h[t] by h[t-1]
    P = J @ P[t-1]                                    # product of the Jacobians
    size = norm(P)                                    # how much of a change is left
    """,
    "gradient-check": """
    # The gradient of a scalar tanh cell's loss by central differences
    w: scalar                # weight that is moved
    u: scalar given          # weight of the input
    x, h, y: scalar given    # input, state before, target
    eps: scalar in (0, inf) given    # how far it is moved
    above = 0.5 * (tanh((w + eps) * h + u * x) - y)**2    # loss with a little more
    below = 0.5 * (tanh((w - eps) * h + u * x) - y)**2    # loss with a little less
    numeric = (above - below) / (2 * eps)             # gradient by differences
    """,
    "sgd": """
    # One step of gradient descent after another
    g: n                     # gradient
    w: n                     # weights
    lr: scalar in (0, inf) given    # learning rate
    w = w[t-1] - lr * g[t]                            # weights
    """,
    "momentum": """
    # Gradient descent with momentum (as in PyTorch)
    # source: Polyak 1964
    g: n                     # gradient
    w: n                     # weights
    m: n                     # velocity
    lr: scalar in (0, inf) given    # learning rate
    mu: scalar in [0, 1) given      # momentum
    m = mu * m[t-1] + g[t]                            # velocity
    w = w[t-1] - lr * m                               # weights
    """,
    "adam": """
    # Adam with its correction of the first steps
    # source: Kingma and Ba 2015, algorithm 1
    g: n                     # gradient
    w: n                     # weights
    m: n                     # mean of the gradient
    v: n in [0, inf)         # mean of its square
    lr: scalar in (0, inf) given    # learning rate
    beta1, beta2: scalar in [0, 1) given
    eps: scalar in [0, inf) given
    m = beta1 * m[t-1] + (1 - beta1) * g[t]           # mean of the gradient
    v = beta2 * v[t-1] + (1 - beta2) * g[t]**2        # mean of its square
    mhat = m / (1 - beta1**t)                         # corrected mean
    vhat = v / (1 - beta2**t)                         # corrected mean of the square
    w = w[t-1] - lr * mhat / (sqrt(vhat) + eps)       # weights
    """,
    "clipping": """
    # A gradient clipped to a largest norm
    # source: Pascanu et al. 2013, algorithm 1
    g: n given               # gradient
    limit: scalar in (0, inf) given    # largest norm allowed
    clipped = g * min(1, limit / norm(g))
    """,
    "clipping-value": """
    # A gradient clipped entry by entry
    g: n given               # gradient
    limit: scalar in (0, inf) given    # largest size of an entry
    clipped = max(min(g, limit), -limit)
    """,
}
