"""Recurrent cells in code, for single examples and for batches."""

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def rnn_step(x, h_prev, W_x, W_h, b):
    return np.tanh(x @ W_x.T + h_prev @ W_h.T + b)


def jordan_step(x, y_prev, W_x, W_y, b):
    return np.tanh(x @ W_x.T + y_prev @ W_y.T + b)


def lstm_step(x, h_prev, c_prev, W, U, b):
    a = x @ W.T + h_prev @ U.T + b
    i, f, o, g = np.split(a, 4, axis=-1)
    c = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def gru_step(x, h_prev, W, U, b):
    W_r, W_z, W_h = np.split(W, 3)
    U_r, U_z, U_h = np.split(U, 3)
    b_r, b_z, b_h = np.split(b, 3)
    r = sigmoid(x @ W_r.T + h_prev @ U_r.T + b_r)
    z = sigmoid(x @ W_z.T + h_prev @ U_z.T + b_z)
    candidate = np.tanh(x @ W_h.T + (r * h_prev) @ U_h.T + b_h)
    return (1 - z) * h_prev + z * candidate


def rnn_forward(xs, h0, W_x, W_h, b):
    hs = []
    h = h0
    for t in range(xs.shape[-2]):
        h = rnn_step(xs[..., t, :], h, W_x, W_h, b)
        hs.append(h)
    return np.stack(hs, axis=-2)


def rnn_backward(dh_last, xs, h0, W_x, W_h, b):
    if xs.ndim == 2:
        xs, h0, dh_last = xs[None], h0[None], dh_last[None]
    hs = rnn_forward(xs, h0, W_x, W_h, b)
    dW_x, dW_h, db = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(b)
    dh = dh_last
    for t in reversed(range(xs.shape[1])):
        dz = dh * (1 - hs[:, t] ** 2)
        before = hs[:, t - 1] if t else h0
        dW_x += dz.T @ xs[:, t]
        dW_h += dz.T @ before
        db += dz.sum(axis=0)
        dh = dz @ W_h
    return dW_x, dW_h, db


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def parameter_count(cell, inputs, hidden):
    gates = {"rnn": 1, "lstm": 4, "gru": 3}[cell]
    return gates * (hidden * inputs + hidden * hidden + hidden)
