"""Rules about source: which modules a function may use, seen without running it.

`forbid: [numpy.linalg]` names modules that none of the functions may use, under whatever name they
were imported; `only: [numpy]` names the only ones.  What a function uses is what stands in it and in the
functions of the file that it calls.  An import that nobody needs costs nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from grader.functions.source_view import Written
from reference.records import dataclass

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
        known = written.once("imported", _imported)
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
            yield from _of_node(node, written, known)


def _of_node(
    node: ast.AST, written: Written, known: Mapping[str, str]
) -> Iterator[tuple[str, int]]:
    """What one place of a function uses."""
    match node:
        case ast.Attribute() | ast.Name():
            if dotted := _dotted(node, known):
                yield dotted, node.lineno
        case ast.Call(func=ast.Name(id=word) | ast.Attribute(attr=word), args=[module, *_]) if (
            word in _BY_NAME
        ):
            if name := _constant(module, written):
                yield name, node.lineno
        case ast.Call(func=ast.Name(id="getattr"), args=[module, attribute, *_]):
            dotted, inner = _dotted(module, known), _constant(attribute, written)
            if dotted and inner:
                yield f"{dotted}.{inner}", node.lineno
        case ast.Call(func=ast.Name(id="exec" | "eval"), args=[text, *_]):
            yield from _in_text(_constant(text, written), node.lineno)
        case _:
            pass


def _constant(node: ast.expr, written: Written) -> str:
    """The text that an expression is, where it can be read; empty where only running would tell."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            one, two = _constant(left, written), _constant(right, written)
            return one + two if one and two else ""
        case ast.Name(id=name):
            given = [
                s.value
                for s in (n for f in (written.statements, *_bodies(written)) for n in f)
                if isinstance(s, ast.Assign) and any(_is_name(t, name) for t in s.targets)
            ]
            return _constant(given[0], written) if len(given) == 1 else ""
        case _:
            return ""


def _bodies(written: Written) -> Iterator[Sequence[ast.stmt]]:
    return (definition.body for definition in written.functions.values())


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _in_text(text: str, line: int) -> Iterator[tuple[str, int]]:
    """What a text that is run as a program imports; as far as it can be read."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return
    for module in _imported(body).values():
        yield module, line


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
