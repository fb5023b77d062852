"""In which line a wrong function goes wrong: the one where a small change makes every result right.

Nothing is guessed: the changed function is run, with the same calls.  A student is told the line and what
kind of change it takes, and not the change.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from grader.assignment.function import Function
from grader.functions.cases import VALUES
from grader.functions.changes import Change, Changes
from grader.functions.prepared import Asked, Prepared
from grader.functions.quick import Quick
from grader.functions.source_view import Written
from grader.sandbox import Worker
from grader.words.sentences import functions as sentences

_MOST = 900  # changes of one function
_AT_ONCE = 60
_SECONDS = 1.5
_LONGEST = 120  # lines of a function that is looked at
_PREFIX = "_changed_"


@dataclass(frozen=True)
class LineTold:
    """Whoever looks for the line, in one submission."""

    worker: Worker
    functions: Mapping[str, Function]
    written: Written

    def hint(self, name: str, calls: Prepared, relative: float) -> Iterator[str]:
        """A sentence on the line, where a change in one alone makes the function right."""
        definition = self.written.functions.get(name)
        lines = self.written.lines(name)
        if definition is None or not lines:
            return
        if (definition.end_lineno or 0) - definition.lineno > _LONGEST:
            return
        asked = [one for one in calls.asked if one.check == VALUES]
        every = islice(Changes(definition, lines).all(), _MOST)
        until = time.monotonic() + min(_SECONDS, self.worker.seconds_left / 4)
        while batch := list(islice(every, _AT_ONCE)):
            found = self._helping(name, batch, asked, relative, until)
            if found is None:
                return
            if found:
                yield sentences.function_line(found[0].line, found[0].kind)
                return

    def _helping(
        self, name: str, batch: Sequence[Change], asked: Sequence[Asked], relative: float,
        until: float,
    ) -> list[Change] | None:  # fmt: skip
        """The first of these changes that makes all right; None where it is time to stop."""
        if not self.worker.define(name, [change.text for change in batch], _PREFIX):
            return None
        quick = Quick(self.worker, self.functions)
        for number, change in enumerate(batch):
            if time.monotonic() > until:
                return None
            for one in asked:
                went = quick.goes_right(name, one, relative, called=f"{_PREFIX}{number}")
                if went is False:
                    break
                if went is not True:
                    return None  # its worker ended: what was defined went with it
            else:
                return [change]
        return []
