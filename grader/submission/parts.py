"""A hand-in of several files: each holds answers of its own, and all are graded as one.

Two drafts are no such thing: where one answer stands in two files, one of them is taken, as ever.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path

from grader.assignment import Assignment
from grader.assignment.dataclass_json import from_plain
from grader.assignment.own_tests import OwnTests
from grader.sandbox import Source, SubmissionError
from grader.sandbox.program import bound_names, units
from reference.records import replace

_PROGRAMS = (".py", ".ipynb")
TESTS = "tests"  # the kind of answer that a course's own tests are
_LARGEST = 1_000_000  # bytes of one program that is looked at
_LIBRARIES = frozenset(
    {"numpy", "pytest", "torch", "scipy", "gradescope_utils", "hypothesis", "pandas"}
)
_UNREADABLE = (SyntaxError, ValueError, MemoryError, RecursionError)


def with_parts(source: Source, others: Mapping[str, Path], assignment: Assignment) -> Source:
    """A program with the others that hold answers which it does not hold, if no answer stands twice.

    `others` are files in which answers are at least named, by the name that each has beside the program.
    """
    wanted = {name.partition(".")[0] for name in wanted_names(assignment)}
    held = defined_in(source.main, source.files[source.main]) & wanted
    files = dict(source.files)
    joined: list[str] = []
    for key, path in sorted(others.items()):
        if path.suffix.lower() not in _PROGRAMS:
            return source  # answers that are written down, perhaps the same ones
        try:
            data = files.get(key) or Source.read(path).files[path.name]
        except (SubmissionError, OSError, ValueError):
            continue
        found = defined_in(key, data) & wanted
        if found & held:
            return source
        if found:
            held |= found
            files[key] = data
            joined.append(key)
    return replace(source, files=files, joined=tuple(joined)) if joined else source


def wanted_names(assignment: Assignment) -> set[str]:
    """The names that a hand-in is asked for: of answers, and what a course's own tests take from it."""
    found = {answer.defined_as for answer in assignment.answers if answer.kind != TESTS}
    for answer in assignment.answers:
        if answer.kind == TESTS:
            found |= _taken_by(from_plain(OwnTests, answer.value))
    return found


def _taken_by(tests: OwnTests) -> set[str]:
    """The names that a file of tests takes from modules which are nobody's but the student's."""
    try:
        nodes = [*ast.walk(ast.parse((Path(tests.folder) / tests.file).read_bytes()))]
    except (OSError, *_UNREADABLE):
        return set()
    found: set[str] = set()
    modules: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and _may_be_handed_in(node.module or ""):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            own = (alias for alias in node.names if _may_be_handed_in(alias.name))
            modules.update(alias.asname or alias.name for alias in own)
    for node in nodes:
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in modules:
            found.add(node.attr)
    return found


def _may_be_handed_in(module: str) -> bool:
    top = module.partition(".")[0]
    return bool(top) and top not in sys.stdlib_module_names and top not in _LIBRARIES


def defined_in(name: str, data: bytes) -> set[str]:
    """The names that a program gives a meaning itself; one that is only imported is somebody else's."""
    found: set[str] = set()
    if len(data) > _LARGEST:
        return found
    try:
        for unit in units(name, data):
            for node in ast.parse(unit.text).body:
                if not _is_import(node):
                    found.update(bound_names(node))
    except _UNREADABLE:
        pass  # then nothing is known of it
    return found


def _is_import(node: ast.stmt) -> bool:
    """Whether a statement takes names from another file: `f = __import__("0-cell").f` does, too."""
    match node:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute(attr=taken)):
            return name == taken
        case _:
            return False
