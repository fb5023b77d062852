"""Judging functions, as a story: call, compare, see what is carried, add up, explain.

Functions need each other.  A backward function is called with the cache of the student's own
forward function, and a function over time mostly calls the one for a single step.  So what one
function is found to be may rest on another, and each is judged once, when it is first needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.assignment import Answer, Assignment
from grader.assignment.dataclass_json import from_plain
from grader.assignment.function import ONE, Function, called
from grader.functions.call import Caller
from grader.functions.carried import with_carried, with_the_same_mistake
from grader.functions.cases import VALUES, Case, cases
from grader.functions.compare import Comparison, Match, compare
from grader.functions.failure import Failures
from grader.functions.judgement import Judgement, Named
from grader.functions.localised import localised
from grader.functions.mistakes import named_mistake
from grader.functions.parts import added_up, calls_of, parts_of_nothing
from grader.functions.source_rules import SourceRules
from grader.functions.source_view import Written
from grader.functions.stages import staged
from grader.functions.symptoms import another_order, not_added_up, same_arrays, smaller_calls_right
from grader.functions.trial_call import Tried
from grader.outcome.errors import InputError
from grader.outcome.finding import Finding, Verdict
from grader.sandbox import Crashed, OutOfMemory, TimedOut, Worker
from grader.words.sentences import functions as function_sentences
from grader.words.sentences import verdicts as verdict_sentences
from reference import Cell, CellError, parse_cell
from reference import cell as of_catalogue

TOLERANCE = 1e-5  # of the largest entry, where the file does not say


class Functions:
    """The functions of an assignment, judged by what a submission's own do."""

    def __init__(self, assignment: Assignment, worker: Worker | None) -> None:
        self.assignment = assignment
        self.answers: dict[str, Answer] = {
            a.name: a for a in assignment.answers if a.kind == "function"
        }
        self.functions = {
            name: from_plain(Function, answer.value) for name, answer in self.answers.items()
        }
        self.follow = {
            a.name: question.follow_through for question in assignment.questions
            for a in question.answers
        }  # fmt: skip
        self._judged: dict[str, Judgement] = {}
        self._cells: dict[str, Cell] = {}
        self.caller = Caller(worker, self.functions) if worker is not None else None
        rules = SourceRules(assignment.forbid, assignment.only)
        self.failures = (
            Failures(
                worker, self.functions, worker.names(), Written(worker.source), self.judge, rules
            )
            if worker is not None
            else None
        )

    def judge(self, name: str) -> Judgement:
        """What is found of one function, and of those it rests on."""
        if name not in self._judged:
            # until it is known: two functions that use each other must not look for ever
            self._judged[name] = Judgement(Finding(Verdict.WRONG, "function.wrong"))
            self._judged[name] = self._best(name)
        return self._judged[name]

    def _best(self, name: str) -> Judgement:
        """The function under the cell that is asked for, or under another that also counts."""
        found = self._look(name)
        asked = self.functions[name]
        for other in self.answers[name].alternatives:
            if found.finding.verdict is not Verdict.WRONG:
                break
            self.functions[name] = replace(asked, cell=str(other.value))
            again = self._look(name)
            if again.finding.verdict is Verdict.RIGHT:
                said = (
                    *again.finding.remarks,
                    _sentence(verdict_sentences.alternative_taken(other.why)),
                )
                return replace(again, finding=replace(again.finding, remarks=said))
            self.functions[name] = asked
        return found

    def _look(self, name: str) -> Judgement:
        if self.failures is None or self.caller is None:
            said = function_sentences.function_not_run(name)
            return Judgement(Finding(Verdict.MISSING, "function.not-implemented", said))
        function = self.functions[name]
        failed = self.failures.before_calling(name)
        if failed is not None:
            return Judgement(failed, parts_of_nothing(function, failed))
        tried = self._tried(name, self.caller)
        failed = self.failures.after_calling(name, self.caller, tried)
        if failed is not None:
            return self._failing(function, failed, tried)
        mistake: Named | None = None
        if not all(one.passed for one in tried):
            tried = with_carried(self.caller, name, tried, self.relative(name), self.judge)
            mistake = self._mistake(name, tried)
            tried = with_the_same_mistake(function, tried, mistake, self.relative(name), self.judge)
        found = replace(self._credited(name, added_up(function, tried)), mistake=mistake)
        if found.finding.verdict is not Verdict.WRONG:
            return found
        hints = list(self._hints(name, self.caller, tried, mistake))
        note = next((note for note, _ in hints if note), found.finding.note)
        said = ". ".join([found.finding.message, *(_sentence(hint) for _, hint in hints)])
        return replace(found, finding=replace(found.finding, note=note, message=said))

    @staticmethod
    def _failing(function: Function, failed: Finding, tried: Sequence[Tried]) -> Judgement:
        """A function that fails in its ordinary calls keeps what lighter ones show to be right."""
        found = added_up(function, tried)
        if failed.verdict is not Verdict.FAILED or not found.finding.share:
            return Judgement(failed, parts_of_nothing(function, failed))
        return replace(found, finding=replace(failed, share=found.finding.share))

    # calling

    def cases(self, name: str) -> list[Case]:
        """The calls that a function is tried with; raise InputError for equations without a value."""
        function = self.functions[name]
        wanted = [function.cell, *(c for p in function.given for c in p.cells.values())]
        seed = f"{self.assignment.id}/{self.assignment.version}/{name}"
        forward = self.functions.get(function.forward)
        try:
            cells = {cell: self._cell(cell) for cell in wanted if cell}
            found = list(cases(function, cells, forward, seed))
            for case in found:
                _ = case.expected
        except CellError as fault:
            raise InputError(f'function "{name}": {fault}') from None
        return found

    def _cell(self, name: str) -> Cell:
        if name not in self._cells:
            text = self.assignment.cells.get(name)
            self._cells[name] = of_catalogue(name) if text is None else parse_cell(text, name=name)
        return self._cells[name]

    def relative(self, name: str) -> float:
        """How far a result may lie from what is right, as a share of its largest entry."""
        return self.answers[name].tolerance.relative or TOLERANCE

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

    def _mistake(self, name: str, tried: Sequence[Tried]) -> Named | None:
        """The usual mistake that explains a wrong function."""
        function = self.functions[name]
        values = [one for one in calls_of(tried, VALUES) if one.reply.results is not None]
        if not values or all(c.stands for one in values for c in one.comparisons.values()):
            return None
        one_step = [
            one for one in tried
            if (found := ONE.fullmatch(one.case.check)) and found[1] == function.steps
        ]  # fmt: skip
        backwards_only = function.takes_kept or (
            bool(function.forward) and self.judge(function.forward).finding.verdict is Verdict.RIGHT
        )
        return named_mistake(
            [*values, *one_step], self.relative(name), backwards_only=backwards_only
        )

    def _hints(
        self, name: str, caller: Caller, tried: Sequence[Tried], mistake: Named | None
    ) -> Iterator[tuple[str, str]]:
        """Notes and sentences on why a function is wrong, where that can be seen."""
        function = self.functions[name]
        values = [one for one in calls_of(tried, VALUES) if one.reply.results is not None]
        if not values or all(one.passed for one in values) or function.is_constructor:
            return
        if mistake is not None:
            yield f"function.{mistake.note}", function_sentences.function_mistake(mistake.what)
            return
        hints = [
            *(self.failures.order(name) if self.failures else []),
            *another_order(values[0], self.relative(name)),
            *same_arrays(values[0]),
            *not_added_up(values, self.relative(name)),
        ]
        if not hints:
            steps = function.steps if values[0].case.layout.cell.states else ""
            hints = list(localised(values, self.relative(name)))
            hints += smaller_calls_right(tried, steps, function.batch)
        if not hints:
            hints = list(staged(caller, name, values[0], self.relative(name)))
        if not hints and self.failures and (faulty := self.failures.faulty(name)):
            own = function.forward in faulty and function.takes_kept
            hints = [
                function_sentences.function_of_neither(called(self.functions, function.forward))
                if own
                else function_sentences.function_mend_first(
                    [called(self.functions, other) for other in faulty]
                )
            ]
        for hint in hints:
            yield "", hint


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
