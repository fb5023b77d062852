"""Where a long equation may be broken, on a screen and on paper."""

from __future__ import annotations

import re

import pytest

from grader.handout import html, typst
from grader.handout.breaks import breakable, breaking, ems
from grader.handout.sheet import Given, Sheet, Task
from reference import parse_cell, parse_expression, typeset
from reference.readings.notations.mathml import MATHML

BREAKS = [
    ("a + b - c", "a|+b|−c", "before the signs of a sum"),
    ("tanh(W_x @ x[t-1] + b)", "tanh\u2061(Wx\u2062xt−1|+b)", "within a function, and never in a subscript"),
    ("f * c + i * g", "f⋅c|+i⋅g", "before a term, and not within it"),
    ("(a + b) / c + d", "a+bc|+d", "never within a fraction"),
    ("concat(a + b, c) + d", "[a+bc]|+d", "never within a column"),
    ("a ** (b + 1)", "ab+1", "never within a power"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected", "_why"), BREAKS, ids=[row[2] for row in BREAKS])
def test_an_equation_is_broken_before_its_signs(said: str, expected: str, _why: str) -> None:
    marked = breakable(typeset(parse_expression(said), MATHML))
    shown = re.sub(r"<[^>]*>", "", marked.replace('<mo class="b">', "|"))
    assert html_text(shown) == expected
    bare = marked.replace('<mo class="b">', "<mo>").replace('<mspace width="0.17em"/>', "")
    assert bare == typeset(parse_expression(said), MATHML)


@pytest.mark.parametrize(
    ("spaces", "said"), [(1, "W @ tanh(x)"), (1, "W @ dx"), (0, "W @ x"), (0, "tanh(x) + b")]
)
def test_a_factor_that_is_a_word_stands_apart_from_the_one_before(spaces: int, said: str) -> None:
    assert breakable(typeset(parse_expression(said), MATHML)).count("<mspace") == spaces


def test_in_a_flowing_chain_the_stages_stand_beside_each_other() -> None:
    assert "display: inline; padding: 0" in breaking(".steps", flowing=True)
    assert "display: inline; padding: 0" not in breaking(".steps")
    assert breaking(".steps", flowing=True) in html.page(sheet_with(NARROW))


def test_many_equations_stand_in_two_columns_on_paper() -> None:
    many = "x: d\n" + "".join(f"h_{k} = tanh(x[t])\n" for k in "abcdefghijkl")
    assert 'class="wide many"' in html.page(sheet_with(many))
    assert 'class="wide many"' not in html.page(sheet_with(NARROW))


def html_text(text: str) -> str:
    return re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text)


def test_matrices_with_a_vector_behind_them_may_part() -> None:
    table = "<mrow><mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd></mtr></mtable><mo>]</mo></mrow>"
    assert '<mo class="b">&#8290;</mo>' in breakable(f"{table}<mo>&#8290;</mo>{table}")


def sheet_with(equations: str) -> Sheet:
    made = parse_cell(equations, name="made")
    return Sheet("Title", "made", 1, (Task("a", "Task", (("Ask.",),), (Given((), made),), ()),))  # type: ignore[arg-type]


NARROW = "x: d\nW: n, d\nb: n\nh = tanh(W @ x[t] + b)\n"
WIDE = "x: d\n" + "".join(f"W_{k}: n, d\nb_{k}: n\n" for k in "abcdefgh") + (
    "h = tanh(" + " + ".join(f"W_{k} @ x[t] + b_{k}" for k in "abcdefgh") + ")\n"
)  # fmt: skip


def test_only_what_is_wider_than_a_page_is_broken_on_a_large_screen() -> None:
    assert 'class="wide long"' in html.page(sheet_with(WIDE))
    narrow = html.page(sheet_with(NARROW))
    assert 'class="wide long"' not in narrow
    assert 'class="wide"' in narrow


def test_on_paper_equations_wider_than_the_text_are_set_in_lines_that_break() -> None:
    assert "#step(" in typst.source(sheet_with(WIDE)).partition("Ask.")[2]
    assert "#step(" not in typst.source(sheet_with(NARROW)).partition("Ask.")[2]


def test_a_matrix_is_as_wide_as_its_columns_together() -> None:
    row = "<mtr><mtd><mn>0.123</mn></mtd><mtd><mn>1</mn></mtd></mtr>"
    table = f"<mrow><mo>[</mo><mtable>{row}{row}</mtable><mo>]</mo></mrow>"
    assert ems(table) == pytest.approx(0.65 * (7 + 3 + 2))


def test_browsers_that_lay_out_no_mathematics_as_words_keep_the_table() -> None:
    assert breaking(".wide").startswith("@supports selector(:has(a)) and (display: inline math)")
