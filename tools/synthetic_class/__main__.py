"""`python -m tools.synthetic_class OUT`: a class in a layout, with the mix that a real one has."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from grader.assignment import Assignment, find_assignment, load_assignment
from grader.variant.issue import numbers_of_class
from grader.variant.secret import read_secret
from grader.variant.selection import select
from grader.variant.student_numbers import Numbers, filled
from tools.synthetic_class.answers import Sheet, sheet_of, written
from tools.synthetic_class.layouts import LAYOUTS, HandedIn
from tools.synthetic_class.people import Person, people
from tools.synthetic_class.writing import ENCODINGS, Written, as_file, hostile

# Kind, ending and how many of a hundred: half of the hand-ins have something wrong.
MIX: tuple[tuple[str, str, int], ...] = (
    ("right", ".py", 30), ("right", ".yaml", 8), ("right", ".ipynb", 6), ("right", ".json", 4),
    ("slips", ".py", 10), ("slips", ".ipynb", 5), ("misconceptions", ".py", 12),
    ("misconceptions", ".yaml", 4), ("carried", ".py", 7), ("carried", ".ipynb", 3),
    ("half", ".py", 4), ("blank", ".py", 2), ("noise", ".yaml", 2), ("hostile", ".py", 3),
)  # fmt: skip


def class_of(
    assignment: str,
    count: int,
    *,
    seed: int = 1,
    secret: str | None = None,
    groups: bool = True,
    mix: Sequence[tuple[str, str, int]] = MIX,
) -> Iterator[HandedIn]:
    """The hand-ins of a class; with a secret everybody has numbers of their own."""
    chance = random.Random(seed)  # noqa: S311 - an invented class is no secret
    loaded = load_assignment(find_assignment(assignment))
    shared = None if secret else sheet_of(select(loaded, None).assignment)
    crowd = list(people(count, chance))
    own = _numbers_of(loaded, [one.sid for one in crowd], secret) if secret else {}
    while crowd:
        together = crowd[: chance.choice((1,) * 12 + (2, 3)) if groups else 1]
        del crowd[: len(together)]
        sheet = shared or sheet_of(filled(loaded, own[together[0].sid]))
        yield _hand_in(tuple(together), sheet, mix, chance)


def _numbers_of(loaded: Assignment, students: Sequence[str], secret: str) -> dict[str, Numbers]:
    """Everybody's numbers, drawn in one go."""
    drawn = numbers_of_class(loaded, students, read_secret(secret) or b"")
    return dict(zip(students, drawn, strict=True))


def _hand_in(
    together: tuple[Person, ...],
    sheet: Sheet,
    mix: Sequence[tuple[str, str, int]],
    chance: random.Random,
) -> HandedIn:
    kind, ending, _ = chance.choices(mix, weights=[share for *_, share in mix])[0]
    late = timedelta(hours=chance.choice((-40, -5, -1, -1, -1, -1, 2, 30)))
    if kind == "hostile":
        return HandedIn(together, hostile(chance), late)
    encoding = chance.choice(ENCODINGS) if chance.random() < 0.1 else "utf-8"
    answers = written(sheet, kind, chance)
    file = as_file(answers, sheet.assignment.id, ending, encoding=encoding)
    earlier: Written | None = None
    if chance.random() < 0.1:
        earlier = as_file(written(sheet, "half", chance), sheet.assignment.id, ending)
    return HandedIn(together, file, late, earlier)


def main(words: Sequence[str] | None = None) -> int:
    """Write a class."""
    parser = argparse.ArgumentParser(prog="synthetic_class", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--layout", choices=sorted(LAYOUTS), default="flat")
    parser.add_argument("--assignment", default="exam-relu-9")
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--secret")
    given = parser.parse_args(words)
    works = class_of(
        given.assignment,
        given.students,
        seed=given.seed,
        secret=given.secret,
        groups=given.layout == "gradescope",
    )
    LAYOUTS[given.layout](given.out, works)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
