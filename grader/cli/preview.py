"""`grader preview`: sheet, key and a graded example in the browser while one writes."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "preview",
        run,
        sentence="Show sheet, key, a graded example and every fault in the browser, anew at each save.",
        example="grader preview week-3",
        exits={0: "ended by Ctrl-C", 2: "assignment not found, or the port is taken"},
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument("--submission", metavar="FILE", help="grade this one as the example")
    parser.add_argument("--port", metavar="N", type=int, default=0, help="else a free one")
    parser.add_argument("--open", action="store_true", help="open the browser, too")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from contextlib import suppress
    from pathlib import Path

    from grader.assignment import find_assignment
    from grader.authoring.serve import Preview  # brings everything there is
    from grader.authoring.view import Watched
    from grader.words.sentences import previews as sentences

    path = find_assignment(arguments.assignment)
    submission = Path(arguments.submission) if arguments.submission else None
    with Preview(Watched(path, submission), name=path.parent.name, port=arguments.port) as server:
        print(sentences.opened(server.address), flush=True)
        if arguments.open:
            import webbrowser

            webbrowser.open(server.address)
        with suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.2)
    return 0
