"""Frozen numbers: the manifest, and whose sheet a submission was worked from."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.grading.grade import check
from grader.handout.solve import solve, solved
from grader.handout.template import template
from grader.outcome.errors import InputError
from grader.outcome.typed import Typed
from grader.variant.issue import numbers_of_class
from grader.variant.manifest import Manifest, freeze, read_manifest, write_manifest
from grader.variant.recognise import recognise
from grader.variant.secret import read_secret
from grader.variant.selection import select
from grader.variant.student_numbers import filled
from tests.sizes import LARGE, later

SECRET = b"correct horse battery staple"
CLASS = [f"s{k}" for k in range(12)]


@cache
def sheet(name: str = "exam-bptt-8") -> Assignment:
    return load_assignment(find_assignment(name))


@cache
def frozen(name: str = "exam-bptt-8") -> Manifest:
    return freeze(sheet(name), CLASS, SECRET)


@pytest.fixture
def on_disk(tmp_path: Path):
    def write(name: str = "exam-bptt-8") -> Path:
        path = tmp_path / "manifest.json"
        write_manifest(frozen(name), path)
        return path

    return write


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret"
    path.write_bytes(SECRET + b"\n")
    return str(path)


@pytest.mark.parametrize(
    "name", later(["exam-bptt-8", "quiz-gated-cells", "sheet-pos-tagging"], LARGE[:1])
)
def test_a_manifest_comes_back_from_its_file(name, on_disk):
    assert frozen(name) == read_manifest(on_disk(name), sheet(name))


def test_the_manifest_has_the_numbers_that_the_secret_gives():
    expected = dict(zip(CLASS, numbers_of_class(sheet(), CLASS, SECRET), strict=True))
    assert expected == frozen().own


def test_one_line_a_student_can_be_compared(on_disk):
    lines = on_disk().read_text().splitlines()
    assert len(CLASS) == sum(line.startswith('"s') and '"hash"' in line for line in lines)


def test_an_edit_of_the_file_moves_nobody_s_numbers(on_disk):
    figure = sheet().systems["figure"]
    given = {**figure.given, "u": {"integers": [50, 60], "original": 55}, "h0": 4}
    edited = replace(
        sheet(),
        title="Another title",
        systems={**sheet().systems, "figure": replace(figure, given=given)},
    )
    chosen = select(edited, "s3", manifest=str(on_disk()))
    before = filled(sheet(), frozen().numbers("s3"))
    assert before.systems == chosen.assignment.systems
    assert chosen.assignment.title == "Another title"
    assert "figure: the assignment's file has changed" in chosen.staff[0]


def test_an_edit_of_words_and_points_says_nothing(on_disk):
    chosen = select(replace(sheet(), title="Other"), "s3", manifest=str(on_disk()))
    assert not chosen.staff


def test_another_condition_moves_nobody_s_numbers_and_says_nothing(on_disk):
    figure = replace(sheet().systems["figure"], require=())
    assert sheet().systems["figure"].require != figure.require
    edited = replace(sheet(), systems={**sheet().systems, "figure": figure})
    assert not select(edited, "s3", manifest=str(on_disk())).staff


def tampered(path: Path, change) -> Path:
    stored = json.loads(path.read_text())
    change(stored)
    path.write_text(json.dumps(stored))
    return path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m["students"]["s2"]["given"]["figure"].update(u=99),
         "the numbers of s2 do not match their hash"),
        (lambda m: m["systems"]["figure"]["given"].update(h0=99), "do not match their hash"),
        (lambda m: m["students"]["s2"].pop("hash"), "the numbers of s2 do not match their hash"),
        (lambda m: m["students"].update(s77=m["students"]["s2"]), "the numbers of s77 do not match"),
        (lambda m: m.pop("students"), "is no manifest of variants"),
        (lambda m: m.update(format=99), "is no manifest of variants"),
        (lambda m: m.update(students=[1]), "is no manifest of variants"),
        (lambda m: m["students"].update(s1="x"), "is no manifest of variants"),
    ],
)  # fmt: skip
def test_a_manifest_that_was_changed_is_noticed(change, said, on_disk):
    path = tampered(on_disk(), change)
    with pytest.raises(InputError, match=said):
        read_manifest(path, sheet())


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is no manifest"), (b"\xff\x00", "is no manifest"), (b"[1]", "is no manifest"),
     (b"[" * 100_000, "is no manifest"), (None, "cannot be read: No such file")],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(content, said, tmp_path):
    path = tmp_path / "m.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_manifest(path)


def test_a_manifest_belongs_to_one_assignment(on_disk):
    with pytest.raises(InputError, match="is the manifest of exam-bptt-8, not of exam-relu-12"):
        read_manifest(on_disk(), sheet("exam-relu-12"))


def test_a_draw_added_later_is_named(on_disk):
    figure = sheet().systems["figure"]
    given = {"same": "figure.u"}
    edited = replace(
        sheet(),
        systems={**sheet().systems, "new": replace(figure, given={**figure.given, "u": given})},
    )
    with pytest.raises(InputError, match=r"s0 has no numbers for new.u"):
        select(edited, "s0", manifest=str(on_disk()))


def test_nobody_stands_twice():
    with pytest.raises(InputError, match="b stand twice in the list of students"):
        freeze(sheet(), ["a", "b", "b"], SECRET)


def test_twins_are_drawn_again_where_the_space_allows():
    tiny = sheet("exam-relu-12")
    relu = tiny.systems["relu"]
    few = {"choose": [2, 3], "original": 2}
    given = {**relu.given, "V": few, "W": few, "h0": -8, "x": [1, 5, 7]}
    tiny = replace(tiny, systems={**tiny.systems, "relu": replace(relu, given=given)})
    found = freeze(tiny, ["a", "b", "c"], SECRET)
    assert not found.alike
    numbers = [json.dumps(one.given["relu"], sort_keys=True) for one in found.own.values()]
    assert len(set(numbers)) == 3
    crowd = freeze(tiny, [f"s{k}" for k in range(9)], SECRET)
    assert 9 - len(crowd.alike) <= sum(len(group) for group in crowd.alike) + 4
    assert crowd.alike


# -- grading by it --------------------------------------------------------------------------


def submitted(tmp_path: Path, answers: dict, student: str | None = None) -> Path:
    path = tmp_path / "answers.json"
    header = {"student": student} if student else {}
    path.write_text(json.dumps({"assignment": "quiz-gated-cells", **header, **answers}))
    return path


def key(student: str, name: str = "quiz-gated-cells") -> dict:
    return dict(solved(filled(sheet(name), frozen(name).numbers(student))))


def test_a_student_is_graded_by_the_manifest(tmp_path, on_disk):
    path = submitted(tmp_path, key("s4"), "s4")
    report = check(path, manifest=str(on_disk("quiz-gated-cells")))
    assert report.complete
    assert not report.staff
    assert not report.remarks


@pytest.mark.parametrize(("owner", "worked"), [("s4", "s7"), ("s0", "s1"), ("s11", "s2")])
def test_somebody_else_s_sheet_is_recognised(owner, worked, tmp_path, on_disk):
    path = submitted(tmp_path, key(worked), owner)
    report = check(path, manifest=str(on_disk("quiz-gated-cells")))
    assert not report.complete
    (line,) = report.staff
    assert f"the answers fit the sheet of {worked} (" in line
    assert f"not that of {owner} (" in line
    assert any("another sheet than yours" in remark for remark in report.remarks)
    assert not any(worked in remark for remark in report.remarks)  # that is staff's affair


def test_the_printed_sheet_is_told_apart_too(tmp_path, on_disk):
    report = check(submitted(tmp_path, key("s5")), manifest=str(on_disk("quiz-gated-cells")))
    assert "fit the sheet of s5" in report.staff[0]
    assert "not the printed one" in report.staff[0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "one's own key"),
        ({"q4_lstm_h": [0.1, 0.2], "q5_gru_h": [0.5, 0.5]}, "two slips of one's own"),
        ({"q4_lstm_i": [0.5, 0.5], "q4_lstm_f": [0.5, 0.5], "q5_gru_r": [0.5, 0.5]}, "rubbish"),
    ],
)
def test_one_s_own_sheet_is_nobody_else_s(change, why, tmp_path, on_disk):
    path = submitted(tmp_path, {**key("s4"), **change}, "s4")
    assert not check(path, manifest=str(on_disk("quiz-gated-cells"))).staff, why


def test_numbers_that_fit_many_sheets_name_nobody(on_disk):
    """Small whole numbers: the answers of one exam fit several others by chance."""
    chosen = select(sheet(), "s0", manifest=str(on_disk()))
    typed = {"b_h2": Typed(0), "b_y2": Typed(0), "b_dy2": Typed(0)}
    assert recognise(chosen, "s0", typed) is None


def test_two_right_answers_of_another_are_not_enough(on_disk):
    chosen = select(sheet("quiz-gated-cells"), "s0", manifest=str(on_disk("quiz-gated-cells")))
    other = key("s1")
    few = {name: Typed(other[name]) for name in ("q4_lstm_i", "q4_lstm_f")}
    assert recognise(chosen, "s0", few) is None
    more = {**few, "q4_lstm_o": Typed(other["q4_lstm_o"])}
    assert recognise(chosen, "s0", more).student == "s1"


def test_a_student_who_is_not_in_the_manifest_is_said(tmp_path, on_disk):
    with pytest.raises(InputError, match=r'has no student "s99"; did you mean "s9"\?'):
        check(submitted(tmp_path, {}, "s99"), manifest=str(on_disk("quiz-gated-cells")))


# -- grading by the secret ------------------------------------------------------------------


def test_the_secret_gives_check_solve_and_template_the_same_numbers(tmp_path, secret):
    answers = solve("exam-bptt-8", student="ada", secret=secret).answers
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"assignment": "exam-bptt-8", "student": "ada", **answers}))
    report = check(path, secret=secret)
    lost = [e.name for e in report.entries if e.score != e.max_score and e.kind != "text"]
    assert not lost
    given = select(sheet(), "ada", secret=secret).assignment.systems["figure"].given
    assert f"w = {given['w']}, u = {given['u']}" in template(
        "exam-bptt-8", student="ada", secret=secret
    ).replace("\n# ", " ")


def test_the_environment_may_name_the_secret(monkeypatch, secret):
    monkeypatch.setenv("GRADER_SECRET", secret)
    expected = SECRET
    assert expected == read_secret(None)
    by_name = select(sheet(), "ada", secret=secret)
    assert by_name.numbers == select(sheet(), "ada").numbers


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file"),
        (b" \n", "is empty and needs 20; `grader secret FILE` writes one"),
        (b"n" * 19 + b" \n", "has only 19 letters and needs 20; `grader secret FILE`"),
    ],
)
def test_a_secret_that_is_none_is_said(content, said, tmp_path):
    path = tmp_path / "s"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        select(sheet(), "ada", secret=str(path))


def test_without_secret_and_manifest_the_printed_numbers_count(monkeypatch):
    monkeypatch.delenv("GRADER_SECRET", raising=False)
    chosen = select(sheet(), "ada")
    assert chosen.assignment == select(sheet(), None).assignment
    assert "graded with the printed numbers" in chosen.remarks[0]
