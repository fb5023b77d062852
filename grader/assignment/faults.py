"""What can be wrong with an assignment file, said to the person who wrote it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.outcome.errors import InputError
from grader.words.sentences.complaints import files as sentences
from reference.records import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file, with its place and what to write instead.

    `key` is the way to the place through the file (`questions.b.answers.c_h2.rounding`).  A
    `warning` is worth a line but refuses nothing.
    """

    path: Path
    line: int
    key: str
    message: str
    remedy: str = ""
    warning: bool = False

    def __str__(self) -> str:
        said = f"{shown_path(self.path)}:{self.line}: {self.message}"
        if not self.remedy:
            return said
        return f"{said}\n    {self.remedy}" if "\n" in self.message else f"{said}; {self.remedy}"


class AssignmentFaults(InputError):
    """A file that cannot be used, with everything that is wrong in it.

    >>> fault = Fault(Path("a.yaml"), 3, "points", "points must be 0 or more (got -1)")
    >>> print(AssignmentFaults([fault]))
    a.yaml:3: points must be 0 or more (got -1)
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (str(fault.path), fault.line)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shown_path(path: Path) -> str:
    """A path as the person at the keyboard would type it: from here, where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return os.fspath(path)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The remedy for a word that is none of the known ones.

    >>> did_you_mean("roundng", ["points", "rounding"])
    'did you mean "rounding"?'
    >>> did_you_mean("colour", ["points", "rounding"])
    'known here: points, rounding'
    >>> did_you_mean("rnn-relu", ["rnn-lm", "relu-rnn"])
    'did you mean "relu-rnn"?'
    >>> did_you_mean("gur", ["mgu", "gru"])
    'did you mean "gru"?'
    """
    import difflib  # slow to import, and only faults need it

    choices = list(known)
    near = [choice for choice in choices if _parts(choice) == _parts(word)][:1]
    near = near or [choice for choice in choices if sorted(choice) == sorted(word)][:1]
    near = near or difflib.get_close_matches(word, choices, n=1)
    if not near:
        near = [choice for choice in choices if choice.lower() == word.lower()][:1]
    if near:
        return f'did you mean "{near[0]}"?'
    if not choices:
        return sentences.nothing_to_choose_from()
    return f"known here: {', '.join(choices)}"


def _parts(word: str) -> list[str]:
    """The words of a name in no order: people turn them round."""
    return sorted(word.lower().replace("_", "-").split("-"))


def shown_value(value: object, *, longest: int = 60) -> str:
    """What stood in the file, short enough for a sentence.

    >>> shown_value("a"), shown_value(None), shown_value({"a": 1}), shown_value([1, 2])
    ('"a"', 'nothing', 'a mapping', '[1, 2]')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list):
        inside = ", ".join(shown_value(entry) for entry in value)
        return f"[{inside}]" if len(inside) <= longest else f"a list of {len(value)}"
    if isinstance(value, str):
        shown = value if len(value) <= longest else f"{value[:longest]}…"
        return f'"{shown}"'
    return str(getattr(value, "text", value))
