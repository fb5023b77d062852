"""The worker's side: run a submission and answer requests, one after the other.

This code shares its process with the student's, so that nothing it says is more than a claim.  It
only has to be robust: it keeps its own builtins and its own names for what it uses, looks at
exact types, and imports nothing after the student's code has begun to run.

Requests and replies are JSON lists (see `codec`).  A reply begins with the number of its request:

    [1, "run", main, [[path, at, length]...]]  ->  [1, "ran", error or null, faults]
    [2, "call", name, args, kwargs, keep, ...]  ->  [2, "ok", value, args or null]
                                                or  [2, "raised", type, message, line, file, cell]
                                                    [2, "memory", line], [2, "absent"], [2, "gone"],
                                                    [2, "refused", note, sentence]
"""

from __future__ import annotations

import ast
import builtins
import inspect
import io
import linecache
import os
import sys
from collections.abc import Callable
from json.encoder import encode_basestring_ascii as quoted
from types import BuiltinFunctionType, FunctionType, ModuleType, TracebackType

from grader.sandbox import program
from grader.sandbox.codec import Bounds, Decoder, Encoder, Refusal, type_name
from grader.sandbox.frame import HEADER, frame, lengths, parse
from grader.sandbox.helpers import Helpers
from grader.sandbox.stand_in import Nothing, Pictures

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

_read, _write, _exit = os.read, os.write, os._exit
_set_recursion_limit = sys.setrecursionlimit
_signature = inspect.signature

MODULE = "submission"
MESSAGE = 2_000  # characters of an error that leave the worker; the grader cuts further
MOST_NAMES = 2_000
NAME = 200
RECURSION = 3_000
KINDS = (
    "POSITIONAL_ONLY",
    "POSITIONAL_OR_KEYWORD",
    "VAR_POSITIONAL",
    "KEYWORD_ONLY",
    "VAR_KEYWORD",
)


Operation = Callable[[list[object], bytes, Encoder], str]


class _Gone(Exception):
    """A kept result that is not there (any more)."""


def serve(requests: int, replies: int, folder: str | None) -> None:
    """Answer requests until the pipe closes.  It does not return."""
    sys.stdout = sys.__stdout__ = _printer(1)
    sys.stderr = sys.__stderr__ = _printer(2)
    session = Session(folder or "/submission")
    while True:
        header = _take(requests, HEADER)
        body, block = lengths(header)
        request, data = parse(_take(requests, body)), _take(requests, block)
        text, arrays = session.answer(request, data)
        session.flush()
        _give(replies, frame(text, arrays))


def hide_the_grader() -> None:
    """Leave no trace of the grader in this process's modules.  Done once, before all forks."""
    for name in [n for n in sys.modules if n.split(".", 1)[0] in ("grader", "reference")]:
        del sys.modules[name]
    sys.modules["__main__"] = ModuleType("__main__")
    sys.argv[:] = sys.orig_argv[:] = [""]
    Pictures.install()


def _printer(handle: int) -> io.TextIOWrapper:
    raw = io.FileIO(handle, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), "utf-8", "backslashreplace", newline="\n", line_buffering=True
    )


def _take(handle: int, count: int) -> bytes:
    """Exactly `count` bytes; the end of the pipe ends the process."""
    parts = bytearray()
    while len(parts) < count:
        piece = _read(handle, min(count - len(parts), 1 << 20))
        if not piece:
            _exit(0)
        parts += piece
    return bytes(parts)


def _give(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[_write(handle, view) :]


class Session:
    """One submission in its module, and what was kept of its results."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.module = ModuleType(MODULE)
        self.names: dict[str, object] = vars(self.module)
        self.filenames: dict[str, int | None] = {}
        self.text = ""
        self.kept: dict[str, object] = {}
        self.bounds = Bounds()
        self.flushes = (sys.stdout.flush, sys.stderr.flush)
        self.operations: dict[str, Operation] = {
            "run": self.run,
            "names": self.list_names,
            "value": self.value,
            "values": self.values,
            "call": self.call,
            "calls": self.calls,
            "signature": self.signature,
            "written": self.written,
        }

    def answer(self, request: list[object], block: bytes) -> tuple[str, bytearray]:
        """The JSON text of the reply to one request, and its block of numbers."""
        number, operation, *rest = request
        encoder = Encoder(self.bounds)
        text = self._attempt(self.operations[str(operation)], rest, block, encoder)
        return f"[{int(str(number))},{text}]", encoder.block

    def _attempt(
        self, operation: Operation, rest: list[object], block: bytes, encoder: Encoder
    ) -> str:
        """What an operation answers, or how it failed."""
        end = len(encoder.block)
        try:
            return operation(rest, block, encoder)
        except Refusal as refusal:
            text = f'"refused",{quoted(refusal.note)},{quoted(refusal.sentence)}'
        except _Gone:
            text = '"gone"'
        except BaseException as error:  # whatever a student's code may raise, SystemExit too
            text = self._raised(error)
        finally:
            _set_recursion_limit(RECURSION)
        del encoder.block[end:]
        return text

    def flush(self) -> None:
        """Let what was printed leave before the answer does."""
        for flush in self.flushes:
            try:
                flush()
            except (OSError, ValueError):
                pass  # the student closed it: then there is nothing to show

    # operations

    def run(self, rest: list[object], block: bytes, encoder: Encoder) -> str:
        """Run the file, statement by statement where it fails.  The reply lists the faults."""
        main, table, numbers = rest
        assert isinstance(main, str) and isinstance(table, list) and isinstance(numbers, list)
        self.bounds = Bounds(*numbers)
        files = {path: block[at : at + length] for path, at, length in table}
        self._prepare(main, files)
        first_error = "null"
        faults: list[str] = []
        for unit in program.units(main, files[main]):
            self.filenames[unit.filename] = unit.cell
            linecache.cache[unit.filename] = (
                len(unit.text), None, unit.text.splitlines(True), unit.filename,
            )  # fmt: skip
            self.text += unit.text + "\n"
            for fault in unit.faults:
                faults.append(_fault(fault.kind, fault.sentence, fault.first, fault.last,
                                     fault.names, fault.cell))  # fmt: skip
            if unit.code is not None:
                first_error = self._run_unit(unit, faults, first_error)
        return f'"ran",{first_error},[{",".join(faults)}]'

    def _prepare(self, main: str, files: dict[str, bytes]) -> None:
        """Make the module, and a Python around it that shows no trace of the grader."""
        self.names["__file__"] = f"{self.folder}/{main}"
        self.names["__builtins__"] = builtins
        sys.modules[MODULE] = self.module
        stem = main.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        if stem.isidentifier():
            sys.modules.setdefault(stem, self.module)
        sys.argv[:] = [main]
        sys.orig_argv[:] = [main]
        Pictures.install()
        Helpers(
            {name: data for name, data in files.items() if name.endswith(".py")}, self.folder
        ).install()
        if main.endswith(".ipynb"):
            vars(builtins).update(display=Nothing(), get_ipython=Nothing())

    def _run_unit(self, unit: program.Unit, faults: list[str], first_error: str) -> str:
        """Run one unit; go on after a statement that fails, where that is honest."""
        code, tree, errors = unit.code, None, 0
        while code is not None:
            try:
                exec(code, self.names)
                return first_error
            except BaseException as error:
                text = self._raised(error)
                line = _line_in(error.__traceback__, unit.filename)
                final = type(error) is MemoryError or not issubclass(type(error), Exception)
            errors += 1
            first_error = f"[{text}]" if first_error == "null" else first_error
            tree = tree if tree is not None else ast.parse(unit.text)
            index = None if line is None else program.statement_at(tree, line)
            if index is None or line is None:
                faults.append(_fault("error", text, 1, 1, (), unit.cell))
                return first_error
            statement, rest = tree.body[index], tree.body[index + 1 :]
            lost = program.bound_names(statement)
            stop = final or errors > program.MOST_FAULTS
            if unit.cell is None:
                stop = stop or program.stops(statement, line)
            for name in lost:
                self.names.pop(name, None)  # an older value is not what a later line expects
            if stop:
                lost = (*lost, *(n for node in rest for n in program.bound_names(node)))
                lost = tuple(name for name in lost if name not in self.names)
            faults.append(_fault("error", text, line, line, lost[:MOST_NAMES], unit.cell))
            if stop:
                return first_error
            tree.body = rest
            flags = unit.code.co_flags & program.FUTURE if unit.code is not None else 0
            code = compile(tree, unit.filename, "exec", flags, dont_inherit=True)
        return first_error

    def list_names(self, rest: list[object], block: bytes, encoder: Encoder) -> str:
        """The names of the module and roughly what they are."""
        pairs = []
        for name, value in list(self.names.items()):
            if type(name) is str and not name.startswith("__") and len(pairs) < MOST_NAMES:
                pairs.append(f"[{quoted(name[:NAME])},{quoted(_kind(value))}]")
        return f'"names",[{",".join(pairs)}]'

    def value(self, rest: list[object], block: bytes, encoder: Encoder) -> str:
        """The value of one name."""
        name = str(rest[0])
        if name not in self.names:
            return '"absent"'
        return f'"ok",{encoder.write(self.names[name])},null'

    def values(self, rest: list[object], block: bytes, encoder: Encoder) -> str:
        """The values of several names, each an answer of its own."""
        (names,) = rest
        assert type(names) is list
        parts = [f"[{self._attempt(self.value, [name], block, encoder)}]" for name in names]
        return f'"many",[{",".join(parts)}]'

    def calls(self, rest: list[object], block: bytes, encoder: Encoder) -> str:
        """Several calls of one function, each an answer of its own."""
        name, cases = rest
        assert type(cases) is list
        parts = []
        for args, kwargs in cases:
            one = [name, args, kwargs, None, False]
            parts.append(f"[{self._attempt(self.call, one, block, encoder)}]")
        return f'"many",[{",".join(parts)}]'

    def call(self, rest: list[object], block: bytes, encoder: Encoder) -> str:
        """Call a function.  Its arguments exist nowhere else: they were made for this call."""
        name, args, kwargs, keep, report = rest
        if name not in self.names:
            return '"absent"'
        decoder = Decoder(block, Bounds(nodes=1 << 30, elements=1 << 30, text=1 << 30), self._find)
        given = decoder.read(args)
        named = decoder.read(kwargs)
        assert type(given) is list and type(named) is dict
        result = self.names[name](*given, **named)  # type: ignore[operator]  # may well not be callable
        if keep is None:
            text = encoder.write(result)
        else:
            self.kept[str(keep)] = result
            text = encoder.write_partly(result)
        after = encoder.write_partly([*given, *named.values()]) if report else "null"
        return f'"ok",{text},{after}'

    def _find(self, name: str, index: int | None) -> object:
        if name not in self.kept:
            raise _Gone
        whole = self.kept[name]
        if index is None:
            return whole
        try:
            return whole[index]  # type: ignore[index]  # if it has no entries it is gone, too
        except Exception:
            raise _Gone from None

    def signature(self, rest: list[object], block: bytes, encoder: Encoder) -> str:
        """The parameters of a function."""
        name = str(rest[0])
        if name not in self.names:
            return '"absent"'
        rows = [
            f"[{quoted(str(p.name)[:NAME])},{quoted(p.kind.name)},"
            f"{'false' if p.default is p.empty else 'true'}]"
            for p in _signature(self.names[name]).parameters.values()  # type: ignore[arg-type]  # raises if not callable
        ]
        return f'"signature",[{",".join(rows[:MOST_NAMES])}]'

    def written(self, rest: list[object], block: bytes, encoder: Encoder) -> str:
        """What stands behind the `=` of top-level assignments."""
        pairs = [
            f"[{quoted(name[:NAME])},{quoted(text[:MESSAGE])}]"
            for name, text in program.written_values(self.text).items()
        ]
        return f'"written",[{",".join(pairs[:MOST_NAMES])}]'

    def _raised(self, error: BaseException) -> str:
        """An error as part of a reply: its type, its message (if that can be had), its line."""
        file, line, cell = self._place(error.__traceback__)
        if type(error) is MemoryError:
            return f'"memory",{"null" if line is None else line}'
        if issubclass(type(error), SyntaxError) and line is None:
            found = getattr(error, "lineno", None)
            line = found if type(found) is int else None
        try:
            message = str(error)
            message = str.__getitem__(message, slice(MESSAGE))
        except BaseException:
            message = "(an error whose message raises an error itself)"
        numbers = (
            f"{'null' if line is None else line},{quoted(file)},{'null' if cell is None else cell}"
        )
        return f'"raised",{quoted(type_name(error))},{quoted(message)},{numbers}'

    def _place(self, trace: TracebackType | None) -> tuple[str, int | None, int | None]:
        """The innermost place of the student's own code in a traceback."""
        file, line, cell = "", None, None
        for _ in range(RECURSION):
            if trace is None:
                break
            name = trace.tb_frame.f_code.co_filename
            if name in self.filenames:
                file, line, cell = name, trace.tb_lineno, self.filenames[name]
            trace = trace.tb_next
        return file, line, cell


def _line_in(trace: TracebackType | None, filename: str) -> int | None:
    """The line of the file's own top level that an error passed through."""
    while trace is not None:
        if (
            trace.tb_frame.f_code.co_filename == filename
            and trace.tb_frame.f_code.co_name == "<module>"
        ):
            return trace.tb_lineno
        trace = trace.tb_next
    return None


def _fault(
    kind: str, sentence: str, first: int, last: int, names: tuple[str, ...], cell: int | None
) -> str:
    """A fault as part of a reply.  For an error the sentence is the `raised` part itself."""
    shown = f"[{sentence}]" if kind == "error" else quoted(sentence[:MESSAGE])
    listed = ",".join(quoted(name[:NAME]) for name in names[:MOST_NAMES])
    return f'["{kind}",{shown},{first},{last},[{listed}],{"null" if cell is None else cell}]'


def _kind(value: object) -> str:
    kind = type(value)
    if kind is FunctionType or kind is BuiltinFunctionType:
        return "function"
    if issubclass(kind, type):
        return "class"
    if kind is ModuleType:
        return "module"
    return "function" if callable(value) else "plain"
