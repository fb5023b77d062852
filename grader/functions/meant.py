"""What names in a program stand for: modules, what is taken out of them, and what is made with that.

`nn.LSTM` is torch.nn.LSTM under whatever name the module was imported, by `getattr`, by its `__dict__`, by
`import_module`, or kept in a name of one's own.  What only running would tell stands for nothing.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from grader.functions.source_view import Written
from reference.records import dataclass, field, replace

_BY_NAME = frozenset({"__import__", "import_module"})
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class Use(NamedTuple):
    """A module, or something of one, and the line where it is used."""

    name: str
    line: int


@dataclass(frozen=True)
class Meant:
    """What names stand for at one place of a file.

    `known` are names of modules and their parts, `made` what was used to make a name's value, `stars` the modules of
    which everything was imported; `own` names are the file's.
    """

    written: Written
    known: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, frozenset[str]] = field(default_factory=dict)
    stars: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()

    @classmethod
    def of_file(cls, written: Written) -> Meant:
        """What the names at the top level of a file stand for."""
        nodes = [node for top in written.statements for node in written.nodes(top)]
        known, stars = _imported(nodes)
        found = cls(
            written, known, stars=stars, own=frozenset((*written.functions, *written.classes))
        )
        made: dict[str, frozenset[str]] = {}
        for name, value in _given(_at_the_top(written.statements)):
            if dotted := found.dotted(value):
                known.setdefault(name, dotted)
                continue
            inside = [*ast.walk(value)]
            used = {use.name for node in inside for use in found.of_node(node)}
            used.update(*(made.get(n.id, ()) for n in inside if isinstance(n, ast.Name)))
            made[name] = made.get(name, frozenset()) | used
        return replace(found, made=made)

    def within(self, definition: ast.FunctionDef) -> Meant:
        """The same in a function: its own names are not the file's."""
        nodes = self.written.nodes(definition)
        arguments = definition.args
        places = [*arguments.posonlyargs, *arguments.args]
        local = {a.arg for n in nodes if isinstance(n, ast.arguments)
                 for a in (*n.posonlyargs, *n.args, *n.kwonlyargs)}  # fmt: skip
        shared = {name for n in nodes if isinstance(n, ast.Global) for name in n.names}
        local |= {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        local -= shared
        known = {name: what for name, what in self.known.items() if name not in local}
        imported, stars = _imported(nodes)
        known.update(imported)
        made = {name: what for name, what in self.made.items() if name not in local}
        inner = replace(
            self, known=known, made=made, stars=(*self.stars, *stars), own=self.own | local
        )
        defaults = [*zip(reversed(places), reversed(arguments.defaults), strict=False)]
        defaults += [
            (a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d
        ]
        given = [(place.arg, value) for place, value in defaults]
        for name, value in (*given, *_given(nodes)):
            if dotted := inner.dotted(value):
                known[name] = dotted
        return inner

    def of_node(self, node: ast.AST) -> Iterator[Use]:
        """What one place uses."""
        match node:
            case ast.Name(id=name):
                yield from (Use(what, node.lineno) for what in sorted(self.made.get(name, ())))
                if name not in self.known and name not in self.own and not hasattr(builtins, name):
                    yield from (Use(f"{module}.{name}", node.lineno) for module in self.stars)
            case ast.Call(func=ast.Name(id="exec" | "eval"), args=[text, *_]):
                yield from (Use(name, node.lineno) for name in _in_text(self.constant(text)))
            case _:
                pass
        if isinstance(node, ast.expr) and (dotted := self.dotted(node)):
            yield Use(dotted, node.lineno)

    def dotted(self, node: ast.expr) -> str:
        """`numpy.linalg.inv` for `np.linalg.inv`; empty for what is no module's."""
        match node:
            case ast.Name(id=name):
                return self.known.get(name, "")
            case ast.Attribute(value=value, attr="__dict__"):
                return self.dotted(value)
            case ast.Attribute(value=value, attr=attribute):
                return _joined(self.dotted(value), attribute)
            case ast.Subscript(value=value, slice=key):
                return self._of_subscript(value, self.constant(key))
            case ast.Call():
                return self._of_call(node)
            case _:
                return ""

    def _of_subscript(self, value: ast.expr, key: str) -> str:
        match value:
            case ast.Attribute(attr="__dict__") | ast.Call(func=ast.Name(id="vars")):
                return _joined(self.dotted(value), key)
            case _:
                return key if self.dotted(value) == "sys.modules" else ""

    def _of_call(self, call: ast.Call) -> str:
        match call:
            case ast.Call(func=ast.Name(id=word) | ast.Attribute(attr=word), args=[module, *_]) if (
                word in _BY_NAME
            ):
                name = self.constant(module)
                return name if word == "import_module" else name.partition(".")[0]
            case ast.Call(func=ast.Name(id="getattr"), args=[module, attribute, *_]):
                return _joined(self.dotted(module), self.constant(attribute))
            case ast.Call(func=ast.Name(id="vars"), args=[module]):
                return self.dotted(module)
            case ast.Call(func=ast.Call(func=getter, args=[attribute]), args=[module]) if (
                self.dotted(getter) == "operator.attrgetter"
            ):
                return _joined(self.dotted(module), self.constant(attribute))
            case _:
                return ""

    def constant(self, node: ast.expr) -> str:
        """The text that an expression is, where it can be read; empty where only running would tell."""
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                one, two = self.constant(left), self.constant(right)
                return one + two if one and two else ""
            case ast.JoinedStr(values=parts):
                found = [self.constant(part) for part in parts]
                return "".join(found) if all(found) else ""
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self.constant(value)
            case ast.Name(id=name):
                bodies = (definition.body for definition in self.written.functions.values())
                given = [
                    s.value
                    for s in (n for f in (self.written.statements, *bodies) for n in f)
                    if isinstance(s, ast.Assign) and any(_is_name(t, name) for t in s.targets)
                ]
                return self.constant(given[0]) if len(given) == 1 else ""
            case _:
                return ""


def _imported(nodes: Sequence[ast.AST]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What every imported name stands for, and of which modules everything was imported."""
    found: dict[str, str] = {}
    stars: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                found[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            if found.pop("*", None):
                stars.append(node.module)
    return found, tuple(stars)


def _at_the_top(statements: Sequence[ast.stmt]) -> list[ast.AST]:
    """All that is not in a function or class, those in `if`, `try` and loops among it."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = [*reversed(statements)]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, _DEFINITIONS):
            found.append(node)
            waiting += reversed([*ast.iter_child_nodes(node)])
    return found


def _given(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Names and what each is given."""
    for node in nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _one_by_one(target, value)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.AugAssign(target=target, value=value)
                | ast.NamedExpr(target=target, value=value)
                | ast.For(target=target, iter=value)
            ):
                yield from _one_by_one(target, value)
            case _:
                pass


def _one_by_one(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case (
            (ast.Tuple(elts=names) | ast.List(elts=names)),
            (ast.Tuple(elts=values) | ast.List(elts=values)),
        ) if len(names) == len(values):
            for name, part in zip(names, values, strict=True):
                yield from _one_by_one(name, part)
        case _:
            for inner in ast.walk(target):
                if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                    yield inner.id, value


def _in_text(text: str) -> Iterator[str]:
    """What a text that is run as a program imports; as far as it can be read."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return
    names, stars = _imported([node for top in body for node in ast.walk(top)])
    yield from (*names.values(), *stars)


def _joined(inner: str, attribute: str) -> str:
    return f"{inner}.{attribute}" if inner and attribute else ""


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
