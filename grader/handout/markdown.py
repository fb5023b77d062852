"""A sheet as Markdown with LaTeX mathematics, as GitHub, Jupyter and Pandoc read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grader.handout import letters, mathematics
from grader.handout.mathematics import Mathematics
from grader.handout.prose import Code, Letter, Paragraph, Piece
from grader.handout.sheet import Given, Quantity, Sheet, Slot, Solution, Task, in_rows
from grader.handout.shown_equations import sides
from grader.handout.values import trimmed
from grader.words.text import counted, visible
from reference.readings.notations.latex import LATEX
from reference.readings.typeset import typeset, typeset_array

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|$~])")
_AT_START = re.compile(r"\A(\d+)([.)])|\A([-+=])")


def text_of(sheet: Sheet) -> str:
    """The text of a sheet, or of its key."""
    return "\n\n".join(_document(sheet)) + "\n"


def _document(sheet: Sheet) -> Iterator[str]:
    yield from heading(sheet)
    for task in sheet.tasks:
        yield from asked(task)
        for given in task.given:
            yield from given_text(given)
        yield from solved(task) if sheet.is_key else slots(task)


def heading(sheet: Sheet) -> Iterator[str]:
    """The title of a sheet, whose it is, and its rules."""
    yield f"# {plain(('Key: ' if sheet.is_key else '') + sheet.title)}"
    who = (sheet.name, sheet.student or "", counted(sheet.points, "point"))
    yield plain(" · ".join(part for part in who if part))
    yield from _paragraphs(sheet.introduction)
    if sheet.rules and not sheet.is_key:
        yield f"*{plain(' '.join(sheet.rules))}*"


def asked(task: Task) -> Iterator[str]:
    """The heading of a task, and what it asks."""
    title = f"{plain(task.id)}  {''.join(map(_piece, task.named))}".strip()
    yield f"## {title} ({counted(task.points, 'point')})"
    yield from _paragraphs(task.prompt)


def slots(task: Task) -> Iterator[str]:
    """What its answers ask by themselves, and a table of them."""
    for slot in task.asked:
        yield from asked_beside(slot)
    yield _table(task.slots)


def solved(task: Task) -> Iterator[str]:
    """What is right in every slot, for staff."""
    for slot in task.slots:
        yield from _solved(slot)


def given_text(given: Given, *, figure: str = "") -> Iterator[str]:
    """What is told of a system: its equations, aligned, a figure if there is one, its numbers."""
    if given.equations is not None:
        lines = (f"{left} &= {right}" for left, right in sides(given.equations, LATEX))
        body = " \\\\\n".join(lines)
        yield f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$"
    if figure:
        yield figure
    yield from _paragraphs(given.legend)
    for row in in_rows(given.quantities):
        line = r" \qquad ".join(map(_quantity, row))
        yield f"$$\n{line}\n$$"


def _quantity(quantity: Quantity) -> str:
    value = typeset_array(quantity.value, LATEX, decimals=None)
    return f"{typeset(quantity.symbol, LATEX)} = {value}"


def _table(slots: Iterable[Slot]) -> str:
    rows = [
        f"| {_code(slot.name)} | {plain(slot.hint)} | {counted(slot.points, 'point')} |"
        for slot in slots
    ]
    return "\n".join(["| answer | | |", "|---|---|--:|", *rows])


def asked_beside(slot: Slot) -> Iterator[str]:
    """What one answer asks by itself, and what there is to choose from."""
    yield from _paragraphs(slot.prompt)
    for over, options in slot.lists:
        if over:
            yield plain(over)
        yield "\n".join(
            f"- {_code(name)} {''.join(map(_piece, text))}".rstrip() for name, text in options
        )


def _solved(slot: Slot) -> Iterator[str]:
    yield f"**{_code(slot.name)}** · {plain(slot.hint)} · {counted(slot.points, 'point')}"
    yield from asked_beside(slot)
    for solution in slot.solutions:
        yield from _solution(solution)
    if slot.program:
        listing = "\n".join(visible(line, longest=1000) for line in trimmed(slot.program))
        yield f"```python\n{listing}\n```"
    if slot.equations is not None:
        yield from given_text(Given((), slot.equations))
    yield from _paragraphs(slot.rubric)
    for remark in slot.remarks:
        yield f"*{plain(remark)}*"


def _solution(solution: Solution) -> Iterator[str]:
    label = f"{plain(solution.reading)}: " if solution.reading else ""
    if solution.formula is not None:
        formula = typeset(solution.formula.expression, LATEX, shapes=solution.formula.shapes)
        yield f"{label}${formula}$, typed as {_code(solution.typed)}"
        return
    if solution.accepted is None:
        yield f"{label}{_code(solution.typed)}"
    else:
        yield f"{label}{_code(solution.typed)} ({plain(solution.counted)})"
    if solution.steps is not None:
        yield f"$$\n{solution.steps.latex().replace('align*', 'aligned')}\n$$"


def _paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        line = "".join(map(_piece, paragraph))
        yield _AT_START.sub(r"\1\\\2\3" if line[0].isdecimal() else r"\\\3", line)


def _piece(piece: Piece) -> str:
    match piece:
        case Code(text):
            return _code(text)
        case Letter():
            return f"${letters.latex(piece)}$"
        case Mathematics():
            return f"${mathematics.latex(piece)}$"
        case words:
            return plain(words)


def _code(text: str) -> str:
    """A text to be typed; the fence is longer than any run of backticks inside."""
    kept = visible(text, longest=100_000).replace("|", "\\|")
    longest = max(map(len, re.findall(r"`+", kept)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if longest else ""
    return f"{fence}{blank}{kept}{blank}{fence}"


def plain(text: str) -> str:
    """A text in which nothing is markup."""
    kept = _SPECIAL.sub(r"\\\1", visible(text, longest=100_000))
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
