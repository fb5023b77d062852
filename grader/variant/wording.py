r"""Numbers and words put into a sheet's texts: `{V}`, `{x[1]}`, `{forward.x[:]}`, `{name}`.

A name in braces is a word of the sheet, or a symbol among the given numbers of the question's
system (`{lstm.W_f}` for another one); `[1]` is an entry, counted from 1, and `[:]` lists the
entries without brackets.  `{mutant.cell}` is the title of a system's cell.  Braces that name
nothing stay as they are, and so does everything after `_`, `^` or a command of TeX: `h_{t-1}` and
`\frac{1}{T}` are mathematics, and `\sqrt{{x}}` is the root of a given number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from grader.assignment.braces import of_a_command
from grader.assignment.draws import is_draw
from grader.assignment.model import Answer, Assignment, Plain, Question, System
from reference.records import dataclass, replace

_PLACE = re.compile(
    r"(?<![_^\\])\{(?:(?P<system>[\w-]+)\.)?(?P<name>[A-Za-z_]\w*)(?P<entries>(?:\[(?:\d+|:)\])*)\}"
)
_ENTRY = re.compile(r"\[(\d+|:)\]")
_LIST = re.compile(r"\{(\w+)\}\Z")


@dataclass(frozen=True)
class Place:
    """A name in braces, taken apart."""

    text: str
    system: str | None
    name: str
    entries: tuple[str, ...]


def places(text: str) -> list[Place]:
    """The names in braces that a text holds."""
    return [_place(match) for match in _PLACE.finditer(text) if not of_a_command(match)]


def worded(assignment: Assignment) -> Assignment:
    """The assignment with every name in braces that it knows put in as number or word."""
    scope = Scope(assignment)
    return replace(
        assignment,
        title=scope.filled(assignment.title),
        introduction=scope.filled(assignment.introduction),
        systems={
            name: replace(system, captions=tuple(scope.spread(system.captions)))
            if system.captions
            else system
            for name, system in assignment.systems.items()
        },
        questions=tuple(_question(question, scope) for question in assignment.questions),
    )


def _question(question: Question, scope: Scope) -> Question:
    def fill(text: str) -> str:
        return scope.filled(text, question.system)

    return replace(
        question,
        title=fill(question.title),
        prompt=fill(question.prompt),
        readings=tuple(replace(reading, why=fill(reading.why)) for reading in question.readings),
        answers=tuple(_answer(answer, fill, scope) for answer in question.answers),
    )


def _answer(answer: Answer, fill: Callable[[str], str], scope: Scope) -> Answer:
    return replace(
        answer,
        prompt=fill(answer.prompt),
        rubric=fill(answer.rubric),
        items=tuple(replace(item, text=fill(item.text)) for item in answer.items),
        labels=tuple(scope.spread(answer.labels)),
        options={key: fill(text) for key, text in answer.options.items()},
    )


@dataclass(frozen=True)
class Scope:
    """What names in braces can stand for."""

    assignment: Assignment

    def filled(self, text: str, system: str | None = None) -> str:
        """The text with what is known put in; `system` is where plain names are looked up."""
        if "{" not in text:
            return text

        def put(match: re.Match[str]) -> str:
            found = None if of_a_command(match) else self.find(_place(match), system)
            return match[0] if found is None else found

        return _PLACE.sub(put, text)

    def find(self, place: Place, system: str | None) -> str | None:
        """What a name in braces stands for; None where it stands for nothing."""
        if place.system is None and place.name in self.assignment.words:
            return _shown(self.assignment.words[place.name], place.entries)
        found = self.assignment.systems.get(place.system or system or "")
        if found is None:
            return None
        if place.name == "cell" and place.system is not None:
            return _title(self.assignment, found)
        return _symbol(found, place)

    def spread(self, labels: Iterable[str]) -> Iterable[str]:
        """Labels, where `{tags}` alone stands for all words of a list."""
        for label in labels:
            match = _LIST.match(label)
            words = self.assignment.words.get(match[1]) if match else None
            if isinstance(words, list):
                yield from map(str, words)
            else:
                yield self.filled(label)


def _place(match: re.Match[str]) -> Place:
    entries = tuple(_ENTRY.findall(match["entries"]))
    return Place(match[0], match["system"], match["name"], entries)


def _symbol(system: System, place: Place) -> str | None:
    given: Mapping[str, Plain] = system.given
    # the number of a quantity that is given at one step has its step in its name: h[1]
    for taken in range(len(place.entries), -1, -1):
        name = place.name + "".join(f"[{entry}]" for entry in place.entries[:taken])
        if name in given:
            return _shown(given[name], place.entries[taken:])
    return None


def _shown(value: Plain, entries: tuple[str, ...]) -> str | None:
    """A value as a prompt writes it; None for an entry that is not there."""
    if is_draw(value):
        return None
    for entry in entries:
        if not isinstance(value, list):
            return None
        if entry == ":":
            return ", ".join(_written(one) for one in value)
        if not 1 <= int(entry) <= len(value):
            return None
        value = value[int(entry) - 1]
    return _written(value)


def _written(value: Plain) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _title(assignment: Assignment, system: System) -> str | None:
    from reference import CATALOGUE, cell, parse_cell  # brings NumPy; few prompts name a cell

    own = assignment.cells.get(system.cell)
    if own is None and system.cell not in CATALOGUE:
        return None
    title = parse_cell(own, name=system.cell).title if own else cell(system.cell).title
    return re.split(r" \(|;", title)[0] or system.cell
