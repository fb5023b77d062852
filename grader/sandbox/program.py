"""From the bytes of a file to code that can run, and what had to be left out on the way.

One bad line does not cost the whole file.  A top-level statement that does not compile is left out
alone, with a fault that names its lines; everything else keeps its line number.  Three
things are left whole and refused, as what remains would not mean what its author saw:

- tabs mixed with spaces: which statement belongs to which block is anybody's guess;
- Python 2 outside of any function: the file was written for a language in which 1/2 is 0;
- the marks of an unfinished merge: two versions stand in one file.
"""

from __future__ import annotations
import __future__

import ast
import importlib.util
import re
from collections.abc import Iterator
from types import CodeType
from typing import NamedTuple

from grader.sandbox import hints
from grader.sandbox.frame import ANYTHING
from grader.sandbox.message import Message, say
from grader.sandbox.notebook import NotANotebook, code_cells

FUTURE = 0
for _name in __future__.all_feature_names:
    FUTURE |= getattr(__future__, _name).compiler_flag
MOST_FAULTS = 10  # a file with more is a text of another kind, not a program with slips

_STARTS = re.compile(r"[^\s#)\]}]")
_CONTINUES = re.compile(r"(else|elif|except|finally|case)\b")
_DEFINES = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)|([A-Za-z_]\w*)\s*(?::[^=]*)?=[^=]")
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_COMPILER_ERRORS = (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError)


class Fault(NamedTuple):
    """What cannot be run: see `grader.sandbox.outcome.Fault`, which the grader makes of it.

    The values of this package's inner side are named tuples: the command that forks a worker
    waits for this code to be loaded, and a dataclass takes 0.7 ms to be made.
    """

    kind: str
    said: Message
    first: int
    last: int
    names: tuple[str, ...] = ()
    cell: int | None = None


class Unit(NamedTuple):
    """A piece that runs as one: the whole file, or one cell of a notebook.

    `code` is None if nothing of it compiles.  `text` is what was compiled, with left-out lines
    empty.
    """

    text: str
    filename: str
    cell: int | None = None
    code: CodeType | None = None
    faults: tuple[Fault, ...] = ()


def units(main: str, data: bytes) -> Iterator[Unit]:
    """The units of a submission's main file, compiled as far as they can be."""
    if main.endswith(".ipynb"):
        try:
            cells = code_cells(data)
        except NotANotebook as error:
            yield Unit(
                "", main, faults=(Fault("package", say("package", error.said), 1, 1, (ANYTHING,)),)
            )
            return
        for cell in cells:
            yield _compiled(cell.text, f"cell {cell.number}", cell.number)
        return
    try:
        text = importlib.util.decode_source(data)
    except (SyntaxError, UnicodeDecodeError, LookupError, ValueError) as error:
        yield Unit("", main, faults=(_undecodable(data, error),))
        return
    yield _compiled(text, main, None)


def _undecodable(data: bytes, error: Exception) -> Fault:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Fault(
            "syntax",
            say("saved-as-utf-16"),
            1,
            1,
            (ANYTHING,),
        )
    line = 1
    if isinstance(error, SyntaxError) and "encoding declaration" in str(error):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as inner:  # says where, which the other does not
            error = inner
    if isinstance(error, UnicodeDecodeError):
        line = data[: error.start].count(b"\n") + 1
        reason: str | Message = say("no-utf-8", error.reason)
    else:
        reason = str(error)[:200]
    said = say("not-decodable", line, reason)
    return Fault("syntax", said, line, line, (ANYTHING,))


def _compiled(text: str, filename: str, cell: int | None) -> Unit:
    """The text compiled, less the statements that prevent it."""
    lines = text.split("\n")
    faults: list[Fault] = []
    while True:
        try:
            code = compile("\n".join(lines), filename, "exec", dont_inherit=True)
            return Unit("\n".join(lines), filename, cell, code, tuple(faults))
        except _COMPILER_ERRORS as error:
            fault, refused = _judge(lines, error, cell)
        faults.append(fault)
        if refused:
            return Unit(text, filename, cell, None, (fault,))
        if len(faults) > MOST_FAULTS:
            said = say("many-faults", MOST_FAULTS, faults[0].said)
            whole = Fault("syntax", said, faults[0].first, len(lines), (ANYTHING,), cell)
            return Unit(text, filename, cell, None, (whole,))
        for i in range(fault.first - 1, fault.last):
            lines[i] = ""


def _judge(lines: list[str], error: BaseException, cell: int | None) -> tuple[Fault, bool]:
    """What to leave out because of this error, and whether nothing may be kept at all."""
    kind = type(error).__name__
    number = getattr(error, "lineno", None)
    if not isinstance(error, SyntaxError) or number is None:
        reason = str(error)[:200] or say("nested-too-deeply")
        said = say("nothing-runs", reason)
        said = said if cell is None else say("in-cell", cell, said)
        return Fault("syntax", said, 1, len(lines), (ANYTHING,), cell), True
    number = min(max(number, 1), len(lines))
    line, message = lines[number - 1], str(error.msg)
    shown = " ".join(line.split())[:80]
    where = say("line", number) if cell is None else say("cell-line", cell, number)
    said = say("no-python", kind, where, message, shown)
    if isinstance(error, TabError):
        return Fault(
            "syntax", say("tabs-and-spaces", said), number, len(lines), (ANYTHING,), cell
        ), True
    if mark := next((i for i, text in enumerate(lines, 1) if _CONFLICT.match(text)), 0):
        said = say("unfinished-merge", said, mark)
        return Fault("syntax", said, number, len(lines), (ANYTHING,), cell), True
    if "unexpected indent" in message and _stands_alone(lines, number):
        first, last = number, number
    else:
        first, last = _statement(lines, _guilty(lines, number, message))
    names = tuple(dict.fromkeys(_names(lines[first - 1 : last])))
    meant = hints.in_typing(line, message)
    if meant is not None:
        said = say("advised", said, meant)
    old = "" if meant is not None else hints.in_source(line, message)
    if old:
        said = say("python-2", said, say(old))
    if old and not re.match(r"@|async\s|def\s|class\s", lines[first - 1]):
        said = say("nothing-run", said)
        return Fault("syntax", said, number, len(lines), (ANYTHING,), cell), True
    left = ", ".join(f"`{name}`" for name in names) or say("the-statement")
    left_lines = say("line", first) if first == last else say("lines", first, last)
    said = say("left-out", said, left, left_lines)
    return Fault("syntax", said, first, last, names, cell), False


def _guilty(lines: list[str], number: int, message: str) -> int:
    """The line that is to blame, where the compiler names the one it stumbled over."""
    if found := re.search(r"after .* on line (\d+)", message):  # a block without a body
        return int(found[1])
    if "expected 'except' or 'finally' block" in message:
        number = _statement(lines, number)[0] - 1
        while number > 1 and not lines[number - 1].strip():
            number -= 1
    return number


def _stands_alone(lines: list[str], number: int) -> bool:
    """Whether an indented line belongs to nothing: what stands before it has no block."""
    first, _ = _statement(lines, number)
    block = re.match(r"@|(async|def|class|if|for|while|with|try|match)\b", lines[first - 1])
    return first < number and block is None and bool(_DEFINES.match(lines[number - 1].lstrip()))


def _statement(lines: list[str], number: int) -> tuple[int, int]:
    """The first and last line of the top-level statement that line `number` stands in."""

    def starts(i: int) -> bool:
        return bool(_STARTS.match(lines[i])) and not _CONTINUES.match(lines[i])

    first = number - 1
    while first > 0 and not starts(first):
        first -= 1
    last = first
    while lines[last].startswith("@") and last + 1 < len(lines):  # on to what is decorated
        last += 1
    while first > 0 and lines[first - 1].startswith("@"):
        first -= 1
    last = max(last, number - 1)
    while last + 1 < len(lines) and not starts(last + 1):
        last += 1
    while last > number - 1 and lines[last].lstrip()[:1] in ("", "#"):
        last -= 1
    return first + 1, last + 1


def _names(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if found := _DEFINES.match(line if len(lines) > 1 else line.lstrip()):
            yield found[1] or found[2]


# When a statement raises


def statement_at(statements: list[ast.stmt], line: int) -> int | None:
    """The index of the top-level statement that line stands in."""
    for index, statement in enumerate(statements):
        decorators = [d.lineno for d in getattr(statement, "decorator_list", ())]
        first = min([statement.lineno, *decorators])
        if first <= line <= (statement.end_lineno or statement.lineno):
            return index
    return None


def stops(statement: ast.stmt, line: int) -> bool:
    """Whether what follows this failed statement must not run.

    A `raise` is meant to stop the file, and what follows counts on that; a failed computation costs
    the names it should have defined, and no more.  So does an import: who exports a notebook or copies a
    file out of the folder of a course has lines for libraries and helpers that most of it never needs.
    """
    at_line = [
        node for node in ast.walk(statement) if isinstance(node, ast.stmt) and node.lineno == line
    ]
    return any(isinstance(node, (ast.Raise, ast.Assert)) for node in (*at_line, statement))


def only_annotated(statements: list[ast.stmt]) -> dict[str, tuple[int, str]]:
    """What was typed with a colon where `=` is meant: the names, each with its line and what was meant."""
    found: dict[str, tuple[int, str]] = {}
    for statement in statements:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), value=None, annotation=value):
                if not isinstance(value, (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp)):
                    found[name] = (statement.lineno, f"{name} = {ast.unparse(value)}")
    if not found:
        return found
    bound = {name for each in statements for name in bound_values(each)}
    return {name: meant for name, meant in found.items() if name not in bound}


def bound_values(statement: ast.stmt) -> tuple[str, ...]:
    """The names that a top-level statement gives a value."""
    if isinstance(statement, ast.AnnAssign) and statement.value is None:
        return ()
    return bound_names(statement)


def definitions(statements: list[ast.stmt]) -> list[ast.stmt]:
    """The functions, classes and imports among statements: what can stand without the others."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    return [node for node in statements if isinstance(node, kinds)]


def bound_names(statement: ast.stmt) -> tuple[str, ...]:
    """The names that a top-level statement defines, or redefines; ANYTHING with `import *` and `exec`."""
    names: list[str] = []
    todo: list[ast.AST] = [statement]
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            aliases = (alias.asname or alias.name.split(".", 1)[0] for alias in node.names)
            names.extend(aliases)  # among them `*`
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.append(node.id)
            continue
        elif isinstance(node, ast.Name) and node.id in ("exec", "globals"):
            names.append(ANYTHING)
        elif not isinstance(node, ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))
    return tuple(dict.fromkeys(names))


def written_values(text: str) -> dict[str, str]:
    """What stands behind the `=` of each top-level assignment to one name, as it was typed."""
    try:
        tree = ast.parse(text)
    except _COMPILER_ERRORS:
        return {}
    written: dict[str, str] = {}
    lines = text.split("\n")
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and statement.value is not None:
            segment = _segment(lines, statement.value)
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    written[target.id] = segment
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            if isinstance(statement.target, ast.Name):
                written[statement.target.id] = _segment(lines, statement.value)
        else:
            for name in bound_names(statement):
                written.pop(name, None)
    return written


def _segment(lines: list[str], node: ast.expr) -> str:
    # ast.get_source_segment splits the whole text again for every node
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    if first == last:
        return lines[first].encode()[node.col_offset : node.end_col_offset].decode()
    head = lines[first].encode()[node.col_offset :].decode()
    tail = lines[last].encode()[: node.end_col_offset].decode()
    return "\n".join([head, *lines[first + 1 : last], tail])
