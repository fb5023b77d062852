"""Where a result is wrong: facts that the numbers of one call show, each of them checked.

None of these guesses at a cause.  What is said holds for every call in which the result is wrong: a
single gate's block, from one step on, the opposite sign, nothing but zeros, another result's numbers,
or what comes out if a gradient did not arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from grader.assignment.function import Place
from grader.functions.cases import Case
from grader.functions.compare import as_numbers, close
from grader.functions.trial_call import Tried
from grader.words.sentences import function_places as sentences
from reference.language.expression import Call, Number, Symbol, walk
from reference.language.functions import Array
from reference.records import replace

Fact = Callable[[Tried, Place, Array, Array, float], str]


def localised(tried: Sequence[Tried], relative: float) -> Iterator[str]:
    """A fact about each wrong result, where one holds in all calls."""
    said: dict[str, list[str]] = {}
    for place in tried[0].case.function.outputs:
        wrong = [one for one in tried if not one.at(place.name).stands]
        for fact in _FACTS:
            found = {_fact(fact, one, place, relative) for one in wrong}
            if len(found) == 1 and (text := found.pop()):
                said.setdefault(text, []).append(place.name)
                break
    for text, names in said.items():
        yield sentences.function_localised(names, text)


def _fact(fact: Fact, one: Tried, place: Place, relative: float) -> str:
    got = as_numbers((one.reply.results or {}).get(place.name))
    wanted = as_numbers(one.case.expected.get(place.name))
    if got is None or wanted is None or got.shape != wanted.shape or not np.isfinite(got).all():
        return ""
    return fact(one, place, got, wanted, relative)


def _zeros(_: Tried, __: Place, got: Array, wanted: Array, ___: float) -> str:
    return sentences.only_zeros() if not got.any() and wanted.any() else ""


def _factor(_: Tried, __: Place, got: Array, wanted: Array, relative: float) -> str:
    """The same factor everywhere: a sign, a half, a double."""
    for factor, text in ((-1.0, sentences.opposite_sign()), (2.0, sentences.times("2")),
                         (0.5, sentences.times("1/2"))):  # fmt: skip
        if wanted.any() and close(got, factor * wanted, relative).all():
            return text
    return ""


def _another(one: Tried, place: Place, got: Array, _: Array, relative: float) -> str:
    """What another result should be."""
    for name, other in one.case.expected.items():
        numbers = as_numbers(other)
        if name == place.name or numbers is None or numbers.shape != got.shape or got.size < 2:
            continue
        if numbers.any() and close(got, numbers, relative).all():
            return sentences.what_another_is(name)
    return ""


def _argument(one: Tried, _: Place, got: Array, __: Array, relative: float) -> str:
    """What was handed in, unchanged."""
    for name, numbers in one.case.numbers.items():
        if numbers.shape == got.shape and numbers.size > 1 and close(got, numbers, relative).all():
            return sentences.the_argument_itself(name)
    return ""


def _transposed(_: Tried, __: Place, got: Array, wanted: Array, relative: float) -> str:
    square = got.ndim == 2 and got.shape[0] == got.shape[1] > 1
    return sentences.transposed() if square and close(got, wanted.T, relative).all() else ""


def _without_arriving(one: Tried, place: Place, got: Array, _: Array, relative: float) -> str:
    """What comes out if one of the gradients did not arrive."""
    arriving = one.case.arriving
    for lost in arriving if len(arriving) > 1 else ():
        if _matches(one.case, place, got, relative, {lost.name: 0.0}):
            return sentences.as_without(lost.name)
    return ""


def _ones_arriving(one: Tried, place: Place, got: Array, _: Array, relative: float) -> str:
    """What comes out if ones arrived: the gradient from outside is left out as a factor."""
    ones = {arriving.name: 1.0 for arriving in one.case.arriving}
    return (
        sentences.as_with_ones([*ones])
        if ones and _matches(one.case, place, got, relative, ones)
        else ""
    )


def _matches(
    case: Case, place: Place, got: Array, relative: float, numbers: Mapping[str, float]
) -> bool:
    changed = {name: np.full_like(case.numbers[name], value) for name, value in numbers.items()}
    other = replace(case, numbers={**case.numbers, **changed}).expected[place.name]
    found = as_numbers(other)
    return found is not None and bool(found.any()) and bool(close(got, found, relative).all())


def _gates(one: Tried, place: Place, got: Array, wanted: Array, relative: float) -> str:
    """Only the blocks of some gates, in an axis that holds them all."""
    names = _gate_names(one.case)
    axes = one.case.layout.axes(place)
    at = next((k for k, a in enumerate(axes) if a.startswith(f"{len(names)}*")), None)
    if not names or at is None:
        return ""
    right = close(got, wanted, relative)
    blocks = np.split(np.moveaxis(right, at, 0), len(names))
    off = [name for name, block in zip(names, blocks, strict=True) if not block.all()]
    return sentences.only_of_gates(off) if 0 < len(off) < len(names) else ""


def _gate_names(case: Case) -> list[str]:
    """The quantities that are made of the parts of one stacked quantity, in the order of the parts."""
    found: dict[tuple[float, float], str] = {}
    for equation in case.layout.cell.equations:
        for node in walk(equation.value):
            match node:
                case Call("part", (Symbol(), Number(k), Number(m))):
                    found.setdefault((float(k), float(m)), equation.target.name)
    counts = {m for _, m in found}
    if len(counts) != 1:
        return []
    names = [name for _, name in sorted(found.items())]
    return names if len(names) == counts.pop() else []


def _over_examples(one: Tried, place: Place, got: Array, wanted: Array, _: float) -> str:
    """Entries that add up to 1 over the examples, where those of each example should."""
    axes = one.case.layout.axes(place)
    batch = one.case.function.batch
    if got.ndim < 2 or batch not in axes[:-1] or not _adds_up(wanted, -1):
        return ""
    over = _adds_up(got, axes.index(batch)) and not _adds_up(got, -1)
    return sentences.softmax_over_examples() if over else ""


def _adds_up(array: Array, axis: int) -> bool:
    return bool(np.allclose(array.sum(axis=axis), 1, atol=1e-3))


def _steps(one: Tried, place: Place, got: Array, wanted: Array, relative: float) -> str:
    """Only some steps of time."""
    layout = one.case.layout
    axis = layout.function.steps_axis(layout.axes(place))
    if not axis:
        return ""
    right = close(got, wanted, relative)
    by_step = np.moveaxis(right, layout.axes(place).index(axis), 0)
    good = [bool(step.all()) for step in by_step]
    first, last = good[0], good[-1]
    if all(good[1:]) and not first:
        return sentences.only_the_first_step()
    if all(good[:-1]) and not last:
        return sentences.only_the_last_step()
    if first and not any(good[1:]):
        return sentences.right_at_the_first_step()
    if last and not any(good[:-1]):
        return sentences.right_at_the_last_step()
    return ""


_FACTS: tuple[Fact, ...] = (
    _zeros, _factor, _transposed, _another, _without_arriving, _ones_arriving, _argument, _gates,
    _over_examples,
    _steps,
)  # fmt: skip
