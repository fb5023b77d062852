"""The same layers by somebody who loves loops, dicts and objects."""

import numpy as np
from math import exp, tanh


class Memory(object):
    def __init__(self, **things):
        self.__dict__.update(things)


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    N, D = x.shape
    H = prev_h.shape[1]
    next_h = np.zeros((N, H))
    for n in range(N):
        for k in range(H):
            z = b[k]
            for d in range(D):
                z += x[n, d] * Wx[d, k]
            for j in range(H):
                z += prev_h[n, j] * Wh[j, k]
            next_h[n, k] = tanh(z)
    return next_h, Memory(x=x, prev_h=prev_h, Wx=Wx, Wh=Wh, next_h=next_h)


def rnn_step_backward(dnext_h, cache):
    dnext_h *= 1 - cache.next_h ** 2
    dx = np.einsum("nh,dh->nd", dnext_h, cache.Wx)
    dprev_h = np.einsum("nh,jh->nj", dnext_h, cache.Wh)
    dWx = np.einsum("nd,nh->dh", cache.x, dnext_h)
    dWh = np.einsum("nj,nh->jh", cache.prev_h, dnext_h)
    return [dx, dprev_h, dWx, dWh, sum(dnext_h)]


def rnn_forward(x, h0, Wx, Wh, b):
    state, states, memories = h0, [], {}
    for t in range(x.shape[1]):
        state, memories[t] = rnn_step_forward(x[:, t], state, Wx, Wh, b)
        states.append(state)
    return np.array(states).transpose(1, 0, 2), memories


def rnn_backward(dh, cache):
    N, T, H = dh.shape
    dxs, dstate, total = [], 0, None
    for t in range(T - 1, -1, -1):
        dx, dstate, *rest = rnn_step_backward(dh[:, t] + dstate, cache[t])
        dxs.insert(0, dx)
        total = rest if total is None else [a + b for a, b in zip(total, rest)]
    return np.stack(dxs, 1), dstate, *total


def word_embedding_forward(x, W):
    V, D = W.shape
    one_hot = np.eye(V)[x]
    return one_hot @ W, one_hot


def word_embedding_backward(dout, cache):
    N, T, V = cache.shape
    return cache.reshape(-1, V).T @ dout.reshape(N * T, -1)


def _sigmoid(z):
    return np.vectorize(lambda v: 1 / (1 + exp(-v)) if v > 0 else exp(v) / (1 + exp(v)))(z)


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = np.array_split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    i, f, o, g = _sigmoid(i), _sigmoid(f), _sigmoid(o), np.tanh(g)
    next_c = f * prev_c + i * g
    next_h = o * np.tanh(next_c)
    return next_h, next_c, locals()


def lstm_step_backward(dnext_h, dnext_c, cache):
    c = cache
    tc = np.tanh(c["next_c"])
    dnext_c += dnext_h * c["o"] * (1 - tc * tc)
    da = np.concatenate(
        (
            dnext_c * c["g"] * c["i"] * (1 - c["i"]),
            dnext_c * c["prev_c"] * c["f"] * (1 - c["f"]),
            dnext_h * tc * c["o"] * (1 - c["o"]),
            dnext_c * c["i"] * (1 - c["g"] ** 2),
        ),
        axis=1,
    )
    dnext_c *= c["f"]
    return (da @ c["Wx"].T, da @ c["Wh"].T, dnext_c, c["x"].T @ da, c["prev_h"].T @ da, da.sum(0))


def lstm_forward(x, h0, Wx, Wh, b):
    c, h, hs, caches = 0 * h0, h0, np.empty(x.shape[:2] + h0.shape[1:]), []
    for t in range(x.shape[1]):
        h, c, memory = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        hs[:, t] = h
        caches.append(memory)
    return hs, (caches, x.shape)


def lstm_backward(dh, cache):
    caches, shape = cache
    dx = np.empty(shape)
    dh_next, dc_next = np.zeros_like(dh[:, 0]), np.zeros_like(dh[:, 0])
    dWx = dWh = db = 0
    for t in reversed(range(shape[1])):
        dx[:, t], dh_next, dc_next, dWx_t, dWh_t, db_t = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, caches[t]
        )
        dWx, dWh, db = dWx + dWx_t, dWh + dWh_t, db + db_t
    return dx, dh_next, dWx, dWh, db
