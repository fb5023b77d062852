"""A file of a course's own tests, read without being run: weights, names, and what is wrong."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from grader.assignment import assignment_faults, json_schema, load_assignment
from grader.assignment.dataclass_json import from_plain
from grader.assignment.faults import AssignmentFaults
from grader.assignment.own_tests import OwnTest, OwnTests
from grader.assignment.read_tests import read_tests
from grader.handout.solve import solve
from grader.handout.template import template
from grader.linting.lint import lint

EXAMPLE = Path(__file__).parents[1] / "assignments" / "own-tests"


def unit(body: str, above: str = "") -> bytes:
    """A class of unittest with this body."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"{above}\nclass TestIt(unittest.TestCase):\n{lines}".encode()


def only(source: bytes) -> OwnTest:
    found = read_tests(source)
    assert () == tuple(trouble for trouble in found.troubles if not trouble.warning)
    (test,) = found.tests
    return test


TEST = "def test_it(self): pass"
WEIGHTS = [
    (unit(TEST), 1, "no test of the file has a weight, so each is worth 1"),
    (unit(f"@weight(2)\n{TEST}"), 2, "gradescope-utils"),
    (unit(f"@weight(0.1)\n{TEST}"), Fraction(1, 10), "exactly a tenth, as it is written"),
    (unit(f"@weight(val=3)\n{TEST}"), 3, "by name"),
    (unit(f"@decorators.weight(3)\n{TEST}"), 3, "by its module"),
    (unit(f"@w(3)\n{TEST}", "from x.decorators import weight as w"), 3, "by another name"),
    (unit(f"@weight(FULL)\n{TEST}", "FULL = 4"), 4, "by a name that the file gives a value once"),
    (unit(f"@partial_credit(5)\n{TEST}"), 5, "partial credit"),
    (unit(f"@weight(1)\n@partial_credit(5)\n{TEST}"), 1, "the outer decorator is the last word"),
    (b"def test_it(): pass", 1, "pytest: 1 unless marked"),
    (b"@pytest.mark.points(2.5)\ndef test_it(): pass", Fraction(5, 2), "a mark"),
    (b"@pytest.mark.weight(2)\nasync def test_it(): pass", 2, "a mark of another name"),
    (b"@pytest.mark.points(2)\nclass TestA:\n    def test_it(self): pass", 2, "of a class"),
    (b"@pytest.mark.points(2)\nclass TestA:\n    @pytest.mark.points(3)\n    def test_it(self): pass",
     3, "the nearest counts"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "weight", "why"), WEIGHTS, ids=[row[2] for row in WEIGHTS])
def test_a_weight_is_read_as_it_is_written(source: bytes, weight: object, why: str) -> None:
    assert weight == only(source).weight


def test_a_test_without_a_weight_beside_others_with_one_is_worth_nothing_as_before() -> None:
    source = unit("@weight(2)\ndef test_a(self): pass\ndef test_b(self): pass")
    assert [2, 0] == [test.weight for test in read_tests(source).tests]


def test_all_that_is_said_of_a_test_is_kept() -> None:
    source = unit(
        '@weight(2)\n@number("1.2")\n@visibility("hidden")\n@hide_errors("Look again")\n'
        '@tags("a", "b")\n@leaderboard("speed", "asc")\n@partial_credit(3)\n'
        'def test_it(self, set_score=None):\n    """Speed\n\n    More."""\n    set_score(1)'
    )
    assert OwnTest(
        id="TestIt.test_it", line=10, weight=Fraction(2), title="Speed", number="1.2",
        visibility="hidden", hide_errors="Look again", tags=("a", "b"), board="speed", order="asc",
        partial=True,
    ) == only(source)  # fmt: skip


FOUND = [
    (unit(TEST), ["TestIt.test_it"], "unittest", "a class of unittest"),
    (b"class Base:\n    def test_a(self): pass\nclass TestB(Base, unittest.TestCase): pass",
     ["TestB.test_a"], "unittest", "a mixin alone is not run"),
    (b"class A(unittest.TestCase):\n    def test_a(self): pass\nclass B(A):\n    def test_b(self): pass",
     ["A.test_a", "B.test_a", "B.test_b"], "unittest", "an heir has the tests of both"),
    (b"class A(unittest.IsolatedAsyncioTestCase):\n    async def test_a(self): pass",
     ["A.test_a"], "unittest", "asynchronous"),
    (b"import pytest\nclass A(unittest.TestCase):\n    def test_a(self): pass\ndef test_b(): pass",
     ["A.test_a", "test_b"], "pytest", "pytest runs both kinds"),
    (b"def helper(): pass\nclass TestA:\n    def test_a(self): pass\n    def helper(self): pass",
     ["TestA.test_a"], "pytest", "helpers are no tests"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "ids", "runner", "why"), FOUND, ids=[row[3] for row in FOUND])
def test_tests_are_found_as_their_runner_finds_them(
    source: bytes, ids: list[str], runner: str, why: str
) -> None:
    found = read_tests(source)
    assert (sorted(ids), runner) == (sorted(test.id for test in found.tests), found.runner)


TROUBLES = [
    (b"def test_it(:", 1, "this is no Python", False),
    (b"x = 1", 1, "there is no test in this file", False),
    (unit(f"@weight(-1)\n{TEST}"), 3, "weight must be a number, 0 or more (got -1)", False),
    (unit(f"@weight(True)\n{TEST}"), 3, "got true", False),
    (unit(f"@weight(n())\n{TEST}"), 3, "has to stand there to be read (got weight(n()))", False),
    (unit(f"@weight(N)\n{TEST}", "N = 1; N = 2"), 3, "has to stand there", False),
    (unit(f'@visibility("hiden")\n{TEST}'), 3, "visibility must be one of visible", False),
    (unit(f"@weight()\n{TEST}"), 3, "weight must be a number", False),
    (unit(f"@partial_credit(2)\n{TEST}"), 4, "never calls set_score", True),
    (unit(f'@unittest.skip("later")\n{TEST}'), 3, "is always skipped", True),
]


@pytest.mark.parametrize(("source", "line", "said", "warning"), TROUBLES)
def test_what_cannot_be_read_is_told_with_its_line(
    source: bytes, line: int, said: str, warning: bool
) -> None:
    (trouble,) = read_tests(source).troubles
    assert (line, warning) == (trouble.line, trouble.warning)
    assert said in trouble.message
    assert trouble.remedy


def sheet(folder: Path, tests: str | None, answer: str = "{tests: tests.py, points: 3}") -> Path:
    (folder / "course").mkdir(exist_ok=True)
    path = folder / "course" / "assignment.yaml"
    path.write_text(
        f"title: T\npoints: 3\nquestions:\n- id: a\n  prompt: P\n  answers:\n    own: {answer}\n"
    )
    if tests is not None:
        (folder / "course" / "tests.py").write_text(tests)
    return path


THREE = """\
import unittest

class Test(unittest.TestCase):
    def test_a(self): pass
    def test_b(self): pass
    def test_c(self): pass
"""
FAULTS = [
    (None, "{tests: tests.py, points: 3}", "assignment.yaml:7", "tests.py cannot be read"),
    (THREE, "{tests: ../tests.py, points: 3}", "assignment.yaml:7", "does not lie beside"),
    (THREE, "{kind: tests, points: 3}", "assignment.yaml:7", "tests is missing"),
    (THREE, "{tests: tests.py, points: 3, value: 1}", "assignment.yaml:7", "tests have no value"),
    (THREE, "{tests: tests.py, points: 3, rounding: 2}", "assignment.yaml:7", "means nothing"),
    (THREE, "{tests: {file: tests.py, module: a-b}, points: 3}", "assignment.yaml:7",
     "no name of a module"),
    (THREE, "{tests: {file: tests.py, modul: a}, points: 3}", "assignment.yaml:7",
     'the key "modul" is not known'),
    (THREE + "    def test_d(self): pass\n", "{tests: tests.py, points: 3}", "assignment.yaml:7",
     'points is 3, but the weights of the tests sum up to 4; write "points: 4"'),
    ("import nowhere_to_be_found\n" + THREE, "{tests: tests.py, points: 3}", "tests.py:1",
     "there is no module nowhere_to_be_found"),
    (THREE.replace("    def test_b", "    @weight(-1)\n    def test_b"),
     "{tests: tests.py, points: 3}", "tests.py:5", "weight must be a number"),
]  # fmt: skip


@pytest.mark.parametrize(("tests", "answer", "place", "said"), FAULTS)
def test_a_fault_has_its_file_and_line(
    tmp_path: Path, tests: str | None, answer: str, place: str, said: str
) -> None:
    path = sheet(tmp_path, tests, answer)
    found = [str(fault) for fault in assignment_faults(path)]
    assert [line for line in found if place in line and said in line], found
    with pytest.raises(AssignmentFaults):
        load_assignment(path)


def test_a_module_that_students_hand_in_is_said_once(tmp_path: Path) -> None:
    tests = "import calculator\n" + THREE
    answer = "{tests: {file: tests.py, module: calculator}, points: 3}"
    assert [] == assignment_faults(sheet(tmp_path, tests, answer))


def test_tests_that_changed_are_read_anew_although_the_assignment_did_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_CACHE", str(tmp_path / "cache"))
    path = sheet(tmp_path, THREE)
    first = load_assignment(path).answers[0]
    sheet(tmp_path, THREE.replace("test_c", "test_z"))
    second = load_assignment(path).answers[0]
    names = [from_plain(OwnTests, answer.value).tests[2].id for answer in (first, second)]
    assert ["Test.test_c", "Test.test_z"] == names
    assert first.value != second.value
    sheet(tmp_path, THREE + "    def test_more(self): pass\n")
    with pytest.raises(AssignmentFaults, match="sum up to 4"):
        load_assignment(path)


def test_the_other_commands_know_that_tests_have_no_value() -> None:
    assert not lint([str(EXAMPLE)]).faulty
    assert "unit_tests: tests of the course" in solve(str(EXAMPLE)).text
    assert {} == solve(str(EXAMPLE)).answers
    assert "tests of the course (unit_tests.py)" in template(str(EXAMPLE))


def test_the_schema_for_editors_knows_both_ways_to_say_it() -> None:
    found = json.dumps(json_schema()["$defs"]["AnswerFile"]["properties"]["tests"])
    assert '{"type": "string"}' in found
    assert "TestsFile" in found
