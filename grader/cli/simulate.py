"""`grader simulate`: what Gradescope would do, without an upload."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from grader.gradescope.simulate import simulate
from grader.render.simulated import as_text


def run(arguments: argparse.Namespace) -> int:
    """Simulate and show."""
    outcome = simulate(
        Path(arguments.zip),
        Path(arguments.submission),
        metadata=Path(arguments.metadata) if arguments.metadata else None,
        reuse=arguments.reuse,
        seconds=arguments.seconds,
    )
    if arguments.json:
        print(
            json.dumps(outcome.results if outcome.results is not None else {"error": outcome.fault})
        )
    else:
        views = ("student", "staff") if arguments.views == "both" else (arguments.views,)
        print(as_text(outcome, views))
    return 0 if outcome.results is not None else 1
