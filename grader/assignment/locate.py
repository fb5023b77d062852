"""Where assignments are found: here, where the environment says, and among the shipped ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from grader.files.glimpse import start_of
from grader.outcome.errors import InputError
from grader.words.sentences import submissions as sentences
from grader.words.sentences.complaints import files as complaints

FILE = "assignment.yaml"
_HEAD = 10_000  # bytes; a kit says in its first lines what it is


class AssignmentNotFound(InputError):
    """There is no assignment of that name; the sentence lists what there is."""

    def __init__(self, sentence: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.candidates = candidates


def find_assignment(name: str | Path, *, submission: Path | None = None) -> Path:
    """The file of an assignment that the command line names, by its id or by a path.

    A word with a slash, a dot at its start or an ending is a path, any other is an id.  Ids are
    looked up in the folders of GRADER_ASSIGNMENTS, in ./assignments and here, then among those
    that come with the grader; but never where the submission lies, for that is a stranger's.
    """
    word = str(name)
    path = Path(name)
    if "/" in word or os.sep in word or word.startswith(".") or path.suffix:
        if path.suffix in (".yaml", ".yml") and _is_file(path):
            return path
        if _is_file(path / FILE):
            return path / FILE
    else:
        for folder in (*_configured(submission), *_here(submission), shipped_folder()):
            if _is_file(folder / path / FILE):
                return folder / path / FILE
        if _is_file(path / FILE):
            raise AssignmentNotFound(sentences.only_beside(word))
    raise AssignmentNotFound(*_nothing_found(path, submission=submission))


def find_own(line: str, *, submission: Path | None = None) -> Path:
    """The file of the assignment that a submission itself names: an id, and never a path."""
    if not any(mark in line for mark in ("/", "\\", "\0", ":")) and not line.startswith("."):
        for folder in (*_configured(submission), shipped_folder()):
            if _is_file(folder / line / FILE):
                return folder / line / FILE
        if any(_is_file(folder / line / FILE) for folder in _here(None)):
            raise AssignmentNotFound(sentences.only_here(line))
    raise AssignmentNotFound(*_nothing_found(Path(line), trusted=True, submission=submission))


def kit_in(folder: Path) -> Path | None:
    """The file of the student's kit that lies in a folder, if one does."""
    path = folder / FILE
    is_kit = any(line.startswith(b"kit:") for line in start_of(path, _HEAD).splitlines())
    return path if is_kit else None


def all_assignments(
    *, trusted: bool = False, submission: Path | None = None
) -> list[tuple[str, Path]]:
    """Every assignment that an id can name, with its file; the first folder wins.

    `trusted` leaves out the working folder, which may be a student's.
    """
    found: dict[str, Path] = {}
    here = () if trusted else (Path("assignments"),)
    for folder in (*_configured(submission), *here, shipped_folder()):
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


def comes_along(path: Path) -> bool:
    """Whether this file is one of the assignments that come with the grader."""
    return path.resolve().is_relative_to(shipped_folder().resolve())


def is_shipped(assignment: str) -> bool:
    """Whether an id alone leads everybody to an assignment, because it comes with the grader."""
    return (shipped_folder() / assignment / "assignment.yaml").is_file()


def _configured(submission: Path | None = None) -> Iterator[Path]:
    """The folders of GRADER_ASSIGNMENTS; of the relative ones those that no submission can bring."""
    named = os.environ.get("GRADER_ASSIGNMENTS", "").split(os.pathsep)
    for folder in (Path(one) for one in named if one.strip()):
        if folder.is_absolute() or not _is_theirs(folder, submission):
            yield folder


def _here(submission: Path | None) -> Iterator[Path]:
    """The folders of the working folder that do not lie in the folder of the submission."""
    for folder in (Path("assignments"), Path()):
        if not _is_theirs(folder, submission):
            yield folder


def _is_theirs(folder: Path, submission: Path | None) -> bool:
    """Whether a folder is that of the submission, or lies in it."""
    if submission is None:
        return False
    theirs = (submission if submission.is_dir() else submission.parent).resolve()
    return folder.resolve().is_relative_to(theirs)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or no name at all
        return False


def _is_bare_folder(path: Path) -> bool:
    try:
        return path.is_dir() and not _is_file(path / FILE)
    except (OSError, ValueError):
        return False


def _nothing_found(
    path: Path, *, trusted: bool = False, submission: Path | None = None
) -> tuple[str, tuple[str, ...]]:
    if not trusted and _is_bare_folder(path):
        return complaints.folder_without_assignment(path, FILE), ()
    import difflib  # only on the way to this sentence, for it is slow to import

    known = tuple(
        identity for identity, _ in all_assignments(trusted=trusted, submission=submission)
    )
    near = tuple(difflib.get_close_matches(path.name, known, n=3))
    if trusted:  # the word of a file of answers: nobody can add a path there
        return complaints.no_assignment_of_the_line(path, " or ".join(near)), near or known
    if near:
        return complaints.did_you_mean_assignment(path, " or ".join(near)), near
    listed = ", ".join(known) if known else "none are installed"
    return complaints.there_is_no_assignment(path, listed), known
