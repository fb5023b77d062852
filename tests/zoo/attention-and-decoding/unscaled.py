"""The root of the size left out."""

import numpy as np

assignment = "attention-and-decoding"


def attend(s, H):
    scores = H @ s
    powers = np.exp(scores - scores.max())
    weights = powers / powers.sum()
    return weights, weights @ H
