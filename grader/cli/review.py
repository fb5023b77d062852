"""`grader review`: the texts of a class, read and marked on one page in the browser."""

from __future__ import annotations

import argparse
import getpass
import webbrowser
from contextlib import suppress
from pathlib import Path

from grader.outcome.errors import InputError
from grader.words.sentences import reviews as sentences


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    try:
        from grader.review.serve import Review  # brings the server, which is an extra
    except ModuleNotFoundError as missing:
        if missing.name not in ("starlette", "uvicorn"):
            raise
        raise InputError(sentences.packages_missing(str(missing.name))) from None

    review = Review(
        Path(arguments.out),
        by=arguments.by or _user(),
        port=arguments.port,
        suggest=arguments.suggest,
    )
    print(sentences.opened(review.address), flush=True)
    if arguments.open:
        webbrowser.open(review.address)
    with suppress(KeyboardInterrupt):
        review.run()
    review.close()
    print(sentences.marks_lie_in(str(review.board.ledger.path)))
    return 0


def _user() -> str:
    """The name under which somebody works on this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "staff"
