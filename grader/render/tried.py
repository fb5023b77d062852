"""What trying an assignment out gave, as a table for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

from grader.linting.tried import Trial, Tried
from grader.words.sentences import tries as sentences
from grader.words.text import points

_WIDEST = 56  # characters of what was tried; mistakes are sentences


def text(trial: Trial) -> str:
    """The table, and what it comes to."""
    return "\n".join(_lines(trial))


def _lines(trial: Trial) -> Iterator[str]:
    yield sentences.heading(trial.name, len(trial.tried))
    width = min(_WIDEST, max(len(one.what) for one in trial.tried))
    earned = [_earned(one) for one in trial.tried]
    figures = max(map(len, earned))
    for one, got in zip(trial.tried, earned, strict=True):
        for place, part in enumerate(_broken(one.what, width)):
            last = f"  {got:>{figures}}  {one.said}" if place == 0 else ""
            yield f"    {part:<{width}}{last}".rstrip()
        if one.surprise:
            yield f"        ! {one.surprise}"
    if trial.beyond:
        yield sentences.code_is_not_tried(_of(trial.beyond), trial.name)
    surprises = sum(bool(one.surprise) for one in trial.tried)
    yield sentences.surprising(surprises) if surprises else sentences.nothing_surprising()


def _earned(one: Tried) -> str:
    waits = f" + {points(one.pending)} pending" if one.pending else ""
    return f"{points(one.score)}{waits} of {points(one.max_score)}"


def _of(amount: Fraction) -> str:
    return f"{points(amount)} points"


def _broken(said: str, width: int) -> list[str]:
    import textwrap  # only a table with long sentences pays for it

    return textwrap.wrap(said, width, subsequent_indent="  ") or [said]


def as_json(trial: Trial) -> str:
    """The same for programs."""
    rows = [
        {
            "what": one.what,
            "score": float(one.score),
            "pending": float(one.pending),
            "max_score": float(one.max_score),
            "said": one.said,
            "surprise": one.surprise or None,
        }
        for one in trial.tried
    ]
    return json.dumps({"assignment": trial.name, "tried": rows}, indent=2, ensure_ascii=False)
