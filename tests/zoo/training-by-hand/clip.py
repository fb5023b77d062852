"""Clipping as it is written down, and weights that work; the rest is left out."""

import numpy as np

assignment = "training-by-hand"

q8_W = np.array([[2.0, 2.0], [2.0, 2.0]])
q8_b = np.array([-1.0, -3.0])
q8_v = [1, -1]
q8_c = -0.5


def clip_by_norm(g, limit):
    length = np.sqrt(np.sum(g**2))
    return g * limit / length if length > limit else g.copy()
