"""Canvas: a zip for "QTI .zip file", in the QTI 1.2 that Canvas itself exports.

Canvas judges one field a question.  So every field becomes a question that says everything it
needs, and every variant a quiz of its own: out of a question group Canvas would draw each field of
a task from another variant.  Formulas are the images of equations that Canvas' editor makes, which
carry their LaTeX.

What Canvas makes of numbers stands in `canvas_numbers`: a field that it cannot judge is an essay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree as ET

from grader.export.accepted_decimals import Ends, decimal
from grader.export.bank import Bank, gathered
from grader.export.canvas_numbers import can_grade, is_moved, ranges
from grader.export.ids import identifier
from grader.export.markup import Markup, as_text, plain
from grader.export.package import child, document, packed
from grader.export.question import (
    Asked,
    ByHand,
    Entry,
    Field,
    Number,
    OneOf,
    Question,
    Remark,
    SomeOf,
    Written,
)
from grader.words.sentences import exports as sentences
from reference.records import replace

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_BESIDE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_CENT = Fraction(1, 100)
_RESPONSE = "response1"


def write(bank: Bank) -> Written:
    """The zip of a bank."""
    quizzes = {
        identifier("quiz", bank.assignment, variant): _Quiz(bank, variant)
        for variant in bank.variants
    }
    files = {"imsmanifest.xml": document(_manifest(bank, quizzes))}
    for name, quiz in quizzes.items():
        files[f"{name}/{name}.xml"] = document(quiz.assessment(name))
        files[f"{name}/assessment_meta.xml"] = document(quiz.settings(name))
    return Written(packed(files), gathered(_remarks(bank)))


def _remarks(bank: Bank) -> Iterator[Remark]:
    if len(bank.variants) > 1:
        yield Remark((bank.title,), sentences.canvas_quizzes(len(bank.variants)))
    for pool in bank.pools:
        for answer in pool.questions[0].answers:
            for said in _lost(answer):
                yield Remark((answer.name,), said)


def _lost(answer: Asked) -> Iterator[str]:
    if answer.as_one:
        yield sentences.export_by_entry("Canvas")
    for entry in answer.entries:
        expects = entry.expects
        if isinstance(expects, Number):
            if any(other.share != 1 for other in expects.also):
                yield sentences.canvas_no_share()
            if not can_grade(expects):
                yield sentences.canvas_cannot_grade()
            elif is_moved(expects):
                yield sentences.canvas_coarse()
        if isinstance(expects, OneOf) and expects.right[1:]:
            yield sentences.export_credit_lost()
        if isinstance(expects, ByHand) and (expects.rubric or expects.solution):
            yield sentences.export_no_rubric("Canvas' import")


class _Quiz:
    """The quiz of one variant."""

    def __init__(self, bank: Bank, variant: str) -> None:
        self.bank = bank
        self.title = f"{bank.title} ({variant})" if variant else bank.title
        self.questions = [q for pool in bank.pools for q in pool.questions if q.variant == variant]

    @property
    def points(self) -> Fraction:
        return sum((question.points for question in self.questions), Fraction(0))

    def assessment(self, name: str) -> ET.Element:
        root = ET.Element("questestinterop", {"xmlns": _QTI})
        assessment = child(root, "assessment", ident=name, title=plain(self.title))
        _fields(child(assessment, "qtimetadata"), {"cc_maxattempts": "1"})
        section = child(assessment, "section", ident="root_section")
        for question in self.questions:
            for answer in question.answers:
                for number, part in enumerate(_parts(answer), start=1):
                    own = (self.bank.assignment, question.id, answer.name, str(number))
                    section.append(_item(question, part, own))
        return root

    def settings(self, name: str) -> ET.Element:
        root = ET.Element("quiz", {"xmlns": _CANVAS, "identifier": name})
        child(root, "title", plain(self.title))
        child(root, "description", "".join(_MARKUP.paragraphs(self.bank.introduction)))
        child(root, "shuffle_answers", "false")
        child(root, "quiz_type", "assignment")
        child(root, "points_possible", _float(self.points))
        child(root, "allowed_attempts", "1")
        child(root, "show_correct_answers", "false")
        child(root, "available", "false")
        return root


def _manifest(bank: Bank, quizzes: Iterable[str]) -> ET.Element:
    own = identifier("package", bank.assignment)
    root = ET.Element("manifest", {"xmlns": _PACKAGE, "identifier": own})
    about = child(root, "metadata")
    child(about, "schema", "IMS Content")
    child(about, "schemaversion", "1.1.3")
    child(root, "organizations")
    resources = child(root, "resources")
    for name in quizzes:
        beside = f"{name}-settings"
        resource = child(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
        child(resource, "file", href=f"{name}/{name}.xml")
        child(resource, "dependency", identifierref=beside)
        place = f"{name}/assessment_meta.xml"
        child(
            child(resources, "resource", identifier=beside, type=_BESIDE, href=place),
            "file",
            href=place,
        )
    return root


def _parts(answer: Asked) -> Iterator[Asked]:
    """An answer as questions of one field; a matching stays whole."""
    if answer.matching:
        yield answer
        return
    amounts = _split(answer.points, len(answer.entries))
    for entry, points in zip(answer.entries, amounts, strict=True):
        own = replace(entry, points=points, expects=_expected(entry.expects))
        yield replace(answer, points=points, entries=(own,))


def _expected(field: Field) -> Field:
    """What Canvas is asked for: where it cannot judge a number, a text that staff reads."""
    if isinstance(field, Number) and not can_grade(field):
        return ByHand(decimal(field.ends.right))
    return field


def _split(points: Fraction, count: int) -> Iterator[Fraction]:
    """Points for every field, in hundredths where possible, that make the same sum."""
    step = _CENT if (points / _CENT).denominator == 1 else points / count
    whole, rest = divmod(points / step, count)
    for place in range(count):
        yield (whole + (1 if place < rest else 0)) * step


# -- items --------------------------------------------------------------------------------------


def _item(question: Question, answer: Asked, own: Sequence[str]) -> ET.Element:
    kind = _kind(answer)
    item = ET.Element("item", ident=identifier("item", *own), title=plain(question.title))
    fields = {
        "question_type": kind,
        "points_possible": _float(answer.points),
        "original_answer_ids": ",".join(_answer_ids(answer)),
        "assessment_question_identifierref": identifier("question", *own),
    }
    _fields(child(child(item, "itemmetadata"), "qtimetadata"), fields)
    presentation = child(item, "presentation")
    _html(presentation, "".join(_text(question, answer)))
    presentation.extend(_responses(answer))
    processing = child(item, "resprocessing")
    outcomes = child(processing, "outcomes")
    child(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    processing.extend(_conditions(answer))
    return item


def _kind(answer: Asked) -> str:
    if answer.matching:
        return "matching_question"
    match answer.entries[0].expects:
        case Number():
            return "numerical_question"
        case OneOf(("True", "False"), _):
            return "true_false_question"
        case OneOf():
            return "multiple_choice_question"
        case SomeOf():
            return "multiple_answers_question"
        case ByHand():
            return "essay_question"


def _text(question: Question, answer: Asked) -> Iterator[str]:
    yield from _MARKUP.asked(question)
    yield from _MARKUP.paragraphs(answer.prompt)
    label = "" if answer.matching else answer.entries[0].label
    place = _MARKUP.code(f"[{label}]") if label else ""
    yield _MARKUP.named(answer, place)
    yield from _MARKUP.begun(answer)


def _answer_ids(answer: Asked) -> list[str]:
    """Canvas knows answers by whole numbers."""
    expects = answer.entries[0].expects
    if answer.matching:
        return [_answer_id(place) for place in range(len(answer.entries))]
    if isinstance(expects, OneOf | SomeOf):
        return [_answer_id(place) for place in range(len(expects.options))]
    return []


def _answer_id(place: int) -> str:
    return str(1001 + place)


def _partner_id(place: int) -> str:
    return str(5001 + place)


def _responses(answer: Asked) -> Iterator[ET.Element]:
    expects = answer.entries[0].expects
    if answer.matching:
        yield from (_pair(entry, place) for place, entry in enumerate(answer.entries))
    elif isinstance(expects, OneOf | SomeOf):
        cardinality = "Single" if isinstance(expects, OneOf) else "Multiple"
        response = ET.Element("response_lid", ident=_RESPONSE, rcardinality=cardinality)
        _labels(response, expects.options, _answer_id)
        yield response
    else:
        response = ET.Element("response_str", ident=_RESPONSE, rcardinality="Single")
        field = child(response, "render_fib")
        label = child(field, "response_label", ident="answer1")
        if isinstance(expects, Number):
            field.set("fibtype", "Decimal")
        else:
            label.set("rshuffle", "No")
        yield response


def _pair(entry: Entry, place: int) -> ET.Element:
    assert isinstance(entry.expects, OneOf)  # noqa: S101 - a matching has nothing else
    response = ET.Element(
        "response_lid", ident=f"response_{_answer_id(place)}", rcardinality="Single"
    )
    _html(response, _MARKUP.text(entry.label))
    _labels(response, entry.expects.options, _partner_id)
    return response


def _labels(parent: ET.Element, options: Sequence[str], name: Callable[[int], str]) -> None:
    choices = child(parent, "render_choice")
    for place, option in enumerate(options):
        label = child(choices, "response_label", ident=name(place))
        child(child(label, "material"), "mattext", plain(option), texttype="text/plain")


def _conditions(answer: Asked) -> Iterator[ET.Element]:
    if answer.matching:
        for place, entry in enumerate(answer.entries):
            assert isinstance(entry.expects, OneOf)  # noqa: S101 - a matching has nothing else
            condition, variable = _condition("Yes")
            response = f"response_{_answer_id(place)}"
            _equal(variable, _partner_id(entry.expects.right[0]), response)
            share = f"{100 / len(answer.entries):.2f}"
            child(condition, "setvar", share, varname="SCORE", action="Add")
            yield condition
        return
    match answer.entries[0].expects:
        case Number() as number:
            for each in ranges(number):
                condition, variable = _condition("No")
                _within(variable, each)
                yield _full(condition)
        case OneOf(_, right):
            condition, variable = _condition("No")
            _equal(variable, _answer_id(right[0]))
            yield _full(condition)
        case SomeOf(options, right):
            condition, variable = _condition("No")
            every = child(variable, "and")
            for place in range(len(options)):
                parent = every if place in right else child(every, "not")
                _equal(parent, _answer_id(place))
            yield _full(condition)
        case ByHand():
            condition, variable = _condition("No")
            child(variable, "other")
            yield condition


def _within(variable: ET.Element, ends: Ends) -> None:
    """A range; one number alone is written as Canvas writes exact answers."""
    if ends.is_exact:
        variable = child(variable, "or")
        _equal(variable, decimal(ends.low))
        variable = child(variable, "and")
    for tag, end in (("vargte", ends.low), ("varlte", ends.high)):
        child(variable, tag, decimal(end), respident=_RESPONSE)


def _condition(go_on: str) -> tuple[ET.Element, ET.Element]:
    condition = ET.Element("respcondition", {"continue": go_on})
    return condition, child(condition, "conditionvar")


def _full(condition: ET.Element) -> ET.Element:
    child(condition, "setvar", "100", action="Set", varname="SCORE")
    return condition


def _equal(parent: ET.Element, value: str, response: str = _RESPONSE) -> None:
    child(parent, "varequal", value, respident=response)


def _fields(parent: ET.Element, fields: Mapping[str, str]) -> None:
    for label, value in fields.items():
        field = child(parent, "qtimetadatafield")
        child(field, "fieldlabel", label)
        child(field, "fieldentry", value)


def _html(parent: ET.Element, html: str) -> None:
    child(child(parent, "material"), "mattext", f"<div>{html}</div>", texttype="text/html")


def _float(points: Fraction) -> str:
    return f"{float(points):.6f}".rstrip("0").rstrip(".")


# -- text ---------------------------------------------------------------------------------------


def _equation(latex: str, _: str) -> str:
    """The image that Canvas' editor makes of an equation; readers hear its LaTeX."""
    shown = escape(latex)
    return (
        f'<img class="equation_image" title="{shown}" alt="LaTeX: {shown}" '
        f'src="/equation_images/{quote(quote(latex, safe=""), safe="")}" '
        f'data-equation-content="{shown}" />'
    )


_MARKUP = Markup(as_text, _equation)
