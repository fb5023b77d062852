"""A class as a zip, with a roster, with marks that came later, and what of it is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.cli.main import main
from grader.report.gathered import gather

ANSWERS = {"ada": "a_parameters: 45\nb_reason: V\n", "bob": "a_parameters: 7\nb_reason: tanh\n"}


def batch(tmp_path: Path, works: Path, *more: str) -> int:
    words = ["batch", str(works), "--assignment", "exam-relu-9", "--jobs", "1"]
    return main([*words, "--out", str(tmp_path / "out"), *more])


def results(tmp_path: Path) -> dict[str, dict[str, Any]]:
    lines = (tmp_path / "out" / "results.jsonl").read_text("utf-8").splitlines()
    return {line["id"]: line for line in map(json.loads, lines)}


@pytest.fixture
def works(tmp_path: Path) -> Path:
    folder = tmp_path / "works"
    folder.mkdir()
    for who, text in ANSWERS.items():
        (folder / f"{who}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_class_in_a_zip_is_graded_as_its_folder_is(tmp_path: Path, works: Path) -> None:
    with zipfile.ZipFile(tmp_path / "works.zip", "w") as packed:
        for file in works.iterdir():
            packed.write(file, file.name)
    assert 0 == batch(tmp_path, tmp_path / "works.zip")
    assert {"ada": 1, "bob": 0} == {who: line["score"] for who, line in results(tmp_path).items()}


def test_what_is_no_zip_is_refused_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "works.zip").write_bytes(b"PK\x03\x04 cut off")
    assert 2 == batch(tmp_path, tmp_path / "works.zip")
    assert "works.zip" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_roster_gives_ids_as_it_spells_them_and_tells_who_is_missing_and_who_is_strange(
    tmp_path: Path, works: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\nADA,Ada Lovelace\nCyd,Cyd Charisse\n", encoding="utf-8")
    assert 0 == batch(tmp_path, works, "--roster", str(roster))
    assert ["ADA", "bob"] == sorted(results(tmp_path))
    assert "Ada Lovelace" in (tmp_path / "out" / "grades.csv").read_text("utf-8")
    said = capsys.readouterr().err
    assert "bob" in said
    assert "Cyd" in said


def test_two_ids_that_differ_in_case_are_refused(
    tmp_path: Path, works: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (works / "ADA.yaml").write_text("a_parameters: 45\n", encoding="utf-8")
    assert 2 == batch(tmp_path, works)
    said = capsys.readouterr().err
    assert "ada.yaml" in said
    assert "ADA.yaml" in said


def test_results_never_lie_among_the_hand_ins(
    tmp_path: Path, works: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["batch", str(works), "--assignment", "exam-relu-9", "--out", str(works / "out")]
    assert 2 == main(words)
    assert not (works / "out").exists()


MARKS = "student,answer,points,remark\nada,b_reason,0.5,both named\n"


def test_marks_that_came_later_are_in_the_figures_without_another_run(
    tmp_path: Path, works: Path
) -> None:
    assert 0 == batch(tmp_path, works)
    (tmp_path / "out" / "marks.csv").write_text(MARKS, encoding="utf-8")
    gathered = gather(tmp_path / "out")
    assert (0, [1.5, 0]) == (gathered.left_out, [w.result["score"] for w in gathered.works])


def test_marks_for_a_hand_in_that_changed_meanwhile_wait_for_the_next_run(
    tmp_path: Path, works: Path
) -> None:
    assert 0 == batch(tmp_path, works)
    (tmp_path / "out" / "marks.csv").write_text(MARKS, encoding="utf-8")
    (works / "ada.yaml").write_text("a_parameters: 1\n", encoding="utf-8")
    gathered = gather(tmp_path / "out")
    assert (1, [1, 0]) == (gathered.left_out, [w.result["score"] for w in gathered.works])
    for file in works.iterdir():
        file.unlink()
    works.rmdir()
    assert 1 == gather(tmp_path / "out").left_out, "nor where the hand-ins are gone"
