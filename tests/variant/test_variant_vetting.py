"""Which drawn numbers are good enough, reason by reason."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from grader.assignment import (
    Answer,
    Assignment,
    Question,
    System,
    Tolerance,
    find_assignment,
    load_assignment,
)
from grader.key.expected import Expected
from grader.outcome.errors import Faulty
from grader.variant.lottery import Lottery
from grader.variant.solution import SolvableSystem, benches
from grader.variant.vetting import FIT, Habit, Vetting, demand
from grader.words.sentences import draws


def bench(system: System, answers: dict[str, str], *, decimals: int = 2, **more) -> SolvableSystem:
    asked = tuple(
        Answer(name=name, kind="number", points=Fraction(1), value=value,
               tolerance=Tolerance(decimals=decimals), **more)
        for name, value in answers.items()
    )  # fmt: skip
    question = Question(id="q", prompt="", answers=asked, system="s")
    return benches(assignment_of(system, question))["s"]


def assignment_of(system: System, *questions: Question) -> Assignment:
    return Assignment(
        id="sheet", title="", points=Fraction(1), questions=questions, systems={"s": system}
    )


RELU = System(cell="relu-rnn", steps=2, given={"V": 2, "W": 3, "h0": 1, "x": [1, 2]})  # h = 5, 16
TANH = System(
    cell="tanh-rnn", steps=2, given={"W_x": 0.5, "W_h": 0.8, "b_h": 0.1, "h0": 0.2, "x": [1, -0.4]}
)


def judged(
    tested: SolvableSystem, rows: list[dict], *, require: tuple[str, ...] = (), **more
) -> list[str]:
    """The note of what every row of numbers is refused for; nothing where it is good."""
    expected = Expected(assignment_of(tested.model.file))
    demands = [demand(expected, "s", text) for text in require]
    assert None not in demands
    given = {name: np.array([row[name] for row in rows], dtype=float) for name in rows[0]}
    vetting = Vetting(tested, tuple(demands), **more)
    found = vetting.judge(given, len(rows))
    return ["" if k == FIT else found.reasons[k].note for k in found.refusals.tolist()]


ROWS = [
    # the system, its answers, the numbers that change, and what they are refused for
    (RELU, {"h2": "h[2]"}, {"V": 2}, "", "nothing is wrong with these"),
    (RELU, {"h2": "h[2]"}, {"W": -3}, "dead", "relu at step 1 and 2"),
    (RELU, {"h2": "h[2]"}, {"h0": -1.5}, "dead", "0 is the kink, where slopes are a convention"),
    (RELU, {"h1": "h[1]"}, {"x": [1, -9]}, "", "dead at step 2, but nobody asks for that"),
    (RELU, {"dV": "grad(h[2], V)"}, {"x": [1, -9]}, "dead", "a slope needs it"),
    (RELU, {"h1": "h[1]"}, {"h0": -1}, "trivial", "h1 = 1"),
    (RELU, {"h2": "h[2]"}, {"V": float("1e308")}, "infinite", "an overflow"),
    (TANH, {"h2": "h[2]"}, {"W_x": 0.5}, "", "nothing is wrong with these"),
    (TANH, {"h2": "h[2]"}, {"x": [9, -0.4]}, "saturated", "tanh(4.8) is 1 at two decimals"),
    (TANH, {"h2": "h[2]"}, {"x": [-9, -0.4]}, "saturated", "and so is -1"),
    (TANH, {"h1": "h[1]"}, {"b_h": -0.66}, "trivial", "h1 = 0"),
]


@pytest.mark.parametrize(("system", "answers", "change", "expected", "why"), ROWS)
def test_what_nobody_asked_for_is_refused(system, answers, change, expected, why):
    tested = bench(system, answers)
    row = {name: change.get(name, value) for name, value in system.given.items()}
    with np.errstate(all="ignore"):
        assert [expected] == judged(tested, [row]), why


@pytest.mark.parametrize(
    ("require", "change", "expected"),
    [
        ("z[2] < 0", {"x": [1, -9]}, ""),  # a dead unit that is asked for
        ("z[2] < 0", {"x": [1, 2]}, "require"),
        ("h[1] == 1", {"h0": -1}, ""),  # and an answer of 1
        ("h[1] == 5", {"h0": 1}, ""),
        ("h[1] != 5", {"h0": 1}, "require"),
        ("z[1] > 5", {"h0": 1}, "require"),  # z[1] is 5 exactly, and not more
        ("z[1] >= 5", {"h0": 1}, ""),
        ("x < 3", {"x": [1, 2]}, None),  # what is not there cannot be demanded
        ("x[1] < x[2]", {"x": [2, 1]}, "require"),
        ("grad(h[2], V) > 100", {"V": 2}, "require"),
        ("0.1 * 3 <= 0.3", {"V": 2}, ""),  # the last bit of a float decides nothing
    ],
)
def test_a_condition_holds_and_asks_for_what_it_speaks_of(require, change, expected):
    tested = bench(RELU, {"h1": "h[1]", "h2": "h[2]"})
    if expected is None:
        assert demand(Expected(assignment_of(RELU)), "s", require) is None
        return
    row = {name: change.get(name, value) for name, value in RELU.given.items()}
    assert [expected] == judged(tested, [row], require=(require,))


@pytest.mark.parametrize("note", ["dead", "saturated", "trivial"])
def test_what_is_allowed_is_not_refused(note):
    system, change = {
        "dead": (RELU, {"W": -3}),
        "saturated": (TANH, {"x": [9, -0.4]}),
        "trivial": (RELU, {"h0": -1}),
    }[note]
    tested = bench(system, {"h1": "h[1]", "h2": "h[2]"} if note != "dead" else {"h2": "h[2]"})
    row = {name: change.get(name, value) for name, value in system.given.items()}
    expected = [note]
    assert expected == judged(tested, [row])
    # what is dead or saturated also leads to an answer of 0 or 1
    expected = [""]
    assert expected == judged(tested, [row], allow=frozenset({note, "trivial"}))


TAGGER = System(
    cell="elman",
    given={
        "W_i": [[0.5, 1], [1, 0.5]], "W_h": [[1, 0], [0, 1]],
        "W_out": [[1, 0], [0, 1], [-1, -1]], "x": [[1, 0]],
    },
)  # fmt: skip


@pytest.mark.parametrize(
    ("w_i", "expected"),
    [
        ([[0.5, 1], [1, 0.5]], ""),  # 0.62 and 0.73
        ([[0.98, 1], [1, 0.5]], "tied"),  # 0.727 and 0.731: honest rounding may turn them round
        ([[1, 1], [1, 0.5]], "tied"),
    ],
)
def test_scores_that_rounding_could_turn_round_are_refused(w_i, expected):
    asked = Answer(
        name="tag", kind="choice", points=Fraction(1), value="argmax(y[1])",
        labels=("A", "B", "C"), tolerance=Tolerance(exact=True),
    )  # fmt: skip
    question = Question(id="q", prompt="", answers=(asked,), system="s")
    tested = benches(assignment_of(TAGGER, question))["s"]
    assert [expected] == judged(tested, [{**TAGGER.given, "W_i": w_i}])


def test_a_mistake_that_hides_is_refused_and_said():
    lstm = System(
        cell="lstm-scalar",
        steps=1,
        given={"f": [0.5], "i": [0.4], "g": [0.5], "o": [0.7], "c0": 1.2},
    )
    tested = bench(lstm, {"c1": "c[1]", "h1": "h[1]"})
    rows = [
        lstm.given,  # c = 0.8, and tanh(0.8) = 0.66
        {**lstm.given, "c0": -0.5, "i": [0.3], "g": [0.4]},  # c = -0.13: its tanh is the same
        {**lstm.given, "f": [0.4]},  # f and i are the same
    ]
    found = judged(tested, rows, habit=Habit(frozenset(), 0.0), allow=frozenset({"work"}))
    expected = ["", "tanh-forgotten", "gates-exchanged"]
    assert expected == found


def test_a_mistake_that_nothing_can_show_is_not_held_against_anybody():
    tested = bench(TANH, {"h2": "h[2]"})
    vetting = Vetting(tested, ())
    places = [k for k, one in enumerate(vetting.mistakes.all) if one.note == "bias-forgotten"]
    row = {**TANH.given, "b_h": 0.0}
    allow = frozenset(
        {"work", *(m.note for m in vetting.mistakes.all if m.note != "bias-forgotten")}
    )
    blind = Habit(frozenset(places), 0.0)
    expected = ["bias-forgotten"]
    assert expected == judged(tested, [row], habit=Habit(frozenset(), 0.0), allow=allow)
    expected = [""]
    assert expected == judged(tested, [row], habit=blind, allow=allow)


@pytest.mark.parametrize(
    ("values", "operations"),
    [
        # h1 = relu(V*h0 + W*x1): two products, a sum, an activation; then the same again
        ({}, 8),
        ({"V": 1}, 6),  # times 1 is no work
        ({"V": -1}, 6),
        ({"h0": 0}, 6),  # no product and no sum
        ({"V": 0}, 4),
        ({"x": [1, 2]}, 7),  # times 1 again
    ],
)
def test_operations_count_that_one_cannot_do_at_sight(values, operations):
    given = {**RELU.given, "h0": 2, "x": [4, 2], **values}
    tested = bench(RELU, {"h2": "h[2]"})
    numbers = {name: np.array([value], dtype=float) for name, value in given.items()}
    assert [operations] == Vetting(tested, ()).judge(numbers, 1).operation_count.tolist()


@pytest.mark.parametrize(("usual", "expected"), [(8.0, ""), (12.0, "work"), (5.0, "work")])
def test_work_far_from_the_usual_is_refused(usual, expected):
    tested = bench(RELU, {"h2": "h[2]"})
    notes = frozenset(m.note for m in Vetting(tested, ()).mistakes.all)
    row = {**RELU.given, "h0": 2, "x": [4, 2]}
    assert [expected] == judged(tested, [row], habit=Habit(frozenset(), usual), allow=notes)


def test_what_cannot_be_drawn_says_which_word_would_allow_it():
    said = draws.none_good_enough([], 2048, "v_jac is 0 or 1 (100 %)", "trivial")
    assert "or write `vetting: {allow: [trivial]}`" in said
    assert "or loosen `require`" in draws.none_good_enough([], 2048, "h > 0 does not hold (100 %)")


def test_however_many_are_drawn_the_keys_of_the_sheet_have_their_budget_still():
    lottery = Lottery(load_assignment(find_assignment("exam-bptt-8")))
    vettings = [one for of in lottery.vettings.values() for one in of.values()]
    budgets = [asked.target.budget for one in vettings for asked in one.bench.asked]
    before = [budget.left for budget in budgets if budget is not None]
    assert before
    lottery.drawn(b"the secret of a course", ["ada", "grace"])
    assert before == [budget.left for budget in budgets if budget is not None]


TRIANGLES = """
title: Jacobians
points: 2
rounding: 2
cells:
  pure: |
    h: n
    u: n    # input
    W: n, n
    h = W @ h[t-1] + u[t]
systems:
  s:
    cell: pure
    steps: 3
    given: {W: {choose: MATRICES, original: [[1.2, 1], [0, 0.5]]}, u: [[0.3, 0.4], [0.2, 0.7], [0.6, 0.2]], h0: [0, 0]}
questions:
  - id: q
    prompt: The Jacobian.
    system: s
    answers: {j: {value: "grad(h[3], h[1])"}, h: "h[3]"}
vetting: {allow: ALLOW}
"""


def triangles(tmp_path, matrices: str, allow: str = "[trivial, work]") -> Lottery:
    file = tmp_path / "triangles.yaml"
    file.write_text(TRIANGLES.replace("MATRICES", matrices).replace("ALLOW", allow))
    return Lottery(load_assignment(file))


def test_a_mistake_that_one_row_of_a_jacobian_shows_is_seen(tmp_path):
    # row 2 of an upper triangle, and row 1 of a lower one, hide that only the diagonal counts
    lottery = triangles(tmp_path, "[[[1.2, 1], [0, 0.5]], [[0.5, 0], [2, 0.8]]]")
    (trial,) = lottery.drawn(b"the secret of a course", [str(k) for k in range(20)]).trials
    assert trial.judged == trial.fit


def test_where_no_sheet_of_a_few_will_do_that_is_said_after_each_was_drawn_some_dozen_times(
    tmp_path,
):
    lottery = triangles(tmp_path, "[[[1.2, 1], [0, 0.5]], [[0.5, 0], [2, 0.8]]]", "[work]")
    lottery.__dict__["vettings"] = lottery._plain_vettings  # the sample would find it before
    with pytest.raises(
        Faulty, match="none of 512 draws is good enough; mostly because an entry of j"
    ):
        lottery.drawn(b"the secret of a course", ["ada"] * 64)


def test_a_gradient_of_what_an_answer_asks_for_is_looked_at_too(tmp_path):
    file = tmp_path / "loss.yaml"
    asked = 'l: {value: "sum(h[3])"}, g: {value: "grad(sum(h[3]), h[1])"}'
    few = "[[[1.2, 1], [0, 0.5]], [[0.5, 0.2], [2, 0.8]], [[1.2, 1], [0, 0.5]]]"
    text = TRIANGLES.replace('j: {value: "grad(h[3], h[1])"}, h: "h[3]"', asked)
    file.write_text(text.replace("MATRICES", few).replace("ALLOW", "[trivial, work]"))
    lottery = Lottery(load_assignment(file))
    (trial,) = lottery.drawn(b"the secret of a course", [str(k) for k in range(20)]).trials
    assert trial.judged >= 20
