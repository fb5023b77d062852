"""A class whose students have numbers of their own: who is compared with whom, and what is common."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.cli.main import main
from grader.handout.solve import solve
from grader.report.features import ways_to_group
from grader.report.figures import sheet_of
from grader.report.gathered import Gathered, gather
from grader.report.other_sheets import agreements
from grader.report.sections import sections
from grader.report.wrong import groups, number_of

SHEET = """\
title: Two cells
vetting: {allow: [dead, activation-forgotten, work]}
points: 4
rounding: 2
follow_through: none
systems:
  one: &drawn
    cell: relu-rnn
    steps: 2
    given:
      V: {choose: [-1.5, 0.6, 0.9, 1.3]}
      W: {decimals: [0.1, 2], step: 0.01}
      h0: {decimals: [0.1, 2], step: 0.01}
      x: {decimals: [0.1, 2], step: 0.01, shape: [2]}
  two: *drawn
questions:
  - id: a
    prompt: Run the first.
    system: one
    answers: {a_z1: {value: "z[1]", points: 1}, a_z2: {value: "z[2]", points: 1}}
  - id: b
    prompt: Run the second.
    system: two
    answers: {b_z1: {value: "z[1]", points: 1}, b_z2: {value: "z[2]", points: 1}}
"""
FEW = """\
title: One cell
points: 4
rounding: 2
follow_through: none
systems:
  one: {cell: relu-rnn, steps: 2, given: {V: {choose: [0.4, 0.6]}, W: 0.7, h0: 1.9, x: [1.3, 1.7]}}
questions:
  - id: a
    prompt: Run it.
    system: one
    answers: {a_z1: {value: "z[1]", points: 2}, a_z2: {value: "z[2]", points: 2}}
"""
STUDENTS = tuple(f"s{k}" for k in range(8))
ALL = ("a_z1", "a_z2", "b_z1", "b_z2")


class Class:
    """Eight students with sheets of their own, who answer right unless a test says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"
        self.file, self.secret = folder / "sheet.yaml", folder / "secret.txt"
        self.file.write_text(SHEET, encoding="utf-8")
        self.secret.write_text("a secret of more than twenty letters\n", encoding="utf-8")
        self.numbers = ("--secret", str(self.secret))

    def right_for(self, student: str) -> dict[str, object]:
        return dict(solve(str(self.file), student=student, secret=str(self.secret)).answers)

    def graded(self, **other: dict[str, object]) -> Path:
        works = self.folder / "works"
        works.mkdir()
        for student in STUDENTS:
            answers = self.right_for(student) | other.get(student, {})
            (works / f"{student}.json").write_text(json.dumps(answers), encoding="utf-8")
        words = ["batch", str(works), "--assignment", str(self.file), "--out", str(self.out)]
        assert main([*words, "--jobs", "1", *self.numbers]) == 0
        return self.out


@pytest.fixture
def some_class(tmp_path: Path) -> Class:
    return Class(tmp_path)


def test_wrong_answers_in_two_questions_that_are_right_on_another_sheet_are_told_to_staff(
    some_class: Class,
) -> None:
    out = some_class.graded(s3=some_class.right_for("s5"), s6={"a_z1": 17.23, "b_z2": -3.77})
    found = agreements(gather(out))
    assert found is not None
    assert [("s3", "s5", ALL, 4, 0.0)] == [
        (one.student, one.other, one.answers, one.wrong, one.chance) for one in found.found
    ]
    assert 2 * 7 == found.compared, "two students have wrong answers, each against seven sheets"


def test_one_question_that_agrees_is_no_more_than_one_chain_and_is_not_told(
    some_class: Class,
) -> None:
    theirs = some_class.right_for("s5")
    out = some_class.graded(s3={name: theirs[name] for name in ("a_z1", "a_z2")})
    found = agreements(gather(out))
    assert found is not None
    assert () == found.found


def test_an_answer_of_another_shape_agrees_with_nothing(some_class: Class) -> None:
    theirs = some_class.right_for("s5")
    out = some_class.graded(s3={"a_z1": theirs["a_z1"], "b_z1": [theirs["b_z1"], 1]})
    found = agreements(gather(out))
    assert found is not None
    assert () == found.found


def test_where_the_secret_is_gone_a_report_tells_the_rest_and_compares_nothing(
    some_class: Class,
) -> None:
    out = some_class.graded(s3=some_class.right_for("s5"))
    some_class.secret.unlink()
    gathered = gather(out)
    assert agreements(gathered) is None
    assert [] == ways_to_group(gathered)
    assert 8 == len(gathered.graded)


def test_students_are_grouped_by_features_of_their_numbers_where_nobody_shares_them(
    some_class: Class,
) -> None:
    ways = dict(ways_to_group(gather(some_class.graded(s0={"a_z1": 17.23}))))
    assert ["negative weights", "a dying unit"] == list(ways)
    for groups_of in ways.values():
        assert 8 == sum(len(totals) for _, totals in groups_of)
        assert [3, *[4] * 7] == sorted(total for _, totals in groups_of for total in totals)


def test_students_who_share_variants_are_grouped_by_them(some_class: Class) -> None:
    some_class.file.write_text(FEW, encoding="utf-8")
    gathered = gather(some_class.graded(s7={"a_z1": 17.23}))
    ((name, parted),) = ways_to_group(gathered)
    assert ("by variant", ["variant 1", "variant 2"]) == (name, [label for label, _ in parted])
    assert [2, *[4] * 7] == sorted(total for _, totals in parted for total in totals)
    assert min(len(totals) for _, totals in parted) >= 2


def test_by_a_manifest_everybody_is_held_against_the_sheets_that_it_names(
    some_class: Class,
) -> None:
    sheets, roster = some_class.folder / "sheets", some_class.folder / "roster.csv"
    roster.write_text("id\n" + "\n".join(STUDENTS[:6]) + "\n", encoding="utf-8")
    words = ["variants", str(some_class.file), "--roster", str(roster), *some_class.numbers]
    assert main([*words, "--format", "md", "--out", str(sheets)]) == 0
    some_class.numbers = ("--manifest", str(next(sheets.rglob("manifest.json"))))
    gathered = gather(some_class.graded(s3=some_class.right_for("s5")))
    found = agreements(gathered)
    assert found is not None
    assert [("s3", "s5", 5)] == [(one.student, one.other, found.compared) for one in found.found]
    assert ["s6", "s7"] == [one.id for one in gathered.refused], "they are not in the manifest"


def test_a_report_of_an_assignment_that_moved_away_has_what_the_results_tell(
    some_class: Class,
) -> None:
    out = some_class.graded(s3={"a_z1": 17.23}, s4={"a_z1": 17.23})
    some_class.file.unlink()
    gathered = gather(out)
    assert gathered.course is None
    assert [] == groups(gathered)
    assert {} == gathered.by_question()
    assert agreements(gathered) is None
    assert [4.0] * 6 == sorted(gathered.totals)[2:]


def test_answers_wrong_by_the_same_factor_are_together_where_everybody_has_other_numbers(
    some_class: Class,
) -> None:
    right = {who: some_class.right_for(who) for who in ("s1", "s2")}
    double = {who: {"b_z1": 7 * float(str(right[who]["b_z1"]))} for who in right}
    found = groups(gather(some_class.graded(**double)))
    assert [("b_z1", ("s1", "s2"), 2.0)] == [(g.answer, g.students, g.cost) for g in found]
    assert "7" not in found[0].proposed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0.5", [0.5]),
        ("[1, 2]", [1, 2]),
        ("about one", None),
        ("inf", None),
        ("1e999", None),  # a number to Python, and larger than any
        ("[]", None),
        ("'x'", None),
        ("(" * 500 + "1" + ")" * 500, None),  # deeper than Python reads
    ],
)
def test_what_was_typed_is_a_number_only_where_it_plainly_is_one(
    typed: str, expected: list[float] | None
) -> None:
    found = number_of(typed)
    assert expected == (None if found is None else found.ravel().tolist())


def test_of_one_hand_in_there_are_no_figures() -> None:
    assert sheet_of({"a": [1]}, {"a": 1}) is None


def test_a_page_tells_staff_of_another_s_answers_and_compares_what_was_easier(
    some_class: Class,
) -> None:
    pytest.importorskip("altair", reason="until the extra `report` is installed")
    out = some_class.graded(s3=some_class.right_for("s5"), s6={"a_z1": 17.23})
    assert main(["report", str(out)]) == 0
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "right on another sheet" in page
    assert "1 of 14 comparisons have wrong answers in at least two questions" in page
    assert "Negative weights. sheets with negative weights: mean" in page
    assert "Everybody had the same numbers" not in page


def test_a_few_hand_ins_are_told_one_by_one_and_not_on_the_average(some_class: Class) -> None:
    out = some_class.graded()
    told = gather(out)
    few = list(sections(Gathered(told.works[:4], told.course)))
    assert ["scores", "mistakes", "groups", "variants", "agreement", "failures", "requests"] == [
        section.id for section in few
    ]
    assert "With 4 hand-ins an average says whom it is about" in few[0].sentences[-1]


PAIR = """\
title: One cell
points: 1
rounding: 3
follow_through: none
systems:
  one:
    cell: tanh-rnn
    steps: 2
    given: {W_x: 0.7, W_h: 0.4, b_h: 0.3, h0: 0.5, x: [1.3, 0.6]}
questions:
  - id: a
    prompt: Run it.
    system: one
    answers: {a_h2: {value: "h[2]", points: 1}}
"""


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("0.397", "bias-forgotten + recurrent-term-forgotten"),  # tanh(0.7·0.6)
        ("0.123", ""),
    ],
)
def test_what_several_share_is_explained_by_two_mistakes_where_one_pair_gives_it(
    tmp_path: Path, typed: str, proposed: str
) -> None:
    sheet, works, out = tmp_path / "pair.yaml", tmp_path / "works", tmp_path / "out"
    sheet.write_text(PAIR, encoding="utf-8")
    works.mkdir()
    for who in ("ada", "bob"):
        (works / f"{who}.yaml").write_text(f"a_h2: {typed}\n", encoding="utf-8")
    words = ["batch", str(works), "--assignment", str(sheet), "--out", str(out), "--jobs", "1"]
    assert main(words) == 0
    expected = [("a_h2", ("ada", "bob"), proposed)]
    assert expected == [(g.answer, g.students, g.proposed) for g in groups(gather(out))]
