"""Cells that are steps of a differential equation."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "cornn": """
    # Coupled oscillators: position and speed, damped
    # source: Rusch and Mishra 2021
    # relative: lem: two states with step sizes of their own
    # counted: torchrecurrent: n*d + 2*n*n + 3*n
    # elsewhere: the paper: may damp by the new speed
    x: d                     # input
    h: n                     # positions
    z: n                     # speeds
    W: n, d
    U, V: n, n               # weights of positions and of speeds
    b?: n                    # bias
    dt: scalar in (0, inf) given     # step size
    gamma, eps: scalar in [0, inf) given    # stiffness and damping
    a = tanh(W @ x[t] + U @ h[t-1] + V @ z[t-1] + b)  # force
    z = z[t-1] + dt * (a - gamma * h[t-1] - eps * z[t-1])    # speeds
    h = h[t-1] + dt * z                               # positions
    """,
    "lem": """
    # Long expressive memory: two states with a step size for every entry
    # source: Rusch et al. 2022
    # relative: cornn: one step size, and a force with damping
    # counted: torchrecurrent: 4*n*d + 4*n*n + 8*n
    # elsewhere: torchrecurrent: h reads the old second state, and the first block steps h
    x: d                     # input
    h: n                     # hidden state
    z: n                     # second state
    W_1, W_2, W_z, W_h: n, d
    U_1, U_2, U_z, U_h: n, n
    b_1?, b_2?, b_z?, b_h?: n
    dt: scalar in (0, 1] given       # largest step size
    s = dt * sigmoid(W_1 @ x[t] + U_1 @ h[t-1] + b_1)    # step of the second state
    r = dt * sigmoid(W_2 @ x[t] + U_2 @ h[t-1] + b_2)    # step of the hidden state
    z = (1 - s) * z[t-1] + s * tanh(W_z @ x[t] + U_z @ h[t-1] + b_z)    # second state
    h = (1 - r) * h[t-1] + r * tanh(W_h @ x[t] + U_h @ z + b_h)    # hidden state
    """,
    "ltc": """
    # Liquid time-constant cell, two fused Euler steps written out
    # source: Hasani et al. 2021, as in ncps
    # relative: cfc: the closed form, without steps inside
    # counted: ncps: 4*n*n + 4*n*d + 5*n + 2*d
    # elsewhere: ncps: six steps inside unless ode_unfolds says otherwise; signs are not enforced
    x: d                     # input
    ts: scalar in (0, inf)   # time since the last step
    v: n                     # potentials
    cm, g: n in (0, inf)     # capacity and leak
    vl: n                    # potential of the leak
    w: n, n in [0, inf)      # strength of a synapse, a row what arrives at a unit
    s, mu, e: n, n           # its steepness, middle and reversal potential
    wx: n, d in [0, inf)     # the same for synapses of the input
    sx, mx, ex: n, d
    k = 2 * cm / ts[t]                                # capacity over half of the time
    p = wx * sigmoid(sx * (outer(ones(cm), x[t]) - mx))    # synapses of the input
    a = w * sigmoid(s * (outer(ones(cm), v[t-1]) - mu))    # synapses between units
    u = ((k * v[t-1] + g * vl + row_sums(a * e) + row_sums(p * ex))
        / (k + g + row_sums(a) + row_sums(p)))        # potentials at half of the time
    q = w * sigmoid(s * (outer(ones(cm), u) - mu))    # synapses at half of the time
    v = ((k * u + g * vl + row_sums(q * e) + row_sums(p * ex))
        / (k + g + row_sums(q) + row_sums(p)))        # potentials
    """,
}
