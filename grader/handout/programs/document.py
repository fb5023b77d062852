"""The programs of an assignment: a right file of it, piece by piece, one for every answer that is code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from grader.assignment.function import PARAMETERS, SELF, TORCH, Function
from grader.handout.code_template import owner_of
from grader.handout.programs.body import Body
from grader.handout.programs.lines import fitted
from grader.handout.programs.many_steps import many_steps
from grader.handout.programs.objects import constructor
from grader.handout.programs.one_step import one_step
from grader.handout.programs.task import NoText, Task
from reference import Cell, CellError, Symbol, parse_cell
from reference import cell as of_catalogue
from reference.language.errors import LanguageError
from reference.readings.counts import formula
from reference.readings.program_words import NUMPY
from reference.readings.program_words import TORCH as TORCH_WORDS
from reference.readings.programs import helper_lines
from reference.records import dataclass, field


def programs_of(
    functions: Mapping[str, Function], cells: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """The lines for every function, by the name of its answer; none is there where no equations give a program.

    A class stands with the first of its answers, and the others have no lines of their own.

    `cells` are those of the file, by name.  The lines of all answers, one after the other, are a file that
    can be handed in.
    """
    return dict(_Writer(functions, cells).pieces())


@dataclass
class _Writer:
    """One walk over the functions of an assignment."""

    functions: Mapping[str, Function]
    cells: Mapping[str, str]
    helpers: dict[str, None] = field(default_factory=dict)

    def pieces(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The lines of every answer; the first have what all of them need."""
        written: list[tuple[str, list[str]]] = []
        classes: dict[str, list[str]] = {}
        for name, function in self.functions.items():
            owner = owner_of(function)
            if not owner:
                written.append((name, self._function(name, function)))
            elif owner not in classes:
                own = {n: f for n, f in self.functions.items() if owner_of(f) == owner}
                classes[owner] = self._class(owner, own)
                written.append((name, classes[owner]))
        head = self._head()
        for name, lines in written:
            if lines:
                yield name, tuple(short for line in (*head, *lines) for short in fitted(line))
                head = []
        first = {name for name, _ in written}
        for name, function in self.functions.items():
            if name not in first and classes.get(owner_of(function)):
                yield name, ()

    def _head(self) -> list[str]:
        """What all of the file needs: its library, and functions that this has not."""
        torch = {function.framework == TORCH for function in self.functions.values()}
        libraries = [
            words for words, is_torch in ((NUMPY, False), (TORCH_WORDS, True)) if is_torch in torch
        ]
        return [*(words.imported for words in libraries), "", "", *helper_lines(self.helpers)]

    def _function(self, name: str, function: Function) -> list[str]:
        lines = self.attempt(name, function)
        head = f"def {function.call or name}({', '.join(_parameters(function))}):"
        return [head, *_indented(lines), "", ""] if lines else []

    def _class(self, owner: str, functions: Mapping[str, Function]) -> list[str]:
        """A class with its methods."""
        lines = list(constructor(tuple(functions.values())))
        for name, function in functions.items():
            if function.is_constructor:
                continue
            body = self.attempt(name, function)
            if not body or not lines:
                return []
            method, parameters = function.call.rpartition(".")[2], ("self", *_parameters(function))
            lines += ["", f"def {method}({', '.join(parameters)}):", *_indented(body)]
        return [f"class {owner}:", *_indented(lines), "", ""]

    def attempt(self, name: str, function: Function) -> list[str]:
        """The body of a function; nothing where it, or who makes its cache, does not follow from equations."""
        first = self.functions.get(function.forward)
        if function.takes_kept and (first is None or not self.attempt(function.forward, first)):
            return []
        try:
            return list(self.body(name, function))
        except (NoText, CellError, LanguageError):
            return []

    def body(self, name: str, function: Function) -> Iterator[str]:
        """The lines of a function below its head."""
        if any(place.symbol == PARAMETERS for place in function.outputs):
            yield from self._count(function)
            return
        if any(place.cells for place in function.given) or not function.cell:
            raise NoText
        torch = function.framework == TORCH
        body = Body(self._task(name, function), self.helpers, torch, self._cached(name))
        yield from many_steps(body) if function.steps else one_step(body)

    def _task(self, name: str, function: Function) -> Task:
        return Task(name, function, self._cell(function.cell), self.functions.get(function.forward))

    def _cached(self, name: str) -> tuple[Symbol, ...]:
        """What the functions that take its cache need."""
        needed: dict[Symbol, None] = {}
        for other, function in self.functions.items():
            if function.forward == name and function.takes_kept:
                needed.update(dict.fromkeys(self._task(other, function).remembered))
        return tuple(needed)

    def _cell(self, name: str) -> Cell:
        text = self.cells.get(name)
        return of_catalogue(name) if text is None else parse_cell(text, name=name)

    def _count(self, function: Function) -> Iterator[str]:
        """How many parameters a cell has, which a word may choose."""
        letters = {place.size: place.name for place in function.given if place.size}
        chosen = next((place for place in function.given if place.cells), None)
        if len(function.returns) != 1 or (chosen is None and not function.cell):
            raise NoText
        if chosen is None:
            yield f"return {self._formula(function.cell, letters)}"
            return
        yield "return {"
        for word, name in chosen.cells.items():
            yield f'    "{word}": {self._formula(name, letters)},'
        yield f"}}[{chosen.name}]"

    def _formula(self, name: str, letters: Mapping[str, str]) -> str:
        text = formula(self._cell(name))
        if not {*re.findall(r"[A-Za-z]\w*", text)} <= {*letters}:
            raise NoText
        spaced = text.replace("*", " * ")
        return re.sub(r"[A-Za-z]\w*", lambda found: letters[found[0]], spaced)


def _parameters(function: Function) -> list[str]:
    return [place.name for place in function.positional if place.name != SELF]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" if line else "" for line in lines]
