"""A function that students write, as the rest of the grader knows it: plain, frozen values.

A function is said by what its arguments and results *are*: symbols of a cell.  `x` is an input at
every step, `h[0]` the state before the first, `up_h[T]` the gradient that arrives at the last
state, `dWx` the gradient that leaves towards a parameter (the names that `differentiate` gives).
What the function has to return then follows from the cell's equations.

The axes of an argument are those of its symbol, and two more that a cell knows nothing of: the
examples of a batch and the steps of time.  Where these two stand is the whole layout.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

CHECKS = ("shape", "values", "batch", "purity", "extremes")
ONE = re.compile(r"([A-Za-z]\w*)\s*=\s*1")  # a check with one of something: N=1, T=1
PARAMETERS = "parameters"  # what a count counts
LAYERS = "layers"  # the axis along which several symbols stand in one array

_SYMBOL = re.compile(r"([A-Za-z]\w*)(?:\[\s*(\w+(?:\s*\+\s*1)?)\s*\])?")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One argument or result.

    Mostly an array: `symbol` says of what, `axes` how it lies.  `below` makes its numbers whole,
    from 0 to less than a size; `per` divides a result by sizes; `split` makes a list of arrays of
    it, one for each along this axis; `layers` are several symbols in one array.  A place may
    also be a `size` itself, a word that chooses one of `cells`, something `kept` (a cache, which
    is the student's own affair), or `entries`: a dict of places, or what `container` says.
    """

    name: str
    symbol: str = ""
    axes: tuple[str, ...] = ()
    below: str = ""
    size: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False
    entries: tuple[Place, ...] = ()
    container: str = "dict"
    per: tuple[str, ...] = ()
    split: str = ""
    layers: tuple[str, ...] = ()

    @property
    def is_array(self) -> bool:
        """Whether numbers stand here that are symbols of the cell."""
        return not (self.kept or self.size or self.cells or self.entries)

    @property
    def leaves(self) -> Iterator[Place]:
        """The place itself, or those in it."""
        if not self.entries:
            yield self
        for entry in self.entries:
            yield from entry.leaves


@dataclass(frozen=True, kw_only=True)
class Function:
    """How a function is called, and what of it counts.

    `batch` is the letter that counts examples and `steps` the one that counts steps; `single`
    says that the function also takes one example without an axis for it.  `forward` names the
    function whose cache or gradient this one is about, `step` the one that does a single step of
    it.  `checks` holds the weight of every check.
    """

    cell: str = ""
    arguments: tuple[Place, ...] = ()
    returns: tuple[Place, ...] = ()
    batch: str = ""
    single: bool = False
    steps: str = ""
    sizes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    values: tuple[float, ...] = (-1.0, 1.0)
    forward: str = ""
    step: str = ""
    cases: int = 2
    checks: Mapping[str, Fraction] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    slope_at_zero: Fraction = Fraction(0)

    @property
    def given(self) -> tuple[Place, ...]:
        """The arguments one by one, dicts opened."""
        return tuple(leaf for place in self.arguments for leaf in place.leaves)

    @property
    def outputs(self) -> tuple[Place, ...]:
        """The results that are judged, one by one."""
        return tuple(leaf for p in self.returns for leaf in p.leaves if not leaf.kept)

    @property
    def kept(self) -> int | None:
        """Which of the results is the cache."""
        return next((k for k, place in enumerate(self.returns) if place.kept), None)

    @property
    def takes_kept(self) -> bool:
        """Whether it goes on from what another function kept."""
        return any(place.kept for place in self.given)

    @property
    def letters(self) -> tuple[str, ...]:
        """The sizes that have to be drawn."""
        places = (*self.given, *self.outputs)
        texts = [axis for p in places for axis in (*p.axes, p.below, p.size, *p.per)]
        found = (name for text in texts for name in re.findall(r"[A-Za-z]\w*", text))
        return tuple(name for name in dict.fromkeys(found) if name != LAYERS)

    @property
    def after_steps(self) -> str:
        """One step more than there are: of an axis that holds the initial state, too."""
        return f"{self.steps}+1" if self.steps else ""

    def steps_axis(self, axes: Collection[str]) -> str:
        """The axis of time among these; empty where there is none."""
        return next((a for a in axes if a and a in (self.steps, self.after_steps)), "")


@dataclass(frozen=True)
class Reference:
    """Which symbol a place is.

    `role` is "own" for a symbol of the cell, "arrives" or "leaves" for the gradient at one;
    `base` is the cell's symbol.  `index` is what stands in its brackets.
    """

    role: str
    base: str
    index: str | None = None


def read_symbol(text: str, shapes: Collection[str]) -> Reference | None:
    """The symbol that a text such as `h[T]`, `up_h` or `dWx` means; None if there is none."""
    found = _SYMBOL.fullmatch(text.strip())
    if not found:
        return None
    name, index = found.groups()
    for role, start in (("own", ""), ("arrives", "up_"), ("leaves", "d")):
        if name.startswith(start) and name[len(start) :] in shapes:
            return Reference(role, name[len(start) :], index and "".join(index.split()))
    return None
