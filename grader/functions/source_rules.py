"""Rules about source: which modules a function may use, seen without running it.

`forbid: [numpy.linalg]` names modules that none of the functions may use, under whatever name they
were imported; `only: [numpy]` names the only ones.  What a function uses is what stands in it and in the
functions of the file that it calls.  An import that nobody needs costs nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.functions.source_view import Written

# where PyTorch itself keeps what it offers as torch.nn
_INNER = re.compile(r"^torch\.nn\.modules\.(?:[a-z]\w*\.)?")
_BY_NAME = frozenset({"__import__", "import_module"})


@dataclass(frozen=True)
class SourceRules:
    """The modules that functions may not use, and the only ones that they may; empty is no rule."""

    forbid: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def broken(self, written: Written, name: str) -> tuple[str, int] | None:
        """The first use of a module that is against the rules, with its line."""
        if not (self.forbid or self.only):
            return None
        known = _imported(written.statements)
        own = {PurePosixPath(file).parts[0].removesuffix(".py") for file in written.source.files}
        for used, line in sorted(_used(written, name, known), key=lambda found: found[1]):
            if _within(used, self.forbid):
                return used, line
            if self.only and not _within(used, (*self.only, *own)):
                return used, line
        return None


def _within(used: str, modules: Sequence[str]) -> bool:
    used = _INNER.sub("torch.nn.", used)
    return any(used == module or used.startswith(f"{module}.") for module in modules)


def _imported(statements: Sequence[ast.stmt]) -> Mapping[str, str]:
    """What every imported name stands for: `np` for numpy, `inv` for numpy.linalg.inv."""
    found: dict[str, str] = {}
    for node in (inner for statement in statements for inner in ast.walk(statement)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                found[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in statements:
        match node:  # a name of one's own for it, or what it makes
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                made = value.func if isinstance(value, ast.Call) else value
                if dotted := _dotted(made, found):
                    found.setdefault(name, dotted)
            case _:
                pass
    return found


def _used(written: Written, name: str, known: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The modules and their names that a function uses, with lines."""
    inside = (name, *sorted(written.calls(name) & set(written.functions)))
    owners = {each.rpartition(".")[0] for each in inside} | (
        written.calls(name) & {*written.classes}
    )
    for owner in owners & set(written.classes):
        for base in written.classes[owner].bases:
            if dotted := _dotted(base, known):
                yield dotted, base.lineno
    for each in inside:
        definition = written.functions.get(each)
        for node in ast.walk(definition) if definition is not None else ():
            match node:
                case ast.Attribute() | ast.Name():
                    dotted = _dotted(node, known)
                    if dotted:
                        yield dotted, node.lineno
                case ast.Call(func=ast.Name(id=word) | ast.Attribute(attr=word),
                              args=[ast.Constant(value=str(module)), *_]) if word in _BY_NAME:  # fmt: skip
                    yield module, node.lineno
                case ast.Call(func=ast.Name(id="getattr"),
                              args=[thing, ast.Constant(value=str(attribute)), *_]):  # fmt: skip
                    if dotted := _dotted(thing, known):
                        yield f"{dotted}.{attribute}", node.lineno
                case _:
                    pass


def _dotted(node: ast.expr, known: Mapping[str, str]) -> str:
    """`numpy.linalg.inv` for `np.linalg.inv`; empty for what is no module's."""
    match node:
        case ast.Name(id=name):
            return known.get(name, "")
        case ast.Attribute(value=value, attr=attribute):
            inner = _dotted(value, known)
            return f"{inner}.{attribute}" if inner else ""
        case _:
            return ""
