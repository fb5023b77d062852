"""Where assignments are found."""

from pathlib import Path

import pytest

from grader.assignment import AssignmentNotFound, all_assignments, find_assignment, locate
from grader.assignment.locate import identity


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A working folder, a folder of the environment and a shipped one, with one id in all."""
    found = {}
    for place, ids in {
        "here": ["both", "mine"],
        "course": ["both", "exam-1"],
        "shipped": ["both", "exam-relu-9"],
    }.items():
        inside = tmp_path / place / "assignments" if place == "here" else tmp_path / place
        for name in ids:
            (inside / name).mkdir(parents=True)
            (inside / name / "assignment.yaml").write_text(place)
        found[place] = inside
    (found["here"] / "draft").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("GRADER_ASSIGNMENTS", str(found["course"]))
    monkeypatch.setattr(locate, "shipped_folder", lambda: found["shipped"])
    return found


@pytest.mark.parametrize(
    ("place", "name", "why"),
    [
        ("course", "both", "an id of the course wins"),
        ("here", "mine", "an id here"),
        ("course", "exam-1", "an id of the environment"),
        ("shipped", "exam-relu-9", "an id that comes along"),
        ("here", "assignments/mine", "a folder"),
        ("here", "assignments/mine/", "a folder, as the shell completes it"),
        ("here", "assignments/mine/assignment.yaml", "a file"),
        ("course", "../course/exam-1", "a folder elsewhere"),
    ],
)
def test_an_assignment_is_found_by_id_or_path(place, name, why, places):
    assert find_assignment(name).read_text() == place, why


def test_an_id_of_the_working_folder_does_not_hide_one_with_a_file(places):
    Path("exam-1").mkdir()
    assert find_assignment("exam-1").read_text() == "course"


def test_a_file_of_any_name_is_an_assignment(places):
    Path("sheet.yaml").write_text("x")
    assert find_assignment("sheet.yaml") == Path("sheet.yaml")
    assert identity(Path("sheet.yaml")) == "sheet"
    assert identity(find_assignment("mine")) == "mine"


def test_the_environment_may_name_several_folders(places, monkeypatch, tmp_path):
    monkeypatch.setenv("GRADER_ASSIGNMENTS", f"{tmp_path / 'none'}:{places['course']}:")
    assert find_assignment("exam-1").read_text() == "course"


def test_all_assignments_are_listed_once_each(places):
    assert [(name, path.read_text()) for name, path in all_assignments()] == [
        ("both", "course"),
        ("exam-1", "course"),
        ("exam-relu-9", "shipped"),
        ("mine", "here"),
    ]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (r'there is no assignment "exam-relu"; did you mean exam-relu-9', "exam-relu"),
        (
            r'there is no assignment "zzz"; name its folder or file, or one of: both, exam-1, exam-relu-9, mine',
            "zzz",
        ),
        (r'there is no assignment "a/zzz"; name its folder or file, or one of: both', "a/zzz"),
        (r"assignments/draft holds no assignment\.yaml", "assignments/draft"),
        (r'there is no assignment "draft"', "draft"),
        (r"\.\. holds no assignment\.yaml", ".."),
        (r'there is no assignment "missing\.yaml"', "missing.yaml"),
    ],
)
def test_what_is_not_found_is_told_with_the_candidates(sentence, name, places):
    with pytest.raises(AssignmentNotFound, match=sentence):
        find_assignment(name)


def test_the_shipped_assignments_lie_inside_the_package_or_beside_it():
    package = Path(locate.__file__).parents[1]
    assert locate.shipped_folder() in (package / "_assignments", package.parent / "assignments")
