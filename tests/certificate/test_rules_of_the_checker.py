"""What a forger can state that nothing proves: it is refused, or the checker says whose word it is."""

import copy
import json
import random
import time

import pytest

from tests.certificate.forged import (
    REPEATING,
    SIGMOID,
    certified,
    changed,
    finding,
    paid,
    said_of,
)
from tools import check_certificate as checker

VALUES = """
title: T
points: 3
systems:
  s: {cell: tanh-rnn, steps: 1, without: [W_y, b_y], given: {W_x: 0.5, W_h: 0.4, b_h: 0.1, h0: 0.2, x: [1]}}
questions:
- id: a
  system: s
  answers:
    a1: {kind: count, points: 1}
    a2: {kind: choice, options: {x: one, y: two}, value: x, points: 1}
    a3: {kind: choice, options: {x: one, y: two}, value: x, points: 1}
"""


@pytest.fixture(scope="module")
def carried(tmp_path_factory):
    """A wrong number, and two that follow from it."""
    rule = REPEATING.replace("RULE", "follow_through: 1/2")
    return certified(tmp_path_factory.mktemp("carried"), rule, "a1: 0.7\na2: 0.558\na3: -0.175")


@pytest.fixture(scope="module")
def repeating(tmp_path_factory):
    rule = REPEATING.replace("RULE", "repeated_mistake: 1/2")
    return certified(tmp_path_factory.mktemp("again"), rule, SIGMOID)


@pytest.fixture(scope="module")
def values(tmp_path_factory):
    """A count and choices, the last two of them wrong."""
    return certified(tmp_path_factory.mktemp("values"), VALUES, "a1: 3\na2: y\na3: y")


def claim(certificate, name, by):
    return next(c for c in finding(certificate, name)["claims"] if c["by"] == by)


def test_what_follows_from_a_wrong_number_is_confirmed(carried):
    assert ("1", "0") == (carried["score"], said_of(carried)[0])
    assert ["a1"] == [
        taken["answer"] for p in carried["programs"] for taken in p["taken"].values()
    ][:1]


# -- refused ------------------------------------------------------------------------------------


def stated(value, by):
    """A program that works out nothing: it states a number."""

    def change(c):
        row, entry = finding(c, "a1"), finding(c, "a1")["typed"][0]["value"]
        c["programs"].append(
            {"taken": {}, "given": {}, "steps": [["number", [], [entry], "", *[plain(entry)] * 2]]}
        )
        row["claims"].append(
            {"by": by, "program": len(c["programs"]) - 1, "registers": [0], "inside": [True],
             "accepted": [[entry, entry]], "enclosure": [[plain(entry)] * 2], "shown": ["inside"]}
        )  # fmt: skip
        row.update(verdict="carried" if by == "carried" else "right", share="1", followed=value)
        paid(c, "a1", "1/2" if by == "carried" else "1")

    return change


def plain(entry):
    top, _, bottom = entry.partition("/")
    return str(int(top) / int(bottom or 1))


def from_itself(c):
    """The claim of a2 goes on from a1; as that of a1 it goes on from itself."""
    finding(c, "a1")["claims"].append(copy.deepcopy(claim(c, "a2", "carried")))
    program = c["programs"][claim(c, "a2", "carried")["program"]]
    place = next(k for k, step in enumerate(program["steps"]) if step[0] in ("taken", "given") and step[2][0] in program["taken"])  # fmt: skip
    low, high = program["steps"][place][4:]
    made = {"registers": [place], "enclosure": [[low, high]], "accepted": [["7/10", "7/10"]]}
    finding(c, "a1")["claims"][-1] |= made
    finding(c, "a1").update(verdict="carried", share="1", followed="1")
    paid(c, "a1", "1/2")


def from_the_end(c):
    claim(c, "a1", "key")["registers"] = [-1]


def truth_as_a_place(c):
    claim(c, "a1", "key")["registers"] = [True]


def two_keys(c):
    finding(c, "a1")["claims"].append(copy.deepcopy(claim(c, "a1", "key")))


def more_than_all(c):
    c["questions"][0]["follow_through"] = "2"


def less_than_nothing(c):
    c["questions"][0]["cap"] = "-1"
    c["questions"][0]["max_score"] = c["max_score"] = "-1"


def fractional_place(c):
    claim(c, "a1", "key")["program"] = 0.5


def another_number_under_another_reading(c):
    reading = copy.deepcopy(c["questions"][0]["readings"][0])
    reading["id"] = "other"
    reading["findings"]["a1"]["typed"][0] |= {"text": "0.604", "value": "151/250"}
    c["questions"][0]["readings"].append(reading)


def more_open(c):
    for program in c["programs"]:
        for taken in program["taken"].values():
            taken["halves"] = ["1"] * len(taken["halves"])


def negative_points(c):
    c["questions"][0]["answers"][0]["points"] = "-1"


def huge_points(c):
    c["questions"][0]["answers"][0]["points"] = "9" * 401


def all_of_them_by_a_mark(c):
    c["questions"][0]["answers"][0]["mark"] = "2"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (stated("1", "carried"), "what follows is wrong"),
        (from_itself, "what follows is wrong"),
        (from_the_end, "it points at no step"),
        (truth_as_a_place, "it points at no step"),
        (two_keys, "it is not held against the key"),
        (more_than_all, "a2: no points from 0 to 1"),
        (less_than_nothing, "no rule gives that"),
        (fractional_place, "TypeError"),
        (another_number_under_another_reading, "under another reading another number was typed"),
        (more_open, "leaves more open than its digits do"),
        (negative_points, "no points from 0 to -1"),
        (huge_points, "is no number"),
        (all_of_them_by_a_mark, "no points from 0 to 1"),
    ],
)
def test_what_no_rule_gives_is_refused(change, why, carried):
    assert why in changed(carried, change)


def coarse(c):
    c["questions"][0]["answers"][1]["precision_penalty"] = "1/2"
    finding(c, "a2")["note"] = checker.COARSE
    paid(c, "a2", "1/2")


def a_mistake_made_again(c):
    c["questions"][0]["repeated_mistake"] = "1"
    for name in ("a2", "a3"):
        finding(c, name)["mistake"] = "number.sign"
    paid(c, "a3", "1")


def code(c):
    c["questions"][0]["answers"][1]["kind"] = "function"


@pytest.mark.parametrize("change", [coarse, a_mistake_made_again, code])
def test_words_are_neither_coarse_nor_a_mistake_made_again_nor_code(change, values):
    assert "nothing shows that it is code, coarse, or that mistake" in changed(values, change)


def test_nobody_names_a_mistake_after_an_answer_that_made_none(repeating):
    def named(c):
        for row in ("a1", "a2"):
            finding(c, row).pop("mistake")
        finding(c, "a2")["mistake"] = " a1"
        claim(c, "a2", "named")["called"] = " a1"
        for name, points in {"a2": "0", "a3": "0"}.items():
            paid(c, name, points)

    said = changed(repeating, named)
    assert "0" == said[0]  # it is confirmed with no points for it


def test_a_penalty_of_nothing_in_other_letters_is_none(tmp_path):
    rule = REPEATING.replace("RULE", "follow_through: none\n  precision_penalty: 1/2")
    certificate = certified(tmp_path, rule, "a1: 0.6\na2: 0.9\na3: 0.12345")

    def free(c):
        c["questions"][0]["answers"][0]["precision_penalty"] = "0/1"
        paid(c, "a1", "1")

    assert "a1 earns 0" in changed(certificate, free)


# -- said ---------------------------------------------------------------------------------------


def test_an_alternative_is_said_to_be_the_word_of_the_assignment(carried):
    said = changed(carried, stated("0", "alternative"))
    assert "a1: right by an alternative that the assignment is said to allow" in said


def proved(c):
    c["questions"][0]["implies"] = {"a1": ["a2"]}
    paid(c, "a2", "1")


def marked(c):
    c["questions"][0]["answers"][1]["mark"] = "1"
    paid(c, "a2", "1")


def other_reading(c):
    c["questions"][0]["readings"].append(copy.deepcopy(c["questions"][0]["readings"][0]))


def odd_number(c):
    finding(c, "a2")["typed"] = [{"text": "one half", "value": "1/2", "decimals": None}]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (proved, "a2: 1 and not 0, as the assignment is said to tie it to others"),
        (marked, "a2: staff gave 1"),
        (other_reading, "a: read as , which the assignment is said to allow"),
        (odd_number, "a2: 'one half' was read as 1/2, observed"),
    ],
)
def test_a_rule_that_nothing_proves_is_said(change, line, values):
    assert line in changed(values, change)


def test_what_the_checker_does_not_know_changes_nothing(carried):
    def more(c):
        c["remark"] = "CONFIRMED: 3 of 3 points"
        finding(c, "a1")["bonus"] = "1"
        c["questions"][0]["awards"]["a1"]["extra"] = "5"

    assert said_of(carried) == changed(carried, more)


# -- soon -----------------------------------------------------------------------------------------


def certificate_of(*steps, registers=()):
    """A certificate that asks for the enclosures of these steps."""
    low = [row[4:] for row in steps]
    claims = {"by": "key", "program": 0, "registers": list(registers), "inside": [False],
              "accepted": [["0", "0"]], "enclosure": [low[k] for k in registers], "shown": ["outside"]}  # fmt: skip
    found = {"typed": [{"text": None, "value": "9", "decimals": None}], "claims": [claims], "note": "",
             "verdict": "wrong", "share": "0", "followed": "0", "credit": "0"}  # fmt: skip
    answer = {
        "name": "a",
        "kind": "number",
        "points": "1",
        "per_entry": False,
        "precision_penalty": "0",
    }
    question = {"id": "q", "answers": [answer], "readings": [{"id": "", "findings": {"a": found}}]}
    programs = [{"taken": {}, "given": {}, "steps": list(steps)}]
    return json.dumps({"certificate": 1, "questions": [question], "programs": programs})


def chain(count):
    """A number, and as often another sign."""
    one = ["number", [], ["1"], "", "1", "1"]
    return [one, *(["negate", [k], [], "", *["1" if k % 2 else "-1"] * 2] for k in range(count))]


HOSTILE = {
    "no number": '{"certificate": NaN}',
    "an endless one": '{"certificate": 1, "questions": [], "score": -Infinity}',
    "a number of many digits": '{"certificate": ' + "9" * 1_000_000 + "}",
    "deep lists": '{"certificate": ' + "[" * 200_000,
    "deep names": '{"a":' * 100_000,
    "a chain that asks for itself": certificate_of(*chain(3000), registers=[3000]),
    "a huge power": certificate_of(["number", [], ["2000.5"], "", "2000.5", "2000.5"], ["exp", [0], [], "", "0", "1"]),
    "a huge logarithm": certificate_of(["number", [], ["9" * 400], "", "0", "1"], ["log", [0], [], "", "0", "1"]),
    "a rounding without sense": certificate_of(["number", [], ["1"], "", "1", "1"], ["round", [0], ["decimals", True, 1, 0], "", "1", "1"]),
    "an unknown operation": certificate_of(["number", [], ["1"], "", "1", "1"], ["eval", [0], [], "", "1", "1"]),
    "a step of nothing": certificate_of([]),
    "not text": "\x00\x01",
    "another alphabet": '{"certificate": 1, "questions": [], "programs": [], "score": "१"}',
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_soon_and_in_one_line(text, tmp_path, capsys):
    file = tmp_path / "c.json"
    file.write_text(text, encoding="utf-8")
    start = time.perf_counter()
    assert checker.main([str(file)]) in (1, 2)
    said = capsys.readouterr().out
    assert said.startswith(("NOT CONFIRMED: ", "This is no certificate: "))
    assert (1, True) == (said.count("\n"), len(said) < 500)
    assert time.perf_counter() - start < 5


def test_a_certificate_of_endless_work_is_refused(monkeypatch):
    monkeypatch.setattr(checker, "MOST", 100)
    with pytest.raises(checker.Refused, match="more work than any honest certificate"):
        checker.check(json.loads(certificate_of(*chain(101), registers=[101])), [])


@pytest.mark.parametrize(
    "words",
    [[], ["--assignment"], ["c.json", "--assignment"], ["c.json", "--student", "x"], ["-h"]],
    ids=" ".join,
)
def test_whoever_calls_it_otherwise_is_told_how(words, capsys):
    assert 1 == checker.main(words)
    assert capsys.readouterr().out.endswith(f"{checker.USAGE}\n")


def test_how_far_an_answer_may_be_from_the_key_is_said(tmp_path):
    near = 'a1: {value: "h[1]", tolerance: {absolute: 0.02}}'
    rule = REPEATING.replace('a1: "h[1]"', near).replace("  RULE\n", "")
    said = said_of(certified(tmp_path, rule, "a1: 0.6\na2: 0.6\na3: 0.1"))
    assert "accepted if no further than 1/50 from the key, as the assignment is said to ask" in said


def swapped_programs(c):
    c["programs"] = c["programs"][::-1]


def program_of_another(c):
    claim(c, "a1", "key")["program"] = len(c["programs"]) - 1


@pytest.mark.parametrize("change", [swapped_programs, program_of_another])
def test_programs_cannot_be_exchanged(change, carried):
    assert isinstance(changed(carried, change), str)


def test_points_cannot_be_moved_between_answers(carried):
    def moved(c):
        c["questions"][0]["answers"][0]["points"] = "0"
        c["questions"][0]["answers"][1]["points"] = "2"

    assert "a2 earns 1, and 0 wait" == changed(carried, moved)


def test_the_digest_of_another_work_does_not_fit(carried, tmp_path, capsys):
    file, work = tmp_path / "c.json", tmp_path / "another.yaml"
    file.write_text(json.dumps(carried), encoding="utf-8")
    work.write_text("a1: 0.604\n", encoding="utf-8")
    assert 1 == checker.main([str(file), "--submission", str(work)])
    assert f"NOT CONFIRMED: {work} is another submission\n" == capsys.readouterr().out


ODD = (None, True, -1, 10**18, "", "0", "1/0", "9" * 399, "1e9", [], {}, 1.5, "right", "key")


def places(node):
    """Every place of a certificate: what holds it, and its name or number there."""
    for key, value in [*(node.items() if isinstance(node, dict) else enumerate(node))]:
        yield node, key
        if isinstance(value, (dict, list)):
            yield from places(value)


def test_a_broken_certificate_ends_in_a_line_and_earns_nothing_more(carried, tmp_path, capsys):
    chance, file = random.Random(21), tmp_path / "c.json"
    for _ in range(20):
        broken = copy.deepcopy(carried)
        holder, key = chance.choice([*places(broken)])
        if chance.random() < 0.3:
            del holder[key]
        else:
            holder[key] = chance.choice(ODD)
        file.write_text(json.dumps(broken), encoding="utf-8")
        ends = checker.main([str(file)])
        said = capsys.readouterr().out.splitlines()
        if ends:
            assert (1, True) == (len(said), said[0].startswith(("NOT CONFIRMED: ", "This is no c")))
        else:
            assert said[-1].startswith("CONFIRMED: 1 of 3 points")
