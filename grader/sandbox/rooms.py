"""Temporary folders that go, whatever ends us: by ourselves, or swept by the next one who needs one.

The name of a folder bears the number of the process it belongs to, and when that began.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROCESSES = "/proc"  # macOS and Windows have none
_SYNCHRONIZE, _NO_SUCH_PROCESS = 0x100000, 87  # an access right, and an error, of Windows
_NAME = re.compile(r"grader-(\d+)-(\d+)-[a-z]+-.+")


def new_room(kind: str) -> Path:
    """A new, empty folder of ours; those of processes that are gone are taken away."""
    sweep()
    return Path(tempfile.mkdtemp(prefix=f"grader-{os.getpid()}-{_began(os.getpid())}-{kind}-"))


@contextmanager
def temporary(kind: str) -> Iterator[Path]:
    """An empty folder for as long as it is needed."""
    folder = new_room(kind)
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Take a folder away, whatever the rights of what is in it."""
    import shutil  # most runs make no room

    with suppress(OSError):
        for inside in (folder, *(path for path in folder.rglob("*") if _is_folder(path))):
            inside.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Take away the folders of our user whose processes are gone."""
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob("grader-*-*-*"):
            named = _NAME.fullmatch(folder.name)
            if named is None or not _is_folder(folder) or not _is_ours(folder):
                continue
            if _began(int(named[1])) != named[2]:
                remove(folder)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_ours(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()


def _began(pid: int) -> str:
    """When a process began, as the kernel counts; "0" where that cannot be known, empty if it is gone."""
    try:
        with open(f"{PROCESSES}/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        return "" if os.path.isdir(f"{PROCESSES}/self") or not _lives(pid) else "0"
    except OSError:
        return "0"


def _lives(pid: int) -> bool:
    """Whether there is a process of this number, on a system that has no folder of them."""
    if sys.platform == "win32":
        return _lives_on_windows(pid)
    try:
        os.kill(pid, 0)  # no signal is sent: only asked for
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True


def _lives_on_windows(pid: int) -> bool:
    """Ask the system for a handle of it: there, `os.kill` would end the process, or send a Ctrl-C."""
    import ctypes  # only Windows pays for it

    system = getattr(ctypes, "windll").kernel32  # noqa: B009  # no other system has it
    handle = system.OpenProcess(_SYNCHRONIZE, 0, pid)
    if handle:
        system.CloseHandle(handle)
    return bool(handle) or system.GetLastError() != _NO_SUCH_PROCESS
