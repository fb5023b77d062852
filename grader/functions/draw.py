"""Drawing the arguments of a call: sizes that differ, and numbers, the same ones for ever.

The seed is made of names alone, so that two runs, two machines and two students meet the same
call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np

from grader.assignment.function import Function, Place
from grader.functions.layout import Layout, axis_size
from grader.outcome.errors import Faulty
from grader.words.sentences import functions as sentences
from reference.language.domain import Domain
from reference.language.functions import Array

_SIZES = (2, 6)  # small enough to be worked out by hand, large enough to differ
_STEPS = (3, 5)  # with fewer steps half of the faults over time do not show
EXTREME = 1000.0
_VALUES = (-1.0, 1.0)  # where the file bounds no numbers

Spans = Mapping[str, tuple[float, float]]  # bounds by argument


def generator(*seed: object) -> np.random.Generator:
    """A source of random numbers for one call."""
    digest = hashlib.sha256("\0".join(map(str, seed)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def draw_sizes(function: Function, letters: Iterable[str], seed: object) -> dict[str, int]:
    """A size for every letter; all drawn ones differ, as far as their bounds let them."""
    random = generator("sizes", seed)
    sizes: dict[str, int] = {}
    fixed = {s[0] for s in function.sizes.values() if s[0] == s[-1]}
    for letter in letters:
        bounds = function.sizes.get(letter, _STEPS if letter == function.steps else _SIZES)
        low, high = bounds[0], bounds[-1]
        options = list(range(low, high + 1))
        taken = {*sizes.values(), *fixed} if low != high else set[int]()
        free = [size for size in options if size not in taken] or options
        sizes[letter] = free[int(random.integers(len(free)))]
    return sizes


def draw_array(
    place: Place, layout: Layout, values: tuple[float, ...], random: np.random.Generator
) -> Array:
    """The numbers of one argument."""
    shape = layout.shape(place)
    if place.below:
        below = axis_size(place.below, layout.sizes)
        if below < 1:
            raise Faulty(sentences.no_whole_number_below(place.name, place.below, below))
        whole: Array = random.integers(0, below, shape)  # type: ignore[assignment]  # indices, which must stay whole
        return whole
    low, high = values
    return between_bounds(random.uniform(low, high, shape), layout.domain(place))


def between_bounds(numbers: Array, domain: Domain) -> Array:
    """Numbers for which the equations were made; those that are such already stay."""
    if domain.holds(numbers):
        return numbers
    inside = np.vectorize(lambda number: domain.holds(np.asarray(number)), otypes=[bool])
    return np.where(inside(numbers), numbers, domain.folded(numbers))


def draw_arguments(
    function: Function,
    given: Iterable[Place],
    layout: Layout,
    seed: object,
    spans: Spans | None = None,
) -> dict[str, Array]:
    """The arguments of a call by name; each has numbers of its own, whatever the others are.

    `spans` bounds those of some arguments otherwise than the file does.
    """
    values = function.values or _VALUES
    return {
        place.name: draw_array(
            place,
            layout,
            (spans or {}).get(place.name, values),
            generator("numbers", seed, place.name),
        )
        for place in given
        if place.is_array
    }


def extreme(
    arguments: Mapping[str, Array], given: Iterable[Place], layout: Layout
) -> dict[str, Array]:
    """The same arguments with inputs and states of 1000, as they come out of a net gone wild.

    Where there are no examples, and so no axis that tells them from weights, inputs and states are what has a step,
    or what is given, or where nothing tells them all that comes in.
    """
    stretched = dict(arguments)
    own = [
        place
        for place in given
        if place.name in arguments and not place.below and layout.reference(place).role == "own"
    ]
    cell = layout.cell
    ways = (
        [p for p in own if layout.function.batch in p.axes],
        [p for p in own if layout.reference(p).base not in cell.parameters],
        [p for p in own if layout.reference(p).base in cell.given],
    )
    wild_ones = next((places for places in ways if places), own)
    for place in wild_ones:
        wild = EXTREME * np.where(arguments[place.name] < 0, -1.0, 1.0)
        stretched[place.name] = between_bounds(wild, layout.domain(place))
    return stretched
