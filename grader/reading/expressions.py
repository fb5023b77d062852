"""A sum that must have a value: the working of a count, written out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.entries import Numbers
from grader.reading.numbers import read_numbers
from grader.reading.sums import work_out
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import counts as count_sentences
from grader.words.shown import shown, shown_text
from grader.words.text import listed
from reference.records import dataclass


@dataclass(frozen=True)
class Expression:
    """A sum that was read: its exact value, and the numbers that stand in it.

    `terms` are the products it consists of, by their factors; none where names stand in it.
    """

    value: Fraction
    numbers: tuple[Fraction, ...]
    text: str
    remarks: tuple[str, ...] = ()
    terms: tuple[tuple[Fraction, ...], ...] = ()

    @property
    def names_its_result(self) -> bool:
        """Whether a number as large as the value stands in it, as in 192 + 0: that is no working."""
        return any(abs(number) >= abs(self.value) for number in self.numbers)


def read_expression(
    typed: Typed, *, stands_for: Mapping[Fraction, Fraction] | None = None
) -> Expression | Unreadable:
    """The sum a student wrote: a text, or in a program the source to the right of `=`.

    Names in a program's sum (`4*n + n*n`) stand at the value that running it gave.  `stands_for`
    has the number to take for another one in it: the right count for the student's own.

    >>> read_expression(Typed("4*12 + 12*12")).value
    Fraction(192, 1)
    >>> read_expression(Typed(192, "192", "4*12 + 12*12")).names_its_result
    False
    """
    text = typed.value if isinstance(typed.value, str) else typed.source or typed.text
    if text is None:
        got = shown(typed.value)
        if isinstance(read_numbers(typed, ()), Numbers):
            return _bare(got)
        return _no_sum(got)
    worked = work_out(text, stands_for=stands_for or {})
    if isinstance(worked, Unreadable):
        return worked
    if worked.names and not worked.operators:
        return _no_sum(f'"{shown_text(text.strip())}"')
    if not worked.operators:
        return _bare(shown_text(text.strip()))
    value, remarks = worked.value, []
    if value is None:
        value = None if isinstance(typed.value, str) else _computed(typed)
        if value is None:
            what = f"{listed(worked.names)}; write numbers instead"
            message = count_sentences.expression_unknown(shown_text(text.strip()), what)
            return Unreadable("expression.names", message)
        remarks.append(count_sentences.names_taken(worked.names))
    if worked.claimed is not None and worked.claimed != value:
        remarks.append(
            count_sentences.arithmetic_slip("the sum", shown(value), shown(worked.claimed))
        )
    return Expression(value, worked.numbers, text, tuple(remarks), worked.terms)


def _no_sum(got: str) -> Unreadable:
    wanted = count_sentences.an_expression()
    return Unreadable("expression.wrong-type", answer_sentences.expected_got(wanted, got))


def _bare(got: str) -> Unreadable:
    return Unreadable("expression.bare-number", count_sentences.expression_bare_number(got))


def _computed(typed: Typed) -> Fraction | None:
    numbers = read_numbers(Typed(typed.value), ())
    return None if isinstance(numbers, Unreadable) else Fraction(numbers.array.item())
