"""The catalogue of cells for people: a list, and all about one of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

from grader.outcome.errors import InputError
from grader.words.sentences import assignments as sentences
from grader.words.sentences import handouts as words
from reference import (
    CATALOGUE,
    Cell,
    CellError,
    cell,
    misconceptions,
    parse_cell,
    ranges,
    show_shape,
    write,
)
from reference.readings.count_conventions import gates
from reference.readings.counts import biases, formula
from reference.readings.notations.text import TEXT
from reference.readings.typeset import typeset_cell
from reference.rewrites.notes import RARER

_LARGEST = 100_000  # bytes of a cell's text; the largest of the catalogue has 1,500


def listed() -> str:
    """Every cell of the catalogue with what it is, a line each."""
    width = max(map(len, CATALOGUE))
    return "\n".join(f"{name:{width}}  {cell(name).title}" for name in CATALOGUE)


def is_there(name: str) -> bool:
    """Whether the catalogue has a cell of that name, or there is such a file."""
    try:
        return name in CATALOGUE or Path(name).is_file()
    except (OSError, ValueError):  # longer than a path may be, or none at all
        return False


def describe(name: str) -> str:
    """All about a cell of the catalogue, or of a file with its text.

    Raises InputError for a name or file that is not there, or a text that is no cell.
    """
    return "\n".join(_described(_found(name)))


def _found(name: str) -> Cell:
    path = Path(name)
    try:
        if name in CATALOGUE or not path.is_file():
            return cell(name)
        text = path.read_bytes()[: _LARGEST + 1]
        if len(text) > _LARGEST:
            raise InputError(sentences.cell_too_large(path, text.count(b"\n") + 1, _LARGEST))
        return parse_cell(text.decode(), name=path.stem)
    except UnicodeDecodeError:
        raise InputError(sentences.cell_not_utf_8(path)) from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except CellError as fault:
        where = f"{path}: " if path.is_file() else ""
        raise InputError(f"{where}{fault}") from None


def source(name: str) -> str:
    """The text of a cell, as it can be pasted under `cells:` in an assignment or into a file.

    Raises InputError for a name or file that is not there, or a text that is no cell.
    """
    found = _found(name)
    if name in CATALOGUE:
        return dedent(CATALOGUE[name]).strip()
    assert found.equations  # noqa: S101 - a file whose text is a cell, which has just been read
    return Path(name).read_text(encoding="utf-8").strip()


def facts(name: str) -> dict[str, object]:
    """What a program wants to know of a cell: the fields of `grader cells --json`."""
    found = _found(name)
    return {
        "id": found.name,
        "title": found.title,
        "source": found.source,
        "relatives": dict(found.kin.relatives),
        "counted": dict(found.kin.counted),
        "elsewhere": dict(found.kin.elsewhere),
        "equations": [f"{write(e.target)} = {write(e.value)}" for e in found.equations],
        "symbols": {
            name: {"shape": show_shape(shape), "role": _role(found, name)}
            for name, shape in found.shapes.items()
        },
        "optional": sorted(found.optional),
        "parameters": formula(found),
        "states": list(found.states),
        "ranges": {name: [_end(r.low), _end(r.high)] for name, r in ranges(found).items()},
        "text": source(name),
    }


def _end(bound: float) -> float | None:
    """A bound as JSON has numbers: none where there is no bound."""
    return bound if math.isfinite(bound) else None


def _described(found: Cell) -> Iterator[str]:
    yield f"{found.name}: {found.title}" if found.title != found.name else found.name
    if found.source:
        yield f"    {found.source}"
    yield ""
    yield "Equations"
    for line, equation in zip(typeset_cell(found, TEXT), found.equations, strict=True):
        remark = found.remarks.get(equation.target.name, "")
        yield f"    {line:<56}{remark}".rstrip()
    yield ""
    yield "Symbols"
    yield from _symbols(found)
    yield ""
    yield f"Parameters: {formula(found)}"
    yield from (f"    {line}" for line in _counted(found))
    yield ""
    for title, table in words.beside_a_cell(found.kin.relatives, found.kin.elsewhere):
        yield title
        wide = max(20, *(len(name) + 2 for name in table))
        yield from (f"    {name:<{wide}}{said}" for name, said in table.items())
        yield ""
    yield "Ranges, from states of 0"
    for name, bounds in ranges(found).items():
        yield f"    {name:<12}{bounds}"
    yield ""
    yield sentences.recognised_mistakes()
    yield from _counted_kinds(mistakes_of(found))
    rarer = mistakes_of(found, rarer=True)
    if rarer:
        yield ""
        yield sentences.rarer_mistakes()
        yield from _counted_kinds(rarer)


def mistakes_of(found: Cell, *, rarer: bool = False) -> Counter[str]:
    """How often each usual mistake, or each of the rarer ones, can be made in a cell."""
    made = misconceptions(found, rarer=rarer)
    return Counter(mistake.note for mistake in made if rarer == (mistake.note in RARER))


def _counted_kinds(kinds: Counter[str]) -> Iterator[str]:
    for note, count in kinds.items():
        yield f"    {note:<34}{count}"


def _counted(found: Cell) -> Iterator[str]:
    """How the parameters are counted, as far as the cell has what there is to say."""
    added = [name for name in biases(found) if name in found.learnt]
    if added and len(gates(found)) > 1:
        vectors = "one bias vector" if len(added) <= len(gates(found)) else "two bias vectors"
        yield f"{vectors} a gate"
    if set(found.optional) & set(found.learnt):
        yield sentences.optional_symbols()
    yield from (f"{who}: {formula}" for who, formula in found.kin.counted.items())
    if found.given:
        yield f"given and not counted: {', '.join(n for n in found.shapes if n in found.given)}"


def _symbols(found: Cell) -> Iterator[str]:
    for name, shape in found.shapes.items():
        if name in found.measures:
            continue
        optional = "?" if name in found.optional else ""
        yield (
            f"    {name + optional:<12}{show_shape(shape):<14}{_role(found, name):<12}"
            f"{_bounded(found, name)}{found.remarks.get(name, '')}"
        ).rstrip()


def _bounded(found: Cell, name: str) -> str:
    domain = found.domains.get(name)
    return f"in {domain}  " if domain else ""


def _role(found: Cell, name: str) -> str:
    if name in found.states:
        return "state"
    if name in found.quantities:
        return "quantity"
    if name in found.inputs:
        return "input"
    if name in found.measures:
        return "number"
    return "given" if name in found.given else "parameter"
