"""Rules about source: which modules a function may use, seen without running it.

`forbid: [numpy.linalg]` names modules that none of the functions may use, under whatever name they
were imported; `only: [numpy]` names the only ones.  What a function uses is what stands in it and in the
functions of the file that it calls.  An import that nobody needs costs nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from grader.functions.meant import Meant, Use
from grader.functions.source_view import Written
from reference.records import dataclass, field

FORBIDDEN = "function.forbidden"
# where PyTorch itself keeps what it offers as torch.nn, and the functions that its layers call
_INNER = re.compile(
    r"^torch\.(?:ao\.)?nn\.(?:quantiz\w+\.(?:dynamic\.)?)?(?:modules\.(?:[a-z]\w*\.)?)?"
)
_KERNEL = re.compile(r"^torch\.(?:_VF\.|_C\._VariableFunctions\.|ops\.aten\.)")
_SAME = {
    "torch.lstm": ("torch.nn.LSTM",),
    "torch.gru": ("torch.nn.GRU",),
    "torch.rnn_tanh": ("torch.nn.RNN",),
    "torch.rnn_relu": ("torch.nn.RNN",),
    "torch.lstm_cell": ("torch.nn.LSTMCell",),
    "torch.gru_cell": ("torch.nn.GRUCell",),
    "torch.rnn_tanh_cell": ("torch.nn.RNNCell",),
    "torch.rnn_relu_cell": ("torch.nn.RNNCell",),
    "torch.nn.RNNBase": ("torch.nn.LSTM", "torch.nn.GRU", "torch.nn.RNN"),
    "torch.nn.RNNCellBase": (),
}


@dataclass(frozen=True)
class SourceRules:
    """The modules that functions may not use, and the only ones that they may; empty is no rule."""

    forbid: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    _read: dict[int, _Uses] = field(default_factory=dict, compare=False, repr=False)

    def broken(self, written: Written, name: str) -> tuple[str, int] | None:
        """The first use of a module that is against the rules, with its line."""
        if not (self.forbid or self.only):
            return None
        if id(written) not in self._read:
            self._read[id(written)] = _Uses(written)
        own = {PurePosixPath(file).parts[0].removesuffix(".py") for file in written.source.files}
        for use in self._read[id(written)].of(name):
            if any(_within(one, self.forbid) for one in _names(use.name)):
                return use.name, use.line
            if self.only and not _within(use.name, (*self.only, *own)):
                return use.name, use.line
        return None


def _names(used: str) -> tuple[str, ...]:
    """What is used, under the name that everybody knows it by."""
    plain = _KERNEL.sub("torch.", _INNER.sub("torch.nn.", used))
    first = next((name for name in _SAME if plain == name or plain.startswith(f"{name}.")), "")
    return (used, plain, *_SAME.get(first, ()))


def _within(used: str, modules: Sequence[str]) -> bool:
    return any(used == module or used.startswith(f"{module}.") for module in modules)


class _Uses:
    """What the functions of a file use.  Each is read once, whoever calls it."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.file = Meant.of_file(written)
        self._by_name: dict[str, Sequence[Use]] = {}
        self._inside: dict[str, Sequence[Use]] = {}

    def of(self, name: str) -> Sequence[Use]:
        """The modules and their names that a function uses, by line."""
        if name not in self._by_name:
            called = self.written.calls(name)
            inside = (name, *sorted(called & set(self.written.functions)))
            owners = {each.rpartition(".")[0] for each in inside} | (
                called & {*self.written.classes}
            )
            found = [*sorted(owners & set(self.written.classes)), *inside]
            uses = [use for each in dict.fromkeys(found) for use in self._in(each)]
            self._by_name[name] = sorted(uses, key=lambda use: use.line)
        return self._by_name[name]

    def _in(self, name: str) -> Sequence[Use]:
        if name not in self._inside:
            self._inside[name] = [*self._of_class(name), *self._of_function(name)]
        return self._inside[name]

    def _of_class(self, name: str) -> Iterator[Use]:
        """What a class uses beside its methods."""
        definition = self.written.classes.get(name)
        if definition is None:
            return
        beside = [n for n in definition.body if not isinstance(n, ast.FunctionDef)]
        for node in (*definition.bases, *definition.keywords, *definition.decorator_list, *beside):
            for part in self.written.nodes(node):
                yield from self.file.of_node(part)

    def _of_function(self, name: str) -> Iterator[Use]:
        function = self.written.functions.get(name)
        if function is not None:
            meant = self.file.within(function)
            for node in self.written.nodes(function):
                yield from meant.of_node(node)
