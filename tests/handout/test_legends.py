"""What letters mean, on the sheet of a cell that its author wrote."""

from __future__ import annotations

from grader.assignment import load_assignment
from grader.handout import html, markdown, typst
from grader.handout.compose import sheet_of

OWN = """title: T
points: {points}
cells:
  net: |
    x: scalar
    U, W: scalar         # a weight each
    h: scalar
    h = tanh(U * h[t-1] + W * x[t])    # state, $h_0 = 0$
systems:
  net: {{cell: {cell}, steps: 1, given: {{U: 1, W: 2, h0: 0, x: [1]}}}}
questions:
  - {{id: a, prompt: Run it., answers: {{a_1: "h[1]"}}}}
  - {{id: b, prompt: And again., system: net, answers: {{b_1: "h[1]"}}}}
"""


def sheet(folder, cell="net"):
    (folder / "t.yaml").write_text(OWN.format(points=2, cell=cell))
    return sheet_of(load_assignment(folder / "t.yaml"))


def test_remarks_of_an_own_cell_stand_under_its_equations_once(tmp_path):
    text = markdown.text_of(sheet(tmp_path))
    assert text.count("$U$, $W$: a weight each; $h_{t}$: state, $h_0 = 0$.\n") == 1
    assert text.index("tanh") < text.index("a weight each") < text.index("U = 1")
    assert "a weight each;" in html.page(sheet(tmp_path)).replace("</span>", "")
    assert "a weight each" in typst.source(sheet(tmp_path))


STACKED = """title: T
points: 1
rounding: 2
systems:
  s:
    cell: lstm-stacked
    given: {x: [[1]], h0: [0], c0: [0], W: [[1, 1], [1, 1], [1, 1], [1, 1]], b: [0, 0, 0, 0]}
questions: [{id: a, prompt: Run it., answers: {a_1: "h[1]"}}]
"""


def test_a_catalogue_cell_says_what_a_part_of_a_vector_is_and_nothing_else(tmp_path):
    (tmp_path / "t.yaml").write_text(STACKED)
    text = markdown.text_of(sheet_of(load_assignment(tmp_path / "t.yaml")))
    assert (
        "k, 4\\right)$: the $k$-th of the 4 equal blocks of $a_{t}$, counted from the top." in text
    )
    assert "forget gate" not in text
