# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What to write in an assignment file in place of what the language writes otherwise."""

from __future__ import annotations


def write_sigmoid() -> str:
    return 'write "sigmoid(...)" for σ'


def write_a_product() -> str:
    return 'write "@" for a matrix product and "*" entry by entry'


def write_entry_by_entry() -> str:
    return 'write "*" for the product entry by entry'


def write_minus() -> str:
    return 'write "-" for the minus'


def write_power() -> str:
    return 'write "**" for a power'


def write_in_plain_signs(meant: str) -> str:
    return f'write "{meant}"'


def write_step() -> str:
    return 'write "[t]" for the step'


def write_comma() -> str:
    return 'write a comma in place of ";"'


def write_a_point(number: str) -> str:
    return f'decimals have a point: write "{number}"'


def write_abs() -> str:
    return 'write "abs(...)" in place of bars'


def write_straight_quotes() -> str:
    return 'write straight quotes (") in place of curly ones, and only round the whole'


def close_round() -> str:
    return 'close the bracket with ")"'


def close_square() -> str:
    return 'close the bracket with "]"'


def sign_between(left: object, right: object) -> str:
    return f'write a sign between the two: "{left}*{right}"'


def write_its_step(name: object) -> str:
    return f'write "{name}[t]" for the step'


def comparison_between() -> str:
    return 'write "==", "<" or ">" between the two sides'


def brackets_round(function: object, argument: object) -> str:
    return f'write brackets round the argument: "{function}({argument} ...)"'


def product_within(text: object) -> str:
    return f'write "@" (matrix product) or "*" (entry by entry) within "{text}"'
