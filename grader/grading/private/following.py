"""Whether a value follows from the student's own earlier ones, where that can be said.

It can where every entry that is looked at moves with the earlier values, and none that the sheet
asks for on the way is absent.  What rests on the given numbers alone, the first value of a chain
above all, would be held against the key; so it is not held against anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grader.assignment import Answer
from grader.grading.follow import Carried, OwnValue, carried_into, felt_entries, goes_into
from grader.grading.private.answer import DEPARTS, FOLLOWS, Seen
from grader.key.model import Key
from grader.key.target import Target
from grader.outcome.finding import Finding
from grader.reading import Numbers
from grader.words.sentences import kits as sentences
from reference.records import dataclass, replace


def followed(one: Seen, key: Key, everything: Sequence[Seen]) -> Finding:
    """Whether a value follows from the student's own earlier ones, where that can be said."""
    steps = [step for seen in everything if seen is not one and (step := seen.step) is not None]
    chains = [_chain(target, steps, everything) for target in key.targets]
    absent = list(dict.fromkeys(name for chain in chains for name in chain.absent))
    if absent:
        return replace(one.finding, message=sentences.kit_waits(absent))
    if not all(chain.own for chain in chains):  # a label, too, may come from given numbers alone
        return one.finding
    names = list(dict.fromkeys(step.answer for chain in chains for step in chain.own))
    if one.numbers is not None:
        places = _departing(one.answer, key, one.numbers, chains[0])
        if places is None:
            return one.finding
    else:
        words = one.answer.labels or tuple(one.answer.options)
        values = {step.name: step.numbers.array for chain in chains for step in chain.own}
        follows = tuple(key.labels_given(words, values))
        places = [str(k) for k, word in enumerate(follows, 1) if (word,) != one.labels[k - 1 : k]]
    if places:
        whole = len(key.targets) == 1 and not key.shape
        said = sentences.kit_departs(names, () if whole else places)
        return replace(one.finding, note=DEPARTS, message=said)
    return replace(one.finding, note=FOLLOWS, message=sentences.kit_follows(names))


@dataclass(frozen=True)
class _Chain:
    """What a value rests on: the student's steps just before it, and asked ones that are absent."""

    carried: Carried
    own: tuple[OwnValue, ...]
    absent: tuple[str, ...]


def _chain(target: Target, steps: Sequence[OwnValue], everything: Sequence[Seen]) -> _Chain:
    carried = carried_into([target], steps)
    pins = carried.pins
    own = tuple(step for step in carried.steps if target.rests_on(step.name, pins))
    absent = tuple(
        seen.answer.name
        for seen in everything
        if (source := seen.source) is not None
        and source.name is not None
        and source.name not in pins
        and goes_into(source, target)
        and target.rests_on(source.name, pins)
    )
    return _Chain(carried, own, absent)


def _departing(answer: Answer, key: Key, numbers: Numbers, chain: _Chain) -> list[str] | None:
    """The places of the entries that do not follow; None where none moves with what came before."""
    felt: NDArray[np.bool_] = np.zeros(key.target.shape, dtype=bool)
    for step in chain.own:
        felt = felt | felt_entries(key.target, step, chain.carried)
    if not felt.any():
        return None
    fits = key.accepted(answer.tolerance, chain.carried.pins).holds(numbers.array)
    off = np.argwhere(felt & ~fits).tolist()
    return [", ".join(str(index + 1) for index in where) for where in off]
