"""What Gradescope tells about a submission: who, when, and what came before.

The file is documented as "subject to change" and differs between years, so every field is
optional, numbers may be texts, nulls may stand anywhere, and the file may be missing.  What cannot
be understood is as good as not there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from grader.words.sentences import gradescope as sentences
from reference.records import dataclass

LARGEST = 20_000_000  # bytes; results of all earlier submissions may stand in it

_DATE = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r"\s*(Z|[+-]\d\d:?\d\d|)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class User:
    """One of those who handed in, with the dates that hold for them."""

    id: str = ""
    sid: str = ""
    email: str = ""
    name: str = ""
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class OutlineItem:
    """One question of Gradescope's outline."""

    type: str = ""
    title: str = ""
    points: float | None = None


@dataclass(frozen=True, kw_only=True)
class Previous:
    """An earlier submission.  Its `results` are there for the latest, sometimes for all."""

    id: str = ""
    time: datetime | None = None
    score: float | None = None
    autograder_error: bool = False
    results: Mapping[str, object] | None = None

    @property
    def extra(self) -> Mapping[str, object]:
        """What we left in its results for a later run."""
        return _mapping((self.results or {}).get("extra_data"))


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """One submission.  `previous` is sorted, oldest first; `fault` says why nothing is known."""

    id: str = ""
    created_at: datetime | None = None
    title: str = ""
    users: tuple[User, ...] = ()
    due: datetime | None = None
    outline: tuple[OutlineItem, ...] = ()
    previous: tuple[Previous, ...] = ()
    fault: str = ""

    @property
    def due_for_all(self) -> datetime | None:
        """The date that holds for a group: the latest of its members'.

        An extension of one is an extension of work that they hand in together.
        """
        dates = [user.due for user in self.users if user.due is not None]
        return max(dates, default=self.due)


def read_metadata(path: Path) -> Metadata:
    """What the file says; never an error."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        return Metadata(fault=f"{path.name} cannot be read ({error.strerror or error})")
    if len(content) > LARGEST:
        return Metadata(fault=f"{path.name} is larger than {LARGEST:,} bytes")
    try:
        stored = json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        return Metadata(fault=f"{path.name} is no JSON ({type(error).__name__}: {error})")
    if not isinstance(stored, dict):
        return Metadata(fault=sentences.no_json_object(path.name))
    return _metadata(stored)


def _metadata(stored: Mapping[str, object]) -> Metadata:
    assignment = _mapping(stored.get("assignment"))
    previous = [_previous(_mapping(one)) for one in _sequence(stored.get("previous_submissions"))]
    return Metadata(
        id=_text(stored.get("id")),
        created_at=read_date(stored.get("created_at")),
        title=_text(assignment.get("title")),
        users=tuple(_user(_mapping(one)) for one in _sequence(stored.get("users"))),
        due=read_date(assignment.get("due_date")),
        outline=tuple(_part(_mapping(one)) for one in _sequence(assignment.get("outline"))),
        previous=tuple(sorted(previous, key=_age)),
    )


def _user(stored: Mapping[str, object]) -> User:
    own = _mapping(stored.get("assignment"))
    return User(
        id=_text(stored.get("id")),
        sid=_text(stored.get("sid")),
        email=_text(stored.get("email")),
        name=_text(stored.get("name")),
        due=read_date(own.get("due_date")),
    )


def _part(stored: Mapping[str, object]) -> OutlineItem:
    return OutlineItem(
        type=_text(stored.get("type")),
        title=_text(stored.get("title")),
        points=read_number(stored.get("weight")),
    )


def _previous(stored: Mapping[str, object]) -> Previous:
    results = _mapping(stored.get("results"))
    score = read_number(stored.get("score"))
    return Previous(
        id=_text(stored.get("id")),
        time=read_date(stored.get("submission_time")),
        score=read_number(results.get("score")) if score is None else score,
        autograder_error=stored.get("autograder_error") is True,
        results=results or None,
    )


def _age(previous: Previous) -> tuple[datetime, str]:
    return previous.time or datetime.min.replace(tzinfo=timezone.utc), previous.id


def read_date(value: object) -> datetime | None:
    """A date in any of the forms seen, or None; without an offset it is UTC.

    >>> read_date("2026-11-14T19:22:41.387512-08:00").isoformat()
    '2026-11-14T19:22:41.387512-08:00'
    >>> read_date("2026-11-14 19:22Z").isoformat(), read_date("soon"), read_date(None)
    ('2026-11-14T19:22:00+00:00', None, None)
    """
    found = _DATE.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute = (int(found[place]) for place in range(1, 6))
    micro = int((found[7] or "0").ljust(6, "0")[:6])
    try:
        zone = _zone(found[8].upper())
        return datetime(year, month, day, hour, minute, int(found[6] or 0), micro, tzinfo=zone)
    except ValueError:  # the 31st of November
        return None


def _zone(text: str) -> timezone:
    if text in ("", "Z"):
        return timezone.utc
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def read_number(value: object) -> float | None:
    """A finite number that is one or is written as a text, or None.

    >>> read_number("20.0"), read_number(4), read_number(None), read_number("nan")
    (20.0, 4.0, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
