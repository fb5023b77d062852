"""The rewrite that rounds a quantity wherever it is worked out, before it is used."""

from __future__ import annotations

from collections.abc import Mapping

from reference.language.cell import Cell, Equation
from reference.language.errors import CellError
from reference.language.expression import Call, Number
from reference.words import say

Rule = tuple[int, str]  # decimals, and what becomes of a tie


def rounded_quantities(cell: Cell, rules: Mapping[str, Rule]) -> Cell:
    """The cell with the equations of some quantities rounded: h = round_even(tanh(...), 2).

    >>> from reference import cell, rounded_quantities, write
    >>> rounded = rounded_quantities(cell("tanh-rnn"), {"h": (2, "even")})
    >>> write(rounded.equations[0].value)
    'round_even(tanh(W_x @ x[t] + W_h @ h[t-1] + b_h), 2)'
    """
    for name in rules:
        if name not in cell.quantities:
            known = ", ".join(cell.quantities)
            raise CellError(say("no-quantity-to-round", cell=cell.name, name=name, names=known))

    def made(equation: Equation) -> Equation:
        if equation.target.name not in rules:
            return equation
        decimals, ties = rules[equation.target.name]
        value = Call(f"round_{ties}", (equation.value, Number(decimals)))
        return Equation(equation.target, value)

    return cell.with_equations(made(equation) for equation in cell.equations)
