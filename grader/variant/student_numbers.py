"""One student's numbers, and the assignment that has them in place of its draws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast

from grader.assignment.draws import Same, is_draw, read_draw
from grader.assignment.model import Assignment, Plain, Question, System
from grader.assignment.quantities import array
from grader.outcome.errors import Faulty
from grader.variant.wording import worded
from grader.words.sentences import draws as sentences
from reference.records import dataclass, field, replace

_SYMBOL = re.compile(r"\w+")


@dataclass(frozen=True)
class Numbers:
    """Everything that is drawn for one student.

    `given` has, by system and symbol, the numbers that stand in place of draws; `cells` the cell
    of every system that draws one; `words` what is drawn for the texts.
    """

    given: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Plain] = field(default_factory=dict)


def draws_anything(assignment: Assignment) -> bool:
    """Whether students get numbers of their own."""
    return any(is_draw(word) for word in assignment.words.values()) or any(
        system.cells or any(map(is_draw, system.given.values()))
        for system in assignment.systems.values()
    )


def original(assignment: Assignment) -> Numbers:
    """The printed numbers; raise Faulty where a draw has none."""
    given: dict[str, dict[str, Plain]] = {}
    for name, symbol, _ in drawn_symbols(assignment):
        printed = _printed(assignment, name, symbol)
        if printed is None:
            raise Faulty(sentences.no_original_number(name, symbol))
        given.setdefault(name, {})[symbol] = printed
    words = {name: word["original"] for name, word in drawn_words(assignment) if "original" in word}
    for name, _ in drawn_words(assignment):
        if name not in words:
            raise Faulty(sentences.words_without_original(name))
    cells = {name: system.cell for name, system in assignment.systems.items() if system.cells}
    return Numbers(given, cells, words)


def _printed(assignment: Assignment, name: str, symbol: str) -> Plain:
    system, origin = source_of(assignment, name, symbol)
    value = assignment.systems[system].given[origin]
    return value.get("original") if isinstance(value, dict) else value


def filled(assignment: Assignment, numbers: Numbers) -> Assignment:
    """The assignment with numbers in place of its draws, also in its texts.

    What a printed sheet has wrong (an alternative without any symbol) counts with its numbers only.
    """
    systems = {name: _system(name, assignment, numbers) for name in assignment.systems}
    words = {**assignment.words, **numbers.words}
    questions = tuple(_question(q, assignment, numbers) for q in assignment.questions)
    whole = replace(assignment, systems=systems, words=words, questions=questions, require=())
    return worded(whole)


def _question(question: Question, assignment: Assignment, numbers: Numbers) -> Question:
    if not any(answer.alternatives or answer.partly for answer in question.answers):
        return question
    answers = []
    for answer in question.answers:
        system = answer.system or question.system or ""
        if _is_printed(system, assignment, numbers):
            answers.append(answer)
        else:
            alternatives, partly = (
                tuple(other for other in others if not _is_typed(other.value))
                for others in (answer.alternatives, answer.partly)
            )
            answers.append(replace(answer, alternatives=alternatives, partly=partly))
    return replace(question, answers=tuple(answers))


def _is_printed(system: str, assignment: Assignment, numbers: Numbers) -> bool:
    """Whether a system has its printed numbers, or no others."""
    return all(
        numbers.given.get(system, {}).get(symbol) == _printed(assignment, system, symbol)
        for name, symbol, _ in drawn_symbols(assignment)
        if name == system
    )


def _is_typed(value: Plain) -> bool:
    """Whether a value is a number as it stands, and not worked out: 2/3, but not h[2]."""
    return array(value) is not None


def _system(name: str, assignment: Assignment, numbers: Numbers) -> System:
    system = assignment.systems[name]
    given = {**system.given, **numbers.given.get(name, {})}
    cell = numbers.cells.get(name, system.cell)
    if system.cells:
        known = symbols_of(assignment, cell, system)
        given = {symbol: value for symbol, value in given.items() if _bare(symbol) in known}
    return replace(system, cell=cell, cells=(), cells_by="", given=given, require=())


def symbols_of(assignment: Assignment, cell_name: str, system: System) -> frozenset[str]:
    """What a cell takes numbers for, in the letters of the system."""
    chosen = replace(system, cell=cell_name, cells=())
    from grader.key.expected import Expected  # brings the mathematics, for drawn cells alone

    model = Expected(replace(assignment, systems={"it": chosen})).model("it")
    states = {f"{state}{zero}" for state in model.cell.states for zero in ("0", "_0")}
    return frozenset({*model.cell.shapes, *states})


def _bare(symbol: str) -> str:
    """The name without a step: h of h[1]."""
    match = _SYMBOL.match(symbol)
    return match[0] if match else symbol


def drawn_symbols(assignment: Assignment) -> Iterator[tuple[str, str, Mapping[str, Plain]]]:
    """Every given symbol that is no number yet: its system, its name, what is written."""
    for name, system in assignment.systems.items():
        for symbol, value in system.given.items():
            if is_draw(value):
                yield name, symbol, cast("Mapping[str, Plain]", value)


def drawn_words(assignment: Assignment) -> Iterator[tuple[str, Mapping[str, Plain]]]:
    """Every word that is drawn, with what is written."""
    for name, word in assignment.words.items():
        if isinstance(word, dict):
            yield name, word


def source_of(assignment: Assignment, system: str, symbol: str) -> tuple[str, str]:
    """Where a symbol that is the same as another gets its number from; raise Faulty for circles."""
    seen = []
    while (system, symbol) not in seen:
        seen.append((system, symbol))
        if system not in assignment.systems or symbol not in assignment.systems[system].given:
            raise Faulty(sentences.no_such_symbol(system, symbol))
        value = assignment.systems[system].given[symbol]
        if not isinstance(value, dict) or "same" not in value:
            return system, symbol
        other = read_draw(value)
        assert isinstance(other, Same)  # noqa: S101 - `same` is what makes it one
        system, symbol = other.system, other.symbol
    raise Faulty(sentences.same_as_itself(system, symbol))
