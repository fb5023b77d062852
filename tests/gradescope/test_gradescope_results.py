"""Results as plain values and as bytes: valid, bounded, and in agreement with Gradescope's own tool."""

import io
import json
import math
import unittest
from fractions import Fraction

import pytest
from gradescope_utils.autograder_utils.decorators import number, visibility, weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment.dataclass_json import from_plain, to_plain
from grader.gradescope.results import Results, Test, as_json, faults, not_graded, plain

F = Fraction
ONE = Test(name="a1", passed=False, output="no", number="a", score=F(1, 3), max_score=F(1))


def test_results_are_written_under_gradescope_s_keys():
    told = plain(
        Results(score=F(1, 3), output="Some.", tests=(ONE,), extra={"k": 1}, seconds=0.517)
    )
    assert told == {
        "score": 0.3333,
        "output": "Some.",
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            {
                "name": "a1", "number": "a", "status": "failed", "output": "no",
                "visibility": "visible", "score": 0.3333, "max_score": 1,
            }
        ],
        "extra_data": {"k": 1},
        "execution_time": 0.52,
    }  # fmt: skip


SHAPED = {"score": 1, "tests": [{"name": "a", "status": "passed"}]}
INVALID = [
    ([], "no object", "a list"),
    ({**SHAPED, "score": math.nan}, "score is no finite number", "NaN is no JSON"),
    ({**SHAPED, "score": True}, "score is no finite number", "True is no number"),
    ({**SHAPED, "score": None}, "score is no finite number", "null is not documented"),
    ({"tests": []}, "score is missing", "the sum of the tests would count"),
    ({**SHAPED, "max_score": 2}, "'max_score' is no key", "that is a key of tests"),
    ({**SHAPED, "output": "a\r\nb"}, "plain line ends", "CR is discouraged"),
    ({**SHAPED, "output": "x" * 100_001}, "at most 100,000", "it would be cut"),
    ({**SHAPED, "output": 3}, "output is no text", "raises inside the host"),
    ({**SHAPED, "visibility": "after_due"}, "visibility is 'after_due'", "no such word"),
    ({**SHAPED, "stdout_visibility": "staff"}, "stdout_visibility is 'staff'", "no such word"),
    ({**SHAPED, "output_format": "markdown"}, "output_format is 'markdown'", "it is md"),
    ({**SHAPED, "execution_time": -1}, "execution_time", "before it began"),
    ({**SHAPED, "extra_data": []}, "extra_data is no object", "a list"),
    ({"score": 1, "tests": {}}, "tests is no list", "an object"),
    ({"score": 1, "tests": ["a"]}, "test 1 is no object", "raises inside the host"),
    ({"score": 1, "tests": [{"status": "ok"}]}, "status is 'ok'", "no such word"),
    ({"score": 1, "tests": [{"number": 1.1}]}, "number is no text", "a number"),
    ({"score": 1, "tests": [{"tags": [1]}]}, "tags are no list of texts", "numbers"),
    ({"score": 1, "tests": [{}, {"points": 1}]}, "test 2: 'points' is no key", "made up"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "sentence", "why"), INVALID)
def test_what_gradescope_would_not_take_is_refused(told, sentence, why):
    assert sentence in "; ".join(faults(told))


TEXTS = st.text(st.characters(), max_size=200) | st.text("\r\n\0\x1b\ud800\u202e", max_size=9)
POINTS = st.fractions(min_value=-10, max_value=1000, max_denominator=12)
TESTS = st.builds(
    Test, name=TEXTS, passed=st.booleans(), output=TEXTS, number=TEXTS,
    score=st.none() | POINTS, max_score=st.none() | POINTS,
    visibility=st.sampled_from(["visible", "hidden", "after_due_date", "after_published"]),
)  # fmt: skip
RESULTS = st.builds(
    Results, score=POINTS, output=TEXTS, tests=st.lists(TESTS, max_size=4).map(tuple),
    extra=st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=2),
    seconds=st.none() | st.floats(0, 1e6),
)  # fmt: skip


@given(RESULTS)
def test_whatever_is_told_the_bytes_are_valid(results):
    for shape in (results, results.short(), results.bare()):
        content = as_json(shape)
        assert content.isascii()
        told = json.loads(content)
        assert faults(told) == []
        assert told["score"] == round(float(results.score), 4)
        hidden = any(test.visibility != "visible" for test in results.tests)
        assert hidden == any(test["visibility"] != "visible" for test in told["tests"])


@given(RESULTS)
def test_results_pass_from_process_to_process_unchanged(results):
    assert from_plain(Results, json.loads(json.dumps(to_plain(results)))) == results


def test_results_of_a_million_characters_are_cut_where_we_say():
    huge = Results(
        score=F(1),
        output="x" * 10**6,
        tests=(Test(name="n" * 999, passed=True, output="\x00" * 10**6),),
    )
    told = json.loads(as_json(huge))
    assert len(told["output"]) <= 20_000
    assert told["output"].endswith("[... the rest is left out]")
    assert len(told["tests"][0]["output"]) <= 20_000
    assert len(as_json(huge.short())) < 4096
    assert len(as_json(huge.bare())) < 1024


def test_the_promise_and_every_fault_fit_into_one_block_of_the_disk():
    promise = not_graded("x" * 600, extra={"attempts": [str(n) for n in range(40)]})
    assert len(as_json(promise.bare())) < 4096


# -- Gradescope's own tool ------------------------------------------------------------------------


class Course(unittest.TestCase):
    __test__ = False

    @weight(2)
    @number("1.1")
    def test_right(self):
        """The step is right"""

    @weight(1)
    @visibility("after_due_date")
    @number("1.2")
    def test_wrong(self):
        """The bias is there"""
        assert 1 + 1 == 3


def written_by_their_runner():
    stream = io.StringIO()
    suite = unittest.TestSuite([Course("test_right"), Course("test_wrong")])
    JSONTestRunner(stream=stream, visibility="visible", stdout_visibility="hidden").run(suite)
    return json.loads(stream.getvalue())


def test_our_fields_are_those_of_gradescope_utils_with_the_same_meaning():
    theirs = written_by_their_runner()
    assert faults(theirs) == []
    ours = plain(
        Results(
            score=F(2),
            output="",
            seconds=float(theirs["execution_time"]),
            tests=(
                Test(name="The step is right", number="1.1", passed=True, score=F(2), max_score=F(2)),
                Test(
                    name="The bias is there", number="1.2", passed=False, score=F(0), max_score=F(1),
                    output=theirs["tests"][1]["output"], visibility="after_due_date",
                ),
            ),
        )
    )  # fmt: skip
    assert set(theirs) - set(ours) == {"leaderboard"}
    for key in ("score", "visibility", "stdout_visibility"):
        assert ours[key] == theirs[key]
    assert ours["execution_time"] == float(theirs["execution_time"])
    for our, their in zip(ours["tests"], theirs["tests"], strict=True):
        assert {key: our[key] for key in their} == their
