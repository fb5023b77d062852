"""Judging functions, as a story: call, compare, see what is carried, add up, explain.

Functions need each other.  A backward function is called with the cache of the student's own
forward function, and a function over time mostly calls the one for a single step.  So what one
function is found to be may rest on another, and each is judged once, when it is first needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from grader.assignment import Assignment
from grader.assignment.function import Function
from grader.functions.cases import Case
from grader.functions.compare import Comparison, Match, compare
from grader.functions.failure import Failures
from grader.functions.judgement import Judgement
from grader.functions.parts import added_up, modified, parts_of_nothing
from grader.functions.plainly_right import Quick
from grader.functions.prepared import Prepared
from grader.functions.prescribed import prescribed
from grader.functions.source_rules import FORBIDDEN, SourceRules
from grader.functions.source_view import Written
from grader.functions.trial_call import Tried
from grader.outcome.finding import Finding, Verdict
from grader.sandbox import Crashed, OutOfMemory, TimedOut, Worker
from grader.words.sentences import functions as function_sentences
from grader.words.sentences import verdicts as verdict_sentences
from grader.words.text import in_a_row
from reference.records import replace

if TYPE_CHECKING:
    from grader.functions.call import Caller


class Functions:
    """The functions of an assignment, judged by what a submission's own do."""

    def __init__(self, assignment: Assignment, worker: Worker | None) -> None:
        self.assignment = assignment
        self.prescribed = prescribed(assignment)
        self.answers = self.prescribed.answers
        self.functions = self.prescribed.functions
        self.follow = self.prescribed.follow
        self._judged: dict[str, Judgement] = {}
        self._under_way: set[str] = set()
        self._right: dict[str, bool] = {}  # whether a function is plainly right
        self.worker = worker
        rules = SourceRules(assignment.forbid, assignment.only)
        if worker is not None and (rules.forbid or rules.only):
            worker.guard(rules.forbid, rules.only)
        self.failures = (
            Failures(
                worker, self.functions, worker.names(), Written(worker.source), self.judge, rules
            )
            if worker is not None
            else None
        )

    def judge(self, name: str) -> Judgement:
        """What is found of one function, and of those it rests on."""
        if name in self._under_way:  # two functions that use each other must not look for ever
            return Judgement(Finding(Verdict.WRONG, "function.wrong"))
        if name not in self._judged:
            self._under_way.add(name)
            self._judged[name] = self._best(name)
            self._under_way.remove(name)
        return self._judged[name]

    def _best(self, name: str) -> Judgement:
        """The function under the cell that is asked for, or under another that also counts."""
        found = self.look(name)
        for other in self.answers[name].alternatives:
            if found.finding.verdict is not Verdict.WRONG:
                break
            trial = self._with_cell(name, str(other.value))
            again = trial.look(name)
            if again.finding.verdict is Verdict.RIGHT:
                self.use(trial.functions)
                said = (
                    *again.finding.remarks,
                    _sentence(verdict_sentences.alternative_taken(other.why)),
                )
                return replace(again, finding=replace(again.finding, remarks=said))
        return found

    def _with_cell(self, name: str, cell: str) -> Functions:
        """A judge who knows what this one does, and holds one function against another cell."""
        trial = copy(self)
        trial.use({**self.functions, name: replace(self.functions[name], cell=cell)})
        return trial

    def use(self, functions: Mapping[str, Function]) -> None:
        """Hold the submission against these functions from now on."""
        self._right = {
            name: right for name, right in self._right.items()
            if functions[name] is self.functions[name]
        }  # fmt: skip
        self.functions = functions
        self.__dict__.pop("caller", None)  # it knows the functions as they were
        if self.failures is not None:
            self.failures = replace(self.failures, functions=functions, judge=self.judge)

    def look(self, name: str) -> Judgement:
        """What is found of one function as it stands in the table."""
        if self.failures is None or self.worker is None:
            said = function_sentences.function_not_run(name)
            return Judgement(Finding(Verdict.MISSING, "function.not-implemented", said))
        function = self.functions[name]
        failed = self.failures.before_asking(name)
        calls = self._prepared(name)
        if failed is None and self._is_right(name):
            return calls.passed
        failed = failed or self.failures.before_calling(name)
        if failed is not None:
            return Judgement(failed, parts_of_nothing(function, failed))
        tried = self._tried(name, self.caller)
        failed = self.failures.after_calling(name, self.caller, tried)
        if failed is not None:
            return self._failing(function, failed, tried)
        by_step = self._changing_step(name, tried)
        if all(one.passed for one in tried):
            found = added_up(function, tried, by_step=by_step)
            if found.finding.verdict is not Verdict.WRONG:
                return found
        from grader.functions.reasons import Reasons  # whose functions are right needs none

        why = Reasons(name, self.caller, self.failures, self.judge, calls, self.relative(name))
        tried, mistake = why.carried(tried)
        counted = why.from_own_results(tried) if self.follow[name] else tried
        added = added_up(function, counted, by_step=by_step)
        found = replace(self._credited(name, added), mistake=mistake)
        if found.finding.verdict is not Verdict.WRONG:
            return found
        hints = list(why.hints(tried, mistake))
        note = next((note for note, _ in hints if note), found.finding.note)
        said = in_a_row([found.finding.message, *(_sentence(hint) for _, hint in hints)])
        return replace(found, finding=replace(found.finding, note=note, message=said))

    def _is_right(self, name: str) -> bool:
        """Whether a function is plainly right.  All that can be called are, in one question."""
        if self.failures is None or self.worker is None:
            return False
        if name not in self._right:
            new = [one for one in self.functions if one not in self._right]
            able = [one for one in new if self.failures.before_asking(one) is None]
            asked = [(self._prepared(one), self.relative(one)) for one in able]
            right = Quick(self.worker, self.functions).right(asked)
            self._right.update({one: one in right for one in new})
        return self._right[name]

    @staticmethod
    def _failing(function: Function, failed: Finding, tried: Sequence[Tried]) -> Judgement:
        """A function that fails in its ordinary calls keeps what lighter ones show to be right."""
        found = added_up(function, tried)
        earns = failed.verdict is Verdict.FAILED and failed.note != FORBIDDEN
        if not earns or not found.finding.share:
            return Judgement(failed, parts_of_nothing(function, failed))
        return replace(found, finding=replace(failed, share=found.finding.share))

    # calling

    @cached_property
    def caller(self) -> Caller:
        """Who calls the submission's functions, where something has to be looked at."""
        from grader.functions.call import Caller  # brings NumPy

        if self.worker is None:
            raise AssertionError("no program, no call")
        return Caller(self.worker, self.functions)

    def cases(self, name: str) -> list[Case]:
        """The calls that a function is tried with; raise InputError for equations without a value."""
        return self._prepared(name).cases

    def _prepared(self, name: str) -> Prepared:
        return self.prescribed.calls(name, self.functions)

    def relative(self, name: str) -> float:
        """How far a result may lie from what is right, as a share of its largest entry."""
        return self.prescribed.relative(name)

    def _tried(self, name: str, caller: Caller) -> list[Tried]:
        """Every call of a function; no more of them once one took too long or crashed."""
        tried: list[Tried] = []
        for case in self.cases(name):
            reply = caller.call(name, case)
            results = reply.results or {}
            comparisons = {
                key: Comparison(Match.ABSENT, reply.absent[key])
                if key in reply.absent
                else compare(results.get(key), expected, self.relative(name))
                for key, expected in case.expected.items()
                if reply.results is not None
            }
            tried.append(Tried(case, reply, comparisons))
            if isinstance(reply.outcome, (TimedOut, Crashed, OutOfMemory)):
                break
        return tried

    def _changing_step(self, name: str, tried: Sequence[Tried]) -> str:
        """The step that changes in place all that a function over time changes; follow-through asks for it."""
        function, changed = self.functions[name], modified(tried)
        if not changed or not self.follow[name] or function.step not in self.functions:
            return ""
        step = self.functions[function.step]
        own = modified(self._tried(function.step, self.caller))
        symbols = {place.symbol for place in function.given if place.name in changed}
        is_step = symbols <= {place.symbol for place in step.given if place.name in own}
        return function.step if is_step else ""

    # what is made of it

    def _credited(self, name: str, found: Judgement) -> Judgement:
        """Carried results beside a fault of one's own are worth what follow-through is worth.

        Where everything is carried, the rubric says what that is worth.
        """
        if found.finding.verdict is Verdict.CARRIED:
            return found
        parts = tuple(
            replace(part, share=part.share * self.follow[name])
            if part.verdict is Verdict.CARRIED
            else part
            for part in found.parts
        )
        share = sum((part.weight * part.share for part in parts), Fraction(0))
        return Judgement(replace(found.finding, share=share), parts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
