"""The language is read exactly, and whatever else is typed is refused with its place."""

from __future__ import annotations

import copy
import pickle

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from reference import LanguageError, parse_condition, parse_expression, write
from reference.language.expression import Binary, Call, Expression, Negate, Now, Number, Symbol

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")

READ = [
    ("a", a, "a name"),
    ("12", Number(12), "a whole number stays whole"),
    ("0.5", Number(0.5), "decimals"),
    ("1e-3", Number(0.001), "powers of ten"),
    ("h[t]", Symbol("h", Now()), "the current step"),
    ("h[t-1]", Symbol("h", Now(-1)), "the step before"),
    ("h[ t + 1 ]", Symbol("h", Now(1)), "the step after, with spaces"),
    ("h[t-0]", Symbol("h", Now()), "a roundabout now"),
    ("h[2]", Symbol("h", 2), "a step of an unrolled cell"),
    ("h[-1]", Symbol("h", -1), "what h[t-2] is at the first step"),
    ("  a", a, "spaces before"),
    ("+a", a, "a plus sign says nothing"),
    ("-a", Negate(a), "a minus sign is a node"),
    ("-2", Negate(Number(2)), "so is that of a number"),
    ("a - b - c", Binary("-", Binary("-", a, b), c), "from the left"),
    ("a - (b - c)", Binary("-", a, Binary("-", b, c)), "parentheses count"),
    ("a @ b * c", Binary("*", Binary("@", a, b), c), "@ and * bind alike, as in Python"),
    ("a ** b ** c", Binary("**", a, Binary("**", b, c)), "powers from the right"),
    ("-a ** b", Negate(Binary("**", a, b)), "the power first, then the sign"),
    ("(-a) ** b", Binary("**", Negate(a), b), "unless it is said"),
    ("a ** -b", Binary("**", a, Negate(b)), "a sign in the exponent"),
    ("tanh(a)", Call("tanh", (a,)), "a function"),
    ("concat(a, b, c)", Call("concat", (a, b, c)), "as many as one likes"),
    ("part(a, 1, 4)", Call("part", (a, Number(1), Number(4))), "whole numbers written out"),
    ("entry(W, 1, 2)", Call("entry", (Symbol("W"), Number(1), Number(2))), "two indices"),
]


@pytest.mark.parametrize(("text", "expected", "why"), READ)
def test_a_text_is_read_as_one_tree(text: str, expected: Expression, why: str) -> None:
    assert expected == parse_expression(text)


@given(strategies.expressions)
def test_what_is_written_reads_back_as_the_same_tree(expression: Expression) -> None:
    assert expression == parse_expression(write(expression))


@given(strategies.expressions)
def test_nothing_is_written_with_parentheses_that_change_nothing(expression: Expression) -> None:
    text = write(expression)
    assert text == write(parse_expression(f"({text})"))


OPERAND = 'expected a name, a number or "("'
BETWEEN = 'expected an operator, such as "*" or "@", between the two'
OPERATORS = "expected one of the operators + - * / @ **"
STEP = "a step is t, t-1, t+1 or a whole number"
DEEP = "the expression is nested too deeply"
UNREADABLE = "this character cannot be read"

# Each row: the text, under it the caret and the message, and why the row is there.
REFUSED = [
    ("", "^ expected an expression; there is nothing here", "nothing"),
    ("   ", "^ expected an expression; there is nothing here", "only spaces"),
    ("a +", f"   ^ {OPERAND}", "a sum that stops"),
    ("a **", f"    ^ {OPERAND}", "two characters, one operator"),
    ("tanh(W @ x + U @ h + )", f"                     ^ {OPERAND}", "a sum that stops inside"),
    ("a + * b", f"    ^ {OPERAND}", "two operators"),
    ("(, a)", f" ^ {OPERAND}", "an argument is missing"),
    ("()", f"^ {OPERAND}", "empty parentheses"),
    ("(a", '^ this "(" is never closed', "an open parenthesis"),
    ("tanh(a", '    ^ this "(" is never closed', "an open call"),
    ("h[t-1", ' ^ this "[" is never closed', "an open step"),
    ("a)", ' ^ there is no opening partner for this ")"', "one too many"),
    ("a b", f"  ^ {BETWEEN}", "juxtaposition is for students, read elsewhere"),
    ("2x", f" ^ {BETWEEN}", "also without a space"),
    ("import os", f"       ^ {BETWEEN}", "a statement"),
    ("a = b", '  ^ an expression has no "="; equality is written "=="', "an equation"),
    ("a == b", "  ^ an expression holds no comparison", "a comparison"),
    ("a < b", "  ^ an expression holds no comparison", "another"),
    ("(a + b) < c", "        ^ an expression holds no comparison", "behind a parenthesis"),
    ("a ^ b", '  ^ a power is written "**", not "^"', "as on a calculator"),
    ("a % b", f"  ^ {OPERATORS}", "an operator of Python"),
    ("(a)//b", f"   ^ {OPERATORS}", "another, behind a parenthesis"),
    ("np.tanh(a)", '^ write "tanh" without the dot and what stands before it', "NumPy's name"),
    (
        "(a.loss + b.loss) / 2",
        " ^ a value is about one system, and a and b are several; write one cell that has what all of them give, with a step for each, and ask for its quantities",
        "of two systems",
    ),
    ("a.T", '^ write "T" without the dot and what stands before it', "NumPy's transpose"),
    ("segmoid(a)", '^ there is no function "segmoid"; did you mean "sigmoid"?', "a slip"),
    ("Tanh(a)", '^ there is no function "Tanh"; did you mean "tanh"?', "a capital letter"),
    (
        "step(a, 2)",
        (
            "        ^ the second argument of step is its value at 0, a number from 0 to 1: "
            "step(z - 0.5, 1) is 1 from z = 0.5 on"
        ),
        "a threshold",
    ),
    ("qux(a)", '^ there is no function "qux"', "nothing near enough to suggest"),
    (
        "log2(a)",
        '^ there is no function "log2"; write log(x) / log(2)',
        "called otherwise in books",
    ),
    ("dot(a, b)", '^ there is no function "dot"; write a @ b', "an operator here"),
    ("h(2)", '^ there is no function "h"; a step is written h[2]', "a step in round brackets"),
    ("a <> b", '  ^ unequal is written "!="', "another language"),
    ("σ + σ(x)", '    ^ there is no function "σ"', "the caret counts letters, not bytes"),
    ("  ñ + qux(a)", '      ^ there is no function "qux"', "with spaces before as well"),
    ("tanh(a)(b)", "^ expected the name of a function", "a call of a call"),
    ("tanh(x=a)", "^ tanh takes its arguments in order, without names", "a keyword"),
    ("tanh(*a)", "^ tanh takes its arguments in order, without names", "a star"),
    ("tanh()", "^ tanh takes 1 argument (got 0)", "too few"),
    ("tanh(a, b)", "^ tanh takes 1 argument (got 2)", "too many"),
    ("part(a, 1)", "^ part takes 3 arguments (got 2)", "the plural"),
    ("entry(a)", "^ entry takes 2 to 3 arguments (got 1)", "a range"),
    ("part(a, 1, b)", "           ^ argument 3 of part is a whole number", "a name as a count"),
    ("part(a, 1.5, 2)", "        ^ argument 2 of part is a whole number", "a decimal as a count"),
    ("part(a, -1, 2)", "        ^ argument 2 of part is a whole number", "a sign as well"),
    ("h[s]", f"  ^ {STEP}", "an unknown step"),
    ("h[1.5]", f"  ^ {STEP}", "half a step"),
    ("h[t*2]", f"  ^ {STEP}", "twice a step"),
    ("h[1:2]", f"  ^ {STEP}", "a slice"),
    ("h[t, 1]", f"  ^ {STEP}", "a step and an entry"),
    ("h[True]", f"  ^ {STEP}", "a truth value is an int only for Python"),
    (
        "(a + b)[t]",
        "^ only a name can have a step, as in h[t-1]; an entry is entry(h[2], 1)",
        "the step of a sum",
    ),
    (
        "h[t][1]",
        "^ only a name can have a step, as in h[t-1]; an entry is entry(h[2], 1)",
        "the entry of a step",
    ),
    ("1e400", "^ the number is too large", "infinite for a float"),
    ("1 + 1e301", "    ^ the number is too large", "whose square would be"),
    ("9" * 60 + "9" * 340, "^ the number is too large", "a whole number that fits no float"),
    ("a\nb", " ^ an expression stands on one line", "two lines"),
    ("a ? b", f"  ^ {OPERAND} or an operator", "a character of no use"),
    ("a\0b", f" ^ {UNREADABLE}", "NUL"),
    ("a + \ud800", f"    ^ {UNREADABLE}", "half a character"),
    ("'a'", f"^ {OPERAND}", "a string"),
    ("True", f"^ {OPERAND}", "a truth value"),
    ("a + None", f"    ^ {OPERAND}", "nothing at all"),
    ("1j", f"^ {OPERAND}", "a complex number"),
    ("[a, b]", f"^ {OPERAND}", "a list"),
    ("a, b", f"^ {OPERAND}", "a tuple"),
    ("a if b else c", f"^ {OPERAND}", "a choice"),
    ("not a", f"^ {OPERAND}", "logic"),
]


@pytest.mark.parametrize(("text", "below", "why"), REFUSED)
def test_a_fault_is_shown_at_its_place(text: str, below: str, why: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression(text)
    # the caret stands where it is typed above; the message may show the text cut or cleaned
    assert below.index("^") == caught.value.position
    assert below[below.index("^") + 2 :] == caught.value.message


def test_a_message_shows_the_text_with_the_caret_below() -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression("tanh(W @ x + )")
    assert f"tanh(W @ x + )\n             ^ {OPERAND}" == str(caught.value)


def test_of_a_long_text_the_message_shows_the_neighbourhood() -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression("a + " * 25 + "qux(a)" + " + b" * 30)
    shown, caret = str(caught.value).split("\n")
    assert len(shown) <= 102
    assert shown[caret.index("^") :][:6] == "qux(a)"


def test_a_control_character_does_not_break_the_message_apart() -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression("a\r\n\x1b[31m + b")
    assert str(caught.value).count("\n") == 1
    assert "\x1b" not in str(caught.value)


def test_an_error_survives_the_way_between_processes() -> None:
    error = LanguageError("wrong", "a + b", 2, line=7)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own bytes
        assert (twin.message, twin.text, twin.position, twin.line) == ("wrong", "a + b", 2, 7)
        assert str(error) == str(twin)


HOSTILE = {
    "ten megabytes": "a" * 10_000_000,
    "ten megabytes of spaces": " " * 10_000_000 + "a",
    "ten thousand open parentheses": "(" * 10_000,
    "ten thousand parentheses in pairs": "(" * 9_999 + "a" + ")" * 9_999,
    "thousands of signs": "-" * 19_000 + "a",
    "thousands of powers": "**".join("a" * 6_000),
    "thousands of terms": "+".join("a" * 9_000),
    "thousands of calls": "tanh(" * 3_000 + "a" + ")" * 3_000,
    "thousands of steps": "h[" * 5_000 + "t" + "]" * 5_000,
    "thousands of attributes": "a" + ".b" * 9_000,
    "thousands of comparisons": "<".join("a" * 9_000),
    "a function with a long name": "s" * 19_990 + "(a)",
    "more digits than Python converts": "9" * 5_000,
    "NUL": "\0",
    "an attribute": "().__class__.__bases__",
    "a lambda": "(lambda: 0)()",
    "an f-string": "f'{__import__(\"os\")}'",
    "a walrus": "(a := 1)",
    "a comprehension": "[a for a in b]",
    "a generator": "sum(a for a in b)",
    "an import": "__import__('os').system('true')",
    "a call of eval": "eval('1')",
    "a yield": "(yield a)",
    "an await": "await a",
    "a dict": "{a: b}",
    "a statement after another": "a; import os",
    "two lines": "a\nimport os",
    "a decorator": "@a",
    "bytes": "b'a'",
    "an ellipsis": "...",
    "a continued line": "a + \\\n b",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_refused_as_any_other(text: str) -> None:
    for read in (parse_expression, parse_condition):
        with pytest.raises(LanguageError) as caught:
            read(text)
        assert len(str(caught.value)) < 400  # nobody is sent his megabytes back


def place_of_fault(text: str) -> int | None:
    try:
        assert parse_expression(text) == parse_expression(write(parse_expression(text)))
    except LanguageError as error:
        return error.position
    return None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert (place_of_fault(text) or 0) in range(len(text) + 1)


@given(st.text(alphabet="ahtx[]()+-*/@.,0129 =<^", max_size=30))
def test_any_text_of_its_own_characters_is_read_or_refused(text: str) -> None:
    assert (place_of_fault(text) or 0) in range(len(text) + 1)


@pytest.mark.parametrize("relation", ["<", "<=", ">", ">=", "==", "!="])
def test_a_condition_compares_two_expressions(relation: str) -> None:
    found = parse_condition(f"abs(z[3]) {relation} 0.5")
    assert Call("abs", (Symbol("z", 3),)) == found.left
    assert relation == found.relation
    assert Number(0.5) == found.right


ONE_COMPARISON = 'expected one comparison, such as "z[2] < 0"'


@pytest.mark.parametrize(
    ("text", "message", "why"),
    [
        ("a", ONE_COMPARISON, "nothing is compared"),
        ("a < b < c", ONE_COMPARISON, "two at once"),
        ("a < b and b < c", ONE_COMPARISON, "logic"),
        ("a in b", "expected one of < <= > >= == != between two expressions", "membership"),
        ("a < qux(b)", 'there is no function "qux"', "a fault on one side"),
    ],
)
def test_a_condition_that_is_none_is_refused(text: str, message: str, why: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_condition(text)
    assert message == caught.value.message
