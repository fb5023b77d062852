"""What ships: modelines that lead to the schema of today, and templates that say how they are checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.assignment import json_schema
from grader.cli.main import main

HOME = Path(__file__).resolve().parent.parent
SHEETS = sorted((HOME / "assignments").glob("*/assignment.yaml"))


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.parent.name)
def test_editors_are_told_of_the_schema(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith("# yaml-language-server: $schema=")]
    assert (file.parent / line.partition("=")[2]).resolve().is_file()


def test_the_schema_beside_the_assignments_is_that_of_the_code():
    kept = HOME / "assignments" / "assignment.schema.json"
    assert json_schema() == json.loads(kept.read_text(encoding="utf-8"))


def test_a_template_says_how_its_assignment_is_found(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert 0 == main(["new", "week-3"])
    capsys.readouterr()
    assert 0 == main(["template", "./week-3"])
    assert "grader check THIS_FILE --assignment ./week-3" in capsys.readouterr().out
    assert 0 == main(["template", "exam-relu-9"])
    assert "grader check THIS_FILE\n" in capsys.readouterr().out


def test_a_class_with_equal_numbers_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "week-3"])
    (tmp_path / "roster.csv").write_text("Name,SID\nAda,A1\nBo,B2\n")
    words = ["variants", "./week-3", "--roster", "roster.csv", "--out", "class", "--format", "md"]
    assert 0 == main(words)
    assert (
        "Nothing in this assignment is drawn: everybody gets the same numbers."
        in capsys.readouterr().err
    )


def test_a_missing_secret_says_which_command_writes_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roster.csv").write_text("Name,SID\nAda,A1\n")
    words = [
        "variants",
        "exam-relu-9",
        "--roster",
        "roster.csv",
        "--secret",
        "no.txt",
        "--out",
        "c",
    ]
    assert 2 == main(words)
    assert "`grader secret no.txt` writes one" in capsys.readouterr().err
