"""The zip that one uploads: the same bytes every time, and everything in its place."""

import json
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.gradescope.build import PIP, PYTHONS, build, pinned
from grader.outcome.errors import InputError
from grader.render.built import as_text

HUSH = b"a secret that nobody guesses\r\n"
SHEET = str(Path(__file__).parents[1] / "assignments" / "on-gradescope")


@pytest.fixture(scope="module")
def zipped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    (folder / "class.secret").write_bytes(HUSH)
    build(SHEET, folder / "a.zip", secret=folder / "class.secret")
    return folder / "a.zip"


def test_two_builds_are_the_same_bytes_in_another_process_too(zipped, tmp_path):
    program = (
        "import sys; from pathlib import Path; from grader.gradescope.build import build; "
        "build(sys.argv[1], Path(sys.argv[2]), secret=Path(sys.argv[3]))"
    )
    secret = zipped.parent / "class.secret"
    command = [sys.executable, "-c", program, SHEET, tmp_path / "b.zip", secret]
    clone = str(Path(__file__).parents[2])
    subprocess.run(command, check=True, cwd=clone, env={"PYTHONPATH": clone, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"})  # fmt: skip
    assert (tmp_path / "b.zip").read_bytes() == zipped.read_bytes()


def test_the_scripts_stand_in_the_root_with_their_rights(zipped):
    with zipfile.ZipFile(zipped) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
    for name in ("setup.sh", "run_autograder"):
        assert stat.S_IMODE(entries[name].external_attr >> 16) == 0o700
    others = [
        entry for name, entry in entries.items() if name not in ("setup.sh", "run_autograder")
    ]
    assert {stat.S_IMODE(entry.external_attr >> 16) for entry in others} == {0o600}
    assert {entry.create_system for entry in entries.values()} == {3}
    assert list(entries) == sorted(entries)


def test_everything_that_a_run_needs_is_inside_and_nothing_else(zipped):
    with zipfile.ZipFile(zipped) as archive:
        names = set(archive.namelist())
        settings = json.loads(archive.read("settings.json"))
        assert archive.read("secret/class.secret") == HUSH  # not a byte is changed
    assert settings["assignment"] == "assignments/on-gradescope/assignment.yaml"
    assert settings["secret"] == "secret/class.secret"  # noqa: S105 - a path
    assert {"grader/__main__.py", "grader/gradescope/run.py", "reference/__init__.py"} <= names
    assert {name.split("/")[0] for name in names} == {
        "grader", "reference", "assignments", "secret", "settings.json", "requirements.txt",
        "run_autograder", "setup.sh",
    }  # fmt: skip
    assert not [name for name in names if "__pycache__" in name or "_assignments" in name]


def test_all_texts_have_plain_line_ends(tmp_path):
    folder = tmp_path / "windows"
    folder.mkdir()
    text = (Path(SHEET) / "assignment.yaml").read_bytes()
    (folder / "assignment.yaml").write_bytes(text.replace(b"\n", b"\r\n"))
    build(str(folder), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert not [name for name in archive.namelist() if b"\r" in archive.read(name)]


def test_a_build_says_what_to_set_on_gradescope(tmp_path):
    built = build(SHEET, tmp_path / "a.zip")
    assert (built.points, dict(built.by_staff)) == (7.5, {"b_reason": 0.5, "e_cell_state": 1})
    said = as_text(build("exam-relu-9", tmp_path / "b.zip"))
    assert (
        "    b_reason  0.5\n    e_cell_state  1\n    d_dx1  0  (for an explanation in place" in said
    )
    assert "staff add up to 1 point" in said


REFUSED = [
    ({"name": "no-such-sheet"}, "there is no assignment", "a slip in the name"),
    ({"secret": Path("/nowhere/secret")}, "the secret /nowhere/secret cannot be read", "a file that is not there"),
    ({"out": Path("/proc/a.zip")}, "/proc/a.zip cannot be written", "nowhere to write"),
    ({"offline": True, "pythons": ("3.8",)}, "Python 3.8 is not supported", "too old"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "sentence", "why"), REFUSED)
def test_what_cannot_be_built_is_told(wrong, sentence, why, tmp_path):
    arguments = {"name": SHEET, "out": tmp_path / "a.zip", **wrong}
    with pytest.raises(InputError, match=sentence):
        build(**arguments)
    assert not list(tmp_path.iterdir())


DRAWN = (
    "title: T\npoints: 1\nsystems:\n  s: {cell: relu-rnn, steps: 1, given: {V: 1, W: {integers: [2, 9]}, "
    "h0: 1, x: [3]}}\nquestions:\n  - {id: a, prompt: P, system: s, answers: {a_h: 'h[1]'}}\n"
)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "draws W and has no original number for it, so on Gradescope nobody could be graded"),
        ({"secret": "short"}, "the secret .* has only 5 letters"),
        ({"manifest": "{}"}, "is no manifest of variants"),
    ],
)
def test_a_zip_that_could_grade_nobody_is_not_built(wrong, sentence, tmp_path):
    (tmp_path / "drawn.yaml").write_text(DRAWN)
    files = {name: tmp_path / name for name in wrong}
    for name, path in files.items():
        path.write_text(wrong[name])
    with pytest.raises(InputError, match=sentence):
        build(str(tmp_path / "drawn.yaml"), tmp_path / "a.zip", **files)
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize("python", PYTHONS)
def test_every_package_is_pinned_to_one_version(python):
    pins = pinned(python)
    assert all(pin.count("==") == 1 for pin in (*pins, PIP))
    assert ("tomli==2.2.1" in pins) is (python == "3.10")


def test_the_pins_hold_everything_that_a_run_requires():
    """What the packages say they need is pinned too: pip is told to look no further."""
    from importlib.metadata import requires

    from packaging.requirements import Requirement

    pins = {pin.partition("==")[0].lower() for pin in pinned("3.10")}
    for name in ("numpy", "pyyaml", "pydantic", "pytest", "gradescope-utils"):
        for line in requires(name) or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"python_version": "3.10", "sys_platform": "linux", "extra": ""}):  # fmt: skip
                assert needed.name.lower() in pins, f"{name} needs {needed}"


def test_what_a_course_s_tests_read_is_packed_with_them_and_a_class_s_handouts_are_not(tmp_path):
    folder = tmp_path / "sheet"
    for name, text in {
        "assignment.yaml": (
            "title: T\npoints: 1\nquestions:\n  - id: a\n    prompt: Write f.\n    answers:\n"
            "      own: {tests: tests.py, points: 1}\n"
        ),
        "tests.py": "def test_f():\n    pass\n",
        "data/cases.json": "{}",
        ".hidden": "",
        "__pycache__/tests.pyc": "",
        "class/manifest.json": "{}",
        "class/keys/A1.html": "",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    build(str(folder), tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        found = {n for n in archive.namelist() if n.startswith("assignments/")}
    inside = {"assignment.yaml", "data/cases.json", "tests.py"}
    assert {f"assignments/sheet/{name}" for name in inside} == found


def test_a_zip_for_pytorch_installs_it_for_the_processor_and_says_what_that_takes(tmp_path):
    built = build("layers-torch", tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert b"torch==" in archive.read("torch.txt")
        script = archive.read("setup.sh").decode()
    assert "https://download.pytorch.org/whl/cpu" in script
    assert "1.5 GB of memory" in as_text(built)
    with pytest.raises(InputError, match="without --offline"):
        build("layers-torch", tmp_path / "b.zip", offline=True)


def test_other_zips_bring_no_pytorch(zipped):
    with zipfile.ZipFile(zipped) as archive:
        assert "torch.txt" not in archive.namelist()
