"""Running the tests of pytest, with a plugin that tells every test as it ends.

Nothing of the surroundings has a say: no configuration, no plugins, no cache.  A `conftest.py` beside
the tests belongs to the course and counts.
"""

from __future__ import annotations

import os
import unittest
from collections.abc import Collection, Generator
from pathlib import Path

import pytest

from grader.owntests import record
from grader.owntests.events import Teller
from grader.owntests.record import BOARD, SCORE, Record, told
from grader.words.sentences import own_tests as sentences


def run(file: str, teller: Teller, done: Collection[str]) -> None:
    """Run the tests of a file, but for those that are done."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    folder = str(Path(file).parent)
    words = [file, "-c", os.devnull, "--rootdir", folder, "--import-mode=importlib",
             "-p", "no:cacheprovider", "-p", "no:faulthandler"]  # fmt: skip
    code = pytest.main(words, plugins=[_Plugin(teller, file, done)])
    if code == pytest.ExitCode.USAGE_ERROR:
        found = Record("")
        found.add(record.ERROR, sentences.pytest_not_started())
        teller.unloadable(found)


def name_of(item: pytest.Item) -> str:
    """`Class.function[case]`, as the file has it."""
    return ".".join(item.nodeid.split("::")[1:])


class _Plugin:
    """Tells every test as it ends."""

    def __init__(self, teller: Teller, file: str, done: Collection[str]) -> None:
        self.teller = teller
        self.file = file
        self.done = done
        self.record: Record | None = None

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make our marks known."""
        for mark in ("points(n)", "weight(n)", "max_score(n)", "number(n)", "visibility(when)",
                     "hide_errors(message)", "tags(*words)"):  # fmt: skip
            config.addinivalue_line("markers", sentences.mark_of_ours(mark))

    def pytest_exception_interact(
        self, call: pytest.CallInfo[object], report: pytest.CollectReport | pytest.TestReport
    ) -> None:
        """Tell of a file that cannot be run, by the error that pytest found at the bottom."""
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            error = call.excinfo.value
            while isinstance(error, pytest.Collector.CollectError) and error.__cause__ is not None:
                error = error.__cause__
            found = Record("")
            found.add(record.ERROR, told(error, self.file), error)
            self.teller.unloadable(found)

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Tell of what pytest itself stumbles over, such as `sys.exit` while a file is loaded."""
        found = Record("")
        found.add(record.ERROR, told(excinfo.value, self.file), excinfo.value)
        self.teller.unloadable(found)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Tell what tests there are, and leave out what is done."""
        self.teller.loaded([name_of(item) for item in items])
        items[:] = [item for item in items if name_of(item) not in self.done]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """One test, from set up to tear down."""
        self.record = Record(name_of(item))
        function = getattr(item, "obj", None)
        function = getattr(function, "__func__", function)
        record.forget(function, SCORE, BOARD)
        self.teller.began(self.record.test)
        try:
            return (yield)
        except BaseException as error:  # pytest.exit: no report is made of it
            self.record.add(record.ERROR, told(error, self.file), error)
            raise
        finally:
            self.record.score = record.noted(function, SCORE)
            self.record.board = record.noted(function, BOARD)
            self.teller.ended(self.record)
            self.record = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """What one phase of a test came to; the error itself is known only here."""
        report = yield
        self._note(report, call)
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Subtests are only told here, and have a context of their own."""
        context = getattr(report, "context", None)
        if context is not None and report.failed and self.record is not None:
            said = getattr(getattr(report.longrepr, "reprcrash", None), "message", "")
            named = [str(getattr(context, "msg", "") or "")]
            named += [f"{key}={value}" for key, value in getattr(context, "kwargs", {}).items()]
            self.record.add(record.FAILED, f"({' '.join(filter(None, named))}): {said}")

    def _note(self, report: pytest.TestReport, call: pytest.CallInfo[None]) -> None:
        if self.record is None:
            return
        error = call.excinfo.value if call.excinfo is not None else None
        said = told(error, self.file) if error is not None else ""
        self.record.printed += report.capstdout if report.when != "setup" else ""
        if hasattr(report, "wasxfail"):
            if report.skipped:
                holds = isinstance(error, AssertionError)
                self.record.add(record.EXPECTED if holds else record.ERROR, said, error)
            else:
                self.record.add(record.UNEXPECTED)
        elif report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else said
            self.record.add(record.SKIPPED, str(reason).removeprefix("Skipped: "), error)
        elif report.failed and error is None:  # an expected failure that did not come
            self.record.add(record.UNEXPECTED, str(report.longrepr))
        elif report.failed:
            failed = report.when == "call" and isinstance(
                error, (AssertionError, pytest.fail.Exception, unittest.TestCase.failureException)
            )
            self.record.add(record.FAILED if failed else record.ERROR, said, error)
        elif report.when == "call":
            self.record.add(record.PASSED)
