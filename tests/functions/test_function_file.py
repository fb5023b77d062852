"""The part of an assignment file that says a function: read as meant, refused with a place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.assignment import Assignment, assignment_faults, json_schema, load_assignment
from grader.assignment.dataclass_json import from_plain
from grader.assignment.function import Function
from grader.functions import Functions
from grader.functions.helpers import TEXTS

SHEET = """\
title: A layer
points: 4
helpers: {utils: [sigmoid]}
cells:
  rnn: |
    x: D
    h: H
    W: D, H
    U: H, H
    b?: H
    h = tanh(x[t] @ W + h[t-1] @ U + b)
questions:
  - id: a
    prompt: Write it.
    defaults:
      points: 2
      function: {cell: rnn, batch: N, checks: {values: 3, "N=1": 1}}
    answers:
      forward:
        function:
          arguments:
            x: N, D
            before: {symbol: "h[0]", shape: "N, H"}
            weights: {W: "D, H", U: "H, H"}
          returns:
            h: N, H
            cache: kept
      backward:
        tolerance: {relative: 0.01}
        function:
          forward: forward
          checks: {values: 1}
          hidden: values
          sizes: {N: 2, D: [3, 4]}
          arguments:
            dh: {symbol: "up_h[1]", shape: [N, H]}
            cache: kept
          returns:
            dW: D, H
"""


def written(folder: Path, text: str) -> Path:
    (folder / "sheet").mkdir(exist_ok=True)
    path = folder / "sheet" / "assignment.yaml"
    path.write_text(text)
    return path


def functions(assignment: Assignment) -> dict[str, Function]:
    return {a.name: from_plain(Function, a.value) for a in assignment.answers}


def test_a_function_says_over_the_defaults_what_is_its_own(tmp_path: Path) -> None:
    found = functions(load_assignment(written(tmp_path, SHEET)))
    assert (
        found["forward"].cell, found["forward"].batch,
        found["backward"].cell, found["backward"].batch,
    ) == ("rnn", "N", "rnn", "N")  # fmt: skip
    assert {"values": Fraction(3), "N=1": Fraction(1)} == found["forward"].checks
    assert {"values": Fraction(1)} == found["backward"].checks
    assert found["backward"].hidden == ("values",)
    assert found["backward"].sizes == {"N": (2,), "D": (3, 4)}


def test_places_are_arrays_dicts_and_caches(tmp_path: Path) -> None:
    found = functions(load_assignment(written(tmp_path, SHEET)))["forward"]
    assert [place.name for place in found.arguments] == ["x", "before", "weights"]
    assert [(entry.name, entry.axes) for entry in found.arguments[2].entries] == [
        ("W", ("D", "H")),
        ("U", ("H", "H")),
    ]
    assert (found.arguments[1].symbol, found.arguments[1].axes) == ("h[0]", ("N", "H"))
    assert found.kept == 1
    assert found.letters == ("N", "D", "H")


def test_a_function_may_return_values_and_gradients_together(tmp_path: Path) -> None:
    text = SHEET.replace("            cache: kept\n          returns:\n            dW: D, H\n", (
        "            x: N, D\n"
        "            before: {symbol: 'h[0]', shape: 'N, H'}\n"
        "            weights: {W: 'D, H', U: 'H, H'}\n"
        "          returns:\n"
        "            h: N, H\n"
        "            dW: D, H\n"
    )).replace("          forward: forward\n", "")  # fmt: skip
    case = Functions(load_assignment(written(tmp_path, text)), None).cases("backward")[0]
    h = np.tanh(case.numbers["x"] @ case.numbers["W"] + case.numbers["before"] @ case.numbers["U"])
    assert np.allclose(h, np.asarray(case.expected["h"]))
    slope = case.numbers["x"].T @ (case.numbers["dh"] * (1 - h**2))
    assert np.allclose(slope, np.asarray(case.expected["dW"]))


FAULTS = [
    ("cell: rnn,", "cell: rn,", 17, 'there is no cell "rn"; did you mean "rnn"?'),
    ("cell: rnn, ", "", 20, "cell is missing; add"),
    ("x: N, D", "x: N, H", 22, "in the cell x has the shape D (got H)"),
    ("x: N, D", "y: N, D", 22, 'the cell "rnn" has no symbol y'),
    ("x: N, D", "x: {symbol: \"entry(x[1], 1)\", shape: \"N, D\"}", 22, "a symbol is a name, with a step (h[1]) or without one (W)"),
    ("x: N, D", 'x: "N, 4*"', 22, "must be sizes such as N, T, 4*H"),
    ('weights: {W: "D, H", U: "H, H"}', 'weights: {W: "D, H"}', 21, "the equations need U, which no argument gives"),
    ('"h[0]"', '"h[k]"', 23, "h[k]: a step is a number"),
    ("dW: D, H", "dV: D, H", 39, 'the cell "rnn" has no symbol dV'),
    ("dW: D, H", "up_h: N, H", 39, "up_h is a gradient that arrives at a function"),
    ('"up_h[1]"', '"dh[1]"', 36, "dh[1] is a gradient that leaves a function"),
    ("forward: forward", "forward: forwrd", 31, 'there is no other function "forwrd"; did you mean "forward"?'),
    ("          forward: forward\n", "", 36, "whose cache this is does not stand here"),
    ("            cache: kept\n      backward", "      backward", 36, '"forward" returns no cache'),
    ('"N=1": 1', '"M=1": 1', 17, 'no shape has a size "M"'),
    ('"N=1": 1', "vlues: 1", 17, 'there is no check "vlues"; did you mean "values"?'),
    ('"N=1": 1', "batch: 1", 17, "batch is only for functions that also take one example alone"),
    ("values: 3,", "shape: 3,", 17, "the values are not checked"),
    ("values: 3,", "values: many,", 17, "values must be a number of points"),
    ("hidden: values", "hidden: purity", 33, '"purity" is no check of this function'),
    ("N: 2, D: [3, 4]", "N: 2, M: 3", 34, 'no shape has a size "M"'),
    ("D: [3, 4]", "D: [4, 3]", 34, "D must be lowest before highest"),
    ("D: [3, 4]", "D: [3, 4, 5]", 34, "D must be a size, or the lowest and highest"),
    ("D: [3, 4]", "D: 100", 34, "D must be 12 or less"),
    ("batch: N,", "batch: M,", 17, 'has a size "M"'),
    ("          returns:\n            dW: D, H\n", "", 30, "returns is missing"),
    ("checks: {values: 1}", "chekcs: {values: 1}", 32, 'the key "chekcs" is not known; did you mean "checks"?'),
    ('symbol: "h[0]"', 'symbl: "h[0]"', 23, 'the key "symbl" is not known; did you mean "symbol"?'),
    ("[sigmoid]", "[sigmod]", 3, 'did you mean "sigmoid"?'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "said"), FAULTS, ids=[row[1] or row[0] for row in FAULTS]
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in SHEET
    faults = assignment_faults(written(tmp_path, SHEET.replace(old, new, 1)))
    at_line = [str(fault) for fault in faults if fault.line == line]
    assert any(said in fault for fault in at_line), "\n".join(map(str, faults))
    assert len(set(map(str, faults))) == len(faults)  # what two functions share is told once


STEPS = [
    ("sizes: {T: 2}", "a function over time is tried with 3 steps or more (got 2)"),
    ("sizes: {T: [3, 4]}", ""),
]


@pytest.mark.parametrize(("sizes", "said"), STEPS, ids=[row[0] for row in STEPS])
def test_a_function_over_time_has_some_time(tmp_path: Path, sizes: str, said: str) -> None:
    text = SHEET.replace("            x: N, D\n", "            x: N, T, D\n").replace(
        "          arguments:\n", f"          steps: T\n          {sizes}\n          arguments:\n", 1
    ).replace("            h: N, H\n", "            h: N, T, H\n")  # fmt: skip
    faults = [str(f) for f in assignment_faults(written(tmp_path, text)) if "tried with" in str(f)]
    assert bool(said) == bool(faults)
    assert all(said in fault for fault in faults)


def test_editors_know_the_keys_of_a_function() -> None:
    schema = json_schema()
    assert {"cell", "arguments", "returns", "checks"} <= set(
        schema["$defs"]["FunctionFile"]["properties"]
    )
    assert set(TEXTS) == set(
        schema["properties"]["helpers"]["additionalProperties"]["items"]["enum"]
    )
