import torch
from torch import nn


class Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.fc = nn.Linear(input_size, hidden_size)
        self.Wh = nn.Parameter(torch.randn(hidden_size, hidden_size))

    def forward(self, x, h):
        Wh = [p for n, p in self.named_parameters() if not n.startswith("fc")][0]
        return torch.tanh(self.fc(x) + h @ Wh.T)


def affine_forward(x, W):
    return x @ W, (x, W)


def affine_backward(dy, cache):
    x, W = cache
    assert x.dtype == torch.float64 and not x.requires_grad
    dz = dy
    return dz @ W.T, x.T @ dz
