# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a course's own tests."""

from __future__ import annotations

from fractions import Fraction

from grader.words.text import counted
from grader.words.text import points as shown_points


def tests_need_a_program() -> str:
    return "hand in a program (.py or .ipynb): tests of the course call its functions"


def tests_not_loaded(file: str, why: str) -> str:
    return f"the tests of the course, {file}, cannot be run: {why}"


def tests_not_started() -> str:
    return "the process for the tests of the course could not be started"


def tests_passed(passed: int, count: int) -> str:
    return f"{passed} of {counted(count, 'test')} passed"


def tests_out_of_time(seconds: float) -> str:
    return f"the {seconds:g} seconds for all tests were used up"


def test_too_slow(seconds: float) -> str:
    return f"it took longer than the {seconds:g} seconds that one test has"


def tests_killed() -> str:
    return (
        "The process of the course's own tests was ended from outside, twice; your work is not the "
        "reason. Nothing was graded; please tell the course staff."
    )


def test_process_ended(how: str) -> str:
    return f"it ended the process of the tests ({how}); the others were run without it"


def process_ended_between(how: str) -> str:
    return f"the process of the tests ended before it was their turn ({how})"


def process_exited(code: int) -> str:
    return f"exit code {code}"


def process_closed_wire() -> str:
    return "it closed its connection to the grader"


def test_not_run(why: str) -> str:
    return f"it was not run: {why}"


def test_not_found() -> str:
    return "it was not there when the tests were loaded"


def test_set_up_failed(what: str, why: str) -> str:
    return f"it was not run, since {what} failed: {why}"


def test_printed(text: str) -> str:
    return f"printed: {text}"


def test_partly() -> str:
    return "it passed, and gave a part of its points"


def test_failed_as_expected() -> str:
    return "failed, as it is expected to"


def test_unexpected_success() -> str:
    return "it passed, but is expected to fail"


def test_skipped(why: str) -> str:
    return f"it was skipped: {why}" if why else "it was skipped"


def test_code_raised(error: str) -> str:
    return f"your code raised {error}"


def test_no_answer(why: str) -> str:
    return f"your code gave no answer: {why}"


def test_itself_failed(why: str) -> str:
    return f"the test could not go on: {why}"


def score_unreadable(what: str) -> str:
    return f"its score is {what}; it counts as 0"


def score_bounded(score: Fraction, most: Fraction) -> str:
    return (
        f"it set a score of {shown_points(score)}, which is not from 0 to {shown_points(most)}; "
        f"the nearest of these counts"
    )


def score_never_set() -> str:
    return "it never set its score; as it passed, all its points count"


def test_not_in_file(file: str, name: str) -> str:
    return f"{file}: {name} only exists when the file runs; it has no points"


def test_tear_down(file: str, said: str) -> str:
    return f"{file}: after the tests, {said}"


def board_not_set(file: str, test: str, board: str) -> str:
    return f'{file}: {test} set no value for the leaderboard "{board}"'


def tests_in_template(file: str) -> str:
    return f"what you write here is tried by tests of the course ({file})"


def test_could_not_go_on(why: str) -> str:
    return f"this test could not go on here and counts as the others do: {why}"


def test_cannot_go_on(file: str, test: str, where: str) -> str:
    return f"{file}: {test} cannot go on with code that runs in another process: {where}"


def no_python_file(file: object) -> str:
    return f"{file} is no Python file"


def pytest_not_started() -> str:
    return "pytest cannot be started with these tests"


def mark_of_ours(mark: object) -> str:
    return f"{mark}: read by the grader"


def left_before_end() -> str:
    return "it was left before its end"


def assertion_fails(place: object) -> str:
    return f"an assertion does not hold{place}"


def no_number(what: object) -> str:
    return f"{what}, which is no number"


def no_finite_number(found: object) -> str:
    return f"{found}, which is no finite number"


def neither_true_nor_false(what: object) -> str:
    return f"{what!r} is neither True nor False; it should have been a value"


def with_block_not_told(error: object) -> str:
    return f"a with block of the submission cannot be told of {error}"


def endless_iterator() -> str:
    return "an endless iterator cannot be handed to the student's code"


def argument_not_sent(name: object, why: object) -> str:
    return f"an argument of {name} cannot be sent to the student's code: {why}"


def submission_lacks(name: object) -> str:
    return f"the submission has no {name}"


def cannot_be_sent(kind: object) -> str:
    return f"a {kind} cannot be sent to the student's code"


def cannot_be_replaced(name: object) -> str:
    return f"{name} of the submission cannot be replaced by this: it runs in another process"


def input_not_handed() -> str:
    return "what input() would give cannot be handed to the submission"


def files_out_of_reach() -> str:
    return "files of the tests cannot be reached by the submission"
