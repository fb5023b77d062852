"""Numbers that one system takes from another (`same:`) and that nobody draws: they are what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from grader.assignment.draws import is_draw
from grader.assignment.model import Plain, System
from reference.records import replace


def with_fixed(systems: Mapping[str, System]) -> dict[str, System]:
    """The systems with every number that is the same as a fixed one written out."""
    return {name: _written_out(system, systems) for name, system in systems.items()}


def _written_out(system: System, systems: Mapping[str, System]) -> System:
    given = {
        symbol: _at_its_source(value, systems) if _is_same(value) else value
        for symbol, value in system.given.items()
    }
    return replace(system, given=given) if given != system.given else system


def _at_its_source(value: Plain, systems: Mapping[str, System]) -> Plain:
    """The number at the end of a chain; what was written, where that is drawn, missing or a circle."""
    there, seen = value, list[Plain]()
    while _is_same(there) and there not in seen:
        seen.append(there)
        system, _, symbol = str(there["same"]).partition(".")
        given = systems[system].given if system in systems else {}
        there = given.get(symbol, there)
    return value if is_draw(there) else there


def _is_same(value: Plain) -> TypeGuard[dict[str, Plain]]:
    return isinstance(value, dict) and "same" in value
