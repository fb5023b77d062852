"""A new assignment: a file that is sound as it stands, and submissions to try it with."""

from __future__ import annotations

import json
import re
from pathlib import Path

from grader.assignment import json_schema
from grader.outcome.errors import InputError
from grader.words.sentences import beginnings as sentences

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_SCHEMA = "assignment.schema.json"

_ASSIGNMENT = f"""\
# yaml-language-server: $schema={_SCHEMA}
title: A recurrent cell                     # stands on the sheet
points: 3                                   # must equal the sum of the answers' points
rounding: 2                                 # decimals to keep in what you write down
systems:
  forward:
    cell: relu-rnn                          # `grader cells` lists them, `grader cells relu-rnn` shows it
    steps: 3
    given: {{V: -3, W: 3, h0: 0, x: [2, 3, 1]}}
questions:
  - id: a
    title: Forward
    prompt: Run the cell over the three inputs.
    system: forward
    follow_through: full                    # what follows from an earlier slip keeps its points
    answers:
      a_h1: "h[1]"
      a_h2: "h[2]"
      a_h3: "h[3]"
"""

# How a good, an empty and a typical work look: what the grader must say of each is easy to see.
_ZOO = {
    "perfect.yaml": "a_h1: 6\na_h2: 0\na_h3: 3\n",
    "blank.yaml": "a_h1: \na_h2: \na_h3: \n",
    "relu-forgotten.yaml": "a_h1: 6\na_h2: -9\na_h3: 30\n",
}


def begin(folder: Path) -> Path:
    """Write a new assignment into a folder that is not there yet; return its file."""
    name = folder.name
    if not _ID.fullmatch(name):
        raise InputError(sentences.not_an_id(name))
    try:
        (folder / "zoo").mkdir(parents=True)
        (folder / "assignment.yaml").write_text(_ASSIGNMENT, encoding="utf-8")
        (folder / _SCHEMA).write_text(json.dumps(json_schema(), indent=1), encoding="utf-8")
        for file, answers in _ZOO.items():
            (folder / "zoo" / file).write_text(f"assignment: {name}\n{answers}", encoding="utf-8")
    except FileExistsError:
        raise InputError(sentences.there_already(str(folder))) from None
    except OSError as error:
        raise InputError(sentences.not_written(str(folder), error.strerror or "")) from None
    return folder / "assignment.yaml"
