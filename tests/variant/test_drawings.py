"""Numbers that were handed out stay: manifests, kits and zips of the commit c41c199, and its draws."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.assignment.locate import shipped_folder
from grader.gradescope.folders import read_settings
from grader.gradescope.metadata import User
from grader.gradescope.variant import whose
from grader.grading.grade import check
from grader.handout.folder import make
from grader.handout.roster import Student
from grader.kit.stripped import stripped
from grader.outcome.errors import InputError
from grader.variant.drawings import DRAWING, FIRST_DRAWING
from grader.variant.issue import numbers_of
from grader.variant.lottery import Lottery
from grader.variant.manifest import freeze, read_manifest, write_manifest
from grader.variant.selection import select
from tests.sizes import LARGE, later

THEN = Path(__file__).parent / "c41c199"
SECRET = THEN / "zip" / "secret" / "secret.txt"
SHEET = THEN / "zip" / "assignments" / "exam-relu-9" / "assignment.yaml"
ASA = "Asa.Oberg@Uni.EDU"
DIGESTS = json.loads((THEN / "digests.json").read_text())


@pytest.mark.parametrize("sheet", later(sorted({key.split()[0] for key in DIGESTS}), LARGE[:1]))
def test_the_secret_draws_the_numbers_that_it_drew_then(sheet: str) -> None:
    assignment = load_assignment(THEN / "zip" / "assignments" / sheet / "assignment.yaml")
    for student in ("A1", ASA):
        numbers = numbers_of(assignment, student, SECRET.read_bytes().strip())
        plain = json.dumps([numbers.given, numbers.cells, numbers.words], sort_keys=True)
        found = hashlib.sha256(plain.encode()).hexdigest()
        assert DIGESTS[f"{sheet} {student}"] == found, student


JACOBIANS = "cfd5dc2629a102b7f1bab7660719a6a2722bb65ff6df4918860774bc954b694e"


@pytest.mark.slow
def test_a_jacobian_whose_mistake_hides_in_a_row_moves_nobody_s_numbers_where_some_can_be_drawn() -> (
    None
):
    """As they were drawn before rows were looked at together."""
    assignment = load_assignment(shipped_folder() / "training-by-hand" / "assignment.yaml")
    drawn = Lottery(assignment).drawn(b"secret1", [f"st{k}" for k in range(16)])
    numbers = [drawn.numbers(k) for k in range(16)]
    plain = json.dumps([[n.given, n.cells, n.words] for n in numbers], sort_keys=True)
    assert JACOBIANS == hashlib.sha256(plain.encode()).hexdigest()


def test_a_manifest_from_then_is_read_and_says_nothing_of_its_drawing() -> None:
    manifest = read_manifest(THEN / "manifest.json", load_assignment(SHEET))
    assert (FIRST_DRAWING, ("ada@x.edu", "bo@x.edu", ASA)) == (manifest.drawing, manifest.students)


@pytest.mark.parametrize(
    ("student", "by"),
    [
        (ASA, "secret"),
        (None, "secret"),
        ("asa.oberg@uni.edu", "secret"),
        (ASA, "manifest"),
        ("ASA.OBERG@UNI.EDU", "manifest"),
    ],
)
def test_answers_to_a_sheet_from_then_are_right(student: str | None, by: str) -> None:
    options = (
        {"secret": str(SECRET)} if by == "secret" else {"manifest": str(THEN / "manifest.json")}
    )
    report = check(THEN / "solved.json", assignment=str(SHEET), student=student, **options)
    assert 7.5 == report.score
    assert "of another" not in "".join(report.remarks)


def test_new_students_of_a_class_from_then_are_drawn_as_then(tmp_path: Path) -> None:
    shutil.copy(THEN / "manifest.json", tmp_path / "manifest.json")
    assignment = load_assignment(SHEET)
    make(assignment, [Student(ASA), Student("A1")], tmp_path, formats=["md"], secret=str(SECRET))
    after = read_manifest(tmp_path / "manifest.json", assignment)
    assert numbers_of(assignment, "A1", SECRET.read_bytes().strip()) == after.numbers("A1")
    assert read_manifest(THEN / "manifest.json").numbers(ASA) == after.numbers(ASA)


def test_a_kit_from_then_grades_and_says_nothing_of_its_drawing(tmp_path: Path) -> None:
    shutil.copy(THEN / "kit" / "assignment.yaml", tmp_path / "assignment.yaml")
    (tmp_path / "answers.yaml").write_text("assignment: exam-relu-9\nc_h2: 0\n")
    report = check(tmp_path / "answers.yaml")
    assert ("kit", "A1") == (report.source, report.student)


def test_the_zip_from_then_still_names_its_secret() -> None:
    settings = read_settings(THEN / "zip")
    assert settings.secret == SECRET


@pytest.mark.parametrize(
    ("user", "line", "drawn_for"),
    [
        (User(id="7", email="asa.oberg@uni.edu"), ASA, ASA),
        (User(id="7", sid="0012", email=ASA), ASA, ASA),
        (User(id="7", sid="0012", email=ASA), None, "0012"),
        (User(id="7", sid="0012", email=ASA), "somebody@x.edu", "0012"),
    ],
)
def test_the_line_of_a_sheet_decides_under_which_of_their_names_somebody_is_drawn(
    user: User, line: str | None, drawn_for: str
) -> None:
    assert drawn_for == whose([user], line, None)


def test_manifest_and_kit_record_how_numbers_were_drawn(tmp_path: Path) -> None:
    assignment = load_assignment(SHEET)
    manifest = freeze(assignment, ["A1"], SECRET.read_bytes().strip())
    write_manifest(manifest, tmp_path / "manifest.json")
    assert DRAWING == json.loads((tmp_path / "manifest.json").read_text())["drawing"]
    filled_in = select(assignment, "A1", secret=str(SECRET)).assignment
    kit = stripped(filled_in, "A1").kit
    assert kit is not None
    assert DRAWING == kit.drawing


def test_numbers_of_a_later_grader_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    manifest = read_manifest(THEN / "manifest.json")
    write_manifest(type(manifest)(**{**vars(manifest), "drawing": DRAWING + 1}), path)
    with pytest.raises(InputError, match="update it"):
        read_manifest(path)
