# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of the results file that Gradescope reads."""

from __future__ import annotations


def shortened(text: object) -> str:
    return f"{text}\n[... the rest is left out]"


def results_no_object() -> str:
    return "the results are no object"


def leaderboard_no_list() -> str:
    return "results: leaderboard is no list"


def name_no_text(where: object) -> str:
    return f"{where}: name is no text"


def value_no_number(where: object) -> str:
    return f"{where}: value is neither a finite number nor a text"


def tests_no_list() -> str:
    return "results: tests is no list"


def tags_no_list(where: object) -> str:
    return f"{where}: tags are no list of texts"


def no_finite_number(where: object, key: object) -> str:
    return f"{where}: {key} is no finite number"


def output_no_text(where: object) -> str:
    return f"{where}: output is no text of at most 100,000 characters with plain line ends"


def unknown_key(where: object, key: object) -> str:
    return f"{where}: {key!r} is no key of Gradescope's"


def not_valid(error: object) -> str:
    return f"they were not valid ({error})"


def only_the_score() -> str:
    return "only the score was written"


def work_ended(how: object, detail: object) -> str:
    return f"GRADER FAULT: the work ended by {how} ({detail})"


def not_writable(path: object, reason: object) -> str:
    return f"GRADER FAULT: no results can be written in {path} ({reason})"
