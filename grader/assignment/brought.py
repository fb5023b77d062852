"""The files that an assignment names: ordinary ones, and of a kit only those that came along with it."""

from __future__ import annotations

from pathlib import Path

from grader.files.glimpse import ordinary
from grader.words.sentences.complaints import own_tests as sentences

LARGEST = 2_000_000  # bytes; a file of tests, or a module for students, is far below


def bytes_beside(folder: Path, name: str, *, of_kit: bool = False) -> bytes:
    """What stands in a file beside an assignment; raise OSError where it cannot be read.

    A kit comes from a student: what it names must not be a link to a file of somebody else.
    """
    path = folder / name
    if of_kit and not path.resolve().is_relative_to(folder.resolve()):
        raise OSError(sentences.it_leads_elsewhere())
    with ordinary(path, links=True) as file:
        source = file.read(LARGEST + 1)
    if len(source) > LARGEST:
        raise OSError(sentences.it_is_too_large(f"{LARGEST:,}"))
    return source
