"""A sheet as one HTML page that needs nothing else: MathML, its own style, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from grader.handout import letters, mathematics
from grader.handout.breaks import breakable, breaking, ems
from grader.handout.drawing import drawing
from grader.handout.mathematics import Mathematics
from grader.handout.prose import BETWEEN_FACTORS, Code, Letter, Paragraph, Piece, is_product
from grader.handout.sheet import Given, Quantity, Sheet, Slot, Solution, Task, in_rows, side_by_side
from grader.handout.shown_equations import sides
from grader.handout.values import trimmed, untold, with_minus
from grader.words.text import counted, visible
from reference.readings.notations.mathml import MATHML
from reference.readings.typeset import typeset, typeset_array, typeset_texts

# A font of one blank, with the measures of formulas: how far below its letter a subscript hangs.  A browser
# asks its first font for them, and where no font for mathematics is installed none has any.
_METRICS = (
    "d09GMgABAAAAAAHEAAsAAAAABBQAAAF3AAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAH4FqBmAAPAoBLAE2AiQDCAsGAA"
    "QgBYIXByYbcAMoHomxrYPt0mmLNg9EPHytle93z+wxqKlTHEQFqAhVFKEkoXj0ytOpCLUqQgMptETqtlmS9SVbosF+"
    "ztGDKOyaMU2d644fSXRrSz1N2r5vkVy47RRLlLZFcOKgeUKpp0r1DhVRufvsHTv3fQKdeGunVg6Xw2r8IlqkR3hJHA"
    "BPiSsQU7gAfqFJHAArcBc1atIRiBZpkTgF6QlqYp6YJx0BNWq73YQaa0UoToFjSVZgBW7C3QdcQfTy9zk2GQaQ42bc"
    "UyrAZ8BWU6g0s/xfR648A4hWWkQFEjKGZYFhhWk0FEJSaf7/D5WI3/1XhYwECspwIxDcOlM/3bfpa3vOH+D9itufaQ"
    "GQJRBskPiCVnA7xRf8QiABSACsdKsFCD0IkLTpESDrNixAoQcBSl0qARrmKIuiQ5g0JzDptQ2zcfv7IrA06qxr0BO2"
    "1oRh+YWLBk6+veeWLLPf4twj9tEmBZM6N32bIlsrGEegFK5DLLfEMgnoSAAAAAA="
)
_AFTER_A_WORD = re.compile(r"(?<=[^\W_]_)(?=\w)|(?<=[a-z])(?=[A-Z])|(?<=[\w)]\.)(?=[^\W\d])")
_PHONE = 11.0  # the same, on the narrowest phone
_IN_A_LINE = 24  # characters of code that also the narrowest phone has room for
_MANY = 12  # equations that stand in two columns on paper
_ROOM = 36.0  # of the size of letters, for an equation on a page that is as wide as it gets
_STYLE = """\
@font-face { font-family: "Sheet Metrics"; src: url(data:font/woff2;base64,METRICS); }
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fffefb; --faint: #5c5c5c; --line: #c9c6bd; --tint: #f3f1ea; --shade: #0006; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e1; --paper: #17181a; --faint: #a2a09a; --line: #43444a; --tint: #212327; --shade: #fff7; --focus: #8ab4f8; }
}
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 44rem; color: var(--ink); background: var(--paper);
  font: 1.05rem/1.55 "Latin Modern Roman", "New Computer Modern", "Libertinus Serif", Georgia, serif; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.12rem; margin: 2.6rem 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line);
  display: flex; gap: .8em; align-items: baseline; }
h2 > :first-child { white-space: nowrap; }
h2 .worth, header .worth { margin-left: auto; }
header p { display: flex; margin: 0 0 1.2rem; color: var(--faint); }
.worth, .hint, .accepted { color: var(--faint); font-size: .9rem; font-weight: normal; white-space: nowrap; }
.hint, .accepted { white-space: normal; }
.rules { font-style: italic; }
.kept { white-space: nowrap; } wbr { display: none; }
p { margin: .8rem 0; }
/* letters are as tall as the words around them, whichever fonts the reader has */
body { font-size-adjust: .46; } code { font-size-adjust: none; }
math { font-family: "Latin Modern Math", "New Computer Modern Math", "STIX Two Math", "Cambria Math",
  "DejaVu Math TeX Gyre", "Sheet Metrics", "DejaVu Serif", serif, math; }
mtd { padding: .35em .4em; }
.given { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; align-items: center; margin: 1.1rem 0; padding: .9rem 1.1rem;
  background: var(--tint); border-radius: .3rem; }
.given > p { flex-basis: 100%; margin: 0; }
.numbers { display: flex; flex-wrap: wrap; gap: .7rem 2rem; align-items: baseline; flex-basis: 100%; }
.numbers > span { display: flex; flex-wrap: wrap; gap: .4rem 2rem; align-items: baseline; }
.wide, .steps { overflow: auto hidden; max-width: 100%; padding: .2rem 0; }
/* a shadow at the edge that has more beyond it */
.wide, .steps { background: linear-gradient(90deg, var(--under) 40%, transparent) 0 0 / 2rem 100% no-repeat local,
    linear-gradient(-90deg, var(--under) 40%, transparent) 100% 0 / 2rem 100% no-repeat local,
    radial-gradient(farthest-side at 0 50%, var(--shade), transparent) 0 0 / .8rem 100% no-repeat scroll,
    radial-gradient(farthest-side at 100% 50%, var(--shade), transparent) 100% 0 / .8rem 100% no-repeat scroll; }
body, .steps { --under: var(--paper); } .given { --under: var(--tint); }
.wide:focus-visible, .steps:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
pre.program { margin: .6rem 0 .6rem 1rem; font-size: .88rem; line-height: 1.4; } .program code { overflow-wrap: normal; }
.right > math { font-size: 1.25em; font-weight: bold; }
.value { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: center; } .value > .accepted { flex: 1 1 12rem; }
/* what stands alone is as large within a fraction as outside */
:is(.wide, .steps, .numbers, .value) :is(math, mtable) { math-style: normal; }
.wide math, .steps math { width: max-content; } .wide math, .steps > math, .numbers math { font-size: 1.08em; }
.wide svg { display: block; zoom: 1.3; }
BREAKING@media screen and (max-width: 34rem) { .given { container-type: inline-size; }
  .wide svg { zoom: 1.2; max-width: 100%; height: auto; min-width: calc(var(--width) * .78); } }
table.slots { border-collapse: collapse; width: 100%; margin: 1rem 0; }
.slots td { padding: .22rem .9rem .22rem 0; vertical-align: baseline; }
.slots th { font-size: .72rem; font-weight: normal; color: var(--faint); text-align: left; padding: 0 .9rem 0 0; }
.slots th:last-child { padding: 0; text-align: right; }
.slots td:first-child { width: 1%; white-space: nowrap; }
.slots td:last-child { padding-right: 0; text-align: right; }
@media screen and (max-width: 34rem) { h2 { flex-wrap: wrap; row-gap: 0; } h2 > * { overflow-wrap: anywhere; min-width: 0; } h2 > :first-child { white-space: normal; }
  h2 > :nth-child(2) { flex: 1 1 55%; }
  .slots td { padding-right: .5rem; overflow-wrap: anywhere; } .slots td:first-child { white-space: normal; min-width: 7.5em; }
  .slots code { overflow-wrap: break-word; } wbr { display: inline; } }
code { font: .86em ui-monospace, "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
dl.options { margin: .6rem 0 .6rem 1rem; display: grid; grid-template-columns: auto 1fr; gap: .2rem .9rem; }
dl.options dd { margin: 0; }
.answer { display: flex; flex-wrap: wrap; gap: .2rem .9rem; align-items: baseline; margin: 1.5rem 0 .4rem; }
.answer { font-size: 1em; font-weight: normal; }
.answer .worth { margin-left: auto; }
.right { margin: .4rem 0 .4rem 1rem; }
.steps { margin: .6rem 0 .6rem 1rem; }
/* equations aligned where they are equal */
math > mtable > mtr > mtd:first-child { text-align: right; padding: .35em 0; }
math > mtable > mtr > mtd:last-child { text-align: left; padding-left: 0; }
mtr:has(> mtd:first-child:empty) + mtr:not(:has(> mtd:first-child:empty)) > mtd { padding-top: 1em; } /* a new chain */
/* brackets that reach around a matrix also where no font of the reader's can stretch them */
@supports selector(:has(a)) {
  mrow:has(> mtable) > mo { display: none; }
  mrow > mtable { margin: .15em .2em; border: solid; border-width: 0 1.2px; background: linear-gradient(currentColor 0 0) 0 0,
    linear-gradient(currentColor 0 0) 0 100%, linear-gradient(currentColor 0 0) 100% 0, linear-gradient(currentColor 0 0) 100% 100%;
    background-size: .28em 1.2px; background-repeat: no-repeat; }
}
@media print {
  :root { font-size: 9.4pt; color-scheme: light; --ink: #000; --paper: #fff; --faint: #444; --line: #999; --tint: #fff; --shade: transparent; }
  @page { size: A4; margin: 12mm 18mm; }
  body { padding: 0; max-width: none; line-height: 1.28; }
  mrow > mtable { print-color-adjust: exact; -webkit-print-color-adjust: exact; } /* the feet of its brackets are backgrounds */
  h2 { break-after: avoid; margin: 1rem 0 .4rem; } section > p { break-inside: avoid; break-after: avoid; }
  .given { background: none; padding: 0; margin: .6rem 0; gap: .5rem 1.5rem; break-inside: avoid; }
  .wide, .steps { overflow: visible; background: none; padding: 0; } .wide svg { zoom: 1; }
  table.slots { margin: .4rem 0; } .slots td { padding-top: 0; padding-bottom: 0; line-height: 1.35; }
  table.slots, dl.options, .answer, .right { break-inside: avoid; } .answer { break-after: avoid; margin: .75rem 0 .2rem; }
  math > mtable > mtr > mtd, math > mtable > mtr > mtd:first-child { padding-top: .2em; padding-bottom: .2em; }
  .right, .steps { margin: .25rem 0 .25rem 1rem; } .right > math { font-size: 1.15em; } dl.options { margin: .3rem 0 .3rem 1rem; }
  pre.program { font-size: .8rem; line-height: 1.22; margin: .3rem 0 .3rem 1rem; } body { orphans: 3; widows: 3; }
  .right:has(+ .steps) { break-after: avoid; } .steps mtr { break-inside: avoid; } .numbers { gap: .3rem 2rem; }
FLOWING.steps > math > mtable > mtr { line-height: 1.5; }
.many > math > mtable { columns: 2; column-gap: 2rem; break-inside: avoid; }
}
"""


# Long equations are broken at their signs everywhere, on a phone all of them.
_BREAKING = f"{breaking('.long')}@media screen and (max-width: 34rem) {{\n{breaking(':is(.wide, .steps):not(.long)')}}}\n"
_LOOKS = (
    _STYLE.replace("METRICS", _METRICS)
    .replace("BREAKING", _BREAKING)
    .replace("FLOWING", breaking(".steps", flowing=True) + breaking(".many"))
)


def page(sheet: Sheet) -> str:
    """The page of a sheet, or of its key."""
    return "\n".join(_document(sheet)) + "\n"


def _document(sheet: Sheet) -> Iterator[str]:
    title = _text(("Key: " if sheet.is_key else "") + sheet.title)
    who = _text(" · ".join(part for part in (sheet.name, sheet.student or "") if part))
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:\">"
    )
    yield f"<title>{title}</title>\n<style>\n{_LOOKS}</style></head>"
    yield "<body>\n<main>"
    yield (
        f"<header><h1>{title}</h1><p><span>{who}</span>"
        f'<span class="worth">{counted(sheet.points, "point")}</span></p></header>'
    )
    yield from _paragraphs(sheet.introduction)
    if sheet.rules and not sheet.is_key:
        yield f'<p class="rules">{_text(" ".join(sheet.rules))}</p>'
    for task in sheet.tasks:
        yield from _task(task, is_key=sheet.is_key)
    yield "</main>\n</body>\n</html>"


def _task(task: Task, *, is_key: bool) -> Iterator[str]:
    yield (
        f"<section><h2><span>{_text(task.id)}</span><span>{_line(task.named)}</span>"
        f'<span class="worth">{counted(task.points, "point")}</span></h2>'
    )
    yield from _paragraphs(task.prompt)
    for given in task.given:
        yield from _given(given)
    if is_key:
        for slot in task.slots:
            yield from _solved(slot)
    else:
        yield from _slots(task.asked)
    yield "</section>"


def _given(given: Given) -> Iterator[str]:
    picture = drawing(given.figure) if given.figure is not None else None
    yield '<div class="given">'
    if given.equations is not None:
        table = _table(sides(given.equations, MATHML))
        is_many = len(given.equations.equations) >= _MANY
        yield _broken("wide many" if is_many else "wide", "equations", _math(table))
    if picture is not None:
        yield f'<div class="wide" tabindex="0" role="group" aria-label="figure" style="--width: {picture.width}px">{picture.svg}</div>'
    yield from _paragraphs(given.legend)
    quantities = untold(given, picture)
    if quantities:
        for row in in_rows(quantities):
            yield _numbers(row)
    yield "</div>"


def _numbers(row: Sequence[Quantity]) -> str:
    """A row of given numbers, which scrolls where a matrix is wider than a phone."""
    pieces = [[_quantity(quantity) for quantity in piece] for piece in side_by_side(row)]
    groups = "".join(f"<span>{''.join(piece)}</span>" for piece in pieces)
    if any(ems(quantity) > _PHONE for piece in pieces for quantity in piece):
        return f'<div class="numbers wide" tabindex="0" role="group" aria-label="numbers">{groups}</div>'
    return f'<div class="numbers">{groups}</div>'


def _table(equations: Sequence[tuple[str, str]]) -> str:
    """Equations aligned where they are equal; one alone is no table, or it were read aloud as a line of one."""
    if len(equations) == 1:
        return "<mo>=</mo>".join(equations[0])
    rows = "".join(
        f"<mtr><mtd>{left}</mtd><mtd><mo>=</mo></mtd><mtd>{right}</mtd></mtr>"
        for left, right in equations
    )
    return f'<mtable columnalign="right center left">{rows}</mtable>'


def _quantity(quantity: Quantity) -> str:
    value = typeset_array(quantity.value, MATHML, decimals=None)
    return _math(f"{typeset(quantity.symbol, MATHML)}<mo>=</mo>{value}")


def _slots(slots: Iterable[Slot]) -> Iterator[str]:
    rows = []
    for slot in slots:
        yield from _asked(slot)
        cells = (f"{_code(slot.name)}", *_beside(slot))
        rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    head = "<tr><th>answer</th><th>what to give</th><th>worth</th></tr>"
    yield f'<table class="slots"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def _asked(slot: Slot) -> Iterator[str]:
    """What a slot says of itself: its own prompt, and what there is to choose from."""
    yield from _paragraphs(slot.prompt)
    for over, options in slot.lists:
        if over:
            yield f'<p class="hint">{_text(over)}</p>'
        rows = (
            f"<dt><code>{_text(name)}</code></dt><dd>{_line(text)}</dd>" for name, text in options
        )
        yield f'<dl class="options">{"".join(rows)}</dl>'


def _beside(slot: Slot) -> tuple[str, str]:
    return (
        f'<span class="hint">{_wanted(slot)}</span>',
        f'<span class="worth">{counted(slot.points, "point")}</span>',
    )


def _wanted(slot: Slot) -> str:
    """What is to be given; of a derivative, what it is of and by."""
    if slot.derivative is None:
        return _text(slot.wanted)
    of, by = (typeset(symbol, MATHML) for symbol in slot.derivative)
    fraction = _math(
        f"<mrow><mo>&#8706;</mo>{of}</mrow><mo>/</mo><mrow><mo>&#8706;</mo>{by}</mrow>"
    )
    return f'<span class="kept">{fraction}:</span> {_text(slot.wanted)}'


def _solved(slot: Slot) -> Iterator[str]:
    yield f'<h3 class="answer">{_code(slot.name)}{"".join(_beside(slot))}</h3>'
    yield from _asked(slot)
    for solution in slot.solutions:
        yield from _solution(solution)
    if slot.program:
        listing = "\n".join(map(_text, trimmed(slot.program)))
        yield f'<pre class="wide program" tabindex="0" role="group" aria-label="program"><code>{listing}</code></pre>'
    if slot.equations is not None:
        yield from _given(Given((), slot.equations))
    if slot.rubric:
        yield f'<div class="right">{"".join(_paragraphs(slot.rubric))}</div>'
    for remark in slot.remarks:
        yield f'<div class="right hint">{_text(with_minus(remark))}</div>'


def _solution(solution: Solution) -> Iterator[str]:
    label = f"{_text(solution.reading)}: " if solution.reading else ""
    if solution.formula is not None:
        formula = typeset(solution.formula.expression, MATHML, shapes=solution.formula.shapes)
        if label:
            yield f'<div class="right">{label}</div>'
        yield _broken("right steps", "equation", _math(formula))
        yield f'<div class="right"><code class="hint">{_text(solution.typed)}</code></div>'
        return
    if solution.numbers is None or solution.accepted is None:
        value = _text(with_minus(solution.typed))
        yield f'<div class="right">{label}<strong>{value}</strong></div>'
    else:
        accepted = _text(with_minus(solution.counted))
        number = _math(typeset_texts(solution.shown, MATHML))
        yield f'<div class="right value">{label}{number}<span class="accepted">{accepted}</span></div>'
    if solution.steps is not None:
        yield _broken("steps", "working", solution.steps.mathml())


def _paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield f"<p>{_line(paragraph)}</p>"


def _line(pieces: Sequence[Piece]) -> str:
    """Pieces one after another; what touches a formula, such as a full stop, stays on its line."""
    found: list[str] = []
    run: list[str] = []
    has_formula = False

    def ended() -> None:
        nonlocal has_formula
        text = "".join(run)
        found.append(f'<span class="kept">{text}</span>' if has_formula and len(run) > 1 else text)
        run.clear()
        has_formula = False

    for place, piece in enumerate(pieces):
        if isinstance(piece, Code):
            ended()
            found.append(_piece(piece))
        elif not isinstance(piece, str):
            run.append(_piece(piece))
            has_formula = True
        elif is_product(pieces, place):
            run.append(BETWEEN_FACTORS)
        else:
            first, *words = re.split(r"(?= )", _text(piece))
            run.extend([first] if first else [])
            for word in words:
                ended()
                found.append(" ")
                run.extend([word[1:]] if word[1:] else [])
    ended()
    return "".join(found)


def _piece(piece: Piece) -> str:
    match piece:
        case Code(text):
            return _code(text)
        case Letter():
            return _math(letters.mathml(piece))
        case Mathematics():
            return _math(mathematics.mathml(piece))
        case words:
            return _text(words)


def _broken(kind: str, label: str, mathml: str) -> str:
    """Equations that are broken where they do not fit, and scroll where a single piece does not."""
    kind += " long" if ems(mathml) > _ROOM else ""
    return f'<div class="{kind}" tabindex="0" role="group" aria-label="{label}">{breakable(mathml)}</div>'


def _code(text: str) -> str:
    """What is typed; on a phone a line ends at a blank, or after a word of a long name."""
    if " " in text:
        kept = ' class="kept"' if len(text) <= _IN_A_LINE else ""
        return f"<code{kept}>{_text(text)}</code>"
    return f"<code>{_AFTER_A_WORD.sub('<wbr>', _text(text))}</code>"


def _math(inner: str) -> str:
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inner}</math>'


def _text(text: str) -> str:
    return escape(visible(text, longest=100_000))
