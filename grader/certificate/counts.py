"""How a number of parameters comes about: sizes multiplied, and the products added up."""

from __future__ import annotations

from fractions import Fraction

from grader.certificate.exact import Row
from grader.certificate.proofs import Programs
from grader.grading.seen import Seen
from grader.key.expected import Expected
from reference import Expression, parse_expression
from reference.language.dimension import bind_shape
from reference.language.expression import Binary, Call, Number, Symbol
from reference.language.omit import omit_unsized
from reference.proof import StraightLine

_STEPS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}


def counted(programs: Programs, expected: Expected, one: Seen) -> Row:
    """The operations behind a count; nothing where it is more than parameters, sizes and sums of these."""
    system = one.key.system
    text = f"parameters({system})" if one.answer.value is None else str(one.answer.value)
    program = programs.of_counts()
    register = _Counting(program.recorder.sheet.line, expected, system).of(parse_expression(text))
    if register is None or one.answer.name not in {a.name for a in expected.assignment.answers}:
        return {}
    whole, rest = divmod(program.enclosures.of(register)[0], 10**40)
    if rest:
        return {}
    row = {"by": "key", "at": [[program.number, register]], "labels": None, "words": [str(whole)]}
    return {"chosen": [row]}


class _Counting:
    """Counts written down as single operations."""

    def __init__(self, line: StraightLine, expected: Expected, system: str | None) -> None:
        self.line = line
        self.expected = expected
        self.sizes = expected.model(system).sizes if system is not None else {}

    def of(self, node: Expression) -> int | None:
        """The step of an expression, if it is nothing but a count."""
        match node:
            case Number(value):
                return self.line.number(Fraction(str(value)))
            case Symbol() if str(node) in self.sizes:
                return self.line.number(Fraction(self.sizes[str(node)]))
            case Call("parameters", (Symbol(name),)) if name in self.expected.assignment.systems:
                return self._parameters(name)
            case Binary(operator, left, right) if operator in _STEPS:
                sides = (self.of(left), self.of(right))
                if sides[0] is None or sides[1] is None:
                    return None
                return self.line.do(_STEPS[operator], sides[0], sides[1], of="answer")
            case _:
                return None

    def _parameters(self, name: str) -> int:
        """The entries of every array that is learnt, added up."""
        cell = omit_unsized(self.expected.model(name).written, {})
        total: int | None = None
        for learnt in cell.learnt:
            sizes = [dimension.size or 1 for dimension in bind_shape(cell.shape(learnt), {})]
            entries = self._product(sizes, f"entries of {learnt} in {name}")
            total = entries if total is None else self._with(total, entries, name)
        return self.line.number(Fraction(0)) if total is None else total

    def _product(self, sizes: list[int], of: str) -> int:
        found = self.line.number(Fraction(sizes[0] if sizes else 1))
        for size in sizes[1:]:
            found = self.line.do("multiply", found, self.line.number(Fraction(size)), of=of)
        return found

    def _with(self, total: int, entries: int, name: str) -> int:
        return self.line.do("add", total, entries, of=f"parameters of {name}")
