"""One request to an application, without a server: what a browser would have sent, and the answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

TOKEN, PORT = "the-token", 4711
OWN = f"http://127.0.0.1:{PORT}"
Answer = tuple[int, dict[str, str], bytes]


def asked(
    app: Any,
    method: str,
    path: str,
    *,
    query: str | None = None,
    headers: dict[str, str | None] | None = None,
    body: bytes = b"",
    more: Iterable[tuple[str, str]] = (),
) -> Answer:
    """The status, headers and body of an answer; a header of None is not sent."""
    usual: dict[str, str | None] = {"host": f"127.0.0.1:{PORT}"}
    if method == "POST":
        usual |= {"origin": OWN, "content-type": "application/json",
                  "content-length": str(len(body))}  # fmt: skip
    sent = {**usual, **(headers or {})}
    pairs = [*((k, v) for k, v in sent.items() if v is not None), *more]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": (f"token={TOKEN}" if query is None else query).encode(),
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in pairs],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", PORT),
    }
    said: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    asyncio.run(app(scope, receive, send))
    found = {k.decode().lower(): v.decode() for k, v in said[0]["headers"]}
    return said[0]["status"], found, b"".join(one.get("body", b"") for one in said[1:])


def get(app: Any, path: str, **told: str) -> Any:
    """What a call tells."""
    status, _, body = asked(app, "GET", f"/{path}", query=urlencode({"token": TOKEN, "by": "ann", **told}))  # fmt: skip
    assert 200 == status, body
    return json.loads(body)


def post(app: Any, path: str, **told: Any) -> tuple[int, Any]:
    """The status and the answer of a call that changes something."""
    status, _, body = asked(app, "POST", f"/{path}", body=json.dumps({"by": "ann", **told}).encode())  # fmt: skip
    return status, json.loads(body)
