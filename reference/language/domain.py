"""Between which bounds the numbers of a symbol lie: `(0, 1)`, `[0, inf)`."""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from reference.language.errors import LanguageError
from reference.records import dataclass
from reference.words import say

_NUMBER = r"\s*([-+−]?(?:\d+(?:\.\d*)?|\.\d+|inf|∞))\s*"
_TEXT = re.compile(rf"([(\[]){_NUMBER},{_NUMBER}([)\]])\s*")


@dataclass(frozen=True)
class Domain:
    """Bounds, and whether they are taken in; what declares none may be any number."""

    low: float = -math.inf
    high: float = math.inf
    with_low: bool = False
    with_high: bool = False

    def holds(self, values: NDArray[np.float64]) -> bool:
        """Whether all the numbers lie between the bounds."""
        above = values >= self.low if self.with_low else values > self.low
        below = values <= self.high if self.with_high else values < self.high
        return bool(np.all(above & below))

    def folded(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Numbers from anywhere moved between the bounds, each always to the same place."""
        match math.isinf(self.low), math.isinf(self.high):
            case True, True:
                return values
            case False, True:
                return self.low + np.abs(values)
            case True, False:
                return self.high - np.abs(values)
            case _:
                share: NDArray[np.float64] = 0.5 + 0.5 * np.tanh(values)
                return self.low + (self.high - self.low) * share

    def on_grid(self, values: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
        """Numbers between the bounds, rounded as sheets have them and still between the bounds."""
        unit = 10.0**-decimals
        low = self.low if self.with_low else self.low + unit
        high = self.high if self.with_high else self.high - unit
        return np.clip(np.round(values, decimals), low, high)

    def __str__(self) -> str:
        first, last = "(["[self.with_low], ")]"[self.with_high]
        return f"{first}{self.low:g}, {self.high:g}{last}"


def parse_domain(text: str) -> Domain:
    """Read bounds such as `(0, 1]`; raise LanguageError for anything else."""
    found = _TEXT.fullmatch(text)
    if not found:
        raise LanguageError(say("expected-bounds"), text, 0)
    low, high = (float(end.replace("−", "-").replace("∞", "inf")) for end in found.group(2, 3))
    if low >= high:
        raise LanguageError(say("lower-bound-first"), text, 0)
    return Domain(low, high, found[1] == "[", found[4] == "]")
