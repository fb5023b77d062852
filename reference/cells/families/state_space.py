"""State-space cells: linear in the state."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "ssm": """
    # Linear state-space model with scalar input and output
    # source: Kalman 1960
    # relative: ssm-varying: the matrices change from step to step
    # relative: ssm-zoh: given in continuous time
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
    # source: Kalman 1960
    x: scalar                # input
    h: n                     # state
    A: n, n
    B: n
    C: n
    h = A[t] @ h[t-1] + B[t] * x[t]
    y = C[t] @ h                                      # output
    """,
    "s4d-zoh": """
    # Diagonal state-space model, discretised with the input held (ZOH)
    # source: Gu et al. 2022
    # relative: s4d-bilinear: the bilinear rule
    # relative: ssm-zoh: a full matrix
    x: scalar                # input
    h: n                     # state
    a: n in (-inf, 0)        # diagonal of the continuous system
    B, C: n
    dt: scalar in (0, inf)   # step size
    abar = exp(dt * a)                                # discrete diagonal
    bbar = (exp(dt * a) - 1) / a * B                  # discrete input weights
    h = abar * h[t-1] + bbar * x[t]                   # state
    y = C @ h                                         # output
    """,
    "s4d-bilinear": """
    # Diagonal state-space model, discretised by the bilinear rule
    # source: Gu et al. 2022
    # relative: s4d-zoh: the input is held
    x: scalar                # input
    h: n                     # state
    a: n in (-inf, 0)        # diagonal of the continuous system
    B, C: n
    dt: scalar in (0, inf)   # step size
    abar = (1 + dt / 2 * a) / (1 - dt / 2 * a)        # discrete diagonal
    bbar = dt / (1 - dt / 2 * a) * B                  # discrete input weights
    h = abar * h[t-1] + bbar * x[t]                   # state
    y = C @ h                                         # output
    """,
    "s6": """
    # Selective state-space model (Mamba), one channel, Euler for B as in the authors' code
    # source: Gu and Dao 2023, eq. 4
    # relative: s6-zoh: B is discretised as A is
    # relative: s4d-zoh: step size, B and C do not change with the input
    x: scalar                # input
    s: scalar                # net input of the step size
    B, C: n
    h: n                     # state
    A: n in (-inf, 0)        # diagonal of the continuous system, below 0
    D: scalar                # skip
    dt = softplus(s[t])                               # step size
    h = exp(dt * A) * h[t-1] + dt * B[t] * x[t]       # state
    y = C[t] @ h + D * x[t]                           # output
    """,
    "rg-lru": """
    # Real-gated linear recurrent unit (Griffin); input and state have the same size
    # source: De et al. 2024, eq. 1-4
    # relative: lru: complex, and without gates
    # counted: transformers: 2*n*n + 3*n
    # elsewhere: transformers: at position 0 the root is 1 and the old state is dropped
    # elsewhere: the paper: the sign of Λ is the other one
    x: n                     # input
    h: n                     # hidden state
    W_a, W_i: n, n
    b_a?, b_i?: n
    lam: n                   # decay
    r = sigmoid(W_a @ x[t] + b_a)                     # recurrence gate
    i = sigmoid(W_i @ x[t] + b_i)                     # input gate
    a = exp(-8 * softplus(lam) * r)                # decay of the step
    h = a * h[t-1] + sqrt(1 - a**2) * (i * x[t])      # hidden state
    """,
    "lru": """
    # Linear recurrent unit, the complex state as two real ones
    # source: Orvieto et al. 2023
    # relative: rg-lru: real, and with gates
    x: scalar                # input
    re, im: n                # state, real and imaginary part
    lr, li: n                # eigenvalues, real and imaginary part
    gam: n                   # scale of the input
    br, bi, cr, ci: n
    D: scalar                # skip
    re = lr * re[t-1] - li * im[t-1] + gam * br * x[t]    # real part
    im = lr * im[t-1] + li * re[t-1] + gam * bi * x[t]    # imaginary part
    y = cr @ re - ci @ im + D * x[t]                  # output
    """,
    "lmu": """
    # Memory of the Legendre memory unit, discretised
    # source: Voelker et al. 2019, eq. 1-4
    # relative: hippo-legs: the whole past, scaled, for a window
    u: scalar                # input
    m: n                     # memory
    A: n, n given
    B: n given
    m = A @ m[t-1] + B * u[t]                         # memory
    """,
    "hippo-legs": """
    # HiPPO-LegS: the coefficients of the whole past, one Euler step
    # source: Gu et al. 2020
    # relative: lmu: a window of the past
    x: scalar                # input
    c: n                     # coefficients
    k: scalar in [0, inf)    # how many steps have passed
    A: n, n given
    B: n given
    k = k[t-1] + 1                                    # steps
    c = c[t-1] - A @ c[t-1] / k + B * x[t] / k        # coefficients
    """,
    "ssm-zoh": """
    # State-space model with a full matrix, discretised with the input held (ZOH)
    # source: Gu et al. 2021
    # relative: s4d-zoh: a diagonal, entry by entry
    x: scalar                # input
    h: n                     # state
    A: n, n                  # matrix of the continuous system
    B, C: n
    dt: scalar in (0, inf)   # step size
    abar = expm(dt * A)                               # discrete matrix
    bbar = inverse(A) @ ((abar - diagonal_matrix(ones(B))) @ B)    # discrete input weights
    h = abar @ h[t-1] + bbar * x[t]                   # state
    y = C @ h                                         # output
    """,
    "s6-zoh": """
    # Selective state-space model, one channel, A and B discretised with the input held (ZOH)
    # source: Gu and Dao 2023, eq. 4
    # relative: s6: B by Euler's rule
    x: scalar                # input
    s: scalar                # net input of the step size
    B, C: n
    h: n                     # state
    A: n in (-inf, 0)        # diagonal of the continuous system, below 0
    D: scalar                # skip
    dt = softplus(s[t])                               # step size
    h = exp(dt * A) * h[t-1] + (exp(dt * A) - 1) / A * B[t] * x[t]    # state
    y = C[t] @ h + D * x[t]                           # output
    """,
}
