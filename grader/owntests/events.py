"""What the process of the tests tells the grader: plain messages, one an event."""

from __future__ import annotations

from collections.abc import Sequence

from grader.owntests.record import Record
from grader.owntests.wire import Wire


class Teller:
    """The grader, as the running tests know it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def loaded(self, tests: Sequence[str]) -> None:
        """The tests that there are."""
        self._wire.send(["loaded", list(tests)])

    def began(self, test: str) -> None:
        """A test begins."""
        self._wire.send(["began", test])

    def ended(self, record: Record) -> None:
        """A test has ended; from now on nothing can change what became of it."""
        self._wire.send(["ended", record.test, record.plain()])

    def around(self, record: Record) -> None:
        """Something happened around tests: `setUpClass (tests.TestCell)`."""
        self._wire.send(["around", record.test, record.plain()])

    def unloadable(self, record: Record) -> None:
        """The file itself could not be run."""
        self._wire.send(["unloadable", record.plain()])

    def finished(self) -> None:
        """All tests have been run."""
        self._wire.send(["finished"])
