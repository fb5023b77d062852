"""A submission that tries forbidden things and notes what each attempt came to.

`tried` maps an action to "done", or to the name of the error that stopped it.
"""

import ctypes
import errno
import os
import resource
import signal
import socket
import sys
import threading

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p


def raw(function, *arguments):
    """Call the C library and turn -1 into an OSError."""
    result = function(*arguments)
    if result in (-1, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), "")
    return result


def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as end:
        end.settimeout(1)
        end.connect(address)


def own_through_a_signal_owner():
    import fcntl

    fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())


def allocate():
    bytearray(3 << 30)


def many_threads():
    # small stacks: a thread that finds no memory to begin with would be waited for for ever
    threading.stack_size(65536)
    stop = threading.Event()
    threads = []
    try:
        for _ in range(300):
            thread = threading.Thread(target=stop.wait)
            thread.start()
            threads.append(thread)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def many_files():
    handles = []
    try:
        for _ in range(500):
            handles.append(os.dup(0))
    finally:
        for handle in handles:
            os.close(handle)


PARENT = os.getppid()
SECRET = "/SECRET/key.txt"
ACTIONS = {
    "read the key": lambda: open(SECRET).read(),
    "read the users": lambda: open("/etc/passwd").read(),
    "list the temporary folder": lambda: os.listdir("/tmp"),
    "read the parent's environment": lambda: open(f"/proc/{PARENT}/environ", "rb").read(),
    "read the parent's memory": lambda: open(f"/proc/{PARENT}/mem", "rb"),
    "list the parent's handles": lambda: os.listdir(f"/proc/{PARENT}/fd"),
    "write in the temporary folder": lambda: open("/tmp/of_a_submission", "w"),
    "write in shared memory": lambda: open("/dev/shm/of_a_submission", "w"),
    "make a folder": lambda: os.mkdir("/tmp/of_a_submission.d"),
    "make a link": lambda: os.symlink("/etc", "/tmp/of_a_submission.l"),
    "change a file's rights": lambda: os.chmod(os.__file__, 0o777),
    "fork": fork,
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "stop the parent": lambda: os.kill(PARENT, 0),
    "signal everybody": lambda: os.kill(-1, 0),
    "signal the group": lambda: os.killpg(os.getpgrp(), 0),
    "trace the parent": lambda: raw(libc.ptrace, 16, PARENT, 0, 0),
    "slow down the parent": lambda: os.setpriority(os.PRIO_PROCESS, PARENT, 1),
    "limit the parent": lambda: resource.prlimit(PARENT, resource.RLIMIT_CORE, (0, 0)),
    "own a handle for the parent": own_through_a_signal_owner,
    "pin the processor": lambda: os.sched_setaffinity(0, {0}),
    "open a session": lambda: raw(libc.syscall, 112),
    "connect by TCP": lambda: connect(socket.AF_INET, ("127.0.0.1", 9)),
    "make a unix socket": lambda: socket.socketpair(),
    "share memory (System V)": lambda: raw(libc.shmget, 4711, 4096, 0o1666),
    "make a memory file": lambda: os.memfd_create("x"),
    "open a process": lambda: os.pidfd_open(PARENT),
    "enter a namespace": lambda: raw(libc.unshare, 0x10000000),
    "change the root": lambda: os.chroot("/tmp"),
    "use a key ring": lambda: raw(libc.syscall, 248, b"user", b"x", b"x", 1, -3),
    "use io_uring": lambda: raw(libc.syscall, 425, 1, ctypes.create_string_buffer(256)),
    "watch a file": lambda: raw(libc.syscall, 294, 0),
    "become another user": lambda: os.setuid(65534),
    "be looked into": lambda: raw(libc.prctl, 4, 1, 0, 0, 0),
    "outlive the grader": lambda: raw(libc.prctl, 1, 0, 0, 0, 0),
    "raise a limit": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (5000, 5000)),
    "take 3 GB": allocate,
    "start 300 threads": many_threads,
    "open 500 handles": many_files,
    "start one thread": lambda: threading.Thread(target=int).start(),
    "signal itself": lambda: os.kill(os.getpid(), signal.SIGCONT),
    "import late": lambda: __import__("wa" + "ve"),
}
tried = {}
# imported under any other name, as test runners and doctests do, it tries nothing
for action, attempt in ACTIONS.items() if __name__ == "submission" else ():
    try:
        attempt()
        tried[action] = "done"
    except OSError as error:
        tried[action] = errno.errorcode.get(error.errno, str(error.errno))
    except Exception as error:
        tried[action] = type(error).__name__
