"""Gradescope's list of an export: which folder is whose, groups included.

Every scalar is taken as text, for YAML would turn the number 0123 of a student into 83.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path

import yaml

from grader.classroom.hand_in import Attempt, Found, HandIn, Member
from grader.gradescope.metadata import read_date
from grader.outcome.errors import InputError
from grader.words.sentences import batches as sentences

LIST = "submission_metadata.yml"
LAYOUT = "Gradescope's export"
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # a class of a thousand is a long list
_NEVER = datetime.min.replace(tzinfo=timezone.utc)


def gradescope_export(folder: Path) -> Found:
    """The class of an export; of somebody who stands in it twice, the later hand-in comes last."""
    try:
        records = yaml.load((folder / LIST).read_bytes(), Loader=_Loader)  # noqa: S506 - texts only
    except (OSError, yaml.YAMLError, ValueError):
        raise InputError(sentences.list_not_read(LIST)) from None
    if not isinstance(records, dict):
        raise InputError(sentences.list_not_read(LIST))
    several: dict[str, list[HandIn]] = {}
    unmatched: list[str] = []
    for name, record in records.items():
        path = folder / str(name)
        if path.parent != folder or path.is_symlink() or not path.exists():
            unmatched.append(sentences.record_without_folder(str(name)))
            continue
        one = _hand_in(path.name, record if isinstance(record, dict) else {})
        if not one.members:
            unmatched.append(sentences.record_without_people(str(name)))
        several.setdefault(one.id, []).append(one)
    known = set(map(str, records))
    unmatched.extend(
        sentences.folder_without_record(entry.name)
        for entry in sorted(folder.iterdir())
        if entry.is_dir() and entry.name.startswith("submission_") and entry.name not in known
    )
    hand_ins = tuple(_latest_last(several))
    unmatched.extend(_in_two_groups(hand_ins))
    return Found(LAYOUT, folder, hand_ins, tuple(unmatched))


def _latest_last(several: Mapping[str, list[HandIn]]) -> Iterator[HandIn]:
    """One hand-in a student, its attempts by the time that each bears, whatever its zone."""
    for who, ones in several.items():
        ordered = sorted(ones, key=lambda each: each.attempts[0].time or _NEVER)
        attempts = tuple(one.attempts[0] for one in ordered)
        yield HandIn(who, attempts, ordered[-1].members)


def _in_two_groups(hand_ins: Sequence[HandIn]) -> Iterator[str]:
    """Whoever stands in the hand-ins of two groups: which of them counts is for people to say."""
    first: dict[str, str] = {}
    for one in hand_ins:
        for member in one.members:
            other = first.setdefault(member.id, one.id)
            if member.id and other != one.id:
                yield sentences.in_two_groups(member.id, other, one.id)


def _hand_in(folder: str, record: Mapping[str, object]) -> HandIn:
    listed = record.get(":submitters")
    people = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    members = tuple(_member(one) for one in people)
    return HandIn(
        id=next((one.id for one in members if one.id), folder),
        attempts=(Attempt(folder, read_date(record.get(":created_at"))),),
        members=members,
    )


def _member(record: Mapping[str, object]) -> Member:
    email = _text(record, ":email")
    return Member(_text(record, ":sid") or email, _text(record, ":name"), email)


def _text(record: Mapping[str, object], key: str) -> str:
    value = record.get(key)
    return value.strip() if isinstance(value, str) and value not in ("null", "~") else ""
