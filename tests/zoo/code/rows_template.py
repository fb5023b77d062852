"""An exercise as it is handed out: every function has a place to fill in."""

from __future__ import print_function, division
from builtins import range
import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    """
    Run the forward pass for a single timestep.
    """
    next_h, cache = None, None
    ##############################################################################
    # TODO: Implement a single forward step.                                     #
    ##############################################################################
    # *****START OF YOUR CODE (DO NOT DELETE/MODIFY THIS LINE)*****

    pass

    # *****END OF YOUR CODE (DO NOT DELETE/MODIFY THIS LINE)*****
    return next_h, cache


def rnn_step_backward(dnext_h, cache):
    dx, dprev_h, dWx, dWh, db = None, None, None, None, None
    pass
    return dx, dprev_h, dWx, dWh, db


def rnn_forward(x, h0, Wx, Wh, b):
    h, cache = None, None
    return h, cache


def rnn_backward(dh, cache):
    dx, dh0, dWx, dWh, db = None, None, None, None, None
    pass
    return dx, dh0, dWx, dWh, db


def word_embedding_forward(x, W):
    """Only the text that says what to do."""


def word_embedding_backward(dout, cache):
    raise NotImplementedError


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    raise NotImplementedError("lstm_step_forward: write me")


def lstm_step_backward(dnext_h, dnext_c, cache):
    ...


def lstm_forward(x, h0, Wx, Wh, b):
    return ...


def lstm_backward(dh, cache):
    print("TODO")
    return None
