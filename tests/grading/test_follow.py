"""Follow-through: right work after a slip keeps its points, and nothing else does."""

from __future__ import annotations

from fractions import Fraction

import pytest
from handed_in import entries

EVERY_RULE = "tests/assignments/every-rule"
SHEET = "sheet-pos-tagging"
EXERCISES = "rnn-exercises"
EXAM = "exam-relu-12"

# (assignment, what was typed, {answer: verdict}, why the row is there)
ROWS = [
    (EXERCISES, "e2_h1: 3\ne2_h2: 2.5\ne2_h3: 3.5",
     {"e2_h1": "wrong", "e2_h2": "carried", "e2_h3": "carried"}, "a linear chain of scalars"),
    (EXERCISES, "e2_h1: 3\ne2_h2: 2.5\ne2_h3: 4",
     {"e2_h2": "carried", "e2_h3": "wrong"}, "two slips: the second is not carried"),
    (EXERCISES, "e2_h1: 3\ne2_h2: 1.5\ne2_h3: 2.5",
     {"e2_h1": "wrong", "e2_h2": "right", "e2_h3": "right"}, "the key comes first"),
    (EXERCISES, "e2_h1: 3\ne2_h3: 3.5",
     {"e2_h2": "missing", "e2_h3": "carried"}, "a missing step in between is worked out"),
    (EXERCISES, "e2_h1: three\ne2_h2: 2.5",
     {"e2_h1": "unreadable", "e2_h2": "wrong"}, "what cannot be read falls back to the key"),
    (EXERCISES, "e2_h2: 2.5\ne2_h3: 3.5",
     {"e2_h1": "missing", "e2_h2": "wrong", "e2_h3": "carried"}, "missing falls back to the key"),
    (EXERCISES, "e2_h1: 3\ne2_y1: 3\ne2_y2: 2.5",
     {"e2_y1": "carried", "e2_y2": "carried"}, "outputs of one's own states"),
    (EXERCISES, "e6_f: [0.5, 0.5]\ne6_c: [0.216, 0.142]\ne6_h: [0.091, 0.091]",
     {"e6_f": "wrong", "e6_c": "carried", "e6_h": "carried"}, "a wrong gate, then c and h by it"),
    (EXERCISES, "e6_f: [0.639, 0.5]\ne6_c: [0.223, 0.142]",
     {"e6_f": "wrong", "e6_c": "carried"}, "one entry of a vector slipped"),
    (EXERCISES, "e6_f: [0.639, 0.5]\ne6_c: [0.216, 0.142]",
     {"e6_c": "wrong"}, "one entry follows, the other is neither"),
    (EXERCISES, "e7_c1: 0.8\ne7_c2: 0.08\ne7_c3: 0.056\ne7_c4: 0.045",
     {"e7_c1": "wrong", "e7_c2": "carried", "e7_c3": "carried", "e7_c4": "carried"},
     "0.045 is 0.0448 rounded finer than asked"),
    (EXERCISES, "e4_h1: 0.3\ne4_h2: 0.41\ne4_h3: 0.81\ne4_y1: 0.08\ne4_y2: 0.1\ne4_y3: 0.2",
     {"e4_h1": "wrong", "e4_h2": "carried", "e4_y1": "carried"}, "rounded on the way"),
    (SHEET, """
e2_y1: [0.9, -0.3, 0.7]
e2_y2: [0.35, -0.67, 0.33]
e2_y3: [0.03, -0.7, 0.66]
e2_tags: [VBZ, VBZ, NNP]
""",
     {"e2_tags": "carried"}, "the largest of one's own scores"),
    (SHEET, "e2_y1: [0.9, -0.3, 0.7]\ne2_tags: [NNS, VBZ, NNP]",
     {"e2_tags": "wrong"}, "neither the key's tags nor those of one's own scores"),
    (SHEET, "e3_C2: [0.1, -0.47]\ne3_h2: [0.07, -0.24]\ne3_tag2: NNS",
     {"e3_C2": "wrong", "e3_h2": "carried", "e3_tag2": "carried"}, "a choice by one's own state"),
    (SHEET, "e2_a1: [0.6, 0.4]\ne2_a2: [0.35, 0.65]",
     {"e2_a1": "wrong", "e2_a2": "carried"}, "a vector with both entries wrong"),
    (EXAM, "c_h1: 1\nc_h2: 5\nc_h3: 5\nd_dV: 10",
     {"c_h1": "wrong", "c_h2": "carried", "c_h3": "carried", "d_dV": "wrong"},
     "no follow-through into question d"),
    ("exam-relu-9", "c_h2: 1\nc_h3: 4", {"c_h2": "wrong", "c_h3": "wrong"}, "results only"),
]  # fmt: skip


@pytest.mark.parametrize(("assignment", "typed", "expected", "why"), ROWS)
def test_what_follows_from_a_slip_is_carried_and_the_rest_is_wrong(
    assignment, typed, expected, why
):
    found = entries(assignment, typed)
    assert expected == {name: found[name].verdict.value for name in expected}, why


TRIVIAL = [
    (EXERCISES, "e7_c1: 0\ne7_c2: 0", "e7_c2", "a 0 there leaves nothing", "0 where the key's is not"),
    (EXERCISES, "e6_c: [0, 0]\ne6_h: [0, 0]", "e6_h", "a 0 there leaves nothing", "a whole vector"),
    (EXERCISES, "e7_c1: 0.001\ne7_c2: 0", "e7_c2", "your e7_c1, but a 0", "0 at two decimals"),
    (EXAM, "c_h1: -5\nc_h2: -1\nc_h3: 0", "c_h3", "dead or saturated", "-1 is what ReLU is taken of, and the next unit is dead"),
    (EXERCISES, "e4_h1: 100\ne4_h2: 1", "e4_h2", "cannot give", "no sigmoid gives 100"),
    (EXERCISES, "e6_o: [5, 5]\ne6_h: [1.095, 0.684]", "e6_h", "cannot give", "no sigmoid gives 5"),
    (EXERCISES, "e3_h1: 100\ne3_h2: 80\ne3_y1: 1\ne3_y2: 1", "e3_y2", "dead or saturated", "a chain"),
    (EXERCISES, "e7_c2: 0.02\ne7_c3: 0.02\ne7_c4: 0.02", "e7_c4", "written once more", "0.014"),
    (EXERCISES, "e3_h1: -5\ne3_h2: -5\ne3_y1: 0.01\ne3_y2: 0.01", "e3_y2", "for your e3_y1 already",
     "one sigmoid of -5 is paid once"),
    (SHEET, "e3_f2: [-1, -1]\ne3_i2: [0.001, 0.001]\ne3_o2: [1, 1]\ne3_C2: [0.01, 0.01]\ne3_h2: [0, 0]",
     "e3_h2", "only by rounding on the way", "tanh(0.01) is 0.01, and 0 only for a C of 0.005"),
]  # fmt: skip


@pytest.mark.parametrize(("assignment", "typed", "answer", "said", "why"), TRIVIAL)
def test_a_value_that_makes_the_rest_vanish_earns_nothing_and_says_why(
    assignment, typed, answer, said, why
):
    entry = entries(assignment, typed)[answer]
    assert (entry.verdict.value, entry.note, entry.score) == ("wrong", "follow.trivial", 0), why
    assert said in entry.message


HONEST = [
    ("e2_h1: -0.5\ne2_h2: -1.0\ne2_h3: 0.0\ne2_y1: -0.5\ne2_y2: -1.0\ne2_y3: 0.0", "e2_y3",
     "a 0 that came about by work after a lost sign"),
    ("e3_h1: 19.00\ne3_y1: 1.00", "e3_y1", "the point slipped, and nothing else hangs on it"),
    ("e7_c1: 0.8\ne7_c2_new: 0.80", "e7_c2_new", "numbers that two systems have in common"),
    ("e7_c1: 0.9\ne7_c2: 0.01\ne7_c3: 0.01\ne7_c4: 0.01", "e7_c4",
     "0.8 of 0.01 is 0.01 again, and the chain begins with a right number"),
    ("e6_f: [-0.6388, -0.4551]\ne6_c: [0.159, 0.047]", "e6_c", "a lost sign is no constant"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "answer", "why"), HONEST)
def test_an_honest_slip_keeps_what_was_worked_out_after_it(typed, answer, why):
    entry = entries(EXERCISES, typed)[answer]
    assert "carried" == entry.verdict.value, (why, entry.message)


def test_equal_scores_leave_nothing_to_choose():
    same = "\n".join(f"e2_y{k}: [0, 0.5, 0]" for k in (1, 2, 3))
    entry = entries(SHEET, f"{same}\ne2_tags: [NNS, NNS, NNS]")["e2_tags"]
    assert ("follow.trivial", 0) == (entry.note, entry.score) or "wrong" == entry.verdict.value


HUGE = ["1.0e9", "1.0e12", "1.0e15", "1.0e300"]


@pytest.mark.parametrize("size", HUGE)
def test_beside_a_huge_number_nothing_is_earned_by_writing_it_again(size):
    names = [f"{e}_{q}{k}" for e in ("e2", "e3") for q in "hy" for k in (1, 2, 3)]
    found = entries(EXERCISES, "\n".join(f"{name}: {size}" for name in names))
    assert all(found[name].score == 0 for name in names if "_h" in name)


def test_a_huge_number_is_graded_without_a_warning():
    assert 0 == entries(EXERCISES, "e4_h1: 1.0e300\ne4_h2: 1.0e300")["e4_h2"].score


def test_one_entry_of_0_is_no_trivial_vector():
    found = entries(EXERCISES, "e6_c: [0.5, 0]\ne6_h: [0.197, 0]")
    assert "carried" == found["e6_h"].verdict.value


def test_a_0_that_the_key_has_too_is_no_trivial_value():
    """h_1 is 0 in the key; after a slip elsewhere it is still a fair value to go on from."""
    found = entries(EXAM, "c_h1: 0\nc_h2: 5\nc_h3: 5")
    expected = {"c_h1": "right", "c_h2": "wrong", "c_h3": "carried"}
    assert expected == {name: found[name].verdict.value for name in expected}


NAMED = [
    (EXERCISES, "e2_h1: 3\ne2_h2: 2.5\ne2_h3: 3.5", "e2_h3", "your e2_h1",
     "e2_h2 departs too, but only because of e2_h1"),
    (EXERCISES, "e2_h1: 3\ne2_h2: 7\ne2_h3: 8", "e2_h3", "your e2_h1 and e2_h2",
     "a slip of its own on the way is named beside the first"),
    (EXERCISES, "e6_f: [0.5, 0.5]\ne6_i: [0.5, 0.5]\ne6_c: [0.189, 0.158]", "e6_c",
     "your e6_f and e6_i", "two gates that do not depend on each other"),
]  # fmt: skip


@pytest.mark.parametrize(("assignment", "typed", "answer", "said", "why"), NAMED)
def test_the_first_departing_step_is_named(assignment, typed, answer, said, why):
    entry = entries(assignment, typed)[answer]
    assert entry.verdict.value == "carried", why
    assert entry.message.endswith(said)


SHARES = [
    ("a_h1: 0.5\na_h2: 0.62", "a_h2", Fraction(3, 4), "half of 1 1/2"),
    ("b_c1: 1\nb_c2: -0.05", "b_c2", Fraction(1, 2), "full of 1/2"),
    ("c_h1: [0.46, 0.5]", "c_h1", Fraction(1), "one entry of two, 2 points"),
]


@pytest.mark.parametrize(("typed", "answer", "points", "why"), SHARES)
def test_what_is_carried_earns_its_fraction(typed, answer, points, why):
    assert points == entries(EVERY_RULE, typed)[answer].score, why


PINS = [
    ("e4_h1: 0.3\ne4_h2: 0.41", "carried", "from 0.3 follows 0.4134"),
    ("e4_h1: 0.3\ne4_h2: 0.43", "wrong", "one decimal leaves no more room than the sheet does"),
    ("e4_h1: 0.30\ne4_h2: 0.414", "carried", "0.30 stands for all that rounds to it"),
    ("e4_h1: 0.30\ne4_h2: 0.44", "wrong", "further than any rounding"),
    ("e4_h1: 0.300\ne4_h2: 0.42", "wrong", "finer digits leave less room"),
]


@pytest.mark.parametrize(("typed", "verdict", "why"), PINS)
def test_a_written_number_counts_with_its_own_rounding(typed, verdict, why):
    assert verdict == entries(EXERCISES, typed)["e4_h2"].verdict.value, why


def test_a_number_in_another_system_is_never_carried():
    """e2 and e3 both have an h_1; they are not the same quantity."""
    found = entries(EXERCISES, "e2_h1: 3\ne3_h2: -0.5")
    assert found["e3_h2"].verdict.value == "wrong"


PRINTED = [
    ("e4_h1: 0.2\ne4_h2: 0.4\ne4_h3: 0.8\ne4_y1: 0.05\ne4_y2: 0.1\ne4_y3: 0.2",
     dict.fromkeys(("e4_h1", "e4_h2", "e4_h3", "e4_y1", "e4_y2", "e4_y3"), "right"),
     "the printed key of exercise 4"),
    ("e4_h1: 0.2\ne4_h2: 0.38", {"e4_h2": "wrong"}, "the recurrent term forgotten"),
    ("e6_h: [.093, .089]", {"e6_h": "right"}, "the printed key of exercise 6: honest at 3 decimals"),
    ("e6_h: [.093, .088]", {"e6_h": "right"}, "the exact value, rounded"),
    ("e5_h2: [.9032, .4063]", {"e5_h2": "right"}, "the printed slip, by the alternative"),
    ("e5_h2: [.9030, .4063]", {"e5_h2": "right"}, "the alternative holds entry by entry"),
    ("e5_h2: [.9032, .4070]", {"e5_h2": "wrong"}, "and for nothing else"),
    ("e7_c3: 0.063", {"e7_c3": "right"}, "exact"),
    ("e7_c3: 0.06", {"e7_c3": "right"}, "rounded"),
    ("e7_c3: 0.07", {"e7_c3": "wrong"}, "0.063 never rounds up"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "expected", "why"), PRINTED)
def test_printed_keys_are_accepted_with_their_rounding(typed, expected, why):
    found = entries(EXERCISES, typed)
    assert expected == {name: found[name].verdict.value for name in expected}, why
