"""The system calls that a worker may not make, as a filter that the kernel runs.

The list says what is denied, not what is allowed: NumPy, the C library and Python change
the calls they use from release to release, but the calls that reach another process, a file or the
network are known.  What was invented after this list was written does not exist for a worker.

The filter is a program for the kernel's little BPF machine.  It loads the number of the call and
halves the numbers until it stands in a run of calls with one rule: a verdict, or a look at an
argument.  A jump counts the instructions to skip if the test holds, and if it does not.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Sequence

from grader.sandbox import kernel

# name, number on x86_64, number on aarch64 (where "-" there is no such call)
REFUSED = """
    # no new process, no other program
    fork 57 -, vfork 58 -, execve 59 221, execveat 322 281,
    # no network, and no handle passed to anybody
    socket 41 198, socketpair 53 199, connect 42 203, accept 43 202, accept4 288 242,
    bind 49 200, listen 50 201, sendto 44 206, recvfrom 45 207, sendmsg 46 211,
    recvmsg 47 212, sendmmsg 307 269, recvmmsg 299 243, shutdown 48 210,
    getsockname 51 204, getpeername 52 205, setsockopt 54 208, getsockopt 55 209,
    # no look into, and no signal to, another process
    ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271,
    process_madvise 440 440, process_mrelease 448 448, pidfd_open 434 434,
    pidfd_getfd 438 438, pidfd_send_signal 424 424, kcmp 312 272, tkill 200 130,
    rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240,
    # no leaving the session, no priorities, no pinning
    setsid 112 157, setpgid 109 154, setpriority 141 140, sched_setaffinity 203 122,
    sched_setscheduler 144 119, sched_setparam 142 118, sched_setattr 314 274,
    ioprio_set 251 30, move_pages 279 239, migrate_pages 256 238,
    # no other view of the file system
    unshare 272 97, setns 308 268, mount 165 40, umount2 166 39, pivot_root 155 41,
    chroot 161 51, open_tree 428 428, move_mount 429 429, fsopen 430 430,
    fsconfig 431 431, fsmount 432 432, fspick 433 433, mount_setattr 442 442,
    name_to_handle_at 303 264, open_by_handle_at 304 265, lookup_dcookie 212 18,
    # no large doors into the kernel
    add_key 248 217, request_key 249 218, keyctl 250 219, io_uring_setup 425 425,
    io_uring_enter 426 426, io_uring_register 427 427, io_setup 206 0, io_submit 209 2,
    bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, memfd_create 319 279,
    memfd_secret 447 447,
    # nothing that outlives the process: System V, POSIX queues, locks
    shmget 29 194, shmat 30 196, shmctl 31 195, shmdt 67 197, semget 64 190, semop 65 193,
    semctl 66 191, semtimedop 220 192, msgget 68 186, msgsnd 69 189, msgrcv 70 188,
    msgctl 71 187, mq_open 240 180, mq_unlink 241 181, mq_timedsend 242 182,
    mq_timedreceive 243 183, mq_notify 244 184, mq_getsetattr 245 185, flock 73 32,
    # no watching of files that others use
    inotify_init 253 -, inotify_init1 294 26, inotify_add_watch 254 27,
    inotify_rm_watch 255 28, fanotify_init 300 262, fanotify_mark 301 263,
    # no other identity
    setuid 105 146, setgid 106 144, setreuid 113 145, setregid 114 143, setresuid 117 147,
    setresgid 119 149, setgroups 116 159, setfsuid 122 151, setfsgid 123 152,
    capset 126 91,
    # nothing for administrators
    init_module 175 105, finit_module 313 273, delete_module 176 106, kexec_load 246 104,
    kexec_file_load 320 294, reboot 169 142, swapon 167 224, swapoff 168 225,
    syslog 103 116, acct 163 89, quotactl 179 60, quotactl_fd 443 443,
    settimeofday 164 170, clock_settime 227 112, clock_adjtime 305 266, adjtimex 159 171,
    sethostname 170 161, setdomainname 171 162, iopl 172 -, ioperm 173 -,
    modify_ldt 154 -, personality 135 92, vhangup 153 58, nfsservctl 180 42,
"""

READ_ONLY = """
    creat 85 -, mkdir 83 -, mkdirat 258 34, mknod 133 -, mknodat 259 33, rmdir 84 -,
    unlink 87 -, unlinkat 263 35, rename 82 -, renameat 264 38, renameat2 316 276,
    link 86 -, linkat 265 37, symlink 88 -, symlinkat 266 36, truncate 76 45,
    ftruncate 77 46, fallocate 285 47, chmod 90 -, fchmod 91 52, fchmodat 268 53,
    fchmodat2 452 452, chown 92 -, fchown 93 55, lchown 94 -, fchownat 260 54,
    utime 132 -, utimes 235 -, utimensat 280 88, futimesat 261 -, setxattr 188 5,
    lsetxattr 189 6, fsetxattr 190 7, removexattr 197 14, lremovexattr 198 15,
    fremovexattr 199 16
"""

JUDGED = """
    clone 56 220, clone3 435 435, kill 62 129, tgkill 234 131, prlimit64 302 261,
    prctl 157 167, fcntl 72 25, ioctl 16 29, open 2 -, openat 257 56, openat2 437 437
"""

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
NEWEST = 462  # mseal, of Linux 6.10
X32 = 0x40000000  # numbers of the 32-bit personality of x86_64 start here

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, EQUAL, GREATER, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x06
NUMBER, ARCH, ARGUMENT = 0, 4, 16

CLONE_THREAD = 0x10000
CLONE_NEW = 0x7E020000  # any kind of new namespace
# O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND, and the own bit of O_TMPFILE
WRITING = 0x1 | 0x2 | 0x40 | 0x200 | 0x400 | 0x400000
# F_SETLK(W), F_SETOWN, F_SETSIG, F_SETOWN_EX, OFD locks, F_SETLEASE, F_NOTIFY: locks are seen by
# other processes, and the owner of a handle may be sent any signal
FCNTL = (6, 7, 8, 10, 15, 37, 38, 1024, 1026)
# TIOCSCTTY, TIOCSTI, TIOCLINUX, FIOASYNC, FIOSETOWN, SIOCSPGRP: typing into a terminal; signals
IOCTL = (0x540E, 0x5412, 0x541C, 0x5452, 0x8901, 0x8902)
PRCTL = (kernel.PR_SET_PDEATHSIG, kernel.PR_SET_DUMPABLE, kernel.PR_SET_CHILD_SUBREAPER)

OWN = -1  # stands for the worker's own process number, which is not known yet

Instruction = tuple[int, int, int, int]  # code, skip if true, skip if false, constant
Rule = tuple[Instruction, ...]  # ends with a verdict, whichever way it goes


class Filter:
    """A finished program, with the places in it where the worker's own process number belongs."""

    def __init__(self, code: Sequence[Instruction]) -> None:
        self.pid_places = tuple(8 * i + 4 for i, (*_, k) in enumerate(code) if k == OWN)
        self.program = bytearray(
            b"".join(struct.pack("=HBBI", *jump, max(k, 0)) for *jump, k in code)
        )
        # made here, before any fork: a worker has no time for it
        self._buffer = (ctypes.c_char * len(self.program)).from_buffer(self.program)
        self._sent = _Program(len(code), ctypes.addressof(self._buffer))

    def enter(self, pid: int) -> None:
        """Put this process, and what it may start, under the filter, for good."""
        for place in self.pid_places:
            struct.pack_into("=I", self.program, place, pid)
        kernel.prctl(kernel.PR_SET_SECCOMP, kernel.SECCOMP_MODE_FILTER, self._sent)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def is_available() -> bool:
    """Whether this kernel takes a filter of ours: it must look at the (missing) program."""
    if not kernel.LINUX or os.uname().machine not in ARCHITECTURES or sys.maxsize < 1 << 32:
        return False
    try:
        kernel.prctl(kernel.PR_SET_SECCOMP, kernel.SECCOMP_MODE_FILTER)
    except OSError as error:
        return error.errno == errno.EFAULT
    return False


def numbers(table: str, column: int) -> dict[str, int]:
    """The calls of a table that exist in one of its columns, by name."""
    lines = [line for line in table.splitlines() if "#" not in line]
    rows = [row.split() for row in " ".join(lines).split(",") if row.strip()]
    return {row[0]: int(row[1 + column]) for row in rows if row[1 + column] != "-"}


def assemble(machine: str, *, no_open: bool = False) -> Filter:
    """The filter for one architecture.  `no_open` refuses to open any file at all."""
    column, arch = ARCHITECTURES[machine]
    rules = dict.fromkeys(numbers(REFUSED, column).values(), _refuse(errno.EPERM))
    rules |= dict.fromkeys(numbers(READ_ONLY, column).values(), _refuse(errno.EROFS))
    judged = _judged(no_open=no_open)
    rules |= {number: judged[name] for name, number in numbers(JUDGED, column).items()}
    runs = [(0, _ALLOWED)]
    for number in range(NEWEST + 1):
        if (rule := rules.get(number, _ALLOWED)) != runs[-1][1]:
            runs.append((number, rule))
    runs.append((NEWEST + 1, _refuse(errno.ENOSYS)))
    if machine == "x86_64":
        runs.append((X32, _KILLED))
    return Filter(
        [(LOAD, 0, 0, ARCH), (EQUAL, 1, 0, arch), *_KILLED, (LOAD, 0, 0, NUMBER), *_search(runs)]
    )


def _judged(*, no_open: bool) -> dict[str, Rule]:
    """The rules of the calls that depend on an argument."""
    return {
        # the C library falls back to clone and openat, whose flags we can see
        "clone3": _refuse(errno.ENOSYS),
        "openat2": _refuse(errno.ENOSYS),
        "clone": _only_threads(),
        "open": _refuse(errno.EACCES) if no_open else _forbids_bits(1, WRITING),
        "openat": _refuse(errno.EACCES) if no_open else _forbids_bits(2, WRITING),
        "fcntl": _forbids_values(1, FCNTL),
        "ioctl": _forbids_values(1, IOCTL),
        "prctl": _forbids_values(0, PRCTL),
        "kill": _needs_values(0, (OWN,)),
        "tgkill": _needs_values(0, (OWN,)),
        "prlimit64": _needs_values(0, (0, OWN)),
    }


def _search(runs: Sequence[tuple[int, Rule]]) -> list[Instruction]:
    """Find the run that a number lies in, by halves, and apply its rule."""
    if len(runs) == 1:
        return list(runs[0][1])
    middle = len(runs) // 2
    below, above = _search(runs[:middle]), _search(runs[middle:])
    return [(AT_LEAST, len(below), 0, runs[middle][0]), *below, *above]


_ALLOWED: Rule = ((RETURN, 0, 0, ALLOW),)
_KILLED: Rule = ((RETURN, 0, 0, KILL),)


def _refuse(error: int) -> Rule:
    return ((RETURN, 0, 0, ERRNO | error),)


def _argument(index: int) -> Instruction:
    # flags, commands and process numbers are ints: the kernel reads their low half, and so do we
    return (LOAD, 0, 0, ARGUMENT + 8 * index)


def _only_threads() -> Rule:
    return (
        _argument(0),
        (ANY_BIT, 1, 0, CLONE_NEW),
        (ANY_BIT, 1, 0, CLONE_THREAD),
        *_refuse(errno.EPERM),
        *_ALLOWED,
    )


def _forbids_bits(index: int, bits: int) -> Rule:
    return (_argument(index), (ANY_BIT, 0, 1, bits), *_refuse(errno.EROFS), *_ALLOWED)


def _forbids_values(index: int, values: tuple[int, ...]) -> Rule:
    count = len(values)
    tests = [(EQUAL, count - i, 0, value) for i, value in enumerate(values)]
    return (_argument(index), *tests, *_ALLOWED, *_refuse(errno.EPERM))


def _needs_values(index: int, values: tuple[int, ...]) -> Rule:
    count = len(values)
    tests = [(EQUAL, count - i, 0, value) for i, value in enumerate(values)]
    return (_argument(index), *tests, *_refuse(errno.EPERM), *_ALLOWED)
