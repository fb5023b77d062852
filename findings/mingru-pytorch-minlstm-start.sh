#!/bin/bash
# minGRU-pytorch 0.2.1: minLSTM starts from another state when a sequence is given at once than step by step.
#
# `prev_hidden` of a call with one step is the state itself.  In a call with two steps or more the same argument goes
# through g (x + 0.5 from 0 on), as if it were a candidate: 0.3 counts as 0.8.  So a sequence that is cut into chunks, each
# given the last state of the one before, is not the sequence given step by step, and both are off from the paper's
# h = f' h + i' g(..) in all but one of the two ways.  minGRU of the same package starts alike in both.
# Paper: Feng et al. 2024, section 3.2 and appendix B (arXiv 2410.01201).
set -e
rooms=$(mktemp -d)
trap 'rm -rf "$rooms"' EXIT
python3 -m venv "$rooms/venv"
"$rooms/venv/bin/pip" install -q --disable-pip-version-check torch==2.13.0 minGRU-pytorch==0.2.1 numpy
"$rooms/venv/bin/python" - <<'PY'
import importlib.metadata

import torch
from minGRU_pytorch import minGRU
from minGRU_pytorch.minLSTM import minLSTM

print("minGRU-pytorch", importlib.metadata.version("minGRU-pytorch"))
torch.manual_seed(0)
x = torch.randn(1, 3, 2).double()
start = torch.full((1, 1, 2), 0.3).double()


def stepwise(cell, state):
    found = []
    for t in range(3):
        state, _ = cell(x[:, t : t + 1], prev_hidden=state, return_next_prev_hidden=True)
        found.append(state)
    return torch.cat(found, 1)


for kind in (minGRU, minLSTM):
    cell = kind(2, expansion_factor=1.0).double()
    with torch.no_grad():
        whole, steps, moved = cell(x, prev_hidden=start), stepwise(cell, start), stepwise(cell, start + 0.5)
    off, off_moved = ((whole - other).abs().max().item() for other in (steps, moved))
    print(f"{kind.__name__}: at once against step by step {off:.6f}, against steps from 0.8 {off_moved:.6f}")
    if kind is minGRU:
        assert off < 1e-9, "minGRU has changed"
    else:
        assert off > 0.05 and off_moved < 1e-9, "minLSTM has changed"
PY
