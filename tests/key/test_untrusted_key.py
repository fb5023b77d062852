"""A submission chooses no file of its own as its key."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


_TESTED = """\
title: E
points: 1
questions:
  - id: a
    prompt: P
    answers:
      own: {tests: helper.py, points: 1}
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course's folder that GRADER_ASSIGNMENTS names, with an assignment that brings tests."""
    for name, text in {"plain": _OWN, "tested": _TESTED}.items():
        (tmp_path / "course" / name).mkdir(parents=True)
        (tmp_path / "course" / name / "assignment.yaml").write_text(text)
    (tmp_path / "course" / "tested" / "helper.py").write_text(
        "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n        open('ran', 'w')\n"
    )
    monkeypatch.setenv("GRADER_ASSIGNMENTS", str(tmp_path / "course"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("source", "line", "named"),
    [
        ("configured", "plain", None),
        ("named", "plain", "plain"),
        ("named", "plain", "course/plain"),
        ("shipped", "exam-relu-9", None),
        ("named", "exam-relu-9", "exam-relu-9"),
    ],
)
def test_a_report_says_who_chose_its_key(source, line, named, course):
    (course / "s.yaml").write_text(f"assignment: {line}\na_parameters: 7\n")
    assert source == check("s.yaml", assignment=named).source


def test_a_key_from_a_kit_beside_the_submission_is_told(tmp_path):
    (tmp_path / "assignment.yaml").write_text(f"kit: {{assignment: exam-relu-9}}\n{_OWN}")
    (tmp_path / "s.yaml").write_text("assignment: exam-relu-9\na_parameters: 7\n")
    assert check(tmp_path / "s.yaml").source == "kit"


def test_the_tests_of_a_course_run_only_where_the_command_names_them(course):
    (course / "s.py").write_text("assignment = 'tested'\nown = 1\n")
    with pytest.raises(
        InputError, match="run only where the command names it: --assignment tested"
    ):
        check("s.py")
    (course / "s.py").write_text("own = 1\n")
    with pytest.raises(InputError, match="run only where the command names it"):
        check("s.py")
    assert check("s.py", assignment="tested").source == "named"


# -- modules ----------------------------------------------------------------------------------------

_HOME = Path(__file__).parents[2]


@pytest.fixture
def shadows(tmp_path):
    """A hand-in whose modules bear the names of ours, and say so if anybody imports them."""
    folder = tmp_path / "handed-in"
    for name in (
        "yaml",
        "reference",
        "numpy",
        "multiprocessing",
        "grader/__init__",
        "grader/__main__",
    ):
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"open({str(tmp_path / 'loaded')!r}, 'w').write(__name__)\n")
    (folder / "s.yaml").write_text("assignment: exam-relu-9\na_parameters: 45\n")
    return folder


@pytest.fixture
def script(tmp_path):
    """The command as it is installed; `reference` and `grader` are found behind Python's own."""
    path = tmp_path / "bin" / "grader"
    path.parent.mkdir()
    shutil.copyfile(_HOME / "grader" / "command.py", path)
    return path


@pytest.mark.parametrize(
    ("cwd", "search", "why"),
    [
        ("handed-in", None, "the working folder alone"),
        ("handed-in", ".", "the working folder by its usual name"),
        ("handed-in", ":", "an empty entry is the working folder"),
        (".", "handed-in", "the folder of the submission"),
        (".", "{}/handed-in", "and by its whole path"),
        (".", "handed-in/../handed-in", "and in a roundabout way"),
    ],
)
def test_no_module_comes_from_where_a_submission_lies(cwd, search, why, shadows, script, tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    if search is not None:
        environment["PYTHONPATH"] = search.format(tmp_path)
    words = [sys.executable, script, "check", shadows / "s.yaml", "--json"]
    done = subprocess.run(
        words, cwd=tmp_path / cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert (1, False) == (done.returncode, (tmp_path / "loaded").exists()), (why, done.stderr)


def test_the_processes_of_a_class_take_no_module_from_the_working_folder(shadows, script, tmp_path):
    works, out = tmp_path / "works", tmp_path / "out"
    works.mkdir()
    (works / "a1.yaml").write_text("a_parameters: 45\n")
    words = ["batch", works, "--assignment", "exam-relu-9", "--out", out, "--jobs", "2"]
    environment = os.environ | {"PYTHONPATH": "."}
    done = subprocess.run(
        [sys.executable, script, *words], cwd=shadows, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert (0, False) == (done.returncode, (tmp_path / "loaded").exists()), done.stderr


def test_other_entries_of_the_path_serve_as_ever(shadows, script, tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "sitecustomize.py").write_text("print('served')")
    words = [sys.executable, script, "check", shadows / "s.yaml", "--json"]
    environment = os.environ | {"PYTHONPATH": f"own:{shadows}"}
    done = subprocess.run(
        words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("served"), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="there nobody can take a working folder away")
def test_a_working_folder_that_is_gone_is_no_end(shadows, script, tmp_path):
    (tmp_path / "gone").mkdir()
    words = [sys.executable, script, "check", shadows / "s.yaml", "--json"]
    shell = ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *words]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        shell, cwd=tmp_path / "gone", env=environment, capture_output=True, text=True, check=False
    )
    assert (1, "") == (done.returncode, done.stderr)
    assert '"score": 1' in done.stdout


def test_who_starts_it_as_a_module_where_it_lies_is_warned(tmp_path):
    words = [sys.executable, "-m", "grader", "--version"]
    done = subprocess.run(words, cwd=_HOME, capture_output=True, text=True, check=False)
    assert "`python -P -m grader`" in done.stderr
    assert done.returncode == 0


KIT = "kit: {assignment: hw}\n" + _OWN


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are pipes")
def test_a_pipe_in_place_of_a_kit_is_not_waited_for(alice):
    os.mkfifo(alice / "assignment.yaml")
    (alice / "answers.yaml").write_text("assignment: exam-relu-9\na_parameters: 45\n")
    assert check("alice/answers.yaml").score == 1


@pytest.mark.parametrize("how", ["a link", "a folder that is a link", "a pipe", "tests"])
def test_a_kit_brings_no_file_of_somebody_else(how, alice, tmp_path):
    (tmp_path / "staff").mkdir()
    (tmp_path / "staff" / "secret.py").write_text("the_secret_of_the_course\n")
    named = "own/secret.py" if how == "a folder that is a link" else "secret.py"
    if how == "a pipe":
        os.mkfifo(alice / "secret.py")
    elif "/" in named:
        (alice / "own").symlink_to(tmp_path / "staff")
    else:
        (alice / "secret.py").symlink_to(tmp_path / "staff" / "secret.py")
    brings = "" if how == "tests" else f"files: [{named}]\n"
    tests = f"      own: {{tests: {named}, points: 1}}\n" if how == "tests" else ""
    (alice / "assignment.yaml").write_text(brings + KIT + tests)
    (alice / "answers.yaml").write_text("a_parameters: 7\n")
    with pytest.raises(
        InputError, match=r"assignment\.yaml:\d+: .*secret\.py cannot be read"
    ) as told:
        check("alice/answers.yaml")
    assert "the_secret" not in str(told.value)


def test_a_relative_folder_of_the_environment_is_not_looked_up_where_the_submission_lies(
    alice, monkeypatch, tmp_path
):
    monkeypatch.setenv("GRADER_ASSIGNMENTS", "assignments")
    (alice / "answers.yaml").write_text("assignment: hw\na_parameters: 7\n")
    (tmp_path / "assignments").mkdir()
    shutil.copytree(alice / "hw", tmp_path / "assignments" / "hw")
    assert check("alice/answers.yaml").source == "configured", "here it is the course's own"
    monkeypatch.chdir(alice)
    with pytest.raises(InputError, match="lies only beside the submission"):
        check("answers.yaml", assignment="hw")
    with pytest.raises(InputError, match="name it by --assignment"):
        check("answers.yaml")
