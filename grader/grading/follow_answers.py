"""What follows from other answers themselves: counts from counts, and totals from their parts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from grader.assignment import Reading
from grader.assignment.kinds import NUMERIC
from grader.grading import follow_counts
from grader.grading.follow_sums import follow_sum, sums_of
from grader.grading.seen import Seen
from grader.key.store import Keys
from grader.outcome.finding import Finding, Verdict


def follow_answers(
    one: Seen, seen: Mapping[str, Seen], reading: Reading | None, keys: Keys
) -> Finding | None:
    """What follow-through says of a wrong answer by the student's other answers; None where nothing."""
    return _by_counts(one, seen, reading, keys) or _by_sums(one, seen, keys)


def _by_counts(
    one: Seen, seen: Mapping[str, Seen], reading: Reading | None, keys: Keys
) -> Finding | None:
    counts = [other for other in seen.values() if other.key.kind == "count"]
    is_counted = one.key.kind in ("count", "expression") or one.compared is not None
    if not counts or not is_counted:
        return None
    expected = keys.expected
    text = partial(expected.value_text, reading=reading)
    written = ((s.answer, text(s.answer), s.key.system, s.typed, s.finding) for s in counts)
    own = [*follow_counts.own_counts(written)]
    if one.compared is not None:
        by = one.answer, text(one.answer), one.key.system
        return follow_counts.follow_from_counts(by, one.compared, own, expected)
    if one.key.kind == "expression":
        return follow_counts.follow_working(one.typed, one.key, own, expected)
    return follow_counts.follow_count(one.answer.name, own, expected)


def _by_sums(one: Seen, seen: Mapping[str, Seen], keys: Keys) -> Finding | None:
    if one.compared is None or one.compared.numbers.faults or not one.key.targets:
        return None
    before = [*seen.values()][: [*seen].index(one.answer.name)]
    parts = [s for s in before if s.key.kind in NUMERIC and s.key.targets]
    if not any(_departs(part) for part in parts):
        return None
    what = ("sums", one.answer.name, id(one.key), tuple(id(part.key) for part in parts))
    ways = keys.once(what, lambda: sums_of(one.key.target, [part.key.target for part in parts]))
    if not ways:
        return None
    return follow_sum(one.answer, one.compared, ways, [part.own for part in parts])


def _departs(part: Seen) -> bool:
    return part.finding.verdict is Verdict.WRONG
