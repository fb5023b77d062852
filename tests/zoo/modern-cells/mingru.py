"""One step of a minGRU, for one example or many."""

import numpy as np

assignment = "modern-cells"


def mingru_step(x, h_prev, W_z, W_h):
    z = 0.5 * (1 + np.tanh(0.5 * (x @ W_z.T)))
    return (1 - z) * h_prev + z * (x @ W_h.T)
