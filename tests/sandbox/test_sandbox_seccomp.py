"""The filter decides as its lists say: run here by a small machine of our own, call by call.

The kernel's decisions are in `test_sandbox_layers`; libseccomp's, where pyseccomp is installed,
below.
"""

from __future__ import annotations

import errno
import struct
from contextlib import suppress

import pytest

from grader.sandbox import seccomp

MACHINES = tuple(seccomp.ARCHITECTURES)
ALLOW, PID = seccomp.ALLOW, 4711


def refusal(error: int) -> int:
    return seccomp.ERRNO | error


def decide(program: bytes, arch: int, number: int, *arguments: int) -> int:
    """What the kernel's BPF machine would answer."""
    full = (*arguments, *([0] * (6 - len(arguments))))
    data = struct.pack("=IIQ6Q", number, arch, 0, *full)
    code = list(struct.iter_unpack("=HBBI", program))
    place, accumulator = 0, 0
    for _ in range(len(code)):
        operation, if_true, if_false, constant = code[place]
        place += 1
        if operation == seccomp.RETURN:
            return constant
        if operation == seccomp.LOAD:
            (accumulator,) = struct.unpack_from("=I", data, constant)
            continue
        holds = {
            seccomp.EQUAL: accumulator == constant,
            seccomp.GREATER: accumulator > constant,
            seccomp.AT_LEAST: accumulator >= constant,
            seccomp.ANY_BIT: bool(accumulator & constant),
        }[operation]
        place += if_true if holds else if_false
    raise AssertionError("a program without an end")


def patched(machine: str, *, no_open: bool = False) -> bytes:
    """The program as a worker with the process number PID gets it."""
    made = seccomp.assemble(machine, no_open=no_open)
    code = bytearray(made.program)
    for place in made.pid_places:
        struct.pack_into("=I", code, place, PID)
    return bytes(code)


def calls(machine: str) -> dict[str, int]:
    column = seccomp.ARCHITECTURES[machine][0]
    return {
        **seccomp.numbers(seccomp.REFUSED, column),
        **seccomp.numbers(seccomp.READ_ONLY, column),
        **seccomp.numbers(seccomp.JUDGED, column),
    }


@pytest.mark.parametrize("machine", MACHINES)
def test_every_number_is_decided_as_the_lists_say(machine: str) -> None:
    column, arch = seccomp.ARCHITECTURES[machine]
    refused = set(seccomp.numbers(seccomp.REFUSED, column).values())
    read_only = set(seccomp.numbers(seccomp.READ_ONLY, column).values())
    judged = set(seccomp.numbers(seccomp.JUDGED, column).values())
    program = patched(machine)
    for number in range(seccomp.NEWEST + 100):
        if number in judged:
            continue
        expected = ALLOW
        if number > seccomp.NEWEST:
            expected = refusal(errno.ENOSYS)
        elif number in refused:
            expected = refusal(errno.EPERM)
        elif number in read_only:
            expected = refusal(errno.EROFS)
        assert expected == decide(program, arch, number), number


EPERM, EROFS, EACCES = refusal(errno.EPERM), refusal(errno.EROFS), refusal(errno.EACCES)
THREAD = 0x3D0F00  # what the C library asks for to start a thread
ARGUMENTS = [
    # (call, its arguments, decision, why)
    ("clone", (THREAD,), ALLOW, "threads are harmless"),
    ("clone", (17,), EPERM, "fork by another name (SIGCHLD)"),
    ("clone", (THREAD | 0x10000000,), EPERM, "a thread in a new user namespace"),
    ("clone", (THREAD | 0x20000,), EPERM, "a thread in a new mount namespace"),
    ("clone3", (0,), refusal(errno.ENOSYS), "its flags lie in memory; libc falls back to clone"),
    ("openat2", (0,), refusal(errno.ENOSYS), "likewise"),
    ("openat", (0, 0, 0), ALLOW, "reading"),
    ("openat", (0, 0, 0x80000), ALLOW, "reading, O_CLOEXEC"),
    ("openat", (0, 0, 1), EROFS, "O_WRONLY"),
    ("openat", (0, 0, 2), EROFS, "O_RDWR"),
    ("openat", (0, 0, 0x40), EROFS, "O_CREAT makes a file even when it is read"),
    ("openat", (0, 0, 0x200), EROFS, "O_TRUNC empties a file even when it is read"),
    ("openat", (0, 0, 0x410001), EROFS, "O_TMPFILE"),
    ("openat", (0, 0, 1 << 32), ALLOW, "the kernel ignores the upper half, and so do we"),
    ("kill", (PID, 9), ALLOW, "itself"),
    ("kill", (0, 9), EPERM, "its group"),
    ("kill", (0xFFFFFFFF, 9), EPERM, "everybody"),
    ("kill", (PID + 1, 9), EPERM, "another"),
    ("tgkill", (PID, PID, 6), ALLOW, "abort() does this"),
    ("tgkill", (PID + 1, PID + 1, 6), EPERM, "another"),
    ("prlimit64", (0, 7), ALLOW, "its own limits"),
    ("prlimit64", (PID, 7), ALLOW, "its own limits, by number"),
    ("prlimit64", (1, 7), EPERM, "another's: the grader's would be next"),
    ("fcntl", (1, 3), ALLOW, "F_GETFL"),
    ("fcntl", (1, 8), EPERM, "F_SETOWN: signals to whoever owns the handle"),
    ("fcntl", (1, 10), EPERM, "F_SETSIG: any signal"),
    ("fcntl", (1, 6), EPERM, "F_SETLK: a lock another process can see"),
    ("ioctl", (0, 0x5401), ALLOW, "TCGETS: is this a terminal?"),
    ("ioctl", (0, 0x5412), EPERM, "TIOCSTI: typing into a terminal"),
    ("prctl", (15, 0), ALLOW, "a thread's name"),
    ("prctl", (1, 0), EPERM, "to outlive the grader"),
    ("prctl", (4, 1), EPERM, "to be looked into"),
]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "expected", "why"),
    ARGUMENTS,
    ids=[f"{row[0]}-{row[3]}" for row in ARGUMENTS],
)
def test_calls_are_judged_by_their_arguments(
    machine: str, name: str, arguments: tuple[int, ...], expected: int, why: str
) -> None:
    arch = seccomp.ARCHITECTURES[machine][1]
    assert expected == decide(patched(machine), arch, calls(machine)[name], *arguments)


@pytest.mark.parametrize("machine", MACHINES)
def test_no_open_refuses_to_read_as_well(machine: str) -> None:
    arch = seccomp.ARCHITECTURES[machine][1]
    assert decide(patched(machine, no_open=True), arch, calls(machine)["openat"], 0, 0, 0) == EACCES


def test_other_architectures_and_the_32_bit_personality_end_the_worker() -> None:
    arch = seccomp.ARCHITECTURES["x86_64"][1]
    program = patched("x86_64")
    assert decide(program, 0x40000003, 1) == seccomp.KILL  # i386, where 1 is another call
    assert decide(program, arch, seccomp.X32 | 41) == seccomp.KILL


def test_the_tables_agree_with_libseccomp() -> None:
    pyseccomp = pytest.importorskip("pyseccomp", reason="the second opinion is not installed")
    arches = {"x86_64": pyseccomp.Arch.X86_64, "aarch64": pyseccomp.Arch.AARCH64}
    for machine, arch in arches.items():
        for name, number in calls(machine).items():
            try:
                known = pyseccomp.resolve_syscall(arch, name)
            except ValueError:
                continue  # newer than the library
            if known >= 0:
                assert known == number, (machine, name)


def test_libseccomp_decides_as_we_do_where_no_argument_matters() -> None:
    pyseccomp = pytest.importorskip("pyseccomp", reason="the second opinion is not installed")
    if not hasattr(pyseccomp.SyscallFilter, "export_bpf"):
        pytest.skip("this version cannot show its program")
    import tempfile

    theirs = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    column, arch = seccomp.ARCHITECTURES["x86_64"]
    for name in seccomp.numbers(seccomp.REFUSED, column):
        with suppress(ValueError, RuntimeError, OSError):  # newer than the library
            theirs.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    with tempfile.TemporaryFile() as file:
        theirs.export_bpf(file)
        file.seek(0)
        program = file.read()
    refused = set(seccomp.numbers(seccomp.REFUSED, column).values())
    for number in range(440):
        expected = EPERM if number in refused else ALLOW
        assert expected == decide_any(program, arch, number), number


def decide_any(program: bytes, arch: int, number: int) -> int:
    """`decide` for programs that also jump without a condition, or compare otherwise."""
    code = list(struct.iter_unpack("=HBBI", program))
    data = struct.pack("=IIQ6Q", number, arch, 0, *[0] * 6)
    place, accumulator = 0, 0
    while True:
        operation, if_true, if_false, constant = code[place]
        place += 1
        if operation == 0x05:
            place += constant
        elif operation == 0x06:
            return constant
        elif operation == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, constant)
        else:
            tests = {0x15: accumulator == constant, 0x25: accumulator > constant,
                     0x35: accumulator >= constant, 0x45: bool(accumulator & constant)}  # fmt: skip
            place += if_true if tests[operation] else if_false
