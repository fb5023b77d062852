"""The mistakes of an answer, kept in the cache: which they are hangs on the assignment alone.

What is found of a mistake are equations; those that it leaves alone are those of the answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, cast

from grader.assignment import cached
from grader.assignment.model import Plain
from grader.key.target import Target
from reference import Equation, Symbol, write
from reference.language.expression_table import ExpressionTable, expressions
from reference.records import replace

Made: TypeAlias = list[tuple[str, str, Target]]  # note, words, and the answer under the mistake


def kept_mistakes(
    target: Target, names: Sequence[str], make: Callable[[], Made], *, kind: str = "mistakes"
) -> Made:
    """What `make` finds, or found before of an answer like this one, after the same was written.

    Those whose numbers alone are drawn have the same equations, and the same mistakes.
    """
    system = target.system
    likeness = (
        kind,
        target.expression,
        target.of,
        tuple(names),
        system.cell.equations,
        system.written.equations,
        tuple(system.cell.shapes.items()),
    )
    if likeness not in _MADE:
        if len(_MADE) >= _REMEMBERED:
            _MADE.clear()
        _MADE[likeness] = _kept(target, names, make, kind)
        return _MADE[likeness]
    return [(note, what, _by(target, like)) for note, what, like in _MADE[likeness]]


_REMEMBERED = 512  # answers of a sheet or of a few, each after what students wrote before it
_MADE: dict[object, Made] = {}


def _by(target: Target, like: Target) -> Target:
    """The mistake of somebody else, made with the numbers of this target."""
    own, other = target.system, like.system
    system = replace(own, cell=other.cell, _like=other.program)
    return replace(target, system=system, expression=like.expression)


def _kept(target: Target, names: Sequence[str], make: Callable[[], Made], kind: str) -> Made:
    """The same, from the cache where the assignment is one that many are checked by."""
    if not target.source:
        return make()
    found: list[Made] = []

    def plain() -> Plain:
        found.append(make())
        return _plain(found[0], target)

    asked = [write(e) for e in (target.expression, target.asked, target.of) if e is not None]
    what = json.dumps([target.system_name, len(target.system.cell.equations), asked, names])
    kept = cached(kind.encode() + b"\0" + target.source + what.encode(), plain)
    if found:
        return found[0]
    return make() if kept is None else _restored(cast("dict[str, Any]", kept), target)


def _plain(made: Made, target: Target) -> Plain:
    """The mistakes as plain values; None where one changes more than equations."""
    cell, table = target.system.cell, ExpressionTable()
    equations: dict[Equation, int] = {}
    rows: list[Plain] = []
    for note, what, mistaken in made:
        other = mistaken.system.cell
        if cell.with_equations(other.equations) != other:
            return None
        places = [equations.setdefault(e, len(equations)) for e in other.equations]
        rows.append([note, what, places, table.add(mistaken.expression)])
    pairs: list[Plain] = [[table.add(e.target), table.add(e.value)] for e in equations]
    return {"parts": cast("list[Plain]", table.rows), "equations": pairs, "made": rows}


def _restored(kept: dict[str, Any], target: Target) -> Made:
    cell, parts = target.system.cell, expressions(kept["parts"])
    known = {(e.target, e.value): e for e in cell.equations}
    equations = []
    for place, value in kept["equations"]:
        pair = cast("Symbol", parts[place]), parts[value]
        equations.append(known.get(pair) or Equation(*pair))
    found = []
    for note, what, places, asked in kept["made"]:
        mistaken = cell.with_equations(equations[k] for k in places)
        system = target.system.rewritten(mistaken)
        found.append((note, what, replace(target, system=system, expression=parts[asked])))
    return found
