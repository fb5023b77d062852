"""The report for a person at a terminal: a question a block, an answer a line.

Three layouts, by width. Wide: the sentence stands beside the answer. Medium: it stands below.
Narrow: what was typed stands below, too. Colour only repeats what a symbol and a word already
say, and only colours of the terminal's own theme are used, so that the table can be read on
dark and on light, in print, and by those who do not tell red from green.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.outcome.finding import Verdict
from grader.outcome.report import Entry, Report, Section
from grader.render.colours import BLUE, CYAN, GREEN, MAGENTA, RED, YELLOW
from grader.words.sentences import kits as sentences
from grader.words.sentences import screens as screen_sentences
from grader.words.sentences import submissions
from grader.words.text import counted, points, visible
from reference.records import dataclass

WIDE = 104  # columns from which a sentence beside its answer has room to be read
NARROW = 60  # columns below which the value no longer fits beside its name
WIDEST = 132  # longer lines are hard to follow, however wide the screen
WIDEST_BAR = 40

LONGEST_TYPED = 160  # characters; a pasted matrix must not bury the report
LONGEST_MESSAGE = 1200

GAP = 2
INDENT = 2  # of what stands below a line


@dataclass(frozen=True)
class VerdictStyle:
    """How a verdict is shown: a symbol, another for ASCII terminals, a colour."""

    symbol: str
    ascii: str
    style: str


VERDICT_STYLES = {
    Verdict.RIGHT: VerdictStyle("✓", "+", GREEN),
    Verdict.CARRIED: VerdictStyle("↪", ">", CYAN),
    Verdict.WRONG: VerdictStyle("✗", "x", RED),
    Verdict.UNREADABLE: VerdictStyle("?", "?", MAGENTA),
    Verdict.MISSING: VerdictStyle("–", "-", "default"),
    Verdict.PENDING: VerdictStyle("…", "~", BLUE),
    Verdict.FAILED: VerdictStyle("!", "!", f"bold {RED}"),
}
# By a kit nobody is told whether these are right, so there is neither a tick nor a cross.
BY_KIT = {
    "kit.read": ("read", VERDICT_STYLES[Verdict.PENDING]),
    "kit.follows": ("follows", VerdictStyle("↪", ">", CYAN)),
    "kit.departs": ("departs", VerdictStyle("≠", "/", YELLOW)),
}
VERDICT_WIDTH = 2 + max(len(verdict.value) for verdict in Verdict)


def show(report: Report, *, console: Console | None = None) -> None:
    """Print a report to the terminal, or to the console given."""
    # Rich itself drops colour when piped, and where NO_COLOR is set.
    console = console or Console(highlight=False)
    if console.is_terminal or console.record:
        console.print(ReportTable(report))
        return
    with console.capture() as caught:
        console.print(ReportTable(report))
    lines = (
        line.rstrip() for line in caught.get().split("\n")
    )  # no blanks at the ends of a file's
    console.file.write("\n".join(lines))


@dataclass(frozen=True)
class ReportTable:
    """A report that Rich can print at any width."""

    report: Report

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Fit the report to the width there is."""
        page = Page.of(self.report, min(options.max_width, WIDEST), ascii_only=options.ascii_only)
        yield from console.render(page.whole(self.report), options.update(width=page.width))


@dataclass(frozen=True, kw_only=True)
class Page:
    """The measures that all lines of one report share, and the lines themselves."""

    width: int
    name: int
    typed: int
    score: int
    ascii_only: bool
    kit: bool = False

    @classmethod
    def of(cls, report: Report, width: int, *, ascii_only: bool) -> Page:
        """Columns just wide enough for what stands in them, within a fair part of the page."""
        entries = [entry for whole in report.entries for entry in (whole, *whole.parts)]
        return cls(
            width=width,
            name=_widest([visible(entry.name) for entry in entries], at_most=min(width // 3, 26)),
            typed=_widest([_typed(entry) for entry in entries], at_most=26),
            score=_widest([_score(entry, kit=report.kit) for entry in entries], at_most=12),
            ascii_only=ascii_only,
            kit=report.kit,
        )

    def whole(self, report: Report) -> Group:
        """Everything, in reading order."""
        return Group(
            *_heading(report, "-" if self.ascii_only else "·"),
            *(self._remark(remark) for remark in report.told_apart(report.entries)),
            *(line for section in report.sections for line in self._section(section)),
            *self._totals(report),
        )

    def _section(self, section: Section) -> Iterator[RenderableType]:
        yield Text()
        yield self._sides(
            Text.assemble((visible(section.id), "bold"), "  ", visible(section.title).strip()),
            Text(
                points(section.max_score)
                if self.kit
                else f"{points(section.score)} / {points(section.max_score)}",
                style="bold",
            ),
        )
        yield self._line()
        for entry in section.entries:
            yield from self._entry(entry)
            for part in entry.parts:
                yield Padding(Group(*self._entry(part)), (0, 0, 0, INDENT))
        for remark in section.remarks:
            yield self._remark(remark)

    def _entry(self, entry: Entry) -> Iterator[RenderableType]:
        if self.width < NARROW:
            yield from self._narrow(entry)
        elif self.width >= WIDE and self._fits_beside(entry):
            yield self._row(entry, Text(_typed(entry)), Group(*self._said(entry)))
        else:
            yield from self._medium(entry)

    def _fits_beside(self, entry: Entry) -> bool:
        # A caret under an equation must stay under its place, so such a message is not squeezed.
        return cell_len(_typed(entry)) <= self.typed and "\n" not in entry.message

    def _medium(self, entry: Entry) -> Iterator[RenderableType]:
        typed = _typed(entry)
        fits = cell_len(typed) <= self.width - VERDICT_WIDTH - self.name - self.score - 3 * GAP
        yield self._row(entry, Text(typed if fits else ""))
        below = () if fits else (self._quoted(typed),)
        for piece in (*below, *self._said(entry)):
            yield Padding(piece, (0, self.score + GAP, 0, VERDICT_WIDTH + GAP))

    def _narrow(self, entry: Entry) -> Iterator[RenderableType]:
        head = Text.assemble(self._verdict(entry), "  ", visible(entry.name), overflow="fold")
        yield self._sides(head, Text(self._score(entry)))
        if typed := _typed(entry):
            yield Padding(self._quoted(typed), (0, 0, 0, INDENT))
        for said in self._said(entry):
            yield Padding(said, (0, 0, 0, INDENT))

    def _row(self, entry: Entry, typed: Text, *beside: RenderableType) -> Table:
        line = _grid()
        line.add_column(width=VERDICT_WIDTH)
        line.add_column(width=self.name, overflow="fold")
        if beside:
            line.add_column(width=self.typed, overflow="fold")
        line.add_column(ratio=1, overflow="fold")
        line.add_column(width=self.score, justify="right", no_wrap=True)
        name = Text(visible(entry.name))
        line.add_row(self._verdict(entry), name, typed, *beside, self._score(entry))
        return line

    def _verdict(self, entry: Entry) -> Text:
        word, look = BY_KIT.get(entry.note, (str(entry.verdict), VERDICT_STYLES[entry.verdict]))
        return Text(f"{look.ascii if self.ascii_only else look.symbol} {word}", look.style)

    def _score(self, entry: Entry) -> str:
        return _score(entry, kit=self.kit)

    def _said(self, entry: Entry) -> Iterator[RenderableType]:
        if entry.message and entry.note != "answer.missing":  # the row has said so
            yield Text(_sentence(entry.message), overflow="fold")
        for remark in entry.remarks:
            yield self._remark(remark)

    def _remark(self, remark: str) -> Table:
        return _marked("*" if self.ascii_only else "•", _sentence(remark))

    def _quoted(self, typed: str) -> Table:
        return _marked(">" if self.ascii_only else "›", typed)

    def _totals(self, report: Report) -> Iterator[RenderableType]:
        yield Text()
        yield self._line(double=True)
        if report.kit:
            yield from (Text(line, overflow="fold") for line in _closing_of_kit(report))
            return
        yield Text.assemble(
            self._bar(report),
            *(["\n"] if self.width < NARROW else ["  "]),
            (f"{points(report.score)} of {counted(report.max_score, 'point')}", "bold"),
        )
        for line in _closing(report):
            yield Text(line, overflow="fold")

    def _bar(self, report: Report) -> Text:
        """What is earned, what waits and what is lost; three shades, told apart in grey too."""
        cells = min(self.width, WIDEST_BAR)
        whole = max(report.max_score, Fraction(1, 1000))  # a sheet of texts may have no points yet
        earned = int(cells * min(report.score / whole, Fraction(1)))
        waiting = min(round(cells * report.pending / whole), cells - earned)
        solid, half, empty = "#:." if self.ascii_only else "█▒░"
        return Text.assemble(
            (solid * earned, GREEN),
            (half * waiting, BLUE),
            (empty * (cells - earned - waiting), "dim"),
        )

    def _sides(self, left: Text, right: Text) -> Table:
        line = _grid()
        line.add_column(ratio=1, overflow="fold")
        line.add_column(justify="right", no_wrap=True)
        line.add_row(left, right)
        return line

    def _line(self, *, double: bool = False) -> Text:
        shape = ("=" if double else "-") if self.ascii_only else ("═" if double else "─")
        return Text(shape * self.width, style="dim")


def _heading(report: Report, between: str) -> Iterator[RenderableType]:
    yield Text(visible(report.title or report.assignment), style="bold")
    whose = report.student or "the printed numbers"
    if report.kit:
        whose = (
            screen_sentences.kit_of(report.student)
            if report.student
            else screen_sentences.kit_with_printed_numbers()
        )
    yield Text(visible(f"{report.assignment} {between} {whose}"), style="dim")
    if said := submissions.key_from(report.source, report.assignment):
        yield Text(visible(said), style="dim")


def _closing(report: Report) -> Iterator[str]:
    """What to do next, most useful first; nobody is scolded."""
    if report.pending:
        waiting = _named(report, Verdict.PENDING)
        verb = "waits" if report.pending == 1 else "wait"
        yield screen_sentences.points_to_read(counted(report.pending, "point"), verb, waiting)
    if report.complete:
        yield screen_sentences.nothing_lost() if report.pending else "Full marks. Well done."
    if missing := _named(report, Verdict.MISSING):
        yield f"Not answered yet: {missing}."
    lost = [
        entry.name
        for entry in report.entries
        if entry.score < entry.max_score and entry.verdict not in (Verdict.PENDING, Verdict.MISSING)
    ]
    if lost and not report.complete:
        yield screen_sentences.look_first(visible(lost[0]))


def _closing_of_kit(report: Report) -> Iterator[str]:
    """How much could be read, and what a kit does not tell."""
    unread = (Verdict.MISSING, Verdict.UNREADABLE, Verdict.FAILED)
    read = [entry for entry in report.entries if entry.verdict not in unread]
    yield f"{len(read)} of {counted(len(report.entries), 'answer')} can be read."
    if missing := _named(report, Verdict.MISSING):
        yield f"Not answered yet: {missing}."
    if unreadable := ", ".join(
        visible(e.name) for e in report.entries if e.verdict in unread and e.verdict != unread[0]
    ):
        yield screen_sentences.look_first(unreadable)
    yield sentences.kit_says()


def _named(report: Report, verdict: Verdict) -> str:
    return ", ".join(visible(entry.name) for entry in report.entries if entry.verdict is verdict)


def _typed(entry: Entry) -> str:
    return visible(entry.typed.strip(), longest=LONGEST_TYPED)


def _sentence(text: str) -> str:
    return visible(text.strip(), longest=LONGEST_MESSAGE, lines=True)


def _score(entry: Entry, *, kit: bool) -> str:
    if kit and entry.verdict not in (Verdict.RIGHT, Verdict.CARRIED, Verdict.WRONG):
        return points(entry.max_score)  # nobody knows, or nobody tells
    earned = "?" if entry.verdict is Verdict.PENDING else points(entry.score)
    return f"{earned} / {points(entry.max_score)}"


def _marked(mark: str, text: str) -> Table:
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_column(width=1, style="dim")
    line.add_column(overflow="fold")
    line.add_row(mark, Text(text, overflow="fold"))
    return line


def _grid() -> Table:
    return Table.grid(padding=(0, GAP, 0, 0), expand=True)


def _widest(texts: Sequence[str], *, at_most: int) -> int:
    return max(4, min(max(map(cell_len, texts), default=0), at_most))
