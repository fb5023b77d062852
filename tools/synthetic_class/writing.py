"""Answers as files: programs, notebooks, YAML and JSON, in good and odd encodings, and hostile ones."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

HOSTILE = (
    "import os\nos._exit(0)\n",
    "import os\nos.abort()\n",
    "def f():\n    return f()\nf()\n",
    "raise SystemExit('done')\n",
    "print('x' * 10_000_000)\n",
    "import os\nopen('/tmp/synthetic-class', 'w').write('x')\n",
    "this is no Python at all (\n",
    "a" * 300_000 + "\n",
    "",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


@dataclass(frozen=True)
class Written:
    """One file as a student named it."""

    name: str
    data: bytes


def program(answers: Mapping[str, object], assignment: str) -> str:
    """A .py file with a line for every answer."""
    lines = [f"assignment = {assignment!r}", "inf = float('inf')"]
    return "\n".join([*lines, *(f"{name} = {value!r}" for name, value in answers.items())]) + "\n"


def as_file(
    answers: Mapping[str, object], assignment: str, ending: str, *, encoding: str = "utf-8"
) -> Written:
    """The answers in a file of this ending."""
    name = f"submission{ending}"
    if ending == ".py":
        text = program(answers, assignment)
        if encoding == "cp1252":
            text = "# -*- coding: cp1252 -*-\n# für Élise\n" + text
        return Written(name, text.encode(encoding, "replace"))
    if ending == ".ipynb":
        source = program(answers, assignment).splitlines(keepends=True)
        half = len(source) // 2
        cells = [
            {"cell_type": "markdown", "metadata": {}, "source": ["# My answers"]},
            *(
                {"cell_type": "code", "metadata": {}, "source": part, "outputs": [],
                 "execution_count": None}
                for part in (source[:half], source[half:])
            ),
        ]  # fmt: skip
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        return Written(name, json.dumps(notebook).encode())
    mapping = {"assignment": assignment, **answers}
    if ending == ".json":
        return Written(name, json.dumps(mapping).encode())
    return Written(name, yaml.safe_dump(mapping, allow_unicode=True).encode(encoding, "replace"))


def hostile(chance: random.Random) -> Written:
    """A file that means no good, or is none."""
    return Written("submission.py", chance.choice(HOSTILE).encode())
