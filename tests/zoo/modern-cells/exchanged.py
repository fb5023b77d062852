"""The gate keeps the old state, as in PyTorch's GRU."""

import numpy as np

assignment = "modern-cells"


def mingru_step(x, h_prev, W_z, W_h):
    z = 0.5 * (1 + np.tanh(0.5 * (x @ W_z.T)))
    return z * h_prev + (1 - z) * (x @ W_h.T)
