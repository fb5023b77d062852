# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of numbers, vectors and matrices."""

from __future__ import annotations


def one_number() -> str:
    return "a number, for example 0.42"


def vector_of(length: int, example: str) -> str:
    return f"{length} numbers, for example {example}" if length != 1 else one_number()


def matrix_of(shape: tuple[int, ...], example: str) -> str:
    sizes = "×".join(str(size) for size in shape)
    return f"a {sizes} matrix (row by row), for example {example}"


def number_boolean(wanted: str, got: str) -> str:
    return f"expected {wanted}; got {got}, which is a truth value and not a number"


def number_not_a_number(wanted: str) -> str:
    return f"expected {wanted}; got NaN, which stands for no number at all"


def number_infinite(wanted: str, got: str) -> str:
    return f"expected {wanted}; got {got}, which is infinite or too large"


def number_complex(wanted: str, got: str) -> str:
    return f"expected {wanted}; got the complex number {got}"


def number_text(wanted: str, got: str, nearest: str = "") -> str:
    hint = f"; write {nearest}" if nearest else ""
    return f'expected {wanted}; got the text "{got}", which does not read as a number{hint}'


def number_quoted(got: str) -> str:
    return f"expected a number; got a text: {got}. Write it without quotes"


def number_empty(wanted: str) -> str:
    return f"expected {wanted}; got nothing"


def number_divided_by_zero(got: str) -> str:
    return f"{got} divides by zero"


def number_ambiguous(got: str, one: str, other: str) -> str:
    return f'"{got}" can be read in two ways: write {one} or {other}'


def numbers_ambiguous(got: str, wanted: str) -> str:
    return (
        f'"{got}" can be read in more than one way, since a comma may be the decimal point'
        f" or part two numbers; write {wanted}"
    )


def numbers_ragged(wanted: str, got: str) -> str:
    return f"expected {wanted}; got rows of different lengths: {got}"


def numbers_too_deep(wanted: str) -> str:
    return f"expected {wanted}; got a list nested too deeply to be one"


def numbers_wrong_length(wanted: str, length: int, got: str) -> str:
    return f"expected {wanted}; got {'1 entry' if length == 1 else f'{length} entries'}: {got}"


def commas_meant(meant: str) -> str:
    return f"; a comma parts entries, so write decimals with a point: {meant}"


def not_in_order(wanted: str, got: str) -> str:
    return (
        f"expected {wanted}; the names in {got} count otherwise than the numbers stand: write the"
        " numbers alone, in the order asked for"
    )


def write_instead(form: str) -> str:
    return f"; write {form}"


def numbers_wrong_shape(wanted: str, shape: tuple[int, ...], got: str) -> str:
    if not shape:
        return f"expected {wanted}; got the single number {got}"
    sizes = f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"
    return f"expected {wanted}; got shape {sizes}: {got}"


def percent_left_out(got: str) -> str:
    return f"{got} was read without %, as the answer is asked for in percent"


def read_as(got: str, meant: str) -> str:
    return f"{got} was read as {meant}"


def comma_read(got: str, meant: str) -> str:
    return f"{got} was read with a decimal comma, as {meant}"


def thousands_read(got: str, meant: str) -> str:
    return f"{got} was read with a thousands separator, as {meant}"


def imaginary_part_dropped() -> str:
    return "a complex number with imaginary part 0 was read as a real one"


def brackets_dropped() -> str:
    return "a list with one number was read as that number"


def shape_taken(got: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    return f"shape {got} was read as {wanted}: the same numbers in the same order"


def no_sum(opened: int = 0, closed: int = 0) -> str:
    if opened != closed:
        return f"{opened} brackets that open and {closed} that close"
    return "something that is no sum of numbers"


def more_than_numbers() -> str:
    return "more than numbers, names, + - * / and powers"


def something_no_number() -> str:
    return "something that is no number"


def unknown_form_of_number() -> str:
    return "a number in a form we do not know"


def other_operator() -> str:
    return "an operator other than + - * / and powers"


def power_not_whole() -> str:
    return "a power that is no whole number"
