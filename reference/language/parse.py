"""Reading the language: a subset of Python's expressions, parsed with `ast` and never run.

Numbers, names, `name[t]`, `name[t-1]`, `name[2]`, `+ - * / @ **`, parentheses, and the functions
of the table.  Everything else is refused with the place where it stands.
"""

from __future__ import annotations

import ast
import difflib
import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, cast

from reference.language.errors import LanguageError
from reference.language.expression import (
    Binary,
    Call,
    Expression,
    Negate,
    Now,
    Number,
    Operator,
    Step,
    Symbol,
)
from reference.language.functions import FUNCTIONS
from reference.language.shape_rules import MANY
from reference.records import dataclass
from reference.words import Message, Said, every, say

Relation = Literal["<", "<=", ">", ">=", "==", "!="]

_LONGEST = 20_000  # characters; the longest equation of any cell has a few hundred
_DEEPEST = 100  # nested nodes; a deeper text is an accident or an attack
_ELSEWHERE = {  # what it is called in books and libraries, and how it is written here
    "log2": "log(x) / log(2)", "log10": "log(x) / log(10)",
    "dot": "a @ b", "matmul": "a @ b", "hadamard": "a * b", "multiply": "a * b",
    "power": "x ** 2", "pow": "x ** 2", "square": "x * x", "e": "exp(x)", "T": "transpose(W)",
    "logistic": "sigmoid(x)", "sigma": "sigmoid(x)", "average": "mean(x)", "l2": "norm(x)",
    "eig": "spectral_radius(W)", "eigenvalue": "spectral_radius(W)", "eigvals": "spectral_radius(W)",
    "eigenvalues": "spectral_radius(W)",
}  # fmt: skip
_SAME = {"ln": "log"}  # as all that we print calls it
_SHORT = 4  # letters; a quantity is called h or net, a function seldom so
_LARGEST = 1e300  # products of two larger ones are no numbers any more
_OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
    ast.Pow: "**",
}
_RELATIONS: dict[type[ast.cmpop], Relation] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_OWNER = re.compile(r"(?<![\w.])([^\W\d]\w*)\.[^\W\d]")  # what a name with a dot belongs to


@dataclass(frozen=True)
class Condition:
    """A comparison of two expressions, such as `z[2] < 0`.

    >>> from reference import parse_condition
    >>> parse_condition("h[2] > 0").relation
    '>'
    """

    left: Expression
    relation: Relation
    right: Expression


def parse_expression(text: str) -> Expression:
    """Read one expression; raise LanguageError with the place where it stops making sense.

    >>> from reference import parse_expression, write
    >>> write(parse_expression("tanh( W@x[t] )"))
    'tanh(W @ x[t])'
    """
    return _read(text)


@lru_cache(maxsize=2048)  # a class asks for the same few again and again
def _read(text: str) -> Expression:
    return _Reader(text).expression(_tree(text))


def parse_condition(text: str) -> Condition:
    """Read a comparison of two expressions; raise LanguageError for anything else.

    >>> from reference import parse_condition, write
    >>> write(parse_condition("z[2] < 0").left)
    'z[2]'
    """
    tree = _tree(text)
    reader = _Reader(text)
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        raise reader.error(tree, say("expected-one-comparison"))
    relation = _RELATIONS.get(type(tree.ops[0]))
    if relation is None:
        raise reader.error(tree, say("expected-relation"))
    return Condition(reader.expression(tree.left), relation, reader.expression(tree.comparators[0]))


def _tree(text: str) -> ast.expr:
    if not text.strip():
        raise LanguageError(say("expected-expression"), text, 0)
    if len(text) > _LONGEST:
        raise LanguageError(say("expression-too-long", longest=_LONGEST), text, _LONGEST)
    if "\n" in text.strip():
        raise LanguageError(say("expression-on-one-line"), text, text.index("\n"))
    if "\0" in text:  # Python tells the place in some versions and not in others
        raise _unreadable(text, text.index("\0"))
    lead = len(text) - len(text.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's advice about its own language
            return ast.parse(text[lead:], mode="eval").body
    except SyntaxError as error:
        position = lead + max((error.offset or 1) - 1, 0)
        raise _syntax_error(text, position, error.msg or "") from None
    except (RecursionError, MemoryError):
        raise LanguageError(say("expression-too-deep"), text, 0) from None
    except UnicodeEncodeError as error:
        raise _unreadable(text, lead + error.start) from None


def _unreadable(text: str, position: int) -> LanguageError:
    return LanguageError(say("character-unreadable"), text, position)


def _syntax_error(text: str, position: int, said: str) -> LanguageError:
    """Say what was expected, in the words of this language and not of Python's."""
    if "too many nested" in said:
        return LanguageError(say("expression-too-deep"), text, position)
    if "integer string conversion" in said:
        return LanguageError(say("number-too-large"), text, position)
    unclosed = re.search(r"'([(\[{])' was never closed", said)
    if unclosed:
        return LanguageError(say("never-closed", bracket=unclosed[1]), text, position)
    stray = re.search(r"unmatched '([)\]}])'", said)
    if stray:
        return LanguageError(say("never-opened", bracket=stray[1]), text, position)
    dangling = re.search(r"([-+*/@(,=<>]|\*\*)\s*$", text.rstrip())
    if dangling:
        return LanguageError(say("expected-operand"), text, len(text.rstrip()))
    operator = re.search(r"[-+*/@(,]\s*(?=[)*/@,\]])", text)
    if operator and not re.match(r"\*\*|\(\s*\)", text[operator.start() :]):
        return LanguageError(say("expected-operand"), text, operator.end())
    if "<>" in text:
        return LanguageError(say("not-equal-is-written"), text, text.index("<>"))
    beside = re.search(r"[\w\])]\s+(?=[A-Za-z_(\d])|(?<![\w.])[\d.]+(?=[^\W\d])", text)
    if beside:
        return LanguageError(say("expected-operator-between"), text, beside.end())
    if position < len(text) and text[position] == "=":
        return LanguageError(say("no-equals-in-expression"), text, position)
    return LanguageError(say("expected-operand-or-operator"), text, position)


class _Reader:
    """From Python's tree to ours, with the text at hand for messages."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lead = len(text) - len(text.lstrip())

    def error(self, node: ast.expr, message: Message) -> LanguageError:
        return LanguageError(message, self.text, self.place(node.col_offset))

    def after(self, node: ast.expr, message: Message) -> LanguageError:
        """A fault in the operator that follows a node."""
        end = self.place(node.end_col_offset or 0)
        while self.text[end : end + 1] in (" ", "\t", ")"):
            end += 1
        return LanguageError(message, self.text, end)

    def place(self, column: int) -> int:
        """The place in the text of a column, which Python counts in bytes of UTF-8."""
        before = self.text[self.lead :].encode()[:column]
        return self.lead + len(before.decode(errors="ignore"))

    def dotted(self, node: ast.Attribute) -> LanguageError:
        owners = list(dict.fromkeys(_OWNER.findall(self.text)))
        if len(owners) > 1:
            names = every([_shortened(owner) for owner in owners])
            return self.error(node, say("of-several-systems", names=names))
        name = _shortened(node.attr)
        return self.error(node, say("written-with-a-dot", name=name))

    def refused(self, node: ast.expr) -> LanguageError:
        """What is Python, but not of this language."""
        match node:
            case ast.Subscript():
                return self.error(node, say("step-of-no-name"))
            case ast.Compare(left=left):
                return self.after(left, say("no-comparison-in-expression"))
            case ast.BinOp(left=left, op=ast.BitXor()):
                return self.after(left, say("power-as-in-python"))
            case ast.BinOp(left=left):
                return self.after(left, say("expected-one-of-the-operators"))
            case ast.Attribute():
                return self.dotted(node)
            case _:
                return self.error(node, say("expected-operand"))

    def expression(self, node: ast.expr, depth: int = 0) -> Expression:
        if depth > _DEEPEST:
            raise self.error(node, say("expression-too-deep"))
        below = depth + 1
        match node:
            case ast.Constant():
                return self.number(node)
            case ast.Name(id=name):
                return Symbol(name)
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                return Symbol(name, self.step(index))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negate(self.expression(operand, below))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.expression(operand, below)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return Binary(
                    _OPERATORS[type(op)],
                    self.expression(left, below),
                    self.expression(right, below),
                )
            case ast.Call():
                return self.call(node, below)
            case _:
                raise self.refused(node)

    def number(self, node: ast.Constant) -> Number:
        value = node.value
        if type(value) not in (int, float):
            raise self.error(node, say("expected-operand"))
        if not cast(float, value) <= _LARGEST:  # not math.isfinite: that raises for a long integer
            raise self.error(node, say("number-too-large"))
        return Number(cast(float, value))

    def step(self, node: ast.expr) -> Step:
        match node:
            case ast.Name(id="t"):
                return Now()
            case ast.Constant(value=int(step)) if type(step) is int:
                return step
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(step))) if (
                type(step) is int
            ):
                return -step  # h[t-2] of the first step
            case ast.BinOp(
                left=ast.Name(id="t"), op=(ast.Add() | ast.Sub()) as op, right=ast.Constant(value=k)
            ) if type(k) is int:
                return Now(k if isinstance(op, ast.Add) else -k)
            case _:
                raise self.error(node, say("expected-step"))

    def call(self, node: ast.Call, depth: int) -> Call:
        if isinstance(node.func, ast.Attribute):
            raise self.dotted(node.func)
        if not isinstance(node.func, ast.Name):
            raise self.error(node, say("expected-function"))
        name = _SAME.get(node.func.id, node.func.id)
        if name in _FOLDED and node.args and len(node.args) != 2:
            return self.folded(node, depth)
        row = FUNCTIONS.get(name)
        if row is None:
            hint = _function_meant(name, node.args)
            raise self.error(node, say("no-such-function", name=_shortened(name), hint=hint))
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise self.error(node, say("arguments-without-names", name=name))
        least, most = row.arity
        if not least <= len(node.args) <= most:
            raise self.error(node, miscounted(name, least, most, len(node.args)))
        if name == "where" and isinstance(node.args[0], ast.Compare):
            return self.choice(node.args[0], node.args[1], node.args[2], depth)
        arguments = tuple(self.expression(argument, depth) for argument in node.args)
        for place in row.constants:
            if place < len(arguments):
                constant = arguments[place]
                if not isinstance(constant, Number) or not isinstance(constant.value, int):
                    raise self.error(
                        node.args[place], say("constant-argument", place=place + 1, name=name)
                    )
        if name == "step" and not _is_share(arguments[1]):
            raise self.error(
                node.args[1],
                say("step-value-at-zero"),
            )
        return Call(name, arguments)

    def choice(self, asked: ast.Compare, first: ast.expr, second: ast.expr, depth: int) -> Call:
        """`where(a < b, x, y)`: the first branch where a difference lies above 0."""
        relation = _RELATIONS.get(type(asked.ops[0])) if len(asked.ops) == 1 else None
        if relation is None:
            raise self.refused(asked)
        sides = self.expression(asked.left, depth), self.expression(asked.comparators[0], depth)
        branches = self.expression(first, depth), self.expression(second, depth)
        if relation in ("<", ">="):
            sides = sides[1], sides[0]
        apart = _difference(*sides)
        if relation in ("==", "!="):
            apart = Call("abs", (apart,))
        if relation in ("<=", ">=", "=="):
            branches = branches[1], branches[0]
        return Call("where", (apart, *branches))

    def folded(self, node: ast.Call, depth: int) -> Call:
        """`max(v)` of all entries of a vector, `max(a, b, c)` of several numbers."""
        name = cast(ast.Name, node.func).id
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise self.error(node, say("arguments-without-names", name=name))
        if len(node.args) > MANY:
            raise self.error(
                node, say("too-many-arguments", name=name, most=MANY, got=len(node.args))
            )
        first, *others = (self.expression(argument, depth) for argument in node.args)
        if not others:
            return Call(_FOLDED[name], (first,))
        for other in others:
            first = Call(name, (first, other))
        return cast(Call, first)


def _difference(first: Expression, second: Expression) -> Expression:
    if second == Number(0):
        return first
    return Negate(second) if first == Number(0) else Binary("-", first, second)


_FOLDED = {"max": "largest", "min": "smallest"}


def _shortened(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:40]}…"


def miscounted(name: Said, least: int, most: int, got: int) -> Message:
    """What to say of a function that got more or fewer arguments than it takes."""
    if least != most:
        return say("takes-from-to", name=name, least=least, most=most, got=got)
    if least == 1:
        return say("takes-one", name=name, got=got)
    if name == "step" and got == 1:
        return say("step-without-value-at-zero")
    return say("takes-some", name=name, takes=least, got=got)


def suggestion(name: str, known: Iterable[str]) -> Message | str:
    """`; did you mean "sigmoid"?`, where something is near enough."""
    plain = {one.lower(): one for one in known}
    if name.lower() in plain:
        return say("did-you-mean", name=plain[name.lower()])
    near = difflib.get_close_matches(name, plain.values(), n=1)
    near = near or [plain[one] for one in difflib.get_close_matches(name.lower(), plain, n=1)]
    return say("did-you-mean", name=near[0]) if near else ""


def _function_meant(name: str, arguments: list[ast.expr]) -> Message | str:
    """What an unknown function may be: another one, an operator, or a quantity at a step."""
    if name in _ELSEWHERE:
        return say("is-written-here", meant=_ELSEWHERE[name])
    if len(arguments) == 1 and _is_step(arguments[0]) and len(name) < _SHORT:
        return say("step-in-brackets", name=name, step=ast.unparse(arguments[0]))
    return suggestion(name, FUNCTIONS)


def _is_step(node: ast.expr) -> bool:
    """Whether an argument looks like a step: `h(2)`, `h(t)`, `h(t-1)`."""
    return ast.unparse(node).replace(" ", "") in {"t", "t-1", "t+1", "T"} or (
        isinstance(node, ast.Constant) and isinstance(node.value, int)
    )


def _is_share(node: Expression) -> bool:
    """Whether no number stands there that lies outside of 0 and 1."""
    match node:
        case Number(value):
            return 0 <= float(value) <= 1
        case Negate(Number()):
            return False
        case _:
            return True
