"""Assignments drawn at random: a cell of the catalogue, numbers of every size, every tolerance."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from grader.assignment import Answer, Assignment, Question, Tolerance
from grader.assignment.model import System
from reference import CATALOGUE, Cell, cell, sized

LEVELS = ("result", "named", "written", "every")
_SKIPPED = ("perplexity",)  # exp of a huge number is not finite


def drawn_assignments(seeds: range) -> Iterator[Assignment]:
    """One assignment a seed, always the same."""
    for seed in seeds:
        yield drawn_assignment(np.random.default_rng(seed))


def drawn_assignment(random: np.random.Generator) -> Assignment:
    """A system, and answers about its last quantities and a gradient."""
    names = [name for name in CATALOGUE if name not in _SKIPPED]
    written = cell(str(random.choice(names)))
    steps = int(random.integers(1, 4)) if written.recurrent else 1
    scale = 10.0 ** float(random.choice([-3, -1, 0, 0, 1]))
    digits = int(random.integers(1, 8))
    given = _numbers(written, steps, scale, digits, random)
    system = System(cell=written.name, steps=steps, given=given)
    last = [e.target for e in written.equations]
    asked = [f"{s.name}[{steps}]" if s.step is not None else s.name for s in last]
    asked += [f"grad(sum({asked[-1]}), {name})" for name in list(written.parameters)[:1]]
    answers = tuple(
        Answer(
            name=f"a{place}",
            kind="matrix",
            points=Fraction(1),
            value=text,
            system="s",
            tolerance=drawn_tolerance(random),
        )
        for place, text in enumerate(asked)
    )
    question = Question(id="a", prompt="Work it out.", answers=answers, system="s")
    return Assignment(
        id="drawn",
        title="Drawn",
        points=Fraction(len(answers)),
        questions=(question,),
        systems={"s": system},
    )


def drawn_tolerance(random: np.random.Generator) -> Tolerance:
    """Every kind of rule, from 0 decimals to 9."""
    decimals, at = int(random.integers(0, 10)), str(random.choice(LEVELS))
    share = 10.0 ** float(-random.integers(1, 7))
    return (
        Tolerance(decimals=decimals, at=at),
        Tolerance(decimals=decimals, at=at, truncation=True),
        Tolerance(decimals=decimals, at="result", cut=True),
        Tolerance(significant=decimals + 1),
        Tolerance(significant=decimals + 1, at=at),
        Tolerance(absolute=share),
        Tolerance(relative=share),
        Tolerance(absolute=share, relative=share),
        Tolerance(exact=True),
    )[int(random.integers(9))]


def _numbers(
    written: Cell, steps: int, scale: float, digits: int, random: np.random.Generator
) -> dict[str, object]:
    names = {name for shape in written.shapes.values() for d in shape for name in d.names}
    whole = sized(written, dict.fromkeys(names, 2))

    def numbers(symbol: str, *lead: int) -> object:
        shape = (*lead, *(dimension.size or 1 for dimension in whole.shape(symbol)))
        found = np.round(scale * random.uniform(-1.5, 1.5, size=shape), digits)
        return found.tolist()

    given = {name: numbers(name) for name in written.parameters}
    given |= {name: numbers(name, steps) for name in written.inputs}
    return given | {f"{name}0": numbers(name) for name in written.states}
