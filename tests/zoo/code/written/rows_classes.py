"""A class within, lists of tuples as caches, gradients made in place, 32-bit floats by the way."""
import numpy


class Sum:
    def __init__(self, *shapes):
        self.parts = [numpy.zeros(s) for s in shapes]

    def add(self, values):
        for part, value in zip(self.parts, values):
            part += value


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    z = numpy.dot(x, Wx)
    z += numpy.dot(prev_h, Wh)
    z += b
    numpy.tanh(z, out=z)
    return z, [x, prev_h, Wx, Wh, z]


def rnn_step_backward(dnext_h, cache):
    x, h, Wx, Wh, z = cache
    d = dnext_h - dnext_h * z * z
    return d.dot(Wx.T), d.dot(Wh.T), x.T.dot(d), h.T.dot(d), numpy.add.reduce(d, axis=0)


def rnn_forward(x, h0, Wx, Wh, b):
    states, caches = [h0], []
    for xt in x.transpose(1, 0, 2):
        new, cache = rnn_step_forward(xt, states[-1], Wx, Wh, b)
        states.append(new)
        caches.append(cache)
    return numpy.array(states[1:]).swapaxes(0, 1), caches


def rnn_backward(dh, cache):
    x, h, Wx, Wh, _ = cache[0]
    total = Sum(Wx.shape, Wh.shape, Wh.shape[:1])
    carried, dx = numpy.zeros(h.shape), numpy.zeros((len(x), len(cache), x.shape[1]))
    t = len(cache)
    while t:
        t -= 1
        dx[:, t], carried, *rest = rnn_step_backward(dh[:, t] + carried, cache[t])
        total.add(rest)
    return (dx, carried, *total.parts)


def word_embedding_forward(x, W):
    return numpy.take(W, x, axis=0), (x, W.shape)


def word_embedding_backward(dout, cache):
    dW = numpy.zeros(cache[1])
    for place, row in numpy.ndenumerate(cache[0]):
        dW[row] += dout[place]
    return dW


class Cell:
    def __init__(self, Wx, Wh, b):
        self.Wx, self.Wh, self.b, self.H = Wx, Wh, b, Wh.shape[0]

    @staticmethod
    def sigmoid(z):
        return numpy.where(z >= 0, 1 / (1 + numpy.exp(-abs(z))), numpy.exp(-abs(z)) / (1 + numpy.exp(-abs(z))))

    def step(self, x, h, c):
        a = x @ self.Wx + h @ self.Wh + self.b
        H = self.H
        i, f, o = (self.sigmoid(a[:, k * H : (k + 1) * H]) for k in range(3))
        g = numpy.tanh(a[:, 3 * H :])
        new = f * c + i * g
        return o * numpy.tanh(new), new, (self, x, h, c, i, f, o, g, numpy.tanh(new))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    return Cell(Wx, Wh, b).step(x, prev_h, prev_c)


def lstm_step_backward(dnext_h, dnext_c, cache):
    cell, x, h, c, i, f, o, g, th = cache
    dc = dnext_c + (1 - th * th) * o * dnext_h
    da = numpy.empty((len(x), 4 * cell.H))
    for k, part in enumerate((dc * g * i * (1 - i), dc * c * f * (1 - f), dnext_h * th * o * (1 - o), dc * i * (1 - g**2))):
        da[:, k * cell.H : (k + 1) * cell.H] = part
    return da @ cell.Wx.T, da @ cell.Wh.T, dc * f, x.T @ da, h.T @ da, da.sum(axis=0)


def lstm_forward(x, h0, Wx, Wh, b):
    cell, h, c = Cell(Wx, Wh, b), h0, 0 * h0
    hs, caches = numpy.zeros((*x.shape[:2], cell.H)), []
    for t in range(x.shape[1]):
        h, c, cache = cell.step(x[:, t, :], h, c)
        hs[:, t, :] = h
        caches += [cache]
    return hs, caches


def lstm_backward(dh, cache):
    cell, x = cache[0][:2]
    total = Sum(cell.Wx.shape, cell.Wh.shape, cell.b.shape)
    carried, dc, dx = 0, 0, numpy.zeros((len(x), len(cache), x.shape[1]))
    for t in reversed(range(len(cache))):
        dx[:, t], carried, dc, *rest = lstm_step_backward(dh[:, t] + carried, dc, cache[t])
        total.add(rest)
    return (dx, carried, *total.parts)
