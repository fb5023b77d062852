"""Why a function gave nothing that could be judged.

A place that nobody filled in is no bug, and neither is a function that only fails since another
one does.  What is left is the student's own error, told as it was raised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from grader.assignment.function import Function, called
from grader.functions.cases import VALUES
from grader.functions.compare import Match
from grader.functions.judgement import Judgement
from grader.functions.source_rules import FORBIDDEN, SourceRules
from grader.functions.source_view import Written
from grader.functions.trial_call import Reply, Tried
from grader.outcome.errors import OwnFault
from grader.outcome.finding import Finding, Verdict
from grader.sandbox import (
    Absent,
    Blocked,
    Crashed,
    Fault,
    OurFault,
    Outcome,
    OutOfMemory,
    Raised,
    Refused,
    TimedOut,
    Worker,
)
from grader.sandbox.guards import RuleBroken
from grader.words.sentences import functions as function_sentences
from grader.words.sentences import submissions as submission_sentences
from grader.words.shown import shown_text
from reference.records import dataclass

if TYPE_CHECKING:
    from grader.functions.call import Caller

_TODO = ("todo", "not implemented", "your code", "implement this", "implement me")
# errors that no wrong number of another function can bring about
_OF_ONES_OWN = frozenset({"NameError", "UnboundLocalError", "ImportError", "ModuleNotFoundError"})
_ENDLESS = frozenset({"function.timed-out", "function.crashed", "function.out-of-memory"})


def not_implemented(name: str) -> Finding:
    """The finding of a function that is still to be written."""
    said = function_sentences.function_not_implemented(name)
    return Finding(Verdict.MISSING, "function.not-implemented", said)


@dataclass(frozen=True)
class Failures:
    """What can be said of functions that do not run; `judge` tells of the others."""

    worker: Worker
    functions: Mapping[str, Function]
    kinds: Mapping[str, str]
    written: Written
    judge: Callable[[str], Judgement]
    rules: SourceRules

    @cached_property
    def _seen(self) -> dict[str, Finding | None]:
        return {}

    def before_asking(self, name: str) -> Finding | None:
        """Why a function must not be called, as its file shows; None where it may be."""
        if name not in self._seen:
            self._seen[name] = self._standing(name)
        return self._seen[name]

    def before_calling(self, name: str) -> Finding | None:
        """Why a function that may be called cannot be."""
        return self._signature(name) or self._endless(name)

    def _standing(self, name: str) -> Finding | None:
        body, function = self._called(name), self.functions[name]
        is_class = bool(function.owner or function.is_constructor)
        absent = self._absent(function.owner or body, is_class=is_class)
        if absent is not None:
            return absent
        if function.owner and not self._has_method(body):
            said = function_sentences.method_absent(*body.split(".", 1))
            return Finding(Verdict.MISSING, "function.not-implemented", said)
        if self.written.is_placeholder(self._body(name)):
            return not_implemented(body)
        broken = self.rules.broken(self.written, self._body(name))
        if broken is not None:
            said = function_sentences.function_against_rules(*broken, self.rules.only)
            return Finding(Verdict.FAILED, FORBIDDEN, said)
        return None

    def _called(self, name: str) -> str:
        return called(self.functions, name)

    def _body(self, name: str) -> str:
        """The function in the source that an answer is about; of a class its constructor."""
        body = self._called(name)
        return f"{body}.__init__" if body in self.written.classes else body

    def _has_method(self, body: str) -> bool:
        return body in self.written.functions or self.worker.signature(body) is not None

    def _absent(self, top: str, *, is_class: bool) -> Finding | None:
        """Why there is no function or class of this name at the top level; None where there is."""
        kind = self.kinds.get(top)
        if kind is None:
            outcome = self.worker.value(top)
            if isinstance(outcome, Absent) and outcome.because:
                said = function_sentences.function_left_out(outcome.because)
                return Finding(Verdict.FAILED, "function.blocked", said)
            if isinstance(outcome, Absent):
                owner = self.written.owner(top)
                said = function_sentences.function_absent(top, within=owner)
                said = function_sentences.class_absent(top) if is_class else said
                return Finding(Verdict.MISSING, "function.not-implemented", said)
            return self.of_outcome(top, outcome, "")
        if kind in ("plain", "module") or (is_class and kind != "class"):
            said = function_sentences.function_is_no_function(top)
            said = function_sentences.is_no_class(top) if is_class else said
            return Finding(Verdict.UNREADABLE, "function.signature", said)
        return None

    def _signature(self, name: str) -> Finding | None:
        """Whether a function takes the arguments that it will be called with."""
        signature = self.worker.signature(self._called(name))
        if signature is None:
            return None
        wanted = [place.name for place in self.functions[name].positional]
        by_place = [p for p in signature.parameters if p.kind.startswith("POSITIONAL")]
        needed = [p for p in signature.parameters if not (p.optional or p.kind.startswith("VAR"))]
        many = any(p.kind == "VAR_POSITIONAL" for p in signature.parameters)
        only_named = any(p.kind == "KEYWORD_ONLY" for p in needed)
        if len(needed) <= len(wanted) and (many or len(wanted) <= len(by_place)) and not only_named:
            return None
        said = function_sentences.function_signature(
            f"{self._called(name)}({', '.join(wanted)})", shown_text(str(signature), 200)
        )
        return Finding(Verdict.FAILED, "function.signature", said)

    def _endless(self, name: str) -> Finding | None:
        """A function that uses one which never ends or kills its process is not even tried."""
        for other in self._used(name):
            finding = self.judge(other).finding
            if finding.note in _ENDLESS:
                why = function_sentences.blocker_fails()
                said = function_sentences.function_blocked(
                    self._called(name), self._called(other), why
                )
                return Finding(Verdict.FAILED, "function.blocked", said)
        return None

    def _used(self, name: str) -> list[str]:
        """The other functions that this one uses, by its source or by its cache."""
        function = self.functions[name]
        inside = self.written.calls(self._body(name))
        used = {other for other in self.functions if self._body(other) in inside}
        if function.takes_kept:
            used |= {function.forward}
        return [other for other in self.functions if other in used and other != name]

    def after_calling(self, name: str, caller: Caller, tried: Sequence[Tried]) -> Finding | None:
        """Why a function gave nothing in its ordinary calls; None where it can be judged."""
        values = [one for one in tried if one.case.check == VALUES]
        first = (values or list(tried))[0]
        if any(one.reply.results is not None and not one.reply.nothing for one in values):
            right = any(c.match is Match.RIGHT for o in tried for c in o.comparisons.values())
            unfilled = None if right else self._unfilled(name)
            return self._blocked(name, unfilled, first.reply) if unfilled else None
        if self._is_open(name, caller, first):
            return self._without_result(name, first)
        blocker = first.reply.blocker or self._failing(name)
        if blocker:
            return self._blocked(name, blocker, first.reply)
        if first.reply.outcome is not None:
            return self.of_outcome(name, first.reply.outcome, first.case.sizes)
        if first.reply.nothing:
            return self._without_result(name, first)
        return Finding(Verdict.UNREADABLE, "function.results", first.reply.problem)

    def _without_result(self, name: str, first: Tried) -> Finding:
        """A function that is still to be written, or that was and does not return what it worked out."""
        reply, body = first.reply, self._called(name)
        if not reply.nothing or self.written.has_open_places(self._body(name)):
            return not_implemented(body)
        said = function_sentences.function_returns_nothing(body, reply.modified)
        return Finding(Verdict.UNREADABLE, "function.results", _sentence(said))

    def _is_open(self, name: str, caller: Caller, first: Tried) -> bool:
        """Whether a function is still a place to fill in."""
        reply = first.reply
        if reply.blocker:
            reply = caller.probe(name, first.case)
            if reply.nothing and not reply.blocker:
                return True
        elif reply.nothing:
            return self._unfilled(name) is None
        if not isinstance(reply.outcome, Raised):
            return False
        on_none = "None" in reply.outcome.message or "ellipsis" in reply.outcome.message
        return _says_todo(reply.outcome) or (
            on_none and self.written.has_open_places(self._body(name))
        )

    def _unfilled(self, name: str) -> str | None:
        """Another function that this one uses and that is not written yet."""
        used = self._used(name)
        missing = (o for o in used if self.judge(o).finding.verdict is Verdict.MISSING)
        return next(missing, None)

    def _failing(self, name: str) -> str | None:
        """Another function that this one uses and that gives nothing itself."""
        bad = (Verdict.MISSING, Verdict.FAILED)
        used = self._used(name)
        return next((o for o in used if self.judge(o).finding.verdict in bad), None)

    def _blocked(self, name: str, blocker: str, reply: Reply) -> Finding:
        verdict = self.judge(blocker).finding.verdict
        if verdict is Verdict.MISSING:
            why = function_sentences.blocker_missing()
        elif verdict is Verdict.FAILED:
            why = function_sentences.blocker_fails()
        elif reply.nothing:
            why = function_sentences.blocker_without_cache()
        else:
            why = function_sentences.blocker_fails_here()
        said = function_sentences.function_blocked(self._called(name), self._called(blocker), why)
        return Finding(Verdict.FAILED, "function.blocked", said)

    def of_outcome(self, name: str, outcome: Outcome, sizes: str) -> Finding:
        """What is said of a call that brought no value."""
        match outcome:
            case TimedOut(seconds, where):
                said = submission_sentences.timed_out(seconds, where)
                return Finding(Verdict.FAILED, "function.timed-out", said)
            case Crashed(how, _):
                return Finding(
                    Verdict.FAILED, "function.crashed", submission_sentences.crashed(how)
                )
            case OutOfMemory():
                said = submission_sentences.out_of_memory()
                return Finding(Verdict.FAILED, "function.out-of-memory", said)
            case Refused(_, sentence):
                return Finding(Verdict.UNREADABLE, "function.results", sentence)
            case Raised():
                return self._of_error(name, outcome, sizes)
            case OurFault(detail):
                raise OwnFault(submission_sentences.sandbox_failed(), detail=detail)
            case Absent() | Blocked():
                said = function_sentences.function_absent(self._called(name))
                return Finding(Verdict.FAILED, "function.blocked", said)
            case _:
                raise AssertionError(f"{name}: a value that came back is compared")

    def _of_error(self, name: str, error: Raised, sizes: str) -> Finding:
        if error.type_name == RuleBroken.__name__ and error.line is not None:
            used = shown_text(error.message, 100)
            said = function_sentences.function_against_rules(used, error.line, self.rules.only)
            return Finding(Verdict.FAILED, FORBIDDEN, said)
        lost = self._lost_name(error)
        if lost is not None:
            missing, fault = lost
            said = function_sentences.function_name_lost(missing, shown_text(fault.sentence, 300))
            return Finding(Verdict.FAILED, "function.blocked", said)
        said = function_sentences.function_raised(shown_text(str(error), 300), sizes)
        order = self.order(name)
        faulty = [other for other in self.faulty(name) if self._brings_about(name, other, error)]
        inherits = bool(faulty)
        hints = [*order, *self._keys(name, error), *self._attributes(name, error)]
        hints += (
            [function_sentences.function_mend_first([*map(self._called, faulty)])]
            if inherits
            else []
        )
        said = ". ".join([said, *map(_sentence, hints)])
        return Finding(Verdict.FAILED, "function.signature" if order else "function.raised", said)

    def _brings_about(self, name: str, other: str, error: Raised) -> bool:
        """Whether a wrong function that this one uses can have led to its error.

        Wrong numbers of the right kind and shape raise nothing; what a cache holds is not known.
        """
        if error.type_name in _OF_ONES_OWN or "module '" in error.message:
            return False
        function = self.functions[name]
        if function.takes_kept and other == function.forward:
            return True
        misshapen = (Verdict.UNREADABLE, Verdict.MISSING, Verdict.FAILED)
        found = self.judge(other)
        return any(
            v in misshapen for v in (found.finding.verdict, *(p.verdict for p in found.parts))
        )

    def _keys(self, name: str, error: Raised) -> list[str]:
        """The keys of a dict that is handed in, where another one was looked for."""
        dicts = [place for place in self.functions[name].arguments if place.entries]
        if error.type_name != "KeyError":
            return []
        return [
            function_sentences.function_keys(place.name, [entry.name for entry in place.entries])
            for place in dicts
        ]

    def _attributes(self, name: str, error: Raised) -> list[str]:
        """The attributes that are set, where the object has another one."""
        function = self.functions[name]
        names = [place.name for place in function.attributes]
        parts = {part for name in names for part in name.split(".")}
        if error.type_name != "AttributeError" or not any(f"'{p}'" in error.message for p in parts):
            return []
        return [function_sentences.function_attributes(function.owner, names)]

    def _lost_name(self, error: Raised) -> tuple[str, Fault] | None:
        """A name that is not defined, and the fault of the file that explains it."""
        if error.type_name != "NameError" or "'" not in error.message:
            return None
        missing = error.message.split("'")[1]
        for fault in self.worker.faults:
            if missing in fault.names:
                return missing, fault
        imports = (f for f in self.worker.faults if _is_import(f.sentence))
        fault_of_import = next(imports, None)
        return None if fault_of_import is None else (missing, fault_of_import)

    def faulty(self, name: str) -> list[str]:
        """The other functions that this one uses and that are wrong themselves."""
        bad = (Verdict.WRONG, Verdict.UNREADABLE)
        return [o for o in self._used(name) if self.judge(o).finding.verdict in bad]

    def order(self, name: str) -> list[str]:
        """What there is to say where the parameters stand in another order than in the call."""
        signature = self.worker.signature(self._called(name))
        wanted = [place.name for place in self.functions[name].positional]
        got = list(signature.names)[: len(wanted)] if signature else []  # more may have defaults
        if sorted(got) == sorted(wanted) and got != wanted:
            return [function_sentences.function_order(wanted, got)]
        return []


def _says_todo(error: Raised) -> bool:
    message = error.message.lower()
    return error.type_name == "NotImplementedError" or any(word in message for word in _TODO)


def _is_import(sentence: str) -> bool:
    return "ModuleNotFoundError" in sentence or "ImportError" in sentence


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
