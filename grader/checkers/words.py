"""Words: choices, truth values, matchings, label sequences, and texts for staff."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from grader import reading
from grader.assignment.model import Answer
from grader.key.model import Key
from grader.outcome.finding import Finding, Unreadable, Verdict
from grader.outcome.typed import Typed
from grader.words.sentences import verdicts as sentences

_ALL = Fraction(1)


def _unreadable(fault: Unreadable) -> Finding:
    return Finding(Verdict.UNREADABLE, fault.note, fault.message)


def _options(answer: Answer) -> Mapping[str, str]:
    return answer.options or dict.fromkeys(answer.labels, "")


def _alternatives(key: Key) -> list[object]:
    return [other.value for _, other in key.alternatives]


def check_choice(typed: Typed, answer: Answer, key: Key) -> Finding:
    """One of the options."""
    found = reading.read_choice(typed, _options(answer), answer.synonyms)
    if isinstance(found, Unreadable):
        return _unreadable(found)
    if found.key in (key.value, *_alternatives(key)):
        return Finding(Verdict.RIGHT, "choice.match", share=_ALL, remarks=found.remarks)
    message = sentences.choice_differs(found.key, str(key.value))
    return Finding(Verdict.WRONG, "choice.differs", message, remarks=found.remarks)


def check_choices(typed: Typed, answer: Answer, key: Key) -> Finding:
    """Some of the options; every option is right or wrong on its own where the file says so."""
    options = _options(answer)
    found = reading.read_choices(typed, options, answer.synonyms)
    if isinstance(found, Unreadable):
        return _unreadable(found)
    chosen, wanted = set(found.keys), set(cast("list[str]", key.value))
    if chosen == wanted or any(chosen == set(cast("list[str]", v)) for v in _alternatives(key)):
        return Finding(Verdict.RIGHT, "choices.match", share=_ALL, remarks=found.remarks)
    agreeing = sum((option in chosen) == (option in wanted) for option in options)
    share = Fraction(agreeing, max(len(options), 1))
    message = sentences.choices_differ(sorted(chosen - wanted), sorted(wanted - chosen), found.keys)
    return Finding(Verdict.WRONG, "choices.differ", message, share=share, remarks=found.remarks)


def check_boolean(typed: Typed, answer: Answer, key: Key) -> Finding:
    """True or false."""
    found = reading.read_boolean(typed)
    if isinstance(found, Unreadable):
        return _unreadable(found)
    if found.value == key.value:
        return Finding(Verdict.RIGHT, "boolean.match", share=_ALL, remarks=found.remarks)
    message = sentences.boolean_differs(bool(key.value))
    return Finding(Verdict.WRONG, "boolean.differs", message, remarks=found.remarks)


def check_matching(typed: Typed, answer: Answer, key: Key) -> Finding:
    """A partner for every key."""
    wanted = {str(k): str(v) for k, v in cast("Mapping[str, str]", key.value).items()}
    labels = tuple(dict.fromkeys([*wanted.values(), *answer.labels]))
    found = reading.read_matching(
        typed, tuple(wanted), labels, answer.synonyms, entrywise=answer.per_entry
    )
    if isinstance(found, Unreadable):
        return _unreadable(found)
    right = [k for k, v in wanted.items() if found.mapping.get(k) == v]
    if len(right) == len(wanted):
        return Finding(Verdict.RIGHT, "matching.match", share=_ALL, remarks=found.remarks)
    share = Fraction(len(right), len(wanted))
    off = [k for k in wanted if k not in right and k not in found.missing]
    message = sentences.matching_differs(off, found.missing, found.unknown)
    return Finding(Verdict.WRONG, "matching.differs", message, share=share, remarks=found.remarks)


def check_sequence(typed: Typed, answer: Answer, key: Key) -> Finding:
    """Labels in their order."""
    wanted = cast("list[str]", key.value)
    found = reading.read_sequence(
        typed, answer.labels, length=len(wanted), entrywise=answer.per_entry
    )
    if isinstance(found, Unreadable):
        return _unreadable(found)
    got = list(found.labels)
    if got == wanted or got in _alternatives(key):
        return Finding(Verdict.RIGHT, "sequence.match", share=_ALL, remarks=found.remarks)
    right = sum(a == b for a, b in zip(got, wanted, strict=True))
    message = sentences.sequence_differs(got, wanted)
    share = Fraction(right, len(wanted))
    return Finding(Verdict.WRONG, "sequence.differs", message, share=share, remarks=found.remarks)


def check_text(typed: Typed, answer: Answer, key: Key) -> Finding:
    """A text waits for staff."""
    found = reading.read_text(typed)
    if isinstance(found, Unreadable):
        verdict = Verdict.MISSING if found.note == "text.empty" else Verdict.UNREADABLE
        return Finding(verdict, found.note, found.message)
    return Finding(Verdict.PENDING, "text.pending", sentences.text_pending(), remarks=found.remarks)
