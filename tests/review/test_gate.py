"""Who is answered: our own page on this machine with the token, and nobody else."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("starlette", reason="the page needs the extra `review`")

from grader.review.app import METHODS, application
from grader.review.board import Board
from tests.review.asked import OWN, PORT, TOKEN, asked

SAVE = json.dumps({"by": "ann"}).encode()


@pytest.fixture(scope="module")
def app(class_once):
    return application(Board(class_once / "out"), port=PORT, token=TOKEN, by="ann")


@pytest.mark.parametrize(
    ("status", "method", "path", "how", "why"),
    [
        (200, "GET", "/", {}, "the page"),
        (200, "GET", "/desk", {}, "the questions"),
        (200, "GET", "/desk", {"headers": {"host": f"localhost:{PORT}"}}, "our other name"),
        (200, "GET", "/", {"headers": {"sec-fetch-site": "none"}}, "typed into the address bar"),
        (421, "GET", "/", {"headers": {"host": "elsewhere.example"}}, "a name made to point here"),
        (421, "GET", "/", {"headers": {"host": f"elsewhere.example:{PORT}"}}, "with our port"),
        (421, "GET", "/", {"headers": {"host": "127.0.0.1"}}, "no port"),
        (421, "GET", "/", {"headers": {"host": "127.0.0.1:80"}}, "another port"),
        (421, "GET", "/", {"headers": {"host": f"127.0.0.1:{PORT}."}}, "nearly ours"),
        (421, "GET", "/", {"headers": {"host": f"127.0.0.1:{PORT}@elsewhere.example"}}, "a user in it"),
        (421, "GET", "/", {"headers": {"host": None}}, "no host at all"),
        (421, "GET", "/", {"more": [("host", "elsewhere.example")]}, "two hosts"),
        (403, "GET", "/", {"query": ""}, "no token"),
        (403, "GET", "/", {"query": "token="}, "an empty token"),
        (403, "GET", "/", {"query": f"token={TOKEN}x"}, "another token"),
        (403, "GET", "/", {"query": f"token={TOKEN}&token={TOKEN}"}, "two of them"),
        (403, "GET", "/", {"query": "token=%FF%00"}, "no text at all"),
        (403, "GET", "/question", {"query": "answer=reason"}, "a call without a token"),
        (403, "POST", "/save", {"query": "", "body": SAVE}, "a save without a token"),
        (403, "GET", "/desk", {"headers": {"origin": "http://elsewhere.example"}}, "another origin"),
        (403, "GET", "/desk", {"headers": {"sec-fetch-site": "cross-site"}}, "another site"),
        (403, "GET", "/desk", {"headers": {"sec-fetch-site": "same-site"}}, "another port of this machine"),
        (403, "POST", "/save", {"body": SAVE, "headers": {"origin": "http://elsewhere.example"}}, "another origin"),
        (403, "POST", "/save", {"body": SAVE, "headers": {"origin": "null"}}, "a sandboxed frame"),
        (403, "POST", "/save", {"body": SAVE, "headers": {"origin": None}}, "no origin"),
        (403, "POST", "/save", {"body": SAVE, "headers": {"origin": OWN.replace("http", "https")}}, "another scheme"),
        (403, "POST", "/save", {"body": SAVE, "headers": {"origin": "http://127.0.0.1:80"}}, "another port"),
        (403, "POST", "/save", {"body": SAVE, "headers": {"origin": f"http://localhost:{PORT}"}}, "our other name"),
        (403, "POST", "/save", {"body": SAVE, "headers": {"sec-fetch-site": "none"}}, "no page sent it"),
        (405, "POST", "/", {"body": SAVE}, "the page is not sent anything"),
        (405, "GET", "/save", {}, "nothing is saved by a link"),
        (405, "OPTIONS", "/save", {}, "no other page asks beforehand"),
        (405, "HEAD", "/", {}, "no other method"),
        (405, "DELETE", "/save", {}, "no other method"),
        (404, "GET", "/../marks.csv", {}, "no way up"),
        (404, "GET", "/%2e%2e/marks.csv", {}, "no way up, in disguise"),
        (404, "GET", "/..%2fmarks.csv", {}, "nor so"),
        (404, "GET", "//desk", {}, "one slash"),
        (404, "GET", "/desk/", {}, "no slash at the end"),
        (404, "GET", "/Desk", {}, "as it is spelled"),
        (404, "GET", "/marks.csv", {}, "no file is served"),
        (404, "GET", "/etc/passwd", {}, "none"),
        (411, "POST", "/save", {"body": SAVE, "headers": {"content-length": None}}, "no length"),
        (411, "POST", "/save", {"body": SAVE, "headers": {"content-length": "-1"}}, "a wrong one"),
        (413, "POST", "/save", {"body": b" " * 200_001}, "a large body"),
        (413, "POST", "/save", {"body": b" " * 300_000, "headers": {"content-length": "2"}}, "larger than it says"),
        (415, "POST", "/save", {"body": SAVE, "headers": {"content-type": "text/plain"}}, "what a form can send"),
        (415, "POST", "/save", {"body": SAVE, "headers": {"content-type": None}}, "of no kind"),
        (400, "POST", "/save", {"body": b"{"}, "no JSON"),
        (400, "POST", "/save", {"body": b"[]"}, "no object"),
        (400, "POST", "/save", {"body": b"[" * 100_000}, "a deep one"),
        (422, "POST", "/save", {"body": SAVE}, "no boxes"),
        (422, "GET", "/question", {"query": f"token={TOKEN}&answer=reason"}, "nobody marks"),
        (404, "GET", "/question", {"query": f"token={TOKEN}&by=ann&answer=../x"}, "no such answer"),
    ],
)  # fmt: skip
def test_only_our_own_page_is_answered(status, method, path, how, why, app):
    assert status == asked(app, method, path, **how)[0], why


def test_every_answer_forbids_what_is_not_needed(app):
    for path, how in (("/", {}), ("/desk", {}), ("/nothing", {}), ("/", {"query": ""})):
        _, headers, _ = asked(app, "GET", path, **how)
        assert "no-store" == headers["cache-control"]
        assert "no-referrer" == headers["referrer-policy"]
        assert "nosniff" == headers["x-content-type-options"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert not [name for name in headers if name.startswith("access-control")]


def test_the_page_loads_nothing_and_runs_its_own_script_alone(app):
    _, headers, body = asked(app, "GET", "/")
    page, policy = body.decode(), headers["content-security-policy"]
    nonce = policy.partition("script-src 'nonce-")[2].partition("'")[0]
    assert 20 < len(nonce)
    assert 1 == page.count(f'<script nonce="{nonce}">') == page.count("<script")
    assert 1 == page.count(f'<style nonce="{nonce}">') == page.count("<style")
    assert [] == [word for word in ("http://", "https://", " src=", " href=", "style=", "innerHTML", "[[")
                  if word in page]  # fmt: skip
    assert "unsafe" not in policy
    assert nonce not in asked(app, "GET", "/")[1]["content-security-policy"], "once only"


def test_whoever_marks_is_a_text_in_the_page(class_once):
    board = Board(class_once / "out")
    app = application(board, port=PORT, token=TOKEN, by='"><script>alert(1)</script>')
    assert b"<script>alert" not in asked(app, "GET", "/")[2]


def test_every_path_has_one_way_to_be_asked():
    assert {"GET", "POST"} == set(METHODS.values())
