"""In which line a wrong function goes wrong: the one where a small change makes every result right.

Nothing is guessed: the changed function is run, with the same calls.  A student is told the line and what
kind of change it takes, and not the change.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from grader.assignment.function import TORCH, Function, called
from grader.functions.cases import VALUES
from grader.functions.changes import Change, Changes
from grader.functions.plainly_right import Quick, is_right
from grader.functions.prepared import Asked, Prepared
from grader.functions.source_view import Written
from grader.sandbox import Worker
from grader.words.sentences import functions as sentences
from reference.records import dataclass

_MOST = 600  # changes of one function
_AT_ONCE = 60
_LEFT = 15.0  # seconds that other functions keep for themselves
_LONGEST = 120  # lines of a function that is looked at


@dataclass(frozen=True)
class LineTold:
    """Whoever looks for the line, in one submission."""

    worker: Worker
    functions: Mapping[str, Function]
    written: Written

    def hint(self, name: str, calls: Prepared, relative: float) -> Iterator[str]:
        """A sentence on the line, where a change in one alone makes the function right."""
        path = called(self.functions, name)
        definition = self.written.functions.get(path)
        lines = self.written.lines(definition) if definition is not None else []
        if definition is None or not lines:
            return
        if (definition.end_lineno or 0) - definition.lineno > _LONGEST:
            return
        if any(isinstance(node, ast.While) for node in ast.walk(definition)):
            return  # a change of what it waits for may never end
        asked = [one for one in calls.asked if one.check == VALUES]
        library = "torch" if self.functions[name].framework == TORCH else "np"
        every = islice(Changes(definition, lines, library).all(), _MOST)
        try:
            while batch := list(islice(every, _AT_ONCE)):
                found = self._helping(name, path, batch, asked, relative)
                if found is None:
                    return
                if found:
                    yield sentences.function_line(found[0].line, found[0].kind)
                    return
        finally:
            self.worker.define(path, (), ())

    def _helping(
        self, name: str, path: str, batch: Sequence[Change], asked: Sequence[Asked], relative: float
    ) -> list[Change] | None:
        """The first of these changes that makes all right; None where it is time to stop."""
        function = self.functions[name]
        quick, first = Quick(self.worker, self.functions), asked[0]
        if self.worker.seconds_left < _LEFT or not quick.goes_forward(name, first):
            return None
        texts = [_alone(change.text) for change in batch]
        answers, block = self.worker.define(path, texts, first.questions)
        if answers is None:
            return None
        for change, text, answer in zip(batch, texts, answers, strict=True):
            if is_right(function, first, answer, block, relative):
                # alone, as what one call leaves behind may help another
                self.worker.define(path, [text], first.questions)
                if all(quick.goes_right(name, one, relative) for one in asked):
                    return [change]
        return []


def _alone(text: str) -> str:
    """A function or method as a text that can be run by itself."""
    return f"if True:\n{text}" if text[:1].isspace() else text
