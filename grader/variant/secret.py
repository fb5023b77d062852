"""The secret that draws variants: a file that only staff have."""

from __future__ import annotations

import os
from pathlib import Path

from grader.outcome.errors import InputError
from grader.words.sentences import beginnings
from grader.words.sentences import variants as sentences

VARIABLE = "GRADER_SECRET"
SHORTEST = 20  # bytes: who knows their own numbers can try out all secrets that are short
_LARGEST = 1 << 16  # bytes; a secret is a line


def read_secret(path: str | None) -> bytes | None:
    """The secret in a file, or in the one that GRADER_SECRET names; None where none is said.

    White space around it does not count: an editor's last line break must not move any numbers.
    Raises InputError for a file that cannot be read, or that anybody could guess.
    """
    named = path or os.environ.get(VARIABLE) or None
    if named is None:
        return None
    try:
        with Path(named).open("rb") as file:
            found = file.read(_LARGEST).strip()
    except OSError as error:
        raise InputError(sentences.secret_not_read(named, error.strerror or str(error))) from None
    if len(found) < SHORTEST:
        raise InputError(sentences.secret_too_short(named, len(found), SHORTEST))
    return found


def make_secret(path: str) -> None:
    """Write a new secret that only its owner may read; never over a file that is there."""
    import secrets  # only staff make one, once

    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise InputError(beginnings.there_already(path)) from None
    except OSError as error:
        raise InputError(beginnings.not_written(path, error.strerror or str(error))) from None
    with os.fdopen(file, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(32) + "\n")
