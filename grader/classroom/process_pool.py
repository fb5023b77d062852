"""All cores at one class: each process keeps one clean process of its own for students' code.

A hand-in costs its own time and nobody else's.  The process that dies over one is replaced, what
waited behind it is graded by others, and the one it died over is tried once more, last and alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader.classroom.course import Course, Result
from grader.classroom.hand_in import HandIn
from grader.outcome.errors import GraderError, OwnFault
from grader.sandbox import WorkerPool, start_zygote
from grader.sandbox.away import away_from_strangers
from grader.words.sentences import batches as sentences
from reference.records import dataclass, field

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_AHEAD = 6  # hand-ins that wait for each process: enough to keep it busy, too few to need memory
_TRIES = 2
_UP = "up"
NOTHING = Result({}, {})


class Graded(NamedTuple):
    """One result and the seconds it took; a `fault` is ours, and there is no result then."""

    hand_in: HandIn
    result: Result
    seconds: float
    fault: str = ""


@dataclass
class _Hand:
    """One process, and what it was given and has not given back, in order."""

    process: BaseProcess
    pipe: Connection
    is_up: bool = False
    given: deque[HandIn] = field(default_factory=deque)

    def give(self, one: HandIn) -> bool:
        """Hand over one more; False where nobody takes it."""
        self.given.append(one)
        try:
            self.pipe.send(one)
        except OSError:
            return False
        return True


class _Crew:
    """The processes, and the hand-ins that none of them has yet."""

    def __init__(self, hand_ins: Iterable[HandIn], course: Course, root: Path, jobs: int) -> None:
        self.course, self.root = course, root
        self.rest = iter(hand_ins)
        self.again: deque[HandIn] = deque()
        self.suspects: deque[HandIn] = deque()
        self.deaths: dict[str, int] = {}
        self.hands = [self._hire() for _ in range(jobs)]

    def _hire(self) -> _Hand:
        context = multiprocessing.get_context("spawn")  # a fork would inherit our locks and threads
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work, args=(theirs, self.course, self.root, os.getpid()), daemon=False
        )
        with away_from_strangers():
            process.start()
        theirs.close()
        return _Hand(process, ours)

    def graded(self) -> Iterator[Graded]:
        """Every hand-in, in the order in which they are done."""
        while self._shared_out():
            for pipe in wait([hand.pipe for hand in self.hands if hand.given]):
                hand = next(one for one in self.hands if one.pipe is pipe)
                try:
                    answer = hand.pipe.recv()
                except (EOFError, OSError):
                    yield from self._replaced(hand)
                    continue
                if answer == _UP:
                    hand.is_up = True
                    continue
                result, seconds, fault = answer
                yield Graded(hand.given.popleft(), result, seconds, fault)

    def _shared_out(self) -> bool:
        """Give everybody enough to do; whether anything is being done."""
        for hand in self.hands:
            while len(hand.given) < _AHEAD and (one := self._next(hand)) is not None:
                if not hand.give(one):
                    break
        return any(hand.given for hand in self.hands)

    def _next(self, hand: _Hand) -> HandIn | None:
        if self.again:
            return self.again.popleft()
        one = next(self.rest, None)
        if one is None and self.suspects and not hand.given:
            return self.suspects.popleft()
        return one

    def _replaced(self, hand: _Hand) -> Iterator[Graded]:
        """Somebody new in the place of a process that is gone; not for one that never began."""
        if not hand.is_up:
            raise OwnFault(sentences.process_not_started())
        suspect = hand.given.popleft()
        self.again.extend(hand.given)
        self.deaths[suspect.id] = self.deaths.get(suspect.id, 0) + 1
        if self.deaths[suspect.id] < _TRIES:
            self.suspects.append(suspect)
        else:
            yield Graded(suspect, NOTHING, 0.0, sentences.process_died(suspect.id))
        hand.pipe.close()
        hand.process.kill()
        hand.process.join()
        self.hands[self.hands.index(hand)] = self._hire()

    def dismiss(self) -> None:
        """End everybody, at once."""
        for hand in self.hands:
            hand.pipe.close()
            hand.process.terminate()
        for hand in self.hands:
            hand.process.join()


def graded(
    hand_ins: Iterable[HandIn], course: Course, root: Path, *, jobs: int
) -> Iterator[Graded]:
    """Every hand-in graded, in the order in which they are done."""
    crew = _Crew(hand_ins, course, root, jobs)
    try:
        yield from crew.graded()
    finally:
        crew.dismiss()


def _work(pipe: Connection, course: Course, root: Path, parent: int) -> None:
    """What a process does: grade what comes, until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that keeps the results
    zygote = start_zygote()
    try:
        pipe.send(_UP)
        while os.getppid() == parent:
            one = pipe.recv()
            pipe.send(graded_here(one, course, root, zygote))
    except (EOFError, OSError):
        pass  # the one that keeps the results is gone
    finally:
        zygote.close()


def graded_here(
    hand_in: HandIn, course: Course, root: Path, zygote: WorkerPool
) -> tuple[Result, float, str]:
    """One hand-in graded in this process: its result, the seconds, and our fault if it is one."""
    began = time.monotonic()
    try:
        result, fault = course.result_of(hand_in, root, zygote), ""
    except GraderError as reason:
        result, fault = NOTHING, f"{hand_in.id}: {reason.sentence}"
    except Exception as crash:  # noqa: BLE001 - one hand-in must not cost all others their result
        result, fault = NOTHING, f"{hand_in.id}: {type(crash).__name__}: {crash}"
    return result, time.monotonic() - began, fault
