"""The hooks into `reference`: whether a text is of the language, and which cells there are.

Everything else about an assignment is known without the mathematics, so these few functions are
the only ones here that enter `reference`, and only when a file is compiled.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import NamedTuple

from grader.assignment.spelling import remedy_for
from grader.words.sentences.complaints import systems as sentences
from reference import (
    CATALOGUE,
    Cell,
    CellError,
    Message,
    ShapeError,
    parse_cell,
    parse_condition,
    parse_expression,
)


class CellFault(NamedTuple):
    """What is wrong with the text of a cell, in which of its lines (0 for the whole), what to write."""

    said: str
    line: int
    remedy: str


def expression_fault(text: str) -> str | None:
    """What is wrong with an expression, with the place under a caret; None where nothing is."""
    try:
        parse_expression(text)
    except CellError as fault:
        return _with_caret(sentences.the_expression_cannot_be_read(), fault)
    return None


def condition_fault(text: str) -> str | None:
    """What is wrong with a condition of `require:`; None where nothing is."""
    try:
        parse_condition(text)
    except CellError as fault:
        return _with_caret(sentences.the_condition_cannot_be_read(), fault)
    return None


def compares(text: str) -> bool:
    """Whether a text is meant as a comparison, such as `h[3] > h[2]`."""
    return "<" in text or ">" in text


def cell_fault(text: str) -> CellFault | None:
    """What is wrong with the text of a cell; None where nothing is."""
    try:
        cell = parse_cell(text)
    except CellError as fault:
        line = getattr(fault, "line", None) or 0
        return CellFault(
            _with_caret(sentences.the_cell_cannot_be_read(), fault), line, _remedy(text, fault)
        )
    unused = next((name for name in cell.shapes if name not in _in_equations(cell)), None)
    if unused is not None:
        line = _declared(text, unused)
        said = sentences.declared_in_vain(unused)
        return CellFault(said, line, sentences.use_it_or_take_it_out(unused))
    return None


def _remedy(text: str, fault: CellError) -> str:
    """What to write in the line of a cell that is at fault."""
    line = getattr(fault, "line", None)
    shown = text.splitlines()[line - 1].partition("#")[0].strip() if line else ""
    if isinstance(fault, ShapeError):
        return _shapes_in(text, shown) or sentences.form_of_a_cell()
    match fault.said.code:
        case "depends-on-itself":
            name = shown.partition("=")[0].strip().partition("[")[0]
            return sentences.write_the_step_before(name)
        case "not-declared":
            near = _meant(fault.said)
            return (
                sentences.declared_in_line(near, _declared(text, near))
                if near
                else sentences.declare_it()
            )
        case "expected-declaration-or-equation":
            word, _, rest = shown.replace(";", " ").partition(" ")
            return sentences.write_declaration(word, rest.strip())
        case "expected-size":
            name, _, shape = shown.partition(":")
            if shape.startswith("="):
                return sentences.write_an_equals_sign(name.strip())
            *before, last = shape.split() or [""]
            if before and get_close_matches(last, ["given"], cutoff=0.7):
                return sentences.write_given_behind(f"{name}: {' '.join(before)} given")
            if before and last.strip("(),.").lower() in _ROLES:
                return sentences.roles_are_found(f"{name}: {' '.join(before)}")
            sizes = ", ".join(re.findall("[^;,x ]+", shape))
            return sentences.write_sizes_with_commas_between(name, sizes)
        case "scalar-misspelt":
            word = str(dict(fault.said.values).get("word"))
            return sentences.write_line(shown.replace(word, "scalar", 1))
        case "no-equals-in-expression" if "==" in shown:
            return sentences.write_one_equals_sign(" = ".join(shown.split("==", 1)))
        case _:
            return remedy_for(shown, sentences.form_of_a_cell())


_ROLES = frozenset(
    {"input", "inputs", "parameter", "param", "weight", "weights", "state", "output", "hidden",
     "target", "constant", "const", "bias", "fixed", "trainable", "vector", "matrix"}
)  # fmt: skip


def _meant(said: Message) -> str:
    """The name that an unknown one is nearest to; nothing where none is near."""
    hint = dict(said.values).get("hint")
    if not isinstance(hint, Message) or hint.code != "did-you-mean":
        return ""
    return str(dict(hint.values)["name"])


def _in_equations(cell: Cell) -> set[str]:
    return {symbol.name for symbol in cell.used} | {*cell.quantities}


def _declared(text: str, name: str) -> int:
    """The line of a cell in which a name is declared; 0 where none is."""
    for number, line in enumerate(text.splitlines(), start=1):
        names, colon, _ = line.partition("#")[0].partition(":")
        if colon and "=" not in names and name in re.findall(r"\w+", names):
            return number
    return 0


def _shapes_in(text: str, equation: str) -> str:
    """How the symbols of an equation are declared, each with its line."""
    declared = []
    for name in dict.fromkeys(re.findall(r"[A-Za-z_]\w*", equation.partition("=")[2])):
        number = _declared(text, name)
        if number:
            shape = text.splitlines()[number - 1].partition("#")[0].partition(":")[2].strip()
            declared.append(f"{name}: {shape} (line {{{number}}})")
    product = sentences.for_a_matrix_product_write() if re.search(r"[A-Z]\w* \*", equation) else ""
    return f"the shapes must fit;{product} declared are {', '.join(declared)}" if declared else ""


def known_cells() -> tuple[str, ...]:
    """The names of the catalogue's cells."""
    return tuple(CATALOGUE)


def _with_caret(said: str, fault: CellError) -> str:
    return "\n    ".join([f"{said}:", *str(fault).splitlines()])
