# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of an answer's value that cannot be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.words.text import listed


def must_come_from_equations(meant: str) -> tuple[str, str]:
    """What is wrong, and what to write where just these numbers are `meant`."""
    return (
        "a number must come from the equations",
        f"write an expression over a system; if these very numbers are meant, write {meant}",
    )


def more_than_two_axes() -> str:
    return "the value has more than two axes"


def numbers_are_ordered(value: object) -> str:
    return f'"{value}": numbers are compared by < or >; whether two agree depends on rounding'


def compares_several(value: object) -> str:
    return f'"{value}" compares more than one number; compare entries or a sum'


def declare_letter(letter: str) -> str:
    return (
        f"declare it in a cell of yours ({letter}: scalar given), and name its system here: "
        '"How do I ask for a formula?" in docs/questions.md'
    )


def no_equation(system: object, quantity: object) -> str:
    return f'system "{system}" has no equation for {quantity}'


def sizes_only(system: str) -> str:
    return f'system "{system}" has sizes only, so it has no values; give it numbers under given, or ask for a kind: count, shape or range'


def which_system() -> str:
    return "it does not say which system it is about"


def no_whole_number(text: object, value: object) -> str:
    return f'"{text}" is no whole number (it gives {value})'


def parameters_of_no_system(name: object, hint: object) -> str:
    return f'parameters({name}): there is no system "{name}"{hint}'


def no_size(name: object) -> str:
    return f"no size is given for {name}"


def no_index(value: object, labels: object) -> str:
    return f"the value {value} is no index into {labels} labels; use argmax(...)"


def leave_out(near: str, known: Sequence[str]) -> str:
    return f'did you mean "{near}"?' if near else f"its symbols are {listed(known)}"


def write_the_other_way_round(names: Mapping[str, str]) -> str:
    pairs = ", ".join(f"{old}: {new}" for old, new in names.items())
    return f"the cell's own symbol stands first; write {{{pairs}}} if that is meant"


def name_a_system(names: Sequence[str]) -> str:
    if not names:
        return "declare one under systems, or ask for numbers that need none"
    return (
        f'write "system: {names[0]}" in the answer or its question; known here: {", ".join(names)}'
    )


def one_index_an_axis() -> str:
    return "a single number needs no entry(...): write y[1]; of a matrix, write entry(W, 1, 2)"


def mend_the_shapes() -> str:
    return "the shapes must fit: write transpose(...) around a side that lies the wrong way, or * for a product entry by entry"


def too_few_labels(index: int, labels: Sequence[str]) -> str:
    return f"the value is the label of place {index}, and labels has only {listed(labels)}"


def give_every_label() -> str:
    return "give a label for every place, from 1 on"


def no_bounds(asked: object, reason: object) -> str:
    return f'"{asked}" cannot be accepted by rounding: {reason}'


def leaves_domain(asked: object) -> str:
    return f'"{asked}": honest rounding may lead to a root, power or logarithm that does not exist'


def by_tolerance() -> str:
    return "ask for more decimals, or accept numbers near the key: tolerance: {absolute: 0.01}"


def not_finite(asked: object, value: object) -> str:
    return f'"{asked}" is not finite: {value}'


def stay_in_domain() -> str:
    return "look for a division by 0, and for a root, logarithm or broken power of a number below 0"
