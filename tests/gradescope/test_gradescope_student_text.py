"""What students read on Gradescope, as they read it."""

from fractions import Fraction
from textwrap import dedent

import pytest

from grader.assignment import Answer, Assignment, Question
from grader.gradescope import student_text as told
from grader.outcome.finding import Verdict
from grader.outcome.report import Entry, Report, Section


def entry(name="c_h2", verdict=Verdict.WRONG, message="", **more):
    fields = {
        "question": "c", "kind": "number", "typed": "0.38", "note": "n", "score": Fraction(0),
        "max_score": Fraction(1), **more,
    }  # fmt: skip
    return Entry(name=name, verdict=verdict, message=message, **fields)


def report(*entries, remarks=(), section_remarks=()):
    section = Section(
        id="c", title="Forward", score=Fraction(0), max_score=Fraction(2), pending=Fraction(0),
        entries=entries, remarks=section_remarks,
    )  # fmt: skip
    return Report(
        assignment="sheet", title="A cell", student=None, score=Fraction(0), max_score=Fraction(2),
        pending=Fraction(0), sections=(section,), remarks=remarks,
    )  # fmt: skip


def sheet(*entries, cap=None):
    answers = tuple(
        Answer(name=e.name, kind=e.kind, points=e.max_score, visibility=e.visibility)
        for e in entries
    )
    question = Question(id="c", prompt="", answers=answers, cap=cap)
    return Assignment(id="sheet", title="A cell", points=Fraction(2), questions=(question,))


BOXES = [
    (entry(message="You wrote 0.38; correct values lie in [0.415, 0.425]"),
     """\
     ✗ wrong (0 of 1 point)

     You wrote 0.38; correct values lie in [0.415, 0.425].""",
     "what was typed stands once"),
    (entry(verdict=Verdict.RIGHT, score=Fraction(1)),
     """\
     ✓ right (1 of 1 point)
     You wrote: 0.38""",
     "a right answer needs no sentence"),
    (entry(verdict=Verdict.CARRIED, score=Fraction(1, 2), message="This follows from your h₁ = 3, which departs first"),
     """\
     ↪ carried (0.5 of 1 point)
     You wrote: 0.38

     This follows from your h₁ = 3, which departs first.""",
     "the first step that departs"),
    (entry(verdict=Verdict.MISSING, typed="", message="There is no answer of this name"),
     """\
     – missing (0 of 1 point)

     There is no answer of this name.""",
     "nothing was typed"),
    (entry(kind="text", verdict=Verdict.PENDING, typed="Because of V", message="Waits for staff"),
     """\
     … to be graded by staff (up to 1 point)
     You wrote: Because of V""",
     "a text that arrived"),
    (entry(kind="text", verdict=Verdict.MISSING, typed="", message="There is no answer"),
     "– no text here (staff can give up to 1 point, if you write one and hand in again)",
     "a text that did not"),
    (entry(kind="text", verdict=Verdict.FAILED, typed="", message="Running the file took too long"),
     """\
     ! the text could not be read (staff can give up to 1 point for one)

     Running the file took too long.""",
     "a text of a program that hangs"),
    (entry(verdict=Verdict.PENDING, typed="because it is dead"),
     """\
     … your explanation is to be graded by staff (up to 1 point)
     You wrote: because it is dead""",
     "an explanation in place of a value"),
    (entry(verdict=Verdict.RIGHT, score=Fraction(1), typed="50%", remarks=("50% was read as 0.5",)),
     """\
     ✓ right (1 of 1 point)
     You wrote: 50%
     Note: 50% was read as 0.5.""",
     "a remark"),
    (entry(verdict=Verdict.UNREADABLE, typed="\x1b[2J", message="h = (3\n        ^ a bracket is open"),
     """\
     ? unreadable (0 of 1 point)
     You wrote: \\x1b[2J

     h = (3
             ^ a bracket is open""",
     "a caret stays under its place, and nothing clears the screen"),
    (entry(kind="function", verdict=Verdict.WRONG, typed="", score=Fraction(1, 2), parts=(
        entry("values", Verdict.RIGHT, score=Fraction(1, 2), max_score=Fraction(1, 2)),
        entry("shape", Verdict.WRONG, "Expected (2, 3), got (3,)", max_score=Fraction(1, 2)))),
     """\
     ✗ wrong (0.5 of 1 point)

     ✓ values: right (0.5 of 0.5 points)
     ✗ shape: wrong (0 of 0.5 points)
       Expected (2, 3), got (3,).""",
     "a function, part by part"),
    (
        entry(kind="function", verdict=Verdict.MISSING, typed="", message="There is no function f", parts=(
            entry("values", Verdict.MISSING), entry("shape", Verdict.MISSING))),
        """\
     – missing (0 of 1 point)

     There is no function f.""",
        "parts that say nothing new",
    ),
    (entry(message="word " * 40),
     "✗ wrong (0 of 1 point)\nYou wrote: 0.38\n\n" + "word " * 14 + "word\n" + "word " * 14 + "word\n" + "word " * 9 + "word.",
     "lines as long as the box is wide"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "text", "why"), BOXES)
def test_a_box_says_verdict_points_what_was_typed_and_why(one, text, why):
    (test,) = told.tests_of(report(one))
    wanted = "\n".join(line.removeprefix("     ") for line in text.splitlines())
    assert test.output == wanted


def test_tests_stand_under_the_numbers_of_their_questions():
    first, second = told.tests_of(report(entry("c_h2"), entry("c_h3")))
    assert (first.number, first.name) == ("c.1", "Forward: c_h2")
    assert (second.number, second.name) == ("c.2", "Forward: c_h3")
    assert told.tests_of(report(entry()))[0].number == "c"


LONG = "The gradient is a product of Jacobians.\n" * 40


@pytest.mark.parametrize(
    ("kind", "points"), [("text", (None, None)), ("number", (Fraction(0), Fraction(1)))]
)
def test_no_box_is_green_while_it_waits_and_all_that_waits_stands_in_it(kind, points):
    (test,) = told.tests_of(report(entry(kind=kind, verdict=Verdict.PENDING, text=LONG.strip())))
    assert (False, *points) == (test.passed, test.score, test.max_score)
    assert LONG.strip() in test.output
    assert "to be graded by staff (up to 1 point)" in test.output


def test_an_answer_that_is_shown_does_not_tell_of_one_that_is_hidden():
    hidden = entry("c_h2", visibility="after_due_date")
    shown = entry("c_h3", message="It does not follow from your c_h2 = 3")
    _, test = told.tests_of(report(hidden, shown))
    assert "c_h2" not in test.output
    assert "concerns an answer whose result is shown later" in test.output
    _, open_test = told.tests_of(report(entry("c_h2"), shown))
    assert "from your c_h2 = 3" in open_test.output


def test_what_is_said_of_a_question_is_said_once_and_only_if_nothing_is_hidden():
    remark = "Graded by the reading “figure”"
    first, second = told.tests_of(report(entry(), entry("c_h3"), section_remarks=(remark,)))
    assert remark in first.output
    assert remark not in second.output
    hidden = entry("c_h3", visibility="hidden")
    assert remark not in told.tests_of(report(entry(), hidden, section_remarks=(remark,)))[0].output


RIGHT = {"verdict": Verdict.RIGHT, "score": Fraction(1)}


def test_the_summary_gives_the_total_and_what_staff_will_add():
    entries = (entry("a", **RIGHT), entry("b"), entry("t", kind="text", verdict=Verdict.PENDING))
    assert told.summary(
        report(*entries, remarks=("c_h22 is no answer",)), sheet(*entries)
    ) == dedent(
        """\
        A cell

        1 of 2 points so far.
        Another 1 point for texts, to be graded by staff: t.
        Note: c_h22 is no answer."""
    )


@pytest.mark.parametrize(
    ("times", "visibility"),
    [(0, "visible"), (1, "after_published")],
    ids=["in its box", "in no box yet"],
)
def test_a_faulty_line_is_told_once_in_the_box_that_it_costs(times, visibility):
    said = "answers.yaml, line 3: a colon is missing"
    lost = entry(verdict=Verdict.UNREADABLE, message=said, typed="", visibility=visibility)
    found = report(lost, remarks=("Your file has no name.", said))
    text = told.summary(found, sheet(lost))
    assert times == text.count(said)
    assert "Note: Your file has no name." in text
    assert 1 == told.tests_of(found)[0].output.count(said)


def test_the_summary_names_explanations_that_wait_beside_texts():
    entries = (entry("t", kind="text"), entry("d", verdict=Verdict.PENDING), entry("e"))
    text = told.summary(report(*entries), sheet(*entries)).replace("\n", " ")
    assert "Another 1 point for texts, to be graded by staff: t. 0 of 1 are there." in text
    assert (
        "Up to 1 point more for an explanation in place of a value, to be graded by staff: d."
        in text
    )


@pytest.mark.parametrize(
    ("visibility", "sentence"),
    [
        ("after_due_date", "are shown after the due date; until then Gradescope shows no total."),
        ("after_published", "are shown with the grades; until then Gradescope shows no total."),
        ("hidden", "are not shown, and so Gradescope shows no total."),
    ],
)
def test_where_results_are_hidden_the_total_of_the_others_is_given(visibility, sentence):
    entries = (entry("a", **RIGHT), entry("b"), entry("z", **RIGHT, visibility=visibility))
    text = told.summary(report(*entries), sheet(*entries)).replace("\n", " ")
    assert "1 of 2 points in the results shown below." in text
    assert f"The results of 1 further answer (1 point) {sentence}" in text
    assert "2 of 3" not in text
    assert not told.open_book(report(*entries))


POINTS = [
    ((entry("a"), entry("b", max_score=Fraction(1, 2))), None, Fraction(3, 2), "all"),
    ((entry("a"), entry("t", kind="text")), None, Fraction(1), "texts are for staff"),
    ((entry("a"), entry("b"), entry("t", kind="text")), Fraction(3, 2), Fraction(3, 2), "a cap"),
    ((entry("t", kind="text"),), None, Fraction(0), "nothing is ours"),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "cap", "most", "why"), POINTS)
def test_the_points_of_the_autograder_are_all_but_those_of_texts(entries, cap, most, why):
    assert told.most(sheet(*entries, cap=cap)) == most
