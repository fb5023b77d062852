"""The picture of a figure, as SVG that Typst, browsers and notebooks draw alike.

Columns are steps, from left to right; rows are the layers of the network, from the bottom up.  All
sizes are in points of a page.  Subscripts are shifted by `dy`, since few programs know more, and all
ink has the colour of the text around.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from grader.handout.drawing_text import FONTS, SIZE, Label, escaped, shown_number
from grader.handout.figure import Figure
from grader.handout.network import Row
from grader.words.text import visible
from reference import Symbol
from reference.records import dataclass

_WIDEST = 540.0  # a little more than the page has, into which it is then shrunk
_LINE = 13.0
_MARGIN = 2.0
_LANE = 27.0  # between two states of one box
_LEAST_BOX = 36.0
_LEAST_GAP = 38.0  # between two boxes
_ARROW = 22.0  # from an input up to its box, from a box to the next row or its output
_FORK = 12.0  # height of a fork from one line to two rows
_DOTS = 26.0
_ON_PAPER = 1.35  # a picture by itself is as large as the text of a screen
_HEAD = 4.5  # length of an arrow's head
_AIR = 7.0  # around a label on an edge


@dataclass(frozen=True)
class Picture:
    """A drawing, its size in points, the same in words, and the numbers that nobody needs beside it."""

    svg: str
    width: float
    height: float
    sentence: str
    told: frozenset[str]


@lru_cache(maxsize=256)  # a sheet, its key and all their formats have the same
def drawing(figure: Figure, *, paper: str = "") -> Picture:
    """The picture of a figure; on a `paper` of its own colour where it may lie on any."""
    return _Drawing(figure, paper).picture()


@dataclass(frozen=True)
class _Stretch:
    """A piece of line beside a box: from the box of one step (or from before it) to the next."""

    left: float
    right: float
    before: int | None
    after: int | None


class _Drawing:
    """One figure on its way to a picture."""

    def __init__(self, figure: Figure, paper: str) -> None:
        self.figure = figure
        self.network = figure.network
        self.paper = paper
        self.values = dict(figure.numbers)
        self.labels: dict[Symbol, Label] = {}
        self.lines: list[str] = []
        self.heads: list[str] = []
        self.boxes: list[str] = []
        self.words: list[str] = []
        self.measure()

    # -- sizes ------------------------------------------------------------------------------

    def measure(self) -> None:
        """Find the width of a column, and the steps that have one (None stands for dots)."""
        rows = self.network.rows
        steps = self.figure.steps
        inner = [self.inner(row).width for row in rows]
        self.box = max(_LEAST_BOX, *(width + 12 for width in inner))
        self.shift = self.box / 4 + 11 if self.network.two_way else 0.0
        on_edges = [
            label.width
            for row in rows
            for edge in row.states
            for t in range(steps[0] - 1, steps[-1] + 2)
            for label in (self.term(Symbol(edge.name, t)), self.weight(edge.weight, t))
        ]
        gap = max(_LEAST_GAP, *(width + 2 * _AIR + _HEAD for width in on_edges))
        beside = [
            label.width
            for t in steps
            for label in (
                *(self.weight(row.from_below, t) for row in rows),
                self.weight(self.network.from_top, t),
            )
        ]
        below = [label.width for t in steps for label in (*self.below(t), *self.above(t))]
        self.pitch = max(
            self.box + gap + (2 * self.shift - self.box / 2 if self.network.two_way else 0),
            max((width + 12 for width in below), default=0.0),
            max((self.beside(width) for width in beside), default=0.0),
        )
        self.edge = gap + self.shift
        ends = 2 * (self.edge + _MARGIN) + self.box
        self.columns = _elided(steps, int((_WIDEST - ends) / self.pitch) + 1)
        first = _MARGIN + self.edge + self.box / 2
        self.centres = [first + self.pitch * column for column in range(len(self.columns))]
        self.width = self.centres[-1] + self.box / 2 + self.edge + _MARGIN

    def beside(self, width: float) -> float:
        """The room that a column needs for weights beside its arrows from below and above."""
        return 2 * (self.shift + width) + 14 if self.network.two_way else width + 14

    def lanes(self, row: Row) -> float:
        return max(32.0, _LANE * len(row.states) + 6)

    # -- labels -----------------------------------------------------------------------------

    def term(self, symbol: Symbol) -> Label:
        """A symbol with its number, with a question mark, or alone."""
        if symbol not in self.labels:
            value = "?" if symbol in self.figure.asked else self.values.get(symbol, "")
            self.labels[symbol] = Label().symbol(symbol).equals(value)
        return self.labels[symbol]

    def weight(self, weight: Symbol | None, t: int) -> Label:
        return Label() if weight is None else self.term(weight.at(t))

    def inner(self, row: Row) -> Label:
        if row.function:
            return Label().words(row.function)
        label = Label()
        states = tuple(edge.name for edge in row.states)
        for place, name in enumerate(row.inside or states):
            label = label.words("\u00a0\u00a0") if place else label
            label = label.symbol(Symbol(name), states)
        return label

    def below(self, t: int) -> list[Label]:
        """What stands under the box of a step: its inputs, and the words they are."""
        labels = [self.term(Symbol(name, t)) for name in self.network.inputs]
        if 0 < t <= len(self.figure.captions):
            labels.append(Label().words(visible(self.figure.captions[t - 1])))
        return labels

    def above(self, t: int) -> list[Label]:
        return [self.term(Symbol(name, t)) for name in self.network.outputs]

    # -- the drawing ------------------------------------------------------------------------

    def picture(self) -> Picture:
        rows = self.network.rows
        top = _MARGIN
        if self.network.outputs:
            top += _LINE * len(self.network.outputs) + _ARROW + self.fork
        self.tops: list[float] = [0.0] * len(rows)
        for place in reversed(range(len(rows))):
            self.tops[place] = top
            top += self.lanes(rows[place]) + (_ARROW if place else 0.0)
        self.bottom = top
        self.draw_rows()
        for column, t in enumerate(self.columns):
            if t is not None:
                self.draw_inputs(column, t)
                self.draw_between(column, t)
                self.draw_outputs(column, t)
        captions = 1 if self.figure.captions else 0
        lines = len(self.network.inputs) + captions
        height = self.bottom + (_ARROW + self.fork + _LINE * lines if self.network.inputs else 0)
        height += _MARGIN
        told = self.values if None not in self.columns else ()  # without dots, all of them
        return Picture(
            self.joined(height),
            round(self.width, 1),
            round(height, 1),
            self.figure.sentence,
            frozenset(map(str, (*told, *self.figure.idle))),
        )

    @property
    def fork(self) -> float:
        return _FORK if self.network.two_way else 0.0

    def joined(self, height: float) -> str:
        width = shown_number(self.width)
        scale = _ON_PAPER if self.paper else 1.0
        paper = f'<rect width="100%" height="100%" fill="{self.paper}"/>' if self.paper else ""
        ink = ' color="#1b1b1b"' if self.paper else ""
        title = escaped(self.figure.sentence)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {shown_number(height)}" '
            f'width="{shown_number(scale * self.width)}" height="{shown_number(scale * height)}" role="img" aria-label="{title}"{ink} '
            f'font-family="{FONTS}" font-size="{shown_number(SIZE)}" fill="currentColor">{paper}'
            f'<g fill="none" stroke="currentColor" stroke-width="0.7">{"".join(self.boxes)}'
            f'<path d="{"".join(self.lines)}"/></g>'
            f'<path d="{"".join(self.heads)}"/>'
            f"{''.join(self.words)}</svg>"
        )

    def centre(self, column: int, place: int) -> float:
        """The middle of a box; two directions stand beside each other, so that no line is hidden."""
        return self.centres[column] + (self.shift if place else -self.shift)

    def draw_rows(self) -> None:
        for place, row in enumerate(self.network.rows):
            height = self.lanes(row)
            for column, t in enumerate(self.columns):
                middle = self.centre(column, place)
                if t is None:
                    self.write(middle, self.tops[place] + height / 2 + 3, Label().words("···"))
                    continue
                left = middle - self.box / 2
                self.boxes.append(
                    f'<rect x="{shown_number(left)}" y="{shown_number(self.tops[place])}" width="{shown_number(self.box)}" '
                    f'height="{shown_number(height)}" rx="4"/>'
                )
                self.write(middle, self.tops[place] + height / 2 + 3.4, self.inner(row))
            for lane in range(len(row.states)):
                self.draw_state(place, row, lane)

    def draw_state(self, place: int, row: Row, lane: int) -> None:
        """One state, carried from box to box, with its start and its end."""
        edge = row.states[lane]
        middle_lane = (len(row.states) - 1) / 2
        y = self.tops[place] + self.lanes(row) / 2 + _LANE * (middle_lane - lane)
        for piece in self.stretches(place):
            left, right = piece.left, piece.right
            if row.forward:
                self.arrow(left, y, right, y)
                source, target, right = piece.before, piece.after, right - _HEAD
            else:
                self.arrow(right, y, left, y)
                source, target, left = piece.after, piece.before, left + _HEAD
            if self.network.two_way:
                left, right = self.uncrossed(place, left, right)
            middle = (left + right) / 2
            if source is not None:
                self.write(middle, y - 4, self.term(Symbol(edge.name, source)))
            if target is not None and target in self.figure.steps:
                self.write(middle, y + 10.5, self.weight(edge.weight, target))

    def stretches(self, place: int) -> Iterator[_Stretch]:
        """The line of a row, cut at its boxes."""
        middles = [self.centre(column, place) for column in range(len(self.columns))]
        halves = [self.box / 2 if t is not None else _DOTS / 2 for t in self.columns]
        first, last = self.figure.first, self.figure.last
        box = self.box / 2
        start = max(middles[0] - box - self.edge - self.shift * (1 if place else -1), _MARGIN)
        yield _Stretch(start, middles[0] - box, first - 1, first)
        for column in range(1, len(middles)):
            yield _Stretch(
                middles[column - 1] + halves[column - 1],
                middles[column] - halves[column],
                self.columns[column - 1],
                self.columns[column],
            )
        end = min(middles[-1] + box + self.edge, self.width - _MARGIN)
        yield _Stretch(middles[-1] + box, end, last, last + 1)

    def uncrossed(self, place: int, left: float, right: float) -> tuple[float, float]:
        """The part of a stretch beside the line that crosses it on its way to the other row."""
        for column in range(len(self.columns)):
            x = self.centre(column, 1 - place)
            if left < x < right:
                return (left, x) if place else (x, right)
        return left, right

    def draw_inputs(self, column: int, t: int) -> None:
        labels = self.below(t)
        if not self.network.inputs:
            return
        low = self.bottom + _ARROW + self.fork
        x = self.centres[column]
        if self.network.two_way:
            branch = self.bottom + _ARROW
            self.line(x, low, x, branch)
            for place, row in enumerate(self.network.rows):
                to = self.centre(column, place)
                self.line(x, branch, to, branch)
                self.arrow(to, branch, to, self.tops[place] + self.lanes(row))
                label = self.weight(row.from_below, t)
                self.write(
                    to + 4, self.bottom + _ARROW / 2 + 5, label, anchor="start"
                ) if place else (
                    self.write(to - 4, self.bottom + _ARROW / 2 + 5, label, anchor="end")
                )
        else:
            self.arrow(x, low, x, self.bottom)
            label = self.weight(self.network.rows[0].from_below, t)
            self.write(x + 4, self.bottom + _ARROW / 2 + 5, label, anchor="start")
        for number, label in enumerate(labels):
            self.write(x, low + 9.5 + _LINE * number, label)

    def draw_between(self, column: int, t: int) -> None:
        """From every row up to the next."""
        if self.network.two_way:
            return
        for place in range(1, len(self.network.rows)):
            row = self.network.rows[place]
            below, end = self.tops[place - 1], self.tops[place] + self.lanes(row)
            x = self.centre(column, place)
            self.arrow(x, below, x, end)
            label = self.weight(row.from_below, t)
            self.write(x + 4, (below + end) / 2 + 5, label, anchor="start")

    def draw_outputs(self, column: int, t: int) -> None:
        labels = self.above(t)
        if not labels:
            return
        x = self.centres[column]
        end = _MARGIN + _LINE * len(labels)
        if self.network.two_way:
            join = end + _ARROW
            for place in (0, 1):
                start = self.centre(column, place)
                self.line(start, self.tops[place], start, join)
                self.line(start, join, x, join)
            self.arrow(x, join, x, end)
        else:
            self.arrow(x, self.tops[-1], x, end)
            label = self.weight(self.network.from_top, t)
            self.write(x + 4, (self.tops[-1] + end) / 2 + 5, label, anchor="start")
        for number, label in enumerate(labels):
            self.write(x, _MARGIN + 8.5 + _LINE * number, label)

    # -- ink --------------------------------------------------------------------------------

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self.lines.append(
            f"M{shown_number(x)} {shown_number(y)}L{shown_number(to_x)} {shown_number(to_y)}"
        )

    def arrow(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A line along one axis that ends in a head."""
        along_x = (to_x > x) - (to_x < x)
        along_y = (to_y > y) - (to_y < y)
        back_x, back_y = to_x - along_x * _HEAD, to_y - along_y * _HEAD
        self.line(x, y, back_x, back_y)
        side = _HEAD * 0.4
        self.heads.append(
            f"M{shown_number(to_x)} {shown_number(to_y)}"
            f"L{shown_number(back_x + along_y * side)} {shown_number(back_y + along_x * side)}"
            f"L{shown_number(back_x - along_y * side)} {shown_number(back_y - along_x * side)}Z"
        )

    def write(self, x: float, y: float, label: Label, *, anchor: str = "middle") -> None:
        if label.text:
            self.words.append(
                f'<text x="{shown_number(x)}" y="{shown_number(y)}" text-anchor="{anchor}">{label.text}</text>'
            )


def _elided(steps: range, room: int) -> tuple[int | None, ...]:
    """The steps that fit: all of them, or the first and last with dots between."""
    if len(steps) <= max(room, 3):
        return tuple(steps)
    shown = max(room - 1, 2)
    return (*steps[: (shown + 1) // 2], None, *steps[len(steps) - shown // 2 :])
