"""The page as people use it: by keys, in two tabs, with a screen reader, at any size."""

from __future__ import annotations

import csv
import sys

import pytest

pytest.importorskip("starlette", reason="the page needs the extra `review`")

from tests.review.served import Reader, browser, is_there, served

pytestmark = pytest.mark.skipif(not is_there(), reason="playwright or Chromium is not here")
_ALIKE = "The tanh turns the state into another vector."


@pytest.fixture(scope="module")
def chromium():
    with browser() as found:
        yield found


@pytest.fixture
def open_page(chromium, out):
    with served(out) as review:
        pages = []

        def opened(by="ann", **how):
            context = chromium.new_context(viewport={"width": 1280, "height": 800}, **how)
            reader = Reader(context.new_page(), review.address)
            if by != "ann":
                reader.page.fill("#by", by)
                reader.page.press("#by", "Tab")
                reader.until("document.activeElement.id === 'place'")
            pages.append((context, reader))
            return reader

        yield opened
        for context, reader in pages:
            assert [] == [said for said in reader.wrong if "409" not in said]
            context.close()


def marks(out):
    with (out / "marks.csv").open(newline="") as file:
        return {(row["student"], row["answer"], row["by"]): row for row in csv.DictReader(file)}


def find(reader, text):
    while not reader.place.startswith("Text 1 "):
        move(reader, "k")
    while text not in reader.page.text_content("#texts"):
        assert not reader.place.startswith("Text 4 "), text
        move(reader, "j")


def move(reader, key):
    before = reader.place
    reader.press(key)
    reader.until(f"document.getElementById('place').textContent !== {before!r}")


def test_a_class_is_marked_undone_and_remarked_by_keys_alone(open_page, out):
    reader = open_page()
    for _ in range(4):
        reader.mark("1")
        reader.onward()
    reader.says("Nothing is left", "status")
    assert {"1"} == {row["points"] for (_, name, _), row in marks(out).items() if name == "reason"}
    reader.press("u")
    reader.says("Undone")
    assert "not marked" in reader.place
    assert [] == reader.ticked()
    find(reader, "No idea")
    reader.mark("2")
    reader.mark("3")
    reader.press("r")
    reader.page.keyboard.type("Not 1, not 2: n j k u")  # letters in a remark are letters
    reader.mark("Escape")
    reader.press("p")
    reader.page.keyboard.type("0,25")
    reader.mark("Escape")
    row = marks(out)["dan", "reason", "ann"]
    assert ("0.25", "Not 1, not 2: n j k u") == (row["points"], row["remark"])
    assert "hand=" in row["item"]
    reader.page.reload()
    reader.until("document.activeElement.id === 'place'")
    find(reader, "No idea")
    assert ["cause", "why", "formula"] == reader.ticked() or "0.25" == reader.page.input_value(
        "#points"
    )


def test_two_people_in_two_tabs_overwrite_nothing(open_page, out):
    ann, bea = open_page(), open_page("bea")
    find(ann, _ALIKE)
    find(bea, _ALIKE)
    ann.mark("1")
    bea.press("2")
    bea.says("Somebody else marked this text meanwhile", "wrong")
    assert ["cause"] == bea.ticked(), "what holds is shown"
    bea.mark("2")
    assert "2" == marks(out)["ada", "reason", "bea"]["points"]
    ann.press("u")
    ann.says("marked again since", "wrong")


def test_a_second_marker_sees_the_first_mark_after_their_own(open_page, out):
    ann = open_page()
    find(ann, "No idea")
    ann.mark("1")
    bea = open_page("bea")
    bea.page.check("#second")
    bea.says("No idea", "texts")
    assert "" == bea.page.text_content("#other")
    bea.press("Escape")
    bea.mark("2")
    assert "Marked beside it by ann, points: 1." in bea.page.text_content("#other")
    assert "Marked by two people: 1; the same points 1 times" in bea.page.text_content("#agreement")
    assert {("dan", "reason", "ann"), ("dan", "reason", "bea")} == set(marks(out))


def test_near_texts_are_joined_by_a_person(open_page, out):
    reader = open_page()
    find(reader, "does not turn")
    assert "does not turn" in reader.page.text_content("#near ins, #near del")
    reader.press("g")
    reader.says("Choose the texts")
    reader.press("Space", "g")
    reader.says("Put together")
    assert "3 texts, 2 wordings, put together" in reader.place
    reader.mark("1")
    assert {"ada", "bob", "cid"} == {who for who, name, _ in marks(out) if name == "reason"}


def test_texts_cannot_become_part_of_the_page(open_page):
    reader = open_page()
    find(reader, "onclick")
    assert "<b onclick=alert(1)>V</b> & \\u202etanh\\u202c <script>alert(2)</script>" in reader.page.text_content("#texts")  # fmt: skip
    assert 1 == reader.page.locator("script").count()
    assert 0 == reader.page.locator("main b").count()


def test_names_are_shown_when_asked_and_keys_can_be_turned_off(open_page, out):
    reader = open_page()
    find(reader, "No idea")
    assert "dan" not in reader.page.text_content("body")
    reader.press("h")
    reader.until("document.getElementById('who').textContent.includes('dan')")
    reader.page.uncheck("#keys")
    reader.press("1", "u", "n")
    reader.page.wait_for_timeout(200)
    assert [] == reader.ticked()
    assert "No idea" in reader.page.text_content("#texts")
    reader.page.check("#box-0")
    reader.says("Saved")
    reader.page.reload()
    reader.until("document.activeElement.id === 'place'")
    assert not reader.page.is_checked("#keys"), "they stay off"


TREE = """\
- heading "Texts" [level=1]
- text: Question
- combobox "Question":
  - 'option "reason: Why does the state change? (0 of 5)" [selected]'
  - 'option "memory: Why does the state change? (0 of 5)"'
- text: Marking as
- textbox "Marking as": ann
- checkbox "Second marking"
- checkbox "Only texts dealt to me"
- checkbox "Show names"
- checkbox "Keys" [checked]
"""
MARK = """\
- heading "Mark" [level=2]
- group "Rubric":
  - checkbox "Names V or tanh as the cause. (1)"
  - checkbox "Says that the product is another vector. (1)"
  - checkbox "Gives a wrong formula. (-0.5)"
  - checkbox "All points (2)"
  - checkbox "No points (0)"
- paragraph:
  - textbox "Points"
- paragraph:
  - textbox "Remark for the student"
"""


def test_a_screen_reader_finds_everything_by_name(open_page):
    from playwright.sync_api import expect

    reader = open_page()
    page = reader.page
    expect(page.locator("header")).to_match_aria_snapshot(TREE)
    expect(page.get_by_role("region", name="Mark", exact=True)).to_match_aria_snapshot(MARK)
    for role, name in (
        ("progressbar", "Texts marked"),
        ("navigation", "From text to text"),
        ("region", "Text of a student, 1 of 1"),
        ("button", "Next unread"),
        ("button", "Undo"),
    ):
        assert 1 == page.get_by_role(role, name=name).count(), name
    assert ["place"] == [page.evaluate("document.activeElement.id")], "the focus is on the new text"
    for role in ("status", "alert"):
        assert 1 == page.get_by_role(role).count()
    nameless = page.evaluate(
        "[...document.querySelectorAll('input, select, textarea, button')]"
        ".filter(one => !(one.labels && one.labels.length) && !one.textContent.trim()).map(one => one.id)"
    )
    assert [] == nameless
    page.keyboard.press("Tab")
    assert "none" != page.evaluate("getComputedStyle(document.activeElement).outlineStyle")


@pytest.mark.parametrize("width", [1280, 640, 390])
def test_nothing_is_cut_off_at_twice_the_size_and_on_a_phone(open_page, width):
    reader = open_page()
    reader.page.set_viewport_size({"width": width, "height": 800})
    wide = reader.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")  # fmt: skip
    assert wide <= 0


PROPOSES = "import json; print(json.dumps({'items': ['cause', 'why'], 'why': 'both are named'}))"


def test_a_proposal_counts_when_it_is_taken_and_a_review_that_ended_is_told(
    chromium, out, tmp_path
):
    (tmp_path / "propose.py").write_text(PROPOSES)
    page = chromium.new_page()
    with served(out, suggest=f"{sys.executable} {tmp_path / 'propose.py'}") as review:
        reader = Reader(page, review.address)
        reader.says("both are named", "why")
        assert 2 == page.locator(".proposed").count()
        assert [] == reader.ticked()
        assert not (out / "marks.csv").exists()
        reader.mark("s")
        assert ["cause", "why"] == reader.ticked()
    saved = marks(out)
    reader.press("3")
    reader.says("The review has ended", "wrong")
    assert ["cause", "why"] == reader.ticked(), "what is on the disk is shown"
    assert saved == marks(out)
    page.close()
