import numpy as np


class Sigmoid:
    def __call__(self, x):
        return 1 / (1 + np.exp(-x))


class GRUCell(object):
    def __init__(self, input_size, hidden_size):
        self.d, self.h = input_size, hidden_size
        for gate in "rzn":
            setattr(self, f"W{gate}x", np.random.randn(hidden_size, input_size))
            setattr(self, f"W{gate}h", np.random.randn(hidden_size, hidden_size))
            setattr(self, f"b{gate}x", np.random.randn(hidden_size))
            setattr(self, f"b{gate}h", np.random.randn(hidden_size))
            for side, size in (("x", input_size), ("h", hidden_size)):
                setattr(self, f"dW{gate}{side}", np.zeros((hidden_size, size)))
                setattr(self, f"db{gate}{side}", np.zeros(hidden_size))
        self.act = Sigmoid()

    def forward(self, x, h_prev_t):
        self.x = x
        self.hidden = h_prev_t
        self.r = self.act(self.Wrx @ x + self.brx + self.Wrh @ h_prev_t + self.brh)
        self.z = self.act(self.Wzx @ x + self.bzx + self.Wzh @ h_prev_t + self.bzh)
        self.inner = self.Wnh @ h_prev_t + self.bnh
        self.n = np.tanh(self.Wnx @ x + self.bnx + self.r * self.inner)
        return (1 - self.z) * self.n + self.z * h_prev_t

    def backward(self, delta):
        dz = delta * (self.hidden - self.n)
        dn = delta * (1 - self.z)
        an = dn * (1 - self.n**2)
        ar = an * self.inner * self.r * (1 - self.r)
        az = dz * self.z * (1 - self.z)
        self.dWnx += np.outer(an, self.x)
        self.dbnx += an
        self.dWnh += np.outer(an * self.r, self.hidden)
        self.dbnh += an * self.r
        self.dWrx += np.outer(ar, self.x)
        self.dbrx += ar
        self.dWrh += np.outer(ar, self.hidden)
        self.dbrh += ar
        self.dWzx += np.outer(az, self.x)
        self.dbzx += az
        self.dWzh += np.outer(az, self.hidden)
        self.dbzh += az
        dx = self.Wrx.T @ ar + self.Wzx.T @ az + self.Wnx.T @ an
        dh = delta * self.z + self.Wrh.T @ ar + self.Wzh.T @ az + self.Wnh.T @ (an * self.r)
        return dx, dh
