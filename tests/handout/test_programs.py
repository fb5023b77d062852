"""Keys of code assignments hold programs that run, and earn full points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from html import unescape
from pathlib import Path

import numpy as np
import pytest

from grader.assignment import Assignment, load_assignment
from grader.assignment.dataclass_json import from_plain
from grader.assignment.function import Function, Place
from grader.functions.calls import cases
from grader.grading.grade import grade
from grader.handout import html, markdown, typst
from grader.handout.compose import sheet_of
from grader.handout.programs.document import programs_of
from grader.handout.programs.lines import WIDTH, fitted
from grader.handout.sheet import Sheet
from grader.sandbox import Source
from grader.submission.work import opened
from grader.variant.selection import example_of
from reference import Cell, cell, parse_cell
from tests.sizes import LARGE, later

ROOT = Path(__file__).parents[2]
SHIPPED = {
    path.parent.name: load_assignment(path) for path in ROOT.glob("assignments/*/assignment.yaml")
}
CODE = sorted(
    name for name, sheet in SHIPPED.items() if any(a.kind == "function" for a in sheet.answers)
)
LONG = tuple(name for name in CODE if name != "modern-cells")


def key_of(name: str) -> Sheet:
    return sheet_of(example_of(SHIPPED[name]), solved=True)


def functions_of(sheet: Assignment) -> dict[str, Function]:
    return {a.name: from_plain(Function, a.value) for a in sheet.answers if a.kind == "function"}


def from_html(sheet: Sheet) -> str:
    found = re.findall(
        r'<pre class="[^"]*program"[^>]*><code>(.*?)</code></pre>', html.page(sheet), re.DOTALL
    )
    return unescape("\n\n\n".join(found))


def from_markdown(sheet: Sheet) -> str:
    found = re.findall(
        r"^```python\n(.*?)\n```$", markdown.text_of(sheet), re.DOTALL | re.MULTILINE
    )
    return "\n\n\n".join(found)


def from_typst(sheet: Sheet) -> str:
    found = re.findall(r'#listing\("((?:[^"\\]|\\.)*)"\)', typst.source(sheet))
    return "\n\n\n".join(
        re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), text) for text in found
    )


def test_every_shipped_assignment_that_asks_for_functions_is_looked_at() -> None:
    assert CODE == [
        "attention-and-decoding", "cells-as-classes", "cells-in-code", "grucell-by-hand", "layers-columns",
        "layers-rows", "layers-torch", "modern-cells", "training-by-hand",
    ]  # fmt: skip


@pytest.mark.parametrize("name", later(CODE, LARGE))
def test_all_formats_of_a_key_hold_the_same_program_and_its_checks(name: str) -> None:
    key = key_of(name)
    program = from_html(key)
    assert program == from_markdown(key) == from_typst(key)
    assert "import" in program
    compile(program, name, "exec")
    slots = [slot for task in key.tasks for slot in task.slots if slot.kind == "function"]
    assert all("check" in slot.remarks[-1] for slot in slots)
    assert program.splitlines()[-1] not in html.page(key.for_student())


@pytest.mark.parametrize("name", later(CODE, LONG))
def test_the_program_of_a_key_earns_full_points(name: str, tmp_path: Path) -> None:
    path = tmp_path / "submission.py"
    path.write_text(from_markdown(key_of(name)), encoding="utf-8")
    source = Source.read(path)
    if any(function.framework == "torch" for function in functions_of(SHIPPED[name]).values()):
        pytest.importorskip("torch")
        source = replace(source, frameworks=("torch",))
    with opened(path, source=source) as work:
        report = grade(example_of(SHIPPED[name]), work)
    found = {
        e.name: (e.score, e.max_score)
        for e in report.entries
        if e.name in functions_of(SHIPPED[name])
    }
    assert found == {name: (worth, worth) for name, (_, worth) in found.items()}
    assert {*found} == {*functions_of(SHIPPED[name])}


def test_a_function_has_no_program_where_its_cache_comes_from_one_that_has_none() -> None:
    functions = asked(cell("decoder-greedy"), kept=True)
    assert not {"run", "run_back"} & {*programs_of(functions, {})}


# -- every kind of function, against the truth that the grader works with -----------------------------

TRIED = ("irnn", "gru-concat", "tanh-rnn", "lstm-peephole", "gru-torch", "mingru")


def axes_of(made: Cell, name: str, *outer: str, columns: bool) -> tuple[str, ...]:
    own = tuple(str(dimension).replace(" ", "") for dimension in made.shapes[name])
    return (*own, *outer) if columns else (*outer, *own)


def places(made: Cell, steps: str, *, columns: bool) -> Iterator[Place]:
    outer = ("N", *([steps] if steps else []))
    for name in made.inputs:
        yield Place(
            name=f"in_{name}", symbol=name, axes=axes_of(made, name, *outer, columns=columns)
        )
    for name in made.states:
        axes = axes_of(made, name, "N", columns=columns)
        yield Place(name=f"{name}0", symbol=f"{name}[0]", axes=axes)
    for name in made.parameters:
        yield Place(name=name, symbol=name, axes=axes_of(made, name, columns=columns))


def states(made: Cell, steps: str, mark: str, *, columns: bool) -> Iterator[Place]:
    outer = ("N", *([steps] if steps else []))
    for name in made.states:
        symbol = f"{mark}{name}" + ("" if steps else "[1]")
        axes = axes_of(made, name, *outer, columns=columns)
        yield Place(name=f"{mark}{name}_out", symbol=symbol, axes=axes)


def asked(made: Cell, *, kept: bool, columns: bool = False) -> dict[str, Function]:
    """A step, a sequence, and the way back of both; the cache is kept or not."""
    cache = (Place(name="cache", kept=True),) if kept else ()
    found = {}
    for name, steps in (("step", ""), ("run", "T")):
        common = {
            "cell": made.name,
            "batch": "N",
            "checks": {"values": Fraction(1)},
            "cases": 1,
            "steps": steps,
        }
        given = tuple(places(made, steps, columns=columns))
        out = tuple(states(made, steps, "", columns=columns))
        up = tuple(states(made, steps, "up_", columns=columns))
        back = tuple(Place(name=f"d_{p.name}", symbol=f"d{p.symbol}", axes=p.axes) for p in given)
        found[name] = Function(**common, arguments=given, returns=(*out, *cache))  # type: ignore[arg-type]
        found[f"{name}_back"] = Function(
            **common, arguments=(*up, *(cache or given)), returns=back, forward=name  # type: ignore[arg-type]
        )  # fmt: skip
    return found


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("name", later(TRIED, TRIED[2:]))
def test_a_program_from_equations_agrees_with_the_truth(
    name: str, kept: bool, columns: bool
) -> None:
    made = cell(name)
    functions = asked(made, kept=kept, columns=columns)
    written = programs_of(functions, {})
    names: dict[str, object] = {}
    exec("\n".join(line for lines in written.values() for line in lines), names)  # noqa: S102
    for answer, function in functions.items():
        assert_right(answer, function, functions, names, made)


def assert_right(
    answer: str,
    function: Function,
    functions: Mapping[str, Function],
    names: dict[str, object],
    made: Cell,
) -> None:
    forward = functions.get(function.forward)
    case = next(iter(cases(function, {made.name: lambda: made}, forward, "key")))
    cache: object = None
    if forward is not None and function.takes_kept:
        cache = call(names, function.forward, [case.argument(p) for p in forward.arguments])[-1]
    arguments = [cache if place.kept else case.argument(place) for place in function.arguments]
    got = call(names, answer, arguments)
    for place, value in zip(function.returns, got, strict=True):
        if not place.kept:
            np.testing.assert_allclose(
                np.asarray(value),
                np.asarray(case.expected[place.name]),
                rtol=1e-9,
                err_msg=place.name,
            )  # type: ignore[arg-type]


def call(names: dict[str, object], name: str, arguments: list[object]) -> tuple[object, ...]:
    function = names[name]
    assert callable(function)
    found = function(*arguments)
    return found if isinstance(found, tuple) else (found,)


TEXTS = [
    ("relu(W @ x[t] + b)", "np.maximum(x @ W.T + b, 0)", "a column equation over rows of examples"),
    ("x[t] - (b - x[t])", "x - (b - x)", "what is taken away twice keeps its brackets"),
    ("(x[t] + b) ** 2 / 3", "(x + b)**2 / 3", "a power binds tightest"),
    ("x[t] * sum(x[t])", "x * x.sum(-1)[..., None]", "one number an example meets a vector"),
    ("(b @ b) * x[t]", "b @ b * x", "one number for all"),
    (
        "(x[t] @ x[t]) * b",
        "(x * x).sum(-1)[..., None] * b",
        "a product of two vectors of an example",
    ),
    ("-x[t] * b", "-x * b", "a sign"),
    ("where(x[t], b, 0)", "np.where(x > 0, b, 0)", "a choice"),
]


@pytest.mark.parametrize(("said", "written", "_why"), TEXTS)
def test_an_expression_is_written_as_a_person_would(said: str, written: str, _why: str) -> None:
    made = parse_cell(f"x: d\nW: d, d\nb: d\ny = {said}\n", name="made")
    given = [Place(name="x", symbol="x", axes=("N", "d")), Place(name="W", symbol="W", axes=("d", "d")),
             Place(name="b", symbol="b", axes=("d",))]  # fmt: skip
    function = Function(
        cell="made",
        batch="N",
        arguments=tuple(given),
        returns=(Place(name="y", symbol="y", axes=("N", "d")),),
    )
    lines = programs_of({"f": function}, {"made": f"x: d\nW: d, d\nb: d\ny = {said}\n"})["f"]
    assert made.quantities == ("y",)
    assert f"    y = {written}" in lines


LINES = [
    "return " + ", ".join(f"result_number_{k}" for k in range(9)),
    "h = " + " + ".join(f"weights_{k} @ x_{k}" for k in range(9)),
    ", ".join(f"state_number_{k}" for k in range(9)) + " = cache",
    "cache = (" + ", ".join(f"state_number_{k}" for k in range(9)) + ")",
    "return {" + ", ".join(f'"state_{k}": value_{k}' for k in range(9)) + "}",
    "def f(" + ", ".join(f"argument_{k}" for k in range(12)) + "):",
]


@pytest.mark.parametrize("line", LINES)
def test_a_long_line_is_broken_and_says_the_same(line: str) -> None:
    broken = list(fitted(f"    {line}"))
    assert len(broken) > 1
    assert all(len(part) <= WIDTH for part in broken)
    body = "\n".join([*broken, *(["        pass"] if line.startswith("def") else [])])
    compile(f"def outer():\n{body}\n", "line", "exec")
    told = re.sub(r"\s|,(?=\s*[)\]}])", "", "".join(broken))
    assert told.replace("(", "").replace(")", "") == re.sub(r"\s", "", line).replace(
        "(", ""
    ).replace(")", "")
