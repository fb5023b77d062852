# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of choices, truth values, matchings, sequences and texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.words.shown import shown_text
from grader.words.text import listed


def a_sequence(labels: Sequence[str], length: int | None) -> str:
    number = "labels" if length is None else f"{length} labels" if length != 1 else "1 label"
    return f"{number} from {listed(labels, 'and')}" if labels else number


def not_among(wanted: str, unknown: Mapping[str, str]) -> str:
    """Of words that are none of those asked for, each with the one it comes near or nothing."""
    told = [shown_text(word, 20) for word in unknown][:5]
    near = [*dict.fromkeys(filter(None, unknown.values()))]
    meant = f"; did you mean {listed(near)}?" if near else ""
    return f"expected {wanted}; not among them: {listed(told)}{meant}"


def sequence_index(wanted: str) -> str:
    return f"expected {wanted}; got numbers: write the labels themselves"


def sequence_length(wanted: str, length: int, got: str) -> str:
    return f"expected {wanted}; got {length}: {got}"


def a_choice(options: Sequence[str]) -> str:
    return f"one of {listed(options, 'or')}"


def some_choices(options: Sequence[str]) -> str:
    return f"some of {listed(options)}, for example [{', '.join(options[:2])}]"


def choice_unknown(wanted: str, got: str, *, numbered: bool, near: str = "") -> str:
    if near:
        return f'expected {wanted}; got "{got}"; did you mean {near}?'
    hint = "; write the option itself, not its number" if numbered else ""
    return f'expected {wanted}; got "{got}"{hint}'


def a_boolean() -> str:
    return "True or False"


def boolean_read(got: str, value: bool) -> str:
    return f"{got} was read as {value}"


def a_matching(keys: Sequence[str], labels: Sequence[str]) -> str:
    pairs = ", ".join(f"{key}: ..." for key in keys)
    return f"a partner for each of {listed(keys)}, as {{{pairs}}}, out of {listed(labels)}"


def matching_twice(wanted: str, twice: Sequence[str]) -> str:
    return f"expected {wanted}; more than one partner for {listed(twice)}"


def matching_turned() -> str:
    return "the pairs stood the other way round and were turned"


def matching_in_order(keys: Sequence[str]) -> str:
    return f"the list was read in the order {', '.join(keys)}"


def matching_incomplete(missing: Sequence[str]) -> str:
    return f"no partner given for {listed(missing)}"


def a_text() -> str:
    return "a text in your own words"
