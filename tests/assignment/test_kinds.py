"""The table of kinds: what else is kept by kind agrees with it."""

from __future__ import annotations

import pytest

from grader.assignment.kinds import CODE, KINDS, NUMERIC, SPECIAL_KEYS, readers_of
from grader.assignment.schema.answers import AnswerFields, AnswerFile
from grader.checkers import CHECKERS


def test_every_kind_that_is_read_has_a_checker_and_no_other():
    assert {name for name in KINDS if name not in CODE} == set(CHECKERS)


def test_numeric_kinds_stand_in_the_order_of_their_rank():
    assert NUMERIC == ("number", "vector", "matrix")


@pytest.mark.parametrize("key", SPECIAL_KEYS)
def test_every_key_that_only_some_kinds_read_is_a_field_of_the_file(key):
    assert key in {**AnswerFields.model_fields, **AnswerFile.model_fields}
    assert readers_of(key)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.expects])
def test_every_kind_with_a_value_has_an_example(name):
    assert KINDS[name].example
