"""The manual: everything of the code is in it, every link leads somewhere, every command runs."""

from __future__ import annotations

import re
import shlex
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from grader.assignment.schema.sheet import AssignmentFile
from grader.cli.main import main
from grader.cli.usage import COMMANDS
from grader.linting.lint import lint
from reference import CATALOGUE
from reference.language.functions import FUNCTIONS
from reference.rewrites.notes import MISTAKES
from tools.manual import figures, functions, keys
from tools.manual.hook import OFFLINE, made, offline

HOME = Path(__file__).resolve().parent.parent
WRITTEN = sorted((HOME / "docs").glob("*.md"))
READ = (HOME / "README.md", *WRITTEN)
# Not run here: a server that waits for a browser, and what the host's setup takes minutes for.
ELSEWHERE = ("grader preview", "grader simulate", "grader review")
# Nor what needs the files of somebody's course: their tests stand in tests/classroom.
_THEIRS = re.compile(r"\bhw1\b|\bOUT\b|tcp://")


@pytest.fixture(scope="module")
def pages():
    return made()


def headings(text):
    return set(re.findall(r"^#{2,3} `?([^`{\n]+?)`?(?: \{.*)?$", text, re.MULTILINE))


# -- it is read without a network --------------------------------------------------------------


def test_the_search_of_a_page_opened_as_a_file_asks_no_server():
    remote = '<script src="https://unpkg.com/iframe-worker/shim"></script>'
    assert offline(remote, "") == f'<script src="{OFFLINE}"></script>'
    assert offline(remote, "reference") == f'<script src="../{OFFLINE}"></script>'
    assert (HOME / "docs" / OFFLINE).exists()


# -- nothing is left out ------------------------------------------------------------------------


def test_every_command_function_cell_and_mistake_has_its_place(pages):
    assert set(COMMANDS) == {
        h.removeprefix("grader ") for h in headings(pages["reference/commands.md"])
    }
    assert set(FUNCTIONS) == headings(pages["reference/functions.md"])
    assert set(CATALOGUE) == headings(pages["reference/cells.md"])
    assert [] == [
        note for note in MISTAKES if f"`number.{note}`" not in pages["reference/notes.md"]
    ]


@pytest.mark.parametrize("name", ["assignment", "commands", "cells", "functions", "notes"])
def test_the_pages_that_lie_in_the_clone_are_those_of_the_code(pages, name):
    lying = (HOME / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")
    assert pages[f"reference/{name}.md"] == lying, "`make reference` writes it anew"


def test_every_function_says_what_it_does():
    assert set(FUNCTIONS) == set(functions.SAID)


def test_every_key_has_a_place_and_an_example(pages):
    page = pages["reference/assignment.md"]
    for model in keys.models():
        for key in model.model_fields:
            assert f"{{ #{model.__name__.lower()}-{key} }}" in page
            assert keys.example(key, model.__name__), (
                f"{model.__name__}.{key} stands in no sound file"
            )
    assert AssignmentFile in keys.models()


@pytest.mark.parametrize(
    "file", sorted((HOME / "docs" / "keys").glob("*.yaml")), ids=lambda f: f.stem
)
def test_the_files_with_the_examples_are_sound(file):
    assert not lint([str(file)]).faulty


def test_the_figures_are_those_of_the_numbers():
    for name, draw in figures.FIGURES.items():
        assert draw() == (HOME / "docs" / name).read_text(encoding="utf-8")
    for bar in figures.bars():  # what is reached lies in what is accepted
        assert bar.accepted[0] <= bar.reached[0] + 1e-12
        assert bar.reached[1] <= bar.accepted[1] + 1e-12


# -- links --------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", READ, ids=lambda f: f.name)
def test_every_link_leads_somewhere(file, pages):
    in_manual = file.parent == HOME / "docs"  # where the generator finds only what lies beside
    made_too = {"security.md", *pages}
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", file.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        place = (file.parent / target).resolve()
        beside = (HOME / "docs") in place.parents
        inside = place.relative_to(HOME / "docs").as_posix() if beside else ""
        assert inside in made_too or (place.exists() and (beside or not in_manual)), target


def test_every_page_has_its_place_in_the_list_of_pages():
    listed = (HOME / "mkdocs.yml").read_text(encoding="utf-8")
    assert [] == [file.name for file in WRITTEN if file.name not in listed]


# -- commands -----------------------------------------------------------------------------------


def commands_in(file):
    for line in file.read_text(encoding="utf-8").splitlines():
        found = re.match(r"(?: {4}|\t)(grader .*)$", line)
        if found and not re.search(r"grader \w+ A( |$)", found[1]):  # A stands for any
            yield found[1].partition("#")[0].strip()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A working folder as somebody has it who followed the documents so far."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADER_ASSIGNMENTS", "")
    shutil.copytree(HOME / "examples", tmp_path / "examples")
    main(["new", "my-exercise"])
    main(["secret", "secret.txt"])
    (tmp_path / "roster.csv").write_text("Name,SID,Role\nAda,A1,Student\nBo,B2,Student\n")
    (tmp_path / "marks.csv").write_text("student,answer,points,remark\n")
    shutil.copy(tmp_path / "my-exercise/zoo/perfect.yaml", tmp_path / "work.yaml")
    (tmp_path / "map.json").write_text(
        '{"course_id": 1, "b_reason": [2, 3], "e_cell_state": [2, 4], "d_dx1": [2, 5]}'
    )
    (tmp_path / "handed-in").mkdir()
    (tmp_path / "handed-in" / "ada.py").write_text('assignment = "exam-relu-9"\nc_h2 = 0\n')
    return tmp_path


@pytest.mark.parametrize("file", READ, ids=lambda f: f.name)
def test_every_command_of_a_document_runs(file, desk, capsys):
    """In their order, each beginning where the last one ended."""
    if "class/manifest.json" in file.read_text(encoding="utf-8") and file.name != "tutorial.md":
        main(["variants", "exam-relu-9", "--roster", "roster.csv", "--secret", "secret.txt",
              "--out", "class", "--format", "md"])  # fmt: skip
    for line in commands_in(file):
        if line.startswith(ELSEWHERE) or _THEIRS.search(line):
            continue
        words, _, target = line.partition(" > ")
        if (desk / "class").exists() and "variants" in words:
            shutil.rmtree(desk / "class")
        (desk / "secret.txt").unlink(missing_ok=True) if words.startswith("grader secret") else None
        capsys.readouterr()
        code = main(shlex.split(words)[1:])
        out, err = capsys.readouterr()
        if "pip install typst" in err and find_spec("typst") is None:
            continue  # PDFs are an extra
        assert code in (0, 1), (line, err)
        if target:
            (desk / target.strip()).write_text(out, encoding="utf-8")
