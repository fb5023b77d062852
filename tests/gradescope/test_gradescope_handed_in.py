"""Which of the files that arrived is graded, and what is said of the others."""

import os
import zipfile
from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.submission.handed_in import NothingHandedIn, handed_in

SHEET = Path(__file__).parents[1] / "assignments" / "on-gradescope" / "assignment.yaml"
FULL = "a_parameters = 45\nb_claim = False\nc_h2 = 0\n"
PART = "a_parameters = 45\n"


def found_in(folder, files):
    for name, content in files.items():
        path = folder / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    room = folder / "room"
    room.mkdir(exist_ok=True)
    return handed_in(folder / "submission", load_assignment(SHEET), room=lambda: room)


ROWS = [
    ({"submission.py": FULL}, "submission.py", "as asked"),
    ({"answers.py": PART}, "answers.py", "another name"),
    ({"anything.py": "x = 1"}, "anything.py", "the only file, though no answer stands in it"),
    ({"ANSWERS.PY": FULL}, "ANSWERS.PY", "an ending in capitals"),
    ({"hw3/submission.py": FULL}, "hw3/submission.py", "one folder round it"),
    ({"a/b/c/answers.yaml": FULL}, "a/b/c/answers.yaml", "folders in folders"),
    ({"__MACOSX/hw/._submission.py": FULL, "hw/submission.py": FULL}, "hw/submission.py", "macOS"),
    ({".ipynb_checkpoints/submission.py": FULL, "draft.ipynb": PART}, "draft.ipynb", "leftovers of a notebook"),
    ({"old/submission.py": FULL, "submission.py": PART}, "submission.py", "the nearer of one name"),
    ({"submission.py": PART, "draft.py": FULL}, "submission.py", "the name that is asked for"),
    ({"submission.py": "x = 1", "work.py": FULL}, "work.py", "the name, but nothing in it"),
    ({"a.py": PART, "b.py": FULL}, "b.py", "the one with more answers"),
    ({"on_gradescope.py": PART, "b.py": FULL}, "on_gradescope.py", "named like the assignment"),
    ({"b.json": FULL, "b.py": FULL}, "b.py", "a program before data"),
    ({"package.json": "{}", "tool.py": "x=1", "work.ipynb": FULL}, "work.ipynb", "what tools leave about"),
    ({"a_parameters_is.py": "x", "z.py": "my_c_h2x = 1; c_h2 = 0"}, "z.py", "names count as words only"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "name", "why"), ROWS)
def test_the_file_that_is_meant_is_graded(files, name, why, tmp_path):
    assert found_in(tmp_path, files).name == name


def test_what_is_not_graded_is_told(tmp_path):
    found = found_in(tmp_path, {"a.py": PART, "b.py": FULL, "notes.py": "x = 1", "c/d.py": PART})
    (told,) = found.remarks
    assert told == (
        "Answers stand in several files. Graded: b.py, because it holds most of the answers that "
        "are asked for. Not graded: a.py and c/d.py. To have another file graded, hand in that one "
        "alone."
    )


def test_one_file_alone_needs_no_words(tmp_path):
    assert found_in(tmp_path, {"b.py": FULL, "helper.py": "x = 1"}).remarks == ()


NOTHING = [
    ({}, "no files", "nothing arrived"),
    ({"sheet.pdf": b"%PDF", "img/photo.jpg": b""}, "sheet.pdf and img/photo.jpg", "a scan"),
    ({f"{n}.txt": "" for n in range(12)}, "4 more", "many files"),
    ({"a\x1b[2J.txt": ""}, r"a\\x1b\[2J.txt", "a name that clears the screen"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "came", "why"), NOTHING)
def test_without_a_file_of_answers_it_says_what_was_expected_and_what_came(
    files, came, why, tmp_path
):
    with pytest.raises(
        NothingHandedIn, match=rf"Expected: submission\.py .* What arrived: .*{came}"
    ):
        found_in(tmp_path, files)


def test_a_name_that_is_no_text_is_shown_and_graded(tmp_path):
    folder = tmp_path / "submission"
    folder.mkdir()
    for name in (b"answers\xff.py", b"helper\xfe.txt"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(FULL)
    assert found_in(tmp_path, {}).name == r"answers\udcff.py"


def test_links_are_not_followed(tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_text(FULL)
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "submission.py").symlink_to(secret)
    (tmp_path / "submission" / "away").symlink_to("/etc")
    with pytest.raises(NothingHandedIn):
        found_in(tmp_path, {})
    found = found_in(tmp_path, {"b.py": FULL})
    assert found.name == "b.py"
    assert found.remarks == (
        "Links are not followed: away and submission.py. Hand in the files themselves.",
    )


def test_a_pipe_is_not_waited_for(tmp_path):
    (tmp_path / "submission").mkdir()
    os.mkfifo(tmp_path / "submission" / "submission.py")
    assert found_in(tmp_path, {"b.py": FULL}).name == "b.py"


def test_a_zip_that_arrived_as_a_zip_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        archive.writestr("hw/answers.py", FULL)
    packed = (tmp_path / "hw.zip").read_bytes()
    assert found_in(tmp_path, {"hw.zip": packed}).name == "hw/answers.py"


def test_a_zip_that_leads_outside_is_told_to_the_student(tmp_path):
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        archive.writestr("../../answers.py", FULL)
    packed = (tmp_path / "hw.zip").read_bytes()
    with pytest.raises(NothingHandedIn, match=r"hw.zip cannot be unpacked: .* leads outside"):
        found_in(tmp_path, {"hw.zip": packed})
    assert not (tmp_path / "answers.py").exists()


def test_a_program_brings_what_it_imports_and_opens_and_nothing_else(tmp_path):
    program = "import helper\nx = open('data.csv').read()\n" + FULL
    files = {
        "submission.py": program,
        "helper.py": "",
        "data.csv": "1",
        "essay.txt": "",
        ".env": "",
    }
    source = found_in(tmp_path, files).source
    assert source is not None
    assert (source.main, sorted(source.files)) == (
        "submission.py",
        ["data.csv", "helper.py", "submission.py"],
    )
