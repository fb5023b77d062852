"""A report as the student reads it on Gradescope: plain text in a plain box, a box an answer."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from fractions import Fraction

from grader.assignment import Assignment
from grader.gradescope.results import Test
from grader.grading.rubric import max_score
from grader.outcome.finding import Verdict
from grader.outcome.report import Entry, Report, Section
from grader.words.sentences import gradescope as sentences
from grader.words.sentences import verdicts as verdict_sentences
from grader.words.text import counted, points, visible
from reference.records import replace

WIDTH = 78  # columns; the box is about as wide, and does not always break lines by itself
MARKS = {
    Verdict.RIGHT: "✓",
    Verdict.CARRIED: "↪",
    Verdict.WRONG: "✗",
    Verdict.UNREADABLE: "?",
    Verdict.MISSING: "–",
    Verdict.PENDING: "…",
    Verdict.FAILED: "!",
}
_NOTHING = Fraction(0)


def most(assignment: Assignment) -> Fraction:
    """The points that we give ourselves: all that are not for texts, which staff read."""
    return sum((max_score(question, texts=False) for question in assignment.questions), _NOTHING)


def by_staff(assignment: Assignment) -> dict[str, Fraction]:
    """The texts with the points that staff may give for them."""
    return {a.name: a.points for a in assignment.answers if a.kind == "text"}


def explained(assignment: Assignment) -> dict[str, Fraction]:
    """The answers that may come as an explanation in place of a value, with their points.

    We give these points ourselves for a right value; for an explanation staff add them.
    """
    return {a.name: a.points for a in assignment.answers if a.explanation and a.kind != "text"}


def earned(report: Report) -> Fraction:
    """The points of the answers that we judge."""
    return sum((entry.score for entry in report.entries if entry.kind != "text"), _NOTHING)


def tests_of(report: Report) -> tuple[Test, ...]:
    """A test for every answer, under the number of its question.

    A file of the course's own tests is a test for each of them: each may be shown at another time.
    """
    hidden = frozenset(entry.name for entry in _shown_alone(report) if _is_hidden(entry))
    return tuple(
        test
        for section in report.sections
        for place, entry in enumerate(section.entries, start=1)
        for test in _tests(entry, section, place, hidden)
    )


def _shown_alone(report: Report) -> list[Entry]:
    """What has a box of its own: answers, and in place of a file of tests its tests."""
    return [
        shown
        for entry in report.entries
        for shown in ((entry.parts or (entry,)) if entry.kind == "tests" else (entry,))
    ]


def _is_hidden(entry: Entry) -> bool:
    return entry.visibility != "visible"


def _tests(entry: Entry, section: Section, place: int, hidden: frozenset[str]) -> Iterator[Test]:
    whole = _test(entry, section, place, hidden)
    if entry.kind != "tests" or not entry.parts:
        yield whole
        return
    for number, part in enumerate(entry.parts, start=1):
        yield replace(
            whole,
            name=part.name,
            number=part.number or f"{whole.number}.{number}",
            passed=part.verdict is Verdict.RIGHT and part.score == part.max_score,
            output="\n".join(_lines(part, frozenset())),
            score=part.score,
            max_score=part.max_score,
            visibility=part.visibility,
            tags=part.tags,
        )


def _test(entry: Entry, section: Section, place: int, hidden: frozenset[str]) -> Test:
    alone = len(section.entries) == 1
    by_us = entry.kind != "text"
    lines = list(_lines(entry, hidden - {entry.name}))
    if place == 1 and not any(other.name in hidden for other in section.entries):
        lines += ["", *(_said(remark) for remark in section.remarks)] if section.remarks else []
    return Test(
        name=f"{section.title}: {entry.name}" if section.title else entry.name,
        number=section.id if alone else f"{section.id}.{place}",
        # Gradescope has two colours: what waits is not the green of something done.
        passed=entry.verdict is not Verdict.PENDING and entry.score == entry.max_score,
        output="\n".join(lines),
        score=entry.score if by_us else None,
        max_score=entry.max_score if by_us else None,
        visibility=entry.visibility,
    )


def _lines(entry: Entry, hidden: frozenset[str]) -> Iterator[str]:
    yield f"{MARKS[entry.verdict]} {_verdict(entry)}"
    message = entry.message
    if _names(message, hidden):
        message = sentences.remark_withheld()
    if entry.text and entry.verdict is Verdict.PENDING:  # staff read it here, too: all of it
        yield sentences.you_wrote(visible(entry.text, longest=1_000_000, lines=True))
    elif entry.typed and not verdict_sentences.says_what_was_typed(message):
        yield sentences.you_wrote(visible(entry.typed, longest=200))
    is_said = entry.verdict is Verdict.PENDING or (
        entry.kind == "text" and entry.verdict is Verdict.MISSING
    )
    if message and not is_said:
        yield ""
        yield _said(message)
    for remark in entry.remarks:
        yield _said(f"Note: {remark}")
    yield from _parts(entry)


def _parts(entry: Entry) -> Iterator[str]:
    """The parts of a function, unless they only repeat what is said of the whole."""
    if not any(part.verdict is not entry.verdict or part.message for part in entry.parts):
        return
    yield ""
    for part in entry.parts:
        yield f"{MARKS[part.verdict]} {visible(part.name)}: {_verdict(part)}"
        for text in (part.message, *part.remarks):
            if text:
                yield textwrap.indent(_said(text, WIDTH - 2), "  ")


def _verdict(entry: Entry) -> str:
    if entry.kind == "text":
        return {
            Verdict.PENDING: sentences.text_for_staff,
            Verdict.MISSING: sentences.text_not_there,
        }.get(entry.verdict, sentences.text_not_read)(entry.max_score)
    if entry.verdict is Verdict.PENDING:
        return sentences.explanation_on_gradescope(entry.max_score)
    return f"{entry.verdict} ({points(entry.score)} of {counted(entry.max_score, 'point')})"


def _names(message: str, hidden: frozenset[str]) -> bool:
    """Whether a message would tell of an answer whose result is not shown yet."""
    return any(re.search(rf"\b{re.escape(name)}\b", message) for name in hidden)


def _said(text: str, width: int = WIDTH) -> str:
    """A sentence of a finding, ended like one."""
    ends = "" if "\n" in text else text.strip()[-1:]
    return _wrapped(f"{text.strip()}." if ends.isalnum() or ends in tuple('])}"”') else text, width)


def _wrapped(text: str, width: int = WIDTH) -> str:
    """Long lines broken between words.

    A text of several lines may hold a caret under its place, so its lines stay as they are.
    """
    safe = visible(text.strip(), longest=6_000, lines=True)
    if "\n" in safe:
        return safe
    return textwrap.fill(safe, width, break_long_words=False, break_on_hyphens=False)


def summary(report: Report, assignment: Assignment) -> str:
    """What stands above the tests: how many points so far, and what is still to come."""
    alone = _shown_alone(report)
    shown = [e for e in alone if not _is_hidden(e) and e.kind != "text"]
    later = [e for e in alone if _is_hidden(e)]
    texts = by_staff(assignment)
    waiting = {e.name: e.max_score for e in report.entries if e.verdict is Verdict.PENDING}
    explanations = {name: most for name, most in waiting.items() if name not in texts}
    lines = [report.title or report.assignment, ""]
    if later:
        lines.append(
            sentences.total_of_shown(
                sum((e.score for e in shown), _NOTHING), sum((e.max_score for e in shown), _NOTHING)
            )
        )
        for visibility in ("after_due_date", "after_published", "hidden"):
            names = [e for e in later if e.visibility == visibility]
            if names:
                total = sum((e.max_score for e in names), _NOTHING)
                lines.append(sentences.shown_later(visibility, len(names), total))
    else:
        lines.append(sentences.total_so_far(earned(report), most(assignment)))
    if texts:
        given = sum(name in texts for name in waiting)
        lines.append(sentences.texts_for_staff(sum(texts.values(), _NOTHING), list(texts), given))
    if explanations:
        lines.append(
            sentences.explanations_for_staff(sum(explanations.values(), _NOTHING), [*explanations])
        )
    told = report.told_apart(e for e in alone if not _is_hidden(e))
    notes = [_said(f"Note: {remark}") for remark in told]
    return "\n".join([*(_wrapped(line) if line else "" for line in lines), *notes])


def open_book(report: Report) -> bool:
    """Whether the student sees every result at once."""
    return not any(_is_hidden(entry) for entry in _shown_alone(report))
