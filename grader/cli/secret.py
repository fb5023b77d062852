"""`grader secret`: what draws the numbers of a class."""

from __future__ import annotations

import argparse

from grader.variant.secret import make_secret
from grader.words.sentences import beginnings as sentences


def run(arguments: argparse.Namespace) -> int:
    """Write the secret and say what to do with it."""
    make_secret(arguments.file)
    print(sentences.secret_made(arguments.file))
    return 0
