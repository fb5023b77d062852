"""What the source of a function shows without running it: what it calls, and what is left open.

Exercises come with places to fill in (`dWx = None`), and a place that nobody filled is no bug.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from grader.sandbox.program import Unit, bound_names, units
from grader.sandbox.source import Source
from reference.records import dataclass

_LARGEST = 1_000_000  # characters that are read; exercises have less than a tenth
_DEEPEST = 10  # classes above each other that are looked at
_UNREADABLE = (SyntaxError, ValueError, MemoryError, RecursionError)


@dataclass(frozen=True)
class Written:
    """The functions that stand in a submission, by name."""

    source: Source

    @cached_property
    def statements(self) -> Sequence[ast.stmt]:
        """The top-level statements that can be read."""
        found: list[ast.stmt] = []
        try:
            for unit in self._units():
                found += ast.parse(unit.text).body
        except _UNREADABLE:
            pass  # then nothing is known, and nothing is said
        return found

    def _units(self) -> Iterator[Unit]:
        """The pieces of all files that are graded, of which the first file's count most."""
        for name in reversed(self.source.graded):
            data = self.source.files.get(name, b"")
            if len(data) <= _LARGEST:
                yield from units(name, data)

    @cached_property
    def _walked(self) -> dict[int, Sequence[ast.AST]]:
        return {}

    def nodes(self, top: ast.AST) -> Sequence[ast.AST]:
        """Everything in a definition of the file, which is walked through once."""
        if id(top) not in self._walked:
            self._walked[id(top)] = _within_it(top)
        return self._walked[id(top)]

    @cached_property
    def functions(self) -> Mapping[str, ast.FunctionDef]:
        """The last definition of every top-level function."""
        found = {node.name: node for node in self.statements if isinstance(node, ast.FunctionDef)}
        for owner in self.classes:
            found.update(self._methods(owner))
        return found

    @cached_property
    def classes(self) -> Mapping[str, ast.ClassDef]:
        """The last definition of every top-level class."""
        return {node.name: node for node in self.statements if isinstance(node, ast.ClassDef)}

    def _methods(self, owner: str, depth: int = 0) -> Mapping[str, ast.FunctionDef]:
        """The methods of a class as `RNNCell.forward`, those of its own base classes included."""
        definition = self.classes[owner]
        bases = [base.id for base in definition.bases if isinstance(base, ast.Name)]
        found: dict[str, ast.FunctionDef] = {}
        for base in bases if depth < _DEEPEST else ():
            if base in self.classes and base != owner:
                inherited = self._methods(base, depth + 1)
                found.update({_within(owner, name): node for name, node in inherited.items()})
        for node in definition.body:
            if isinstance(node, ast.FunctionDef):
                found[_within(owner, node.name)] = node
        return found

    def lines(self, definition: ast.FunctionDef) -> list[bytes]:
        """The lines of the text that a function stands in, as the interpreter counts them."""
        for unit in self._units():
            try:
                body = ast.parse(unit.text).body
            except _UNREADABLE:
                continue
            wanted = (definition.name, definition.lineno)
            inner = (n for top in body for n in ast.walk(top) if isinstance(n, ast.FunctionDef))
            if any((n.name, n.lineno) == wanted for n in inner):
                return unit.text.encode().splitlines(keepends=True)
        return []

    def owner(self, name: str) -> str:
        """The class or function that a function stands in, where it stands in none of its own."""
        kinds = (ast.ClassDef, ast.FunctionDef)
        for node in self.statements:
            if isinstance(node, kinds) and node.name != name:
                inner = (n for n in ast.walk(node) if isinstance(n, ast.FunctionDef))
                if any(n.name == name for n in inner):
                    return node.name
        return ""

    def calls(self, name: str) -> frozenset[str]:
        """The names that a function uses, those of its helpers included."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            inside = waiting.pop()
            definition = self.functions.get(inside)
            if definition is None:
                continue
            used = self._used_in(definition, inside.rpartition(".")[0]) - seen
            seen |= used
            waiting.extend(used & set(self.functions))
        return frozenset(seen - {name})

    def _used_in(self, definition: ast.FunctionDef, owner: str) -> set[str]:
        """The names in a function; `self.forward` is a method, and who makes an object uses its class."""
        used = {n.id for n in self.nodes(definition) if isinstance(n, ast.Name)}
        for node in self.nodes(definition) if owner else ():
            match node:
                case ast.Attribute(value=ast.Name(id="self"), attr=method):
                    used.add(f"{owner}.{method}")
                case _:
                    pass
        made = [self._methods(name) for name in used & set(self.classes)]
        if owner in self.classes:
            used.add(f"{owner}.__init__")
        return used.union(*made)

    def is_placeholder(self, name: str) -> bool:
        """Whether a function does nothing at all, whatever its arguments are."""
        definition = self.functions.get(name)
        if definition is None:
            return False
        body = [node for node in definition.body if not _is_idle(node)]
        if not body:
            return True
        if len(body) == 1 and isinstance(body[0], ast.Raise):
            return "NotImplemented" in ast.dump(body[0])
        if len(body) == 1 and isinstance(body[0], ast.Return):
            return _is_nothing(body[0].value)
        returned = [n.value for n in self.nodes(definition) if isinstance(n, ast.Return)]
        open_names = self._open_names(definition)
        if all(_opens(node) or isinstance(node, ast.Return) for node in body):
            open_names |= self._unbound(definition, returned)
        return bool(returned) and all(_is_nothing(v, open_names) for v in returned)

    def has_open_places(self, name: str) -> bool:
        """Whether some place to fill in is still None."""
        definition = self.functions.get(name)
        if definition is None:
            return False
        used = {
            node.id
            for node in self.nodes(definition)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }  # templates also prepare names that nobody needs
        return bool(self._open_names(definition) & used) or any(_open_places(definition))

    def _unbound(
        self, definition: ast.FunctionDef, returned: Sequence[ast.expr | None]
    ) -> frozenset[str]:
        """Names that are returned and given nothing anywhere: they wait for code."""
        names = {
            n.id for v in returned if v is not None for n in ast.walk(v) if isinstance(n, ast.Name)
        }
        arguments = definition.args
        taken = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        taken |= {name for node in self.statements for name in bound_names(node)}
        taken |= {name for node in definition.body for name in bound_names(node)}
        return frozenset(names - taken)

    def _open_names(self, definition: ast.FunctionDef) -> frozenset[str]:
        """Names that are given None, or what is made of such names, and nothing else anywhere."""
        given: dict[str, list[ast.expr | None]] = {}
        for node in self.nodes(definition):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    for name, value in _assigned(target, node.value):
                        given.setdefault(name, []).append(value)
            elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For, ast.NamedExpr)):
                for inner in ast.walk(node.target):
                    if isinstance(inner, ast.Name):
                        given.setdefault(inner.id, []).append(inner)  # itself: never nothing
        found: frozenset[str] = frozenset()
        while True:
            wider = frozenset(
                name for name, every in given.items() if all(_is_nothing(v, found) for v in every)
            )
            if wider == found:
                return found
            found = wider


def _within_it(top: ast.AST) -> list[ast.AST]:
    """As `ast.walk`, in a third of its time: without the nodes that only say how a name is used."""
    found = [top]
    for node in found:  # which grows meanwhile
        for key in node._fields:
            value = getattr(node, key, None)
            if type(value) is list:
                found += [one for one in value if isinstance(one, ast.AST)]
            elif isinstance(value, ast.AST) and key != "ctx":
                found.append(value)
    return found


def _within(owner: str, name: str) -> str:
    return f"{owner}.{name.rpartition('.')[2]}"


def _is_idle(node: ast.stmt) -> bool:
    """A docstring, `pass` or `...`."""
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _opens(node: ast.stmt) -> bool:
    """`a = None`, and `a, b = None, None`: a place that waits for code."""
    return isinstance(node, ast.Assign) and _is_nothing(node.value)


def _is_nothing(value: ast.expr | None, open_names: frozenset[str] = frozenset()) -> bool:
    """Whether an expression is None, `...`, an open name, or a row of these."""
    match value:
        case None:
            return True
        case ast.Constant(value=constant):
            return constant is None or constant is Ellipsis
        case ast.Name(id=name):
            return name in open_names
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return bool(parts) and all(_is_nothing(part, open_names) for part in parts)
        case ast.Dict(values=parts):
            return bool(parts) and all(_is_nothing(part, open_names) for part in parts)
        case _:
            return False


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The names of an assignment, and what each is given."""
    match target, value:
        case ((ast.Tuple(elts=names) | ast.List(elts=names)), ast.Tuple(elts=values)) if len(
            names
        ) == len(values):
            for name, part in zip(names, values, strict=True):
                yield from _assigned(name, part)
        case ((ast.Tuple() | ast.List()), _):
            for inner in ast.walk(target):
                if isinstance(inner, ast.Name):
                    yield inner.id, value
        case ast.Name(id=name), _:
            yield name, value


def _open_places(definition: ast.FunctionDef) -> Iterator[bool]:
    """`range(None)`, `a, b = None` and `a[:, t] = None`: what only an unfilled template has."""
    for node in ast.walk(definition):
        match node:
            case ast.Call(func=ast.Name(id="range" | "reversed"), args=[ast.Constant(value=None)]):
                yield True
            case ast.Assign(
                targets=[ast.Tuple() | ast.Subscript()], value=ast.Constant(value=None)
            ):
                yield True
