"""`grader build`: what one uploads to Gradescope."""

from __future__ import annotations

import argparse

from grader.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.new(
        "build",
        run,
        sentence="Write the zip that one uploads to Gradescope.",
        example="grader build exam-relu-9 --out autograder.zip",
        exits={0: "written", 2: "an assignment or file not found or faulty, or no network"},
    )
    parser.add_argument("assignment", metavar="A", help="an id or a path")
    parser.add_argument("--out", metavar="ZIP", default="autograder.zip", help="where to write")
    parser.add_argument("--manifest", metavar="M", help="the file that lists who got which variant")
    parser.add_argument("--secret", metavar="FILE", help="the secret that draws variants")
    parser.add_argument(
        "--offline", action="store_true", help="bundle all packages: the image needs no network"
    )
    parser.add_argument(
        "--python",
        metavar="3.X",
        action="append",
        help="with --offline: the image's Python (3.10 on Ubuntu 22.04); may be repeated",
    )
    parser.add_argument(
        "--weak-isolation",
        action="store_true",
        help="grade programs even where they could read the key",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write it, and say what to set on Gradescope."""
    from pathlib import Path

    from grader.gradescope.build import DEFAULT_PYTHON, build
    from grader.render.built import as_text

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
