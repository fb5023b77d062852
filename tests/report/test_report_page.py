"""The page stands alone, shows text as text, and finds what a class has in common."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.classroom.journal import Journal
from grader.classroom.settings import Settings
from grader.classroom.tables import write_tables
from grader.cli.main import main
from grader.report.gathered import gather
from grader.report.page import page
from grader.report.plots import labelled
from grader.report.sections import failed
from grader.report.wrong import groups, ranked

pytest.importorskip("altair", reason="until the extra `report` is installed")
HOME = Path(__file__).resolve().parent.parent.parent
NASTY = "<script>alert(1)</script>"


def a_class(folder: Path) -> tuple[Path, Path]:
    """Twelve hand-ins: eight right, three with the same wrong number, one that is hostile in words."""
    works = folder / "works"
    works.mkdir()
    right = (HOME / "examples/exam-relu-9.py").read_text(encoding="utf-8")
    for k in range(8):
        (works / f"right{k}.py").write_text(right, encoding="utf-8")
    for k in range(3):
        (works / f"shared{k}.yaml").write_text("c_h2: 0\nc_h3: 3\nd_dW: 17.25\n", encoding="utf-8")
    (works / "nasty.yaml").write_text(f"c_h2: '{NASTY}'\nb_reason: '{NASTY}'\n", encoding="utf-8")
    out = folder / "out"
    words = ["batch", str(works), "--assignment", "exam-relu-9", "--out", str(out), "--jobs", "2"]
    assert main(words) == 0
    return works, out


def test_a_report_stands_alone_and_names_what_is_common(tmp_path: Path) -> None:
    _, out = a_class(tmp_path)
    before = {path.name for path in out.iterdir()}
    (out / "requests.csv").write_text(
        f"student,answer,reason,decision\nnasty,c_h2,{NASTY},\n", encoding="utf-8"
    )
    assert main(["report", str(out)]) == 0
    assert {"report.html", "requests.csv"} == {path.name for path in out.iterdir()} - before
    page = (out / "report.html").read_text(encoding="utf-8")
    assert [] == re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#)[\w/:.]+""", page)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<svg role=") == 3
    assert page.count("aria-label") > 20, "a label on every mark"
    assert "17.25" in page
    assert "default-src 'none'" in page

    found = groups(gather(out))
    assert [("d_dW", ("shared0", "shared1", "shared2"))] == [(g.answer, g.students) for g in found]

    assert main(["report", str(out), "--pseudonyms"]) == 0
    shown = (out / "report.html").read_text(encoding="utf-8")
    assert "nasty" not in shown
    assert "right on another sheet" not in shown


def test_a_file_that_fails_as_a_whole_is_one_line_and_not_one_an_answer() -> None:
    answers = [
        {"name": f"a{k}", "verdict": "failed", "message": "saved as UTF-16"} for k in range(50)
    ]
    answers += [
        {"name": "b", "verdict": "failed", "message": "NameError"},
        {"name": "c", "verdict": "right"},
    ]
    expected = ["a0, a1, a2, a3 + 46: saved as UTF-16", "b: NameError"]
    assert expected == list(failed(answers))


def test_an_item_is_named_in_the_drawing_only_where_there_is_room() -> None:
    def item(name: str, facility: float, discrimination: float) -> dict[str, object]:
        return {"answer": name, "facility": facility, "discrimination": discrimination}

    rows = [item("far", 0.1, 0.6), item("near", 0.502, 0.301), item("odd", 0.5, 0.3)]
    labels = {str(row["answer"]): row["label"] for row in labelled(rows)}
    assert {"far": "far", "near": "", "odd": "odd"} == labels


def test_mistakes_are_ranked_by_what_they_cost(tmp_path: Path) -> None:
    def answer(name: str, note: str, score: float) -> dict[str, object]:
        return {"name": name, "score": score, "max_score": 1, "verdict": "wrong", "note": note,
                "message": "x. It looks as if the bias was forgotten"}  # fmt: skip

    journal = Journal(tmp_path)
    for who, answers in (
        ("ada", [answer("a", "number.bias-forgotten", 0), answer("b", "number.differs", 0)]),
        ("bob", [answer("a", "number.bias-forgotten", 0.5), answer("b", "number.sign-lost", 0)]),
    ):
        result = {"id": who, "file": "x", "score": 1, "max_score": 2, "answers": answers}
        journal.add({"id": who, "digest": "1", "ids": [who], "names": [], "emails": [],
                     "seconds": 0, "result": result})  # fmt: skip
    write_tables(tmp_path, journal.entries(["ada", "bob"]), ["a", "b"], 2)
    found = [(one.note, one.students, one.cost, one.answers) for one in ranked(gather(tmp_path))]
    assert [
        ("number.bias-forgotten", 2, 1.5, ("a",)),
        ("number.sign-lost", 1, 1, ("b",)),
    ] == found


def test_there_is_no_report_without_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(tmp_path)]) == 2
    assert "holds no results" in capsys.readouterr().err
    Settings("w", "a").keep(tmp_path)
    assert json.loads((tmp_path / "settings.json").read_text())["works"] == "w"


def test_sentences_of_a_table_keep_room_on_a_phone_and_printed_pages_have_margins() -> None:
    rules = page("A", [])
    assert "min-width:min(14rem,60vw)" in rules
    assert "@page{margin:15mm}" in rules
