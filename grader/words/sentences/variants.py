# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of drawn numbers, secrets and manifests."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import counted, listed, visible


def secret_not_read(path: str, why: str) -> str:
    return f"the secret {path} cannot be read: {why}; `grader secret {path}` writes one"


def secret_too_short(path: str, found: int, least: int) -> str:
    holds = f"has only {counted(found, 'letter')}" if found else "is empty"
    return f"the secret {path} {holds} and needs {least}; `grader secret FILE` writes one that nobody can guess"


def say_whose(student: str | None) -> str:
    if student is None:
        return "say whose numbers count by --student, with --secret or --manifest"
    return "say by --secret or --manifest where the numbers of the student come from"


def printed_numbers(student: str) -> str:
    return (
        f"graded with the printed numbers, for neither --secret nor --manifest says which ones "
        f"{visible(student)} has: if the sheet had others, none of this holds"
    )


def numbers_not_known(assignment: str, student: str) -> str:
    return (
        f'{assignment} draws numbers for every student, and those of "{visible(student)}" are not '
        "known here: say by --manifest or --secret where they come from, or leave the student out "
        "for the printed ones"
    )


def zip_without_numbers(line: str) -> str:
    return (
        f"the file says student = {line!r} and the assignment draws numbers, but the zip has neither "
        "manifest nor secret; by the printed numbers points would be lost, so it was not graded. Build "
        "the zip anew with --manifest or --secret; if the sheet was the printed one, take that line out"
    )


def build_without_numbers(assignment: str, why: str) -> str:
    return (
        f"{assignment}: {why}, so on Gradescope nobody could be graded; name the class by --manifest, "
        "or what draws its numbers by --secret"
    )


def not_in_manifest(student: str, near: str | None) -> str:
    hint = f'did you mean "{near}"?' if near else "`grader variants` adds those of a roster"
    return f'the manifest has no student "{student}"; {hint}'


def no_manifest(path: str, line: str = "", why: str = "") -> str:
    told = f" ({why})" if why else ""
    return f"{path}{line} is no manifest of variants{told}; `grader variants` writes one"


def manifest_without(path: str, key: object) -> str:
    return f'{path} is no manifest of variants: "{key}" is missing; `grader variants` writes one'


def manifest_not_read(path: str, why: str) -> str:
    return f"the manifest {path} cannot be read: {why}"


def manifest_damaged(path: str, student: str) -> str:
    return (
        f"{path}: the numbers of {student} do not match their hash, so the file was changed after "
        "they were frozen; take the copy that the sheets were printed from"
    )


def manifest_of_another(path: str, found: str, wanted: str) -> str:
    return f"{path} is the manifest of {found}, not of {wanted}"


def manifest_lacks(path: str, student: str, lacking: Sequence[str]) -> str:
    return (
        f"{path}: {student} has no numbers for {listed(lacking)}; take that draw out of the "
        "assignment again, or make new sheets and a new manifest"
    )


def frozen_systems(names: Sequence[str]) -> str:
    return (
        f"{listed(names)}: the assignment's file has changed since the numbers were handed out; what "
        "the manifest has frozen counts. If nobody has a sheet yet, delete the folder and make it anew"
    )


def students_twice(names: Sequence[str]) -> str:
    return f"{listed(names)} stand twice in the list of students; name everybody once"


def line_of_another(line: str) -> str:
    return (
        f'Your file says student = "{visible(line, longest=60)}", but this is graded with the numbers of who '
        "handed it in; please look whether it is your own file."
    )


def another_sheet() -> str:
    return (
        "Most of these numbers would be right on another sheet than yours; please look whether "
        "you worked with your own."
    )


def sheet_recognised(
    own: str | None, other: str | None, fitting: int, mine: int, count: int
) -> str:
    whose = f"that of {own}" if own else "the printed one"
    theirs = f"the sheet of {other}" if other else "the printed sheet"
    return (
        f"the answers fit {theirs} ({fitting} of the {count} that differ), "
        f"not {whose} ({mine} of {count})"
    )


def nobody_known(names: Sequence[str]) -> str:
    who = listed(names) if names else "nobody"
    return (
        f"no numbers are known for who handed in ({who}); add them to the manifest and build anew"
    )


def manifest_of_nobody(path: str) -> str:
    return f"{path} holds no students; `grader variants` adds those of a roster"


def drawn_later(where: str, drawing: int, known: int) -> str:
    return (
        f"{where}: the numbers were drawn in way {drawing}, and this grader knows the ways up to "
        f"{known}; update it"
    )


def fits_another_name(student: str, name: str) -> str:
    return (
        f"numbers: by {student} the answers would be worth less than by {name}, another name of the same "
        f'person; so those of {name} count. A line student = "{name}" in the file would say so at once'
    )
