"""Which usual mistake a wrong function makes: the one whose equations give all its results.

Any numbers can be drawn, so that a chance hit is out of the question: every result of every call
must be what the mistake gives, and two mistakes that both give it are one in two wordings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from grader.assignment.function import PARAMETERS
from grader.assignment.known_mistakes import AVERAGED
from grader.functions.cases import Case
from grader.functions.compare import as_numbers, close, compare
from grader.functions.judgement import Named
from grader.functions.trial_call import Tried
from grader.words.sentences import functions as sentences
from reference import Cell, CellError, Misconception, misconceptions
from reference.rewrites.notes import RARER

# Of the rarer mistakes; the others are told by the one place that is changed, in a sheet's own letters.
_OF_GRADIENTS = ("slope-wrong",)


def named_mistake(tried: Sequence[Tried], relative: float, *, backwards_only: bool) -> Named | None:
    """The mistake that explains the results of these calls.

    The calls are all of one check, or also those of a single step, which come last.  A gradient
    whose forward pass is right, or was made by the student's own forward function, can only go
    wrong on the way back.
    """
    first = tried[0]
    function = first.case.function
    no_equations = any(p.fill or p.symbol == PARAMETERS for p in function.outputs)
    if first.reply.results is None or no_equations:
        return None
    for mistaken in _backwards(first.case), *([] if backwards_only else [_in_the_cell(tried)]):
        for mistake, equations in mistaken:
            if _explains(first, equations, relative):
                return Named(mistake.note, mistake.sentence)
    return _averaged(tried, relative)


def explains_too(mistake: Named, one: Tried, relative: float) -> bool:
    """Whether the same kind of mistake also explains another call."""
    found = _backwards(one.case)
    return any(m.note == mistake.note and _explains(one, cell, relative) for m, cell in found)


def possible_notes(cases: Iterable[Case]) -> set[str]:
    """The notes of all mistakes that a wrong function can be told in these calls."""
    found: set[str] = set()
    for case in cases:
        found |= {mistake.note for mistake, _ in _backwards(case)}
        found |= {mistake.note for mistake in misconceptions(case.truth.written)}
        found |= {AVERAGED} if case.layout.examples > 1 else set()
    return found


def _backwards(case: Case) -> Iterator[tuple[Misconception, Cell]]:
    """A mistake in the equations as they are worked out."""
    over_time = case.layout.steps > 1
    for mistake in misconceptions(case.truth.equations, everywhere=over_time, rarer=True):
        if mistake.note not in RARER or mistake.note in _OF_GRADIENTS:
            yield mistake, mistake.cell


def _in_the_cell(tried: Sequence[Tried]) -> Iterator[tuple[Misconception, Cell]]:
    """A mistake in the cell, made at every step.

    Over many steps its equations are long.  What a single step gets right has no such mistake,
    and what it gets wrong must be wrong in the same way.
    """
    first, small = tried[0], tried[-1]
    if first.case.layout.steps > 1 and small.case.layout.steps == 1 and small.passed:
        return
    for mistake in misconceptions(first.case.truth.written):
        with suppress(CellError):  # such a mistake has no gradient
            yield mistake, first.case.truth.over(mistake.cell)


def _explains(tried: Tried, equations: Cell, relative: float) -> bool:
    try:
        given = tried.case.truth.outputs(tried.case.numbers, equations)
    except (CellError, KeyError, ValueError):
        return False  # a result is no longer worked out, or has another shape
    results = tried.reply.results or {}
    return all(compare(results.get(name), value, relative).right for name, value in given.items())


def _averaged(tried: Sequence[Tried], relative: float) -> Named | None:
    """Gradients of parameters divided by the number of examples, all else right."""
    hit = False
    for one in tried:
        layout, batch = one.case.layout, one.case.function.batch
        for place in one.case.function.outputs:
            if one.comparisons[place.name].right:
                continue
            got = as_numbers((one.reply.results or {}).get(place.name))
            wanted = as_numbers(one.case.expected[place.name])
            collects = layout.reference(place).role == "leaves" and batch not in place.axes
            if got is None or wanted is None or got.shape != wanted.shape or not collects:
                return None
            if layout.examples < 2 or not close(got, wanted / layout.examples, relative).all():
                return None
            hit = True
    what = sentences.gradients_averaged()
    return Named(AVERAGED, what) if hit else None
