"""The manual's page of speed, made of the runs that were kept: `python -m bench.speed_page`.

The table is the latest run; the drawing shows what is asked most often, commit by commit.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.history import Run, read
from bench.rows import Row

HOME = Path(__file__).resolve().parent.parent
PAGE, DRAWING = HOME / "docs" / "speed.md", HOME / "docs" / "speed.svg"
NOTES = HOME / "bench" / "speed-notes.md"  # what stands in the way where a target is missed
# The rows that are drawn; the tables have all.
DRAWN = {
    "grader --help": "--help",
    "grader check: values .py": "values .py",
    "grader check: values .yaml": "values .yaml",
    "grader check: eight functions": "eight functions",
    "grader check: wrong values .py": "wrong values",
}
_PARTS = (
    ("A command", ("grader ",)),
    ("A process that is up", ("running process:",)),
    ("A class", ("class",)),
    ("Isolation", ("100 submissions",)),
    ("Other tools, the same values", ("gradescope-utils", "pytest", "check50", "otter", "R/exams")),
    ("Mathematics and sheets", ("",)),
)
_INK = "#6b7280"  # read on white and on black


def page(runs: Sequence[Run]) -> Iterator[str]:
    """The lines of the page."""
    last = runs[-1]
    yield "# Speed\n"
    yield (
        "Every figure is a ratio of medians of one run, its two sides taken turn by turn, as machines are noisy and "
        "milliseconds say nothing about yours.\n"
    )
    yield (
        f"Made by `make bench` and `make speed` at commit {last.commit} on {last.day} ({last.machine}). "
        f"{len(runs)} runs are kept in `bench/history.jsonl`, and a row that takes 15 % longer than in the run before "
        "is named at the end. A target that is missed is read below.\n"
    )
    yield "![What a command takes, as multiples of its floor, at each commit that was measured](speed.svg)\n"
    left = list(last.rows)
    for title, starts in _PARTS:
        rows = [row for row in left if row.what.startswith(starts)]
        left = [row for row in left if row not in rows]
        if rows:
            yield f"## {title}\n"
            yield from _table(rows)
            yield ""
    yield NOTES.read_text(encoding="utf-8").rstrip("\n")


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| what | floor | times the floor | aimed at |"
    yield "|---|---|--:|--:|"
    for row in rows:
        what = row.what.partition(": ")[2] if row.what.startswith("running process:") else row.what
        target = "" if row.target is None else f"≤ {row.target:.2f}"
        yield f"| {what} | {row.floor} | {row.ratio:.2f} | {target} |"


def drawing(runs: Sequence[Run]) -> str:
    """The chosen rows over the commits, as SVG."""
    alt: Any = import_module("altair")  # an extra
    vl_convert: Any = import_module("vl_convert")  # as above

    points = [
        {"run": place, "commit": run.commit, "ratio": row.ratio, "what": DRAWN[row.what]}
        for place, run in enumerate(runs)
        for row in run.rows
        if row.what in DRAWN
    ]
    names = {place: run.commit for place, run in enumerate(runs)}
    said = f"{names}[datum.value]".replace("'", '"')
    chart = (
        alt.Chart(alt.Data(values=points))
        .mark_line(point=True)
        .encode(
            x=alt.X("run:O", title="commit", axis=alt.Axis(labelExpr=said, labelAngle=-40)),
            y=alt.Y("ratio:Q", title="times numpy and exec of the submission"),
            color=alt.Color("what:N", legend=alt.Legend(title=None, orient="right")),
            shape=alt.Shape("what:N", legend=None),
        )
        .properties(width=560, height=300)
        .configure(
            background="transparent",
            axis={"labelColor": _INK, "titleColor": _INK, "gridColor": _INK, "gridOpacity": 0.2},
            legend={"labelColor": _INK, "labelLimit": 300},
            padding={"right": 40},
            view={"stroke": None},
        )
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def main() -> None:
    """Write the page, and the drawing."""
    runs = read()
    if not runs:
        sys.exit("bench/history.jsonl holds no run: begin with `make bench`")
    PAGE.write_text("\n".join(page(runs)) + "\n", encoding="utf-8")
    DRAWING.write_text(drawing(runs), encoding="utf-8")


if __name__ == "__main__":
    main()
