"""The table of players in the docs, made of what they gave: `python -m tools.players.table FOLDER`."""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "exports.md"
BEGIN, END = "<!-- players: made by `make players` -->", "<!-- end of players -->"
_SAID = {
    "right": "the right answers",
    "low end": "the lower ends of all intervals",
    "high end": "the upper ends",
    "below": "just below every interval",
    "above": "just above",
    "wrong": "wrong answers",
    "comma": "right, with decimal commas",
    "long minus": "right, with the long minus of printed formulas",
    "blank": "one blank in every field",
    "silent": "nothing",
}


def table(folder: Path) -> str:
    """The table as Markdown."""
    return "\n".join(_lines(folder)) + "\n"


def _lines(folder: Path) -> Iterator[str]:
    items = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    browser = json.loads((folder / "browser.json").read_text(encoding="utf-8"))
    others = json.loads((folder / "others.json").read_text(encoding="utf-8"))
    players = {**browser, "pyslet": others["pyslet"]}
    yield f"Items whose score is that of `grader check`, out of {len(items)} with {sum(i['numbers'] for i in items)} number fields:"
    yield ""
    yield f"| typed | {' | '.join(players)} |"
    yield f"|---|{'--:|' * len(players)}"
    for case, said in _SAID.items():
        row = [_agreeing(items, scores, case) for scores in players.values()]
        yield f"| {said} | {' | '.join(row)} |"
    yield ""
    yield "What readers of others find of Moodle's file and of Canvas' zip:"
    yield ""
    yield "| | written | read by | | read by | |"
    yield "|---|--:|---|--:|---|--:|"
    yield from _read("Moodle", others["moodle"])
    yield from _read("Canvas", others["canvas"])


def _agreeing(items: list[dict[str, Any]], scores: Mapping[str, Any], case: str) -> str:
    """On how many items a player agrees."""
    found = [
        _same(scores[item["id"]].get(case), one["expected"])
        for item in items
        for one in item["cases"]
        if one["name"] == case
    ]
    return f"{sum(found)} of {len(found)}"


def _same(got: object, expected: float) -> bool:
    return isinstance(got, int | float) and math.isclose(got, expected, abs_tol=1e-6)


def _read(system: str, found: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Iterator[str]:
    ours, first, second = next(iter(found.values())).keys()
    total: dict[str, Counter[str]] = {tool: Counter() for tool in (ours, first, second)}
    for each in found.values():
        for tool, kinds in each.items():
            total[tool].update(kinds)
    for kind, count in sorted(total[ours].items()):
        yield f"| {system}: {kind} | {count} | {first} | {total[first][kind]} | {second} | {total[second][kind]} |"


def main() -> None:
    """Put the table into its page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(
        f"{before}{BEGIN}\n\n{table(Path(sys.argv[1]))}\n{END}{after}", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
