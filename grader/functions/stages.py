"""Which term is wrong: the function with everything 0 but one input, one state or one bias."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from grader import sentences
from grader.functions.cases import Case
from grader.functions.compare import compare

if TYPE_CHECKING:
    from grader.functions.call import Caller


def staged(caller: Caller, name: str, case: Case, relative: float) -> Iterator[str]:
    """What single terms show of a wrong function; nothing where there are no several."""
    carriers = list(_carriers(case))
    if len(carriers) < 2:
        return
    right: list[str] = []
    wrong: list[str] = []
    for carrier in carriers:
        numbers = {
            key: np.zeros_like(array) if key in carriers and key != carrier else array
            for key, array in case.numbers.items()
        }
        stage = replace(case, numbers=numbers)
        reply = caller.call(name, stage)
        if reply.results is None:
            return
        fits = all(
            compare(reply.results.get(key), expected, relative).right
            for key, expected in stage.expected.items()
        )
        (right if fits else wrong).append(carrier)
    yield (
        sentences.function_stage_wrong(wrong, right) if wrong else sentences.function_stages_right()
    )


def _carriers(case: Case) -> Iterator[str]:
    """What brings numbers in: gradients for a backward function, else inputs, states, biases."""
    own = [p for p in case.function.given if p.name in case.numbers and not p.below]
    arriving = [p.name for p in own if case.layout.reference(p).role == "arrives"]
    if arriving:
        yield from arriving
        return
    for place in own:
        base = case.layout.reference(place).base
        is_bias = len(case.layout.cell.shape(base)) < 2
        if base not in case.layout.cell.parameters or is_bias:
            yield place.name
