"""Texts are marked once for all that are equal, by boxes and by hand, by one person and by two."""

from __future__ import annotations

import csv
import json
import os
from fractions import Fraction

import pytest

pytest.importorskip("starlette", reason="the page needs the extra `review`")

from grader.grading.marks import read_marks
from grader.review.app import application
from grader.review.board import Board
from tests.review.asked import PORT, TOKEN, get, post
from tests.review.texts_of_a_class import SHEET, sheet


@pytest.fixture
def app(out):
    return application(Board(out), port=PORT, token=TOKEN, by="ann")


def cards(app, by="ann", second=""):
    return get(app, "question", answer="reason", by=by, second=second)["cards"]


def card_of(app, count=None, text=None, by="ann", second=""):
    """The card of a pile of so many, or with such a text."""
    for card in cards(app, by, second):
        if card["count"] == count:
            return card
        if text and text in get(app, "text", answer="reason", id=card["id"], by=by)["texts"][0]:
            return card
    raise AssertionError("no such card")


def save(app, card, boxes=(), points="", remark="", **more):
    told = {"answer": "reason", "id": card["id"], "revision": card["revision"]}
    return post(
        app, "save", **{**told, "boxes": [*boxes], "points": points, "remark": remark, **more}
    )


def error_of(answer):
    return answer[0], answer[1]["error"]


def table(out):
    with (out / "marks.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["points"]]


def given(out):
    return {row["student"]: (row["points"], row["item"], row["by"]) for row in table(out)}


def test_equal_texts_are_one_and_get_one_mark(app, out):
    assert [1, 1, 1, 2] == sorted(card["count"] for card in cards(app))
    status, said = save(app, card_of(app, 2), ["cause"], remark="well seen")
    assert (200, 2, 5) == (status, said["marked"], said["texts"])
    assert {"ada": ("1", "cause=1", "ann"), "bob": ("1", "cause=1", "ann")} == given(out)
    assert {"well seen"} == {row["remark"] for row in table(out)}
    assert all(row["at"].endswith("+00:00") for row in table(out))


@pytest.mark.parametrize(
    ("boxes", "points", "worth", "item"),
    [
        (["cause", "why"], "", "2", "cause=1; why=1"),
        (["cause", "formula"], "", "0.5", "cause=1; formula=-0.5"),
        (["formula"], "", "0", "formula=-0.5; cut=0.5"),
        (["full"], "", "2", "full=2"),
        (["none"], "", "0", "none=0"),
        (["cause"], "1,25", "1.25", "cause=1; hand=0.25"),
        ([], "1/3", "1/3", ""),
        ([], "0", "0", ""),
    ],
)
def test_boxes_and_points_by_hand_add_up(boxes, points, worth, item, app, out):
    assert 200 == save(app, card_of(app, text="No idea"), boxes, points)[0]
    assert {"dan": (worth, item, "ann")} == given(out)


@pytest.mark.parametrize("points", ["3", "-1", "lots", "nan", "1e99", "2.01"])
def test_points_that_are_none_are_not_saved(points, app, out):
    status, said = save(app, card_of(app, 2), [], points)
    assert (422, "Points are a number from 0 to 2, such as 1, 0.5 or 1/2.") == (
        status,
        said["error"],
    )
    assert not (out / "marks.csv").exists()


def test_nothing_ticked_takes_a_mark_back(app, out):
    card = save(app, card_of(app, 2), ["full"])[1]["card"]
    card = save(app, card)[1]["card"]
    assert ("open", {}) == (card["state"], given(out))
    assert ["student,answer,points,remark,item,by,at"] == (
        out / "marks.csv"
    ).read_text().splitlines()


def test_undo_takes_back_the_last_change_of_this_person(app, out):
    first = save(app, card_of(app, 2), ["cause"])[1]["card"]
    save(app, first, ["cause", "why"])
    save(app, card_of(app, text="No idea", by="bea"), ["none"], by="bea")
    assert 200 == post(app, "undo")[0]
    assert ("1", "cause=1", "ann") == given(out)["ada"]
    assert 200 == post(app, "undo")[0]
    assert {"dan"} == given(out).keys()
    assert (409, "There is nothing to undo.") == error_of(post(app, "undo"))


def test_whoever_was_slower_is_told_and_overwrites_nothing(app, out):
    old = card_of(app, 2)
    save(app, old, ["full"])
    status, said = save(app, old, ["none"], by="bea")
    assert 409 == status
    assert "meanwhile" in said["error"]
    assert ("2", "ann") == (said["now"]["mark"]["points"], said["now"]["mark"]["by"])
    assert ("2", "full=2", "ann") == given(out)["ada"]
    assert 200 == save(app, said["now"], ["none"], by="bea")[0]
    assert (409, "This text was marked again since; nothing was undone.") == error_of(
        post(app, "undo")
    )


def test_two_servers_and_a_spreadsheet_write_one_table(app, out):
    other = application(Board(out), port=PORT, token=TOKEN, by="bea")
    mine, theirs = card_of(app, 2), card_of(other, 2)
    save(app, mine, ["full"])
    assert 409 == save(other, theirs, ["none"], by="bea")[0]
    assert 200 == save(other, card_of(other, text="No idea"), ["none"], by="bea")[0]
    text = (out / "marks.csv").read_text()
    (out / "marks.csv").write_text(text.replace("points,remark", "points,Remark,grader's note", 1)
                                   .replace("ada,reason,2,", "ada,reason,2,seen,my note", 1))  # fmt: skip
    assert 200 == save(app, card_of(app, text="does not turn"), ["cause"])[0]
    assert {"ada", "bob", "cid", "dan"} == given(out).keys()
    assert "my note" in (out / "marks.csv").read_text(), "a column of somebody else's stays"


def test_a_table_that_does_not_count_is_not_written_over(app, out):
    card = card_of(app, 2)
    (out / "marks.csv").write_text("student,answer,points\nada,reason,99\n")
    status, said = save(app, card, ["full"])
    assert 409 == status
    assert "99 is above" in said["error"]
    assert "ada,reason,99" in (out / "marks.csv").read_text()


def test_a_full_disk_acknowledges_nothing(app, out, monkeypatch):
    card = card_of(app, 2)

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, said = save(app, card, ["full"])
    assert 507 == status
    assert "No space left" in said["error"]
    monkeypatch.undo()
    assert "open" == card_of(app, 2)["state"]


def test_the_order_says_nothing_and_stays(app, out):
    ids = [card["id"] for card in cards(app)]
    again = application(Board(out), port=PORT, token=TOKEN, by="x")
    assert ids == [card["id"] for card in cards(again)]
    memory = get(app, "question", answer="memory")["cards"]
    assert [5] == [card["count"] for card in memory]


def test_nobody_is_named_unless_asked(app):
    for card in cards(app):
        asked = {"answer": "reason", "id": card["id"]}
        assert "names" not in get(app, "text", **asked)
        assert "ada" not in json.dumps(get(app, "text", **asked))
    pair = card_of(app, 2)
    assert ["ada", "bob"] == get(app, "text", answer="reason", id=pair["id"], names="1")["names"]


def test_near_texts_are_proposed_and_a_person_joins_and_parts_them(app, out):
    pair = card_of(app, 2)
    (near,) = get(app, "text", answer="reason", id=pair["id"])["near"]
    assert ["less", "turns "] in near["pieces"]
    assert ["more", "does not turn "] in near["pieces"]
    assert 4 == len(cards(app)), "nothing is joined by itself"
    _, joined = post(app, "join", answer="reason", ids=[pair["id"], near["id"]])
    trio = card_of(app, 3)
    assert (joined["id"], 2) == (trio["id"], trio["variants"])
    save(app, trio, ["cause"])
    assert {"ada", "bob", "cid"} == given(out).keys()
    assert "ada" not in (out / "groups.json").read_text()
    assert 3 == card_of(application(Board(out), port=PORT, token=TOKEN, by="x"), 3)["count"]
    post(app, "part", answer="reason", id=trio["id"])
    assert [1, 1, 1, 2] == sorted(card["count"] for card in cards(app))
    assert {"ada", "bob", "cid"} == given(out).keys(), "their marks stay"


def test_texts_are_dealt_out_in_turn(app, out):
    assert (200, {"dealt": 4}) == post(app, "deal", answer="reason", people=["ann", " bea "])
    assert ["ann", "bea", "ann", "bea"] == [card["dealt"] for card in cards(app)]
    assert {} == given(out)
    assert (200, {"dealt": 0}) == post(app, "deal", answer="reason", people=["cy"])
    read_marks(out / "marks.csv", Board(out).texts.loaded)  # batch takes it as it is


def test_a_second_mark_stands_beside_the_first_and_does_not_count(app, out):
    for card in cards(app):
        save(app, card, ["full"] if card["count"] == 2 else ["none"])
    mine = [card["state"] for card in cards(app, second="1")]
    assert {"wait"} == set(mine), "nobody is their own second"
    hers = cards(app, by="bea", second="1")
    assert {("open", None, None)} == {(c["state"], c["mark"], c["other"]) for c in hers}, "unseen"
    for card in hers:
        said = save(app, card, ["full"] if card["count"] == 2 else ["why"], by="bea", second=True)
        assert 200 == said[0], said
    told = get(app, "question", answer="reason", by="bea", second="1")
    assert {"texts": 4, "same": 1, "share": 0.25, "kappa": 0.2} == told["agreement"]
    mine = card_of(app, text="No idea", by="bea", second="1")
    assert ("done", "0", "1") == (mine["state"], mine["other"]["points"], mine["mark"]["points"])
    marks = read_marks(out / "marks.csv", Board(out).texts.loaded)
    assert Fraction(0) == marks["dan"]["reason"].points, "the first's counts"
    assert 10 == len(table(out))


def test_a_later_change_of_the_rubric_reaches_earlier_marks(app, out, folder):
    save(app, card_of(app, 2), ["cause"], "1.25")
    save(app, card_of(app, text="No idea"), ["full"])
    save(app, card_of(app, text="does not turn"), [], "0.5")
    sheet(folder, SHEET.replace("points: 1, text: Names", "points: 0.5, text: Names"))
    later = application(Board(out), port=PORT, token=TOKEN, by="ann")
    assert "0.75" == card_of(later, 2)["mark"]["points"], "and what was added by hand stays added"
    marks = read_marks(out / "marks.csv", Board(out).texts.loaded)
    assert (Fraction(3, 4), Fraction(2), Fraction(1, 2)) == tuple(
        marks[who]["reason"].points for who in ("ada", "dan", "cid")
    )


def test_markup_and_turned_writing_come_as_they_are_typed(app):
    card = card_of(app, text="onclick")
    (text,) = get(app, "text", answer="reason", id=card["id"])["texts"]
    assert "<b onclick=alert(1)>V</b> & \\u202etanh\\u202c <script>alert(2)</script>" == text


def test_a_remark_may_hold_what_a_table_must_not(app, out):
    remark = '=HYPERLINK("x")\0\r\n"two", lines; \ud800 \u202e'
    assert 200 == save(app, card_of(app, 2), ["full"], remark=remark)[0]
    marks = read_marks(out / "marks.csv", Board(out).texts.loaded)
    assert '=HYPERLINK("x")\n"two", lines;  \u202e' == marks["ada"]["reason"].remark
    assert "'=HYPERLINK" in (out / "marks.csv").read_text(), "no spreadsheet works it out"
    assert remark[:6] in card_of(app, 2)["mark"]["remark"]
