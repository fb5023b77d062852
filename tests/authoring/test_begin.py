"""The first hour of an author: a new assignment, a secret, and what a bug report needs."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from grader.assignment import find_assignment, load_assignment
from grader.cli.main import main
from grader.variant.secret import read_secret
from reference import CATALOGUE


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


def test_how_tight_the_intervals_are_is_measured_for_the_long_report_only(run):
    run("new", "week-3", "--cell", "sigmoid-rnn")
    assert "times as wide" not in run("lint", "./week-3")[1]
    assert "times as wide as what a search reaches" in run("lint", "./week-3", "--report")[1]


@pytest.mark.parametrize(
    ("score", "verdicts", "work"),
    [
        (3, ["right", "right", "right"], "perfect.yaml"),
        (0, ["missing", "missing", "missing"], "blank.yaml"),
        (2, ["right", "wrong", "carried"], "activation-forgotten.yaml"),
    ],
)
def test_the_submissions_of_a_new_assignment_show_what_the_grader_does(score, verdicts, work, run):
    run("new", "week-3")
    _, out, _ = run("check", f"week-3/zoo/{work}", "--assignment", "./week-3", "--json")
    report = json.loads(out)
    assert ("week-3", score) == (report["assignment"], report["score"])
    assert verdicts == [answer["verdict"] for answer in report["answers"]]


SOME = (
    "fastgrnn",
    "attention-dot",
    "retnet",
)  # two parameters bounded, no step, a matrix as a state


@pytest.mark.parametrize(
    "cell", [*SOME, *(pytest.param(c, marks=pytest.mark.slow) for c in CATALOGUE if c not in SOME)]
)
def test_a_new_assignment_of_any_cell_lints_clean_and_its_right_work_is_right(cell, run):
    assert (0, "") == run("new", "mine", "--cell", cell)[::2]
    code, out, err = run("lint", "./mine")
    assert (0, "") == (code, err)
    assert "no faults" in out
    assert ["blank.yaml", "perfect.yaml"] == [
        work.name
        for work in sorted(Path("mine/zoo").iterdir())
        if work.stem in ("blank", "perfect")
    ]
    report = json.loads(
        run("check", "mine/zoo/perfect.yaml", "--assignment", "./mine", "--json")[1]
    )
    assert report["max_score"] == report["score"]


@pytest.mark.parametrize(
    ("works", "example"),
    [
        (["activation-forgotten.yaml", "blank.yaml", "perfect.yaml"], "exam-relu-9"),
        (["blank.py"], "layers-rows"),  # of code there is no key to hand in
    ],
)
def test_a_new_assignment_may_be_a_copy_of_one_that_ships(works, example, run):
    assert (0, "") == run("new", "mine", "--from", example)[::2]
    assert works == sorted(work.name for work in Path("mine/zoo").iterdir())
    assert (
        load_assignment(Path("mine/assignment.yaml")).points
        == load_assignment(find_assignment(example)).points
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('no cell "lstmm" in the catalogue; did you mean "lstm"?', ("--cell", "lstmm")),
        ('there is no assignment "exam-bptt"', ("--from", "exam-bptt")),
        ("not allowed with argument", ("--cell", "lstm", "--from", "exam-bptt-8")),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_written(said, words, run):
    code, _, err = run("new", "mine", *words)
    assert code == 2
    assert said in err
    assert not Path("mine").exists()


def test_an_editor_finds_the_schema_of_a_new_assignment(run):
    run("new", "week-3")
    first = Path("week-3/assignment.yaml").read_text(encoding="utf-8").splitlines()[0]
    schema = Path("week-3", first.partition("$schema=")[2])
    assert "properties" in json.loads(schema.read_text(encoding="utf-8"))


@pytest.mark.parametrize("begun", [True, False], ids=["a second time", "a folder of somebody's"])
def test_nothing_that_is_there_is_written_over(begun, run):
    if begun:
        run("new", "week-3")
    Path("week-3").mkdir(exist_ok=True)
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
