# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What the tables on a screen say besides their cells."""

from __future__ import annotations


def on_gradescope() -> str:
    return "On Gradescope, in a programming assignment:"


def manual_grading() -> str:
    return "  manual grading     on, with these questions in the outline:"


def autograder_zip() -> str:
    return "  autograder zip     this file, on the usual image (Ubuntu 22.04)"


def try_before(path: object) -> str:
    return f"Try it before: grader simulate {path} SUBMISSION"


def accepted_intervals(ours: float, plain: float) -> str:
    return f"    accepted intervals: {ours:.2f} times as wide as what a search reaches (plain interval arithmetic: {plain:.2f})"


def blind_answers(
    hiding: object, blind: object, worst: object, hidden: object, mistakes: object
) -> str:
    return f"    {hiding} of {blind} answers cannot see some of the usual mistakes, most of them {worst} ({hidden} of {mistakes}); --report names them"


def when_seen(decimals: int | None, *, is_idle: bool) -> str:
    if decimals is not None:
        return f"seen at {decimals} decimals"
    return "changes nothing here" if is_idle else "changes too little here to be seen"


_COUNTED = 10**6  # beyond it nobody cares how many


def good_draws(share: float, sheets: int) -> str:
    many = f"{sheets:,}" if sheets < _COUNTED else f"{float(min(sheets, 10**300)):.2g}"
    return f"    draws: {share:.0%} are good, out of {many} different sheets"


def nothing_drawn() -> str:
    return "    nothing here is drawn: everybody gets the same numbers"


def two_share(name: object, chance: float) -> str:
    return f"        two students share {name} with a chance of {chance:.1%}"


def two_share_everything(chance: float) -> str:
    return f"        two students share everything with a chance of {chance:.2g}"


def no_draw_shows(note: object, system: object, what: object) -> str:
    return f"            no draw can show {note} in {system}: {what}"


def work_of_a_student(least: object, most: object, median: float) -> str:
    return f"    work of a student: {least} to {most} operations that nobody does in the head, mostly {median:.0f}"


def no_total_shown() -> str:
    return "(no total is shown: the results of some tests are hidden)"


def what_the_student_sees() -> str:
    return "What the student sees"


def what_staff_sees() -> str:
    return "What staff sees besides"


def points_from_autograder(score: object) -> str:
    return f"{score:g} points from the autograder"


def kit_with_printed_numbers() -> str:
    return "kit with the printed numbers"


def kit_of(student: object) -> str:
    return f"kit of {student}"


def points_to_read(points: object, verb: object, waiting: object) -> str:
    return f"{points} {verb} for the staff to read: {waiting}."


def nothing_lost() -> str:
    return "Nothing is lost so far."


def look_first(where: object) -> str:
    return f"A good place to look first: {where}."
