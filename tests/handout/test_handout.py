"""Sheets: what a student reads, in every format, and what only staff reads."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

import pytest

from grader.assignment import find_assignment, load_assignment
from grader.handout import html, markdown, notebook, typst
from grader.handout.pdf_engine import Typst
from grader.handout.prose import Code, Letter, paragraphs
from grader.handout.sheet import Sheet, sheet_of
from grader.variant.selection import example_of

SHEETS = ("exam-bptt-8", "exam-relu-12", "exam-relu-9", "quiz-gated-cells", "rnn-exercises", "sheet-pos-tagging", "layers-rows", "cells-in-code")  # fmt: skip
WRITERS = {"typst": typst.source, "html": html.page, "markdown": markdown.text_of, "notebook": notebook.text_of}  # fmt: skip
HOSTILE = 'Ada "#read(\\"/etc/passwd\\")" <script>alert(1)</script> $x$ \\\\ ]'


@cache
def key(name: str) -> Sheet:
    assignment = example_of(load_assignment(find_assignment(name)))
    return sheet_of(assignment, student="A1", name=HOSTILE, solved=True)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("h_{t-1} counts", (Letter("h", "t-1"), " counts")),
        ("of W_out.", ("of ", Letter("W", "out"), ".")),
        ("with V and a word", ("with ", Letter("V"), " and a word")),
        ("C\u0303_t", (Letter("C", "t", tilde=True),)),
        ("V = -3, W-shaped", (Letter("V"), " = −3, W-shaped")),
        ("give c_h2 and `x`", ("give ", Code("c_h2"), " and ", Code("x"))),
        ("snake_case and b_h_prev", ("snake_case and b_h_prev",)),
        ("A I a stay", ("A I a stay",)),
    ],
)
def test_prose_falls_into_words_letters_and_code(text, pieces):
    assert (pieces,) == paragraphs(text, letters="VWaAI", names={"c_h2"})


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_asks_for_every_answer_and_tells_none(name):
    sheet = key(name).for_student()
    slots = [slot for task in sheet.tasks for slot in task.slots]
    assert [a.name for a in load_assignment(find_assignment(name)).answers] == [
        s.name for s in slots
    ]
    assert not any(slot.solutions or slot.rubric or slot.remarks for slot in slots)
    assert not sheet.is_key


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("writer", WRITERS)
def test_every_format_names_every_answer(name, writer):
    sheet = key(name)
    for one in (sheet, sheet.for_student()):
        text = WRITERS[writer](one)
        assert [] == [s.name for t in one.tasks for s in t.slots if s.name not in text]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]


def test_a_page_loads_nothing_and_runs_nothing():
    reader = Reader()
    reader.feed(html.page(key("exam-relu-9")))
    assert "math" in reader.tags
    assert "script" not in reader.tags
    assert [] == reader.links


def test_an_accepted_interval_stands_in_the_key_only():
    sheet = key("quiz-gated-cells")
    for write in WRITERS.values():
        assert "accepted: " in write(sheet)
        assert "accepted: " not in write(sheet.for_student())


def test_a_number_of_the_key_stays_with_its_steps():
    text = typst.source(key("exam-relu-9"))
    values = [line for line in text.splitlines() if line.startswith("#value(")]
    steps = text.count("#steps[")
    assert 0 < steps == sum("sticky: true" in line for line in values)


def test_an_equation_of_the_key_is_typeset_and_stands_as_one_would_type_it():
    sheet = key("sheet-pos-tagging")
    typed = "sigmoid(W_i @ x[t] + W_h @ a[t-1] + b)"
    assert f'$sigma(W_(i) x_(t) + W_(h) a_(t-1) + b)$, raw("{typed}")' in typst.source(sheet)
    assert f'<code class="hint">{typed}</code>' in html.page(sheet)
    assert f"$, typed as `{typed}`" in markdown.text_of(sheet)
    for write in WRITERS.values():
        assert typed not in write(sheet.for_student())


@pytest.mark.parametrize("name", SHEETS)
def test_a_page_is_printed_whatever_the_name(name):
    pytest.importorskip("typst", reason="an optional extra")
    sheet = key(name)
    printer = Typst()
    for one in (sheet, sheet.for_student()):
        found = printer.pdf(typst.source(one))
        assert found.startswith(b"%PDF")
        assert found == printer.pdf(typst.source(one)), "the same page, the same bytes"


def test_a_task_of_a_sheet_is_not_parted_by_the_end_of_a_page():
    pytest.importorskip("typst", reason="an optional extra")
    text = typst.source(key("quiz-gated-cells").for_student())
    kept, parted = "#let whole = true", "#let whole = false"
    printer = Typst()
    pages = [len(printer.png(t, ppi=20)) for t in (text, text.replace(kept, parted))]
    assert [5, 4] == pages, "q4 begins a page of its own"
    assert parted in typst.source(key("quiz-gated-cells")), "a key would be full of holes"
