"""QTI 2.1: a content package with one test, one section a task, and one item a variant of it.

A section with several variants selects one of them.  The items are written by `qti_item`.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from grader.export.bank import Bank, gathered
from grader.export.ids import identifier
from grader.export.markup import plain
from grader.export.package import child, document, packed
from grader.export.qti_item import item, located
from grader.export.question import ByHand, Number, Question, Remark, SomeOf, Written
from grader.words.sentences import exports as sentences

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_TEST = "test.xml"


def write(bank: Bank) -> Written:
    """The content package of a bank."""
    items = {
        _item_id(bank, question): question for pool in bank.pools for question in pool.distinct
    }
    files = {"imsmanifest.xml": document(_manifest(bank, items))}
    files[_TEST] = document(_test(bank))
    for name, question in items.items():
        files[_place(name)] = document(item(question, name))
    first = [pool.questions[0] for pool in bank.pools]
    return Written(packed(files), gathered(remark for each in first for remark in _remarks(each)))


def _remarks(question: Question) -> Iterator[Remark]:
    for answer in question.answers:
        expects = answer.entries[0].expects
        if isinstance(expects, ByHand) and expects.rubric:
            yield Remark((answer.name,), sentences.export_no_rubric("the QTI package"))
        if isinstance(expects, Number) and expects.also:
            yield Remark((answer.name,), sentences.qti_no_why())
        if isinstance(expects, SomeOf) and not answer.as_one:
            yield Remark((answer.name,), sentences.qti_all_options())


def _item_id(bank: Bank, question: Question) -> str:
    return identifier("item", bank.assignment, question.id)


def _place(name: str) -> str:
    return f"items/{name}.xml"


def _test(bank: Bank) -> ET.Element:
    """The test: every task is a section, in which one variant is drawn."""
    name = identifier("test", bank.assignment)
    root = located("assessmentTest", identifier=name, title=plain(bank.title))
    child(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    part = child(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")  # fmt: skip
    for pool in bank.pools:
        own = identifier("section", bank.assignment, pool.id)
        section = child(
            part, "assessmentSection", identifier=own, title=plain(pool.title), visible="true"
        )
        if len(pool.distinct) > 1:
            child(section, "selection", select="1")
        for question in pool.distinct:
            one = _item_id(bank, question)
            child(section, "assessmentItemRef", identifier=one, href=_place(one))
    outcome = child(child(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    child(child(outcome, "sum"), "testVariables", variableIdentifier="SCORE")
    return root


def _manifest(bank: Bank, items: dict[str, Question]) -> ET.Element:
    own = identifier("package", bank.assignment)
    root = ET.Element("manifest", {"xmlns": _PACKAGE, "identifier": own})
    about = child(root, "metadata")
    child(about, "schema", "QTIv2.1 Package")
    child(about, "schemaversion", "1.0.0")
    child(root, "organizations")
    resources = child(root, "resources")
    test = identifier("test", bank.assignment)
    resource = child(resources, "resource", identifier=test, type="imsqti_test_xmlv2p1", href=_TEST)
    child(resource, "file", href=_TEST)
    for name in items:
        child(resource, "dependency", identifierref=name)
    for name in items:
        resource = child(
            resources, "resource", identifier=name, type="imsqti_item_xmlv2p1", href=_place(name)
        )
        child(resource, "file", href=_place(name))
    return root
