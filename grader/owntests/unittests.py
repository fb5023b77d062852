"""Running the tests of unittest, with a result that keeps what others drop.

Failing subtests, skips, expected failures and errors in setUpClass are outcomes like any other; each
test is told as soon as it has ended, so that what follows cannot take it back.
"""

from __future__ import annotations

import io
import sys
import unittest
from collections.abc import Collection, Iterator
from types import ModuleType, TracebackType
from typing import Any, TypeAlias

from grader.owntests import record
from grader.owntests.events import Teller
from grader.owntests.record import BOARD, SCORE, Record, told

_Error: TypeAlias = (
    "tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]"
)


def run(module: ModuleType, teller: Teller, done: Collection[str]) -> None:
    """Run the tests of a module, but for those that are done."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    cases = list(_cases(suite))
    teller.loaded([name_of(case) for case in cases])
    left = unittest.TestSuite(case for case in cases if name_of(case) not in done)
    left.run(_Result(teller, str(module.__file__)))


def name_of(test: object) -> str:
    """`Class.method`, as the file has it."""
    method = getattr(test, "_testMethodName", None)
    if isinstance(test, unittest.TestCase) and isinstance(method, str):
        return f"{type(test).__qualname__}.{method}"
    return str(getattr(test, "id", lambda: "a test")())


def _cases(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _cases(test)
        else:
            yield test


class _Result(unittest.TestResult):
    """Tells every test as it ends."""

    def __init__(self, teller: Teller, file: str) -> None:
        super().__init__()
        self.teller = teller
        self.file = file
        self.record: Record | None = None
        self.outside = sys.stdout

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802  # unittest's word
        """Begin a test with no score from before, and catch what it prints."""
        super().startTest(test)
        record.forget(_function(test), SCORE, BOARD)
        self.record = Record(name_of(test))
        self.teller.began(self.record.test)
        self.outside, sys.stdout = sys.stdout, io.StringIO()

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802  # unittest's word
        """Tell what became of a test."""
        super().stopTest(test)
        printed, sys.stdout = sys.stdout, self.outside
        if self.record is None:
            return
        if isinstance(printed, io.StringIO) and not printed.closed:  # not what a test put there
            self.record.printed = printed.getvalue()
        self.record.score = record.noted(_function(test), SCORE)
        self.record.board = record.noted(_function(test), BOARD)
        self.teller.ended(self.record)
        self.record = None

    def addSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802  # unittest's word
        """It holds."""
        self._note(test, record.PASSED)

    def addFailure(self, test: unittest.TestCase, err: _Error) -> None:  # noqa: N802  # unittest's word
        """An assertion does not hold."""
        self._note(test, record.FAILED, err)

    def addError(self, test: unittest.TestCase, err: _Error) -> None:  # noqa: N802  # unittest's word
        """Something raised: in the test, or in what is set up for a class or the whole file."""
        self._note(test, record.ERROR, err)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:  # noqa: N802  # unittest's word
        """It was not run."""
        self._note(test, record.SKIPPED, said=str(reason))

    def addExpectedFailure(self, test: unittest.TestCase, err: _Error) -> None:  # noqa: N802  # unittest's word
        """It failed, as it says it does: by an assertion, that is, and not because nothing runs."""
        holds = isinstance(err[1], AssertionError)
        self._note(test, record.EXPECTED if holds else record.ERROR, err)

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802  # unittest's word
        """It holds, and says that it does not."""
        self._note(test, record.UNEXPECTED)

    def addSubTest(  # noqa: N802  # unittest's word
        self, test: unittest.TestCase, subtest: unittest.TestCase, err: _Error | None
    ) -> None:
        """A part of a test; only those that fail say something."""
        if err is not None and err[1] is not None:
            failed = isinstance(err[1], test.failureException)
            name = str(getattr(subtest, "_subDescription", lambda: "")())
            self._note(test, record.FAILED if failed else record.ERROR, err, name)

    def _note(self, test: Any, how: str, err: _Error | None = None, said: str = "") -> None:
        error = err[1] if err else None
        if error is not None:
            said = f"{said}: {told(error, self.file)}" if said else told(error, self.file)
        if self.record is not None:
            self.record.add(how, said, error)
        elif isinstance(test, unittest.TestCase):  # some versions do not begin what is skipped
            alone = Record(name_of(test))
            alone.add(how, said, error)
            self.teller.ended(alone)
        else:  # setUpClass (module.Class), setUpModule (module)
            alone = Record(str(test))
            alone.add(how, said, error)
            self.teller.around(alone)


def _function(test: object) -> object:
    method = getattr(test, str(getattr(test, "_testMethodName", "")), None)
    return getattr(method, "__func__", method)
