"""Why a function is wrong, and what of it is only carried: looked into where some call did not pass.

Nobody whose functions are right pays for what is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from grader.assignment.function import ONE, PARAMETERS, Function, called
from grader.functions.call import Caller
from grader.functions.carried import with_carried, with_the_same_mistake
from grader.functions.cases import SHAPE, VALUES
from grader.functions.failure import Failures
from grader.functions.faulty_line import LineTold
from grader.functions.faulty_term import staged
from grader.functions.judgement import Judgement, Named
from grader.functions.lengths import with_lengths_told
from grader.functions.localised import localised
from grader.functions.mistakes import named_mistake
from grader.functions.one_change import one_change
from grader.functions.own_results import with_own_results
from grader.functions.parts import calls_of
from grader.functions.prepared import Prepared
from grader.functions.symptoms import (
    another_order,
    not_added_up,
    right_where_other_ways_are_taken,
    same_arrays,
    smaller_calls_right,
    with_order_told,
)
from grader.functions.trial_call import Tried
from grader.outcome.finding import Verdict
from grader.words.sentences import functions as sentences
from reference.records import dataclass


@dataclass(frozen=True)
class Reasons:
    """What can be said of one wrong function; `judge` tells of the others."""

    name: str
    caller: Caller
    failures: Failures
    judge: Callable[[str], Judgement]
    calls: Prepared
    relative: float

    @property
    def functions(self) -> Mapping[str, Function]:
        """All functions of the assignment, each under the cell that it is judged by."""
        return self.caller.functions

    def carried(self, tried: Sequence[Tried]) -> tuple[list[Tried], Named | None]:
        """The calls with what is carried marked as such, and the usual mistake behind the rest."""
        if SHAPE in self.functions[self.name].checks:  # which bears what another order costs
            tried = with_order_told(tried, self.relative)
        tried = with_lengths_told(tried, self.relative)
        found = with_carried(self.caller, self.name, tried, self.relative, self.judge)
        mistake = self._mistake(found)
        function = self.functions[self.name]
        after = with_the_same_mistake(function, found, mistake, self.relative, self.judge)
        return after, mistake

    def from_own_results(self, tried: Sequence[Tried]) -> list[Tried]:
        """The calls with what follows from the student's own other results marked as such.

        Hints are of the calls before: a slip shows best in all results that it spoils.
        """
        return with_own_results(tried, self.relative)

    def _mistake(self, tried: Sequence[Tried]) -> Named | None:
        """The usual mistake that explains a wrong function."""
        function = self.functions[self.name]
        values = _valued(tried)
        if not values or all(c.valued for one in values for c in one.comparisons.values()):
            return None
        one_step = [
            one for one in tried
            if (found := ONE.fullmatch(one.case.check)) and found[1] == function.steps
        ]  # fmt: skip
        backwards_only = function.takes_kept or (
            bool(function.forward) and self.judge(function.forward).finding.verdict is Verdict.RIGHT
        )
        return named_mistake([*values, *one_step], self.relative, backwards_only=backwards_only)

    def hints(self, tried: Sequence[Tried], mistake: Named | None) -> Iterator[tuple[str, str]]:
        """Notes and sentences on why a function is wrong, where that can be seen."""
        function = self.functions[self.name]
        values = _valued(tried)
        if not values or all(one.passed for one in values) or function.is_constructor:
            return
        if mistake is not None:
            yield f"function.{mistake.note}", sentences.function_mistake(mistake.what)
            yield from (("", hint) for hint in self._line())
            return
        hints = [
            *self.failures.order(self.name),
            *another_order(values[0], self.relative),
            *same_arrays(values[0]),
            *not_added_up(values, self.relative),
        ]
        if not hints:
            hints = list(one_change(values, self.relative, backwards=_is_backwards(values[0])))
            hints += self._of_neither() if hints else []
        if not hints:
            steps = function.steps if values[0].case.layout.cell.states else ""
            hints = list(localised(values, self.relative))
            hints += smaller_calls_right(tried, steps, function.batch)
        if not hints:
            hints = list(right_where_other_ways_are_taken(values))
        if not hints:
            hints = list(staged(self.caller, self.name, values[0], self.relative))
        if not hints and (faulty := self.failures.faulty(self.name)):
            first = [called(self.functions, name) for name in faulty]
            hints = self._of_neither() or [sentences.function_mend_first(first)]
        hints += self._line()
        for hint in hints:
            yield "", hint

    def _of_neither(self) -> list[str]:
        """That a gradient is not even that of one's own faulty forward function."""
        function = self.functions[self.name]
        if not function.takes_kept or function.forward not in self.failures.faulty(self.name):
            return []
        return [sentences.function_of_neither(called(self.functions, function.forward))]

    def _line(self) -> Iterator[str]:
        """The line where it goes wrong, where that can be told."""
        told = LineTold(self.caller.worker, self.functions, self.failures.written)
        return told.hint(self.name, self.calls, self.relative)


def _is_backwards(one: Tried) -> bool:
    """Whether gradients leave a function."""
    outputs = one.case.function.outputs
    places = (p for p in outputs if p.is_array and not p.fill and p.symbol != PARAMETERS)
    return any(one.case.layout.reference(place).role == "leaves" for place in places)


def _valued(tried: Sequence[Tried]) -> list[Tried]:
    """The ordinary calls that brought results, wrong ones first: what they show is looked at."""
    found = [one for one in calls_of(tried, VALUES) if one.reply.results is not None]
    return sorted(found, key=lambda one: one.passed)
