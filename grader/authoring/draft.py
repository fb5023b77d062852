"""The texts that new assignments begin with: a small one, or one that runs a cell of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import numpy as np

from grader.linting.trials import drawn_numbers, steps_of
from grader.outcome.errors import InputError
from reference import Cell, CellError, cell
from reference.language.functions import Array

_DRAWS = 100  # as a rule some are without a 0, which would hide what is multiplied by it

FIRST = """\
title: A recurrent cell                     # stands on the sheet
points: 3                                   # must equal the sum of the answers' points
rounding: 2                                 # decimals to keep in what you write down
systems:
  forward:
    cell: relu-rnn                          # `grader cells` lists them, `grader cells relu-rnn` shows it
    steps: 3
    given: {V: -3, W: 3, h0: 0, x: [2, 3, 1]}
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


def draft_of(name: str) -> str:
    """An assignment that runs a cell of the catalogue over its first steps, with numbers to change.

    Raises InputError for a cell that the catalogue does not have.
    """
    try:
        written = cell(name)
    except CellError as fault:
        raise InputError(str(fault)) from None
    return "\n".join((*_lines(written), ""))


def _lines(written: Cell) -> Iterator[str]:
    answers = dict(_answers(written))
    yield f'title: "{written.title}"'
    yield f"points: {len(answers)}"
    yield "rounding: 3"
    yield "systems:"
    yield "  forward:"
    yield f"    cell: {written.name}"
    if written.recurrent or written.inputs:
        yield f"    steps: {steps_of(written)}"
    yield "    given:"
    for symbol, value in _numbers(written).items():
        numbers = (np.round(value, 2) + 0.0).tolist()  # as they were drawn, and no -0
        yield f"      {symbol}: {json.dumps(numbers)}"
    yield "questions:"
    yield "  - id: a"
    yield "    title: Forward"
    yield "    prompt: Work these out, in order."
    yield "    system: forward"
    yield "    follow_through: full"
    yield "    answers:"
    for answer, expression in answers.items():
        yield f'      {answer}: "{expression}"'


def _numbers(written: Cell) -> Mapping[str, Array]:
    draws = (drawn_numbers(written, np.random.default_rng(seed)) for seed in range(_DRAWS))
    return min(draws, key=lambda given: sum(int(np.sum(value == 0)) for value in given.values()))


def _answers(written: Cell) -> Iterator[tuple[str, str]]:
    """What the cell keeps and what it gives, step by step: names of answers and what they ask for."""
    last = written.equations[-1].target
    for step in range(1, steps_of(written) + 1):
        for equation in written.equations:
            target = equation.target
            if target.name in written.states or target == last:
                yield f"a_{target.name}" + (f"{step}" if target.step else ""), str(target.at(step))
