"""The few calls of the Linux kernel that Python does not offer, by way of ctypes."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

FIRST_FREE = 3  # handles below are standard input, output and errors
LINUX = sys.platform.startswith("linux")

PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE = 1, 3, 4
PR_GET_SECCOMP, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 21, 22, 2
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
SIGKILL = 9
MADV_COLLAPSE, LARGE_PAGE = 25, 1 << 21
CLOSE_RANGE = 436  # the same number on every architecture

_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def prctl(option: int, value: int = 0, pointer: object = 0) -> int:
    """Set one property of this process; an `OSError` if the kernel refuses."""
    if _libc is None:
        raise OSError("prctl is a call of Linux")
    third = ctypes.byref(pointer) if isinstance(pointer, ctypes.Structure) else ctypes.c_ulong(0)
    zero = ctypes.c_ulong(0)
    result: int = _libc.prctl(option, ctypes.c_ulong(value), third, zero, zero)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}: {os.strerror(ctypes.get_errno())}")
    return result


def syscall(number: int, *arguments: object) -> int:
    """Make one system call by its number; an `OSError` if the kernel refuses."""
    if _libc is None:
        raise OSError("there are no Linux system calls here")
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result: int = _libc.syscall(ctypes.c_long(number), *wide)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"system call {number}: {os.strerror(error)}")
    return result


def hide_memory() -> None:
    """Let no other process of this user look into this one (`/proc/PID/mem`, ptrace)."""
    if LINUX:
        prctl(PR_SET_DUMPABLE, 0)


def die_with_parent(parent: int) -> None:
    """End this process when its parent does; at once, if the parent is gone already."""
    if LINUX:
        prctl(PR_SET_PDEATHSIG, SIGKILL)
        if os.getppid() != parent:
            os._exit(0)


def adopt_orphans() -> None:
    """Become the parent of whatever descendants outlive their own parents."""
    if LINUX:
        prctl(PR_SET_CHILD_SUBREAPER, 1)


def wipe(address: int, length: int) -> None:
    """Overwrite a piece of this process's memory with zeros."""
    ctypes.memset(address, 0, length)


def close_from(handle: int) -> None:
    """Close this handle and all above it."""
    if LINUX:
        try:
            syscall(CLOSE_RANGE, handle, 0xFFFFFFFF, 0)
            return
        except OSError:
            pass  # a kernel before 5.9: one by one
    os.closerange(handle, os.sysconf("SC_OPEN_MAX"))


def close_all_but(keep: set[int]) -> None:
    """Close every handle but these and the standard ones."""
    start = FIRST_FREE
    for handle in sorted(keep):
        os.closerange(start, handle)
        start = handle + 1
    close_from(start)


def lay_on_large_pages() -> None:
    """Lay what this process has written on pages of two megabytes, as far as the kernel can (Linux 6.1).

    A fork then copies one entry for 512 pages, and its end gives back as few: with PyTorch that is half of
    what a worker costs the kernel.  Where it cannot be had nothing changes.
    """
    if _libc is None:
        return
    with suppress(OSError), open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
        for line in maps.read().splitlines():
            words = line.split(None, 5)
            if "w" in words[1] and words[5:] in ([], ["[heap]"]):
                first, end = (int(word, 16) for word in words[0].split("-"))
                start = -(-first // LARGE_PAGE) * LARGE_PAGE
                length = end // LARGE_PAGE * LARGE_PAGE - start
                if length > 0:
                    _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), MADV_COLLAPSE)
