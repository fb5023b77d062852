"""Mutation testing, once: change one place at a time, and list what no test notices.

    python -m tools.mutants [MODULE ...]        all that are listed below, else those named
    python -m tools.mutants --sample 20 ...     so many places of each, evenly spread

A mutant is the module with one comparison turned, one sign exchanged, one number moved, one
condition denied.  The tests beside a module run on a copy of the clone until the first failure.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np  # noqa: F401 - these two are slow to import, and every fork has them already
import pydantic  # noqa: F401
import pytest

HOME = Path(__file__).resolve().parent.parent
SECONDS = 240  # a mutant that runs for longer than this has been noticed
# What decides points and identity, each with the tests that should notice.
TARGETS = {
    "grader/grading/rubric.py": ("tests/grading/test_rubric.py",),
    "reference/readings/rounding.py": ("tests/reference/test_rounding.py",),
    "grader/checkers/numbers.py": ("tests/checkers", "tests/grading/test_values.py"),
    "grader/grading/identify.py": ("tests/cli/test_command_line.py", "tests/grading"),
    "grader/checkers/whole.py": ("tests/checkers", "tests/grading/test_answers.py"),
    "grader/checkers/words.py": ("tests/checkers", "tests/grading/test_answers.py"),
    "reference/language/interval.py": ("tests/reference/test_interval.py",),
    "reference/language/roundings.py": ("tests/reference/test_rounding.py",),
    "grader/gradescope/variant.py": ("tests/gradescope/test_gradescope_variant.py",),
    "grader/variant/selection.py": (
        "tests/variant/test_variant_file.py",
        "tests/variant/test_variant_manifest.py",
        "tests/variant/test_recognise.py",
        "tests/gradescope/test_gradescope_variant.py",
    ),
}
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_SIGNS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Every mutant of a module: the line, what was changed, and its text."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        said = _change(copy.deepcopy(node))
        if said:
            other = copy.deepcopy(tree)
            _change(next(n for k, n in enumerate(ast.walk(other)) if k == place))
            yield getattr(node, "lineno", 0), said, ast.unparse(other)


def _change(node: ast.AST) -> str:
    """Change a node in place, if there is something to change; what was done."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _TURNED:
            node.ops = [_TURNED[type(op)]()]
            return f"{type(op).__name__} became {type(node.ops[0]).__name__}"
        case ast.BinOp(op=op) if type(op) in _SIGNS:
            node.op = _SIGNS[type(op)]()
            return f"{type(op).__name__} became {type(node.op).__name__}"
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            return f"{type(op).__name__} became {type(node.op).__name__}"
        case ast.Constant(value=bool() as value):
            node.value = not value
            return f"{value} became {not value}"
        case ast.Constant(value=int() as value):
            node.value = value + 1
            return f"{value} became {value + 1}"
        case ast.If(test=test) | ast.IfExp(test=test):
            node.test = ast.UnaryOp(ast.Not(), test)
            return "a condition was denied"
        case _:
            return ""


def survivors(module: str, tests: tuple[str, ...], clone: Path, sample: int) -> Iterator[str]:
    """The mutants of a module that its tests do not notice."""
    file = clone / module
    source = file.read_text(encoding="utf-8")
    every = list(mutants(source))
    step = max(1, len(every) // sample) if sample else 1
    chosen = every[::step]
    print(f"{module}: {len(chosen)} of {len(every)} mutants", flush=True)
    if _noticed(clone, tests):
        raise SystemExit(f"{module}: its tests fail though nothing is changed")
    for line, said, text in chosen:
        file.write_text(text, encoding="utf-8")
        if not _noticed(clone, tests):
            yield f"{module}:{line}: {said}"
    file.write_text(source, encoding="utf-8")


def _noticed(clone: Path, tests: tuple[str, ...]) -> bool:
    """Whether a test fails, or takes too long, in a fork that has all that is ours still to import."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        sys.dont_write_bytecode = (
            True  # two mutants of one second and one size look alike to a cache
        )
        os.chdir(clone)
        sys.path.insert(0, str(clone))
        os.environ["PYTHONPATH"] = str(clone)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests])))
    return os.waitpid(child, 0)[1] != 0


def main() -> int:
    """List the survivors; 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TARGETS))
    parser.add_argument("--sample", type=int, default=0)
    arguments = parser.parse_args()
    found = 0
    # taken away at the end by name: what a test forks would run a finalizer of ours, too
    folder = Path(tempfile.mkdtemp())
    clone = folder / "clone"
    shutil.copytree(HOME, clone, ignore=shutil.ignore_patterns(".git", ".venv", "site", ".*cache"))
    for module in arguments.modules:
        for line in survivors(module, TARGETS[module], clone, arguments.sample):
            print(f"    survives: {line}", flush=True)
            found += 1
    shutil.rmtree(folder)
    print(f"{found} survive")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
