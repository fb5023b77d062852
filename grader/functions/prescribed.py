"""What an assignment says of its functions, read once for a whole class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from grader.assignment import Answer, Assignment
from grader.assignment.dataclass_json import from_plain
from grader.assignment.function import Function
from grader.functions.calls import cases
from grader.functions.cases import Case
from grader.functions.layout import ReadCell
from grader.functions.prepared import Prepared
from grader.outcome.errors import Faulty, InputError

if TYPE_CHECKING:
    from reference import Cell

TOLERANCE = 1e-5  # of the largest entry, where the file does not say


class Prescribed:
    """The functions of one assignment: how each is called, what is right, and what it is worth."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.answers: Mapping[str, Answer] = {
            a.name: a for a in assignment.answers if a.kind == "function"
        }
        self.functions: Mapping[str, Function] = {
            name: from_plain(Function, answer.value) for name, answer in self.answers.items()
        }
        self.follow = {
            a.name: question.follow_through for question in assignment.questions
            for a in question.answers
        }  # fmt: skip
        self._cells: dict[str, Cell] = {}
        self._prepared: dict[tuple[str, str, str], Prepared] = {}

    def relative(self, name: str) -> float:
        """How far a result may lie from what is right, as a share of its largest entry."""
        return self.answers[name].tolerance.relative or TOLERANCE

    def calls(self, name: str, functions: Mapping[str, Function]) -> Prepared:
        """The calls of a function; `functions` are those of the file, each under the cell that it is held against."""
        forward = functions.get(functions[name].forward)
        known = (name, functions[name].cell, forward.cell if forward is not None else "")
        if known not in self._prepared:
            self._prepared[known] = self._made(name, functions[name], forward)
        return self._prepared[known]

    def _made(self, name: str, function: Function, forward: Function | None) -> Prepared:
        wanted = [function.cell, *(c for p in function.given for c in p.cells.values())]
        seed = f"{self.assignment.id}/{self.assignment.version}/{name}"
        texts = [self.assignment.cells.get(cell) for cell in wanted]
        return Prepared(
            name,
            function,
            forward,
            made_of=(wanted, texts, seed),
            cells=self._read,
            make=lambda: self._worked_out(name, function, wanted, forward, seed),
        )

    def _worked_out(
        self,
        name: str,
        function: Function,
        wanted: Sequence[str],
        forward: Function | None,
        seed: str,
    ) -> list[Case]:
        """The calls of a function, drawn, with what is right; raise InputError for equations without a value."""
        from reference import CellError  # brings the mathematics

        try:
            cells = {cell: self._read(cell) for cell in wanted if cell}
            found = list(cases(function, cells, forward, seed))
            for case in found:
                _ = case.expected
        except (CellError, Faulty) as fault:
            raise InputError(f'function "{name}": {fault}') from None
        return found

    def _read(self, name: str) -> ReadCell:
        return partial(self._cell, name)

    def _cell(self, name: str) -> Cell:
        from reference import cell as of_catalogue  # as above
        from reference import parse_cell  # as elsewhere here

        if name not in self._cells:
            text = self.assignment.cells.get(name)
            self._cells[name] = of_catalogue(name) if text is None else parse_cell(text, name=name)
        return self._cells[name]


_last: list[Prescribed] = []


def prescribed(assignment: Assignment) -> Prescribed:
    """What this assignment says of its functions; whoever grades a class has it at hand."""
    if not _last or _last[0].assignment is not assignment:
        _last[:] = [Prescribed(assignment)]
    return _last[0]
