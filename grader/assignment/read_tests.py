"""What a file of tests says of itself without being run: its tests, and what each is worth.

The decorators of gradescope-utils and the marks of pytest are read as they are written; so what
they are given has to stand there: a number, a text, or a name that the file gives one once.

A test is worth its weight.  Where no test of a file has one, each is worth 1.  Else a test without
is worth nothing among the tests of unittest, as gradescope-utils has it, and 1 among pytest's.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from grader.assignment.brought import bytes_beside
from grader.assignment.faults import did_you_mean, shown_value
from grader.assignment.own_tests import OwnTest, OwnTests, module_names
from grader.words.sentences.complaints import own_tests as sentences
from reference.records import dataclass, field, replace

VISIBILITIES = ("visible", "hidden", "after_due_date", "after_published")
HIDDEN_ERROR = "Test failed"  # of gradescope-utils, where a course says nothing else
_WEIGHTS = ("weight", "partial_credit", "points", "max_score")
_CASES = frozenset({"TestCase", "IsolatedAsyncioTestCase"})
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Trouble(NamedTuple):
    """Something wrong in a file of tests, at a line of it; a `warning` refuses nothing."""

    line: int
    message: str
    remedy: str = ""
    warning: bool = False


@dataclass(frozen=True)
class TestFile:
    """What was read: the tests, what runs them, the modules they import, and what is wrong."""

    tests: tuple[OwnTest, ...] = ()
    runner: str = "unittest"
    imports: Mapping[str, int] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    names: tuple[str, ...] = ()


def read_tests(source: bytes) -> TestFile:
    """The tests of a file, and everything that is wrong with how they are written."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        said = getattr(error, "msg", None) or str(error)
        return TestFile(troubles=(Trouble(line, f"this is no Python: {said}", "mend it"),))
    return _Reader(tree).read()


def own_tests(folder: Path, file: str, module: str) -> OwnTests:
    """The tests in a file beside an assignment; raise OSError where it cannot be read."""
    path = folder / file
    source = bytes_beside(folder, file)
    found = read_tests(source)
    unknown = list(unknown_modules(found, module, path.parent))
    if unknown or not all(trouble.warning for trouble in found.troubles):
        raise OSError(sentences.it_cannot_be_used())
    return OwnTests(
        folder=str(path.resolve().parent),
        file=path.name,
        module=module,
        runner=found.runner,
        digest=hashlib.sha256(source).hexdigest(),
        tests=found.tests,
        names=found.names,
    )


def unknown_modules(found: TestFile, module: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Modules that a file of tests imports and that are nowhere, with their lines."""
    own = {"submission", *(name.partition(".")[0] for name in module_names(module))}
    for name, line in found.imports.items():
        beside = (folder / f"{name}.py").is_file() or (folder / name).is_dir()
        if name not in own and not beside and not _is_installed(name):
            yield name, line


def _is_installed(module: str) -> bool:
    if module in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


class _Reader:
    """One file; what is wrong is collected on the way."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.troubles: list[Trouble] = []
        self.classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        self.constants = _constants(tree)
        self.renamed = {
            alias.asname: alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.asname
        }

    def read(self) -> TestFile:
        imports = dict(_imports(self.tree))
        cases, functions, groups = self._found()
        runner = "pytest" if "pytest" in imports or functions or groups else "unittest"
        written: list[tuple[OwnTest, bool]] = []
        for name, node in cases:
            written += [(test, False) for test in self._of_class(name, node, unittest=True)]
        if runner == "pytest":
            for name, node in groups:
                written += [(test, True) for test in self._of_class(name, node, unittest=False)]
            written += [(self._test(node.name, node, ()), True) for node in functions]
        written.sort(key=lambda one: one[0].line)
        weighed = any(test.weight >= 0 for test, _ in written)
        tests = tuple(
            replace(test, weight=Fraction(int(by_pytest or not weighed)))
            if test.weight < 0
            else test
            for test, by_pytest in written
        )
        if not tests:
            self._trouble(1, *sentences.no_test_in_this_file())
        names = tuple(dict.fromkeys(_names(self.tree)))
        return TestFile(tests, runner, imports, tuple(self.troubles), names)

    def _found(
        self,
    ) -> tuple[list[tuple[str, ast.ClassDef]], list[_Function], list[tuple[str, ast.ClassDef]]]:
        """The classes of unittest, the functions and the classes that only pytest runs."""
        cases = [(name, node) for name, node in self.classes.items() if self._is_case(node)]
        known = {name for name, _ in cases}
        groups = [
            (name, node)
            for name, node in self.classes.items()
            if name not in known and name.startswith("Test") and self._methods(node)
        ]
        functions = [
            node
            for node in self.tree.body
            if isinstance(node, _Function) and node.name.startswith("test")
        ]
        return cases, functions, groups

    def _is_case(self, node: ast.ClassDef, seen: tuple[str, ...] = ()) -> bool:
        """Whether a class is one of unittest's, by the names of what it is made of."""
        for base in node.bases:
            name = _last(base)
            if name in _CASES:
                return True
            above = self.classes.get(name)
            if above is not None and name not in seen and self._is_case(above, (*seen, name)):
                return True
        return False

    def _methods(self, node: ast.ClassDef, seen: tuple[str, ...] = ()) -> dict[str, _Function]:
        """The tests of a class, those that it has from others of the file among them."""
        found: dict[str, _Function] = {}
        for base in reversed(node.bases):
            above = self.classes.get(_last(base))
            if above is not None and above.name not in seen:
                found.update(self._methods(above, (*seen, node.name)))
        found.update(
            (one.name, one)
            for one in node.body
            if isinstance(one, _Function) and one.name.startswith("test")
        )
        return found

    def _of_class(self, name: str, node: ast.ClassDef, *, unittest: bool) -> Iterator[OwnTest]:
        above = () if unittest else tuple(node.decorator_list)
        for method, code in self._methods(node).items():
            yield self._test(f"{name}.{method}", code, above)

    def _test(self, name: str, node: _Function, above: Sequence[ast.expr]) -> OwnTest:
        """One test with what its decorators say, the nearest last; weight -1 where none is said."""
        test = OwnTest(id=name, line=node.lineno, weight=Fraction(-1), title=_title(node))
        for decorator in (*above, *reversed(node.decorator_list)):
            test = self._decorated(test, decorator)
        if test.partial and not _mentions(node, "set_score"):
            self._trouble(
                node.lineno, *sentences.never_sets_a_score(name), warning=True,
            )  # fmt: skip
        return test

    def _decorated(self, test: OwnTest, decorator: ast.expr) -> OwnTest:
        called = decorator if isinstance(decorator, ast.Call) else None
        name = _last(called.func if called else decorator)
        name = self.renamed.get(name, name)
        values = self._values(called, name) if called else []
        if values is None:
            return test
        line = decorator.lineno
        first = values[0] if values else None
        match name:
            case "weight" | "partial_credit" | "points" | "max_score":
                partial = name == "partial_credit" or test.partial
                return replace(test, weight=self._weight(first, line, name), partial=partial)
            case "number" if values:
                return replace(test, number=str(first))
            case "visibility":
                if first not in VISIBILITIES:
                    self._trouble(
                        line, sentences.visibility_must_be_one_of(', '.join(VISIBILITIES), shown_value(first)), did_you_mean(str(first), VISIBILITIES),
                    )  # fmt: skip
                    return test
                return replace(test, visibility=str(first))
            case "hide_errors":
                return replace(test, hide_errors=str(first or HIDDEN_ERROR))
            case "tags":
                return replace(test, tags=tuple(str(value) for value in values))
            case "leaderboard" if values:
                order = str(values[1]) if len(values) > 1 else "desc"
                return replace(test, board=str(first), order="asc" if order == "asc" else "desc")
            case "skip" if called is None or values is not None:
                self._trouble(
                    line, *sentences.always_skipped(test.id), warning=True,
                )  # fmt: skip
        return test

    def _weight(self, value: object, line: int, name: str) -> Fraction:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9:
            return Fraction(repr(value))  # 0.1 is a tenth, as it is written
        self._trouble(line, *sentences.must_be_a_number(name, shown_value(value)))  # fmt: skip
        return Fraction(0)

    def _values(self, call: ast.Call, name: str) -> list[object] | None:
        """The arguments of a decorator of ours; None for one that is not, or cannot be read."""
        if name not in (*_WEIGHTS, "number", "visibility", "hide_errors", "tags", "leaderboard",
                        "skip"):  # fmt: skip
            return None
        nodes = (*call.args, *(keyword.value for keyword in call.keywords))
        try:
            return [self._value(node) for node in nodes]
        except ValueError:
            if name == "skip":  # why it is skipped is of no interest here
                return []
            self._trouble(
                call.lineno,
                *sentences.given_must_be_readable(name, ast.unparse(call)[:60]),
            )
            return None

    def _value(self, node: ast.expr) -> object:
        if isinstance(node, ast.Name) and node.id in self.constants:
            node = self.constants[node.id]
        return ast.literal_eval(node)

    def _trouble(self, line: int, message: str, remedy: str, *, warning: bool = False) -> None:
        self.troubles.append(Trouble(line, message, remedy, warning))


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """The names that a file gives a value to once, at its top."""
    found: dict[str, list[ast.expr]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, ast.Name):
                found.setdefault(target.id, []).append(node.value)
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The modules imported at the top of a file, each with its line."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0], node.lineno


def _names(tree: ast.Module) -> Iterator[str]:
    """The names that the file itself gives a meaning at its top."""
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        else:
            yield from (
                one.id
                for one in ast.walk(node)
                if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
            )


def _title(node: _Function) -> str:
    """The first line of what a test says of itself."""
    lines = (ast.get_docstring(node) or "").strip().splitlines()
    return lines[0].strip() if lines else ""


def _last(node: ast.expr) -> str:
    """The last name of a dotted one: `points` of `pytest.mark.points`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _mentions(node: _Function, name: str) -> bool:
    inside = (one for statement in node.body for one in ast.walk(statement))
    return any(
        (isinstance(one, ast.Name) and one.id == name)
        or (isinstance(one, ast.Constant) and one.value == name)
        or (isinstance(one, ast.Name) and one.id == "kwargs")
        for one in inside
    )
