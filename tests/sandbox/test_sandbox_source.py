"""What can be handed in, and what is refused before anything runs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.sandbox import Source, SubmissionError
from grader.sandbox.notebook import code_cells
from grader.sandbox.source import MAX_FILE

posix = pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")


def test_a_file_is_its_own_main(tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text("h1 = 6")
    (tmp_path / "other.py").write_text("h1 = 7")
    source = Source.read(tmp_path / "solution.py")
    assert Source("solution.py", {"solution.py": b"h1 = 6"}) == source


def test_a_folder_comes_with_its_helpers_and_data(tmp_path: Path) -> None:
    for name in ("submission.py", "utils.py", "tools/rnn.py", "weights.npz", "notes.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    for name in (".git/config", "__pycache__/utils.pyc", ".hidden.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    source = Source.read(tmp_path)
    assert source.main == "submission.py"
    assert set(source.files) == {
        "submission.py", "utils.py", "tools/rnn.py", "weights.npz", "notes.ipynb",
    }  # fmt: skip
    assert source.has_data


def test_a_folder_with_one_notebook_is_that_notebook(tmp_path: Path) -> None:
    (tmp_path / "homework.ipynb").write_text("{}")
    assert Source.read(tmp_path).main == "homework.ipynb"


def nothing(folder: Path) -> Path:
    return folder


def two_notebooks(folder: Path) -> Path:
    for name in ("a.ipynb", "b.ipynb"):
        (folder / name).write_text("{}")
    return folder


def link(folder: Path) -> Path:
    (folder / "submission.py").symlink_to("/etc/passwd")
    return folder


def link_itself(folder: Path) -> Path:
    (folder / "given.py").symlink_to("/etc/passwd")
    return folder / "given.py"


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "submission.py")
    return folder


def folder_as_file(folder: Path) -> Path:
    (folder / "submission.py").mkdir()
    return folder


def large(folder: Path) -> Path:
    (folder / "submission.py").write_bytes(b"#" * (MAX_FILE + 1))
    return folder


def missing(folder: Path) -> Path:
    return folder / "absent.py"


def nul(folder: Path) -> Path:
    return folder / "a\0b"


REFUSED = [
    # (what is handed in, note, what the sentence says)
    (nothing, "source.missing", r"no submission\.py and no notebook"),
    (two_notebooks, "source.ambiguous", r"several notebooks \(a\.ipynb, b\.ipynb\)"),
    (folder_as_file, "source.not-a-file", "no ordinary file"),
    (large, "source.too-large", "at most 2 MB"),
    (missing, "source.missing", r"no file absent\.py"),
    (nul, "source.missing", "no file"),
    pytest.param(link, "source.link", "is a link", marks=posix),
    pytest.param(link_itself, "source.link", "is a link", marks=posix),
    pytest.param(pipe, "source.not-a-file", "no ordinary file", marks=posix),
]


@pytest.mark.parametrize(("make", "note", "said"), REFUSED)
def test_what_cannot_be_read_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], Path], note: str, said: str
) -> None:
    with pytest.raises(SubmissionError, match=said) as refusal:
        Source.read(make(tmp_path))
    assert note == refusal.value.note


@posix
def test_links_and_pipes_beside_the_file_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "submission.py").write_text("h1 = 6")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "users.txt").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "large.bin").write_bytes(bytes(MAX_FILE + 1))
    source = Source.read(tmp_path)
    assert set(source.files) == {"submission.py"}
    assert set(source.skipped) == {"loop", "users.txt", "pipe.txt", "large.bin"}


def test_a_folder_of_many_files_is_cut(tmp_path: Path) -> None:
    (tmp_path / "submission.py").write_text("h1 = 6")
    for number in range(300):
        (tmp_path / f"f{number}.txt").write_text("")
    source = Source.read(tmp_path)
    assert len(source.files) == 200
    assert len(source.skipped) == 101


IMPORTS = [
    # (text, a module that has to be in memory before the worker is closed, why)
    ("import numpy as np\n", "numpy", "plain"),
    ("from statistics import mean\n", "statistics", "from"),
    ("import os, sys, heapq\n", "heapq", "several in a line"),
    ("def f():\n    import bisect\n", "bisect", "inside a function"),
    ("import numpy as np\nnp.random.seed(1)\n", "numpy.random", "NumPy imports it when used"),
    ("# coding: latin-1\n", "encodings.latin_1", "to decode the file"),
    ("\ufeffh1 = 6\n", "encodings.utf_8_sig", "a byte-order mark"),
    ("from unittest import mock\n", "unittest.mock", "a part of a package, by from"),
    ("from concurrent.futures import (Executor as E, wait)\n", "concurrent.futures.Executor", "as"),
    (
        "from concurrent.futures import (Executor as E, wait)\n",
        "concurrent.futures.wait",
        "the next",
    ),
    ("wave = __import__('wave')\n", "wave", "by a call"),
    ("importlib.import_module( 'wave')\n", "wave", "by another call"),
    ("datetime.strptime('2020', '%Y')\n", "_strptime", "Python imports it when used"),
    ("set(np.unique(mask))\n", "numpy.ma", "NumPy imports it when used"),
]


@pytest.mark.parametrize(("text", "module", "why"), IMPORTS, ids=[row[2] for row in IMPORTS])
def test_modules_that_will_be_needed_are_seen_in_the_bytes(
    text: str, module: str, why: str
) -> None:
    assert module in Source.of_text(text).imports()


ARRAYS = [
    (False, "h1 = 0.5\n", "plain values"),
    (False, "import math\nh1 = math.tanh(0.5)\n", "Python's own mathematics"),
    (False, "from math import exp, tanh as squash\n", "parts of Python's own"),
    (True, "import numpy as np\n", "an import"),
    (True, "from numpy import tanh\n", "a part of it"),
    (True, "import scipy.special\n", "a library that brings it"),
    (True, "def step(x, h):\n    return h\n", "a function, which may be given some"),
    (True, "step = lambda x, h: h\n", "a nameless one"),
    (True, "class Cell:\n    pass\n", "a class"),
    (True, "exec(text)\n", "text that is run"),
    (True, "np = __import__(name)\n", "a name that cannot be seen"),
    (True, "from helper import sigmoid\n", "a module that may bring it"),
]


@pytest.mark.parametrize(("needed", "text", "why"), ARRAYS, ids=[row[2] for row in ARRAYS])
def test_a_program_of_plain_values_runs_without_numpy(needed: bool, text: str, why: str) -> None:
    assert needed is ("numpy" in Source.of_text(text).imports())


def test_pictures_make_no_notebook_too_large_and_what_is_too_large_is_said_exactly(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.ipynb"
    output = {"output_type": "display_data", "data": {"image/png": "A" * 3_000_000}}
    cell = {"cell_type": "code", "source": ["h1 = 6\n", "h2 = 7"], "outputs": [output]}
    path.write_text(json.dumps({"nbformat": 4, "cells": [cell]}))
    assert [(1, "h1 = 6\nh2 = 7")] == list(code_cells(Source.read(path).files["s.ipynb"]))
    path.write_text("{" + "x" * 3_000_000)
    with pytest.raises(SubmissionError, match=r"s.ipynb has 2.9 MB; at most 2 MB can be read"):
        Source.read(path)
