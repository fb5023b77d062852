"""Other systems, stood in for: what macOS and Windows lack is taken away, and their names are put in its place.

It is for a process of its own: nothing is put back. Python's own modules are in memory before; ours come after,
and find the system that is said. What Linux alone can show of another system is shown so: no call, no module
and no constant that it lacks is needed for what SECURITY.md promises there.
"""

from __future__ import annotations

import concurrent.futures.process
import ctypes
import importlib
import multiprocessing.context
import multiprocessing.popen_spawn_posix
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
from types import ModuleType, SimpleNamespace

LOADED = (
    concurrent.futures.process,
    multiprocessing.popen_spawn_posix,
    shutil,
    subprocess,
    tempfile,
)
sysconfig.get_config_vars()  # from a file that bears the name of the system
NOT_ON_MACOS: dict[ModuleType, tuple[str, ...]] = {
    os: ("sched_getaffinity", "pidfd_open", "setresuid", "setresgid", "O_PATH", "memfd_create"),
    signal: ("pidfd_send_signal",),
}
NOT_ON_WINDOWS: dict[ModuleType, tuple[str, ...]] = {
    os: (
        *NOT_ON_MACOS[os], "fork", "getuid", "geteuid", "getgid", "killpg", "setsid", "getpgid", "pread", "uname",
        "mkfifo", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "environb", "sysconf", "set_blocking", "chown",
        "setgroups", "nice", "statvfs", "fchmod",
    ),
    signal: ("SIGHUP", "SIGQUIT", "SIGXFSZ", "SIGALRM", "SIGPIPE", "pthread_sigmask", "SIG_BLOCK",
             "SIG_SETMASK", "SIG_UNBLOCK", "setitimer", "alarm"),
    socket: ("SOCK_SEQPACKET", "send_fds", "recv_fds"),
    select: ("poll", "epoll"),
}  # fmt: skip
NO_MODULES = ("resource", "fcntl", "pwd", "grp", "termios", "pty", "syslog")


class System:
    """The calls of Windows that say whether a process lives, on those of this system."""

    def OpenProcess(self, _right: int, _inherited: int, pid: int) -> int:  # noqa: N802 - their names
        return pid if pathlib.Path(f"/proc/{pid}").exists() else 0

    def CloseHandle(self, _handle: int) -> int:  # noqa: N802
        return 1

    def GetLastError(self) -> int:  # noqa: N802
        return 87  # there is no such process


HOME = str(pathlib.Path(__file__).resolve().parents[1])


def become(system: str) -> None:
    """Let this process seem to run on "darwin" or "win32"."""
    for name in (
        "asyncio",
        "numpy",
        "rich.console",
        "yaml",
    ):  # they look at the system when they are loaded
        importlib.import_module(name)
    sys.platform = system
    lacking = NOT_ON_WINDOWS if system == "win32" else NOT_ON_MACOS
    for module, names in lacking.items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    if system == "win32":
        for name in NO_MODULES:
            sys.modules[name] = None  # type: ignore[assignment]  # an import of it fails
        os.name = "nt"
        os.kill = _ends_whoever_is_asked_for  # type: ignore[assignment]  # as it does there
        pathlib.WindowsPath = pathlib.PosixPath  # type: ignore[misc, assignment]
        ctypes.windll = SimpleNamespace(kernel32=System())  # type: ignore[attr-defined]
    from grader.sandbox import rooms, spawned

    rooms.PROCESSES = "/there/is/none"
    there_too = f"import sys; sys.path.append({HOME!r}); from tests.elsewhere import become; become({system!r}); "
    spawned._BOOT = there_too + spawned._BOOT  # each worker is on that system as well


_kill = os.kill


def _ends_whoever_is_asked_for(pid: int, number: int) -> None:
    """There a signal of 0 is a Ctrl-C to all, and every other one an end; Python's own modules know it."""
    assert not sys._getframe(1).f_globals["__name__"].startswith("grader"), f"{number} to {pid}"
    _kill(pid, number)
