"""A worker that was ordered from a zygote: what it may use, and the pipes that lead to it."""

from __future__ import annotations

import json
import os
import select
import socket

from grader.sandbox.layers import Bounds


class Order:
    """Sent at once, and answered by the zygote with the worker's number when it is forked.

    An OSError means that there is no zygote any more.
    """

    def __init__(
        self, control: socket.socket, bounds: Bounds, folder: str | None, modules: list[str]
    ) -> None:
        self.bounds = bounds
        self.pid = 0  # until the zygote has said it
        pipes = [os.pipe() for _ in range(3)]
        (request_end, requests), (replies, reply_end), (output, output_end) = pipes
        self.pipes = (requests, replies, output)
        theirs = [request_end, reply_end, output_end]
        try:
            socket.send_fds(
                control, [json.dumps(["fork", *bounds, folder, modules]).encode()], theirs
            )
        except OSError:
            self.close()
            raise
        finally:
            for handle in theirs:
                os.close(handle)

    def has_ended(self) -> bool:
        """Whether the worker is gone before anything was asked of it."""
        try:
            handle = os.pidfd_open(self.pid)
        except (AttributeError, OSError):
            return False  # an old kernel: then the first question will show it
        try:
            poll = select.poll()
            poll.register(handle, select.POLLIN)
            return bool(poll.poll(0))
        finally:
            os.close(handle)

    def close(self) -> None:
        """Close our ends of the pipes; the worker ends at the end of its requests."""
        for handle in self.pipes:
            os.close(handle)
