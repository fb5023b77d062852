"""The pages and calls of a review, as an application of Starlette behind its gate.

Starlette and uvicorn: typed, kept by one team, seven small packages in all, and a gate is a plain
function before everything.  There is one page, and calls that take and give JSON.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from grader.outcome.errors import GraderError
from grader.review.board import Board
from grader.review.gate import Gate
from grader.review.marking import Given
from grader.review.page import page
from grader.review.refused import Refused
from grader.review.suggest import Suggester, agreement_with_staff
from grader.words.sentences import reviews as sentences

if TYPE_CHECKING:
    from starlette.types import ASGIApp

Asked = Mapping[str, Any]
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class Calls:
    """What the page may ask, each by a method whose name is its path."""

    def __init__(self, board: Board, suggester: Suggester | None) -> None:
        self.board, self.suggester = board, suggester

    def desk(self, _asked: Asked) -> object:
        """The questions."""
        return {**self.board.desk(), "suggests": self.suggester is not None}

    def question(self, asked: Asked) -> object:
        """The texts of one."""
        name, second = _text(asked, "answer"), _flag(asked, "second")
        told = self.board.question(name, _who(asked), second=second)
        if self.suggester is not None:
            told["with_suggestions"] = agreement_with_staff(self.board, self.suggester, name)
        return told

    def text(self, asked: Asked) -> object:
        """One text."""
        names, second = _flag(asked, "names"), _flag(asked, "second")
        where = _text(asked, "answer"), _text(asked, "id"), _who(asked)
        return self.board.text(*where, names=names, second=second)

    def suggestion(self, asked: Asked) -> object:
        """What a program proposes for it."""
        if self.suggester is None:
            return None
        return self.suggester.proposal(self.board, _text(asked, "answer"), _text(asked, "id"))

    def save(self, asked: Asked) -> object:
        """A mark."""
        boxes = asked.get("boxes")
        if not isinstance(boxes, list) or not all(isinstance(one, str) for one in boxes):
            raise Refused(422, sentences.not_understood("boxes"))
        given = Given(
            boxes=tuple(boxes),
            points=_text(asked, "points"),
            remark=_text(asked, "remark"),
            by=_who(asked),
            second=_flag(asked, "second"),
        )
        where = _text(asked, "answer"), _text(asked, "id"), _text(asked, "revision")
        return self.board.save(*where, given)

    def undo(self, asked: Asked) -> object:
        """The last change taken back."""
        return self.board.undo(_who(asked))

    def join(self, asked: Asked) -> object:
        """Texts put together."""
        return self.board.join(_text(asked, "answer"), _texts(asked, "ids"))

    def part(self, asked: Asked) -> object:
        """A group taken apart."""
        return self.board.part(_text(asked, "answer"), _text(asked, "id"))

    def deal(self, asked: Asked) -> object:
        """Texts dealt out."""
        people = [_cleaned(one) for one in _texts(asked, "people")]
        return self.board.deal(_text(asked, "answer"), people, second=_flag(asked, "second"))


READS = ("desk", "question", "text", "suggestion")
CHANGES = ("save", "undo", "join", "part", "deal")
METHODS = {"/": "GET", **{f"/{name}": "GET" for name in READS}, **{f"/{name}": "POST" for name in CHANGES}}  # fmt: skip


def application(
    board: Board, *, port: int, token: str, by: str, suggester: Suggester | None = None
) -> Gate:
    """The whole of it; `by` is who marks, unless the page says another name."""
    calls = Calls(board, suggester)

    def show(_request: Request) -> Response:
        nonce = secrets.token_urlsafe(16)
        policy = {"content-security-policy": _POLICY.format(nonce=nonce)}
        return HTMLResponse(page(nonce=nonce, by=by), headers=policy)

    routes = [Route("/", show)]
    for path, method in METHODS.items():
        if path != "/":
            routes.append(Route(path, _answering(getattr(calls, path[1:])), methods=[method]))
    app: ASGIApp = Starlette(routes=routes)
    return Gate(app, port, token, METHODS)


def _answering(call: Callable[[Asked], object]) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        try:
            asked = await _asked(request)
            return JSONResponse(await run_in_threadpool(call, asked))
        except Refused as reason:
            told = {"error": reason.sentence, "now": reason.now}
            return JSONResponse(told, status_code=reason.status)
        except GraderError as reason:  # a table that somebody broke, say
            return JSONResponse({"error": reason.sentence}, status_code=409)
        except OSError as reason:
            told = {"error": sentences.not_saved(reason.strerror or str(reason))}
            return JSONResponse(told, status_code=507)

    return answer


async def _asked(request: Request) -> Asked:
    if request.method == "GET":
        return dict(request.query_params)
    try:
        asked = await request.json()
    except (ValueError, RecursionError):
        raise Refused(400, sentences.not_understood("JSON")) from None
    if not isinstance(asked, dict):
        raise Refused(400, sentences.not_understood("JSON"))
    return asked


def _text(asked: Asked, key: str) -> str:
    value = asked.get(key, "")
    if not isinstance(value, str):
        raise Refused(422, sentences.not_understood(key))
    return value


def _texts(asked: Asked, key: str) -> list[str]:
    value = asked.get(key)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Refused(422, sentences.not_understood(key))
    return value[:1000]


def _flag(asked: Asked, key: str) -> bool:
    return asked.get(key) in (True, "1")


def _who(asked: Asked) -> str:
    who = _cleaned(_text(asked, "by"))
    if not who:
        raise Refused(422, sentences.who_marks())
    return who


def _cleaned(name: str) -> str:
    """A name of staff in one line, in which nothing hides."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:80]
