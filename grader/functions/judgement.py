"""What is found of one function: a finding, and its parts before any points are given."""

from __future__ import annotations

from fractions import Fraction

from grader.outcome.finding import Finding, Verdict
from reference.records import dataclass


@dataclass(frozen=True)
class Part:
    """One result or check of a function: its weight in the whole, and the share that stands."""

    name: str
    weight: Fraction
    share: Fraction
    verdict: Verdict
    note: str
    message: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Named:
    """A usual mistake that explains a wrong function: its note, and what it looks like."""

    note: str
    what: str


@dataclass(frozen=True)
class Judgement:
    """A function judged: the finding for the rubric, its parts for the report, and its mistake."""

    finding: Finding
    parts: tuple[Part, ...] = ()
    mistake: Named | None = None
