"""A worker's pipes where pipes cannot be polled (Windows): a thread reads each of them.

It keeps the promises of `channel`: deadlines, limits, no belief in lengths.  Two threads cannot see
what came first, so that the worker marks in its output where each answer was given; who forges such a
mark only muddles which answer the own output belongs to.
"""

from __future__ import annotations

import queue
import threading
import time
from contextlib import suppress
from typing import IO

from grader.sandbox.channel import PIECE, Reply, Silence
from grader.sandbox.frame import (
    END_OF_OUTPUT,
    HEADER,
    Violation,
    is_word_of_progress,
    lengths,
    parse,
)
from grader.sandbox.message import say

PATIENCE = 2.0  # seconds for a thread of ours to take what is in the pipe already


class ThreadedChannel:
    """The grader's ends of the three pipes of a process."""

    def __init__(
        self, requests: IO[bytes], replies: IO[bytes], output: IO[bytes], limit: int
    ) -> None:
        self.limit = limit
        self.at: list[object] = []  # how far the worker said it has come
        self._requests = requests
        self._printed = bytearray()
        self._cut = False
        self._lock = threading.Lock()
        self._marks = threading.Semaphore(0)
        self._marked = True
        self._arrived: queue.Queue[Reply | Silence] = queue.Queue(maxsize=4)
        threading.Thread(target=self._read_replies, args=(replies,), daemon=True).start()
        self._reader = threading.Thread(target=self._read_output, args=(output,), daemon=True)
        self._reader.start()

    def close(self) -> None:
        """Stop sending.  The threads end with the process."""
        with suppress(OSError):  # what was still to be sent has no reader any more
            self._requests.close()

    def text(self) -> str:
        """What was printed since the last request, with a note if it was cut."""
        with self._lock:
            text = self._printed.decode("utf-8", "replace")[: self.limit]
            return f"{text}\n[... more was printed]" if self._cut else text

    def exchange(self, message: bytes, deadline: float) -> Reply | Silence:
        """Send a message and wait for the one that comes back."""
        with self._lock:
            self._printed.clear()
            self._cut = False
        if not self._arrived.empty():
            return Silence("garbled", say("reply-too-early"))
        self._send(message)
        return self.rest(deadline)

    def greeting(self, message: bytes, deadline: float) -> Reply | Silence:
        """Send the first message, and wait for the word that the worker is up."""
        self._send(message)
        return self._next(deadline)

    def rest(self, deadline: float) -> Reply | Silence:
        """The next message that comes, once all that was printed before it has come, too."""
        reply = self._next(deadline)
        if isinstance(reply, Reply):
            # a worker that closed its output writes no marks any more: wait for that once only
            self._marked = self._marked and self._marks.acquire(timeout=PATIENCE)
        elif reply.why == "ended":
            self._reader.join(PATIENCE)
        return reply

    def _next(self, deadline: float) -> Reply | Silence:
        try:
            return self._arrived.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return Silence("late")

    def _send(self, message: bytes) -> None:
        # a worker that does not read must not stop us: a thread may wait for it
        threading.Thread(target=self._write, args=(message,), daemon=True).start()

    def _write(self, message: bytes) -> None:
        try:
            self._requests.write(message)
            self._requests.flush()
        except (OSError, ValueError):
            pass  # it reads no more: the end of the other pipe says so

    def _read_replies(self, pipe: IO[bytes]) -> None:
        try:
            while True:
                body, block = lengths(_exactly(pipe, HEADER))
                data = _exactly(pipe, body + block)
                items = parse(data[:body])
                if is_word_of_progress(items):
                    self.at = items
                else:
                    self._arrived.put(Reply(items, data[body:]))
        except Violation as error:
            self._arrived.put(Silence("garbled", error.said))
        except (EOFError, OSError, ValueError):
            self._arrived.put(Silence("ended"))

    def _read_output(self, pipe: IO[bytes]) -> None:
        held = b""  # what may be the beginning of a mark
        try:
            while piece := pipe.read1(PIECE):  # type: ignore[attr-defined]  # a BufferedReader
                *ended, last = (held + piece).split(END_OF_OUTPUT)
                for part in ended:
                    self._keep(part)
                    self._marks.release()
                held = _beginning(last)
                self._keep(last[: len(last) - len(held)])
        except (OSError, ValueError):
            pass  # closed with the process
        self._keep(held)

    def _keep(self, piece: bytes) -> None:
        """Add to what was printed, up to the limit."""
        with self._lock:
            room = max(0, 4 * self.limit - len(self._printed))
            self._printed += piece[:room]
            self._cut = self._cut or len(piece) > room


def _beginning(piece: bytes) -> bytes:
    """The end of a piece that the rest of a mark may follow."""
    for size in range(len(END_OF_OUTPUT) - 1, 0, -1):
        if piece.endswith(END_OF_OUTPUT[:size]):
            return piece[-size:]
    return b""


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data
