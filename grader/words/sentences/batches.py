# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a whole class that is graded at once."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import listed


def list_not_read(name: str) -> str:
    return f"{name} cannot be read as Gradescope's list of submissions; export them again"


def record_without_folder(name: str) -> str:
    return f"{name}: in the list, but no folder is there"


def folder_without_record(name: str) -> str:
    return f"{name}: a folder that the list does not know"


def record_without_people(name: str) -> str:
    return f"{name}: in the list, but without anybody who handed it in; its row bears its own name"


def in_two_groups(who: str, one: str, other: str) -> str:
    return f"{who} stands in two hand-ins, those of {one} and of {other}: both have a row"


def several_assignments(folder: str, names: Sequence[str], wanted: str) -> str:
    return (
        f"{folder} holds several assignments ({listed(names)}), and none of them is called "
        f"{wanted or 'as the one to be graded'}. Nothing was graded: move the one that is meant "
        "into a folder of its own."
    )


def process_died(who: str) -> str:
    return f"{who}: the process that graded it was ended from outside, twice"


def process_not_started() -> str:
    return "A process that was to grade ended before it began"


def by_the_printed_numbers(assignment: str) -> str:
    return (
        f"{assignment} draws numbers for every student, and neither --manifest nor --secret says which: "
        "everybody was graded by the printed ones. If the sheets had others, none of these points hold"
    )


def no_such_date(text: str, option: str = "--due") -> str:
    return f"{option} {text} is no date; write it as 2026-05-01T23:59+02:00."


def no_deadline() -> str:
    return (
        "The assignment takes points off late work, but nobody's lateness is known, so nothing was "
        "taken off. Say when it was due by --due; of Moodle, give the worksheet by --gradebook."
    )


def layouts_mixed(one: str, other: str) -> str:
    return (
        f"The hand-ins are laid out in more than one way ({one} and {other} do not go together). "
        "Nothing was graded: put each layout into a folder of its own."
    )


def nobody_handed_in(folder: str, endings: Sequence[str]) -> str:
    return f"{folder} holds no hand-in: neither folders nor files that end in {listed(endings)}."


def no_class_there(path: str) -> str:
    return f"{path} is neither a folder nor a zip."


def zip_refused(path: str, why: str) -> str:
    return f"{path} cannot be unpacked: {why}"


def two_files_of_one(one: str, other: str) -> str:
    return (
        f"{one} and {other} would be hand-ins of one student. Nothing was graded: take one of the "
        "two away."
    )


def id_twice(one: str, other: str) -> str:
    return f"{one} and {other} are one id but for the case of their letters; rename one of them."


def assignment_needed() -> str:
    return "Say which assignment it is by --assignment, and where the results go by --out."


def out_busy(folder: str) -> str:
    return f"Another run is writing to {folder}; wait for it, or take another --out."


def out_inside(out: str, works: str) -> str:
    return f"{out} lies in {works} itself and would be taken for a hand-in; take another --out."


def layout_taken(layout: str, count: int) -> str:
    return f"Layout: {layout}, {count} {'hand-in' if count == 1 else 'hand-ins'}."


def graded(done: int, kept: int, refused: int) -> str:
    return f"Graded {done}, kept {kept} from before, not gradable {refused}."


def unmatched(names: Sequence[str]) -> str:
    return "\n".join(f"Nobody's: {name}" for name in names)


def not_in_roster(ids: Sequence[str]) -> str:
    return "\n".join(f"Not in the roster: {one}" for one in ids)


def nothing_from(ids: Sequence[str]) -> str:
    return "\n".join(f"Nothing handed in: {one}" for one in ids)


def no_results_in(folder: str) -> str:
    return f"{folder} holds no results of `grader batch`."


def not_there(who: str, folder: str) -> str:
    return f"{who} is not among the results in {folder}."


def forgotten(who: str) -> str:
    return f"{who} is in none of the files any more."


def failed_ourselves(count: int, first: str) -> str:
    return (
        f"The grader itself failed on {count} of the hand-ins; the results of all others are kept, "
        f"and the same command goes on from there. The first: {first}"
    )


def marks_of_nobody(ids: Sequence[str]) -> str:
    """Rows of the marks whose students have handed in nothing."""
    if not ids:
        return ""
    return (
        f"The marks have rows of students without a hand-in, which count for nobody: {listed(ids)}"
    )
