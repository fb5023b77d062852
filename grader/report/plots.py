"""Figures as drawings: Vega-Lite by Altair, made SVG by vl-convert, with a label on every mark.

Nothing is loaded when the page is looked at.  What is ink is drawn in the colour of the text around
it, so that the drawing follows a dark screen and a printer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from grader.outcome.errors import InputError
from grader.words.sentences import reports as sentences

if TYPE_CHECKING:
    import altair as alt  # an extra

_INK = "#010203"  # stands for the colour of the text, whatever that is where it is shown
OUTCOMES = ("right", "carried", "part", "wrong", "unreadable", "failed", "missing")
# Told apart in black and white, too: each is darker or lighter than its neighbour.
COLOURS = ("#2b6ca3", "#7fb2dc", "#c9a227", "#c0532b", "#8a4f9e", "#5b3a29", "#9a9a9a")
Rows = Sequence[dict[str, Any]]


def _altair() -> Any:
    try:
        import altair as alt  # an extra
        import vl_convert  # noqa: F401 - needed in the end, so it is said at the start
    except ImportError:
        raise InputError(sentences.plots_not_installed()) from None
    return alt


def histogram(rows: Rows) -> str:
    """How many reached how much: `from`, `to`, `students`."""
    alt = _altair()
    marks = alt.Chart(alt.Data(values=list(rows))).mark_bar(color=COLOURS[0])
    chart = marks.encode(
        x=alt.X("from:Q", title="points", bin="binned"),
        x2="to:Q",
        y=alt.Y("students:Q", title="students", axis=alt.Axis(tickMinStep=1)),
    )
    return _svg(chart.properties(width=560, height=220), sentences.distribution_of_scores())


def outcomes(rows: Rows, names: Sequence[str]) -> str:
    """What became of every answer: `answer`, `outcome`, `students`."""
    alt = _altair()
    shares = [{**row, "order": OUTCOMES.index(row["outcome"])} for row in rows]
    marks = alt.Chart(alt.Data(values=shares)).mark_bar()
    chart = marks.encode(
        y=alt.Y("answer:N", title=None, sort=list(names)),
        x=alt.X("students:Q", title="students", stack="zero"),
        order="order:Q",
        color=alt.Color(
            "outcome:N",
            scale=alt.Scale(domain=list(OUTCOMES), range=list(COLOURS)),
            legend=alt.Legend(title=None, orient="bottom", columns=4),
        ),
    )
    return _svg(
        chart.properties(width=480, height=max(80, 22 * len(names))), sentences.what_became()
    )


def items(rows: Rows) -> str:
    """Facility against discrimination: `answer`, `facility`, `discrimination`."""
    alt = _altair()
    base = alt.Chart(alt.Data(values=labelled(rows))).encode(
        x=alt.X("facility:Q", scale=alt.Scale(domain=[0, 1]), title=sentences.facility_axis()),
        y=alt.Y("discrimination:Q", title="discrimination: corr(x, T - x)"),
    )
    dots = base.mark_circle(size=70, color=COLOURS[0], opacity=1)
    words = base.mark_text(align="left", dx=8, color=_INK).encode(text="label:N")
    return _svg((dots + words).properties(width=_WIDE, height=_HIGH), "Facility and discrimination")


def labelled(rows: Rows) -> list[dict[str, Any]]:
    """The items with a label each where there is room for it, the least discriminating first.

    All of them stand in the table below the drawing.
    """
    lowest = min((0.0, *(row["discrimination"] for row in rows)))
    high = _HIGH / ((max((0.01, *(row["discrimination"] for row in rows)))) - lowest)
    taken: list[tuple[float, float, float]] = []
    found = []
    for row in sorted(rows, key=lambda row: (row["discrimination"], row["facility"])):
        x, y, width = (
            row["facility"] * _WIDE,
            row["discrimination"] * high,
            _EM * len(row["answer"]),
        )
        is_free = all(
            abs(y - other) > _LINE or x > start + long or start > x + width
            for start, other, long in taken
        )
        if is_free:
            taken.append((x, y, width))
        found.append({**row, "label": row["answer"] if is_free else ""})
    return found


_WIDE, _HIGH = 520, 260
_EM, _LINE = 7.5, 13.0  # what a letter and a line of a label take


def _svg(chart: alt.Chart | alt.LayerChart, title: str) -> str:
    import vl_convert  # an extra

    ink = {"labelColor": _INK, "titleColor": _INK, "tickColor": _INK, "domainColor": _INK}
    styled = chart.configure(
        background="transparent",
        padding={"left": 28, "right": 96, "top": 8, "bottom": 8},  # the reader's font may be wider
        font="system-ui, sans-serif",
        axis={
            **ink,
            "gridColor": _INK,
            "gridOpacity": 0.12,
            "labelFontSize": 12,
            "labelLimit": 220,
        },
        legend={"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12},
        view={"stroke": None},
    )
    svg = str(vl_convert.vegalite_to_svg(styled.to_dict()))
    return _at_home(svg, title)


def _at_home(svg: str, title: str) -> str:
    """The drawing as a part of a page: as wide as there is room, in the page's own ink, with a name."""
    found = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"', svg)
    body = svg[svg.index(">") + 1 :].replace(_INK, "currentColor")
    width, height = (found[1], found[2]) if found else ("600", "300")
    head = (
        f'<svg role="img" aria-label="{title}" viewBox="0 0 {width} {height}" '
        f'style="max-width:{width}px" class="plot">'
    )
    return f"{head}<title>{title}</title>{body}"
