"""What lint found, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from grader.assignment.faults import shown_path
from grader.linting.blind_spots import BlindSpots
from grader.linting.lint import Linted, LintReport
from grader.variant.statistics import DrawReport, PartReport, Spread
from grader.words.sentences import assignments as sentences
from grader.words.sentences import screens as screen_sentences
from grader.words.text import counted

_FEW = 3  # answers with hidden mistakes that have a line each
_BAR = 24  # characters of the longest bar of the histogram
_REASONS = 4  # refusals that are worth a line; the rest are rare
_SHARED = 0.01  # two students with the same answer, from which on it is told


def text(report: LintReport) -> str:
    """The whole report."""
    return "\n".join(line for one in report.linted for line in _told(one, full=report.full))


def _told(one: Linted, *, full: bool) -> Iterator[str]:
    yield from (str(fault) for fault in one.faults)
    name = shown_path(one.path)
    if one.assignment is None or one.faulty:
        return
    count = len(one.assignment.answers)
    worth = counted(one.assignment.points, "point")
    yield f"{name}: no faults; {counted(count, 'answer')}, {worth}"
    if one.tightness is not None:
        ours, plain = one.tightness.accepted, one.tightness.natural
        yield (screen_sentences.accepted_intervals(ours, plain))
    yield from (f"    {line}" for line in one.left_out)
    yield from _unseen(one, full=full)
    yield from (f"    {line}" for line in one.seen_nowhere)
    if one.survivors is not None:
        found = one.survivors
        yield f"    {sentences.slips_tried(found.tried, len(found.survived))}"
        yield from (f"        {said}" for said in found.survived)
    if one.draws is not None:
        yield from _draws(one.draws, full=full)


def _unseen(one: Linted, *, full: bool) -> Iterator[str]:
    """The mistakes that hide: an answer a line where the author can still do something about it."""
    hiding = [spot for spot in one.blind if spot.hidden]
    if full or len(hiding) <= _FEW:
        for spot in hiding:
            yield from _blind(spot, full=full)
    elif hiding:
        worst = max(hiding, key=lambda spot: len(spot.hidden))
        yield (
            screen_sentences.blind_answers(
                len(hiding), len(one.blind), worst.answer.name, len(worst.hidden), worst.mistakes
            )
        )


def _blind(spot: BlindSpots, *, full: bool) -> Iterator[str]:
    hidden = f"{len(spot.hidden)} of {spot.mistakes} mistakes"
    yield f"    {spot.answer.name} cannot see {hidden}; {spot.advice}"
    if full:
        for one in spot.hidden:
            when = screen_sentences.when_seen(one.decimals, is_idle=one.is_idle)
            yield f"        {one.mistake.note}: {one.mistake.what} ({when})"


def _draws(report: DrawReport, *, full: bool) -> Iterator[str]:
    if report.space == 1:  # of one number alone to choose from
        yield screen_sentences.nothing_drawn()
        return
    yield screen_sentences.good_draws(report.acceptance, report.space)
    for part in report.parts:
        yield from _part(part, full=full)
    shared = {name: chance for name, chance in report.sharing.items() if chance >= _SHARED}
    worst = sorted(shared.items(), key=lambda pair: -pair[1])
    for name, chance in worst if full else worst[:_REASONS]:
        yield screen_sentences.two_share(name, chance)
    yield screen_sentences.two_share_everything(report.twins)
    yield from _histogram(report.operation_count)


def _part(part: PartReport, *, full: bool) -> Iterator[str]:
    names = ", ".join(part.systems)
    yield f"        {names:<28}{part.acceptance:>6.0%} good"
    refusals = part.refusals if full else part.refusals[:_REASONS]
    for refusal in refusals:
        yield f"            {refusal.share:>6.1%} refused: {refusal.reason.said}"
    if full:
        for blind in part.blind:
            yield screen_sentences.no_draw_shows(blind.note, blind.system, blind.what)


def _histogram(spread: Spread) -> Iterator[str]:
    yield (screen_sentences.work_of_a_student(spread.least, spread.most, spread.median))
    most = max(spread.bins, default=0)
    if len(spread.bins) < 2 or not most:
        return
    for low, high, count in zip(spread.edges, spread.edges[1:], spread.bins, strict=False):
        span = f"{low} to {high - 1}" if high - 1 > low else f"{low}"
        yield f"        {span:>12}  {'█' * round(_BAR * count / most)} {count}"
