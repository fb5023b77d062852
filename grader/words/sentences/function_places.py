# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of where a wrong result of a function differs: which entries, steps and terms."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import listed


def function_localised(names: Sequence[str], fact: str) -> str:
    return f"in {listed(names)}, {fact}"


def only_zeros() -> str:
    return "there are only zeros"


def opposite_sign() -> str:
    return "every entry has the opposite sign"


def times(factor: str) -> str:
    return f"every entry is {factor} times what it should be"


def what_another_is(name: str) -> str:
    return f"there is what {name} should be"


def the_argument_itself(name: str) -> str:
    return f"there is the argument {name} as it was handed in"


def transposed() -> str:
    return "there is the transpose of what should be"


def as_without(name: str) -> str:
    return f"there is what comes out if {name} is left out"


def as_with_ones(names: Sequence[str]) -> str:
    return f"there is what comes out if {listed(names)} held only ones: it is left out as a factor"


def only_of_gates(names: Sequence[str]) -> str:
    return f"only the part of gate {listed(names)} is wrong"


def softmax_over_examples() -> str:
    return "the entries add up to 1 over the examples, where those of each example should"


def only_the_first_step() -> str:
    return "only the first step is wrong"


def only_the_last_step() -> str:
    return "only the last step is wrong"


def right_at_the_first_step() -> str:
    return "the first step is right and every later one wrong"


def right_at_the_last_step() -> str:
    return "the last step is right and every earlier one wrong"
