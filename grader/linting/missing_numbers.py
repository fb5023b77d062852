"""What a system was given nothing for, so that it counts as 0 or is not there at all.

An author who forgets `b_h` or `h0` gets a key without it, which nobody sees in the key.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.assignment import Assignment
from grader.assignment.faults import Fault
from grader.assignment.read_anew import Source
from grader.key.expected import Expected, Model
from grader.outcome.errors import Faulty
from grader.words.sentences import assignments as sentences
from reference import CATALOGUE, cell
from reference import symbols as _used


def left_out(assignment: Assignment) -> Iterator[str]:
    """A line a system that has no number for a bias, or for the state before the first step."""
    for name, model in _models(assignment):
        without = [*_absent(model), *_zero(model)]
        if without and not model.file.without:
            yield sentences.left_out(name, without)


def fixed_states(source: Source, assignment: Assignment) -> Iterator[Fault]:
    """States that one number is given for at every step: `h` where `h0` was meant."""
    for name, model in _models(assignment):
        for state in model.system.written.states:
            if state in model.file.given and _same(model, state):
                path = ("systems", name, "given", state)
                yield source.fault(path, *sentences.state_is_fixed(state))


def _models(assignment: Assignment) -> Iterator[tuple[str, Model]]:
    """The systems that have numbers and can be solved."""
    expected = Expected(assignment)
    for name, file in assignment.systems.items():
        if not file.given:
            continue
        try:
            model = expected.model(name)
            found = (name, model) if model.system.steps else None
        except Faulty:
            continue
        if found:
            yield found


def _absent(model: Model) -> Iterator[str]:
    """Optional weights of the catalogue's cell that got no number, though their equation is there."""
    if model.file.cell not in CATALOGUE or model.file.rename:
        return
    written, whole = model.system.written, cell(model.file.cell)
    for symbol in whole.optional:
        homes = [e.target for e in whole.equations if any(s.name == symbol for s in _used(e.value))]
        if symbol not in written.shapes and any(home in written.by_target for home in homes):
            yield symbol


def _zero(model: Model) -> Iterator[str]:
    written, given = model.system.written, {*model.file.given}
    for state in written.states:
        if not {f"{state}0", f"{state}_0", state, f"{state}[0]"} & given:
            yield f"{state}0"
    for name, way in written.looked_back.items():  # an input, which is given at the steps alone
        if way < 0 and not {f"{name}0", f"{name}_0", f"{name}[0]"} & given:
            yield f"{name}0"


def _same(model: Model, state: str) -> bool:
    """Whether one value is given to a state at every step, and not one a step."""
    pins = [model.system.pins.get(f"{state}[{t}]") for t in range(1, model.system.steps + 1)]
    return model.system.steps > 1 and all(one is pins[0] for one in pins)
