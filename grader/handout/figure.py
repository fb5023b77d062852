"""The figure of a sheet: a network over its steps, with the numbers that one student was given.

A figure is plain values; `drawing` turns it into a picture, and `sentence` into words for who cannot see it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from grader.handout.network import Network, network_of
from grader.words.sentences import handouts as sentences
from reference import Symbol, System
from reference.readings.notations.text import TEXT
from reference.readings.typeset import typeset, typeset_array
from reference.records import dataclass

_LONGEST = 20  # characters of a vector beside its name; longer ones stand among the given numbers


@dataclass(frozen=True)
class Figure:
    """A network from its `first` step to its `last`.

    `numbers` are those of symbols, as text; `asked` are symbols to be worked out, and `captions`
    words that stand below the inputs of every step.
    """

    network: Network
    first: int
    last: int
    numbers: tuple[tuple[Symbol, str], ...]
    asked: frozenset[Symbol] = frozenset()
    captions: tuple[str, ...] = ()

    @property
    def steps(self) -> range:
        """The steps that have a box."""
        return range(self.first, self.last + 1)

    @property
    def idle(self) -> tuple[Symbol, ...]:
        """The inputs of steps before the first box: what they led to is given."""
        return tuple(Symbol(n, t) for n in self.network.inputs for t in range(1, self.first))

    @property
    def sentence(self) -> str:
        """The figure in words."""
        given = [f"{typeset(s, TEXT)} = {value}" for s, value in self.numbers]
        asked = [typeset(s, TEXT) for s in sorted(self.asked, key=lambda s: (s.name, str(s.step)))]
        return sentences.figure_in_words(len(self.steps), given, asked)


def figure_of(
    system: System, *, asked: Collection[Symbol] = (), captions: tuple[str, ...] = ()
) -> Figure | None:
    """The figure of a system with numbers; None where it has no time, or none that is surely right."""
    first = _first_open_step(system)
    if first is None:
        return None
    steps = range(first, system.steps + 1)
    worked_out = {e.target for e in system.cell.equations if str(e.target) not in system.pins}
    pinned = set()
    for name in system.written.quantities:
        open_steps = [t for t in steps if Symbol(name, t) in worked_out]
        if not open_steps:
            pinned.add(name)  # given, or of no use to what is given
        elif len(open_steps) < len(steps):
            return None
    network = network_of(system.written, given=pinned)
    if network is None:
        return None
    shown = list(_shown(network, steps))
    known = {**system.inputs, **system.pins}
    weights = {weight.name for weight in network.weights}
    values = {s: _value(known[str(s)], scalar=s.name in weights) for s in shown if str(s) in known}
    if not all(s in values or s in worked_out for s in shown):
        return None
    unfit = {
        s.name for s, value in values.items() if not value
    }  # at any step: all or none are told
    return Figure(
        network,
        first,
        system.steps,
        tuple((s, value) for s, value in values.items() if value and s.name not in unfit),
        frozenset(asked) & set(shown) - set(values),
        captions,
    )


def _first_open_step(system: System) -> int | None:
    """The first step that is not given: states that are all known at step 1 are a start."""
    states = system.written.states
    for t in range(1, system.steps + 1):
        known = [f"{name}[{t}]" in system.pins for name in states]
        if not any(known):
            return t
        if not all(known) or 1 in states.values():
            return None
    return None


def _shown(network: Network, steps: range) -> Iterator[Symbol]:
    """The symbols that a figure writes down: weights, starts, then step by step."""
    for row in network.rows:
        start = steps[0] - 1 if row.forward else steps[-1] + 1
        yield from (Symbol(edge.name, start) for edge in row.states)
    for t in steps:
        yield from (Symbol(name, t) for name in network.inputs)
    for weight in network.weights:
        yield from (weight.at(t) for t in (steps if weight.step is not None else steps[:1]))
    for t in steps:
        yield from (Symbol(edge.name, t) for row in network.rows for edge in row.states)
        yield from (Symbol(name, t) for name in network.outputs)


def _value(array: object, *, scalar: bool) -> str:
    """A number as it stands beside its name; nothing where it would not fit there."""
    numbers = np.asarray(array)
    if numbers.ndim > (0 if scalar else 1):
        return ""
    text = typeset_array(numbers, TEXT, decimals=None)
    return text if len(text) <= _LONGEST else ""
