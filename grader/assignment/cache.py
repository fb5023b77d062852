"""Things that are slow to make, kept as JSON in the user's cache folder.

A key covers what a thing is made from: the bytes it was asked with, the versions, and the state
of our own source files, so that an edited grader never reads what an older one wrote.  A cache
that is missing, unwritable, damaged or somebody else's is simply not there.

What an installed grader, or a zip for Gradescope, brings was made ahead and lies among its own files:
nobody's first check has to wait.  It counts as long as our source files are those it was made with.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import grader
from grader.assignment.model import Plain

_FORMAT = 3
_TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
_AHEAD = Path(_TOP, "grader", "_ready")
_MOST_ENTRIES = 2000  # a class of drawn variants fits; beyond that the oldest go


def cached(key: bytes, make: Callable[[], Plain]) -> Plain:
    """What `make` returns, from the cache if it was made before of the same key.

    Only JSON survives: mappings with text keys, lists, texts, numbers, booleans and None.
    """
    found = _cached(key, make)
    for entries in _RECORDS:
        entries[key] = found
    return found


@contextlib.contextmanager
def recorded() -> Iterator[dict[bytes, Plain]]:
    """All that is asked of the cache meanwhile, by its key."""
    entries: dict[bytes, Plain] = {}
    _RECORDS.append(entries)
    try:
        yield entries
    finally:
        _RECORDS.remove(entries)


_RECORDS: list[dict[bytes, Plain]] = []


def _cached(key: bytes, make: Callable[[], Plain]) -> Plain:
    ahead = _made_ahead(key)
    if ahead is not None:
        return ahead["value"]
    name = _name(key)
    folder = cache_folder()
    if folder is None:
        return make()
    entry = folder / f"{name}.json"
    found = _read(entry, name)
    if found is not None:
        return found["value"]
    made = make()
    with contextlib.suppress(TypeError, ValueError, RecursionError):
        _write(entry, entry_of(name, made))
    return made


def _made_ahead(key: bytes) -> dict[str, Any] | None:
    if not _AHEAD.is_dir():  # a clone has none
        return None
    name = ahead_name(key)
    try:
        return _read_text((_AHEAD / f"{name}.json").read_bytes(), name)
    except OSError:
        return None


def ahead_name(key: bytes) -> str:
    """The name of an entry that is made ahead: it holds wherever our files have the same sizes."""
    sizes = "\n".join(sorted(f"{path} {size}" for path, size, _ in _sources() if _is_plain(path)))
    return _digest_of(str(_FORMAT), grader.__version__, sizes, key=key)


def _is_plain(path: str) -> bool:
    """Whether a file comes to every place where we are installed: those of one wheel begin with _."""
    return not path.rpartition("/")[2].removeprefix("__init__").startswith("_")


def entry_of(name: str, value: Plain) -> bytes:
    """An entry as it is kept."""
    stored = {"key": name, "digest": _digest(value), "value": value}
    return json.dumps(stored, ensure_ascii=False).encode()


def forget(key: bytes) -> None:
    """Drop what was kept under a key, because it turned out to be damaged."""
    folder = cache_folder()
    if folder is not None:
        with contextlib.suppress(OSError):
            (folder / f"{_name(key)}.json").unlink()


def cache_folder() -> Path | None:
    """The folder for entries, by GRADER_CACHE or the habits of the platform; None without one.

    A relative one is none: in the working folder may lie a submission, which would bring its key.
    """
    own = os.environ.get("GRADER_CACHE")
    if own is not None:
        return Path(own) if Path(own).is_absolute() else None
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():
        return Path(base) / "rnn-grader"
    home = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "HOME")
    if not home or not Path(home).is_absolute():
        return None
    inside = {"nt": "rnn-grader/cache", "darwin": "Library/Caches/rnn-grader"}
    platform = "nt" if os.name == "nt" else sys.platform
    return Path(home) / inside.get(platform, ".cache/rnn-grader")


def _name(key: bytes) -> str:
    return _digest_of(str(_FORMAT), grader.__version__, source_state(), key=key)


def _digest_of(*parts: str, key: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    digest.update(key)
    return digest.hexdigest()


@cache
def source_state() -> str:
    """Size and time of every module of ours: a change of one makes another state."""
    return "\n".join(sorted(f"{_TOP}/{path} {size} {time}" for path, size, time in _sources()))


@cache
def _sources() -> list[tuple[str, int, int]]:
    """Every module of ours, by its path from the folder of our packages, with size and time."""
    waiting = [f"{_TOP}/grader", f"{_TOP}/reference"]
    found = []
    while waiting:
        # `scandir`, not `pathlib`: hundreds of files are looked at, before every check
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    path = entry.path[len(_TOP) + 1 :].replace(os.sep, "/")
                    found.append((path, state.st_size, state.st_mtime_ns))
                elif not entry.name.startswith(("_", ".")) and entry.is_dir():
                    waiting.append(entry.path)
    return found


def _read(entry: Path, name: str) -> dict[str, Any] | None:
    try:
        if not _is_ours(entry.parent):
            return None
        return _read_text(entry.read_bytes(), name)
    except OSError:
        return None


def _read_text(text: bytes, name: str) -> dict[str, Any] | None:
    """What an entry says, if it is whole and was made under this name."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(stored, dict) or stored.get("key") != name or "value" not in stored:
        return None
    return stored if stored.get("digest") == _digest(stored["value"]) else None


def _digest(value: Plain) -> str:
    """What a value must add up to: a bit that flipped on the disk must not move any points."""
    try:
        return hashlib.sha256(json.dumps(value).encode()).hexdigest()
    except (TypeError, ValueError, RecursionError):
        return ""  # it cannot be kept, and will not be


def _is_ours(folder: Path) -> bool:
    """Whether nobody but the user could have put an entry there."""
    if os.name == "nt":
        return True
    found = folder.stat()
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(entry: Path, text: bytes) -> None:
    """Write whole or not at all: two graders at once never see half of an entry."""
    with contextlib.suppress(OSError):
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(entry.parent):
            return
        _make_room(entry.parent)
        part = entry.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
            part.replace(entry)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _make_room(folder: Path) -> None:
    entries = list(folder.glob("*.json"))
    if len(entries) < _MOST_ENTRIES:
        return
    by_age = sorted(entries, key=lambda entry: entry.stat().st_mtime)
    for entry in by_age[: len(entries) - _MOST_ENTRIES // 2]:
        entry.unlink(missing_ok=True)
