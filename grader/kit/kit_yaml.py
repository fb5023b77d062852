"""A stripped assignment as the text of its file: read back, it is the same assignment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import yaml

from grader.assignment import Alternative, Answer, Assignment, Plain, Question, System, Tolerance
from grader.assignment.dataclass_json import from_plain
from grader.assignment.document import plain_scalar
from grader.assignment.function import RANDOM, Function, Place
from grader.assignment.kinds import NUMERIC
from grader.words.sentences import kits as sentences

_WIDTH = 100
_NUMPY = Function().framework
_EXACT = Tolerance(exact=True)
Entries = Iterator[tuple[str, Any]]


_OF_ROUNDING = {"decimals", "significant", "at", "cut", "steps"}


def text_of(kit: Assignment) -> str:
    """The file of a kit."""
    head = "".join(f"# {line}\n" for line in sentences.kit_file())
    body = yaml.dump(
        dict(_sheet(kit)), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    return head + body


class _Dumper(yaml.SafeDumper):
    """Writes words in quotes wherever a reader could take them for something else."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" in text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    is_word = text[:1].isalpha() and isinstance(plain_scalar(text), str)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_word else '"')


def _flat(dumper: yaml.SafeDumper, entries: list[Any]) -> yaml.SequenceNode:
    plain = not any(isinstance(entry, dict) for entry in entries)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", entries, flow_style=plain)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _flat)


def _sheet(kit: Assignment) -> Entries:
    if kit.kit is not None:
        whose = {"student": kit.kit.student} if kit.kit.student is not None else {}
        yield "kit", {"assignment": kit.kit.assignment, **whose, "drawing": kit.kit.drawing}
    yield "title", kit.title
    yield "points", _amount(kit.points)
    if kit.forbid:
        yield "forbid", list(kit.forbid)
    if kit.only:
        yield "only", list(kit.only)
    if kit.helpers:
        yield "helpers", {module: list(names) for module, names in kit.helpers.items()}
    if kit.cells:
        yield "cells", dict(kit.cells)
    if kit.systems:
        yield "systems", {name: dict(_system(system)) for name, system in kit.systems.items()}
    yield "questions", [dict(_question(question)) for question in kit.questions]


def _system(system: System) -> Entries:
    yield "cell", system.cell
    if system.steps != 1:
        yield "steps", system.steps
    if system.given:
        yield "given", dict(system.given)
    if system.sizes:
        yield "sizes", dict(system.sizes)
    if system.without:
        yield "without", list(system.without)
    if system.rename:
        yield "rename", dict(system.rename)
    if system.slope_at_zero:
        yield "slope_at_zero", _amount(system.slope_at_zero)
    if system.rounded:
        yield (
            "rounded",
            {
                name: {"decimals": rule.decimals, "ties": rule.ties}
                for name, rule in system.rounded.items()
            },
        )


def _question(question: Question) -> Entries:
    yield "id", question.id
    if question.title:
        yield "title", question.title
    if question.system is not None:
        yield "system", question.system
    yield "follow_through", _amount(question.follow_through) or "none"
    if question.cap is not None:
        yield "cap", _amount(question.cap)
    if question.readings:
        yield "readings", [
            {"id": reading.id, **({"system": reading.system} if reading.system else {}),
             **({"values": values} if (values := _told(reading.values)) else {})}
            for reading in question.readings
        ]  # fmt: skip
    yield "answers", {answer.name: dict(_answer(answer)) for answer in question.answers}


def _told(values: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: value for name, value in values.items() if value is not None}


def _answer(answer: Answer) -> Entries:
    yield "kind", answer.kind
    yield "points", _amount(answer.points)
    if answer.public:
        yield "public", True
    if answer.kind == "function":
        yield "function", dict(_function(from_plain(Function, answer.value)))
    elif answer.value is not None:
        yield "value", answer.value
    if answer.system is not None:
        yield "system", answer.system
    yield from _tolerance(answer.tolerance, answer.kind)
    if answer.per_entry:
        yield "per_entry", True
    if not answer.quoted:
        yield "quoted", False
    for name in ("labels", "options", "synonyms"):
        if words := getattr(answer, name):
            yield name, dict(words) if isinstance(words, dict) else list(words)
    yield from _rules(answer)


def _rules(answer: Answer) -> Entries:
    """What else counts, which stands in a kit for public answers alone."""
    if answer.explanation:
        yield "explanation", True
    if answer.known_mistakes:
        yield "known_mistakes", {n: _amount(share) for n, share in answer.known_mistakes.items()}
    if answer.precision_penalty:
        yield "precision_penalty", _amount(answer.precision_penalty)
    if answer.alternatives:
        yield "alternatives", [dict(_alternative(a, answer.kind)) for a in answer.alternatives]


def _alternative(alternative: Alternative, kind: str) -> Entries:
    yield "value", alternative.value
    if alternative.why:
        yield "why", alternative.why
    if alternative.tolerance is not None:
        yield from _tolerance(alternative.tolerance, kind, always=True)


def _tolerance(tolerance: Tolerance, kind: str, *, always: bool = False) -> Entries:
    if tolerance == _EXACT and kind not in NUMERIC and not always:
        return  # as it is where nothing is said
    said = {
        name: value
        for name in (
            "decimals",
            "significant",
            "absolute",
            "relative",
            "exact",
            "truncation",
            "at",
            "cut",
            "steps",
        )
        if (value := getattr(tolerance, name)) not in (None, False, "")
    }
    if said == {"exact": True}:
        yield "rounding", "exact"
    elif set(said) == {"decimals"}:
        yield "rounding", tolerance.decimals
    elif {"at", "steps"} & set(said) and set(said) <= _OF_ROUNDING:
        yield "rounding", {k: v for k, v in said.items() if k != "at" or not tolerance.cut}
    elif said:
        yield "tolerance", said


def _function(function: Function) -> Entries:
    for name in ("cell", "call"):
        if said := getattr(function, name):
            yield name, said
    for name in ("new", "attributes", "arguments", "returns", "stored"):
        if places := getattr(function, name):
            yield name, {place.name: _place(place) for place in places}
    if function.framework != _NUMPY:
        yield from (("framework", function.framework), ("dtype", function.dtype))
    if not function.outputs:
        return
    for name in ("batch", "steps", "forward", "step"):
        if said := getattr(function, name):
            yield name, said
    if function.single:
        yield "single", True
    yield from _bounds_of_calls(function)
    yield "cases", function.cases
    yield "checks", {name: _amount(weight) for name, weight in function.checks.items()}
    if function.slope_at_zero:
        yield "slope_at_zero", _amount(function.slope_at_zero)


def _bounds_of_calls(function: Function) -> Entries:
    if function.sizes:
        yield "sizes", {letter: list(bounds) for letter, bounds in function.sizes.items()}
    if function.values:
        yield "values", list(function.values)


def _place(place: Place) -> dict[str, Any]:
    said: dict[str, Any] = {"shape": list(place.axes)} if place.axes else {}
    if place.symbol != place.name:
        said["symbol"] = place.symbol
    for name in ("below", "size"):
        if word := getattr(place, name):
            said[name] = word
    if place.cells:
        said["cells"] = dict(place.cells)
    if place.kept:
        said["kept"] = True
    if place.fill:
        said["fill"] = place.fill if place.fill == RANDOM else float(place.fill)
    if place.entries:
        said["entries"] = {entry.name: _place(entry) for entry in place.entries}
    return said or {"shape": []}  # a number


def _amount(amount: Fraction) -> Plain:
    return int(amount) if amount.denominator == 1 else str(amount)
