"""The numbers of one answer, in their shape, as they were read."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from grader.outcome.finding import Unreadable
from grader.reading.number_syntax import Number
from reference.records import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Numbers:
    """The numbers of one answer, row by row; an entry that could not be read says why."""

    shape: tuple[int, ...]
    entries: tuple[Number | Unreadable, ...]
    remarks: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[float, ...]:
        """The values, row by row.  An unreadable entry is NaN: it is never equal to a key."""
        return tuple(math.nan if isinstance(e, Unreadable) else e.value for e in self.entries)

    @cached_property
    def array(self) -> NDArray[np.float64]:
        """The values in their shape."""
        import numpy as np  # plain numbers are compared without it

        array = np.array(self.values, dtype=np.float64).reshape(self.shape)
        array.setflags(write=False)  # everybody is given the same one
        return array

    @cached_property
    def decimals(self) -> tuple[int | None, ...]:
        """For each entry the digits typed after the point; None where that is not known."""
        return tuple(None if isinstance(e, Unreadable) else e.decimals for e in self.entries)

    @property
    def significant(self) -> tuple[int | None, ...]:
        """For each entry the significant figures typed; None where that is not known."""
        return tuple(None if isinstance(e, Unreadable) else e.significant for e in self.entries)

    @property
    def texts(self) -> tuple[str | None, ...]:
        """For each entry the text as typed; None where that is not known."""
        return tuple(None if isinstance(e, Unreadable) else e.text for e in self.entries)

    @property
    def faults(self) -> dict[int, Unreadable]:
        """The entries that could not be read, by their place in the row-by-row order."""
        return {i: e for i, e in enumerate(self.entries) if isinstance(e, Unreadable)}
