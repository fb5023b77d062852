"""Odd names and texts are shown as texts, and equal words about other numbers are not one text."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("starlette", reason="the page needs the extra `review`")

from grader.cli.main import main
from grader.review.app import application
from grader.review.board import Board
from tests.review.asked import PORT, TOKEN, asked, get, post

ODD = [
    ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>", "markup"),
    ("a\u202eb\u2066c", "a\\u202eb\\u2066c", "writing turned round"),
    ("a\0b\x1b[2Jc\x07", "a\\x00b\\x1b[2Jc\\x07", "null bytes and what moves a cursor"),
    ("a\u200bb\u00adc\ufeff", "a\\u200bb\\xadc\\ufeff", "what nobody sees"),
    ("\ud800", "\\ud800", "half a character"),
    ("one\ttwo\r\nthree", "one    two\nthree", "tabs and line ends"),
    ("']];</script>[[nonce]]", "']];</script>[[nonce]]", "what ends a script"),
    ("x" * 1_000_000, "x" * 1_000_000, "a megabyte"),
]


def app_with(out, **change):
    """The application of a class in which dan is called and wrote otherwise."""
    lines = [json.loads(line) for line in (out / "journal.jsonl").read_text().splitlines()]
    for entry in lines:
        if entry["id"] == "dan":
            entry["names"] = [change.get("name", "Dan")]
            entry["result"]["answers"][0]["text"] = change.get("text", "No idea.")
    (out / "journal.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in lines))
    return application(Board(out), port=PORT, token=TOKEN, by="ann")


@pytest.mark.parametrize(("odd", "shown", "why"), ODD, ids=[row[2] for row in ODD])
def test_odd_names_and_texts_are_shown_as_they_are(odd, shown, why, out):
    app = app_with(out, name=odd[:300], text=odd)
    cards = get(app, "question", answer="reason")["cards"]
    told = [get(app, "text", answer="reason", id=card["id"], names="1") for card in cards]
    assert shown in [one["texts"][0] for one in told], why
    assert shown[:300] in [name for one in told for name in one["names"]], why
    card = next(one["card"] for one in told if one["texts"][0] == shown)
    save = {"answer": "reason", "id": card["id"], "revision": card["revision"]}
    assert 200 == post(app, "save", **save, boxes=["full"], points="", remark=odd[:9000])[0]
    assert "2" == Board(out).question("reason", "x", second=False)["cards"][
        [c["id"] for c in cards].index(card["id"])]["mark"]["points"]  # fmt: skip
    assert 0 == main(["marks", str(out.parent / "texts" / "assignment.yaml"), str(out)])


def test_what_comes_from_students_is_never_a_page(out):
    app = app_with(out, name="<script>", text="<script>")
    (card,) = [c for c in get(app, "question", answer="reason")["cards"] if c["count"] == 1][:1]
    _, headers, _ = asked(
        app, "GET", "/text", query=f"token={TOKEN}&by=a&answer=reason&id={card['id']}"
    )
    assert "application/json" == headers["content-type"]
    assert "nosniff" == headers["x-content-type-options"]


DRAWN = """\
title: Drawn
points: 1
systems:
  s: {cell: relu-rnn, steps: 2, given: {V: {integers: [-50, 50], original: -3}, W: 2, h0: 0, x: [1, 2]}}
questions:
  - id: a
    system: s
    prompt: "With V = {V}: is $\\\\sum_t h_t$ above 0, and why?"
    answers:
      why: {kind: text, rubric: "One point if the reason fits V = {V}."}
"""


def test_equal_words_about_other_numbers_are_proposed_and_not_joined(tmp_path):
    (tmp_path / "drawn").mkdir()
    (tmp_path / "drawn" / "assignment.yaml").write_text(DRAWN)
    (tmp_path / "works").mkdir()
    (tmp_path / "secret.txt").write_text("twenty random letters, and some more\n")
    for who in ("ada", "bob"):
        (tmp_path / "works" / f"{who}.json").write_text('{"why": "Yes, it is above 0."}')
    words = ["batch", str(tmp_path / "works"), "--assignment", str(tmp_path / "drawn" / "assignment.yaml"),
             "--secret", str(tmp_path / "secret.txt"), "--out", str(tmp_path / "out"), "--jobs", "1"]  # fmt: skip
    assert 0 == main(words)
    app = application(Board(tmp_path / "out"), port=PORT, token=TOKEN, by="ann")
    cards = get(app, "question", answer="why")["cards"]
    assert [1, 1] == [card["count"] for card in cards]
    first, second = (get(app, "text", answer="why", id=card["id"]) for card in cards)
    assert first["prompt"] != second["prompt"]
    assert first["prompt"].startswith("With V = "), "each beside its own numbers"
    assert ": is sum over t of h_t above 0" in first["prompt"], (
        "without what only formulas are made of"
    )
    assert first["rubric"] != second["rubric"]
    assert [True] == [one["numbers"] for one in first["near"]]
