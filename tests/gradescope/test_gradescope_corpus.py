"""Every hostile submission of a folder, through the whole run: results arrive, valid and clean.

The folder is not part of this project.  Set GRADER_ATTACKS to another one to use that.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gradescope_place import lay_out, run

from grader.assignment import find_assignment, load_assignment

FOLDER = Path(
    os.environ.get("GRADER_ATTACKS", Path(__file__).resolve().parents[3] / "shared" / "attacks")
)
INDEX = FOLDER / "index.json"
ROWS = json.loads(INDEX.read_text()) if INDEX.exists() else []
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ROWS, reason="no folder of attacks beside the checkout"),
]
SHEET = Path(__file__).parents[1] / "assignments" / "attacks"
# Joined here only, so that no file of ours holds it.
CANARY = "AG_SECRET_" + "CANARY" + os.urandom(8).hex()


def hand_in(row, folder):
    place = FOLDER / row["file"].rstrip("/")
    if place.is_file():
        shutil.copyfile(place, folder / "submission.py")
    elif (place / "make.py").exists():
        subprocess.run([sys.executable, str(place / "make.py"), str(folder)], check=True)
    else:
        shutil.copytree(place / "submission", folder, dirs_exist_ok=True, symlinks=True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: Path(row["file"]).stem)
def test_results_arrive_whatever_the_submission_does(row, tmp_path):
    root = lay_out(tmp_path, SHEET)
    hand_in(row, root / "submission")
    (root / "source" / "key.txt").write_text(CANARY)
    ran = run(root, GRADER_KEY=CANARY)
    assert ran.code == 0, ran.stdout
    told = ran.results
    most = sum(answer.points for answer in load_assignment(find_assignment(SHEET)).answers)
    assert 0 <= told["score"] <= most
    assert sum(test.get("score", 0) for test in told["tests"]) == pytest.approx(told["score"])
    for text in (ran.path.read_text(), ran.stdout):
        assert CANARY not in text
        assert "\x1b" not in text
    assert "PWNED" not in ran.path.read_text()
    assert [path.name for path in (root / "results").iterdir()] == ["results.json"]
