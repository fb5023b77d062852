"""Single typos in files of every kind: the line at fault, the word, and what to write instead.

Assignments with drawn numbers, functions, modules of PyTorch and rules of points; a roster, marks, a
manifest; and what students hand in as YAML, JSON and Python.  Each row of `typos/rows.txt` is one typo,
with the word that must be named and a piece of the remedy.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from grader.assignment.load import assignment_faults, load_assignment
from grader.cli.main import main
from grader.grading.marks import read_marks
from grader.handout.roster import read_roster
from grader.linting.lint import lint
from grader.outcome.errors import InputError
from grader.variant.manifest import read_manifest

HERE = Path(__file__).parent / "typos"
ASSIGNMENTS = {"draws.yaml", "functions.yaml", "modules.yaml", "points.yaml"}
TABLES = {"roster.csv", "marks.csv", "manifest.json"}
KNOWN = {  # what is told without the line, or at another one
    "rounded: {g: {decimals",  # told at the system's first line, with the names that can be rounded
    '"asignment": "draws"',  # told without a line: what is missing has none
}


class Row(NamedTuple):
    base: str
    right: str
    wrong: str
    word: str
    remedy: str


def rows() -> Iterator[Row]:
    base = ""
    for line in (HERE / "rows.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            base = line[3:]
        elif line and not line.startswith("#"):
            yield Row(base, *re.split(r" \|(?: |$)", line))


ROWS = [row for row in rows() if row.wrong not in KNOWN and row.wrong.strip() not in KNOWN]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typos")
    for file in filter(Path.is_file, HERE.iterdir()):
        shutil.copy(file, folder)
    return folder


def mistyped(desk: Path, row: Row) -> tuple[Path, int]:
    """The file with the typo, and its line."""
    good = (HERE / row.base).read_text(encoding="utf-8")
    assert row.right in good, row
    typed = good.replace(row.right, row.wrong, 1)
    pairs = enumerate(zip(good.splitlines(), typed.splitlines(), strict=False), start=1)
    file = desk / f"typed-{row.base}"
    file.write_text(typed, encoding="utf-8")
    return file, next(number for number, (one, other) in pairs if one != other)


def of_tables(desk: Path, file: Path) -> list[tuple[int | None, str]]:
    try:
        match file.name.removeprefix("typed-"):
            case "roster.csv":
                read_roster(file)
            case "marks.csv":
                read_marks(file, load_assignment(desk / "points.yaml"))
            case _:
                read_manifest(file, load_assignment(desk / "draws.yaml"))
    except InputError as error:
        places = [re.search(r":(\d+): ", line) for line in str(error).splitlines()]
        return [
            (int(place[1]) if place else None, line)
            for place, line in zip(places, str(error).splitlines(), strict=True)
        ]
    return []


def is_told(row: Row, line: int, faults: list[tuple[int | None, str]]) -> bool:
    return any(
        (where == line or re.search(rf"\bline {line}\b", said))
        and row.word in said
        and row.remedy in said
        for where, said in faults
    )


def test_there_are_many_of_many_kinds() -> None:
    assert len(ROWS) >= 260
    assert {row.base for row in ROWS} == {
        file.name for file in HERE.iterdir() if file.is_file()
    } - {
        "rows.txt",
        "layers.py",
    }
    assert len(KNOWN) < 0.05 * len(ROWS)


def test_typos_that_loading_finds_are_told_with_line_word_and_remedy(desk: Path) -> None:
    missed, found = [], 0
    for row in ROWS:
        if row.base not in ASSIGNMENTS | TABLES:
            continue
        file, line = mistyped(desk, row)
        if row.base in ASSIGNMENTS:
            faults = [(fault.line, str(fault)) for fault in assignment_faults(file)]
        else:
            faults = of_tables(desk, file)
        if not faults:
            continue  # what only the numbers show: the slow test
        found += 1
        if not is_told(row, line, faults):
            missed.append(row)
    assert missed == []
    assert found >= 200


@pytest.mark.slow
def test_typos_that_only_working_it_out_shows_are_told_as_well(desk: Path) -> None:
    missed = []
    for row in ROWS:
        if row.base not in ASSIGNMENTS:
            continue
        file, line = mistyped(desk, row)
        if assignment_faults(file):
            continue
        (one,) = lint([str(file)]).linted
        if not is_told(row, line, [(fault.line, str(fault)) for fault in one.faults]):
            missed.append(row)
    assert missed == []


@pytest.mark.slow
def test_typos_of_students_are_told_in_their_reports(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missed = []
    for row in ROWS:
        if row.base in ASSIGNMENTS | TABLES:
            continue
        file, line = mistyped(desk, row)
        main(["check", str(file), "--assignment", str(desk / "points.yaml")])
        said = " ".join(capsys.readouterr().out.split())
        if not (row.word in said and row.remedy in said):
            missed.append((row, line))
    assert missed == []


def test_the_good_files_are_good(desk: Path) -> None:
    assert [assignment_faults(desk / name) for name in sorted(ASSIGNMENTS)] == [[], [], [], []]
    assert [of_tables(desk, desk / name) for name in sorted(TABLES)] == [[], [], []]
