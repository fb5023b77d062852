# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of numbers that are drawn for students."""

from __future__ import annotations

from collections.abc import Sequence


def condition_of_another(text: object) -> str:
    return f"the condition {text} speaks of what it does not have"


def condition_of_none(text: object) -> str:
    return f"the condition {text} speaks of what no drawn system has"


def cannot_be_allowed(name: object, meant: str) -> str:
    return f"vetting allows {name}, which cannot happen here; {meant}"


def may_speak_of(names: object) -> str:
    return f"it may speak of {names}"


def none_good_enough(
    others: Sequence[str], attempts: object, shares: object, note: str = ""
) -> str:
    loosen = f"write `vetting: {{allow: [{note}]}}`" if note else "loosen `require` or `vetting`"
    with_others = f" (with {', '.join(others)})" if others else ""
    return f"none of {attempts} draws{with_others} is good enough; mostly because {shares}. Widen what is drawn, or {loosen}"


def too_many_numbers(draw: object, entries: object) -> str:
    return f"{draw}: {entries} numbers are more than one draw can have"


def no_original_number(system: object, symbol: object) -> str:
    return f'system "{system}" draws {symbol} and has no original number for it'


def words_without_original(name: object) -> str:
    return f"the words {name} are drawn and have no original"


def no_such_symbol(system: object, symbol: object) -> str:
    return f"there is no {system}.{symbol} to have the same number as"


def same_as_itself(system: object, symbol: object) -> str:
    return f"{system}.{symbol} is the same as itself, by way of others"


def largest_too_close(what: object) -> str:
    return f"the largest of {what} is too close to the next"


def less_work() -> str:
    return "there is less to work out than usual"


def more_work() -> str:
    return "there is more to work out than usual"
