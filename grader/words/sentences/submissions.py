# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of a submission's file and of a submission as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import listed


def submission_not_found(path: str) -> str:
    return f"{path}: there is no such file; give the path of a submission (.py, .yaml or .json)"


def submission_not_opened(path: str, why: str) -> str:
    return f"{path}: the file cannot be read ({why})"


def submission_not_a_file(path: str) -> str:
    return f"{path}: a submission must be an ordinary file, and this is a pipe, device or socket"


def submission_too_large(path: str, limit: int) -> str:
    return (
        f"{path}: the file is larger than {limit // 1_000_000} MB; a submission holds answers only,"
        " so move data and output elsewhere"
    )


def submission_unknown_ending(path: str, endings: Sequence[str]) -> str:
    return f"{path}: a submission must end in {listed(endings, 'or')}"


def submission_not_in_folder(path: str) -> str:
    return f"{path}: the folder holds no submission.py (nor submission.yaml or submission.json)"


def submission_several_in_folder(path: str, names: Sequence[str]) -> str:
    return f"{path}: the folder holds {listed(names)}; keep one of them, or give its path"


def submission_empty(path: str) -> str:
    return f"{path}: the file is empty, so every answer is missing"


def submission_not_utf8(path: str, line: int) -> str:
    return f"{path}, line {line}: the text is not UTF-8; save the file with that encoding"


def submission_not_decoded(path: str, why: str) -> str:
    return f"{path}: Python cannot decode this source ({why}); save the file as UTF-8"


def submission_not_parsed(path: str, line: int | None, why: str) -> str:
    place = f"{path}, line {line}" if line else path
    return f"{place}: this is not valid Python ({why})"


def submission_fault_at(path: str, line: int, sentence: str) -> str:
    return f"{path}, line {line}: {sentence}"


def document_not_a_mapping(what: str) -> str:
    return f'expected one mapping from answer names to values, such as "h1: 0.42"; got {what}'


def document_duplicate(name: str, first: int) -> str:
    return f'"{name}" stands here a second time (first in line {first}); keep one of the two'


def document_name_not_text() -> str:
    return 'expected the name of an answer before ":"; got a list or a mapping'


def document_too_deep(limit: int) -> str:
    return f"values are nested more than {limit} levels deep; no answer needs that"


def document_too_many(limit: int) -> str:
    return f"the file holds more than {limit:,} values; a submission holds answers only"


def document_alias(name: str) -> str:
    return f"*{name} refers to another place in the file; write the value out instead"


def document_tag(tag: str) -> str:
    return f"the tag {tag} asks for a special type; write the plain value without it"


def document_several() -> str:
    return 'a second document starts here ("---"); keep all answers in one'


def document_header_not_text(name: str) -> str:
    return f'"{name}" must be one plain text'


def yaml_syntax(why: str) -> str:
    return f"this is not valid YAML ({why})"


def yaml_colon() -> str:
    return 'a second ":" in one line; put text that holds ":" in quotes: reason: "because: ..."'


def yaml_tab() -> str:
    return "a tab cannot indent YAML; use spaces"


def json_expected(wanted: str, found: str) -> str:
    return f"expected {wanted}; got {found}"


def json_comment() -> str:
    return "JSON has no comments; delete this one, or save the file as .yaml and start it with #"


def json_trailing_comma(closing: str) -> str:
    return f"there is a comma before {closing} with nothing behind it; delete the comma"


def json_single_quotes() -> str:
    return "JSON texts stand in double quotes; write \"text\" instead of 'text'"


def json_bad_text(why: str) -> str:
    return f"this text is not valid JSON ({why})"


def json_word(word: str, instead: str) -> str:
    return f"JSON has no {word}; write {instead}"


def json_number(word: str) -> str:
    return f"{word} is no JSON number; write it as 0.42, -1.25 or 1e-3, or put it in quotes"


def json_decimal_comma(whole: str, digits: str) -> str:
    return (
        f"a comma before {digits} parts two values; write {whole}.{digits}, "
        f'or "{whole},{digits}" in quotes'
    )


def json_comma_missing() -> str:
    return "a comma is missing at the end of this line"


def json_text_without_quotes(word: str) -> str:
    return f'{word} is no JSON value; put a text in quotes: "{word}"'


def document_no_colon(name: str, behind: str) -> str:
    return f'a colon is missing behind {name}; write "{name}: {behind}"'


def document_no_space(name: str, behind: str) -> str:
    return f'a space is missing behind the colon of {name}; write "{name}: {behind}"'


def document_never_closed(bracket: str) -> str:
    return f'this "{bracket}" is never closed; close it, or put a text that holds it in quotes'


def yaml_indented() -> str:
    return "this line is indented, and belongs to nothing above it; begin it at the left edge"


def json_constant(word: str) -> str:
    return f"{word} is not JSON, and no answer can be {word}; write a number"


def assignment_ambiguous(names: Sequence[str]) -> str:
    return (
        f"The answers fit {listed(names)}; say which one by --assignment, or by a line such as "
        f'assignment = "{names[0]}" in the file'
    )


def assignment_unknown(
    names: Sequence[str], *, given: bool, mixed: bool, near: Sequence[tuple[str, str]] = ()
) -> str:
    which = f"candidates: {', '.join(names)}" if names else "no assignment is installed"
    if mixed:
        why = "No single assignment asks for all these answers"
    elif given:
        why = "No assignment asks for any of the names in this file"
        if near:
            meant = listed([f"{answer} of {name}" for answer, name in near], "or")
            return f"{why}; did you mean {meant}? Mend the name, or name the assignment by --assignment"
    else:
        why = "The file holds no answers, so nothing in it shows which assignment it is for"
    return f"{why}; say so by --assignment ({which})"


def head_mistyped(name: str, meant: str) -> str:
    return f'"{name}" is no answer of this assignment and is not read; did you mean "{meant}"?'


def name_mistyped(name: str, meant: str) -> str:
    return f"{name} is no answer of this assignment; did you mean {meant}?"


def names_unknown(names: Sequence[str]) -> str:
    return f"no answer of this assignment, and not read: {listed(names[:5])}"


def reading_taken(name: str, why: str, alike: Sequence[str] = ()) -> str:
    said = f"graded by the reading “{name}”" + (f" ({why.rstrip('.')})" if why else "")
    others = listed([f"“{other}”" for other in alike])
    return f"{said}; by {others} it would earn as much" if alike else said


def sandbox_failed() -> str:
    return (
        "The grader could not run this program, and your work is not the reason. Nothing was "
        "graded; please tell the course staff."
    )


def place(line: int | None, cell: int | None = None) -> str:
    """Where in a file; empty where that is not known."""
    if line is None:
        return ""
    return f"line {line}" if cell is None else f"cell {cell}, line {line}"


def timed_out(seconds: float, where: str, place: str = "") -> str:
    what = {"import": "running the file", "call": "the call", "total": "the submission"}
    said = f"{what.get(where, where)} took longer than {seconds:g} s and was stopped"
    return f"{said} in {place}; what it gave before that counts" if place else said


def crashed(how: str, place: str = "") -> str:
    said = f"the program ended without a value: by itself or by a limit ({how})"
    return f"{said}, in {place}; what it gave before that counts" if place else said


def out_of_memory() -> str:
    return "the program asked for more memory than it may use"


def only_here(name: str) -> str:
    """The id that a submission gives is known in the working folder alone."""
    return (
        f'the submission names the assignment "{name}", which lies only in the working folder: '
        "name it by --assignment"
    )


def only_beside(name: str) -> str:
    """The id that the command line gives is known only where the submission lies."""
    return (
        f'the assignment "{name}" lies only beside the submission, which could have brought it; '
        f"if it is yours, name it by its path: --assignment ./{name}"
    )


def tests_not_named(name: str) -> str:
    """Tests are programs with the rights of whoever grades: the submission does not choose them."""
    return (
        f'the assignment "{name}" brings tests of its own, which run only where the command names '
        f"it: --assignment {name}"
    )


def key_from(source: str, assignment: str) -> str:
    """Where the key of a report came from."""
    return {
        "kit": "graded by a file that lies beside the submission",
        "named": f"graded by {assignment}, as the command named it",
        "configured": f"graded by {assignment} of the course (GRADER_ASSIGNMENTS)",
        "shipped": f"graded by {assignment}, which comes with the grader",
    }.get(source, "")


def marks_of_others(student: str | None, marked: Sequence[str]) -> str:
    """A file of marks in which there is no row for the one who is graded."""
    for_whom = listed([*marked[:5], *([f"{len(marked) - 5} more"] if len(marked) > 5 else [])])
    rows = f"the marks are for {for_whom}" if marked else "the file of marks holds no row"
    if student is None:
        return f"{rows}; this file names nobody, so none were given: say whose it is by --student"
    return f"{rows}; there is no row for {student}"


def modules_came_along(names: Sequence[str]) -> str:
    return f"With the file came what it imports: {listed(_few(names))}."


def modules_left(names: Sequence[str]) -> str:
    return (
        f"Left where they are: {listed(_few(names))}. Beside this file lie hand-ins of others, so "
        "it was run alone; to have its modules run with it, give everybody a folder."
    )


def folder_of_several(names: Sequence[str]) -> str:
    return (
        f"Several files of the folder could be meant: {listed(_few(names))}. Say by --assignment "
        "which answers are asked for, or give the path of one file."
    )


def _few(names: Sequence[str]) -> list[str]:
    more = len(names) - 8
    return [*names[:8], *([f"{more} more"] if more > 0 else [])]


def link_not_written_through(path: object) -> str:
    return f"{path} is a link; nothing was written through it: take it away"
