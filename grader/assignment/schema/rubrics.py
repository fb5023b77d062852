"""A rubric as an author writes it: a text, or lines among which items stand that are ticked."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from grader.assignment import quantities
from grader.assignment.model import RubricItem
from grader.assignment.schema.fields import filled_text, text_of, unexpected, unknown_key, within
from grader.words.sentences import assignments as sentences
from grader.words.text import points as shown
from reference.records import dataclass

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
RESERVED = ("full", "half", "none", "cut", "hand")  # what every rubric has
_KEYS = ("id", "text", "points")
RUBRIC_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "array",
            "items": {
                "anyOf": [
                    {"type": "string"},
                    {
                        "type": "object",
                        "properties": {
                            "id": {"type": "string", "pattern": f"^{_ID.pattern}$"},
                            "text": {"type": "string"},
                            "points": {"anyOf": [{"type": "number"}, {"type": "string"}]},
                        },
                        "required": ["text", "points"],
                        "additionalProperties": False,
                    },
                ]
            },
        },
    ]
}


@dataclass(frozen=True)
class Rubric:
    """The whole of it as a text, and its items."""

    text: str
    items: tuple[RubricItem, ...] = ()


def rubric_of(value: Any) -> Rubric:
    """What an author wrote; raise the error of a field for what is no rubric."""
    if not isinstance(value, list):
        return Rubric(filled_text(value))
    lines: list[str] = []
    items: list[RubricItem] = []
    for place, line in enumerate(value):
        if not isinstance(line, dict):
            lines.append(within(place, text_of, line))
            continue
        item = within(place, _item, line)
        if any(item.id == other.id for other in items):
            raise unexpected(*sentences.rubric_item_twice(item.id), at=(place,))
        items.append(item)
        sign = "+" if item.points > 0 else ""
        lines.append(f"{sign}{shown(item.points)}: {item.text}")
    return Rubric("\n".join(lines), tuple(items))


def _item(line: dict[Any, Any]) -> RubricItem:
    for key in line:
        if key not in _KEYS:
            raise unknown_key(str(key), _KEYS)
    if not {"text", "points"} <= line.keys():
        raise unexpected(*sentences.rubric_item_form())
    text = within("text", filled_text, line["text"]).strip()
    points = quantities.exact(line["points"])
    if points is None:
        raise unexpected(*sentences.rubric_item_points(text), at=("points",))
    named = str(getattr(line["id"], "text", line["id"])) if "id" in line else _slug(text)
    if not _ID.fullmatch(named) or named in RESERVED:
        raise unexpected(*sentences.rubric_item_id(named))
    return RubricItem(id=named, text=text, points=points)


def _slug(text: str) -> str:
    """The first words of an item, as a name; it changes with them, so a given id is better.

    >>> _slug("Names V or tanh as the cause.")
    'names-v-or-tanh-as-the-cause'
    """
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    found = ""
    for word in words:
        if len(found) + len(word) > 39:
            break
        found = f"{found}-{word}" if found else word
    return found or "item"
