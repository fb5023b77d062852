"""What people and programs see of a report, at every width."""

from __future__ import annotations

import io
import json
from fractions import Fraction

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.outcome.finding import Verdict
from grader.outcome.report import Entry, Report, Section
from grader.render.plain import as_json
from grader.render.table import show
from reference.records import replace

LONG = (
    "Entry 2: you wrote 0.58; correct values lie in [0.67, 0.68]. This is what comes out with the "
    "bias b_h left out in the second step of the network, as far as one can tell."
)


def entry(name: str, verdict: Verdict, *, typed: str = "0.42", message: str = "", score: str = "0"):
    return Entry(
        name=name,
        question="a",
        kind="number",
        typed=typed,
        verdict=verdict,
        note=f"number.{verdict}",
        message=message,
        score=Fraction(score),
        max_score=Fraction(1),
    )


def report(*entries: Entry, student: str | None = None) -> Report:
    score = sum((e.score for e in entries), Fraction(0))
    pending = Fraction(sum(e.verdict is Verdict.PENDING for e in entries))
    most = Fraction(len(entries))
    section = Section(
        id="a",
        title="All verdicts there are",
        score=score,
        max_score=most,
        pending=pending,
        entries=entries,
        remarks=("graded by the reading “figure”",),
    )
    return Report(
        assignment="sheet",
        title="A sheet",
        student=student,
        score=score,
        max_score=most,
        pending=pending,
        sections=(section,),
        remarks=("h_1 is no answer of this assignment; did you mean c_h1?",),
    )


EVERY = report(
    entry("a_right", Verdict.RIGHT, score="1"),
    entry("a_carried", Verdict.CARRIED, message="Follows correctly from your a_wrong", score="1/2"),
    entry("a_wrong", Verdict.WRONG, message=LONG),
    entry("a_unreadable", Verdict.UNREADABLE, typed="[[1, 2], [3", message="Expected 2 numbers"),
    entry("a_missing", Verdict.MISSING, typed="", message="Nothing was filled in"),
    entry("a_pending", Verdict.PENDING, typed="because of tanh", message="Waits for staff"),
    entry("a_failed", Verdict.FAILED, typed="", message="NameError: name 'x' is not defined"),
    student="a3f9",
)


def printed(shown: Report, width: int, *, terminal: bool = False) -> str:
    out = io.StringIO()
    show(shown, console=Console(file=out, width=width, force_terminal=terminal, highlight=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [32, 40, 60, 80, 104, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(width: int) -> None:
    text = printed(EVERY, width)
    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= width
    for one in EVERY.entries:
        assert one.name in text
        assert str(one.verdict) in text
    words = "".join(text.split())
    assert "".join(LONG.split()) in words or width >= 104  # beside the answer it is a column


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_pipe_gets_no_escape_codes(width: int) -> None:
    assert "\x1b" not in printed(EVERY, width)


def test_a_terminal_gets_colour_that_only_repeats_what_words_say() -> None:
    coloured = printed(EVERY, 80, terminal=True)
    assert "\x1b[" in coloured
    assert "wrong" in coloured


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("[bold red]0.5[/]", "markup of Rich is text here"),
        ("[/]", "also where it closes nothing"),
        (":smile:", "and so are names of emoji"),
    ],
)
def test_what_a_student_typed_is_never_markup(typed: str, why: str) -> None:
    assert typed in printed(report(entry("a", Verdict.WRONG, typed=typed)), 80), why


@pytest.mark.parametrize("hidden", ["\x1b[2J", "\u202e", "\r", "\x07", "\u200b"])
def test_what_cannot_be_seen_never_reaches_the_terminal(hidden: str) -> None:
    shown = report(entry("a", Verdict.WRONG, typed=f"1{hidden}2", message=f"got 1{hidden}2"))
    assert hidden not in printed(shown, 80)


def test_a_faulty_line_is_told_once_beside_the_answer_that_it_costs() -> None:
    said = "a.yaml, line 3: a colon is missing"
    lost = report(entry("c_h3", Verdict.UNREADABLE, typed="", message=said))
    text = printed(replace(lost, remarks=(*lost.remarks, said)), 100)
    assert 1 == text.count(said)
    assert "did you mean c_h1?" in text


def test_json_has_exactly_what_outside_programs_read() -> None:
    record = json.loads(as_json(EVERY))
    assert list(record) == ["assignment", "student", "score", "max_score", "pending", "answers"]
    assert (1.5, 7, 1) == (record["score"], record["max_score"], record["pending"])
    assert record["student"] == "a3f9"
    first = record["answers"][0]
    assert list(first) == ["name", "score", "max_score", "verdict", "note", "message"]
    assert isinstance(first["score"], int)


def test_json_shows_the_parts_of_a_function() -> None:
    part = entry("shape", Verdict.RIGHT, score="1")
    whole = Entry(**{**vars(entry("step", Verdict.RIGHT, score="1")), "parts": (part,)})
    record = json.loads(as_json(report(whole)))
    assert ["shape"] == [one["name"] for one in record["answers"][0]["parts"]]
