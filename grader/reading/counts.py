"""Counts: whole numbers, with or without thousands separators, or as a sum."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from grader.outcome.arrays import is_scalar
from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading import statement
from grader.reading.entries import Numbers
from grader.reading.number_syntax import LONGEST, Number, plain_text, read_spelling
from grader.reading.numbers import read_numbers
from grader.reading.sums import Arithmetic, work_out
from grader.reading.workings import beside_its_working
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import counts as count_sentences
from grader.words.sentences import numbers as number_sentences
from grader.words.shown import as_typed, shown, shown_text
from reference.records import dataclass


@dataclass(frozen=True)
class Count:
    """A whole number that was read."""

    value: int
    text: str | None = None
    remarks: tuple[str, ...] = ()


LARGEST = 10**30  # nothing is counted beyond it, and nobody wants to see such a number printed

_COMPARED = re.compile(r"[<>!~≠]\s*$|(?<![^\W\d])(?:or|not|oder|nicht)\b")
_SEVERAL = re.compile(r"[;<>]|,\s|\b(?:or|for|not|oder|nicht|and|und)\b", re.IGNORECASE)
_BESIDE = re.compile(r"[\d.,]+(?:\s+\([\d.,]+\))+")
_EITHER_WAY = r"[1-9]\d{0,2}\.000"
_ROUND = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:(k|thousand|tsd\.?)|m|million|mio\.?)", re.IGNORECASE)
_SEPARATED = re.compile(r"[1-9]\d{0,2}(?:([,.' _])\d{3})(?:\1\d{3})*")


def read_count(typed: Typed) -> Count | Unreadable:
    """The whole number a student gave: 151805, "151,805", "151 805", 151805.0, "4*12 + 12*12".

    >>> read_count(Typed("151,805")).value, read_count(Typed("4*12 + 12*12")).value
    (151805, 192)
    >>> read_count(Typed(45.5)).message
    'expected a whole number; got 45.5'
    """
    value = typed.value
    if isinstance(value, str):
        return _from_text(value)
    exact = _exact(value)
    if exact is not None:
        return _whole(exact, typed)
    numbers = read_numbers(Typed(value, typed.text, entries=typed.entries), ())
    if isinstance(numbers, Unreadable):
        return _as_count(numbers)
    count = _whole(Fraction(numbers.array.item()), typed)
    if isinstance(count, Unreadable):
        # 151.805 cannot be a count as it stands, but people do part thousands with points.
        return _separated(typed.text) if typed.text and _is_separated(typed.text) else count
    return Count(count.value, count.text, (*numbers.remarks, *count.remarks))


def parted_by_a_point(typed: Typed) -> int | None:
    """The count that "45.000" is where the point parts thousands; None for anything else.

    >>> parted_by_a_point(Typed("45.000")), parted_by_a_point(Typed(45.0, "45.000"))
    (45000, 45000)
    """
    text = typed.value if isinstance(typed.value, str) else typed.text
    plain = plain_text(text) if text and len(text) <= LONGEST else ""
    return int(plain.replace(".", "")) if re.fullmatch(_EITHER_WAY, plain) else None


def _from_text(text: str) -> Count | Unreadable:
    def plainly(part: str) -> Count | None:
        found = _plainly(part)
        return None if isinstance(found, Unreadable) else found

    def read(part: str) -> Count | None:
        return plainly(part) or statement.said(part, plainly, _are_same)

    told = statement.told_with_reason(text, read, _are_same)
    if isinstance(told, statement.Contradicted):
        return _no_count(text)
    found = _plainly(text) if told is None else told
    if isinstance(found, Unreadable) and found.note == "count.text":
        told = statement.said(text, read, _are_same)
    if not isinstance(told, Count):
        return found
    remark = number_sentences.read_as(shown_text(text.strip()), str(told.value))
    return Count(told.value, text, (remark,))


def _are_same(one: Count, other: Count) -> bool:
    return one.value == other.value


def _plainly(text: str) -> Count | Unreadable:
    # "2193 (17*128 + 17)": the count, and how; one that comes to something else says nothing
    if found := beside_its_working(text, _from_one, lambda _: None):
        return Count(found.value, text, found.remarks)
    if _BESIDE.fullmatch(text.strip()):  # another number, and no factor
        return _no_count(text)
    read = _from_one(text)
    if isinstance(read, Count) or read.note != "count.text":
        return read
    from grader.reading import asides  # what is a count needs none

    if found := asides.ended_at(text, _with_words, lambda one: read_spelling(one, ""), _is_near):
        remark = count_sentences.last_said(shown_text(text.strip()), str(found.value))
        return Count(found.value, text, (*found.remarks, remark))
    said = _with_words(text)
    return said if isinstance(said, Count) else read


def _with_words(text: str) -> Count | Unreadable:
    """A count, or one among words: `11 parameters`, `11 (Elman)`, `T ≥ 10`."""
    from grader.reading import asides  # as above

    read = _from_one(text)
    way, sign, result = text.rpartition("=")
    number = asides.amidst_words(text) or asides.at_least(text)
    if sign and way.strip() and (last := asides.amidst_words(result)):
        number = f"{way}= {last}"  # `4*(5 + 10) = 60 parameters`, which has to be right, too
    if isinstance(read, Count) or number is None:
        return read
    found = _from_one(number)
    if isinstance(found, Unreadable):
        return read
    remark = number_sentences.read_as(shown_text(text.strip()), str(found.value))
    return Count(found.value, text, (remark,))


def _is_near(before: Number, count: Count) -> bool:
    """Whether a number may have been rounded, up or down, to a count."""
    return abs(before.value - count.value) < 1


def _from_one(text: str) -> Count | Unreadable:
    plain = plain_text(text) if len(text) <= LONGEST else ""
    if _is_separated(plain):
        return _separated(text)
    if re.fullmatch(_EITHER_WAY, plain):  # Python prints 45 so; others mean 45000
        one, other = plain.split(".")[0], plain.replace(".", "")
        message = number_sentences.number_ambiguous(shown_text(text.strip()), one, other)
        return Unreadable("count.ambiguous", message)
    if percent := re.fullmatch(r"(\d{1,9}) ?%", plain):  # asked in percent: no count is 0.18
        remark = count_sentences.percent_left_out(shown_text(text.strip()), percent[1])
        return Count(int(percent[1]), text, (remark,))
    if times := _ROUND.fullmatch(plain):  # "645k", as papers and frameworks write sizes of models
        value = Fraction(times[1].replace(",", ".")) * (1_000 if times[2] else 1_000_000)
        remark = number_sentences.read_as(shown_text(text.strip()), shown(value))
        count = _whole(value, Typed(text, text))
        return count if isinstance(count, Unreadable) else Count(count.value, text, (remark,))
    if re.fullmatch(r"[+-]?\d+", plain):
        return _whole(Fraction(int(plain)), Typed(text, text))
    numbers = read_numbers(Typed(plain), ())
    if isinstance(numbers, Numbers):
        return _whole(Fraction(numbers.array.item()), Typed(text, text))
    return _from_sum(text)


def _from_sum(text: str) -> Count | Unreadable:
    worked = work_out(_without_separators(text))
    if isinstance(worked, Arithmetic) and worked.value is not None:
        return _worked(worked.value, worked, text)
    *letters, rest = text.split("=", 1)
    compared = letters and _COMPARED.search(letters[0])  # T <= 10 is no count
    several = letters and (_SEVERAL.search(text) or letters[0].count("(") > letters[0].count(")"))
    if (
        letters
        and re.search(r"[^\W\d]", letters[0])
        and rest.strip()
        and not compared
        and not several
    ):  # "4n(d+1) = 4*3*(2+1)"
        return _from_one(rest)
    if isinstance(worked, Unreadable) and worked.note == "expression.too-large":
        return Unreadable("count.too-large", worked.message)
    said = _no_count(text).message
    from grader.reading.asides import leaves_another  # as in `_from_text`

    in_words = re.fullmatch(r"\s*(\d[\d ,.'_]*?)\s*([^\W\d][^\d=]*)", text)
    if in_words and not leaves_another(in_words[2]):  # "370 688 weights, as told"
        meant = read_count(Typed(in_words[1].rstrip(" ,.")))
        said += count_sentences.write_the_count(meant.value) if isinstance(meant, Count) else ""
    return Unreadable("count.text", said)


def _no_count(text: str) -> Unreadable:
    got = f'the text "{shown_text(text.strip())}"'
    return Unreadable("count.text", answer_sentences.expected_got(count_sentences.a_count(), got))


def _without_separators(text: str) -> str:
    """A sum whose result parts its thousands, as in "4*46336 = 185.344", without these."""
    *before, result = re.split("[=≈]", text)
    if before and _is_separated(plain := plain_text(result)):
        return f"{'='.join(before)} = {re.sub(r'[^0-9]', '', plain)}"
    return text


def _worked(value: Fraction, worked: Arithmetic, text: str) -> Count | Unreadable:
    typed = shown_text(text.strip())
    if worked.claimed is not None and not worked.operators and abs(worked.claimed - value) >= 1:
        return _no_count(text)  # two counts, and nothing leads from one to the other
    if worked.claimed is not None and worked.claimed != value:
        # Two numbers for one count: the result that was written down is the answer.
        value, remark = (
            worked.claimed,
            count_sentences.arithmetic_slip("the sum", shown(value), shown(worked.claimed)),
        )
    else:
        remark = count_sentences.arithmetic_read(typed, shown(value))
    count = _whole(value, Typed(text, text))
    return count if isinstance(count, Unreadable) else Count(count.value, text, (remark,))


def _whole(value: Fraction, typed: Typed) -> Count | Unreadable:
    got = as_typed(typed)
    if value.denominator != 1:
        return Unreadable("count.not-whole", count_sentences.count_not_whole(got))
    if value < 0:
        return Unreadable("count.negative", count_sentences.count_negative(got))
    if value > LARGEST:
        return Unreadable(
            "count.too-large", answer_sentences.expected_got(count_sentences.a_count(), got)
        )
    return Count(value.numerator, typed.text)


def _is_separated(text: str) -> bool:
    """Whether groups of three digits are parted as thousands; "45.000" might be 45, so it is not."""
    return bool(_SEPARATED.fullmatch(text)) and not re.fullmatch(r"\d{1,3}\.000", text)


def _separated(text: str) -> Count:
    value = int(re.sub(r"\D", "", plain_text(text)))
    remark = number_sentences.thousands_read(shown_text(text.strip()), str(value))
    return Count(value, text, (remark,))


def _exact(value: object) -> Fraction | None:
    """A number that has no rounding in it, as it is."""
    if (isinstance(value, int) and not isinstance(value, bool)) or is_scalar(value, "iu"):
        return Fraction(int(value))
    if isinstance(value, Fraction):
        return value
    # A Decimal such as 1e999999999 is finite, but no machine can hold it as a whole number.
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 400:
        return Fraction(value)
    return None


def _as_count(fault: Unreadable) -> Unreadable:
    """The fault of a number, told as that of a count."""
    note = fault.note.replace("number.", "count.")
    return Unreadable(
        note, fault.message.replace(number_sentences.one_number(), count_sentences.a_count())
    )
