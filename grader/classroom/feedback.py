"""What every student is told: a text and a page each, and the zips that Moodle and Canvas take back.

A result holds sentences for students and nothing that only staff may know.  Before the deadline
sentences may be left out: then only points and verdicts stand there, and no right value.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.classroom.people_of import everybody
from grader.files.written import put, putting, refuse_links
from grader.handout.class_files import folder_name
from grader.words.sentences import feedback as sentences

FOLDER = _FEEDBACK = "feedback"
_MOODLE = re.compile(r"(.*?_\d+)_assignsubmission_")
_CANVAS = re.compile(r"((?:[^_][\w\u0300-\u036f]*?_)?(?:LATE_)?(?:\d+|anon_\w+?)_\d+)_")
_STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;"
    "margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #8888}"
    "td:nth-child(3){overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}}"
)


def write_feedback(out: Path, *, until_due: bool = False) -> int:
    """A text and a page for every student, in a folder of OUT; how many students."""
    folder = out / FOLDER
    refuse_links(out, folder)  # what lies in it is taken away
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    count = 0
    for got in everybody(out):
        name = folder_name(got.id)
        text, page = as_text(got.result, until_due), as_page(got.result, until_due)
        put(folder / f"{name}.txt", text.encode())
        put(folder / f"{name}.html", page.encode())
        count += 1
    return count


def as_text(result: dict[str, Any], until_due: bool) -> str:
    """What a student is told, line by line."""
    return "\n".join(_lines(result, until_due)) + "\n"


def _lines(result: dict[str, Any], until_due: bool) -> Iterator[str]:
    yield from _head(result)
    for answer, points, said in rows_of(result, until_due):
        yield f"{answer}: {points}{f'  {said}' if said else ''}"


def _head(result: dict[str, Any]) -> Iterator[str]:
    if "error" in result:
        yield sentences.not_graded(str(result["error"]))
        return
    yield sentences.total(result["score"], result["max_score"], result["pending"])
    if "late" in result:
        late = result["late"]
        yield sentences.late(late["days"], late["share"], late["score"])


def rows_of(result: dict[str, Any], until_due: bool) -> Iterator[tuple[str, str, str]]:
    """An answer's name, its points and verdict, and what is said of it."""
    for answer in result.get("answers", ()):
        points = sentences.points(answer["score"], answer["max_score"], answer["verdict"])
        yield answer["name"], points, "" if until_due else answer["message"]
        for part in answer.get("parts", ()):
            said = "" if until_due else part["message"]
            points = sentences.points(part["score"], part["max_score"], part["verdict"])
            yield f"{answer['name']}: {part['name']}", points, said


def as_page(result: dict[str, Any], until_due: bool) -> str:
    """The same as a page without a link: every word of a student's is text and no markup."""
    title = html.escape(str(result.get("assignment", "")) or sentences.title())
    head = "".join(f"<p>{html.escape(line)}</p>" for line in _head(result))
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows_of(result, until_due)
    )
    columns = "".join(f"<th scope=col>{html.escape(name)}</th>" for name in sentences.columns())
    return (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width,initial-scale=1">'
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
        "style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>{head}"
        f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></html>\n"
    )


def moodle_zip(out: Path) -> Path:
    """The zip for Moodle's "Upload multiple feedback files in a zip".

    Moodle finds a student by the second word between underscores: the participant's number.
    """
    return _zip(
        out / "feedback-moodle.zip",
        _FEEDBACK,
        _names(out, _MOODLE, "assignsubmission_file_feedback"),
    )


def canvas_zip(out: Path) -> Path:
    """The zip for Canvas' "Upload submissions": it asks for the numbers of user and attachment."""
    return _zip(out / "feedback-canvas.zip", _FEEDBACK, _names(out, _CANVAS, "feedback"))


def _names(out: Path, form: re.Pattern[str], ending: str) -> Iterator[tuple[str, str]]:
    """The name that a course system wants for everybody whose hand-in it had named itself."""
    for got in everybody(out):
        found = form.match(str(got.result["file"]))
        if found is not None:
            yield f"{found[1]}_{ending}.html", got.id


def _zip(path: Path, folder: str, names: Iterator[tuple[str, str]]) -> Path:
    """A zip of pages that are written already, each under the name that a course system wants."""
    with putting(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, who in names:
            entry = zipfile.ZipInfo(name)  # without a time: the same results are the same zip
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, (path.parent / folder / f"{folder_name(who)}.html").read_bytes())
    return path
