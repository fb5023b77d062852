"""nbgrader's folders: `submitted/<student>/<assignment>/`, and the exchange they come from.

A `timestamp.txt` beside the notebooks says when they were handed in; in the exchange the name of
the folder does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from grader.classroom.hand_in import Attempt, Found, HandIn
from grader.gradescope.metadata import read_date
from grader.outcome.errors import InputError
from grader.words.sentences import batches as sentences

LAYOUT = "nbgrader's folders"
_TIME = "timestamp.txt"
_EXCHANGE = re.compile(
    r"(?P<id>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?)"
    r" ?(?P<zone>[^+]*)(\+.*)?"
)


def is_submitted(folders: Sequence[Path]) -> bool:
    """Whether these are students' folders with assignments in them, as nbgrader collects them."""
    return any(next(folder.glob(f"*/{_TIME}"), None) is not None for folder in folders) and not any(
        each.is_file() and not each.name.startswith(".")
        for folder in folders
        for each in folder.iterdir()
    )


def submitted(root: Path, assignment: str) -> Found:
    """The class in nbgrader's `submitted`; raise InputError where two assignments lie there."""
    students = [each for each in sorted(root.iterdir()) if each.is_dir() and each.name[0] != "."]
    asked = {each.name for student in students for each in student.iterdir() if each.is_dir()}
    if len(asked) > 1 and assignment not in asked:
        raise InputError(sentences.several_assignments(str(root), sorted(asked), assignment))
    name = assignment if assignment in asked else next(iter(asked), "")
    hand_ins, nobody = [], []
    for student in students:
        place = student / name
        if name and place.is_dir():
            path = f"{student.name}/{name}"
            hand_ins.append(HandIn(student.name, (Attempt(path, _time_in(place)),)))
        else:
            nobody.append(student.name)
    if not hand_ins:
        raise InputError(sentences.nobody_handed_in(str(root), (".ipynb",)))
    return Found(LAYOUT, root, tuple(hand_ins), tuple(nobody))


def is_exchange(folders: Sequence[Path]) -> bool:
    """Whether the folders are named as in the exchange: user+assignment+time."""
    return all(_EXCHANGE.fullmatch(folder.name) for folder in folders)


def exchange(root: Path, folders: Sequence[Path]) -> Found:
    """The class in the exchange's inbound folder; everybody's newest comes last."""
    of: dict[str, list[Attempt]] = {}
    asked = set()
    for folder in folders:
        match = _EXCHANGE.fullmatch(folder.name)
        if match is not None:
            asked.add(match["assignment"])
            attempt = Attempt(folder.name, _time(f"{match['time']} {match['zone']}"))
            of.setdefault(match["id"], []).append(attempt)
    if len(asked) > 1:
        raise InputError(sentences.several_assignments(str(root), sorted(asked), ""))
    hand_ins = (
        HandIn(who, tuple(sorted(several, key=lambda each: each.name)))
        for who, several in of.items()
    )
    return Found(LAYOUT, root, tuple(hand_ins))


def _time_in(folder: Path) -> datetime | None:
    try:
        return _time((folder / _TIME).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None


def _time(text: str) -> datetime | None:
    """A time as nbgrader writes it: `2026-05-01 10:00:00.123456 UTC`; other names of zones are lost."""
    return read_date(re.sub(r"\s*(UTC|GMT)\s*$", "Z", text.strip()))
