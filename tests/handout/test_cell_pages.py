"""The catalogue for people and for programs: pages, facts, and texts that can be pasted."""

from __future__ import annotations

import json

import pytest

from grader.cli.main import main
from grader.handout.cell_pages import describe, facts, listed, source
from reference import CATALOGUE, cell, parse_cell


def test_every_cell_has_a_line_of_the_list():
    lines = listed().splitlines()
    assert list(CATALOGUE) == [line.split()[0] for line in lines]


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_text_of_a_cell_can_be_pasted(name):
    """It is read again as the same cell, which the page for people is not."""
    assert cell(name) == parse_cell(source(name), name=name)


SAID = [
    ("gru", "one bias vector a gate", True, "three gates, three biases"),
    ("gru-torch", "two bias vectors a gate", True, "PyTorch has two"),
    ("gru-torch", "one bias vector a gate", False, "and so not one"),
    ("lstm-exam", "bias vector", False, "no biases"),
    ("ssm", "bias vector", False, "none either"),
    ("perplexity", "given and not counted: loss", True, "a loss is no parameter"),
    ("perplexity", "Parameters: 0", True, "and so none is counted"),
    ("esn", "given and not counted: W, W_in, b, lr", True, "a reservoir is not trained"),
    ("mgu", "Zhou et al. 2016", True, "the paper"),
    ("mgu", "torchrecurrent: 2*n*d + 2*n*n + 4*n", True, "what a package counts"),
    ("gru", "gru-cho             z keeps the old state", True, "a relative, and what differs"),
    ("lem", "h reads the old second state", True, "a package that departs from its paper"),
    ("lstm-scalar", "Relatives", False, "none is named"),
    ("s4d-zoh", "in (-inf, 0)", True, "the bounds of a symbol"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said", "is_said", "why"), SAID)
def test_a_page_says_what_holds_for_its_cell(name, said, is_said, why):
    assert is_said == (said in describe(name)), why


def test_facts_are_json_with_no_infinity():
    found = json.loads(json.dumps(facts("gru"), allow_nan=False))
    assert found["parameters"] == "3*n*d + 3*n*n + 3*n"
    assert [-1, 1] == found["ranges"]["h"]
    assert ["h"] == found["states"]
    assert {"shape": "n, d", "role": "parameter"} == found["symbols"]["W_r"]


def test_the_command_prints_the_whole_catalogue_as_json(capsys):
    assert main(["cells", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(CATALOGUE) == [each["id"] for each in found]


def test_the_command_prints_a_text_that_is_a_cell(capsys, tmp_path):
    assert main(["cells", "mgu", "--source"]) == 0
    text = capsys.readouterr().out
    (tmp_path / "mine.txt").write_text(text)
    assert main(["cells", str(tmp_path / "mine.txt"), "--source"]) == 0
    assert text == capsys.readouterr().out


def test_a_text_is_asked_for_by_name(capsys):
    assert main(["cells", "--source"]) == 2
    assert "needs a cell" in capsys.readouterr().err


def test_a_file_that_is_no_cell_but_a_whole_course_is_refused_at_its_line(capsys, tmp_path):
    (tmp_path / "course.yaml").write_text("- a question of thirty letters\n" * 5_000)
    assert main(["cells", str(tmp_path / "course.yaml")]) == 2
    assert "course.yaml, line 3226: a cell ends after 100,000 bytes" in capsys.readouterr().err


def test_a_size_of_5000_digits_in_a_file_is_a_fault_at_its_place(capsys, tmp_path):
    (tmp_path / "mine.txt").write_text(f"x: {'9' * 5_000}\nh = tanh(x[t])\n")
    assert main(["cells", str(tmp_path / "mine.txt")]) == 2
    assert "expected a size" in capsys.readouterr().err
