"""Numbers of the packages people use, and of papers' equations worked by hand: a second truth.

Every row names a cell of the catalogue, what is given, and the values measured to six decimals.
"""

from __future__ import annotations

import re

import numpy as np
import pytest
from measured import MEASURED

from reference import CATALOGUE, bind, cell, count, omit


@pytest.mark.parametrize(("name", "source", "given", "expected"), MEASURED)
def test_a_cell_gives_the_numbers_that_were_measured(name, source, given, expected):
    steps = max(map(len, expected.values()))
    written = cell(name)
    found = bind(omit(written, written.optional - set(given)), given, steps=steps).solve()
    for quantity, values in expected.items():
        for step, value in enumerate(values, 1):
            if value is not None:
                key = f"{quantity}[{step}]" if written.recurrent else quantity
                assert np.asarray(value) == pytest.approx(found[key], abs=2e-6), source


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_cell_names_where_its_equations_come_from(name):
    assert re.search(r"[A-Z][a-zé]+.* (19|20)\d\d", cell(name).source), "an author and a year"


COUNTED = [
    ("gru-cho", 135, "as in Keras without reset_after, and Haiku"),
    ("gru-torch", 150, "torch has two biases a gate"), ("gru-flax", 140, "flax: one more, b_hn"),
    ("lstm-peephole", 195, "three peepholes of n, one bias a gate"), ("lstm-cifg", 135, "3 blocks"),
    ("lstm-forget1", 180, "the 1 is not trained"), ("qrnn", 90, "two matrices a gate, no biases"),
    ("mgu", 90, "two blocks"), ("mgu-flax", 95, "c_h"), ("mingru", 30, "two matrices"),
    ("minlstm", 45, "three"), ("fastgrnn", 52, "shared weights and two numbers"),
    ("ugrnn", 90, "two blocks"), ("minimalrnn", 75, "torchrecurrent"), ("cfn", 105, "the paper"),
    ("lstm-original", 135, "three blocks"), ("lstm-multiplicative", 220, "5 n d + 5 n n + 4 n"),
    ("ran", 105, "the content has neither state nor bias"), ("ligru", 90, "two blocks"),
    ("lightru", 65, "the candidate has no state"), ("star", 65, "as lightru"), ("atr", 45, "one block"),
    ("brc", 70, "vectors on the state"), ("nbrc", 110, "two matrices on it"), ("cornn", 70, "U and V"),
    ("lem", 180, "four blocks"), ("ltc", 175, "four numbers a synapse, three a unit"),
    ("gru-concat", 135, "the same numbers beside each other"), ("lstm-concat-xh", 180, "n + d columns"),
    ("indrnn", 25, "u is a vector"), ("irnn", 45, "one bias"), ("cfc", 180, "ncps, no backbone"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected", "why"), COUNTED)
def test_a_cell_has_as_many_parameters_as_were_counted(name, expected, why):
    assert expected == count(cell(name), {"d": 3, "n": 5}).total, why


def test_a_projection_counts_as_in_torch_but_for_the_second_bias():
    assert 150 - 20 == count(cell("lstm-projected"), {"d": 3, "n": 5, "p": 2}).total
