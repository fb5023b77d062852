"""What a confined submission may do, action by action, and which layer stops which.

`attacks/probe.py` tries; here stands what must come of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.sandbox import OurFault, Returned, Source, Worker, Zygote, open_worker, probe
from grader.sandbox.layers import Layers, _all_may_read
from grader.words.sentences.isolation import promised

PROBE = Path(__file__).parents[1] / "attacks" / "probe.py"
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
HERE = probe()

pytestmark = pytest.mark.skipif(
    not HERE.seccomp or not HERE.landlock or not ROOT,
    reason="this machine does not offer every layer (Linux, root, Landlock and seccomp)",
)

READING = (
    "read the key",
    "read the users",
    "list the temporary folder",
    "read the parent's environment",
    "read the parent's memory",
    "list the parent's handles",
)
WRITING = (
    "write in the temporary folder",
    "write in shared memory",
    "make a folder",
    "make a link",
    "change a file's rights",
)
CALLS = (
    "fork",
    "run a program",
    "stop the parent",
    "signal everybody",
    "signal the group",
    "trace the parent",
    "slow down the parent",
    "limit the parent",
    "own a handle for the parent",
    "pin the processor",
    "open a session",
    "connect by TCP",
    "make a unix socket",
    "share memory (System V)",
    "make a memory file",
    "open a process",
    "enter a namespace",
    "change the root",
    "use a key ring",
    "use io_uring",
    "watch a file",
    "become another user",
    "be looked into",
    "outlive the grader",
)
BOUNDED = {
    "raise a limit": "ValueError",
    "take 3 GB": "MemoryError",
    "start 300 threads": "RuntimeError",
    "open 500 handles": "EMFILE",
}
ALLOWED = ("start one thread", "signal itself")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key as staff keep it: readable for its owner only."""
    path = tmp_path / "key.txt"
    path.write_text("the key")
    path.chmod(0o600)
    return path


@contextmanager
def trying(key: Path, *without: str, leave_out: tuple[str, ...] = ()) -> Iterator[Worker]:
    """A worker that has run the probe, less the actions that would end it."""
    text = PROBE.read_text().replace("/SECRET/key.txt", str(key))
    for action in leave_out:
        text = text.replace("tried = {}\n", f"del ACTIONS[{action!r}]\ntried = {{}}\n", 1)
    with (
        Zygote.start(without=without) as zygote,
        open_worker(Source.of_text(text), zygote=zygote) as w,
    ):
        assert isinstance(w.start(), Returned)
        yield w


def tried(key: Path, *without: str, leave_out: tuple[str, ...] = ()) -> dict[str, str]:
    with trying(key, *without, leave_out=leave_out) as worker:
        outcome = worker.value("tried")
    assert isinstance(outcome, Returned)
    assert isinstance(outcome.value, dict)
    return outcome.value


def test_with_all_layers_every_forbidden_action_gets_its_error(key: Path) -> None:
    got = tried(key)
    assert dict.fromkeys(READING, "EACCES") == {name: got[name] for name in READING}
    assert dict.fromkeys(WRITING, "EROFS") == {name: got[name] for name in WRITING}
    assert dict.fromkeys(CALLS, "EPERM") == {name: got[name] for name in CALLS}
    assert {name: got[name] for name in BOUNDED} == BOUNDED
    assert dict.fromkeys(ALLOWED, "done") == {name: got[name] for name in ALLOWED}
    assert set(got) == {*READING, *WRITING, *CALLS, *BOUNDED, *ALLOWED, "import late"}


def test_without_another_user_and_landlock_no_file_opens_at_all(key: Path) -> None:
    got = tried(key, "uid", "landlock")
    assert not [name for name in (*READING, *WRITING, *CALLS) if got[name] == "done"]
    assert got["import late"] != "done"


WITHOUT = [
    # (the layer taken away, what can be done then, why it is this layer's work)
    (("landlock",), "read the users", "a file that all users may read"),
    (("seccomp",), "fork", "Landlock knows no processes"),
    (("seccomp",), "make a memory file", "it is no file on any disk"),
    (("seccomp",), "share memory (System V)", "it would outlive the submission"),
    (("seccomp",), "own a handle for the parent", "whoever owns a handle can be sent signals"),
    (("landlock", "seccomp"), "write in the temporary folder", "every user may write there"),
]


@pytest.mark.parametrize(("without", "action", "why"), WITHOUT, ids=lambda part: str(part)[:40])
def test_each_layer_is_needed(
    key: Path, tmp_path: Path, without: tuple[str, ...], action: str, why: str
) -> None:
    left = [Path("/tmp/of_a_submission"), Path("/dev/shm/of_a_submission")]  # noqa: S108  # what the probe writes
    try:
        # without Landlock and seccomp the program that is run takes the worker's place
        got = tried(key, *without, leave_out=("run a program",))
        assert got[action] == "done"
    finally:
        for path in left:
            path.unlink(missing_ok=True)
        for name in ("d", "l"):
            link = Path(f"/tmp/of_a_submission.{name}")  # noqa: S108  # as above
            if link.is_symlink():
                link.unlink()
            elif link.exists():
                link.rmdir()


LEVELS = [
    # (layers, level, why)
    (Layers(uid=1, landlock=4, seccomp=True), "L3", "all of them"),
    (Layers(uid=1, seccomp=True), "L3", "root in a container whose kernel lacks Landlock"),
    (Layers(landlock=1, seccomp=True), "L3", "a plain user of Linux"),
    (Layers(seccomp=True, no_open=True), "L2", "a plain user, an old kernel"),
    (Layers(uid=1, landlock=4), "L1", "without seccomp processes are left over"),
    (Layers(rlimits=True), "L1", "macOS"),
    (Layers(), "L1", "Windows"),
]


@pytest.mark.parametrize(("layers", "level", "why"), LEVELS, ids=[row[2] for row in LEVELS])
def test_the_level_says_what_the_layers_promise_together(
    layers: Layers, level: str, why: str
) -> None:
    assert level == layers.level
    assert f"Isolation {level}:" in promised(layers)


def test_staff_hear_of_a_python_that_submissions_cannot_read() -> None:
    said = "cannot read this Python"
    assert said in promised(Layers(uid=1, landlock=4, seccomp=True, closed=True))
    assert said not in promised(Layers(uid=1, landlock=4, seccomp=True))


@pytest.mark.parametrize(("rights", "expected"), [(0o711, True), (0o700, False)])
def test_a_file_below_a_closed_folder_cannot_be_read_by_all(rights: int, expected: bool) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # its parents are open
        folder = Path(name)
        (folder / "os.py").write_text("")
        (folder / "os.py").chmod(0o644)
        folder.chmod(rights)
        assert expected == _all_may_read(str(folder / "os.py"))


def test_a_layer_that_fails_ends_the_worker_before_any_code_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Zygote.start() as zygote:
        # the zygote wears all layers, but we are told of one more: it cannot have been put on
        monkeypatch.setattr(zygote, "_layers", zygote.layers._replace(no_open=True))
        with open_worker(Source.of_text("print('ran')"), zygote=zygote) as worker:
            outcome = worker.start()
    assert type(outcome).__name__ == "OurFault"
    assert "did not come up" in str(outcome)


# A plain user, made of root in a process of its own.  All that is imported later is imported
# before, as an interpreter in the home of root cannot be read any more.
AS_USER = """
    import os, sys
    sys.path.insert(0, {root!r})
    import encodings.ascii, encodings.latin_1, unicodedata, fractions, decimal
    import numpy.random, grader.sandbox.forkserver, grader.sandbox.worker
    from grader.sandbox import Returned, Source, open_worker, prefork
    source = Source.of_text(open({probe!r}).read().replace("/SECRET/key.txt", {key!r}))
    os.setgroups([]); os.setgid(12345); os.setuid(12345)
    with prefork(without={without!r}) as zygote, open_worker(source, zygote=zygote) as worker:
        assert isinstance(worker.start(), Returned), worker.start()
        done = [name for name, result in worker.value("tried").value.items() if result == "done"]
        print(zygote.layers.level, *done, sep="|")
"""


@pytest.mark.parametrize(
    ("without", "level"), [((), "L3"), (("landlock",), "L2")], ids=["Landlock", "no file opens"]
)
def test_a_plain_user_gets_the_same_promises(
    key: Path, without: tuple[str, ...], level: str
) -> None:
    key.chmod(0o644)  # the same user's file: only Landlock, or opening nothing, protects it
    code = AS_USER.format(
        root=str(Path(__file__).parents[2]), probe=str(PROBE), key=str(key), without=without
    )
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [level, *ALLOWED] == run.stdout.strip().split("|"), run.stderr


CANARY = "AG_SECRET_CANARY"
WITH_CANARY = """
    import os, sys
    sys.path.insert(0, {root!r})
    from grader.sandbox import prefork, Zygote
    zygote = {start}
    from grader.sandbox import Returned, Source, open_worker
    planted = "".join(["AG_SECRET_", "CANARY", "0b5e"])
    with zygote, open_worker(Source.of_text("import os\\nh1 = dict(os.environ)"), zygote=zygote) as w:
        assert isinstance(w.start(), Returned), w.start()
        pid = w._handle.pid
        seen = 0
        with open(f"/proc/{{pid}}/maps") as maps, open(f"/proc/{{pid}}/mem", "rb") as memory:
            for line in maps:
                first, last = (int(part, 16) for part in line.split()[0].split("-"))
                if line.split()[1].startswith("r") and "[v" not in line:
                    memory.seek(first)
                    piece = memory.read(last - first)
                    seen += len(piece)
                    assert planted.encode() not in piece, line
        assert seen > 1 << 20
        print(sorted(w.value("h1").value))
"""


@pytest.mark.parametrize("start", ["prefork()", "Zygote.start()"])
def test_a_secret_in_the_environment_is_nowhere_in_the_memory_of_a_worker(start: str) -> None:
    code = WITH_CANARY.format(root=str(Path(__file__).parents[2]), start=start)
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "TOKEN": f"{CANARY}0b5e"},
        capture_output=True,
        text=True,
        check=False,
    )
    names = ["HOME", "LANG", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PATH"]
    assert str(names) == run.stdout.strip(), run.stderr


def test_a_zygote_that_dies_between_two_questions_is_replaced() -> None:
    with Zygote.start() as zygote, open_worker(Source.of_text("h1 = 6"), zygote=zygote) as worker:
        assert worker.value("h1") == Returned(6)
        os.kill(zygote.pid, 9)
        assert worker.restart() == Returned(None)
        assert worker.value("h1") == Returned(6)


def test_a_zygote_that_cannot_be_replaced_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    with Zygote.start() as zygote:
        assert zygote.layers.seccomp
        os.kill(zygote.pid, 9)
        monkeypatch.setattr("grader.sandbox.zygote._BOOT", "raise SystemExit")
        with open_worker(Source.of_text("h1 = 6"), zygote=zygote) as worker:
            outcome = worker.start()
            assert outcome == OurFault("no worker could be started: the zygote has ended")
            assert outcome == worker.value("h1")
