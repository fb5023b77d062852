"""Which mistakes an assignment may give credit for: their notes, declared once.

An author may write the short name that `grader cells` shows (`bias-forgotten`); the rest of the
grader reads the whole note (`number.bias-forgotten`).
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.assignment.kinds import NUMERIC
from grader.words.sentences.counts import CONVENTIONS

# What becomes of right numbers when they are written down wrongly.
SLIPS_OF_THE_PEN = frozenset(
    {"sign-lost", "decimal-moved", "entries-reversed", "truncated", "digits-transposed"}
)

AVERAGED = "averaged-over-batch"  # what becomes of the right gradients of a function

# Findings that are wrong for a reason of their own, without a mistake in the equations.
_OTHERS = frozenset({"number.too-few-decimals", "shape.transposed", "expression.names-result"})


def whole_note(note: str, kind: str) -> str:
    """The note of a mistake that was written short: counts and functions have notes of their own.

    >>> whole_note("bias-forgotten", "vector"), whole_note("two-biases", "count")
    ('number.bias-forgotten', 'count.two-biases')
    """
    if "." in note:
        return note
    return f"{kind if kind in ('count', 'function') else 'number'}.{note}"


def known_notes(kind: str) -> Iterator[str]:
    """Every note that an answer of this kind can earn credit by."""
    if kind == "count":
        yield from (f"count.{name}" for name in CONVENTIONS)
    elif kind in (*NUMERIC, "function"):
        from reference.rewrites.notes import MISTAKES  # only a file that is compiled needs them

        others = (AVERAGED,) if kind == "function" else sorted(SLIPS_OF_THE_PEN)
        prefix = "function" if kind == "function" else "number"
        yield from (f"{prefix}.{name}" for name in (*MISTAKES, *others))
    prefix = "number" if kind in ("vector", "matrix") else kind
    yield from sorted(note for note in _OTHERS if note.startswith(f"{prefix}."))
