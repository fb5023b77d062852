"""What a student gave for one answer, and how it stood in the file.

Three things are kept apart, because each kind of answer needs another one:

- `value` is what counts: a number, a text, a list, a mapping; plain data only.
- `text` is the value as it was typed, known only where the value is a literal: in a YAML or
  JSON file always, in a program only for `h = 0.420` and its like.  `0.420` shows three
  decimals, `no` can be read as a word, and a computed number has no text at all.
- `source` is what stands to the right of `=` in a program, literal or not.  An answer of the
  kind expression asks for the sum itself, and a program has already worked it out.
"""

from __future__ import annotations

from reference.records import dataclass


@dataclass(frozen=True)
class Typed:
    """One answer as it came; `entries` are those of a list, each with its own text."""

    value: object
    text: str | None = None
    source: str | None = None
    entries: tuple[Typed, ...] = ()


def entry_texts(typed: Typed) -> tuple[object, ...]:
    """The texts of the entries of a list, nested as the list is; empty for anything else.

    >>> entry_texts(Typed([0.42, [1]], entries=(Typed(0.42, "0.420"), Typed([1], "[1]"))))
    ('0.420', '[1]')
    >>> entry_texts(Typed([[1]], entries=(Typed([1], "[1]", entries=(Typed(1, "1"),)),)))
    (('1',),)
    """
    return tuple(entry_texts(entry) if entry.entries else entry.text for entry in typed.entries)
