"""Exports in the hands of others: their parsers, their runtime, their schema.

None of these is a dependency of the grader.  `make exports` installs them into an environment of
its own and runs this file; elsewhere it is skipped, and the other tests of exports read the files
by themselves.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
from exported import ALL, drawn, name_of, printed, questions, xml

from grader.export import canvas, qti
from grader.export.question import Number, OneOf, Question, SomeOf

QTI1 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
DTD = "GRADER_QTI_DTD"  # where `make exports` has put ims_qtiasiv1p2p1.dtd


# Warnings of other people's code, written for older Pythons, are not ours to mend.
pytestmark = pytest.mark.filterwarnings("ignore")


def optional(name: str) -> ModuleType:
    """A module of somebody else's."""
    return pytest.importorskip(name, reason=f"{name} is not installed: run `make exports`")


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# -- QTI 2.1: pyslet parses it, and plays it ----------------------------------------------------


@cache
def package(name: str) -> dict[str, bytes]:
    return files(qti.write(printed(name)).data)


def parsed(data: bytes) -> object:
    document = optional("pyslet.qtiv2.xml").QTIDocument()
    document.read(src=io.BytesIO(data))
    return document.root


def strangers(element: object) -> set[str]:
    """Names below an element that the specification does not have, as pyslet knows it."""
    found: set[str] = set()
    for child in element.get_children():
        if isinstance(child, str):
            continue
        if type(child).__name__ in ("XMLNSElement", "XMLElement"):
            found.add(child.xmlname)
        found |= strangers(child)
    return found


def played(item: object, responses: dict[str, object]) -> float:
    """The score of one attempt at an item."""
    variables = optional("pyslet.qtiv2.variables")
    session = variables.ItemSessionState(item)
    session.begin_session()
    for name, value in responses.items():
        session[name].set_value(value)
    session.end_attempt()
    return session["SCORE"].value


def right(question: Question) -> dict[str, object]:
    given: dict[str, object] = {}
    for a, answer in enumerate(question.answers, start=1):
        if answer.matching:
            given[f"RESPONSE_{a}"] = [
                (f"label_{e}", f"choice_{entry.expects.right[0] + 1}")
                for e, entry in enumerate(answer.entries, start=1)
            ]
            continue
        for e, entry in enumerate(answer.entries, start=1):
            match entry.expects:
                case Number(ends):
                    given[f"RESPONSE_{a}_{e}"] = float(ends.low)
                case OneOf(_, places):
                    given[f"RESPONSE_{a}_{e}"] = f"choice_{places[0] + 1}"
                case SomeOf(_, places):
                    given[f"RESPONSE_{a}_{e}"] = [f"choice_{p + 1}" for p in places]
    return given


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_pyslet_reads_every_item_and_the_test(name):
    for path, data in package(name).items():
        if path != "imsmanifest.xml":
            root = parsed(data)
            assert type(root).__name__ in ("AssessmentItem", "AssessmentTest")
            assert set() == strangers(root) - {"math"}, "MathML is another specification"


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_pyslet_gives_all_points_for_right_responses_and_none_for_silence(name):
    stored = [data for path, data in package(name).items() if path.startswith("items/")]
    for question, data in zip(questions(printed(name)), stored, strict=True):
        if question.by_hand is None:
            points = float(question.points)
            assert points == pytest.approx(played(parsed(data), right(question)))
            assert 0 == played(parsed(data), {})


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_pyslet_takes_the_package(name, tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(qti.write(printed(name)).data)
    content = optional("pyslet.imscpv1p2").ContentPackage(str(path))
    found = {resource.id for resource in content.manifest.root.Resources.Resource}
    assert 1 + len(list(questions(printed(name)))) == len(found)
    content.Close()


def test_pyslet_draws_one_variant_a_section(tmp_path):
    stored = files(qti.write(drawn("exam-relu-9", 3, tmp_path)).data)
    root = parsed(stored["test.xml"])
    (part,) = root.TestPart
    sections = [c for c in part.get_children() if type(c).__name__ == "AssessmentSection"]
    assert [1, 1] == [s.Selection.select for s in sections if s.Selection is not None]


# -- QTI 1.2: its own DTD, and what text2qti writes for Canvas --------------------------------------


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_canvas_items_meet_the_dtd_of_qti_1_2(name):
    etree = optional("lxml.etree")
    if DTD not in os.environ:
        pytest.skip(f"{DTD} names no ims_qtiasiv1p2p1.dtd: run `make exports`")
    with Path(os.environ[DTD]).open("rb") as file:
        dtd = etree.DTD(file)
    for path, data in files(canvas.write(printed(name)).data).items():
        if path.endswith(".xml") and b"<questestinterop" in data:
            plain = data.replace(b' xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"', b"")
            assert dtd.validate(etree.fromstring(plain)), dtd.error_log.last_error


@pytest.mark.parametrize("name", ALL, ids=name_of)
def test_pyslet_reads_canvas_items(name):
    document = optional("pyslet.qtiv1.xml").QTIDocument()
    for path, data in files(canvas.write(printed(name)).data).items():
        if b"<questestinterop" in data:
            document.read(src=io.BytesIO(data))
            assert type(document.root).__name__ == "QuesTestInterop", path


PEER = """\
Quiz title: Every kind
Quiz description: That both write

1.  Pick.
a)  one
*b) two

2.  True?
*a) True
b)  False

3.  All that hold.
[*] one
[ ] two
[*] three

4.  A range.
=   [0.415, 0.425]

5.  A whole number.
=   45

6.  Why?
____
"""
KINDS = {
    "multiple_choice_question",
    "true_false_question",
    "multiple_answers_question",
    "numerical_question",
    "essay_question",
}


def paths(item: ET.Element) -> set[str]:
    """The ways from an item down to every element, with the names of its attributes."""
    found: set[str] = set()

    def walk(element: ET.Element, above: str) -> None:
        here = f"{above}/{element.tag.removeprefix(QTI1)}"
        found.update({here, *(f"{here}@{name}" for name in element.attrib)})
        for child in element:
            walk(child, here)

    walk(item, "")
    return found


def kind_of(item: ET.Element) -> str:
    return item.findtext(f".//{QTI1}fieldentry")


def test_canvas_items_have_the_build_of_those_that_canvas_is_known_to_take(tmp_path):
    optional("text2qti")
    (tmp_path / "quiz.txt").write_text(PEER)
    command = [sys.executable, "-m", "text2qti.cmdline", "quiz.txt"]
    subprocess.run(
        [*command[:1], "-c", "from text2qti.cmdline import main; main()", "quiz.txt"],
        cwd=tmp_path, env={**os.environ, "HOME": str(tmp_path)}, check=True, capture_output=True,
        input=b"",
    )  # fmt: skip
    theirs: dict[str, set[str]] = {}
    for data in files((tmp_path / "quiz.zip").read_bytes()).values():
        if b"<questestinterop" in data:
            for item in xml(data).iter(f"{QTI1}item"):
                theirs.setdefault(kind_of(item), set()).update(paths(item))
    assert {*theirs} == KINDS
    for name in ALL:
        for data in files(canvas.write(printed(name)).data).values():
            if b"<questestinterop" not in data:
                continue
            for item in xml(data).iter(f"{QTI1}item"):
                if kind_of(item) in KINDS:
                    assert set() == paths(item) - theirs[kind_of(item)], kind_of(item)
