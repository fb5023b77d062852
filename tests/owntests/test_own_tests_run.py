"""A course's own tests, run: everything their runners lose is told, and nothing can be forged.

Most rows share one run: a file of tests that falls into every trap, and a submission that is as bad as
it can be.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.assignment import load_assignment
from grader.gradescope import student_text as on_gradescope
from grader.gradescope.results import Results, faults, plain
from grader.grading.grade import grade
from grader.outcome.errors import InputError, OwnFault
from grader.outcome.report import Entry, Rank, Report
from grader.sandbox import Limits, WorkerPool, start_zygote
from grader.submission.work import opened

EXAMPLE = Path(__file__).parents[1] / "assignments" / "own-tests"
LIMITS = Limits(call_seconds=1.0, total_seconds=240.0)


@pytest.fixture(scope="module")
def zygote() -> Iterator[WorkerPool]:
    with start_zygote() as started:
        yield started


@dataclass(frozen=True)
class Course:
    """An assignment with one file of tests, in a folder of its own."""

    folder: Path
    zygote: WorkerPool

    def report(
        self, tests: str, submission: str, points: object, limits: Limits = LIMITS
    ) -> Report:
        """What a submission gets under these tests."""
        home = self.folder / "course"
        home.mkdir(exist_ok=True)
        (home / "tests.py").write_text(textwrap.dedent(tests))
        (home / "assignment.yaml").write_text(
            f"title: T\npoints: {points}\nquestions:\n- id: a\n  prompt: P\n  answers:\n"
            f"    own: {{tests: tests.py, points: {points}}}\n"
        )
        path = self.folder / "submission.py"
        path.write_text(textwrap.dedent(submission))
        assignment = load_assignment(home / "assignment.yaml")
        with opened(path, zygote=self.zygote, limits=limits) as work:
            return grade(assignment, work)


@pytest.fixture
def course(tmp_path: Path, zygote: WorkerPool) -> Course:
    return Course(tmp_path, zygote)


def told(entry: Entry) -> tuple[str, float]:
    return f"{entry.verdict} {entry.note}", float(entry.score)


# -- every trap in one file ----------------------------------------------------------------------

SUBMISSION = """
import os, unittest

def plus_one(x):
    return x + 1

def raises(x):
    raise ValueError("no such gate")

def leaves(x):
    os._exit(0)

def loops(x):
    while True:
        pass

def not_yet(x):
    raise NotImplementedError

def skips(x):
    raise unittest.SkipTest("nothing to see here")

def interrupts(x):
    raise KeyboardInterrupt

def patches(x):
    unittest.TestCase.assertEqual = lambda *_: None
    unittest.TestCase.run = lambda *_: None
    for frame in __import__("sys")._current_frames().values():
        frame.f_globals.clear
    return -1

class Liar:
    def __eq__(self, other):
        return True
    def __ne__(self, other):
        return False
    def __bool__(self):
        return True
    def __instancecheck__(self, other):
        return True
    def __float__(self):
        return 3.0

def lies(x):
    return Liar()

def says_a_lot(x):
    print("\\x1b[2J all tests passed")
    return x

def changes(numbers):
    numbers[0] = 9

class OwnError(Exception):
    pass

def raises_own(x):
    raise OwnError("mine")

class ShapeError(OwnError, ValueError):
    pass

class NarrowError(ShapeError):
    pass

def raises_narrow(x):
    raise NarrowError("too narrow")

class Counter:
    def __init__(self, start):
        self.count = start
    def step(self, by=1):
        self.count += by
        return self.count
    def __len__(self):
        return self.count
    def __iter__(self):
        return iter(range(self.count))
    def __contains__(self, other):
        return True

def cell():
    return 7, Counter(1)
"""

TRAPS = '''
import os, sys, time, unittest
from fractions import Fraction
import numpy as np
import submission
from gradescope_utils.autograder_utils.decorators import *
from submission import absent_function, plus_one

ONE = 1

class TestKinds(unittest.TestCase):
    @weight(ONE)
    def test_passes(self):
        """An ordinary test"""
        self.assertEqual(3, plus_one(2))

    @weight(1)
    def test_fails(self):
        self.assertEqual(5, plus_one(2))

    @weight(1)
    def test_subtests(self):
        for x in range(40):
            with self.subTest(x=x):
                self.assertEqual(x + 1 + x % 2, plus_one(x))

    @weight(1)
    def test_subtests_right(self):
        for x in range(3):
            with self.subTest(x=x):
                self.assertEqual(x + 1, plus_one(x))

    @weight(1)
    def test_skipped(self):
        self.skipTest("not on this machine")

    @weight(1)
    @unittest.expectedFailure
    def test_expected(self):
        self.assertEqual(5, plus_one(2))

    @weight(1)
    @unittest.expectedFailure
    def test_expected_for_nothing(self):
        absent_function(2)

    @weight(1)
    @unittest.expectedFailure
    def test_unexpected(self):
        self.assertEqual(3, plus_one(2))

    @weight(1)
    def test_no_weight_for_the_test_above(self):
        undefined_name

    def test_informs(self):
        self.fail("this is only said")

    @weight(1)
    def test_two_faults(self):
        self.addCleanup(self.fail, "in the cleanup")
        self.fail("in the test")

class TestStudents(unittest.TestCase):
    @weight(1)
    def test_absent(self):
        self.assertEqual(3, absent_function(2))

    @weight(1)
    def test_absent_attribute(self):
        self.assertFalse(hasattr(submission, "nowhere"))
        submission.nowhere

    @weight(1)
    def test_not_yet(self):
        submission.not_yet(1)

    @weight(1)
    def test_raises(self):
        submission.raises(1)

    @weight(1)
    def test_raises_as_expected(self):
        with self.assertRaisesRegex(ValueError, "no such gate"):
            submission.raises(1)

    @weight(1)
    def test_raises_own(self):
        with self.assertRaises(submission.OwnError):
            submission.raises_own(1)

    @weight(1)
    def test_raises_a_child(self):
        for parent in (submission.NarrowError, submission.OwnError, submission.ShapeError,
                       ValueError):
            with self.assertRaises(parent):
                submission.raises_narrow(1)
        with self.assertRaises(KeyError):
            submission.raises_narrow(1)

    @weight(1)
    def test_leaves(self):
        with self.assertRaises(Exception):
            submission.leaves(1)

    @weight(1)
    def test_loops(self):
        try:
            submission.loops(1)
        except Exception:
            pass

    @weight(1)
    def test_skips(self):
        submission.skips(1)

    @weight(1)
    def test_interrupts(self):
        submission.interrupts(1)

    @weight(1)
    def test_patches(self):
        self.assertEqual(1, submission.patches(1))

    @weight(1)
    def test_lies(self):
        self.assertEqual(3, submission.lies(1))

    @weight(1)
    def test_lies_are_not_true(self):
        self.assertTrue(submission.lies(1))

    @weight(1)
    def test_lies_are_no_numbers(self):
        np.testing.assert_allclose(submission.lies(1), 3.0)

    @weight(1)
    def test_lies_about_its_class(self):
        self.assertIsInstance(3, submission.Liar)

    @weight(1)
    def test_prints(self):
        self.assertEqual(2, submission.says_a_lot(1))

    @weight(1)
    @hide_errors("Think about signs.")
    def test_hides(self):
        self.assertEqual(0, submission.says_a_lot(1))

    @weight(1)
    def test_in_place(self):
        numbers, array = [1, 2], np.array([1.0, 2.0])
        submission.changes(numbers)
        submission.changes(array)
        self.assertEqual([9, 2], numbers)
        self.assertEqual([9, 2], list(array))

    @weight(1)
    def test_objects(self):
        seven, counter = submission.cell()
        self.assertIsInstance(counter, submission.Counter)
        self.assertEqual((7, 3, 3, 3), (seven, counter.step(by=2), counter.count, len(counter)))
        self.assertEqual([0, 1, 2], list(counter))
        counter.count = 5
        self.assertEqual(6, counter.step())
        self.assertEqual(2, submission.Counter(1).step())

    @weight(1)
    def test_sends_an_object(self):
        submission.plus_one(object())

    @weight(1)
    def test_sends_too_much(self):
        submission.plus_one([0.5] * 600_000)

    @weight(1)
    @hide_errors()
    def test_hides_no_skip(self):
        self.skipTest("no network")

    @weight(1)
    def test_finds_in_a_liar(self):
        self.assertIn(7, submission.Counter(3))

    @weight(1)
    def test_replaces(self):
        submission.plus_one = object()

class TestScores(unittest.TestCase):
    @partial_credit(4)
    def test_half(self, set_score=None):
        set_score(2)

    @partial_credit(4)
    def test_numpy(self, set_score=None):
        set_score(np.float32(2.5))

    @partial_credit(4)
    def test_above(self, set_score=None):
        set_score(40)

    @partial_credit(4)
    def test_negative(self, set_score=None):
        set_score(-3)

    @partial_credit(4)
    def test_nan(self, set_score=None):
        set_score(float("nan"))

    @partial_credit(4)
    def test_word(self, set_score=None):
        set_score("4")

    @partial_credit(4)
    def test_never_set(self, set_score=None):
        if False:
            set_score(0)

    @partial_credit(4)
    def test_full_and_failing(self, set_score=None):
        set_score(4)
        self.fail("after all")

    @partial_credit(4)
    def test_never_set_and_failing(self, set_score=None):
        self.fail("set_score comes too late")

    @tags("outer")
    @leaderboard("speed", "asc")
    @partial_credit(4)
    def test_wrapped(self, set_score=None, set_leaderboard_value=None):
        set_score(Fraction(3))
        set_leaderboard_value(np.int64(12))

    @leaderboard("never")
    def test_board_never_set(self, set_leaderboard_value=None):
        pass

TestScores.test_half.__score__ = 99  # as an earlier run would have left it
TestScores.test_never_set.__score__ = 1

class TestSetUp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.data = {}["nowhere"]

    @weight(2)
    def test_is_not_run(self):
        pass

    @weight(1)
    def test_neither(self):
        pass

@unittest.skip("no longer asked for")
class TestSkipped(unittest.TestCase):
    @weight(1)
    def test_is_skipped(self):
        pass

class TestTearDown(unittest.TestCase):
    @classmethod
    def tearDownClass(cls):
        raise OSError("the disk")

    @weight(1)
    def test_still_counts(self):
        pass

class TestTheEnd(unittest.TestCase):
    @weight(1)
    def test_1_leaves(self):
        os._exit(0)

    @weight(1)
    def test_2_aborts(self):
        os.abort()

    @weight(1)
    def test_3_exits(self):
        sys.exit(0)

    @weight(1)
    def test_4_after_them(self):
        self.assertEqual(3, plus_one(2))

def more(self):
    self.assertEqual(3, plus_one(2))

TestTheEnd.test_5_made_up = more
'''

ROWS = [
    ("An ordinary test", "right tests.passed", 1, "", "the docstring names it"),
    ("TestKinds.test_fails", "wrong tests.failed", 0, "5 != 3", "what the assertion says"),
    ("TestKinds.test_subtests", "wrong tests.failed", 0, "(x=1)", "other runners lose it"),
    ("TestKinds.test_subtests_right", "right tests.passed", 1, "", "none of them fails"),
    ("TestKinds.test_skipped", "failed tests.skipped", 0, "not on this", "with the reason"),
    ("TestKinds.test_expected", "right tests.expected-failure", 1, "as it is", "it holds"),
    ("TestKinds.test_expected_for_nothing", "missing tests.missing", 0, "has no absent_function",
     "what is not there does not fail as expected"),
    ("TestKinds.test_unexpected", "wrong tests.unexpected-success", 0, "to fail", "it is lost"),
    ("TestKinds.test_no_weight_for_the_test_above", "failed tests.error", 0, "undefined_name",
     "a slip of the course's"),
    ("TestKinds.test_informs", "wrong tests.failed", 0, "only said", "worth nothing, and told"),
    ("TestKinds.test_two_faults", "wrong tests.failed", 0, "in the cleanup", "both are told"),
    ("TestStudents.test_absent", "missing tests.missing", 0, "has no absent_function",
     "its import does not cost the other tests"),
    ("TestStudents.test_absent_attribute", "missing tests.missing", 0, "has no nowhere",
     "hasattr tells the truth"),
    ("TestStudents.test_not_yet", "missing tests.not-implemented", 0, "NotImplementedError", ""),
    ("TestStudents.test_raises", "failed tests.raised", 0,
     "your code raised ValueError: no such gate (submission.py, line 8)", "with its place"),
    ("TestStudents.test_raises_as_expected", "right tests.passed", 1, "", "the same type"),
    ("TestStudents.test_raises_own", "right tests.passed", 1, "", "a class of the student's"),
    ("TestStudents.test_raises_a_child", "failed tests.raised", 0, "NarrowError: too narrow",
     "caught as its parents, and as nothing else"),
    ("TestStudents.test_leaves", "failed tests.crashed", 0, "exit code 0",
     "a crash is no exception that a test may expect"),
    ("TestStudents.test_loops", "failed tests.timed-out", 0, "longer than 1 s",
     "nor is the end of its time"),
    ("TestStudents.test_skips", "failed tests.raised", 0, "SkipTest",
     "a student cannot skip a test"),
    ("TestStudents.test_interrupts", "failed tests.raised", 0, "KeyboardInterrupt",
     "nor end the run"),
    ("TestStudents.test_patches", "wrong tests.failed", 0, "1 != -1",
     "what is patched over there is not what compares"),
    ("TestStudents.test_lies", "wrong tests.failed", 0, "3 != <Liar of the submission>",
     "an object is never equal to a number"),
    ("TestStudents.test_lies_are_not_true", "failed tests.error", 0, "neither True nor False", ""),
    ("TestStudents.test_lies_are_no_numbers", "failed tests.error", 0, "", "no array"),
    ("TestStudents.test_lies_about_its_class", "wrong tests.failed", 0, "", "a value is no Liar"),
    ("TestStudents.test_prints", "wrong tests.failed", 0, "2 != 1", "what it prints is no proof"),
    ("TestStudents.test_hides", "wrong tests.failed", 0, "Think about signs.", "and nothing more"),
    ("TestStudents.test_in_place", "right tests.passed", 1, "", "changes cross back"),
    ("TestStudents.test_objects", "right tests.passed", 1, "", "they stay there and are used"),
    ("TestStudents.test_sends_an_object", "failed tests.cannot-send", None, "object",
     "only plain data cross"),
    ("TestStudents.test_sends_too_much", "failed tests.cannot-send", None, "larger than 4 MB", ""),
    ("TestStudents.test_hides_no_skip", "failed tests.skipped", 0, "no network", "no error"),
    ("TestStudents.test_finds_in_a_liar", "wrong tests.failed", 0, "", "its entries are compared"),
    ("TestStudents.test_replaces", "failed tests.cannot-send", None, "another process", "no patching"),
    ("TestScores.test_half", "wrong tests.partly", 2, "a part", "not the score from before"),
    ("TestScores.test_numpy", "wrong tests.partly", 2.5, "a part", "NumPy's numbers, too"),
    ("TestScores.test_above", "right tests.passed", 4, "", "never more than the weight"),
    ("TestScores.test_negative", "wrong tests.partly", 0, "", "never less than nothing"),
    ("TestScores.test_nan", "wrong tests.partly", 0, "", "NaN is no number of points"),
    ("TestScores.test_word", "wrong tests.partly", 0, "", "a text neither"),
    ("TestScores.test_never_set", "right tests.passed", 4, "", "as gradescope-utils gives, and told"),
    ("TestScores.test_full_and_failing", "wrong tests.failed", 4, "after all",
     "what it had set counts, and the failure is told"),
    ("TestScores.test_never_set_and_failing", "wrong tests.failed", 0, "too late", ""),
    ("TestScores.test_wrapped", "wrong tests.partly", 3, "", "a score below other decorators"),
    ("TestScores.test_board_never_set", "right tests.passed", 0, "", "it has no weight"),
    ("TestSetUp.test_is_not_run", "failed tests.set-up", 0, "setUpClass failed: KeyError", "told"),
    ("TestSetUp.test_neither", "failed tests.set-up", 0, "setUpClass failed: KeyError", "told"),
    ("TestSkipped.test_is_skipped", "failed tests.skipped", 0, "no longer asked for", "told"),
    ("TestTearDown.test_still_counts", "right tests.passed", 1, "", "it had ended"),
    ("TestTheEnd.test_1_leaves", "failed tests.process-ended", 0, "exit code 0", "alone"),
    ("TestTheEnd.test_2_aborts", "failed tests.process-ended", 0, "SIGABRT", "alone"),
    ("TestTheEnd.test_3_exits", "failed tests.error", 0, "SystemExit", "ends nothing"),
    ("TestTheEnd.test_4_after_them", "right tests.passed", 1, "", "what follows is run"),
    ("TestTheEnd.test_5_made_up", "right tests.passed", 0, "", "cannot be seen in the file"),
]  # fmt: skip


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory, zygote: WorkerPool) -> Report:
    weights = sum(max_score for max_score in WORTH.values())
    return Course(tmp_path_factory.mktemp("traps"), zygote).report(TRAPS, SUBMISSION, weights)


WORTH = {
    name: 0
    if name in ("TestKinds.test_informs", "TestScores.test_board_never_set",
                "TestTheEnd.test_5_made_up")
    else 4
    if name.startswith("TestScores.")
    else 2
    if name == "TestSetUp.test_is_not_run"
    else 1
    for name, *_ in ROWS
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "verdict", "score", "said", "why"), ROWS, ids=[row[0] for row in ROWS]
)
def test_every_trap_of_other_runners_is_told(
    trapped: Report, name: str, verdict: str, score: float | None, said: str, why: str
) -> None:
    (entry,) = trapped.entries
    (part,) = [part for part in entry.parts if part.name == name]
    if score is None:  # it could not go on, and counts as the others do
        others = [one for one in entry.parts if one.note != "tests.cannot-send"]
        earned = sum(one.score for one in others) / sum(one.max_score for one in others)
        score = float(part.max_score * earned)
    assert (verdict, score) == told(part)
    assert said in part.message
    assert WORTH[name] == part.max_score


def test_there_is_a_part_for_every_test_and_they_sum_up(trapped: Report) -> None:
    (entry,) = trapped.entries
    assert sorted(WORTH) == sorted(part.name for part in entry.parts)
    assert entry.score == sum(part.score for part in entry.parts)
    assert entry.max_score == sum(part.max_score for part in entry.parts)


def remarks(report: Report, name: str) -> str:
    return " ".join(next(p for p in report.entries[0].parts if p.name == name).remarks)


ODD = [
    ("TestScores.test_above", "a score of 40, which is not from 0 to 4"),
    ("TestScores.test_negative", "a score of -3"),
    ("TestScores.test_nan", "nan, which is no finite number"),
    ("TestScores.test_word", "str, which is no number"),
    ("TestScores.test_never_set", "never set its score"),
    ("TestStudents.test_prints", "printed: \\x1b[2J all tests passed"),
    ("TestStudents.test_hides", ""),
]


@pytest.mark.parametrize(("name", "said"), ODD)
def test_what_is_odd_about_a_test_is_said_and_harmless(
    trapped: Report, name: str, said: str
) -> None:
    assert said in remarks(trapped, name)
    assert "\x1b" not in remarks(trapped, name)


def test_a_hidden_error_is_only_for_staff(trapped: Report) -> None:
    (part,) = [p for p in trapped.entries[0].parts if p.name == "TestStudents.test_hides"]
    assert ("Think about signs.", ()) == (part.message, part.remarks)
    assert "0 != 1" in part.detail


def test_the_leaderboard_gets_what_was_set_and_staff_hear_of_the_rest(trapped: Report) -> None:
    assert (Rank("speed", 12.0, "asc"),) == trapped.ranks
    said = "\n".join(trapped.staff)
    assert "TestScores.test_board_never_set set no value" in said
    assert "TestTheEnd.test_5_made_up only exists when the file runs" in said
    assert "tearDownClass (tests.TestTearDown): OSError: the disk" in said


# -- the example, of both kinds ------------------------------------------------------------------

GOOD = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z)) if z > 0 else np.exp(z) / (1 + np.exp(z))

def step_forward(x, h, W, U):
    return np.tanh(W @ x + U @ h)

def run(xs, h, W, U):
    states = []
    for x in xs:
        h = step_forward(x, h, W, U)
        states.append(h)
    return states

def clip(g, most):
    np.clip(g, -most, most, out=g)

class Cell:
    def __init__(self, W, U):
        self.W, self.U, self.h = W, U, np.zeros(1)

    def step(self, x):
        self.h = step_forward(x, self.h, self.W, self.U)
        return self.h
"""


def example(zygote: WorkerPool, folder: Path, text: str) -> Report:
    path = folder / "submission.py"
    path.write_text(text)
    with opened(path, zygote=zygote, limits=LIMITS) as work:
        return grade(load_assignment(EXAMPLE / "assignment.yaml"), work)


CHANGES = [
    ("", "", 8, 4, "a right solution earns everything"),
    ("np.tanh(W @ x + U @ h)", "np.tanh(W @ x)", 3, Fraction(3, 2), "the recurrence forgotten"),
    ("def clip(", "def clip_(", 7, 4, "a function is missing, and only its test fails"),
    ("out=g", "", 8, 4, "a syntax error costs what stands there"),
    ("        states.append(h)", "        states.append(h + (len(states) == 2))", 7, 4,
     "partial credit: two of three steps, and the assertion"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "unit", "by_pytest", "why"), CHANGES)
def test_both_runners_give_the_points_that_are_earned(
    zygote: WorkerPool, tmp_path: Path, old: str, new: str, unit: int, by_pytest: object, why: str
) -> None:
    found = example(zygote, tmp_path, GOOD.replace(old, new) if old else GOOD)
    if old == "out=g":
        unit = 7  # without out= nothing is changed in place
    assert [unit, by_pytest] == [entry.score for entry in found.entries]


def test_gradescope_gets_a_test_for_each_with_all_that_it_says(
    zygote: WorkerPool, tmp_path: Path
) -> None:
    text = GOOD.replace("U @ h)", "U @ h)[:1]").replace("1 / (1", "2 / (1")
    found = example(zygote, tmp_path, text)
    assignment = load_assignment(EXAMPLE / "assignment.yaml")
    results = Results(
        score=found.score, output=on_gradescope.summary(found, assignment),
        tests=on_gradescope.tests_of(found), ranks=found.ranks,
    )  # fmt: skip
    plainly = plain(results)
    assert [] == faults(plainly)
    assert [{"name": "steps per call", "value": 4, "order": "desc"}] == plainly["leaderboard"]
    listed: list[dict[str, Any]] = plainly["tests"]  # type: ignore[assignment]  # plain JSON
    tests = {test["name"]: test for test in reversed(listed)}
    first = tests["One step gives the right state"]
    assert ("1.1", ["forward"], 2, 2, "passed") == tuple(
        first[key] for key in ("number", "tags", "score", "max_score", "status")
    )
    hidden = tests["TestStep.test_shapes"]
    assert ("after_due_date", 0) == (hidden["visibility"], hidden["score"])
    errors = tests["The sigmoid does not overflow"]["output"]
    assert "Look at large inputs." in errors
    assert "!=" not in errors
    assert "11 of 11" not in str(plainly["output"]), "the hidden test is not counted aloud"
    assert sum(test["score"] for test in listed) == found.score


# -- pytest --------------------------------------------------------------------------------------

BY_PYTEST = """
import os
import unittest
import pytest
from submission import plus_one, raises, leaves, absent_function

@pytest.fixture
def broken():
    raise OSError("no data")

@pytest.fixture
def closing():
    yield 1
    raise OSError("cannot close")

def test_passes():
    assert plus_one(2) == 3

def test_fails():
    assert plus_one(2) == 5

@pytest.mark.skip(reason="not today")
def test_skipped():
    pass

@pytest.mark.xfail
def test_expected():
    assert plus_one(2) == 5

@pytest.mark.xfail
def test_expected_for_nothing():
    absent_function(2)

@pytest.mark.xfail(strict=True)
def test_unexpected():
    assert plus_one(2) == 3

def test_broken(broken):
    pass

def test_closing(closing):
    pass

def test_raises():
    raises(1)

def test_raises_as_expected():
    with pytest.raises(ValueError, match="gate"):
        raises(1)

def test_leaves():
    leaves(1)

def test_exits():
    pytest.exit("enough")

def test_ends():
    os._exit(3)

class TestGroup:
    def test_inside(self):
        assert plus_one(2) == 3

class TestOld(unittest.TestCase):
    def test_sub(self):
        for x in range(3):
            with self.subTest(x=x):
                self.assertEqual(2 * x, plus_one(x))
"""

PYTEST_ROWS = [
    ("test_passes", "right tests.passed", 1, ""),
    ("test_fails", "wrong tests.failed", 0, "3 == 5"),
    ("test_skipped", "failed tests.skipped", 0, "not today"),
    ("test_expected", "right tests.expected-failure", 1, ""),
    ("test_expected_for_nothing", "missing tests.missing", 0, "absent_function"),
    ("test_unexpected", "wrong tests.unexpected-success", 0, "expected to fail"),
    ("test_broken", "failed tests.error", 0, "OSError: no data"),
    ("test_closing", "failed tests.error", 0, "OSError: cannot close"),
    ("test_raises", "failed tests.raised", 0, "ValueError: no such gate"),
    ("test_raises_as_expected", "right tests.passed", 1, ""),
    ("test_leaves", "failed tests.crashed", 0, "exit code 0"),
    ("test_exits", "failed tests.error", 0, "enough"),
    ("test_ends", "failed tests.process-ended", 0, "exit code 3"),
    ("TestGroup.test_inside", "right tests.passed", 1, ""),
    ("TestOld.test_sub", "wrong tests.failed", 0, "!="),
]


@pytest.fixture(scope="module")
def by_pytest(tmp_path_factory: pytest.TempPathFactory, zygote: WorkerPool) -> Report:
    course = Course(tmp_path_factory.mktemp("pytest"), zygote)
    return course.report(BY_PYTEST, SUBMISSION, len(PYTEST_ROWS))


@pytest.mark.parametrize(("name", "verdict", "score", "said"), PYTEST_ROWS)
def test_pytest_loses_nothing_either(
    by_pytest: Report, name: str, verdict: str, score: int, said: str
) -> None:
    (part,) = [part for part in by_pytest.entries[0].parts if part.name == name]
    assert (verdict, score) == told(part)
    assert said in part.message


# -- whole files ---------------------------------------------------------------------------------

SMALL = """
import time, unittest
from submission import plus_one

class Test(unittest.TestCase):
    def test_1(self):
        self.assertEqual(3, plus_one(2))
    def test_2(self):
        {second}
    def test_3(self):
        self.assertEqual(3, plus_one(2))
"""


def test_a_test_that_loops_costs_only_itself(course: Course) -> None:
    tests = SMALL.format(second="while True: pass")
    limits = Limits(call_seconds=1.0, total_seconds=10.0)
    (entry,) = course.report(tests, SUBMISSION, 3, limits).entries
    assert ["right", "failed", "right"] == [str(part.verdict) for part in entry.parts]
    assert "longer than the 5 seconds" in entry.parts[1].message


def test_when_the_time_is_up_the_rest_is_told_as_not_run(course: Course) -> None:
    tests = SMALL.format(second="time.sleep(60)")
    tests = tests.replace("def test_1(self):", "def test_1(self):\n        time.sleep(1.9)")
    limits = Limits(call_seconds=1.0, total_seconds=2.5)
    (entry,) = course.report(tests, SUBMISSION, 3, limits).entries
    assert "failed tests.not-run" == f"{entry.parts[2].verdict} {entry.parts[2].note}"
    assert entry.parts[2].message.endswith("seconds for all tests were used up")


def test_a_file_that_uses_a_function_when_it_is_loaded_blames_who_is_to_blame(
    course: Course,
) -> None:
    tests = SMALL.format(second="pass").replace("class", "START = plus_one(1)\n\nclass")
    (entry,) = course.report(tests, "def plus_one(x):\n    raise ValueError('no')\n", 3).entries
    assert {"failed tests.raised"} == {f"{p.verdict} {p.note}" for p in entry.parts}
    (entry,) = course.report(tests, "x = 1\n", 3).entries
    assert {"missing tests.missing"} == {f"{p.verdict} {p.note}" for p in entry.parts}
    assert "missing tests.missing" == f"{entry.verdict} {entry.note}"


IMPORTS = [
    ("from submission import *", "plus_one(2)"),
    ("import submission as theirs", "theirs.plus_one(2)"),
    ("import submission", "submission.plus_one(x=2)"),
    ("from submission import START", "START + 2"),
]


@pytest.mark.parametrize(("line", "call"), IMPORTS)
def test_the_submission_is_imported_as_any_module_is(course: Course, line: str, call: str) -> None:
    tests = f"import unittest\n{line}\n\nclass Test(unittest.TestCase):\n"
    tests += f"    def test_it(self):\n        self.assertEqual(3, {call})\n"
    (entry,) = course.report(tests, SUBMISSION + "\nSTART = 1\n", 1).entries
    assert ("right tests.passed", 1) == told(entry.parts[0]), entry.parts[0].message


def test_importing_everything_takes_over_no_name_of_the_tests(course: Course) -> None:
    tests = """
    import unittest
    import numpy as np
    from submission import *

    def near(a, b):
        return np.allclose(a, b)

    class Test(unittest.TestCase):
        def test_it(self):
            self.assertTrue(near(plus_one(2), 3))
            self.assertEqual(3, abs(plus_one(2)))
    """
    shadows = """
    class Yes:
        def __getattr__(self, name):
            return lambda *_: True
    np = unittest = Yes()
    def near(a, b):
        return True
    def abs(x):
        return 3
    def plus_one(x):
        return 0
    """
    (entry,) = course.report(tests, shadows, 1).entries
    assert ("wrong tests.failed", 0) == told(entry.parts[0])


BROKEN = [
    ("NOWHERE = {}['nowhere']", "KeyError: 'nowhere' (line 3 of the tests)"),
    ("raise SystemExit(0)", "SystemExit"),
    ("raise ImportError('gone')", "ImportError: gone"),
]


@pytest.mark.parametrize("runner", ["unittest", "pytest"])
@pytest.mark.parametrize(("line", "said"), BROKEN)
def test_tests_that_cannot_be_loaded_are_the_courses_fault(
    course: Course, line: str, said: str, runner: str
) -> None:
    tests = SMALL.format(second="pass").replace("from submission", f"{line}\nfrom submission")
    tests = tests.replace(
        "import time", "import pytest, time" if runner == "pytest" else "import time"
    )
    with pytest.raises(InputError) as caught:
        course.report(tests, SUBMISSION, 3)
    assert said in str(caught.value)


def test_a_program_that_does_not_run_fails_every_test_and_says_why(course: Course) -> None:
    (entry,) = course.report(SMALL.format(second="pass"), "while True: pass\n", 3,
                             Limits(start_seconds=0.5, call_seconds=0.5)).entries  # fmt: skip
    assert 0 == entry.score
    assert {"failed tests.timed-out"} == {f"{p.verdict} {p.note}" for p in entry.parts}
    assert all("was stopped in line 1" in part.message for part in entry.parts)


def test_answers_without_a_program_are_missing(course: Course, tmp_path: Path) -> None:
    course.report(SMALL.format(second="pass"), "x = 1", 3)
    path = tmp_path / "submission.yaml"
    path.write_text("own: 3\n")
    with opened(path) as work:
        (entry,) = grade(load_assignment(tmp_path / "course" / "assignment.yaml"), work).entries
    assert ("missing tests.no-program", 0) == told(entry)


def test_the_tests_are_not_in_reach_of_the_students_code(course: Course) -> None:
    spy = """
    import gc, os, sys

    def plus_one(x):
        seen = [m for m in sys.modules if m.startswith(("tests", "grader", "gradescope"))]
        found = [o for o in gc.get_objects() if isinstance(o, str) and "SECRET" + "-VALUE" in o]
        try:
            found += [name for name in os.listdir("FOLDER")]
        except OSError:
            pass
        return [seen, found]
    """.replace("FOLDER", str(course.folder / "course"))
    tests = """
    import unittest
    from submission import plus_one

    class Test(unittest.TestCase):
        def test_spies(self):
            "SECRET-VALUE"
            self.assertEqual([[], []], plus_one(1))
    """
    (entry,) = course.report(tests, spy, 1).entries
    assert ("right tests.passed", 1) == told(entry.parts[0]), entry.parts[0].message


# -- ended from outside ----------------------------------------------------------------------------

KILLED = """
import os, signal, unittest
import submission

class T(unittest.TestCase):
    def test_one(self):
        self.assertEqual(submission.one(), 1)
        first = not os.path.exists("mark")
        open("mark", "w").close()
        if first or {always}:
            os.kill(os.getpid(), signal.{name})
"""


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGSEGV", "SIGINT"])
def test_a_process_of_tests_that_is_killed_is_started_again(course: Course, name: str) -> None:
    report = course.report(KILLED.format(name=name, always=False), "def one():\n    return 1\n", 1)
    assert report.complete


def test_tests_that_are_killed_twice_are_our_fault(course: Course) -> None:
    with pytest.raises(OwnFault, match="your work is not the reason"):
        course.report(KILLED.format(name="SIGKILL", always=True), "def one():\n    return 1\n", 1)
