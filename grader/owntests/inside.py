"""The process of the tests: it has the course's code, the stand-ins, and a wire to the grader.

It is started with an empty environment and knows no key.  It ends when the wire does.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, cast

from grader.owntests import record, stand_in, unittests
from grader.owntests.events import Teller
from grader.owntests.record import Record, told
from grader.owntests.wire import Wire
from grader.sandbox.outcome import Kept
from grader.words.sentences import own_tests as sentences


def main() -> None:
    """Run the tests that the grader names.  It does not return."""
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # from outside: it ends us, and no test fails by it
    incoming, outgoing = _pipes()
    wire = Wire(incoming, outgoing, Kept)
    match wire.receive():
        case ["start", str() as runner, str() as file, list() as modules, list() as done,
              dict() as kinds, list() as taken]:  # fmt: skip
            asker = stand_in.Asker(wire, cast("Mapping[str, str]", kinds))
            stand_in.install(cast("list[str]", modules), asker, cast("list[str]", taken))
            os.chdir(Path(file).parent)
            sys.path.insert(0, str(Path(file).parent))
            _run(runner, file, asker, frozenset(cast("list[str]", done)))
            Teller(wire).finished()
    os._exit(0)  # threads that a test has left behind must not keep us


def _run(runner: str, file: str, asker: stand_in.Asker, done: frozenset[str]) -> None:
    teller = _Loading(asker)
    if runner == "pytest":
        from grader.owntests import pytests  # a course without pytest must not need it

        pytests.run(file, teller, done)
        return

    try:
        module = _load(file)
    except BaseException as error:  # noqa: BLE001  # SystemExit, too: a file is to be told of, not obeyed
        found = Record("")
        found.add(record.ERROR, told(error, file), error)
        teller.unloadable(found)
        return
    unittests.run(module, teller, done)


class _Loading(Teller):
    """Once the tests are loaded, a name that is not there is an error like any other."""

    def __init__(self, asker: stand_in.Asker) -> None:
        super().__init__(asker.wire)
        self._asker = asker

    def began(self, test: str) -> None:
        """A test begins: nothing is loaded any more."""
        self._asker.loading = False
        super().began(test)


def _load(file: str) -> ModuleType:
    """The file of tests as a module."""
    name = Path(file).stem
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(sentences.no_python_file(file))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The wire; what the tests read and print goes nowhere."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return incoming, outgoing
