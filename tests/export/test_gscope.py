"""Rubrics for gscope-cli: the JSON that its version 0.3.0 reads, held against its own reader where it is."""

from __future__ import annotations

import json
from importlib.util import find_spec

import pytest

from grader.cli.main import main

SHEET = """\
title: T
points: 4
questions:
  - id: a
    prompt: Why?
    answers:
      plain: {kind: text, rubric: One point.}
      earns: {kind: text, rubric: [{points: 1/2, text: Names tanh.}, {points: -1/4, text: A slip.}]}
      takes: {kind: text, points: 2, rubric: [{points: -1, text: A slip.}, {points: -0.5, text: Unclear.}]}
"""
WHERE = {"course_id": 123, "plain": [456, 7], "earns": [456, "2.1"], "takes": ["Sheet 1", "Why?"]}
WANTED = {
    "course_id": 123,
    "questions": [
        {"assignment_id": 456, "question_id": 7, "label": "plain", "items": [
            {"points": 1, "description": "All points"},
            {"points": 0.5, "description": "Half of the points"},
            {"points": 0, "description": "No points"}]},
        {"assignment_id": 456, "question_id": "2.1", "label": "earns", "items": [
            {"points": 0.5, "description": "Names tanh."},
            {"points": -0.25, "description": "A slip."},
            {"points": 0, "description": "No points"}]},
        {"assignment_id": "Sheet 1", "question_id": "Why?", "label": "takes", "items": [
            {"points": 0, "description": "All points"},
            {"points": -1, "description": "A slip."},
            {"points": -0.5, "description": "Unclear."}]},
    ],
}  # fmt: skip


@pytest.fixture
def words(tmp_path):
    (tmp_path / "assignment.yaml").write_text(SHEET)
    (tmp_path / "map.json").write_text(json.dumps(WHERE))
    return ["export", str(tmp_path / "assignment.yaml"), "--to", "gscope", "--map",
            str(tmp_path / "map.json"), "--out", str(tmp_path / "rubric.json")]  # fmt: skip


def test_rubrics_are_written_as_they_are_pushed(words, tmp_path, capsys):
    assert 0 == main(words)
    assert WANTED == json.loads((tmp_path / "rubric.json").read_text())
    said = capsys.readouterr()
    assert "3 rubrics for `gscope rubric push" in said.out
    assert "takes: set the question to negative scoring" in said.err
    assert "earns: set the question to positive scoring" in said.err


@pytest.mark.skipif(find_spec("gscope") is None, reason="gscope-cli is not here")
def test_its_own_reader_takes_them(words, tmp_path):
    from gscope.spec import load, to_json

    assert 0 == main(words)
    course, spec = load(tmp_path / "rubric.json")
    assert WANTED == to_json(course, spec)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("is no map such as", "{"),
        ("is no map such as", "[]"),
        ("is no map such as", "[" * 100_000),
        ("is no map such as", '{"course_id": "x"}'),
        ("is no map such as", '{"course_id": 1, "plain": 3}'),
        ("where the rubric of earns and takes belongs", '{"course_id": 1, "plain": [1, 2]}'),
        ("names typo", json.dumps({**WHERE, "typo": [1, 2]})),
    ],
)
def test_a_map_that_is_none_is_refused(said, where, words, tmp_path, capsys):
    (tmp_path / "map.json").write_text(where)
    assert 2 == main(words)
    assert said in capsys.readouterr().err
    assert not (tmp_path / "rubric.json").exists()


def test_a_map_is_needed_and_only_here(words, capsys):
    assert 2 == main([*words[:4], *words[6:]])
    assert 2 == main(["export", words[1], "--to", "moodle", "--map", "x", "--out", "x.xml"])
    assert 2 == capsys.readouterr().err.count("--to gscope needs --map FILE")
