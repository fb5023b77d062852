"""Running a file piece by piece, so that what it gave before it hung or ended still counts.

Each piece is announced before it begins.  If nothing is heard after that, the grader runs the file again
in a fresh worker, as far as the piece that did not end.  A piece is one top-level statement; plain
assignments and definitions, which cannot take time, form one together.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from contextlib import suppress
from json.encoder import encode_basestring_ascii as quoted
from types import TracebackType

from grader.sandbox import hints, program
from grader.sandbox.frame import ANYTHING
from grader.sandbox.message import Message, say, written

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

NOTHING: Message = ()  # where the error itself says it
LONGEST = 300_000  # characters of one text that is taken to pieces; a longer one is data
MOST_NAMES = 2_000
NAME = 200
STOPPED = "stopped"  # the kind of the fault that stands for all that was not run
_PLAIN = (ast.Constant, ast.Name, ast.List, ast.Tuple, ast.Dict, ast.UnaryOp, ast.USub, ast.UAdd,
          ast.Load, ast.Store, ast.keyword, ast.arg, ast.arguments)  # fmt: skip
_TOO_MUCH = (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError)


class FileRun:
    """One run of a file: the first error, and all faults, as parts of a reply."""

    def __init__(
        self,
        names: dict[str, object],
        raised: Callable[[BaseException], str],
        tell: Callable[[str], None],
        until: int | None,
    ) -> None:
        self.names = names
        self.first_error = "null"
        self.faults: list[str] = []
        self._raised = raised
        self._tell = tell
        self._until = until
        self._begun = 0
        self._ended = False

    def unit(self, unit: program.Unit) -> None:
        """Run one unit, if the file has not come to its end before."""
        self.faults += [fault_text(fault, written(fault.said)) for fault in unit.faults]
        if unit.code is None:
            return
        statements = _statements(unit.text)
        for name, (line, meant) in program.only_annotated(statements or []).items():
            said = say("no-value-given", line, meant)
            fault = program.Fault("syntax", said, line, line, (name,), unit.cell)
            self.faults.append(fault_text(fault, written(said)))
        if self._ended:
            self._stop(unit, statements or [])
        elif statements is None:
            self._whole(unit)
        else:
            self._pieces(unit, statements)

    def _pieces(self, unit: program.Unit, statements: list[ast.stmt]) -> None:
        """Run statements; go on after one that fails, where that is honest."""
        errors, at = 0, 0
        while at < len(statements):
            if not self._may_begin(unit, statements[at].lineno):
                self._stop(unit, statements[at:])
                return
            end = _end_of_piece(statements, at)
            error = self._error_of(unit, statements[at:end])
            if error is None:
                at = end
                continue
            failed = self._failed(unit, statements[at:], error)
            if failed is None:
                return
            at += failed + 1
            errors += 1
            if errors == program.MOST_FAULTS:  # tests of a course, say, whose module is not there
                statements, at = self._only_definitions(unit, statements[at:], error), 0

    def _may_begin(self, unit: program.Unit, line: int) -> bool:
        if self._begun == self._until:
            return False
        cell = "null" if unit.cell is None else unit.cell
        with suppress(OSError):  # the student closed it: then the answer will not come, either
            self._tell(f'"at",{self._begun},{line},{cell}')
        self._begun += 1
        return True

    def _error_of(self, unit: program.Unit, piece: list[ast.stmt]) -> BaseException | None:
        """Run a piece; what it raised."""
        flags = unit.code.co_flags & program.FUTURE if unit.code is not None else 0
        try:
            code = compile(ast.Module(piece, []), unit.filename, "exec", flags, dont_inherit=True)
            exec(code, self.names)  # noqa: S102  # this is what the whole package is for
        except BaseException as error:  # noqa: BLE001  # SystemExit and KeyboardInterrupt, too
            return error
        return None

    def _failed(self, unit: program.Unit, rest: list[ast.stmt], error: BaseException) -> int | None:
        """Note an error; which statement raised it, or None where nothing more may run."""
        text, line = self._raised(error), _line_in(error.__traceback__, unit.filename)
        if self.first_error == "null":
            self.first_error = f"[{text}]"
        index = None if line is None else program.statement_at(rest, line)
        if index is None or line is None:  # it raised where no line of the file was running
            fault = program.Fault("error", NOTHING, 1, 1, (ANYTHING,), unit.cell)
            self.faults.append(fault_text(fault, f"[{text}]"))
            return None
        lost = program.bound_names(rest[index])
        for name in lost:
            self.names.pop(name, None)  # an older value is not what a later line expects
        # in a notebook people run the next line whatever became of the one before
        final = _is_final(type(error))
        stop = final or (unit.cell is None and program.stops(rest[index], line))
        if stop:
            later = (name for node in rest[index + 1 :] for name in program.bound_names(node))
            lost = tuple(name for name in (*lost, *later) if name not in self.names)
        fault = program.Fault("error", NOTHING, line, line, lost, unit.cell)
        meant = hints.in_statement(rest[index], type(error).__name__)
        advised = text if meant is None else f"{text},{written(meant)}"
        self.faults.append(fault_text(fault, f"[{advised}]"))
        return None if stop else index

    def _only_definitions(
        self, unit: program.Unit, rest: list[ast.stmt], error: BaseException
    ) -> list[ast.stmt]:
        line = _line_in(error.__traceback__, unit.filename) or 1
        kept = program.definitions(rest)
        lost = tuple(n for s in rest if s not in kept for n in program.bound_names(s))
        said = say("many-failed", program.MOST_FAULTS, line)
        fault = program.Fault("error", said, line, line, lost, unit.cell)
        self.faults.append(fault_text(fault, written(said)))
        return kept

    def _whole(self, unit: program.Unit) -> None:
        """Run a text that is too large to be taken to pieces."""
        if unit.code is None or not self._may_begin(unit, 1):
            self._stop(unit, [])
            return
        try:
            exec(unit.code, self.names)  # noqa: S102  # as above
        except BaseException as error:  # noqa: BLE001  # as above
            self._failed(unit, [], error)

    def _stop(self, unit: program.Unit, rest: list[ast.stmt]) -> None:
        """Note what is not run, as the file did not come so far."""
        line = rest[0].lineno if rest else 1
        later = (name for node in rest for name in program.bound_names(node))
        lost = tuple(dict.fromkeys(name for name in later if name not in self.names))
        fault = program.Fault(STOPPED, NOTHING, line, line, lost, unit.cell)
        self.faults.append(fault_text(fault, "null"))
        self._ended = True


def fault_text(fault: program.Fault, said: str) -> str:
    """A fault as part of a reply.  For an error `said` is the `raised` part itself."""
    listed = ",".join(quoted(name[:NAME]) for name in fault.names[:MOST_NAMES])
    cell = "null" if fault.cell is None else fault.cell
    return f'["{fault.kind}",{said},{fault.first},{fault.last},[{listed}],{cell}]'


def _statements(text: str) -> list[ast.stmt] | None:
    """The top-level statements of a text; None where it has to run as a whole."""
    if len(text) > LONGEST:
        return None
    try:
        return ast.parse(text).body
    except _TOO_MUCH:
        return None


def _end_of_piece(statements: list[ast.stmt], at: int) -> int:
    """Where the piece ends that begins here."""
    end = at
    while end < len(statements) and _takes_no_time(statements[end]):
        end += 1
    return max(end, at + 1)


def _takes_no_time(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        evaluated: list[ast.AST] = [
            *statement.decorator_list,
            *statement.args.defaults,
            *(each for each in statement.args.kw_defaults if each is not None),
        ]
        return not statement.decorator_list and all(map(_is_plain, evaluated))
    if isinstance(statement, ast.Assign):
        return _is_plain(statement.value) and all(
            isinstance(t, ast.Name) for t in statement.targets
        )
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_plain(node: ast.AST) -> bool:
    return all(isinstance(each, _PLAIN) for each in ast.walk(node))


def _is_final(kind: type) -> bool:
    """Whether an error of this kind ends the file, wherever it is raised."""
    return issubclass(kind, MemoryError) or not issubclass(kind, Exception)


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
