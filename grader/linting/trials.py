"""Trials of the diagnosis: every mistake made on purpose, and numbers that are wrong by chance.

For every cell, numbers are drawn, each usual mistake is made, and its value is handed in as a
student would write it down.  What the diagnosis says of it is counted; so is what it says of
random wrong numbers, which nobody's mistake explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

import numpy as np

from grader.assignment import Answer, Tolerance
from grader.checkers.numbers import Compared, compare
from grader.grading.candidates import fitting_of
from grader.grading.diagnose import diagnose
from grader.grading.follow import Carried
from grader.grading.mistakes import Mistake, mistakes_for
from grader.key.model import Key, made_key
from grader.key.target import Target
from grader.outcome.typed import Typed
from reference import Cell, Rounding, bind, cell, sized
from reference.language.domain import Domain
from reference.language.functions import Array
from reference.readings.reach import options, places, work
from reference.system import System

STEPS = 2
SIZE = 2


@dataclass(frozen=True)
class Tally:
    """What became of a number of trials.

    `hidden` mistakes lie within honest rounding, `alike` ones share their value with another
    kind: neither can be told.  Of the others, `named` were named rightly, `asked` put rightly as
    a question, `misnamed` and `misasked` wrongly, and `silent` not at all.  Of `random` wrong
    numbers, `alarms` were given a name.
    """

    hidden: int = 0
    alike: int = 0
    named: int = 0
    asked: int = 0
    misnamed: int = 0
    misasked: int = 0
    silent: int = 0
    random: int = 0
    alarms: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def distinguishable(self) -> int:
        """Mistakes that could be told."""
        return self.named + self.asked + self.misnamed + self.misasked + self.silent

    @property
    def recall(self) -> float:
        """The part of them that was named rightly."""
        return self.named / max(self.distinguishable, 1)

    @property
    def precision(self) -> float:
        """The part of the names that were right."""
        return self.named / max(self.named + self.misnamed, 1)

    @property
    def alarm_rate(self) -> float:
        """How often a random wrong number gets a name."""
        return self.alarms / max(self.random, 1)


def trials(name: str, decimals: int, *, seeds: Sequence[int], random: int = 20) -> Tally:
    """The trials of one cell at a number of decimals, over several draws of its numbers."""
    tally = Tally()
    for seed in seeds:
        generator = np.random.default_rng([seed, decimals])
        system = drawn(name, generator)
        for target in _targets(system):
            key = made_key("number", target.value.tolist(), (target,))
            known = list(mistakes_for(key, _answer(decimals), Carried(())))
            tally += _made(target, decimals, generator, known)
            tally += _chance(target, decimals, generator, random, known)
    return tally


def drawn(name: str, generator: np.random.Generator) -> System:
    """A cell of the catalogue with numbers of one decimal, as sheets have them."""
    written = cell(name)
    return bind(written, drawn_numbers(written, generator), steps=steps_of(written))


def steps_of(written: Cell) -> int:
    """How many steps of a cell are looked at."""
    return STEPS if written.recurrent else 1


def drawn_numbers(written: Cell, generator: np.random.Generator) -> dict[str, Array]:
    """What is given to a cell: weights, inputs a step (first axis), and states before the first step."""

    def numbers(symbol: str, *lead: int) -> Array:
        sized_ = sized(written, dict.fromkeys(_size_names(written), SIZE))
        shape = (*lead, *(dimension.size or 1 for dimension in sized_.shape(symbol)))
        domain = written.domains.get(symbol, Domain())
        return domain.on_grid(domain.folded(generator.uniform(-1.2, 1.2, size=shape)), 1)

    given = {parameter: numbers(parameter) for parameter in written.parameters}
    given |= {symbol: numbers(symbol, steps_of(written)) for symbol in written.inputs}
    given |= {f"{state}_0": 0.5 * numbers(state) for state in written.states}
    return given


def _size_names(written: Cell) -> set[str]:
    return {name for shape in written.shapes.values() for d in shape for name in d.names}


def _targets(system: System) -> Iterator[Target]:
    """The last quantity of the last step: the one that everything goes into."""
    last = system.cell.equations[-1].target
    yield Target("trial", system, last, None, last)


def _answer(decimals: int) -> Answer:
    tolerance = Tolerance(decimals=decimals)
    return Answer(name="trial", kind="number", points=Fraction(1), tolerance=tolerance)


def _handed_in(target: Target, value: Array, decimals: int) -> tuple[Answer, Key, Compared] | None:
    """A value written down with so many decimals, compared with the key; None if it is right."""
    answer = _answer(decimals)
    key = made_key("number", target.value.tolist(), (target,))
    found = compare(_typed(value, decimals), answer, key)
    if not isinstance(found, Compared) or found.fits.all():
        return None
    return answer, key, found


def _typed(value: Array, decimals: int) -> Typed:
    text = np.vectorize(lambda number: f"{number:.{decimals}f}")(value)
    if not value.shape:
        return Typed(float(text), str(text))
    entries = tuple(_typed(np.asarray(entry), decimals) for entry in value)
    return Typed(value.tolist(), None, entries=entries)


def _made(
    target: Target, decimals: int, generator: np.random.Generator, known: Sequence[Mistake]
) -> Tally:
    """Every mistake of the equations made on purpose, worked with honest rounding, handed in."""
    tally = Tally()
    for mistake in known:
        if mistake.target is not None:
            value = _worked(mistake.target, decimals, generator)
            tally += _judged(mistake, _handed_in(target, value, decimals), known)
    return tally


def _worked(target: Target, decimals: int, generator: np.random.Generator) -> Array:
    """The value as somebody works it out who rounds here and there."""
    rounding = Rounding(decimals)
    way = int(generator.integers(3))
    here = places(target.system.cell, target.expression, target.system.inputs, rounding, way=way)
    decisions = generator.integers(0, len(options(rounding)), size=(1, here.count), dtype=np.int8)
    return np.asarray(work(here, decisions)[0])


def _judged(
    mistake: Mistake, given: tuple[Answer, Key, Compared] | None, known: Sequence[Mistake]
) -> Tally:
    if given is None:
        return Tally(hidden=1)
    answer, _, compared = given
    for other in known:
        if other.note != mistake.note and _is_likely(other, answer.tolerance, compared):
            return Tally(alike=1)
    said = diagnose(fitting_of(*given, known), None, ())
    if said is None:
        return Tally(silent=1)
    right = said.names(f"number.{mistake.note}")
    return Tally(
        named=int(right and said.certain),
        asked=int(right and not said.certain),
        misnamed=int(not right and said.certain),
        misasked=int(not right and not said.certain),
    )


def _is_likely(mistake: Mistake, tolerance: Tolerance, compared: Compared) -> bool:
    """Whether another mistake may have led to the same numbers."""
    interval = mistake.accepted(tolerance)
    return interval is not None and bool(np.all(interval.holds(compared.numbers.array)))


def _chance(
    target: Target,
    decimals: int,
    generator: np.random.Generator,
    count: int,
    known: Sequence[Mistake],
) -> Tally:
    """Wrong numbers near the key and far from it, as nobody's mistake would give them."""
    tally = Tally()
    for k in range(count):
        reach = (0.05, 0.3, 1.0)[k % 3]
        value = target.value + generator.uniform(-reach, reach, size=target.value.shape)
        given = _handed_in(target, value, decimals)
        if given is None:
            continue
        said = diagnose(fitting_of(*given, known), None, ())
        tally += Tally(random=1, alarms=int(said is not None and said.certain))
    return tally
