"""A course's own tests, as the rest of the grader knows them: plain values, read and never run.

Names, weights and what may be shown stand in the file, so they are known of every test, also of
one that is never reached.
"""

from __future__ import annotations

from fractions import Fraction

from reference.records import dataclass


@dataclass(frozen=True, kw_only=True)
class OwnTest:
    """One test: `Class.method`, or a function alone.

    `hide_errors` is what students read in place of the reason, and `board` the column of the
    leaderboard that it fills, with the order of that column.  `partial` tests set a score of
    their own.
    """

    id: str
    line: int
    weight: Fraction
    title: str = ""
    number: str = ""
    visibility: str = ""
    hide_errors: str = ""
    tags: tuple[str, ...] = ()
    board: str = ""
    order: str = "desc"
    partial: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnTests:
    """A file of tests: where it lies, what runs it, and which name of a module is the student's.

    `digest` is that of its text: whoever keeps what was made of an assignment sees it change.
    `names` have a meaning in the file, which nothing that is imported from a student may take over.
    """

    folder: str
    file: str
    module: str = "submission"
    runner: str = "unittest"
    digest: str = ""
    tests: tuple[OwnTest, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def modules(self) -> tuple[str, ...]:
        """The names under which the tests import what students wrote."""
        return ("submission", *module_names(self.module))

    @property
    def points(self) -> Fraction:
        """The sum of the weights, exactly."""
        return sum((test.weight for test in self.tests), Fraction(0))


def module_names(text: str) -> tuple[str, ...]:
    """The names in `rnn_cell, gru_cell`."""
    return tuple(name.strip() for name in text.split(","))
