"""What an author should try: the key, a blank, honest rounding and mistakes, made and graded."""

from __future__ import annotations

import json

import pytest

from grader.cli.main import main
from grader.linting.tried import try_out
from grader.outcome.errors import InputError
from grader.render.tried import as_json

SHEET = """\
title: T
points: 2
rounding: 2
systems:
  s: {cell: tanh-rnn, steps: 2, given: {W_x: 0.5, W_h: 0.3, b_h: 0.1, h0: 0.2, x: [1, 2]}}
questions:
  - id: q
    prompt: Run it.
    system: s
    answers:
      q_h1: "h[1]"
      q_h2: "h[2]"
"""
ZOO = {"right.yaml": "q_h1: 0.58\nq_h2: 0.86\n", "half.json": '{"q_h1": 0.58}', "note.txt": "no"}


@pytest.fixture
def sheet(tmp_path):
    return written(tmp_path)


def written(place):
    folder = place / "tried"
    (folder / "zoo").mkdir(parents=True)
    (folder / "assignment.yaml").write_text(SHEET)
    for name, text in ZOO.items():
        (folder / "zoo" / name).write_text(text)
    return folder / "assignment.yaml"


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return try_out(str(written(tmp_path_factory.mktemp("one"))))


def test_the_key_a_blank_rounding_every_mistake_and_the_zoo_are_graded(trial):
    scores = {one.what: one.score for one in trial.tried}
    assert [2, 0, 2] == [scores[what] for what in ("the key", "a blank", "every step rounded")]
    assert 0 == scores["s: the tanh left out in hₜ"]
    assert 2 == scores["zoo/right.yaml"]
    assert 1 == scores["zoo/half.json"]
    assert "zoo/note.txt" not in scores
    assert not trial.surprising


def test_a_mistake_is_made_once_a_kind_or_in_every_place(trial, sheet):
    few, every = trial.tried, try_out(str(sheet), every=True).tried
    kinds = [one.what for one in few if "in place of tanh" in one.what]
    assert 1 == len(kinds)
    assert len(few) < len(every)


def test_a_mistake_that_costs_nothing_is_a_surprise(sheet, capsys):
    blind = SHEET.replace("b_h: 0.1", "b_h: 0.0001")
    sheet.write_text(blind)
    assert 1 == main(["try", str(sheet)])
    out = capsys.readouterr().out
    assert "the bias b_h left out" in out
    assert "! this mistake costs nothing: no answer can see it" in out


def test_what_was_tried_is_told_to_programs_too(trial):
    told = json.loads(as_json(trial))
    assert {"what": "the key", "score": 2.0, "pending": 0.0, "max_score": 2.0, "said": "",
            "surprise": None} == told["tried"][0]  # fmt: skip


def test_a_sheet_without_a_key_is_refused_at_its_line(tmp_path):
    sheet = tmp_path / "assignment.yaml"
    sheet.write_text(
        "title: T\npoints: 1\nsystems:\n  s: {cell: relu-rnn, steps: 1, given: {V: 1, W: 1, h0: 1, x: [3]}}\n"
        "questions:\n- {id: a, prompt: P, system: s, answers: {a_h: {value: '1 / (h[1] - h[1])'}}}\n"
    )
    with pytest.raises(InputError, match=r"assignment\.yaml:6: "):
        try_out(str(sheet))


def test_every_way_of_counting_otherwise_is_tried(tmp_path):
    (tmp_path / "count.yaml").write_text("""\
title: Counts
points: 4
systems: {one: {cell: gru, sizes: {d: 3, n: 4}}, two: {cell: gru, sizes: {d: 4, n: 5}}}
questions:
  - id: q
    prompt: How many?
    follow_through: full
    answers:
      q_one: {kind: count, value: parameters(one), known_mistakes: {two-biases: 1/2}}
      q_two: {kind: count, value: parameters(two)}
      q_all: {kind: count, value: parameters(one) + parameters(two), points: 2}
""")
    trial = try_out(str(tmp_path / "count.yaml"))
    two = next(one for one in trial.tried if one.what == "two bias vectors where one is counted")
    assert (2.5, "2 named, 1 carried") == (float(two.score), two.said)
    assert "the biases left out" in {one.what for one in trial.tried}


@pytest.mark.parametrize("rule", ["2", "{significant: 2, at: every}"])
def test_every_step_is_rounded_to_decimals_or_to_significant_digits(sheet, rule):
    sheet.write_text(SHEET.replace("rounding: 2", f"rounding: {rule}"))
    scores = {one.what: one.score for one in try_out(str(sheet)).tried}
    assert 2 == scores["every step rounded"]


UNSEEN = """\
title: T
points: 1
rounding: 2
systems:
  s: {cell: tanh-rnn, steps: 1, given: {W_x: 0.1, W_h: 0.3, b_h: 0, h0: 0, x: [1]}}
questions:
  - id: q
    prompt: Run it.
    system: s
    answers:
      q_h1: "h[1]"
"""


def test_lint_names_the_mistakes_that_no_answer_can_see_as_try_does(tmp_path, capsys):
    (tmp_path / "assignment.yaml").write_text(UNSEEN)
    tried = try_out(str(tmp_path / "assignment.yaml"))
    unseen = [one.what for one in tried.tried if one.surprise]
    main(["lint", str(tmp_path / "assignment.yaml")])
    lines = [line for line in capsys.readouterr().out.splitlines() if "no answer can see" in line]
    assert unseen
    assert unseen == [line.split("costs nothing: ")[1].split(";")[0] for line in lines]
