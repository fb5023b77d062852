"""What letters mean, under the equations of a cell that an author wrote: its remarks, as a sentence.

A cell of the catalogue is known to books, and its sheets say what they need in their prompts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from grader.handout.mathematics import Mathematics
from grader.handout.prose import Paragraph, paragraphs
from grader.handout.sheet import Quantity
from grader.words.sentences import handouts as sentences
from reference import Cell, Expression, Symbol
from reference.language.expression import Call, Now, Number, walk
from reference.readings.notations.latex import LATEX
from reference.readings.typeset import typeset

Legend = tuple[tuple[str, ...], str]  # formulas, and what they mean


def legends(
    shown: Cell | None, quantities: Iterable[Quantity], remarks: dict[str, str]
) -> list[Legend]:
    """The letters that a sheet shows of a cell, those of one meaning together."""
    names = _shown(shown, quantities)
    together: dict[str, list[str]] = {}
    for name, remark in remarks.items():
        if name in names:
            together.setdefault(remark, []).append(typeset(names[name], LATEX))
    found = [(tuple(formulas), remark) for remark, formulas in together.items()]
    return [*found, *_blocks(shown)]


def sentence(found: Collection[Legend]) -> tuple[Paragraph, ...]:
    """All legends as one paragraph, if there are any."""
    pieces: list[Paragraph] = []
    for formulas, meaning in found:
        for place, formula in enumerate(formulas):
            pieces += [(", " if place else "; " if pieces else "",), (Mathematics(formula),)]
        said = [piece for paragraph in paragraphs(meaning) for piece in paragraph]
        pieces.append((": ", *said))
    if not pieces:
        return ()
    return (tuple(piece for part in (*pieces, (".",)) for piece in part if piece != ""),)


def _shown(cell: Cell | None, quantities: Iterable[Quantity]) -> dict[str, Symbol]:
    """Every letter that is to be seen, with its step if it has one."""
    found = {}
    for quantity in quantities:
        for symbol in (part for part in walk(quantity.symbol) if isinstance(part, Symbol)):
            found[symbol.name] = _at_any_step(symbol)
    for equation in cell.equations if cell is not None else ():
        for symbol in (equation.target, *equation.symbols):
            found[symbol.name] = _at_any_step(symbol)
    return found


def _at_any_step(symbol: Symbol) -> Symbol:
    return Symbol(symbol.name) if symbol.step is None else Symbol(symbol.name, Now())


def _blocks(cell: Cell | None) -> Iterator[Legend]:
    """What `part` takes out of a vector, which no book writes so."""
    told: dict[tuple[Expression, int], None] = {}
    for equation in cell.equations if cell is not None else ():
        for one in walk(equation.value):
            match one:
                case Call("part", (inner, _, Number(count) as number)):
                    if (inner, int(count)) not in told:
                        told[inner, int(count)] = None
                        written = Call("part", (inner, Symbol("k"), number))
                        meaning = sentences.block_of(typeset(inner, LATEX), int(count))
                        yield (typeset(written, LATEX),), meaning
