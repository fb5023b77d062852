"""The manifest: who got which numbers, frozen, so that no later edit can move them.

One JSON file for a class.  What all sheets have in common (the numbers that nobody draws) stands
once, every student's own numbers under the student, each with a hash: a manifest that was edited by
hand or cut off is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any

from grader.assignment import Assignment, Plain, System
from grader.assignment.dataclass_json import from_plain, to_plain
from grader.files.written import put
from grader.outcome.errors import InputError
from grader.variant.drawings import DRAWING, FIRST_DRAWING, refuse_later
from grader.variant.student_numbers import (
    Numbers,
    drawn_symbols,
    drawn_words,
    draws_anything,
    original,
)
from grader.words.ids import folded, spelling_of
from grader.words.sentences import classes as class_sentences
from grader.words.sentences import variants as variant_sentences
from reference.records import dataclass, replace

FORMAT = 1
_TRIES = 20  # other numbers for a student whose answers are another's
_LARGEST = 1 << 30


@dataclass(frozen=True)
class Manifest:
    """The frozen numbers of a class.

    `systems` are the systems as they stood when the numbers were drawn; `alike` are groups of
    students whose answers are all the same, because the draws allow no more; `drawing` is the
    version of generator, vetting and folding of ids by which all of them were drawn.
    """

    assignment: str
    version: str
    systems: Mapping[str, System]
    words: Mapping[str, Plain]
    own: Mapping[str, Numbers]
    alike: tuple[tuple[str, ...], ...] = ()
    drawing: int = DRAWING

    @property
    def is_drawn(self) -> bool:
        """Whether anybody has numbers of their own: else all have those of the file, then as now."""
        return any(one.given or one.cells or one.words for one in self.own.values())

    @property
    def students(self) -> tuple[str, ...]:
        """Everybody who has numbers, in the order of the file."""
        return tuple(self.own)

    def numbers(self, student: str) -> Numbers:
        """One student's numbers."""
        return self.own[student]

    def nearest(self, student: str) -> str | None:
        """Who may be meant by a name that is nobody's, if there is anyone."""
        names = {folded(name): name for name in self.own}
        near = get_close_matches(folded(student), names, n=1)
        return names[near[0]] if near else None

    def applied(self, assignment: Assignment) -> Assignment:
        """The assignment as it is now, with its systems and words as they were."""
        today = assignment.systems
        frozen = {name: _in_order(one, today.get(name, one)) for name, one in self.systems.items()}
        systems = {**today, **frozen}
        return replace(assignment, systems=systems, words={**assignment.words, **self.words})

    def without(self, students: Sequence[str]) -> Manifest:
        """The manifest of everybody else."""
        left = {name: numbers for name, numbers in self.own.items() if name not in students}
        alike = (tuple(name for name in group if name in left) for group in self.alike)
        return replace(self, own=left, alike=tuple(g for g in alike if len(g) > 1))

    def changes(self, assignment: Assignment) -> Iterator[str]:
        """What an edit of the file would have moved, for staff."""
        if changed := self.changed(assignment):
            yield variant_sentences.frozen_systems(changed)

    def changed(self, assignment: Assignment) -> list[str]:
        """The systems of which the file says something else by now."""
        return [
            name
            for name, system in self.systems.items()
            if name not in assignment.systems or _facts(assignment.systems[name]) != _facts(system)
        ]


def _in_order(frozen: System, today: System) -> System:
    """A system as it was, its numbers in the order of the file: a sheet printed again looks the same."""
    known = [symbol for symbol in today.given if symbol in frozen.given]
    return replace(frozen, given={s: frozen.given[s] for s in (*known, *frozen.given)})


def _facts(system: System) -> object:
    """What of a system decides about numbers."""
    return to_plain(replace(system, require=()))


def freeze(
    assignment: Assignment,
    students: Sequence[str],
    secret: bytes,
    *,
    before: Manifest | None = None,
    renewed: Sequence[str] = (),
) -> Manifest:
    """Draw the numbers of students for a manifest, or for more of them in the manifest `before`.

    Every student has the numbers that the secret alone gives, except where all answers would be
    another's: of two such students the later one is drawn again, and only the manifest knows.  So are the
    `renewed`, who never get numbers back that they had.
    """
    doubled = sorted({name for name in students if list(students).count(name) > 1})
    if doubled:
        raise InputError(variant_sentences.students_twice(doubled))
    known = before.own if before else {}
    source = before.applied(assignment) if before else assignment
    new = [*renewed, *(name for name in students if name not in known)]
    if not draws_anything(source):
        if renewed:
            raise InputError(class_sentences.nothing_to_renew(assignment.id))
        own = {**known, **dict.fromkeys(new, original(source))}
    else:
        own = _drawn(source, new, secret, known)
    alike = tuple(_alike(source, own)) if draws_anything(source) else ()
    return Manifest(source.id, assignment.version, source.systems, source.words, own, alike)


def _drawn(
    assignment: Assignment, students: Sequence[str], secret: bytes, known: Mapping[str, Numbers]
) -> dict[str, Numbers]:
    """Everybody's numbers: those known already, and for the students new ones."""
    from grader.variant.lottery import Lottery  # a manifest is read without drawing

    lottery = Lottery(assignment)
    turn = dict.fromkeys(students, 0)

    def draw(names: Sequence[str]) -> dict[str, Numbers]:
        drawn = lottery.drawn(secret, [f"{n}\0{turn[n]}" if turn[n] else n for n in names])
        return dict(zip(names, drawn, strict=True))

    had = {name: known[name] for name in students if name in known}
    left = list(had)
    while left and turn[left[0]] < _TRIES:  # go on after the turn that gave what they had
        found = draw(left)
        for name in left:
            turn[name] += 1
        left = [name for name in left if found[name] != had[name]]
    others = {name: numbers for name, numbers in known.items() if name not in had}
    own = {**others, **draw(students)}
    for _ in range(_TRIES):
        later = [s for group in _alike(assignment, own) for s in group[1:] if s in turn]
        if not later:
            break
        for name in later:
            turn[name] += 1
        own.update(draw(later))
    return {name: own[name] for name in [*known, *own]}


def _alike(assignment: Assignment, own: Mapping[str, Numbers]) -> list[tuple[str, ...]]:
    """Students whose drawn answers are all the same, in groups."""
    import numpy as np  # a manifest is read without it

    from grader.variant.solution import answers_of  # brings the solver

    answers = answers_of(assignment, list(own.values()))
    if not answers:
        return []
    rows = np.concatenate([a.reshape(len(own), -1) for a in answers.values()], axis=1)
    groups: dict[bytes, list[str]] = {}
    for student, row in zip(own, np.round(rows, 6) + 0.0, strict=True):
        groups.setdefault(row.tobytes(), []).append(student)
    return [tuple(group) for group in groups.values() if len(group) > 1]


# -- the file -------------------------------------------------------------------------------


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest, whole or not at all: one line a student, so that two can be compared."""
    head = {
        "format": FORMAT,
        "assignment": manifest.assignment,
        "version": manifest.version,
        "drawing": manifest.drawing,
        "systems": to_plain(dict(manifest.systems)),
        "words": dict(manifest.words),
        "alike": [list(group) for group in manifest.alike],
    }
    lines = [f"{json.dumps(name)}: {_dumped(value)}" for name, value in head.items()]
    shared = _digest(head)
    entries = [
        f"{json.dumps(student)}: "
        + _dumped({**_plain(numbers), "hash": _hash(shared, student, numbers)})
        for student, numbers in manifest.own.items()
    ]
    students = '"students": {\n' + ",\n".join(entries) + "\n}"
    text = "{\n" + ",\n".join([*lines, students]) + "\n}\n"
    put(path, text.encode(), private=True)


def read_manifest(
    path: str | Path, assignment: Assignment | None = None, *, student: str | None = None
) -> Manifest:
    """A manifest from its file; raise InputError for one that is not, or is another's.

    With a `student`, only that one's numbers are held against their hash: a class is large, and
    grading one of it should not take longer for that.
    """
    stored = _json(Path(path))
    try:
        own = {str(name): _numbers(entry, name) for name, entry in stored["students"].items()}
        manifest = Manifest(
            assignment=stored["assignment"],
            version=stored["version"],
            systems={name: from_plain(System, entry) for name, entry in stored["systems"].items()},
            words=dict(stored["words"]),
            own=own,
            alike=tuple(tuple(group) for group in stored["alike"]),
            drawing=int(stored.get("drawing", FIRST_DRAWING)),
        )
    except KeyError as lacking:
        key, *of = lacking.args
        where = _line_of(Path(path), of[0]) if of else ""
        raise InputError(variant_sentences.manifest_without(f"{path}{where}", key)) from None
    except (TypeError, ValueError, AttributeError):
        raise InputError(variant_sentences.no_manifest(str(path))) from None
    spelled = spelling_of(student, own) if student is not None else None
    wanted = [spelled] if spelled is not None else list(own)
    _verify(stored, manifest, wanted, path)
    refuse_later(manifest.drawing, str(path))
    if assignment is not None:
        _belongs(manifest, assignment, wanted, path)
    return manifest


def _numbers(entry: Any, student: str) -> Numbers:
    lacking = next((name for name in ("given", "cells", "words") if name not in entry), None)
    if lacking:
        raise KeyError(lacking, student)
    parts = {name: entry[name] for name in ("given", "cells", "words")}
    if not all(isinstance(part, dict) for part in (*parts.values(), *parts["given"].values())):
        raise TypeError("numbers are mappings")
    return Numbers(**parts)


def _plain(numbers: Numbers) -> dict[str, object]:
    return {"given": numbers.given, "cells": numbers.cells, "words": numbers.words}


def _json(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            stored = json.loads(file.read(_LARGEST))
    except OSError as error:
        said = error.strerror or str(error)
        raise InputError(variant_sentences.manifest_not_read(str(path), said)) from None
    except json.JSONDecodeError as fault:
        ended = fault.doc[: fault.pos].rstrip() if "delimiter" in fault.msg else ""
        line = ended.count("\n") + 1 if ended else fault.lineno
        said = variant_sentences.no_manifest(str(path), f", line {line}", fault.msg)
        raise InputError(said) from None
    except (ValueError, RecursionError):
        raise InputError(variant_sentences.no_manifest(str(path))) from None
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise InputError(variant_sentences.no_manifest(str(path)))
    return stored


def _verify(
    stored: Mapping[str, Any], manifest: Manifest, students: Sequence[str], path: str | Path
) -> None:
    """Whether nothing was changed since the numbers were frozen."""
    shared = _digest({name: value for name, value in stored.items() if name != "students"})
    for student in students:
        numbers = manifest.own[student]
        if stored["students"][student].get("hash") != _hash(shared, student, numbers):
            where = f"{path}{_line_of(Path(path), student)}"
            raise InputError(variant_sentences.manifest_damaged(where, student))


def _line_of(path: Path, student: str) -> str:
    """Where the file speaks of a student: every one stands in a line of their own."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    began = f"{json.dumps(student, ensure_ascii=False)}:"
    line = next((place for place, text in enumerate(lines, 1) if text.startswith(began)), None)
    return f", line {line}" if line else ""


def _belongs(
    manifest: Manifest, assignment: Assignment, students: Sequence[str], path: str | Path
) -> None:
    """Whether the numbers are of this assignment, and whether it draws nothing beyond them."""
    if manifest.assignment != assignment.id:
        raise InputError(
            variant_sentences.manifest_of_another(str(path), manifest.assignment, assignment.id)
        )
    frozen = manifest.applied(assignment)
    drawn = [(name, symbol) for name, symbol, _ in drawn_symbols(frozen)]
    words = [name for name, _ in drawn_words(frozen)]
    for student in students:
        numbers = manifest.own[student]
        lacking = [
            f"{name}.{symbol}"
            for name, symbol in drawn
            if symbol not in numbers.given.get(name, {}) and not frozen.systems[name].cells
        ]
        lacking += [name for name in words if name not in numbers.words]
        if lacking:
            raise InputError(variant_sentences.manifest_lacks(str(path), student, lacking))


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _digest(value: object) -> str:
    return sha256(_dumped(value).encode()).hexdigest()


def _hash(shared: str, student: str, numbers: Numbers) -> str:
    """The hash of one student's numbers, together with all that the sheets have in common."""
    return _digest([shared, student, _plain(numbers)])
