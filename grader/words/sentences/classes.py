# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of the folder of a class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.words.text import counted, listed


def made_of_the_file(names: Sequence[str]) -> str:
    return (
        f"{listed(names)}: the assignment's file has changed; nothing was drawn, so sheets and keys have "
        "its numbers now. Hand out again what was handed out before."
    )


def variants_need_secret() -> str:
    return (
        "the numbers of a class are drawn with a secret: write a line of at least 20 random letters "
        "into a file, keep it, and name it by --secret or GRADER_SECRET"
    )


def whose_sheets() -> str:
    return "say whose sheets: --roster CSV for a class, or --pool N for N variants to be dealt out"


def pool_size(given: int, most: int) -> str:
    return f"--pool takes a number from 1 to {most} (got {given})"


def nothing_drawn() -> str:
    return (
        "Nothing in this assignment is drawn: everybody gets the same numbers. To draw one, write "
        "{choose: [-3, -2], original: -3} in place of -3."
    )


def class_dropped(folder: str, students: int, files: int, left: int) -> str:
    return (
        f"{folder}: {counted(students, 'student')} dropped with {counted(files, 'file')}, "
        f"{left} left in the manifest; sheets.pdf is made again by the next run"
    )


def no_class_here(folder: str) -> str:
    return f"{folder} holds no manifest.json: make the class first, with --roster or --pool"


def not_in_class(student: str, folder: str, near: str | None) -> str:
    hint = f'did you mean "{near}"?' if near else "a run with --roster adds those who are in it"
    return f'the manifest in {folder} knows no "{student}"; {hint}'


def replaced_without_sheet(names: Sequence[str]) -> str:
    return (
        f"{listed(names)}: --replace makes a new sheet, too, so name a --roster (or a --pool) that "
        "has the same id"
    )


def letters_lacking(boxes: Mapping[str, str]) -> str:
    whose = listed([f"{student} ({letter})" for student, letter in sorted(boxes.items())])
    return (
        f"no font here has these letters, and the PDF shows a box in their place: {whose}; "
        "install a font that has them and make these sheets again, or ask for --format html"
    )


def class_not_written(folder: str, why: str) -> str:
    return (
        f"the class cannot be written into {folder}: {why}; mend that or name another folder by "
        "--out, and run it again: what is done is kept"
    )


def class_busy(folder: str) -> str:
    return f"another run is writing into {folder}; wait until it is done"


def nothing_to_renew(assignment: str) -> str:
    return f"{assignment} draws no numbers, so there are no others to give to anybody"


def sheets_not_merged() -> str:
    return (
        "sheets.pdf, all sheets in one file for printing, takes the pikepdf package: "
        "pip install typst pikepdf"
    )


def sheets_alike(students: Sequence[str]) -> str:
    return f"{listed(students)} have the same answers: the draws of the assignment allow no more"


def no_such_format(unknown: Sequence[str], known: Sequence[str]) -> str:
    said = f"there is no format {listed(unknown)}" if unknown else "no format is named"
    return f"{said}; --format takes {listed(known)}, with commas between"


def frozen_so(why: str, manifest: str) -> str:
    return f"{why} (the numbers and systems are those frozen in {manifest}; take that away to begin anew)"


def pool_into_class(out: str) -> str:
    return f"{out} holds a class with a roster; give the pool a folder of its own"


def typst_missing() -> str:
    return "PDFs need the typst package: pip install typst, or ask for --format html"


def a_file_a_student() -> str:
    return "a file a student"


def a_folder_a_student() -> str:
    return "a folder a student"
