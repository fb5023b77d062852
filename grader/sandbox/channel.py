"""The grader's end of a worker's pipes: one message out, one message back, before a deadline.

The worker may stop reading, stop writing, write rubbish, print without end or die.  Nothing
here waits for it longer than the deadline, keeps more than the limits, or believes a length.
"""

from __future__ import annotations

import os
import select
import time
from typing import NamedTuple

from grader.sandbox.frame import HEADER, Violation, is_word_of_progress, lengths, parse
from grader.sandbox.message import Message

PIECE = 1 << 18


class Reply(NamedTuple):
    """A message that is well formed; what it claims is another matter."""

    items: list[object]
    block: bytes


class Silence(NamedTuple):
    """No message: `why` is "ended", "late" or "garbled", and `said` what was wrong with it then."""

    why: str
    said: Message = ()


class Channel:
    """Three pipes to one worker, and the handle that becomes readable when it ends."""

    def __init__(self, requests: int, replies: int, output: int, pid: int, limit: int) -> None:
        self.requests, self.replies, self.output = requests, replies, output
        self.limit = limit
        self.printed = bytearray()
        self.cut = False
        self.at: list[object] = []  # how far the worker said it has come
        self._incoming = bytearray()
        self._outgoing = memoryview(b"")
        try:
            self._end = os.pidfd_open(pid)
        except (AttributeError, OSError):
            self._end = -1  # an old kernel: then the end of the pipe has to do
        for handle in (requests, replies, output):
            os.set_blocking(handle, False)

    def close(self) -> None:
        """Close our ends."""
        for handle in (self.requests, self.replies, self.output, self._end):
            if handle >= 0:
                os.close(handle)
        self.requests = self.replies = self.output = self._end = -1

    def text(self) -> str:
        """What was printed since the last request, with a note if it was cut."""
        text = self.printed.decode("utf-8", "replace")[: self.limit]
        return f"{text}\n[... more was printed]" if self.cut else text

    def exchange(self, message: bytes, deadline: float) -> Reply | Silence:
        """Send a message and wait for the one that comes back."""
        self.printed.clear()
        self.cut = False
        return self._wait(memoryview(message), deadline, alone=True)

    def greeting(self, message: bytes, deadline: float) -> Reply | Silence:
        """Send the first message before the worker is up, and wait for its word that it is.

        The answer to the message may follow at once: `rest` waits for it.
        """
        self._outgoing = memoryview(message)
        return self._wait(self._outgoing, deadline, alone=False)

    def rest(self, deadline: float) -> Reply | Silence:
        """The answer to the message that was sent with the greeting."""
        return self._wait(self._outgoing, deadline, alone=True)

    def _wait(  # noqa: C901, PLR0912  # the one place where everything may happen at once
        self, outgoing: memoryview, deadline: float, *, alone: bool
    ) -> Reply | Silence:
        if outgoing:
            outgoing = self._send(outgoing)
        poll = select.poll()
        poll.register(self.replies, select.POLLIN)
        poll.register(self.output, select.POLLIN)
        if outgoing:
            poll.register(self.requests, select.POLLOUT)
        if self._end >= 0:
            poll.register(self._end, select.POLLIN)
        try:
            if self._incoming and (reply := self._complete(alone)):
                return reply
            while True:
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    self._outgoing = outgoing
                    return Silence("late")
                ready = dict(poll.poll(remaining * 1000))
                if self.output in ready and not self._drain():
                    poll.unregister(self.output)
                if self.requests in ready and outgoing:
                    outgoing = self._send(outgoing)
                    if not outgoing:
                        poll.unregister(self.requests)
                if self.replies in ready:
                    open_still = self._receive()
                    if reply := self._complete(alone):
                        self._outgoing = outgoing
                        self._drain_rest()
                        return reply
                    if not open_still:
                        self._drain_rest()
                        return Silence("ended")
                elif self._end in ready:  # dead, and nothing left in its pipe
                    self._drain_rest()
                    return Silence("ended")
        except Violation as error:
            return Silence("garbled", error.said)

    def _send(self, data: memoryview) -> memoryview:
        try:
            return data[os.write(self.requests, data[:PIECE]) :]
        except BlockingIOError:
            return data
        except OSError:  # nobody reads any more: the end of the other pipe will say so
            return data[:0]

    def _receive(self) -> bool:
        """Take what has come; whether there may be more."""
        try:
            piece = os.read(self.replies, PIECE)
        except BlockingIOError:
            return True
        self._incoming += piece
        return bool(piece)

    def _complete(self, alone: bool) -> Reply | None:
        """The message that has come, if all of it has.  After one that is `alone` nothing may come."""
        while len(self._incoming) >= HEADER:
            body, block = lengths(bytes(self._incoming[:HEADER]))
            end = HEADER + body + block
            if len(self._incoming) < end:
                return None
            data = bytes(self._incoming[:end])
            del self._incoming[:end]
            items = parse(data[HEADER : HEADER + body])
            if is_word_of_progress(items):
                self.at = items
                continue
            if alone and self._incoming:
                raise Violation("several-replies")
            return Reply(items, data[HEADER + body :])
        return None

    def _drain(self) -> bool:
        """Take printed text; keep it up to the limit.  Whether there may be more."""
        try:
            piece = os.read(self.output, PIECE)
        except BlockingIOError:
            return True
        room = 4 * self.limit - len(self.printed)  # a character has at most four bytes
        self.printed += piece[: max(0, room)]
        self.cut = self.cut or len(piece) > room
        return bool(piece)

    def _drain_rest(self) -> None:
        """Take what was printed before the answer; only so much, as threads may go on for ever."""
        for _ in range(16):
            before = len(self.printed)
            if not self._drain() or len(self.printed) == before:
                return
