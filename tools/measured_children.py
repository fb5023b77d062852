"""Coverage of processes that cannot write a file: what they ran is left in memory that a file backs.

    python -m tools.measured_children install     let every Python of this environment be measured
    python -m tools.measured_children collect     make .coverage.children of what they left
    python -m tools.measured_children remove

A worker is forked, loses its right to open files, and is killed when it is no longer needed, so
coverage.py has neither the moment nor the right to save anything.  Here each such process maps a
file before it is confined, and copies what it has run into it whenever it reads or tells something
through a pipe, and when it ends.
Only `make coverage` installs this; nothing of the product knows of it.
"""

from __future__ import annotations

import atexit
import io
import marshal
import mmap
import os
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from zlib import crc32

if TYPE_CHECKING:
    from coverage import Coverage

HOME = Path(__file__).resolve().parent.parent
# one place a clone: two may be measured at once
LEFT = Path(tempfile.gettempdir()) / f"measured-children-{os.getuid()}-{crc32(bytes(HOME)):08x}"
SIZE = 2 << 20  # of a file that is nearly all holes
HALF, HEAD = SIZE // 2, 8  # two copies: whoever is killed while it writes one leaves the other
LINE = (1 << 28) - 1  # coverage.py packs two lines and their signs into one number
MEASURED = (str(HOME / "grader") + os.sep, str(HOME / "reference") + os.sep)


class Place:
    """Where this process leaves what it has run."""

    def __init__(self) -> None:
        handle, _ = tempfile.mkstemp(dir=LEFT)
        os.truncate(handle, SIZE)
        self.owner, self.half = 0, 0
        self.memory = mmap.mmap(handle, SIZE)
        os.close(handle)

    def leave(self, measure: Coverage) -> None:
        """Copy what was run until now; what was copied before stays whole until this is."""
        lived = _sets(measure)
        said = marshal.dumps({f: list(s) for f, s in lived.items() if f.startswith(MEASURED) and s})
        if len(said) + HEAD <= HALF:
            self.half = HALF - self.half
            begin = self.half + HEAD
            self.memory[begin : begin + len(said)] = said
            self.memory[self.half : begin] = len(said).to_bytes(HEAD, "little")


def _sets(measure: Coverage) -> dict[str, set[int]]:
    collector: Any = measure._collector  # noqa: SLF001 - before anything is saved
    return dict(collector.data)


class _Telling(io.BufferedWriter):
    """A pipe to whoever may end this process as soon as it has heard the last of it."""

    def __init__(self, handle: int, leave: Callable[[], None]) -> None:
        super().__init__(io.FileIO(handle, "wb"))
        self._leave = leave

    def flush(self) -> None:
        """Copy what was run, then tell."""
        self._leave()
        super().flush()


class Children:
    """The processes that begin here, each with a place of its own."""

    def __init__(self) -> None:
        self.place: Place | None = None
        self.fork, self.end, self.read = os.fork, os._exit, os.read
        self.open: Callable[..., Any] = os.fdopen

    def install(self) -> None:
        """Take the place of what forks, reads and ends."""
        os.fork, os._exit, os.read = self.forked, self.ended, self.reading
        setattr(os, "fdopen", self.opened)  # noqa: B010 - its types are overloaded
        atexit.register(self.leave)

    def begin(self) -> None:
        """Measure this process from here on."""
        import coverage

        measure = coverage.Coverage(config_file=str(HOME / "pyproject.toml"), data_file=None)
        measure.start()
        self.place = Place()
        self.place.owner = os.getpid()

    def leave(self) -> None:
        """Copy what this process has run, if it is a child of ours."""
        place = self.place
        if place is not None and place.owner == os.getpid():
            measure = _measure()
            if measure is not None:
                place.leave(measure)

    def forked(self) -> int:
        """Fork, and give the child a place that it can write to whatever it may not open."""
        if _measure() is None:
            return self.fork()
        self.leave()
        place = Place()
        pid = self.fork()
        if pid:
            place.memory.close()
            return pid
        place.owner = os.getpid()
        self.place = place
        measure = _measure()
        for ran in _sets(measure).values() if measure is not None else ():
            ran.clear()  # in place: the tracer goes on with these very sets
        return 0

    def ended(self, status: int) -> NoReturn:
        """End at once, as ever."""
        self.leave()
        self.end(status)

    def reading(self, handle: int, count: int, /) -> bytes:
        """Read; a worker waits here when it is killed."""
        self.leave()
        return self.read(handle, count)

    def opened(self, handle: int, *how: Any, **more: Any) -> Any:
        """Open a handle; what is told through it is told after what was run is copied."""
        if how == ("wb",) and not more:
            return _Telling(handle, self.leave)
        return self.open(handle, *how, **more)


def _measure() -> Coverage | None:
    coverage = sys.modules.get("coverage")
    found: Coverage | None = coverage.Coverage.current() if coverage else None
    return found


def start() -> None:
    """What every Python of the environment does first, while this is installed."""
    children = Children()
    children.install()
    words = sys.orig_argv
    program = words[words.index("-c") + 1] if "-c" in words[:-1] else ""
    ours = "grader." in program or "--multiprocessing-fork" in words
    if "-I" in words or "grader" in words or ours:
        children.begin()


def _hook() -> Path:
    return Path(sysconfig.get_path("purelib")) / "zz_measured_children.pth"


def install() -> None:
    """Let every Python of this environment be measured from its start."""
    LEFT.mkdir(exist_ok=True)
    for old in LEFT.iterdir():
        old.unlink()
    own = str(Path(__file__).resolve())
    names = "{'__name__': 'measured_children', '__file__': " + repr(own) + "}"
    line = f"import sys; n = {names}; exec(compile(open({own!r}).read(), {own!r}, 'exec'), n); n['start']()"
    _hook().write_text(line + "\n", encoding="utf-8")


def collect() -> None:
    """One data file of what all of them ran."""
    from coverage import CoverageData

    arcs: dict[str, set[tuple[int, int]]] = {}
    files = 0
    for file in LEFT.iterdir():
        halves = [_left(file, half) for half in (0, HALF)]
        files += any(halves)
        for left in halves:
            for name, packed in left.items():
                arcs.setdefault(name, set()).update(map(_unpacked, packed))
    data = CoverageData(basename=str(HOME / ".coverage.children"))
    data.erase()
    data.add_arcs(arcs)
    data.write()
    print(f"{files} processes left what they ran of {len(arcs)} files")


def _left(file: Path, half: int) -> dict[str, list[int]]:
    with file.open("rb") as stream:
        stream.seek(half)
        size = int.from_bytes(stream.read(HEAD), "little")
        try:
            left: dict[str, list[int]] = marshal.loads(stream.read(size)) if size else {}  # noqa: S302 - our own
        except (EOFError, ValueError, TypeError):  # it was killed while it wrote
            return {}
    return left


def _unpacked(packed: int) -> tuple[int, int]:
    one, other = packed & LINE, packed >> 28 & LINE
    return (-one if packed >> 56 & 1 else one, -other if packed >> 57 & 1 else other)


def remove() -> None:
    """Measure nothing any more."""
    _hook().unlink(missing_ok=True)
    for old in LEFT.iterdir() if LEFT.exists() else ():
        old.unlink()


if __name__ == "__main__":
    {"install": install, "collect": collect, "remove": remove}[sys.argv[1]]()
