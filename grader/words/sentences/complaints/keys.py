# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of keys and values that the schema refuses."""

from __future__ import annotations


def too_few_entries(subject: object, least: object, got: object) -> tuple[str, str]:
    return (
        f"{subject} must have at least {least} (got {got})",
        "fill it, or leave the key out",
    )


def too_many_entries(subject: object, most: object, got: object) -> tuple[str, str]:
    return (
        f"{subject} must have at most {most} (got {got})",
        "take the others out",
    )


def comma_in_a_decimal(key: object, before: object, after: object) -> str:
    return f'a comma ends an entry: write "{key}: {before}.{after}", or "{key}: [{before}, {after}]" for both'


def must_be_one_of(subject: object, words: object, details: object) -> str:
    return f"{subject} must be one of {words} (got {details})"


def must_be_numbers_or_a_draw(subject: object, known: object, first: object) -> str:
    return f"{subject} must be numbers, a draw or a rule: {known} (got {first})"


def must_be_a_mapping(subject: object, details: object) -> str:
    return f"{subject} must be a mapping (got {details})"


def write_key_or_leave_it_out(path: object, about: object) -> str:
    return f'write "{path}: ..."{about}, or leave it out'


def write_lines_below() -> str:
    return 'write "key: value" lines below it, indented'


def comma_between_two_numbers(key: object, before: object, after: object) -> str:
    return f'a comma ends an entry: write "{key}: [{before}, {after}]" for both, or quotes'


def belongs_to_question() -> str:
    return "belongs to a question"


def belongs_to_system() -> str:
    return "belongs to a system"


def belongs_to_answer_or_defaults() -> str:
    return 'belongs to an answer, or under "defaults" of a question'


def belongs_to_answer() -> str:
    return "belongs to an answer"


def belongs_to_top() -> str:
    return "belongs to the top of the file"


def belongs_under_gradescope() -> str:
    return 'belongs under "gradescope" at the top of the file'


def belongs_under_tolerance() -> str:
    return 'belongs under "tolerance"'


def write_dashes() -> str:
    return 'write lines that start with "- ", or [a, b]'


def write_options_instead() -> str:
    return 'write "options:" in place of "labels:" where every word has a text'
