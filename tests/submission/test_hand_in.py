"""One reader of hand-ins: a file, a folder and Gradescope take the same modules along."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assignment import load_assignment
from grader.grading.grade import check, grade
from grader.outcome.errors import InputError
from grader.sandbox import WorkerPool, start_zygote
from grader.submission.handed_in import handed_in
from grader.submission.work import opened

SHEET = """\
title: T
points: 2
questions:
- id: a
  prompt: P
  answers:
    one: {kind: count, value: 1}
    two: {kind: count, value: 2}
"""
UTILS = "def one_more(n):\n    return n + 1\n"
TWO = "one = 1\ntwo = one_more(1)\n"


@pytest.fixture(scope="module")
def zygote():
    with start_zygote() as started:
        yield started


@pytest.fixture
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("course") / "sheet.yaml"
    path.write_text(SHEET)
    return path


def written(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


ROWS = [
    ("w.py", {"w.py": "from utils import one_more\n" + TWO, "utils.py": UTILS}, "beside it"),
    ("w.py", {"w.py": "import utils as u\none_more = u.one_more\n" + TWO, "utils.py": UTILS}, "import as"),
    ("w.py", {"w.py": "import u1, utils\none_more = utils.one_more\n" + TWO, "u1.py": "", "utils.py": UTILS}, "two at once"),
    ("w.py", {"w.py": "from utils import *\n" + TWO, "utils.py": "from deeper import one_more\n", "deeper.py": UTILS}, "by way of another"),
    ("w.py", {"w.py": "from .utils import one_more\n" + TWO, "utils.py": UTILS}, "relative, in no package"),
    ("w.py", {"w.py": "from . import utils\none_more = utils.one_more\n" + TWO, "utils.py": UTILS}, "relative, the module"),
    ("course/w.py", {"course/w.py": "from course.utils import one_more\n" + TWO, "course/utils.py": UTILS}, "its own package"),
    ("course/w.py", {"course/w.py": "from .utils import one_more\n" + TWO, "course/utils.py": UTILS}, "relative, in its package"),
    ("course/w.py", {"course/w.py": "from course import utils\none_more = utils.one_more\n" + TWO, "course/utils.py": UTILS, "course/__init__.py": ""}, "a package with a file"),
    ("my/w.py", {"my/w.py": "from my.nn.act import *\n" + TWO, "my/nn/act.py": "from ..utils import one_more\n", "my/utils.py": UTILS}, "deeper in its package"),
    ("my/nn/w.py", {"my/nn/w.py": "from ..utils import one_more\n" + TWO, "my/utils.py": UTILS}, "above it in its package"),
    ("w.py", {"w.py": "from tools.utils import one_more\n" + TWO, "tools/utils.py": UTILS}, "a package beside it"),
]  # fmt: skip


@pytest.mark.parametrize(("main", "files", "why"), ROWS, ids=[row[2] for row in ROWS])
def test_a_file_alone_gets_what_its_folder_gets(
    main: str, files: dict[str, str], why: str, tmp_path: Path, sheet: Path, zygote: WorkerPool
) -> None:
    written(tmp_path, files)
    alone = check(tmp_path / main, assignment=str(sheet))
    found = handed_in(tmp_path, load_assignment(sheet), room=lambda: tmp_path)
    with opened(found.path, zygote=zygote, source=found.source) as work:
        whole = grade(load_assignment(sheet), work)
    assert (2, 2) == (alone.score, whole.score), (alone.remarks, whole.remarks)
    assert "With the file came what it imports" in alone.remarks[0]


@pytest.mark.parametrize(
    ("files", "name", "why"),
    [
        ({"submission.py": TWO, "other.py": UTILS}, "submission", "the name"),
        ({"layers.py": TWO, "notes.py": "x = 3"}, "layers.py", "the answers in it"),
        ({"hw/answers.yaml": "one: 1\ntwo: 2\n"}, "answers.yaml", "data in a folder"),
    ],
)
def test_a_folder_is_graded_by_the_file_that_is_meant(
    files: dict[str, str], name: str, why: str, tmp_path: Path, sheet: Path
) -> None:
    files = {key: text.replace("one_more(1)", "2") for key, text in files.items()}
    written(tmp_path, files)
    assert check(tmp_path, assignment=str(sheet)).score == 2


def test_which_of_several_files_is_graded_is_said_as_on_gradescope(
    tmp_path: Path, sheet: Path
) -> None:
    written(tmp_path, {"a.py": "one = 1", "b.py": "one = 1\ntwo = 2"})
    (said, *_) = check(tmp_path, assignment=str(sheet)).remarks
    assert "Answers stand in several files. Graded: b.py" in said
    with pytest.raises(InputError, match=r"could be meant: a\.py and b\.py\. Say by --assignment"):
        check(tmp_path)


CLASS = {
    "ann.py": "import utils\none = 1\ntwo = 2\n",
    "bob.py": "one = 1\ntwo = 3\n",
    "eve.py": "one = 1\n",
    "utils.py": "raise SystemExit('eve was here')\n",
}


def test_where_files_of_several_students_lie_flat_a_file_stands_alone(
    tmp_path: Path, sheet: Path
) -> None:
    written(tmp_path, CLASS)
    report = check(tmp_path / "ann.py", assignment=str(sheet))
    assert "Left where they are: utils.py" in report.remarks[0]
    assert "eve was here" not in "".join(report.remarks)
    written(tmp_path, {"ann.py": "from bob import *\n"})
    assert check(tmp_path / "ann.py", assignment=str(sheet)).score == 0, "nobody hands in another's"


def test_no_file_beside_it_stands_in_for_a_library(tmp_path: Path, sheet: Path) -> None:
    program = "import numpy, statistics\none = int(numpy.ones(1)[0])\ntwo = statistics.mean([2])\n"
    written(tmp_path, {"w.py": program, "numpy.py": "ones = None", "statistics.py": "mean = None"})
    report = check(tmp_path / "w.py", assignment=str(sheet))
    assert (2, ()) == (report.score, report.remarks)
