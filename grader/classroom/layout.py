"""How a class lies on disk: a folder each, a file each, or what a course system gave to download.

The layout is told from the names, all of them: where two layouts are mixed nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from grader.classroom.gradescope_export import LIST, gradescope_export
from grader.classroom.hand_in import Attempt, Found, HandIn, Member
from grader.classroom.nbgrader_folder import exchange, is_exchange, is_submitted, submitted
from grader.outcome.errors import InputError
from grader.submission.handed_in import ENDINGS
from grader.words.sentences import batches as sentences
from grader.words.sentences import classes as class_sentences
from grader.words.text import visible

_LEFTOVERS = frozenset({"__macosx", "__pycache__", "thumbs.db", "desktop.ini"})
_MOODLE_FOLDER = re.compile(r"(?P<name>.*?)_?(?P<id>\d+)_assignsubmission_(file|onlinetext)_?")
_MOODLE_FILE = re.compile(r"(?P<name>.*?)_?(?P<id>\d+)_assignsubmission_(file|onlinetext)_(.+)")
# İ in lower case is an i and a dot above it, which is no letter but belongs to one.
_CANVAS = re.compile(
    r"(?:(?P<name>[^_][\w\u0300-\u036f]*?)_)?(?P<late>LATE_)?(?P<id>\d+|anon_\w+?)_(?P<order>\d+)_(?P<file>.+)"
)
_CANVAS_TEXT = re.compile(r"(?:[\w\u0300-\u036f]+?_)?(?:LATE_)?(\d+|anon_\w+)_(text|link)\.html")


def found_in(folder: Path, *, assignment: str = "") -> Found:
    """The class in a folder; raise InputError where it is laid out in two ways, or in none.

    The id of the `assignment` tells which of nbgrader's folders is meant, where there are several.
    Ids and names hold nothing that cannot be seen: they go into tables and onto terminals.
    """
    found = _found_in(folder, assignment)
    return replace(found, hand_ins=tuple(map(_in_plain_sight, found.hand_ins)))


def _in_plain_sight(one: HandIn) -> HandIn:
    members = [
        Member(*(_written_out(text) for text in (each.id, each.name, each.email)))
        for each in one.members
    ]
    return replace(one, id=_written_out(one.id), members=tuple(members))


def _written_out(text: str) -> str:
    return visible(text, longest=len(text))


def _found_in(folder: Path, assignment: str) -> Found:
    folder = _with_list(folder)
    if (folder / LIST).is_file():
        return gradescope_export(folder)
    if (folder / "submitted").is_dir():
        return submitted(folder / "submitted", assignment)
    entries = [each for each in sorted(folder.iterdir()) if not _is_leftover(each)]
    folders = [each for each in entries if each.is_dir() and not each.is_symlink()]
    files = [each for each in entries if each.is_file() and not each.is_symlink()]
    works = [each for each in files if each.suffix.lower() in ENDINGS]
    taken = {*folders, *works}
    other = [each.name for each in entries if each not in taken]
    if folders and works:
        raise InputError(sentences.layouts_mixed(folders[0].name, works[0].name))
    if not folders and not works:
        raise InputError(sentences.nobody_handed_in(str(folder), ENDINGS))
    if not folders:
        return _files(folder, works, other)
    if is_exchange(folders):
        return exchange(folder, folders)
    if is_submitted(folders):
        return submitted(folder, assignment)
    return _folders(folder, folders, other)


def _with_list(folder: Path) -> Path:
    """The folder itself, or the only one in it that bears Gradescope's list or all the rest."""
    if not folder.is_dir():
        raise InputError(sentences.no_class_there(str(folder)))
    if (folder / LIST).is_file():
        return folder
    listed = sorted(
        path.parent for path in folder.glob(f"*/{LIST}") if not _is_leftover(path.parent)
    )
    if len(listed) > 1:
        raise InputError(sentences.layouts_mixed(listed[0].name, listed[1].name))
    return listed[0] if listed else folder


def _folders(root: Path, folders: Sequence[Path], other: Iterable[str]) -> Found:
    moodle = _all_or_none(folders, _MOODLE_FOLDER)
    if not moodle:
        hand_ins = tuple(HandIn(each.name, (Attempt(each.name),)) for each in folders)
        return Found(class_sentences.a_folder_a_student(), root, hand_ins, tuple(other))
    files = [each for each in folders if "_assignsubmission_file" in each.name]
    texts = [each.name for each in folders if each not in files]
    return Found("Moodle's download", root, _grouped(files, moodle), (*other, *texts))


def _files(root: Path, files: Sequence[Path], other: Iterable[str]) -> Found:
    matched = _all_or_none(files, _MOODLE_FILE)
    if matched:
        return Found("Moodle's download", root, _grouped(files, matched), tuple(other))
    matched = _all_or_none(files, _CANVAS)
    if matched:
        return Found(
            "Canvas' download", root, _grouped(files, matched, order=_attachment), tuple(other)
        )
    ids: dict[str, Path] = {}
    for each in files:
        if each.stem in ids:
            raise InputError(sentences.two_files_of_one(ids[each.stem].name, each.name))
        ids[each.stem] = each
    hand_ins = tuple(HandIn(who, (Attempt(path.name),)) for who, path in ids.items())
    return Found(class_sentences.a_file_a_student(), root, hand_ins, tuple(other))


Matched = dict[Path, re.Match[str]]


def _all_or_none(paths: Sequence[Path], pattern: re.Pattern[str]) -> Matched:
    """The names read by a pattern that fits all; raise InputError where it fits some only."""
    found = {path: match for path in paths if (match := pattern.fullmatch(path.name))}
    strangers = [path for path in paths if path not in found]
    if found and strangers:
        raise InputError(sentences.layouts_mixed(next(iter(found)).name, strangers[0].name))
    return found


def _attachment(match: re.Match[str]) -> int:
    return int(match["order"])


def _grouped(
    paths: Iterable[Path], matched: Matched, *, order: Callable[[re.Match[str]], int] | None = None
) -> tuple[HandIn, ...]:
    """The paths of everybody, by the id of the course system, the newest last."""
    of: dict[str, list[Path]] = {}
    for path in paths:
        of.setdefault(matched[path]["id"], []).append(path)
    if order is not None:
        for several in of.values():
            several.sort(key=lambda path: order(matched[path]))
    return tuple(
        HandIn(
            who,
            tuple(Attempt(path.name, late=_is_late(matched[path])) for path in several),
            (Member(who, matched[several[-1]]["name"] or ""),),
        )
        for who, several in of.items()
    )


def _is_late(match: re.Match[str]) -> bool:
    return bool(match.groupdict().get("late"))


def _is_leftover(path: Path) -> bool:
    name = path.name
    return name.startswith(".") or name.lower() in _LEFTOVERS or bool(_CANVAS_TEXT.fullmatch(name))
