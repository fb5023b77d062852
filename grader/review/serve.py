"""The server of a review: bound to the loopback address, before anybody is told where it is."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

import uvicorn

from grader.outcome.errors import InputError
from grader.review.app import application
from grader.review.board import Board
from grader.review.suggest import Suggester
from grader.words.sentences import reviews as sentences
from reference.records import dataclass, field

LOOPBACK = "127.0.0.1"


@dataclass
class Review:
    """A review of OUT that can be served; `address` is what one opens."""

    out: Path
    by: str
    port: int = 0
    suggest: str | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def __post_init__(self) -> None:
        suggester = Suggester(self.suggest, self.out) if self.suggest else None
        self.board = Board(self.out)
        self.socket = _bound(self.port)
        self.port = self.socket.getsockname()[1]
        gate = application(
            self.board, port=self.port, token=self.token, by=self.by, suggester=suggester
        )
        config = uvicorn.Config(
            gate, log_level="critical", lifespan="off", ws="none", server_header=False,
            date_header=False, proxy_headers=False, timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=16_384, http="h11", loop="asyncio",
        )  # fmt: skip
        self.server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"

    def run(self) -> None:
        """Serve until Ctrl-C, or until `server.should_exit`."""
        self.server.run(sockets=[self.socket])

    def close(self) -> None:
        """Let go of the port."""
        self.socket.close()


def _bound(port: int) -> socket.socket:
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.bind((LOOPBACK, port))
        own.listen(64)  # whoever is told the address may come at once
    except (OSError, OverflowError) as error:
        own.close()
        raise InputError(sentences.port_taken(port, str(error))) from None
    return own
