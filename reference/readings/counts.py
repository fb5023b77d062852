"""The reading of counts: how many numbers training would change, and who counts otherwise.

One bias a gate is counted, and every parameter of every equation that is not given (a fixed
reservoir, a step size).  Courses differ in good faith,
so the other conventions are computed too and have names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reference.language.cell import Cell
from reference.language.dimension import Dimension, Shape, bind_shape
from reference.language.errors import NumbersError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Symbol,
    children,
    symbols,
    walk,
)
from reference.language.omit import omit_unsized, without


@dataclass(frozen=True)
class Count:
    """A number of parameters: the total, the formula, and the part of every parameter.

    `conventions` holds what other conventions give (`without-bias`), where it differs.
    """

    total: int
    formula: str
    parts: Mapping[str, int]
    conventions: Mapping[str, int]


def count(cell: Cell, sizes: Mapping[str, int]) -> Count:
    """The parameters of a cell with these sizes; raise NumbersError for a size that is missing.

    Optional parts whose sizes are not given (an output layer) are not counted.
    """
    cell = omit_unsized(cell, sizes)
    needed = dict.fromkeys(name for p in cell.learnt for d in cell.shape(p) for name in d.names)
    missing = [name for name in needed if name not in sizes]
    if missing:
        raise NumbersError(f"{cell.name}: no size is given for {', '.join(missing)}")
    parts = {name: entries(cell.shape(name), sizes) for name in cell.learnt}
    total = sum(parts.values())
    return Count(total, formula(cell), parts, _conventions(cell, parts, total))


def entries(shape: Shape, sizes: Mapping[str, int]) -> int:
    """How many numbers an array of this shape holds."""
    return math.prod(dimension.size or 1 for dimension in bind_shape(shape, sizes))


def formula(cell: Cell) -> str:
    """The count with sizes as letters, equal terms gathered: `4*n*d + 4*n*n + 4*n`."""
    gathered: dict[tuple[Dimension, ...], int] = {}
    for name in cell.learnt:
        shape = cell.shape(name)
        gathered[shape] = gathered.get(shape, 0) + 1
    written = []
    for shape, times in gathered.items():
        factors = [str(times)] if times > 1 or not shape else []
        for dimension in shape:
            text = str(dimension)
            factors.append(f"({text})" if " + " in text and (len(shape) > 1 or factors) else text)
        written.append("*".join(factors))
    return " + ".join(written) or "0"


def biases(cell: Cell) -> tuple[str, ...]:
    """Parameters that are only ever added, never multiplied."""
    multiplied = {
        symbol.name
        for equation in cell.equations
        for node in walk(equation.value)
        if isinstance(node, Binary) and node.operator not in ("+", "-")
        for part in children(node)
        for symbol in _terms_of(part)
    }
    return tuple(p for p in cell.parameters if p not in multiplied)


def _terms_of(expression: Expression) -> tuple[Symbol, ...]:
    """The symbols whose value goes into an expression without being multiplied on the way."""
    match expression:
        case Symbol():
            return (expression,)
        case Negate() | Call() | Binary("+" | "-"):
            return tuple(s for part in children(expression) for s in _terms_of(part))
        case _:
            return ()


def output_parameters(cell: Cell) -> tuple[str, ...]:
    """The parameters of the output layer.

    They are those of the last quantity, if no equation of the same step reads it and there are
    others besides.
    """
    last = cell.equations[-1]
    read_now = {
        s.name
        for e in cell.equations
        for s in symbols(e.value)
        if s.step == e.target.step and e is not last
    }
    mine = {s.name for s in symbols(last.value)}
    others = {s.name for e in cell.equations[:-1] for s in symbols(e.value)}
    own = tuple(p for p in cell.learnt if p in mine and p not in others)
    rest = [p for p in cell.learnt if p not in own]
    return own if rest and last.target.name not in read_now else ()


def gates(cell: Cell) -> tuple[tuple[str, ...], ...]:
    """The parameters of every hidden equation that has weights of its own, an equation a group."""
    output = set(output_parameters(cell))
    groups = []
    for equation in cell.equations:
        mine = {s.name for s in symbols(equation.value)}
        group = tuple(p for p in cell.learnt if p in mine and p not in output)
        if group:
            groups.append(group)
    return tuple(groups)


def _conventions(cell: Cell, parts: Mapping[str, int], total: int) -> dict[str, int]:
    added = tuple(name for name in biases(cell) if name in parts)
    output, groups = output_parameters(cell), gates(cell)

    def rest(gone: Iterable[str]) -> int:
        left_out = set(gone)
        return sum(size for name, size in parts.items() if name not in left_out)

    bias = sum(parts[name] for name in added)
    hidden_bias = sum(parts[name] for name in added if name not in output)
    found = {
        "without-bias": rest(added),
        "two-biases": total + hidden_bias,
        "without-output": rest(output),
        "without-bias-and-output": rest({*added, *output}),
        "without-output-bias": rest(name for name in added if name in output),
        "without-hidden-bias": rest(name for name in added if name not in output),
        "one-bias-number": total - bias + len(added),
        "without-recurrent": rest(_lost(cell, _is_memory)),
        "without-input": rest(_lost(cell, lambda symbol: symbol.name in cell.inputs)),
    }
    if len(groups) > 1:
        shared = sum(parts[name] for name in output)
        each = sum(parts[name] for name in groups[0])
        for kept in {1, 2, 3, 4} - {len(groups)}:
            found[_WORDS[kept]] = kept * each + shared
    return {name: number for name, number in found.items() if number != total}


def _is_memory(symbol: Symbol) -> bool:
    return isinstance(symbol.step, Now) and symbol.step.offset != 0


_WORDS = {1: "one-gate", 2: "two-gates", 3: "three-gates", 4: "four-gates"}


def _lost(cell: Cell, is_gone: Callable[[Symbol], bool]) -> tuple[str, ...]:
    """The parameters that leave the cell together with the terms of some symbols."""
    kept: set[str] = set()
    for equation in cell.equations:
        value = without(equation.value, is_gone)
        if value is not None:
            kept.update(symbol.name for symbol in symbols(value))
    return tuple(p for p in cell.learnt if p not in kept)
