"""What a first check of an assignment would have to work out, made before there is one.

A wheel holds it for the assignments that come along, a zip for Gradescope for its own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from grader.assignment import Answer, load_assignment
from grader.assignment.cache import ahead_name, entry_of, recorded
from grader.assignment.kinds import NUMERIC
from grader.assignment.locate import FILE, shipped_folder
from grader.files.written import put
from grader.functions.prescribed import Prescribed
from grader.grading.follow import Carried, OwnValue, carried_to, own_values
from grader.grading.mistaken_targets import rewrites
from grader.key.model import Key
from grader.key.store import Keys
from grader.outcome.errors import Faulty, InputError
from grader.reading import Numbers
from grader.reading.number_syntax import Number
from grader.variant.printed import printed

FOLDER = "_ready"  # below `grader`


def made_ahead(file: Path) -> Iterator[tuple[str, bytes]]:
    """The entries for an assignment, as file names with what is in them.

    Raises InputError for a file that is no assignment.  What cannot be worked out, such as numbers
    that were never printed, is left for whoever asks for it.
    """
    with recorded() as entries:
        assignment = load_assignment(file)
        try:
            shared = printed(assignment) if assignment.is_drawn else assignment
            keys = Keys(shared, shared=True)
            keys.make_ready()
            _make_mistakes_ready(keys)
            asked = Prescribed(shared)
            for name in asked.functions:
                asked.calls(name, asked.functions).make_ready()
        except (Faulty, InputError):
            pass  # what was found until then holds
    for key, value in entries.items():
        name = ahead_name(key)
        yield f"{name}.json", entry_of(name, value)


def _make_mistakes_ready(keys: Keys) -> None:
    """The mistakes of every answer, for whoever fills in the whole sheet and for whoever begins."""
    questions = keys.assignment.questions
    asked = [(a, keys.of(a, q)) for q in questions for a in q.answers if a.kind in NUMERIC]
    steps = own_values([_right(answer, key) for answer, key in asked if key.targets])
    for answer, key in asked:
        for target in key.targets[:1]:
            for carried in (carried_to(answer, key.targets, steps), Carried(())):
                rewrites(target, carried)


def _right(answer: Answer, key: Key) -> OwnValue:
    """An answer as somebody writes it who has it right."""
    entries = tuple(Number(float(value)) for value in key.target.value.ravel())
    numbers = Numbers(key.target.value.shape, entries)
    return OwnValue(answer.name, key.target, numbers, departs=False, tolerance=answer.tolerance)


def main() -> None:
    """Write the entries of all assignments that come along into a folder: for who builds a wheel."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for file in sorted(shipped_folder().glob(f"*/{FILE}")):
        for name, text in made_ahead(file):
            put(out / name, text)


if __name__ == "__main__":
    main()
