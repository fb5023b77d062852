"""Zips of feedback: every page under the name by which the course system knows whose it is."""

from __future__ import annotations

import zipfile
from types import SimpleNamespace

import pytest

from grader.classroom import feedback


@pytest.mark.parametrize(
    ("expected", "file", "write"),
    [
        ("Ada L_123_assignsubmission_file_feedback.html",
         "Ada L_123_assignsubmission_file_/work.py", feedback.moodle_zip),
        ("bob_42_77_feedback.html", "bob_42_77_work.py", feedback.canvas_zip),
        ("bob_LATE_42_77_feedback.html", "bob_LATE_42_77_work.py", feedback.canvas_zip),
    ],
)  # fmt: skip
def test_a_page_goes_back_under_the_name_that_its_hand_in_came_with(
    expected, file, write, tmp_path, monkeypatch
):
    (tmp_path / feedback.FOLDER).mkdir()
    (tmp_path / feedback.FOLDER / "one.html").write_text("well done")
    one = SimpleNamespace(id="one", result={"file": file})
    monkeypatch.setattr(feedback, "everybody", lambda _: [one])
    with zipfile.ZipFile(write(tmp_path)) as packed:
        assert [expected] == packed.namelist()
        assert b"well done" == packed.read(expected)
