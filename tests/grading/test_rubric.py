"""Every rule of the rubric, a row each."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.assignment.model import Answer, Question, Reading
from grader.grading.rubric import Award, Awards, Mark, award, max_score
from grader.outcome.finding import Finding, Verdict

F = Fraction

RIGHT = Finding(Verdict.RIGHT, "number.match", share=F(1))
CARRIED = Finding(Verdict.CARRIED, "number.carried", share=F(1))
WRONG = Finding(Verdict.WRONG, "number.differs")
SIGN = Finding(Verdict.WRONG, "number.sign-lost", "The sign is lost.")
HALF = Finding(Verdict.WRONG, "vector.entries", share=F(1, 2))
COARSE = Finding(Verdict.WRONG, "number.too-few-decimals")
COARSE_RIGHT = Finding(Verdict.RIGHT, "number.too-few-decimals", share=F(1))
MISSING = Finding(Verdict.MISSING, "answer.missing")
UNREADABLE = Finding(Verdict.UNREADABLE, "number.nan", share=F(1, 2))
FAILED = Finding(Verdict.FAILED, "function.timed-out", share=F(3, 4))
PENDING = Finding(Verdict.PENDING, "text.pending")


def number(name="a", points=1, **fields):
    return Answer(name=name, kind=fields.pop("kind", "number"), points=F(points), **fields)


def text(name="t", points=1, **fields):
    return number(name, points, kind="text", **fields)


def question(*answers, **fields):
    return Question(id="q", prompt="", answers=answers, **fields)


def one(answer, finding, mark=None, **fields):
    marks = {} if mark is None else {answer.name: mark}
    return award(question(answer, **fields), {answer.name: finding}, marks=marks)[answer.name]


def test_points_are_exact_fractions():
    thirds = [number(name, F(1, 3)) for name in "abc"]
    awards = award(question(*thirds), dict.fromkeys("abc", RIGHT))
    assert awards.score == 1
    assert isinstance(awards.score, F)


@pytest.mark.parametrize(
    ("score", "finding", "rules", "why"),
    [
        (1, RIGHT, {}, "right"),
        (F(1, 2), RIGHT, {"points": F(1, 2)}, "half points exist"),
        (0, WRONG, {}, "wrong"),
        (0, MISSING, {}, "nothing typed"),
        (0, HALF, {}, "entries earn nothing unless the file says so"),
        (F(1, 2), HALF, {"per_entry": True}, "one entry of two"),
        (0, UNREADABLE, {"per_entry": True}, "what cannot be read earns nothing"),
        (3, FAILED, {"kind": "function", "points": 4}, "parts that ran before a time-out stand"),
        (0, FAILED, {"points": 4}, "a number has no parts"),
        (F(1, 4), SIGN, {"known_mistakes": {"number.sign-lost": F(1, 4)}}, "a named mistake"),
        (0, WRONG, {"known_mistakes": {"number.sign-lost": F(1, 4)}}, "another mistake"),
        (F(1, 2), HALF, {"per_entry": True, "known_mistakes": {"vector.entries": F(1, 4)}},
         "the larger credit counts"),
        (F(3, 4), HALF, {"per_entry": True, "known_mistakes": {"vector.entries": F(3, 4)}},
         "whichever it is"),
        (0, MISSING, {"known_mistakes": {"answer.missing": F(1, 2)}}, "nothing is no mistake"),
        (F(1, 2), COARSE, {"precision_penalty": F(1, 2)}, "points minus the penalty"),
        (F(1, 2), COARSE_RIGHT, {"precision_penalty": F(1, 2)}, "also inside the interval"),
        (0, COARSE, {"precision_penalty": F(3)}, "never below 0"),
        (0, COARSE, {}, "outside the interval, and no rule of its own"),
        (1, COARSE_RIGHT, {}, "inside the interval no decimal is missed"),
        (1, RIGHT, {"precision_penalty": F(1, 2)}, "a penalty is only for what it names"),
    ],
)  # fmt: skip
def test_one_answer_alone_earns(score, finding, rules, why):
    assert score == one(number(**rules), finding).score, why


def test_a_penalty_is_told_only_where_it_decides_the_points():
    """Half of the entries earn as much as the whole with its penalty: nobody lost points by digits."""
    coarse = Finding(Verdict.WRONG, "number.too-few-decimals", "Too few decimals.", share=F(1, 2))
    told = {
        penalty: one(number(points=2, per_entry=True, precision_penalty=penalty), coarse)
        for penalty in (F(1, 2), F(1))
    }
    assert (F(3, 2), True) == (told[F(1, 2)].score, "0.5 points" in told[F(1, 2)].finding.message)
    assert (F(1), "Too few decimals.") == (told[F(1)].score, told[F(1)].finding.message)


@pytest.mark.parametrize(
    ("score", "verdict", "finding", "rules", "why"),
    [
        (2, "carried", CARRIED, {"follow_through": F(1)}, "full"),
        (1, "carried", CARRIED, {"follow_through": F(1, 2)}, "half"),
        (0, "wrong", CARRIED, {}, "no follow-through: a consistent value is wrong"),
        (0, "wrong", CARRIED, {"follow_through": F(1), "result_only": True}, "result only"),
        (2, "right", RIGHT, {"result_only": True}, "the right result counts"),
        (0, "wrong", HALF, {"result_only": True}, "no entries either"),
        (0, "wrong", SIGN, {"result_only": True}, "nor named mistakes"),
        (0, "wrong", COARSE, {"result_only": True}, "nor results with too few decimals"),
    ],
)
def test_what_a_question_lets_count(score, verdict, finding, rules, why):
    answer = number(
        points=2, per_entry=True, precision_penalty=F(1),
        known_mistakes={"number.sign-lost": F(1, 2)},
    )  # fmt: skip
    seen = one(answer, finding, **rules)
    assert (score, verdict) == (seen.score, seen.finding.verdict.value), why


def test_a_carried_share_earns_its_part():
    partly = Finding(Verdict.CARRIED, "vector.carried", share=F(1, 2))
    assert F(1, 4) == one(number(), partly, follow_through=F(1, 2)).score


def test_a_carried_value_in_a_question_without_follow_through_says_why():
    finding = one(number(per_entry=True), CARRIED).finding
    assert finding.share == 0
    assert finding.note == "rubric.no-follow-through"
    assert "only the right result counts" in finding.message


def test_a_known_mistake_says_what_it_still_earns():
    answer = number(points=2, known_mistakes={"number.sign-lost": F(1, 4)})
    expected = "The sign is lost. This known mistake still earns 0.5 of 2 points."
    assert expected == one(answer, SIGN).finding.message


# -- staff --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "pending", "verdict", "note", "finding", "mark", "why"),
    [
        (0, 2, "pending", "text.pending", PENDING, None, "waits"),
        (0, 0, "missing", "answer.missing", MISSING, None, "an empty text does not wait"),
        (2, 0, "right", "text.marked", PENDING, Mark(F(2)), "all its points"),
        (F(1, 2), 0, "wrong", "text.marked", PENDING, Mark(F(1, 2)), "fewer"),
        (0, 0, "wrong", "text.marked", PENDING, Mark(F(0)), "none"),
        (1, 0, "wrong", "text.marked", MISSING, Mark(F(1)), "staff saw it on paper"),
        (0, 0, "missing", "answer.missing", MISSING, Mark(F(0)), "nothing for nothing"),
    ],
)  # fmt: skip
def test_a_text_is_worth_what_staff_say(score, pending, verdict, note, finding, mark, why):
    seen = one(text(points=2), finding, mark)
    found = (seen.score, seen.pending, seen.finding.verdict.value, seen.finding.note)
    assert (score, pending, verdict, note) == found, why


def test_the_remark_of_staff_is_the_message():
    assert one(text(), PENDING, Mark(F(0), "names no cause")).finding.message == "names no cause"
    assert one(text(points=2), PENDING, Mark(F(1))).finding.message == "Staff gave 1 of 2 points."


def test_an_explanation_in_place_of_a_value_waits_for_staff():
    explained = number(explanation=True)
    assert one(explained, PENDING).pending == 1
    assert one(explained, PENDING, Mark(F(1))).score == 1


def test_a_mark_never_takes_a_right_value_back():
    seen = one(number(explanation=True), RIGHT, Mark(F(0)))
    assert (seen.score, seen.finding.note) == (1, "number.match")


def test_a_mark_above_the_points_never_gets_this_far():
    with pytest.raises(ValueError, match="t: 3 is not within 0 and 2"):
        one(text(points=2), PENDING, Mark(F(3)))


# -- workings, groups, caps ---------------------------------------------------------------------


@pytest.mark.parametrize("working", [WRONG, MISSING, UNREADABLE, FAILED, PENDING, CARRIED])
def test_a_right_result_proves_its_working_whatever_stands_there(working):
    asked = question(number("w"), number("r"), implies={"r": ("w",)})
    awards = award(asked, {"w": working, "r": RIGHT})
    assert (awards.score, awards.pending) == (2, 0)
    assert (
        awards["w"].finding.verdict.value, awards["w"].finding.note,
    ) == ("right", "rubric.implied")  # fmt: skip


@pytest.mark.parametrize("result", [WRONG, CARRIED, PENDING, MISSING])
def test_only_a_right_result_proves_anything(result):
    asked = question(number("w"), number("r"), implies={"r": ("w",)}, follow_through=F(1))
    assert award(asked, {"w": WRONG, "r": result})["w"] == Award(WRONG)


def test_a_right_working_keeps_its_point_and_its_words_when_the_result_slips():
    asked = question(number("w"), number("r"), implies={"r": ("w",)})
    awards = award(asked, {"w": RIGHT, "r": WRONG})
    assert (awards.score, awards["w"].finding) == (1, RIGHT)


def test_a_proved_working_proves_its_own_workings():
    asked = question(number("a"), number("b"), number("c"), implies={"c": ("b",), "b": ("a",)})
    assert award(asked, {"a": WRONG, "b": MISSING, "c": RIGHT}).score == 3


@pytest.mark.parametrize(
    ("score", "pending", "first", "second", "why"),
    [
        (3, 0, RIGHT, RIGHT, "complete"),
        (0, 0, RIGHT, WRONG, "one is wrong"),
        (0, 0, WRONG, RIGHT, "whichever it is"),
        (0, 0, RIGHT, MISSING, "one is missing"),
        (0, 0, RIGHT, HALF, "right in part is not right"),
        (1, 2, RIGHT, PENDING, "the rest stands while staff read"),
        (0, 0, WRONG, PENDING, "nobody need read what can earn nothing"),
    ],
)
def test_a_group_earns_all_its_points_or_none(score, pending, first, second, why):
    asked = question(number("a"), number("b", 2, per_entry=True), together=(("a", "b"),))
    awards = award(asked, {"a": first, "b": second})
    assert (score, pending) == (awards.score, awards.pending), why


@pytest.mark.parametrize(("score", "fraction"), [(2, F(1)), (0, F(1, 2))])
def test_a_group_stands_on_carried_values_only_where_they_count_in_full(score, fraction):
    asked = question(number("a"), number("b"), together=(("a", "b"),), follow_through=fraction)
    assert score == award(asked, {"a": RIGHT, "b": CARRIED}).score


def test_a_right_answer_of_an_incomplete_group_stays_right_and_says_why_it_earns_nothing():
    asked = question(number("a"), number("b"), number("c"), together=(("a", "b"),))
    awards = award(asked, {"a": RIGHT, "b": WRONG, "c": RIGHT})
    finding = awards["a"].finding
    assert (finding.verdict.value, finding.note) == ("right", "rubric.together")
    assert "only together with b" in finding.message
    assert awards["b"].finding == WRONG
    assert awards["c"].score == 1, "it is no member"


def test_a_pending_text_of_a_lost_group_waits_no_longer():
    asked = question(number("a"), text("t"), together=(("a", "t"),))
    seen = award(asked, {"a": WRONG, "t": PENDING})["t"]
    assert (
        seen.pending, seen.finding.verdict.value, seen.finding.note,
    ) == (0, "wrong", "rubric.together")  # fmt: skip


def test_an_implied_working_completes_its_group():
    asked = question(number("w"), number("r"), implies={"r": ("w",)}, together=(("w", "r"),))
    assert award(asked, {"w": WRONG, "r": RIGHT}).score == 2


@pytest.mark.parametrize(
    ("scores", "pending", "findings", "why"),
    [
        ([1, 1, 0], [0, 0, 0], [RIGHT, RIGHT, RIGHT], "the last one is cut"),
        ([1, 0, 1], [0, 0, 0], [RIGHT, WRONG, RIGHT], "nothing to cut"),
        ([1, 0, 1], [0, 0, 0], [RIGHT, PENDING, RIGHT], "scores take the cap before what waits"),
        ([0, 0, 1], [1, 0, 0], [PENDING, PENDING, RIGHT], "then the first that waits"),
    ],
)
def test_a_cap_cuts_the_last_answers(scores, pending, findings, why):
    asked = question(number("a"), number("b"), number("c"), cap=F(2))
    awards = award(asked, dict(zip("abc", findings, strict=True)))
    assert scores == [seen.score for seen in awards.answers.values()], why
    assert pending == [seen.pending for seen in awards.answers.values()], why
    assert max_score(asked) == 2


def test_an_answer_cut_by_the_cap_says_so_and_stays_right():
    asked = question(number("a"), number("b"), cap=F(3, 2))
    seen = award(asked, {"a": RIGHT, "b": RIGHT})["b"]
    assert (F(1, 2), "right", "rubric.cap") == (
        seen.score, seen.finding.verdict.value, seen.finding.note,
    )  # fmt: skip
    assert seen.finding.message == "The question gives at most 1.5 points."


# -- readings -----------------------------------------------------------------------------------

READINGS = (Reading(id="figure"), Reading(id="formula"))


@pytest.mark.parametrize(
    ("reading", "score", "figure", "formula", "why"),
    [
        ("figure", 3, (RIGHT, RIGHT, RIGHT), (WRONG, WRONG, WRONG), "one reading throughout"),
        ("formula", 2, (RIGHT, WRONG, WRONG), (WRONG, RIGHT, RIGHT), "the better one, unmixed"),
        ("figure", 1, (RIGHT, WRONG, WRONG), (WRONG, RIGHT, WRONG), "ties go to the first"),
        ("figure", 0, (WRONG, WRONG, WRONG), (WRONG, WRONG, WRONG), "also at nothing"),
        ("formula", 2, (RIGHT, WRONG, WRONG), (RIGHT, CARRIED, WRONG), "follow-through counts"),
    ],
)
def test_the_reading_with_the_highest_sum_gives_everything(reading, score, figure, formula, why):
    asked = question(number("a"), number("b"), number("c"), readings=READINGS, follow_through=F(1))
    by_reading = {
        "formula": dict(zip("abc", formula, strict=True)),
        "figure": dict(zip("abc", figure, strict=True)),
    }
    awards = award(asked, {}, by_reading=by_reading)
    assert (reading, score) == (awards.reading, awards.score), why
    chosen = by_reading[reading]
    assert [chosen[name].verdict for name in "abc"] == [
        seen.finding.verdict for seen in awards.answers.values()
    ]


def test_an_answer_outside_the_readings_counts_under_each():
    asked = question(number("a"), number("tags", 2), readings=READINGS)
    by_reading = {"figure": {"a": WRONG}, "formula": {"a": RIGHT}}
    awards = award(asked, {"a": MISSING, "tags": RIGHT}, by_reading=by_reading)
    assert (awards.reading, awards.score) == ("formula", 3)


def test_the_better_reading_is_known_before_the_cap_hides_it():
    asked = question(number("a"), number("b"), readings=READINGS, cap=F(1))
    by_reading = {"figure": {"a": RIGHT, "b": WRONG}, "formula": {"a": RIGHT, "b": RIGHT}}
    assert award(asked, {}, by_reading=by_reading).reading == "formula"


# -- what always holds --------------------------------------------------------------------------

FINDINGS = [
    RIGHT, CARRIED, WRONG, SIGN, HALF, COARSE, COARSE_RIGHT, MISSING, UNREADABLE, FAILED, PENDING,
]  # fmt: skip
NAMES = ("a", "b", "c", "d")
FRACTIONS = st.fractions(min_value=0, max_value=1, max_denominator=4)


@st.composite
def questions(draw):
    answers = tuple(
        number(
            name,
            draw(st.fractions(min_value=0, max_value=4, max_denominator=4)),
            kind=draw(st.sampled_from(["number", "text", "function"])),
            per_entry=draw(st.booleans()),
            precision_penalty=draw(FRACTIONS),
            known_mistakes={"number.sign-lost": draw(FRACTIONS)},
        )
        for name in NAMES
    )
    return question(
        *answers,
        follow_through=draw(FRACTIONS),
        result_only=draw(st.booleans()),
        together=draw(st.sampled_from([(), (("a", "b"),), (NAMES,), (("a", "c"), ("b", "d"))])),
        implies=draw(st.sampled_from([{}, {"a": ("b",)}, {"a": ("b",), "b": ("c", "d")}])),
        cap=draw(st.none() | st.fractions(min_value=0, max_value=6, max_denominator=4)),
    )


@settings(max_examples=100, deadline=None)
@given(questions(), st.lists(st.sampled_from(FINDINGS), min_size=4, max_size=4))
def test_points_never_exceed_the_maximum_nor_fall_below_nothing(asked, findings):
    awards = award(asked, dict(zip(NAMES, findings, strict=True)))
    assert awards.score + awards.pending <= max_score(asked)
    for answer in asked.answers:
        seen = awards[answer.name]
        assert seen.score >= 0
        assert seen.pending >= 0
        assert seen.score + seen.pending <= answer.points
        assert not seen.pending or seen.finding.verdict is Verdict.PENDING or asked.cap is not None


@settings(max_examples=100, deadline=None)
@given(questions())
def test_all_right_is_all_the_points(asked):
    assert max_score(asked) == award(asked, dict.fromkeys(NAMES, RIGHT)).score


SAME = Finding(Verdict.WRONG, "number.sign-lost", "The sign is lost.", mistake="sign-lost")
OTHER = Finding(Verdict.WRONG, "number.step-confused", "A step.", mistake="step-confused")


@pytest.mark.parametrize(
    ("scores", "findings", "rules", "why"),
    [
        ([0, F(1), F(1)], [SAME, SAME, SAME], {"repeated_mistake": F(1, 2)}, "paid for once"),
        ([0, 0, F(1)], [SAME, OTHER, SAME], {"repeated_mistake": F(1, 2)}, "another is another"),
        ([0, 0, 0], [SAME, SAME, SAME], {}, "unless the file says so, each costs its own"),
        ([0, 0, 0], [WRONG, WRONG, WRONG], {"repeated_mistake": F(1, 2)}, "nothing is named"),
        ([0, 0, 0], [SAME, SAME, SAME], {"repeated_mistake": F(1, 2), "result_only": True}, "results alone"),
        ([2, 0, F(1)], [RIGHT, SAME, SAME], {"repeated_mistake": F(1, 2)}, "the first wrong one pays"),
    ],
)  # fmt: skip
def test_a_mistake_made_again_costs_what_the_question_says(scores, findings, rules, why):
    asked = [number(name, 2) for name in "abc"]
    awards = award(question(*asked, **rules), dict(zip("abc", findings, strict=True)))
    assert scores == [awards[name].score for name in "abc"], why


@pytest.mark.parametrize(
    ("share", "said"), [(F(1), "which costs only once."), (F(1, 2), "less again: 1 of 2 points.")]
)
def test_what_a_mistake_costs_again_is_told(share, said):
    asked = [number(name, 2) for name in "ab"]
    awards = award(question(*asked, repeated_mistake=share), {"a": SAME, "b": SAME})
    assert awards["b"].finding.message.endswith(said)


def test_credit_for_the_mistake_itself_is_kept_where_it_is_more():
    asked = [number(name, 2, known_mistakes={"number.sign-lost": F(3, 4)}) for name in "ab"]
    awards = award(question(*asked, repeated_mistake=F(1, 2)), {"a": SAME, "b": SAME})
    assert [F(3, 2), F(3, 2)] == [awards["a"].score, awards["b"].score]


def test_where_both_rules_give_the_same_the_mistake_itself_is_told():
    asked = [number(name, 2, known_mistakes={"number.sign-lost": F(1, 2)}) for name in "ab"]
    awards = award(question(*asked, repeated_mistake=F(1, 2)), {"a": SAME, "b": SAME})
    assert awards["a"].finding == awards["b"].finding


def test_awards_are_looked_up_by_the_name_of_the_answer():
    assert Awards({"a": Award(RIGHT, F(1))})["a"].score == 1


@pytest.mark.parametrize(("score", "follow"), [(F(2), F(0)), (F(5, 2), F(1, 2)), (F(3), F(1))])
def test_entries_that_follow_earn_a_fraction_beside_those_of_the_key(score, follow):
    # three of four entries stand, one of them by follow-through: 4 * (2/4 + follow * 1/4)
    entries = Finding(Verdict.WRONG, "number.entries-carried", share=F(3, 4), followed=F(1, 4))
    assert score == one(number(points=4, per_entry=True), entries, follow_through=follow).score


@pytest.mark.parametrize(("share", "points", "given"), [(F(1, 2), 2, 1), (F(1), 0, 0)])
def test_the_share_of_a_mark_is_that_of_the_points_and_whole_where_there_are_none(
    share, points, given
):
    assert share == one(text(points=points), PENDING, Mark(F(given))).finding.share


def test_without_texts_the_most_is_that_of_all_others():
    asked = question(number("a", 2), text("t", 3))
    assert (5, 2) == (max_score(asked), max_score(asked, texts=False))
