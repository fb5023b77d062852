"""Assignments that nobody wrote code for: a TA's dozen lines, played through all commands."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.assignment import load_assignment
from grader.cli.main import main
from grader.grading.grade import check
from grader.handout.solve import solved

HERE = Path(__file__).parents[1] / "assignments"
UNSEEN = ("minimal-gated-unit", "peephole-lstm", "late-exam")


@pytest.fixture
def graded(tmp_path):
    """What a submission of these answers earns, as verdict and score by name."""

    def grade(sheet, **answers):
        file = tmp_path / "answers.json"
        file.write_text(json.dumps(answers), encoding="utf-8")
        report = check(file, assignment=str(HERE / sheet))
        return {e.name: (e.verdict.value, e.score) for e in report.entries if e.name in answers}

    return grade


def sigma(z):
    return 1 / (1 + np.exp(-z))


def mgu(W_f, U_f, b_f, W_h, U_h, b_h, xs, h):
    """A minimal gated unit, written by hand: its gates and states."""
    for x in xs:
        f = sigma(W_f @ x + U_f @ h + b_f)
        h = (1 - f) * h + f * np.tanh(W_h @ x + U_h @ (f * h) + b_h)
        yield f, h


def test_the_minimal_gated_unit_computes_what_its_text_says():
    key = solved(load_assignment(HERE / "minimal-gated-unit" / "assignment.yaml"))
    numbers = {
        "W_f": [[0.5, 0.3], [-0.2, 0.4]], "U_f": [[0.1, 0.7], [0.6, -0.3]],
        "W_h": [[0.8, -0.1], [0.3, 0.5]], "U_h": [[-0.4, 0.2], [0.9, 0.1]],
        "b_h": [0, 0.1], "h": [0.1, -0.2], "xs": [[1, -1], [0.5, 2]],
    }  # fmt: skip
    arrays = {name: np.array(value) for name, value in numbers.items()}
    b = np.array([0.2, 0])
    (f1, h1), (_, h2) = mgu(b_f=b, **arrays)
    assert np.allclose(key["b_f1"], f1)
    assert np.allclose(key["b_h1"], h1)
    assert np.allclose(key["b_h2"], h2)
    nudges = 1e-6 * np.eye(2)
    ends = [[[*mgu(b_f=b + s * d, **arrays)][1][1].sum() for s in (1, -1)] for d in nudges]
    assert np.allclose(key["c_db"], [(up - down) / 2e-6 for up, down in ends], atol=1e-8)
    assert (key["a_parameters"], key["a_range"]) == (300, [-1, 1])


def test_the_peephole_lstm_computes_what_its_text_says():
    key = solved(load_assignment(HERE / "peephole-lstm" / "assignment.yaml"))
    c, h, seen = 0.5, 0.3, []
    for x in (1, -2):
        f = sigma(0.4 * x + 0.5 * h + 0.8 * c)
        i = sigma(-0.3 * x + 0.2 * h - 0.5 * c)
        c = f * c + i * np.tanh(1.2 * x + 0.7 * h)
        h = sigma(0.9 * x - 0.6 * h + 0.3 * c) * np.tanh(c)
        seen += [f, i, c, h]
    wanted = dict(zip(["a_f1", "a_i1", "a_c1", "a_h1", "", "", "a_c2", "a_h2"], seen, strict=True))
    assert {name: pytest.approx(value) for name, value in wanted.items() if name} == key


@pytest.mark.parametrize("sheet", UNSEEN)
def test_every_command_takes_it(sheet, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GRADER_ASSIGNMENTS", str(HERE))
    monkeypatch.chdir(tmp_path)
    assert main(["lint", sheet]) == 0
    assert "no faults" in capsys.readouterr().out
    assert main(["solve", sheet]) == 0
    assert "f₁ = σ(" in capsys.readouterr().out or sheet == "late-exam"
    assert main(["solve", sheet, "--json"]) == 0
    Path("solution.json").write_text(capsys.readouterr().out)
    assert main(["check", "solution.json", "--json"]) == 0
    verdicts = {a["verdict"] for a in json.loads(capsys.readouterr().out)["answers"]}
    assert verdicts <= {"right", "missing"}
    assert main(["template", sheet]) == 0
    Path("template.py").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["check", "template.py", "--json"]) == 1
    answers = json.loads(capsys.readouterr().out)["answers"]
    assert {a["verdict"] for a in answers} == {"missing"}


@pytest.mark.parametrize("sheet", UNSEEN[:2])
def test_its_cells_can_be_printed_from_the_file_or_as_text(sheet, tmp_path, capsys):
    ((name, text),) = load_assignment(HERE / sheet / "assignment.yaml").cells.items()
    (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert main(["cells", str(tmp_path / f"{name}.txt")]) == 0
    printed = capsys.readouterr().out
    assert "Parameters: " in printed
    assert "forget gate" in printed or "cell state" in printed


def test_what_follows_earns_its_share_of_the_points(graded):
    found = graded("peephole-lstm", a_f1=0.62, a_i1=0.38, a_c1=0.65, a_h1=0.41)
    half = Fraction(1, 2)
    assert found == {
        "a_f1": ("wrong", 0), "a_i1": ("right", 1),
        "a_c1": ("carried", half), "a_h1": ("carried", half),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("h1", "h2", "found"),
    [
        (1, 5, ("right", "right")),  # by the text
        (1, 0, ("right", "right")),  # by the figure
        (1, 4, ("right", "wrong")),  # by neither
    ],
)
def test_one_reading_holds_for_a_whole_question(h1, h2, found, graded):
    entries = graded("late-exam", a_h1=h1, a_h2=h2)
    assert (entries["a_h1"][0], entries["a_h2"][0]) == found


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        ({"b_dV": 3, "b_dW": -1}, [1, 1]),
        ({"b_dV": 3, "b_dW": 1}, [0, 0]),
        ({"c_number": 91, "c_working": "counted"}, [1, 1]),
        ({"c_number": 90, "c_working": "6*7 + 7*7"}, [0, 1]),
        ({"d_claim": False, "d_true": ["a", "c"], "d_h2": 8}, [0.5, 1.5, 1]),
        ({"d_claim": False, "d_true": ["a"], "d_h2": 5}, [0.5, 1, 1]),
    ],
)
def test_its_rules_of_points_hold(answers, points, graded):
    found = graded("late-exam", **answers)
    assert [found[name][1] for name in answers] == points


def test_a_text_beyond_the_cap_waits_for_what_is_left(graded, tmp_path):
    file = tmp_path / "answers.json"
    answers = {"d_claim": False, "d_true": ["a"], "d_h2": 5, "d_why": "no upper end"}
    file.write_text(json.dumps(answers))
    report = check(file, assignment=str(HERE / "late-exam"))
    (why,) = [entry for entry in report.entries if entry.name == "d_why"]
    assert (Fraction(5, 2), Fraction(1, 2)) == (report.score, report.pending)
    assert why.message == "Waits for staff to read it. The question gives at most 3 points."


def test_both_count_conventions_and_ranges_of_a_new_cell_are_known(graded):
    found = graded("minimal-gated-unit", a_parameters=280, a_range="(-1, 1)", a_equation=7)
    assert found == {
        "a_parameters": ("wrong", 0), "a_range": ("right", 1), "a_equation": ("unreadable", 0)
    }  # fmt: skip


MIXED = """
title: Two roundings on one sheet
points: 2
systems:
  s: {cell: tanh-rnn, steps: 2, given: {W_x: 0.7, W_h: 0.9, b_h: 0.1, x: [0.33, -0.41]}}
questions:
  - id: a
    prompt: Run the cell; h_1 to 1 decimal, h_2 to 4.
    system: s
    answers:
      h1: {value: "h[1]", points: 1, rounding: 1}
      h2: {value: "h[2]", points: 1, rounding: 4}
"""


def test_whoever_goes_on_with_a_value_as_coarse_as_the_sheet_asks_it_is_right(tmp_path):
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed" / "assignment.yaml").write_text(MIXED, encoding="utf-8")
    h1 = round(float(np.tanh(0.7 * 0.33 + 0.1)), 1)
    h2 = round(float(np.tanh(0.7 * -0.41 + 0.9 * h1 + 0.1)), 4)
    for answers, verdicts in (
        ({"h1": h1, "h2": h2}, ["right", "right"]),
        ({"h1": round(float(np.tanh(0.331)), 4), "h2": h2}, ["right", "right"]),
        ({"h1": h1, "h2": round(h2 + 0.06, 4)}, ["right", "wrong"]),
    ):
        file = tmp_path / "answers.json"
        file.write_text(json.dumps(answers), encoding="utf-8")
        report = check(file, assignment=str(tmp_path / "mixed"))
        assert verdicts == [entry.verdict.value for entry in report.entries]
