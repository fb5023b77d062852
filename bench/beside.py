"""The commands beside those of an earlier commit: `python -m bench.beside THEN NOW [ROUNDS]`.

THEN and NOW are interpreters, each of an environment in which the wheel of a commit is installed.  Both
graders and the floor are taken turn by turn in one run, each with a cache of its own that has seen the
assignment before.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.check import PLAIN, TARGETS, WRONG, ways

Taken = tuple[float, float]  # seconds by the clock, and of the processor


def _timed(way: Callable[[], object]) -> Taken:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    way()
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used


def compared(then_by: str, now_by: str, rounds: int) -> Iterator[tuple[str, Taken, Taken, float]]:
    """Every command: its multiples of the floor then and now, by clock and processor; its target."""
    with tempfile.TemporaryDirectory() as place:
        room = Path(place)
        wrong, plain = room / "wrong.py", room / "right.yaml"
        wrong.write_text(WRONG, encoding="utf-8")
        plain.write_text(PLAIN, encoding="utf-8")
        earlier, today = (ways(wrong, plain, python) for python in (then_by, now_by))
        for what, (floor, target) in TARGETS.items():
            taken: dict[str, list[Taken]] = {"then": [], "now": [], "floor": []}
            turns = {
                "then": earlier[what],
                "now": today[what],
                "floor": today[floor],
            }
            for turn in range(rounds + 1):
                for side, way in turns.items():
                    os.environ["GRADER_CACHE"] = str(room / side)
                    one = _timed(way)
                    if turn:
                        taken[side].append(one)
            then, now = (_over(taken[side], taken["floor"]) for side in ("then", "now"))
            yield what, then, now, target


def _over(taken: list[Taken], floor: list[Taken]) -> Taken:
    clock, processor = (
        statistics.median(one[k] for one in taken) / statistics.median(one[k] for one in floor)
        for k in (0, 1)
    )
    return clock, processor


def main(then_by: str, now_by: str, rounds: int = 9) -> None:
    """Print the table."""
    print(
        f"{'command':<20}{'then':>16}{'now':>16}{'now/then':>10}{'target':>8}   clock (processor)"
    )
    for what, then, now, target in compared(then_by, now_by, rounds):
        sides = "".join(f"{one[0]:>8.2f} ({one[1]:.2f})" for one in (then, now))
        print(f"{what:<20}{sides}{now[0] / then[0]:>10.2f}{target:>8.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if sys.argv[3:] else 9)
