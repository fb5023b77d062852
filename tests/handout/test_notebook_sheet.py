"""The sheet as a notebook: what Jupyter reads, and what the grader reads of it."""

from __future__ import annotations

import base64
import html
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.grading.grade import check
from grader.handout import notebook
from grader.handout.compose import sheet_of
from grader.handout.sheet import Sheet
from grader.handout.solve import solved
from grader.handout.template import template_of
from grader.sandbox.notebook import code_cells
from grader.variant.selection import example_of

NUMBERS = ("exam-bptt-8", "exam-relu-12", "exam-relu-9", "quiz-gated-cells", "rnn-exercises", "sheet-pos-tagging")  # fmt: skip
CODE = ("layers-rows", "layers-columns", "cells-in-code")
HOSTILE = "Ada ![x](http://e.vil/?) <script>alert(1)</script> $x$ \\\\ \u202e"


@cache
def assignment(name: str) -> Assignment:
    return example_of(load_assignment(find_assignment(name)))


@cache
def key(name: str) -> Sheet:
    return sheet_of(assignment(name), student="A1", name="Ada Lovelace", solved=True)


def book(sheet: Sheet) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(notebook.text_of(sheet))
    return found


@pytest.mark.parametrize("name", [*NUMBERS, *CODE])
def test_jupyter_reads_a_sheet_and_its_key(name: str) -> None:
    nbformat = pytest.importorskip("nbformat", reason="the validator of Jupyter, if it is there")
    for sheet in (key(name), key(name).for_student()):
        read = nbformat.reads(notebook.text_of(sheet), as_version=nbformat.NO_CONVERT)
        nbformat.validate(read)
        assert (4, 5) == (read.nbformat, read.nbformat_minor)


@pytest.mark.parametrize("name", NUMBERS)
def test_an_empty_notebook_has_no_answer_yet(name: str, tmp_path: Path) -> None:
    path = tmp_path / "sheet.ipynb"
    path.write_text(notebook.text_of(key(name).for_student()), encoding="utf-8")
    report = check(path)
    assert name == report.assignment
    assert {"missing"} == {str(entry.verdict) for entry in report.entries}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_notebook_filled_with_the_key_earns_everything(name: str, tmp_path: Path) -> None:
    right = solved(assignment(name))
    filled = book(key(name).for_student())
    for cell in filled["cells"]:
        cell["source"] = [_filled(line, right) for line in cell["source"]]
    path = tmp_path / "sheet.ipynb"
    path.write_text(json.dumps(filled), encoding="utf-8")
    report = check(path)
    assert report.max_score == report.score + report.pending


def _filled(line: str, right: Any) -> str:
    name, sign, _ = line.partition(" = ...")
    return f"{name} = {right.get(name, 'a text in my own words')!r}\n" if sign else line


@pytest.mark.parametrize("name", [*NUMBERS, *CODE])
def test_the_lines_to_fill_in_are_those_of_the_template(name: str) -> None:
    template = template_of(assignment(name), student="A1").splitlines()
    cells = code_cells(notebook.text_of(key(name).for_student()).encode())
    lines = [line for cell in cells for line in cell.text.split("\n") if line.strip()]
    kept = [line for line in template if line.strip() and not line.startswith("#")]
    assert kept == [line for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", CODE)
def test_a_task_of_code_can_be_run_before_it_is_filled_in(name: str) -> None:
    cells = code_cells(notebook.text_of(key(name).for_student()).encode())
    for cell in cells:
        compile(cell.text, "cell", "exec")
    assert 1 < len(cells)


def test_a_key_holds_no_code_and_a_sheet_no_solution() -> None:
    for name in NUMBERS:
        assert {"markdown"} == {cell["cell_type"] for cell in book(key(name))["cells"]}
        assert "accepted: " not in notebook.text_of(key(name).for_student())
    assert "accepted: " in notebook.text_of(key("quiz-gated-cells"))


def test_every_figure_is_an_image_that_carries_its_data() -> None:
    text = "".join(line for c in book(key("quiz-gated-cells"))["cells"] for line in c["source"])
    images = re.findall(r'<img alt="([^"]+)" src="data:image/svg\+xml;base64,([\w+/=]+)">', text)
    assert 7 == len(images)
    for sentence, data in images:
        root = ET.fromstring(base64.b64decode(data))  # noqa: S314  # our own text
        assert html.unescape(sentence) == root.get("aria-label")
        papers = [rect.get("fill") for rect in root.iter("{http://www.w3.org/2000/svg}rect")]
        assert "#ffffff" == papers[0], "white paper, since a theme may be dark"


def test_ids_are_unique_and_follow_from_the_content() -> None:
    first, other = book(key("exam-relu-9")), book(key("exam-relu-9").for_student())
    for one in (first, other):
        assert len(one["cells"]) == len({cell["id"] for cell in one["cells"]})
    assert first["cells"][0]["id"] != other["cells"][0]["id"]
    assert notebook.text_of(key("exam-relu-9")) == notebook.text_of(key("exam-relu-9"))


def test_the_same_sheet_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys; from grader.assignment import find_assignment, load_assignment\n"
        "from grader.handout import notebook; from grader.handout.compose import sheet_of\n"
        "from grader.variant.selection import example_of\n"
        "made = example_of(load_assignment(find_assignment('quiz-gated-cells')))\n"
        "sheet = sheet_of(made, student='A1', name='Ada Lovelace', solved=True)\n"
        "sys.stdout.buffer.write(notebook.text_of(sheet).encode())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert notebook.text_of(key("quiz-gated-cells")).encode() == done.stdout


def test_a_hostile_name_is_text() -> None:
    sheet = sheet_of(assignment("exam-relu-9"), student="x'\n!rm", name=HOSTILE)
    cells = book(sheet)["cells"]
    head = "".join(cells[0]["source"])
    assert "<script" not in head
    assert "![x](" not in head
    assert "\u202e" not in head
    namespace: dict[str, object] = {}
    exec("".join(cells[1]["source"]), namespace)  # noqa: S102  # two lines of our own
    assert "x'\n!rm" == namespace["student"]
