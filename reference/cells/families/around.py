"""What stands around a cell: losses and measures, attention, decoding, and steps of training."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "perplexity": """
    # Perplexity of a loss per word, in nats
    # source: Jelinek et al. 1977
    # relative: perplexity-bits: a loss in bits
    loss: scalar given
    perplexity = exp(loss)
    """,
    "perplexity-bits": """
    # Perplexity of a loss per word, in bits
    # source: Jelinek et al. 1977
    # relative: perplexity: a loss in nats
    loss: scalar given
    nats = loss * log(2)                              # the same loss in nats
    perplexity = exp(nats)
    """,
    "cross-entropy": """
    # Softmax with cross-entropy against a one-hot target
    # source: Bridle 1990
    # elsewhere: torch: the mean divides loss and gradient by how many there are
    z: m given               # logits
    y: m given               # target, one-hot
    p = softmax(z)                                    # probabilities
    loss = -sum(y * log(p))                           # loss in nats
    delta = p - y                                     # gradient of the loss at the logits
    """,
    "rnn-lm": """
    # Language model that is told the right word at every step (teacher forcing)
    # source: Mikolov et al. 2010; Williams and Zipser 1989
    # relative: rnn-lm-tied: the output layer is the embedding
    # relative: decoder-greedy: reads what it has written
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
    # relative: rnn-lm: an output layer of its own
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
    # relative: decoder-beam: two paths
    # relative: rnn-lm: is told the right word
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
    "decoder-beam": """
    # Decoder with a beam of two: the best two of all continuations go on, each with its own state
    # source: Sutskever et al. 2014
    # relative: decoder-greedy: one path
    h1, h2: n                # states of the better and of the other path
    s1, s2: scalar           # logarithms of their probabilities; before the first step give s2 -1000: one path
    w1, w2: v                # words last written, one-hot
    E: v, d                  # embedding, a word a row
    W: n, d
    U: n, n
    b?: n
    V: v, n
    g1 = tanh(W @ (transpose(E) @ w1[t-1]) + U @ h1[t-1] + b)    # next state of the better path
    g2 = tanh(W @ (transpose(E) @ w2[t-1]) + U @ h2[t-1] + b)    # next state of the other path
    p1 = softmax(V @ g1)                              # next words after the better path
    p2 = softmax(V @ g2)                              # next words after the other path
    c = concat(s1[t-1] + log(p1), s2[t-1] + log(p2))  # all continuations
    i = argmax(c)                                     # the best of them; above v: after the other path
    j = argmax(c - 1000 * one_hot(i, c))              # the second
    a1 = min(max(i - v, 0), 1)                        # 1 where the best goes on from the other path
    a2 = min(max(j - v, 0), 1)                        # 1 where the second does
    s1 = one_hot(i, c) @ c                            # logarithm of the best
    s2 = one_hot(j, c) @ c                            # logarithm of the second
    k1 = i - v * a1                                   # word of the best
    k2 = j - v * a2                                   # word of the second
    w1 = one_hot(k1, E)                               # the same word, one-hot
    w2 = one_hot(k2, E)                               # the same word, one-hot
    h1 = (1 - a1) * g1 + a1 * g2                      # state of the best
    h2 = (1 - a2) * g1 + a2 * g2                      # state of the second
    """,
    "attention-dot": """
    # Attention by the dot product with every encoder state
    # source: Luong et al. 2015
    # relative: attention-scaled: over the root of the size
    # relative: attention-general: a matrix between the two states
    # relative: attention-additive: a small network over both
    # elsewhere: Bahdanau: scores with the state before, Luong with the present one
    s: n given               # state of the decoder
    H: l, n given            # states of the encoder, a row each
    e = H @ s                                         # scores
    a = softmax(e)                                    # weights
    context = transpose(H) @ a                        # context
    """,
    "attention-scaled": """
    # Attention by the dot product over the root of its size
    # source: Vaswani et al. 2017, eq. 1
    # relative: attention-dot: not scaled
    s: n given               # query
    H: l, n given            # keys and values, a row each
    e = H @ s / sqrt(n)                               # scores
    a = softmax(e)                                    # weights
    context = transpose(H) @ a                        # context
    """,
    "attention-general": """
    # Attention with a matrix between the two states
    # source: Luong et al. 2015
    # relative: attention-dot: no matrix
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
    # relative: attention-general: a product with a matrix between
    # elsewhere: keras: has v only: it is fed both products
    # elsewhere: Luong's concat: [W U] on the two states beside each other: the same numbers
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
    # Jacobians of a tanh cell: of one step, of the state by the first one, and how long they can be
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
    stretch = spectral_norm(U)                        # by how much U stretches a vector at most
    bound = stretch**t                                # by how much P can at most: the slopes are below 1
    """,
    "gradient-check": """
    # The gradient of a scalar tanh cell's loss by central differences
    # source: Goodfellow et al. 2016, section 11.5
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
    # source: Robbins and Monro 1951
    # relative: momentum: with a velocity
    g: n                     # gradient
    w: n                     # weights
    lr: scalar in (0, inf) given    # learning rate
    w = w[t-1] - lr * g[t]                            # weights
    """,
    "momentum": """
    # Gradient descent with momentum (as in PyTorch)
    # source: Polyak 1964
    # relative: sgd: no velocity
    # relative: nesterov: looks one step ahead
    # relative: adam: steps over the root of the mean square
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
    # relative: momentum: no division by the mean square
    # relative: rmsprop: no mean of the gradient, and no correction
    # relative: adamw: weights decay by themselves
    # elsewhere: keras: eps stands beside the root before the correction: other steps where gradients are tiny
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
    "nesterov": """
    # Gradient descent with Nesterov's momentum (as in PyTorch)
    # source: Nesterov 1983; Sutskever et al. 2013
    # relative: momentum: steps along the velocity alone
    # elsewhere: the paper: the gradient is taken where the velocity leads, and the weights are those before it
    g: n                     # gradient
    w: n                     # weights
    m: n                     # velocity
    lr: scalar in (0, inf) given    # learning rate
    mu: scalar in [0, 1) given      # momentum
    m = mu * m[t-1] + g[t]                            # velocity
    w = w[t-1] - lr * (g[t] + mu * m)                 # weights
    """,
    "rmsprop": """
    # RMSProp: steps over the root of the mean square
    # source: Tieleman and Hinton 2012, lecture 6.5
    # relative: adam: with a mean of the gradient, and corrected
    # elsewhere: optax: eps stands inside of the root unless eps_in_sqrt=False is given
    # elsewhere: torch: rho is called alpha, and is 0.99 unless it is given
    g: n                     # gradient
    w: n                     # weights
    v: n in [0, inf)         # mean of the square
    lr: scalar in (0, inf) given    # learning rate
    rho: scalar in [0, 1) given
    eps: scalar in [0, inf) given
    v = rho * v[t-1] + (1 - rho) * g[t]**2            # mean of the square
    w = w[t-1] - lr * g[t] / (sqrt(v) + eps)          # weights
    """,
    "adamw": """
    # Adam whose weights decay by themselves
    # source: Loshchilov and Hutter 2019, algorithm 2
    # relative: adam: no decay
    # elsewhere: Adam with an L2 term: the decay is added to the gradient, and divided by the root with it
    g: n                     # gradient
    w: n                     # weights
    m: n                     # mean of the gradient
    v: n in [0, inf)         # mean of its square
    lr: scalar in (0, inf) given    # learning rate
    beta1, beta2: scalar in [0, 1) given
    eps: scalar in [0, inf) given
    decay: scalar in [0, inf) given
    m = beta1 * m[t-1] + (1 - beta1) * g[t]           # mean of the gradient
    v = beta2 * v[t-1] + (1 - beta2) * g[t]**2        # mean of its square
    mhat = m / (1 - beta1**t)                         # corrected mean
    vhat = v / (1 - beta2**t)                         # corrected mean of the square
    w = (1 - lr * decay) * w[t-1] - lr * mhat / (sqrt(vhat) + eps)    # weights
    """,
    "clipping": """
    # A gradient clipped to a largest norm
    # source: Pascanu et al. 2013, algorithm 1
    # relative: clipping-value: entry by entry
    # elsewhere: torch: divides by the norm and 1e-6
    # elsewhere: keras: clipnorm is a tensor's own, global_clipnorm that of all
    g: n given               # gradient
    limit: scalar in (0, inf) given    # largest norm allowed
    clipped = g * min(1, limit / norm(g))
    """,
    "clipping-value": """
    # A gradient clipped entry by entry
    # source: Mikolov 2012
    # relative: clipping: by the norm, in the same direction
    g: n given               # gradient
    limit: scalar in (0, inf) given    # largest size of an entry
    clipped = max(min(g, limit), -limit)
    """,
}
