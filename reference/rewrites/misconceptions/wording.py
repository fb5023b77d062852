"""What a mistake is called to a student: quantities, terms and gradients by name."""

from __future__ import annotations

from reference.language.cell import Cell
from reference.language.expression import Expression, Symbol, symbols
from reference.readings.notations.text import TEXT
from reference.readings.typeset import typeset
from reference.rewrites.misconceptions.places import activated_quantity
from reference.words import Said, say

_LONGEST = 30  # characters of a term that is quoted


def spoken(node: Expression) -> str:
    """A short name of a part of an equation for a sentence: h₂, W_h."""
    if isinstance(node, Symbol):
        return typeset(node, TEXT)
    found = symbols(node)
    return spoken(found[0]) if found else node.__class__.__name__.lower()


def function_name(function: str) -> str:
    """The name of a function as textbooks print it."""
    return "ReLU" if function == "relu" else function


def quoted(term: Expression, cell: Cell) -> Said:
    """A term for a sentence, where it is short and plain."""
    text = typeset(term, TEXT)
    is_plain = not any(s.name in cell.gradients for s in symbols(term))
    return text if is_plain and len(text) <= _LONGEST else say("one-term")


def called(symbol: Symbol, cell: Cell) -> Said:
    """A quantity as a student calls it: gradients and net inputs have no names on a sheet."""
    gradient = cell.gradients.get(symbol.name)
    if gradient is None:
        activated = activated_quantity(symbol, cell)
        return say("net-input-of", name=spoken(activated)) if activated else spoken(symbol)
    of = Symbol(gradient.of, symbol.step)
    if gradient.at == "quantity" and not activated_quantity(of, cell):
        return say("gradient-of", name=spoken(of))
    return say("the-gradient", where=at_step(symbol))


def at_step(symbol: Symbol) -> Said:
    """Where a gradient stands, for a sentence."""
    return "" if symbol.step is None else say("at-step", step=symbol.step)
