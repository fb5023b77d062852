"""Moodle XML, read back as Moodle reads it: the embedded answers, and the rule of its tolerances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from exported import (
    ALL,
    EVERY_RULE,
    HOSTILE,
    SHIPPED,
    assignment,
    drawn,
    name_of,
    number_intervals,
    numbers,
    outside,
    printed,
    questions,
    xml,
)

from grader.export import moodle
from grader.export.accepted_decimals import exactly
from grader.export.bank import bank_of
from grader.export.cloze import field
from grader.export.question import Also, Entry, Number, OneOf, SomeOf
from grader.export.variants import variants_of

PRECISION = 1e-14  # PHP's: what Moodle adds to a tolerance, relative to the answer


@dataclass(frozen=True)
class Choice:
    """One answer that counts: its share in percent, its text, and how far a number may lie."""

    share: float
    text: str
    tolerance: float = 0.0
    feedback: str = ""


@dataclass(frozen=True)
class Field:
    weight: int
    kind: str
    choices: tuple[Choice, ...]

    def share(self, typed: float) -> float:
        """What a number earns: the first answer whose interval holds it."""
        for choice in self.choices:
            answer = float(choice.text)
            reach = choice.tolerance + PRECISION * max(1.0, abs(answer))
            if answer - reach <= typed <= answer + reach:
                return choice.share
        return 0.0


def embedded(text: str) -> Iterator[Field]:
    """The fields of a cloze, one after another, as Moodle finds them in a text."""
    for match in re.finditer(r"\{(\d*):([A-Z_]+):", text):
        pieces, kept, place = [], "", match.end()
        while text[place] != "}" or text[place - 1] == "\\":
            escaped = text[place - 1] in "\\&"
            if text[place] == "~" and not escaped:
                pieces, kept = [*pieces, kept], ""
            else:
                kept += text[place]
            place += 1
        choices = tuple(map(choice, [*pieces, kept]))
        yield Field(int(match[1] or 1), match[2], choices)


def choice(piece: str) -> Choice:
    share = 0.0
    if piece.startswith("="):
        share, piece = 100.0, piece[1:]
    elif found := re.match(r"%(-?[\d.]+)%", piece):
        share, piece = float(found[1]), piece[found.end() :]
    answer, feedback = re.fullmatch(r"(.+?)(?:(?<![&\\])#(.*))?", piece, re.DOTALL).groups()
    number = re.fullmatch(r"(-?[\d.]+):([\d.]+)", answer)
    said = unescape(feedback or "")
    if number:
        return Choice(share, number[1], float(number[2]), said)
    return Choice(share, unescape(answer), 0.0, said)


def fields_of(question: ET.Element) -> list[Field]:
    """The fields of a question, whatever its type."""
    kind = question.get("type")
    if kind == "cloze":
        return list(embedded(question.findtext("questiontext/text")))
    choices = tuple(
        Choice(
            float(answer.get("fraction")),
            answer.findtext("text"),
            float(answer.findtext("tolerance", "0")),
            answer.findtext("feedback/text") or "",
        )
        for answer in question.findall("answer")
    )
    return [Field(1, kind.upper(), choices)] if choices else []


def written(name: str) -> list[ET.Element]:
    root = xml(moodle.write(printed(name)).data)
    return [question for question in root if question.get("type") != "category"]


class Seen(HTMLParser):
    """What a reader sees of a text, and the elements it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_the_interval_of_the_key_counts_and_nothing_beside_it(name):
    accepted, tried = number_intervals(name), 0
    for question, element in zip(questions(printed(name)), written(name), strict=True):
        found = [f for f in fields_of(element) if f.kind == "NUMERICAL"]
        for (answer, place, number), one in zip(numbers(question), found, strict=True):
            tried += 1
            right = float(number.ends.right)
            low, high = accepted[answer][place] if answer in accepted else (right, right)
            below, above = outside(low, high, 2e-9)
            assert [100, 100, 100] == [one.share(typed) for typed in (low, right, high)], answer
            if not number.also:
                assert [0, 0] == [one.share(typed) for typed in (below, above)], answer
    assert tried == sum(
        isinstance(entry.expects, Number)
        for question in questions(printed(name))
        for answer in question.answers
        for entry in answer.entries
    )


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_the_points_are_those_of_the_sheet(name):
    for question, element in zip(questions(printed(name)), written(name), strict=True):
        assert float(question.points) == pytest.approx(float(element.findtext("defaultgrade")))
        if element.get("type") == "cloze":
            entries = [entry for answer in question.answers for entry in answer.entries]
            weights = [f.weight for f in fields_of(element)]
            scale = Fraction(sum(weights)) / question.points
            assert [entry.points * scale for entry in entries] == weights


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_every_choice_can_be_answered(name):
    """Moodle refuses a field in which nothing is right, or where there is nothing to choose."""
    for element in written(name):
        for one in fields_of(element):
            assert 100 <= sum(choice.share for choice in one.choices if choice.share > 0)
            if one.kind != "NUMERICAL":
                assert len(one.choices) > 1
        for pair in element.findall("subquestion"):
            assert pair.findtext("answer/text")


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_ids_are_unique(name):
    ids = [element.findtext("idnumber") for element in written(name)]
    assert len(ids) == len({*ids})
    assert all(0 < len(each) <= 100 for each in ids)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_assignment_gives_the_same_bytes(name):
    again = bank_of(variants_of(assignment(name)))
    assert moodle.write(printed(name)).data == moodle.write(again).data


TYPES = {
    "exam-relu-9": ["numerical", "truefalse", "essay", "cloze", "cloze", "matching", "essay"],
    "exam-bptt-8": ["essay", "cloze", "essay", "essay", "essay", "matching", "essay", "essay"],
    "hostile-export": ["cloze", "cloze", "essay", "multichoice", "multichoice", "numerical"],
}


@pytest.mark.parametrize("name", ["exam-relu-9", "exam-bptt-8", HOSTILE], ids=name_of)
def test_a_task_of_one_field_has_the_type_that_moodle_has_for_it(name):
    assert TYPES[name_of(name)] == [element.get("type") for element in written(name)]


def test_an_alternative_counts_and_a_reading_too():
    (found,) = (f for e in written("exam-relu-9") for f in fields_of(e) if len(f.choices) > 1 and f.kind == "NUMERICAL")  # fmt: skip
    assert [100, 100] == [choice.share for choice in found.choices]
    readings = [f for e in written("exam-bptt-8") for f in fields_of(e) if f.kind == "NUMERICAL"]
    assert [2, 2, 2] == [len(f.choices) for f in readings]


def test_a_known_mistake_earns_its_share_and_says_why():
    element = next(e for e in written(EVERY_RULE) if e.findtext("idnumber") == "follow-full")
    for one in fields_of(element):
        right, mistake = one.choices[0], one.choices[1]
        assert (100, 50, "the opposite sign") == (right.share, mistake.share, mistake.feedback)
        assert 50 == one.share(-float(right.text))


@pytest.mark.parametrize("text", ["=a~b", "x#y", "{1:SA:=z}", "}", "%50%", "a & <b>", "\\}", "'\"", "&#126;"])  # fmt: skip
def test_nothing_in_an_option_is_read_as_a_field(text):
    entry = Entry("", OneOf((text, "other"), (1,)), Fraction(1))
    (found,) = embedded(f"before {field(entry, Fraction(2))} behind")
    assert (2, "MULTICHOICE") == (found.weight, found.kind)
    assert [(0, text), (100, "other")] == [(c.share, unescape(c.text)) for c in found.choices]


def test_several_right_options_are_all_marked():
    entry = Entry("", SomeOf(("a", "b", "c"), (0, 2)), Fraction(1))
    (found,) = embedded(field(entry, Fraction(1)))
    assert ("MULTIRESPONSE", [100, 0, 100]) == (found.kind, [c.share for c in found.choices])


def test_a_share_of_the_points_stands_as_a_percentage():
    also = (Also(Fraction(1), exactly(2), ""), Also(Fraction(1, 3), exactly(3), "half } ~ #"))
    (found,) = embedded(field(Entry("", Number(exactly(1), also), Fraction(1)), Fraction(1)))
    assert [100, 100, 33.33333, 0] == [found.share(typed) for typed in (1, 2, 3, 4)]
    assert "half } ~ #" == found.choices[2].feedback


def test_hostile_texts_stay_texts():
    bank = printed(HOSTILE)
    for question, element in zip(questions(bank), written(HOSTILE), strict=True):
        html = element.findtext("questiontext/text")
        seen = Seen(html)
        assert seen.tags <= {"p", "br", "code", "table", "tr", "td"}
        assert "Read <b>this</b>: $$a^2$$ and \\[b\\] and {2:MULTICHOICE:=yes~no} &amp; {#1}." in seen.text  # fmt: skip
        assert len(fields_of(element)) == (
            sum(len(answer.entries) for answer in question.answers)
            if element.get("type") in ("cloze", "numerical")
            else element.get("type") == "multichoice"
        )
        markup = html.replace(r"\(h_{t-1}\)", "")
        markup = re.sub(r"\\\([^<>]*?\\\)", "", markup)  # our own formulas
        assert "$" not in markup
        assert "\\(" not in markup


def test_slashes_in_a_title_are_no_levels_of_categories():
    root = xml(moodle.write(printed(HOSTILE)).data)
    path = root.findtext("question/category/text")
    assert "$course$/top" == path.partition("/A")[0]
    assert "A//B //// <script>" in path


def test_every_task_has_a_category_to_draw_its_variants_from(tmp_path):
    bank = drawn("exam-relu-9", 3, tmp_path)
    root = xml(moodle.write(bank).data)
    kinds = [question.get("type") for question in root]
    categories = [q.findtext("category/text") for q in root if q.get("type") == "category"]
    assert len(bank.pools) == len(categories) == len({*categories})
    assert ["category", *["cloze"] * 3] == kinds[6:10], "the forward pass: three draws"
    names = [question.findtext("name/text") for question in root[7:10]]
    assert [f"c Forward (v{k})" for k in (1, 2, 3)] == names
    texts = {question.findtext("questiontext/text") for question in root[7:10]}
    assert 3 == len(texts), "each shows numbers of its own"


def test_what_has_no_numbers_stands_once(tmp_path):
    bank = drawn("exam-relu-9", 3, tmp_path)
    root = xml(moodle.write(bank).data)
    essays = [q.findtext("name/text") for q in root if q.get("type") == "essay"]
    assert ["b Does the state stay? (b_reason)", "e Gates (e_cell_state)"] == essays


def test_every_question_shows_the_numbers_it_needs():
    forward, backward = (
        e.findtext("questiontext/text")
        for e in written("exam-relu-12")
        if e.findtext("idnumber") in ("c", "d")
    )
    shown = re.findall(r"\\\([^()]*? = -?[\d.]+\\\)", forward)
    assert len(shown) > 3
    assert all(formula in backward for formula in shown), "although they stand above on the sheet"


def test_an_essay_for_code_begins_with_the_function():
    first = written("cells-in-code")[0]
    template = first.find("responsetemplate")
    assert ("monospaced", "plain_text") == (
        first.findtext("responseformat"),
        template.get("format"),
    )
    lines = template.findtext("text").splitlines()
    assert ["def rnn_step(x, h_prev, W_x, W_h, b):", "    ..."] == [lines[0], lines[-1]]


@pytest.mark.parametrize(
    ("question", "quoted"),
    [("e3-gates", None), ("e3-states", "e3-gates"), ("e3-tag", "e3-gates"), ("e2-tags", "e2-states")],
)  # fmt: skip
def test_a_question_quotes_what_it_builds_on(question, quoted):
    texts = {e.findtext("idnumber"): e.findtext("questiontext/text") for e in written("sheet-pos-tagging")}  # fmt: skip
    found = re.findall(r"<blockquote>(.*?)</blockquote>", texts[question])
    assert len(found) == (quoted is not None)
    assert all(each in texts[quoted] for each in found)
    assert all(f"This builds on question {quoted}" in texts[question] for _ in found)


def test_fields_of_a_vector_are_not_called_a_list():
    texts = "".join(e.findtext("questiontext/text") for e in written("sheet-pos-tagging"))
    assert "each with 2 decimals or more" in texts
    assert "in a list" not in texts
