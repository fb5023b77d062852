"""Small changes of a function's text, one place each: what might have been meant instead.

Slips are small: a sign, a name, an index, a factor too few.  Each is undone by a change of its own kind, and all
such changes of a function are made here, likely ones first.  Which of them helps is seen elsewhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from reference.records import dataclass

OPERATOR, NAME, NUMBER = "operator", "name", "number"
TURNED, FUNCTION, LESS, MORE, ADDED_UP = "turned", "function", "less", "more", "added up"
POWER = "power"

_OTHERS = {ast.Add: ("-", "*"), ast.Sub: ("+", "*"), ast.Mult: ("+", "@", "/"), ast.Div: ("*",),
           ast.MatMult: ("*",), ast.Pow: ("*",)}  # fmt: skip
_MODULES = frozenset({"np", "numpy", "math", "torch", "nn", "F", "self"})


class Change(NamedTuple):
    """What kind of change it is, in which line, the whole text after it, and what became what."""

    kind: str
    line: int
    text: str
    was: str
    now: str


@dataclass(frozen=True)
class Changes:
    """The changes of one function; `lines` are those of its file."""

    definition: ast.FunctionDef
    lines: list[bytes]
    library: str = "np"

    def all(self) -> Iterator[Change]:
        """Every change, likely ones first."""
        seen: set[str] = set()
        for made in (self._of_operators, self._of_calls, self._of_numbers, self._of_statements,
                     self._of_names, self._of_parts):  # fmt: skip
            for change in made():
                if change.text not in seen:
                    seen.add(change.text)
                    yield change

    # the kinds

    def _of_operators(self) -> Iterator[Change]:
        for node in self._nodes():
            match node:
                case ast.BinOp(left=left, op=op, right=right):
                    one, two = self._text(left), self._text(right)
                    for sign in _OTHERS.get(type(op), ()):
                        yield self._with(node, f"({one} {sign} {two})", OPERATOR)
                    if isinstance(op, (ast.Sub, ast.MatMult)):
                        sign = "-" if isinstance(op, ast.Sub) else "@"
                        yield self._with(node, f"({two} {sign} {one})", OPERATOR)
                    if isinstance(op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)):
                        yield self._with(node, f"({one})", LESS)
                        yield self._with(node, f"({two})", LESS)
                    if moved := self._power_moved(node):
                        yield self._with(node, moved, POWER)
                    if isinstance(op, ast.MatMult):
                        yield self._with(left, f"({one}).T", TURNED)
                        yield self._with(right, f"({two}).T", TURNED)
                case ast.UnaryOp(op=ast.USub(), operand=inner):
                    yield self._with(node, f"({self._text(inner)})", OPERATOR)
                case ast.Attribute(value=value, attr="T"):
                    yield self._with(node, self._text(value), TURNED)
                case _:
                    pass

    def _power_moved(self, node: ast.BinOp) -> str:
        """`(1 - h)**2` as `1 - h**2`, and the other way round; nothing for anything else."""
        match node:
            case ast.BinOp(
                left=ast.BinOp(left=one, op=ast.Add() | ast.Sub() as op, right=two),
                op=ast.Pow(),
                right=power,
            ):
                sign = "+" if isinstance(op, ast.Add) else "-"
                return f"({self._text(one)} {sign} ({self._text(two)}) ** {self._text(power)})"
            case ast.BinOp(
                left=one,
                op=ast.Add() | ast.Sub() as op,
                right=ast.BinOp(left=two, op=ast.Pow(), right=power),
            ):
                sign = "+" if isinstance(op, ast.Add) else "-"
                return f"(({self._text(one)} {sign} {self._text(two)}) ** {self._text(power)})"
            case _:
                return ""

    def _of_calls(self) -> Iterator[Change]:
        for node in self._nodes():
            if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
                continue
            inner, called = self._text(node.args[0]), self._text(node.func)
            if called == "range":
                continue
            yield self._with(node, f"({inner})", LESS)
            for other in (
                f"{self.library}.tanh({inner})",
                f"(1 / (1 + {self.library}.exp(-({inner}))))",
            ):
                if not (called.endswith("tanh") and "tanh" in other):
                    yield self._with(node, other, FUNCTION)

    def _of_numbers(self) -> Iterator[Change]:
        for node in self._nodes():
            match node:
                case ast.Constant(value=int() as value) if value is not True and value is not False:
                    for other in (value + 1, value - 1):
                        yield self._with(node, f"({other})", NUMBER)
                case ast.Subscript(slice=where):
                    for inner in ast.walk(where):
                        if isinstance(inner, ast.Name):
                            yield self._with(inner, f"{inner.id} - 1", NUMBER)
                            yield self._with(inner, f"{inner.id} + 1", NUMBER)
                case _:
                    pass

    def _of_statements(self) -> Iterator[Change]:
        for node in ast.walk(self.definition):
            match node:
                case ast.AugAssign(target=target, op=op, value=value):
                    goal, what = self._text(target), self._text(value)
                    yield self._with(node, f"{goal} = {what}", ADDED_UP)
                    if isinstance(op, (ast.Add, ast.Sub)):
                        sign = "-" if isinstance(op, ast.Add) else "+"
                        yield self._with(node, f"{goal} {sign}= {what}", OPERATOR)
                    yield self._with(node, "pass", LESS)
                case ast.Assign(targets=[ast.Name() | ast.Subscript() as target], value=value):
                    yield self._with(node, f"{self._text(target)} += {self._text(value)}", ADDED_UP)
                case ast.For(iter=over):
                    yield self._with(over, f"reversed({self._text(over)})", NUMBER)
                case _:
                    pass

    def _of_names(self) -> Iterator[Change]:
        names = self._names()
        for node in self._nodes():
            if isinstance(node, ast.Name) and node.id in names:
                for other in names:
                    if other != node.id:
                        yield self._with(node, other, NAME)

    def _of_parts(self) -> Iterator[Change]:
        names = self._names()
        for node in self._nodes():
            if isinstance(node, ast.Name) and node.id in names:
                yield self._with(node, f"({node.id} ** 2)", MORE)
                yield self._with(node, f"{self.library}.tanh({node.id})", MORE)
        for node in self._nodes():
            match node:
                case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult(), left=left, right=right):
                    terms = (node, left, right) if not isinstance(node.op, ast.Mult) else (node,)
                    for term in terms:
                        for name in names:
                            for sign in "*+-":
                                text = f"(({self._text(term)}) {sign} {name})"
                                yield self._with(term, text, MORE)
                case _:
                    pass

    # texts

    def _nodes(self) -> Iterator[ast.expr]:
        """The expressions that are read, in the order of the text."""
        for statement in self.definition.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.expr) and not isinstance(
                    getattr(node, "ctx", None), ast.Store
                ):
                    yield node

    def _names(self) -> list[str]:
        """The names of the function's own numbers."""
        arguments = self.definition.args
        found = dict.fromkeys(a.arg for a in (*arguments.posonlyargs, *arguments.args))
        called = set()
        for node in ast.walk(self.definition):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] = None
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                called.add(node.func.id)
        return [name for name in found if name not in called | _MODULES]

    def _text(self, node: ast.expr) -> str:
        start, end = self._place(node)
        return self._whole[start:end].decode()

    def _with(self, node: ast.expr | ast.stmt, text: str, kind: str) -> Change:
        start, end = self._place(node)
        whole = self._whole[:start] + text.encode() + self._whole[end:]
        return Change(kind, node.lineno, whole.decode(), self._whole[start:end].decode(), text)

    @property
    def _whole(self) -> bytes:
        return b"".join(self.lines[self.definition.lineno - 1 : self.definition.end_lineno])

    def _place(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a node begins and ends in the text of the function."""
        first = self.definition.lineno - 1

        def at(line: int, column: int) -> int:
            return sum(map(len, self.lines[first : line - 1])) + column

        ends = node.end_lineno or node.lineno, node.end_col_offset or 0
        return at(node.lineno, node.col_offset), at(*ends)
