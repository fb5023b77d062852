"""What the course's own tests and checks let through: slips made on purpose in a right solution.

A function check knows the equations and sees what its numbers show.  Tests that somebody wrote see what their
author thought of.  So both are tried on a right solution with one slip at a time, of the kinds that students
make, and what earns all points all the same is named.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.assignment import Answer, Assignment
from grader.assignment.dataclass_json import from_plain, to_plain
from grader.assignment.function import Function
from grader.assignment.kinds import CODE
from grader.functions.changes import FUNCTION, LESS, NUMBER, OPERATOR, TURNED, Change, Changes
from grader.grading.grade import grade
from grader.key.store import Keys
from grader.outcome.errors import InputError
from grader.outcome.report import Entry, Report
from grader.sandbox import WorkerPool, start_zygote
from grader.submission.work import opened
from grader.words.sentences import assignments as sentences
from reference.records import dataclass, replace

MOST = 60  # slips that are tried: each is a whole submission
_FRESH = 6  # calls in which a program may differ from the solution
_CLOSELY = 1e-9  # what two ways to work out the same differ by in double numbers, and a little more
_KINDS = (LESS, FUNCTION, OPERATOR, TURNED, NUMBER)
_Function = ast.FunctionDef


@dataclass(frozen=True)
class Slip:
    """A solution with one slip: in which function and line, and what it looks like."""

    where: str
    change: Change
    text: str


@dataclass(frozen=True)
class Survivors:
    """How many slips were tried, and those that earned everything all the same, in words."""

    tried: int
    survived: tuple[str, ...]


def survivors(assignment: Assignment, solution: Path) -> Survivors:
    """The slips in a right solution that cost nothing; raise InputError if it is none."""
    try:
        text = solution.read_text("utf-8")
        slips = _chosen(text)
    except (OSError, SyntaxError, ValueError) as error:
        raise InputError(sentences.solution_unreadable(solution.name, str(error))) from None
    assignment = _as_asked(assignment)
    keys = Keys(assignment, remember=True)
    with start_zygote() as pool, TemporaryDirectory() as folder:
        path = Path(folder) / solution.name
        whole = _code(_graded(assignment, keys, path, text, pool))
        if _earned(whole) < sum(entry.max_score for entry in whole):
            raise InputError(sentences.solution_not_right(solution.name, *_lost(whole)))
        passed = [
            slip for slip in slips
            if _earned(_code(_graded(assignment, keys, path, slip.text, pool))) == _earned(whole)
        ]  # fmt: skip
        same = _same_functions(assignment, path, text, passed, pool)
        found = tuple(
            sentences.slip_survives(slip.where, slip.change.line, slip.change.was, slip.change.now)
            for slip in passed
            if slip not in same
        )
    return Survivors(len(slips) - len(same), found)


def _same_functions(
    assignment: Assignment, path: Path, text: str, passed: Sequence[Slip], pool: WorkerPool
) -> list[Slip]:
    """The slips that are none: on fresh calls of other sizes, too, such a program does what the solution does.

    What tests of the course ask for is not known, so of these nothing is left out.
    """
    if not passed or any(a.kind in CODE and a.kind != "function" for a in assignment.answers):
        return []
    for sheet in (_on_fresh_calls(assignment, free=True), _on_fresh_calls(assignment, free=False)):
        keys = Keys(sheet, remember=True)
        most = sum(a.points for a in sheet.answers if a.kind in CODE)
        try:
            if _earned(_code(_graded(sheet, keys, path, text, pool))) < most:
                continue
        except InputError:  # sizes that a cell does not take
            continue
        return [
            s for s in passed if _earned(_code(_graded(sheet, keys, path, s.text, pool))) == most
        ]
    return []


def _on_fresh_calls(assignment: Assignment, *, free: bool) -> Assignment:
    """The assignment with more and other calls of its functions, held very closely; `free` of sizes and bounds."""

    def harder(answer: Answer) -> Answer:
        if answer.kind != "function":
            return answer
        function = from_plain(Function, answer.value)
        checks = {**function.checks, "values": Fraction(1), "purity": Fraction(1)}
        asked = replace(function, cases=_FRESH, checks=checks)
        if free:
            asked = replace(asked, sizes={}, values=())
        tolerance = replace(answer.tolerance, relative=_CLOSELY)
        return replace(answer, value=to_plain(asked), tolerance=tolerance)

    questions = tuple(
        replace(question, answers=tuple(map(harder, question.answers)))
        for question in assignment.questions
    )
    return replace(assignment, questions=questions, version=f"{assignment.version}/fresh")


def _as_asked(assignment: Assignment) -> Assignment:
    """The assignment without what also counts: a slip that makes another right cell of one is none."""
    questions = tuple(
        replace(question, answers=tuple(replace(a, alternatives=()) for a in question.answers))
        for question in assignment.questions
    )
    return replace(assignment, questions=questions)


def _graded(assignment: Assignment, keys: Keys, path: Path, text: str, pool: WorkerPool) -> Report:
    path.write_text(text, "utf-8")
    with opened(path, zygote=pool) as work:
        return grade(assignment, work, explain=False, keys=keys)


def _code(report: Report) -> list[Entry]:
    """What is said of code: a solution of the code alone needs no answers in numbers."""
    return [entry for entry in report.entries if entry.kind in CODE]


def _earned(entries: Sequence[Entry]) -> Fraction:
    return sum((entry.score for entry in entries), Fraction(0))


def _lost(entries: Sequence[Entry]) -> tuple[Fraction, Fraction, str]:
    first = next(e for e in entries if e.score < e.max_score)
    return _earned(entries), sum((e.max_score for e in entries), Fraction(0)), first.name


def _chosen(text: str) -> list[Slip]:
    """The slips of all functions and methods, likely ones first, as many as time allows."""
    lines = text.encode().splitlines(keepends=True)
    every: list[list[Slip]] = []
    for where, definition in _definitions(ast.parse(text)):
        before = b"".join(lines[: definition.lineno - 1]).decode()
        after = b"".join(lines[definition.end_lineno :]).decode()
        changes = [c for c in Changes(definition, lines).all() if c.kind in _KINDS]
        changes.sort(key=lambda change: _KINDS.index(change.kind))
        every.append([Slip(where, c, before + c.text + after) for c in changes])
    found: list[Slip] = []
    while any(every) and len(found) < MOST:  # a slip of each function in turn
        for slips in every:
            if slips and len(found) < MOST:
                found.append(slips.pop(0))
    return found


def _definitions(tree: ast.Module) -> Iterator[tuple[str, _Function]]:
    """The functions of a file and the methods of its classes, under their names."""
    for node in tree.body:
        if isinstance(node, _Function):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, _Function):
                    yield f"{node.name}.{inner.name}", inner
