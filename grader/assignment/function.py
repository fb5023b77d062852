"""A function that students write, as the rest of the grader knows it: plain, frozen values.

A function is said by what its arguments and results *are*: symbols of a cell.  `x` is an input at
every step, `h[0]` the state before the first, `up_h[T]` the gradient that arrives at the last
state, `dWx` the gradient that leaves towards a parameter (the names that `differentiate` gives).
What the function has to return then follows from the cell's equations.

The axes of an argument are those of its symbol, and two more that a cell knows nothing of: the
examples of a batch and the steps of time.  Where these two stand is the whole layout.

A method is a function whose call has more places: the arguments that its object is made of, the
attributes that are set before the call, and those that are read after it.  What a class keeps in its
object is a cache like any other, under the name `self`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from reference.records import dataclass, field

CHECKS = ("shape", "values", "batch", "purity", "extremes", "gradients")
GRADIENTS = CHECKS[-1]  # of results, by autograd
TORCH = "torch"
ONE = re.compile(r"([A-Za-z]\w*)\s*=\s*1")  # a check with one of something: N=1, T=1
PARAMETERS = "parameters"  # what a count counts
LAYERS = "layers"  # the axis along which several symbols stand in one array
SELF = "self"  # the object of a method, where it goes on from what another method left in it
RANDOM = "random"  # of an attribute that a constructor fills: any numbers

_SYMBOL = re.compile(r"([A-Za-z]\w*)(?:\[\s*(-?\w+(?:\s*\+\s*1)?)\s*\])?")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One argument or result.

    Mostly an array: `symbol` says of what, `axes` how it lies.  `below` makes its numbers whole,
    from 0 to less than a size; `per` divides a result by sizes; `split` makes a list of arrays of
    it, one for each along this axis; `layers` are several symbols in one array.  A place may
    also be a `size` itself, a word that chooses one of `cells`, something `kept` (a cache, which
    is the student's own affair), or `entries`: a dict of places, or what `container` says.  What a
    constructor fills is said by `fill`: a number, or random ones.
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
    fill: str = ""

    @property
    def is_array(self) -> bool:
        """Whether numbers stand here that are symbols of the cell."""
        return not (self.kept or self.size or self.cells or self.entries or self.fill)

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

    `values` bounds drawn numbers; where it is empty, they lie between -1 and 1, further calls apart
    that take the other way of a comparison.

    `framework` says what arrays are: NumPy's own, or tensors of torch with this `dtype`.

    `call` is what is called where the answer's name is not: `RNNCell`, or `RNNCell.forward` on an
    object made with the arguments `new`.  Its `attributes` are set before the call, those in
    `stored` read after it.
    """

    cell: str = ""
    arguments: tuple[Place, ...] = ()
    returns: tuple[Place, ...] = ()
    batch: str = ""
    single: bool = False
    steps: str = ""
    sizes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    values: tuple[float, ...] = ()
    forward: str = ""
    step: str = ""
    cases: int = 2
    checks: Mapping[str, Fraction] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    slope_at_zero: Fraction = Fraction(0)
    framework: str = "numpy"
    dtype: str = "float32"
    call: str = ""
    new: tuple[Place, ...] = ()
    attributes: tuple[Place, ...] = ()
    stored: tuple[Place, ...] = ()

    @property
    def given(self) -> tuple[Place, ...]:
        """What numbers come from, one by one, dicts opened: arguments, and what the object has."""
        places = (*self.new, *self.attributes, *self.arguments)
        return tuple(leaf for place in places for leaf in place.leaves)

    @property
    def positional(self) -> tuple[Place, ...]:
        """The arguments of the call itself."""
        return tuple(place for place in self.arguments if not self._is_object(place))

    def _is_object(self, place: Place) -> bool:
        return place.kept and place.name == SELF

    @property
    def takes_object(self) -> bool:
        """Whether it goes on with the object of another method."""
        return any(map(self._is_object, self.arguments))

    @property
    def owner(self) -> str:
        """The class of a method."""
        return self.call.rpartition(".")[0]

    @property
    def is_plain(self) -> bool:
        """Whether it stands alone and takes and returns arrays."""
        return not self.call and self.framework != TORCH

    @property
    def is_constructor(self) -> bool:
        """Whether what is called makes an object of which the attributes are looked at."""
        return bool(self.call and self.stored) and not self.owner and not self.returns

    @property
    def outputs(self) -> tuple[Place, ...]:
        """The results that are judged, one by one."""
        places = (*self.returns, *self.stored)
        return tuple(leaf for p in places for leaf in p.leaves if not leaf.kept)

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


def called(functions: Mapping[str, Function], name: str) -> str:
    """What an answer is about, as students call it: `RNNCell.forward`."""
    return (functions[name].call if name in functions else "") or name


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
