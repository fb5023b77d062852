# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of numbers that are tried instead of compared."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import counted, listed


def works() -> str:
    return "with your numbers everything holds that is asked for"


def works_not(condition: str, left: str, value: str, held: int, of: int) -> str:
    count = "" if of == 1 else f"; {held} of {counted(of, 'condition')} hold"
    return f"with your numbers {left} is {value}, but {condition} is asked for{count}"


def works_together(names: Sequence[str]) -> str:
    return f"these numbers are tried together, and there are none for {listed(names)}"


def example_fails(why: str) -> str:
    return f"the numbers of the file themselves do not work: {why.replace('your', 'its')}"


def one_example() -> str:
    return "One of many: any numbers are right with which the conditions hold."


def asked_to_work(conditions: Sequence[str]) -> str:
    return f"Any numbers count with which {listed(conditions)} {'hold' if conditions[1:] else 'holds'}."


def made_again(first: str, earned: str, most: str, *, whole: bool) -> str:
    if whole:
        return f"It is the same mistake as in {first}, which costs only once."
    return f"It is the same mistake as in {first}, which costs less again: {earned} of {most}."


# -- what is said of the file -----------------------------------------------------------------


def about_works() -> str:
    return (
        "Conditions such as miss[t] == 0: any numbers are right with which they hold. The answers "
        "name given symbols of the system, whose numbers in the file are one example."
    )


def about_repeated() -> str:
    return "What an answer earns whose mistake was made in an answer before it in the question, at whatever step: none, full, or a fraction. A lost sign is each time one of its own."


def about_fill() -> str:
    return "The number of every entry."


def about_evenly() -> str:
    return "The first number and the last."


def about_filled_shape() -> str:
    return "Sizes of the array, filled row by row."


def about_identity() -> str:
    return "How many rows and columns."


def write_condition() -> str:
    return 'write a comparison such as "miss[t] == 0"'


def one_reading() -> tuple[str, str]:
    return "numbers that are tried have one reading", "leave readings out"


def no_symbol() -> tuple[str, str]:
    return (
        "what is tried is a given symbol of the system",
        "write value: W, or ask for it in a question of its own",
    )


def one_system() -> tuple[str, str]:
    return "what is tried belongs to one system", "name it at the question"
