"""What a worker can be asked: a type a question, written by the grader and read by the worker.

A field is a name, a number, a truth or, where values travel, a `Tree`: JSON text of the encoder's on the grader's
side, and what that text holds on the worker's.
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Sequence
from typing import NamedTuple

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`

# Values on their way: a `Fragment` where they are written, lists and texts where they are read.
Tree = object


class Fragment(str):
    """JSON text that an encoder wrote, to stand in a question as it is."""

    __slots__ = ()


NOTHING = Fragment("null")


class Run(NamedTuple):
    """Run the file `main`, and those that are graded with it.  Bytes of all files lie in the block; `until` is the piece that is left out."""

    main: str
    files: Sequence[tuple[str, int, int]]  # path, place in the block, length
    bounds: Sequence[int]
    package: str
    until: int | None
    joined: Sequence[str] = ()  # other files that are graded with it


class Names(NamedTuple):
    """The names of the file, and roughly what they are."""


class Written(NamedTuple):
    """What stands behind the `=` of top-level assignments."""


class Value(NamedTuple):
    """The value of one name."""

    name: str


class Values(NamedTuple):
    """The values of several names, each an answer of its own."""

    names: Sequence[str]


class Call(NamedTuple):
    """Call a function; `keep` its result under a name, `report` its arguments as they are afterwards."""

    name: str
    args: Tree
    kwargs: Tree
    keep: str | None = None
    report: bool = False


class Calls(NamedTuple):
    """Call one function several times, each an answer of its own; a case is `[args, kwargs]`."""

    name: str
    cases: Tree


class Several(NamedTuple):
    """Questions of any type in one, each an answer of its own.

    A part is `[place, length, word, field, ...]`: where in the block its own numbers lie, and its question.
    """

    parts: Tree


class Act(NamedTuple):
    """Call a method of an `owner`, or of an object made of `new`; a name without a dot makes one.

    `attributes` are set before the call, those in `stored` are read after it.
    """

    name: str
    owner: Tree
    new: Tree
    attributes: Tree
    args: Tree
    stored: Sequence[str]
    keep: str


class Slopes(NamedTuple):
    """What autograd gives by all that went into a kept call, for gradients that arrive at its results."""

    keep: str
    arriving: Tree


class Record(NamedTuple):
    """Call a function, and keep what its calls of `inner` return."""

    name: str
    args: Tree
    inner: str
    keep: str


class Use(NamedTuple):
    """A name, an attribute of an `owner`, or what calling it with `[args, kwargs]` returns."""

    name: str | None
    owner: Tree
    called: Tree
    keep: str


class Define(NamedTuple):
    """Put functions by these texts, one after the other, in the place of a function or method of the file.

    The same questions are asked of each, parts as of `Several`, and the last is answered.  The last text stays; where
    there are none, the file's own function comes back.
    """

    name: str
    texts: Sequence[str]
    parts: Tree


class Guard(NamedTuple):
    """Watch the modules that functions may not use, or all but those that they may."""

    forbid: Sequence[str]
    only: Sequence[str]


class Parameters(NamedTuple):
    """The parameters of a function."""

    name: str


Question = (
    Run
    | Names
    | Written
    | Value
    | Values
    | Call
    | Calls
    | Several
    | Act
    | Slopes
    | Record
    | Use
    | Define
    | Guard
    | Parameters
)
KINDS: dict[str, type[Question]] = {
    "run": Run,
    "names": Names,
    "written": Written,
    "value": Value,
    "values": Values,
    "call": Call,
    "calls": Calls,
    "several": Several,
    "act": Act,
    "slopes": Slopes,
    "record": Record,
    "use": Use,
    "define": Define,
    "guard": Guard,
    "parameters": Parameters,
}
_WORDS = {kind: word for word, kind in KINDS.items()}


def text(question: Question) -> str:
    """A question as JSON text, its brackets left out: the word for its kind, and its fields."""
    fields = (f if type(f) is Fragment else json.dumps(f) for f in question)
    return ",".join([f'"{_WORDS[type(question)]}"', *fields])


def read(words: Sequence[object]) -> Question:
    """The question that was written; an error where this is none of ours."""
    kind, *fields = words
    return KINDS[str(kind)](*fields)  # type: ignore[arg-type]  # only the grader writes here
