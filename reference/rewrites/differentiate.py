"""The rewrite that goes backwards: from equations to the equations of their gradients.

Reverse mode on the named equations of an unrolled cell.  Every quantity q gets a gradient dq with
an equation of its own, the sum of what flows back from its uses; so does the argument of every
function that is more than a name (`dz_h` for the argument in h = tanh(...)), as in a worked
solution.  The result is again a cell: forward equations first, then backward ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from reference.language.cell import Cell, Equation, Gradient
from reference.language.dimension import Shape
from reference.language.effort import spend
from reference.language.errors import CellError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Number,
    Symbol,
    assert_never,
    children,
    substitute,
    symbols,
    walk,
)
from reference.language.functions import FUNCTIONS
from reference.language.parse import parse_expression
from reference.language.shapes import constants_of, shape_of
from reference.records import replace
from reference.words import say


def gradient_name(name: str) -> str:
    """What the gradient of a quantity is called: `dh` for h."""
    return f"d{name}"


def gradient_symbol(symbol: Symbol) -> Symbol:
    """The gradient of a symbol at its step: `dh[2]` for h[2].

    >>> from reference import Symbol, gradient_symbol
    >>> str(gradient_symbol(Symbol("h", 2)))
    'dh[2]'
    """
    return Symbol(gradient_name(symbol.name), symbol.step)


def upstream_symbol(symbol: Symbol) -> Symbol:
    """The gradient that arrives at a vector from what comes after the cell: `up_h[3]`."""
    return Symbol(f"up_{symbol.name}", symbol.step)


def differentiate(
    cell: Cell,
    of: Symbol | Sequence[Symbol],
    by: Sequence[Symbol] = (),
    *,
    slope_at_zero: Fraction | float = 0,
    arrives: bool = False,
) -> Cell:
    """The unrolled cell with the equations of its gradients added.

    `of` is the quantity whose change is asked for.  For one scalar its own gradient is 1; for a
    vector, or several quantities, the gradients arriving at them are free symbols `up_h[3]` that
    the caller gives numbers to; with `arrives`, so is that of one scalar.  `by` names the symbols whose gradients must be there (0 where
    nothing flows); the others are left out.  Without `by`, all gradients are kept.
    `slope_at_zero` is the agreed slope of relu at 0.  Source: Werbos, "Backpropagation through
    time", Proc. IEEE 78 (1990).  Raises CellError for symbols that are not in the cell.

    >>> from reference import Symbol, cell, differentiate, unroll, write
    >>> backward = differentiate(unroll(cell("relu-rnn"), 2), Symbol("h", 2), [Symbol("V")])
    >>> last = backward.equations[-1]
    >>> str(last.target), write(last.value)
    ('dV', 'outer(dz[1], h[0]) + outer(dz[2], h[1])')
    """
    sources = (of,) if isinstance(of, Symbol) else tuple(of)
    known = {*cell.by_target, *cell.free}
    for symbol in (*sources, *by):
        if symbol not in known:
            raise CellError(say("nothing-to-differentiate", cell=cell.name, symbol=symbol))
    tape = _Tape(cell, slope_at_zero, cell.dependents(by) if by else None)
    tape.begin(sources, arrives=arrives)
    for equation in reversed(cell.equations):
        tape.go_back(equation)
    for symbol in cell.free:
        tape.close(symbol)
    for symbol in by:
        if symbol not in tape.closed:
            tape.add(symbol, Binary("*", Number(0), symbol))
            tape.close(symbol)
    whole = replace(
        cell,
        shapes=tape.shapes,
        equations=(*cell.equations, *tape.equations),
        gradients=tape.gradients,
    )
    return whole.needed(map(gradient_symbol, by)) if by else whole


class _Tape:
    """The gradients found so far, and the equations written for them.

    Where only the gradients by some symbols are asked for, nothing goes back into what does not
    `move` with them: a target may be worked out by a function that has no gradient.
    """

    def __init__(
        self, cell: Cell, slope_at_zero: Fraction | float, moves: frozenset[Symbol] | None
    ) -> None:
        self.cell = cell
        self.moves = moves
        self.slope: Expression = Number(
            int(slope_at_zero) if slope_at_zero == int(slope_at_zero) else float(slope_at_zero)
        )
        self.shapes: dict[str, Shape] = dict(cell.shapes)
        self.gradients: dict[str, Gradient] = dict(cell.gradients)
        self.flows: dict[Symbol, list[Expression]] = {}
        self.closed: set[Symbol] = set()
        self.equations: list[Equation] = []

    def begin(self, sources: Sequence[Symbol], *, arrives: bool) -> None:
        """Let the change of these quantities be asked for: 1 of one scalar, else a symbol each."""
        if len(sources) == 1 and not self.cell.shape(sources[0]) and not arrives:
            self.add(sources[0], Number(1))
            return
        for symbol in sources:
            arriving = Gradient(symbol.name, "arriving")
            self.declare(upstream_symbol(symbol).name, self.cell.shape(symbol), arriving)
            self.add(symbol, upstream_symbol(symbol))

    def declare(self, name: str, shape: Shape, role: Gradient) -> None:
        self.gradients[name] = role
        taken = self.shapes.setdefault(name, shape)
        if taken != shape or name in self.cell.shapes:
            raise CellError(say("rename-to-differentiate", cell=self.cell.name, name=name))

    def add(self, symbol: Symbol, flow: Expression) -> None:
        self.flows.setdefault(symbol, []).append(flow)

    def close(self, symbol: Symbol) -> Symbol | None:
        """Write down the gradient of a symbol as the sum of what flows back to it."""
        flows = self.flows.pop(symbol, None)
        if not flows:
            return None
        # later uses come first in reverse order; textbooks sum them in the order of time
        result = flows[-1]
        for flow in reversed(flows[:-1]):
            result = Binary("+", result, flow)
        return self.write(symbol, gradient_symbol(symbol), result)

    def write(self, of: Symbol, target: Symbol, value: Expression) -> Symbol:
        if target.name not in self.shapes or target.name in self.cell.shapes:
            self.declare(target.name, self.cell.shape(of), Gradient(of.name, "quantity"))
        self.closed.add(of)
        self.equations.append(Equation(target, value))
        return target

    def go_back(self, equation: Equation) -> None:
        gradient = self.close(equation.target)
        if gradient is not None:
            _Flow(self, equation).push(equation.value, gradient)


class _Flow:
    """One equation, gone through from its result to its symbols."""

    def __init__(self, tape: _Tape, equation: Equation) -> None:
        self.tape = tape
        self.equation = equation
        compound = [
            node
            for node in walk(equation.value)
            if isinstance(node, Call) and any(children(a) for a in node.arguments)
        ]
        self.numbered = len(compound) > 1
        self.count = 0

    def rank(self, expression: Expression) -> int:
        return len(shape_of(expression, self.tape.shapes))

    def push(self, node: Expression, flow: Expression) -> None:
        """Send the gradient at a node on to its parts."""
        spend(10)
        if self.tape.moves is not None and self.tape.moves.isdisjoint(symbols(node)):
            return
        match node:
            case Number():
                pass
            case Symbol():
                self.tape.add(node, flow)
            case Negate(operand):
                self.push(operand, Negate(flow))
            case Binary("@", left, right):
                self.push_product(left, right, flow)
            case Binary(operator, left, right):
                for part, partial in self.partials(operator, left, right, node, flow):
                    self.push(part, self.fit(part, node, partial))
            case Call():
                self.push_call(node, flow)
            case _:
                assert_never(node)

    def fit(self, part: Expression, whole: Expression, flow: Expression) -> Expression:
        """A scalar that met a vector gets the sum over the entries."""
        if self.rank(part) == 0 and self.rank(whole) > 0:
            return Call("sum", (flow,))
        return flow

    def partials(
        self, operator: str, left: Expression, right: Expression, node: Expression, flow: Expression
    ) -> list[tuple[Expression, Expression]]:
        match operator:
            case "+":
                return [(left, flow), (right, flow)]
            case "-":
                return [(left, flow), (right, Negate(flow))]
            case "*":
                return [(left, _times(flow, right)), (right, _times(flow, left))]
            case "/":
                square = Binary("**", right, Number(2))
                return [
                    (left, Binary("/", flow, right)),
                    (right, Negate(Binary("/", _times(flow, left), square))),
                ]
            case _:
                return self.power_partials(left, right, node, flow)

    def power_partials(
        self, base: Expression, exponent: Expression, node: Expression, flow: Expression
    ) -> list[tuple[Expression, Expression]]:
        if isinstance(exponent, Number) and exponent.value in (0, 1):
            return [(base, flow)] if exponent.value else []
        if isinstance(exponent, Number) and exponent.value > 1:
            power = base if exponent.value == 2 else Binary("**", base, Number(exponent.value - 1))
            return [(base, _times(flow, Binary("*", exponent, power)))]
        slope = Binary("*", exponent, Binary("**", base, Binary("-", exponent, Number(1))))
        partials = [(base, _times(flow, slope))]
        if symbols(exponent):
            partials.append((exponent, _times(flow, Binary("*", node, Call("log", (base,))))))
        return partials

    def push_product(self, left: Expression, right: Expression, flow: Expression) -> None:
        match self.rank(left), self.rank(right):
            case (0, _) | (_, 0):
                whole = Binary("@", left, right)
                self.push(left, self.inner(left, whole, flow, right))
                self.push(right, self.inner(right, whole, flow, left))
            case (1, 1):
                self.push(left, _times(flow, right))
                self.push(right, _times(flow, left))
            case (2, 1):
                self.push(left, Call("outer", (flow, right)))
                self.push(right, Binary("@", _transpose(left), flow))
            case (1, 2):
                self.push(left, Binary("@", right, flow))
                self.push(right, Call("outer", (left, flow)))
            case _:
                self.push(left, Binary("@", flow, _transpose(right)))
                self.push(right, Binary("@", _transpose(left), flow))

    def inner(
        self, part: Expression, whole: Expression, flow: Expression, other: Expression
    ) -> Expression:
        """The gradient at one side of an ordinary product with a scalar."""
        return self.fit(part, whole, _times(flow, other))

    def push_call(self, node: Call, flow: Expression) -> None:
        row = FUNCTIONS[node.function]
        if not row.back:
            if symbols(node):
                raise CellError(say("no-gradient", name=row.name))
            return
        parts = [node.arguments[k] for k in row.places(len(node.arguments))]
        if len(parts) == 1 and len(re.findall(r"\bd\b", row.back[0])) > 1 and children(flow):
            flow = self.name(flow, node)
        result = self.equation.target if node == self.equation.value else node
        for k, part in enumerate(parts):
            if not symbols(part):
                continue
            text = _filled(row.back[min(k, len(row.back) - 1)], k, parts, constants_of(node))
            letters = {Symbol("d"): flow, Symbol("y"): result, Symbol("z"): parts[0]}
            letters[Symbol("s")] = self.tape.slope
            letters |= {Symbol(f"_{j}"): other for j, other in enumerate(parts)}
            letters |= {Symbol(letter): p for letter, p in zip("ab", parts, strict=False)}
            back = self.fit(part, node, substitute(parse_expression(text), letters))
            if row.elementwise and len(parts) == 1 and children(part):
                back = self.name(back, part)
            self.push(part, back)

    def name(self, flow: Expression, at: Expression) -> Symbol:
        """Give the gradient at an inner place an equation of its own."""
        self.count += 1
        target = self.equation.target
        number = str(self.count) if self.numbered else ""
        symbol = Symbol(f"dz{number}_{target.name}", target.step)
        if symbol.name not in self.tape.shapes:
            role = Gradient(target.name, "inside")
            self.tape.declare(symbol.name, shape_of(at, self.tape.shapes), role)
        self.tape.equations.append(Equation(symbol, flow))
        return symbol


def _times(flow: Expression, factor: Expression) -> Expression:
    return factor if flow == Number(1) else Binary("*", flow, factor)


def _transpose(matrix: Expression) -> Expression:
    return Call("transpose", (matrix,))


def _filled(text: str, k: int, parts: Sequence[Expression], constants: Sequence[int]) -> str:
    """A row's gradient with the call's own arguments and whole numbers written in."""
    if text.startswith("piece"):
        return f"piece(d, {k + 1}, {', '.join(f'_{j}' for j in range(len(parts)))})"
    if "which" in text:
        return text.replace("which", str(k + 1))
    if "..." in text:
        return text.replace("...", ", ".join(map(str, constants)))
    if constants:
        return text.replace("k", str(constants[0])).replace("m", str(constants[1]))
    return text
