"""A submission chooses no file of its own as its key."""

import pytest

from grader.grading.grade import check
from grader.outcome.errors import InputError

_OWN = """\
title: E
points: 1
questions:
  - id: a
    prompt: Count.
    answers:
      a_parameters: {kind: count, value: 7}
"""


@pytest.fixture
def alice(tmp_path, monkeypatch):
    """A folder of a student with an assignment of her own, in the working folder."""
    folder = tmp_path / "alice"
    for place in (folder / "hw", folder / "assignments" / "hw", tmp_path / "here"):
        place.mkdir(parents=True)
        (place / "assignment.yaml").write_text(_OWN)
    (folder / "mine.yaml").write_text(_OWN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADER_ASSIGNMENTS", raising=False)
    return folder


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("there is no assignment", "alice/hw"),
        ("there is no assignment", "../alice/hw"),
        ("there is no assignment", "alice/mine.yaml"),
        ("there is no assignment", "a" * 5000),
        ("name it by --assignment", "here"),
    ],
)
def test_the_line_of_a_submission_is_an_id_and_never_a_path(said, line, alice):
    (alice / "answers.yaml").write_text(f"assignment: {line}\na_parameters: 7\n")
    with pytest.raises(InputError, match=said):
        check("alice/answers.yaml")


def test_an_id_of_the_command_is_not_looked_up_where_the_submission_lies(alice, monkeypatch):
    monkeypatch.chdir(alice)
    (alice / "answers.yaml").write_text("a_parameters: 7\n")
    with pytest.raises(InputError, match=r"name it by its path: --assignment \./hw"):
        check("answers.yaml", assignment="hw")
    assert check("answers.yaml", assignment="./hw").score == 1, "staff said so by a path"
