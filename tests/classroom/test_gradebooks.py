"""A gradebook comes back as it was downloaded, with points in one column and nothing invented."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from grader.classroom.gradebooks import Gradebook, finalgrade
from grader.classroom.hand_in import Attempt, Found, HandIn
from grader.classroom.journal import Journal
from grader.classroom.tables import write_tables
from grader.outcome.errors import InputError


def graded(out: Path, rows: list[tuple[str, list[str], float]]) -> Path:
    """OUT of a class: an id, all ids of the group, and the score."""
    journal = Journal(out)
    for who, ids, score in rows:
        emails = [f"{one}@x" for one in ids]
        result = {"id": who, "score": score, "max_score": 9, "answers": []}
        journal.add({"id": who, "digest": "1", "ids": ids, "names": ids, "emails": emails,
                     "seconds": 0, "result": result})  # fmt: skip
    ids = sorted(row[0] for row in rows)
    write_tables(out, journal.entries(ids), [], 9, [finalgrade("exam", 9)])
    return out


CANVAS = (
    '\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,"Sheet 1 (901)",Other (902),Final Score\r\n'
    ",,,,,Manual Posting,,\r\n"
    '"    Points Possible",,,,,9.00,5.00,(read only)\r\n'
    '"Quill, Ada",501,0012,ada@x,S1,,3,80\r\n'
    '"Reed, Bo",502,0013,bo@x,S1,EX,4,70\r\n'
    '"Li, Cyd",503,0014,cyd@x,S1,7,5,60\r\n'
    '"Student, Test",999,,t,S1,,,\r\n'
)


def test_canvas_gets_back_its_own_header_and_only_students_with_a_result(tmp_path: Path) -> None:
    book = tmp_path / "export.csv"
    book.write_bytes(CANVAS.encode())
    out = graded(tmp_path, [("501", ["501"], 7.25), ("0013", ["0013"], 5), ("zed", ["zed"], 1)])
    filled = Gradebook("canvas", book, "Sheet 1").filled(out, "exam-relu-9", 9)
    written = (out / "gradebook-canvas.csv").read_bytes()
    assert written.startswith(
        b"\xef\xbb\xbfStudent,ID,SIS User ID,SIS Login ID,Section,Sheet 1 (901)"
    )
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert rows[1][5] == "Manual Posting"
    assert rows[2] == ["    Points Possible", "", "", "", "", "9.00", "5.00", "(read only)"]
    assert rows[3:] == [["Quill, Ada", "501", "0012", "ada@x", "S1", "7.25", "3", "80"]]
    assert (1, ("zed",)) == (filled.count, filled.unknown)
    assert any("0013 is excused" in said for said in filled.remarks)


REFUSED = (
    ("Student,ID,Section,A (1),B (2)\nx,1,S,,\n", None, '"A (1)" and "B (2)"'),
    ("Student,ID,Section,A (1)\nx,1,S,\n", "Sheet 9", "which column"),
    ("Student,ID,Section,Final Score\nx,1,S,\n", None, "which column"),
    ("Name,ID,Section,A (1)\nx,1,S,\n", None, "must be Student"),
    ("", None, "empty"),
)


@pytest.mark.parametrize(("text", "column", "said"), REFUSED)
def test_no_header_is_invented(text: str, column: str | None, said: str, tmp_path: Path) -> None:
    book = tmp_path / "export.csv"
    book.write_text(text, encoding="utf-8")
    out = graded(tmp_path, [("1", ["1"], 7)])
    with pytest.raises(InputError, match=said.replace("(", r"\(").replace(")", r"\)")):
        Gradebook("canvas", book, column).filled(out, "exam", 9)


WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 4711,Ada Quill,ada@x,Submitted,,10.00,Yes,"Friday, 1 May 2026, 10:05 PM",-,fine\n'
    'Participant 4712,Bo Reed,bo@x,Submitted,"3,5",10.00,Yes,"Friday, 1 May 2026, 09:05 PM",-,\n'
    "Participant 4713,Cyd Li,cyd@x,No submission,,10.00,No,-,-,\n"
    "Participant 4714,Dan,dan@x,No submission,,10.00,Yes,-,-,\n"
)


def test_moodles_worksheet_is_filled_in_and_tells_the_times(tmp_path: Path) -> None:
    book = tmp_path / "worksheet.csv"
    book.write_text(WORKSHEET, encoding="utf-8")
    out = graded(tmp_path, [("4711", ["4711"], 7.5), ("bo@x", ["bo@x"], 2), ("4713", ["4713"], 1)])
    worksheet = Gradebook("moodle", book)
    filled = worksheet.filled(out, "exam", 9)
    rows = list(csv.reader(io.StringIO((out / "gradebook-moodle.csv").read_text())))
    assert ["7.5", "2", "", ""] == [row[4].replace(",", ".") for row in rows[1:]]
    assert rows[1][-1] == "fine"
    assert 2 == filled.count
    assert any("10 points" in said for said in filled.remarks)
    assert any("4713" in said for said in filled.remarks)

    one = HandIn("4711", (Attempt("a"),))
    dated = worksheet.dated(Found("Moodle's download", tmp_path, (one,)))
    time = dated.hand_ins[0].attempts[0].time
    assert time is not None
    assert (22, 5) == (time.hour, time.minute)


def test_every_member_of_a_group_has_a_row_of_their_own(tmp_path: Path) -> None:
    out = graded(tmp_path, [("07", ["07", "08"], 6.5), ("09", ["09"], 3)])
    table = (out / "finalgrade.csv").read_text(encoding="utf-8")
    assert table == (
        "SID,Email,exam,exam - Max Points,exam - Lateness (H:M:S)\n"
        "07,07@x,6.5,9,00:00:00\n08,08@x,6.5,9,00:00:00\n09,09@x,3,9,00:00:00\n"
    )


@pytest.mark.parametrize("kind", ["canvas", "moodle"])
def test_a_gradebook_with_an_open_quote_or_without_end_is_refused_with_its_line(
    kind: str, tmp_path: Path
) -> None:
    book = tmp_path / "export.csv"
    for text in (CANVAS.replace('"Reed, Bo"', '"Reed, Bo'), 'id\n"' + "x\n" * 100_000):
        book.write_bytes(text.encode())
        with pytest.raises(
            InputError, match=r"export\.csv:[25]: .*quote is opened here and not closed"
        ):
            Gradebook(kind, book)
