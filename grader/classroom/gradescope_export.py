"""Gradescope's list of an export: which folder is whose, groups included.

Every scalar is taken as text, for YAML would turn the number 0123 of a student into 83.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from grader.classroom.hand_in import Found, HandIn
from grader.outcome.errors import InputError
from grader.words.sentences import batches as sentences

LIST = "submission_metadata.yml"
LAYOUT = "Gradescope's export"


def gradescope_export(folder: Path) -> Found:
    """The class of an export; of somebody who stands in it twice, the later hand-in comes last."""
    try:
        records = yaml.load((folder / LIST).read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506
    except (OSError, yaml.YAMLError, ValueError):
        raise InputError(sentences.list_not_read(LIST)) from None
    if not isinstance(records, dict):
        raise InputError(sentences.list_not_read(LIST))
    dated: dict[str, list[tuple[str, HandIn]]] = {}
    unmatched: list[str] = []
    for name, record in records.items():
        path = folder / str(name)
        if path.parent != folder or path.is_symlink() or not path.exists():
            unmatched.append(sentences.record_without_folder(str(name)))
            continue
        one = _hand_in(path, record if isinstance(record, dict) else {})
        time = record.get(":created_at", "") if isinstance(record, dict) else ""
        dated.setdefault(one.id, []).append((str(time), one))
    known = set(map(str, records))
    unmatched.extend(
        sentences.folder_without_record(entry.name)
        for entry in sorted(folder.iterdir())
        if entry.is_dir() and entry.name.startswith("submission_") and entry.name not in known
    )
    return Found(LAYOUT, folder, tuple(_latest_last(dated)), tuple(unmatched))


def _latest_last(dated: Mapping[str, list[tuple[str, HandIn]]]) -> Iterator[HandIn]:
    for who, several in dated.items():
        ordered = [one for _, one in sorted(several, key=lambda each: each[0])]
        last = ordered[-1]
        yield HandIn(who, tuple(one.paths[0] for one in ordered), last.names, last.emails)


def _hand_in(path: Path, record: Mapping[str, object]) -> HandIn:
    listed = record.get(":submitters")
    people = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    ids = [_text(one, ":sid") or _text(one, ":email") for one in people]
    return HandIn(
        id=next((one for one in ids if one), path.name),
        paths=(path,),
        names=tuple(_text(one, ":name") for one in people),
        emails=tuple(_text(one, ":email") for one in people),
    )


def _text(record: Mapping[str, object], key: str) -> str:
    value = record.get(key)
    return value.strip() if isinstance(value, str) and value not in ("null", "~") else ""
