"""A zoo of submissions: for each one its score, what waits, and the verdict of every answer.

`tests/zoo/ASSIGNMENT/expected.yaml` says what each file beside it must get.
"""

import json
from pathlib import Path

import pytest
import yaml

from grader.assignment import find_assignment, load_assignment
from grader.cli.main import main

ZOO = Path(__file__).parents[1] / "zoo"
VERDICTS = ("right", "carried", "wrong", "unreadable", "missing", "pending", "failed")
ANIMALS = [
    pytest.param(table.parent.name, case, wanted, id=f"{table.parent.name}/{case}")
    for table in sorted(ZOO.glob("*/expected.yaml"))
    for case, wanted in yaml.safe_load(table.read_text(encoding="utf-8")).items()
]


def checked(capsys, *words):
    """The exit code of `grader check --json`, and the object it prints."""
    code = main(["check", *map(str, words), "--json"])
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, json.loads(printed.out)


def consistent(report, assignment):
    """Whether a report has every answer once, and sums of their points."""
    answers = report["answers"]
    waiting = [answer for answer in answers if answer["verdict"] == "pending"]
    return (
        [answer["name"] for answer in answers] == [answer.name for answer in assignment.answers]
        and report["score"] == sum(answer["score"] for answer in answers)
        and report["max_score"] == sum(answer["max_score"] for answer in answers)
        and report["pending"] == sum(answer["max_score"] for answer in waiting)
        and not any(answer["score"] for answer in waiting)
        and all(0 <= answer["score"] <= answer["max_score"] for answer in answers)
    )


@pytest.mark.parametrize(("assignment", "case", "wanted"), ANIMALS)
def test_every_animal_gets_what_it_must(assignment, case, wanted, capsys):
    code, report = checked(capsys, ZOO / assignment / case, "--assignment", assignment)
    said = {name: verdict for verdict in VERDICTS for name in wanted.get(verdict, ())}
    assert {a["name"]: said.get(a["name"], wanted.get("rest")) for a in report["answers"]} == {
        a["name"]: a["verdict"] for a in report["answers"]
    }
    assert said.keys() <= {a["name"] for a in report["answers"]}
    assert (wanted["score"], wanted.get("waits", 0)) == (report["score"], report["pending"])
    assert (wanted.get("student"), assignment) == (report["student"], report["assignment"])
    assert consistent(report, load_assignment(find_assignment(assignment)))
    assert code == (0 if report["score"] + report["pending"] == report["max_score"] else 1)


@pytest.mark.parametrize("table", sorted(ZOO.glob("*/expected.yaml")), ids=lambda t: t.parent.name)
def test_no_animal_is_forgotten(table):
    wanted = yaml.safe_load(table.read_text(encoding="utf-8"))
    there = {file.name for file in table.parent.iterdir() if file.is_file()}
    assert {*wanted, "expected.yaml"} == there
