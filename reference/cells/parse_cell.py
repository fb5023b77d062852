"""Reading a cell from its text: a `name: shape` line a symbol, then the equations.

    # Minimal gated unit
    x: d
    h: n                       # hidden state
    W_f, W_h: n, d
    U_f, U_h: n, n
    b_f, b_h: n
    f = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)       # forget gate
    g = tanh(W_h @ x[t] + U_h @ (f * h[t-1]) + b_h)
    h = (1 - f) * h[t-1] + f * g

A quantity named without a step means the current one, and so does an input `x`; `h_prev` is
h[t-1].  Shapes of quantities may be left out where they follow from the equations.  `b?: n` marks
a symbol that may be left out, `lr: scalar given` one that training does not change, and
`a: n in (-inf, 0)` one whose numbers lie between two bounds (a bracket takes the bound in).
In an equation `t` is the step, counted from 1, and the letter of a size its number, as in
`sqrt(p)`, and `pi` that of a circle; an input `x[t-1]` is 0 before the first step unless `x0` is given.  A comment
`# source: ...` names where the equations come from, `# relative: gru: z weighs the candidate` another
cell and what differs there, `# counted: torch: n*d + n*n + 2*n` who counts how many parameters, and
`# elsewhere: torch: two biases` what a package does otherwise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from reference.cells.declaration import check_name, declarations
from reference.language.cell import Cell, Equation
from reference.language.dimension import Shape
from reference.language.domain import Domain
from reference.language.errors import CellError, LanguageError, OrderError, ShapeError
from reference.language.expression import STEP, Expression, Now, Number, Symbol, rewrite, symbols
from reference.language.kin import Kin
from reference.language.parse import parse_expression, suggestion
from reference.language.shapes import complete_shapes
from reference.records import dataclass, field, replace
from reference.rewrites.unroll import unroll
from reference.words import say

_LONGEST = 50_000  # characters; the longest cell of the catalogue has a thousand
_TARGET = re.compile(r"\s*([^\W\d]\w*)\s*(?:\[\s*(t|\d+)\s*\])?\s*")
_SOURCE = "source:"  # of a comment below the title: the paper
_KIN = re.compile(r"(relative|counted|elsewhere):\s*([^:]+):\s*(.+)")  # of another: see Kin
_PREVIOUS = re.compile(r"(.+?)_?prev")


def parse_cell(text: str, *, name: str = "cell") -> Cell:
    r"""Read a cell from its text; raise LanguageError or ShapeError with the line and the place.

    >>> from reference import parse_cell
    >>> found = parse_cell("x: d\nh: n\nW: n, d\nh[t] = tanh(W @ x[t] + h[t-1])\n", name="mine")
    >>> found.name, list(found.states)
    ('mine', ['h'])
    """
    if len(text) > _LONGEST:
        raise LanguageError(say("cell-too-long", longest=_LONGEST), text, _LONGEST)
    draft = _Draft()
    for number, line, comment in _lines(text):
        draft.add(number, line, comment)
    if not draft.equations:
        raise CellError(say("cell-without-equation", cell=name))
    cell = _with_measures(
        Cell(
            name,
            draft.title or name,
            draft.shapes,
            tuple(equation for _, _, equation in draft.equations),
            draft.remarks,
            frozenset(draft.optional),
            draft.source,
            frozenset(draft.given),
            draft.domains,
            kin=Kin(draft.kin["relative"], draft.kin["counted"], draft.kin["elsewhere"]),
        )
    )
    cell = _with_steps(cell)
    _check_symbols(cell, draft.equations)
    _check_order(cell, draft.equations)
    return _with_shapes(cell, draft.equations)


@dataclass
class _Draft:
    """What the lines of a text have said so far."""

    title: str = ""
    source: str = ""
    kin: dict[str, dict[str, str]] = field(
        default_factory=lambda: {"relative": {}, "counted": {}, "elsewhere": {}}
    )
    shapes: dict[str, Shape] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    domains: dict[str, Domain] = field(default_factory=dict)
    equations: list[tuple[int, str, Equation]] = field(default_factory=list)

    def add(self, number: int, line: str, comment: str) -> None:
        if not line.strip():
            if self.title and comment.startswith(_SOURCE):
                self.source = comment.removeprefix(_SOURCE).strip()
            elif self.title and (said := _KIN.fullmatch(comment)):
                self.kin[said[1]][said[2].strip()] = said[3].strip()
            self.title = self.title or comment
        elif ":" in line.split("=", 1)[0]:
            self.declare(number, line, comment)
        elif "=" in line:
            self.define(number, line, comment)
        else:
            message = say("expected-declaration-or-equation")
            raise LanguageError(message, line, _indent(line), line=number)

    def declare(self, number: int, line: str, comment: str) -> None:
        for declared in declarations(number, line):
            symbol = declared.name
            if symbol in self.shapes:
                message = say("declared-twice", name=symbol)
                raise LanguageError(message, line, declared.place, line=number)
            self.shapes[symbol] = declared.shape
            if declared.optional:
                self.optional.add(symbol)
            if declared.given:
                self.given.add(symbol)
            if declared.domain:
                self.domains[symbol] = declared.domain
            if comment:
                self.remarks[symbol] = comment

    def define(self, number: int, line: str, comment: str) -> None:
        equation = _equation(number, line)
        name, step = equation.target.name, equation.target.step
        others = [e.target.step for _, _, e in self.equations if e.target.name == name]
        # `h = ...` and `h[t] = ...` say the same; `h[1] = ...` and `h[2] = ...` do not
        if others and (step in others or not all(isinstance(n, int) for n in (step, *others))):
            raise LanguageError(
                say("equation-already", name=name), line, _indent(line), line=number
            )
        self.equations.append((number, line, equation))
        if comment:
            self.remarks.setdefault(name, comment)


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """The lines with their numbers, comments apart; an open bracket joins the next line."""
    started, gathered, comments = 0, "", []
    for number, line in enumerate(text.splitlines(), 1):
        code, _, comment = line.partition("#")
        started = started if gathered else number
        gathered = f"{gathered.rstrip()} {code.strip()}" if gathered else code.rstrip()
        if comment.strip():
            comments.append(comment.strip())
        if gathered.count("(") > gathered.count(")") and "=" in gathered:
            continue
        yield started, gathered, " ".join(comments)
        gathered, comments = "", []
    if gathered:
        yield started, gathered, " ".join(comments)


def _equation(number: int, line: str) -> Equation:
    left, _, right = line.partition("=")
    found = _TARGET.fullmatch(left)
    if not found:
        message = say("expected-target")
        raise LanguageError(message, line, _indent(left), line=number)
    check_name(found[1], line, _indent(left), number)
    try:
        value = parse_expression(right)
    except LanguageError as error:
        raise error.at_line(number, line, len(left) + 1) from None
    step = found[2]
    return Equation(
        Symbol(found[1], None if step is None else Now() if step == "t" else int(step)), value
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _with_measures(cell: Cell) -> Cell:
    """Let `t` stand for the step, and letters of sizes that are no symbols for their numbers."""
    letters = {name for shape in cell.shapes.values() for d in shape for name in d.names}
    known = {*cell.shapes, *cell.quantities}
    bare = {s.name for s in cell.used if s.step is None}
    if _PI & bare - known:
        cell = replace(
            cell,
            equations=tuple(replace(e, value=rewrite(e.value, _circle)) for e in cell.equations),
        )
    found = (bare & (letters | {STEP.name})) - known
    if not found:
        return cell

    def stepped(node: Expression) -> Expression:
        return STEP if node == Symbol(STEP.name) and STEP.name in found else node

    equations = tuple(replace(e, value=rewrite(e.value, stepped)) for e in cell.equations)
    shapes = {**cell.shapes, **dict.fromkeys(sorted(found), ())}
    domains = {**cell.domains, **dict.fromkeys(found, _MEASURE)}
    return replace(
        cell, equations=equations, shapes=shapes, domains=domains, measures=frozenset(found)
    )


def _circle(node: Expression) -> Expression:
    return Number(math.pi) if isinstance(node, Symbol) and node.name in _PI else node


_PI = frozenset(("pi", "π"))
_MEASURE = Domain(low=1, with_low=True)


def _with_steps(cell: Cell) -> Cell:
    """Give bare names of a recurrent cell the step that they mean."""
    defined = set(cell.quantities)

    def is_previous(symbol: Symbol) -> str | None:
        found = _PREVIOUS.fullmatch(symbol.name) if symbol.step is None else None
        return found[1] if found and found[1] in defined else None

    everything = [*cell.used, *(equation.target for equation in cell.equations)]
    recurrent = any(isinstance(s.step, Now) or is_previous(s) for s in everything)
    if not recurrent:
        return cell
    stepped = defined | {s.name for s in cell.used if isinstance(s.step, Now)} | {"x"}

    def current(node: Expression) -> Expression:
        if not isinstance(node, Symbol) or node.step is not None:
            return node
        before = is_previous(node)
        if before:
            return Symbol(before, Now(-1))
        return Symbol(node.name, Now()) if node.name in stepped else node

    equations = tuple(
        Equation(
            Symbol(e.target.name, Now() if e.target.step is None else e.target.step),
            rewrite(e.value, current),
        )
        for e in cell.equations
    )
    shapes: dict[str, Shape] = {}
    for name, shape in cell.shapes.items():
        before = is_previous(Symbol(name))
        initial = name[:-1].rstrip("_") if name.endswith("0") else None
        if before:
            shapes.setdefault(before, shape)
        elif initial in defined and Symbol(name) not in cell.used:
            shapes.setdefault(initial, shape)
        else:
            shapes[name] = shape
    return replace(cell, equations=equations, shapes=shapes)


def _check_symbols(cell: Cell, equations: list[tuple[int, str, Equation]]) -> None:
    known = [*cell.shapes, *cell.quantities]
    for (number, line, _), equation in zip(equations, cell.equations, strict=True):
        for symbol in symbols(equation.value):
            if symbol.name not in known:
                place = re.search(rf"(?<!\w){re.escape(symbol.name)}(?!\w)", line.partition("=")[2])
                start = len(line.partition("=")[0]) + 1 + (place.start() if place else 0)
                hint = suggestion(symbol.name, known)
                hint = hint or say("add-a-line", name=symbol.name)
                message = say("not-declared", name=symbol.name, hint=hint)
                raise LanguageError(message, line, start, line=number)


def _check_order(cell: Cell, equations: list[tuple[int, str, Equation]]) -> None:
    """Refuse what cannot be laid out over time, at the line that stands in the way."""
    relative = any(isinstance(s.step, Now) for s in (*cell.used, *cell.by_target))
    for number, line, equation in equations:
        if relative and isinstance(equation.target.step, int):
            message = say("one-equation-for-every-step", name=equation.target.name)
            raise LanguageError(message, line, _indent(line), line=number)
    try:
        unroll(cell, 2)
    except OrderError as error:
        number, line = next((n, text) for n, text, e in equations if e.target.name == error.name)
        raise LanguageError(error.said, line, _indent(line), line=number) from None


def _with_shapes(cell: Cell, equations: list[tuple[int, str, Equation]]) -> Cell:
    try:
        return replace(cell, shapes=complete_shapes(cell))
    except ShapeError as error:
        lines = zip(equations, cell.equations, strict=True)
        number = next(n for (n, _, _), e in lines if str(e.target) == error.target)
        raise ShapeError(
            say("in-line", line=number, fault=error.said), error.target, number
        ) from None
