"""One item of QTI 2.1: what a student reads, the fields, and the rule that gives the points.

The rule says of every answer what the grader says: a number lies between two others, both included;
all fields of an answer together, or each for its share.  SCORE is the sum.

What staff should know stands in no block for scorers: systems that do not know such blocks would
show them to students.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from xml.etree import ElementTree as ET

from grader.export.accepted_decimals import Ends, decimal
from grader.export.markup import MATH, Markup, as_mathml, as_text, plain
from grader.export.package import child
from grader.export.question import Asked, ByHand, Entry, Number, OneOf, Question, SomeOf

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_PLACE = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_MARKUP = Markup(as_text, as_mathml)


def located(tag: str, **attributes: str) -> ET.Element:
    """The root of a document of QTI 2.1."""
    root = ET.Element(tag, {"xmlns": NAMESPACE, "xmlns:xsi": _INSTANCE})
    root.set("xsi:schemaLocation", f"{NAMESPACE} {_PLACE}")
    root.attrib.update(attributes)
    return root


def item(question: Question, name: str) -> ET.Element:
    """The item of a question under an identifier."""
    root = located(
        "assessmentItem",
        identifier=name,
        title=plain(question.title),
        adaptive="false",
        timeDependent="false",
    )
    for number, answer in enumerate(question.answers, start=1):
        root.extend(_declarations(answer, number))
    _outcome(root, "SCORE", Fraction(0), question.points)
    _outcome(root, "MAXSCORE", question.points)
    body = child(root, "itemBody")
    body.extend(_fragment("".join(_MARKUP.asked(question))))
    for number, answer in enumerate(question.answers, start=1):
        body.extend(_fragment("".join(_MARKUP.paragraphs(answer.prompt))))
        body.extend(_fields(answer, number))
    if question.by_hand is None:
        processing = child(root, "responseProcessing")
        for number, answer in enumerate(question.answers, start=1):
            processing.extend(_rules(answer, number))
    return root


def _response(answer: int, entry: int | None = None) -> str:
    """The name of the response of a field, or of an answer that has one for all."""
    return f"RESPONSE_{answer}" if entry is None else f"RESPONSE_{answer}_{entry}"


def _choice(place: int) -> str:
    return f"choice_{place + 1}"


def _fragment(html: str) -> list[ET.Element]:
    """Elements out of our own XHTML; formulas keep the namespace of MathML."""
    parsed = ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - written by ourselves, a line above
    for element in parsed.iter():
        if element.tag == f"{{{MATH}}}math":
            element.set("xmlns", MATH)
        element.tag = element.tag.removeprefix(f"{{{MATH}}}")
    return list(parsed)


# -- declarations -------------------------------------------------------------------------------


def _declarations(answer: Asked, number: int) -> Iterator[ET.Element]:
    if answer.matching:
        yield _paired(answer, number)
        return
    for place, entry in enumerate(answer.entries, start=1):
        name = _response(number, place)
        match entry.expects:
            case Number(ends):
                yield _declared(name, "single", "float", [decimal(ends.right)])
            case OneOf(_, right):
                yield _declared(name, "single", "identifier", [_choice(right[0])])
            case SomeOf(_, right):
                yield _declared(name, "multiple", "identifier", map(_choice, right))
            case ByHand(solution):
                yield _declared(name, "single", "string", [plain(solution)] if solution else [])


def _paired(answer: Asked, number: int) -> ET.Element:
    pairs = [f"label_{k} {_choice(_place(e))}" for k, e in enumerate(answer.entries, start=1)]
    declared = _declared(_response(number), "multiple", "directedPair", pairs)
    mapping = child(declared, "mapping", defaultValue="0", lowerBound="0")
    for pair, entry in zip(pairs, answer.entries, strict=True):
        child(mapping, "mapEntry", mapKey=pair, mappedValue=_float(entry.points))
    return declared


def _place(entry: Entry) -> int:
    assert isinstance(entry.expects, OneOf)  # noqa: S101 - a matching has nothing else
    return entry.expects.right[0]


def _declared(name: str, cardinality: str, base: str, right: Iterable[str]) -> ET.Element:
    declared = ET.Element(
        "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base
    )
    values = list(right)
    if values:
        correct = child(declared, "correctResponse")
        for value in values:
            child(correct, "value", value)
    return declared


def _outcome(root: ET.Element, name: str, value: Fraction, most: Fraction | None = None) -> None:
    declared = child(
        root, "outcomeDeclaration", identifier=name, cardinality="single", baseType="float"
    )
    if most is not None:
        declared.set("normalMaximum", _float(most))
    child(child(declared, "defaultValue"), "value", _float(value))


def _float(number: Fraction) -> str:
    return repr(float(number))


# -- fields -------------------------------------------------------------------------------------


def _fields(answer: Asked, number: int) -> Iterator[ET.Element]:
    named = _fragment(_MARKUP.named(answer))
    if answer.matching:
        yield from named
        yield _match(answer, number)
        return
    first = answer.entries[0].expects
    if len(answer.entries) == 1 and isinstance(first, Number):
        (line,) = named
        line[0].tail = " "
        line.insert(1, _text_entry(_response(number, 1)))
        line[1].tail = f" {plain(answer.hint)}"
        yield line
        return
    yield from named
    yield from _fragment("".join(_MARKUP.begun(answer)))
    if answer.columns > 1:
        yield _table(answer, number)
        return
    for place, entry in enumerate(answer.entries, start=1):
        yield _field(entry, _response(number, place))


def _field(entry: Entry, name: str) -> ET.Element:
    match entry.expects:
        case Number():
            line = _labelled(entry)
            line.append(_text_entry(name))
            return line
        case ByHand():
            return ET.Element("extendedTextInteraction", responseIdentifier=name, expectedLines="15")  # fmt: skip
        case OneOf(options, _) if entry.label:
            line = _labelled(entry)
            choices = child(line, "inlineChoiceInteraction", responseIdentifier=name, shuffle="false")  # fmt: skip
            _listed(choices, "inlineChoice", options)
            return line
        case OneOf(options, _):
            return _choices(name, options, most=1)
        case SomeOf(options, _):
            return _choices(name, options, most=0)


def _labelled(entry: Entry) -> ET.Element:
    line = ET.Element("p")
    child(line, "code", plain(entry.label)).tail = " "
    return line


def _text_entry(name: str) -> ET.Element:
    return ET.Element("textEntryInteraction", responseIdentifier=name, expectedLength="12")


def _table(answer: Asked, number: int) -> ET.Element:
    table = ET.Element("table")
    body = child(table, "tbody")
    for place in range(len(answer.entries)):
        row = child(body, "tr") if place % answer.columns == 0 else body[-1]
        child(row, "td").append(_text_entry(_response(number, place + 1)))
    return table


def _choices(name: str, options: tuple[str, ...], *, most: int) -> ET.Element:
    interaction = ET.Element(
        "choiceInteraction", responseIdentifier=name, shuffle="false", maxChoices=str(most)
    )
    _listed(interaction, "simpleChoice", options)
    return interaction


def _listed(parent: ET.Element, tag: str, options: tuple[str, ...]) -> None:
    for place, option in enumerate(options):
        child(parent, tag, plain(option), identifier=_choice(place))


def _match(answer: Asked, number: int) -> ET.Element:
    """Labels on the left, options on the right; an option may serve every label."""
    interaction = ET.Element(
        "matchInteraction",
        responseIdentifier=_response(number),
        shuffle="false",
        maxAssociations=str(len(answer.entries)),
    )
    labels = child(interaction, "simpleMatchSet")
    for place, entry in enumerate(answer.entries, start=1):
        child(labels, "simpleAssociableChoice", plain(entry.label), identifier=f"label_{place}", matchMax="1")  # fmt: skip
    options = child(interaction, "simpleMatchSet")
    first = answer.entries[0].expects
    assert isinstance(first, OneOf)  # noqa: S101 - a matching has nothing else
    every = str(len(answer.entries))
    for place, option in enumerate(first.options):
        child(options, "simpleAssociableChoice", plain(option), identifier=_choice(place), matchMax=every)  # fmt: skip
    return interaction


# -- rules --------------------------------------------------------------------------------------


def _rules(answer: Asked, number: int) -> Iterator[ET.Element]:
    if answer.matching and not answer.as_one:
        mapped = ET.Element("mapResponse", identifier=_response(number))
        yield _adding(mapped)
    elif answer.matching:
        yield _condition([(_correct(_response(number)), answer.points)])
    elif answer.as_one:
        every = ET.Element("and")
        for place, entry in enumerate(answer.entries, start=1):
            every.append(_tests(entry, _response(number, place))[0][0])
        yield _condition([(every, answer.points)])
    else:
        for place, entry in enumerate(answer.entries, start=1):
            yield _condition(_tests(entry, _response(number, place)))


def _tests(entry: Entry, name: str) -> list[tuple[ET.Element, Fraction]]:
    """What may be true of a response, and what it is worth; the best first."""
    match entry.expects:
        case Number(ends, also):
            rest = [(_between(name, each.ends), each.share * entry.points) for each in also]
            return [(_between(name, ends), entry.points), *rest]
        case OneOf(_, right):
            return [(_is_choice(name, place), entry.points) for place in right]
        case SomeOf() | ByHand():
            return [(_correct(name), entry.points)]


def _condition(tests: list[tuple[ET.Element, Fraction]]) -> ET.Element:
    condition = ET.Element("responseCondition")
    for place, (test, points) in enumerate(tests):
        branch = child(condition, "responseElseIf" if place else "responseIf")
        branch.append(test)
        branch.append(_adding(_base("float", _float(points))))
    return condition


def _between(name: str, ends: Ends) -> ET.Element:
    both = ET.Element("and")
    # NULL compares to NULL by the standard, but to 0 in players that are written in JavaScript.
    child(child(child(both, "not"), "isNull"), "variable", identifier=name)
    for comparison, end in (("gte", ends.low), ("lte", ends.high)):
        compared = child(both, comparison)
        child(compared, "variable", identifier=name)
        compared.append(_base("float", decimal(end)))
    return both


def _is_choice(name: str, place: int) -> ET.Element:
    match = ET.Element("match")
    child(match, "variable", identifier=name)
    match.append(_base("identifier", _choice(place)))
    return match


def _correct(name: str) -> ET.Element:
    match = ET.Element("match")
    child(match, "variable", identifier=name)
    child(match, "correct", identifier=name)
    return match


def _adding(amount: ET.Element) -> ET.Element:
    outcome = ET.Element("setOutcomeValue", identifier="SCORE")
    total = child(outcome, "sum")
    child(total, "variable", identifier="SCORE")
    total.append(amount)
    return outcome


def _base(kind: str, text: str) -> ET.Element:
    value = ET.Element("baseValue", baseType=kind)
    value.text = text
    return value
