#!/bin/bash
# torchrecurrent 0.2.5: FastGRNNCell's gate is a tanh where its own documentation and the paper say sigmoid.
#
# The equations in its docstring have z = sigmoid(..), and the setting `nonlinearity` is documented as
# "Activation for the gate z. Default: torch.sigmoid"; the constructor's default is "tanh".  A gate that may be
# negative turns the sign of the kept state, so a by-hand step differs in the first decimal.
# Paper: Kusupati et al. 2018, eq. 2 (arXiv 1901.02358).  With nonlinearity="sigmoid" the cell gives what they say.
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
from torchrecurrent import FastGRNNCell

print("torchrecurrent", importlib.metadata.version("torchrecurrent"))
said = "Default: :func:`torch.sigmoid`" in inspect.getdoc(FastGRNNCell).split("nonlinearity:")[1][:160]
default = inspect.signature(FastGRNNCell).parameters["nonlinearity"].default
print("documented as sigmoid:", said, "| default in the constructor:", repr(default))


def step(**setting):
    cell = FastGRNNCell(1, 1, zeta_init=1.0, nu_init=-4.0, **setting).double()
    with torch.no_grad():
        for name, value in {"weight_ih": [[0.6]], "weight_hh": [[0.4]],
                            "bias_ih": [0.1, 0.15], "bias_hh": [0.0, 0.0]}.items():
            getattr(cell, name).copy_(torch.tensor(value, dtype=torch.float64))
        return cell(torch.tensor([[0.5]], dtype=torch.float64),
                    torch.tensor([[0.3]], dtype=torch.float64)).item()


def sigmoid(a):
    return 1 / (1 + math.exp(-a))


a = 0.6 * 0.5 + 0.4 * 0.3
z, k = sigmoid(a + 0.1), math.tanh(a + 0.15)
paper = (sigmoid(1) * (1 - z) + sigmoid(-4)) * k + z * 0.3
installed, asked = step(), step(nonlinearity="sigmoid")
print(f"the paper by hand {paper:.6f} | as installed {installed:.6f} | with nonlinearity='sigmoid' {asked:.6f}")
assert said and default == "tanh", "documentation or default has changed"
assert abs(asked - paper) < 1e-9 and abs(installed - paper) > 1e-3, "the cell has changed"
PY
