#!/bin/bash
# torchrecurrent 0.2.5: SCRNCell hands back its output y where its documentation and the paper have the hidden layer h.
#
# Guessed: `h_1`, documented as "next hidden state", is h(t) = sigmoid(P s(t) + A x(t) + R h(t-1)), and the next step reads
#          that h; the output y(t) = f(U h(t) + V s(t)) is made of it and goes back nowhere.
# Seen:    `h_1` is tanh of y.  Whoever follows the documented loop, h, s = cell(x[t], (h, s)), gives the squashed output to R
#          at the next step: from the second step on the context alone is that of the paper.
# Paper: Mikolov et al. 2014, eq. 6 to 8 (arXiv 1412.7753).
set -e
rooms=$(mktemp -d)
trap 'rm -rf "$rooms"' EXIT
python3 -m venv "$rooms/venv"
"$rooms/venv/bin/pip" install -q --disable-pip-version-check torch==2.13.0 torchrecurrent==0.2.5 numpy
"$rooms/venv/bin/python" - <<'PY'
import importlib.metadata
import inspect
import math

import torch
from torchrecurrent import SCRNCell

print("torchrecurrent", importlib.metadata.version("torchrecurrent"))
text = inspect.getdoc(SCRNCell)
said = "next hidden state" in text and r"\mathbf{h}(t) &= \sigma" in text
print("documented: h(t) is a sigmoid, and is what comes back:", said)
B, A, R, U, P, V, alpha = 0.7, 0.6, 0.4, -1.3, 0.9, 0.5, 0.95
cell = SCRNCell(1, 1, alpha=alpha).double()
with torch.no_grad():
    for name, value in {"weight_ih": [[B], [A]], "weight_hh": [[R], [U]], "weight_ch": [[P], [V]]}.items():
        getattr(cell, name).copy_(torch.tensor(value, dtype=torch.float64))


def number(value):
    return torch.tensor([[value]], dtype=torch.float64)


def paper(x, h, s):
    s = (1 - alpha) * B * x + alpha * s
    h = 1 / (1 + math.exp(-(P * s + A * x + R * h)))
    return h, s, U * h + V * s


h, s = 0.3, 0.2
state = number(h), number(s)
for t, x in enumerate((0.5, -0.8), start=1):
    h, s, y = paper(x, h, s)
    with torch.no_grad():
        state = cell(number(x), state)
    came, context = state[0].item(), state[1].item()
    print(f"step {t}: h by the paper {h:.6f}, tanh(y) {math.tanh(y):.6f} | came back {came:.6f} | context {s:.6f} and {context:.6f}")
    assert abs(context - s) < 1e-6, "the context has changed"  # alpha is kept in single precision
    if t == 1:
        assert abs(came - math.tanh(y)) < 1e-6 and abs(came - h) > 0.1, "what comes back has changed"
    else:
        assert abs(came - math.tanh(y)) > 1e-3, "the next step reads the hidden layer now"
assert said, "the documentation has changed"
PY
