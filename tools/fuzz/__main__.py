"""`make fuzz`: ten minutes of damaged files for each kind; every case that ended badly is kept."""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import FrameType

from tools.fuzz.mutate import mutated
from tools.fuzz.targets import Feed, Target, targets

LONGEST = 15  # seconds of processor time for one file, for the machine may be busy otherwise
MORE = 1.5  # or so many times what the heaviest undamaged file takes on this machine
MOST_KEPT = 20


class TooSlow(BaseException):
    """A file took longer than anybody waits; nothing of ours shall take it for a fault of the file."""


def main() -> int:
    """Damage, feed, and count; 0 if every file ended in a sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--target", action="append")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    arguments = parser.parse_args()
    signal.signal(signal.SIGPROF, _too_slow)
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    bad = 0
    for target in targets():
        if not arguments.target or target.name in arguments.target:
            bad += _feed(target, arguments.seconds, arguments.seed, kept)
    print(
        f"seed {arguments.seed}; what ended badly lies in {kept}"
        if bad
        else f"seed {arguments.seed}"
    )
    return min(bad, 1)


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TooSlow


def _feed(target: Target, seconds: float, seed: int, kept: Path) -> int:
    chance = random.Random(f"{seed} {target.name}")  # noqa: S311  # damage, no secret
    count = bad = 0
    slowest = 0.0
    with target.opened() as feed:
        longest = _longest(target, feed)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            data = mutated(target.seeds, chance)
            began = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, longest)
            try:
                feed(data)
            except BaseException as fault:  # that is what is looked for
                if isinstance(fault, KeyboardInterrupt):
                    raise
                bad += 1
                if bad <= MOST_KEPT:
                    (kept / f"{target.name}-{bad}").write_bytes(data)
                    print(
                        f"  {target.name}-{bad}: {''.join(traceback.format_exception(fault))[-900:]}"
                    )
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            count += 1
            slowest = max(slowest, time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{target.name}: {count} files, {bad} ended badly, slowest {slowest:.1f} s of a processor"
        f" ({longest:.0f} allowed), {memory} MB",
        flush=True,
    )
    return bad


def _longest(target: Target, feed: Feed) -> float:
    """How long a damaged file may take: not much longer than the heaviest that is whole."""
    if target.heaviest is None:
        return LONGEST
    began = time.process_time()
    feed(target.heaviest)
    return max(LONGEST, MORE * (time.process_time() - began))


if __name__ == "__main__":
    sys.exit(main())
