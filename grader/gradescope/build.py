"""One zip for Gradescope: our packages, an assignment, and two scripts.

The same inputs give the same bytes, on every machine with the same zlib: names are sorted, times
are fixed, rights are ours to say, and texts have plain line ends.  So a zip can be compared with the
one that is in use.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import reference
from grader import __version__
from grader.assignment import Assignment, find_assignment, load_assignment
from grader.files.written import put
from grader.gradescope.folders import SETTINGS
from grader.gradescope.student_text import by_staff, explained, most
from grader.grading.ahead import FOLDER, made_ahead
from grader.outcome.errors import Faulty, InputError
from grader.sandbox.rooms import temporary
from grader.variant.drawings import DRAWING
from grader.variant.manifest import read_manifest
from grader.variant.secret import read_secret
from grader.variant.student_numbers import original
from grader.words.sentences import gradescope as gradescope_sentences
from grader.words.sentences import variants as variant_sentences
from reference.records import dataclass, field

_HERE = Path(__file__).resolve().parent.parent
_IMAGE = _HERE / "gradescope" / "image"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold
_FILE, _SCRIPT = 0o100600, 0o100700
_SCRIPTS = frozenset({"setup.sh", "run_autograder"})
_TEXTS = frozenset({".py", ".sh", ".txt", ".json", ".yaml"})

PYTHONS = ("3.10", "3.11", "3.12", "3.13")
DEFAULT_PYTHON = "3.10"  # of Ubuntu 22.04, Gradescope's usual image
PIP = "pip==25.2"  # bundled with the wheels: that image can make environments only without it
# Wheels for these run on any Linux of the last ten years; Gradescope's machines are x86-64.
_PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64")


@dataclass(frozen=True)
class Built:
    """A zip that was written, and what has to be set on Gradescope for it."""

    path: Path
    files: int
    size: int
    points: Fraction
    by_staff: Mapping[str, Fraction]
    explained: Mapping[str, Fraction] = field(default_factory=dict)
    frameworks: tuple[str, ...] = ()


def build(
    name: str,
    out: Path,
    *,
    manifest: Path | None = None,
    secret: Path | None = None,
    offline: bool = False,
    pythons: Sequence[str] = (DEFAULT_PYTHON,),
    weak_isolation: bool = False,
) -> Built:
    """Write the zip for an assignment; raise InputError where something it needs is not there."""
    file = find_assignment(name)
    assignment = load_assignment(file)
    _refuse_without_numbers(assignment, manifest, secret)
    content = dict(_packages())
    content.update(_scripts())
    if assignment.frameworks:
        if offline:
            raise InputError(gradescope_sentences.torch_not_bundled(assignment.id))
        content["torch.txt"] = _bytes(_IMAGE / "torch.txt")
    content.update(_assignment(file, assignment))
    settings: dict[str, object] = {
        "grader": __version__,
        "assignment": f"assignments/{assignment.id}/assignment.yaml",
        "drawing": DRAWING,
    }
    for key, path in (("manifest", manifest), ("secret", secret)):
        if path is not None:
            settings[key] = f"{key}/{path.name}"
            content[f"{key}/{path.name}"] = _bytes(path)
    if weak_isolation:
        settings["weak_isolation"] = True
    content[SETTINGS] = (json.dumps(settings, indent=1) + "\n").encode()
    if offline:
        content.update(_wheels(pythons))
    _write(out, content, private=manifest is not None or secret is not None)
    return Built(
        out,
        len(content),
        out.stat().st_size,
        most(assignment),
        by_staff(assignment),
        explained(assignment),
        assignment.frameworks,
    )


def _refuse_without_numbers(
    assignment: Assignment, manifest: Path | None, secret: Path | None
) -> None:
    """Raise InputError now for what would fail every submission on Gradescope."""
    if manifest is not None:
        read_manifest(manifest, assignment)
    if secret is not None:
        read_secret(str(secret))
    if manifest is None and secret is None:
        try:
            original(assignment)
        except Faulty as fault:
            raise InputError(
                variant_sentences.build_without_numbers(assignment.id, str(fault))
            ) from None


def _packages() -> Iterator[tuple[str, bytes]]:
    """The Python files of our packages, and what stands beside them."""
    for package in (_HERE, Path(reference.__file__).resolve().parent):
        for path in sorted(package.rglob("*")):
            inside = path.relative_to(package)
            if path.is_file() and not _is_left_out(inside) and path.suffix in (".py", ".typed"):
                yield f"{package.name}/{inside.as_posix()}", path.read_bytes()


def _is_left_out(inside: Path) -> bool:
    return any(part in ("__pycache__", "_assignments", FOLDER, "image") for part in inside.parts)


def _scripts() -> dict[str, bytes]:
    installed = _HERE / "_run_autograder"
    run = installed if installed.is_file() else _HERE.parent / "run_autograder"
    return {
        "run_autograder": _bytes(run),
        "setup.sh": _bytes(_IMAGE / "setup.sh"),
        "requirements.txt": _bytes(_IMAGE / "requirements.txt"),
    }


def _assignment(file: Path, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """The assignment's file, with what its first check needs; where a course has tests, all beside."""
    yield f"assignments/{assignment.id}/assignment.yaml", _bytes(file)
    for name, text in made_ahead(file):
        yield f"grader/{FOLDER}/{name}", text
    if file.name == "assignment.yaml" and (
        assignment.files or any(a.kind == "tests" for a in assignment.answers)
    ):
        for path in _beside(file.parent):
            inside = path.relative_to(file.parent)
            yield f"assignments/{assignment.id}/{inside.as_posix()}", _bytes(path)


def _beside(folder: Path) -> Iterator[Path]:
    """The files of a folder, less hidden ones, caches, and the handouts of a class."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__")) or path.name == "assignment.yaml":
            continue
        if path.is_dir() and not (path / "manifest.json").is_file():
            yield from _beside(path)
        elif path.is_file():
            yield path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None


# -- wheels ---------------------------------------------------------------------------------------


def _wheels(pythons: Sequence[str]) -> dict[str, bytes]:
    """Every pinned package as a wheel, for each Python that is wanted, and pip to install them."""
    unknown = [python for python in pythons if python not in PYTHONS]
    if unknown:
        raise InputError(gradescope_sentences.python_not_supported(unknown[0], ", ".join(PYTHONS)))
    with temporary("wheels") as folder:
        for python in pythons:
            _download(pinned(python), python, Path(folder))
        found = {f"wheels/{path.name}": path.read_bytes() for path in Path(folder).glob("*.whl")}
    found["wheels/python.txt"] = (" ".join(pythons) + "\n").encode()
    return found


def pinned(python: str) -> tuple[str, ...]:
    """The packages that a run needs under one version of Python, each in its exact version.

    >>> [pin for pin in pinned("3.10") if pin.startswith("tomli")], "numpy" in str(pinned("3.12"))
    (['tomli==2.2.1'], True)
    """
    pins = []
    for line in (_IMAGE / "requirements.txt").read_text(encoding="utf-8").splitlines():
        pin, _, only = line.partition("#")[0].partition(";")
        # The one kind of condition that we write; pip would judge it by its own Python.
        below = re.fullmatch(r'\s*python_version < "3\.(\d+)"\s*', only)
        if pin.strip() and (below is None or int(python.split(".")[1]) < int(below[1])):
            pins.append(pin.strip())
    return tuple(pins)


def _download(pins: Sequence[str], python: str, folder: Path) -> None:
    platforms = [word for name in _PLATFORMS for word in ("--platform", name)]
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
        "--no-deps", "--only-binary=:all:", "--implementation", "cp", "--python-version", python,
        *platforms, "--dest", str(folder), PIP, *pins,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise InputError(
            gradescope_sentences.wheels_not_found(python, said[-1] if said else done.stderr[-300:])
        )


# -- bytes ----------------------------------------------------------------------------------------


def _write(out: Path, content: Mapping[str, bytes], *, private: bool) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in sorted(content):
            archive.writestr(*_entry(name, content[name]))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        put(out, data.getvalue(), private=private)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror or error}") from None


def _entry(name: str, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name, _FIXED_TIME)
    entry.create_system = 3  # Unix, wherever it is built: else the rights below mean nothing
    entry.external_attr = (_SCRIPT if name in _SCRIPTS else _FILE) << 16
    packed = name.endswith(".whl")  # they are zips themselves
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry, content.replace(b"\r\n", b"\n") if _is_text(name) else content


def _is_text(name: str) -> bool:
    """Whether line ends may be ours to choose: in a secret every byte draws numbers."""
    return name in _SCRIPTS or (Path(name).suffix in _TEXTS and not name.startswith("secret/"))
