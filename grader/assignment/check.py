"""What one part of an assignment says about another, before anything is solved.

Every rule is a small function from the sheet to complaints; a complaint is a path, what is
wrong, and what to write instead.  What needs the key's numbers is in `check_solved`.
"""

from __future__ import annotations

import keyword
import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from grader.assignment import language, quantities
from grader.assignment.check_draws import check_draws
from grader.assignment.check_function import check_function
from grader.assignment.document import KeyPath
from grader.assignment.faults import did_you_mean, shown_value
from grader.assignment.known_mistakes import known_notes, whole_note
from grader.assignment.model import Plain
from grader.assignment.normalise import ROUNDED, kind_of, plain, system_chain
from grader.assignment.schema import AnswerFile, AssignmentFile, QuestionFile, ToleranceFile
from grader.words.text import counted
from grader.words.text import points as shown_points

RESERVED = ("assignment", "student")  # lines of a submission that are no answers

_ZERO = 1e-12  # what equations leave of an exact 0

_CHOSEN = frozenset({"choice", "choices"})
_EXPRESSIONS = frozenset(
    {"number", "vector", "matrix", "count", "shape", "range", "sequence", "choice", "equation"}
) | {"expression"}

# Keys that only some kinds read.  Elsewhere they would be kept and never looked at.
_READ_BY = {
    "options": _CHOSEN,
    "labels": frozenset({"vector", "number", "sequence", "choice", "matching", "matrix"}),
    "synonyms": _CHOSEN | {"matching", "sequence"},
    "per_entry": frozenset(
        {"number", "vector", "matrix", "sequence", "choices", "matching", "shape", "range"}
    ),
    "rounding": ROUNDED | {"expression", "range", "function"},
    "tolerance": ROUNDED | {"expression", "range", "function"},
    "precision_penalty": ROUNDED,
    "function": frozenset({"function"}),
    "tests": frozenset({"tests"}),
    # Staff read texts, and a kit never holds the tests of a course.
    "public": _EXPRESSIONS | _CHOSEN | {"boolean", "matching", "function"},
}


class Complaint(NamedTuple):
    """One thing that is wrong, at a path of the file; `line` counts inside a block of text."""

    path: KeyPath
    message: str
    remedy: str = ""
    warning: bool = False
    line: int = 0


def check(sheet: AssignmentFile) -> Iterator[Complaint]:
    """Everything wrong between the parts of a sheet, each once."""
    return iter(dict.fromkeys(_everything(sheet)))


def _everything(sheet: AssignmentFile) -> Iterator[Complaint]:
    yield from _cells(sheet)
    yield from _systems(sheet)
    yield from _conditions(sheet)
    for where, said, remedy, warning in check_draws(sheet):
        yield Complaint(where, said, remedy, warning=warning)
    yield from _ids(sheet)
    yield from _total(sheet)
    for index, question in enumerate(sheet.questions):
        path = ("questions", index)
        yield from _known_system(question.system, sheet, (*path, "system"))
        yield from _question(question, path)
        yield from _readings(question, sheet, path)
        if question.defaults is not None:
            yield from _known_system(question.defaults.system, sheet, (*path, "defaults", "system"))
            yield from _tolerance(question.defaults.tolerance, (*path, "defaults", "tolerance"))
            yield from _shared_mistakes(question, path)
            if question.defaults.rounding is not None and question.defaults.tolerance is not None:
                yield _two_rules((*path, "defaults", "rounding"))
        for name, answer in question.answers.items():
            here = (*path, "answers", name)
            yield from _known_system(answer.system, sheet, (*here, "system"))
            yield from _answer(name, answer, question, sheet, here)
            yield from _stated(answer, question, sheet, here)


def _cells(sheet: AssignmentFile) -> Iterator[Complaint]:
    for name, text in sheet.cells.items():
        fault = language.cell_fault(text)
        if fault:
            yield Complaint(
                ("cells", name), fault.said, "see `grader cells lstm` for the form of a cell",
                line=fault.line,
            )  # fmt: skip


def _systems(sheet: AssignmentFile) -> Iterator[Complaint]:
    known = language.known_cells()
    for name, system in sheet.systems.items():
        path = ("systems", name)
        if system.like is not None and system.like not in sheet.systems:
            others = [other for other in sheet.systems if other != name]
            yield Complaint(
                (*path, "like"), f'there is no system "{system.like}"',
                did_you_mean(system.like, others),
            )  # fmt: skip
            continue
        chain = system_chain(name, sheet.systems)
        if chain[-1].like is not None and chain[-1].like in sheet.systems:
            yield Complaint(
                (*path, "like"), "this system is like itself, by way of the others",
                "let one of them name a cell",
            )  # fmt: skip
            continue
        cell = next((part.cell for part in chain if part.cell is not None), None)
        if cell is None and chain[-1].like is None:
            yield Complaint(
                path, "cell is missing", 'add "cell: ..." with a name that `grader cells` lists'
            )
        elif system.cell is not None and known and system.cell not in {*known, *sheet.cells}:
            yield Complaint(
                (*path, "cell"), f'there is no cell "{system.cell}"',
                did_you_mean(system.cell, [*sheet.cells, *known]),
            )  # fmt: skip
        steps = next((part.steps for part in chain if part.steps is not None), 1)
        if system.captions and len(system.captions) > steps:
            yield Complaint(
                (*path, "captions"), f"there are {len(system.captions)} captions for {counted(steps, 'step')}",
                "write one for every step, in their order",
            )  # fmt: skip
        if system.given and system.sizes:
            yield Complaint(
                (*path, "sizes"), "a system has given numbers or sizes, not both",
                "leave sizes out: they follow from the numbers",
            )  # fmt: skip


def _conditions(sheet: AssignmentFile) -> Iterator[Complaint]:
    for index, condition in enumerate(sheet.require):
        said = language.condition_fault(condition)
        if said:
            yield Complaint(("require", index), said, 'write a comparison such as "z[2] < 0"')


def _ids(sheet: AssignmentFile) -> Iterator[Complaint]:
    """Ids of questions and names of answers belong to one thing each."""
    questions: dict[str, int] = {}
    answers: dict[str, str] = {}
    for index, question in enumerate(sheet.questions):
        if question.id in questions:
            yield Complaint(
                ("questions", index, "id"),
                f'question {questions[question.id] + 1} has the id "{question.id}" already',
                "give this one another id",
            )
        questions.setdefault(question.id, index)
        for name in question.answers:
            path = ("questions", index, "answers", name)
            if name in answers:
                yield Complaint(
                    path, f'question "{answers[name]}" has an answer of this name already',
                    f"put the question in front, such as {_free_name(question.id, name)}",
                )  # fmt: skip
            answers.setdefault(name, question.id)


def _free_name(question: str, name: str) -> str:
    joined = f"{question}_{name}"
    return joined if joined.isidentifier() else f"{name}_2"


def _total(sheet: AssignmentFile) -> Iterator[Complaint]:
    total = Fraction(0)
    for index, question in enumerate(sheet.questions):
        every = sum(
            (points_of(answer, question) for answer in question.answers.values()), Fraction(0)
        )
        if question.cap is not None and question.cap > every:
            yield Complaint(
                ("questions", index, "cap"),
                f"cap is {shown_points(question.cap)}, above the sum of the answers' points, "
                f"{shown_points(every)}",
                "lower it, or leave it out",
            )
        total += every if question.cap is None else min(every, question.cap)
    if total != sheet.points:
        yield Complaint(
            ("points",),
            f"points is {shown_exactly(sheet.points)}, but the answers sum up to "
            f"{shown_exactly(total)}",
            f'write "points: {shown_exactly(total)}", or mend the points of the answers',
        )


def points_of(answer: AnswerFile, question: QuestionFile) -> Fraction:
    """The points of an answer: its own, the question's default, or 1."""
    for said in (answer.points, question.defaults.points if question.defaults else None):
        if said is not None:
            return said
    return Fraction(1)


def shown_exactly(amount: Fraction) -> str:
    """An amount of points without any rounding: 9, 8.5, 1/3."""
    decimals = shown_points(amount)
    return decimals if Fraction(decimals) == amount else str(amount)


def _known_system(name: str | None, sheet: AssignmentFile, path: KeyPath) -> Iterator[Complaint]:
    if name is not None and name not in sheet.systems:
        yield Complaint(path, f'there is no system "{name}"', did_you_mean(name, sheet.systems))


def _question(question: QuestionFile, path: KeyPath) -> Iterator[Complaint]:
    if isinstance(question.together, list):
        for index, group in enumerate(question.together):
            flat = ("questions", path[1], "together", index)
            yield from _known_names(group, question, flat)
            if len(set(group)) < 2:
                yield Complaint(
                    flat, "a group has at least two different answers", "name more, or leave it out"
                )
        grouped = [name for group in question.together for name in group]
        for name in sorted({name for name in grouped if grouped.count(name) > 1}):
            yield Complaint(
                (*path, "together"), f'"{name}" stands twice in together',
                "put an answer into one group at most",
            )  # fmt: skip
    for result, workings in question.implies.items():
        here = (*path, "implies", result)
        yield from _known_names([result, *workings], question, here)
        if result in workings:
            yield Complaint(here, f'"{result}" cannot prove itself', "name other answers")


def _known_names(
    names: Iterable[str], question: QuestionFile, path: KeyPath
) -> Iterator[Complaint]:
    for name in names:
        if name not in question.answers:
            yield Complaint(
                path, f'"{name}" is no answer of this question',
                did_you_mean(name, question.answers),
            )  # fmt: skip


def _readings(question: QuestionFile, sheet: AssignmentFile, path: KeyPath) -> Iterator[Complaint]:
    ids = [reading.id for reading in question.readings]
    if len(ids) == 1:
        yield Complaint(
            (*path, "readings"), "one reading alone is no choice", "add another, or leave it out"
        )
    for index, reading in enumerate(question.readings):
        here = (*path, "readings", index)
        if reading.id in ids[:index]:
            yield Complaint((*here, "id"), f'there are two readings "{reading.id}"', "rename one")
        yield from _known_system(reading.system, sheet, (*here, "system"))
        plain_reading = reading.system is None and not reading.values
        if plain_reading and index:  # the first may be the question as it stands
            yield Complaint(
                here, "this reading changes nothing", "give it a system, or values of its own"
            )
        for name, value in reading.values.items():
            where = (*here, "values", name)
            yield from _known_names([name], question, where)
            if name in question.answers:
                kind = kind_of(question.answers[name], question.defaults)
                yield from _value(value, kind, question.answers[name], question, where)


def _answer(
    name: str, answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile, path: KeyPath
) -> Iterator[Complaint]:
    yield from _name(name, path)
    kind = kind_of(answer, question.defaults)
    for key, kinds in _READ_BY.items():
        if getattr(answer, key) is not None and kind not in kinds:
            yield Complaint(
                (*path, key), f"{key} means nothing for the kind {kind}",
                f"leave it out, or write another kind: {', '.join(sorted(kinds))}",
            )  # fmt: skip
    if answer.rounding is not None and answer.tolerance is not None:
        yield _two_rules((*path, "rounding"))
    yield from _tolerance(answer.tolerance, (*path, "tolerance"))
    if is_public(answer, question) and _visibility(answer, question) != "visible":
        yield Complaint(
            (*path, "public"), "a kit would tell what Gradescope does not show yet",
            "leave out public, or visibility",
        )  # fmt: skip
    yield from _options(answer, kind, question, path)
    yield from _known_mistakes(answer.known_mistakes, kind, path)
    if sheet.kit is None or is_public(answer, question):
        yield from _value_of(answer, kind, question, sheet, path)
    elif answer.value is not None and kind != "matching":  # of which a kit has the left sides alone
        yield from _value(answer.value, kind, answer, question, (*path, "value"))
    for index, alternative in enumerate(answer.alternatives):
        here = (*path, "alternatives", index)
        if alternative.rounding is not None and alternative.tolerance is not None:
            yield _two_rules((*here, "rounding"))
        yield from _tolerance(alternative.tolerance, (*here, "tolerance"))
        if alternative.value is None:
            yield Complaint((*here, "value"), "value is empty", "write the other right value")
        else:
            yield from _value(alternative.value, kind, answer, question, (*here, "value"))
    rubric = answer.rubric or (question.defaults and question.defaults.rubric)
    if kind == "text" and not rubric and sheet.kit is None:
        yield Complaint(
            path, "a text has no rubric", 'add "rubric: ..." that tells staff what earns points',
            warning=True,
        )  # fmt: skip


def is_public(answer: AnswerFile, question: QuestionFile) -> bool:
    """Whether a kit says right or wrong for an answer."""
    common = question.defaults.public if question.defaults else None
    return bool(common if answer.public is None else answer.public)


def _visibility(answer: AnswerFile, question: QuestionFile) -> str:
    common = question.defaults.visibility if question.defaults else None
    return answer.visibility or common or "visible"


def _name(name: str, path: KeyPath) -> Iterator[Complaint]:
    if name in RESERVED:
        yield Complaint(
            path, f'"{name}" is a line of every submission and cannot name an answer',
            f"write another name, such as q_{name}",
        )  # fmt: skip
    elif not name.isidentifier() or keyword.iskeyword(name) or not name.isascii():
        wanted = "".join(
            letter if letter.isascii() and letter.isalnum() else "_" for letter in name
        )
        if not wanted[:1].isalpha() or keyword.iskeyword(wanted):
            wanted = f"q_{wanted.lstrip('_')}"
        yield Complaint(
            path, f'"{name}" is no name that a Python file can give a value to', f"write {wanted}"
        )
    elif name.startswith("_"):
        yield Complaint(path, f'"{name}" starts with "_"', f"write {name.strip('_') or 'a'}")


def _two_rules(path: KeyPath) -> Complaint:
    return Complaint(path, "rounding and tolerance both stand here", "keep one of the two")


def _tolerance(tolerance: ToleranceFile | None, path: KeyPath) -> Iterator[Complaint]:
    if tolerance is None:
        return
    said = set(tolerance.model_dump(exclude_none=True)) - {"truncation"}
    if tolerance.exact is False:
        said.discard("exact")
    if not said:
        yield Complaint(path, "the tolerance says nothing", 'write "decimals: 2" or "exact: true"')
    rules = said - {"relative"} if "absolute" in said else said
    if len(rules) > 1:
        yield Complaint(
            path, f"{' and '.join(sorted(rules))} cannot hold together",
            "keep one; only absolute and relative add up",
        )  # fmt: skip


def _stated(
    answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile, path: KeyPath
) -> Iterator[Complaint]:
    """A decimal number in the file itself needs a rule for how near is near enough."""
    kind = kind_of(answer, question.defaults)
    if kind in ROUNDED and not _is_stated(answer, question, sheet) and _has_float(answer.value):
        yield Complaint(
            path, _NO_TOLERANCE.format(value=shown_value(answer.value)), _STATE_TOLERANCE
        )


def _is_stated(answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile) -> bool:
    layers = [answer, question.defaults] if question.defaults else [answer]
    return (
        any(layer.rounding is not None or layer.tolerance is not None for layer in layers)
        or question.rounding is not None
        or sheet.rounding is not None
    )


_NO_TOLERANCE = "{value} is no whole number, and no rounding or tolerance is stated"
_STATE_TOLERANCE = (
    'write "rounding: 2" (decimals), "tolerance: {absolute: 0.01}" or "rounding: exact"'
)


def _has_float(value: Plain) -> bool:
    if isinstance(value, list):
        return any(_has_float(entry) for entry in value)
    found = quantities.number(value) if not isinstance(value, str) else None
    return isinstance(found, float) and not found.is_integer()


def _options(
    answer: AnswerFile, kind: str, question: QuestionFile, path: KeyPath
) -> Iterator[Complaint]:
    defaults = question.defaults
    options = answer.options or (defaults.options if defaults else None)
    labels = answer.labels or (defaults.labels if defaults else None)
    if kind == "choices" and not options:
        yield Complaint(path, "options is missing", 'add "options: {a: ..., b: ...}"')
    if kind == "choice" and not options and not labels:
        yield Complaint(
            path, "options is missing", 'add "options: {a: ..., b: ...}", or labels to choose from'
        )
    if options is not None and len(options) < 2:
        yield Complaint((*path, "options"), "options must be at least two", "add another")
    words = known_words(answer, kind, question)
    for synonym, word in (answer.synonyms or {}).items():
        if words and word not in words:
            yield Complaint(
                (*path, "synonyms", synonym), f'"{synonym}" stands for "{word}", which is no option',
                did_you_mean(word, words),
            )  # fmt: skip


def _shared_mistakes(question: QuestionFile, path: KeyPath) -> Iterator[Complaint]:
    """Mistakes under `defaults` that no answer below can make."""
    defaults = question.defaults
    kinds = {kind_of(answer, defaults) for answer in question.answers.values()}
    known = {note for kind in kinds for note in known_notes(kind)}
    for note in (defaults and defaults.known_mistakes) or {}:
        if not known & {whole_note(note, kind) for kind in kinds}:
            near = known if "." in note else {name.partition(".")[2] for name in known}
            yield Complaint(
                (*path, "defaults", "known_mistakes", note),
                f'"{note}" is no mistake of the answers below', did_you_mean(note, sorted(near)),
            )  # fmt: skip


def _known_mistakes(
    shares: Mapping[str, object] | None, kind: str, path: KeyPath
) -> Iterator[Complaint]:
    """Credit for mistakes that nobody can make: a mistyped note would never be paid."""
    known = tuple(known_notes(kind))
    for note in shares or {}:
        if whole_note(note, kind) not in known:
            near = known if "." in note else [name.partition(".")[2] for name in known]
            yield Complaint(
                (*path, "known_mistakes", note), f'"{note}" is no mistake of the kind {kind}',
                did_you_mean(note, near),
            )  # fmt: skip


def known_words(answer: AnswerFile, kind: str, question: QuestionFile) -> list[str]:
    """The words that an answer is made of: its options, its labels, the values of a matching."""
    defaults = question.defaults
    options = answer.options or (defaults.options if defaults else None) or {}
    labels = answer.labels or (defaults.labels if defaults else None) or []
    if kind in _CHOSEN:
        return [*options, *labels]
    if kind == "matching" and isinstance(answer.value, dict):
        return list(dict.fromkeys([*labels, *(str(v) for v in answer.value.values())]))
    return list(labels)


def _has_system(answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile) -> bool:
    defaults = question.defaults
    named = answer.system or (defaults.system if defaults else None) or question.system
    return named is not None or len(sheet.systems) == 1


def _value_of(
    answer: AnswerFile, kind: str, question: QuestionFile, sheet: AssignmentFile, path: KeyPath
) -> Iterator[Complaint]:
    name = str(path[-1])
    if kind == "text":
        if answer.value is not None:
            yield Complaint((*path, "value"), "a text has no value", "leave it to the rubric")
    elif kind == "function":
        if answer.function is None:
            yield Complaint(path, "function is missing", 'add "function: ..." with its calls')
        else:
            for complaint in check_function(name, sheet, question, (*path, "function")):
                yield Complaint(*complaint)
    elif kind == "tests":
        yield from _tests_of(answer, path)
    elif answer.value is None:
        if kind == "count" and _has_system(answer, question, sheet):
            return  # the number of its parameters
        if not question.readings or not all(name in r.values for r in question.readings):
            yield Complaint(path, "value is missing", f'add "value: ..." ({_EXPECTED[kind][0]})')
    else:
        yield from _value(answer.value, kind, answer, question, (*path, "value"))


def _tests_of(answer: AnswerFile, path: KeyPath) -> Iterator[Complaint]:
    if answer.tests is None:  # what stands in it is looked at where the folder is known
        yield Complaint(path, "tests is missing", 'add "tests: tests.py"')
    if answer.value is not None:
        yield Complaint((*path, "value"), "tests have no value", "leave it out")


_AFFIRMED = frozenset({"yes", "on", "y", "wahr", "1"})  # true, in words that YAML 1.2 does not know
_EXPECTED = {
    "number": ("a number or an expression", "h[2]"),
    "vector": ("a list of numbers or an expression", "h[2]"),
    "matrix": ("rows of numbers or an expression", "dW"),
    "count": ("a whole number or an expression", "4"),
    "shape": ("a list of sizes or an expression", "[3, 5]"),
    "range": ("a pair of numbers or an expression", "[-1, 1]"),
    "sequence": ("a list of words or an expression", "[a, b]"),
    "choice": ("one of the options", "a"),
    "choices": ("a list of options", "[a, b]"),
    "boolean": ("true or false", "false"),
    "matching": ("a mapping", "{g1: output, g2: forget}"),
    "equation": ("an expression", "tanh(W @ x[t])"),
    "expression": ("an expression", "4*12 + 12*12"),
}


def _value(
    value: Plain, kind: str, answer: AnswerFile, question: QuestionFile, path: KeyPath
) -> Iterator[Complaint]:
    """Whether a value can be one of its kind; expressions are parsed, not solved."""
    if kind not in _EXPECTED:
        return
    value = plain(value, kind)
    words = known_words(answer, kind, question)
    if kind in _CHOSEN:
        yield from _chosen(value, kind, words, answer, path)
    elif isinstance(value, str) and kind in _EXPRESSIONS:
        said = language.expression_fault(value)
        if said:
            yield Complaint(path, said, f"write {_EXPECTED[kind][0]}, such as {_EXPECTED[kind][1]}")
    elif not _fits(value, kind):
        expected, example = _EXPECTED[kind]
        if kind == "boolean" and str(value).lower() in _AFFIRMED:
            example = "true"
        pairs = value.items() if isinstance(value, dict) else ()
        empty = next((key for key, entry in pairs if entry is None), None)
        said = f"value must be {expected} (got {shown_value(value)})"
        yield Complaint(path, f"{empty} has no value" if empty else said, f"write {example}")
    elif kind == "sequence" and words and isinstance(value, list):
        for word in value:
            if word not in words:
                yield Complaint(
                    path, f'"{word}" is none of the labels', did_you_mean(str(word), words)
                )


def _chosen(
    value: Plain, kind: str, words: list[str], answer: AnswerFile, path: KeyPath
) -> Iterator[Complaint]:
    if kind == "choices" and not isinstance(value, list):
        yield Complaint(
            path, f"value must be a list of options (got {shown_value(value)})", f"write [{value}]"
        )
        return
    if kind == "choice" and not isinstance(value, str):
        yield Complaint(
            path, f"value must be one of the options (got {shown_value(value)})", "write its key"
        )
        return
    if kind == "choice" and answer.options is None and words and value not in words:
        # Chosen by the equations, such as the largest of the scores.
        said = language.expression_fault(str(value))
        if not said and not str(value).isidentifier():
            return
    for word in value if isinstance(value, list) else [value]:
        if words and word not in words:
            yield Complaint(
                path, f'"{word}" is none of the options', did_you_mean(str(word), words)
            )


def _fits(value: Plain, kind: str) -> bool:
    entries = value if isinstance(value, list) else []
    if kind in ROUNDED:
        return quantities.array(value) is not None and quantities.shape(value) is not None
    tests = {
        "count": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "shape": isinstance(value, list) and all(str(entry).isdigit() for entry in entries),
        "range": len(entries) == 2 and all(_is_bound(entry) for entry in entries),
        "sequence": bool(entries) and all(isinstance(entry, str) for entry in entries),
        "boolean": isinstance(value, bool),
        "matching": isinstance(value, dict)
        and bool(value)
        and all(isinstance(entry, str) for entry in value.values()),
    }
    return tests.get(kind, False)


def _is_bound(entry: Plain) -> bool:
    return quantities.number(entry) is not None or (isinstance(entry, float) and math.isinf(entry))


def check_solved(sheet: AssignmentFile, key: Mapping[str, Plain]) -> Iterator[Complaint]:
    """What only the key's numbers show: name and value of every answer that was solved.

    A decimal number without any tolerance, a relative tolerance alone around 0, and a kind that
    its value does not have are refused.
    """
    for index, question in enumerate(sheet.questions):
        for name, answer in question.answers.items():
            if name in key:
                path = ("questions", index, "answers", name)
                yield from _solved(answer, question, sheet, key[name], path)


def _solved(
    answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile, value: Plain, path: KeyPath
) -> Iterator[Complaint]:
    kind = kind_of(answer, question.defaults)
    if kind not in ROUNDED:
        return
    layers = [answer, question.defaults] if question.defaults else [answer]
    rule = next((r for r in layers if r.rounding is not None or r.tolerance is not None), None)
    if not _is_stated(answer, question, sheet) and _has_float(value):
        yield Complaint(path, _NO_TOLERANCE.format(value=shown_value(value)), _STATE_TOLERANCE)
    tolerance = rule.tolerance if rule else None
    if tolerance and tolerance.relative and not tolerance.absolute and _has_zero(value):
        yield Complaint(
            (*path, "tolerance"),
            f"a relative tolerance alone accepts nothing but the key around 0 (the key is "
            f"{shown_value(value)})",
            'add "absolute: 0.001"',
        )
    shape = quantities.shape(value)
    said = answer.kind or (question.defaults.kind if question.defaults else None)
    ranks = {"vector": 1, "matrix": 2, "number": None}
    rank = ranks.get(said or "number")
    if rank is not None and shape is not None and len(shape) != rank:
        found = {0: "number", 1: "vector", 2: "matrix"}.get(len(shape), "number")
        yield Complaint(
            (*path, "kind"), f"the kind is {said}, but the value is a {found}",
            f'write "kind: {found}", or leave it out',
        )  # fmt: skip


def _has_zero(value: Plain) -> bool:
    if isinstance(value, list):
        return any(_has_zero(entry) for entry in value)
    return isinstance(value, (int, float)) and abs(value) < _ZERO
