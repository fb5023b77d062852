"""Which texts a person put together: by their digests, so no student's name stands in the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from grader.files.written import in_turn, put
from grader.review.texts import Pile, Written, pile_of

NAME = "groups.json"
_Kept = dict[str, list[list[str]]]


class Groups:
    """The groups in OUT; every change is on the disk when it returns."""

    def __init__(self, out: Path) -> None:
        self.path = out / NAME

    def _kept(self) -> _Kept:
        try:
            found = json.loads(self.path.read_bytes())
            return {
                str(name): [list(map(str, one)) for one in ones] for name, ones in found.items()
            }
        except (OSError, ValueError, AttributeError, TypeError):
            return {}  # nobody put anything together yet

    def joined(self, name: str, piles: Sequence[Pile]) -> Sequence[Pile]:
        """The piles of an answer, those of a group as one."""
        of = {digest: place for place, group in enumerate(self._kept().get(name, ()))
              for digest in group}  # fmt: skip
        if not of:
            return piles
        together: dict[object, dict[str, tuple[Written, ...]]] = {}
        for pile in piles:
            (digest,) = pile.digests
            together.setdefault(of.get(digest, digest), {})[digest] = pile.written
        return sorted((pile_of(name, ones) for ones in together.values()), key=lambda p: p.place)

    def join(self, name: str, digests: Iterable[str]) -> None:
        """Put texts together, with whatever each of them was together with."""
        self._change(name, set(digests), stay=True)

    def part(self, name: str, digests: Iterable[str]) -> None:
        """Let texts stand alone."""
        self._change(name, set(digests), stay=False)

    def _change(self, name: str, digests: set[str], *, stay: bool) -> None:
        with in_turn(self.path):
            kept = self._kept()
            groups = kept.get(name, [])
            met = [group for group in groups if digests & set(group)]
            rest = [group for group in groups if group not in met]
            if stay:
                rest.append(sorted(digests.union(*map(set, met))))
            data = json.dumps({**kept, name: rest}, indent=1) + "\n"
            put(self.path, data.encode(), private=True, durable=True)
