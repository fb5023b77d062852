"""Somebody taken out of every file of a graded class, and out of the groups they worked in."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from grader.classroom.journal import NAME, Entry, Journal
from grader.classroom.tables import GRADES, RESULTS, TIMES
from grader.files.written import alone_in, in_turn, put
from grader.grading.table import rows_of
from grader.outcome.errors import InputError
from grader.words.cells import as_meant, harmless, row_of
from grader.words.ids import folded
from grader.words.sentences import batches as sentences

# Made again by a command, and full of everybody: they go away whole.
MADE_AGAIN = ("report.html", "feedback", "finalgrade.csv", "gradebook-canvas.csv",
              "gradebook-moodle.csv", "feedback-canvas.zip", "feedback-moodle.zip", "suggestions.jsonl")  # fmt: skip
BEFORE = "before"  # earlier results, as `grader regrade` keeps them


def forget(out: Path, who: str) -> None:
    """Erase a student; raise InputError where there is none of this id.

    What a group handed in stays for the others, under the id of the next of them.
    """
    if not (out / NAME).is_file():
        raise InputError(sentences.no_results_in(str(out)))
    with alone_in(out, sentences.out_busy(str(out))):
        journal = Journal(out)
        rows = _rows_of(journal, who)
        if not rows:
            raise InputError(sentences.not_there(who, str(out)))
        journal.rewrite(lambda entry: _without(entry, who) if entry.get("id") in rows else entry)
        with in_turn(out / "marks.csv"):  # somebody may be marking
            _forget_in(out, rows)
        for folder in sorted((out / BEFORE).glob("*/")):
            _forget_in(folder, rows)
        for name in MADE_AGAIN:
            path = out / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _rows_of(journal: Journal, who: str) -> dict[str, str]:
    """The rows that a student stands in, each with the id under which it stays, if it does."""
    rows = {}
    for entry in journal.entries(journal.ids):
        if who == entry["id"] or who in entry.get("ids", ()):
            left = _without(entry, who)
            rows[entry["id"]] = left["id"] if left else ""
    return rows


def _without(entry: Entry, who: str) -> Entry | None:
    """A result of a group without one of its members; None where nobody is left."""
    ids = entry.get("ids", [entry["id"]])
    stay = [place for place, one in enumerate(ids) if one != who]
    left = {key: [entry[key][place] for place in stay] for key in ("names", "emails")
            if len(entry.get(key, ())) == len(ids)}  # fmt: skip
    if not [ids[place] for place in stay if ids[place]]:
        return None
    new = entry["id"] if entry["id"] != who else next(ids[place] for place in stay if ids[place])
    result = _renamed(entry["result"], entry["id"], new)
    return {**entry, **left, "id": new, "ids": [ids[place] for place in stay], "result": result,
            "digest": ""}  # fmt: skip


def _forget_in(folder: Path, rows: dict[str, str]) -> None:
    """The tables of a folder without a student."""
    results = folder / RESULTS
    if results.is_file():
        put(results, b"".join(_line(each, rows) for each in results.read_bytes().splitlines()))
    for name in (GRADES, TIMES, "marks.csv", "requests.csv"):
        if (folder / name).is_file():
            _table_without(folder / name, rows)


def _line(line: bytes, rows: dict[str, str]) -> bytes:
    result = json.loads(line)
    own = result["id"]
    if own not in rows:
        return line + b"\n"
    changed = _renamed(result, own, rows[own])
    return json.dumps(changed, allow_nan=False).encode() + b"\n" if rows[own] else b""


def _renamed(result: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """A group's result under the id of one who stays."""
    student = new if result.get("student") == old else result.get("student")
    return {**result, "id": new, **({"student": student} if "student" in result else {})}


def _table_without(table: Path, rows: dict[str, str]) -> None:
    """Write a table again without a student, whatever a spreadsheet made of it.

    The names and emails of a group that stays are written by the next run.
    """
    header, *body = [row for _, row in rows_of(table.read_bytes(), table) if row] or [[]]
    names = [name.strip().lower() for name in header]
    place = next((names.index(name) for name in ("student", "id") if name in names), 0)
    people = [names.index(name) for name in ("name", "email") if name in names]
    others = {folded(own): other for own, other in rows.items()}
    kept = [header]
    for row in body:
        own = folded(as_meant("".join(row[place : place + 1]).strip()))
        if own not in others:
            kept.append(row)
        elif others[own]:
            bare = ["" if column in people else cell for column, cell in enumerate(row)]
            kept.append([*bare[:place], harmless(others[own]), *bare[place + 1 :]])
    put(table, "".join(map(row_of, kept)).encode())
