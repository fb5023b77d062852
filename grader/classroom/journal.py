"""What is done stays done: a line is added for every result, and read again by the next run.

Only the places of the lines are held in memory, for a class may be large.  A line that a kill cut
short is as good as not there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.files import put

NAME = "journal.jsonl"


class Journal:
    """The results of all runs into one folder; the last line of an id counts."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._places: dict[str, tuple[str, int]] = {}
        self._end = 0
        if self.path.exists():
            self._read()

    def _read(self) -> None:
        with self.path.open("rb") as file:
            for line in file:
                try:
                    entry = json.loads(line) if line.endswith(b"\n") else {}
                except ValueError:
                    entry = {}
                if isinstance(entry, dict) and {"id", "digest", "result"} <= entry.keys():
                    self._places[entry["id"]] = (entry["digest"], self._end)
                self._end += len(line)

    def has(self, who: str, digest: str) -> bool:
        """Whether somebody's result is there, of the same bytes and the same rules."""
        return self._places.get(who, ("", 0))[0] == digest

    def entry(self, who: str) -> dict[str, Any]:
        """What was kept of somebody."""
        with self.path.open("rb") as file:
            file.seek(self._places[who][1])
            entry: dict[str, Any] = json.loads(file.readline())
            return entry

    def entries(self, ids: list[str]) -> Iterator[dict[str, Any]]:
        """What was kept of these, in their order."""
        return (self.entry(who) for who in ids)

    def add(self, entry: dict[str, Any]) -> None:
        """Keep a result, on disk when this returns."""
        line = json.dumps(entry, allow_nan=False).encode() + b"\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            if self._end and not self._ends_well():
                self._end += os.write(handle, b"\n")
            place = self._end
            self._end += os.write(handle, line)
        finally:
            os.close(handle)
        self._places[entry["id"]] = (entry["digest"], place)

    def _ends_well(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    @property
    def ids(self) -> list[str]:
        """Everybody of whom there is a result, sorted."""
        return sorted(self._places)

    def forget(self, who: str) -> None:
        """Leave no line of somebody, earlier ones included."""
        kept = []
        for line in self.path.read_bytes().splitlines(keepends=True):
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict) and entry.get("id") != who:
                kept.append(line)
        put(self.path, b"".join(kept))
        self._places, self._end = {}, 0
        self._read()
