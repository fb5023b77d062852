"""A review that runs, and requests that no browser of ours would send."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the page needs the extra `review`")
pytest.importorskip("uvicorn", reason="the page needs the extra `review`")

from grader.review.serve import Review
from tests.review.served import served


def sent(review: Review, head: str, body: bytes = b"") -> tuple[int, bytes]:
    """The status and the body of an answer to what is sent just so; 0 if the line is cut."""
    said = b""
    with socket.create_connection(("127.0.0.1", review.port), timeout=30) as line:
        try:
            line.sendall(head.encode() + body)
            while piece := line.recv(65_536):
                said += piece
        except ConnectionError:
            pass  # it was answered before all was sent, or cut
    return int(said.split()[1]) if said else 0, said.partition(b"\r\n\r\n")[2]


def request(review: Review, line: str, *headers: str, host: str = "") -> str:
    """A request whose line may hold @ for the token."""
    own = host or f"127.0.0.1:{review.port}"
    said = [f"{line} HTTP/1.1".replace("@", f"token={review.token}&by=ann"), f"Host: {own}"]
    return "\r\n".join([*said, *headers, "Connection: close", "", ""])


def saving(review: Review, body: bytes, *more: str, origin: str = "") -> tuple[int, bytes]:
    """What comes of a save with this body."""
    ours = origin or f"http://127.0.0.1:{review.port}"
    kind = ("Content-Type: application/json", f"Content-Length: {len(body)}", f"Origin: {ours}")
    return sent(review, request(review, "POST /save?@", *kind, *more), body)


def test_a_review_that_runs_answers_its_own_page_alone(out: Path) -> None:
    with served(out) as review:
        before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        get = {
            200: ["/desk?@"],
            403: ["/desk", "/desk?token=x", "/desk?@&token=x"],
            404: [
                "/../marks.csv?@",
                "/%2e%2e/%2e%2e/etc/passwd?@",
                "/..%2fmarks.csv?@",
                "//desk?@",
            ],
            405: ["/save?@"],
        }
        for status, lines in get.items():
            for line in lines:
                assert status == sent(review, request(review, f"GET {line}"))[0], line
        for host in ("e.example", f"e.example:{review.port}", "127.0.0.1", f"127.1:{review.port}"):
            assert 421 == sent(review, request(review, "GET /desk?@", host=host))[0], host
        assert sent(review, request(review, "GET /desk?@", "Host: e.example"))[0] in (400, 421)
        assert 403 == saving(review, b"{}", origin="http://e.example")[0]
        assert 403 == saving(review, b"{}", origin="null")[0]
        assert saving(review, b" " * 5_000_000)[0] in (0, 413)
        assert 400 == saving(review, b"[" * 100_000)[0]
        assert saving(review, b"5\r\n{}   \r\n0\r\n\r\n", "Transfer-Encoding: chunked")[0] == 411
        assert sent(review, "\x16\x03\x01\x02\r\n\r\n")[0] in (0, 400)
        after = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert before == after


def test_of_saves_at_once_of_one_text_one_counts_and_all_others_are_told(out: Path) -> None:
    with served(out) as review:
        asked = request(review, "GET /question?@&answer=reason")
        card = json.loads(sent(review, asked)[1])["cards"][0]
        told = {"answer": "reason", "id": card["id"], "revision": card["revision"], "boxes": []}
        found: list[int] = []

        def save(number: int) -> None:
            row = {**told, "by": f"p{number}", "points": "1", "remark": f"r{number}"}
            found.append(saving(review, json.dumps(row).encode())[0])

        threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [200, *[409] * 7] == sorted(found)
