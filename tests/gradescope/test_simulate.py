"""The whole way without an upload: a zip, a fresh root, setup.sh, run_autograder, two views."""

import json
import zipfile
from pathlib import Path

import pytest

from grader.gradescope.build import build
from grader.gradescope.simulate import Outcome, simulate
from grader.outcome.errors import InputError
from grader.render.simulated import as_text

SHEET = Path(__file__).parents[1] / "assignments" / "on-gradescope"
ANSWERS = "a_parameters = 45\nb_claim = False\nc_h2 = 0\nc_h3 = 4\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A zip of the sheet, with one answer hidden until the due date."""
    folder = tmp_path_factory.mktemp("sheet") / "on-gradescope"
    folder.mkdir()
    text = (SHEET / "assignment.yaml").read_text()
    hidden = text.replace('c_h3: "h[3]"', 'c_h3: {value: "h[3]", visibility: after_due_date}')
    assert hidden != text
    (folder / "assignment.yaml").write_text(hidden)
    build(str(folder), folder / "a.zip")
    return folder / "a.zip"


@pytest.fixture(scope="module")
def outcome(built):
    submission = built.parent / "hw.zip"
    with zipfile.ZipFile(submission, "w") as archive:
        archive.writestr("hw/answers.py", ANSWERS)
    metadata = built.parent / "metadata.json"
    metadata.write_text(json.dumps({"id": 3, "users": [{"sid": "A1", "name": "Ada"}]}))
    return simulate(built, submission, metadata=metadata, reuse=True, seconds=60)


def test_the_zip_sets_itself_up_and_grades(outcome):
    assert outcome.exit_code == 0, outcome.stdout
    assert outcome.results["score"] == 2.5
    assert outcome.results["extra_data"]["attempts"] == ["3"]
    assert "setup: ready for A ReLU recurrent cell" in outcome.setup
    assert not Path(outcome.stdout.partition("/autograder-")[2] or "/nothing").exists()


def test_the_student_sees_neither_the_hidden_answer_nor_the_total(outcome):
    text = as_text(outcome, ["student"])
    assert "Forward: c_h2 (1/1)" in text
    assert "c_h3" not in text
    assert "(no total is shown: the results of some tests are hidden)" in text
    assert "2.5 of 4.5 points in the results shown below." not in text  # c_h3 is not among them
    assert "Isolation" not in text


def test_staff_see_what_the_student_does_not(outcome):
    text = as_text(outcome, ["staff"])
    assert "[after_due_date]" in text
    assert "c_h3: wrong 0/1" in text
    assert "Isolation L" in text
    assert "score: 2.5" in text


def test_a_run_that_takes_too_long_ends_as_on_gradescope(built, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(built) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            slow = b"#!/bin/sh\nsleep 60 & sleep 60\n"
            new.writestr(entry, slow if entry.filename == "run_autograder" else old.read(entry))
    (tmp_path / "a.py").write_text(ANSWERS)
    found = simulate(path, tmp_path / "a.py", reuse=True, seconds=1)
    assert found.results is None
    assert "timed out. It took longer than 1 seconds" in as_text(found, ["student"])


READ = [
    ("", "there is no results.json", "nothing was written"),
    ("echo '{' > results/results.json", "is no JSON", "half a file"),
    ("""echo '{"score": NaN}' > results/results.json""", "no finite number", "NaN"),
    ("""echo '{"tests": 3}' > results/results.json""", "tests is no list", "the wrong shape"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "sentence", "why"), READ)
def test_results_that_gradescope_would_not_take_are_told(script, sentence, why, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("setup.sh", "true")
        archive.writestr("run_autograder", f"#!/bin/sh\n{script}\n")
    (tmp_path / "a.py").write_text(ANSWERS)
    found = simulate(tmp_path / "a.zip", tmp_path / "a.py", reuse=True)
    assert found.results is None
    assert sentence in found.fault


REFUSED = [
    ({"run_autograder": ""}, "no setup.sh and run_autograder in its root", "half a zip"),
    ({"my/setup.sh": "", "my/run_autograder": ""}, "They lie in my/: zip what is in that folder", "the folder was zipped"),
    ({"setup.sh": "echo no; exit 7", "run_autograder": ""}, r"setup.sh failed.*exit 7.*\n.*no", "a broken image"),
    ({"../setup.sh": ""}, "leads outside", "a hostile zip"),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "sentence", "why"), REFUSED)
def test_a_zip_that_makes_no_image_is_refused(entries, sentence, why, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    (tmp_path / "a.py").write_text(ANSWERS)
    with pytest.raises(InputError, match=f"(?s){sentence}"):
        simulate(tmp_path / "a.zip", tmp_path / "a.py", reuse=True)


def test_a_zip_or_submission_that_is_not_there_is_told(built, tmp_path):
    (tmp_path / "a.py").write_text(ANSWERS)
    with pytest.raises(InputError, match=r"`grader build A --out .*none\.zip` makes one"):
        simulate(tmp_path / "none.zip", tmp_path / "a.py")
    with pytest.raises(InputError, match="there is no such file"):
        simulate(built, tmp_path / "none.py")
    with pytest.raises(InputError, match="there is no such file"):
        simulate(built, tmp_path / "a.py", metadata=tmp_path / "none.json")


def test_a_view_clears_no_screen():
    told = {"score": 1, "output": "\x1b[2J", "tests": [{"name": "\x1b[2J", "output": "\x1b[2J"}]}
    found = Outcome(
        results=told, fault="", stdout="\x1b[2J", setup="", exit_code=0, seconds=0, limits=""
    )
    assert "\x1b" not in as_text(found, ["student", "staff"])
