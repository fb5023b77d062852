"""Judging functions, as a story: call, compare, look for what else explains it, add up.

Functions need each other.  A backward function is called with the cache of the student's own
forward function, and a function over time mostly calls the one for a single step.  So what one
function is found to be may rest on another, and each is judged once, when it is first needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from grader import sentences
from grader.assignment import Answer, Assignment
from grader.assignment.function import Function
from grader.assignment.store import from_plain
from grader.errors import InputError, OwnFault
from grader.finding import Finding, Verdict
from grader.functions.call import Caller, Reply
from grader.functions.cases import BATCH, EXTREMES, PURITY, SHAPE, VALUES, Case, cases
from grader.functions.compare import Comparison, Match, compare
from grader.functions.consistent import consistent_results
from grader.functions.inherit import results_of_own_steps
from grader.functions.judgement import Judgement, Part
from grader.functions.mistakes import named_mistake
from grader.functions.stages import staged
from grader.functions.written import Written
from grader.sandbox import (
    Absent,
    Blocked,
    Crashed,
    OurFault,
    Outcome,
    OutOfMemory,
    Raised,
    Refused,
    TimedOut,
    Worker,
)
from grader.shown import shown_text
from reference import Cell, CellError, parse_cell
from reference import cell as of_catalogue

TOLERANCE = 1e-5  # of the largest entry, where the file does not say
_NOTHING, _ALL = Fraction(0), Fraction(1)
_TODO = ("todo", "not implemented", "your code", "implement this", "implement me")


@dataclass(frozen=True)
class Tried:
    """One call and what became of it."""

    case: Case
    reply: Reply
    comparisons: Mapping[str, Comparison] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether every result is right."""
        return bool(self.comparisons) and all(c.right for c in self.comparisons.values())

    def share(self) -> Fraction:
        """How many of the results are right."""
        right = sum(comparison.right for comparison in self.comparisons.values())
        return Fraction(right, len(self.comparisons) or 1)


class Functions:
    """The functions of an assignment, judged by what a submission's own do."""

    def __init__(self, assignment: Assignment, worker: Worker | None) -> None:
        self.answers: dict[str, Answer] = {
            a.name: a for a in assignment.answers if a.kind == "function"
        }
        self.functions = {
            name: from_plain(Function, answer.value) for name, answer in self.answers.items()
        }
        self.assignment = assignment
        self.worker = worker
        self.kinds = worker.names() if worker is not None and self.functions else {}
        self.written = Written(worker.source) if worker is not None else None
        self._judged: dict[str, Judgement] = {}
        self._cells: dict[str, Cell] = {}

    def judge(self, name: str) -> Judgement:
        """What is found of one function, and of those it rests on."""
        if name not in self._judged:
            self._judged[name] = _missing(name)  # a function that rests on itself rests on nothing
            self._judged[name] = self._best(name)
        return self._judged[name]

    # the story

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
                said = (*again.finding.remarks, sentences.alternative_taken(other.why))
                return replace(again, finding=replace(again.finding, remarks=said))
            self.functions[name] = asked
        return found

    def _look(self, name: str) -> Judgement:
        if self.worker is None:
            said = sentences.function_not_run(name)
            return Judgement(Finding(Verdict.MISSING, "function.not-implemented", said))
        refused = self._refused(name)
        if refused is not None:
            return Judgement(refused)
        caller = Caller(self.worker, self.functions)
        tried = self._tried(name, caller)
        failed = self._failed(name, caller, tried)
        if failed is not None:
            return Judgement(failed, self._parts_of_nothing(name, failed))
        plain = self._added_up(name, tried)
        if plain.finding.verdict is Verdict.RIGHT:
            return plain
        return self._carried(name, caller, tried) or self._explained(name, caller, tried, plain)

    def _refused(self, name: str) -> Finding | None:
        """Why a function cannot be called at all."""
        assert self.worker is not None
        kind = self.kinds.get(name)
        if kind is None:
            outcome = self.worker.value(name)
            if isinstance(outcome, Absent) and outcome.because:
                said = sentences.function_left_out(name, outcome.because)
                return Finding(Verdict.FAILED, "function.blocked", said)
            if isinstance(outcome, (Absent, Refused)):
                said = sentences.function_absent(name)
                return Finding(Verdict.MISSING, "function.not-implemented", said)
            return self._of_outcome(name, outcome, "")
        if kind in ("plain", "module"):
            said = sentences.function_is_no_function(name)
            return Finding(Verdict.UNREADABLE, "function.signature", said)
        return self._signature(name)

    def _signature(self, name: str) -> Finding | None:
        """Whether a function takes the arguments that it will be called with."""
        assert self.worker is not None
        signature = self.worker.signature(name)
        if signature is None:
            return None
        wanted = [place.name for place in self.functions[name].arguments]
        by_place = [p for p in signature.parameters if p.kind.startswith("POSITIONAL")]
        needed = [p for p in signature.parameters if not p.optional and not p.kind.startswith("VAR")]
        many = any(p.kind == "VAR_POSITIONAL" for p in signature.parameters)
        only_named = [p for p in needed if p.kind == "KEYWORD_ONLY"]
        fits = len(needed) <= len(wanted) and (many or len(wanted) <= len(by_place))
        if fits and not only_named:
            return None
        said = sentences.function_signature(
            f"{name}({', '.join(wanted)})", shown_text(str(signature), 200)
        )
        return Finding(Verdict.FAILED, "function.signature", said)

    def _tried(self, name: str, caller: Caller) -> list[Tried]:
        """Every call of a function; no more of them once one took too long or crashed."""
        tried: list[Tried] = []
        for case in self.cases(name):
            reply = caller.call(name, case)
            comparisons: dict[str, Comparison] = {}
            if reply.results is not None:
                relative = self.relative(name)
                comparisons = {
                    place.name: compare(
                        reply.results.get(place.name), case.expected[place.name], relative
                    )
                    for place in case.function.outputs
                }
            tried.append(Tried(case, reply, comparisons))
            if isinstance(reply.outcome, (TimedOut, Crashed, OutOfMemory)):
                break
        return tried

    def cases(self, name: str) -> list[Case]:
        """The calls that a function is tried with."""
        function = self.functions[name]
        wanted = [function.cell, *(c for p in function.given for c in p.cells.values())]
        cells = {cell: self._cell(cell) for cell in wanted if cell}
        seed = f"{self.assignment.id}/{self.assignment.version}/{name}"
        forward = self.functions.get(function.forward)
        try:
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

    # when nothing came

    def _failed(self, name: str, caller: Caller, tried: Sequence[Tried]) -> Finding | None:
        """Why a function gave nothing that could be judged; None where it gave something."""
        values = [one for one in tried if one.case.check == VALUES]
        if any(one.reply.results is not None and not one.reply.nothing for one in tried):
            return None
        first = (values or tried)[0]
        if self._is_not_implemented(name, caller, first):
            return _missing(name).finding
        blocker = first.reply.blocker or self._blocker(name)
        if blocker:
            why = self._why_blocked(blocker, first.reply)
            said = sentences.function_blocked(name, blocker, why)
            return Finding(Verdict.FAILED, "function.blocked", said)
        if first.reply.outcome is not None:
            return self._of_outcome(name, first.reply.outcome, first.case.sizes)
        if first.reply.nothing:
            return _missing(name).finding
        return Finding(Verdict.UNREADABLE, "function.results", first.reply.problem)

    def _is_not_implemented(self, name: str, caller: Caller, first: Tried) -> bool:
        """Whether a function is still a place to fill in: its source says so, or what it does."""
        assert self.written is not None
        if self.written.is_placeholder(name):
            return True
        reply = first.reply
        if reply.blocker:
            reply = caller.probe(name, first.case)
            return reply.nothing or _says_todo(reply.outcome)
        if reply.nothing:
            return self._blocker(name) is None
        if not isinstance(reply.outcome, Raised):
            return False
        crashed_on_none = "None" in reply.outcome.message or "ellipsis" in reply.outcome.message
        return _says_todo(reply.outcome) or (
            crashed_on_none and self.written.has_open_places(name)
        )

    def _blocker(self, name: str) -> str | None:
        """Another function that this one uses and that gives nothing itself."""
        assert self.written is not None
        for other in self.written.calls(name) & set(self.functions):
            if self.judge(other).finding.verdict in (Verdict.MISSING, Verdict.FAILED):
                return other
        return None

    def _why_blocked(self, blocker: str, reply: Reply) -> str:
        finding = self.judge(blocker).finding
        if finding.verdict is Verdict.MISSING:
            return "is not implemented"
        if reply.nothing:
            return "returns no cache"
        return "fails itself" if finding.verdict is Verdict.FAILED else "fails in this call"

    def _of_outcome(self, name: str, outcome: Outcome, sizes: str) -> Finding:
        """What is said of a call that brought no value."""
        match outcome:
            case TimedOut(seconds, where):
                said = sentences.timed_out(seconds, where)
                return Finding(Verdict.FAILED, "function.timed-out", said)
            case Crashed(how, _):
                return Finding(Verdict.FAILED, "function.crashed", sentences.crashed(how))
            case OutOfMemory():
                said = sentences.out_of_memory()
                return Finding(Verdict.FAILED, "function.out-of-memory", said)
            case Refused(_, sentence):
                return Finding(Verdict.UNREADABLE, "function.results", sentence)
            case Raised():
                return self._of_error(name, outcome, sizes)
            case OurFault(detail):
                raise OwnFault(sentences.sandbox_failed(), detail=detail)
            case Absent() | Blocked():
                said = sentences.function_absent(name)
                return Finding(Verdict.FAILED, "function.blocked", said)
            case _:
                raise AssertionError(f"{name}: a value that came back is compared")

    def _of_error(self, name: str, error: Raised, sizes: str) -> Finding:
        assert self.worker is not None
        if error.type_name == "NameError":
            lost = next((f for f in self.worker.faults if _is_import(f.sentence)), None)
            missing = error.message.split("'")[1] if "'" in error.message else ""
            if lost is not None and missing:
                said = sentences.function_helper_missing(missing, shown_text(lost.sentence, 200))
                return Finding(Verdict.FAILED, "function.blocked", said)
        said = sentences.function_raised(shown_text(str(error), 300), sizes)
        return Finding(Verdict.FAILED, "function.raised", said)

    # adding up

    def _parts_of_nothing(self, name: str, finding: Finding) -> tuple[Part, ...]:
        function = self.functions[name]
        total = sum(function.checks.values(), _NOTHING)
        return tuple(
            Part(check, weight / total, _NOTHING, finding.verdict, finding.note,
                 hidden=check in function.hidden)
            for check, weight in function.checks.items()
        )  # fmt: skip

    def _added_up(self, name: str, tried: Sequence[Tried]) -> Judgement:
        """The shares of all checks against the key."""
        function = self.functions[name]
        total = sum(function.checks.values(), _NOTHING)
        parts: list[Part] = []
        values = _of(tried, VALUES)
        some_right = any(c.right for one in tried for c in one.comparisons.values())
        for check, weight in function.checks.items():
            made = self._parts_of(function, check, weight / total, tried, values)
            hidden = check in function.hidden
            if check in (PURITY, EXTREMES) and not some_right:
                made = [
                    replace(part, share=_NOTHING, verdict=Verdict.WRONG,
                            message=sentences.check_needs_values())
                    for part in made
                ]  # fmt: skip
            if hidden:
                made = [replace(p, hidden=True, message=sentences.check_hidden()) for p in made]
            parts.extend(made)
        return Judgement(_finding(function, tried, parts), tuple(parts))

    def _parts_of(
        self,
        function: Function,
        check: str,
        weight: Fraction,
        tried: Sequence[Tried],
        values: Sequence[Tried],
    ) -> list[Part]:
        if check == VALUES:
            each = weight / len(function.outputs)
            return [_part_of_output(place.name, each, values) for place in function.outputs]
        if check == SHAPE:
            shaped = [
                place.name
                for place in function.outputs
                if all(_at(one, place.name).shaped for one in values)
            ]
            share = Fraction(len(shaped), len(function.outputs))
            said = next(
                (f"{p.name}: {_at(one, p.name).message}" for p in function.outputs
                 for one in values if not _at(one, p.name).shaped), "",
            )  # fmt: skip
            return [_part(check, weight, share, said)]
        if check == PURITY:
            modified = tuple(dict.fromkeys(n for one in tried for n in one.reply.modified))
            called = any(one.reply.results is not None for one in tried)
            said = sentences.function_modified(modified, costs=True) if modified else ""
            return [_part(check, weight, _NOTHING if modified or not called else _ALL, said)]
        share, said = _outcome_of(_of(tried, check))
        return [_part(check, weight, share, said)]

    # what else explains it

    def _carried(self, name: str, caller: Caller, tried: Sequence[Tried]) -> Judgement | None:
        """The function judged by what the student's own others make right."""
        function = self.functions[name]
        first = next((one for one in tried if one.case.check == VALUES), None)
        if first is None or first.reply.results is None:
            return None
        relative = self.relative(name)
        if function.forward and not self._is_right(function.forward):
            if consistent_results(caller, name, first, relative):
                note, said = "function.consistent", sentences.function_consistent(function.forward)
                return self._as_carried(name, tried, note, said)
        if function.step and not self._is_right(function.step):
            own = results_of_own_steps(caller, name, first.case)
            if own is not None and all(
                compare(first.reply.results.get(key), value, relative).right
                for key, value in own.items()
            ):
                note, said = "function.inherited", sentences.function_inherited(function.step)
                return self._as_carried(name, tried, note, said)
        return None

    def _is_right(self, name: str) -> bool:
        return self.judge(name).finding.verdict is Verdict.RIGHT

    def _as_carried(
        self, name: str, tried: Sequence[Tried], note: str, said: str
    ) -> Judgement:
        plain = self._added_up(name, tried)
        parts = tuple(
            part
            if part.share == 1 or part.name in (PURITY, EXTREMES)
            else replace(part, share=_ALL, verdict=Verdict.CARRIED, note=note)
            for part in plain.parts
        )
        share = sum((part.weight * part.share for part in parts), _NOTHING)
        finding = Finding(Verdict.CARRIED, note, said, share=share,
                          remarks=plain.finding.remarks)  # fmt: skip
        return Judgement(finding, parts)

    def _explained(
        self, name: str, caller: Caller, tried: Sequence[Tried], plain: Judgement
    ) -> Judgement:
        """A wrong function, with what can be said of why."""
        if plain.finding.verdict is not Verdict.WRONG:
            return plain
        values = _of(tried, VALUES)
        if not values or all(one.passed for one in values):
            return plain
        mistake = named_mistake(values, self.relative(name))
        finding = plain.finding
        if mistake is not None:
            note, what = mistake
            said = f"{finding.message}. {_sentence(sentences.function_mistake(what))}"
            return replace(plain, finding=replace(finding, note=f"function.{note}", message=said))
        hints = [*self._order(name), *_same_arrays(values[0])]
        if not hints:
            hints = list(staged(caller, name, values[0].case, self.relative(name)))
        if hints:
            said = ". ".join([finding.message, *map(_sentence, hints)])
            return replace(plain, finding=replace(finding, message=said))
        return plain

    def _order(self, name: str) -> list[str]:
        """The parameters in another order than the call has them."""
        assert self.worker is not None
        signature = self.worker.signature(name)
        wanted = [place.name for place in self.functions[name].arguments]
        got = list(signature.names) if signature else []
        if sorted(got) == sorted(wanted) and got != wanted:
            return [sentences.function_order(wanted, got)]
        return []


def _missing(name: str) -> Judgement:
    said = sentences.function_not_implemented(name)
    return Judgement(Finding(Verdict.MISSING, "function.not-implemented", said))


def _says_todo(outcome: Outcome | None) -> bool:
    if not isinstance(outcome, Raised):
        return False
    message = outcome.message.lower()
    return outcome.type_name == "NotImplementedError" or any(word in message for word in _TODO)


def _is_import(sentence: str) -> bool:
    return "ModuleNotFoundError" in sentence or "ImportError" in sentence


def _of(tried: Sequence[Tried], check: str) -> list[Tried]:
    return [one for one in tried if one.case.check == check]


def _at(one: Tried, name: str) -> Comparison:
    return one.comparisons.get(name, Comparison(Match.ABSENT, sentences.result_absent()))


def _part(check: str, weight: Fraction, share: Fraction, said: str) -> Part:
    verdict = Verdict.RIGHT if share == 1 else Verdict.WRONG
    note = "function.match" if share == 1 else f"function.{_word(check)}"
    return Part(check, weight, share, verdict, note, said or sentences.check_passed())


def _word(check: str) -> str:
    return check.lower().replace("=", "-")


def _part_of_output(name: str, weight: Fraction, values: Sequence[Tried]) -> Part:
    """One result over all calls: it counts when it is right in all of them."""
    worst = max((_at(one, name) for one in values), key=lambda c: _ORDER.index(c.match))
    if worst.right and values:
        return Part(name, weight, _ALL, Verdict.RIGHT, "function.match", sentences.check_passed())
    verdict = {Match.DIFFERS: Verdict.WRONG, Match.ABSENT: Verdict.MISSING}.get(
        worst.match, Verdict.UNREADABLE
    )
    raised = next((one.reply.outcome for one in values if one.reply.outcome is not None), None)
    said = shown_text(str(raised), 200) if isinstance(raised, Raised) else worst.message
    return Part(name, weight, _NOTHING, verdict, f"function.{worst.match.value}", said)


_ORDER = tuple(Match)


def _outcome_of(tried: Sequence[Tried]) -> tuple[Fraction, str]:
    """The share of a check made of its own calls, and what went wrong."""
    if not tried:
        return _NOTHING, sentences.nothing_returned()
    shares = [one.share() for one in tried]
    worst = tried[shares.index(min(shares))]
    if worst.reply.outcome is not None:
        return _NOTHING, sentences.function_raised(
            shown_text(str(worst.reply.outcome), 200), worst.case.sizes
        )
    if worst.reply.problem:
        return _NOTHING, worst.reply.problem
    off = [f"{name} ({c.message})" for name, c in worst.comparisons.items() if not c.right]
    return min(shares), sentences.listed(off) if off else ""


def _finding(function: Function, tried: Sequence[Tried], parts: Sequence[Part]) -> Finding:
    """The verdict of a function over all its parts."""
    share = sum((part.weight * part.share for part in parts), _NOTHING)
    names = [place.name for place in function.outputs]
    modified = tuple(dict.fromkeys(n for one in tried for n in one.reply.modified))
    remarks: tuple[str, ...] = ()
    if modified and PURITY not in function.checks:
        remarks = (sentences.function_modified(modified, costs=False),)
    if share == 1:
        note = "function.inputs-modified" if modified else "function.match"
        return Finding(Verdict.RIGHT, note, sentences.function_right(names), share=share,
                       remarks=remarks)  # fmt: skip
    shown = [part for part in parts if not part.hidden]
    off = [part for part in shown if part.share < 1]
    wrong = [part.name for part in off if part.name in names]
    right = [part.name for part in shown if part.name in names and part.share == 1]
    checks = [f"{p.name}: {p.message}" for p in off if p.name not in names]
    comparisons = [c for one in tried for c in one.comparisons.values()]
    unreadable = bool(comparisons) and not any(
        c.match in (Match.RIGHT, Match.DIFFERS) for c in comparisons
    )
    if wrong:
        said = sentences.function_wrong(wrong, right)
        reasons = [f"{p.name}: {p.message}" for p in off if p.name in names
                   and p.verdict is not Verdict.WRONG]  # fmt: skip
        said = ". ".join([said, *reasons])
        note = "function.wrong"
    elif checks:
        said = sentences.function_only_checks(checks)
        only_purity = [part.name for part in off] == [PURITY]
        note = "function.inputs-modified" if only_purity else off[0].note
    else:
        said, note = sentences.check_hidden(), "function.hidden"
    verdict = Verdict.UNREADABLE if unreadable else Verdict.WRONG
    return Finding(verdict, note, said, share=share, remarks=remarks)


def _same_arrays(first: Tried) -> list[str]:
    """Two results that should differ and hold the same numbers."""
    import numpy as np

    results = first.reply.results or {}
    names = [n for n in results if isinstance(results[n], np.ndarray)]
    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            mine, its = np.asarray(results[one]), np.asarray(results[other])
            if (
                mine.shape == its.shape
                and mine.size > 1
                and np.array_equal(mine, its)
                and not (_at(first, one).right and _at(first, other).right)
            ):
                return [sentences.function_same_arrays(one, other)]
    return []


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
