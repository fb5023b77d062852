"""A helper of the course's own, beside its tests."""

import numpy as np

X = np.array([1.0, -2.0])
H = np.array([0.5])
W = np.array([[0.3, 0.1]])
U = np.array([[0.7]])


def step(x, h, W, U):
    return np.tanh(W @ x + U @ h)
