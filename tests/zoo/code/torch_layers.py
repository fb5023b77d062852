import math

import torch
import torch.nn.functional as F


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    next_h = torch.tanh(x @ Wx + prev_h @ Wh + b)
    return next_h


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h = torch.zeros(N, T, h0.shape[1])
    prev = h0
    for t in range(T):
        prev = rnn_step_forward(x[:, t], prev, Wx, Wh, b)
        h[:, t] = prev
    return h


def word_embedding_forward(x, W):
    return W[x]


def temporal_affine_forward(x, w, b):
    N, T, D = x.shape
    M = b.shape[0]
    return (x.reshape(N * T, D) @ w).reshape(N, T, M) + b


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    a = x @ Wx + prev_h @ Wh + b
    i, f, o, g = a.chunk(4, dim=1)
    next_c = torch.sigmoid(f) * prev_c + torch.sigmoid(i) * torch.tanh(g)
    next_h = torch.sigmoid(o) * torch.tanh(next_c)
    return next_h, next_c


def lstm_forward(x, h0, Wx, Wh, b):
    h, c = h0, torch.zeros_like(h0)
    states = []
    for t in range(x.shape[1]):
        h, c = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
    return torch.stack(states, dim=1)


def dot_product_attention(prev_h, A):
    scores = torch.bmm(A, prev_h.unsqueeze(2)).squeeze(2) / math.sqrt(A.shape[2])
    weights = F.softmax(scores, dim=1)
    return (weights.unsqueeze(2) * A).sum(dim=1), weights


def attention_lstm_step_forward(x, prev_h, prev_c, attn, Wx, Wh, Wattn, b):
    a = x @ Wx + prev_h @ Wh + attn @ Wattn + b
    H = prev_h.shape[1]
    i, f, o = torch.sigmoid(a[:, :H]), torch.sigmoid(a[:, H : 2 * H]), torch.sigmoid(a[:, 2 * H : 3 * H])
    next_c = f * prev_c + i * torch.tanh(a[:, 3 * H :])
    return o * torch.tanh(next_c), next_c
