"""`make attacks`: every fixture at every level, in one run and shuffled; a table at the end."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path

from tools.attack_matrix.fixtures import Fixture, beside, brought, own
from tools.attack_matrix.levels import LEVELS, MUTANTS, Level, possible, software_for_others
from tools.attack_matrix.together import Class, classes, try_class
from tools.attack_matrix.trial import Result, Software, Trial, become_heir, try_alone

LEFT = Path(tempfile.gettempdir()) / "of_a_hostile"  # where only limits hold, it is written
PROGRESS = 100  # a line for so many trials
REPEATED = 5  # every fifth fixture is graded twice


def main() -> int:
    """Try everything; 0 if nothing got through that should not, and every layer is needed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--level", action="append", help="only the levels whose name holds this")
    parser.add_argument("--fixture", action="append", help="only fixtures whose name holds this")
    parser.add_argument("--jobs", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument(
        "--torch", action="store_true", help="with PyTorch loaded; most stand in classes then"
    )
    parser.add_argument("--seed", type=int, default=os.getpid())
    parser.add_argument("--seconds", type=float, help="as many as are done within this time")
    arguments = parser.parse_args()
    levels = [level for level in (*LEVELS, *MUTANTS) if _chosen(level.name, arguments.level)]
    fixtures = [
        f._replace(torch=arguments.torch)
        for f in (*beside(), *own(), *brought())
        if _chosen(f.name, arguments.fixture)
    ]
    print(f"{len(fixtures)} fixtures, order drawn from --seed {arguments.seed}", flush=True)
    place = Path(tempfile.mkdtemp(prefix="attack-matrix-"))
    place.chmod(0o755)
    try:
        return _run(levels, fixtures, arguments, place)
    finally:
        shutil.rmtree(place)
        LEFT.unlink(missing_ok=True)


def _chosen(name: str, wanted: list[str] | None) -> bool:
    return not wanted or any(part in name for part in wanted)


def _trials(levels: list[Level], fixtures: list[Fixture], shuffled: random.Random) -> list[Trial]:
    """What is to be tried, each with a number of its own."""
    pairs = [
        (level, fixture, index % REPEATED == 0)
        for level in levels
        for index, fixture in enumerate(fixtures)
        if fixture.name in (level.only or {fixture.name})
        and not (level.mutant and fixture.assignment == "attacks")
    ]
    shuffled.shuffle(pairs)
    return [Trial(level, f, number, again) for number, (level, f, again) in enumerate(pairs)]


def _classes(trials: list[Trial]) -> Iterator[Class]:
    """The trials that can be taken together, in classes of one level."""
    for level in {trial.level.name: trial.level for trial in trials}.values():
        some = [trial for trial in trials if trial.level == level]
        yield from classes(level, [t.fixture for t in some], min(t.number for t in some))


def _run(
    levels: list[Level], fixtures: list[Fixture], arguments: argparse.Namespace, place: Path
) -> int:
    for level in [level for level in levels if possible(level)]:
        print(f"left out: {level.name} ({possible(level)})")
        levels.remove(level)
    ours = Software()
    others = ours
    if os.geteuid() == 0 and any(level.plain_user for level in levels):
        others = Software(*software_for_others(place, torch=arguments.torch))
    shuffled = random.Random(arguments.seed)  # noqa: S311  # an order, no secret
    until = time.monotonic() + (arguments.seconds or float("inf"))
    found: dict[str, dict[str, Result]] = {level.name: {} for level in levels}
    with ProcessPoolExecutor(
        arguments.jobs, multiprocessing.get_context("spawn"), become_heir
    ) as pool:
        waiting: dict[Future[dict[str, Result]], Level] = {}
        trials = _trials(levels, fixtures, shuffled)
        for some in _classes(trials) if arguments.torch else ():
            software = others if some.level.plain_user else ours
            waiting[pool.submit(try_class, some, software)] = some.level
            trials = [t for t in trials if t.level != some.level or t.fixture not in some.fixtures]
        for trial in trials:
            software = others if trial.level.plain_user else ours
            waiting[pool.submit(try_alone, trial, software)] = trial.level
        for done, future in enumerate(as_completed(waiting), 1):
            level = waiting[future]
            found[level.name] |= future.result()
            for name, result in future.result().items():
                if result.faults and not level.mutant:
                    print(f"  {level.name} | {name} | {result.faults}", flush=True)
            if done % PROGRESS == 0:
                print(f"{done} of {len(waiting)}", flush=True)
            if time.monotonic() > until:
                print(f"the time is up: {done} of {len(waiting)} were tried", flush=True)
                pool.shutdown(wait=True, cancel_futures=True)
                break
    failed = 0
    for level in levels:
        for line in _row(level, found[level.name]):
            print(line)
        failed += _is_bad(level, found[level.name])
    return min(failed, 1)


def _through(results: dict[str, Result]) -> set[str]:
    return {name for name, result in results.items() if result.faults}


def _row(level: Level, results: dict[str, Result]) -> Iterator[str]:
    """A level's line of the table."""
    failed = _through(results)
    longest = max((result.seconds for result in results.values()), default=0)
    kind = "stopped" if level.mutant else "passed"
    yield f"{level.name:28} {len(results) - len(failed):4} {kind}, {len(failed):3} not; longest {longest:.0f} s"
    for name in sorted(failed):
        note = " (known)" if name in level.gets_through else ""
        yield f"{'':28} - {name}{note}"


def _is_bad(level: Level, results: dict[str, Result]) -> bool:
    """Whether a level fails: something got through; for a mutant, nothing did."""
    failed = _through(results)
    return bool(results) and (not failed if level.mutant else not failed <= level.gets_through)


if __name__ == "__main__":
    sys.exit(main())
