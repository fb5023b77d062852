"""Landlock: what this process may do with files, as a list of what it may read.

A ruleset is made once and entered by every worker.  Nothing is writable, nothing is
executable, and no TCP port, abstract socket or process outside can be reached, as far as
this kernel's version of Landlock knows these.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable

from grader.sandbox import kernel
from grader.sandbox.libraries import folders

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
GET_VERSION = 1
PATH_BENEATH = 1

READ_FILE, READ_DIR = 1 << 2, 1 << 3
ALL_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
ALL_NET_RIGHTS = 3  # bind and connect, from version 4
ALL_SCOPES = 3  # abstract unix sockets and signals, from version 6


class _Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version() -> int:
    """The version of Landlock that this kernel offers; 0 where there is none."""
    if not kernel.LINUX:
        return 0
    try:
        return kernel.syscall(CREATE_RULESET, None, 0, GET_VERSION)
    except OSError:
        return 0


def readable_paths() -> tuple[str, ...]:
    """What honest code has to read: Python's own files, shared libraries, a few devices."""
    packages = ("lib-dynload", "site-packages", "dist-packages")
    paths = {path for path in sys.path if os.path.basename(path) in packages}
    paths |= {os.path.dirname(os.__file__), os.path.join(sys.base_prefix, "lib")}
    paths.update(folders())  # they may lie somewhere else
    paths |= {"/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache"}
    paths |= {"/dev/null", "/dev/zero", "/dev/urandom", "/usr/share/zoneinfo"}
    return tuple(sorted(path for path in paths if os.access(path, os.R_OK)))


def build(paths: Iterable[str]) -> int:
    """A ruleset that lets files below `paths` be read, as a handle; an `OSError` if refused."""
    abi = version()
    rights = ALL_FILE_RIGHTS[max(v for v in ALL_FILE_RIGHTS if v <= abi)]
    net = ALL_NET_RIGHTS if abi >= 4 else 0
    scopes = ALL_SCOPES if abi >= 6 else 0
    attributes = _Ruleset(rights, net, scopes)
    # older kernels refuse fields that they do not know, even empty ones
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    handle = kernel.syscall(CREATE_RULESET, ctypes.byref(attributes), size, 0)
    try:
        for path in paths:
            _allow(handle, path)
    except OSError:
        os.close(handle)
        raise
    return handle


def _allow(handle: int, path: str) -> None:
    parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = READ_FILE | READ_DIR if os.path.isdir(path) else READ_FILE
        rule = _PathBeneath(rights, parent)
        kernel.syscall(ADD_RULE, handle, PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)


def enter(handle: int) -> None:
    """Put this process under a ruleset, for good.  It needs `no_new_privs` first."""
    kernel.syscall(RESTRICT_SELF, handle, 0)
