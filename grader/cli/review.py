"""`grader review`: the texts of a class, read and marked on one page in the browser."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands
from grader.outcome.errors import InputError


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "review",
        run,
        sentence="Read and mark the texts of a graded class in the browser, by keys alone if you like.",
        example="grader review graded --by ada",
        exits={0: "ended by Ctrl-C", 2: "results not found, or the packages or the port missing"},
    )
    parser.add_argument("out", metavar="OUT", help="the folder that `grader batch` wrote")
    parser.add_argument("--by", metavar="NAME", help="who marks; else your user name")
    parser.add_argument(
        "--suggest", metavar="COMMAND", help="a program that proposes items: JSON in, JSON out"
    )
    parser.add_argument("--port", metavar="N", type=int, default=0, help="else a free one")
    parser.add_argument("--open", action="store_true", help="open the browser, too")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from contextlib import suppress
    from pathlib import Path

    from grader.words.sentences import reviews as sentences

    try:
        from grader.review.serve import Review  # brings the server
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
        import webbrowser

        webbrowser.open(review.address)
    with suppress(KeyboardInterrupt):
        review.run()
    review.close()
    print(sentences.marks_lie_in(str(review.board.ledger.path)))
    return 0


def _user() -> str:
    """The name under which somebody works on this machine."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "staff"
