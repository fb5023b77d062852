"""A browser on this machine is answered, and nobody else.

The server listens on the loopback address only, and every request must carry the token that was
printed when it began; the name it was asked by must be the loopback's own, so that no page from
elsewhere can talk to it by a name that points here.
"""

from __future__ import annotations

import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from grader.authoring.desk import desk, file_part
from grader.authoring.view import PARTS, Watched
from grader.outcome.errors import InputError
from grader.words.sentences import previews as sentences

if TYPE_CHECKING:
    from typing import Any

LOOPBACK = "127.0.0.1"
_ONLY_OURS = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; "
    "connect-src 'self'; script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'"
)


class Preview(ThreadingHTTPServer):
    """The server of one assignment; `address` is what one opens."""

    daemon_threads = True

    def __init__(self, watched: Watched, *, name: str, port: int = 0) -> None:
        self.watched, self.name = watched, name
        self.token = secrets.token_urlsafe(24)
        try:
            super().__init__((LOOPBACK, port), _Request)
        except (OSError, OverflowError) as error:
            raise InputError(sentences.port_taken(port, str(error))) from None

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/?token={self.token}"


class _Request(BaseHTTPRequestHandler):
    server: Preview
    timeout = 30  # seconds for a browser to say what it wants

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        token = parse_qs(asked.query).get("token", [""])[0]
        if not self._is_ours() or not secrets.compare_digest(
            token.encode("utf-8", "replace"), self.server.token.encode()
        ):
            self._send("text/plain", sentences.not_for_you(), HTTPStatus.FORBIDDEN)
            return
        part = asked.path.removeprefix("/")
        nonce = secrets.token_urlsafe(12)
        if part == "stamp":
            self._send("text/plain", self.server.watched.stamp())
            return
        view = self.server.watched.view()
        if part == "":
            page = desk(view, name=self.server.name, token=self.server.token, nonce=nonce)
            self._send("text/html", page, nonce=nonce)
        elif part == "file":
            self._send("text/html", file_part(view))
        elif part in PARTS:
            self._send("text/html", view.pages.get(part, sentences.no_page_yet()))
        else:
            self._send("text/plain", sentences.no_such_page(), HTTPStatus.NOT_FOUND)

    def _is_ours(self) -> bool:
        port = self.server.server_address[1]
        return self.headers.get("Host", "") in (f"{LOOPBACK}:{port}", f"localhost:{port}")

    def _send(
        self, kind: str, text: str, status: HTTPStatus = HTTPStatus.OK, *, nonce: str = ""
    ) -> None:
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", _ONLY_OURS.format(nonce=nonce))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class calls it so
        """Nobody reads a line a request."""
