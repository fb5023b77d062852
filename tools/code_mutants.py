"""Wrong functions made on purpose, and what is said of them: `make code-mutants`.

Right solutions of the shipped interfaces are changed at one place of their syntax tree, and right functions
are stood in for by equations with one change.  Every wrong one is judged on two sets of numbers that have
nothing in common.  A reason counts as true where it is said of both, and where it agrees with what was
changed: a gate that is named must be the gate whose equation was changed, a line that of the change.
"""

from __future__ import annotations

import ast
import copy
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from grader.assignment import Assignment, load_assignment
from grader.assignment.function import Function, called
from grader.functions import Functions, Judgement
from grader.functions.source_view import Written
from grader.outcome.finding import Verdict
from grader.sandbox import Limits, Source, Worker, WorkerPool, start_zygote
from grader.words.sentences import functions as sentences

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "tests" / "zoo" / "code"
SHEETS = {"rows": "layers-rows", "columns": "layers-columns", "cells": "cells-in-code",
          "torch_layers": "layers-torch", "classes": "cells-as-classes", "grucell": "grucell-by-hand"}  # fmt: skip
OPERATORS: Mapping[type[ast.operator], list[type[ast.operator]]] = {ast.Add: [ast.Sub, ast.Mult], ast.Sub: [ast.Add], ast.Mult: [ast.Add, ast.Div],
             ast.Div: [ast.Mult], ast.MatMult: [ast.Mult]}  # fmt: skip
CALLS = {
    "tanh": "sin",
    "sigmoid": "tanh",
    "zeros_like": "ones_like",
    "zeros": "ones",
    "sum": "mean",
}
LINE = re.compile(r"in line (\d+), all")
QUICK = Limits(call_seconds=3, total_seconds=20)


@dataclass(frozen=True)
class Mutant:
    """A solution with one change: in which function, in which line, and of what kind."""

    base: str
    sheet: str
    function: str
    line: int
    what: str
    text: str


@dataclass(frozen=True)
class Sheets:
    """An assignment, the same with other numbers, and what is found of a right solution."""

    first: Assignment
    second: Assignment
    right: Mapping[str, Judgement]


@dataclass
class Count:
    """What came of the mutants."""

    wrong: int = 0
    told: int = 0
    false: list[str] = field(default_factory=list)
    elsewhere: int = 0
    twice: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


def mutants_of(
    base: str, text: str, sheet: str, wanted: Mapping[str, Function]
) -> Iterator[Mutant]:
    """Every mutant of the functions and methods of one solution."""
    written = Written(Source.of_text(text)).functions
    for name in wanted:
        definition = written.get(called(wanted, name))
        if definition is None:
            continue
        places = [n for n in ast.walk(definition) if hasattr(n, "lineno") and n is not definition]
        for number, place in enumerate(places):
            for what, changed in _changed(definition, number, place):
                lines = text.splitlines()
                # the function keeps its lines, as its text is written over the old one
                body = ast.unparse(changed)
                if body == ast.unparse(definition):
                    continue
                whole = [*lines[: definition.lineno - 1], *_aligned(definition, changed, lines),
                         *lines[definition.end_lineno :]]  # fmt: skip
                line: int = getattr(place, "lineno", 0)
                yield Mutant(base, sheet, name, line, what, "\n".join(whole))


def _aligned(old: ast.FunctionDef, new: ast.FunctionDef, lines: list[str]) -> list[str]:
    """The lines of a function with the one statement that differs written anew."""
    found = lines[old.lineno - 1 : old.end_lineno]
    pairs = zip(_statements(old), _statements(new), strict=True)
    for before, after in pairs:
        if ast.dump(before) == ast.dump(after) or _inner_differs(before, after):
            continue
        first, last = before.lineno - old.lineno, (before.end_lineno or 0) - old.lineno
        if isinstance(before, (ast.For, ast.While, ast.If)):
            last = before.body[0].lineno - old.lineno - 1
            head = ast.unparse(after).split("\n", 1)[0]
        else:
            head = ast.unparse(after)
        indent = " " * before.col_offset
        found[first : last + 1] = [indent + head, *[""] * (last - first)]
        break
    return found


def _inner_differs(before: ast.stmt, after: ast.stmt) -> bool:
    """Whether the difference lies in a statement within this one."""
    inner = zip(_statements(before), _statements(after), strict=True)
    return any(ast.dump(a) != ast.dump(b) for a, b in inner)


def _statements(node: ast.AST) -> list[ast.stmt]:
    return [n for n in ast.walk(node) if isinstance(n, ast.stmt) and n is not node]


_Fresh = Callable[[], tuple[ast.FunctionDef, ast.AST]]


def _fresh(definition: ast.FunctionDef, number: int) -> tuple[ast.FunctionDef, ast.AST]:
    """The function once more, and the place in it that is to be changed."""
    other = copy.deepcopy(definition)
    places = [n for n in ast.walk(other) if hasattr(n, "lineno") and n is not other]
    return other, places[number]


def _operated(fresh: _Fresh, op: ast.operator) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Another operator, or one of the two sides alone."""
    for kind in OPERATORS.get(type(op), ()):
        other, node = fresh()
        node.op = kind()  # type: ignore[attr-defined]  # a BinOp
        yield f"{type(op).__name__} is {kind.__name__}", other
    for side in ("left", "right"):
        if isinstance(op, (ast.Add, ast.Sub, ast.Mult)):
            other, node = fresh()
            _put(other, node, getattr(node, side))
            yield f"{type(op).__name__} without a part", other


def _changed(  # a case a kind of slip
    definition: ast.FunctionDef, number: int, place: ast.AST
) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The function with one place changed, in every way that there is."""
    fresh = partial(_fresh, definition, number)
    match place:
        case ast.BinOp(op=op):
            yield from _operated(fresh, op)
        case ast.Attribute(attr="T", value=_):
            other, node = fresh()
            _put(other, node, node.value)  # type: ignore[attr-defined]  # an Attribute
            yield "no transpose", other
        case ast.Attribute(attr=name) if name in CALLS:
            other, node = fresh()
            node.attr = CALLS[name]  # type: ignore[attr-defined]  # as above
            yield f"{name} is {CALLS[name]}", other
        case ast.Call(args=[_], keywords=[]):
            other, node = fresh()
            _put(other, node, node.args[0])  # type: ignore[attr-defined]  # a Call
            yield "no call", other
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            other, node = fresh()
            node.value = value + 1  # type: ignore[attr-defined]  # a Constant
            yield "number plus one", other
        case ast.Name(id=name, ctx=ast.Load()):
            for twin in _alike(definition, name):
                other, node = fresh()
                node.id = twin  # type: ignore[attr-defined]  # a Name
                yield "another name", other
        case ast.AugAssign():
            other, node = fresh()
            _put(other, node, ast.Assign([node.target], node.value, lineno=1))  # type: ignore[attr-defined]  # as above
            yield "not added up", other
        case _:
            pass


def _alike(definition: ast.FunctionDef, name: str) -> list[str]:
    """Names of the function that are written nearly like this one: what people mix up."""
    names = {n.id for n in ast.walk(definition) if isinstance(n, ast.Name)}
    names |= {a.arg for a in definition.args.args}
    return sorted(n for n in names if n != name and len(n) == len(name) and n[:-1] == name[:-1])[:2]


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for key, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, key, new)
            elif isinstance(value, list) and old in value:
                value[value.index(old)] = new


def judged(
    sheet: Assignment, pool: WorkerPool, mutant: Mutant, others: Mapping[str, Judgement]
) -> Judgement:
    """What is found of the function that was changed; the others are as they were."""
    with Worker(pool, _source(sheet, mutant.text), QUICK) as worker:
        worker.start()
        functions = Functions(sheet, worker)
        functions._judged.update({k: v for k, v in others.items() if k != mutant.function})  # noqa: SLF001  # they need no second look
        return functions.judge(mutant.function)


def _source(sheet: Assignment, text: str) -> Source:
    return replace(Source.of_text(text), frameworks=sheet.frameworks)


def right_ones(sheet: Assignment, pool: WorkerPool, text: str) -> dict[str, Judgement]:
    """What is found of all functions of a solution without a change."""
    with Worker(pool, _source(sheet, text), QUICK) as worker:
        worker.start()
        functions = Functions(sheet, worker)
        return {name: functions.judge(name) for name in functions.answers}


def reasons(found: Judgement) -> str:
    """What is said of a function beyond which of its results are wrong."""
    names = [part.name for part in found.parts]
    off = [part.name for part in found.parts if part.share < 1 and part.note != "function.n-1"]
    for wrong in (names, off):
        right = [name for name in names if name not in wrong]
        said = sentences.function_wrong(wrong, right)
        if found.finding.message.startswith(said):
            return found.finding.message[len(said) :].strip(" .")
    head = re.match(r"[^.]*\.?", found.finding.message)
    return found.finding.message[head.end() if head else 0 :].strip(" .")


def try_one(mutant: Mutant, sheets: Sheets, pool: WorkerPool, count: Count, *, twice: bool) -> None:
    """Judge one mutant, some of them twice, and count."""
    found = judged(sheets.first, pool, mutant, sheets.right)
    count.verdicts[str(found.finding.verdict)] += 1
    if found.finding.verdict is not Verdict.WRONG:
        return
    said = reasons(found)
    count.wrong += 1
    where = f"{mutant.base}.{mutant.function}:{mutant.line} {mutant.what}"
    if not said:
        count.examples.append(f"no reason: {where}")
        return
    count.told += 1
    line = LINE.search(said)
    count.elsewhere += line is not None and int(line[1]) != mutant.line
    if not twice:
        return
    again = judged(sheets.second, pool, mutant, sheets.right)
    count.twice += 1
    other = reasons(again)
    if "it raised" in found.finding.message + again.finding.message:
        return  # where a change crashes hangs on the sizes, and what is said of the rest with it
    if facts(other) != facts(said):
        count.false.append(f"{where}\n    {said}\n    {other}")


def facts(said: str) -> set[str]:
    """The sentences of a reason without what hangs on the numbers of a call."""
    return {re.sub(r"\d+ of \d+|\(\d[^)]*\)", "", one).strip() for one in said.split(". ")}


def main(words: list[str]) -> None:
    """Judge so many mutants of every solution, `500` or from one to another, `500-1000`; print the figures."""
    first, _, last = (words[0] if words else "1000").rpartition("-")
    only = words[1:]
    count = Count()
    with start_zygote() as pool:
        chosen = islice(_chosen(int(last), only, pool), int(first or 0), None)
        for number, (mutant, sheets) in enumerate(chosen):
            try_one(mutant, sheets, pool, count, twice=number % 4 == 0)
            if number % 25 == 24:
                print(f"after {number + 1}", flush=True)
                show(count)
    show(count)


def show(count: Count) -> None:
    """The figures."""
    share = 100 * count.told / max(count.wrong, 1)
    print(f"verdicts: {dict(count.verdicts)}")
    print(f"wrong: {count.wrong}, with a reason: {count.told} ({share:.1f} %)")
    print(f"lines told other than the changed one: {count.elsewhere}")
    print(f"judged on other numbers, too: {count.twice}; another reason there: {len(count.false)}")
    print("\n".join([*count.false, *count.examples]), flush=True)


def _chosen(most: int, only: list[str], pool: WorkerPool) -> Iterator[tuple[Mutant, Sheets]]:
    every: list[tuple[Mutant, Sheets]] = []
    for path in sorted(SOLUTIONS.glob("**/*.py")):
        kind = next((k for k in SHEETS if path.stem.startswith(k)), "")
        if "template" in path.stem or not kind or (only and path.stem not in only):
            continue
        first = load_assignment(ROOT / "assignments" / SHEETS[kind] / "assignment.yaml")
        text = path.read_text()
        second = replace(first, version=f"{first.version}-again")
        sheets = Sheets(first, second, right_ones(first, pool, text))
        wanted = Functions(first, None).functions
        every += [(m, sheets) for m in mutants_of(path.stem, text, kind, wanted)]
    print(f"{len(every)} mutants in all")
    random.Random(1).shuffle(every)  # noqa: S311  # the same choice for ever
    yield from every[:most]


if __name__ == "__main__":
    main(sys.argv[1:])
