"""Canvas: the zip holds what Canvas' own importer looks for, and judges as the grader does."""

from __future__ import annotations

import io
import zipfile
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote
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
    outside,
    printed,
    xml,
)

from grader.export import canvas
from grader.export.bank import bank_of
from grader.export.question import Number
from grader.export.variants import variants_of

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
META = "{http://canvas.instructure.com/xsd/cccv1p0}"
STEP = Decimal("0.0001")
TYPED = "typed like -1.25, with a point and a plain -"


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def package(name: str) -> dict[str, bytes]:
    return files(canvas.write(printed(name)).data)


def quizzes(found: dict[str, bytes]) -> list[ET.Element]:
    """The quizzes that the manifest of a package names."""
    manifest = xml(found["imsmanifest.xml"])
    wanted = [r for r in manifest.iter(f"{CP}resource") if r.get("type") == "imsqti_xmlv1p2"]
    return [xml(found[r.find(f"{CP}file").get("href")]) for r in wanted]


def items(name: str) -> list[ET.Element]:
    (quiz,) = quizzes(package(name))
    return list(quiz.iter(f"{QTI}item"))


def fields(item: ET.Element) -> dict[str, str]:
    return {
        field.findtext(f"{QTI}fieldlabel"): field.findtext(f"{QTI}fieldentry")
        for field in item.iter(f"{QTI}qtimetadatafield")
    }


def share(item: ET.Element, typed: float) -> float:
    """What a typed number earns in percent: the first condition that holds."""
    for condition in item.iter(f"{QTI}respcondition"):
        variable = condition.find(f"{QTI}conditionvar")
        ends = [
            float(e.text) for e in (*variable.iter(f"{QTI}vargte"), *variable.iter(f"{QTI}varlte"))
        ]
        exact = [float(e.text) for e in variable.iter(f"{QTI}varequal")]
        if typed in exact or (len(ends) == 2 and ends[0] <= typed <= ends[1]):
            return float(condition.findtext(f"{QTI}setvar"))
    return 0.0  # fmt: skip


def as_canvas_reads(typed: float, way: str = ROUND_HALF_EVEN) -> float:
    """What becomes of a number in the student's browser: four decimals, rounded or cut."""
    return float(Decimal(repr(typed)).quantize(STEP, way))


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.images = "", set(), []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag == "img":
            self.images.append(dict(attributes))

    def handle_data(self, data):
        self.text += data


def text(item: ET.Element) -> Seen:
    return Seen(item.findtext(f"{QTI}presentation/{QTI}material/{QTI}mattext"))


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_the_manifest_names_every_file(name):
    found = package(name)
    manifest = xml(found["imsmanifest.xml"])
    assert {*found} - {"imsmanifest.xml"} == {f.get("href") for f in manifest.iter(f"{CP}file")}
    resources = {r.get("identifier") for r in manifest.iter(f"{CP}resource")}
    assert {d.get("identifierref") for d in manifest.iter(f"{CP}dependency")} <= resources
    (quiz,) = quizzes(found)
    own = quiz.find(f"{QTI}assessment").get("ident")
    assert own == xml(found[f"{own}/assessment_meta.xml"]).get("identifier")


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_the_points_are_those_of_the_sheet(name):
    bank = printed(name)
    worth = sum((pool.questions[0].points for pool in bank.pools), Fraction(0))
    found = [fields(item)["points_possible"] for item in items(name)]
    assert worth == sum(map(Fraction, found)), "to the last cent"
    (settings,) = (xml(d) for n, d in package(name).items() if n.endswith("meta.xml"))
    assert worth == Fraction(settings.findtext(f"{META}points_possible"))


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_ids_are_unique(name):
    idents = [item.get("ident") for item in items(name)]
    refs = [fields(item)["assessment_question_identifierref"] for item in items(name)]
    assert len(idents) == len({*idents}) == len({*refs})
    for item in items(name):
        for choices in item.iter(f"{QTI}render_choice"):
            labels = [label.get("ident") for label in choices]
            assert len(labels) == len({*labels})
            assert all(label.isdecimal() for label in labels), "Canvas takes whole numbers"


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_the_interval_of_the_key_counts_and_nothing_beside_it(name):
    """Canvas knows four decimals of a typed number: nobody in the interval may lose by it."""
    accepted = number_intervals(name)
    expected = [
        (answer.name, place, entry.expects)
        for pool in printed(name).pools
        for answer in pool.questions[0].answers
        for place, entry in enumerate(answer.entries)
        if isinstance(entry.expects, Number)
    ]
    found = [item for item in items(name) if fields(item)["question_type"] == "numerical_question"]
    for (answer, place, number), item in zip(expected, found, strict=True):
        right = float(number.ends.right)
        low, high = accepted[answer][place] if answer in accepted else (right, right)
        for typed in (low, right, high):
            for way in (ROUND_HALF_EVEN, ROUND_DOWN):
                assert 100 == share(item, as_canvas_reads(round(typed, 12), way)), answer
        if not number.also:
            for typed in outside(low, high, 0):
                away = 1.6e-4 if typed == high else -1.6e-4
                assert 0 == share(item, as_canvas_reads(typed + away)), answer


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("multiple_choice_question", "l_choice"),
        ("multiple_answers_question", "l_choices"),
        ("matching_question", "l_tags"),
        ("matching_question", "l_gates"),
        ("true_false_question", "h_bounded"),
        ("essay_question", "l_text a text in your own words"),
        ("numerical_question", f"f_parameters a whole number, {TYPED}"),
        ("numerical_question", f"h_shape [2] {TYPED}"),
    ],
)
def test_every_kind_of_answer_has_its_question_type(kind, name):
    (item,) = (item for item in items(EVERY_RULE) if text(item).text.endswith(name))
    assert kind == fields(item)["question_type"]


def test_words_are_right_by_their_ids():
    pick, several, tags, gates = (
        next(i for i in items(EVERY_RULE) if text(i).text.endswith(name))
        for name in ("l_choice", "l_choices", "l_tags", "l_gates")
    )
    assert ["1002"] == [e.text for e in pick.iter(f"{QTI}varequal")]
    wrong = several.find(f".//{QTI}not/{QTI}varequal").text
    assert ("1002", {"1001", "1002", "1003"}) == (
        wrong,
        {e.text for e in several.iter(f"{QTI}varequal")},
    )
    for matching, pairs in (
        (tags, {"1": "NNP", "2": "VBZ"}),
        (gates, {"g1": "output", "g2": "forget", "g3": "update"}),
    ):
        names = {
            o.get("ident"): o.findtext(f".//{QTI}mattext")
            for o in matching.iter(f"{QTI}response_label")
        }
        labels = {
            r.get("ident"): Seen(r.findtext(f"{QTI}material/{QTI}mattext")).text
            for r in matching.iter(f"{QTI}response_lid")
        }
        found = {labels[e.get("respident")]: names[e.text] for e in matching.iter(f"{QTI}varequal")}
        assert pairs == found
        assert 100 == pytest.approx(sum(float(e.text) for e in matching.iter(f"{QTI}setvar")), abs=0.02)  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_assignment_gives_the_same_bytes(name):
    again = bank_of(variants_of(assignment(name)))
    assert canvas.write(printed(name)).data == canvas.write(again).data


def test_every_variant_is_a_quiz_of_its_own(tmp_path):
    bank = drawn("exam-relu-9", 3, tmp_path)
    found = quizzes(files(canvas.write(bank).data))
    titles = [quiz.find(f"{QTI}assessment").get("title") for quiz in found]
    assert [f"A ReLU recurrent cell (v{k})" for k in (1, 2, 3)] == titles
    texts = [
        "".join(i.findtext(f".//{QTI}mattext") for i in quiz.iter(f"{QTI}item")) for quiz in found
    ]
    assert 3 == len({*texts})
    idents = [i.get("ident") for quiz in found for i in quiz.iter(f"{QTI}item")]
    assert len(idents) == len({*idents})


def test_an_equation_carries_its_latex():
    images = [image for item in items(EVERY_RULE) for image in text(item).images]
    assert images
    for image in images:
        latex = image["data-equation-content"]
        assert ("equation_image", f"LaTeX: {latex}") == (image["class"], image["alt"])
        assert f"/equation_images/{latex}" == unquote(unquote(image["src"]))


def test_hostile_texts_stay_texts():
    for item in items(HOSTILE):
        seen = text(item)
        assert seen.tags <= {"div", "p", "br", "code", "img", "blockquote"}
        assert "Read <b>this</b>: $$a^2$$ and \\[b\\] and {2:MULTICHOICE:=yes~no} &amp; {#1}." in seen.text  # fmt: skip
        assert all("onerror" not in image for image in seen.images)
    (quiz,) = quizzes(package(HOSTILE))
    assert "<script>alert(1)</script>" in quiz.find(f"{QTI}assessment").get("title")
