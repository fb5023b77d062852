"""The first hour of an author: a new assignment, a secret, and what a bug report needs."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from grader.cli.main import main
from grader.variant.secret import read_secret


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words):
        code = main([*map(str, words)])
        return (code, *capsys.readouterr())

    return run


def test_a_new_assignment_lints_clean(run):
    assert (0, "") == run("new", "week-3")[::2]
    code, out, err = run("lint", "./week-3")
    assert (0, "") == (code, err)
    assert "no faults; 3 answers, 3 points" in out


@pytest.mark.parametrize(
    ("score", "verdicts", "work"),
    [
        (3, ["right", "right", "right"], "perfect.yaml"),
        (0, ["missing", "missing", "missing"], "blank.yaml"),
        (2, ["right", "wrong", "carried"], "relu-forgotten.yaml"),
    ],
)
def test_the_submissions_of_a_new_assignment_show_what_the_grader_does(score, verdicts, work, run):
    run("new", "week-3")
    _, out, _ = run("check", f"week-3/zoo/{work}", "--assignment", "./week-3", "--json")
    report = json.loads(out)
    assert ("week-3", score) == (report["assignment"], report["score"])
    assert verdicts == [answer["verdict"] for answer in report["answers"]]


def test_an_editor_finds_the_schema_of_a_new_assignment(run):
    run("new", "week-3")
    first = Path("week-3/assignment.yaml").read_text(encoding="utf-8").splitlines()[0]
    schema = Path("week-3", first.partition("$schema=")[2])
    assert "properties" in json.loads(schema.read_text(encoding="utf-8"))


def test_nothing_that_is_there_is_written_over(run):
    run("new", "week-3")
    Path("week-3/assignment.yaml").write_text("mine", encoding="utf-8")
    code, _, err = run("new", "week-3")
    assert (2, "mine") == (code, Path("week-3/assignment.yaml").read_text(encoding="utf-8"))
    assert "week-3 is there already, and nothing was written" in err


@pytest.mark.parametrize("name", ["-", "a b", "größe", ".hidden"])
def test_what_cannot_name_an_assignment_is_refused(name, run):
    code, _, err = run("new", f"./{name}")
    assert code == 2
    assert "cannot name an assignment" in err
    assert not Path(name).exists()


def test_a_secret_is_random_long_enough_and_for_its_owner_alone(run):
    assert 0 == run("secret", "one.secret")[0] == run("secret", "two.secret")[0]
    one, two = read_secret("one.secret"), read_secret("two.secret")
    assert one != two
    assert len(one or b"") >= 32
    if sys.platform != "win32":
        assert 0o600 == stat.S_IMODE(Path("one.secret").stat().st_mode)


def test_a_secret_is_never_written_over(run):
    run("secret", "one.secret")
    before = read_secret("one.secret")
    code, _, err = run("secret", "one.secret")
    assert (2, before) == (code, read_secret("one.secret"))
    assert "one.secret is there already, and nothing was written" in err
    assert 2 == run("secret", "no-such-folder/one.secret")[0]
