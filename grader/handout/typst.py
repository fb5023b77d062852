"""A sheet as Typst source, and as PDF: a page as textbooks have it, without TeX.

Words of people (names, prompts) enter the source as string literals only, so that nothing in them
is ever read as markup.  The source is a head and pieces, each of which may be set without the others:
most are the same for everybody in a class, and an engine that remembers them lays them out once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from grader.handout import letters, mathematics
from grader.handout.drawing import Picture, drawing
from grader.handout.mathematics import Mathematics
from grader.handout.pdf_engine import PIECE
from grader.handout.prose import BETWEEN_FACTORS, Code, Letter, Paragraph, Piece, is_product
from grader.handout.sheet import Given, Quantity, Sheet, Slot, Solution, Task, in_rows, side_by_side
from grader.handout.shown_equations import sides
from grader.handout.values import trimmed, untold, with_minus
from grader.words.text import counted, visible
from reference import Cell
from reference.readings.notations.text import TEXT
from reference.readings.notations.typst import TYPST, TYPST_LINES
from reference.readings.spoken import SPOKEN
from reference.readings.typeset import typeset, typeset_array, typeset_equation, typeset_texts
from reference.readings.worked import Worked

_MEASURE = 459.0  # points: the width of the text
_GUTTER = 20.0
_MANY = 12  # equations that fill a third of a page
_SMALLEST = 0.85  # of its size that a figure may be printed at, to stand beside its equations
_BESIDE, _ENTRY, _ROW = (
    54.0,
    30.0,
    14.0,
)  # points for a symbol and what stands around; for a column and a row of numbers
_HELD = 250.0  # points of given numbers, more of which may be parted by a page's end
_LETTER = 4.6  # points that a character of an equation takes, about
_LINE = 66  # characters that certainly fit into a line of a working
_SIGNS = (TYPST_LINES.equals, SPOKEN.equals)
_MARKUP = re.compile(
    r'#h\([^)]*\)|delim: "\[",|align: #end,|size: #tall\(\d+\)|\b(?:op|lr|frac|bold|arrow|sqrt|top|dot\.o)\b'
)
_COLUMN = re.compile(r"(vec|mat)\(([^()]*)\)")
_NOT_SEEN = re.compile(r'[\\"(){}_^ ,]')

_STYLE = """\
// pages of staff are denser
#set page(paper: "a4", margin: if dense { (x: 22mm, top: 15mm, bottom: 17mm) } else { (x: 24mm, top: 17mm, bottom: 19mm) }, footer: context [
  #set text(8.5pt, fill: luma(90))
  #foot #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(font: "New Computer Modern", if dense { 9.8pt } else { 10.5pt }, lang: "en")
#set par(justify: true, leading: 0.6em, spacing: 0.9em)
#set math.mat(row-gap: 0.25em, column-gap: 0.9em)
#set math.vec(gap: 0.25em)
#show raw: set text(font: "DejaVu Sans Mono", 8.6pt)
#show math.equation.where(block: true): set block(spacing: 0.9em, breakable: true)
#show heading: set text(size: 10pt, weight: "regular")
#show heading: it => block(sticky: true, above: if it.level < 3 { 1.2em } else { 0.8em }, below: if it.level < 3 { 0.75em } else { 0.5em }, width: 100%, it.body)

// what stands around the arrays of a line, so many rows high
#let tall(rows) = rows * 0.98em
#let m(said, body) = math.equation(alt: said, body)
#let title(name) = heading(level: 1, text(17pt, weight: "bold", name))
#let task(name, title, worth) = heading(level: 2, block(
  width: 100%, stroke: (bottom: 0.5pt + luma(150)), inset: (bottom: 4pt),
)[#text(11.5pt, weight: "bold")[#name #h(0.4em)#title] #h(1fr) #text(9pt, fill: luma(70), worth)])
#let apart(cells) = cells.map(box).join(h(1.8em, weak: true))
#let together(size, cells) = box(text(size, apart(cells)))
#let given(sticky: false, ..cells) = block(width: 100%, above: 0.8em, below: 0.8em, inset: (left: 1em), sticky: sticky)[
  #set par(justify: false, leading: 0.9em)
  #set text(top-edge: "bounds", bottom-edge: "bounds")
  #apart(cells.pos().flatten())
]
#let alone(sticky: true, body) = block(width: 100%, above: 1em, below: 1em, breakable: false, sticky: sticky, align(center, body))
#let beside(sticky: true, equations, figure) = alone(sticky: sticky, grid(
  columns: (1fr, auto), align: horizon, column-gutter: 16pt, equations, figure,
))
#let slot(name, worth, hint) = (
  raw(name), text(9pt, fill: luma(70), hint), align(right, text(9pt, fill: luma(70), worth)),
)
#let slots(..cells) = block(above: 0.7em, width: 100%, breakable: cells.pos().len() > 12, table(
  columns: (auto, 1fr, auto), stroke: none, inset: (x, y) => (x: 0pt, y: if y == 0 { 1pt } else { 2.4pt }), column-gutter: 9pt,
  table.header(..("answer", "what to give", "worth").enumerate().map(((place, name)) =>
    align(if place == 2 { right } else { left }, text(7pt, fill: luma(90), name)))),
  ..cells.pos().flatten(),
))
#let option(name, body) = block(spacing: 0.6em, inset: (left: 1em))[#raw(name)#h(0.8em)#body]
#let answer(name, worth, hint) = heading(level: 3, block(width: 100%)[
  #raw(name)#h(0.8em)#text(9pt, fill: luma(70), hint) #h(1fr) #text(9pt, fill: luma(70), worth)
])
#let right(body, sticky: false) = block(spacing: 0.6em, inset: (left: 1em), sticky: sticky, body)
#let value(label, said, number, accepted, sticky: false) = right(sticky: sticky)[
  #set text(top-edge: "bounds", bottom-edge: "bounds")
  #label#text(11.5pt, m(said, math.bold(math.display(number))))#h(1.2em)#text(9pt, fill: luma(70), accepted)
]
// what holds together, as the checks of a program do
#let remarks(..texts) = block(breakable: false, texts.pos().map(it => right(text(9pt, it))).join())
#let formula(label, said, body, typed) = right[#label#m(said, math.display(body))#h(1.2em)#text(fill: luma(70), typed)]
// a step of a working: a chain of equations, which a line breaks before an equals sign, else at any sign
#let step(sticky: false, wide: false, ..pieces) = block(above: 0.6em, below: 0.6em, inset: (left: 1em), breakable: false, sticky: sticky, {
  set text(9.5pt, top-edge: "bounds", bottom-edge: "bounds")
  // a fraction, and an array in an array or a fraction, is no smaller than any other
  show math.frac: it => if wide { it } else { math.display(it) }
  show math.mat: math.inline
  show math.vec: math.inline
  par(justify: false, leading: 0.55em, hanging-indent: 2em, pieces.pos().join([ ]))
})
#let whole(said, body) = box(m(said, body))
#let listing(body) = block(inset: (left: 1em), breakable: true, {
  show raw: set text(7.6pt)
  set par(justify: false, leading: 0.46em)
  raw(block: true, lang: "python", body)
})
"""
# What a piece may call.
_KIT = tuple(re.findall(r"^#let (\w+)\(", _STYLE, re.MULTILINE))


def source(sheet: Sheet) -> str:
    """The Typst source of a sheet, or of its key."""
    return f"\n{PIECE}\n".join(_document(sheet)) + "\n"


def _document(sheet: Sheet) -> Iterator[str]:
    """The head of a sheet, and piece after piece."""
    yield _head_of(sheet)
    kind = "Key: " if sheet.is_key else ""
    who = " · ".join(part for part in (sheet.name, sheet.student or "") if part)
    yield f"#title({_literal(kind + sheet.title)})"
    yield (
        f"#block(above: 0.8em, below: 1.2em, width: 100%)[#text(fill: luma(70))["
        f"#{_literal(who)} #h(1fr) #{_literal(counted(sheet.points, 'point'))}]]"
    )
    if sheet.introduction:
        yield _paragraphs(sheet.introduction)
    if sheet.rules and not sheet.is_key:
        yield f'#block(text(9.5pt, style: "italic", {_literal(" ".join(sheet.rules))}))'
    for task in sheet.tasks:
        yield from _task(task, is_key=sheet.is_key)


def _head_of(sheet: Sheet) -> str:
    """How everything looks, and what the document is called."""
    kind = "Key: " if sheet.is_key else ""
    foot = " · ".join(part for part in (sheet.assignment, sheet.student or "", kind[:3]) if part)
    return "\n".join(
        (
            f"#set document(title: {_literal(kind + sheet.title)}, date: none)",
            f"#let foot = {_literal(foot)}",
            f"#let dense = {'true' if sheet.is_key else 'false'}",  # staff reads, and nobody writes
            _STYLE,
            f"#let kit = ({', '.join(f'{name}: {name}' for name in _KIT)})",
        )
    )


def _task(task: Task, *, is_key: bool) -> Iterator[str]:
    worth = counted(task.points, "point")
    yield f"#task({_literal(task.id)}, [{_line(task.named)}], {_literal(worth)})"
    # never at the end of a page without what it is about
    yield f"#block(sticky: true, width: 100%)[\n{_paragraphs(task.prompt)}]"
    for given in task.given:
        yield from _given(given)
    if is_key:
        for slot in task.slots:
            yield from _solved(slot)
    else:
        yield from _slots(task.asked)


def _given(given: Given) -> Iterator[str]:
    picture = drawing(given.figure) if given.figure is not None else None
    equations = _equations(given.equations) if given.equations is not None else ""
    drawn = _picture(picture, _MEASURE) if picture is not None else ""
    rows = list(in_rows(untold(given, picture)))
    last = (
        "" if rows else "sticky: false, "
    )  # numbers stand with their figure, answers may be overleaf
    room = _MEASURE - _GUTTER - (_width(given.equations) if given.equations is not None else 0)
    if given.equations is not None and picture is not None and _SMALLEST * picture.width <= room:
        yield f"#beside({last}{equations}, {_picture(picture, room)})"
    elif given.equations is not None and _width(given.equations) > _MEASURE:
        yield from _broken(given.equations)
        if drawn:
            yield f"#alone({last}{drawn})"
    else:
        if given.equations is not None:
            equations = _in_columns(given.equations)
        parts = [part for part in (equations, drawn) if part]
        for part in parts:
            yield f"#alone({last if part is parts[-1] else ''}{part})"
    if given.legend:
        yield f"#right({last.removesuffix(', ') or 'sticky: true'})[{_paragraphs(given.legend)}]"
    for place, row in enumerate(rows, start=1):
        pieces = ", ".join(map(_side_by_side, side_by_side(row)))
        sticky = place < len(rows) and sum(map(_tall, rows)) < _HELD
        yield f"#given(sticky: {'true' if sticky else 'false'}, {pieces})"


def _side_by_side(quantities: Sequence[Quantity]) -> str:
    """Quantities that a line's end does not part: large ones are set smaller, if that is enough."""
    wide = sum(_BESIDE + _ENTRY * (*np.shape(q.value), 1, 1)[1] for q in quantities)
    piece = f"({', '.join(map(_quantity, quantities))},)"
    size = _MEASURE / wide
    return piece if size < _SMALLEST else f"(together({min(size, 1):.2g}em, {piece}),)"


def _tall(quantities: Iterable[Quantity]) -> float:
    """About how tall a row of given numbers is, in points."""
    rows: list[int] = [(*np.shape(q.value), 1)[0] for q in quantities]
    return _ROW * (1 + max(rows))


def _quantity(quantity: Quantity) -> str:
    written, said = (
        f"{typeset(quantity.symbol, notation)}{notation.equals}"
        f"{typeset_array(quantity.value, notation, decimals=None)}"
        for notation in (TYPST, SPOKEN)
    )
    return f"m({_literal(said)}, $display({written})$)"


def _equations(cell: Cell) -> str:
    lines = " \\ ".join(f"{left} &= {right}" for left, right in sides(cell, TYPST))
    said = "; ".join(f"{left} equals {right}" for left, right in sides(cell, SPOKEN))
    return f"math.equation(block: true, alt: {_literal(said)}, $ {lines} $)"


def _in_columns(cell: Cell) -> str:
    """Equations, in two columns where many are short: down the first, then down the second."""
    lines = cell.equations
    if len(lines) < _MANY or 2 * _width(cell) + _GUTTER > _MEASURE:
        return _equations(cell)
    half = -(-len(lines) // 2)
    columns = (_equations(cell.with_equations(some)) for some in (lines[:half], lines[half:]))
    return f"grid(columns: 2, align: horizon, column-gutter: {_GUTTER}pt, {', '.join(columns)})"


def _broken(cell: Cell) -> Iterator[str]:
    """Equations too long for a line, each broken at its signs."""
    spoken = sides(cell, SPOKEN)
    for equation, (left, right) in zip(cell.equations, spoken, strict=True):
        body = typeset_equation(equation, TYPST_LINES, shapes=cell.shapes)
        yield f"#step(m({_literal(f'{left} equals {right}')}, ${body}$))"


def _width(cell: Cell) -> float:
    """About how wide the equations of a cell will be, in points."""
    columns = zip(*sides(cell, TEXT), strict=True)  # aligned where they are equal
    return (3 + sum(max(len(s.replace("_", "")) for s in column) for column in columns)) * _LETTER


def _picture(picture: Picture, room: float) -> str:
    width = min(picture.width, room)
    alt = _literal(picture.sentence)
    return f'image(bytes({_literal(picture.svg)}), format: "svg", width: {width}pt, alt: {alt})'


def _slots(slots: Iterable[Slot]) -> Iterator[str]:
    for slot in slots:
        if slot.prompt or slot.options:
            yield _paragraphs(slot.prompt)
            yield from _lists(slot)
    rows = ", ".join(f"slot({_head(slot)})" for slot in slots)
    yield f"#slots({rows})"


def _lists(slot: Slot) -> Iterator[str]:
    """What there is to choose from, each list under its words."""
    for over, options in slot.lists:
        if over:
            yield f"#right(sticky: true)[#{_literal(over)}]"
        yield from (_option(name, text) for name, text in options)


def _option(name: str, text: Paragraph) -> str:
    return f"#option({_literal(name)})[{_line(text)}]"


def _head(slot: Slot) -> str:
    name, worth = _literal(slot.name), _literal(counted(slot.points, "point"))
    return f"{name}, {worth}, [{_wanted(slot)}]"


def _wanted(slot: Slot) -> str:
    """What is to be given; of a derivative, what it is of and by."""
    if slot.derivative is None:
        return f"#{_literal(slot.wanted)}"
    of, by = (typeset(symbol, TYPST) for symbol in slot.derivative)
    said = " by ".join(f"d {typeset(symbol, SPOKEN)}" for symbol in slot.derivative)
    return f"#m({_literal(said)}, $partial {of} \\/ partial {by}$): #{_literal(slot.wanted)}"


def _solved(slot: Slot) -> Iterator[str]:
    yield f"#answer({_head(slot)})"
    if slot.prompt:
        yield _paragraphs(slot.prompt)
    yield from _lists(slot)
    for solution in slot.solutions:
        yield from _solution(solution)
    if slot.program:
        yield f"#listing({_lines(slot.program)})"
    if slot.equations is not None:
        yield from _given(Given((), slot.equations))
    if slot.rubric:
        yield f"#right[\n{_paragraphs(slot.rubric)}]"
    if slot.remarks:
        yield f"#remarks({', '.join(map(_literal, map(with_minus, slot.remarks)))},)"


def _solution(solution: Solution) -> Iterator[str]:
    label = f"{solution.reading}: " if solution.reading else ""
    if solution.formula is not None:
        formula, said = (
            typeset(solution.formula.expression, notation, shapes=solution.formula.shapes)
            for notation in (TYPST, SPOKEN)
        )
        typed = f"raw({_literal(solution.typed)})"
        yield f"#formula({_literal(label)}, {_literal(said)}, ${formula}$, {typed})"
        return
    if solution.numbers is None or solution.accepted is None:
        yield f"#right[#{_literal(label)}#strong({_literal(with_minus(solution.typed))})]"
    else:
        numbers, said = (typeset_texts(solution.shown, each) for each in (TYPST, SPOKEN))
        accepted = _literal(with_minus(solution.counted))
        with_steps = ", sticky: true" if solution.steps is not None else ""  # never at a page's end
        yield f"#value({_literal(label)}, {_literal(said)}, ${numbers}$, {accepted}{with_steps})"
    if solution.steps is not None:
        yield from _steps(solution.steps)


def _steps(steps: Worked) -> Iterator[str]:
    """A working, step by step: each holds together, has its words beside it, and none is alone on a page."""
    last = len(steps.steps) - 1
    for place, step in enumerate(steps.steps):
        sides = zip(steps.stages(step, TYPST_LINES), steps.stages(step, SPOKEN), strict=True)
        sticky = "sticky: true, " if place < last and place in (0, last - 1) else ""
        pieces = list(sides)
        wide = any("frac(" in side and _letters(side) > _LINE for side, _ in pieces)
        how = sticky + ("wide: true, " if wide else "")  # a fraction is not broken
        yield f"#step({how}{', '.join(_chain(pieces))})"


def _chain(sides: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The pieces of a chain of equations, each in its notation and in words."""
    (left, its_name), *others = sides
    if sum(_letters(side) + 3 for side, _ in sides) <= _LINE:
        line, said = (
            each.join(texts) for each, texts in zip(_SIGNS, zip(*sides, strict=True), strict=True)
        )
        yield f"m({_literal(said)}, ${line}$)"
        return
    first, said = others[0]
    pieces = [(f"{left} = {first}", f"{its_name} equals {said}")]
    pieces += [(f"= {side}", f"equals {words}") for side, words in others[1:]]
    for piece, words in pieces:
        held = "whole" if _letters(piece) <= _LINE else "m"
        yield f"{held}({_literal(words)}, ${piece}$)"


def _letters(formula: str) -> int:
    """About how many letters wide a formula is."""
    bare = _COLUMN.sub(
        lambda array: max(re.split("[,;]" if array[1] == "vec" else ";", array[2]), key=len),
        _MARKUP.sub("", formula),
    )
    return len(_NOT_SEEN.sub("", bare))


def _paragraphs(paragraphs: Iterable[Paragraph]) -> str:
    return "".join(f"{_line(paragraph)}\n\n" for paragraph in paragraphs)


def _line(pieces: Sequence[Piece]) -> str:
    return "".join(
        _piece(BETWEEN_FACTORS if is_product(pieces, place) else piece)
        for place, piece in enumerate(pieces)
    )


def _piece(piece: Piece) -> str:
    match piece:
        case Code(text):
            return f"#raw({_literal(text)})"
        case Letter(base, below, tilde):
            letter = f"tilde({base})" if tilde else base
            written = f"{letter}_({_below(below)})" if below else letter
            return f"#m({_literal(letters.spoken(piece))}, ${written}$);"
        case Mathematics():
            return f"#m({_literal(mathematics.spoken(piece))}, ${mathematics.typst(piece)}$);"
        case words:
            return f"#{_literal(words)};"


def _below(below: str) -> str:
    """What stands below a letter: words upright, single letters and numbers as they are."""
    return re.sub(r"[A-Za-z]\w+", lambda match: _literal(match[0]), below).replace(",", "\\,")


def _lines(program: tuple[str, ...]) -> str:
    """The lines of a program as a string of Typst."""
    return '"' + "\\n".join(_literal(line)[1:-1] for line in trimmed(program)) + '"'


def _literal(text: str) -> str:
    """A text as a string of Typst, in which nothing is markup."""
    kept = visible(text, longest=100_000).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{kept}"'
