"""`grader preview`: sheet, key and a graded example in the browser while one writes."""

from __future__ import annotations

import argparse
import webbrowser
from contextlib import suppress
from pathlib import Path

from grader.assignment import find_assignment
from grader.authoring.view import Watched
from grader.words.sentences import previews as sentences


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from grader.authoring.serve import Preview  # brings everything there is

    path = find_assignment(arguments.assignment)
    submission = Path(arguments.submission) if arguments.submission else None
    with Preview(Watched(path, submission), name=path.parent.name, port=arguments.port) as server:
        print(sentences.opened(server.address), flush=True)
        if arguments.open:
            webbrowser.open(server.address)
        with suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.2)
    return 0
