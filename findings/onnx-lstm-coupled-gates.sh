#!/bin/bash
# onnx 1.23.2, onnxruntime 1.32.0: an LSTM with input_forget=1 is two different networks.
#
# The operator's attribute reads "Couple the input and forget gates if 1".  onnxruntime computes f = 1 - i: it still asks
# for the weights of f and never looks at them.  The reference evaluator that comes with onnx, against which a model is
# usually checked, does not look at the attribute: it computes the LSTM with its own forget gate, and says nothing.
# So "the runtime agrees with the reference" fails in the second decimal for a valid model.
set -e
rooms=$(mktemp -d)
trap 'rm -rf "$rooms"' EXIT
python3 -m venv "$rooms/venv"
"$rooms/venv/bin/pip" install -q --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0 numpy
"$rooms/venv/bin/python" - <<'PY'
import importlib.metadata

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

print("onnx", importlib.metadata.version("onnx"), "| onnxruntime", importlib.metadata.version("onnxruntime"))
print("the attribute:", onnx.defs.get_schema("LSTM", 14).attributes["input_forget"].description.strip())


def model(w_f, coupled):
    """One unit, two steps; blocks in the order i, o, f, c."""
    arrays = {
        "X": [[[0.5]], [[-0.8]]], "W": [[[0.6], [0.3], [w_f], [0.9]]], "R": [[[0.4], [-0.6], [0.7], [-0.3]]],
        "B": [[0.1, -0.25, 0.2, 0.15, 0, 0, 0, 0]], "h": [[[0.3]]], "c": [[[0.2]]],
    }
    arrays = {name: np.array(rows, dtype=np.float32) for name, rows in arrays.items()}
    node = helper.make_node("LSTM", ["X", "W", "R", "B", "", "h", "c"], ["Y"], hidden_size=1, input_forget=coupled)
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, a.shape) for n, a in arrays.items()]
    output = helper.make_tensor_value_info("Y", TensorProto.FLOAT, [2, 1, 1, 1])
    graph = helper.make_graph([node], "lstm", inputs, [output])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    onnx.checker.check_model(made)
    return made, arrays


def runtime(*of):
    made, arrays = model(*of)
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, arrays)[0].ravel()


def reference(*of):
    made, arrays = model(*of)
    return ReferenceEvaluator(made).run(None, arrays)[0].ravel()


print("onnxruntime, coupled:           ", runtime(-0.5, 1), "| other weights of f:", runtime(5.0, 1))
print("onnx's reference, coupled:      ", reference(-0.5, 1), "| not coupled:       ", reference(-0.5, 0))
assert np.array_equal(runtime(-0.5, 1), runtime(5.0, 1)), "onnxruntime now looks at the weights of f"
assert np.allclose(runtime(-0.5, 1), [0.152112, -0.006029], atol=1e-6), "not f = 1 - i any more"
assert np.array_equal(reference(-0.5, 1), reference(-0.5, 0)), "the reference now looks at input_forget"
assert np.allclose(reference(-0.5, 0), runtime(-0.5, 0), atol=1e-6), "without the attribute the two agree"
PY
