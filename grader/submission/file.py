"""The bytes of a submission: which file is meant, and whether it may be read at all.

Nothing here trusts the path.  It may be a pipe that never answers, a link to itself, or fifty
megabytes; each is an ordinary fault with a sentence.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.submission.model import Unusable
from grader.words.sentences import submissions as sentences
from grader.words.shown import shown_text

LARGEST = 2_000_000  # bytes; the longest honest submission of 64 we have seen has 60,000
ENDINGS = (".py", ".yaml", ".yml", ".json")


def file_meant(path: Path) -> Path:
    """The file to read: the path itself, or the one submission in a folder."""
    with _told_as_faults(path):
        if not path.is_dir():
            return path
        names = [f"submission{ending}" for ending in ENDINGS]
        found = [name for name in names if os.path.lexists(path / name)]
    if not found:
        raise Unusable("submission.not-found", sentences.submission_not_in_folder(told(path)))
    if len(found) > 1:
        sentence = sentences.submission_several_in_folder(told(path), found)
        raise Unusable("submission.several", sentence)
    return path / found[0]


def bytes_of(path: Path) -> bytes:
    """The content of an ordinary file of ordinary size."""
    # Not to wait for a pipe: it is opened without blocking, and looked at before reading.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with _told_as_faults(path), os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            sentence = sentences.submission_not_a_file(_as_given(path))
            raise Unusable("submission.not-a-file", sentence)
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        sentence = sentences.submission_too_large(told(path), LARGEST)
        raise Unusable("submission.too-large", sentence)
    return content


@contextmanager
def _told_as_faults(path: Path) -> Iterator[None]:
    """What the file system answers, as a fault with a sentence."""
    try:
        yield
    except (FileNotFoundError, ValueError):  # ValueError: a path with a NUL in it
        sentence = sentences.submission_not_found(_as_given(path))
        raise Unusable("submission.not-found", sentence) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        sentence = sentences.submission_not_opened(_as_given(path), why)
        raise Unusable("submission.not-readable", sentence) from None


def text_of(content: bytes, path: Path) -> str:
    """The text of a YAML or JSON file: UTF-8, with or without a byte-order mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unusable(
            "submission.not-utf8", sentences.submission_not_utf8(told(path), line)
        ) from None


def told(path: Path) -> str:
    """A file as a sentence shows it: by its own name, for a student may never see our folders."""
    return shown_text(path.name or str(path), 200)


def _as_given(path: Path) -> str:
    """A path that leads to no file of answers, as it was given."""
    return shown_text(str(path), 200)
