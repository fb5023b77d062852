"""The secret that draws variants: a file that only staff have."""

from __future__ import annotations

import os
from pathlib import Path

from grader import sentences
from grader.errors import InputError

VARIABLE = "GRADER_SECRET"
_LARGEST = 1 << 16  # bytes; a secret is a line


def read_secret(path: str | None) -> bytes | None:
    """The secret in a file, or in the one that GRADER_SECRET names; None where none is said.

    White space around it does not count: an editor's last line break must not move any numbers.
    """
    named = path or os.environ.get(VARIABLE) or None
    if named is None:
        return None
    try:
        with Path(named).open("rb") as file:
            found = file.read(_LARGEST).strip()
    except OSError as error:
        raise InputError(sentences.secret_not_read(named, error.strerror or str(error))) from None
    if not found:
        raise InputError(sentences.secret_empty(named))
    return found
