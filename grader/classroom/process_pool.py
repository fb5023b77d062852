"""All cores at one class: each process keeps one clean process of its own for students' code.

A hand-in costs its own time and nobody else's.  The process that dies over one is replaced, what
waited behind it is graded by others, and the one it died over is tried once more, last and alone.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from grader.classroom.course import Course, Result
from grader.classroom.hand_in import HandIn
from grader.classroom.in_one_pass import can_be_in_one_pass, results_of
from grader.outcome.errors import GraderError, OwnFault
from grader.sandbox import WorkerPool
from grader.sandbox.away import away_from_strangers
from grader.sandbox.early_fork import can_fork
from grader.sandbox.kernel import close_all_but, die_with_parent
from grader.sandbox.start import ZygoteWhenNeeded
from grader.words.sentences import batches as sentences
from reference.records import dataclass, field

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_AHEAD = 6  # hand-ins that wait for each process: enough to keep it busy, too few to wait long
_TOGETHER = 32  # and of those that take no time, as many as are graded in one pass
_A_MOMENT = 2.0  # seconds for which hand-ins are gathered, and for which they wait behind others
_TRIES = 2
_STARTS = 3  # processes one after the other that end before they begin: more will not, either
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
    is_gone: bool = False
    seconds: float = _A_MOMENT
    given: deque[HandIn] = field(default_factory=deque)

    def has_come_up(self) -> bool:
        """Whether it ever began, as it said when it did."""
        with suppress(EOFError, OSError):
            self.is_up = self.is_up or (self.pipe.poll() and self.pipe.recv() == _UP)
        return self.is_up

    def give(self, one: HandIn) -> bool:
        """Hand over one more; False where nobody takes it."""
        try:
            self.pipe.send(one)
        except OSError:
            self.is_gone = True
            return False
        self.given.append(one)
        return True

    @property
    def room(self) -> int:
        """How many more it may be given: a moment's work; who is gone takes nothing more."""
        ahead = max(_AHEAD, min(2 * _TOGETHER, int(_A_MOMENT / (self.seconds or _A_MOMENT))))
        return 0 if self.is_gone else ahead - len(self.given)


class _Crew:
    """The processes, and the hand-ins that none of them has yet."""

    def __init__(self, hand_ins: Iterable[HandIn], course: Course, root: Path, jobs: int) -> None:
        self.course, self.root = course, root
        self.together = _TOGETHER if can_be_in_one_pass(course) else 1
        self.rest = iter(hand_ins)
        self.again: deque[HandIn] = deque()
        self.suspects: deque[HandIn] = deque()
        self.deaths: dict[str, int] = {}
        self.stillborn = 0
        self.hands = [self._hire() for _ in range(jobs)]

    def _hire(self) -> _Hand:
        """One more process: a fork, which has all in memory that we have, or else a new Python."""
        forks = can_fork()
        ours, theirs = multiprocessing.Pipe()
        given = (theirs, self.course, self.root, os.getpid(), self.together)
        process: BaseProcess
        if forks:
            process = multiprocessing.get_context("fork").Process(target=_fork_at_work, args=given)
        else:
            process = multiprocessing.get_context("spawn").Process(target=_work, args=given)
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
                result, hand.seconds, fault = answer
                yield Graded(hand.given.popleft(), result, hand.seconds, fault)

    def _shared_out(self) -> bool:
        """Give everybody enough to do; whether anything is being done."""
        while (hand := max(self.hands, key=lambda one: one.room)).room > 0:
            one = self._next(hand)
            if one is None:
                break
            if hand.give(one):
                continue
            self.again.appendleft(one)
            if not hand.given:  # it ended over nobody's work
                self._replace(hand)
        return any(hand.given for hand in self.hands)

    def _next(self, hand: _Hand) -> HandIn | None:
        if self.again:
            return self.again.popleft()
        one = next(self.rest, None)
        if one is None and self.suspects and not hand.given:
            return self.suspects.popleft()
        return one

    def _replaced(self, hand: _Hand) -> Iterator[Graded]:
        """Somebody new in the place of a process that is gone, and what becomes of what it had."""
        for _ in range(min(self.together, len(hand.given)) if hand.has_come_up() else 0):
            yield from self._suspected(hand.given.popleft())
        self.again.extend(hand.given)
        self._replace(hand)

    def _suspected(self, suspect: HandIn) -> Iterator[Graded]:
        """What becomes of a hand-in that a process died over."""
        self.deaths[suspect.id] = self.deaths.get(suspect.id, 0) + 1
        if self.deaths[suspect.id] < _TRIES:
            self.suspects.append(suspect)
        else:
            yield Graded(suspect, NOTHING, 0.0, sentences.process_died(suspect.id))

    def _replace(self, hand: _Hand) -> None:
        """Hire somebody in the place of a process that is gone, as long as any of them begins."""
        self.stillborn = 0 if hand.has_come_up() else self.stillborn + 1
        if self.stillborn == _STARTS:
            raise OwnFault(sentences.process_not_started())
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


def _fork_at_work(pipe: Connection, course: Course, root: Path, parent: int, together: int) -> None:
    """The same in a fork: what our parent has open is not ours."""
    die_with_parent(parent)
    close_all_but({pipe.fileno()})
    gc.freeze()  # what we were born with is no garbage
    gc.enable()  # a command that lives for a moment does without
    _work(pipe, course, root, parent, together)


def _work(pipe: Connection, course: Course, root: Path, parent: int, together: int) -> None:
    """What a process does: grade what comes, until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that keeps the results
    # a new Python, though we could fork one: what is forked from a small process costs less
    with ZygoteWhenNeeded() as zygote, suppress(EOFError, OSError):
        pipe.send(_UP)
        while os.getppid() == parent:  # else the one that keeps the results is gone
            waiting = _waiting(pipe, pipe.recv(), together)
            for answer in graded_together(waiting, course, root, zygote):
                pipe.send(answer)


def _waiting(pipe: Connection, first: HandIn, most: int) -> Iterator[HandIn]:
    """What waits behind a hand-in, until a moment has passed."""
    began = time.monotonic()
    yield first
    with suppress(EOFError, OSError):
        for _ in range(most - 1):
            if time.monotonic() - began > _A_MOMENT or not pipe.poll():
                break
            yield pipe.recv()


def graded_together(
    hand_ins: Iterable[HandIn], course: Course, root: Path, zygote: WorkerPool
) -> list[tuple[Result, float, str]]:
    """A few graded in one pass; where that fails, each alone, which says whose it is."""
    taken: list[HandIn] = []
    if can_be_in_one_pass(course):
        noted = _noted(hand_ins, taken)
        with suppress(Exception):
            return [(r, seconds, "") for r, seconds in results_of(course, noted, root, zygote)]
    else:
        taken.extend(hand_ins)
    return [graded_here(one, course, root, zygote) for one in taken]


def _noted(hand_ins: Iterable[HandIn], taken: list[HandIn]) -> Iterator[HandIn]:
    for one in hand_ins:
        taken.append(one)
        yield one


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
