"""What stands beside a cell: its relatives, and how frameworks count and do it otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from reference.records import dataclass, field


@dataclass(frozen=True)
class Kin:
    """Three tables of words, each in the order of the text.

    `relatives`: another cell of the catalogue, and what differs there.  `counted`: who counts the
    parameters, and the formula in letters of sizes.  `elsewhere`: a package or paper, and what it
    does otherwise.
    """

    relatives: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.relatives or self.counted or self.elsewhere)
