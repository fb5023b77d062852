"""The worker's side: run a submission and answer requests, one after the other.

This code shares its process with the student's, so that nothing it says is more than a claim.  It
only has to be robust: it keeps its own builtins and its own names for what it uses, looks at
exact types, and imports nothing after the student's code has begun to run.

Requests and replies are JSON lists (see `codec`, and `questions` for what is asked).  A reply begins with the number
of its request:

    [1, "run", ...]   ->  [1, "ran", error or null, faults]
    [2, "call", ...]  ->  [2, "ok", value, args or null]
                      or  [2, "raised", type, text or null, line, file, cell]
                          [2, "memory", line], [2, "absent"], [2, "gone"], [2, "refused", note, message]

While it runs a file it says, before each piece, where that begins: [1, "at", count, line, cell].
"""

from __future__ import annotations

import builtins
import inspect
import linecache
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from json.encoder import encode_basestring_ascii as quoted
from types import BuiltinFunctionType, FunctionType, ModuleType, TracebackType
from typing import NamedTuple, cast

from grader.sandbox import guards, lending, objects, program, spaces, tensors
from grader.sandbox.codec import Encoder, Refusal, type_name
from grader.sandbox.decode import Bounds, Decoder
from grader.sandbox.frame import HEADER, frame, lengths, parse
from grader.sandbox.message import written
from grader.sandbox.operations import MAKING, OPERATIONS, made
from grader.sandbox.pipes import give, take
from grader.sandbox.questions import (
    Act,
    Call,
    Calls,
    Define,
    Guard,
    Names,
    Parameters,
    Question,
    Record,
    Run,
    Several,
    Slopes,
    Use,
    Value,
    Values,
    Written,
    read,
)
from grader.sandbox.running import MOST_NAMES, NAME, FileRun
from grader.sandbox.stand_in import Pictures

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

_set_recursion_limit = sys.setrecursionlimit
_signature = inspect.signature

MESSAGE = 2_000  # characters of an error that leave the worker; the grader cuts further
RECURSION = 3_000
ABSENT = '"absent"'
OPAQUE = '["o",'  # how a reply says that something stays here
ANY_SIZE = Bounds(nodes=1 << 30, elements=1 << 30, text=1 << 30)


class Numbers(NamedTuple):
    """The numbers that came with a question, and the place for those that go back."""

    block: bytes
    encoder: Encoder


Operation = Callable[..., str]  # of a question of one type, and `Numbers`


class _Gone(Exception):
    """A kept result that is not there (any more)."""


def serve(session: Session, requests: int, replies: int, *, end: bytes = b"") -> None:
    """Answer requests until the pipe closes.  It does not return.

    `end` is printed before each answer, where the grader cannot see otherwise that all output came.
    """
    session.requests, session.replies, session.end = requests, replies, end
    while True:
        body, block = lengths(take(requests, HEADER))
        session.reply(parse(take(requests, body)), take(requests, block))


def hide_the_grader() -> None:
    """Leave no trace of the grader in this process's modules.  Done once, before all forks."""
    for name in [n for n in sys.modules if n.split(".", 1)[0] in ("grader", "reference")]:
        del sys.modules[name]
    sys.modules["__main__"] = ModuleType("__main__")
    sys.argv[:] = sys.orig_argv[:] = [""]
    Pictures.install()
    tensors.Apart.install()


class Session:
    """One submission in its module, and what was kept of its results.

    It prints where `sys.stdout` leads when it is made.  `folder` is where its files seem to lie.
    """

    def __init__(self, folder: str = "/submission") -> None:
        self.folder = folder
        self.module = ModuleType(spaces.MODULE)
        self.names: dict[str, object] = vars(self.module)
        self.spaces: list[dict[str, object]] = []  # of the other files that are graded
        self.filenames: dict[str, int | None] = {}
        self.files: frozenset[str] = frozenset()
        self.text = ""
        self.kept: dict[str, object] = {}
        self.replaced: dict[str, object] = {}
        self.warned: list[tuple[str, str]] = []
        self.bounds = Bounds()
        self.number = 0
        self.requests = self.replies = -1
        self.end, self.lent = b"", 0
        self.flushes = (sys.stdout.flush, sys.stderr.flush)
        self.operations: dict[type[Question], Operation] = {
            Run: self.run,
            Names: self.list_names,
            Value: self.value,
            Values: self.values,
            Call: self.call,
            Calls: self.calls,
            Several: self.several,
            Use: self.use,
            Act: partial(objects.act, self),
            Slopes: partial(objects.slopes, self),
            Record: self.record,
            Define: partial(objects.define, self),
            Guard: partial(guards.guard, self),
            Parameters: self.parameters,
            Written: self.written,
        }

    def answer(self, request: list[object], block: bytes) -> tuple[str, bytearray]:
        """The JSON text of the reply to one request, and its block of numbers."""
        number, *words = request
        self.number = int(str(number))
        numbers = Numbers(block, Encoder(self.bounds))
        text = self.attempt(read(words), numbers)
        return f"[{self.number},{text}]", numbers.encoder.block

    def reply(self, request: list[object], block: bytes) -> None:
        """Answer one request."""
        self.send(*self.answer(request, block))

    def send(self, text: str, arrays: bytearray) -> None:
        """Send a message, after all that was printed."""
        self.flush()
        if self.end:
            with suppress(OSError):  # the student closed it: nothing more comes
                give(1, self.end)
        give(self.replies, frame(text, arrays))

    def attempt(self, question: Question, numbers: Numbers) -> str:
        """What the operation that is asked for answers, or how it failed."""
        block = numbers.encoder.block
        end = len(block)
        try:
            return self.operations[type(question)](question, numbers)
        except Refusal as refusal:
            text = f'"refused",{quoted(refusal.note)},{written(refusal.said)}'
        except _Gone:
            text = '"gone"'
        except BaseException as error:  # noqa: BLE001  # a student's code may raise anything
            text = self._raised(error)
        finally:
            _set_recursion_limit(RECURSION)
        del block[end:]
        return text

    def tell(self, text: str) -> None:
        """Say how far the work on a request has come; no answer yet."""
        give(self.replies, frame(f"[{self.number},{text}]"))

    def flush(self) -> None:
        """Let what was printed leave before the answer does."""
        for flush in self.flushes:
            with suppress(OSError, ValueError):  # the student closed it: nothing to show
                flush()

    # operations

    def run(self, asked: Run, numbers: Numbers) -> str:
        """Run the file, statement by statement where it fails.  The reply lists the faults."""
        self.bounds = Bounds(*asked.bounds)
        files = {path: numbers.block[at : at + length] for path, at, length in asked.files}
        self.files = frozenset(files)
        spaces.prepare(self, asked.main, files, asked.package)
        report = FileRun(self.names, self._raised, self.tell, asked.until)
        for main in (asked.main, *asked.joined):
            if main != asked.main:
                report.names = spaces.space_of(self, main, asked.package)
            for unit in program.units(main, files[main]):
                self.filenames[unit.filename] = unit.cell
                lines = unit.text.splitlines(keepends=True)
                linecache.cache[unit.filename] = (len(unit.text), None, lines, unit.filename)
                self.text += unit.text + "\n"
                report.unit(unit)
        spaces.gather(self)
        return f'"ran",{report.first_error},[{",".join(report.faults)}]'

    def list_names(self, _: Names, __: Numbers) -> str:
        """The names of the module and roughly what they are."""
        pairs: list[str] = [
            f"[{quoted(name[:NAME])},{quoted(_kind(value))}]"
            for name, value in list(self.names.items())
            if type(name) is str and not name.startswith("__")
        ]
        return f'"names",[{",".join(pairs[:MOST_NAMES])}]'

    def value(self, asked: Value, numbers: Numbers) -> str:
        """The value of one name."""
        if asked.name not in self.names:
            return ABSENT
        return f'"ok",{numbers.encoder.write(self.names[asked.name])},null'

    def values(self, asked: Values, numbers: Numbers) -> str:
        """The values of several names, each an answer of its own."""
        return self._many([Value(name) for name in asked.names], numbers)

    def calls(self, asked: Calls, numbers: Numbers) -> str:
        """Several calls of one function, each an answer of its own."""
        cases = cast("list[tuple[object, object]]", asked.cases)
        return self._many([Call(asked.name, *case) for case in cases], numbers)

    def several(self, asked: Several, numbers: Numbers) -> str:
        """Questions of any type, each an answer of its own."""
        return f'"many",[{",".join(f"[{part}]" for part in self.each(asked.parts, numbers))}]'

    def each(self, parts: object, numbers: Numbers) -> Iterator[str]:
        """The answers to the parts of a question, each of which has all the room of one."""
        encoder = numbers.encoder
        for at, length, *words in cast("list[tuple[int, int, object]]", parts):
            encoder.nodes = encoder.text = 0
            own = Numbers(numbers.block[at : at + length], encoder)
            yield self.attempt(read(words), own)

    def _many(self, questions: Sequence[Question], numbers: Numbers) -> str:
        parts = [self.attempt(question, numbers) for question in questions]
        return f'"many",[{",".join(f"[{part}]" for part in parts)}]'

    def call(self, asked: Call, numbers: Numbers) -> str:
        """Call a function.  Its arguments exist nowhere else: they were made for this call."""
        if asked.name not in self.names:
            return ABSENT
        decoder = self.decoder(numbers)  # the grader's own arguments
        given = cast("list[object]", decoder.read(asked.args))
        named = cast("dict[str, object]", decoder.read(asked.kwargs))
        function = cast("Callable[..., object]", self.names[asked.name])  # or it raises
        result = function(*given, **named)
        encoder = numbers.encoder
        if asked.keep is None:
            text = encoder.write(result)
        else:
            self.kept[asked.keep], self.kept[f"{asked.keep}.given"] = result, given
            text = encoder.write_partly(result)
        after = encoder.write_partly([*given, *named.values()]) if asked.report else "null"
        return f'"ok",{text},{after}'

    def record(self, asked: Record, numbers: Numbers) -> str:
        """Call a function, and keep what another one returns to it; how often it was called."""
        name, inner = asked.name, asked.inner
        if name not in self.names or inner not in self.names:
            return ABSENT
        decoder = self.decoder(numbers)
        given = cast("list[object]", decoder.read(asked.args))
        step = cast("Callable[..., object]", self.names[inner])
        count = 0

        def recorded(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            self.kept[f"{asked.keep}{count}"] = result = step(*args, **kwargs)
            return result

        spaces.put(self, inner, recorded)
        try:
            cast("Callable[..., object]", self.names[name])(*given)
        finally:
            spaces.put(self, inner, step)
        return f'"ok",{count},null'

    def use(self, asked: Use, numbers: Numbers) -> str:
        """A name of the file, or an attribute of a kept result: its value, or what a call returns.

        What is no plain data stays here under a name of its own, to be used in turn.
        """
        name, owner = asked.name, asked.owner
        if name == "op:warned":
            return f'"ok",{numbers.encoder.write(self.warned)},null'
        making = str(name).startswith(MAKING)
        if owner is None and name not in self.names and not making:
            return ABSENT
        decoder = self.decoder(numbers)  # the grader's own arguments
        thing: object = (
            None if making else self.names[str(name)] if owner is None else decoder.read(owner)
        )
        if making:
            thing = partial(made, str(name))
        elif name in OPERATIONS:
            thing = partial(OPERATIONS[str(name)], thing)
        elif owner is not None and name is not None:
            thing = getattr(thing, str(name))
        after = None
        if asked.called is not None:
            args, kwargs = cast("list[object]", asked.called)
            given = cast("list[object]", decoder.read(args))
            named = cast("dict[str, object]", decoder.read(kwargs))
            self.warned = []
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                thing = cast("Callable[..., object]", thing)(*given, **named)  # or it raises
            self.warned += [(type_name(w.message), str(w.message)[:MESSAGE]) for w in caught]
            after = [*given, *named.values()]
        encoder = numbers.encoder
        encoder.faithful = True
        text = encoder.write_partly(thing)
        if OPAQUE in text:  # in a text of the student's the quotes would be escaped
            self.kept[asked.keep] = thing
        return f'"ok",{text},{"null" if after is None else encoder.write_partly(after)}'

    def decoder(self, numbers: Numbers) -> Decoder:
        """What makes the grader's own arguments."""
        return self.decoder_of(numbers.block)

    def decoder_of(self, block: bytes) -> Decoder:
        """What makes the grader's own values, with these numbers."""
        torch = tensors.loaded()
        if torch is None:
            return Decoder(block, ANY_SIZE, self.find)
        return Decoder(block, ANY_SIZE, self.find, tensor=torch.tensor)

    def find(self, name: str, index: int | None) -> object:
        """A kept result, or an entry of it; what the tests lend; where they may replace something."""
        if name not in self.kept:
            if name in lending.PLACES:
                return lending.place(self, name)
            if not name.startswith(lending.LENT) or index is not None:
                raise _Gone
            self.kept[name] = lending.lent(self, name)
        whole = self.kept[name]
        if index is None:
            return whole
        try:
            return whole[index]  # type: ignore[index]  # if it has no entries it is gone, too
        except Exception:  # noqa: BLE001  # a result may be of the student's own class
            raise _Gone from None

    def parameters(self, asked: Parameters, _: Numbers) -> str:
        """The parameters of a function."""
        function = objects.function_of(self.names, asked.name)
        if function is None:
            return ABSENT
        rows = [
            f"[{quoted(str(p.name)[:NAME])},{quoted(p.kind.name)},"
            f"{'false' if p.default is p.empty else 'true'}]"
            for p in _signature(function).parameters.values()
        ]
        return f'"parameters",[{",".join(rows[:MOST_NAMES])}]'

    def written(self, _: Written, __: Numbers) -> str:
        """What stands behind the `=` of top-level assignments."""
        pairs = [
            f"[{quoted(name[:NAME])},{quoted(text[:MESSAGE])}]"
            for name, text in program.written_values(self.text).items()
        ]
        return f'"written",[{",".join(pairs[:MOST_NAMES])}]'

    def _raised(self, error: BaseException) -> str:
        """An error as part of a reply: its type, its message (if that can be had), its line."""
        file, line, cell = self._place(error.__traceback__)
        if issubclass(type(error), MemoryError):  # NumPy has one of its own
            return f'"memory",{"null" if line is None else line}'
        if issubclass(type(error), SyntaxError) and line is None:
            found = getattr(error, "lineno", None)
            line = found if type(found) is int else None
        try:
            message = str(error)
            message = str.__getitem__(message, slice(MESSAGE))
            if type(error) is ModuleNotFoundError and (library := self._library(error)):
                message += f", needed by {library}"
            text = quoted(message)
        except BaseException:  # noqa: BLE001  # `__str__` is the student's code
            text = "null"
        numbers = (
            f"{'null' if line is None else line},{quoted(file)},{'null' if cell is None else cell}"
        )
        return f'"raised",{quoted(type_name(error))},{text},{numbers}'

    def _library(self, error: BaseException) -> str:
        """The package that the student's own code called or imported when this was raised, if any."""
        trace, own, library = error.__traceback__, False, ""
        for _ in range(RECURSION):
            if trace is None:
                break
            if trace.tb_frame.f_code.co_filename in self.filenames:
                own, library = True, ""
            elif own and not library:
                name = str(trace.tb_frame.f_globals.get("__name__", "")).split(".", 1)[0]
                library = "" if name in ("importlib", __name__.split(".", 1)[0]) else name
            trace = trace.tb_next
        return library[:NAME]

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


def _kind(value: object) -> str:
    kind = type(value)
    if kind is FunctionType or kind is BuiltinFunctionType:
        return "function"
    if issubclass(kind, type):
        return "class"
    if kind is ModuleType:
        return "module"
    return "function" if callable(value) else "plain"
