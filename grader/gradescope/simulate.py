"""What Gradescope would do with a zip and a submission, on this machine.

A fresh root folder; the zip unpacked into it; setup.sh; the submission without execution rights;
run_autograder with a time limit, little memory and half a processor, as far as this machine lets
us; and then its results, read as Gradescope reads them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import site
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from grader.gradescope.folders import Place
from grader.gradescope.results import faults
from grader.outcome.errors import InputError
from grader.sandbox.rooms import temporary
from grader.submission.archive import ArchiveFault, unpack
from grader.words.sentences import gradescope as gradescope_sentences
from grader.words.sentences import simulations as simulation_sentences
from grader.words.sentences import submissions as submission_sentences
from reference.records import dataclass

SCRIPTS = ("setup.sh", "run_autograder")
MEMORY = 768 << 20  # bytes; Gradescope's default container
PROCESSORS = 0.5
SECONDS = 600.0
SETUP_SECONDS = 1200.0
LONGEST_STDOUT = 100_000  # characters that Gradescope keeps
_PERIOD = 100_000  # microseconds, in which the share of a processor is counted


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came out: results as Gradescope reads them, and all that staff would see."""

    results: Mapping[str, object] | None
    fault: str  # what Gradescope would complain about, or ""
    stdout: str
    setup: str
    exit_code: int
    seconds: float
    limits: str


def simulate(
    archive: Path,
    submission: Path,
    *,
    metadata: Path | None = None,
    reuse: bool = False,
    seconds: float = SECONDS,
) -> Outcome:
    """Set up the zip in a fresh folder and run it on a submission.

    With `reuse`, the packages of this Python are used instead of the network.  Raises InputError for
    a zip or a submission that cannot be used.
    """
    if not submission.exists():
        raise InputError(submission_sentences.submission_not_found(str(submission)))
    if metadata is not None and not metadata.is_file():
        raise InputError(simulation_sentences.no_such_file(metadata))
    with temporary("autograder") as root:
        place = Place(Path(root))
        Path(root).chmod(0o755)  # as on Gradescope: the student's user passes through it
        _unpack(archive, place)
        setup = _set_up(place, reuse=reuse)
        _hand_in(submission, metadata, place)
        return _run(place, seconds, setup)


def _unpack(archive: Path, place: Place) -> None:
    place.source.mkdir()
    if not archive.is_file():
        raise InputError(simulation_sentences.no_such_zip(archive))
    try:
        unpack(archive, place.source)
    except ArchiveFault as fault:
        raise InputError(f"{archive}: {fault}") from None
    if not all((place.source / name).is_file() for name in SCRIPTS):
        wrapped = [path.name for path in place.source.iterdir() if (path / SCRIPTS[0]).is_file()]
        raise InputError(
            f"{archive}: {gradescope_sentences.scripts_not_in_root(wrapped[0] if wrapped else '')}"
        )
    shutil.copy(place.source / "run_autograder", place.root / "run_autograder")
    (place.root / "run_autograder").chmod(0o755)


def _set_up(place: Place, *, reuse: bool) -> str:
    """Run setup.sh once, as the image is made; what it printed."""
    environment = _environment(place)
    if reuse:
        environment["GRADER_REUSE"] = os.pathsep.join(_own_packages())
    # The Python that runs us first: what it has is what can be reused.
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    try:
        done = subprocess.run(
            ["bash", str(place.source / "setup.sh")],  # noqa: S607 - whichever bash there is
            cwd=place.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SETUP_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(f"setup.sh could not be run: {error}") from None
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        raise InputError(simulation_sentences.setup_failed(done.returncode, said))
    return said


def _own_packages() -> list[str]:
    paths = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()]
    return list(dict.fromkeys(path for path in paths if Path(path).is_dir()))


def _hand_in(submission: Path, metadata: Path | None, place: Place) -> None:
    """Lay out the submission as Gradescope does: a zip unpacked, links and rights dropped."""
    place.submission.mkdir()
    place.results.mkdir()
    if submission.suffix.lower() == ".zip":
        try:
            unpack(submission, place.submission)
        except ArchiveFault as fault:
            raise InputError(f"{submission}: {fault}") from None
    elif submission.is_dir():
        ignored = shutil.ignore_patterns(".git")
        shutil.copytree(
            submission, place.submission, symlinks=True, dirs_exist_ok=True, ignore=ignored
        )
    else:
        shutil.copy(submission, place.submission / submission.name)
    for path in place.submission.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
    if metadata is not None:
        shutil.copy(metadata, place.metadata)


def _environment(place: Place) -> dict[str, str]:
    """As little as a container has."""
    return {
        "AUTOGRADER_ROOT": str(place.root),
        "HOME": str(place.root),
        "LANG": "C.UTF-8",
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    }


def _run(place: Place, seconds: float, setup: str) -> Outcome:
    environment = {**_environment(place), "TIMEOUT_SECONDS": f"{seconds:g}"}
    started = time.monotonic()
    with _container() as (enter, limits), (place.results / "stdout").open("wb") as stdout:
        process = subprocess.Popen(
            ["./run_autograder"],
            cwd=place.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        enter(process.pid)
        try:
            code = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    took = time.monotonic() - started
    said = (place.results / "stdout").read_bytes().decode("utf-8", "replace")
    results, fault = _read(place) if code is not None else (None, _timed_out(seconds))
    return Outcome(
        results=results,
        fault=fault,
        stdout=said[:LONGEST_STDOUT],
        setup=setup,
        exit_code=-1 if code is None else code,
        seconds=took,
        limits=limits,
    )


def _timed_out(seconds: float) -> str:
    return simulation_sentences.timed_out(seconds)


def _read(place: Place) -> tuple[Mapping[str, object] | None, str]:
    """The results as Gradescope reads them, or what it would complain about."""
    path = place.results / "results.json"
    if not path.is_file():
        return None, simulation_sentences.no_results()
    try:
        results = json.loads(path.read_bytes().decode("utf-8", "replace"))
    except ValueError as error:
        return (
            None,
            simulation_sentences.results_no_json(error),
        )
    found = faults(results)
    if found:
        return None, simulation_sentences.results_undocumented("; ".join(found))
    return results, ""


@contextlib.contextmanager
def _container() -> Iterator[tuple[Callable[[int], None], str]]:
    """Bounds on memory and processor as a container has them, where control groups can be made."""
    folders: list[Path] = []
    try:
        group = Path("/sys/fs/cgroup")
        name = f"grader-simulate-{os.getpid()}"
        if (group / "cgroup.controllers").is_file():
            folders.append(_made(group / name))
            _set(folders[0] / "memory.max", MEMORY)
            _set(folders[0] / "cpu.max", f"{int(PROCESSORS * _PERIOD)} {_PERIOD}")
        else:
            folders.append(_made(group / "memory" / name))
            _set(folders[0] / "memory.limit_in_bytes", MEMORY)
            folders.append(_made(group / "cpu" / name))
            _set(folders[1] / "cpu.cfs_period_us", _PERIOD)
            _set(folders[1] / "cpu.cfs_quota_us", int(PROCESSORS * _PERIOD))
        limits = f"{MEMORY >> 20} MB of memory, {PROCESSORS:g} processor"
    except OSError:
        _remove(folders)
        folders, limits = [], simulation_sentences.not_limited()

    def enter(pid: int) -> None:
        for folder in folders:
            with contextlib.suppress(OSError):  # it may have ended already
                _set(folder / "cgroup.procs", pid)

    try:
        yield enter, limits
    finally:
        _remove(folders)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _set(file: Path, value: object) -> None:
    file.write_text(str(value), encoding="ascii")


def _remove(folders: list[Path]) -> None:
    until = time.monotonic() + 1.0
    for folder in folders:
        while folder.is_dir() and time.monotonic() < until:
            with contextlib.suppress(OSError):  # the kernel takes a moment after the last process
                folder.rmdir()
                break
            time.sleep(0.02)
