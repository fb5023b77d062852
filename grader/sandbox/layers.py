"""The layers round a worker: which of them hold here, and how a worker puts them on.

Each layer stops something that the others do not.  They are found once, when the zygote
starts, and put on by every worker, in an order that matters: what needs rights comes first,
what takes them away comes last.  A layer that was found and then fails stops the
worker before a line of the student's code has run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from grader.sandbox import kernel, landlock, seccomp

if sys.platform != "win32":
    import resource

# Above every range that useradd, systemd or container managers hand out, and below 2**31.
FIRST_UID, FALLBACK_UID, UIDS = 1_900_000_000, 60_000, 5_000
CAP_SETGID, CAP_SETUID = 6, 7
OPTIONAL = ("uid", "landlock", "seccomp")


class Layers(NamedTuple):
    """Which layers hold here.  `uid` is the first of the worker's user numbers, or None.

    `closed` says that this other user cannot read Python itself, which lies in somebody's home.
    """

    platform: str = ""
    uid: int | None = None
    landlock: int = 0
    seccomp: bool = False
    no_open: bool = False
    rlimits: bool = False
    closed: bool = False

    @property
    def level(self) -> str:
        """How much the layers promise together: "L3", "L2" or "L1" (see SECURITY.md)."""
        if self.seccomp and (self.uid is not None or self.landlock):
            return "L3"
        return "L2" if self.seccomp and self.no_open else "L1"

    @property
    def names(self) -> tuple[str, ...]:
        """The layers by name, in the order in which a worker puts them on."""
        found = {
            "rlimits": self.rlimits,
            "uid": self.uid is not None,
            "landlock": bool(self.landlock),
            "seccomp": self.seccomp,
            "no-open": self.no_open,
        }
        return tuple(name for name, holds in found.items() if holds)


def find(without: Iterable[str] = ()) -> Layers:
    """The layers that this machine offers, less those that are left out by name (for tests)."""
    without = frozenset(without)
    has_limits = sys.platform != "win32" and "rlimits" not in without
    found = Layers(platform=sys.platform, rlimits=has_limits)
    if not kernel.LINUX:
        return found
    found = found._replace(
        uid=None if "uid" in without else _free_uid(),
        landlock=0 if "landlock" in without else landlock.version(),
        seccomp="seccomp" not in without and seccomp.is_available(),
    )
    # without another user and without Landlock only opening no file at all keeps files unread
    must_not_open = found.seccomp and found.uid is None and not found.landlock
    return found._replace(
        no_open=must_not_open and "no-open" not in without,
        closed=found.uid is not None and not _all_may_read(os.__file__),
    )


def _all_may_read(path: str) -> bool:
    """Whether every user can come to this file and read it."""
    path = os.path.realpath(path)
    if not os.stat(path).st_mode & 0o004:
        return False
    while (folder := os.path.dirname(path)) != path:
        path = folder
        if not os.stat(path).st_mode & 0o001:
            return False
    return True


def _free_uid() -> int | None:
    """The first user number for workers, if this process may change to it."""
    if os.geteuid() != 0 or not _has_capabilities(CAP_SETGID, CAP_SETUID):
        return None
    for first in (FIRST_UID, FALLBACK_UID):
        if _is_mapped(first, "uid") and _is_mapped(first, "gid"):
            return first
    return None


def _has_capabilities(*numbers: int) -> bool:
    try:
        with open("/proc/self/status", encoding="utf-8") as file:
            text = next((line for line in file if line.startswith("CapEff:")), "CapEff: 0")
    except OSError:
        return False
    held = int(text.split()[1], 16)
    return all(held >> number & 1 for number in numbers)


def _is_mapped(first: int, kind: str) -> bool:
    """Whether the numbers from `first` on exist in this user namespace."""
    try:
        with open(f"/proc/self/{kind}_map", encoding="utf-8") as file:
            ranges = [[int(word) for word in line.split()] for line in file]
    except (OSError, ValueError):
        return False
    return any(inside <= first and first + UIDS <= inside + size for inside, _, size in ranges)


class Wrapping(NamedTuple):
    """The layers made ready: what every worker of one zygote shares.  Built once, as it is slow."""

    layers: Layers
    ruleset: int | None
    filter: seccomp.Filter | None

    @classmethod
    def prepare(cls, layers: Layers) -> Wrapping:
        """Build the Landlock ruleset and the seccomp filter."""
        ruleset = landlock.build(landlock.readable_paths()) if layers.landlock else None
        program = None
        if layers.seccomp:
            program = seccomp.assemble(os.uname().machine, no_open=layers.no_open)
        return cls(layers, ruleset, program)


class Bounds(NamedTuple):
    """The limits of one worker, as the kernel counts them."""

    memory: int
    cpu_seconds: int
    open_files: int
    processes: int


def put_on(wrapping: Wrapping, bounds: Bounds, parent: int, folder: str | None) -> None:
    """Put all layers on this process.  An error means: do not run anything.

    `folder` is the one folder with the submission's own files that may be read, if any.
    """
    layers = wrapping.layers
    if layers.rlimits:
        for number, most in kernel_limits(bounds):
            resource.setrlimit(number, (most, most))
    if layers.uid is not None:
        number = layers.uid + os.getpid() % UIDS
        os.setgroups([])
        os.setresgid(number, number, number)
        os.setresuid(number, number, number)
    if not kernel.LINUX:
        return
    kernel.hide_memory()  # after the change of user, which resets it
    kernel.die_with_parent(parent)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    if wrapping.ruleset is not None:
        if folder is None:
            landlock.enter(wrapping.ruleset)
        else:
            own = landlock.build((*landlock.readable_paths(), folder))
            landlock.enter(own)
            os.close(own)
        os.close(wrapping.ruleset)
    if wrapping.filter is not None:
        wrapping.filter.enter(os.getpid())


def come_last_in_memory() -> None:
    """When memory runs out, the kernel shall end a worker and not the grader.

    For the zygote, whose workers inherit it: a mark of their own would cost each of them more.
    Among equals the kernel takes the largest, and a zygote that it takes all the same is replaced.
    """
    if not kernel.LINUX:
        return
    try:
        handle = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(handle, b"1000")
        os.close(handle)
    except OSError:
        return  # a favour to the machine, not a layer: the address space is bounded anyway


@lru_cache(maxsize=8)
def kernel_limits(bounds: Bounds) -> tuple[tuple[int, int], ...]:
    """The kernel's limits for these bounds, by number, never above what holds already.

    Looked up once and not by every worker; none where the system has none.
    """
    if sys.platform == "win32":
        return ()
    wanted = {
        "RLIMIT_AS": bounds.memory,
        "RLIMIT_CPU": bounds.cpu_seconds,
        "RLIMIT_NOFILE": bounds.open_files,
        "RLIMIT_NPROC": bounds.processes,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    found = []
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is None or (name == "RLIMIT_AS" and sys.platform == "darwin"):
            continue  # macOS knows RLIMIT_AS but refuses it
        _, hard = resource.getrlimit(number)
        found.append((number, value if hard == resource.RLIM_INFINITY else min(value, hard)))
    return tuple(found)


def user_processes() -> int:
    """How many processes and threads this user runs: a limit counts them all together."""
    if sys.platform == "win32" or os.geteuid() == 0 or not kernel.LINUX:
        return 0
    own, total = os.geteuid(), 0
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                if os.stat(f"/proc/{name}").st_uid == own:
                    total += len(os.listdir(f"/proc/{name}/task"))
            except OSError:
                continue  # it ended meanwhile
    return total
