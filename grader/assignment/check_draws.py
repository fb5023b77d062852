"""What may be wrong with the draws of a sheet, before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from grader.assignment import language, quantities
from grader.assignment.braces import of_a_command
from grader.assignment.document import KeyPath
from grader.assignment.draws import Same, Undrawable, read_draw
from grader.assignment.faults import did_you_mean
from grader.assignment.normalise import system_chain
from grader.assignment.schema.fields import FilePart
from grader.assignment.schema.filled import FilledArray
from grader.assignment.schema.sheet import AssignmentFile
from grader.assignment.schema.systems import SystemFile
from grader.words.sentences.complaints import systems as sentences

# A path, what is wrong, what to write instead, and whether it is only a warning.
Found = tuple[KeyPath, str, str, bool]

_ONE_SHAPE = sentences.same_shape_for_all()
_BRACED = re.compile(r"(?<![_^\\])\{(?:([\w-]+)\.)?([A-Za-z_]\w*)(?:\[(?:\d+|:)\])*\}")


_STEP = re.compile(r"\[(\d+)\]")
_UNCLOSED = re.compile(r"(?<![_^\\])\{([A-Za-z_]\w*)(?:\[\w*|\w*\])\}")


def check_draws(sheet: AssignmentFile) -> Iterator[Found]:
    """Everything that stands in the way of drawing."""
    for name, system in sheet.systems.items():
        path = ("systems", name)
        yield from _cells(system, sheet, path)
        for symbol, value in system.given.items():
            if hasattr(value, "model_dump") and not isinstance(value, FilledArray):
                written = value.model_dump(exclude_none=True)
                yield from _draw(written, sheet, (*path, "given", symbol))
        for index, condition in enumerate(system.require or ()):
            said = language.condition_fault(condition)
            if said:
                where = (*path, "require", index)
                yield (where, said, sentences.write_a_comparison(), False)
    yield from _texts(sheet)


def _has_steps(name: str, chain: Sequence[SystemFile], steps: int) -> bool:
    """Whether a system is given a number a step under this name."""
    value = next((part.given[name] for part in chain if name in part.given), None)
    if isinstance(value, FilePart) and not isinstance(value, FilledArray):
        return _shape(value.model_dump(exclude_none=True))[:1] == (steps,)
    return (quantities.shape(value) or ())[:1] == (steps,)


def _cells(system: SystemFile, sheet: AssignmentFile, path: KeyPath) -> Iterator[Found]:
    known = language.known_cells()
    for index, cell in enumerate(system.cells or ()):
        if known and cell not in {*known, *sheet.cells}:
            hint = did_you_mean(cell, [*sheet.cells, *known])
            yield ((*path, "cells", index), sentences.there_is_no_cell(cell), hint, False)
    if system.cells and system.cell is not None and system.cell not in system.cells:
        said = sentences.cell_is_none_of_those_drawn(system.cell)
        yield ((*path, "cell"), said, sentences.write_the_printed_one(), False)


def _draw(written: dict[str, Any], sheet: AssignmentFile, path: KeyPath) -> Iterator[Found]:
    try:
        draw = read_draw(written)
    except Undrawable as fault:
        yield (path, f"nothing can be drawn: {fault}", fault.remedy, False)
        return
    if isinstance(draw, Same):
        yield from _same(draw, sheet, (*path, "same"))
        return
    for way in ("choose", "permutation"):
        if len({quantities.shape(value) for value in written.get(way, ())}) > 1:
            said = sentences.values_differ_in_shape(way)
            yield ((*path, way), said.replace("permutation from", "permute"), _ONE_SHAPE, False)
            return
    original = written.get("original")
    wanted = _shape(written)
    if original is not None and quantities.shape(original) != wanted:
        drawn = ", ".join(map(str, wanted)) or "a number"
        got = ", ".join(map(str, quantities.shape(original) or ())) or "a number"
        said = sentences.original_of_another_shape(got, drawn)
        yield ((*path, "original"), said, sentences.give_both_the_same_shape(), False)


def _shape(written: dict[str, Any]) -> tuple[int, ...]:
    """The shape of what is drawn."""
    own = tuple(written.get("shape") or ())
    if "permutation" in written:
        values = written["permutation"]
        return (len(values), *(quantities.shape(values[0]) or ()))
    if "choose" in written:
        return (*own, *(quantities.shape(written["choose"][0]) or ()))
    return own


def _same(draw: Same, sheet: AssignmentFile, path: KeyPath) -> Iterator[Found]:
    if draw.system not in sheet.systems:
        hint = did_you_mean(draw.system, sheet.systems)
        yield (path, sentences.there_is_no_system(draw.system), hint, False)
        return
    given = [s for part in system_chain(draw.system, sheet.systems) for s in part.given]
    if draw.symbol not in given:
        said = f'system "{draw.system}" is given no {draw.symbol}'
        yield (path, said, did_you_mean(draw.symbol, given), False)


def _texts(sheet: AssignmentFile) -> Iterator[Found]:
    """Names in braces that stand for nothing; they may be meant as they are."""
    for index, question in enumerate(sheet.questions):
        named = question.system or (next(iter(sheet.systems)) if len(sheet.systems) == 1 else "")
        for match in _BRACED.finditer(question.prompt):
            if of_a_command(match):
                continue
            system, name = match[1] or named, match[2]
            chain = system_chain(system, sheet.systems)
            given = {symbol.partition("[")[0] for part in chain for symbol in part.given}
            known = given | ({"cell"} if match[1] else set(sheet.words))
            steps = next((part.steps for part in chain if part.steps), None)
            if name not in known:
                said = sentences.braces_name_nothing(match[0])
                hint = did_you_mean(name, known) if known else sentences.leave_the_braces_out()
                yield (("questions", index, "prompt"), said, hint, True)
            elif (at := _STEP.search(match[0])) and steps and _has_steps(name, chain, steps):
                said = sentences.no_such_step_in_the_prompt(match[0], name, steps)
                if int(at[1]) not in range(1, steps + 1):
                    yield (("questions", index, "prompt"), said, "mend the step", True)
        for match in _UNCLOSED.finditer(question.prompt):
            said = sentences.a_bracket_is_open(match[0])
            hint = sentences.close_the_bracket(match[1])
            yield (("questions", index, "prompt"), said, hint, True)
