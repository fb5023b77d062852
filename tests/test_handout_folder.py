"""A class on disk: what lies where, what is made again, and whose numbers stay."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import find_assignment, load_assignment
from grader.cli.main import main
from grader.errors import InputError
from grader.handout.folder import folder_name, make
from grader.handout.roster import Student

ADA, BOB, CY = Student("A1", "Ada"), Student("B/2", "Bob"), Student("keys", "Cy")
SHEET = load_assignment(find_assignment("exam-relu-9"))


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret"
    path.write_text("correct horse battery staple\n")
    return str(path)


def files(folder):
    return {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file()}


def test_every_student_has_a_folder_and_staff_the_keys(tmp_path, secret):
    make(SHEET, [ADA, BOB, CY], tmp_path / "out", formats=["html"], secret=secret)
    names = {n for n in files(tmp_path / "out") if not n.startswith(".")}
    own = {"A1", "B%2F2", "%6Beys"}
    assert names == {"manifest.json"} | {f"{n}/{f}" for n in own for f in ("answers.py", "sheet.html")} | {f"keys/{n}.html" for n in own}  # fmt: skip


def test_only_what_changed_is_made_again(tmp_path, secret):
    out = tmp_path / "out"
    assert 9 == make(SHEET, [ADA, BOB, CY], out, formats=["md"], secret=secret).written
    assert 0 == make(SHEET, [ADA, BOB, CY], out, formats=["md"], secret=secret).written
    (out / "A1" / "sheet.md").unlink()
    assert 1 == make(SHEET, [ADA, BOB, CY], out, formats=["md"], secret=secret).written
    renamed = replace(BOB, name="Robert")
    assert 3 == make(SHEET, [ADA, renamed, CY], out, formats=["md"], secret=secret).written


def test_numbers_that_were_handed_out_stay(tmp_path, secret):
    out = tmp_path / "out"
    make(SHEET, [ADA], out, formats=["md"], secret=secret)
    before = json.loads((out / "manifest.json").read_text())["students"]
    other = tmp_path / "other"
    other.write_text("quite another secret than before")
    forward = SHEET.systems["forward"]
    moved = replace(forward, given={**forward.given, "W": {"choose": [7, 8]}})
    edited = replace(SHEET, systems={**SHEET.systems, "forward": moved})
    made = make(edited, [ADA, BOB], out, formats=["md"], secret=str(other))
    after = json.loads((out / "manifest.json").read_text())["students"]
    assert before["A1"] == after["A1"]
    assert after["B/2"]["given"]["forward"]["W"] <= 6, "new students are drawn as the others were"
    assert any("frozen" in remark for remark in made.remarks)


def test_a_drawn_sheet_needs_a_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("GRADER_SECRET", raising=False)
    with pytest.raises(InputError, match="--secret or GRADER_SECRET"):
        make(SHEET, [ADA], tmp_path / "out", formats=["md"])


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_an_id_is_a_safe_name_of_its_own(one, other):
    name = folder_name(one)
    assert 0 < len(name) < 200
    assert not {*name} & {*'/\\:*?"<>|\0'}
    assert name not in (".", "..", "keys", "manifest.json")
    assert (one == other) == (name == folder_name(other))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "docx"], "there is no format docx"),
        (["--format", ","], "no format is named"),
        (["--id", "Mail"], 'no column "Mail"'),
    ],
)
def test_a_mistake_on_the_command_line_is_said(words, said, tmp_path, secret, capsys):
    roster = tmp_path / "r.csv"
    roster.write_text("SID,Name\nA1,Ada\n")
    start = ["variants", "exam-relu-9", "--roster", str(roster), "--out", str(tmp_path / "o")]
    assert 2 == main([*start, "--secret", secret, *words])
    assert said in capsys.readouterr().err


def test_the_command_makes_what_check_grades(tmp_path, secret, capsys):
    roster = tmp_path / "r.csv"
    roster.write_text("SID,Name\nA1,Ada\n")
    out = tmp_path / "o"
    start = ["variants", "exam-relu-9", "--roster", str(roster), "--out", str(out)]
    assert 0 == main([*start, "--secret", secret, "--format", "html,md"])
    assert "1 student, 5 files written" in capsys.readouterr().out
    manifest = ["--manifest", str(out / "manifest.json")]
    assert 1 == main(["check", str(out / "A1" / "answers.py"), *manifest, "--json"])
    assert 0 == json.loads(capsys.readouterr().out)["score"]
