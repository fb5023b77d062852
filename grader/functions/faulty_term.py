"""Which term is wrong: the function with everything 0 but one input, one state or one bias."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.functions.call import Caller
from grader.functions.cases import Case
from grader.functions.compare import compare
from grader.functions.trial_call import Tried
from grader.words.sentences import functions as sentences
from reference.records import replace

_ZERO = np.zeros(())
_MOST = 2  # where more terms go wrong, what is wrong is no term


def staged(caller: Caller, name: str, tried: Tried, relative: float) -> Iterator[str]:
    """What single terms show of the wrong results; nothing where they show nothing."""
    case = tried.case
    carriers = list(_carriers(case))
    wrong_results = [key for key, found in tried.comparisons.items() if not found.stands]
    right: list[str] = []
    wrong: list[str] = []
    for carrier in carriers:
        numbers = {
            key: np.zeros_like(array) if key in carriers and key != carrier else array
            for key, array in case.numbers.items()
        }
        stage = replace(case, numbers=numbers)
        if not all(_is_finite(stage.expected[key]) for key in wrong_results):
            return  # with zeros the equations themselves have no value
        results = caller.call(name, stage).results
        if results is None:
            return
        fits = all(
            compare(results.get(key), stage.expected[key], relative).right for key in wrong_results
        )
        (right if fits else wrong).append(carrier)
    if len(carriers) > 1 and 0 < len(wrong) <= _MOST and right:
        yield sentences.function_stage_wrong(wrong, right)
    elif len(carriers) > 1 and right and not wrong:
        yield sentences.function_stages_right()


def _is_finite(right: object) -> bool:
    return not isinstance(right, np.ndarray) or bool(np.all(np.isfinite(right)))


def _carriers(case: Case) -> Iterator[str]:
    """What brings numbers in: gradients for a backward function, else inputs, states, biases.

    What must not be 0, such as a limit, stays what it is.
    """
    own = [
        p
        for p in case.function.given
        if p.name in case.numbers and not p.below and case.layout.domain(p).holds(_ZERO)
    ]
    arriving = [p.name for p in own if case.layout.reference(p).role == "arrives"]
    if arriving:
        yield from arriving
        return
    for place in own:
        base = case.layout.reference(place).base
        is_bias = len(case.layout.cell.shape(base)) < 2
        if base not in case.layout.cell.parameters or is_bias:
            yield place.name
