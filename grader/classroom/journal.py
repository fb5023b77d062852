"""What is done stays done: a line is added for every result, and read again by the next run.

Only the places of the lines are held in memory, for a class may be large.  A line that a kill cut
short is as good as not there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from grader.files.written import put, refuse_links

NAME = "journal.jsonl"

Entry = dict[str, Any]


class Journal:
    """The results of all runs into one folder; the last line of an id counts."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._places: dict[str, tuple[bytes, int]] = {}
        self._end = 0
        self._handle = -1
        refuse_links(folder, self.path)
        if self.path.exists():
            self._read()

    def _read(self) -> None:
        with self.path.open("rb") as file:
            for line in file:
                entry = _understood(line)
                if {"id", "digest", "result"} <= entry.keys():
                    self._places[entry["id"]] = (_short(entry["digest"]), self._end)
                self._end += len(line)

    def has(self, who: str, digest: str) -> bool:
        """Whether somebody's result is there, of the same bytes and the same rules."""
        return self._places.get(who, (b"", 0))[0] == _short(digest)

    def entry(self, who: str) -> Entry:
        """What was kept of somebody."""
        with self.path.open("rb") as file:
            return self._at(file, who)

    def _at(self, file: Any, who: str) -> Entry:
        file.seek(self._places[who][1])
        entry: Entry = json.loads(file.readline())
        return entry

    def entries(self, ids: Iterable[str]) -> Iterator[Entry]:
        """What was kept of these, in their order."""
        if not self._places:
            return
        with self.path.open("rb") as file:
            for who in ids:
                yield self._at(file, who)

    def add(self, entry: Entry) -> None:
        """Keep a result: with the system when this returns, whatever becomes of this process."""
        line = json.dumps(entry, allow_nan=False).encode() + b"\n"
        if self._handle < 0:
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            flags |= getattr(os, "O_NOFOLLOW", 0)
            self._handle = os.open(self.path, flags, 0o600)
            if self._end and self._last_byte() != b"\n":
                self._end += os.write(self._handle, b"\n")
        place = self._end
        while line:
            written = os.write(self._handle, line)
            self._end += written
            line = line[written:]
        self._places[entry["id"]] = (_short(entry["digest"]), place)

    def _last_byte(self) -> bytes:
        os.lseek(self._handle, self._end - 1, os.SEEK_SET)  # what is added goes to the end anyway
        return os.read(self._handle, 1)

    def close(self) -> None:
        """Let go of the file; the next result opens it again."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __contains__(self, who: object) -> bool:
        return who in self._places

    @property
    def ids(self) -> list[str]:
        """Everybody of whom there is a result, sorted."""
        return sorted(self._places)

    def rewrite(self, change: Callable[[Entry], Entry | None]) -> None:
        """Write every line again as `change` makes it; None leaves it out."""
        self.close()
        kept = []
        for line in self.path.read_bytes().splitlines(keepends=True):
            entry = _understood(line)
            changed = change(entry) if entry else None
            if changed is not None:
                kept.append(json.dumps(changed, allow_nan=False).encode() + b"\n")
        put(self.path, b"".join(kept))
        self.path.chmod(0o600)
        self._places, self._end = {}, 0
        self._read()


def _understood(line: bytes) -> Entry:
    """A line as it was meant, or nothing."""
    try:
        entry = json.loads(line) if line.endswith(b"\n") else {}
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _short(digest: str) -> bytes:
    """A digest in the few bytes that still part any two hand-ins."""
    return digest[:32].encode()
