"""Students with names that make trouble: accents, particles, commas, a name that YAML calls false."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_FIRST = (
    "Ada", "Bo", "Cyd", "Dávid", "Élise", "Fatima", "Göran", "Hoa", "İpek", "Jun", "Kim", "Łucja",
    "Mia", "No", "Óscar", "Peng", "Quentin", "Rós", "Søren", "Tove", "Ümit", "Vera", "Wim", "Xin",
    "Yuki", "Zoë",
)  # fmt: skip
_LAST = (
    "Quill", "Reed", "van der Berg", "O'Hara", "García López", "Müller-Öz", "Nguyễn", "Li", "Null",
    "Smith", "Åberg", "Żak", "Singh", "True", "de la Cruz", "Ng",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody, with the numbers that three course systems know them by."""

    place: int
    name: str
    sid: str
    email: str
    canvas: int
    moodle: int


def people(count: int, chance: random.Random) -> Iterator[Person]:
    """So many students; ids begin with zeros, as some schools' do."""
    for place in range(count):
        name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
        yield Person(
            place,
            name,
            f"{700 + place:06}",
            f"s{place}@example.edu",
            5000 + place,
            40_000 + place,
        )
