"""A sum worked out exactly: `4*12 + 12*12`, `4·12+12²`, `4 x 12 + 12^2`.

The text is turned into Python's notation, parsed with `ast`, and walked: numbers, names,
+ - * / and powers.  It is never given to `eval`, and no number in it may grow beyond a bound,
so `9**9**9` ends at once.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import add, mul, sub, truediv
from types import MappingProxyType

from grader.outcome.finding import Unreadable
from grader.reading.number_syntax import lowered, undressed
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import counts as count_sentences
from grader.words.sentences import numbers as number_sentences
from grader.words.shown import shown_text
from reference.records import dataclass, replace

LONGEST = 500  # characters of a sum
_BITS = 4096  # of any number on the way: beyond 10**1000 nothing is being counted
_POWER = 64
_NONE: Mapping[Fraction, Fraction] = MappingProxyType({})
_TERMS = 500  # of a sum that is multiplied out; nobody writes as many

_KEYWORD = re.compile(r"\d(?:and|or|if|else|in|is|not|for)")

_SIGNS = str.maketrans({
    "−": "-", "–": "-", "‐": "-", "‑": "-", "—": "-", "－": "-", "＋": "+", "·": "*", "×": "*", "⋅": "*",
    "∗": "*", "•": "*", "＊": "*", "÷": "/", "∕": "/", "⁄": "/", "[": "(", "]": ")", "{": "(", "}": ")",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
})  # fmt: skip
_LATEX = (
    ("\\cdot", "*"),
    ("\\times", "*"),
    ("\\left", ""),
    ("\\right", ""),
    ("{,}", ""),
    ("\\,", " "),
)


@dataclass(frozen=True)
class Arithmetic:
    """A sum that was worked out: its value, the numbers and names in it, and its operators.

    `value` is None where a name stands whose number is not written in the text; `terms` are the
    products that it adds up, multiplied out: 2*(3 + 4) is 2*3 and 2*4.
    """

    value: Fraction | None
    numbers: tuple[Fraction, ...]
    names: tuple[str, ...]
    operators: int
    claimed: Fraction | None = None  # what stood behind "=", as in "4*12 = 48"
    terms: tuple[tuple[Fraction, ...], ...] = ()


class _Unclear(Exception):
    """A sum that cannot be worked out; `note` and `what` go into the sentence."""

    def __init__(self, note: str, what: str = "") -> None:
        super().__init__(note, what)
        self.note = note
        self.what = what


def work_out(
    text: str, *, stands_for: Mapping[Fraction, Fraction] = _NONE
) -> Arithmetic | Unreadable:
    """The sum in a text, worked out; `stands_for` has the number to take for another one in it.

    >>> sum_ = work_out("4·12 + 12² = 192")
    >>> sum_.value, sum_.operators, sum_.claimed
    (Fraction(192, 1), 3, Fraction(192, 1))
    """
    if len(text) > LONGEST:
        return Unreadable(
            "expression.text", answer_sentences.too_long(count_sentences.an_expression(), len(text))
        )
    left, *rest = [part for part in _pythonic(text).split("=") if part.strip()] or [""]
    if rest and re.fullmatch(r"\s*[^\W\d]\w*\s*", left):  # "n = 4*12": a name for the sum
        left, *rest = rest
    try:
        worked = _Walk(left, stands_for).result()
        if rest:
            return _with_claim(worked, rest[-1], stands_for)
    except _Unclear as unclear:
        return _refused(unclear, text)
    return worked


def _with_claim(
    worked: Arithmetic, claim: str, stands_for: Mapping[Fraction, Fraction]
) -> Arithmetic:
    """The sum with the result behind its "="; "48 = 4*12" is turned round."""
    result = _Walk(claim, stands_for).result()
    if result.operators and not worked.operators:
        worked, result = result, worked
    return replace(worked, claimed=result.value)


def _refused(unclear: _Unclear, text: str) -> Unreadable:
    typed = shown_text(text.strip())
    if unclear.note == "expression.too-large":
        return Unreadable(unclear.note, count_sentences.expression_too_large(typed))
    if unclear.note == "expression.divided-by-zero":
        return Unreadable(unclear.note, number_sentences.number_divided_by_zero(typed))
    return Unreadable(unclear.note, count_sentences.expression_unknown(typed, unclear.what))


def _pythonic(text: str) -> str:
    """The text in Python's notation: "12²" is "12**2", "4 x 12" and "4(1+2)" are products."""
    text = undressed(text)
    for latex, plain in _LATEX:
        text = text.replace(latex, plain)
    text = lowered(text.translate(_SIGNS)).replace("^", "**")
    text = re.sub(r"(?<=[\d)])\s*[xX]\s*(?=[\d(])", "*", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)  # 1,000: thousands, in a sum of counts
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    text = re.sub(r"(?<=[\d)])\s*(?=\()", "*", text)
    return re.sub(r"(?<=\))\s*(?=\d)", "*", text).replace("≈", "=")


class _Walk:
    """One pass over the tree of a sum, noting its numbers, names and operators."""

    def __init__(self, text: str, stands_for: Mapping[Fraction, Fraction]) -> None:
        self.text = text.strip()
        self.stands_for = stands_for
        self.numbers: list[Fraction] = []
        self.names: list[str] = []
        self.operators = 0

    def result(self) -> Arithmetic:
        if _KEYWORD.search(self.text):  # Python warns of a number with a word of its own behind it
            raise _Unclear("expression.text", number_sentences.no_sum())
        try:
            tree = ast.parse(self.text, mode="eval")
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            brackets = self.text.count("("), self.text.count(")")
            said = number_sentences.no_sum(*brackets)
            raise _Unclear("expression.text", said) from None
        try:
            value = self.value(tree.body)
        except RecursionError:
            raise _Unclear("expression.text", "too many brackets") from None
        names = (*dict.fromkeys(self.names),)
        terms = () if names else (self.terms(tree.body) or ())
        return Arithmetic(value, (*self.numbers,), names, self.operators, terms=terms)

    def value(self, node: ast.expr) -> Fraction | None:
        value = self.worked(node)
        return value if value is None else self.stands_for.get(value, value)

    def worked(self, node: ast.expr) -> Fraction | None:
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name(id=name):
                self.names.append(name)
                return None
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                value = self.value(operand)
                return -value if value is not None and isinstance(sign, ast.USub) else value
            case ast.BinOp(left=left, op=operator, right=right):
                self.operators += 1
                return _applied(operator, self.value(left), self.value(right))
            case _:
                raise _Unclear("expression.text", number_sentences.more_than_numbers())

    def terms(self, node: ast.expr) -> tuple[tuple[Fraction, ...], ...] | None:
        """The products that a sum adds up, each by its factors; None where there are too many."""
        value = self.worked(node) if self.stands_for else None
        if value is not None and value in self.stands_for:
            return ((self.stands_for[value],),)
        match node:
            case ast.Constant():
                return ((self.exact(node),),)
            case ast.UnaryOp(operand=operand):
                return self.terms(operand)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                one, other = self.terms(left), self.terms(right)
                return None if one is None or other is None else (*one, *other)
            case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(int(times))) if times > 0:
                return _multiplied_out([self.terms(left)] * times)
            case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
                return _multiplied_out([self.terms(left), self.terms(right)])
            case _:
                return None

    def exact(self, node: ast.Constant) -> Fraction:
        segment = ast.get_source_segment(self.text, node) or ""
        return Fraction(Decimal(segment.replace("_", "")))

    def constant(self, node: ast.Constant) -> Fraction:
        if type(node.value) not in {int, float}:
            raise _Unclear("expression.text", number_sentences.something_no_number())
        digits = (ast.get_source_segment(self.text, node) or "").replace("_", "")
        if len(digits) > 40 or not re.fullmatch(r"[\d.]+(?:[eE][+-]?\d{1,2})?", digits):
            raise _Unclear("expression.text", number_sentences.unknown_form_of_number())
        self.numbers.append(number := self.exact(node))
        return number


def _multiplied_out(
    factors: Sequence[tuple[tuple[Fraction, ...], ...] | None],
) -> tuple[tuple[Fraction, ...], ...] | None:
    terms: tuple[tuple[Fraction, ...], ...] = ((),)
    for sums in factors:
        if sums is None or len(terms) * len(sums) > _TERMS:
            return None
        terms = tuple((*one, *other) for one in terms for other in sums)
    return terms


_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: add, ast.Sub: sub, ast.Mult: mul, ast.Div: truediv,
}  # fmt: skip


def _applied(
    operator: ast.operator, left: Fraction | None, right: Fraction | None
) -> Fraction | None:
    if not isinstance(operator, (*_OPERATORS, ast.Pow)):
        raise _Unclear("expression.text", number_sentences.other_operator())
    if left is None or right is None:
        return None
    if isinstance(operator, ast.Pow):
        return _power(left, right)
    if isinstance(operator, ast.Div) and not right:
        raise _Unclear("expression.divided-by-zero")
    value = _OPERATORS[type(operator)](left, right)
    if _bits(value) > _BITS:
        raise _Unclear("expression.too-large")
    return value


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise _Unclear("expression.text", number_sentences.power_not_whole())
    if not base and exponent < 0:
        raise _Unclear("expression.divided-by-zero")
    if abs(exponent) > _POWER or _bits(base) * abs(exponent.numerator) > _BITS:
        raise _Unclear("expression.too-large")
    return base**exponent.numerator


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())
