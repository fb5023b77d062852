"""Where assignments are found: here, where the environment says, and among the shipped ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader.outcome.errors import InputError

FILE = "assignment.yaml"
_HEAD = 10_000  # bytes; a kit says in its first lines what it is


class AssignmentNotFound(InputError):
    """There is no assignment of that name; the sentence lists what there is."""

    def __init__(self, sentence: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.candidates = candidates


def find_assignment(name: str | Path) -> Path:
    """The file of an assignment, by its id or by a path to its folder or its file.

    Ids are looked up under ./assignments, then in the folders of GRADER_ASSIGNMENTS, then among
    those that come with the grader.  A folder of that name that holds a file wins over an id.
    """
    path = Path(name)
    if path.is_file() and path.suffix in (".yaml", ".yml"):
        return path
    if (path / FILE).is_file():
        return path / FILE
    if len(path.parts) == 1 and path.name not in ("..", "."):
        for folder in _folders():
            if (folder / path / FILE).is_file():
                return folder / path / FILE
    raise AssignmentNotFound(*_nothing_found(path))


def kit_in(folder: Path) -> Path | None:
    """The file of the student's kit that lies in a folder, if one does."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            is_kit = any(line.startswith(b"kit:") for line in file.read(_HEAD).splitlines())
    except OSError:
        return None
    return path if is_kit else None


def all_assignments() -> list[tuple[str, Path]]:
    """Every assignment that an id can name, with its file; the nearest folder wins."""
    found: dict[str, Path] = {}
    for folder in _folders():
        for file in sorted(folder.glob(f"*/{FILE}")):
            found.setdefault(file.parent.name, file)
    return sorted(found.items())


def identity(path: Path) -> str:
    """The id of an assignment file: the name of its folder, or its own where it has one."""
    return path.resolve().parent.name if path.name == FILE else path.stem


def shipped_folder() -> Path:
    """The assignments that come with the grader: inside the wheel, or beside the clone."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_assignments"
    return inside if inside.is_dir() else package.parent / "assignments"


def _folders() -> Iterator[Path]:
    yield Path("assignments")
    for folder in os.environ.get("GRADER_ASSIGNMENTS", "").split(os.pathsep):
        if folder.strip():
            yield Path(folder)
    yield shipped_folder()


def _nothing_found(path: Path) -> tuple[str, tuple[str, ...]]:
    if path.is_dir():
        return f"{path} holds no {FILE}: name a folder that does, or an id", ()
    import difflib  # only on the way to this sentence, for it is slow to import

    known = tuple(identity for identity, _ in all_assignments())
    near = tuple(difflib.get_close_matches(path.name, known, n=3))
    if near:
        return f'there is no assignment "{path}"; did you mean {" or ".join(near)}?', near
    listed = ", ".join(known) if known else "none are installed"
    return f'there is no assignment "{path}"; name its folder or file, or one of: {listed}', known
