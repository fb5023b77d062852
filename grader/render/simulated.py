"""A simulated run in plain text: what the student sees, and what staff sees besides."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.gradescope.simulate import Outcome
from grader.render.colours import GREEN, RED
from grader.words.sentences import screens as sentences
from grader.words.text import visible

RULE = "─" * 78
_HIDDEN_TOTAL = sentences.no_total_shown()


def as_text(outcome: Outcome, views: Sequence[str]) -> str:
    """The views that are wanted: student, staff, or both."""
    parts = []
    if "student" in views:
        parts += [_headline(sentences.what_the_student_sees()), *_student(outcome)]
    if "staff" in views:
        parts += [_headline(sentences.what_staff_sees()), *_staff(outcome)]
    return "\n".join(parts)


def _headline(text: str) -> str:
    return f"{RULE}\n{text}\n{RULE}"


def _student(outcome: Outcome) -> Iterator[str]:
    if outcome.results is None:
        yield outcome.fault
        return
    tests = _tests(outcome.results)
    shown = [test for test in tests if _visibility(test, outcome.results) == "visible"]
    total = sentences.points_from_autograder(outcome.results["score"])
    yield total if len(shown) == len(tests) else _HIDDEN_TOTAL
    yield ""
    yield _box(str(outcome.results.get("output", "")))
    for test in shown:
        yield from _one(test)


def _staff(outcome: Outcome) -> Iterator[str]:
    results = outcome.results or {}
    for test in _tests(results):
        if (visibility := _visibility(test, results)) != "visible":
            yield from _one(test, f" [{visibility}]")
    if outcome.results is not None:
        yield f"score: {outcome.results['score']:g}"
        yield f"extra_data: {visible(str(results.get('extra_data')), longest=2000)}"
    if outcome.fault:
        yield f"Gradescope's complaint: {outcome.fault}"
    yield f"exit code {outcome.exit_code}, {outcome.seconds:.1f} s; {outcome.limits}"
    yield "setup:"
    yield _box(outcome.setup)
    yield "stdout:"
    yield _box(outcome.stdout)


def _one(test: Mapping[str, Any], mark: str = "") -> Iterator[str]:
    points = ""
    if "max_score" in test:
        points = f" ({test.get('score', 0):g}/{test['max_score']:g})"
    number = f"{test['number']}) " if "number" in test else ""
    colour = GREEN if test.get("status") == "passed" else RED
    yield f"[{colour}] {visible(number)}{visible(str(test.get('name', '')))}{points}{mark}"
    yield _box(str(test.get("output", "")))


def _box(text: str) -> str:
    return textwrap.indent(visible(text.strip("\n"), longest=100_000, lines=True), "    ") + "\n"


def _tests(results: Mapping[str, object]) -> list[Mapping[str, Any]]:
    tests = results.get("tests", [])
    return tests if isinstance(tests, list) else []


def _visibility(test: Mapping[str, Any], results: Mapping[str, object]) -> str:
    return str(test.get("visibility") or results.get("visibility") or "visible")
