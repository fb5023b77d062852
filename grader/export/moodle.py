r"""Moodle XML: a file for "Import questions" of a Moodle course.

A task is one question, so that its numbers stay together.  A task with one field becomes the type
that Moodle has for it (numerical, multiple choice, true/false, matching); one with several becomes
a cloze ("embedded answers").  With several variants every task has a category of its own, from
which a quiz adds a random question.

Formulas are LaTeX between \( and \), which Moodle's MathJax filter sets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from html import escape
from xml.etree import ElementTree as ET

from grader.export.accepted_decimals import decimal
from grader.export.bank import Bank, Pool, gathered
from grader.export.cloze import field, shown_fields
from grader.export.ids import digest
from grader.export.markup import Markup, as_text, plain
from grader.export.package import document
from grader.export.question import Asked, ByHand, Number, OneOf, Question, Remark, SomeOf, Written
from grader.words.sentences import exports as sentences
from grader.words.text import points

# Shares of the points that a Moodle site takes; others are refused on import.
_GRADES = tuple(
    Fraction(text) / 100
    for text in (
        "100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30",
        "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0",
    )
)  # fmt: skip
_LONGEST_ID = 100  # characters of an idnumber
_LEAST_OPTIONS = 3  # of a matching question
_MARKS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "\\": "&#92;"})


def write(bank: Bank) -> Written:
    """The file of a bank."""
    quiz = ET.Element("quiz")
    several = len(bank.variants) > 1
    if not several:
        quiz.append(_category(bank, None))
    for pool in bank.pools:
        if several:
            quiz.append(_category(bank, pool))
        quiz.extend(map(_question, pool.distinct))
    ET.indent(quiz)
    first = [pool.questions[0] for pool in bank.pools]
    return Written(document(quiz), gathered(remark for each in first for remark in _remarks(each)))


def _remarks(question: Question) -> Iterator[Remark]:
    whole = (question.pool,)
    kind = _kind(question)
    if kind == "cloze" and _scale(question) != 1:
        shown = points(_scale(question) * question.points)
        yield Remark(whole, sentences.moodle_mark(shown, points(question.points)))
    for answer in question.answers:
        if answer.as_one:
            yield Remark((answer.name,), sentences.export_by_entry("Moodle"))
        expects = answer.entries[0].expects
        if isinstance(expects, SomeOf):
            yield Remark((answer.name,), sentences.moodle_options())
        if isinstance(expects, Number) and any(a.share not in _GRADES for a in expects.also):
            yield Remark((answer.name,), sentences.moodle_share())


def _category(bank: Bank, pool: Pool | None) -> ET.Element:
    """The place of what follows; slashes part its levels, and two are one in a name."""
    names = [bank.title] if pool is None else [bank.title, pool.title]
    path = "/".join(plain(name).strip().replace("/", "//") for name in names)
    question = ET.Element("question", type="category")
    _text(question, "category", f"$course$/top/{path}")
    _html(question, "info", _MARKUP.paragraphs(bank.introduction))
    return question


def _question(question: Question) -> ET.Element:
    kind = _kind(question)
    element = ET.Element("question", type=kind)
    own = f"{question.title} ({question.variant})" if question.variant else question.title
    _text(element, "name", plain(own))
    body = [*_MARKUP.asked(question)]
    if kind == "cloze":
        scale = _scale(question)
        for answer in question.answers:
            fields = [field(entry, entry.points * scale) for entry in answer.entries]
            body += _MARKUP.paragraphs(answer.prompt)
            body += shown_fields(answer, fields, _MARKUP)
    else:
        (answer,) = question.answers
        body += _MARKUP.paragraphs(answer.prompt)
        body += (_MARKUP.named(answer), *_MARKUP.begun(answer))
    _html(element, "questiontext", body)
    _html(element, "generalfeedback", ())
    _leaf(element, "defaultgrade", _float(question.points))
    _leaf(element, "hidden", "0")
    _leaf(element, "idnumber", _idnumber(question))
    _TYPES[kind](element, question)
    return element


def _idnumber(question: Question) -> str:
    """An id that staff recognises, within what Moodle stores."""
    own = plain(question.id)
    if len(own) <= _LONGEST_ID:
        return own
    return f"{own[: _LONGEST_ID - 33]}~{digest(question.id)}"


def _kind(question: Question) -> str:
    """The type that holds a question."""
    if question.by_hand is not None:
        return "essay"
    if len(question.answers) > 1:
        return "cloze"
    (answer,) = question.answers
    if answer.matching and _fits_matching(answer):
        return "matching"
    if len(answer.entries) > 1:
        return "cloze"
    match answer.entries[0].expects:
        case Number():
            return "numerical"
        case OneOf(("True", "False"), _):
            return "truefalse"
        case _:
            return "multichoice"


def _fits_matching(answer: Asked) -> bool:
    expects = answer.entries[0].expects
    return (
        isinstance(expects, OneOf)
        and len(answer.entries) > 1
        and len(expects.options) >= _LEAST_OPTIONS
    )


def _scale(question: Question) -> int:
    """What makes whole points of a question's fields: a cloze counts in these alone."""
    return math.lcm(*(e.points.denominator for a in question.answers for e in a.entries))


# -- the types ----------------------------------------------------------------------------------


def _cloze(element: ET.Element, question: Question) -> None:
    """A cloze has its answers in its text."""


def _numerical(element: ET.Element, question: Question) -> None:
    number = question.answers[0].entries[0].expects
    assert isinstance(number, Number)  # noqa: S101 - `_kind` has seen to it
    rows = [(Fraction(1), number.ends, ""), *((a.share, a.ends, a.why) for a in number.also)]
    for share, ends, why in rows:
        answer = _answer(element, share, decimal(ends.middle), why)
        _leaf(answer, "tolerance", decimal(ends.margin))
    for name, value in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "3")):
        _leaf(element, name, value)
    _leaf(element, "unitsleft", "0")


def _multichoice(element: ET.Element, question: Question) -> None:
    expects = question.answers[0].entries[0].expects
    assert isinstance(expects, OneOf | SomeOf)  # noqa: S101 - `_kind` has seen to it
    single = isinstance(expects, OneOf)
    _leaf(element, "single", "true" if single else "false")
    _leaf(element, "shuffleanswers", "true")
    _leaf(element, "answernumbering", "abc")
    wrong = len(expects.options) - len(expects.right)
    for place, option in enumerate(expects.options):
        if place in expects.right:
            share = Fraction(1) if single else Fraction(1, len(expects.right))
        else:
            share = Fraction(0) if single else Fraction(-1, wrong)
        _answer(element, share, _MARKUP.text(option), "", format="html")


def _truefalse(element: ET.Element, question: Question) -> None:
    expects = question.answers[0].entries[0].expects
    assert isinstance(expects, OneOf)  # noqa: S101 - `_kind` has seen to it
    for place, option in enumerate(expects.options):
        _answer(element, Fraction(place in expects.right), option.lower(), "")


def _matching(element: ET.Element, question: Question) -> None:
    answer = question.answers[0]
    _leaf(element, "shuffleanswers", "false" if _in_order(answer) else "true")
    used = set()
    for entry in answer.entries:
        assert isinstance(entry.expects, OneOf)  # noqa: S101 - `_kind` has seen to it
        partner = entry.expects.options[entry.expects.right[0]]
        used.add(partner)
        _pair(element, _MARKUP.text(entry.label), partner)
    first = answer.entries[0].expects
    assert isinstance(first, OneOf)  # noqa: S101 - as above
    for option in first.options:
        if option not in used:
            _pair(element, "", option)


def _in_order(answer: Asked) -> bool:
    """Whether the fields are steps, which stay in their order."""
    return [entry.label for entry in answer.entries] == [
        str(step + 1) for step in range(len(answer.entries))
    ]


def _pair(element: ET.Element, label: str, partner: str) -> None:
    pair = ET.SubElement(element, "subquestion", format="html")
    ET.SubElement(pair, "text").text = label
    _text(pair, "answer", plain(partner))


def _essay(element: ET.Element, question: Question) -> None:
    by_hand = question.by_hand or ByHand()
    _leaf(element, "responseformat", "monospaced" if by_hand.is_code else "editor")
    _leaf(element, "responserequired", "1")
    _leaf(element, "responsefieldlines", "15")
    _leaf(element, "attachments", "0")
    _leaf(element, "attachmentsrequired", "0")
    _html(element, "graderinfo", _MARKUP.for_staff(by_hand))
    template = ET.SubElement(element, "responsetemplate", format="plain_text")
    ET.SubElement(template, "text").text = "\n".join(map(plain, by_hand.code.splitlines()))


_TYPES = {
    "cloze": _cloze,
    "numerical": _numerical,
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "matching": _matching,
    "essay": _essay,
}


# -- elements -----------------------------------------------------------------------------------


def _answer(
    element: ET.Element,
    share: Fraction,
    text: str,
    why: str,
    format: str = "moodle_auto_format",  # noqa: A002 - what the attribute is called
) -> ET.Element:
    answer = ET.SubElement(element, "answer", fraction=_grade(share), format=format)
    ET.SubElement(answer, "text").text = text
    _html(answer, "feedback", (_MARKUP.text(why),) if why else ())
    return answer


def _grade(share: Fraction) -> str:
    """The share that a site takes and that is nearest, in percent."""
    nearest = min(_GRADES, key=lambda grade: abs(grade - abs(share)))
    return _float(100 * nearest * (-1 if share < 0 else 1))


def _float(number: Fraction) -> str:
    return f"{float(number):.7f}".rstrip("0").rstrip(".")


def _leaf(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(ET.SubElement(parent, tag), "text").text = text


def _html(parent: ET.Element, tag: str, lines: Iterable[str]) -> None:
    ET.SubElement(ET.SubElement(parent, tag, format="html"), "text").text = "\n".join(lines)


def _nothing_is_markup(text: str) -> str:
    """A text in HTML in which Moodle sees no field, no formula and no element."""
    return as_text(text).translate(_MARKS)


def _formula(latex: str, _: str) -> str:
    return rf"\({escape(latex)}\)"


_MARKUP = Markup(_nothing_is_markup, _formula)
