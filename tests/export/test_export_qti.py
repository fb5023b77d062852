"""QTI 2.1: the package hangs together, and its rules give the grader's points."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
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
    questions,
    xml,
)

from grader.export import qti
from grader.export.bank import bank_of
from grader.export.question import ByHand, Number, OneOf, Question, SomeOf
from grader.export.variants import variants_of

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
MATH = "{http://www.w3.org/1998/Math/MathML}"

Value = str | float | frozenset[str] | None


# -- the rules of a response, worked out ------------------------------------------------------------


class Session:
    """One attempt at an item, by the definitions of QTI's expressions."""

    def __init__(self, item: ET.Element, responses: Mapping[str, Value]) -> None:
        self.item = item
        self.values: dict[str, Value] = dict.fromkeys(self.declared("responseDeclaration"))
        for name, value in responses.items():
            assert name in self.values, f"there is no response {name}"
            self.values[name] = value
        for name, outcome in self.declared("outcomeDeclaration").items():
            self.values[name] = float(outcome.findtext(f"{QTI}defaultValue/{QTI}value"))
        for rule in item.findall(f"{QTI}responseProcessing/*"):
            self.run(rule)

    def declared(self, kind: str) -> dict[str, ET.Element]:
        return {each.get("identifier"): each for each in self.item.findall(f"{QTI}{kind}")}

    @property
    def score(self) -> float:
        return self.values["SCORE"]

    def run(self, rule: ET.Element) -> None:
        match rule.tag.removeprefix(QTI):
            case "setOutcomeValue":
                self.values[rule.get("identifier")] = self.value(rule[0])
            case "responseCondition":
                for branch in rule:
                    if self.value(branch[0]) is True:
                        for then in branch[1:]:
                            self.run(then)
                        return
            case other:
                raise AssertionError(other)

    def value(self, node: ET.Element) -> Value | bool:
        name = node.get("identifier")
        match node.tag.removeprefix(QTI):
            case "variable":
                return self.values[name]
            case "correct":
                return self.correct(name)
            case "baseValue":
                return float(node.text) if node.get("baseType") == "float" else node.text
            case "sum":
                return sum(map(self.value, node))
            case "mapResponse":
                return self.mapped(name)
        return self.truth(node)

    def truth(self, node: ET.Element) -> bool | None:
        """What is true of values; nothing is true of NULL but that it is NULL."""
        match node.tag.removeprefix(QTI):
            case "isNull":
                return self.value(node[0]) is None
            case "not":
                inner = self.value(node[0])
                return None if inner is None else not inner
            case "and":
                every = [self.value(each) for each in node]
                return False if False in every else None if None in every else True
        left, right = map(self.value, node)
        if left is None or right is None:
            return None
        match node.tag.removeprefix(QTI):
            case "gte":
                return left >= right
            case "lte":
                return left <= right
            case "match":
                return left == right
        raise AssertionError(node.tag)

    def correct(self, name: str) -> Value:
        declared = self.declared("responseDeclaration")[name]
        values = [v.text for v in declared.findall(f"{QTI}correctResponse/{QTI}value")]
        if declared.get("cardinality") == "multiple":
            return frozenset(values)
        return float(values[0]) if declared.get("baseType") == "float" else values[0]

    def mapped(self, name: str) -> float:
        mapping = self.declared("responseDeclaration")[name].find(f"{QTI}mapping")
        table = {e.get("mapKey"): float(e.get("mappedValue")) for e in mapping}
        return sum(table.get(pair, 0.0) for pair in self.values[name] or ())


def response(answer: int, entry: int) -> str:
    return f"RESPONSE_{answer + 1}_{entry + 1}"


def right(question: Question) -> dict[str, Value]:
    """What somebody gives who knows everything."""
    given: dict[str, Value] = {}
    for a, answer in enumerate(question.answers):
        if answer.matching:
            given[f"RESPONSE_{a + 1}"] = frozenset(
                f"label_{e + 1} choice_{entry.expects.right[0] + 1}"
                for e, entry in enumerate(answer.entries)
            )
            continue
        for e, entry in enumerate(answer.entries):
            match entry.expects:
                case Number(ends):
                    given[response(a, e)] = float(ends.right)
                case OneOf(_, places):
                    given[response(a, e)] = f"choice_{places[0] + 1}"
                case SomeOf(_, places):
                    given[response(a, e)] = frozenset(f"choice_{p + 1}" for p in places)
                case ByHand():
                    given[response(a, e)] = "a text"
    return given


# -- the files ----------------------------------------------------------------------------------


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def package(name: str) -> dict[str, bytes]:
    return files(qti.write(printed(name)).data)


def items(name: str) -> list[ET.Element]:
    return [xml(data) for path, data in package(name).items() if path.startswith("items/")]


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_the_manifest_the_test_and_the_files_name_the_same(name):
    found = package(name)
    manifest, test = xml(found["imsmanifest.xml"]), xml(found["test.xml"])
    resources = {r.get("identifier"): r for r in manifest.iter(f"{CP}resource")}
    hrefs = {r.get("href") for r in resources.values()}
    assert {*found} - {"imsmanifest.xml"} == hrefs
    assert hrefs == {f.get("href") for f in manifest.iter(f"{CP}file")}
    needed = {d.get("identifierref") for d in manifest.iter(f"{CP}dependency")}
    refs = {r.get("identifier"): r.get("href") for r in test.iter(f"{QTI}assessmentItemRef")}
    assert needed == {*refs} == {*resources} - {test.get("identifier")}
    for identifier, href in refs.items():
        assert identifier == xml(found[href]).get("identifier")


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_every_response_has_one_field_and_ids_are_unique(name):
    seen = []
    for item in items(name):
        fields = [e.get("responseIdentifier") for e in item.iter() if e.tag.endswith("Interaction")]
        declared = [d.get("identifier") for d in item.findall(f"{QTI}responseDeclaration")]
        assert sorted(fields) == sorted(declared)
        assert len(fields) == len({*fields})
        seen.append(item.get("identifier"))
    assert len(seen) == len({*seen})


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_who_knows_everything_gets_all_points_and_silence_none(name):
    for question, item in zip(questions(printed(name)), items(name), strict=True):
        most = float(item.find(f"{QTI}outcomeDeclaration[@identifier='MAXSCORE']")[0][0].text)
        assert float(question.points) == pytest.approx(most)
        assert 0 == Session(item, {}).score
        if question.by_hand is None:
            assert float(question.points) == pytest.approx(Session(item, right(question)).score)
        else:
            assert item.find(f"{QTI}responseProcessing") is None, "staff gives the points"


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_the_interval_of_the_key_counts_and_nothing_beside_it(name):
    accepted = number_intervals(name)
    for question, item in zip(questions(printed(name)), items(name), strict=True):
        whole = right(question)
        for a, answer in enumerate(question.answers):
            for e, entry in enumerate(answer.entries):
                if not isinstance(entry.expects, Number) or answer.name not in accepted:
                    continue
                low, high = accepted[answer.name][e]
                for typed in (round(low, 12), round(high, 12)):  # without the machine's noise
                    scored = Session(item, {**whole, response(a, e): typed}).score
                    assert float(question.points) == pytest.approx(scored), answer.name
                lost = answer.points if answer.as_one else entry.points
                if not entry.expects.also:
                    for typed in outside(low, high, 2e-9):
                        scored = Session(item, {**whole, response(a, e): typed}).score
                        assert float(question.points - lost) == pytest.approx(scored), answer.name


# points, responses to "words" of the assignment that has every rule, remark
WORDS = [
    (1, {"RESPONSE_1_1": "choice_2"}, "the right choice"),
    (0, {"RESPONSE_1_1": "choice_1"}, "a wrong one"),
    (1, {"RESPONSE_2_1": frozenset({"choice_1", "choice_3"})}, "all the right ones"),
    (0, {"RESPONSE_2_1": frozenset({"choice_1"})}, "one of them"),
    (0.5, {"RESPONSE_3": frozenset({"label_1 choice_1", "label_2 choice_2"})}, "the sequence"),
    (0, {"RESPONSE_3": frozenset({"label_1 choice_1", "label_2 choice_1"})}, "half of it"),
    (1, {"RESPONSE_4": frozenset({"label_1 choice_2", "label_2 choice_1", "label_3 choice_3"})}, "the matching"),
    (0, {"RESPONSE_4": frozenset({"label_1 choice_2", "label_2 choice_1"})}, "two thirds of it"),
]  # fmt: skip


@pytest.mark.parametrize(("points", "responses", "remark"), WORDS)
def test_words_earn_what_the_grader_gives(points, responses, remark):
    pools = [pool.id for pool in printed(EVERY_RULE).pools]
    item = items(EVERY_RULE)[pools.index("words")]
    assert points == Session(item, responses).score


@pytest.mark.parametrize(("points", "typed"), [(0.5, 1), (0.25, -1), (0, 2)])
def test_a_known_mistake_earns_its_share(points, typed):
    pools = [pool.id for pool in printed(EVERY_RULE).pools]
    item = items(EVERY_RULE)[pools.index("follow-full")]
    key = Session(item, {}).correct("RESPONSE_1_1")
    assert points == Session(item, {"RESPONSE_1_1": typed * key}).score


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_assignment_gives_the_same_bytes(name):
    again = bank_of(variants_of(assignment(name)))
    assert qti.write(printed(name)).data == qti.write(again).data


def test_a_section_draws_one_variant(tmp_path):
    bank = drawn("exam-relu-9", 3, tmp_path)
    found = files(qti.write(bank).data)
    test = xml(found["test.xml"])
    drawn_from = {
        section.get("title"): (len(section.findall(f"{QTI}assessmentItemRef")), selection.get("select"))
        for section in test.iter(f"{QTI}assessmentSection")
        if (selection := section.find(f"{QTI}selection")) is not None
    }  # fmt: skip
    assert {"c Forward": (3, "1"), "d Backward": (3, "1")} == drawn_from
    assert len(found) == 2 + 3 + 3 + 5


def test_formulas_are_mathml_and_hostile_texts_stay_texts():
    for item in items(HOSTILE):
        text = "".join(item.find(f"{QTI}itemBody").itertext())
        assert (
            "Read <b>this</b>: $$a^2$$ and \\[b\\] and {2:MULTICHOICE:=yes~no} &amp; {#1}." in text
        )
        assert {"script", "img", "b"}.isdisjoint(e.tag.removeprefix(QTI) for e in item.iter())
    assert any(item.find(f".//{MATH}msub") is not None for item in items(HOSTILE))


def test_nothing_for_staff_stands_where_students_might_see_it():
    for question, item in zip(questions(printed(EVERY_RULE)), items(EVERY_RULE), strict=True):
        if question.by_hand is not None:
            body = "".join(item.find(f"{QTI}itemBody").itertext())
            assert item.find(f".//{QTI}rubricBlock") is None
            assert question.by_hand.solution not in body or not question.by_hand.solution
            assert "Any reason." not in body
