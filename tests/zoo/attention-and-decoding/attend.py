"""Attention in code, with scores that do not overflow."""

import numpy as np

assignment = "attention-and-decoding"


def attend(s, H):
    scores = H @ s / np.sqrt(len(s))
    powers = np.exp(scores - scores.max())
    weights = powers / powers.sum()
    return weights, weights @ H
