"""The reading of worked solutions: every equation with symbols, with numbers, and with its result."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from reference.language.cell import Cell, Equation
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Number,
    Symbol,
    children,
    rewrite,
    symbols,
    walk,
)
from reference.language.functions import FUNCTIONS, Array
from reference.language.numerals import USUAL
from reference.readings.evaluate import Values, evaluate, evaluate_expression
from reference.readings.notations.latex import LATEX
from reference.readings.notations.mathml import MATHML
from reference.readings.notations.notation import Notation
from reference.readings.notations.text import TEXT
from reference.readings.notations.typst import TYPST_LINES
from reference.readings.spoken import SPOKEN
from reference.readings.textbook import as_in_textbooks
from reference.readings.typeset import Shown, typeset, typeset_array
from reference.records import dataclass, replace

_SHORT = 11  # parts of an expression, and all stages of its working still fit in one line
_PUT_TOGETHER = ("concat", "rows", "unit")  # what is one array as soon as there are numbers
_ROOM = 55  # letters that fit beside each other on a page of a browser
_LETTER = re.compile(r"(?:<[^>]*>)*(&#?\w+;|[^<])")  # of MathML
ANSWER = "answer"  # what is asked for, where nobody calls it anything
_LIKE_A_LETTER = re.compile(r"[A-Za-z]_\w{1,2}")  # b_c1 would be read as a bias
_WIDTH = 92  # characters of a line of text, before it is broken at an equals sign


@dataclass(frozen=True)
class WorkedStep:
    """One equation of a working: what is worked out, and its value.

    `given` marks a value that was taken from somewhere else, such as a student's own number.
    """

    equation: Equation
    value: Array
    given: bool = False


@dataclass(frozen=True)
class Worked:
    """A worked solution; it can be written in every notation.

    >>> from reference import TEXT, bind, cell, worked
    >>> system = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2]})
    >>> print(worked(system.cell, system.inputs).text())
    z₁ = V·h₀ + W·x₁ = −2·2 + 1·2 = −2
    h₁ = ReLU(z₁) = ReLU(−2) = 0
    """

    cell: Cell
    steps: tuple[WorkedStep, ...]
    values: Values
    decimals: int = USUAL
    given: frozenset[Symbol] = frozenset()  # numbers of the sheet, which are shown whole
    brief: bool = False  # it stands where the given numbers do

    def known_by(self, step: WorkedStep) -> tuple[object, ...]:
        """What a step says: two of which this is the same are read the same."""
        known = (np.asarray(self.values[str(s)]) for s in step.equation.symbols)
        numbers = ((array.shape, array.tobytes()) for array in (step.value, *known))
        return (str(step.equation), step.given, *numbers)

    def stages(self, step: WorkedStep, notation: Notation) -> tuple[str, ...]:
        """The left side, and what it equals: symbols, numbers, arguments worked out, result."""
        left = self._symbols(step.equation.target, notation)
        result = typeset_array(step.value, notation, decimals=self.decimals)
        if step.given:
            return left, result
        value = step.equation.value
        numbers = () if self._repeats(value) else (self._with(value, notation, self._numbers),)
        written = [
            self._symbols(value, notation),
            *numbers,
            self._with(value, notation, self._arguments),
        ]
        return (left, *dict.fromkeys(form for form in written if form != result), result)

    def _repeats(self, value: Expression) -> bool:
        """Whether numbers for symbols would only be the given matrices once more, for a function's argument.

        They stand above in a `brief` working, and its result is told next.
        """
        has_matrix = any(np.ndim(self.values[str(symbol)]) > 1 for symbol in symbols(value))
        return self.brief and has_matrix and any(map(_is_rounded, walk(value)))

    def text(self) -> str:
        """The solution for a terminal, an equation a line."""
        return "\n".join(_broken(self.stages(step, TEXT)) for step in self.steps)

    def latex(self) -> str:
        """The solution as an `align*` environment."""
        return "\\begin{align*}\n" + " \\\\\n".join(self._lines(LATEX)) + "\n\\end{align*}"

    def typst(self) -> Iterator[str]:
        """Every step as a chain of equations in Typst, which a line may break at its signs."""
        return (TYPST_LINES.equals.join(self.stages(step, TYPST_LINES)) for step in self.steps)

    def spoken(self) -> Iterator[str]:
        """The same steps in words."""
        return (SPOKEN.equals.join(self.stages(step, SPOKEN)) for step in self.steps)

    def mathml(self) -> str:
        """The solution as a MathML table, aligned at the equals signs."""
        rows = [
            f"<mtr><mtd>{left}</mtd><mtd><mo>=</mo></mtd><mtd>{right}</mtd></mtr>"
            for step in self.steps
            for left, right in self._rows(step, MATHML, room=_ROOM)
        ]
        table = f'<mtable columnalign="right center left">{"".join(rows)}</mtable>'
        return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">{table}</math>'

    def _lines(self, notation: Notation) -> Iterator[str]:
        """The lines of all steps, with a sign where they are to be aligned."""
        for step in self.steps:
            yield from (f"{left} &= {right}".lstrip() for left, right in self._rows(step, notation))

    def _rows(
        self, step: WorkedStep, notation: Notation, *, room: int | None = None
    ) -> Iterator[tuple[str, str]]:
        """What stands left and right: one row where a step is short, else a row a stage."""
        left, *stages = self.stages(step, notation)
        if self._is_short(step):
            line = notation.equals.join(stages)
            if room is None or len(_LETTER.findall(f"{left}={line}")) <= room:
                yield left, line
                return
        for place, stage in enumerate(stages):
            yield "" if place else left, stage

    def _is_short(self, step: WorkedStep) -> bool:
        """Whether a step has plain numbers only, and few of them."""
        if step.given:
            return True
        value = step.equation.value
        is_plain = not any(np.asarray(self.values[str(s)]).shape for s in symbols(value))
        return is_plain and sum(1 for _ in walk(value)) <= _SHORT

    def _symbols(self, value: Expression, notation: Notation) -> str:
        """An expression as it stands in the equations."""
        return self.cell.keep(
            ("typeset", value, notation.name),
            lambda: typeset(value, notation, shapes=self.cell.shapes),
        )

    def _with(self, value: Expression, notation: Notation, shown: Shown) -> str:
        return typeset(
            value,
            notation,
            shapes=self.cell.shapes,
            shown=shown,
            decimals=self.decimals,
            given=self.given,
        )

    def _numbers(self, node: Expression) -> Array | None:
        """Numbers in place of all symbols, and one vector in place of several put together."""
        if isinstance(node, Symbol):
            return np.asarray(self.values[str(node)])
        if isinstance(node, Call) and node.function in _PUT_TOGETHER:
            return np.asarray(evaluate_expression(node, self.cell, self.values))
        return None

    def _arguments(self, node: Expression) -> Array | None:
        """Numbers in place of symbols, and of what stands inside of functions."""
        if isinstance(node, Call) and FUNCTIONS[node.function].is_rounded:
            return None  # the function stays; its argument becomes a number
        if not any(_is_rounded(inner) for inner in walk(node)):
            return np.asarray(evaluate_expression(node, self.cell, self.values))
        return None


def worked(
    cell: Cell,
    inputs: Values,
    *,
    given: Values | None = None,
    targets: Sequence[Expression] = (),
    called: str = ANSWER,
    decimals: int = USUAL,
) -> Worked:
    """The worked solution of an unrolled cell, for one variant.

    Only what the `targets` need is worked out (everything, if none is named); what is no quantity
    is `called` so, unless a quantity is.  `given` pins quantities to numbers that came from
    elsewhere.  Raises NumbersError for missing numbers.

    >>> from reference import bind, cell, worked
    >>> system = bind(cell("relu-rnn"), {"V": -2, "W": 1, "h0": 2, "x": [2]})
    >>> print(worked(system.cell, system.inputs).text())
    z₁ = V·h₀ + W·x₁ = −2·2 + 1·2 = −2
    h₁ = ReLU(z₁) = ReLU(−2) = 0
    """
    pinned = given or {}
    values = evaluate(cell, inputs, given=pinned)
    wanted = {s for target in targets for s in symbols(target)}
    pins = [e.target for e in cell.equations if str(e.target) in pinned]
    needed = _needed(cell, wanted, pinned) if wanted else cell.equations
    kept = {*wanted, *pins} if wanted else {*cell.by_target}
    needed = as_in_textbooks(_without_rows(needed, wanted), cell, values, kept)
    steps = [
        WorkedStep(e, np.asarray(values[str(e.target)]), str(e.target) in pinned) for e in needed
    ]
    for target in targets:
        if children(target):
            value = np.asarray(evaluate_expression(target, cell, values))
            name = ANSWER if called in cell.shapes or _LIKE_A_LETTER.fullmatch(called) else called
            steps.append(WorkedStep(Equation(Symbol(name), target), value))
    free = frozenset(symbol for symbol in cell.free if str(symbol) in inputs)
    return Worked(cell, tuple(steps), values, decimals, free)


def _needed(cell: Cell, wanted: Collection[Symbol], pinned: Values) -> tuple[Equation, ...]:
    """The equations between what is given and what is wanted, in order."""
    open_symbols = set(wanted)
    kept = []
    for equation in reversed(cell.equations):
        if equation.target in open_symbols:
            kept.append(equation)
            if str(equation.target) not in pinned:
                open_symbols.update(equation.symbols)
    return tuple(reversed(kept))


def _without_rows(
    equations: Sequence[Equation], wanted: Collection[Symbol]
) -> tuple[Equation, ...]:
    """Backward equations from an entry of a vector start at a unit vector, not at 1 times that."""
    ones = {e.target for e in equations if e.value == Number(1)} - {*wanted}

    def shorter(node: Expression) -> Expression:
        match node:
            case Binary("*", Symbol() as one, Call("unit") as unit) if one in ones:
                return unit
            case _:
                return node

    shown = [replace(e, value=rewrite(e.value, shorter)) for e in equations]
    used = {symbol for equation in shown for symbol in equation.symbols}
    return tuple(e for e in shown if e.target not in ones or e.target in used)


def _is_rounded(node: Expression) -> bool:
    return isinstance(node, Call) and FUNCTIONS[node.function].is_rounded


def _broken(stages: Sequence[str]) -> str:
    """One line, or one line a stage with the equals signs under one another."""
    line = " = ".join(stages)
    if len(line) <= _WIDTH:
        return line
    indent = " " * len(stages[0])
    return "\n".join(
        f"{stages[0] if not place else indent} = {stage}" for place, stage in enumerate(stages[1:])
    )
