"""The sentences by their codes, a table a subject."""

from __future__ import annotations

from collections.abc import Mapping

from reference.words.sentences import (
    cells,
    equations,
    expressions,
    mistakes,
    numbers,
    phrases,
    shapes,
)

_SUBJECTS = (expressions, shapes, cells, numbers, equations, mistakes, phrases)
SENTENCES: Mapping[str, str] = {
    code: sentence for subject in _SUBJECTS for code, sentence in subject.SENTENCES.items()
}
