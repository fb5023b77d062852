# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of student kits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.words.text import counted, listed, visible


def kit_hides() -> str:
    return (
        "A kit hides the rubric and the key of whatever is not public; it cannot hide what follows "
        "from the sheet: whoever has its numbers and the equations of the cell can work the answers out."
    )


def kit_says() -> str:
    return (
        "Only public answers are told right or wrong here; of the others you see whether they can be "
        "read, and whether they follow from your own earlier values."
    )


def kit_file() -> tuple[str, ...]:
    return (
        "A student's kit, as `grader kit` wrote it: the numbers of the sheet, and which of them every",
        "answer is about.  `grader check` reads it; right and wrong are told of public answers only.",
    )


def kit_readme(title: str, formats: Sequence[str]) -> str:
    sheets = listed(f"`sheet.{kind}`" for kind in formats)
    heading = re.sub(r"([\\`*_{}\[\]#|<>$~])", r"\\\1", visible(title))
    return f"""# {heading}

- {sheets}: your sheet
- `answers.py`: fill it in and hand it in
- `assignment.yaml`: what the check reads; leave it as it is

With the grader installed, run this in the folder as often as you like:

    grader check

It runs `answers.py` and tells whether every answer can be read, has the shape and the decimals that
the sheet asks for, and, where a question counts what follows, whether each of your steps follows
from your own steps before it.

{kit_says()}

{kit_hides()}
"""


def kit_written(files: int, out: str) -> str:
    return f"{out}: {counted(files, 'file')} written"


def kit_answers_kept(path: str) -> str:
    return f"{path} was there already and is kept as it is"


def kit_not_written(folder: str, why: str) -> str:
    return f"the kit cannot be written into {folder}: {why}"


def kit_not_over(path: str) -> str:
    return (
        f"{path} is there and is no kit: it would be overwritten; name another folder by --out, an "
        "empty or a new one"
    )


def kit_of_another(kit: str, said: str) -> str:
    return (
        f"this kit has the numbers of {kit}, and the submission is said to be by {said}: use the kit "
        "of that student"
    )


def kit_takes_no(option: str) -> str:
    return f"a kit has its numbers in it and gives no points: leave {option} out"


def kit_broken(path: str, why: str) -> str:
    return f"{path} does not work any more ({why}); ask for your kit again"


def kit_tests() -> str:
    return "the tests of the course run when you hand in"


def kit_function() -> str:
    return (
        "there is a function of this name that takes these arguments; it is called when you hand in"
    )


def kit_waits(absent: Sequence[str]) -> str:
    there = "is" if len(absent) == 1 else "are"
    return (
        f"whether this follows from your own values can be said once {listed(absent)} {there} there"
    )


def kit_follows(own: Sequence[str]) -> str:
    return f"this follows from your own {listed(own)}"


def kit_departs(own: Sequence[str], places: Sequence[str]) -> str:
    if not places:
        return f"this does not follow from your own {listed(own)}"
    entries = f"entry {places[0]} does" if len(places) == 1 else f"entries {listed(places)} do"
    return f"{entries} not follow from your own {listed(own)}"


def kit_first(name: str) -> str:
    return f"{name} is the first step that does not follow from your own earlier values"


def kit_coarse(names: Sequence[str]) -> str:
    verb = "has" if len(names) == 1 else "have"
    return (
        f"{listed(names)} {verb} fewer decimals than the sheet asks for: that is fine only where a "
        "value ends there"
    )


def submission_not_named(template: str) -> str:
    return (
        "grader check: the following arguments are required: SUBMISSION (there is no "
        f"{template} here to take in its place). `grader check --help` shows what it takes."
    )
