"""Grading in a running process, as a class is graded, in multiples of one bare child.

The floor forks, limits, locks (Landlock) and runs one small file, one after another.  A wrong sheet is
timed twice: as a process sees it first that has graded others before it, and as it sees it again.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import cast

from bench.classes import bare
from bench.rows import Row, timed
from grader.classroom.course import Course
from grader.classroom.hand_in import Attempt, HandIn
from grader.sandbox import WorkerPool, start_zygote
from tools.synthetic_class.__main__ import class_of
from tools.synthetic_class.layouts import flat

HOME = Path(__file__).resolve().parent.parent
ROUNDS, WARM, LARGEST = 15, 8, 120
SHEET = "rnn-exercises"
WRONG = range(8, 13)  # answers of a sheet that has "ten wrong ones"
FLOOR = "a bare child, limited and locked"
_MIX = (("misconceptions", ".yaml", 60), ("slips", ".yaml", 40))

Way = Callable[[], object]


def rows() -> Iterator[Row]:
    """What one hand-in costs a process that is up."""
    with tempfile.TemporaryDirectory() as place, start_zygote() as zygote:
        room = Path(place)
        program, plain = room / "small.py", room / "right.yaml"
        program.write_text("c_h2 = 0\nc_h3 = 3\n", encoding="utf-8")
        plain.write_text("assignment: exam-relu-9\nc_h2: 0\nc_h3: 3\n", encoding="utf-8")
        medians = timed(
            {
                "fork": lambda: bare([program]),
                "a right .yaml": _grading("exam-relu-9", plain, zygote),
                "eight functions": _grading(
                    "cells-in-code", HOME / "tests/zoo/code/cells.py", zygote
                ),
            },
            rounds=ROUNDS,
        )
        first, again = _wrong_sheets(room / "wrong", zygote)
    targets = {"a right .yaml": 0.15, "eight functions": 4.0}
    taken = [(what, medians[what], target) for what, target in targets.items()]
    taken += [("ten wrong answers, seen first", first, 4.0), ("... and again", again, 4.0)]
    for what, seconds, target in taken:
        yield Row(f"running process: {what}", FLOOR, seconds, medians["fork"], target)


def _timed(way: Way) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def _grading(sheet: str, path: Path, zygote: WorkerPool) -> Way:
    one = HandIn("s1", (Attempt(path.name),))
    return partial(Course(assignment=sheet).result_of, one, path.parent, zygote)


def _wrong_sheets(folder: Path, zygote: WorkerPool) -> tuple[float, float]:
    """The median seconds of sheets with about ten wrong answers: seen first, and seen again."""
    flat(folder, class_of(SHEET, LARGEST, groups=False, mix=_MIX))
    course = Course(assignment=SHEET)
    first: list[float] = []
    chosen: list[Way] = []
    for place, path in enumerate(sorted(folder.iterdir())):
        one = HandIn(path.stem, (Attempt(path.name),))
        way = partial(course.result_of, one, folder, zygote)
        began = time.perf_counter()
        line = way().line
        seconds = time.perf_counter() - began
        answers = cast("Sequence[Mapping[str, object]]", line.get("answers", ()))
        if place >= WARM and sum(each["verdict"] == "wrong" for each in answers) in WRONG:
            first.append(seconds)
            chosen.append(way)
    return statistics.median(first), statistics.median(map(_timed, chosen))
