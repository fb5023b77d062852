"""Mistakes about the terms of a sum: one left out, or with the wrong sign."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reference.language.cell import Cell
from reference.language.expression import Binary, Negate, Number, symbols, terms, total, walk
from reference.language.omit import without
from reference.readings.counts import biases
from reference.rewrites.misconceptions.change import changed, drop_in, dropped, replace_in
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.places import other_steps
from reference.rewrites.misconceptions.wording import called, quoted, spoken
from reference.words import say


def bias_forgotten(cell: Cell) -> Iterator[Misconception]:
    """A bias left out, or all of them."""
    names = biases(cell)
    for name in names:
        is_learnt = name in cell.learnt
        said = say("bias-left-out" if is_learnt else "given-left-out", name=name)
        yield from dropped(cell, {name}, "bias-forgotten", said)
    if len(names) > 1:
        yield from dropped(cell, set(names), "bias-forgotten", say("biases-left-out"))


def recurrent_forgotten(cell: Cell) -> Iterator[Misconception]:
    """The terms of the previous state left out."""
    for equation, looked_up in other_steps(cell):
        if equation.target.name in cell.gradients:
            continue  # gradients have a kind of their own
        change = partial(drop_in, equation, {looked_up})
        yield from changed(
            cell,
            change,
            "recurrent-term-forgotten",
            say(
                "term-with-left-out-of", name=spoken(looked_up), where=called(equation.target, cell)
            ),
        )
    every = {symbol for _, symbol in other_steps(cell)}
    yield from changed(
        cell,
        lambda equation: without(equation.value, lambda s: s in every),
        "recurrent-term-forgotten",
        say("terms-with-state-left-out"),
    )


def input_forgotten(cell: Cell) -> Iterator[Misconception]:
    """The terms of the input left out."""
    names = set(_inputs(cell))
    for equation in cell.equations:
        if equation.target.name in cell.gradients:
            continue
        read = {s.name: s for s in symbols(equation.value) if s.name in names}
        for name, symbol in sorted(read.items()):
            change = partial(drop_in, equation, {name})
            what = say(
                "term-with-left-out-of", name=spoken(symbol), where=called(equation.target, cell)
            )
            yield from changed(cell, change, "input-term-forgotten", what)


def term_forgotten(cell: Cell) -> Iterator[Misconception]:
    """Any other term left out: i g of c = f c + i g."""
    for equation in cell.equations:
        if equation.target.name in cell.gradients:
            continue
        for node in walk(equation.value):
            signed = terms(node)
            if len(signed) < 2 or any(isinstance(term, Number) for _, term in signed):
                continue  # of 1 - z nobody forgets the 1
            for place, (_, term) in enumerate(signed):
                rest = total((*signed[:place], *signed[place + 1 :]))
                change = partial(replace_in, equation, node, rest)
                where = called(equation.target, cell)
                what = say("the-term-left-out-of", term=quoted(term, cell), where=where)
                yield from changed(cell, change, "term-forgotten", what)


def sign_wrong(cell: Cell) -> Iterator[Misconception]:
    """One term added where it is subtracted, or the other way round."""
    for equation in cell.equations:
        for node in walk(equation.value):
            signed = terms(node)
            if len(signed) < 2:
                continue
            for place, (sign, term) in enumerate(signed):
                flipped = (*signed[:place], (-sign, term), *signed[place + 1 :])
                new = total(flipped)
                if new is None or not isinstance(node, (Binary, Negate)):
                    continue
                change = partial(replace_in, equation, node, new)
                what = say(
                    "wrong-sign-before",
                    term=quoted(term, cell),
                    where=called(equation.target, cell),
                )
                yield from changed(cell, change, "sign-wrong", what)


def _inputs(cell: Cell) -> tuple[str, ...]:
    """Input names, also of an unrolled cell: initial states are not inputs."""
    return tuple(name for name in cell.inputs if name not in cell.gradients)
