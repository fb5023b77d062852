"""Sheets: what a student reads, in every format, and what only staff reads."""

from __future__ import annotations

import base64
import io
import re
from functools import cache
from html.parser import HTMLParser

import numpy as np
import pytest

import grader
from grader.assignment import find_assignment, load_assignment
from grader.assignment.faults import AssignmentFaults
from grader.checkers.whole import check_expression
from grader.handout import html, markdown, notebook, typst
from grader.handout.compose import sheet_of
from grader.handout.drawing_text import SIZE, SMALL, Label, width_of
from grader.handout.merge import merged
from grader.handout.pdf_engine import Typst
from grader.handout.prose import Code, Letter, paragraphs
from grader.handout.sheet import LAST_ROW, Quantity, Sheet, in_rows
from grader.handout.solve import key_answers, solve
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.outcome.finding import Verdict
from grader.outcome.typed import Typed
from grader.variant.selection import example_of
from reference import Symbol
from reference.readings.notations.typst import TYPST
from reference.readings.typeset import typeset_array

SHEETS = ("exam-bptt-8", "exam-relu-12", "exam-relu-9", "quiz-gated-cells", "rnn-exercises", "sheet-pos-tagging", "layers-rows", "cells-in-code")  # fmt: skip
WRITERS = {"typst": typst.source, "html": lambda sheet: html.page(sheet).replace("<wbr>", ""), "markdown": markdown.text_of, "notebook": notebook.text_of}  # fmt: skip
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
        ("V = -3, W-shaped", (Letter("V"), "\u00a0=\u00a0−3, W-shaped")),
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
    worked = text.count("\n#step(")
    assert 0 < sum("sticky: true" in line for line in values) <= worked


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


@pytest.mark.parametrize(
    ("pages", "of_key", "name"),
    [(1, 2, "exam-relu-9"), (2, 4, "sheet-pos-tagging"), (4, 6, "quiz-gated-cells"), (3, 5, "rnn-exercises")],
)  # fmt: skip
def test_tasks_flow_and_break_where_a_reader_would(pages, of_key, name):
    pytest.importorskip("typst", reason="an optional extra")
    sheet, printer = key(name), Typst()
    found = [len(printer.png(typst.source(s), ppi=20)) for s in (sheet.for_student(), sheet)]
    assert [pages, of_key] == found


def test_the_pages_of_a_class_keep_tags_title_language_and_outline(tmp_path):
    pytest.importorskip("typst", reason="an optional extra")
    pikepdf = pytest.importorskip("pikepdf", reason="an optional extra")
    paths = [tmp_path / f"{place}.pdf" for place in range(3)]
    for path in paths:
        path.write_bytes(Typst().pdf(typst.source(key("exam-relu-9").for_student())))
    found = pikepdf.open(io.BytesIO(merged(paths, title="A class", names=["Ada", "Bob", "Cy"])))
    with pikepdf.open(paths[0]) as one:
        alone = elements(one.Root.StructTreeRoot.K, pikepdf)
    assert 3 * alone + 1 == elements(found.Root.StructTreeRoot.K, pikepdf), "and one for the whole"
    numbers = [int(page.obj.StructParents) for page in found.pages if "/StructParents" in page.obj]
    assert len(numbers) == len({*numbers}) == 3
    assert {*numbers} <= {int(n) for n in list(found.Root.StructTreeRoot.ParentTree.Nums)[::2]}
    assert ("en", True) == (str(found.Root.Lang), bool(found.Root.MarkInfo.Marked))
    with found.open_outline() as outline, found.open_metadata() as metadata:
        assert ["Ada", "Bob", "Cy"] == [item.title for item in outline.root]
        assert "Forward" in str(outline.root[1].children[2].title)
        assert ("A class", "1") == (metadata["dc:title"], metadata["pdfuaid:part"])


def elements(kids, pikepdf):
    """How many structure elements there are."""
    if isinstance(kids, pikepdf.Array):
        return sum(elements(each, pikepdf) for each in kids)
    if not isinstance(kids, pikepdf.Dictionary):
        return 0
    return ("/S" in kids) + (elements(kids.K, pikepdf) if "/K" in kids else 0)


def test_a_letter_that_no_font_has_is_named():
    pytest.importorskip("typst", reason="an optional extra")
    text = typst.source(key("exam-relu-9").for_student())
    engine = Typst()
    assert engine.pdf(f'{text}\n#"\U0001342f"').startswith(b"%PDF")
    assert ["\U0001342f"] == engine.lacking


@pytest.mark.parametrize("name", SHEETS)
def test_no_figure_has_a_combining_mark(name):
    """In a figure of a PDF it has no code that a reader could read, and the check refuses the page."""
    assert "\u0303</tspan>" not in typst.source(key(name))


READ_OUT = """title: Attention
points: 3
rounding: 3
systems:
  s: {cell: attention-dot, given: {s: [1.0, 0.5], H: [[1, 0], [0, 1]]}}
questions:
  - id: q
    system: s
    prompt: Read what is near.
    answers:
      a_read: {value: context, prompt: What is read?}
      a_first: {value: "entry(context, 1)"}
      a_most: {options: {one: the first, two: the second}, value: one}
"""


@pytest.mark.parametrize("writer", WRITERS)
def test_a_sheet_can_be_solved_and_says_which_answer_a_prompt_is_about(tmp_path, writer):
    (tmp_path / "read-out.yaml").write_text(READ_OUT)
    sheet = sheet_of(load_assignment(tmp_path / "read-out.yaml"))
    (task,) = sheet.tasks
    assert task.given[0].equations is not None  # no step in it, and yet nobody can guess it
    first, _, third = task.asked
    assert ((Code("a_read"), ": ", "What is read?"),) == first.prompt
    assert ((Code("a_most"), ":"),) == third.prompt
    text = WRITERS[writer](sheet)
    assert "softmax" in text
    assert text.index("a_read") < text.index("What is read?")


def test_a_gradient_without_words_says_which_derivative_it_is(tmp_path):
    system = "{cell: tanh-rnn, steps: 1, given: {W_x: 1, W_h: 1, b_h: 0, h0: 0, x: [1]}}"
    answers = (
        '{d_w: {value: "grad(h[1], W_x)"}, d_b: {value: "grad(h[1], b_h)", prompt: The bias.}}'
    )
    (tmp_path / "d.yaml").write_text(
        f"title: D\npoints: 2\nrounding: 2\nsystems: {{s: {system}}}\n"
        f"questions: [{{id: q, prompt: Go back., system: s, answers: {answers}}}]\n"
    )
    first, second = sheet_of(load_assignment(tmp_path / "d.yaml")).tasks[0].slots
    assert ("∂h₁/∂W_x: a number", "a number") == (first.hint, second.hint)


def test_a_key_says_how_a_count_comes_about():
    (solution,) = next(
        slot.solutions
        for task in key("exam-relu-12").tasks
        for slot in task.slots
        if slot.name == "a_parameters"
    )
    assert solution.steps is not None
    assert "N = n·d + n·n = 12·4 + 12·12 = 192" == solution.steps.text()


COUNTS_OF_PLAIN_NUMBERS = [
    ("{kind: count, value: 3 * (8 * (8 + 4) + 8)}", "N = 3·(8·(8 + 4) + 8) = 312"),
    ("{kind: count, value: 312}", None),  # nothing is worked out
]


@pytest.mark.parametrize(("answer", "working"), COUNTS_OF_PLAIN_NUMBERS)
def test_a_key_shows_how_a_count_of_plain_numbers_comes_about(tmp_path, answer, working):
    (solution,) = key_of_one_answer(tmp_path, answer).solutions
    assert working == (None if solution.steps is None else solution.steps.text())


def test_a_key_makes_up_no_sum_for_a_value_that_any_sum_may_have(tmp_path):
    slot = key_of_one_answer(tmp_path, "{kind: expression, value: '192'}")
    (solution,) = slot.solutions
    assert ("192", None) == (solution.typed, solution.formula)
    assert ("any sum that comes to 192, with its numbers written out",) == slot.remarks


COUNTED_SUMS = [  # of tanh-rnn with d = 2 and n = 3, which has 6 + 9 + 3 parameters
    ("3*2 + 3*3 + 3", "parameters(s)", "of one system, as it is"),
    ("2*(3*2 + 3*3 + 3) + 5*7", "2*parameters(s) + 5*7", "in a sum, in brackets"),
    ("10 * (3*2 + 3*3 + 3)", "10 * parameters( s )", "of ten copies"),
    ("100*16 + 5*7", "100*16 + 5*7", "the file's own"),
    ("0.5 + 0.5", "1", "none but halves are smaller than 1"),
    ("0.75 + 0.75", "3/2", "nor than 3/2, of which 2 is written"),
]


@pytest.mark.parametrize(("written", "value", "why"), COUNTED_SUMS)
def test_the_sum_of_a_key_passes_its_own_check(tmp_path, written, value, why):
    (tmp_path / "k.yaml").write_text(
        "title: K\npoints: 1\nsystems: {s: {cell: tanh-rnn, sizes: {d: 2, n: 3}}}\n"
        "questions: [{id: q, prompt: How many?, system: s, "
        f"answers: {{q_a: {{kind: expression, value: '{value}'}}}}}}]\n"
    )
    assignment = load_assignment(tmp_path / "k.yaml")
    ((_, typed),) = key_answers(Expected(assignment))
    assert written == typed, why
    (question,) = assignment.questions
    (answer,) = question.answers
    asked = key_of(Expected(assignment), answer, question)
    assert Verdict.RIGHT == check_expression(Typed(typed), answer, asked).verdict, why


ONE_OUTPUT = """\
title: K
points: 3
systems:
  s: {cell: tanh-rnn, steps: 1, given: {W_x: 1, W_h: 0, b_h: 0, h0: 0, x: [0], W_y: 1, b_y: 3}}
  t: {cell: relu-rnn, steps: 1, given: {V: [[1]], W: [[1, 2]], h0: [0], x: [[1, 1]]}}
questions:
  - id: q
    prompt: P
    system: s
    readings:
      - {id: plain, why: the square}
      - {id: half, why: half of it, values: {q_loss: "(y[1] - 1)**2 / 2"}}
    answers: {q_loss: "(y[1] - 1)**2"}
  - id: r
    prompt: P
    system: t
    answers: {r_h: "h[1]", r_W: "2*W"}
"""


def test_no_reading_of_an_answer_is_worked_out_from_another_reading_of_it(tmp_path):
    (tmp_path / "k.yaml").write_text(ONE_OUTPUT)
    said = solve(str(tmp_path / "k.yaml")).text
    assert "q_loss/2" not in said
    assert "q_loss (half of it) = 2" in said


def test_a_vector_of_one_is_asked_for_as_a_number(tmp_path):
    (tmp_path / "k.yaml").write_text(ONE_OUTPUT)
    tasks = sheet_of(load_assignment(tmp_path / "k.yaml")).tasks
    hints = [slot.hint for task in tasks for slot in task.slots]
    assert ["a number", "1 row of 2 numbers"] == [hint.split(",")[0] for hint in hints[1:]]


def key_of_one_answer(folder, answer):
    (folder / "k.yaml").write_text(
        "title: K\npoints: 1\nsystems: {s: {cell: relu-rnn, steps: 1, given: {V: 1, W: 2, x: [3]}}}\n"
        f"questions: [{{id: q, prompt: How many?, answers: {{q_a: {answer}}}}}]\n"
    )
    (task,) = sheet_of(load_assignment(folder / "k.yaml"), solved=True).tasks
    return task.slots[0]


HEADS = [  # the answers of a sheet, its head, and what stands beside the first answer
    ("{q_a: {value: 'h[1]', rounding: 2}}", "Keep 2 decimals", "a number"),
    ("{q_a: {value: 'tanh(h[1])', rounding: 2}, q_b: {value: 'sum(x[1])'}}", None, "2 decimals or more here and"),
    ("{q_a: {value: 'h[1]', rounding: 2}, q_b: {value: 'z[1]', rounding: 2}}", "Keep 2", "a number"),
    ("{q_a: {value: 'tanh(h[1])', rounding: 2}, q_b: {kind: count, value: 3}}", None, "2 decimals or more"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "head", "beside"), HEADS)
def test_what_one_number_of_several_is_rounded_to_is_no_rule_of_the_sheet(
    tmp_path, answers, head, beside
):
    (tmp_path / "h.yaml").write_text(
        f"title: H\npoints: {answers.count('q_')}\n"
        "systems: {s: {cell: relu-rnn, steps: 1, given: {V: 1, W: 2, x: [3]}}}\n"
        f"questions: [{{id: q, prompt: Run., system: s, answers: {answers}}}]\n"
    )
    sheet = sheet_of(load_assignment(tmp_path / "h.yaml"))
    assert (head is not None) == any(rule.startswith(head or "Keep") for rule in sheet.rules)
    assert beside in sheet.tasks[0].slots[0].hint


@pytest.mark.parametrize("writer", WRITERS)
def test_mathematics_in_an_option_is_set(tmp_path, writer):
    options = '{one: "where $h_0 = 0$", two: "#h_1 < 2"}'
    (tmp_path / "o.yaml").write_text(
        "title: O\npoints: 1\nsystems: {s: {cell: relu-rnn, steps: 1, given: {V: 1, W: 2, x: [3]}}}\n"
        f"questions: [{{id: q, prompt: Which?, answers: {{q_a: {{options: {options}, value: one}}}}}}]\n"
    )
    text = WRITERS[writer](sheet_of(load_assignment(tmp_path / "o.yaml")))
    assert "\\$h" not in text
    assert writer in ("markdown", "notebook") or "where $h_0 = 0$" not in text


def test_nothing_in_a_title_hides_in_a_worked_solution(tmp_path):
    sheet = tmp_path / "odd.yaml"
    sheet.write_text(
        'title: "Odd\\e[31m"\npoints: 1\nsystems: {s: {cell: relu-rnn, given: {V: 1, W: 1, h0: 1, x: [2]}}}\n'
        'questions: [{id: q, title: "a\\u202eb", prompt: P, system: s, answers: {q_h: "h[1]"}}]\n',
        encoding="utf-8",
    )
    text = grader.solve(sheet).text
    assert text.startswith("Odd\\x1b[31m\n")
    assert "a\\u202eb" in text
    assert "h₁ = ReLU(z₁) = ReLU(3) = 3" in text


@pytest.mark.parametrize(
    ("shown", "rows"),
    [
        ([[0, 1, 2, 3]], [0, 0, 1, 2]),  # X W | K | V are one line of weights
        ([[0, 1, 2], [3, 4, 5]], [0, 0, 0, 1, 1, 1]),  # W U b of a gate stay by themselves
        ([[0, 1, 2]], [0, 1, 1]),
        ([[0, 1], [2]], [0, 0, LAST_ROW]),  # states and inputs stand below
    ],
)
def test_what_goes_alone_into_an_equation_stands_beside_the_next(shown, rows):
    given = [Quantity(Symbol(f"q{k}"), np.eye(2), row) for k, row in enumerate(rows)]
    places = {str(quantity.symbol): k for k, quantity in enumerate(given)}
    wanted = [[places[f"q{k}"] for k in row] for row in shown]
    assert wanted == [[places[str(q.symbol)] for q in row] for row in in_rows(given)]


def test_subscripts_hang_below_also_where_no_font_for_mathematics_is_installed():
    text = html.page(key("exam-relu-9").for_student())
    data = re.search(r"url\(data:font/woff2;base64,([A-Za-z0-9+/=]+)\)", text)
    assert data is not None
    assert base64.b64decode(data[1], validate=True).startswith(b"wOF2")
    assert "font-src data:" in text
    assert '"Sheet Metrics"' in text.partition("math {")[2].partition("}")[0]


def test_the_arrow_over_a_state_stands_over_its_letter():
    for letter, mark in ("h", "→"), ("h", "^"), ("c", "←"), ("m", "^"), ("C", "~"):
        label = Label().marked(letter, mark)
        right, back = (float(n) for n in re.findall(r'dx="(-?[\d.]+)"', label.text))
        up, down = (float(n) for n in re.findall(r'dy="(-?[\d.]+)"', label.text))
        over = SMALL if mark in "→←" else SIZE / 2
        assert back == pytest.approx(-right - over, abs=0.2), (
            "the letter stands where it would stand"
        )
        assert up == -down, "and on its line"
        assert label.width == width_of(letter, SIZE)


@pytest.mark.parametrize("mark", ["^", "→"])
def test_a_mark_is_higher_over_a_tall_letter(mark):
    low, tall = (
        float(re.findall(r'dy="-([\d.]+)"', Label().marked(letter, mark).text)[0])
        for letter in "mh"
    )
    assert low < tall


@pytest.mark.parametrize(
    "numbers", [[[1, 2], [0.5, 1.5]], [[0.5, 1.5], [1, 2]], [[-1, 0.25], [3, 4]]]
)
def test_a_matrix_keeps_its_rows_whatever_stands_at_their_ends(numbers):
    pytest.importorskip("typst", reason="an optional extra")
    printer = Typst()

    def height(array):
        text = typeset_array(np.asarray(array, dtype=float), TYPST)
        (picture,) = printer.png(f"#set page(width: auto, height: auto, margin: 0pt)\n${text}$")
        return int.from_bytes(picture[20:24], "big")

    assert height(numbers) == height([[1, 1], [1, 1]]) > height([[1, 1]])


@pytest.mark.parametrize(
    ("what", "rules"),
    [
        ("h2", {"break-after: avoid"}),
        ("section > p", {"break-after: avoid", "break-inside: avoid"}),
        (".given", {"break-inside: avoid"}),  # answers may stand overleaf, as in a PDF
    ],
)
def test_printed_pages_part_no_heading_prompt_and_numbers(what, rules):
    style = html._STYLE.partition("@media print")[2]
    own = re.search(rf"(?:^|\s){re.escape(what)} {{([^}}]*)}}", style)
    assert own is not None
    assert rules <= {rule.strip() for rule in own[1].split(";")}


def test_a_key_says_in_words_what_mistake_it_pays_for(tmp_path):
    (tmp_path / "m.yaml").write_text(
        "title: M\npoints: 2\nrounding: 2\nsystems: {s: {cell: tanh-rnn, steps: 2, given: "
        "{W_x: 0.5, W_h: 0.3, b_h: 0.1, h0: 0.2, x: [1, 2]}}}\nquestions: [{id: q, prompt: Run., system: s, "
        "answers: {q_h: {value: 'h[2]', points: 2, known_mistakes: {step-confused: 1/2}}}}]\n"
    )
    (task,) = sheet_of(load_assignment(tmp_path / "m.yaml"), solved=True).tasks
    (remark,) = task.slots[0].remarks
    assert remark.endswith(": earns 1")
    assert "h₀ in place of h₁" in remark
    assert "step-confused" not in remark


def test_a_template_has_the_shape_of_what_is_returned(tmp_path):
    function = "{cell: tanh-rnn, arguments: {x: d, h: {symbol: 'h[0]', shape: n}, W_x: 'n, d', W_h: 'n, n', b_h: n}, returns: {h_next: {symbol: 'h[1]', shape: n}}}"
    (tmp_path / "f.yaml").write_text(
        "title: F\npoints: 1\nquestions: [{id: q, prompt: Write it., "
        f"answers: {{step: {{function: {function}}}}}}}]\n"
    )
    (task,) = sheet_of(load_assignment(tmp_path / "f.yaml")).tasks
    assert any("Return h_next (n)." in line for line in task.slots[0].lines)


RUBRIC = "{kind: text, points: 2, rubric: [{points: 1, text: Names tanh.}, {points: 1, text: Says why.}]}"


def test_the_items_of_a_rubric_have_a_line_each(tmp_path):
    (tmp_path / "r.yaml").write_text(
        f"title: R\npoints: 2\nquestions: [{{id: q, prompt: Why?, answers: {{q_why: {RUBRIC}}}}}]\n"
    )
    (task,) = sheet_of(load_assignment(tmp_path / "r.yaml"), solved=True).tasks
    assert (("+1: Names tanh.",), ("+1: Says why.",)) == task.slots[0].rubric
    said = solve(str(tmp_path / "r.yaml")).text
    assert "q_why:\n    +1: Names tanh.\n    +1: Says why.\n" in said


def test_a_full_stop_stays_on_the_line_of_the_formula_before_it():
    page = html.page(key("exam-relu-9"))
    assert "</math>.</span>" in page
    assert not re.search(r"</math>[.,;)]", re.sub(r'<span class="kept">.*?</span>', "", page))


def test_what_is_checked_of_a_function_stands_in_one_line_of_its_key():
    lines = markdown.text_of(key("cells-in-code")).splitlines()
    told = [line for line in lines if "checks: " in line]
    assert len(told) == len([slot for task in key("cells-in-code").tasks for slot in task.slots])
    assert any("shape 0.5" in line and "purity 0.5" in line for line in told)


def test_of_a_gradient_of_a_list_of_one_number_the_cure_is_said_and_no_other(tmp_path):
    loss = ONE_OUTPUT.replace("2*W", "grad(2*h[1] - 1, W)")
    (tmp_path / "k.yaml").write_text(loss)
    with pytest.raises(AssignmentFaults, match="this is a list of one") as fault:
        solve(str(tmp_path / "k.yaml"))
    assert "transpose" not in str(fault.value)
