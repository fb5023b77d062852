"""Reading a student's equation: as people write it, not as the language wants it.

The text becomes tokens (`handwriting`), the tokens a tree by recursive descent, and products
between matrices and vectors become what their shapes say: `*`, `·` and names side by side are the
matrix product where a matrix is involved, else entry by entry, and a dot product where only
that gives the shape of the quantity.  `⊙` is always entry by entry.  Nothing is ever evaluated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from reference.handwriting.behind import refuse_words_behind
from reference.handwriting.products import LOOSE, Products
from reference.handwriting.tokens import Reader, Token, Writing, sides, tidy
from reference.handwriting.vocabulary import Vocabulary, vocabulary_of
from reference.language.cell import Cell
from reference.language.dimension import Shape
from reference.language.errors import LanguageError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Number,
    Step,
    Symbol,
    children,
    symbols,
)
from reference.language.functions import FUNCTIONS
from reference.language.parse import miscounted
from reference.words import Message, Said, say

_DEEPEST = 60  # brackets in brackets
_HIGHEST = 90  # nodes above one another: also a long sum grows a high tree
_MOST_TOKENS = 500
_PARTNERS = {"(": ")", "[": "]", "{": "}"}


def read_equation(
    text: str,
    shapes: Mapping[str, Shape],
    *,
    quantity: Symbol,
    stepped: Iterable[str],
    known: Iterable[str] | None = None,
) -> Expression:
    """Read the right-hand side of a student's equation for a quantity.

    `known` are the names that the question gives (all that have a shape, unless said), `stepped`
    those of them that carry a step.  Raises LanguageError with the place and a sentence for the
    student; unknown names are all listed.
    """
    names = tuple(shapes if known is None else known)
    return read_with(text, Vocabulary(shapes, names, quantity, frozenset(stepped)))[-1]


def read_answer(
    text: str, cell: Cell, quantity: Symbol, *, known: Iterable[str] | None = None
) -> tuple[Expression, ...]:
    """Read a student's equation for a quantity of a cell: every right-hand side that has symbols.

    `h = σ(z) = 1/(1+e^{-z})` has two; an answer is right when all of them are.  Works for cells
    as written (`h[t]`) and unrolled (`h[2]`, or a gradient).  Raises LanguageError.
    """
    return read_with(text, vocabulary_of(cell, quantity, known=known))


def read_left(text: str, vocabulary: Vocabulary) -> Expression | None:
    """A left side that is a formula itself, as in `w^T = 0.5^T`; None for a name, or what is none."""
    left, *rest = sides(tidy(text))
    found = _read_if_possible(left, vocabulary, Now()) if rest else None
    if found is None or isinstance(found, Symbol) or not symbols(found):
        return None
    return None if vocabulary.quantity in symbols(found) else found


def read_with(
    text: str, vocabulary: Vocabulary, *, here: Step | None = None
) -> tuple[Expression, ...]:
    """Read the right-hand sides of an equation against the names of a question.

    `here` is what the student calls the step of the quantity, where the left side does not say it.
    """
    tidied = tidy(text)
    refuse_words_behind(tidied)
    left, *rest = sides(tidied)
    if here is None:
        here = _step_on_the_left(left, vocabulary) if rest else Now()
    *earlier, last = rest or [left]
    # a note between two "=", such as `v·∂h/∂u`, need not be readable; what counts is the end
    notes = [_read_if_possible(side, vocabulary, here) for side in earlier]
    readings = [*(note for note in notes if note), _read_side(last, vocabulary, here)]
    telling = tuple(side for side in readings if _tells(side, vocabulary))
    if not telling and rest:
        # `v·x_2 + v·w·x_1 = -4`, or `relu(...) = h_2`: here the left side is the equation
        turned = _read_if_possible(left, vocabulary, here)
        if turned and not isinstance(turned, Symbol) and _tells(turned, vocabulary):
            return (turned,)
    return telling or (readings[-1],)


def _tells(side: Expression, vocabulary: Vocabulary) -> bool:
    """Whether a side says anything: not numbers put in, and not the quantity alone."""
    return side != vocabulary.quantity and bool(symbols(side))


def _step_on_the_left(left: Writing, vocabulary: Vocabulary) -> Step:
    """The step that a left side such as `h_{t+1}` gives to the quantity; else t."""
    try:
        token, *more = Reader(left, vocabulary).tokens()
    except LanguageError:
        return Now()  # left sides are for people: dy/du, "the state", anything
    if len(more) != 1 or len(token.symbols) != 1:
        return Now()
    spelled = token.symbols[0]
    if spelled.name != vocabulary.quantity.name or spelled.step is None:
        return Now()
    return spelled.step


def _read_if_possible(side: Writing, vocabulary: Vocabulary, here: Step) -> Expression | None:
    try:
        return _read_side(side, vocabulary, here)
    except LanguageError:
        return None


def _read_side(side: Writing, vocabulary: Vocabulary, here: Step) -> Expression:
    tokens = Reader(side, vocabulary).tokens()
    if len(tokens) == 1:
        raise side.error(0, say("expected-equation"))
    if len(tokens) > _MOST_TOKENS:
        raise LanguageError(say("equation-too-long"), side.original, tokens[_MOST_TOKENS].place)
    tree = _Parser(tokens, side.original, vocabulary, here).whole()
    if _height(tree) > _HIGHEST:
        raise side.error(0, say("equation-of-too-many-parts", most=_HIGHEST))
    return Products(vocabulary.shapes).settle(tree, vocabulary.shapes.get(vocabulary.quantity.name))


def _height(expression: Expression) -> int:
    """How many nodes stand above one another, counted without recursion."""
    height, level = 0, [expression]
    while level:
        height += 1
        level = [part for node in level for part in children(node)]
    return height


class _Parser:
    """Recursive descent over the tokens of one side.

    From loose to tight: sums, `⊙`, other products (`*`, `·`, `@`, `/`), factors side by side,
    signs, powers, what stands behind (`.T`, `.dot(...)`), and atoms.
    """

    def __init__(
        self, tokens: list[Token], original: str, vocabulary: Vocabulary, here: Step
    ) -> None:
        self.tokens = tokens
        self.original = original
        self.vocabulary = vocabulary
        self.here = here
        self.next = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def error(self, message: Message, token: Token | None = None) -> LanguageError:
        return LanguageError(message, self.original, (token or self.token).place)

    def take(self) -> Token:
        token = self.token
        self.next += 1
        return token

    def sees(self, kind: str, texts: str = "") -> bool:
        return self.token.kind == kind and (not texts or self.token.text in texts)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(say("equation-too-deep"))

    def whole(self) -> Expression:
        result = self.sum()
        if self.sees("close"):
            raise self.error(say("never-opened", bracket=self.token.text))
        if not self.sees("end"):
            raise self.error(say("expected-operator"))
        return result

    def sum(self) -> Expression:
        result = self.product()
        while self.sees("operator", "+-"):
            sign = self.take().text
            result = Binary("+" if sign == "+" else "-", result, self.product())
        return result

    def product(self) -> Expression:
        """Factors with signs between; `r ⊙ U·h` is r ⊙ (U·h), for there is no r ⊙ U."""
        result = self.matrix_product()
        while self.sees("operator", "⊙"):
            self.take()
            result = Binary("*", result, self.matrix_product())
        return result

    def matrix_product(self) -> Expression:
        result = self.beside(self.signed())
        while self.sees("operator", "*·×@/"):
            operator = self.take().text
            factor = self.signed()
            if operator == "/":
                # 1/2 x is half of x: only what stands directly behind divides
                result = self.beside(Binary("/", result, factor))
            else:
                result = _multiplied(operator, result, self.beside(factor))
        return result

    def beside(self, result: Expression) -> Expression:
        """The product with factors that follow without a sign; they belong together first."""
        while self.starts_factor():
            result = _multiplied(LOOSE, result, self.power())
        return result

    def starts_factor(self) -> bool:
        """Whether a factor follows without a sign."""
        if self.sees("number"):
            raise self.error(say("expected-operator-before-number"))
        return self.token.kind in ("symbol", "function", "e", "open", "fraction")

    def signed(self) -> Expression:
        if not self.sees("operator", "+-"):
            return self.power()
        self.deeper()
        negative = self.take().text == "-"
        operand = self.signed()
        self.depth -= 1
        return Negate(operand) if negative else operand

    def power(self) -> Expression:
        if self.sees("e"):
            return self.euler()
        base = self.behind()
        if not self.sees("operator", "^"):
            return base
        return Binary("**", base, self.exponent())

    def euler(self) -> Expression:
        """The number e, nearly always with an exponent: `e^{-z}` is exp(-z)."""
        self.take()
        if self.sees("operator", "^"):
            return Call("exp", (self.exponent(),))
        return Number(math.e)

    def exponent(self) -> Expression:
        self.take()
        self.deeper()
        result = self.signed()
        self.depth -= 1
        return result

    def behind(self) -> Expression:
        """An atom and what stands directly behind it."""
        result = self.atom()
        while True:
            if self.sees("transpose"):
                self.take()
                result = Call("transpose", (result,))
            elif self.sees("method"):
                method = self.take()
                arguments = self.bracket()
                if len(arguments) != 1:
                    raise self.error(say("takes-one-argument", name=method.text), method)
                result = Binary("@", result, arguments[0])
            else:
                return result

    def atom(self) -> Expression:
        match self.token.kind:
            case "number":
                text = self.take().text
                return Number(int(text) if text.isdecimal() and len(text) < 16 else float(text))
            case "symbol":
                return self.symbol()
            case "function":
                return self.call()
            case "fraction":
                return self.fraction()
            case "open":
                return _joined(self.bracket())
            case _:
                raise self.error(say("expected-operand"))

    def symbol(self) -> Expression:
        """One symbol, or several written side by side."""
        token = self.take()
        result: Expression | None = None
        for spelled in token.symbols:
            found = self.vocabulary.settle(spelled, self.here)
            if isinstance(found, Message):
                raise self.error(found, token)
            result = found if result is None else _multiplied(LOOSE, result, found)
        if result is None:
            raise self.error(say("expected-operand"), token)
        return result

    def bracket(self) -> list[Expression]:
        """What stands between two brackets, at the commas."""
        if not self.sees("open"):
            raise self.error(say("expected-bracket"))
        self.deeper()
        opening = self.take()
        if self.sees("close"):
            raise self.error(say("nothing-between-brackets"))
        items = [self.sum()]
        while self.sees("comma"):
            self.take()
            items.append(self.sum())
        if self.sees("end"):
            raise self.error(say("never-closed", bracket=opening.text), opening)
        if not self.sees("close"):
            raise self.error(say("expected-operator"))
        if self.token.text != _PARTNERS[opening.text]:
            raise self.error(
                say("expected-partner", partner=_PARTNERS[opening.text], bracket=opening.text)
            )
        self.take()
        self.depth -= 1
        return items

    def fraction(self) -> Expression:
        self.take()
        over, under = _joined(self.bracket()), _joined(self.bracket())
        return Binary("/", over, under)

    def call(self) -> Expression:
        """A function, its power (`tanh^2(z)`) and its arguments, with or without brackets."""
        token = self.take()
        power = self.exponent_of_function()
        arguments = self.bracket() if self.sees("open") else [self.argument(token)]
        result = self.applied(token, arguments)
        return result if power is None else Binary("**", result, power)

    def exponent_of_function(self) -> Expression | None:
        if not self.sees("operator", "^"):
            return None
        self.take()
        if self.sees("open", "{"):
            return _joined(self.bracket())
        if not self.sees("number"):
            raise self.error(say("expected-number"))
        return self.atom()

    def argument(self, function: Token) -> Expression:
        """The argument of `tanh W x`: factors side by side, up to the next sign."""
        self.deeper()
        if self.token.kind not in ("symbol", "number", "function", "e", "fraction"):
            raise self.error(say("expected-bracket-after", name=_name(function)))
        result = self.beside(self.power())
        self.depth -= 1
        return result

    def applied(self, token: Token, arguments: list[Expression]) -> Expression:
        name = token.text
        if name in ("@", "⊙"):
            if len(arguments) != 2:
                raise self.error(miscounted(_name(token), 2, 2, len(arguments)), token)
            return Binary("@" if name == "@" else "*", arguments[0], arguments[1])
        row = FUNCTIONS[name]
        least, most = row.arity
        if not least <= len(arguments) <= most:
            raise self.error(miscounted(name, least, most, len(arguments)), token)
        for place in row.constants:
            if place < len(arguments) and not _is_whole(arguments[place]):
                raise self.error(say("constant-argument", place=place + 1, name=name), token)
        return Call(name, tuple(arguments))


def _is_whole(expression: Expression) -> bool:
    return isinstance(expression, Number) and isinstance(expression.value, int)


def _name(function: Token) -> Said:
    return say("the-product") if function.text in ("@", "⊙") else function.text


def _joined(items: list[Expression]) -> Expression:
    """What a pair of brackets means: its only part, or the parts put together."""
    return items[0] if len(items) == 1 else Call("concat", tuple(items))


def _multiplied(operator: str, left: Expression, right: Expression) -> Expression:
    match operator:
        case "@":
            return Binary("@", left, right)
        case _:
            return Call(LOOSE, (left, right))
