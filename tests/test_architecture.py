"""The stairs: imports run downward only, siblings do not know each other, few may print."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from grader.gradescope.build import build
from tools import house

HOME = Path(__file__).resolve().parent.parent

# From the ground up.  What stands on one step knows what stands on those below, and nothing beside.
STAIRS: tuple[tuple[str, ...], ...] = (
    ("reference",),
    ("grader", "outcome", "command"),
    ("words",),
    ("files", "sandbox"),
    ("assignment",),
    ("reading",),
    ("submission", "key"),
    ("checkers", "functions", "owntests", "variant"),
    ("grading",),
    ("handout",),
    ("linting", "gradescope", "kit", "export", "certificate"),
    ("render",),
    ("classroom", "authoring"),
    ("report", "review"),
    ("cli",),
    ("__main__",),
)
STEP = {name: step for step, names in enumerate(STAIRS) for name in names}

SPEAKERS = ("cli", "render", "__main__")  # the only ones that print
SIBLINGS = {
    "grader/checkers": (),
    # what several kinds of value are made of, and the reading of a single count
    "grader/reading": (
        "statement",
        "words",
        "pairs",
        "number_syntax",
        "entries",
        "tables",
        "remedies",
        "missing",
        "numbers",
        "sums",
        "workings",
        "labelled",
        "asides",
        "lines",
        "counts",
    ),
    "grader/render": ("words", "page", "colours"),
    # what the formats are written from, and the parts of three of them
    "grader/export": (
        "accepted_decimals",
        "question",
        "ask",
        "bank",
        "ids",
        "markup",
        "package",
        "cloze",
        "qti_item",
        "qti3_names",
        "canvas_numbers",
    ),
    "grader/cli": ("parser", "usage", "main", "about"),
}


def files(package: str) -> list[Path]:
    return sorted((HOME / package).rglob("*.py"))


def unit(module: str) -> str:
    """The step a module stands on: `reference`, or the name below `grader`."""
    parts = module.split(".")
    return parts[1] if parts[0] == "grader" and len(parts) > 1 else parts[0]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, wherever it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "grader":
                yield from (
                    f"grader.{alias.name}" for alias in node.names if alias.name != "__version__"
                )
            elif node.module.split(".")[0] in ("grader", "reference"):
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (
                alias.name
                for alias in node.names
                if alias.name.split(".")[0] in ("grader", "reference")
            )


@pytest.mark.parametrize("path", files("grader"), ids=module_of)
def test_imports_run_downward_only(path: Path) -> None:
    own = unit(module_of(path))
    assert own in STEP, f"{own} has no place on the stairs yet"
    above = {unit(module) for module in imports(path)} - {own}
    assert [] == sorted(name for name in above if STEP[name] >= STEP[own])


@pytest.mark.parametrize("path", files("reference"), ids=module_of)
def test_the_mathematics_knows_no_student(path: Path) -> None:
    assert [] == [module for module in imports(path) if module.startswith("grader")]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree)
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    known = {"exec"} if path.stem == "records" else set()  # it writes each class its `__init__`
    assert known == called & {"open", "print", "eval", "exec", "input"}, "it touches no file"


@pytest.mark.parametrize("folder", SIBLINGS)
def test_siblings_do_not_know_each_other(folder: str) -> None:
    shared = SIBLINGS[folder]
    for path in (HOME / folder).glob("*.py"):
        if path.stem in ("__init__", "main"):
            continue
        prefix = folder.replace("/", ".") + "."
        siblings = {m.removeprefix(prefix).split(".")[0] for m in imports(path) if prefix in m}
        assert set() == siblings - set(shared) - {path.stem}, path.name


@pytest.mark.parametrize("path", [*files("grader"), *files("reference")], ids=module_of)
def test_only_the_command_line_and_the_outputs_print(path: Path) -> None:
    if unit(module_of(path)) in SPEAKERS:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert [] == [call.lineno for call in calls if call.func.id == "print"]  # type: ignore[attr-defined]


HEAVY = {
    "rich",
    "pydantic",
    "yaml",
    "numpy",
    "reference.language",
    "multiprocessing",
    "asyncio",
    "unittest",
}


def test_a_right_answer_costs_no_heavy_import(tmp_path: Path) -> None:
    """A check for programs, of a sheet that was checked before, needs no mathematics."""
    script = (
        "import sys\n"
        "from grader.cli.main import main\n"
        f"code = main(['check', {str(HOME / 'examples' / 'exam-relu-9.py')!r}, '--json'])\n"
        f"heavy = sorted({HEAVY!r} & set(sys.modules))\n"
        "print('HEAVY', heavy, code)\n"
    )
    environment = {**os.environ, "GRADER_CACHE": str(tmp_path), "PYTHONPATH": str(HOME)}
    for _ in range(2):  # the first fills the cache
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            cwd=HOME,
            capture_output=True,
            text=True,
            check=True,
        )
    assert "HEAVY [] 0" in done.stdout


def test_a_right_answer_on_gradescope_costs_no_heavy_import_either(tmp_path: Path) -> None:
    """The numbers are everybody's, so their key was made before."""
    with ZipFile(build("exam-relu-9", tmp_path / "sheet.zip").path) as archive:
        archive.extractall(tmp_path / "source")
    (tmp_path / "submission").mkdir()
    shutil.copy(HOME / "examples" / "exam-relu-9.py", tmp_path / "submission")
    script = (
        "import sys\n"
        "import grader.gradescope.guarded_work as here\n"
        "graded = here.grade\n"
        "def grade(*words, **named):\n"
        "    report = graded(*words, **named)\n"
        f"    print('HEAVY', sorted({HEAVY!r} & set(sys.modules)), float(report.score))\n"
        "    sys.stdout.flush()\n"
        "    return report\n"
        "here.grade = grade\n"
        "from grader.cli.main import main\n"
        "main(['gradescope'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"AUTOGRADER_ROOT": str(tmp_path), "PYTHONPATH": str(tmp_path / "source"), "HOME": str(tmp_path)},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "HEAVY [] 7.5" in done.stdout, done.stdout + done.stderr


def test_no_file_imports_itself_by_way_of_others() -> None:
    known = house.modules()
    assert [] == house.circles({name: house.imports(path, known) for name, path in known.items()})


def test_no_wing_stands_on_itself_by_way_of_others() -> None:
    known = house.modules()
    arrows = {name: house.imports(path, known) for name, path in known.items()}
    assert [] == house.circles(house.rooms(arrows))


def test_a_circle_would_be_seen() -> None:
    assert [["a", "b"]] == house.circles({"a": ["b"], "b": ["a"], "c": ["a"]})


def test_files_and_functions_stay_short() -> None:
    known = house.modules()
    assert house.longest_file(known)[0] <= 450
    assert house.longest_function(known)[0] <= 45


@pytest.mark.parametrize("package", house.PACKAGES)
def test_few_files_lie_beside_the_wings(package: str) -> None:
    assert len(house.loose(package)) <= 4


def test_the_tests_mirror_the_wings() -> None:
    wings = {path.parent.name for path in (HOME / "grader").glob("*/__init__.py")}
    assert {"reference", *wings} - {"_assignments"} <= {
        path.name for path in (HOME / "tests").iterdir() if list(path.glob("test_*.py"))
    }


def test_the_page_shows_the_stairs_as_the_code_has_them() -> None:
    assert house.stairs() in (HOME / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_path_that_the_page_names_is_there() -> None:
    page = (HOME / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:grader|reference|tests|tools)/[\w./]*)`", page))
    assert named
    assert [] == sorted(path for path in named if not (HOME / path).exists())


@pytest.mark.parametrize("path", [*files("grader"), *files("reference")], ids=module_of)
def test_whatever_is_imported_late_says_why(path: Path) -> None:
    """An import inside a function has its reason beside or above it; without one it belongs to the top."""
    lines = path.read_text(encoding="utf-8").splitlines()
    late = {
        node.lineno: node
        for function in ast.walk(ast.parse("\n".join(lines)))
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    untold = [
        number
        for number in late
        if "#" not in lines[number - 1] and not lines[number - 2].lstrip().startswith("#")
    ]
    assert [] == untold


def test_help_loads_no_typing() -> None:
    """It takes as long as all tables of help together."""
    script = (
        "import sys\n"
        f"sys.path.insert(0, {str(HOME)!r})\n"
        "from grader.cli.parser import Commands\n"
        "before = 'typing' in sys.modules\n"
        "Commands()\n"
        "print('typing' in sys.modules and not before, before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", script], capture_output=True, text=True, check=True
    )
    assert "False False\n" == done.stdout


def test_no_two_files_of_tests_have_one_name() -> None:
    # pytest takes the second for the first, and only where both are collected in one run
    names = [path.name for path in (HOME / "tests").rglob("test_*.py")]
    assert sorted(set(names)) == sorted(names)
