"""The words of every command that reads a kind of file, and the class that it finds ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from grader.cli.main import main as command_line

Words = Callable[[Path, str, str], list[str]]
SHIPPED = "exam-relu-9"
SECRET = "a secret of more than twenty letters\n"  # noqa: S105  # of a class that is nobody's


def begun(ready: Path) -> None:
    """A class that was drawn and graded once, with a secret, a roster, a zip and a right hand-in."""
    ready.mkdir()
    (ready / "works").mkdir()
    (ready / "works" / "A1.yaml").write_text("far: 0.5\na_parameters: 45\nb_reason: because\n")
    (ready / "honest.yaml").write_text("far: 0.5\na_parameters: 45\n")
    (ready / "roster.csv").write_text("id,name\nA1,Ada\nB2,Bo\n")
    (ready / "secret.txt").write_text(SECRET)
    (ready / "secret.txt").chmod(0o600)
    (ready / "map.json").write_text('{"course_id": 1}')
    made = [
        ["batch", "works", "--assignment", SHIPPED, "--out", "graded", "--jobs", "1"],
        ["build", SHIPPED, "--out", "exam.zip"],
    ]
    for words in made:
        with redirect_stdout(StringIO()):
            code = command_line(
                [
                    str(ready / w) if (ready / w).exists() or w in ("graded", "exam.zip") else w
                    for w in words
                ]
            )
        assert code == 0, words


def _sheet(*words: str) -> Words:
    """A command about an assignment; `@` stands for its file."""

    def made(place: Path, _: str, text: str) -> list[str]:
        folder = place / "course"
        folder.mkdir()
        (folder / "assignment.yaml").write_text(text, encoding="utf-8")
        return [str(folder / "assignment.yaml") if word == "@" else word for word in words]

    return made


def _other(*words: str) -> Words:
    """A command about another file; `@` stands for it."""

    def made(place: Path, ending: str, text: str) -> list[str]:
        file = place / f"file{ending}"
        file.write_text(text, encoding="utf-8", errors="surrogateescape")
        return [word.replace("@", str(file)) for word in words]

    return made


def _handed_in(*words: str) -> Words:
    """A command about a folder of hand-ins, this one among them."""

    def made(place: Path, ending: str, text: str) -> list[str]:
        file = place / "works" / f"B2{ending}"
        file.write_text(text, encoding="utf-8")
        return list(words)

    return made


_DRAWN = ("--roster", "roster.csv", "--secret", "secret.txt")
COMMANDS: Mapping[str, Mapping[str, Words]] = {
    "sheet": {
        "lint": _sheet("lint", "@"),
        "check": _sheet("check", "honest.yaml", "--assignment", "@"),
        "solve": _sheet("solve", "@"),
        "template": _sheet("template", "@"),
        "try": _sheet("try", "@"),
        "certify": _sheet("certify", "honest.yaml", "--assignment", "@"),
        "variants": _sheet("variants", "@", *_DRAWN, "--out", "class", "--format", "md,html,ipynb"),
        "moodle": _sheet("export", "@", "--to", "moodle", "--out", "out.xml"),
        "canvas": _sheet("export", "@", "--to", "canvas", "--out", "out.zip"),
        "qti": _sheet("export", "@", "--to", "qti", "--out", "out.zip"),
        "qti3": _sheet("export", "@", "--to", "qti3", "--out", "out.zip"),
        "gscope": _sheet("export", "@", "--to", "gscope", "--out", "out.json", "--map", "map.json"),
        "kit": _sheet("kit", "@", "--out", "kit", "--format", "md,html"),
        "build": _sheet("build", "@", "--out", "grader.zip", "--secret", "secret.txt"),
        "batch": _sheet("batch", "works", "--assignment", "@", "--out", "out", "--jobs", "1"),
        "regrade": _sheet("regrade", "graded", "--assignment", "@", "--jobs", "1"),
        "marks": _sheet("marks", "@", "graded"),
        "cells": _sheet("cells", "@"),
    },
    "submission": {
        "check": _other("check", "@", "--assignment", SHIPPED),
        "check --json": _other("check", "@", "--assignment", SHIPPED, "--json"),
        "check unnamed": _other("check", "@"),
        "certify": _other("certify", "@", "--assignment", SHIPPED),
        "batch": _handed_in(
            "batch", "works", "--assignment", SHIPPED, "--out", "out", "--jobs", "1", "--feedback"
        ),
        "batch --secret": _handed_in(
            "batch",
            "works",
            "--assignment",
            SHIPPED,
            "--out",
            "out",
            "--jobs",
            "1",
            "--secret",
            "secret.txt",
        ),
        "simulate": _other("simulate", "exam.zip", "@", "--reuse"),
    },
    "roster": {
        "variants": _other(
            "variants",
            SHIPPED,
            "--roster",
            "@",
            "--secret",
            "secret.txt",
            "--out",
            "class",
            "--format",
            "md",
        ),
        "export": _other(
            "export",
            SHIPPED,
            "--to",
            "moodle",
            "--roster",
            "@",
            "--secret",
            "secret.txt",
            "--out",
            "o.xml",
        ),
        "batch": _other(
            "batch",
            "works",
            "--assignment",
            SHIPPED,
            "--out",
            "out",
            "--jobs",
            "1",
            "--roster",
            "@",
        ),
        "canvas": _other(
            "batch",
            "works",
            "--assignment",
            SHIPPED,
            "--out",
            "out",
            "--jobs",
            "1",
            "--gradebook",
            "canvas=@",
        ),
        "moodle": _other(
            "batch",
            "works",
            "--assignment",
            SHIPPED,
            "--out",
            "out",
            "--jobs",
            "1",
            "--gradebook",
            "moodle=@",
        ),
    },
    "marks": {
        "check": _other("check", "works/A1.yaml", "--assignment", SHIPPED, "--marks", "@"),
        "batch": _other(
            "batch", "works", "--assignment", SHIPPED, "--out", "out", "--jobs", "1", "--marks", "@"
        ),
        "certify": _other("certify", "works/A1.yaml", "--assignment", SHIPPED, "--marks", "@"),
    },
    "manifest": {
        "check": _other("check", "works/A1.yaml", "--assignment", SHIPPED, "--manifest", "@"),
        "batch": _other(
            "batch",
            "works",
            "--assignment",
            SHIPPED,
            "--out",
            "out",
            "--jobs",
            "1",
            "--manifest",
            "@",
        ),
        "build": _other("build", SHIPPED, "--out", "g.zip", "--manifest", "@"),
        "kit": _other(
            "kit", SHIPPED, "--student", "A1", "--out", "kit", "--manifest", "@", "--format", "md"
        ),
        "export": _other(
            "export",
            SHIPPED,
            "--to",
            "moodle",
            "--out",
            "o.xml",
            "--manifest",
            "@",
            "--students",
            "A1",
        ),
    },
    "metadata": {
        "simulate": _other("simulate", "exam.zip", "honest.yaml", "--reuse", "--metadata", "@")
    },
    "secret": {
        "variants": _other(
            "variants",
            SHIPPED,
            "--roster",
            "roster.csv",
            "--secret",
            "@",
            "--out",
            "class",
            "--format",
            "md",
        ),
        "batch": _other(
            "batch",
            "works",
            "--assignment",
            SHIPPED,
            "--out",
            "out",
            "--jobs",
            "1",
            "--secret",
            "@",
        ),
        "check": _other(
            "check", "works/A1.yaml", "--assignment", SHIPPED, "--student", "A1", "--secret", "@"
        ),
    },
}
