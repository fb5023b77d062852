"""What was acknowledged is in the table, whenever the process ends; the table is always whole."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
SAVES = """\
import sys
from pathlib import Path
from grader.review.board import Board
from grader.review.marking import Given
board = Board(Path(sys.argv[1]))
for number in range(10_000):
    for pile in board.piles("reason"):
        revision = board.ledger.rows().revision(pile.students, "reason")
        points = str(number % 5 / 4)
        board.save("reason", pile.id, revision, Given((), points, f"save {number}", "ann"))
        print(",".join(pile.students), points, number, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_nothing_acknowledged_is_lost_when_the_process_is_killed_amid_saves(out):
    words = [sys.executable, "-c", SAVES, str(out)]
    with subprocess.Popen(words, cwd=HOME, stdout=subprocess.PIPE, text=True) as process:
        said = [process.stdout.readline() for _ in range(21)]
        process.kill()
        said += process.stdout.readlines()
    acknowledged = {}
    for line in said:
        if line.endswith("\n"):
            students, points, number = line.split()
            acknowledged.update(dict.fromkeys(students.split(","), (float(points), int(number))))
    with (out / "marks.csv").open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {"ada", "bob", "cid", "dan", "eve"} == acknowledged.keys() == rows.keys()
    for who, (points, number) in acknowledged.items():
        found = int(rows[who]["remark"].removeprefix("save "))
        assert found in (number, number + 1), "what was acknowledged, or the one save in flight"
        assert found != number or points == float(rows[who]["points"])
    assert [] == [path.name for path in out.iterdir() if path.suffix == ".part"][1:], "one at most"
