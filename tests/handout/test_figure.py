"""Figures: what an unrolled cell looks like, what may be shown, and what is never drawn wrong."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from drawn import numbers, sampled

from grader.assignment import find_assignment, load_assignment
from grader.handout import html, typst
from grader.handout.compose import sheet_of
from grader.handout.drawing import drawing
from grader.handout.figure import Figure, figure_of
from grader.handout.network import Network, Row, network_of
from grader.handout.sheet import Sheet
from grader.handout.shown_equations import ShownEquations
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.variant.selection import example_of
from reference import CATALOGUE, Symbol, System, bind, cell, parse_cell

HOME = Path(__file__).resolve().parents[1]
NOTHING_TO_DRAW = {"perplexity", "clipping"} | {
    name for name in CATALOGUE if not cell(name).recurrent
}


def shown(network: Network | None) -> str:
    """A network in a line: `x -W> [h< tanh V] -U> y`, rows from the bottom, each `>` or `<`."""
    if network is None:
        return "none"
    rows = " / ".join(map(_row, network.rows))
    ways = " both" if network.two_way else ""
    above = f" {_on(network.from_top)}{' '.join(network.outputs)}" if network.outputs else ""
    return f"{' '.join(network.inputs)} {rows}{above}{ways}".strip()


def _row(row: Row) -> str:
    sign = ">" if row.forward else "<"
    inner = [f"{edge.name}{sign}{_on(edge.weight)}" for edge in row.states]
    inner += [row.function or ",".join(row.inside)]
    return f"{_on(row.from_below)}[{' '.join(filter(None, inner))}]"


def _on(weight: Symbol | None) -> str:
    return f"({weight})" if weight is not None else ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("relu-rnn", "x (W)[h>(V) ReLU] (W_y)y"),
        ("elman", "x (W_i)[a>(W_h) σ] (W_out)y"),
        ("jordan", "x (W_i)[y>(W_h) σ]"),
        ("linear-rnn", "x (W_x)[h>(W_h)] (W_y)y"),
        ("lstm", "x [h> c> f,i,o,g]"),
        ("lstm-concat", "x [h> C> f,i,candidate,o] (W_out)y"),
        ("lstm-scalar", "f i g o [c>] h"),
        ("gru", "x [h> r,z,candidate]"),
        ("mut1", "x [h> z,r,candidate]"),
        ("bidirectional", "x (W_f)[hf>(U_f) tanh] / (W_b)[hb<(U_b) tanh] h both"),
        ("stacked", "x (W_1)[h1>(U_1) tanh] / (W_2)[h2>(U_2) tanh]"),
        ("ssm", "x (B)[h>(A)] (C)y"),
        ("ssm-varying", "x (B[t])[h>(A[t])] (C[t])y"),
        ("perplexity", "none"),
        ("clipping", "none"),
    ],
)
def test_a_network_follows_from_the_equations(name: str, expected: str) -> None:
    assert expected == shown(network_of(cell(name)))


SIZES = "x: d\nh: n\nk: n\nW, A: n, d\nU, V: n, n\n"


@pytest.mark.parametrize(
    ("expected", "equations", "why"),
    [
        ("x (W)[h<(U) tanh]", "h = tanh(W @ x[t] + U @ h[t+1])", "it runs from the end"),
        ("x (W)[h>]", "h = tanh(W @ x[t] + U @ h[t-1]) + h[t-1]", "used twice"),
        ("x [h>]", "h = W @ x[t] - U @ h[t-1]", "a weight with another sign stays away"),
        ("x (W)[h> g]", "g = tanh(W @ x[t])\nh = h[t-1] + g", "the state passes tanh by"),
        (
            "x (W)[h>(U) tanh] / (V)[k<(U) tanh]",
            "h = tanh(W @ x[t] + U @ h[t-1])\nk = tanh(V @ h[t] + U @ k[t+1])",
            "a layer may read the one below from its other end",
        ),
        (
            "x (W)[h> k>(U)]",
            "h = tanh(W @ x[t] + U @ h[t-1])\nk = tanh(V @ h[t-1] + U @ k[t-1])",
            "a layer that reads the step before is no stack; one box is right",
        ),
        (
            "x [h>(U) k>(V)] y",
            "h = tanh(W @ x[t] + U @ h[t-1])\nk = tanh(A @ x[t] + V @ k[t-1])\ny = h * k",
            "two loops side by side share a box",
        ),
        (
            "x [h>(U) tanh] y",
            "h = tanh(W @ x[t] + U @ h[t-1])\ny = V @ h + A @ x[t]",
            "an output that reads the input has no weight of its own",
        ),
        (
            "none",
            "h = tanh(W @ x[t] + U @ h[t-1] + V @ k[t])\nk = tanh(A @ x[t] + U @ k[t+1])",
            "two ways, one of which reads the other and the inputs",
        ),
        ("none", "h = tanh(W @ x[t] + U @ h[t-2])", "a look two steps back"),
        ("none", "h = tanh(W @ x[t-1] + U @ h[t-1])", "an input of the step before"),
        ("none", "h = tanh(W @ x[t])", "nothing is carried"),
    ],
)
def test_an_unusual_cell_is_drawn_right_or_not_at_all(
    expected: str, equations: str, why: str
) -> None:
    made = parse_cell(SIZES + equations, name="unusual")
    assert expected == shown(network_of(made)), why


def figure(system: System, *asked: Symbol, captions: tuple[str, ...] = ()) -> Figure:
    found = figure_of(system, asked=asked, captions=captions)
    assert found is not None
    return found


def words(svg: str) -> list[str]:
    """The texts of a drawing, as a reader reads them."""
    root = ET.fromstring(svg)  # noqa: S314  # our own text
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()).replace("\u00a0", " ") for text in texts]


RELU = bind(cell("relu-rnn"), {"V": -3, "W": 3, "h0": 2, "x": [2, 1.5, 1]}, steps=3)


def test_the_given_numbers_stand_in_the_drawing() -> None:
    found = words(drawing(figure(RELU, Symbol("h", 3))).svg)
    assert ["x1 = 2", "x2 = 1.5", "x3 = 1"] == [w for w in found if w.startswith("x")]
    assert ["h0 = 2", "h1", "h2", "h3 = ?"] == [w for w in found if w.startswith("h")]
    assert 3 == found.count("V = −3") == found.count("W = 3") == found.count("ReLU")


def test_a_state_that_is_not_given_starts_at_zero_as_it_is_solved() -> None:
    system = bind(cell("relu-rnn"), {"V": -3, "W": 3, "x": [2]})
    assert "h0 = 0" in words(drawing(figure(system)).svg)


def test_what_is_given_is_not_asked() -> None:
    assert not figure(RELU, Symbol("h", 0), Symbol("x", 1)).asked


def test_states_that_are_given_after_a_step_are_where_the_figure_begins() -> None:
    given = {"h[1]": [0.5], "C[1]": [0.25], "x": [[1.0], [2.0]]}
    weights = {name: [[1.0, 2.0]] for name in ("W_f", "W_i", "W_C", "W_o")}
    system = bind(cell("lstm-concat"), {**given, **weights}, steps=2)
    found = words(drawing(figure(system)).svg)
    assert {"h1 = [0.5]", "C1 = [0.25]", "x2 = [2]"} <= set(found)
    assert not [w for w in found if w.startswith("x1")]


@pytest.mark.parametrize(
    ("given", "steps", "why"),
    [
        ({"c": [0, 0, 1], "o": [0.5, 0.5, 0.5]}, 3, "all states are given: nothing is carried"),
        ({"c[2]": 1, "f": [0.5, 0.5, 0.5], "c0": 1}, 3, "a state is given in the middle"),
    ],
)
def test_a_system_without_a_sure_picture_has_none(
    given: dict[str, object], steps: int, why: str
) -> None:
    assert figure_of(bind(cell("lstm-scalar"), given, steps=steps)) is None, why


def test_a_long_sequence_loses_its_middle() -> None:
    system = bind(cell("relu-rnn"), {"V": -3, "W": 2, "x": list(range(40))}, steps=40)
    picture = drawing(figure(system))
    found = words(picture.svg)
    assert "···" in found
    assert {"x1 = 0", "x40 = 39"} <= set(found)
    assert picture.width <= 560
    assert not picture.told, "who reads the numbers must find them elsewhere"
    assert "x₂₀ = 19" in picture.sentence, "the words have them all"


def test_hostile_captions_are_text() -> None:
    evil = '</text><script>"&'
    svg = drawing(figure(RELU, captions=(evil, "b\x1b", "c"))).svg
    assert "<script" not in svg
    assert evil in words(svg)
    assert "b\\x1b" in words(svg)


@pytest.mark.parametrize("name", sampled(sorted(set(CATALOGUE) - NOTHING_TO_DRAW)))
@pytest.mark.parametrize("steps", [1, 2, 5, 12])
def test_every_cell_is_drawn_within_the_page(name: str, steps: int) -> None:
    made = cell(name)
    system = bind(made, numbers(made, steps=steps), steps=steps)
    for paper in ("", "#ffffff"):
        picture = drawing(figure(system), paper=paper)
        root = ET.fromstring(picture.svg)  # noqa: S314  # our own text
        assert root.get("aria-label") == picture.sentence
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", picture.svg):
            assert 0 <= float(x) <= picture.width, name
            assert 0 <= float(y) <= picture.height, name
        for text in root.iter("{http://www.w3.org/2000/svg}text"):
            assert 0 <= float(text.get("x", "-1")) <= picture.width
            assert 0 <= float(text.get("y", "-1")) <= picture.height


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - NOTHING_TO_DRAW))
def test_the_arrows_of_a_figure_are_what_the_equations_read(name: str) -> None:
    """A second truth: every state has an edge into each step, and inputs are the free symbols."""
    network = network_of(cell(name))
    assert network is not None
    carried = {edge.name for row in network.rows for edge in row.states}
    assert set(cell(name).states) == carried
    weights = {weight.name for weight in network.weights}
    assert set(cell(name).inputs) == {*network.inputs} | (weights & set(cell(name).inputs))
    for row in network.rows:
        for edge in row.states:
            assert (cell(name).states[edge.name] < 0) == row.forward


# -- what may be shown --------------------------------------------------------------------------

ASSIGNMENTS = (
    "exam-bptt-8", "exam-relu-12", "exam-relu-9", "quiz-gated-cells", "rnn-exercises",
    "sheet-pos-tagging", "tests/assignments/minimal-gated-unit", "tests/assignments/every-rule",
    "tests/assignments/late-exam", "tests/assignments/peephole-lstm",
)  # fmt: skip


def sheet(name: str) -> Sheet:
    place = str(HOME.parent / name) if "/" in name else name
    return sheet_of(example_of(load_assignment(find_assignment(place))))


def beside(name: str) -> dict[str, str]:
    """What every system shows, under its name: E for equations, F for a figure."""
    place = str(HOME.parent / name) if "/" in name else name
    assignment = example_of(load_assignment(find_assignment(place)))
    what = ShownEquations(assignment, Expected(assignment))
    return {
        system: ("E" if what.equations(system) else "") + ("F" if what.figure(system) else "")
        for system, file in assignment.systems.items()
        if file.given
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("exam-bptt-8", {"figure": "F", "formula": ""}),
        ("exam-relu-12", {"relu": "EF"}),
        ("exam-relu-9", {"forward": "EF", "backward": "EF"}),
        (
            "quiz-gated-cells",
            {
                **dict.fromkeys(["lstm", "gru", "mut", "both-ways", "two-layers", "ssm"], "EF"),
                "scalar": "EF",
                "perplexity": "",  # to be known by heart
                "clipping": "",
            },
        ),
        (
            "rnn-exercises",
            {
                **dict.fromkeys(["sum", "difference", "sigmoid"], ""),
                **dict.fromkeys(["tanh", "lstm", "forget", "love"], "EF"),
                "output": "E",
            },
        ),
        ("sheet-pos-tagging", {"tagger": "F", "lstm": "EF"}),
        ("tests/assignments/minimal-gated-unit", {"unit": "E"}),
        ("tests/assignments/late-exam", {"row": "", "column": ""}),
        ("tests/assignments/peephole-lstm", {"scalar": "EF"}),
    ],
)
def test_a_sheet_shows_what_does_no_harm(name: str, expected: dict[str, str]) -> None:
    assert expected == beside(name)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_no_equation_that_is_asked_for_stands_on_the_sheet(name: str) -> None:
    place = str(HOME.parent / name) if "/" in name else name
    assignment = example_of(load_assignment(find_assignment(place)))
    expected = Expected(assignment)
    asked = {
        equation
        for question in assignment.questions
        for answer in question.answers
        if answer.kind == "equation"
        for key in [key_of(expected, answer, question).equation]
        for equation in expected.model(expected.system_of(answer, question, None)).written.equations
        if equation.target.name == key.quantity.name
    }
    told = {
        equation
        for task in sheet(name).tasks
        for given in task.given
        if given.equations is not None
        for equation in given.equations.equations
    }
    assert not asked & told


SMALL = """\
title: T
points: 2
systems:
  s: {{cell: relu-rnn, steps: 1, given: {{V: 1, W: 2, x: [3]}}, show: {show}}}
questions:
  - id: a
    prompt: P
    answers:
      a_h: "h[1]"
      a_e: {answer}
"""
COUNT = "{kind: count, value: 3}"
EQUATION = '{kind: equation, value: "h[t]"}'


@pytest.mark.parametrize(
    ("show", "answer", "expected"),
    [
        ("[figure]", COUNT, "F"),
        ("[equations]", COUNT, "E"),
        ("[]", COUNT, ""),
        ("", COUNT, "EF"),
        ("", EQUATION, ""),
        ("[figure, equations]", EQUATION, "EF"),
    ],
)
def test_the_author_decides_else_what_is_asked_for_stays_hidden(
    show: str, answer: str, expected: str, tmp_path: Path
) -> None:
    text = SMALL.format(show=show, answer=answer).replace(", show: }", "}")
    (tmp_path / "assignment.yaml").write_text(text, encoding="utf-8")
    assert {"s": expected} == beside(str(tmp_path))


GATED = """\
title: T
points: 3
systems:
  s: {{cell: lstm, steps: 1, rename: {{g: m}}, without: [b_f, b_i, b_o, b_c], given: {{W_f: [[1]],
    U_f: [[1]], W_i: [[1]], U_i: [[1]], W_o: [[1]], U_o: [[1]], W_c: [[1]], U_c: [[1]], h0: [0], c0: [0],
    x: [[3]]}}}}
  t: {{like: s, rename: {{g: n}}}}
questions:
  - id: a
    prompt: P
    answers:
      a_h: {{value: "h[1]", system: s}}
      a_t: {{value: "h[1]", system: t}}
  - id: b
    prompt: P
    system: s
    answers:
      b_e: {{kind: equation, value: "{value}"}}
"""


@pytest.mark.parametrize(
    ("expected", "value", "why"),
    [
        ("f i o m h", "c[t]", "it is asked for by its name"),
        ("f i o m h", "i*m + f*c[t-1]", "it says what is asked for"),
        ("f i o m c h", "c[t-1] + i*m", "no equation of the cell says that"),
        ("f i o c h", "m[t]", "it is asked for under the name of the sheet"),
    ],
)
def test_only_the_equation_that_is_asked_for_is_left_out(
    expected: str, value: str, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "assignment.yaml"
    path.write_text(GATED.format(value=value), encoding="utf-8")
    tasks = sheet_of(load_assignment(path)).tasks
    told = [g.equations.equations for task in tasks for g in task.given if g.equations is not None]
    assert [set(expected.split()), set(expected.replace("m", "n").split())] == [
        {e.target.name for e in equations} for equations in told
    ], why


def test_readings_of_the_same_numbers_tell_them_once() -> None:
    (task,) = [task for task in sheet("exam-bptt-8").tasks if task.given]
    assert 1 == len(task.given)


def test_words_stand_below_the_inputs() -> None:
    text = html.page(sheet("sheet-pos-tagging"))
    assert {"Kevin", "likes", "bananas"} <= set(re.findall(r">(\w+)</text>", text))


def test_numbers_that_the_figure_has_are_not_told_again() -> None:
    text = html.page(sheet("exam-relu-9"))
    assert 2 == text.count("<svg ")
    assert '<div class="numbers">' not in text
    assert '<div class="numbers">' in html.page(sheet("quiz-gated-cells"))


def test_equations_are_aligned_in_every_format() -> None:
    made = sheet("exam-relu-9")
    assert "z_(t) &= V h_(t-1) + W x_(t)" in typst.source(made)
    assert '<mtd><mo class="b">=</mo></mtd>' in html.page(made)


def test_in_a_cell_of_hundreds_of_lines_each_is_followed_to_its_end() -> None:
    lines = [f"p{i}: scalar" for i in range(100)]
    chain = [f"p{i} = p{i - 1} * p{i - 1} + x[t]" for i in range(1, 100)]
    text = "\n".join(
        [
            "a: scalar",
            "x: scalar",
            "h: scalar",
            *lines,
            "p0 = a * h[t-1] + x[t]",
            *chain,
            "h = p99",
        ]
    )
    network = network_of(parse_cell(text))
    assert network is not None
    assert ["h"] == [edge.name for row in network.rows for edge in row.states], "all in one box"
