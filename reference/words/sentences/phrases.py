"""What sentences are joined from."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "in-line": "line {line}: {fault}",
    "in-expression": "{expression}: {fault}",
    "in-quantity": "{what} in {where}",
    "did-you-mean": '; did you mean "{name}"?',
    "and": "{first} and {last}",
    "or": "{first} or {last}",
    "by": "{first} by {last}",
    "then": "{first}; {last}",
    "in-cell": "{cell}: {fault}",
    "the-product": "the product",
}
