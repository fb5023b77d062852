"""`grader build`: what one uploads to Gradescope."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.gradescope.build import DEFAULT_PYTHON, build
from grader.render.built import as_text


def run(arguments: argparse.Namespace) -> int:
    """Write it, and say what to set on Gradescope."""
    built = build(
        arguments.assignment,
        Path(arguments.out),
        manifest=Path(arguments.manifest) if arguments.manifest else None,
        secret=Path(arguments.secret) if arguments.secret else None,
        offline=arguments.offline,
        pythons=tuple(arguments.python or (DEFAULT_PYTHON,)),
        weak_isolation=arguments.weak_isolation,
    )
    print(as_text(built))
    return 0
