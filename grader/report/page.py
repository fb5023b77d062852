"""The page: sections of sentences, tables and drawings, in one file that loads nothing.

Everything that comes from a student is text: every cell is escaped, and the page's own rules forbid
scripts and whatever lies elsewhere.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from reference.records import dataclass, field

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root{color-scheme:light dark;--line:#8886;--soft:#8881}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1rem 1.25rem 4rem}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2.2rem 0 .4rem;border-top:1px solid
var(--line);padding-top:1rem}p{margin:.5rem 0;max-width:44rem}
ul{padding-left:1.2rem}figure{margin:1rem 0}svg.plot{width:100%;height:auto;display:block}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.92rem;margin:.6rem 0}
caption{text-align:left;padding:.2rem 0;font-size:.9rem;opacity:.8}
th,td{padding:.28rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th.n+th.n,td.n+td.n{padding-left:.3rem}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.n{white-space:nowrap}
thead th{background:var(--soft)}td:last-child:not(.n){overflow-wrap:anywhere;
min-width:min(14rem,60vw)}
nav{font-size:.95rem;margin:.8rem 0}nav ul{columns:2;margin:0}
details summary{cursor:pointer;padding:.3rem 0}
@media(max-width:40rem){body{padding:.6rem .8rem 3rem}nav ul{columns:1}th,td{padding:.22rem .4rem}
.plot text{font-size:14px}}
@page{margin:15mm}
@media print{:root{color-scheme:light}body{max-width:none;padding:0;font-size:10pt}nav{display:none}
h2,caption,thead{break-after:avoid}figure,tr{break-inside:avoid}
tbody tr:first-child{break-before:avoid}td{min-width:0!important}details>*{display:block}.wide{overflow:visible}}
"""


@dataclass(frozen=True)
class Table:
    """Rows under a header; columns of numbers stand to the right."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Section:
    """One part of the page: sentences, then drawings, then tables."""

    id: str
    title: str
    sentences: Sequence[str] = ()
    plots: Sequence[str] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = field(default=())


def page(title: str, sections: Iterable[Section]) -> str:
    """The whole page."""
    told = list(sections)
    links = "".join(f'<li><a href="#{s.id}">{html.escape(s.title)}</a></li>' for s in told)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{html.escape(title)}</h1>\n"
        f'<nav aria-label="Sections"><ul>{links}</ul></nav>\n<main>\n'
        + "".join(_section(section) for section in told)
        + "</main>\n</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    parts = [f'<section aria-labelledby="{section.id}">']
    parts.append(f'<h2 id="{section.id}">{html.escape(section.title)}</h2>')
    parts.extend(f"<p>{html.escape(said)}</p>" for said in section.sentences if said)
    parts.extend(f"<figure>{plot}</figure>" for plot in section.plots)
    parts.extend(map(_table, section.tables))
    if section.notes:
        inside = "".join(f"<li>{html.escape(note)}</li>" for note in section.notes)
        parts.append(f"<ul>{inside}</ul>")
    return "\n".join([*parts, "</section>\n"])


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    head = "".join(
        f'<th scope="col"{_kind(place, table)}>{html.escape(title)}</th>'
        for place, title in enumerate(table.header)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_kind(place, table)}>{html.escape(shown(cell))}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>\n"
        for row in table.rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{html.escape(table.caption)}">'
        f"<table><caption>{html.escape(table.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>"
    )


def _kind(place: int, table: Table) -> str:
    return ' class="n"' if place in table.numbers else ""


def shown(cell: object) -> str:
    """A cell as people read it: what cannot be said is a dash and never 0.

    >>> shown(None), shown(0.5), shown(-0.0512), shown(3.0), shown((0.1, 0.25))
    ('–', '0.50', '−0.05', '3', '0.10 to 0.25')
    """
    if cell is None:
        return "–"
    if isinstance(cell, tuple):
        return f"{shown(cell[0])} to {shown(cell[1])}" if cell else "–"
    if isinstance(cell, float):
        text = str(int(cell)) if cell == int(cell) else f"{cell:.2f}"
        return text.replace("-", "−")
    return str(cell)
