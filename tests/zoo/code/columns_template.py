"""An exercise as it is handed out: None stands wherever code belongs."""

import numpy as np


def softmax(x):
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum(axis=0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]
    ### START CODE HERE ### (≈2 lines)
    # compute next activation state using the formula given above
    a_next = None
    # compute output of the current cell using the formula given above
    yt_pred = None
    ### END CODE HERE ###
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache


def rnn_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    ### START CODE HERE ###
    a = None
    y_pred = None
    a_next = None
    for t in range(None):
        a_next, yt_pred, cache = None
        a[:, :, t] = None
        y_pred[:, :, t] = None
        None
    ### END CODE HERE ###
    caches = (caches, x)
    return a, y_pred, caches


def rnn_cell_backward(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    ### START CODE HERE ###
    dtanh = None
    dxt = None
    dWax = None
    da_prev = None
    dWaa = None
    dba = None
    ### END CODE HERE ###
    gradients = {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    return gradients


def rnn_backward(da, caches):
    ### START CODE HERE ###
    (caches, x) = None
    (a1, a0, x1, parameters) = None
    n_a, m, T_x = None
    n_x, m = None
    dx = None
    dWax = None
    dWaa = None
    dba = None
    da0 = None
    da_prevt = None
    for t in reversed(range(None)):
        gradients = None
        dxt, da_prevt, dWaxt, dWaat, dbat = gradients["dxt"], gradients["da_prev"], gradients["dWax"], gradients["dWaa"], gradients["dba"]
        dx[:, :, t] = None
        dWax += None
        dWaa += None
        dba += None
    da0 = None
    ### END CODE HERE ###
    gradients = {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    return gradients


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf = parameters["Wf"]
    Wy = parameters["Wy"]
    by = parameters["by"]
    n_x, m = xt.shape
    n_y, n_a = Wy.shape
    ### START CODE HERE ###
    concat = None
    concat[: n_a, :] = None
    concat[n_a :, :] = None
    ft = None
    it = None
    cct = None
    c_next = None
    ot = None
    a_next = None
    yt_pred = None
    ### END CODE HERE ###
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


def lstm_forward(x, a0, parameters):
    caches = []
    ### START CODE HERE ###
    Wy = parameters["Wy"]
    n_x, m, T_x = None
    n_y, n_a = None
    a = None
    c = None
    y = None
    a_next = None
    c_next = None
    for t in range(None):
        xt = None
        a_next, c_next, yt, cache = None
        a[:, :, t] = None
        c[:, :, t] = None
        y[:, :, t] = None
        None
    ### END CODE HERE ###
    caches = (caches, x)
    return a, y, c, caches


def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    ### START CODE HERE ###
    n_x, m = None
    n_a, m = None
    dot = None
    dcct = None
    dit = None
    dft = None
    dWf = None
    dbf = None
    da_prev = None
    dc_prev = None
    dxt = None
    ### END CODE HERE ###
    gradients = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf}
    return gradients


def lstm_backward(da, caches):
    (caches, x) = caches
    (a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters) = caches[0]
    ### START CODE HERE ###
    n_a, m, T_x = None
    n_x, m = None
    dx = None
    da0 = None
    for t in reversed(range(None)):
        gradients = None
        dx[:, :, t] = None
    da0 = None
    ### END CODE HERE ###
    gradients = {"dx": dx, "da0": da0}
    return gradients
