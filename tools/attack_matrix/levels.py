"""The levels of isolation to try: who runs the grader, and which layers are taken away."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from grader.sandbox import probe

FIRST_USER = 61_000
"""Plain users are numbers from here on, one a trial: what one may signal is nobody else's."""

HOME = Path(__file__).resolve().parents[2]


class Level(NamedTuple):
    """One way to run the grader.

    `gets_through` are the submissions that this level is known, and documented, not to stop.
    `only` names the few that are tried; None means all.
    """

    name: str
    plain_user: bool = False
    without: tuple[str, ...] = ()
    gets_through: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    mutant: bool = False


# What all users of a machine may read, another user may: SECURITY.md, note 1.  The fixture with a
# number opens `maps` of the kernel's own threads, which is empty, and finds nothing else open.
_PUBLIC = frozenset({"reads the users", "attack_068_all_proc_files"})
# Without the filter and Landlock a submission has all rights of its user: SECURITY.md, level L1.
_LIMITS_ONLY = frozenset(
    {
        "attack_018_subprocess_left_running",
        "attack_021_raise_own_priority",
        "attack_023_daemonise_holds_pipe",
        "attack_025_kill_parent_term",
        "attack_052_kernel_shared_objects",
        "attack_059_loopback_client",
        "attack_062_namespaces_and_mounts",
        "attack_068_all_proc_files",
        "forks",
        "kills everybody",
        "kills its parent",
        "reads the users",
        "starts a program",
        "writes a temporary file",
    }
)
# Its own file of data cannot be opened, so that the line that would end it only fails.
_NOTHING_OPENS = frozenset({"attack_134_pickle_loaded_by_student"})

LEVELS = (
    Level("root, all layers"),
    Level("root, no Landlock", without=("landlock",), gets_through=_PUBLIC),
    Level("user, all layers", plain_user=True),
    Level("user, no Landlock", True, ("landlock",), _NOTHING_OPENS),
    Level("user, limits only", True, ("landlock", "seccomp"), _LIMITS_ONLY),
)

_GREEDY = frozenset({"takes three gigabytes", "opens 500 handles", "raises its limits"})

# One layer away: at least one submission must get through, or nobody needs the layer.
MUTANTS = (
    Level("no other user", without=("uid",), mutant=True),
    Level("no Landlock", without=("landlock",), mutant=True),
    Level("no filter of system calls", without=("seccomp",), mutant=True),
    Level("no limits", without=("rlimits",), only=_GREEDY, mutant=True),
    Level("root, files open", without=("landlock", "uid", "no-open"), mutant=True),
    Level("user, files open", True, ("landlock", "no-open"), mutant=True),
)


def possible(level: Level) -> str:
    """Why a level cannot be made here; empty if it can."""
    found = probe()
    if os.geteuid() != 0:
        return "" if level.plain_user else "needs root"
    missing = {"landlock": not found.landlock, "seccomp": not found.seccomp}
    if any(missing[name] for name in missing if name not in level.without):
        return "this kernel lacks a layer of it"
    return ""


def software_for_others(place: Path, *, torch: bool = False) -> tuple[str, str]:
    """An interpreter, and a path of packages, that every user of this machine can read.

    The interpreter in use may lie in a home that is closed; then one with the same version of
    Python must be elsewhere, and what the grader needs is copied for it.
    """
    copied = place / "software"
    for package in ("grader", "reference"):
        shutil.copytree(HOME / package, copied / package)
    for distribution in _needed(["numpy", "pydantic", "PyYAML"]):
        for file in distribution.files or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                (copied / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.locate(), copied / file)
    own = os.path.realpath(sys.executable)
    wanted = "import sys; print(sys.version_info[:2])"
    for interpreter in (own, "/usr/bin/python3"):
        run = (
            subprocess.run(
                [interpreter, "-I", "-c", wanted],
                user=FIRST_USER,
                group=FIRST_USER,
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
            )
            if _can_be_run(interpreter)
            else None
        )
        if run is not None and run.stdout.strip() == str(sys.version_info[:2]):
            return interpreter, os.pathsep.join([str(copied), *_torch(torch)])
    raise SystemExit(f"no Python {sys.version_info[:2]} that other users can read")


def _torch(wanted: bool) -> list[str]:  # a switch of the command
    """Where PyTorch lies: it is too large to be copied."""
    found = importlib.util.find_spec("torch") if wanted else None
    return [str(Path(found.origin).parents[1])] if found is not None and found.origin else []


def _needed(names: list[str]) -> Iterator[metadata.Distribution]:
    """Installed distributions, with all that they need themselves."""
    seen: set[str] = set()
    while names:
        name = names.pop()
        if name not in seen:
            seen.add(name)
            found = metadata.distribution(name)
            yield found
            required = [line for line in found.requires or () if "extra ==" not in line]
            names += [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in required]


def _can_be_run(interpreter: str) -> bool:
    """Whether any user can reach this file."""
    path = Path(interpreter)
    return path.exists() and all(parent.stat().st_mode & 0o001 for parent in path.parents)
