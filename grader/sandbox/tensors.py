"""PyTorch's tensors as one more kind of plain data: what a worker takes of that library.

It is loaded where an assignment asks for it and nowhere else, once in the process that forks workers.
What the encoder and the decoder use of it is held from before any student's code runs.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from typing import Any, NamedTuple

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

TORCH = "torch"
FRAMEWORKS = frozenset({TORCH})
# what PyTorch imports only when these words come to be used, and cannot where no file may be opened
LATE = {
    b"grad(": "torch.fx.experimental.symbolic_shapes",
    b"backward(": "torch.fx.experimental.symbolic_shapes",
    b"gradcheck": "torch.fx.experimental.symbolic_shapes",
    b"optim": "torch._dynamo",
    b"compile(": "torch._dynamo",
}


class Tensors(NamedTuple):
    """PyTorch's own functions, by what they are needed for."""

    kind: type
    parameter: type
    numpy: Any
    count: Any
    requires: Any
    from_numpy: Any
    require: Any
    copy: Any
    no_grad: Any
    grad: Any
    times: Any
    total: Any

    def tensor(self, numbers: Any, needs_slope: bool) -> object:  # as the decoder calls it
        """A tensor of an array."""
        made = self.from_numpy(numbers)
        return self.require(made) if needs_slope else made

    def fill(self, target: Any, value: Any, path: str) -> None:
        """Give a parameter other numbers; it stays the parameter that the module knows."""
        if tuple(target.shape) != tuple(value.shape):
            got, wanted = tuple(target.shape), tuple(value.shape)
            raise ValueError(f"{path} has the shape {got}, where {wanted} is set")
        with self.no_grad():
            self.copy(target, value)

    def slopes(
        self, results: Sequence[Any], arriving: Sequence[Any], by: Sequence[Any]
    ) -> list[Any]:
        """What autograd gives for each of `by`; None where no gradient comes."""
        pairs = [(r, a) for r, a in zip(results, arriving, strict=True) if _carries(self, r)]
        needing = [k for k, one in enumerate(by) if _carries(self, one)]
        found: list[Any] = []
        if pairs and needing:
            # one number, as gradients that arrive make PyTorch load a library for algebra
            total = sum(self.total(self.times(result, slope)) for result, slope in pairs)
            found = list(self.grad(total, [by[k] for k in needing], allow_unused=True))
        by_place = dict(zip(needing, found, strict=False))
        return [by_place.get(k) for k in range(len(by))]


_loaded: list[Tensors] = []
_open: list[bool] = []  # whether it may be imported


def loaded() -> Tensors | None:
    """PyTorch, if it was loaded into this process."""
    return _loaded[0] if _loaded else None


def load() -> None:
    """Load PyTorch, for one thread."""
    if _loaded:
        return
    _open.append(True)
    torch = importlib.import_module(TORCH)
    torch.set_num_threads(1)
    one = torch.ones(2, 2)
    torch.tanh(
        one @ one
    )  # it reads what processor this is when it is first used, and no worker may
    tensor = torch.Tensor
    _loaded.append(
        Tensors(
            tensor, torch.nn.Parameter, tensor.numpy, tensor.numel,
            tensor.requires_grad.__get__, torch.from_numpy, tensor.requires_grad_, tensor.copy_,
            torch.no_grad, torch.autograd.grad, torch.mul, torch.sum,
        )
    )  # fmt: skip


class Apart:
    """Keeps a framework away where no assignment asks for it, whether it is installed or not.

    Else a line that nobody needs would load it for seconds, and what may be used would hang on the machine.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: object = None
    ) -> ModuleSpec | None:
        """None for everything else: others look for it."""
        if not _open and fullname.partition(".")[0] in FRAMEWORKS:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None

    @classmethod
    def install(cls) -> None:
        """Ask it first, in this process."""
        sys.meta_path.insert(0, cls())


def is_tensor(kind: type) -> bool:
    """Whether this exact type is a tensor."""
    for torch in _loaded:
        # by `is`: a class may say what it equals, and a hook may be told of every `id`
        return kind is torch.kind or kind is torch.parameter
    return False


def _carries(torch: Tensors, value: object) -> bool:
    return is_tensor(type(value)) and bool(torch.requires(value))
