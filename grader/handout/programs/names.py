"""Variables of one function: each name is given once."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from reference import Symbol
from reference.records import dataclass, field

_LIBRARIES = ("np", "torch", "self", "len", "range", "reversed", "list")


@dataclass
class Names:
    """The variables of a function so far."""

    taken: set[str] = field(default_factory=lambda: set(_LIBRARIES))

    def take(self, names: Iterable[str]) -> None:
        """Keep names that are given: those of arguments."""
        self.taken.update(names)

    def new(self, wished: str) -> str:
        """A variable of this name, or of one like it."""
        name = re.sub(r"\W", "_", wished)
        while name in self.taken or keyword.iskeyword(name):
            name += "_"
        self.taken.add(name)
        return name

    def of(self, symbol: Symbol) -> str:
        """A variable for a symbol: what lies before the step is called so."""
        return self.new(f"{symbol.name}_prev" if symbol.step == 0 else symbol.name)
