"""What a course does with the points afterwards, and what only odd sheets, drawn ones and the zoo bring up."""

import json

import pytest

from bench import certificates as bench
from grader.certificate import as_text, certify
from grader.cli.main import main
from tests.certificate.forged import changed, finding, said_of
from tools import check_certificate as checker

LATE = """
title: T
points: 2
gradescope: {late: {per_day: 1/10, grace_minutes: 15, most: 1/2}ATTEMPTS}
questions:
- id: a
  answers: {a1: {kind: choice, options: {x: one, y: two}, value: x, points: 2}}
"""
DUE, LATER = "2026-05-01T23:59+02:00", "2026-05-03T12:00+02:00"


@pytest.fixture
def late(tmp_path):
    """A right answer, handed in on the second day after it was due."""
    return written(tmp_path, "--due", DUE, "--handed-in", LATER)


def written(folder, *dates, attempts=""):
    sheet, work, out = (folder / name for name in ("assignment.yaml", "work.yaml", "c.json"))
    sheet.write_text(LATE.replace("ATTEMPTS", attempts), encoding="utf-8")
    work.write_text("a1: x\n", encoding="utf-8")
    assert 0 == main(["certify", str(work), "--assignment", str(sheet), *dates, "--out", str(out)])
    return json.loads(out.read_text(encoding="utf-8"))


def test_the_certificate_shows_what_late_work_is_left(late):
    line = "2 days late by the dates that it states, at 1/10 a day, at most 1/2: 8/5 of the points are left"
    assert ["0", line] == said_of(late)
    assert ("2", "8/5") == (late["score"], late["late"]["left"])


CLOCKS = [
    ("2026-05-02T00:14+02:00", 0, "2", "within the grace period"),
    ("2026-05-02T00:15+02:00", 1, "9/5", "beyond it the whole lateness counts"),
    ("2026-06-30T00:00+02:00", 60, "1", "and never more than the most"),
    ("2026-05-01T12:00+02:00", 0, "2", "early"),
]


@pytest.mark.parametrize(("came", "days", "left", "why"), CLOCKS)
def test_the_checker_counts_days_as_the_course_does(tmp_path, came, days, left, why):
    found = written(tmp_path, "--due", DUE, "--handed-in", came)
    assert (days, left) == (found["late"]["days"], found["late"]["left"]), why
    assert f"{days} days late" in said_of(found)[1]


def test_a_change_of_clocks_costs_nobody_a_day(tmp_path):
    dates = ("--due", "2026-10-31T20:00-04:00", "--handed-in", "2026-11-01T19:30-05:00")
    assert "1 days late" in said_of(written(tmp_path, *dates))[1]


def later_deadline(c):
    c["late"]["due"] = "2026-05-02T23:59:00+02:00"


def cheaper(c):
    c["late"]["per_day"] = "1/20"


def more_than_there_was(c):
    c["late"] |= {"per_day": "-1/10", "left": "12/5"}


def endless_grace(c):
    c["late"]["grace_minutes"] = 10**15


def no_date(c):
    c["late"]["due"] = "soon"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (later_deadline, "1 days late, 9/5 are left"),
        (cheaper, "2 days late, 9/5 are left"),
        (more_than_there_was, "2 days late, 12/5 are left"),
        (endless_grace, "OverflowError"),
        (no_date, "ValueError"),
    ],
)
def test_whoever_changes_a_date_or_a_rule_is_found_out(change, why, late):
    assert why in changed(late, change)


def test_rules_that_only_a_course_system_applies_are_said_not_to_be_shown(tmp_path):
    found = written(tmp_path, attempts=", attempts_per_day: 3, counts: best")
    assert [
        "0",
        "not shown: late work loses 1/10 of its points a day, at most 1/2",
        "not shown: 3 attempts a day are graded",
        "not shown: of all attempts the best counts",
    ] == said_of(found)


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (["--due", DUE], "Late work is told by two dates"),
        (["--due", DUE, "--handed-in", "soon"], "--handed-in soon is no date"),
    ],
)
def test_lateness_needs_two_dates(tmp_path, dates, sentence, capsys):
    with pytest.raises(AssertionError):
        written(tmp_path, *dates)
    assert sentence in capsys.readouterr().err


def test_a_folder_is_held_against_the_digest_of_its_files(tmp_path, late, capsys):
    work, file = tmp_path / "work", tmp_path / "c.json"
    (work / "more").mkdir(parents=True)
    (work / "more" / "a.py").write_text("x = 1\n", encoding="utf-8")
    (work / "b.py").write_text("y = 1\n", encoding="utf-8")
    late["submission"]["sha256"] = checker.digest(work)
    file.write_text(as_text(late), encoding="utf-8")
    assert 0 == checker.main([str(file), "--submission", str(work)])
    (work / "b.py").write_text("y = 2\n", encoding="utf-8")
    assert 1 == checker.main([str(file), "--submission", str(work)])
    assert "is another submission" in capsys.readouterr().out


# -- numbers that are gone on from although their own answer has no bounds ----------------------

UNBOUNDED = """
title: T
points: 3
rounding: {decimals: 2, at: every}
follow_through: full
cells:
  odd: |
    # A cell that divides by little
    w: scalar given   # factor
    x: scalar given   # input
    y: scalar         # product
    q: scalar         # quotient
    r: scalar         # result
    y = w * x
    q = 1 / (y - 0.5)
    r = tanh(q / 40)
systems:
  s: {cell: odd, given: {w: 0.9, x: 0.9}}
questions:
- id: a
  answers: {a1: "y", a2: "q", a3: "r"}
"""


def test_numbers_of_an_answer_that_is_only_observed_can_be_gone_on_from(tmp_path):
    sheet, work = tmp_path / "assignment.yaml", tmp_path / "work.yaml"
    sheet.write_text(UNBOUNDED, encoding="utf-8")
    work.write_text("a1: 0.5\na2: 9\na3: 0.22\n", encoding="utf-8")
    certificate = certify(work, assignment=str(sheet))[1]
    assert ("2", "9") == (certificate["score"], finding(certificate, "a2")["typed"][0]["value"])
    observed = "a2: not certified, observed: carried (number.carried: it divides by a number that may be 0)"
    assert ["1", observed] == said_of(certificate)[:2]


def test_what_was_not_typed_is_not_gone_on_from(tmp_path):
    sheet, work = tmp_path / "assignment.yaml", tmp_path / "work.yaml"
    sheet.write_text(UNBOUNDED, encoding="utf-8")
    work.write_text("a1: 0.5\na2: 9\na3: 0.22\n", encoding="utf-8")

    def not_typed(c):
        finding(c, "a2").pop("typed")

    assert "a2 was not typed as q" == changed(certify(work, assignment=str(sheet))[1], not_typed)


TIED = """
title: T
points: 1
rounding: 3
systems:
  s: {cell: tanh-rnn, steps: 1, without: [W_y, b_y],
      given: {W_x: [[0.5], [0.5]], W_h: [[0.1, 0.1], [0.1, 0.1]], b_h: [0.1, 0.1], h0: [0, 0], x: [[0.3]]}}
questions:
- id: a
  answers: {a1: {kind: sequence, value: "argmax(h[t])", labels: [one, two]}}
"""


def test_a_choice_between_equal_numbers_is_observed(tmp_path):
    sheet, work = tmp_path / "assignment.yaml", tmp_path / "work.yaml"
    sheet.write_text(TIED, encoding="utf-8")
    work.write_text("a1: [one]\n", encoding="utf-8")
    said = said_of(certify(work, assignment=str(sheet))[1])
    why = "which number is largest is not sure"
    assert ["1", f"a1: not certified, observed: right (sequence.match: {why})"] == said


# -- drawn variants, and the zoo -----------------------------------------------------------------


def test_a_certificate_of_a_drawn_variant_is_confirmed():
    found = bench.certified("exam-relu-9", 1, 1, ["carried"])
    assert (1, 0) == (found["confirmed"], found["not confirmed"])


@pytest.mark.slow
@pytest.mark.parametrize("name", [*bench.SHARES])
def test_certificates_of_all_kinds_of_work_on_a_drawn_variant_are_confirmed(name):
    found = bench.certified(name, 0, 0)
    assert (4, 0) == (found["confirmed"], found["not confirmed"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder", sorted(path.parent.name for path in bench.ZOO.glob("*/expected.yaml"))
)
def test_every_submission_of_the_zoo_is_confirmed(folder):
    found = bench.of_zoo(folder)
    assert (True, 0) == (found["confirmed"] > 0, found["not confirmed"])
