"""Late work costs the same wherever it was handed in, and a group is more than its first member."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest

from grader.assignment.model import Gradescope, Late
from grader.classroom.hand_in import Attempt
from grader.classroom.lateness import Deadline
from grader.classroom.layout import found_in
from grader.cli.main import main
from grader.outcome.errors import InputError

HOME = Path(__file__).resolve().parent.parent.parent
SHEET = (HOME / "assignments/exam-relu-9/assignment.yaml").read_text(encoding="utf-8")
RULES = "gradescope: {late: {per_day: 1/10, most: 1/2}}\n"
RIGHT = "assignment: late-sheet\nc_h2: 0\nc_h3: 3\n"
DUE = datetime(2026, 5, 1, 22, 0, tzinfo=timezone.utc)


def late_sheet(folder: Path) -> str:
    (folder / "late-sheet").mkdir()
    (folder / "late-sheet/assignment.yaml").write_text(RULES + SHEET, encoding="utf-8")
    return str(folder / "late-sheet")


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def scores(out: Path) -> dict[str, str]:
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["score"] for row in csv.DictReader(file)}


COSTS = (
    (Attempt("x", DUE), 0, 0, "in time"),
    (Attempt("x", DUE + timedelta(seconds=1)), 1, 10, "a day begun is a day"),
    (Attempt("x", DUE + timedelta(days=2, hours=1)), 3, 30, "three days begun"),
    (Attempt("x", DUE + timedelta(days=40)), 40, 50, "never more than the most"),
    (Attempt("x", datetime(2026, 5, 1, 22, 30)), 1, 10, "a clock without a zone"),  # noqa: DTZ001
    (Attempt("x", late=True), 1, 10, "Canvas says late, and not by how much"),
    (Attempt("x"), 0, 0, "nothing is known"),
)


@pytest.mark.parametrize(("attempt", "days", "percent", "why"), COSTS)
def test_a_day_begun_costs_its_share(attempt: Attempt, days: int, percent: int, why: str) -> None:
    rules = Gradescope(late=Late(per_day=Fraction(1, 10), most=Fraction(1, 2)))
    assert (days, Fraction(percent, 100)) == Deadline(rules, DUE).cost(attempt)
    assert (0, 0) == Deadline(Gradescope(), DUE).cost(attempt), "an assignment without rules"


def test_late_points_come_off_in_the_grades_and_not_off_the_answers(tmp_path: Path) -> None:
    sheet = late_sheet(tmp_path)
    works = put(
        tmp_path / "works",
        {"quill_501_88001_x.yaml": RIGHT, "reed_LATE_502_88002_x.yaml": RIGHT},
    )
    out = tmp_path / "out"
    assert main(["batch", str(works), "--assignment", sheet, "--out", str(out), "--jobs", "1"]) == 0
    assert {"501": "2", "502": "1.8"} == scores(out)
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert [2, 2] == [line["score"] for line in lines]
    assert {"days": 1, "share": 0.1, "score": 1.8} == lines[1]["late"]
    assert {"rounding", "grader", "drawing", "assignment"} == lines[0]["made_by"].keys()


def submitter(name: str, sid: str) -> str:
    return f"  - :name: {name}\n    :sid: '{sid}'\n    :email: {name.lower()}@example.edu\n"


LISTED = (
    f"submission_1:\n  :submitters:\n{submitter('Ada', '07')}{submitter('Bo', '08')}"
    "  :created_at: 2026-05-02 00:30:00.123456000 +0200\n"
    f"submission_2:\n  :submitters:\n{submitter('Cyd', '09')}"
    "  :created_at: 2026-05-01 23:59:00 Z\n"
    f"submission_3:\n  :submitters:\n{submitter('Cyd', '09')}"
    "  :created_at: 2026-05-01 20:00:00 -0500\n"
)


def test_times_are_compared_as_times_and_a_group_outlives_a_member(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = late_sheet(tmp_path)
    works = put(
        tmp_path / "works",
        {
            "submission_metadata.yml": LISTED,
            "submission_1/a.yaml": RIGHT,
            "submission_2/a.yaml": "c_h2: 7\n",
            "submission_3/a.yaml": RIGHT,  # 01:00 UTC of the next day: later than 23:59
        },
    )
    out = tmp_path / "out"
    words = ["batch", str(works), "--assignment", sheet, "--out", str(out), "--jobs", "1"]
    assert main(words) == 0
    assert "--due" in capsys.readouterr().err, "there are rules, and no deadline"
    assert main([*words, "--due", "2026-05-01T22:00Z"]) == 0
    assert {"07": "1.8", "09": "1.8"} == scores(out)

    assert main(["batch", str(out), "--forget", "07"]) == 0
    assert {"08": "1.8", "09": "1.8"} == scores(out)
    assert [] == [f.name for f in out.iterdir() if b"Ada" in f.read_bytes()]
    assert [] == [f.name for f in out.iterdir() if b'"07"' in f.read_bytes()]
    assert main(["batch", str(out), "--forget", "08"]) == 0
    assert {"09": "1.8"} == scores(out)
    assert main(["batch", str(out), "--forget", "08"]) == 2


def test_a_best_attempt_is_the_best_after_what_coming_late_cost(tmp_path: Path) -> None:
    sheet = late_sheet(tmp_path)
    half = "assignment: late-sheet\nc_h2: 0\n"
    names = {"quill_501_88001_x.yaml": RIGHT, "quill_LATE_501_88002_x-1.yaml": half}
    works, out = put(tmp_path / "works", names), tmp_path / "out"
    words = ["batch", str(works), "--assignment", sheet, "--out", str(out), "--jobs", "1"]
    assert main(words) == 0
    assert {"501": "0.9"} == scores(out)
    assert main([*words, "--attempt", "best"]) == 0
    assert {"501": "2"} == scores(out)


def test_nbgraders_folders_are_read_with_their_times(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "submitted/ada/ps1/a.yaml": RIGHT,
            "submitted/ada/ps1/timestamp.txt": "2026-05-01 10:00:00.123456 UTC\n",
            "submitted/bob/ps1/a.yaml": RIGHT,
        },
    )
    for folder in (tmp_path, tmp_path / "submitted"):
        found = found_in(folder)
        assert ("nbgrader's folders", ["ada", "bob"]) == (
            found.layout,
            [one.id for one in found.hand_ins],
        )
        assert found.hand_ins[0].attempts[0].time == datetime(
            2026, 5, 1, 10, 0, 0, 123456, tzinfo=timezone.utc
        )
    put(tmp_path, {"submitted/bob/ps2/a.yaml": RIGHT})
    with pytest.raises(InputError, match="several assignments"):
        found_in(tmp_path)
    assert len(found_in(tmp_path, assignment="ps1").hand_ins) == 2


def test_the_exchange_of_nbgrader_holds_attempts(tmp_path: Path) -> None:
    names = (
        "ada+ps1+2026-05-01 10:00:00.123456 UTC",
        "ada+ps1+2026-05-01 09:00:00.123456 UTC+x1y2",
        "bob+ps1+2026-05-01 10:00:00.123456 UTC",
    )
    put(tmp_path, {f"{name}/a.yaml": RIGHT for name in names})
    found = found_in(tmp_path)
    assert [("ada", 2), ("bob", 1)] == sorted((one.id, len(one.attempts)) for one in found.hand_ins)
    ada = next(one for one in found.hand_ins if one.id == "ada")
    assert ada.attempts[-1].path == names[0]
