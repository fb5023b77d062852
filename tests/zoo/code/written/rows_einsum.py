"""Einsum everywhere; caches are dicts."""
import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    h = np.tanh(np.einsum("nd,dh->nh", x, Wx) + np.einsum("nk,kh->nh", prev_h, Wh) + b)
    return h, dict(x=x, prev=prev_h, Wx=Wx, Wh=Wh, h=h)


def rnn_step_backward(dnext_h, cache):
    pre = dnext_h * (1.0 - cache["h"] ** 2)
    return (
        np.einsum("nh,dh->nd", pre, cache["Wx"]),
        np.einsum("nh,kh->nk", pre, cache["Wh"]),
        np.einsum("nd,nh->dh", cache["x"], pre),
        np.einsum("nk,nh->kh", cache["prev"], pre),
        np.einsum("nh->h", pre),
    )


def rnn_forward(x, h0, Wx, Wh, b):
    caches, out, h = {}, np.empty((*x.shape[:2], h0.shape[1])), h0
    for t in range(x.shape[1]):
        h, caches[t] = rnn_step_forward(x[:, t], h, Wx, Wh, b)
        out[:, t] = h
    return out, caches


def rnn_backward(dh, cache):
    back, total = 0.0, None
    dx = [None] * len(cache)
    for t in sorted(cache, reverse=True):
        dx[t], back, *weights = rnn_step_backward(dh[:, t] + back, cache[t])
        total = weights if total is None else [a + b for a, b in zip(total, weights)]
    return np.stack(dx, 1), back, *total


def word_embedding_forward(x, W):
    one_hot = (x[..., None] == np.arange(len(W))).astype(float)
    return np.einsum("ntv,vd->ntd", one_hot, W), one_hot


def word_embedding_backward(dout, cache):
    return np.einsum("ntv,ntd->vd", cache, dout)


def _gates(x, h, Wx, Wh, b):
    a = np.einsum("nd,dk->nk", x, Wx) + np.einsum("nh,hk->nk", h, Wh) + b
    i, f, o, g = np.split(a, 4, -1)
    return *(0.5 * (1 + np.tanh(z / 2)) for z in (i, f, o)), np.tanh(g)


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    c = f * prev_c + i * g
    th = np.tanh(c)
    return o * th, c, dict(x=x, h=prev_h, c=prev_c, Wx=Wx, Wh=Wh, gates=(i, f, o, g), th=th)


def lstm_step_backward(dnext_h, dnext_c, cache):
    i, f, o, g = cache["gates"]
    dc = dnext_c + dnext_h * o * (1 - cache["th"] ** 2)
    da = np.concatenate(
        [dc * g * i * (1 - i), dc * cache["c"] * f * (1 - f),
         dnext_h * cache["th"] * o * (1 - o), dc * i * (1 - g * g)], axis=1,
    )
    return (np.einsum("nk,dk->nd", da, cache["Wx"]), np.einsum("nk,hk->nh", da, cache["Wh"]), dc * f,
            np.einsum("nd,nk->dk", cache["x"], da), np.einsum("nh,nk->hk", cache["h"], da), da.sum(0))


def lstm_forward(x, h0, Wx, Wh, b):
    h, c, hs, caches = h0, np.zeros(h0.shape), [], {}
    for t in range(x.shape[1]):
        h, c, caches[t] = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        hs.append(h)
    return np.stack(hs, axis=1), caches


def lstm_backward(dh, cache):
    back, dc, total = 0.0, 0.0, None
    dx = [None] * len(cache)
    for t in sorted(cache, reverse=True):
        dx[t], back, dc, *weights = lstm_step_backward(dh[:, t] + back, dc, cache[t])
        total = weights if total is None else [a + b for a, b in zip(total, weights)]
    return np.stack(dx, 1), back, *total
