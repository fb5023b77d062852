"""What the models of `schema` refuse, in sentences with a place and a remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from grader.assignment.document import Document, KeyPath, dotted
from grader.assignment.faults import Fault, did_you_mean, shown_value
from grader.assignment.schema.answers import AnswerFields, AnswerFile, ToleranceFile
from grader.assignment.schema.sheet import AssignmentFile, GradescopeFile, QuestionFile
from grader.assignment.schema.systems import DRAWS, SystemFile, tag_of_draw
from grader.words.sentences.complaints import keys as sentences
from reference.records import replace

_LISTS = {"questions": "question", "readings": "reading", "alternatives": "alternative"}
_NAMED = {"answers": "answer", "systems": "system", "cells": "cell"}
_DRAWN = {tag_of_draw(way): model for way, model in DRAWS.items()}


def schema_faults(document: Document, error: ValidationError) -> list[Fault]:
    """Every complaint of the models, at the place in the file that it is about."""
    return [_fault(document, details) for details in error.errors()]


def empty_keys(document: Document) -> Iterator[Fault]:
    """Keys without anything behind them: they would pass as if they were not there."""
    for path in document.values:
        if not path or document.at(path) is not None or path[-1] == "value":
            continue
        model = model_at(path[:-1])
        field = model.model_fields.get(str(path[-1])) if model else None
        if field is not None and document.at(path[:-1]) is not None:
            about = f" ({field.description.rstrip('.')})" if field.description else ""
            remedy = sentences.write_key_or_leave_it_out(path[-1], about)
            yield placed(document, path, f"{path[-1]} is empty", remedy)


def surroundings(document: Document, path: KeyPath) -> str:
    """Where in the sheet a path leads: `question "b", answer "c_h2"`."""
    words = []
    for depth in range(1, len(path)):
        group, step = path[depth - 1], path[depth]
        if group in _LISTS and isinstance(step, int):
            known = document.at((*path[: depth + 1], "id"))
            name = f'"{known}"' if isinstance(known, str) else str(step + 1)
            words.append(f"{_LISTS[str(group)]} {name}")
        elif group in _NAMED:
            words.append(f'{_NAMED[group]} "{step}"')
        elif group == "given":
            words.append(f'given "{step}"')
    return ", ".join(words)


def placed(document: Document, path: KeyPath, message: str, remedy: str = "") -> Fault:
    """A fault about what stands at a path, with its surroundings said first."""
    around = surroundings(document, path)
    return Fault(
        document.path,
        document.place(path).line,
        _key(document, path),
        f"{around}: {message}" if around else message,
        remedy,
    )


def _key(document: Document, path: KeyPath) -> str:
    """The path with questions and readings by their ids, as a person would say it."""
    steps = list(path)
    for index, step in enumerate(path):
        if isinstance(step, int) and index and path[index - 1] in ("questions", "readings"):
            known = document.at((*path[: index + 1], "id"))
            steps[index] = known if isinstance(known, str) else step
    return dotted(tuple(steps))


def _fault(document: Document, details: Mapping[str, Any]) -> Fault:
    path = path_in_file(document, details["loc"], absent=details["type"] in _ABOUT_ABSENT)
    inside = (*path, *details.get("ctx", {}).get("at", ()))
    if inside != path and inside in document.values:
        path, details = inside, {**details, "input": document.at(inside)}
    if details["type"] == "union_tag_not_found":  # a draw by no known name: its own line is meant
        first = (*path, *list(details["input"])[:1])
        line = document.place(first if first in document.values else path).line
        fault = placed(document, path, *_no_draw(_subject(path), details))
        return replace(fault, line=line)
    message, remedy = _SENTENCES.get(details["type"], _other)(_subject(path), details)
    if details["type"] == "extra_forbidden" and details["input"] is None:
        remedy = _after_a_comma(document, path) or remedy
    return placed(document, path, message, remedy)


def _after_a_comma(document: Document, path: KeyPath) -> str:
    """A word alone in braces that belongs to the value before it: `{points: 1,5}`."""
    around = document.at(path[:-1])
    if not isinstance(around, dict):
        return ""
    keys = list(around)
    place = keys.index(str(path[-1])) if str(path[-1]) in keys else 0
    if not place or document.place(path).line != document.place((*path[:-1], keys[place - 1])).line:
        return ""
    key, before, after = keys[place - 1], around[keys[place - 1]], str(path[-1])
    model = model_at(path[:-1])
    if model and after.partition(" ")[0] in model.model_fields:
        return ""  # a key without its colon
    if after.isdigit() and isinstance(before, int):
        return sentences.comma_in_a_decimal(key, before, after)
    return (
        sentences.comma_between_two_numbers(key, shown_value(before), after)
        .replace('["', "[")
        .replace('",', ",")
    )


def path_in_file(document: Document, loc: KeyPath, *, absent: bool) -> KeyPath:
    """The part of pydantic's place that exists in the file: unions add names of their own."""
    path: KeyPath = ()
    for step in loc:
        if (*path, step) in document.values:
            path = (*path, step)
    if absent and loc and (not path or path[-1] != loc[-1]):
        path = (*path, loc[-1])
    return path


def _subject(path: KeyPath) -> str:
    """What a sentence about a path starts with."""
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        entries = next((step for step in reversed(path) if isinstance(step, str)), "the list")
        return f"entry {path[-1] + 1} of {entries}"
    return path[-1]


def _unexpected(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    got = shown_value(details["input"])
    first, blank, rest = subject.partition(" ")
    if details["input"] is None and blank and first.isidentifier():
        return f'"{subject}" has no value', f'write a colon: "{first}: {rest}"'
    return f"{subject} must be {details['ctx']['expected']} (got {got})", details["ctx"]["remedy"]


def _missing(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    model = model_at(details["loc"][:-1])
    field = model.model_fields.get(str(details["loc"][-1])) if model else None
    about = f" ({field.description.rstrip('.')})" if field and field.description else ""
    return f"{subject} is missing", f'add "{subject}: ..."{about}'


def _unknown(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    model = model_at(details["loc"][:-1])
    known = tuple(model.model_fields if model else ())
    said = f'the key "{subject}" is not known'
    first, _, rest = subject.partition(" ")
    if first in known and details["input"] is None:
        return said, f'write a colon: "{first}: {rest}"'
    home = home_of(subject)
    if home and not get_close_matches(subject, known, n=1, cutoff=0.85):
        return said, f'"{subject}" {home}'
    guess = did_you_mean(subject, known)
    return said, f'{guess} ("{subject}" {home})' if home else guess


def _no_choice(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    words = [
        word.strip(" '") for word in details["ctx"]["expected"].replace(" or ", ",").split(",")
    ]
    return (
        sentences.must_be_one_of(subject, ", ".join(words), shown_value(details["input"])),
        did_you_mean(str(details["input"]), words) if details["input"] else f"write {words[0]}",
    )


def _no_draw(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    known = list(DRAWS)
    first = next(iter(details["input"]), "")
    return (
        sentences.must_be_numbers_or_a_draw(subject, ", ".join(known), shown_value(first)),
        did_you_mean(str(first), known),
    )


def _must_be(what: str, remedy: str) -> Callable[[str, Mapping[str, Any]], tuple[str, str]]:
    def say(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
        return f"{subject} must be {what} (got {shown_value(details['input'])})", remedy

    return say


_MAPPINGS = {
    "tolerance": "{absolute: 0.01}",
    "sizes": "{d: 3, n: 4}",
    "given": "{W: 0.5, x: [1, 2]}",
    "options": "{a: ..., b: ...}",
    "late": "{per_day: 1/10}",
}


def _no_mapping(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    example = _MAPPINGS.get(subject)
    remedy = f'write "{subject}: {example}"' if example else ""
    return (
        sentences.must_be_a_mapping(subject, shown_value(details["input"])),
        remedy or sentences.write_lines_below(),
    )


def _no_list(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    named = subject == "labels" and isinstance(details["input"], dict)
    remedy = sentences.write_options_instead() if named else sentences.write_dashes()
    return _must_be("a list", remedy)(subject, details)


def _too_few(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    least, got = details["ctx"]["min_length"], details["ctx"]["actual_length"]
    return sentences.too_few_entries(subject, least, got)


def _too_many(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    most, got = details["ctx"]["max_length"], details["ctx"]["actual_length"]
    return sentences.too_many_entries(subject, most, got)


def _other(subject: str, details: Mapping[str, Any]) -> tuple[str, str]:
    return f"{subject}: {details['msg']} (got {shown_value(details['input'])})", ""


# Where a key belongs, in the order in which it is looked for.
_HOMES: tuple[tuple[type[BaseModel], str], ...] = (
    (QuestionFile, sentences.belongs_to_question()),
    (SystemFile, sentences.belongs_to_system()),
    (AnswerFields, sentences.belongs_to_answer_or_defaults()),
    (AnswerFile, sentences.belongs_to_answer()),
    (AssignmentFile, sentences.belongs_to_top()),
    (GradescopeFile, sentences.belongs_under_gradescope()),
    (ToleranceFile, sentences.belongs_under_tolerance()),
)


def home_of(key: str) -> str:
    """Where in a file a key belongs; empty if nowhere."""
    return next((said for model, said in _HOMES if key in model.model_fields), "")


_ABOUT_ABSENT = frozenset({"missing", "extra_forbidden"})
_SENTENCES: dict[str, Callable[[str, Mapping[str, Any]], tuple[str, str]]] = {
    "unexpected": _unexpected,
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _no_choice,
    "union_tag_not_found": _no_draw,
    "dict_type": _no_mapping,
    "model_type": _no_mapping,
    "model_attributes_type": _no_mapping,
    "list_type": _no_list,
    "too_short": _too_few,
    "too_long": _too_many,
}


def model_at(loc: KeyPath) -> type[BaseModel] | None:
    """The model that describes the mapping at a place."""
    shape: Any = AssignmentFile
    for step in loc:
        if step in _DRAWN:
            shape = _DRAWN[str(step)]
        elif get_origin(shape) in (dict, list):
            shape = _without_none(get_args(shape)[-1])
        elif isinstance(shape, type) and issubclass(shape, BaseModel):
            field = shape.model_fields.get(str(step))
            shape = _without_none(field.annotation) if field else None
    is_class = isinstance(shape, type) and get_origin(shape) is None
    return shape if is_class and issubclass(shape, BaseModel) else None


def _without_none(annotation: Any) -> Any:
    """The type that a field takes when it is filled."""
    if hasattr(annotation, "__metadata__"):
        return _without_none(annotation.__origin__)
    models = [part for part in get_args(annotation) if part is not type(None)]
    if get_origin(annotation) in (dict, list) or not models:
        return annotation
    return _without_none(models[0])
