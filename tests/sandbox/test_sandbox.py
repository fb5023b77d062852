"""A submission in a worker: what can be asked, and what comes back."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from grader.sandbox import (
    Absent,
    Blocked,
    Crashed,
    Kept,
    Limits,
    Opaque,
    OurFault,
    OutOfMemory,
    Raised,
    Refused,
    Returned,
    Source,
    TimedOut,
    WorkerPool,
    Zygote,
    open_worker,
    start_zygote,
)
from grader.sandbox.channel import Reply
from grader.sandbox.frame import frame
from grader.sandbox.spawned import Spawner
from grader.sandbox.text import clean
from grader.sandbox.threaded import PATIENCE, ThreadedChannel

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="zygotes fork: Linux only")


@pytest.fixture(scope="module", params=[pytest.param("zygote", marks=linux), "spawned"])
def zygote(request: pytest.FixtureRequest) -> Iterator[WorkerPool]:
    """One source of workers for all tests of this file: both kinds keep the same promises here."""
    with Zygote.start() if request.param == "zygote" else Spawner() as pool:
        yield pool


@pytest.fixture(scope="module")
def fast() -> Iterator[WorkerPool]:
    with start_zygote() as pool:
        yield pool


CELL = """
import numpy as np

def forward(x, W):
    h = np.tanh(x @ W)
    return h, Cache(h, W)

class Cache:
    def __init__(self, h, W):
        self.h, self.W = h, W

def backward(dh, cache):
    return dh * (1 - cache.h ** 2) @ cache.W.T
"""


def test_an_opaque_cache_goes_back_into_the_students_own_backward(zygote: WorkerPool) -> None:
    x, W = np.ones((2, 3)) / 4, np.ones((3, 4)) / 5
    with open_worker(Source.of_text(CELL), zygote=zygote) as worker:
        forward = worker.call("forward", [x, W], keep="forward")
        assert isinstance(forward, Returned)
        h, cache = forward.value  # type: ignore[misc]
        assert Opaque("Cache") == cache
        backward = worker.call("backward", [np.ones((2, 4)), Kept("forward", 1)])
    assert isinstance(backward, Returned)
    np.testing.assert_allclose(backward.value, (1 - h**2) @ W.T)


def test_arguments_are_copies_and_can_be_seen_after_the_call(zygote: WorkerPool) -> None:
    x = np.ones(3)
    with open_worker(Source.of_text("def f(x, *, b):\n    x *= b\n"), zygote=zygote) as worker:
        outcome = worker.call("f", [x], {"b": 2}, report_arguments=True)
    assert isinstance(outcome, Returned)
    assert outcome.arguments is not None
    np.testing.assert_array_equal([2, 2, 2], outcome.arguments[0])
    assert outcome.arguments[1] == 2
    np.testing.assert_array_equal([1, 1, 1], x)


def test_a_crash_in_one_item_does_not_cost_the_next(zygote: WorkerPool) -> None:
    text = "import os\nh1 = 6\ndef f():\n    os._exit(3)\ndef g(cache):\n    return 1\n"
    with open_worker(Source.of_text(text), zygote=zygote) as worker:
        worker.start()
        assert worker.call("f") == Crashed("exit code 3")
        assert worker.value("h1") == Returned(6)
        assert worker.restarts == 2  # the call was made once more, in case somebody else ended it
        assert isinstance(worker.call("g", [Kept("gone")]), Blocked)


def test_several_questions_in_one_message_get_the_same_answers(zygote: WorkerPool) -> None:
    text = "a = 1\nb = {1}\ndef f(x):\n    return 6 // x\n"
    with open_worker(Source.of_text(text), zygote=zygote) as worker:
        values = worker.values(["a", "b", "c"])
        assert values["a"] == worker.value("a") == Returned(1)
        assert values["b"] == worker.value("b")
        assert isinstance(values["b"], Refused)
        assert values["c"] == Absent("c")
        several = worker.calls("f", [[1], [0], [2]])
        assert [several[0].value, several[2].value] == [6, 3]  # type: ignore[union-attr]
        assert several[1] == worker.call("f", [0])


def test_a_crash_within_several_calls_costs_only_its_own(fast: WorkerPool) -> None:
    text = "import os\ndef f(x):\n    return x or os._exit(0)\n"
    with open_worker(Source.of_text(text), zygote=fast) as worker:
        outcomes = worker.calls("f", [[1], [0], [2]])
    assert [type(one).__name__ for one in outcomes] == ["Returned", "Crashed", "Returned"]


def test_a_worker_that_ends_while_values_are_asked_is_told_and_not_a_fault_of_ours(
    fast: WorkerPool,
) -> None:
    text = "import os, threading\nx = 1\nthreading.Timer(0.05, os._exit, [3]).start()\n"
    with open_worker(Source.of_text(text), zygote=fast) as worker:
        worker.start()
        time.sleep(0.1)
        found = worker.values(["x"])["x"]
    assert isinstance(found, (Returned, Crashed))


def test_values_that_are_too_large_only_together_come_one_by_one(fast: WorkerPool) -> None:
    text = "import numpy as np\n" + "".join(f"a{i} = np.ones(10**6)\n" for i in range(6))
    with open_worker(Source.of_text(text), zygote=fast) as worker:
        values = worker.values([f"a{i}" for i in range(6)])
    assert all(isinstance(value, Returned) for value in values.values())


def test_begin_lets_the_file_run_while_we_do_something_else(fast: WorkerPool) -> None:
    with open_worker(Source.of_text("import time\ntime.sleep(0.2)\nh1 = 6"), zygote=fast) as worker:
        worker.begin()
        worker.begin()
        assert worker.value("h1") == Returned(6)
        assert worker.restarts == 0


def test_names_are_listed_with_what_they_are(zygote: WorkerPool) -> None:
    text = "import math\nfrom functools import partial\na = 1\nf = len\nclass C: pass\ng = partial(f)\n"
    with open_worker(Source.of_text(text), zygote=zygote) as worker:
        assert worker.names() == {
            "math": "module",
            "partial": "class",
            "a": "plain",
            "f": "function",
            "C": "class",
            "g": "function",
        }


def test_a_signature_is_read_and_can_be_absent(zygote: WorkerPool) -> None:
    text = "def f(x, h=0, *rest, deep=False, **more): pass\na = 1\n"
    with open_worker(Source.of_text(text), zygote=zygote) as worker:
        signature = worker.signature("f")
        assert signature is not None
        assert signature.names == ("x", "h", "rest", "deep", "more")
        assert [p.optional for p in signature.parameters[:2]] == [False, True]
        assert str(signature) == "x, h, *rest, deep, **more"
        assert worker.signature("a") is None
        assert worker.signature("absent") is None


def test_what_was_typed_is_told_and_not_what_it_became(zygote: WorkerPool) -> None:
    with open_worker(Source.of_text("a = 0.50\nb = 1 / 2\n"), zygote=zygote) as worker:
        assert worker.written() == {"a": "0.50", "b": "1 / 2"}


def test_print_belongs_to_the_question_it_was_printed_for(zygote: WorkerPool) -> None:
    text = "print('import')\ndef f():\n    print('call')\n    return 1\n"
    with open_worker(Source.of_text(text), zygote=zygote) as worker:
        assert worker.start() == Returned(None, "import\n")
        outcome = worker.call("f")
        assert isinstance(outcome, Returned)
        assert outcome.output == "call\n"
        assert worker.output == "import\n"


STARTS = [
    # (program, the outcome of its start, why)
    ("h1 = 6", Returned(None), "all is well"),
    ("x = 1\n1 / 0", Raised("ZeroDivisionError", "division by zero", 2, "", "submission.py"), "line"),
    ("raise MemoryError", OutOfMemory("import", 1), "no memory is an outcome of its own"),
    (
        "exit()",
        Raised("SystemExit", "the code ends itself with exit() or sys.exit(): leave that out",
               1, "", "submission.py"),
        "the habit is named",
    ),
    (
        "for i in xrange(3): pass",
        Raised("NameError", "name 'xrange' is not defined (`xrange` is Python 2: use range)",
               1, "", "submission.py"),
        "Python 2 is named",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), STARTS, ids=[row[2] for row in STARTS])
def test_the_start_says_how_the_file_ran(
    fast: WorkerPool, text: str, expected: object, why: str
) -> None:
    with open_worker(Source.of_text(text), zygote=fast) as worker:
        assert expected == worker.start()


PARTS = [
    # (program, names that can be used, names that cannot, why)
    ("a = 1\nb = 1 / 0\nc = 3\n", "a c", "b", "a failed computation costs its own name"),
    ("b = 2\nb = 1 / 0\n", "", "b", "its older value is not what a later line expects"),
    ("b = 1 / 0\nc = b + 1\nd = 4\n", "d", "b c", "nor is a value made of it"),
    ("a = 1\nimport not_there\nc = 3\n", "a c", "not_there", "a failed import costs its own name"),
    ("import not_there\nc = not_there.d\ne = 3\n", "e", "c", "and what needs it"),
    ("from course_utils import *\nc = 3\n", "c", "", "a course's own helpers cost nobody all"),
    ("from .layers import affine\nc = 3\n", "c", "affine", "nor does the package of a course"),
    ("from utils import show\nc = 3\n", "c", "show", "nor a name of a helper's"),
    (
        "from utils import *\n1 / 0\n",
        "",
        "show",
        "a name that nobody gave may have come from there",
    ),
    (
        "from torch_is import not_here\nimport torch_is_not\nc = 3\n",
        "c",
        "not_here",
        "of a library, too",
    ),
    ("from google.not_here import drive\nc = 3\n", "c", "drive", "also one that is half there"),
    ("1 / 0\n" * 30 + "def f(): pass\nc = 3\n", "f", "c", "after many faults, definitions only"),
    ("a = 1\nraise ValueError\nc = 3\n", "a", "c", "a raise is meant to"),
    ("a = 1\nassert a > 1\nc = 3\n", "a", "c", "an assertion, too"),
    ("a = 1\nexit()\nc = 3\n", "a", "c", "leaving, too"),
    ("a = 1\ndef f(:\n    pass\nc = 3\n", "a c", "f", "what does not compile goes alone"),
    (
        "from __future__ import annotations\na = 1 / 0\ndef f(x: Any): pass\n",
        "f",
        "a",
        "futures hold",
    ),
]


@pytest.mark.parametrize(("text", "there", "gone", "why"), PARTS, ids=[row[3] for row in PARTS])
def test_what_can_be_graded_is_there_and_what_cannot_is_explained(
    fast: WorkerPool, text: str, there: str, gone: str, why: str
) -> None:
    with open_worker(Source.of_text(text), zygote=fast) as worker:
        worker.start()
        for name in there.split():
            assert not isinstance(worker.value(name), Absent)
        for name in gone.split():
            outcome = worker.value(name)
            assert isinstance(outcome, Absent)
            assert "line" in outcome.because
        assert worker.faults


def test_a_name_that_nothing_was_to_define_is_simply_absent(fast: WorkerPool) -> None:
    with open_worker(Source.of_text("a = 1\nprint(1 / 0)\nprint(a\n"), zygote=fast) as worker:
        worker.start()
        outcome = worker.value("b")
        assert isinstance(outcome, Absent)
        assert not outcome.because
        assert worker.faults


def test_an_error_names_the_students_own_line_not_the_librarys(fast: WorkerPool) -> None:
    text = (
        "import numpy as np\ndef f(x):\n    return g(x)\ndef g(x):\n    return np.linalg.inv(x)\n"
    )
    with open_worker(Source.of_text(text), zygote=fast) as worker:
        outcome = worker.call("f", [np.zeros((2, 2))])
    assert isinstance(outcome, Raised)
    assert str(outcome) == "LinAlgError: Singular matrix (submission.py, line 5)"


def notebook(*cells: str) -> Source:
    book = {"cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    return Source("a.ipynb", {"a.ipynb": json.dumps(book).encode()})


def test_a_failing_cell_is_named_and_the_others_count(fast: WorkerPool) -> None:
    source = notebook(
        "%matplotlib inline\nfrom google.colab import drive\nimport numpy as np\n"
        "import matplotlib.pyplot as plt",
        "fig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()\ndisplay(fig)",
        "h1 = 6\nundefined\nh2 = 7",
        "def step(x):\n    return np.tanh(x)",
    )
    with open_worker(source, zygote=fast) as worker:
        outcome = worker.start()
        assert isinstance(outcome, Raised)
        assert (outcome.cell, outcome.line) == (1, 2)
        assert [fault.cell for fault in worker.faults] == [1, 3]
        assert "NameError: name 'undefined' is not defined (cell 3, line 2)." in [
            fault.sentence for fault in worker.faults
        ]
        assert worker.value("h1") == Returned(6)
        assert worker.value("h2") == Returned(7)
        assert worker.call("step", [0.0]) == Returned(0.0, seconds=pytest.approx(0, abs=9))


def test_helpers_and_data_that_came_with_the_file_can_be_used(zygote: WorkerPool) -> None:
    files = {
        "submission.py": "import os, utils, tools.rnn\nhere = os.path.dirname(__file__)\n"
        "a = utils.A + tools.rnn.B\nb = open(os.path.join(here, 'data.txt')).read()\n"
        "c = open('data.txt').read()\n",
        "utils.py": "A = 1",
        "tools/rnn.py": "B = 2",
        "data.txt": "data",
        "numpy.py": "raise SystemExit",
    }
    source = Source("submission.py", {name: text.encode() for name, text in files.items()})
    with open_worker(source, zygote=zygote) as worker:
        assert worker.start() == Returned(None)
        assert [worker.value(name).value for name in "abc"] == [3, "data", "data"]  # type: ignore[union-attr]


def test_the_file_runs_as_a_module_and_not_as_a_program(zygote: WorkerPool) -> None:
    text = (
        "name = __name__\nimport submission\nme = submission.name\nif name == '__main__': 1 / 0\n"
    )
    with open_worker(Source.of_text(text), zygote=zygote) as worker:
        assert worker.start() == Returned(None)
        assert worker.value("me") == Returned("submission")


def test_a_call_that_takes_too_long_is_ended(zygote: WorkerPool) -> None:
    text = "h1 = 6\ndef f():\n    while True: pass\n"
    with open_worker(
        Source.of_text(text), zygote=zygote, limits=Limits(call_seconds=0.3)
    ) as worker:
        assert worker.start() == Returned(None)
        assert worker.call("f") == TimedOut(0.3, "call")
        assert worker.value("h1") == Returned(6)


def test_an_argument_that_cannot_be_sent_is_the_callers_mistake(fast: WorkerPool) -> None:
    said = "an argument of f cannot be sent: it is a set"
    source = Source.of_text("def f(x): pass")
    with open_worker(source, zygote=fast) as worker, pytest.raises(ValueError, match=said):
        worker.call("f", [{1}])


CLEAN = [
    ("plain\ttext\n", "plain\ttext\n", "stays"),
    ("\x1b[2J", "\\x1b[2J", "an escape"),
    ("a\u202eb", "a\\u202eb", "a turn of direction"),
    ("\ud800", "\\ud800", "a lone surrogate"),
    ("a\rb", "a\nb", "a return that would overwrite the line"),
    ("\x9b", "\\x9b", "an escape of one byte"),
    ("naïve σ ⊙ 漢", "naïve σ ⊙ 漢", "letters of all languages"),
    ("x" * 700, "x" * 600 + " [...]", "too much"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CLEAN, ids=[row[2] for row in CLEAN])
def test_text_is_made_harmless_before_it_is_shown(text: str, expected: str, why: str) -> None:
    assert expected == clean(text)


ENDS = [
    # (what a worker prints, which texts belong to the answers, why)
    ([b"a\0\x17\0", b"b\0\x17\0"], ["a", "b"], "each with its mark"),
    ([b"a\0", b"\x17\0b\0\x17\0"], ["a", "b"], "a mark in two pieces"),
    ([b"\0a\0", b"b\0\x17\0\0\x17\0"], ["\0a\0b", ""], "zeros that are no mark"),
]


@pytest.mark.parametrize(("pieces", "expected", "why"), ENDS, ids=[row[2] for row in ENDS])
def test_marks_part_what_was_printed_however_late_it_comes(
    pieces: list[bytes], expected: list[str], why: str
) -> None:
    request, requests = os.pipe()
    (reply, replies), (output, printed) = os.pipe(), os.pipe()
    ends = [os.fdopen(requests, "wb"), os.fdopen(reply, "rb"), os.fdopen(output, "rb")]
    channel = ThreadedChannel(*ends, limit=99)

    def answer_and_print_late() -> None:
        os.read(request, 9)
        os.write(replies, frame("[1]"))  # long before anything is printed
        for piece in pieces:
            time.sleep(0.05)
            os.write(printed, piece)

    try:
        thread = threading.Thread(target=answer_and_print_late)
        thread.start()
        assert isinstance(channel.exchange(b"any", time.monotonic() + 9), Reply)
        first = channel.text()
        thread.join()
        assert expected[0] == first[: len(expected[0])]
        os.write(replies, frame("[2]"))
        assert isinstance(channel.rest(time.monotonic() + 9), Reply)
        assert "".join(expected) == channel.text()
    finally:
        for handle in (request, replies, printed):
            os.close(handle)
        channel.rest(time.monotonic() + 9)  # the threads see the end of their pipes
        for end in ends:
            end.close()


def test_a_worker_that_closed_its_output_is_waited_for_once() -> None:
    text = "import os\nos.close(1)\nos.close(2)\ndef f():\n    return 1\n"
    with Spawner() as pool, open_worker(Source.of_text(text), zygote=pool) as worker:
        worker.start()
        began = time.monotonic()  # five waits would take 5 * PATIENCE at least
        assert [Returned(1)] * 5 == [worker.call("f")._replace(seconds=0.0) for _ in range(5)]
        assert time.monotonic() - began < 4 * PATIENCE


@linux
def test_a_zygote_killed_while_the_file_runs_or_a_call_does_costs_nothing() -> None:
    text = "import time\ntime.sleep(0.5)\nh1 = 6\ndef f():\n    time.sleep(0.5)\n    return 7\n"
    with start_zygote() as zygote, open_worker(Source.of_text(text), zygote=zygote) as worker:
        assert isinstance(zygote, Zygote)
        assert zygote.layers
        for expected, ask, name in ((6, worker.value, "h1"), (7, worker.call, "f")):
            killer = threading.Timer(0.25, os.kill, (zygote.pid, signal.SIGKILL))
            killer.start()
            outcome = ask(name)
            killer.join()
            assert isinstance(outcome, Returned)
            assert expected == outcome.value


@linux
def test_an_interrupt_never_stops_what_the_zygote_imports_for_a_program() -> None:
    text = "import numpy as np\nimport time\ntwo = int(np.sqrt(4))\n"
    with start_zygote() as zygote, open_worker(Source.of_text(text), zygote=zygote) as worker:
        assert isinstance(zygote, Zygote)
        assert zygote.layers
        first = zygote.pid
        sender = threading.Thread(target=lambda: [_interrupt(first) for _ in range(100)])
        sender.start()
        assert worker.value("two") == Returned(2)
        sender.join()
        assert first == zygote.pid, "it lives, and was not replaced"


def _interrupt(pid: int) -> None:
    os.kill(pid, signal.SIGINT)
    time.sleep(0.001)


@linux
def test_a_zygote_that_is_killed_each_time_is_our_fault_and_never_the_students() -> None:
    text = "import time\ntime.sleep(1)\nh1 = 6\n"
    with start_zygote() as zygote, open_worker(Source.of_text(text), zygote=zygote) as worker:
        assert isinstance(zygote, Zygote)
        spawn = zygote.spawn

        def spawn_and_kill(source: Source, limits: Limits) -> object:
            handle = spawn(source, limits)
            threading.Timer(0.3, os.kill, (zygote.pid, signal.SIGKILL)).start()
            return handle

        zygote.spawn = spawn_and_kill  # type: ignore[method-assign, assignment]  # a fault from outside
        assert isinstance(worker.value("h1"), OurFault)


@linux
@pytest.mark.parametrize("line", ["# import venv.__main__", "import unittest.__main__"])
def test_a_program_that_is_named_by_an_import_does_not_end_the_zygote(line: str) -> None:
    with (
        start_zygote() as zygote,
        open_worker(Source.of_text(f"h1 = 6\n{line}\n"), zygote=zygote) as worker,
    ):
        assert isinstance(zygote, Zygote)
        first = zygote.pid
        assert Returned(6) == worker.value("h1")
        assert first == zygote.pid
