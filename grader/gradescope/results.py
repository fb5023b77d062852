"""Results as Gradescope takes them: plain values, made into JSON once, and checked before.

Only what we emit is here.  Every test says its status, every text its format; a score is finite
and within its bounds by construction, so that nothing Gradescope does not document can happen.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from grader.outcome.report import Rank
from grader.words.sentences import results_files as sentences
from grader.words.text import visible
from reference.records import dataclass, field, replace

LONGEST = 20_000  # characters of one text; Gradescope cuts at 100,000, in the middle
LONGEST_SHORT = 300  # of a text in results that have to be small
MOST_BYTES = 3_000_000  # of the whole file: no limit is documented, none shall be met
FAULT = "fault"  # in extra data: we failed, and this is no attempt of the student's
COUNTED = "counted"  # in extra data: whether this submission is an attempt
PLACES = 4  # decimals of points; rounding on Gradescope's side is not documented

VISIBILITIES = ("hidden", "after_due_date", "after_published", "visible")
_TEXT_KEYS = {"name_format", "output_format", "test_output_format", "test_name_format"}


@dataclass(frozen=True, kw_only=True)
class Test:
    """One line of the results.  Without points it only says something."""

    __test__ = False  # pytest: this is no test case

    name: str
    passed: bool
    output: str = ""
    number: str = ""
    score: Fraction | None = None
    max_score: Fraction | None = None
    visibility: str = "visible"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Results:
    """All that a run tells Gradescope."""

    score: Fraction
    output: str
    tests: tuple[Test, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    seconds: float | None = None
    ranks: tuple[Rank, ...] = ()

    def short(self) -> Results:
        """The same points in few words, for a disk that is nearly full."""
        tests = tuple(replace(test, output=_cut(test.output, LONGEST_SHORT)) for test in self.tests)
        return replace(self, output=_cut(self.output, LONGEST_SHORT * 2), tests=tests)

    def bare(self) -> Results:
        """The score and one sentence; hidden tests must still hide it."""
        hidden = tuple(
            Test(name="", passed=True, visibility=test.visibility)
            for test in self.tests
            if test.visibility != "visible"
        )
        kept = {key: self.extra[key] for key in (COUNTED, FAULT) if key in self.extra}
        output = _cut(self.output, LONGEST_SHORT)
        return Results(score=self.score, output=output, tests=hidden[:1], extra=kept)


def not_graded(
    sentence: str, *, score: Fraction = Fraction(0), extra: Mapping[str, object] | None = None
) -> Results:
    """Results that say that there are none, with the reason where students look."""
    return Results(
        score=score,
        output=sentence,
        tests=(Test(name="Grading", passed=False, output=sentence),),
        extra={**(extra or {}), FAULT: "ours", COUNTED: False},
    )


def plain(results: Results) -> dict[str, object]:
    """Results under Gradescope's keys."""
    told: dict[str, object] = {
        "score": number(results.score),
        "output": clean(results.output),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_plain_test(test) for test in results.tests],
        "extra_data": dict(results.extra),
    }
    if results.ranks:
        told["leaderboard"] = [_plain_rank(rank) for rank in results.ranks]
    if results.seconds is not None:
        told["execution_time"] = round(max(results.seconds, 0.0), 2)
    return told


def _plain_rank(rank: Rank) -> dict[str, object]:
    value = rank.value
    if isinstance(value, float):
        value = int(value) if value.is_integer() else round(value, 6)
    shown = value if isinstance(value, (int, float)) else clean(str(value), 100)
    return {"name": clean(rank.name, 100), "value": shown, "order": rank.order}


def _plain_test(test: Test) -> dict[str, object]:
    told: dict[str, object] = {
        "name": clean(test.name, 200),
        "status": "passed" if test.passed else "failed",
        "output": clean(test.output),
        "visibility": test.visibility,
    }
    if test.number:
        told["number"] = clean(test.number, 40)
    if test.tags:
        told["tags"] = [clean(tag, 100) for tag in test.tags]
    if test.score is not None:
        told["score"] = number(test.score)
    if test.max_score is not None:
        told["max_score"] = number(test.max_score)
    return told


def as_json(results: Results) -> bytes:
    """Results as the bytes of results.json; ValueError if they would be no valid ones.

    Other than ASCII is escaped: half a surrogate in a student's text must not break what reads it.
    """
    told = plain(results)
    found = faults(told)
    if found:
        raise ValueError("; ".join(found))
    return encoded(told)


def encoded(told: Mapping[str, object]) -> bytes:
    """Plain results as bytes."""
    return json.dumps(told, allow_nan=False, indent=1).encode("ascii") + b"\n"


def number(amount: Fraction) -> int | float:
    """Points as JSON has them.

    >>> number(Fraction(3)), number(Fraction(1, 2)), number(Fraction(2, 3))
    (3, 0.5, 0.6667)
    """
    rounded = round(float(amount), PLACES)
    return int(rounded) if rounded.is_integer() else rounded


def clean(text: str, longest: int = LONGEST) -> str:
    """A text in which nothing hides, with plain line ends, and not longer than it may be."""
    return _cut(visible(_cut(text, longest), longest=longest * 12, lines=True), longest)


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return sentences.shortened(text[: longest - 30].rstrip())


# -- what is valid -------------------------------------------------------------------------------


def faults(told: object) -> list[str]:
    """What is wrong with plain results; empty for what we may hand to Gradescope."""
    if not isinstance(told, dict):
        return [sentences.results_no_object()]
    return [*_top(told), *_board(told), *_inside(told)]


def _board(told: Mapping[str, Any]) -> Iterator[str]:
    board = told.get("leaderboard", [])
    if not isinstance(board, list):
        yield sentences.leaderboard_no_list()
        return
    for place, rank in enumerate(board, start=1):
        where = f"rank {place}"
        if not isinstance(rank, dict):
            yield f"{where} is no object"
            continue
        yield from _unknown(rank, {"name", "value", "order"}, where)
        if not isinstance(rank.get("name"), str):
            yield sentences.name_no_text(where)
        if not (isinstance(rank.get("value"), str) or _is_number(rank.get("value"))):
            yield sentences.value_no_number(where)
        if rank.get("order", "desc") not in ("asc", "desc"):
            yield f"{where}: order is {rank['order']!r}"


def _top(told: Mapping[str, Any]) -> Iterator[str]:
    known = {
        "score", "output", "output_format", "test_output_format", "test_name_format", "visibility",
        "stdout_visibility", "tests", "extra_data", "execution_time", "leaderboard",
    }  # fmt: skip
    yield from _unknown(told, known, "results")
    yield from _common(told, "results")
    if "score" not in told:
        yield "results: score is missing"
    for key in ("stdout_visibility",):
        if key in told and told[key] not in VISIBILITIES:
            yield f"results: {key} is {told[key]!r}"
    seconds = told.get("execution_time", 0)
    if not (_is_number(seconds) and seconds >= 0) and not re.fullmatch(
        r"[0-9]+(\.[0-9]+)?", str(seconds)
    ):
        yield f"results: execution_time is {seconds!r}"


def _inside(told: Mapping[str, Any]) -> Iterator[str]:
    tests = told.get("tests", [])
    if not isinstance(tests, list):
        yield sentences.tests_no_list()
        return
    for place, test in enumerate(tests, start=1):
        where = f"test {place}"
        if not isinstance(test, dict):
            yield f"{where} is no object"
            continue
        known = {"score", "max_score", "status", "name", "name_format", "number", "output",
                 "output_format", "tags", "visibility", "extra_data"}  # fmt: skip
        yield from _unknown(test, known, where)
        yield from _common(test, where)
        if "status" in test and test["status"] not in ("passed", "failed"):
            yield f"{where}: status is {test['status']!r}"
        for key in ("name", "number"):
            if key in test and not isinstance(test[key], str):
                yield f"{where}: {key} is no text"
        tags = test.get("tags", [])
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            yield sentences.tags_no_list(where)


def _common(told: Mapping[str, Any], where: str) -> Iterator[str]:
    for key in ("score", "max_score"):
        if key in told and not _is_number(told[key]):
            yield sentences.no_finite_number(where, key)
    if "visibility" in told and told["visibility"] not in VISIBILITIES:
        yield f"{where}: visibility is {told['visibility']!r}"
    for key in sorted(_TEXT_KEYS & set(told)):
        if told[key] not in ("text", "html", "simple_format", "md", "ansi"):
            yield f"{where}: {key} is {told[key]!r}"
    output = told.get("output", "")
    if not isinstance(output, str) or len(output) > 100_000 or re.search(r"[\r\0]", output):
        yield sentences.output_no_text(where)
    if not isinstance(told.get("extra_data", {}), dict):
        yield f"{where}: extra_data is no object"


def _unknown(told: Mapping[str, Any], known: set[str], where: str) -> Iterator[str]:
    for key in sorted(set(map(str, told)) - known):
        yield sentences.unknown_key(where, key)


def _is_number(value: object) -> bool:
    """Whether JSON and Gradescope take it for a number: True and NaN are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
