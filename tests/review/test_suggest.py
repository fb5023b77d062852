"""A program may propose, in JSON; nothing counts before staff confirm, and agreement is shown."""

from __future__ import annotations

import json
import sys

import pytest

pytest.importorskip("starlette", reason="the page needs the extra `review`")

from grader.grading.marks import read_marks
from grader.outcome.errors import InputError
from grader.review.app import application
from grader.review.board import Board
from grader.review.suggest import Suggester
from tests.review.asked import PORT, TOKEN, get, post

PROGRAM = """\
import json, sys
asked = json.load(sys.stdin)
with open({log!r}, "a") as log:
    log.write(json.dumps(asked) + "\\n")
ids = {{one["id"] for one in asked["items"]}}
assert {{"cause", "none"}} <= ids or asked["answer"] == "memory"
print(json.dumps({{"items": ["cause"] if "tanh" in asked["text"] else ["none"], "why": "says tanh\\x1b[2J"}}))
"""


def command(folder, text):
    file = folder / "propose.py"
    file.write_text(text)
    return f"{sys.executable} {file}"


@pytest.fixture
def app(out, tmp_path):
    log = tmp_path / "log"
    suggester = Suggester(command(tmp_path, PROGRAM.format(log=str(log))), out)
    return application(Board(out), port=PORT, token=TOKEN, by="ann", suggester=suggester)


def cards(app):
    return get(app, "question", answer="reason")["cards"]


def test_a_program_proposes_and_nothing_counts_before_staff_confirm(app, out, tmp_path):
    assert get(app, "desk")["suggests"] is True
    said = {one["id"]: get(app, "suggestion", answer="reason", id=one["id"]) for one in cards(app)}
    assert {("cause",), ("none",)} == {tuple(one["items"]) for one in said.values()}
    assert {"says tanh\\x1b[2J"} == {one["why"] for one in said.values()}, "nothing hides in it"
    assert not (out / "marks.csv").exists()
    first, *rest = cards(app)
    told = {"answer": "reason", "points": "", "remark": ""}
    post(
        app,
        "save",
        **told,
        id=first["id"],
        revision=first["revision"],
        boxes=said[first["id"]]["items"],
    )
    for card in rest:
        post(app, "save", **told, id=card["id"], revision=card["revision"], boxes=["why"])
    agreed = get(app, "question", answer="reason")["with_suggestions"]
    assert (4, 1, 0.25) == (agreed["texts"], agreed["same"], agreed["share"])
    assert 5 == len(read_marks(out / "marks.csv", Board(out).texts.loaded))
    asked = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert 4 == len(asked), "each text once"
    assert {"assignment", "answer", "prompt", "rubric", "max_points", "items", "text"} == asked[
        0
    ].keys()
    assert not [one for one in asked if "ada" in json.dumps(one)], "nobody is named"


def test_what_was_said_is_not_asked_again(app, out, tmp_path):
    (one, *_) = cards(app)
    said = get(app, "suggestion", answer="reason", id=one["id"])
    with (out / "suggestions.jsonl").open("a") as file:
        file.write('{"asked": "cut sho')
    again = Suggester(f"{sys.executable} {tmp_path / 'propose.py'}", out)
    assert said == again.proposal(Board(out), "reason", one["id"])
    assert 1 == len((tmp_path / "log").read_text().splitlines())


@pytest.mark.parametrize(
    ("said", "program"),
    [
        ("is no JSON such as", "print('cause')"),
        ("is no JSON such as", "print('[]')"),
        ("is no JSON such as", 'print(\'{"items": ["gone"]}\')'),
        ("is no JSON such as", 'print(\'{"items": "cause"}\')'),
        ("The program failed: no key", "import sys; print('no key', file=sys.stderr); sys.exit(1)"),
        ("said nothing within 0.5 s", "import time; time.sleep(9)"),
    ],
)
def test_a_program_that_fails_is_told_and_stops_nothing(said, program, out, tmp_path):
    suggester = Suggester(command(tmp_path, program), out, seconds=0.5)
    board = Board(out)
    told = suggester.proposal(board, "reason", board.piles("reason")[0].id)
    assert said in told["error"]
    assert not (out / "suggestions.jsonl").exists()


@pytest.mark.parametrize("words", ["", "no-such-program --x", 'a "b'])
def test_a_command_that_is_none_is_refused_at_once(words, out):
    with pytest.raises(InputError, match="is no program that can be run"):
        Suggester(words, out)
