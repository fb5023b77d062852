"""How a page in the browser is laid out: what holds together, and where a line may end."""

from __future__ import annotations

import re
from html import unescape

import pytest

from grader.assignment import load_assignment
from grader.handout import html, markdown, typst
from grader.handout.breaks import breaking
from grader.handout.compose import sheet_of
from grader.handout.prose import Code, paragraphs
from grader.handout.sheet import Sheet, Slot, Task
from reference import Symbol, bind, cell, parse_cell, parse_expression, typeset, worked
from reference.readings.notations.mathml import MATHML


def page_of(prompt: str, *names: str) -> str:
    slots = tuple(Slot(name, 1, "a number") for name in names)  # type: ignore[arg-type]
    asked = paragraphs(prompt, letters="hVWx", names=names)
    return html.page(Sheet("Title", "made", 1, (Task("a", "Task", asked, (), slots),)))  # type: ignore[arg-type]


def shown(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup))


def held_together(prompt: str) -> list[str]:
    """What no line parts, of a prompt's lines with formulas."""
    return [shown(text) for text in re.findall(r'<span class="kept">(.*?)</span>', page_of(prompt))]


@pytest.mark.parametrize(
    ("together", "prompt"),
    [
        (["h1."], "Work out h_1."),
        (["tanh(V\u202fh0", "W\u202fx1),"], "It is tanh(V h_0 + W x_1), as ever"),
        (["(h1)"], "The state (h_1) counts"),
        ([], "The states h_1 and h_2 count"),
        (["h1,", "h2,"], "The states h_1, h_2, `x` count"),
    ],
)
def test_a_line_parts_no_formula_from_what_touches_it_and_no_product(together, prompt):
    assert together == held_together(prompt)


def test_a_product_in_a_sentence_is_parted_by_no_line_on_paper_either():
    (paragraph,) = paragraphs("with W x_1 and h_1", letters="W")
    assert '#"\u202f"' in typst._line(paragraph)
    assert typst._line((Code("W"), " ", Code("x"))).count("\u202f") == 0


@pytest.mark.parametrize(
    ("pieces", "name"),
    [
        (["q1_", "weights"], "q1_weights"),
        (["attention_", "lstm_", "step"], "attention_lstm_step"),
        (["Bidirectional", "Cell_", "init"], "BidirectionalCell_init"),
        (["np.", "tanh"], "np.tanh"),
        (["_softmax"], "_softmax"),
        (["GRU"], "GRU"),
    ],
)
def test_on_a_phone_a_line_ends_after_a_word_of_a_name_and_never_within(pieces, name):
    assert f"<code>{'<wbr>'.join(pieces)}</code>" in page_of("Ask.", name)


def test_only_a_phone_parts_names():
    style, _, phone = html._STYLE.rpartition("@media screen and (max-width: 34rem)")
    assert "wbr { display: none; }" in style
    assert "wbr { display: inline; }" in phone.partition("@media print")[0]


def test_code_with_blanks_is_whole_where_it_fits_on_a_phone():
    text = page_of("Of shape `(N, L, H)`, as `n = tanh(Wnx x + bnx + r * (Wnh h + bnh))`, says.")
    assert '<code class="kept">(N, L, H)</code>,' in text
    assert "<code>n = tanh(Wnx x + bnx + r * (Wnh h + bnh))</code>," in text


def test_a_working_wider_than_a_page_has_a_line_for_each_stage():
    narrow = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2]})
    assert worked(narrow.cell, narrow.inputs).mathml().count("<mtr>") == 2
    terms = " + ".join(f"weight_{k} * x[t]" for k in "ab")
    text = f"weight_a: scalar\nweight_b: scalar\nx: scalar\nsomething = {terms}\n"
    wide = bind(parse_cell(text, name="made"), {"weight_a": 0.123, "weight_b": 0.25, "x": [0.125]})
    assert worked(wide.cell, wide.inputs).mathml().count("<mtr>") == 3


def test_the_largest_singular_value_has_its_word_below():
    said = typeset(parse_expression("spectral_norm(U)"), MATHML)
    assert said.startswith("<msub><mi>σ</mi><mi>max</mi></msub><mo>&#8289;</mo>")


def test_a_printed_page_is_set_as_closely_as_a_pdf():
    paper = html._LOOKS.rpartition("@media print")[2]
    assert breaking(".steps", flowing=True) in paper
    assert "orphans: 3; widows: 3" in paper
    assert ".steps > math > mtable > mtr { line-height: 1.5; }" in paper


def test_letters_are_as_tall_as_the_words_around_them_in_any_font():
    assert "body { font-size-adjust: .46; } code { font-size-adjust: none; }" in html._LOOKS
    assert "font-size" not in re.search(r"^math \{([^}]*)\}", html._LOOKS, re.MULTILINE)[1]


def test_no_line_begins_with_the_colon_behind_a_derivative():
    slot = Slot("q_dw", 1, "a number", derivative=(Symbol("L"), Symbol("w")))  # type: ignore[arg-type]
    page = html.page(Sheet("T", "made", 1, (Task("a", "Task", (), (), (slot,)),)))  # type: ignore[arg-type]
    assert "</math>:</span> a number" in page


def test_fractions_of_one_line_keep_clear_of_those_of_the_next():
    assert re.search(r"> mfrac \{ margin: \.\dem 0; \}", breaking(".steps"))


def test_letters_and_formulas_of_a_title_are_set_as_such(tmp_path):
    path = tmp_path / "titled" / "assignment.yaml"
    path.parent.mkdir()
    path.write_text(
        "title: T\npoints: 1\nrounding: 2\nsystems:\n"
        "  s: {cell: tanh-rnn, steps: 2, given: {W_x: 0.5, W_h: 0.1, b_h: 0, x: [1, 2], h0: 0}}\n"
        'questions: [{title: "The gradient at h_2, and a * b", id: q, prompt: P, system: s, answers: {q: "h[2]"}}]\n'
    )
    sheet = sheet_of(load_assignment(path))
    assert r"## q  The gradient at $h_{2}$, and a \* b (1 point)" in "\n".join(
        markdown.asked(sheet.tasks[0])
    )
    assert re.search(r"<h2>.*<span>The gradient at (<span class=\"kept\">)?<math", html.page(sheet))
