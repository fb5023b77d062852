"""Mistakes about activations: one for another, or none."""

from __future__ import annotations

from collections.abc import Iterator

from reference.language.cell import Cell
from reference.language.expression import Call, Symbol
from reference.language.shapes import shape_of
from reference.rewrites.misconceptions.change import replaced
from reference.rewrites.misconceptions.misconception import Misconception
from reference.rewrites.misconceptions.places import EXCHANGES, activated_quantity, calls
from reference.rewrites.misconceptions.wording import function_name, spoken
from reference.words import say


def activation_exchanged(cell: Cell) -> Iterator[Misconception]:
    """One activation for another: tanh for sigmoid, and the reverse."""
    for call in calls(cell, *EXCHANGES):
        for other in EXCHANGES[call.function]:
            if other == "softmax" and not shape_of(call, cell.shapes):
                continue
            yield from replaced(
                cell,
                call,
                Call(other, call.arguments),
                "activation-exchanged",
                say(
                    "function-for-function",
                    used=function_name(other),
                    right=function_name(call.function),
                ),
            )


def activation_forgotten(cell: Cell) -> Iterator[Misconception]:
    """The argument itself, where a function of it belongs."""
    for call in calls(cell, *EXCHANGES):
        (argument,) = call.arguments
        inner = isinstance(argument, Symbol) and not activated_quantity(argument, cell)
        name, function = spoken(argument), function_name(call.function)
        yield from replaced(
            cell,
            call,
            argument,
            f"{call.function}-forgotten" if inner else "activation-forgotten",
            say("function-left-out-of", function=function, name=name)
            if inner
            else say("function-left-out", function=function),
        )
