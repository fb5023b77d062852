"""The one door: whatever did not come from our own page, on this machine, with the token, ends here.

Loopback is no wall.  Any page in the browser can send requests to it, a name that was made to point
here makes them same-origin, and other users of the machine can connect.  So a request has to name
our host and port exactly, bear the token, and, where it changes something, come from our own origin
as JSON, which no form can send.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from grader.review.refused import Refused
from grader.words.sentences import reviews as sentences
from reference.records import dataclass

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 200_000  # bytes of a request: a remark has 10,000 characters
_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
NOTHING_ALLOWED = b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_POLICY = b"content-security-policy"


@dataclass(frozen=True)
class Gate:
    """An application behind the door; `methods` says which paths there are, and how they are asked."""

    app: ASGIApp
    port: int
    token: str
    methods: Mapping[str, str]

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names by which we may be called."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with the reason why not."""
        if scope["type"] != "http":
            return
        guarded = _with_headers(send)
        try:
            self.check(scope)
        except Refused as reason:
            await _answer(reason, guarded)
            return
        await self.app(scope, _bounded(receive), guarded)

    def check(self, scope: Mapping[str, Any]) -> None:
        """Raise Refused for a request that is not ours."""
        headers = _once(scope["headers"])
        host = headers.get("host", "")
        if host not in self.hosts:
            raise Refused(421, sentences.other_host())
        path = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
        if path not in self.methods:
            raise Refused(404, sentences.no_such_page())
        if scope["method"] != self.methods[path]:
            raise Refused(405, sentences.other_method())
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
        if len(given) != 1 or not secrets.compare_digest(
            given[0].encode("utf-8", "replace"), self.token.encode()
        ):
            raise Refused(403, sentences.no_token())
        self._check_origin(scope["method"], headers, f"http://{host}")
        if scope["method"] == "POST":
            _check_body(headers)

    def _check_origin(self, method: str, headers: Mapping[str, str], own: str) -> None:
        site = headers.get("sec-fetch-site", "same-origin")
        if site != "same-origin" and not (method == "GET" and site == "none"):
            raise Refused(403, sentences.other_origin())
        origin = headers.get("origin", "" if method == "POST" else own)
        if origin != own:
            raise Refused(403, sentences.other_origin())


def _once(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by name; one that comes twice is as good as a wrong one."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.decode("latin-1").lower()
        found[key] = f"{found[key]}, {value.decode('latin-1')}" if key in found else value.decode("latin-1")  # fmt: skip
    return found


def _check_body(headers: Mapping[str, str]) -> None:
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, sentences.no_json())
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or "transfer-encoding" in headers:
        raise Refused(411, sentences.no_length())
    if int(length[:12]) > LARGEST:
        raise Refused(413, sentences.too_large())


def _bounded(receive: Receive) -> Receive:
    """A body that ends where it must, whatever its header said."""
    left = LARGEST

    async def bounded() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise Refused(413, sentences.too_large())
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name.lower() for name, _ in message["headers"]}
            policy = () if _POLICY in names else ((_POLICY, NOTHING_ALLOWED),)
            message = {**message, "headers": [*message["headers"], *_HEADERS, *policy]}
        await send(message)

    return guarded


async def _answer(reason: Refused, send: Send) -> None:
    body = reason.sentence.encode()
    kind = (b"content-type", b"text/plain; charset=utf-8")
    length = (b"content-length", str(len(body)).encode())
    headers = [kind, length, (b"connection", b"close")]
    await send({"type": "http.response.start", "status": reason.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
