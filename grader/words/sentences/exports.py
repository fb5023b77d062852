# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of exports to course systems."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import counted, listed

_CODE_BY_HAND = "the system cannot run code: staff reads it, or collects it for `grader check`"
_BY_HAND = {
    "text": "staff reads it, as with the grader",
    "function": _CODE_BY_HAND,
    "tests": _CODE_BY_HAND,
    "works": "the system cannot try numbers: staff reads them, or collects them for `grader check`",
    "range": "the system cannot judge an end at infinity: staff reads it",
}
_RULES = {
    "follow_through": "follow-through is not kept: a value counts against the key alone",
    "readings": "a mixture of the readings counts as well: the system judges every answer alone",
    "together": "answers that count only together are judged one by one",
    "implies": "a right result does not give the points of its working",
    "works": "the system cannot try numbers: staff reads them, or collects them for `grader check`",
    "repeated_mistake": "a mistake that comes again costs every time",
    "cap": "the cap is not kept: set the most points of the question by hand",
    "precision_penalty": "too few decimals cost nothing",
    "known_mistakes": "known mistakes earn nothing",
}


def export_rule(rule: str) -> str:
    return _RULES[rule]


def export_by_hand(kind: str) -> str:
    if kind in _BY_HAND:
        return _BY_HAND[kind]
    return f"the system cannot judge an answer of the kind {kind}: staff reads it"


def export_credit_lost() -> str:
    return "other values that count for the grader are not kept; only the key counts"


def export_readings_lost() -> str:
    return "only the first reading of the question counts"


def export_by_entry(system: str) -> str:
    return f"{system} gives every right part its share, where the grader wants all of them"


def moodle_mark(counted_as: str, worth: str) -> str:
    return (
        f"Moodle counts embedded answers in whole points, {counted_as} in all; "
        f"set the mark of the question to {worth} in the quiz"
    )


def moodle_options() -> str:
    return "Moodle gives every right option its share, and takes as much back for a wrong one"


def moodle_share() -> str:
    return "Moodle takes only some shares of the points; the nearest one stands in the file"


def qti_no_why() -> str:
    return "the file tells students no reason why another value counts"


def qti_all_options() -> str:
    return "only all right options together earn points"


def canvas_quizzes(count: int) -> str:
    return (
        f"there are {count} quizzes, one a variant: assign each to its students, or to a section; "
        "Canvas draws questions one by one and would mix the numbers of a task"
    )


def canvas_no_share() -> str:
    return "Canvas gives all points or none: mistakes that earn a part earn nothing"


def canvas_cannot_grade() -> str:
    return (
        "cannot be graded there: Canvas rounds what is typed to 4 decimals, "
        "which would count wrong numbers as right; staff reads it as an essay"
    )


def canvas_coarse() -> str:
    return "Canvas rounds what is typed to 4 decimals, so numbers a little outside count as well"


def export_no_rubric(place: str) -> str:
    return f"{place} has no safe place for what staff should know: keep the key at hand"


def export_said(names: Sequence[str], said: str) -> str:
    return f"{listed(names)}: {said}"


def export_no_such_system(system: str, known: Sequence[str]) -> str:
    return f"there is no export to {system}; --to takes {listed(known)}"


def export_whose() -> str:
    return (
        "variants come from one place: name one of --roster, --students and --pool; "
        "a --manifest has its own students and no pool"
    )


def export_say_whose() -> str:
    return "name the class by --manifest, or draw by --secret with --roster, --students or --pool"


def export_ending(system: str, usual: str, found: str) -> str:
    return f"{system} imports a file that ends in {usual} (got {found})"


def export_draws_nothing() -> str:
    return "nothing is drawn in it: every variant would be the same, and one stands in the file"


def export_not_in_manifest(names: Sequence[str]) -> str:
    return (
        f"{listed(names)}: the manifest has no numbers for them; make these with `grader variants`"
    )


def export_not_written(path: str, said: str) -> str:
    return f"{path} cannot be written ({said}); name another file by --out"


def export_before(question: str) -> str:
    return f"This builds on question {question}, which said:"


def export_typing(hint: str) -> str:
    how = "typed like -1.25, with a point and a plain -"
    return f"{hint}, {how}" if hint else how


def export_each(demand: str) -> str:
    return f"each {'with ' if demand[0].isdigit() else ''}{demand}"


_MAP = (
    '{"course_id": 123, "b_reason": [456, 789]}: a course, and for every text its assignment and its '
    "question"
)


def gscope_map_form(path: str) -> str:
    return f"{path} is no map such as {_MAP}"


def gscope_map_unreadable(path: str, why: str) -> str:
    return f"the map {path} cannot be read ({why}); write one such as {_MAP}"


def gscope_map_without(path: str, names: Sequence[str]) -> str:
    return f"{path} does not say where the rubric of {listed(names)} belongs; `gscope questions` lists the ids"


def gscope_map_unknown(path: str, names: Sequence[str]) -> str:
    return f"{path} names {listed(names)}, and no such text is marked by staff"


def gscope_needs_map() -> str:
    return "--to gscope needs --map FILE, and only --to gscope takes it"


def gscope_scoring(name: str, way: str) -> str:
    return f"{name}: set the question to {way} scoring on Gradescope before `gscope rubric push`"


def gscope_written(path: str, rubrics: int) -> str:
    return f"{path}: {counted(rubrics, 'rubric')} for `gscope rubric push {path}`"


def cloze_without_text() -> str:
    return "a cloze has no field for a text that staff reads"
