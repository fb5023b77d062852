"""Bytes through the worker's own pipes, with names that no student's code can change; and what is printed."""

from __future__ import annotations

import builtins
import io
import os
import sys

globals()["__builtins__"] = dict(vars(builtins))  # as in `codec`
_read, _write, _exit = os.read, os.write, os._exit


def take(handle: int, count: int) -> bytes:
    """Exactly `count` bytes; the end of the pipe ends the process."""
    parts = bytearray()
    while len(parts) < count:
        piece = _read(handle, min(count - len(parts), 1 << 20))
        if not piece:
            _exit(0)
        parts += piece
    return bytes(parts)


def give(handle: int, data: bytes) -> None:
    """All of these bytes."""
    view = memoryview(data)
    while view:
        view = view[_write(handle, view) :]


def print_to_handles() -> None:
    """Let what is printed go to the handles 1 and 2, whatever these are by then."""
    for handle, names in ((1, ("stdout", "__stdout__")), (2, ("stderr", "__stderr__"))):
        vars(sys).update(dict.fromkeys(names, _printer(handle)))


def _printer(handle: int) -> io.TextIOWrapper:
    raw = io.FileIO(handle, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), "utf-8", "backslashreplace", newline="\n", line_buffering=True
    )
