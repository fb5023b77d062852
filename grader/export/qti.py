"""QTI: a content package with one test, one section a task, and one item a variant of it.

A section with several variants selects one of them.  The items are written by `qti_item`; QTI 3.0
says the same as QTI 2.1 under other names, which stand in `qti3_names`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from grader.export import qti3_names
from grader.export.bank import Bank, gathered
from grader.export.ids import identifier
from grader.export.markup import plain
from grader.export.package import child, document, packed
from grader.export.qti_item import item, located
from grader.export.question import ByHand, Number, Question, Remark, SomeOf, Written
from grader.words.sentences import exports as sentences
from reference.records import dataclass

_TEST = "test.xml"


@dataclass(frozen=True)
class Edition:
    """One version of QTI: the names that its manifest gives to things, and how an element is written."""

    namespace: str
    schema: str
    version: str
    suffix: str  # of the types of resources
    written: Callable[[ET.Element], ET.Element]


_SECOND = Edition(
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "QTIv2.1 Package",
    "1.0.0",
    "xmlv2p1",
    lambda root: root,
)
_THIRD = Edition(qti3_names.PACKAGE, "QTI Package", "3.0.0", "xmlv3p0", qti3_names.renamed)


def write(bank: Bank) -> Written:
    """The content package of a bank in QTI 2.1."""
    return _package(bank, _SECOND)


def write_third(bank: Bank) -> Written:
    """The content package of a bank in QTI 3.0."""
    return _package(bank, _THIRD)


def _package(bank: Bank, edition: Edition) -> Written:
    items = {item_id(bank, question): question for pool in bank.pools for question in pool.distinct}
    files = {"imsmanifest.xml": document(_manifest(bank, items, edition))}
    files[_TEST] = document(edition.written(_test(bank)))
    for name, question in items.items():
        files[_place(name)] = document(edition.written(item(question, name)))
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


def item_id(bank: Bank, question: Question) -> str:
    """The identifier of the item of a question."""
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
            one = item_id(bank, question)
            child(section, "assessmentItemRef", identifier=one, href=_place(one))
    outcome = child(child(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    child(child(outcome, "sum"), "testVariables", variableIdentifier="SCORE")
    return root


def _manifest(bank: Bank, items: dict[str, Question], edition: Edition) -> ET.Element:
    own = identifier("package", bank.assignment)
    root = ET.Element("manifest", {"xmlns": edition.namespace, "identifier": own})
    about = child(root, "metadata")
    child(about, "schema", edition.schema)
    child(about, "schemaversion", edition.version)
    child(root, "organizations")
    resources = child(root, "resources")
    test = identifier("test", bank.assignment)
    resource = child(
        resources, "resource", identifier=test, type=f"imsqti_test_{edition.suffix}", href=_TEST
    )
    child(resource, "file", href=_TEST)
    for name in items:
        child(resource, "dependency", identifierref=name)
    for name in items:
        resource = child(
            resources,
            "resource",
            identifier=name,
            type=f"imsqti_item_{edition.suffix}",
            href=_place(name),
        )
        child(resource, "file", href=_place(name))
    return root
