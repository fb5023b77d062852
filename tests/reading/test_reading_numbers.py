"""Numbers, vectors and matrices, in the spellings people use."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import Numbers, read_numbers


def read(value: object, shape: tuple[int, ...] = (), text: str | None = None) -> Numbers:
    numbers = read_numbers(Typed(value, text), shape)
    assert isinstance(numbers, Numbers), numbers
    return numbers


def refused(value: object, shape: tuple[int, ...] = ()) -> Unreadable:
    fault = read_numbers(Typed(value), shape)
    assert isinstance(fault, Unreadable), fault
    return fault


@pytest.mark.parametrize(
    ("expected", "decimals", "significant", "text", "remark"),
    [
        (0.42, 2, 2, "0.42", "as Python writes it"),
        (0.42, 3, 3, "0.420", "the last 0 was typed"),
        (0.42, 2, 2, "0,42", "decimal comma"),
        (0.42, 2, 2, ",42", "decimal comma without a 0"),
        (0.42, 2, 2, ".42", "no 0 before the point"),
        (12.0, 0, 2, "12", "no point"),
        (12.0, 0, 2, "12.", "nothing behind the point"),
        (0.001, 3, 1, "1e-3", "an exponent moves the last place"),
        (0.0015, 4, 2, "1.5E-3", "capital E"),
        (0.0015, 4, 2, "1,5e-3", "comma and exponent"),
        (1500.0, 0, 2, "1.5e3", "decimals are never below 0"),
        (0.0015, 4, 2, "1.5·10^-3", "as on paper"),
        (0.0015, 4, 2, "1.5 × 10⁻³", "with superscripts"),
        (0.001, 3, 1, "10^{-3}", "a power of ten alone"),
        (100.0, 0, 1, "10²", "a power of ten alone, and never 102"),
        (2 / 3, None, None, "2/3", "a fraction has no last place"),
        (-2 / 3, None, None, "-2 / 3", "with spaces"),
        (-2 / 3, None, None, "2/-3", "the sign below"),
        (2 / 3, None, None, "2⁄3", "U+2044"),
        (2 / 3, None, None, r"\frac{2}{3}", "LaTeX"),
        (-2 / 3, None, None, r"-\frac{2}{3}", "LaTeX with the sign before"),
        (1.5, None, None, "1 1/2", "a mixed number"),
        (3.5, None, None, "3½", "½ as one character, never 31/2"),
        (-0.5, 1, 1, "−0.5", "U+2212"),
        (-0.5, 1, 1, "–0.5", "en dash"),
        (-0.5, 1, 1, "- 0.5", "a space after the sign"),
        (0.5, 1, 1, "+0.5", "an explicit sign"),
        (0.5, 2, 2, "50%", "a percentage is a number with two more decimals"),
        (0.125, 3, 3, "12,5 %", "comma and space"),
        (1000.0, 0, 4, "1 000", "space between thousands"),
        (1000.0, 0, 4, "1\u202f000", "narrow no-break space"),
        (1000.0, 0, 4, "1'000", "Swiss"),
        (1000.0, 0, 4, "1_000", "Python"),
        (1234567.0, 0, 7, "1,234,567", "two commas can only part thousands"),
        (1234.5, 1, 5, "1,234.5", "the point behind says what the comma is"),
        (1234.5, 1, 5, "1.234,5", "and the other way round"),
        (1.234, 3, 4, "1,234", "one comma is the decimal comma; a remark says so"),
        (0.42, 2, 2, " 0.42\t", "spaces around"),
        (0.42, 2, 2, "≈0.42", "about"),
        (0.42, 2, 2, "~ 0.42", "about"),
        (0.42, 2, 2, "= 0.42", "an equals sign left over"),
        (0.42, 2, 2, "h = 0.42", "the name before it"),
        (0.42, 2, 2, "h_{t-1} ≈ 0,42", "a name with an index"),
        (0.42, 2, 2, "h[2] = 0.42", "a name with a step"),
        (0.42, 2, 2, "$h_2 = 0.42$", "LaTeX around"),
        (0.42, 2, 2, "0{,}42", "LaTeX comma"),
        (0.42, 2, 2, "０.４２", "full-width digits"),
        (0.42, 2, 2, "٠.٤٢", "Arabic digits, read as Python reads them"),
        (0.42, 2, 2, "[0.42]", "a single number in brackets"),
        (0.0, 2, 3, "-0.00", "zero has no sign, and keeps its places"),
        (0.0, 500, 1, "0e-500", "an exponent nobody can hold"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(
    expected: float, decimals: int | None, significant: int | None, text: str, remark: str
) -> None:
    numbers = read(text)
    assert expected == numbers.array.item(), remark
    assert math.copysign(1, expected) == math.copysign(1, numbers.array.item())
    assert (decimals,) == numbers.decimals
    assert (significant,) == numbers.significant


@pytest.mark.parametrize(
    ("remark", "text"),
    [
        ("50% was read as 0.5", "50%"),
        ("1,234 was read with a decimal comma, as 1.234", "1,234"),
        ("1 000 was read with a thousands separator, as 1000", "1 000"),
        ("a list with one number was read as that number", "[0.5]"),
    ],
)
def test_a_reading_that_could_surprise_is_told(remark: str, text: str) -> None:
    assert (remark,) == read(text).remarks


NO_NUMBERS: list[tuple[str, str, object, str]] = [
    ("number.boolean", "truth value", True, "True is 1 to Python and no number to us"),
    ("number.boolean", "truth value", np.bool_(False), "NumPy's own"),
    ("number.boolean", "truth value", "True", "as text"),
    ("number.not-a-number", "NaN", math.nan, "never equal, not even to itself"),
    ("number.not-a-number", "NaN", "nan", "float() would take it"),
    ("number.not-a-number", "NaN", Decimal("NaN"), "of another type"),
    ("number.infinite", "sNaN", Decimal("sNaN"), "a NaN that raises when it is touched"),
    ("number.infinite", "infinite", math.inf, "a tolerance relative to it is infinite"),
    ("number.infinite", "infinite", "-∞", "as text"),
    ("number.infinite", "1e9999", "1e9999", "float() would say inf"),
    ("number.infinite", "1E+999999999", Decimal("1e999999999"), "not to be written out"),
    ("number.infinite", "401 digits", 10**400, "an integer beyond floats"),
    ("number.infinite", "3000001 digits", 10**3_000_000, "str() of it raises"),
    ("number.infinite", "fraction", Fraction(10**400, 3), "float() of it raises"),
    ("number.complex", "complex", 1 + 2j, "an imaginary part that is not 0"),
    ("number.complex", "complex", np.complex128(1j), "NumPy's own"),
    ("number.text", '"hello"', "hello", "words"),
    ("number.text", '"0.42 metres"', "0.42 metres", "nothing is dropped to make it fit"),
    ("number.text", '"12²"', "12²", "a power is not worked out, and never 122"),
    ("number.text", '"2*0.4"', "2*0.4", "a sum is not worked out"),
    ("number.text", "10,000,000 characters", "\x00" * 10_000_000, "a megabyte text"),
    ("number.text", r"\ud800\x00\udfff", "\ud800\x00\udfff", "shown harmlessly"),
    ("number.text", "0x1F", "0x1F", "no programmer's notation in a text"),
    ("number.ambiguous", '"0,1,2"', "0,1,2", "never guessed"),
    ("number.divided-by-zero", "2/0 divides by zero", "2/0", "no ZeroDivisionError"),
    ("number.wrong-length", "got 2 entries: [1, 2]", [1, 2], "a list where a number is meant"),
    ("number.wrong-type", "a mapping", {"x": 1}, "a dict"),
    ("number.wrong-type", "a set", {1}, "a set has no order"),
    ("number.wrong-type", "bytes", b"0.5", "bytes"),
    ("number.empty", "nothing", None, "left out"),
    ("number.wrong-type", "datetime64", np.array(["NaT"], dtype="M8[D]"), "dates"),
]


# The remarks are the names: no test may print three million digits.
@pytest.mark.parametrize(
    ("note", "fragment", "value", "remark"), NO_NUMBERS, ids=[row[-1] for row in NO_NUMBERS]
)
def test_what_is_no_number_is_told_and_never_raises(
    note: str, fragment: str, value: object, remark: str
) -> None:
    fault = refused(value)
    assert note == fault.note, remark
    assert fragment in fault.message
    assert len(fault.message) < 300
    assert fault.message.isprintable()


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        (0.5, Fraction(1, 2), "fractions.Fraction"),
        (0.42, Decimal("0.42"), "decimal.Decimal"),
        (0.5, np.float64(0.5), "NumPy scalar"),
        (3.0, np.int8(3), "NumPy integer"),
        (0.5, np.array(0.5), "0-d array"),
        (0.5, np.array([[0.5]]), "an array with one number"),
        (0.5, np.longdouble(0.5), "item() of a long double is no float"),
        (0.5, np.array(0.5, dtype=object), "0-d object array"),
        (0.5, 0.5 + 0j, "a complex number that is real"),
        (0.5, [0.5], "a list with one number"),
        (0.5, "0.5", "text"),
    ],
)
def test_numbers_of_every_type_are_numbers(expected: float, value: object, remark: str) -> None:
    assert expected == read(value).array.item(), remark


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        ([0.1, 0.2], [0.1, 0.2], "a list"),
        ([0.1, 0.2], (0.1, np.array(0.2)), "a tuple with an array inside"),
        ([0.1, 0.2], np.array([0.1, 0.2], dtype=object), "floats as objects"),
        ([0.5, 0.25], np.array([0.5, 0.25], dtype=np.float16), "half floats"),
        ([0.5, 0.25], np.array([0.5, 0.25], dtype=np.longdouble), "long doubles"),
        ([1, 2], np.array([1, 2], dtype=np.uint8), "integers"),
        ([0.1, 2 / 3], ["0,1", "2/3"], "a list of texts"),
        ([0.1, 0.2], np.array(["0.1", "0.2"]), "an array of texts"),
        ([0.1, 0.2], [[0.1], [0.2]], "a column"),
        ([0.1, 0.2], np.array([[0.1, 0.2]]), "a row"),
        ([0.1, 0.2], "[0.1, 0.2]", "text as Python has it"),
        ([0.1, 0.2], "0.1, 0.2", "without brackets"),
        ([0.1, 0.2], "0.1 0.2", "spaces"),
        ([0.1, 0.2], "[0.1 0.2]", "as NumPy prints it"),
        ([0.1, 0.2], "[[0.1]\n [0.2]]", "a column as NumPy prints it"),
        ([0.1, 0.2], "(0.1; 0.2)", "semicolon"),
        ([0.1, 0.2], "0,1; 0,2", "decimal commas and semicolon"),
        ([0.1, 0.2], "[0,1 0,2]", "decimal commas and spaces"),
        ([0.1, 0.2], "0,1, 0,2", "decimal commas, and a comma with a space between"),
        ([0.1, 0.2], "0.1\n0.2", "one a line"),
        ([0.1, 0.2], "np.array([0.1, 0.2])", "source pasted as text"),
        ([0.1, 0.2], "array([0.1, 0.2], dtype=float32)", "repr pasted as text"),
        ([0.1, 0.2], "h_2 = [0.1, 0.2]^T", "a name before and a transpose behind"),
        ([0.1, 0.2], r"\begin{pmatrix}0.1\\0.2\end{pmatrix}", "LaTeX column"),
        ([0.1, 0.2], r"$\begin{bmatrix} 0.1 & 0.2 \end{bmatrix}$", "LaTeX row"),
        ([0.1, 0.2], "[0.1, 0.2,]", "a comma left over"),
        ([0.5, 0.25], "50 %; 25 %", "percentages"),
        ([0.0, 5.0], "[0,5]", "brackets make it a list of two"),
        ([1.5, 2.0], "1 1/2, 2", "a mixed number in a list"),
    ],
)
def test_a_vector_is_read_in_every_form(expected: list[float], value: object, remark: str) -> None:
    assert expected == read(value, (2,)).array.tolist(), remark


@pytest.mark.parametrize(
    ("expected", "value", "remark"),
    [
        ([[1, 2], [3, 4]], [[1, 2], [3, 4]], "nested lists"),
        ([[1, 2], [3, 4]], np.array([[1, 2], [3, 4]]), "array"),
        ([[1, 2], [3, 4]], "[[1,2],[3,4]]", "text as Python has it"),
        ([[1, 2], [3, 4]], "[[1. 2.]\n [3. 4.]]", "as NumPy prints it"),
        ([[1, 2], [3, 4]], "1 2; 3 4", "as Octave has it"),
        ([[1, 2], [3, 4]], "[1,2;3,4]", "commas within, semicolon between"),
        ([[1, 2], [3, 4]], "1 2\n3 4", "one row a line"),
        ([[1, 2], [3, 4]], r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "LaTeX"),
        ([[0.5, 2], [3, 4]], "0,5 2; 3 4", "a decimal comma"),
    ],
)
def test_a_matrix_is_read_row_by_row(
    expected: list[list[float]], value: object, remark: str
) -> None:
    assert expected == read(value, (2, 2)).array.tolist(), remark


@pytest.mark.parametrize(
    ("note", "fragment", "shape", "value", "remark"),
    [
        ("number.wrong-length", "got 3 entries: [0.1, 0.2, 0.3]", (2,), [0.1, 0.2, 0.3], "one too many"),
        ("number.wrong-length", "got 1 entry: [0.1]", (2,), "[0.1]", "one too few"),
        ("number.wrong-shape", "the single number 0.5", (2,), 0.5, "a number"),
        ("number.wrong-shape", "shape (3, 2)", (2, 3), np.zeros((3, 2)), "not turned silently"),
        ("number.wrong-shape", "shape (1000, 1000)", (2,), np.zeros((1000, 1000)), "not walked"),
        ("number.wrong-length", "got 6", (2, 3), [1, 2, 3, 4, 5, 6], "not folded silently"),
        ("number.ragged", "[[1], [2, 3]]", (2,), [[1], [2, 3]], "rows of different lengths"),
        ("number.ragged", "different lengths", (2,), [0.1, [0.2]], "a list beside a number"),
        ("number.ambiguous", '"0,1,2"', (2,), "0,1,2", "0.1 and 2, or 0 and 1.2"),
        ("number.ambiguous", '"0,5"', (2,), "0,5", "one number or two"),
        ("number.boolean", "entry 1: ", (2,), [True, 0.2], "one truth value"),
        ("number.infinite", "entry 2: ", (2,), ["0.1", "1e9999"], "as in the fixtures"),
        ("number.text", "entry 2: ", (2,), "0.1, abc", "one entry that is none"),
        ("number.text", '"hello"', (2,), "hello", "no table at all"),
        ("number.text", '"[0.1, 0.2"', (2,), "[0.1, 0.2", "a bracket that is not closed"),
        ("number.text", "characters", (2,), "1 " * 10_000, "a very long text"),
        ("number.empty", "entry 1, 2: ", (2, 2), [[1, None], [2, 3]], "place by row and column"),
        ("number.wrong-type", "an array of type", (2,),
         np.array([(0.1, 2)], dtype=[("a", "f8"), ("b", "i4")]), "a structured array"),
        ("number.wrong-length", "got 0", (2,), np.zeros((0,)), "an empty array"),
    ],
)  # fmt: skip
def test_a_vector_that_does_not_fit_is_told(
    note: str, fragment: str, shape: tuple[int, ...], value: object, remark: str
) -> None:
    fault = refused(value, shape)
    assert note == fault.note, (remark, fault)
    assert fragment in fault.message
    assert len(fault.message) < 300


def test_the_message_says_what_was_expected_with_an_example_and_what_came() -> None:
    expected = "expected 2 numbers, for example [0.5, -1.25]; got 3 entries: [0.1, 0.2, 0.3]"
    assert expected == refused([0.1, 0.2, 0.3], (2,)).message


def test_a_column_where_a_vector_is_meant_gets_a_remark() -> None:
    remark = "shape (2, 1) was read as (2,): the same numbers in the same order"
    assert (remark,) == read([[0.1], [0.2]], (2,)).remarks


@pytest.mark.parametrize("typed", [0.1, [0.1], "0.1", "[0.1]"])
def test_a_number_in_place_of_a_vector_of_one_gets_no_remark(typed: object) -> None:
    assert () == read(typed, (1,)).remarks


def test_three_numbers_with_commas_are_three_where_three_are_asked_for() -> None:
    assert read("0,1,2", (3,)).array.tolist() == [0, 1, 2]


def test_a_list_that_holds_itself_or_never_ends_is_refused() -> None:
    circle: list[object] = [0.1]
    circle.append(circle)
    assert refused(circle, (2,)).note == "number.nested-too-deep"
    deep: list[object] = [0.1]
    for _ in range(100_000):
        deep = [deep]
    assert refused(deep, (2,)).note == "number.nested-too-deep"
    assert refused([0.5] * 1_000_000, (2,)).note == "number.nested-too-deep"


def test_single_entries_may_be_unreadable_where_entries_count_one_by_one() -> None:
    numbers = read_numbers(Typed([0.5, None, math.nan]), (3,), entrywise=True)
    assert isinstance(numbers, Numbers)
    assert {place: fault.note for place, fault in numbers.faults.items()} == {
        1: "number.empty",
        2: "number.not-a-number",
    }
    assert numbers.array[0] == 0.5
    assert np.isnan(numbers.array[1:]).all()
    assert numbers.decimals == (None, None, None)


def test_entries_that_are_all_unreadable_leave_nothing_to_count() -> None:
    fault = read_numbers(Typed([None, "abc"]), (2,), entrywise=True)
    assert isinstance(fault, Unreadable)


@pytest.mark.parametrize(
    ("decimals", "value", "text", "remark"),
    [
        (3, 0.42, "0.420", "the literal in the source"),
        (0, 12, "12", "an integer"),
        (None, 0.42, None, "a computed number shows no precision"),
        (None, 31, "0x1F", "a literal whose digits are not decimals"),
        (None, 0.42, "0.43", "a text of another value is not believed"),
        (2, -0.5, "-.50", "with sign"),
    ],
)
def test_typed_precision_comes_from_the_text_of_the_value(
    decimals: int | None, value: object, text: str | None, remark: str
) -> None:
    assert (decimals,) == read(value, (), text).decimals, remark


def test_typed_precision_is_known_for_each_entry_of_a_list() -> None:
    typed = Typed([0.42, 2], "[0.420, 2]", entries=(Typed(0.42, "0.420"), Typed(2, "2")))
    numbers = read_numbers(typed, (2,))
    assert isinstance(numbers, Numbers)
    assert numbers.decimals == (3, 0)
    assert numbers.texts == ("0.420", "2")


FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=64)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "comma": lambda text: text.replace(".", ","),
    "minus": lambda text: text.replace("-", "−"),
    "name": lambda text: f"h = {text}",
    "about": lambda text: f"≈ {text}",
    "dollars": lambda text: f"${text}$",
    "spaces": lambda text: f"  {text} ",
    "brackets": lambda text: f"[{text}]",
    "full width": lambda text: text.translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)}),
}


@given(FLOATS, st.sampled_from([*SPELLINGS]))
def test_a_float_in_any_spelling_reads_back_as_itself(value: float, spelling: str) -> None:
    text = SPELLINGS[spelling](repr(value))
    if spelling == "brackets" and "," in text:
        return
    assert value == read(text).array.item()


@given(st.integers(-(10**6), 10**6), st.integers(0, 8), st.sampled_from([".", ","]))
def test_decimals_typed_are_decimals_read(digits: int, places: int, point: str) -> None:
    text = str(Decimal(digits).scaleb(-places).quantize(Decimal(1).scaleb(-places)))
    text = f"{Decimal(text):f}".replace(".", point)
    assert (places,) == read(text).decimals


@given(st.lists(FLOATS, min_size=2, max_size=5), st.sampled_from([", ", "; ", " ", ";", "\n"]))
def test_a_vector_in_any_spelling_reads_back_as_itself(values: list[float], between: str) -> None:
    text = between.join(map(repr, values))
    assert values == read(text, (len(values),)).array.tolist()
    assert values == read(f"[{text}]", (len(values),)).array.tolist()


@given(st.lists(st.floats(-100, 100).map(lambda x: round(x, 2)), min_size=2, max_size=4))
def test_decimal_commas_with_semicolons_read_back(values: list[float]) -> None:
    text = "; ".join(f"{value:.2f}".replace(".", ",") for value in values)
    assert values == read(text, (len(values),)).array.tolist()


@given(st.fractions(max_denominator=1000))
def test_a_fraction_reads_back_as_the_nearest_float(value: Fraction) -> None:
    assert float(value) == read(str(value)).array.item()


@pytest.mark.parametrize(
    ("value", "decimals", "text", "remark"),
    [
        (1.107, 3, "0.411*1.2+0.717*0.856 = 1.107", "the result, with its own digits"),
        (0.699, 3, "o1*tanh(c1)=0.699", "behind letters"),
        (0.717, 3, "σ(0.93) = 0,717", "behind one function"),
        (0.52, 2, "1.107 * 0.8121 - 0.3817 * 0.9942 ≈ 0,52", "about"),
        (0.29, 2, "0.3*0.98 = 0.294 = 0.29", "rounded once more"),
        (1.5, None, "0.5*2 + 0.5", "a sum alone is worked out, as in a program"),
    ],
)
def test_a_working_is_read_where_a_number_is_asked_for(value, decimals, text, remark):
    numbers = read_numbers(Typed(text), (), workings=True)
    assert isinstance(numbers, Numbers), remark
    assert ((value,), (decimals,)) == (numbers.values, numbers.decimals)
    assert text in numbers.remarks[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.48, "0.48 (0.4*1.2)"), (0.294, "0.294 (0.29412)"), (0.411, "0.411 (= sigma(-0.36))"), (0.457, "-0.128 + 0.679*0.862 → 0.457")],
)  # fmt: skip
def test_a_working_may_stand_behind_a_number_or_lead_to_it_by_an_arrow(value, text):
    numbers = read_numbers(Typed(text), (), workings=True)
    assert isinstance(numbers, Numbers)
    assert (value,) == numbers.values


@pytest.mark.parametrize(
    ("text", "said", "remark"),
    [
        ("0.5 = 0.49", "does not read as a number", "two numbers and no working"),
        ("0.294 (0.31)", "does not read as a number", "a bracket after a blank is no factor"),
        ("2 (0.3)", "does not read as a number", "nor here"),
        ("0.411 (= 0.5)", "does not read as a number", "two numbers that are not the same"),
        ("0.48 (0.4*1.3)", "does not read as a number", "a working that comes to another number"),
        ("o1*tanh(c1)", "does not read", "a working with letters and no result"),
        ("9**9**9", "does not read", "ends at once"),
        ("c1*2 = 0.5, c2 = 0.7", "does not read", "two answers in a line"),
        ("0.2*2 = 0.4 = 0.5", "does not read", "two results"),
        ("1,411*2", "does not read", "with a comma nobody knows which number"),
        ("2*3 = six", "does not read", "a result in words"),
        ("1*" * 100 + "1", "201 characters", "no number is so long"),
    ],
)
def test_what_is_neither_a_number_nor_its_working_is_told(text, said, remark):
    found = read_numbers(Typed(text), (), workings=True)
    assert isinstance(found, Unreadable), remark
    assert said in found.message


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ((0.2, 0.4), "dL/dh = 2(y-1)V = [0.2, 0.4]"),
        ((0.2, 0.4), "2*h = 2*[0.1, 0.2] = [0.2, 0.4]"),
        ((0.2, 0.4), "[0.2, 0.4] (= 2(y-1)V)"),
        ((0.2, 0.4), "c = [0.1 + 0.1; 0.5 - 0.1] = [0.2; 0.4]"),
        ((0.2, 0.4), "2*h = [0.204, 0.4] = [0.2, 0.4]"),  # rounded further on the way
        (None, "2*h = [0.3, 0.4] = [0.2, 0.4]"),  # two different lists
        (None, "[0.3, 0.4] (= 2*h = [0.2, 0.4])"),
        (None, "2*h = [0.3, 0.4], c = [0.2, 0.4]"),  # two statements
        (None, "2*h = [0.3, 0.4] or [0.2, 0.4]"),
        (None, "h = g = [0.2, 0.4], x"),
        ((-0.699,), "1.5*(-0.135) - 0.8*0.870 + 0.2 = -0.699"),  # a list of one is a number
        ((0.5,), "1.5*0.2 + 0.2"),
    ],
)
def test_a_list_behind_its_working_is_read_as_a_number_is(expected, text):
    size = len(expected or (0, 0))
    found = read_numbers(Typed(text), (size,), workings=True)
    assert expected == getattr(found, "values", None)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (math.exp(0.673), "e^0.673"),
        (math.exp(0.673), "exp(0.673)"),
        (math.exp(0.673), r"e^{0.673}"),
        (math.exp(-0.5), "e^-0.5"),
        (math.exp(0.75), "e^((0.5 + 1)/2)"),
        (2 * math.exp(1) / 2, "2*e^1/2"),
        (1 / (1 + math.exp(-0.36)), "1/(1 + exp(-0.36))"),
        (math.exp(math.exp(0.5)), "exp(exp(0.5))"),
        (1.96, "e^0.673 = 1.96"),  # what was written down counts
        (None, "e^x"),
        (None, "e^1e9"),
        (None, "exp(1000)"),
        (None, "exp(0.5"),
    ],
)
def test_a_power_of_e_is_worked_out(expected, text):
    found = read_numbers(Typed(text), (), workings=True)
    wanted = None if expected is None else pytest.approx(expected, rel=1e-12)
    assert wanted == (None if isinstance(found, Unreadable) else found.values[0])
