"""Plain values of our own behave as those of `dataclasses`, seen and unseen."""

import copy
import dataclasses
import pickle
from functools import cached_property

import pytest

from reference import parse_expression, records


def declared(made_by):
    """The same classes, declared with one and the other."""
    field = made_by.field

    @made_by.dataclass(frozen=True)
    class Point:
        x: float
        y: float = 2.0
        seen: list = field(default_factory=list, compare=False, repr=False)

        @cached_property
        def length(self):
            return self.x + self.y

    @made_by.dataclass(frozen=True, kw_only=True)
    class Named(Point):
        name: str = field(default="a")

        def __post_init__(self):
            if self.name == "nobody":
                raise ValueError(self.name)

    @made_by.dataclass
    class Box:
        held: object
        count: int = field(default=0, init=False)

    @made_by.dataclass(eq=False)
    class Alone:
        x: int = 1

    @made_by.dataclass(frozen=True)
    class Own:  # noqa: PLW1641  # the decorator gives it a hash
        x: float

        def __eq__(self, other):
            return True

        def __repr__(self):
            return "own"

    return Point, Named, Box, Alone, Own


BOTH = pytest.mark.parametrize("made_by", [records, dataclasses], ids=["ours", "theirs"])


@BOTH
def test_values_are_equal_where_they_say_the_same(made_by):
    point, named, box, alone, own = declared(made_by)
    assert point(1) == point(1.0, seen=[3])
    assert point(1) != point(2)
    assert point(1) != named(1)
    assert named(1, name="b") != named(1)
    nan = float("nan")
    assert box(nan) == box(nan)
    assert alone() != alone()
    assert own(1) == own(2)


@BOTH
def test_frozen_values_can_be_keys_and_others_cannot(made_by):
    point, named, box, alone, own = declared(made_by)
    assert len({point(1), point(1), named(1), own(1), alone(), alone()}) == 5
    with pytest.raises(TypeError, match="unhashable"):
        hash(box(1))


@BOTH
def test_values_print_as_they_are_typed(made_by):
    point, named, box, _, own = declared(made_by)
    where = "declared.<locals>."
    assert repr(point(1)) == f"{where}Point(x=1, y=2.0)"
    assert repr(named(1, name="b")) == f"{where}Named(x=1, y=2.0, name='b')"
    assert repr(box([1])) == f"{where}Box(held=[1], count=0)"
    assert repr(own(1)) == "own"


@BOTH
def test_what_is_missing_unknown_or_frozen_is_refused(made_by):
    point, named, box, *_ = declared(made_by)
    for wrong in (
        point,
        lambda: point(1, 2, [], 4),
        lambda: point(1, x=1),
        lambda: point(1, z=1),
        lambda: named(1, 2, [], "b"),
        lambda: box(1, 2),
    ):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError, match="nobody"):
        named(1, name="nobody")
    value = point(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.x
    assert value.length == 3


@BOTH
def test_a_default_is_made_anew_for_every_value(made_by):
    point, *_ = declared(made_by)
    point(1).seen.append(1)
    assert point(1).seen == []


@BOTH
def test_a_value_can_be_replaced_copied_and_taken_apart(made_by):
    point, named, box, *_ = declared(made_by)
    assert made_by.replace(named(1), x=3, name="b") == named(3, name="b")
    assert copy.copy(point(1)) == point(1)
    match point(1, 5):
        case point(x, y):
            assert (x, y) == (1, 5)
    with pytest.raises(TypeError):
        made_by.replace(point(1), z=1)
    with pytest.raises(ValueError, match="init=False"):
        made_by.replace(box(1), count=2)


@BOTH
def test_dataclasses_itself_knows_them(made_by):
    point, named, box, *_ = declared(made_by)
    assert dataclasses.is_dataclass(point)
    assert [f.name for f in dataclasses.fields(named)] == ["x", "y", "seen", "name"]
    assert [f.compare for f in dataclasses.fields(named)] == [True, True, False, True]
    assert dataclasses.replace(named(1), y=7) == named(1, 7)
    assert dataclasses.asdict(box(point(1))) == {"held": {"x": 1, "y": 2.0, "seen": []}, "count": 0}

    @dataclasses.dataclass(frozen=True)
    class Below(point):
        z: int = 3

    assert Below(1, z=4).z == 4


@records.dataclass(frozen=True)
class Kept:
    x: int


def test_a_value_survives_pickling():
    assert pickle.loads(pickle.dumps(Kept(1))) == Kept(1)  # noqa: S301


def test_both_kinds_of_values_are_replaced():
    _, _, box, *_ = declared(dataclasses)
    assert records.replace(box(1), held=2) == box(2)


def test_a_hash_that_is_known_stays_in_its_process():
    tree = parse_expression("W @ x[t] + b")
    assert hash(parse_expression("W @ x[t] + b")) == hash(tree)
    sent = pickle.loads(pickle.dumps(tree))  # noqa: S301  # our own
    assert "_hash" not in sent.__dict__
    assert tree == sent
