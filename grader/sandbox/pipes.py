"""Bytes through the worker's own pipes, with names that no student's code can change."""

from __future__ import annotations

import builtins
import os

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
