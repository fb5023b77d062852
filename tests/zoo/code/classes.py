import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class RNNCell:
    def __init__(self, i, h, o):
        self.Wh = np.random.normal(size=(i + h, h))
        self.Wy = np.random.normal(size=(h, o))
        self.bh = np.zeros((1, h))
        self.by = np.zeros((1, o))

    def forward(self, h_prev, x_t):
        both = np.concatenate((h_prev, x_t), axis=1)
        h_next = np.tanh(both @ self.Wh + self.bh)
        return h_next, softmax(h_next @ self.Wy + self.by)


class GRUCell:
    def __init__(self, i, h, o):
        self.Wz = np.random.normal(size=(i + h, h))
        self.Wr = np.random.normal(size=(i + h, h))
        self.Wh = np.random.normal(size=(i + h, h))
        self.Wy = np.random.normal(size=(h, o))
        self.bz = np.zeros((1, h))
        self.br = np.zeros((1, h))
        self.bh = np.zeros((1, h))
        self.by = np.zeros((1, o))

    def forward(self, h_prev, x_t):
        both = np.concatenate((h_prev, x_t), axis=1)
        z = sigmoid(both @ self.Wz + self.bz)
        r = sigmoid(both @ self.Wr + self.br)
        n = np.tanh(np.concatenate((r * h_prev, x_t), axis=1) @ self.Wh + self.bh)
        h_next = (1 - z) * h_prev + z * n
        return h_next, softmax(h_next @ self.Wy + self.by)


class LSTMCell:
    def __init__(self, i, h, o):
        for gate in "fuco":
            setattr(self, f"W{gate}", np.random.randn(i + h, h))
            setattr(self, f"b{gate}", np.zeros((1, h)))
        self.Wy = np.random.randn(h, o)
        self.by = np.zeros((1, o))

    def forward(self, h_prev, c_prev, x_t):
        both = np.hstack((h_prev, x_t))
        f = sigmoid(both @ self.Wf + self.bf)
        u = sigmoid(both @ self.Wu + self.bu)
        g = np.tanh(both @ self.Wc + self.bc)
        o = sigmoid(both @ self.Wo + self.bo)
        c_next = f * c_prev + u * g
        h_next = o * np.tanh(c_next)
        return h_next, c_next, softmax(h_next @ self.Wy + self.by)


class BidirectionalCell:
    def __init__(self, i, h, o):
        self.Whf = np.random.normal(size=(i + h, h))
        self.Whb = np.random.normal(size=(i + h, h))
        self.Wy = np.random.normal(size=(2 * h, o))
        self.bhf = np.zeros((1, h))
        self.bhb = np.zeros((1, h))
        self.by = np.zeros((1, o))

    def forward(self, h_prev, x_t):
        return np.tanh(np.concatenate((h_prev, x_t), axis=1) @ self.Whf + self.bhf)

    def backward(self, h_next, x_t):
        return np.tanh(np.concatenate((h_next, x_t), axis=1) @ self.Whb + self.bhb)

    def output(self, H):
        return np.array([softmax(H[t] @ self.Wy + self.by) for t in range(len(H))])
