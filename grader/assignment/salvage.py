"""The usable rest of a faulty file, so that its other faults can be told in the same go.

A misspelt key with a near neighbour is read as that; what cannot be read is left out.  Nothing
is ever graded by the rest: it only serves to look for more faults.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from grader.assignment.check import check
from grader.assignment.complaint import Complaint
from grader.assignment.document import Document, KeyPath, follow
from grader.assignment.schema.sheet import AssignmentFile
from grader.assignment.validation_messages import model_at, path_in_file

_ROUNDS = 4  # leaving one thing out may lay open another
_PLACEHOLDERS: Mapping[str, Any] = {"title": "…", "points": 0, "id": "…", "value": 0}
_SUMMED = frozenset({"points", "cap", "answers", "questions", "defaults"})


def further_complaints(document: Document, error: ValidationError) -> Iterator[Complaint]:
    """What `check` says of the usable rest, without what only follows from the first faults."""
    data = copy.deepcopy(document.data)
    dropped: list[KeyPath] = []
    for _ in range(_ROUNDS):
        for details in error.errors():
            dropped.extend(_mend(document, data, details))
        try:
            sheet = AssignmentFile.model_validate(data)
        except ValidationError as left:
            error = left
            continue
        yield from (found for found in check(sheet) if not _follows(found, dropped))
        return


def _mend(document: Document, data: Any, details: Mapping[str, Any]) -> list[KeyPath]:
    """Make one complaint go away; return what is no longer what the author wrote."""
    loc = details["loc"]
    if details["type"] == "extra_forbidden":
        path = path_in_file(document, loc, absent=True)
        return _rename_or_drop(data, path, loc)
    if details["type"] == "missing":
        path = path_in_file(document, loc, absent=True)
        return _fill(data, path)
    path = path_in_file(document, loc, absent=False)
    while path and isinstance(path[-1], int):  # an entry left out would move the others
        path = path[:-1]
    return _drop(data, path)


def _rename_or_drop(data: Any, path: KeyPath, loc: KeyPath) -> list[KeyPath]:
    model, mapping = model_at(loc[:-1]), follow(data, path[:-1])
    if not isinstance(mapping, dict) or path[-1] not in mapping:
        return []
    value = mapping.pop(path[-1])
    near = difflib.get_close_matches(str(path[-1]), model.model_fields if model else (), n=1)
    if near and near[0] not in mapping:
        mapping[near[0]] = value
        return []
    return [path]


def _fill(data: Any, path: KeyPath) -> list[KeyPath]:
    mapping, name = follow(data, path[:-1]), path[-1]
    if not isinstance(mapping, dict) or name not in _PLACEHOLDERS:
        return _drop(data, path[:-1])
    filled = _PLACEHOLDERS[str(name)]
    # A placeholder must differ from its likes: two questions may both lack an id.
    mapping[str(name)] = f"{filled} {path}" if isinstance(filled, str) else filled
    return [path]


def _drop(data: Any, path: KeyPath) -> list[KeyPath]:
    mapping = follow(data, path[:-1]) if path else None
    if isinstance(mapping, dict):
        mapping.pop(path[-1], None)
    return [path]


def _follows(complaint: Complaint, dropped: list[KeyPath]) -> bool:
    """Whether a complaint may be about what was left out, and not about what was written."""
    for path in dropped:
        if len(path) < 2 and path[:1] not in (("title",), ("version",), ("source",), ("points",)):
            return True
        if complaint.path == path[:-1] or complaint.path[: len(path)] == path:
            return True
        if complaint.path == ("points",) and _SUMMED & set(path[-1:]):
            return True
    return False
