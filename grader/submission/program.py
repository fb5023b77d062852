"""What the source of a program shows without running it.

Running a program gives values; only its source tells that a value was typed as 0.420, or which
sum stood to the right of `=`.  So every simple assignment at module level is noted, the last
one of a name counts, and a name that is bound in any other way (by a loop, an import, inside
`if`) is forgotten: of that one the source shows nothing for certain.
"""

from __future__ import annotations

import ast
import codecs
import importlib.util
import io
import sys
import threading
import tokenize
import warnings
from collections.abc import Iterator, Mapping

from grader.outcome.typed import Typed
from grader.words.sentences import archives as sentences
from reference.records import replace

_LONGEST = 500_000  # characters of a source that is looked at; the longest honest one had 60,000
_SLOW = {"punycode", "idna"}  # decoding these takes time with the square of the length
_DEEPEST = 16
_MOST = 2000  # entries of one literal: with more of them it is data, and its texts matter to nobody


class NotDecoded(Exception):
    """A source whose encoding Python does not know or cannot follow."""


class NotParsed(Exception):
    """A source that is not Python; `line` is where, if it is known."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.line = line


def decoded(program: bytes) -> str:
    """The source as Python itself decodes it: coding line, byte-order mark, all line ends."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(program).readline)
        if codecs.lookup(encoding).name in _SLOW:
            raise NotDecoded(sentences.no_encoding(encoding))
        return importlib.util.decode_source(program)
    except (SyntaxError, LookupError, UnicodeError, ValueError) as error:
        raise NotDecoded(str(error)) from None


def literals(source: str) -> dict[str, Typed]:
    r"""The module-level names of a source, each with the text to the right of its `=`.

    A literal also has its value and its text; anything else is `Typed(None, None, source)`.

    >>> literals("h1 = 0.420\nn = 2 * 3")["n"].source
    '2 * 3'
    >>> literals("h1 = 0.420")["h1"].text
    '0.420'
    """
    if len(source) > _LONGEST:
        return {}
    reader = _Literals(source)
    found: dict[str, Typed] = {}
    for statement in _parsed(source).body:
        for name, value in _bindings(statement):
            if value is None:
                found.pop(name, None)
            else:
                found[name] = reader.typed(value)
    return found


def merge(values: Mapping[str, object], known: Mapping[str, Typed]) -> dict[str, Typed]:
    r"""The values that running gave, each with the text and source that belong to it.

    The text is kept only where the value is still the one that was typed; the source always.

    >>> known = literals("h1 = 0.420\nh1_sum = 1 + 2")
    >>> merge({"h1": 0.42, "h1_sum": 3}, known)["h1"].text
    '0.420'
    >>> merge({"h1": 0.5}, known)["h1"].text is None
    True
    """
    return {name: _merged(value, known.get(name)) for name, value in values.items()}


def _merged(value: object, known: Typed | None) -> Typed:
    if known is None:
        return Typed(value)
    if known.text is None or not same(value, known.value):
        return Typed(value, source=known.source)
    return Typed(value, known.text, known.source, known.entries)


def same(value: object, literal: object) -> bool:
    """Whether a value that came back is the literal; a tuple may have become a list.

    >>> same([1, 2.5], (1, 2.5)), same(True, 1), same(1.0, 1)
    (True, False, False)
    """
    if isinstance(literal, (list, tuple)):
        return (
            isinstance(value, (list, tuple))
            and len(value) == len(literal)
            and all(map(same, value, literal))
        )
    if isinstance(literal, dict):
        return (
            isinstance(value, dict)
            and value.keys() == literal.keys()
            and all(same(value[key], literal[key]) for key in literal)
        )
    return type(value) is type(literal) and value == literal


def _parsed(source: str) -> ast.Module:
    if sys.version_info >= (3, 11):
        return _parse(source)
    # Python 3.10 turns a deep tree into objects by recursion without counting: give it room.
    outcome: list[ast.Module | NotParsed] = []

    def parse() -> None:
        try:
            outcome.append(_parse(source))
        except NotParsed as fault:
            outcome.append(fault)

    before = threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=parse)
    thread.start()
    threading.stack_size(before)
    thread.join()
    if isinstance(outcome[0], NotParsed):
        raise outcome[0]
    return outcome[0]


def _parse(source: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the student's escapes; running tells them
            return ast.parse(source)
    except SyntaxError as error:
        raise NotParsed(error.msg or "syntax error", error.lineno) from None
    except ValueError as error:  # a NUL
        raise NotParsed(str(error)) from None
    except (MemoryError, RecursionError):
        raise NotParsed(sentences.nested_too_deeply()) from None


def _bindings(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    """The names a statement binds, with the expression each gets; None where it is not plain."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _bound(target, value)
        case ast.AnnAssign(target=target, value=value) if value is not None:
            yield from _bound(target, value)
        case ast.AnnAssign():
            return
        case _:
            for name in _names(statement):
                yield name, None


def _bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr | None]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ast.Tuple(elts=targets) | ast.List(elts=targets), ast.Tuple(elts=values) | ast.List(
            elts=values
        ) if len(targets) == len(values) and not any(
            isinstance(node, ast.Starred) for node in (*targets, *values)
        ):
            for inner, part in zip(targets, values, strict=True):
                yield from _bound(inner, part)
        case _:
            # `a, b = f()`, `a[0] = 1`: whatever is named on the left is no longer known.
            for name in _names(target):
                yield name, None


def _names(node: ast.AST) -> Iterator[str]:
    """Every name of the module that a piece of source binds or changes, in whatever way."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        match part:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]
            case ast.ExceptHandler(name=str(name)):
                yield name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case _:
                pass
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield part.name  # the names inside are its own
        elif not isinstance(part, ast.Lambda):
            waiting.extend(ast.iter_child_nodes(part))


class _Literals:
    """Expressions of one source, as typed values."""

    def __init__(self, source: str) -> None:
        # Not splitlines(): a form feed ends no line in Python's own counting.
        self.lines = source.encode("utf-8", "surrogatepass").split(b"\n")
        self.left = 0
        self.seen: dict[ast.expr, Typed] = {}

    def typed(self, node: ast.expr) -> Typed:
        """The right-hand side of an assignment; of `a = b = ...` it is looked at once."""
        if node not in self.seen:
            self.left = _MOST
            opened = self.opened(node, _DEEPEST) or Typed(None)
            self.seen[node] = replace(opened, source=self.segment(node))
        return self.seen[node]

    def opened(self, node: ast.expr, depth: int) -> Typed | None:
        """A literal with its value and text; None for anything that must be computed."""
        self.left -= 1
        if not depth or self.left < 0:
            return None
        match node:
            case ast.Constant(value=value):
                return Typed(value, self.segment(node))
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=ast.Constant(value=value)):
                return self.signed(node, sign, value)
            case ast.List(elts=nodes) | ast.Tuple(elts=nodes):
                return self.collection(node, nodes, depth)
            case ast.Dict(keys=keys, values=nodes):
                return self.mapping(node, keys, nodes, depth)
            case _:
                return None

    def signed(self, node: ast.expr, sign: ast.unaryop, value: object) -> Typed | None:
        if not isinstance(value, (int, float, complex)) or isinstance(value, bool):
            return None
        return Typed(-value if isinstance(sign, ast.USub) else value, self.segment(node))

    def collection(self, node: ast.expr, nodes: list[ast.expr], depth: int) -> Typed | None:
        entries = [self.opened(entry, depth - 1) for entry in nodes]
        known = tuple(entry for entry in entries if entry is not None)
        if len(known) < len(nodes):
            return None
        values = [entry.value for entry in known]
        value = tuple(values) if isinstance(node, ast.Tuple) else values
        return Typed(value, self.segment(node), entries=known)

    def mapping(
        self, node: ast.expr, keys: list[ast.expr | None], nodes: list[ast.expr], depth: int
    ) -> Typed | None:
        value: dict[object, object] = {}
        for key, entry in zip(keys, nodes, strict=True):
            opened = self.opened(entry, depth - 1)
            if not isinstance(key, ast.Constant) or opened is None:
                return None
            value[key.value] = opened.value
        return Typed(value, self.segment(node))

    def segment(self, node: ast.expr) -> str:
        """The source text of an expression.

        `ast.get_source_segment` splits the whole source anew for each call; a file with ten
        thousand assignments would take minutes.
        """
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        if first == last:  # without a copy of what stands before it: a line may be long
            segment = self.lines[first][node.col_offset : node.end_col_offset]
            return segment.decode("utf-8", "surrogatepass")
        lines = self.lines[first : last + 1]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"\n".join(lines).decode("utf-8", "surrogatepass")
