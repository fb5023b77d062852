"""Where in a cell a mistake can be made: its calls, products, gradients and uses of other steps."""

from __future__ import annotations

from collections.abc import Iterator

from reference.language.cell import Cell, Equation
from reference.language.expression import Binary, Call, Expression, Now, Symbol, symbols, walk

EXCHANGES = {
    "sigmoid": ("tanh", "softmax", "relu"),
    "tanh": ("sigmoid", "relu"),
    "relu": ("tanh", "sigmoid"),
    "softmax": ("sigmoid",),
}


def nodes(cell: Cell) -> Iterator[Expression]:
    """Every node of every equation."""
    for equation in cell.equations:
        yield from walk(equation.value)


def calls(cell: Cell, *names: str) -> list[Call]:
    """The different calls of some functions, each once."""
    found = (n for n in nodes(cell) if isinstance(n, Call) and n.function in names)
    return list(dict.fromkeys(found))


def matrix_products(cell: Cell) -> Iterator[tuple[Equation, Binary]]:
    """Every matrix product, with its equation."""
    for equation in cell.equations:
        for node in walk(equation.value):
            if isinstance(node, Binary) and node.operator == "@":
                yield equation, node


def other_steps(cell: Cell) -> Iterator[tuple[Equation, Symbol]]:
    """Every use of a state of another step."""
    for equation in cell.equations:
        for symbol in symbols(equation.value):
            if symbol.step is not None and is_other_step(symbol, equation.target):
                yield equation, symbol


def is_other_step(symbol: Symbol, target: Symbol) -> bool:
    """Whether a symbol is looked up at another step than that of the target."""
    if isinstance(symbol.step, Now):
        return symbol.step.offset != 0
    return symbol.step is not None and target.step is not None and symbol.step != target.step


def activated_quantity(symbol: Symbol, cell: Cell) -> Symbol | None:
    """The quantity of which this one is only the net input."""
    forward = (e for e in cell.equations if e.target.name not in cell.gradients)
    users = [e for e in forward if symbol in e.symbols]
    if len(users) != 1 or symbol not in cell.by_target:
        return None
    match users[0].value:
        case Call(function, (Symbol() as inner,)) if function in EXCHANGES and inner == symbol:
            return users[0].target
        case _:
            return None


def is_before_slope(symbol: Symbol, cell: Cell) -> bool:
    """Whether this is the gradient at the argument of an activation: a flow times its slope."""
    gradient = cell.gradients.get(symbol.name)
    if gradient is None or gradient.at == "arriving":
        return False
    of = Symbol(gradient.of, symbol.step)
    return gradient.at == "inside" or activated_quantity(of, cell) is not None
