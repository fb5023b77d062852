"""Which usual mistake a wrong function makes: the one whose equations give all its results.

Any numbers can be drawn, so a chance hit is out of the question, and every result must be what
the mistake gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from grader.assignment.function import PARAMETERS
from grader.functions.cases import Case
from grader.functions.compare import as_numbers, close, compare
from reference import Cell, CellError, misconceptions
from reference.functions import Array

if TYPE_CHECKING:
    from grader.functions.judge import Tried


def named_mistake(values: Sequence[Tried], relative: float) -> tuple[str, str] | None:
    """Note and description of the one mistake that explains every result of every call."""
    first = values[0]
    if first.reply.results is None or any(
        place.symbol == PARAMETERS for place in first.case.function.outputs
    ):
        return None
    found: dict[str, tuple[str, Cell]] = {}
    for note, what, cell in _mistaken(first.case):
        if note not in found and _explains(first, cell, relative):
            found[note] = (what, cell)
    if not found:
        averaged = _averaged(values, relative)
        return averaged
    if len(found) != 1:
        return None
    ((note, (what, _)),) = found.items()
    return note, what


def _mistaken(case: Case) -> Iterator[tuple[str, str, Cell]]:
    """The equations with one mistake made everywhere, or in one place of the working."""
    for mistake in misconceptions(case.truth.written):
        try:
            yield mistake.note, mistake.sentence, case.truth.over(mistake.cell)
        except CellError:
            continue
    for mistake in misconceptions(case.truth.equations):
        yield mistake.note, mistake.sentence, mistake.cell


def _explains(tried: Tried, equations: Cell, relative: float) -> bool:
    try:
        given = tried.case.truth.outputs(tried.case.numbers, equations)
    except (CellError, KeyError, ValueError):
        return False
    results = tried.reply.results or {}
    return _all_close(results, given, relative)


def _all_close(results: Mapping[str, object], given: Mapping[str, Array], relative: float) -> bool:
    return all(compare(results.get(name), value, relative).right for name, value in given.items())


def _averaged(values: Sequence[Tried], relative: float) -> tuple[str, str] | None:
    """Gradients of parameters divided by the number of examples, all else right."""
    hit = False
    for one in values:
        examples = one.case.layout.examples
        for place in one.case.function.outputs:
            if one.comparisons[place.name].right:
                continue
            got = as_numbers((one.reply.results or {}).get(place.name))
            wanted = as_numbers(one.case.expected[place.name])
            own = one.case.layout.reference(place)
            collects = own.role == "leaves" and one.case.function.batch not in place.axes
            if got is None or wanted is None or got.shape != wanted.shape or not collects:
                return None
            if examples < 2 or not close(got, wanted / examples, relative).all():
                return None
            hit = True
    return ("averaged-over-batch", "the gradients averaged over the batch, not summed") if hit else None
