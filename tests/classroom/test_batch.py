"""A class in one command: every layout is found, and everybody gets what `check` alone gives."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from grader.classroom.forget import forget
from grader.classroom.journal import NAME, Journal
from grader.classroom.layout import found_in
from grader.classroom.tables import write_tables
from grader.cli.main import main
from grader.outcome.errors import InputError

HOME = Path(__file__).resolve().parent.parent.parent
GOOD = (HOME / "examples/exam-relu-9.py").read_text(encoding="utf-8")
WORKS = {
    "ada.py": GOOD,
    "bob.py": GOOD.replace("c_h2 =", "c_h2 = 3 + 0 *"),
    "cyd.yaml": "assignment: exam-relu-9\nc_h2: 0.5\n",
    "dan.py": "import os\nos.abort()\n",
    "eve.yaml": "a: [1\n",
}


def a_class(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]


def batch(works: Path, out: Path, *more: str) -> int:
    return main(
        [
            "batch",
            str(works),
            "--assignment",
            "exam-relu-9",
            "--out",
            str(out),
            "--jobs",
            "2",
            *more,
        ]
    )


def test_everybody_gets_what_a_check_alone_gives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works, out = a_class(tmp_path / "works", WORKS), tmp_path / "out"
    assert batch(works, out) == 0
    said = capsys.readouterr()
    assert "a file a student, 5 hand-ins" in said.out
    assert (
        "neither --manifest nor --secret says which: everybody was graded by the printed ones"
        in said.err
    )
    assert [line["id"] for line in lines(out)] == ["ada", "bob", "cyd", "dan", "eve"]
    for line in lines(out):
        words = ["check", str(works / str(line["file"])), "--assignment", "exam-relu-9"]
        main([*words, "--student", str(line["id"]), "--json"])
        alone = json.loads(capsys.readouterr().out)
        kept = {key: value for key, value in line.items() if key not in ("id", "file", "made_by")}
        assert alone.keys() == kept.keys()
        if "error" not in alone:
            assert alone == kept
    assert rows(out)["eve"]["score"] == "0"
    assert rows(out)["eve"]["max_score"] == rows(out)["ada"]["max_score"] == "9"
    assert (out.stat().st_mode & 0o777) == 0o700

    # a second run has nothing to do, a changed file is graded again, a torn line costs only itself
    before = (out / "results.jsonl").read_bytes()
    assert batch(works, out) == 0
    assert "Graded 0, kept 5" in capsys.readouterr().out
    journal = out / NAME
    journal.write_bytes(journal.read_bytes()[:-20])
    (out / "results.jsonl").unlink()
    assert batch(works, out) == 0
    assert "Graded 1, kept 4" in capsys.readouterr().out
    assert (out / "results.jsonl").read_bytes() == before
    (works / "bob.py").write_text(GOOD, encoding="utf-8")
    assert batch(works, out) == 0
    assert "Graded 1, kept 4" in capsys.readouterr().out
    assert rows(out)["bob"]["score"] == rows(out)["ada"]["score"] == "7.5"

    (out / "marks.csv").write_text(
        "student,answer,points\nADA ,b_reason,1\n+Ada,b_reason,1\nbob,b_reason,1\n"
    )
    assert main(["batch", str(out), "--forget", "ada"]) == 0
    assert b"ada" not in (out / "marks.csv").read_bytes().lower().replace(b"+ada", b"")
    assert [line["id"] for line in lines(out)] == ["bob", "cyd", "dan", "eve"]
    assert all(b'"ada"' not in file.read_bytes() for file in out.iterdir())


def test_a_group_on_gradescope_is_one_row_with_all_its_names(tmp_path: Path) -> None:
    listed = (
        "submission_101:\n  :submitters:\n"
        "  - :name: Ada Quill\n    :sid: 00712\n    :email: ada@example.edu\n"
        "  - :name: Bo Reed\n    :sid: '00713'\n    :email: bo@example.edu\n"
        "  :created_at: 2026-05-01 10:00:00 Z\n"
        "submission_102:\n  :submitters: []\n"
    )
    place = "assignment_1_export"
    export = tmp_path / "export.zip"
    with zipfile.ZipFile(export, "w") as packed:
        packed.writestr("__MACOSX/._x", "")
        packed.writestr(f"{place}/submission_metadata.yml", listed)
        packed.writestr(f"{place}/submission_101/submission.py", GOOD)
    out = tmp_path / "out"
    assert batch(export, out) == 0
    (row,) = rows(out).values()
    assert [row["id"], row["name"], row["email"], row["score"]] == [
        "00712", "Ada Quill & Bo Reed", "ada@example.edu & bo@example.edu", "7.5",
    ]  # fmt: skip
    assert lines(out)[0]["file"] == "submission_101/submission.py"


LAYOUTS = (
    ("a folder a student", ("ada/x.py", "bob/y.yaml"), ("ada", "bob")),
    ("a file a student", ("ada.py", "bob.yaml", ".DS_Store"), ("ada", "bob")),
    (
        "Moodle's download",
        ("Ada Quill_4711_assignsubmission_file/x.py", "Bo_4712_assignsubmission_file_/x.py"),
        ("4711", "4712"),
    ),
    ("Moodle's download", ("Ada Quill_4711_assignsubmission_file_x.py",), ("4711",)),
    (
        "Canvas' download",
        ("quillada_501_88001_x-1.py", "müllerö_LATE_502_88002_my work.py", "reed_503_text.html"),
        ("501", "502"),
    ),
    (
        "Canvas' download",
        ("li" + "İpek".lower() + "_509_88009_x-1.py", "reedbo_LATE_502_88002_x.py"),
        ("509", "502"),
    ),
    ("Canvas' download", ("anon_a1_88003_x.py", "LATE_anon_b2_88004_x.py"), ("anon_a1", "anon_b2")),
)


@pytest.mark.parametrize(("layout", "names", "ids"), LAYOUTS)
def test_a_layout_is_told_from_its_names(
    layout: str, names: tuple[str, ...], ids: tuple[str, ...], tmp_path: Path
) -> None:
    found = found_in(a_class(tmp_path, dict.fromkeys(names, "x = 1\n")))
    assert (layout, set(ids)) == (found.layout, {one.id for one in found.hand_ins})


MIXED = (
    ("ada/x.py", "bob.py"),
    ("Ada_4711_assignsubmission_file_x.py", "bob.py"),
    ("quillada_501_88001_x.py", "bob.py"),
    ("ada.py", "ada.yaml"),
    ("Ada_4711_assignsubmission_file/x.py", "bob/x.py"),
)


@pytest.mark.parametrize("names", MIXED)
def test_a_mixture_is_refused(names: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Nothing was graded"):
        found_in(a_class(tmp_path, dict.fromkeys(names, "x = 1\n")))


def test_the_newest_of_several_files_comes_last(tmp_path: Path) -> None:
    names = ("quill_501_88010_x-1.py", "quill_501_88009_x.py")
    (one,) = found_in(a_class(tmp_path, dict.fromkeys(names, "x = 1\n"))).hand_ins
    assert [each.name for each in one.attempts] == [*reversed(names)]


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path) -> None:
    entry = {"id": "=1+1", "names": ["@x"], "emails": [], "seconds": 0.1, "result": {"error": "x"}}
    write_tables(tmp_path, [entry], ["a"], 9)
    assert "'=1+1,'@x,,0,9,0,0" in (tmp_path / "grades.csv").read_text()


def test_a_third_of_a_point_is_whole_in_the_results_and_short_in_the_tables(tmp_path: Path) -> None:
    result = {"id": "ada", "score": 46 / 3, "answers": [{"name": "a", "score": 4 / 3}]}
    entry = {"id": "ada", "names": (), "emails": (), "seconds": 0.1, "result": result}
    write_tables(tmp_path, [entry], ["a"], 16)
    assert "15.333333" == rows(tmp_path)["ada"]["score"]
    assert "1.333333" == rows(tmp_path)["ada"]["a"]
    assert 46 / 3 == lines(tmp_path)[0]["score"]


def test_a_journal_keeps_the_last_word_and_survives_half_a_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for digest in ("1", "2"):
        journal.add({"id": "ada", "digest": digest, "result": {"score": int(digest)}})
    with journal.path.open("ab") as file:
        file.write(b'{"id": "bob", "dig')
    again = Journal(tmp_path)
    again.add({"id": "cyd", "digest": "3", "result": {}})
    assert Journal(tmp_path).entry("ada")["result"] == {"score": 2}
    assert Journal(tmp_path).entry("cyd")["digest"] == again.entry("cyd")["digest"] == "3"
    assert Journal(tmp_path).has("ada", "2")
    assert not Journal(tmp_path).has("bob", "1")


def test_nobody_is_forgotten_who_was_never_there(tmp_path: Path) -> None:
    Journal(tmp_path).add({"id": "ada", "digest": "1", "result": {}})
    with pytest.raises(InputError, match="bob is not among the results"):
        forget(tmp_path, "bob")
