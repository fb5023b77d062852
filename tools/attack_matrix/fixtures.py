"""The submissions: the project's own rows, and a folder of more where one lies beside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tools.attack_matrix.levels import HOME

FOLDER = Path(os.environ.get("GRADER_ATTACKS", HOME.parent / "shared" / "attacks"))
ASSIGNMENTS = HOME / "tests" / "assignments"


PIPE, LINK, HUGE = "@PIPE@", "@LINK@", "@HUGE@"  # what a file is instead of its text


class Fixture(NamedTuple):
    """A submission and what each of its items must earn: "full", "zero" or "any"."""

    name: str
    assignment: str
    items: dict[str, str]
    text: str = ""
    place: Path | None = None
    torch: bool = False  # whether its assignment also asks for code in PyTorch
    files: Mapping[str, str] = {}
    how: str = "named"

    def hand_in(self, folder: Path, place: Path) -> None:
        """Write what the student hands in into an empty folder; `place` is the trial's own."""
        if self.files:
            for name, text in self.files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                _write(folder / name, text.replace("@RAN@", str(place / "ran")))
        elif self.place is None:
            (folder / "submission.py").write_text(self.text)
        elif self.place.is_file():
            shutil.copyfile(self.place, folder / "submission.py")
        elif (self.place / "make.py").exists():
            subprocess.run(
                [sys.executable, str(self.place / "make.py"), str(folder)],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        else:
            shutil.copytree(self.place / "submission", folder, dirs_exist_ok=True, symlinks=True)


def _write(path: Path, text: str) -> None:
    """A file of a hand-in: its text, or the pipe, the link or the terabyte that it stands for."""
    kind, _, rest = text.partition(" ")
    if kind == PIPE:
        os.mkfifo(path)
    elif kind == LINK:
        path.symlink_to(rest)
    elif kind == HUGE:
        with path.open("wb") as file:
            file.write(rest.encode())
            file.truncate(1 << 40)  # it takes no room
    else:
        path.write_text(text)


_IN_TORCH = """
  - id: torch
    prompt: Double a vector with PyTorch.
    answers:
      doubled:
        points: 0
        function: {framework: torch, cell: doubled, arguments: {x: D}, returns: {y: D}}
"""


def with_torch(assignment: Path) -> None:
    """Let an assignment ask for a function in PyTorch, too."""
    file = assignment / "assignment.yaml"
    cells = "cells:\n  doubled: |\n    x: D\n    y = x[t] + x[t]\n"
    file.write_text(file.read_text().replace("cells:\n", cells, 1) + _IN_TORCH)


def own() -> Iterator[Fixture]:
    """The rows of `tests/attacks/hostile.py`."""
    from tests.attacks.hostile import ALL, ROWS

    for row in ROWS:
        items = {
            item: "full" if item in row.right else "zero" if item in row.wrong else "any"
            for item in sorted(ALL)
        }
        yield Fixture(row.name, "three-values", items, text=row.text)


def brought() -> Iterator[Fixture]:
    """The rows of `tests/attacks/brought.py`: hand-ins of several files, and odd commands."""
    from tests.attacks.brought import ROWS
    from tests.attacks.hostile import ALL

    for row in ROWS:
        items = {
            item: "full" if item in row.right else "zero" if item in row.wrong else "any"
            for item in sorted(ALL)
        }
        yield Fixture(row.name, "three-values", items, files=row.files, how=row.how)


# A library that is not there costs what uses it, and nothing that does not: older fixtures say "zero".
_DECIDED_SINCE = {"attack_115_missing_library"}


def beside() -> Iterator[Fixture]:
    """The fixtures of the folder beside the checkout, if there is one."""
    index = FOLDER / "index.json"
    for row in json.loads(index.read_text()) if index.exists() else ():
        name = row["file"].rstrip("/")
        title, items = name.removesuffix(".py"), row["items"]
        if title in _DECIDED_SINCE:
            items = dict.fromkeys(items, "any")
        yield Fixture(title, "attacks", items, place=FOLDER / name)


def control(assignment: str) -> Fixture:
    """An honest submission, for after each of the others."""
    from tests.attacks.hostile import ALL, HONEST

    if assignment == "three-values":
        return Fixture("control", assignment, dict.fromkeys(ALL, "full"), text=HONEST)
    items = dict.fromkeys(("h1", "h2", "rnn_step"), "full")
    return Fixture("control", assignment, items, place=FOLDER / "control_01_honest.py")
