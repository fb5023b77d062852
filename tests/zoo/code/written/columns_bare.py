"""Nothing imported of the course; broadcasting, outer products by einsum, tuples as caches."""
import numpy as np


def sig(z):
    return 1 / (1 + np.exp(-z))


def soft(z):
    e = np.exp(z - z.max(0, keepdims=True))
    return e / e.sum(0, keepdims=True)


def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a = np.tanh(np.hstack([p["Wax"], p["Waa"]]) @ np.vstack([xt, a_prev]) + p["ba"])
    return a, soft(p["Wya"] @ a + p["by"]), (a, a_prev, xt, p)


def rnn_forward(x, a0, parameters):
    a, states, said, caches = a0, [], [], []
    for t in range(x.shape[-1]):
        a, y, cache = rnn_cell_forward(x[..., t], a, parameters)
        states.append(a)
        said.append(y)
        caches.append(cache)
    return np.stack(states, -1), np.stack(said, -1), (caches, x)


def rnn_cell_backward(da_next, cache):
    a, a_prev, xt, p = cache
    d = da_next * (1 - np.square(a))
    return {"dxt": p["Wax"].T @ d, "da_prev": p["Waa"].T @ d, "dWax": np.einsum("im,jm->ij", d, xt),
            "dWaa": np.einsum("im,jm->ij", d, a_prev), "dba": d.sum(1)[:, None]}


def rnn_backward(da, caches):
    steps, x = caches
    back, dx = 0, np.zeros_like(x)
    total = dict.fromkeys(("dWax", "dWaa", "dba"), 0)
    for t, cache in reversed([*enumerate(steps)]):
        g = rnn_cell_backward(da[..., t] + back, cache)
        back, dx[..., t] = g["da_prev"], g["dxt"]
        total = {k: v + g[k] for k, v in total.items()}
    return {"dx": dx, "da0": back, **total}


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p, both = parameters, np.r_[a_prev, xt]
    f, i, o = (sig(p["W" + k] @ both + p["b" + k]) for k in "fio")
    cc = np.tanh(p["Wc"] @ both + p["bc"])
    c = f * c_prev + i * cc
    a = o * np.tanh(c)
    return a, c, soft(p["Wy"] @ a + p["by"]), (a, c, a_prev, c_prev, f, i, cc, o, xt, p)


def lstm_forward(x, a0, parameters):
    a, c = a0, np.zeros(a0.shape)
    kept = ([], [], [], [])
    for t in range(x.shape[2]):
        a, c, y, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        for row, value in zip(kept, (a, y, c, cache)):
            row.append(value)
    return (*(np.stack(row, 2) for row in kept[:3]), (kept[3], x))


def lstm_cell_backward(da_next, dc_next, cache):
    a, c, a_prev, c_prev, f, i, cc, o, xt, p = cache
    th, n = np.tanh(c), len(a)
    dc = dc_next + da_next * o * (1 - th**2)
    d = {"f": dc * c_prev * f * (1 - f), "i": dc * cc * i * (1 - i), "c": dc * i * (1 - cc**2), "o": da_next * th * o * (1 - o)}
    both = np.concatenate((a_prev, xt))
    back = sum(p["W" + k].T @ d[k] for k in "fico")
    out = {"dxt": back[n:], "da_prev": back[:n], "dc_prev": dc * f}
    for k in "fico":
        out["dW" + k], out["db" + k] = d[k] @ both.T, d[k].sum(axis=1, keepdims=True)
    return out


def lstm_backward(da, caches):
    steps, x = caches
    back = dc = 0
    dx, total = np.zeros(x.shape), {}
    for t in range(len(steps))[::-1]:
        g = lstm_cell_backward(da[:, :, t] + back, dc, steps[t])
        back, dc, dx[:, :, t] = g["da_prev"], g["dc_prev"], g["dxt"]
        for k in g:
            if k[:2] in ("dW", "db"):
                total[k] = total.get(k, 0) + g[k]
    return {"dx": dx, "da0": back, **total}
