"""What a newcomer typed, and the remedy that must be named."""

import pytest

from grader.assignment.load import assignment_faults, load_assignment
from grader.cli.main import main
from grader.linting.lint import lint

SHEET = """title: T
points: 3
rounding: 2
systems:
  s:
    cell: tanh-rnn
    steps: 2
    given: {W_x: 0.5, W_h: 0.3, b_h: 0.1, h0: 0, x: [1, 2]}
  sizes: {cell: gru, sizes: {d: 4, n: 3}}
questions:
  - id: q
    prompt: Run it.
    system: s
    answers:
      q_h1: "h[1]"
      q_h2: "h[2]"
      q_n: {kind: count, value: 3}
"""
CELL = """title: C
points: 1
rounding: 2
cells:
  mine: |
    x: d
    h: n
    W: n, d
    U: n, n
    EQUATION
systems:
  s: {cell: mine, steps: 1, given: {W: 1, U: 1, h0: 0, x: [1]}}
questions:
  - {id: q, prompt: x, system: s, answers: {q_h: "h[1]"}}
"""


def told(folder, text):
    file = folder / "sheet.yaml"
    file.write_text(text, encoding="utf-8")
    return [(fault.line, str(fault)) for fault in assignment_faults(file)]


@pytest.mark.parametrize(
    ("line", "said", "right", "typed"),
    [
        (8, "b_h is left out here and has a number under given; keep one", "steps: 2", "steps: 2\n    without: [b_h]"),
        (8, "write h0 for the state before the first step", "h0: 0", "h[0]: 0"),
        (3, 'did you mean "named"', "rounding: 2", "rounding: {decimals: 2, at: name}"),
        (3, "decimals must be a whole number", "rounding: 2", "rounding: {decimals: two}"),
        (16, "an entry is entry(h[2], 1)", 'q_h2: "h[2]"', 'q_h2: "h[2][1]"'),
        (16, "a step is written h[2]", 'q_h2: "h[2]"', 'q_h2: "h(2)"'),
    ],
)  # fmt: skip
def test_a_remedy_stands_at_its_line(tmp_path, line, said, right, typed):
    faults = told(tmp_path, SHEET.replace(right, typed, 1))
    shift = "\n" in typed
    assert any(said in sentence and where in (line, line + shift) for where, sentence in faults), (
        faults
    )


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ('write "h = ..." in an equation', "h := tanh(U @ h[t-1] + W @ x[t])"),
        ('write "h = sigmoid(W @ x[t] + U @ h[t-1])"', "hₜ = σ(W·xₜ + U·hₜ₋₁)"),
        ('write "h[t-1]" for the step before', "h = tanh(U @ h + W @ x[t])"),
    ],
)
def test_an_equation_of_a_book_is_told_in_signs_of_ours(tmp_path, said, typed):
    assert said in str(told(tmp_path, CELL.replace("EQUATION", typed)))


@pytest.mark.parametrize(
    ("said", "right", "typed"),
    [
        ("it has x, h, W_r", "q_n: {kind: count, value: 3}", "q_n: {kind: shape, value: y, system: sizes}"),
        ("the system has W_h, W_x", 'q_h2: "h[2]"', 'q_h2: "g[2]"'),
        ("is grad(h[2], W_x) meant?", 'q_h2: "h[2]"', 'q_h2: "grad(W_x, h[2])"'),
        ('answer "q_h2": system "sizes" has sizes only, so it has no values; give it numbers under given, or ask for a kind', 'q_h2: "h[2]"', 'q_h2: {value: "h[2]", system: sizes}'),
    ],
)  # fmt: skip
def test_what_only_the_numbers_show_names_what_there_is(tmp_path, said, right, typed):
    file = tmp_path / "sheet.yaml"
    file.write_text(SHEET.replace(right, typed, 1), encoding="utf-8")
    (linted,) = lint([str(file)]).linted
    assert said in "\n".join(map(str, linted.faults))


def test_parameters_alone_are_a_count(tmp_path):
    file = tmp_path / "sheet.yaml"
    text = SHEET.replace("q_n: {kind: count, value: 3}", "q_n: parameters(sizes)")
    file.write_text(text, encoding="utf-8")
    assert load_assignment(file).answers[-1].kind == "count"


def test_a_second_hand_in_is_told_what_grades_a_class(tmp_path, capsys):
    assert main(["check", "a.py", "b.py"]) == 2
    assert "`grader batch FOLDER`" in capsys.readouterr().err


def test_an_assignment_of_the_line_is_asked_for_by_option(tmp_path, capsys):
    (tmp_path / "a.py").write_text('assignment = "nowhere"\nh = 1\n')
    assert main(["check", str(tmp_path / "a.py")]) == 2
    assert "--assignment PATH" in capsys.readouterr().err


def test_an_empty_row_is_said_once(tmp_path, capsys):
    (tmp_path / "a.py").write_text("")
    main(["check", str(tmp_path / "a.py"), "--assignment", "exam-relu-9"])
    shown = capsys.readouterr().out
    assert "gives no" not in shown
    assert shown.count("c_h2") == 2  # its row, and the list of what is left to do


@pytest.mark.parametrize(
    ("said", "name", "text"),
    [
        ("a_parameters of exam-relu-9", "a.yaml", "a_parameter: 45"),
        ("b_claim of exam-relu-9", "a.yaml", "b_Claim: false"),
        (".json or .ipynb", "a.txt", "x"),
    ],
)
def test_what_a_hand_in_was_meant_to_be_is_asked(tmp_path, capsys, said, name, text):
    (tmp_path / name).write_text(text)
    assert main(["check", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "cell"), [("`grader cells` lists them", "qqq"), ('did you mean "gru"?', "gruu")]
)
def test_a_cell_that_is_not_there_is_told_where_to_look(capsys, said, cell):
    assert main(["cells", cell]) == 2
    assert said in capsys.readouterr().err


def test_a_report_in_a_file_has_no_blanks_at_its_ends(capsys):
    main(["check", "examples/exam-relu-9.py"])
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line != line.rstrip()] == []
