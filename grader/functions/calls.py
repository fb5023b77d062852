"""The calls of a function drawn: some for every check, and more where a comparison would go one way only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from grader.assignment.function import GRADIENTS, ONE, Function, Place
from grader.functions.cases import (
    BATCH,
    EXTREMES,
    MADE_OF_OTHERS,
    VALUES,
    Case,
    by_autograd,
    compares,
    given_to,
)
from grader.functions.layout import Layout, ReadCell
from reference.records import dataclass, replace

if TYPE_CHECKING:
    from grader.functions.draw import Spans
    from reference.language.functions import Array


def cases(
    function: Function, cells: Mapping[str, ReadCell], forward: Function | None, seed: str
) -> Iterator[Case]:
    """All calls of a function.  `cells` are by name; `forward` is whose cache it takes."""
    given = given_to(function, forward)
    takes = forward is not None and function.takes_kept
    letters = tuple(dict.fromkeys((*(forward.letters if takes and forward else ()),
                                   *function.letters)))  # fmt: skip
    words = next((place.cells for place in function.given if place.cells), {"": function.cell})
    for check in function.checks:
        if check in MADE_OF_OTHERS:
            continue
        if check == GRADIENTS:
            yield from _by_autograd(function, cells, seed.rpartition("/")[2], seed)
            continue
        drawing = _Drawing(function, cells, given, letters, words, f"{seed}/{check}", check)
        ordinary = check == VALUES
        count = max(function.cases, len(words)) if ordinary else len(words)
        made = [drawing.case(number) for number in range(count)]
        yield from made
        if ordinary and compares(function):
            from grader.functions.both_ways import on_other_ways  # once for everybody

            yield from on_other_ways(made, drawing.redrawn(made[0]))


def _by_autograd(
    function: Function, cells: Mapping[str, ReadCell], name: str, seed: str
) -> Iterator[Case]:
    """One call whose results are what autograd gives."""
    backward = by_autograd(function, name)
    for case in cases(backward, cells, None, f"{seed}/{GRADIENTS}"):
        yield replace(case, check=GRADIENTS)


@dataclass(frozen=True)
class _Drawing:
    """The drawing of calls for one check."""

    function: Function
    cells: Mapping[str, ReadCell]
    given: tuple[Place, ...]
    letters: tuple[str, ...]
    words: Mapping[str, str]
    seed: str
    check: str

    def case(self, number: int) -> Case:
        """One of the calls, whose numbers are those of its seed for ever."""
        from grader.functions.draw import draw_arguments, draw_sizes, extreme  # as above
        from grader.functions.truth import Truth  # as above

        function, given = self.function, self.given
        word = list(self.words)[number % len(self.words)]
        drawn = f"{self.seed}/{number}"
        sizes = draw_sizes(function, self.letters, drawn)
        one = ONE.fullmatch(self.check)
        if one:
            sizes[one[1]] = 1
        single = function.single and self.check != BATCH
        layout = Layout(function, self.cells[self.words[word]], sizes, single)
        numbers = draw_arguments(function, given, layout, drawn)
        if self.check == EXTREMES:
            numbers = extreme(numbers, given, layout)
        numbers = Truth(function, layout, given).completed(numbers)
        return Case(self.check, function, layout, given, numbers, word, self.words[word])

    def redrawn(self, case: Case) -> Callable[[str, Spans], dict[str, Array]]:
        """The drawing of other numbers for a call like this one."""
        from grader.functions.draw import draw_arguments  # as above

        def numbers(seed: str, spans: Spans) -> dict[str, Array]:
            return draw_arguments(
                self.function, self.given, case.layout, f"{self.seed}/{seed}", spans
            )

        return numbers
