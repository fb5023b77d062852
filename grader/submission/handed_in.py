"""Find the submission among whatever arrived: folders in folders, leftovers of macOS, two drafts.

Every file is looked at and none is run.  A file is taken for what it holds, that is, for the
answer names that stand in it, then for its name, then for its place; and what was not taken is
said, so that nobody is graded for the wrong draft without knowing.
"""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.assignment import Assignment
from grader.files.glimpse import start_of
from grader.sandbox import Source, SubmissionError
from grader.submission.archive import ArchiveFault, unpack
from grader.submission.beside import as_member
from grader.submission.parts import wanted_names, with_parts
from grader.words.sentences import gradescope as sentences
from grader.words.sentences import submissions as submission_sentences
from grader.words.text import listed, visible
from reference.records import dataclass, replace

ENDINGS = (".py", ".ipynb", ".yaml", ".yml", ".json")
PROGRAMS = (".py", ".ipynb")

DEPTH = 6  # folders in folders; beyond that lie packages, not answers
ENTRIES = 5_000  # files looked at that could hold answers, and as many others
LOOKED_AT = 100_000  # names
READ = 2 << 20  # bytes of a file in which answer names are searched
READ_IN_ALL = 32 << 20  # bytes of all files; those beyond count for their names
HELPERS = 200  # files beside the program that it may import or open
HELPERS_SIZE = 8 << 20
TOLD = 8  # names in one sentence

# Written by systems, editors and tools, never by hand.
_LEFTOVERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "venv", "Thumbs.db"})


class NothingHandedIn(Exception):
    """There is no file that could be graded; the sentence says what was expected."""


@dataclass(frozen=True)
class HandedIn:
    """The file that is graded, by its shown name; `source` is a program with what lies beside it."""

    path: Path
    name: str
    source: Source | None = None
    remarks: tuple[str, ...] = ()


def handed_in(folder: Path, assignment: Assignment | None, *, room: Callable[[], Path]) -> HandedIn:
    """The submission in a folder; `room` makes an empty one, for a zip that came as a zip.

    Raises NothingHandedIn.
    """
    files, skipped = _files(folder)
    candidates = _candidates(files)
    remarks: list[str] = []
    if not candidates:
        packed = [file for file in files if _ending(file) == ".zip"]
        if len(packed) == 1:
            folder, unpacked = _unpacked(packed[0], room())
            candidates = [file for file in unpacked if _ending(file) in ENDINGS]
            files = unpacked or files
    if not candidates:
        shown = _listed([_name(file, folder) for file in (*files, *skipped)])
        raise NothingHandedIn(sentences.nothing_handed_in(ENDINGS, shown))
    if assignment is None and len(candidates) > 1 and not any(map(_is_named_so, candidates)):
        names = [_name(file, folder) for file in candidates]
        raise NothingHandedIn(submission_sentences.folder_of_several(names))
    ranked = sorted(_ranked(candidates, folder, assignment))
    chosen = ranked[0][1]
    name = _name(chosen, folder)
    others = [file for rank, file in ranked[1:] if rank.hits]
    source = _source(chosen, folder)
    if source is not None and assignment is not None and others:
        source = with_parts(source, {_key(f, chosen, folder): f for f in others}, assignment)
        if source.joined:
            names = [_name(chosen, folder), *source.joined]
            remarks.append(sentences.graded_as_one(names))
            others = []
    if others:
        why = sentences.chosen_for_name() if ranked[0][0].is_submission else ""
        rest = _listed([_name(file, folder) for file in others])
        remarks.append(sentences.several_handed_in(name, rest, why or sentences.chosen_for_hits()))
    links = [_name(file, folder) for file in skipped if file.is_symlink()]
    if links:
        remarks.append(sentences.links_not_followed(_listed(links)))
    return HandedIn(chosen, name, source, tuple(remarks))


def _candidates(files: Sequence[Path]) -> list[Path]:
    """The files that could be meant: a kit's own file is what answers are asked by, and holds none."""
    return [f for f in files if _ending(f) in ENDINGS and f.name != "assignment.yaml"]


def _is_named_so(file: Path) -> bool:
    return file.stem.lower() in ("submission", "answers")


def gathered(folder: Path) -> list[Path]:
    """The files of a folder that could be a submission."""
    return _candidates(_files(folder)[0])


class _Rank(NamedTuple):
    """Why one file comes before another; the smallest is graded."""

    is_empty: bool  # no answer stands in it
    is_other: bool  # it is not called submission
    is_stranger: bool  # nor like the assignment
    below: int  # among files of the right name the nearest counts, not the fullest
    missing: int  # answer names that do not stand in it
    depth: int
    ending: int
    path: str
    hits: int

    @property
    def is_submission(self) -> bool:
        return not self.is_other


def _ranked(
    candidates: Sequence[Path], folder: Path, assignment: Assignment | None
) -> Iterator[tuple[_Rank, Path]]:
    """Every file with its rank, those that are named so looked at first."""
    names = wanted_names(assignment) if assignment else set()
    left = READ_IN_ALL
    for file in sorted(candidates, key=lambda one: (not _is_named_so(one), len(one.parts))):
        content = start_of(file, min(READ, left))
        left -= len(content)
        yield _rank(file, folder, assignment, names, content), file


def _rank(
    file: Path, folder: Path, assignment: Assignment | None, names: set[str], content: bytes
) -> _Rank:
    hits = len(names & _words(content)) if names else 0
    stem = file.stem.lower()
    inside = file.relative_to(folder)
    is_other = stem != "submission" and not (assignment is None and _is_named_so(file))
    return _Rank(
        is_empty=not hits,
        is_other=is_other,
        is_stranger=assignment is None or stem.replace("_", "-") != assignment.id.lower(),
        below=0 if is_other else len(inside.parts),
        missing=len(names) - hits,
        depth=len(inside.parts),
        ending=ENDINGS.index(_ending(file)),
        path=str(inside),
        hits=hits,
    )


def _words(content: bytes) -> set[str]:
    """The names in a file, by a look at its bytes: nothing is parsed, nothing can go wrong."""
    text = content.replace(b"\0", b"").decode("utf-8", "replace")  # UTF-16 looks so, almost
    return set(re.findall(r"[^\W\d]\w*", text))


def _files(folder: Path) -> tuple[list[Path], list[Path]]:
    """The plain files of a folder, sorted, and what is neither a file nor a folder."""
    found: list[Path] = []
    skipped: list[Path] = []
    kept = Counter[bool]()
    for entry in itertools.islice(_walk(folder, DEPTH), LOOKED_AT):
        is_wanted = _ending(entry) in (*ENDINGS, ".zip")
        kept[is_wanted] += 1
        if kept[is_wanted] <= ENTRIES:  # a program's own heap of data hides no program
            (found if entry.is_file() and not entry.is_symlink() else skipped).append(entry)
    return found, skipped


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    inside: list[Path] = []
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _LEFTOVERS:
            continue
        if entry.is_dir() and not entry.is_symlink():
            inside.append(entry)
        else:
            yield entry
    for entry in inside if depth > 1 else ():
        yield from _walk(entry, depth - 1)


def _unpacked(file: Path, room: Path) -> tuple[Path, list[Path]]:
    try:
        unpack(file, room)
    except ArchiveFault as fault:
        raise NothingHandedIn(sentences.zip_not_opened(visible(file.name), str(fault))) from None
    return room, _files(room)[0]


def _source(main: Path, root: Path) -> Source | None:
    """A program with the files beside it: what it imports and opens must be there, too.

    Programs in other folders of what was handed in have their path from its top.
    """
    if _ending(main) not in PROGRAMS:
        return None
    try:
        source = Source.read(main)
    except SubmissionError:
        return None  # opening it anew will say why
    files = dict(source.files)
    program = source.files[source.main]
    left = HELPERS_SIZE
    inside = main.parent.relative_to(root) if main.is_relative_to(root) else Path()
    for file in _files(main.parent)[0]:
        left -= _take(file, file.relative_to(main.parent), program, files, left)
    source = as_member(replace(source, files=files), inside)
    files = dict(source.files)
    for file in _files(root)[0] if inside != Path() else ():
        if _ending(file) == ".py":  # what the program reaches by way of its package
            left -= _take(file, file.relative_to(root), program, files, left)
    return replace(source, files=files)


def _key(file: Path, main: Path, root: Path) -> str:
    """The name of a file among those that come along with a program."""
    beside = main.parent
    return file.relative_to(beside if file.is_relative_to(beside) else root).as_posix()


def _take(file: Path, key: Path, program: bytes, files: dict[str, bytes], left: int) -> int:
    """Let a file come along if it may; how many bytes it took."""
    name = key.as_posix()
    if name in files or len(files) > HELPERS:
        return 0
    if _ending(file) != ".py" and os.fsencode(file.name) not in program:
        return 0  # data that nobody opens
    try:
        data = next(iter(Source.read(file).files.values()))
    except (SubmissionError, OSError):
        return 0
    if len(data) > left:
        return 0
    files[name] = data
    return len(data)


def _ending(file: Path) -> str:
    return file.suffix.lower()


def _name(file: Path, folder: Path) -> str:
    inside = file.relative_to(folder) if file.is_relative_to(folder) else Path(file.name)
    return visible(inside.as_posix(), longest=100)


def _listed(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = len(names) - TOLD
    shown = [*names[:TOLD], *([f"{more} more"] if more > 0 else [])]
    return listed(shown)
