"""Messages between the grader and the process of the tests: plain values, arrays among them.

Both ends are ours, but what the student's functions return passes through; so the same strict form is
used as between grader and worker.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from grader.sandbox.codec import Encoder, Refusal
from grader.sandbox.decode import Bounds, Decoder
from grader.sandbox.frame import HEADER, MAX_JSON, frame, lengths, parse
from grader.sandbox.outcome import Kept

BOUNDS = Bounds(nodes=1_000_000, depth=64, elements=1 << 22, text=1 << 21)

Held = Callable[[str, "int | None"], object]


class Wire:
    """One end of a pair of pipes.  `held` makes something of results that stayed in the worker."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO, held: Held = Kept) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._held = held

    def send(self, message: list[object]) -> None:
        """Send one message; raise Refusal for a value that is no plain data, or too large."""
        encoder = Encoder(BOUNDS, Kept)
        text = f"[{encoder.write(message)}]"
        if len(text) > MAX_JSON:  # arrays do not count here: the encoder bounds them
            raise Refusal("value.too-large", "larger-message", MAX_JSON >> 20)
        self._outgoing.write(frame(text, encoder.block))
        self._outgoing.flush()

    def receive(self) -> list[object] | None:
        """The next message; None when the other end is gone.  Raise Violation for anything else."""
        header = self._incoming.read(HEADER)
        if len(header) < HEADER:
            return None
        body, block = lengths(header)
        text, numbers = self._incoming.read(body), self._incoming.read(block)
        if len(text) < body or len(numbers) < block:
            return None
        (tree,) = parse(text, most_tokens=4_000_000)
        message = Decoder(numbers, BOUNDS, self._held).read(tree)
        return message if isinstance(message, list) else None
