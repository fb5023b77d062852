"""Hostile, broken and odd submissions for one tiny assignment, with what each must earn.

The assignment: `h1` is 6, `h2` is [0.1, 0.2], `step(x, w)` is tanh(x @ w).  `right` are the
items that must be right, `wrong` those that must not be; others may be either.  A
submission that gets through somewhere prints a line that begins with PWNED, and counts it in
`pwned_count`, which is what a report can show.
"""

from __future__ import annotations

from typing import NamedTuple

HONEST = """
import numpy as np
h1 = 6
h2 = [0.1, 0.2]
def step(x, w):
    return np.tanh(x @ w)
"""
ALL = frozenset({"h1", "h2", "step"})
VALUES = frozenset({"h1", "h2"})
NONE: frozenset[str] = frozenset()


class Hostile(NamedTuple):
    """A submission: its name, its text, and what must come of it."""

    name: str
    text: str
    right: frozenset[str] = ALL
    wrong: frozenset[str] = NONE
    outcome: str = ""
    """The type of the outcome of every item that is wrong."""


def step(body: str, before: str = "") -> str:
    """A submission with honest values and this body of `step`."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{before}\nimport os, sys\nimport numpy as np\nh1 = 6\nh2 = [0.1, 0.2]\ndef step(x, w):\n{lines}\n"


def first(text: str) -> str:
    """An honest submission that does something else before."""
    return f"import os, sys\n{text}\n{HONEST}"


def attempt(what: str, code: str) -> str:
    """An honest submission that tries a forbidden thing and boasts if it succeeds."""
    boast = f"print('PWNED', {what!r})\n    pwned_count = 1"
    return first(f"pwned_count = 0\ntry:\n    {code}\n    {boast}\nexcept Exception:\n    pass\n")


ROWS = [
    # time
    Hostile("loops at import", "while True:\n    pass", NONE, ALL, "TimedOut"),
    Hostile("sleeps at import", "import time\ntime.sleep(99)", NONE, ALL, "TimedOut"),
    Hostile("loops in the function", step("while True:\n    pass"), VALUES, ALL - VALUES, "TimedOut"),
    Hostile("ignores signals", "import signal\nsignal.signal(15, signal.SIG_IGN)\nwhile 1: pass", NONE, ALL, "TimedOut"),
    Hostile("stops itself", "import os\nos.kill(os.getpid(), 19)", NONE, ALL, "TimedOut"),
    Hostile("stops the clocks", "import time\ntime.monotonic = time.time = lambda: 0.0\nwhile True: pass", NONE, ALL, "TimedOut"),
    Hostile("a pattern that backtracks", "import re\nre.match('(a+)+$', 'a' * 64 + 'b')", NONE, ALL, "TimedOut"),
    Hostile("its main block loops", HONEST + "if __name__ == '__main__':\n    while True: pass"),
    # memory
    Hostile("takes all memory", "import numpy as np\nx = []\nwhile True:\n    x.append(np.empty(1 << 23))", NONE, ALL, "OutOfMemory"),
    Hostile("takes all memory in the function", step("return np.ones((1 << 20, 1 << 20))"), VALUES, ALL - VALUES),
    Hostile("an integer of a million digits", HONEST + "del h1\nh1 = 10 ** 1_000_000", ALL - {"h1"}, frozenset({"h1"}), "Refused"),
    Hostile("a billion elements", HONEST + "h2 = np.broadcast_to(0.1, 10**9)", ALL - {"h2"}, frozenset({"h2"}), "Refused"),
    Hostile("a list within itself", HONEST + "h2 = []\nh2.append(h2)", ALL - {"h2"}, frozenset({"h2"}), "Refused"),
    # processes
    Hostile("forks", attempt("fork", "os.fork()")),
    Hostile("starts a program", attempt("subprocess", "__import__('subprocess').Popen(['sleep', '60'])")),
    Hostile("kills everybody", attempt("kill", "os.kill(-1, 9)")),
    Hostile("kills its parent", attempt("kill", "os.kill(os.getppid(), 9)")),
    Hostile("becomes another program", "import os\nos.execv('/bin/true', ['true'])", NONE, ALL),
    # more than its share: what other layers than limits do not stop
    Hostile("starts 300 threads", attempt("threads", "import threading as t\n    t.stack_size(65536)\n    e = t.Event()\n    try:\n        for _ in range(300): t.Thread(target=e.wait, args=(20,), daemon=True).start()\n    finally: e.set()")),
    Hostile("opens 500 handles", attempt("handles", "for _ in range(500): os.dup(0)")),
    Hostile("takes three gigabytes", attempt("memory", "bytearray(3 << 30)")),
    Hostile("raises its limits", attempt("limits", "import resource as r\n    r.setrlimit(r.RLIMIT_NOFILE, (5000, 5000))")),
    # ends
    Hostile("exits at once", "import os\nos._exit(0)", NONE, ALL, "Crashed"),
    Hostile("exits at the end", HONEST + "exit()"),
    Hostile("crashes in the function", step("import ctypes\nctypes.string_at(0)"), VALUES, ALL - VALUES, "Crashed"),
    Hostile("aborts in the function", step("os.abort()"), VALUES, ALL - VALUES, "Crashed"),
    Hostile("leaves in the second call", step("step.n = getattr(step, 'n', 0) + 1\nif step.n > 1: os._exit(0)\nreturn np.tanh(x @ w)"), VALUES),
    Hostile("interrupts", "raise KeyboardInterrupt", NONE, ALL, "Absent"),
    Hostile("raises what is no Exception", step("class B(BaseException): pass\nraise B('x')"), VALUES, ALL - VALUES, "Raised"),
    Hostile("recurses without end", step("return step(x, w)"), VALUES, ALL - VALUES, "Raised"),
    Hostile("an error whose text raises", step("class E(Exception):\n    def __str__(self): raise E\nraise E"), VALUES, ALL - VALUES, "Raised"),
    Hostile("an error of 50 MB", step("raise ValueError('x' * 50_000_000)"), VALUES, ALL - VALUES, "Raised"),
    Hostile("an error of escapes", step("raise ValueError('\\x1b[2J\\u202e\\ud800')"), VALUES, ALL - VALUES, "Raised"),
    Hostile("loops behind its answers", HONEST + "while True:\n    pass"),
    Hostile("leaves behind its answers", HONEST + "import os\nos._exit(0)"),
    Hostile("crashes behind its answers", HONEST + "import ctypes\nctypes.string_at(0)"),
    Hostile("kills itself now and then", "import os, time\nif time.time_ns() % 3 == 0: os.kill(os.getpid(), 9)\n" + HONEST, NONE),
    Hostile("tells of progress that it never made", "import os\nfor fd in range(3, 32):\n    try: os.write(fd, b'\\0\\0\\0\\x13\\0\\0\\0\\0[1,\"at\",99,1,null] ')\n    except OSError: pass\nos._exit(0)", NONE, ALL),
    # what only staff may choose
    Hostile("names a path as its assignment", HONEST + "assignment = '/tmp/of_a_hostile/assignment.yaml'"),
    Hostile("names a program as an import in a remark", "# import venv.__main__, this, antigravity\n" + HONEST),
    Hostile("imports what ends its process", "import os, sys\ntry:\n    import venv.__main__\nexcept BaseException:\n    pass\n" + HONEST),
    Hostile("puts modules of its own in the place of ours", HONEST + "import sys, types\nfor n in ('yaml', 'reference', 'grader', 'numpy'): sys.modules[n] = types.ModuleType(n)"),
    # output
    Hostile("closes every handle", HONEST + "import os\nos.closerange(0, 256)", NONE),
    Hostile("prints without end", first("for _ in range(2000): print('x' * 10_000)")),
    Hostile("prints escapes", first("print('\\x1b[2J\\x1b]0;title\\x07\\u202e')")),
    Hostile("replaces standard output", first("class X:\n    def __getattr__(self, n): raise OSError\nsys.stdout = sys.stderr = X()")),
    Hostile("prints a perfect report", "print('{\"score\": 100}')\nh1 = 0", NONE, ALL),
    Hostile("writes a forged answer", HONEST + "h1 = 0\nfor fd in range(3, 32):\n    try: os.write(fd, b'\\0\\0\\0\\x0d\\0\\0\\0\\0[2,\"ok\",6,null]')\n    except Exception: pass", NONE),
    Hostile("writes rubbish to every handle", "import os\nfor fd in range(3, 32):\n    try: os.write(fd, b'\\xff' * 99)\n    except OSError: pass", NONE, ALL, "Crashed"),
    Hostile("prints the end of an answer", step("os.write(1, b'\\0\\x17\\0' * 9)\nos.write(2, b'\\0\\x17')\nreturn np.tanh(x @ w)")),
    Hostile("prints for ever beside", HONEST + "import threading\ndef go():\n    while True: print('x' * 999)\nthreading.Thread(target=go, daemon=True).start()"),
    # files and secrets
    Hostile("writes a file", attempt("write", "open('results.json', 'w')")),
    Hostile("writes a temporary file", attempt("write", "open('/tmp/of_a_hostile', 'w')")),
    Hostile("reads the users", attempt("read", "open('/etc/passwd').read()")),
    Hostile("reads the passwords", attempt("read", "open('/etc/shadow').read()")),
    Hostile("reads the parent", attempt("read", "open(f'/proc/{os.getppid()}/environ').read()")),
    Hostile("connects", attempt("connect", "__import__('socket').create_connection(('127.0.0.1', 22))")),
    Hostile("imports the grader", attempt("grader", "assert any(n.startswith(('grader', 'reference')) for n in sys.modules)")),
    Hostile("looks at the arguments", attempt("arguments", "assert len(sys.argv) > 1 or 'assignment' in str(sys.orig_argv)")),
    # patches
    Hostile("breaks the builtins", HONEST + "import builtins\nfor n in ('len', 'type', 'str', 'list', 'isinstance', 'getattr', 'open'):\n    delattr(builtins, n)"),
    Hostile("breaks NumPy", HONEST + "tanh = np.tanh\ndef step(x, w): return tanh(x @ w)\nfor n in ('asarray', 'array', 'ascontiguousarray', 'frombuffer', 'ndarray'): setattr(np, n, None)"),
    Hostile("breaks the system calls", HONEST + "import os, json, struct\nos.write = os.read = os._exit = json.loads = struct.pack = None"),
    Hostile("agrees with everything", "import numpy as np\nnp.allclose = np.isclose = np.array_equal = lambda *a, **k: True\nh1 = 0\nh2 = [9.0, 9.0]\ndef step(x, w): return 0 * (x @ w)", NONE, ALL),
    Hostile("replaces its own module", HONEST + "import sys\nsys.modules.clear()"),
    Hostile("keys that are no names", HONEST + "globals()[5] = globals()[None] = 1\nglobals()['a' * 1_000_000] = 2\n__name__ = '__main__'"),
    Hostile("a hook that raises at everything", HONEST + "import sys\ndef hook(*a): raise RuntimeError\nsys.addaudithook(hook)"),
    Hostile("errors as warnings", HONEST + "import warnings\nwarnings.simplefilter('error')\nnp.seterr(all='raise')"),
    Hostile("a callable without a readable signature", HONEST + "class C:\n    __signature__ = property(lambda s: 1 / 0)\n    def __call__(self, x, w): return np.tanh(x @ w)\nstep = C()"),
    # values
    Hostile("equals everything", "class E:\n    def __eq__(self, o): return True\n    def __float__(self): return 6.0\nh1 = h2 = E()\ndef step(x, w): return E()", NONE, ALL, "Refused"),
    Hostile("a lying class", HONEST + "class L:\n    __class__ = int\n    def __index__(self): return 6\nh1 = L()", ALL - {"h1"}, frozenset({"h1"}), "Refused"),
    Hostile("a subclass of arrays", step("class A(np.ndarray):\n    def __array_ufunc__(self, *a, **k): return True\nreturn (x @ w).view(A)"), VALUES, ALL - VALUES, "Refused"),
    Hostile("a generator", step("yield np.tanh(x @ w)"), VALUES, ALL - VALUES, "Refused"),
    Hostile("a function that is none", HONEST + "step = 7", VALUES, ALL - VALUES, "Raised"),
    Hostile("text for numbers", HONEST + "h1 = '6'\nh2 = ['0.1', '1e9999']", frozenset({"step"}), VALUES, "Returned"),
    Hostile("lone surrogates", HONEST + "h1 = '\\ud800'", ALL - {"h1"}, frozenset({"h1"}), "Refused"),
    Hostile("changes its arguments", step("y = np.tanh(x @ w)\nx[:] = 0\nw[:] = 0\nreturn y")),
    # packages
    Hostile("nothing", "", NONE, ALL, "Absent"),
    Hostile("Python 2", "print 'hello'\nh1 = 6", NONE, ALL, "Absent"),
    Hostile("tabs and spaces", HONEST + "def other():\n        y = 1\n\treturn y", NONE, ALL, "Absent"),
    Hostile("ten thousand brackets", "h1 = " + "(" * 10_000 + "6" + ")" * 10_000, NONE, ALL, "Absent"),
    Hostile("a library that is not there", "import torch_that_is_not_there\n" + HONEST),
    Hostile("imports itself", "import submission\n" + HONEST + "import submission\nassert submission.h1 == 6"),
    Hostile("one bad line", HONEST + "def other(:\n    pass\n"),
    Hostile("one failing line", "x = 1 / 0\n" + HONEST),
]  # fmt: skip
