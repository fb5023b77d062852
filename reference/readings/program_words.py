"""What NumPy and PyTorch call the functions of the language, a row each.

`{0}` and `{1}` are arguments, `{atom}` is the first one ready for an index, `{axes}` its axes of
entries, `{k}` and `{m}` whole numbers that are written out, `{k0}` the first of them counted from 0.
"""

from __future__ import annotations

from collections.abc import Mapping

from reference.records import dataclass


@dataclass(frozen=True)
class Words:
    """The words of a library."""

    module: str
    name: str
    functions: Mapping[str, str]
    helpers: Mapping[str, tuple[str, ...]]
    concat: str
    zeros_like: str
    where: str
    split: str

    @property
    def imported(self) -> str:
        """The line that brings the library."""
        return f"import {self.module}" + (f" as {self.name}" if self.name != self.module else "")


# no exponential of a large number: nothing overflows
_SIGMOID = "0.5 * (1 + np.tanh(0.5 * z))"
_SOFTMAX = (
    "def _softmax(z):",
    "    powers = np.exp(z - z.max(axis=-1, keepdims=True))",
    "    return powers / powers.sum(axis=-1, keepdims=True)",
)
_HELPERS = {
    "sigmoid": ("def _sigmoid(z):", f"    return {_SIGMOID}"),
    "silu": ("def _silu(z):", f"    return z * {_SIGMOID}"),
    "elu": ("def _elu(z):", "    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))"),
    "softmax": _SOFTMAX,
    "softmax_rows": _SOFTMAX,
}

_SHARED = {
    "identity": "{0}",
    "sum": "{atom}.sum({axes})",
    "mean": "{atom}.mean({axes})",
    "norm": "(({atom} ** 2).sum({axes}) ** 0.5)",
    "argmax": "({atom}.argmax(-1) + 1)",
    "entry": "{atom}[..., {k0}]",
    "row_sums": "{atom}.sum(-1)",
}

NUMPY = Words(
    "numpy",
    "np",
    {
        **_SHARED,
        **{name: f"np.{name}({{0}})" for name in ("tanh", "exp", "log", "sqrt", "abs", "sign", "ceil", "floor", "sin", "cos")},
        "sigmoid": "_sigmoid({0})",
        "softmax": "_softmax({0})",
        "softmax_rows": "_softmax({0})",
        "silu": "_silu({0})",
        "elu": "_elu({0})",
        "relu": "np.maximum({0}, 0)",
        "softplus": "np.logaddexp(0, {0})",
        "hard_sigmoid": "np.clip({atom} / 6 + 0.5, 0, 1)",
        "step": "np.heaviside({0}, {1})",
        "min": "np.minimum({0}, {1})",
        "max": "np.maximum({0}, {1})",
        "largest": "{atom}.max(-1)",
        "smallest": "{atom}.min(-1)",
        "part": "np.split({0}, {m}, axis=-1)[{k0}]",
        "ones": "np.ones_like({0})",
        "stop": "{0}",
        "diagonal": "np.diagonal({0}, axis1=-2, axis2=-1)",
        "inverse": "np.linalg.inv({0})",
    },
    _HELPERS,
    "np.concatenate([{}], axis=-1)",
    "np.zeros_like({})",
    "np.where",
    "np.split({}, {}, axis=-1)",
)  # fmt: skip

TORCH = Words(
    "torch",
    "torch",
    {
        **_SHARED,
        **{name: f"torch.{name}({{0}})" for name in ("tanh", "exp", "log", "sqrt", "abs", "sign", "ceil", "floor", "sin", "cos",
                                                   "sigmoid", "relu", "erf")},
        "softmax": "torch.softmax({0}, -1)",
        "softmax_rows": "torch.softmax({0}, -1)",
        "softplus": "torch.nn.functional.softplus({0})",
        "silu": "torch.nn.functional.silu({0})",
        "gelu": "torch.nn.functional.gelu({0})",
        "elu": "torch.nn.functional.elu({0})",
        "hard_sigmoid": "torch.nn.functional.hardsigmoid({0})",
        "min": "torch.minimum({0}, {1})",
        "max": "torch.maximum({0}, {1})",
        "largest": "{atom}.amax(-1)",
        "smallest": "{atom}.amin(-1)",
        "part": "torch.chunk({0}, {m}, dim=-1)[{k0}]",
        "ones": "torch.ones_like({0})",
        "stop": "{atom}.detach()",
        "diagonal": "{atom}.diagonal(dim1=-2, dim2=-1)",
        "inverse": "torch.linalg.inv({0})",
    },
    {},
    "torch.cat([{}], -1)",
    "torch.zeros_like({})",
    "torch.where",
    "torch.chunk({}, {}, dim=-1)",
)  # fmt: skip
