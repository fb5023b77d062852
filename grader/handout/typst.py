"""A sheet as Typst source, and as PDF: a page as textbooks have it, without TeX.

Words of people (names, prompts) enter the source as string literals only, so that nothing in them
is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grader.handout.drawing import Picture, drawing
from grader.handout.prose import Code, Letter, Paragraph, Piece
from grader.handout.sheet import Given, Sheet, Slot, Solution, Task
from grader.handout.shown_equations import sides
from grader.handout.values import untold
from grader.words.text import counted, visible
from reference import Cell
from reference.readings.typeset import TEXT, TYPST, typeset, typeset_array, typeset_texts

_MEASURE = 459.0  # points: the width of the text
_GUTTER = 20.0
_LETTER = 4.3  # points that a character of an equation takes, about

_STYLE = """\
#set page(paper: "a4", margin: (x: 24mm, top: 19mm, bottom: 21mm), footer: context [
  #set text(8.5pt, fill: luma(90))
  #foot #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(font: "New Computer Modern", 10.5pt, lang: "en")
#set par(justify: true, leading: 0.62em, spacing: 0.9em)
#set math.mat(row-gap: 0.25em, column-gap: 0.9em)
#set math.vec(gap: 0.25em)
#show raw: set text(font: "DejaVu Sans Mono", 8.6pt)
#show math.equation.where(block: true): set block(spacing: 0.9em, breakable: true)

#let task(name, title, worth, body) = block(above: 1.5em, width: 100%)[
  #block(sticky: true, below: 0.75em, width: 100%, stroke: (bottom: 0.5pt + luma(150)), inset: (bottom: 4pt))[
    #text(11.5pt, weight: "bold")[#name#h(0.7em)#title] #h(1fr) #text(9pt, fill: luma(70), worth)
  ]
  #body
]
#let given(..cells) = block(width: 100%, above: 1em, below: 1em, inset: (left: 1em), sticky: whole or cells.pos().len() < 5)[
  #set par(justify: false, leading: 0.9em)
  #set text(top-edge: "bounds", bottom-edge: "bounds")
  #cells.pos().map(box).join(h(1.8em, weak: true))
]
#let alone(body) = block(width: 100%, above: 1em, below: 1em, breakable: false, sticky: whole, align(center, body))
#let beside(equations, figure) = alone(grid(
  columns: (1fr, auto), align: horizon, column-gutter: 16pt, equations, figure,
))
#let slot(name, worth, hint) = (
  raw(name), text(9pt, fill: luma(70), hint), align(right, text(9pt, fill: luma(70), worth)),
)
#let slots(..cells) = block(above: 1em, width: 100%, breakable: cells.pos().len() > 12, table(
  columns: (auto, 1fr, auto), stroke: none, inset: (x: 0pt, y: 3pt), column-gutter: 9pt, ..cells.pos().flatten(),
))
#let option(name, body) = block(spacing: 0.6em, inset: (left: 1em))[#raw(name)#h(0.8em)#body]
#let answer(name, worth, hint) = block(above: 1.2em, below: 0.6em, width: 100%, sticky: true)[
  #raw(name)#h(0.8em)#text(9pt, fill: luma(70), hint) #h(1fr) #text(9pt, fill: luma(70), worth)
]
#let right(body, sticky: false) = block(spacing: 0.6em, inset: (left: 1em), sticky: sticky, body)
#let value(label, number, accepted, sticky: false) = right(sticky: sticky)[
  #set text(top-edge: "bounds", bottom-edge: "bounds")
  #label#math.display(number)#h(1.2em)#text(9pt, fill: luma(70), accepted)
]
#let formula(label, body, typed) = right[#label#math.display(body)#h(1.2em)#text(fill: luma(70), typed)]
#let steps(body) = block(above: 0.7em, inset: (left: 1em), text(9.5pt, body))
"""


def source(sheet: Sheet) -> str:
    """The Typst source of a sheet, or of its key."""
    return "\n".join(_document(sheet)) + "\n"


def _document(sheet: Sheet) -> Iterator[str]:
    kind = "Key: " if sheet.is_key else ""
    who = " · ".join(part for part in (sheet.name, sheet.student or "") if part)
    foot = " · ".join(part for part in (sheet.assignment, sheet.student or "", kind[:3]) if part)
    yield f"#set document(title: {_literal(kind + sheet.title)}, date: none)"
    yield f"#let foot = {_literal(foot)}"
    # a task of a sheet stays on one page, where it fits on one; a key would be full of holes
    yield f"#let whole = {'false' if sheet.is_key else 'true'}"
    yield _STYLE
    yield f'#text(17pt, weight: "bold", {_literal(kind + sheet.title)})'
    yield ""
    yield (
        f"#block(above: 0.8em, below: 1.2em, width: 100%)[#text(fill: luma(70))["
        f"#{_literal(who)} #h(1fr) #{_literal(counted(sheet.points, 'point'))}]]"
    )
    yield from _paragraphs(sheet.introduction)
    if sheet.rules and not sheet.is_key:
        yield f'#block(text(9.5pt, style: "italic", {_literal(" ".join(sheet.rules))}))'
    for task in sheet.tasks:
        yield from _task(task, is_key=sheet.is_key)


def _task(task: Task, *, is_key: bool) -> Iterator[str]:
    worth = counted(task.points, "point")
    yield f"\n#task({_literal(task.id)}, {_literal(task.title)}, {_literal(worth)})["
    yield "#block(sticky: true, width: 100%)["  # never at the end of a page without what it is about
    yield from _paragraphs(task.prompt)
    yield "]"
    for given in task.given:
        yield from _given(given)
    if is_key:
        for slot in task.slots:
            yield from _solved(slot)
    else:
        yield from _slots(task.slots)
    yield "]"


def _given(given: Given) -> Iterator[str]:
    picture = drawing(given.figure) if given.figure is not None else None
    equations = _equations(given.equations) if given.equations is not None else ""
    drawn = _picture(picture) if picture is not None else ""
    beside = (
        given.equations is not None
        and picture is not None
        and _width(given.equations) + picture.width + _GUTTER <= _MEASURE
    )
    if beside:
        yield f"#beside({equations}, {drawn})"
    else:
        yield from (f"#alone({part})" for part in (equations, drawn) if part)
    cells = [
        f"$display({typeset(q.symbol, TYPST)} = {typeset_array(q.value, TYPST, decimals=None)})$"
        for q in untold(given, picture)
    ]
    if cells:
        yield f"#given({', '.join(cells)})"


def _equations(cell: Cell) -> str:
    lines = " \\ ".join(f"{left} &= {right}" for left, right in sides(cell, TYPST))
    return f"$ {lines} $"


def _width(cell: Cell) -> float:
    """About how wide the equations of a cell will be, in points."""
    return max(len(left) + len(right) + 3 for left, right in sides(cell, TEXT)) * _LETTER


def _picture(picture: Picture) -> str:
    width = min(picture.width, _MEASURE)
    alt = _literal(picture.sentence)
    return f'image(bytes({_literal(picture.svg)}), format: "svg", width: {width}pt, alt: {alt})'


def _slots(slots: Iterable[Slot]) -> Iterator[str]:
    for slot in slots:
        if slot.prompt or slot.options:
            yield from _paragraphs(slot.prompt)
            yield from (_option(name, text) for name, text in slot.options)
    rows = ", ".join(f"slot({_head(slot)})" for slot in slots)
    yield f"#slots({rows})"


def _option(name: str, text: str) -> str:
    return f"#option({_literal(name)}, {_literal(text)})"


def _head(slot: Slot) -> str:
    words = (slot.name, counted(slot.points, "point"), slot.hint)
    return ", ".join(map(_literal, words))


def _solved(slot: Slot) -> Iterator[str]:
    yield f"#answer({_head(slot)})"
    yield from _paragraphs(slot.prompt)
    yield from (_option(name, text) for name, text in slot.options)
    for solution in slot.solutions:
        yield from _solution(solution)
    if slot.rubric:
        yield "#right["
        yield from _paragraphs(slot.rubric)
        yield "]"
    for remark in slot.remarks:
        yield f"#right(text(9pt, {_literal(remark)}))"


def _solution(solution: Solution) -> Iterator[str]:
    label = f"{solution.reading}: " if solution.reading else ""
    if solution.formula is not None:
        formula = typeset(solution.formula.expression, TYPST, shapes=solution.formula.shapes)
        typed = f"raw({_literal(solution.typed)})"
        yield f"#formula({_literal(label)}, ${formula}$, {typed})"
        return
    if solution.numbers is None or solution.accepted is None:
        yield f"#right[#{_literal(label)}#strong({_literal(solution.typed)})]"
        return
    numbers = typeset_texts(solution.shown, TYPST)
    accepted = _literal(solution.counted)
    with_steps = ", sticky: true" if solution.steps is not None else ""  # never at a page's end
    yield f"#value({_literal(label)}, ${numbers}$, {accepted}{with_steps})"
    if solution.steps is not None:
        yield f"#steps[{solution.steps.typst()}]"


def _paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield "".join(map(_piece, paragraph))
        yield ""


def _piece(piece: Piece) -> str:
    match piece:
        case Code(text):
            return f"#raw({_literal(text)})"
        case Letter(base, below, tilde):
            letter = f"tilde({base})" if tilde else base
            return f"${letter}_({_below(below)})$" if below else f"${letter}$"
        case words:
            return f"#{_literal(words)};"


def _below(below: str) -> str:
    """What stands below a letter: words upright, single letters and numbers as they are."""
    return re.sub(r"[A-Za-z]\w+", lambda match: _literal(match[0]), below).replace(",", "\\,")


def _literal(text: str) -> str:
    """A text as a string of Typst, in which nothing is markup."""
    kept = visible(text, longest=100_000).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{kept}"'
