"""One call of a function, and how its results compare."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from grader.functions.cases import SHAPE, Case
from grader.functions.compare import Comparison, Match
from grader.sandbox import Outcome
from grader.words.sentences import functions as sentences
from reference.records import dataclass, field


@dataclass(frozen=True)
class Reply:
    """What came of one call.

    `results` are the judged results by name; None where there are none, and then `outcome` (of
    this function, or of the `blocker` whose cache it needs) or `problem` says why.  `absent` says
    it of single results.
    """

    results: Mapping[str, object] | None = None
    outcome: Outcome | None = None
    blocker: str = ""
    problem: str = ""
    modified: tuple[str, ...] = ()
    nothing: bool = False
    absent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tried:
    """One call and what became of it; `comparisons` are by result, empty where nothing came."""

    case: Case
    reply: Reply
    comparisons: Mapping[str, Comparison] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether every result is right."""
        return bool(self.comparisons) and all(c.right for c in self.comparisons.values())

    @property
    def share(self) -> Fraction:
        """How many of the results count."""
        by_form = SHAPE not in self.case.function.checks  # else that check bears what form costs
        found = self.comparisons.values()
        stand = sum(one.stands if by_form else one.valued for one in found)
        return Fraction(stand, len(self.comparisons) or 1)

    def at(self, name: str) -> Comparison:
        """How one result compares."""
        absent = Comparison(Match.ABSENT, sentences.result_absent())
        return self.comparisons.get(name, absent)
