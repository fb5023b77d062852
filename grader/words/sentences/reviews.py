# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What staff read while they mark texts."""

from __future__ import annotations


def all_points() -> str:
    return "All points"


def half_the_points() -> str:
    return "Half of the points"


def no_points() -> str:
    return "No points"


def no_settings(out: str) -> str:
    return f"{out} does not say how its class was graded: run `grader batch` again, and then this."


def marks_elsewhere(marks: str, wanted: str) -> str:
    return (
        f"This class was graded with the marks of {marks}, and marks that are given here lie in "
        f"{wanted}. Copy them there, run `grader batch` without --marks, and then this again."
    )


def no_such_answer() -> str:
    return "There is no answer of this name that staff read."


def pile_gone() -> str:
    return "This text was put together with others, or taken apart, or handed in anew."


def no_such_box(answer: str) -> str:
    return f"The rubric of {answer} has no such box: load the page again."


def points_outside(most: str) -> str:
    return f"Points are a number from 0 to {most}, such as 1, 0.5 or 1/2."


def no_first_mark() -> str:
    return "A second mark stands beside a first one, given by somebody else."


def changed_meanwhile() -> str:
    return "Somebody else marked this text meanwhile. Nothing of yours was saved; theirs is shown."


def nothing_to_undo() -> str:
    return "There is nothing to undo."


def undo_too_late() -> str:
    return "This text was marked again since; nothing was undone."


def nothing_to_join() -> str:
    return "Choose at least one other text."


def nobody_to_deal_to() -> str:
    return "Name at least one person."


def other_host() -> str:
    return "This address is not ours: open the one that `grader review` printed."


def no_such_page() -> str:
    return "There is no such page."


def other_method() -> str:
    return "This page is not asked in this way."


def no_token() -> str:
    return "Open the address that `grader review` printed: it carries the key to this page."


def other_origin() -> str:
    return "This request came from another page."


def no_json() -> str:
    return "What is sent here must be JSON."


def no_length() -> str:
    return "What is sent here must say how long it is."


def too_large() -> str:
    return "This is larger than any mark."


def not_understood(what: str) -> str:
    return f"{what} cannot be understood."


def who_marks() -> str:
    return "Say who marks."


def not_saved(why: str) -> str:
    return f"This could not be written to the disk, so nothing was saved ({why})."


def port_taken(port: int, why: str) -> str:
    return f"port {port} cannot be used ({why}); leave out --port, and a free one is taken"


def opened(address: str) -> str:
    return f"{address}\nOpen it in a browser on this machine; Ctrl-C ends it, and every mark is saved at once."


def marks_lie_in(path: str) -> str:
    return f"The marks lie in {path}; run `grader batch` again, and they count."


def packages_missing(name: str) -> str:
    return f"The page needs the package {name}: pip install 'rnn-grader[review]'."


def no_such_command(command: str, why: str) -> str:
    return f"{command!r} is no program that can be run{f' ({why})' if why else ''}; give its path"


def suggests_too_slowly(seconds: float) -> str:
    return f"The program said nothing within {seconds:g} s."


def suggests_nothing(why: str) -> str:
    return f"The program failed: {why or 'it said nothing'}"


def suggests_no_json() -> str:
    return 'The program\'s answer is no JSON such as {"items": ["cause"], "why": "..."} with items of this rubric.'
