"""Numbers, vectors and matrices as people write them.

A value is opened step by step: arrays and texts become nested lists, the lists get a shape,
the shape is held against the one asked for, and only then is every entry read.  Each step
either goes on or answers with one sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from grader.outcome.arrays import is_array, is_scalar
from grader.outcome.finding import Unreadable
from grader.outcome.typed import Typed
from grader.reading.entries import Numbers
from grader.reading.missing import is_blank
from grader.reading.number_syntax import (
    LONGEST,
    Number,
    called,
    plain_text,
    read_spelling,
    unbracketed,
)
from grader.reading.remedies import other_forms
from grader.reading.tables import read_table
from grader.words.sentences import answers as answer_sentences
from grader.words.sentences import counts as count_sentences
from grader.words.sentences import numbers as number_sentences
from grader.words.shown import as_typed, kind_of, shown
from reference.records import replace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DEPTH = 8  # no answer has so many axes; nesting beyond it is a mistake or a trap
_ENTRIES = 10_000
_LETTER = re.compile(r"[^\W\d]|[=:()]")
_MENDED = ("number.text", "number.wrong-length", "number.wrong-type")  # others say what to write


def read_numbers(
    typed: Typed,
    shape: tuple[int, ...],
    *,
    entrywise: bool = False,
    workings: bool = False,
    asked: str = "",
) -> Numbers | Unreadable:
    """The numbers a student gave, in the shape asked for: () a number, (2,) a vector of two.

    One unreadable entry makes the whole answer unreadable; with `entrywise` the others stand
    and `Numbers.faults` holds it, as long as a single one can be read.  With `workings` a sum is
    worked out, what stands behind an equals sign is read, and `asked` (`h[2]`) among other names.

    >>> read_numbers(Typed("0,420"), ()).entries[0].decimals
    3
    >>> read_numbers(Typed([0.1, 0.2, 0.3]), (2,)).message
    'expected 2 numbers, for example [0.5, -1.25]; got 3 entries: [0.1, 0.2, 0.3]'
    """
    if workings and isinstance(typed.value, str) and _LETTER.search(typed.value):
        from grader.reading import lines  # as in `_entries`

        return lines.numbers_of(
            typed, lambda one: _plainly(one, shape, entrywise=entrywise, workings=True), asked
        )
    return _plainly(typed, shape, entrywise=entrywise, workings=workings)


def _plainly(
    typed: Typed, shape: tuple[int, ...], *, entrywise: bool, workings: bool
) -> Numbers | Unreadable:
    """The numbers of a text that says nothing beside them but their names and workings."""
    read = _read(typed, shape, entrywise=entrywise, workings=workings)
    if workings and shape and len(_squeezed(shape)) <= 1 and _is_said(typed):
        read = _labelled(typed, read, shape)
    if isinstance(read, Unreadable) and read.note in _MENDED and workings and shape:
        read = _behind_workings(typed, shape) or read
    if isinstance(read, Unreadable) and read.note == "number.text" and workings:
        read = _among_words(typed, shape) or read
    told = isinstance(read, Unreadable) and "; write " in read.message
    if isinstance(read, Unreadable) and read.note in _MENDED and shape and not told:
        for form in other_forms(typed):
            if isinstance(_read(form, shape, entrywise=False, workings=False), Numbers):
                remedy = number_sentences.write_instead(as_typed(form))
                said = read.message.endswith(as_typed(form))  # of decimal commas, with the reason
                return read if said else replace(read, message=read.message + remedy)
    return read


def _among_words(typed: Typed, shape: tuple[int, ...]) -> Numbers | None:
    """The one number of a text with words around it, or at whose end it stands."""
    from grader.reading import asides, workings  # as in `_entries`

    if not isinstance(typed.value, str) or math.prod(shape) != 1:
        return None
    text = typed.value.strip()
    ended = asides.ended_at(text, _spelled, _spelled, workings.rounds_to)
    said = None if ended else asides.amidst_words(text)
    found = ended or (_spelled(said) if said else None)
    if not isinstance(found, Number):
        return None
    remark = (
        count_sentences.last_said(as_typed(typed), f"{found.value:g}")
        if ended
        else number_sentences.read_as(as_typed(typed), said or "")
    )
    return Numbers(shape, (replace(found, text=text),), (*found.remarks, remark))


def _spelled(text: str) -> Number | Unreadable:
    return read_spelling(text, number_sentences.one_number())


def _is_said(typed: Typed) -> bool:
    """Whether more than numbers stands there: what is written with names or with its working."""
    texts = typed.value if isinstance(typed.value, list) else [typed.value]
    return all(isinstance(text, str) and _LETTER.search(text) is not None for text in texts)


def _labelled(
    typed: Typed, read: Numbers | Unreadable, shape: tuple[int, ...]
) -> Numbers | Unreadable:
    """The numbers of items that have names or workings; none where their places contradict them."""
    from grader.reading import labelled  # as in `_entries`

    length = math.prod(shape)
    if isinstance(read, Unreadable) and read.note not in _MENDED:
        return read
    if labelled.counted_otherwise(typed, length):
        message = number_sentences.not_in_order(wanted_numbers(shape), as_typed(typed))
        return Unreadable("number.ambiguous", message)
    if isinstance(read, Numbers) and not read.faults:
        return read
    if (found := labelled.read_labelled(typed, length)) is None:
        return read
    values = shown([number.value for number in found])
    remarks = (number_sentences.read_as(as_typed(typed), values),)
    return Numbers(shape, found, remarks)


def _behind_workings(typed: Typed, shape: tuple[int, ...]) -> Numbers | None:
    """The numbers that a line of workings leads to, where no others of their shape stand on the way."""
    from grader.reading import workings  # as in `_entries`

    if not isinstance(typed.value, str):
        return None
    if math.prod(shape) == 1 and (number := workings.read_working(typed.value)):
        return Numbers(shape, (number,), number.remarks)
    for led in (workings.led_to(typed.value), workings.concluded(typed.value)):
        if led is not None and (found := _led_to(*led, shape)) is not None:
            remark = count_sentences.result_read(as_typed(typed), led[0])
            return replace(found, remarks=(*found.remarks, remark))
    return None


def _led_to(result: str, before: list[str], shape: tuple[int, ...]) -> Numbers | None:
    """The numbers of a result, where nothing before it says others."""
    from grader.reading import workings  # as in `_entries`

    found = _read(Typed(result), shape, entrywise=False, workings=False)
    on_the_way = [_read(Typed(one), shape, entrywise=False, workings=False) for one in before]
    others = [other.entries for other in on_the_way if isinstance(other, Numbers)]
    if not isinstance(found, Numbers) or not all(
        isinstance(one, Number) and isinstance(last, Number) and workings.rounds_to(one, last)
        for other in others
        for one, last in zip(other, found.entries, strict=True)
    ):
        return None
    return found


def _read(
    typed: Typed, shape: tuple[int, ...], *, entrywise: bool, workings: bool
) -> Numbers | Unreadable:
    wanted = wanted_numbers(shape)
    tree = _tree(typed, shape, wanted)
    if isinstance(tree, Unreadable):
        return tree
    found = _shape(tree, wanted, typed)
    if isinstance(found, Unreadable):
        return found
    if not _fits(found, shape):
        return _misfit(found, wanted, typed)
    entries = _entries(tree, workings=workings)
    faults = [(i, entry) for i, entry in enumerate(entries) if isinstance(entry, Unreadable)]
    if faults and (not entrywise or len(faults) == len(entries)):
        return _placed(*faults[0], shape)
    remarks = [remark for e in entries if isinstance(e, Number) for remark in e.remarks]
    if found != shape and (found, shape) != ((), (1,)):  # one number is as good as a list of it
        taken = (
            number_sentences.shape_taken(found, shape)
            if shape
            else number_sentences.brackets_dropped()
        )
        remarks.insert(0, taken)
    return Numbers(shape, entries, tuple(dict.fromkeys(remarks)))


def wanted_numbers(shape: tuple[int, ...]) -> str:
    """What a message says was expected: a number, or so many of them, with an example.

    >>> wanted_numbers((2,)), wanted_numbers((1, 2))
    ('2 numbers, for example [0.5, -1.25]', 'a 1×2 matrix (row by row), for example [[0.5, -1.25]]')
    """
    if not shape:
        return number_sentences.one_number()
    samples = (0.5, -1.25, 2, 0.75)
    row = [samples[i % 4] for i in range(shape[-1])]
    if len(shape) == 1:
        return number_sentences.vector_of(shape[0], shown(row))
    return number_sentences.matrix_of(
        shape, shown([row] * shape[0]) if len(shape) == 2 else "[[[...]]]"
    )


# A tree is a leaf (a Typed that is no list) or a list of trees.
_Tree = Typed | list["_Tree"]


def _tree(typed: Typed, shape: tuple[int, ...], wanted: str) -> _Tree | Unreadable:
    """The answer as nested lists with a Typed at every end."""
    value = typed.value
    if isinstance(value, str) and shape:
        table = read_table(value, shape, wanted)
        if isinstance(table, Unreadable):
            return table
        return _opened(Typed(table), _DEPTH, wanted, typed)
    if isinstance(value, str):
        return _scalar_text(value)
    return _opened(typed, _DEPTH, wanted, typed)


def _scalar_text(value: str) -> _Tree:
    """A single number that stands in brackets is that number."""
    if len(value) > LONGEST:
        return Typed(value)  # refused by its length; a hundred thousand brackets take minutes
    inner = called(plain_text(value))
    bare = unbracketed(inner)
    return Typed(value) if bare == inner else [Typed(bare)]


def _opened(typed: Typed, depth: int, wanted: str, whole: Typed) -> _Tree | Unreadable:
    value = typed.value
    if is_array(value):
        value = _array_entries(value, wanted, whole)
        if isinstance(value, Unreadable):
            return value
    if not isinstance(value, (list, tuple)):
        return typed if value is typed.value else Typed(value)
    if not depth or len(value) > _ENTRIES:
        return Unreadable("number.nested-too-deep", number_sentences.numbers_too_deep(wanted))
    known = typed.entries if len(typed.entries) == len(value) else tuple(map(Typed, value))
    opened: list[_Tree] = []
    for entry in known:
        tree = _opened(entry, depth - 1, wanted, whole)
        if isinstance(tree, Unreadable):
            return tree
        opened.append(tree)
    return opened


def _array_entries(array: NDArray[np.generic], wanted: str, whole: Typed) -> object:
    """An array as nested lists of Python numbers, if it holds numbers at all."""
    if array.dtype.kind not in "biufcOU":
        got = answer_sentences.array_of_type(array.dtype.name)
        return Unreadable("number.wrong-type", answer_sentences.expected_got(wanted, got))
    if array.size > _ENTRIES or array.ndim > _DEPTH:
        return _misfit(array.shape, wanted, whole)
    if array.ndim == 0:
        return array[()]
    return [array[i] for i in range(len(array))]


def _shape(tree: _Tree, wanted: str, typed: Typed) -> tuple[int, ...] | Unreadable:
    """The shape of nested lists; rows of different lengths have none."""
    if isinstance(tree, Typed):
        return ()
    shapes = [_shape(entry, wanted, typed) for entry in tree]
    for shape in shapes:
        if isinstance(shape, Unreadable):
            return shape
    distinct = set(shapes)
    if len(distinct) > 1:
        return Unreadable("number.ragged", number_sentences.numbers_ragged(wanted, as_typed(typed)))
    inner = distinct.pop() if distinct else ()
    return inner if isinstance(inner, Unreadable) else (len(tree), *inner)


def _fits(found: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether the shapes differ in axes of length 1 at most: a column where a vector is meant."""
    if len(found) > max(2, len(shape)):
        return False  # a row or a column is a way to write a vector; a stack of them is not
    return _squeezed(found) == _squeezed(shape)


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)


def _misfit(found: Sequence[int], wanted: str, typed: Typed) -> Unreadable:
    got = as_typed(typed)
    if not found and kind_of(typed.value) not in ("a number", "a text"):
        return Unreadable(
            "number.wrong-type", answer_sentences.expected_got(wanted, kind_of(typed.value))
        )
    if len(found) == 1:
        message = number_sentences.numbers_wrong_length(wanted, found[0], got)
        if meant := _with_points(got, found[0]):
            message += number_sentences.commas_meant(meant)
        return Unreadable("number.wrong-length", message)
    return Unreadable(
        "number.wrong-shape", number_sentences.numbers_wrong_shape(wanted, tuple(found), got)
    )


def _with_points(text: str, entries: int) -> str:
    """What was meant where every entry was typed with a decimal comma, which parts it in two.

    >>> _with_points("[0,76, -0,38]", 4), _with_points("1,5", 2), _with_points("[1,2, 3]", 3)
    ('[0.76, -0.38]', '1.5', '')
    """
    meant, commas = re.subn(r"(?<=\d),(?=\d)", ".", text)
    return meant if 0 < 2 * commas == entries else ""


def _entries(tree: _Tree, *, workings: bool) -> tuple[Number | Unreadable, ...]:
    if isinstance(tree, Typed):
        found = _entry(tree)
        if not workings or not isinstance(found, Unreadable) or found.note != "number.text":
            return (found,)
        from grader.reading.workings import read_working  # what is a number needs none

        return (read_working(str(tree.value)) or found,)
    return tuple(entry for branch in tree for entry in _entries(branch, workings=workings))


def _placed(index: int, fault: Unreadable, shape: tuple[int, ...]) -> Unreadable:
    """The fault of one entry, with its place counted from 1 as people do."""
    if not shape:
        return fault
    places = [*product(*(range(1, size + 1) for size in shape))][index]
    return replace(
        fault, message=answer_sentences.in_entry(", ".join(map(str, places)), fault.message)
    )


def _entry(typed: Typed) -> Number | Unreadable:
    """One number out of whatever stands in its place."""
    wanted = number_sentences.one_number()
    value = typed.value
    if is_scalar(value):
        value = _python_number(value)
    if isinstance(value, str):
        return read_spelling(value, wanted)
    if isinstance(value, bool):
        return Unreadable("number.boolean", number_sentences.number_boolean(wanted, str(value)))
    if isinstance(value, (int, float, complex, Fraction, Decimal)):
        return _real(value, typed, wanted)
    if is_blank(value):
        return Unreadable("number.empty", number_sentences.number_empty(wanted))
    return Unreadable("number.wrong-type", answer_sentences.expected_got(wanted, kind_of(value)))


def _python_number(value: np.generic) -> object:
    match value.dtype.kind:
        case "c":
            return complex(value)
        case "f":
            return float(value)
        case _:
            return value.item()


def _real(value: complex | Fraction | Decimal, typed: Typed, wanted: str) -> Number | Unreadable:
    remarks: tuple[str, ...] = ()
    if isinstance(value, complex):
        if value.imag != 0:
            return Unreadable(
                "number.complex", number_sentences.number_complex(wanted, shown(value))
            )
        value, remarks = value.real, (number_sentences.imaginary_part_dropped(),)
    try:
        real = float(value)
    except (OverflowError, ValueError):  # an integer beyond floats; a signalling NaN
        real = math.inf
    if math.isnan(real):
        return Unreadable("number.not-a-number", number_sentences.number_not_a_number(wanted))
    if math.isinf(real):
        got = as_typed(typed) if typed.text else shown(value)
        return Unreadable("number.infinite", number_sentences.number_infinite(wanted, got))
    return _with_text(Number(real, None, None, typed.text, remarks), wanted)


def _with_text(number: Number, wanted: str) -> Number:
    """The number with the precision its own literal shows, if there is one."""
    if number.text is None:
        return number
    spelled = read_spelling(number.text, wanted)
    if isinstance(spelled, Unreadable) or spelled.value != number.value:
        return number  # 0x1F, or a text we do not know: no precision is claimed
    return replace(number, decimals=spelled.decimals, significant=spelled.significant)
