"""What `import grader` offers, and what it costs."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import grader
import reference
from tests.handed_in import entries

HOME = Path(__file__).resolve().parent.parent
EXAMPLE = HOME / "examples" / "exam-relu-9.py"


def is_class_of_ours(found: object) -> bool:
    return inspect.isclass(found) and found.__module__.startswith(("grader", "reference"))


def in_a_fresh_python(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_script_checks_a_file_in_one_line():
    one_line = f"import grader; print(grader.check({str(EXAMPLE)!r}).score)"
    assert "15/2" == in_a_fresh_python(one_line)


def test_a_check_returns_a_report():
    report = grader.check(EXAMPLE, assignment="exam-relu-9")
    assert isinstance(report, grader.Report)
    assert (7.5, 9) == (report.score, report.max_score)


def test_an_assignment_is_loaded_by_its_id_or_its_path():
    by_path = grader.load_assignment(HOME / "assignments" / "exam-relu-9")
    assert "exam-relu-9" == grader.load_assignment("exam-relu-9").id == by_path.id


def test_the_worked_solution_is_full_marks():
    answers = grader.solve("exam-relu-9").answers
    assert (45, 3) == (answers["a_parameters"], answers["c_h3"])
    assert "right" == entries("exam-relu-9", f"c_h3: {answers['c_h3']}")["c_h3"].verdict.value


def test_an_assignment_that_ships_is_not_faulty():
    assert not grader.lint(["exam-relu-9"]).faulty


def test_what_is_not_there_is_told_in_a_sentence():
    with pytest.raises(grader.GraderError, match='there is no assignment "exam-relu-99"'):
        grader.check(EXAMPLE, assignment="exam-relu-99")


@pytest.mark.parametrize("name", grader.__all__)
def test_every_public_name_is_there_listed_and_described(name):
    assert name in dir(grader)
    assert getattr(grader, name).__doc__.strip()
    assert name in (HOME / "grader" / "__init__.pyi").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "public",
    [
        getattr(package, name)
        for package in (grader, reference)
        for name in package.__all__
        if inspect.isfunction(found := getattr(package, name)) or is_class_of_ours(found)
    ],
    ids=lambda public: f"{public.__module__}.{public.__name__}",
)
def test_every_public_name_shows_an_example_that_runs(public):
    (example,) = doctest.DocTestFinder(recurse=False).find(public)
    assert example.examples  # pytest runs it where it stands
    assert example.examples[-1].want, "an example shows what comes of it"


def test_what_is_not_named_is_private_and_says_so():
    for package in (grader, reference):
        assert "private" in package.__doc__


@pytest.mark.parametrize("name", grader.__all__)
def test_no_module_hides_a_public_name(name):
    assert not (HOME / "grader" / name).exists()
    assert not (HOME / "grader" / f"{name}.py").exists()


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        grader.chekc  # noqa: B018


def test_the_import_alone_loads_nothing():
    script = (
        "import sys; was = set(sys.modules); import grader; print(sorted(set(sys.modules) - was))"
    )
    assert "['grader']" == in_a_fresh_python(script)
