"""Counts, and the sums they come from."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import Count, Expression, read_count, read_expression


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        (151805, 151805, "as it is"),
        (151805, "151805", "as text"),
        (151805, "151,805", "thousands with a comma"),
        (151805, "151.805", "thousands with a point: no count has decimals"),
        (151805, "151 805", "thousands with a space"),
        (18, "18 %", "a share in percent: no count is 0.18"),
        (645000, "645k", "as sizes of models are written"),
        (645128, "645.128 K", "exactly, with decimals"),
        (1_200_000, "1,2 million", "in words, with a comma"),
        (7_000_000, "7M", "millions"),
        (151805, "151'805", "thousands with an apostrophe"),
        (151805, "151_805", "thousands as Python has them"),
        (45000, "45,000", "nobody writes three decimals of a count"),
        (1234567, "1.234.567", "millions"),
        (151805, 151805.0, "a float that is whole"),
        (45, "45.0", "a text that is whole"),
        (1000, "1e3", "an exponent"),
        (45, "n = 45", "the name before it"),
        (0, 0, "nothing is counted, too"),
        (45, [45], "in a list"),
        (45, np.int64(45), "NumPy"),
        (45, np.array(45.0), "a 0-d array"),
        (45, Fraction(90, 2), "a fraction that is whole"),
        (45, Decimal("45.00"), "a Decimal that is whole"),
        (192, "4*12 + 12*12", "a sum is worked out"),
        (151805, "200·300+300·300+300 + 300·5+5", "as on paper"),
        (144, "12²", "a power"),
        (190, "4*12 + 12*12 = 190", "the result that was written down is the answer"),
        (48, "48 = 4*12", "the result may stand first"),
        (185344, "4*(256*(100+64)+256) + 64*256 = 185.344", "the result with its thousands parted"),
        (31784960, "2*20*2*(184320+212992) = 31 784 960", "by blanks, too"),
        (185344, "4n(d+p+1)+pn = 4*256*165+16384 = 185344", "letters first, then numbers"),
        (2193, "2193 (17*128+17)", "the working behind it is no factor"),
        (185344, "185,344 (4*46336)", "nor behind parted thousands"),
        (2193, "2193 (= 17*128+17)", "an equals sign before it, as with numbers"),
        (2193, "n = 2193 (= 17 d + 17)", "or letters: what stands before is the answer"),
        (2193, "17*128+17 (2193)", "turned round"),
        (12, "4 (1+2)", "a bracket that comes to something else is a factor, and that is told"),
        (9007199254740993, 9007199254740993, "beyond the whole numbers of a float"),
        (9007199254740993, "9007199254740993", "the same as text"),
    ],
)
def test_a_count_is_read_as_people_write_it(expected: int, value: object, remark: str) -> None:
    count = read_count(Typed(value))
    assert isinstance(count, Count), count
    assert expected == count.value, remark


@pytest.mark.parametrize(
    ("note", "fragment", "value", "remark"),
    [
        ("count.not-whole", "got 45.5", 45.5, "half a parameter"),
        ("count.not-whole", "got 45,5", "45,5", "with a comma"),
        ("count.not-whole", "got 151.805", 151.805, "computed, so the point is a point"),
        ("count.ambiguous", "write 45 or 45000", "45.000", "Python's 45, or forty-five thousand"),
        ("count.negative", "0 or more; got -3", -3, "below 0"),
        ("count.negative", "got -144", "-144", "below 0, as text"),
        ("count.boolean", "truth value", True, "True is 1 to Python"),
        ("count.not-a-number", "NaN", float("nan"), "NaN"),
        ("count.infinite", "infinite", float("inf"), "infinite"),
        ("count.text", '3 n"', "3 n", "a product: 3 is not proposed"),
        ("count.text", '"forty"', "forty", "a word"),
        ("count.text", '"45 or 46"', "45 or 46", "two answers"),
        ("count.too-large", "too large", "9**9**9", "ends at once"),
        ("count.too-large", "3000001 digits", 10**3_000_000, "cannot even be printed"),
        ("count.wrong-length", "got 2", [45, 46], "a list"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_count_is_told(note: str, fragment: str, value: object, remark: str) -> None:
    fault = read_count(Typed(value))
    assert isinstance(fault, Unreadable), remark
    assert note == fault.note
    assert fragment in fault.message


def test_a_point_in_the_file_can_part_thousands_too() -> None:
    count = read_count(Typed(151.805, "151.805"))
    assert isinstance(count, Count)
    assert count.value == 151805
    assert count.remarks == ("151.805 was read with a thousands separator, as 151805",)


def test_a_factor_in_brackets_after_a_blank_is_never_silent():
    count = read_count(Typed("4 (1+2)"))
    assert count.remarks == ("4 (1+2) was worked out: 12",)
    assert read_count(Typed("12 (4*3)")) == Count(12, "12 (4*3)")


def test_brackets_within_brackets_are_read_soon():
    hostile = "1 (a = " * 60 + "1" + ")" * 60
    assert isinstance(read_count(Typed(hostile)), Unreadable)


def test_a_count_in_percent_is_told_to_be_written_without_the_sign():
    count = read_count(Typed("18 %"))
    assert count.remarks == ("18 % was read as 18: write a count without %",)


@pytest.mark.parametrize(
    ("expected", "text", "remark"),
    [
        (192, "4*12 + 12*12", "as Python has it"),
        (192, "4·12+12²", "middle dot and square"),
        (192, "4 x 12 + 12^2", "x and caret"),
        (192, "4 × 12 + 12 × 12", "the multiplication sign"),
        (192, r"4 \cdot 12 + 12^{2}", "LaTeX"),
        (192, "12(4 + 12)", "no sign between"),
        (192, "(4+12)(12)", "brackets beside each other"),
        (192, "12[4 + 12]", "square brackets"),
        (192, "4*12 + 12*12 = 192", "with its result"),
        (192, "n = 4*12 + 12*12", "with a name before"),
        (192, "384/2", "a division"),
        (192, "3*2**6", "a power"),
        (3000, "1,000*3", "a thousands separator"),
        (Fraction(3, 4), "0,5*1,5", "decimal commas"),
        (Fraction(1, 3), "1/3", "stays exact"),
        (-8, "4 - 12", "below 0"),
    ],
)
def test_a_sum_is_worked_out_exactly(expected: Fraction, text: str, remark: str) -> None:
    expression = read_expression(Typed(text))
    assert isinstance(expression, Expression), expression
    assert expected == expression.value, remark


@pytest.mark.parametrize(
    ("expected", "text", "remark"),
    [
        (False, "4*12 + 12*12", "a working"),
        (True, "192 + 0", "the result in disguise"),
        (True, "192*1", "another disguise"),
        (True, "384/2", "larger numbers give it away, too"),
        (True, "-192 * -1", "the sign is no disguise"),
    ],
)
def test_a_sum_that_names_its_result_is_seen(expected: bool, text: str, remark: str) -> None:
    expression = read_expression(Typed(text))
    assert isinstance(expression, Expression)
    assert expected is expression.names_its_result, remark


@pytest.mark.parametrize(
    ("note", "fragment", "typed", "remark"),
    [
        ("expression.bare-number", "only the result 192", Typed("192"), "no operator"),
        ("expression.bare-number", "only the result 192", Typed(192), "a computed number"),
        ("expression.bare-number", "192", Typed(192, "192", "192"), "the literal in a program"),
        ("expression.bare-number", "-192", Typed("-192"), "a sign is no operation"),
        ("expression.names", "holds n", Typed("4*n"), "a text has no values for names"),
        ("expression.text", "__import__", Typed("__import__('os')"), "never evaluated"),
        ("expression.text", "more than", Typed(3, None, "sum([1, 2])"), "a call"),
        ("expression.text", "more than", Typed("1 if 2 else 3"), "no sum"),
        ("expression.text", "more than", Typed("1 < 2"), "no sum"),
        ("expression.text", "operator", Typed("7 // 2"), "no operator of ours"),
        ("expression.text", "number", Typed("True + 1"), "True is no number"),
        ("expression.text", "no number", Typed("1j + 1"), "an imaginary number"),
        ("expression.text", "whole", Typed("2**0.5"), "a root"),
        ("expression.text", "characters", Typed("1+" * 400 + "1"), "too long"),
        ("expression.divided-by-zero", "by zero", Typed("1/(2-2)"), "a division by zero"),
        ("expression.divided-by-zero", "by zero", Typed("0**-1"), "another one"),
        ("expression.too-large", "too large", Typed("9**9**9"), "a tower"),
        ("expression.too-large", "too large", Typed("(9**64)**64"), "a tower in brackets"),
        (
            "expression.too-large",
            "too large",
            Typed("*".join(["9**64"] * 24)),
            "many",
        ),
        ("expression.wrong-type", "[4, 12]", Typed([4, 12]), "a list"),
    ],
)
def test_what_is_no_working_is_told(note: str, fragment: str, typed: Typed, remark: str) -> None:
    fault = read_expression(typed)
    assert isinstance(fault, Unreadable), remark
    assert note == fault.note
    assert fragment in fault.message


def test_the_source_of_a_program_is_the_working() -> None:
    expression = read_expression(Typed(192, None, "4*12 + 12*12"))
    assert isinstance(expression, Expression)
    assert expression.numbers == (4, 12, 12, 12)


def test_names_in_a_program_stand_at_their_values() -> None:
    expression = read_expression(Typed(192, None, "4*n + n*n"))
    assert isinstance(expression, Expression)
    assert expression.value == 192
    assert expression.remarks == ("n taken at the value your file gave",)


def test_a_slip_in_the_arithmetic_is_told_and_the_sum_counts() -> None:
    expression = read_expression(Typed("4*12 + 12*12 = 190"))
    assert isinstance(expression, Expression)
    assert expression.value == 192
    assert expression.remarks == ("the sum is 192, not 190",)


@given(st.integers(0, 10**15), st.sampled_from([",", " ", "'", "_", "\u2009"]))
def test_a_count_with_any_separator_reads_back(value: int, separator: str) -> None:
    count = read_count(Typed(f"{value:,}".replace(",", separator)))
    assert isinstance(count, Count)
    assert value == count.value


_sums = st.recursive(
    st.integers(0, 99).map(str),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
    max_leaves=8,
)


@given(_sums, st.sampled_from("*·×x"))
def test_a_sum_agrees_with_pythons_own_arithmetic(text: str, times: str) -> None:
    expression = read_expression(Typed(f"1 * {text}".replace("*", times)))
    assert isinstance(expression, Expression)
    assert eval(text) == expression.value  # noqa: S307 -- our own text, digits and + - * only
