import numpy as np


class RNNCell:
    def __init__(self, input_size, hidden_size):
        self.W_ih = np.random.randn(hidden_size, input_size)
        self.W_hh = np.random.randn(hidden_size, hidden_size)
        self.b_ih = np.random.randn(hidden_size)
        self.b_hh = np.random.randn(hidden_size)
        self.zero_grad()

    def zero_grad(self):
        self.dW_ih = np.zeros(self.W_ih.shape)
        self.dW_hh = np.zeros(self.W_hh.shape)
        self.db_ih = np.zeros(self.b_ih.shape)
        self.db_hh = np.zeros(self.b_hh.shape)

    def forward(self, x, h_prev_t):
        return np.tanh(x @ self.W_ih.T + self.b_ih + h_prev_t @ self.W_hh.T + self.b_hh)

    def backward(self, delta, h_t, h_prev_l, h_prev_t):
        dz = delta * (1 - h_t**2)
        self.dW_ih += dz.T @ h_prev_l / len(delta)
        self.dW_hh += dz.T @ h_prev_t / len(delta)
        self.db_ih += dz.mean(axis=0)
        self.db_hh += dz.mean(axis=0)
        return dz @ self.W_ih, dz @ self.W_hh


def run(x, h0, W_ih, W_hh, b_ih, b_hh):
    cell = RNNCell(W_ih.shape[1], W_ih.shape[0])
    cell.W_ih, cell.W_hh, cell.b_ih, cell.b_hh = W_ih, W_hh, b_ih, b_hh
    states = []
    for t in range(x.shape[1]):
        h0 = cell.forward(x[:, t], h0)
        states.append(h0)
    return np.stack(states, axis=1)


class Layer(RNNCell):
    def forward(self, x, h0):
        states = [h0]
        for t in range(x.shape[1]):
            states.append(RNNCell.forward(self, x[:, t], states[-1]))
        self.x, self.states = x, states
        return np.stack(states[1:], axis=1)

    def backward(self, dh):
        carried, dx = 0, np.zeros(self.x.shape)
        for t in reversed(range(dh.shape[1])):
            dx[:, t], carried = RNNCell.backward(
                self, dh[:, t] + carried, self.states[t + 1], self.x[:, t], self.states[t]
            )
        return dx, carried
