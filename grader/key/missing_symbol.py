"""What is said of an expression that speaks of a symbol its system does not have."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from grader.words.sentences import assignments as sentences
from reference import Expression, Symbol, System, parse_expression
from reference.language.expression import symbols


@lru_cache(maxsize=2048)
def symbol_of(name: str) -> Symbol:
    """The symbol that a name such as `h[2]` is."""
    found = parse_expression(name)
    if not isinstance(found, Symbol):
        raise AssertionError(f"{name} is no symbol")
    return found


def missing_symbol(expression: Expression, system: System) -> str:
    """What to say of a symbol that the system does not have; nothing where it has all."""
    known = {*system.cell.by_target, *system.cell.free}
    known |= {symbol_of(name) for name in (*system.inputs, *system.pins)}
    for symbol in symbols(expression):
        if symbol not in known:
            return _unknown(symbol, sorted(known, key=str))
    return ""


def _unknown(symbol: Symbol, known: Sequence[Symbol]) -> str:
    """What to say of a symbol that is none of the known ones."""
    steps = [other.step for other in known if other.name == symbol.name]
    steps_known = [step for step in steps if isinstance(step, int)]
    if isinstance(symbol.step, int) and steps_known:
        return sentences.no_such_step(str(symbol), symbol.name, min(steps_known), max(steps_known))
    import difflib  # only a fault pays for it

    names = list(dict.fromkeys(str(other) for other in known))
    near = difflib.get_close_matches(str(symbol), names, n=3)
    return sentences.no_such_quantity(str(symbol), near, names[:12])
