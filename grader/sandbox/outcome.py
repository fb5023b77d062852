"""What can become of one request to a worker: plain, frozen values.

An outcome says what happened, never whether it is right: that is decided elsewhere, in a
process that no student's code has entered.  The student's faults, the limits and our own faults are
different types, so that nobody can mistake one for another.

Outcomes are named tuples, as every command makes their classes anew and a dataclass takes eight times as
long; what stands for a part of a result is none, lest it be taken for a tuple of the student's.
"""

from __future__ import annotations

from typing import NamedTuple, Union

from reference.records import dataclass


@dataclass(frozen=True)
class Opaque:
    """A part of a kept result that stays in the worker: only the name of its type is known."""

    type_name: str


@dataclass(frozen=True)
class Kept:
    """A kept result of an earlier call, or a part of it, as an argument of the next one.

    `Kept("forward", 1)` is the second entry of what the call with `keep="forward"` returned.
    """

    name: str
    index: int | None = None


class Returned(NamedTuple):
    """The value came back.  `arguments` are the arguments as they were after the call."""

    value: object
    output: str = ""
    arguments: tuple[object, ...] | None = None
    seconds: float = 0.0


class Raised(NamedTuple):
    """The student's code raised.

    `line` is the last line of the student's own code that was running, `file` the file it
    stands in, `cell` the number of the notebook cell (then `line` counts within the cell).
    """

    type_name: str
    message: str
    line: int | None = None
    output: str = ""
    file: str = ""
    cell: int | None = None

    def __str__(self) -> str:
        """The error as one line of text: `ValueError: no such gate (submission.py, line 3)`."""
        where = self.file
        if self.cell is not None:
            where = f"cell {self.cell}"
        if self.line is not None:
            where = f"{where}, line {self.line}" if where else f"line {self.line}"
        text = f"{self.type_name}: {self.message}" if self.message else self.type_name
        return f"{text} ({where})" if where else text


class TimedOut(NamedTuple):
    """The clock ran out.  `where` is "import", "call", or "total" (the whole submission).

    `line` is where the file was then, `cell` the number of the notebook cell.
    """

    seconds: float
    where: str
    output: str = ""
    line: int | None = None
    cell: int | None = None


class Crashed(NamedTuple):
    """The process ended without an answer: `how` names the signal or the exit code.

    A worker that talks rubbish is `garbled`: it was ended by us, not by itself.

    `where` is "import" when it ended while the file was being run, otherwise "call"; `line` and
    `cell` say where the file was then.
    """

    how: str
    where: str = "call"
    output: str = ""
    line: int | None = None
    cell: int | None = None
    garbled: bool = False


class OutOfMemory(NamedTuple):
    """The code asked for more memory than the limit allows."""

    where: str = "call"
    line: int | None = None
    output: str = ""


class Absent(NamedTuple):
    """The name is not defined.  `because` says why, if a fault in the file explains it."""

    name: str
    because: str = ""


class Refused(NamedTuple):
    """The value cannot leave the worker: it is too large, too deep, or no plain data."""

    note: str
    sentence: str
    output: str = ""


class Blocked(NamedTuple):
    """It could not be judged, because of something else that went wrong before."""

    sentence: str


class OurFault(NamedTuple):
    """The grader's machinery failed.  The student is not to blame; `detail` is for staff."""

    detail: str


Outcome = Union[  # noqa: UP007  # an alias that must also exist at run time on Python 3.10
    Returned, Raised, TimedOut, Crashed, OutOfMemory, Absent, Refused, Blocked, OurFault
]


class Fault(NamedTuple):
    """A place in the submission that could not be run, and what that means.

    `names` are the names that are therefore missing.  `kind` is "syntax", "error",
    "package", or "stopped" for all that the file did not come to; `cell` is the number of the notebook cell, `first` and `last` count lines (in the cell,
    for a notebook).
    """

    kind: str
    sentence: str
    first: int
    last: int
    names: tuple[str, ...] = ()
    cell: int | None = None


class Parameter(NamedTuple):
    """One parameter of a function: its name, its kind as `inspect` words it, and if it may be left out."""

    name: str
    kind: str
    optional: bool


class Signature(NamedTuple):
    """The parameters of a student's function, in order."""

    parameters: tuple[Parameter, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(parameter.name for parameter in self.parameters)

    def __str__(self) -> str:
        """The parameters as they could be written: `x, h_prev, *rest`."""
        marks = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
        return ", ".join(marks.get(p.kind, "") + p.name for p in self.parameters)
