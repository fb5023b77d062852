# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What a file to fill in says."""

from __future__ import annotations

from grader.words.text import counted


def fill_in() -> str:
    return "# Fill in what you know; what stays `...` counts as missing.  Vectors are lists, texts"


def check_with(named: str | None) -> str:
    told = f" --assignment {named}" if named else ""
    how = "" if named == "" else f"  Check your file with: grader check THIS_FILE{told}"
    return f"# stand in quotes.{how}"


def a_shape() -> str:
    return "a shape such as (2, 3)"


def right_hand_side() -> str:
    # nothing that the equation of a cell is made of: it may be what is asked for
    return 'a text with the right-hand side, in letters, as "a*b_t + c^2"'


def written_out_sum() -> str:
    return "a sum as a text, with its numbers written out"


def own_words() -> str:
    return "a text in your own words"


def labels_out_of(words: object) -> str:
    return f"a list of labels out of {words}"


def list_out_of(words: object) -> str:
    return f"a list out of {words}"


def numbers_in_a_list(length: int, rounded: object) -> str:
    return f"{counted(length, 'number')} in a list{rounded}"
