"""Forged certificates: whoever changes one to somebody's gain is found out, or what is not shown is named."""

import copy

import pytest

from grader.certificate import as_text
from tests.certificate.forged import REPEATING, SIGMOID, certified, changed, finding, said_of
from tools import check_certificate as checker

ROUNDED = "rounded to 3 decimals or finer, as the assignment is said to ask"


@pytest.fixture(scope="module")
def repeating(tmp_path_factory):
    rule = REPEATING.replace("RULE", "repeated_mistake: 1/2")
    return certified(tmp_path_factory.mktemp("again"), rule, SIGMOID)


@pytest.fixture(scope="module")
def coarse(tmp_path_factory):
    rule = REPEATING.replace("RULE", "follow_through: none\n  precision_penalty: 1/2")
    return certified(tmp_path_factory.mktemp("coarse"), rule, "a1: 0.6\na2: 0.9\na3: 0.12345")


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    text = """
title: T
points: 2
systems:
  s: {cell: lstm, sizes: {d: 3, n: 5}}
questions:
- id: a
  system: s
  answers: {a1: {kind: count, points: 1}, a2: {kind: count, value: "parameters(s) / 4 + 2", points: 1}}
"""
    return certified(tmp_path_factory.mktemp("counts"), text, "a1: 180\na2: 47")


def test_a_mistake_made_again_is_shown_by_its_numbers(repeating):
    tied = [
        f"{name}: 1/2 and not 0, as the assignment is said to tie it to others"
        for name in ("a2", "a3")
    ]
    assert ("1", ["0", *tied, ROUNDED]) == (repeating["score"], said_of(repeating))
    assert "named" in [claim["by"] for claim in finding(repeating, "a2")["claims"]]


def test_too_few_decimals_are_shown_to_be_right_as_far_as_they_go(coarse):
    assert ("1/2", ["0", ROUNDED]) == (coarse["score"], said_of(coarse))


def test_a_count_is_shown_by_its_sizes(counted):
    assert ("2", ["0"]) == (counted["score"], said_of(counted))
    assert ["180"] == finding(counted, "a1")["chosen"][0]["words"]
    assert ["47"] == finding(counted, "a2")["chosen"][0]["words"]


def another_mistake(c):
    finding(c, "a2")["mistake"] = "number.another"


def first_time_made_again(c):
    c["questions"][0]["answers"] = c["questions"][0]["answers"][::-1]


def all_of_it(c):
    c["questions"][0]["repeated_mistake"] = "1"


def wrong_called_right(c):
    finding(c, "a1").update(verdict="right", share="1")


def wider(c):
    claim = finding(c, "a1")["claims"][0]
    claim["enclosure"][0][1] = "0.7"


def accepted_wider(c):
    claim = finding(c, "a1")["claims"][0]
    claim["accepted"][0][1] = "0.7"
    claim["inside"], claim["shown"] = [True], ["inside"]


def given(c):
    c["programs"][0]["given"]["W_x"] = ["0.6"]


def operation(c):
    step = next(s for s in c["programs"][0]["steps"] if s[0] == "add")
    step[0] = "subtract"


def rounded_further(c):
    for step in c["programs"][0]["steps"]:
        if step[0] == "round":
            step[2][1] = 1


def later_step(c):
    step = next(s for s in c["programs"][0]["steps"] if s[0] == "add")
    step[1][0] = len(c["programs"][0]["steps"]) - 1


def no_key(c):
    finding(c, "a1")["claims"] = finding(c, "a1")["claims"][1:]


def nothing_claimed(c):
    finding(c, "a1")["claims"] = []


def dropped(c):
    c["questions"][0]["answers"].pop()


def doubled(c):
    c["questions"][0]["answers"].append(c["questions"][0]["answers"][0])


def another_sum(c):
    c["score"] = "3/2"


def another_number(c):
    finding(c, "a1")["typed"][0]["value"] = "0.7"


def more_points(c):
    c["questions"][0]["answers"][1]["points"] = "2"


def no_number(c):
    finding(c, "a1")["typed"][0]["value"] = float("nan")


def endless(c):
    finding(c, "a1")["typed"][0]["decimals"] = 10**12


def cut_short(c):
    c["programs"][0]["steps"] = c["programs"][0]["steps"][:-1]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (another_mistake, "it is not what that mistake gives"),
        (first_time_made_again, "earns"),
        (all_of_it, "earns"),
        (wrong_called_right, "what follows is wrong"),
        (wider, "wider than they are shown to be"),
        (accepted_wider, "what is accepted lies elsewhere"),
        (given, "its bounds do not hold"),
        (operation, "its bounds do not hold"),
        (rounded_further, "its bounds do not hold"),
        (later_step, "it takes a later step"),
        (no_key, "it is not held against the key"),
        (nothing_claimed, "it is not held against the key"),
        (dropped, "an answer stands there twice, or nowhere"),
        (doubled, "an answer stands there twice, or nowhere"),
        (another_sum, "the sum is 1 of 3"),
        (another_number, "was typed, not 0.7"),
        (more_points, "earns"),
        (no_number, "is no number"),
        (endless, "its decimals cannot be"),
        (cut_short, "IndexError"),
    ],
)
def test_what_is_changed_to_somebodys_gain_is_refused(change, why, repeating):
    assert why in changed(repeating, change)


def test_what_is_not_shown_is_said_with_its_points(repeating):
    def claimed(c):
        row = finding(c, "a1")
        del row["claims"]
        row |= {"verdict": "right", "share": "1", "observed": "number.match"}
        c["questions"][0]["readings"][0]["findings"]["a2"].pop("mistake")
        c["questions"][0]["readings"][0]["findings"]["a3"].pop("mistake")
        awards = c["questions"][0]["awards"]
        awards["a1"]["score"], awards["a2"]["score"], awards["a3"]["score"] = "1", "0", "0"

    observed = "a1: not certified, observed: right (number.match)"
    assert ["1", observed, ROUNDED] == changed(repeating, claimed)


def test_wrong_numbers_cannot_pass_as_coarse_ones(coarse):
    def closer(c):
        finding(c, "a1")["typed"][0] |= {"text": "0.8", "value": "0.8"}

    assert "it is not right but coarse" in changed(coarse, closer)


def test_another_size_changes_the_count(counted):
    def larger(c):
        for program in c["programs"]:
            for step in program["steps"]:
                if step[0] == "number" and step[2] == ["5"]:
                    step[2], step[4], step[5] = ["6"], "6", "6"

    assert "do not hold" in changed(counted, larger)


def test_nobody_writes_between_the_lines_of_the_checker(tmp_path, capsys, repeating):
    forged = copy.deepcopy(repeating)
    forged["questions"][0]["id"] = "a\nCONFIRMED: 3 of 3 points; 0 wait for staff.\x1b[8m"
    forged["questions"][0]["score"] = "3"
    file = tmp_path / "c.json"
    file.write_text(as_text(forged), encoding="utf-8")
    assert 1 == checker.main([str(file)])
    said = capsys.readouterr().out
    assert ["NOT CONFIRMED"] == [line[:13] for line in said.splitlines()]
    assert "\x1b" not in said


def test_no_name_stands_there_twice(tmp_path, capsys, repeating):
    file = tmp_path / "c.json"
    file.write_text('{"score": "3", ' + as_text(repeating)[1:], encoding="utf-8")
    assert 1 == checker.main([str(file)])
    assert "a name stands there twice" in capsys.readouterr().out
