"""The catalogue of cells for people: a list, and all about one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from grader.outcome.errors import InputError
from reference import (
    CATALOGUE,
    Cell,
    CellError,
    cell,
    misconceptions,
    parse_cell,
    ranges,
    show_shape,
)
from reference.readings.counts import formula
from reference.readings.typeset import TEXT, typeset_cell

_LARGEST = 100_000  # bytes of a cell's text; the largest of the catalogue has 1,500


def listed() -> str:
    """Every cell of the catalogue with what it is, a line each."""
    width = max(map(len, CATALOGUE))
    return "\n".join(f"{name:{width}}  {cell(name).title}" for name in CATALOGUE)


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
            raise InputError(f"{path}: a cell has at most {_LARGEST:,} bytes")
        return parse_cell(text.decode(), name=path.stem)
    except UnicodeDecodeError:
        raise InputError(f"{path}: the text of a cell must be UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except CellError as fault:
        where = f"{path}: " if path.is_file() else ""
        raise InputError(f"{where}{fault}") from None


def _described(found: Cell) -> Iterator[str]:
    yield f"{found.name}: {found.title}" if found.title != found.name else found.name
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
    yield "    one bias vector a gate; symbols marked ? may be left out"
    yield ""
    yield "Ranges, from states of 0"
    for name, bounds in ranges(found).items():
        yield f"    {name:<12}{bounds}"
    yield ""
    yield "Mistakes that are recognised"
    kinds = Counter(mistake.note for mistake in misconceptions(found))
    for note, count in kinds.items():
        yield f"    {note:<34}{count}"


def _symbols(found: Cell) -> Iterator[str]:
    for name, shape in found.shapes.items():
        optional = "?" if name in found.optional else ""
        yield (
            f"    {name + optional:<12}{show_shape(shape):<14}{_role(found, name):<12}"
            f"{found.remarks.get(name, '')}"
        ).rstrip()


def _role(found: Cell, name: str) -> str:
    if name in found.states:
        return "state"
    if name in found.quantities:
        return "quantity"
    if name in found.inputs:
        return "input"
    return "given" if name in found.given else "parameter"
