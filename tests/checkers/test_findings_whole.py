"""Whole findings of the checkers: verdict, note, share and what is said, row by row."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from grader.assignment import Alternative, Answer, Tolerance
from grader.checkers import numbers as of_numbers
from grader.checkers import whole, words
from grader.key.model import Key, made_key
from grader.key.target import constant
from grader.outcome.typed import Typed

NOW = Tolerance(absolute=0.005)


def answer(kind: str = "number", **more) -> Answer:
    return Answer(name="a", kind=kind, points=Fraction(1), tolerance=NOW, **more)


def key(value, *others) -> Key:
    array = np.asarray(value, dtype=float)
    kind = ("number", "vector", "matrix")[array.ndim]
    alternatives = tuple(
        (Alternative(value=other, why=f"as {other}", tolerance=tolerance), key(other))
        for other, tolerance in others
    )
    return Key(
        kind,
        array.tolist(),
        alternatives,
        origin_of=lambda: made_key(kind, array.tolist(), (constant(array),)).origin,
    )


NUMBERS = [
    # verdict, note, share, what is said
    ("right", "number.match", 1, "", 0.5, [key(0.5)]),
    ("right", "number.match", 1, "", 0.504, [key(0.5)]),
    ("wrong", "number.differs", 0, "correct values lie in [0.495, 0.505]", 0.51, [key(0.5)]),
    ("right", "number.alternative", 1, "as 0.7", 0.7, [key(0.5, (0.7, None))]),
    ("wrong", "number.differs", 0, "[0.495, 0.505]", 0.72, [key(0.5, (0.7, None))]),
    ("right", "number.alternative", 1, "as 0.7", 0.72, [key(0.5, (0.7, Tolerance(absolute=0.03)))]),
    ("right", "number.match", 1, "", [0.5, 0.25], [key([0.5, 0.25])]),
    ("wrong", "number.entries", Fraction(1, 2), "Entry 2: you wrote 0.5; correct values lie in [0.245, 0.255]", [0.5, 0.5], [key([0.5, 0.25])]),
    ("wrong", "number.entries", Fraction(3, 4), "Entry 2, 1: you wrote 9", [[1, 2], [9, 4]], [key([[1, 2], [3, 4]])]),
    ("wrong", "number.differs", 0, "(2 entries differ)", [7, 8], [key([1, 2])]),
    ("unreadable", "number.wrong-length", 0, "expected 2 numbers", [1, 2, 3], [key([1, 2])]),
    ("right", "number.match", 1, "39 % was read without %", "39 %", [key(39.0)]),
    ("right", "number.match", 1, "", "39 %", [key(0.39)]),
    ("wrong", "number.differs", 0, "", "100 %", [key(0.39)]),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "note", "share", "said", "typed", "keys"), NUMBERS)
def test_numbers(verdict, note, share, said, typed, keys):
    (right,) = keys
    found = of_numbers.check(Typed(typed), answer(right.kind), right)
    assert (verdict, note, share) == (str(found.verdict), found.note, found.share)
    assert said.lower() in f"{found.message} {found.remarks}".lower()


@pytest.mark.parametrize(
    ("expected", "typed", "explained"),
    [
        ("pending number.explained", "because it saturates", True),
        ("pending number.explained", "1 (it is dead)", True),
        ("wrong number.differs", "1 (it is dead)", False),
        ("right number.match", "0.5 (the slope)", True),
        ("wrong number.differs", "tanh(0.3) = 0.29", True),
        ("unreadable number.text", "because it saturates", False),
        ("unreadable number.not-a-number", "nan", True),
        ("unreadable number.boolean", "true", True),
        ("unreadable number.wrong-type", {"h": "x"}, True),
    ],
)
def test_an_explanation_waits_for_staff_only_where_it_is_one(expected, typed, explained):
    found = of_numbers.check(Typed(typed), answer(explanation=explained), key(0.5))
    assert expected == f"{found.verdict} {found.note}"


def of(kind: str, value, *others) -> Key:
    return Key(
        kind,
        value,
        tuple((Alternative(value=o, why="the other way"), Key(kind, o)) for o in others),
    )


WHOLE = [
    ("right count.match 1", whole.check_count, 12, of("count", 12)),
    ("wrong count.differs 0", whole.check_count, 13, of("count", 12)),
    ("right count.alternative 1", whole.check_count, 13, of("count", 12, 13)),
    ("wrong count.differs 0", whole.check_count, 14, of("count", 12, 13)),
    ("wrong count.negative 0", whole.check_count, -12, of("count", 12)),
    ("wrong count.not-whole 0", whole.check_count, 12.5, of("count", 12)),
    ("unreadable count.text 0", whole.check_count, "many", of("count", 12)),
    ("right count.match 1", whole.check_count, "45.000", of("count", 45000)),
    ("unreadable count.ambiguous 0", whole.check_count, "45.000", of("count", 45)),
    ("wrong count.differs 0", whole.check_count, 45000, of("count", 45)),
    ("right shape.match 1", whole.check_shape, (3, 4), of("shape", (3, 4))),
    ("wrong shape.transposed 0", whole.check_shape, (4, 3), of("shape", (3, 4))),
    ("wrong shape.differs 1/2", whole.check_shape, (3, 5), of("shape", (3, 4))),
    ("wrong shape.differs 0", whole.check_shape, (3,), of("shape", (3, 4))),
    ("right shape.alternative 1", whole.check_shape, (4, 3), of("shape", (3, 4), (4, 3))),
    ("right range.match 1", whole.check_range, (0, 1), of("range", (0.0, 1.0))),
    ("wrong range.differs 1/2", whole.check_range, (-1, 1), of("range", (0.0, 1.0))),
    ("right range.alternative 1", whole.check_range, (-1, 1), of("range", (0.0, 1.0), (-1.0, 1.0))),
    ("wrong range.differs 0", whole.check_range, (-1, 2), of("range", (0.0, 1.0), (-2.0, 1.0))),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "checked", "typed", "right"), WHOLE)
def test_counts_shapes_and_ranges(expected, checked, typed, right):
    found = checked(Typed(typed), answer(right.kind), right)
    assert expected == f"{found.verdict} {found.note} {found.share}"


OPTIONS = {"a": "one", "b": "two", "c": "three", "d": "four"}
WORDS = [
    ("right choices.match 1", words.check_choices, ["a", "b"], of("choices", ["a", "b"])),
    ("right choices.match 1", words.check_choices, ["c"], of("choices", ["a", "b"], ["c"])),
    ("wrong choices.differ 3/4", words.check_choices, ["a"], of("choices", ["a", "b"])),
    ("wrong choices.differ 1/4", words.check_choices, ["a", "c", "d"], of("choices", ["a", "b"])),
    ("wrong choices.differ 0", words.check_choices, ["c", "d"], of("choices", ["a", "b"])),
    ("right boolean.match 1", words.check_boolean, True, of("boolean", True)),
    ("wrong boolean.differs 0", words.check_boolean, True, of("boolean", False)),
    ("right matching.match 1", words.check_matching, {"f": "a", "i": "b"}, of("matching", {"f": "a", "i": "b"})),
    ("wrong matching.differs 1/2", words.check_matching, {"f": "a", "i": "a"}, of("matching", {"f": "a", "i": "b"})),
    ("wrong matching.differs 1/2", words.check_matching, {"f": "a"}, of("matching", {"f": "a", "i": "b"})),
    ("right sequence.match 1", words.check_sequence, ["a", "b"], of("sequence", ["a", "b"])),
    ("wrong sequence.differs 2/3", words.check_sequence, ["a", "a", "b"], of("sequence", ["a", "b", "b"])),
    ("pending text.pending 0", words.check_text, "for it saturates", of("text", None)),
    ("missing text.empty 0", words.check_text, " ", of("text", None)),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "checked", "typed", "right"), WORDS)
def test_words(expected, checked, typed, right):
    asked = answer(
        right.kind, options=OPTIONS if right.kind == "choices" else {}, labels=("a", "b")
    )
    found = checked(Typed(typed), asked, right)
    assert expected == f"{found.verdict} {found.note} {found.share}"


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("extra c; missing b", ["a", "c"]),
        ("no partner given for i", {"f": "a"}),
        ("i", {"f": "a", "i": "a"}),
    ],
)
def test_what_is_wrong_is_told_of_its_own_place(said, typed):
    if isinstance(typed, dict):
        found = words.check_matching(
            Typed(typed), answer("matching"), of("matching", {"f": "a", "i": "b"})
        )
        assert said in found.message.lower()
        assert "f" not in {word.strip(",.;") for word in found.message.split()}
    else:
        asked = answer("choices", options=OPTIONS)
        found = words.check_choices(Typed(typed), asked, of("choices", ["a", "b"]))
        assert {"b", "c"} <= {word.strip(",.;\"'") for word in found.message.split()}
