"""From calls to parts, and from parts to the verdict of a function.

Every result and every check is a part with its weight.  A result counts when it is right in all
its calls.  Nothing is earned for leaving arguments alone, or for staying finite, by a function that
gets nothing right.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from grader.assignment.function import Function
from grader.functions.cases import EXTREMES, PURITY, SHAPE, VALUES
from grader.functions.compare import FOLLOWS, Comparison, Match
from grader.functions.judgement import Judgement, Part
from grader.functions.trial_call import Tried
from grader.outcome.finding import Finding, Verdict
from grader.sandbox import Raised
from grader.words.sentences import functions as sentences
from grader.words.shown import shown_text
from reference.records import replace

_NOTHING, _ALL = Fraction(0), Fraction(1)
_WORST = tuple(Match)
_DIFFERS = f"function.{Match.DIFFERS.value}"  # of which the sentence on the function says enough
_VERDICTS = {
    Match.FORM: Verdict.WRONG,
    Match.DIFFERS: Verdict.WRONG,
    Match.LENGTH: Verdict.WRONG,
    Match.ABSENT: Verdict.MISSING,
}


def added_up(function: Function, tried: Sequence[Tried], *, by_step: str = "") -> Judgement:
    """The parts of a function that was called, and what is found over all of them.

    `by_step` names the step that changes what this function seems to change in place.
    """
    total = sum(function.checks.values(), _NOTHING)
    # numbers of 1000 saturate: what stands there is what nearly anything gives
    usual = [check for check in function.checks if check != EXTREMES] or [EXTREMES]
    some_stands = any(_some_valued(function, calls_of(tried, check)) for check in usual)
    parts: list[Part] = []
    for check, weight in function.checks.items():
        made = _parts_of(function, check, weight / total, tried)
        if by_step and check == PURITY:
            made = [
                replace(part, share=_ALL, verdict=Verdict.CARRIED, note="function.inherited",
                        message=sentences.changed_by_step(modified(tried), by_step))
                for part in made
            ]  # fmt: skip
        if check in (PURITY, EXTREMES) and not some_stands:
            made = [
                replace(part, share=_NOTHING, verdict=Verdict.WRONG, note=_note(check),
                        message=sentences.check_needs_values())
                for part in made
            ]  # fmt: skip
        if check in function.hidden:
            made = [replace(p, hidden=True, message=sentences.check_hidden()) for p in made]
        parts.extend(made)
    return Judgement(_finding(function, tried, parts), tuple(parts))


def parts_of_nothing(function: Function, finding: Finding) -> tuple[Part, ...]:
    """The parts of a function of which nothing could be judged."""
    total = sum(function.checks.values(), _NOTHING)
    return tuple(
        Part(check, weight / total, _NOTHING, finding.verdict, finding.note,
             hidden=check in function.hidden)
        for check, weight in function.checks.items()
    )  # fmt: skip


def modified(tried: Sequence[Tried]) -> tuple[str, ...]:
    """The arguments that some call found changed."""
    return tuple(dict.fromkeys(name for one in tried for name in one.reply.modified))


def calls_of(tried: Sequence[Tried], check: str) -> list[Tried]:
    """The calls that were made for one check."""
    return [one for one in tried if one.case.check == check]


def _some_valued(function: Function, tried: Sequence[Tried]) -> bool:
    """Whether the numbers of some result are right in all these calls, and not by luck in one."""
    names = [place.name for place in function.outputs]
    return bool(tried) and any(all(one.at(name).valued for one in tried) for name in names)


def _parts_of(
    function: Function, check: str, weight: Fraction, tried: Sequence[Tried]
) -> list[Part]:
    values = calls_of(tried, VALUES)
    if check == VALUES:
        each = weight / len(function.outputs)
        borne = SHAPE in function.checks  # by that check: what a result of another form costs
        return [_of_output(place.name, each, values, borne) for place in function.outputs]
    if check == SHAPE:
        off = [
            f"{place.name}: {one.at(place.name).message}"
            for place in function.outputs
            for one in values[:1]
            if not one.at(place.name).shaped
        ]
        count = len(function.outputs)
        share = Fraction(count - len(off), count) if values else _NOTHING
        return [_of_check(check, weight, share, sentences.results_off(off) if off else "")]
    if check == PURITY:
        names = modified(tried)
        called = any(one.reply.results is not None for one in tried)
        said = _changes(function, names, costs=True) if names else ""
        return [_of_check(check, weight, _NOTHING if names or not called else _ALL, said)]
    return [_of_calls(check, weight, calls_of(tried, check))]


def _changes(function: Function, names: Sequence[str], *, costs: bool) -> str:
    """Which arguments a function changes; of a list or dict, what stands in it."""
    given = (*function.attributes, *function.arguments)
    holding = {
        place.name: [leaf.name for leaf in place.leaves if leaf.name in names]
        for place in given if place.entries
    }  # fmt: skip
    inside = {whole: parts for whole, parts in holding.items() if parts}
    alone = [name for name in names if not any(name in parts for parts in inside.values())]
    return sentences.function_modified(alone, inside, costs=costs)


def _of_output(name: str, weight: Fraction, values: Sequence[Tried], form_borne: bool) -> Part:
    """One result over all calls: it counts when it is right in all of them."""
    found = [one.at(name) for one in values]
    worst = max(found, key=lambda c: _WORST.index(c.match))
    if worst.match is Match.RIGHT:
        return Part(name, weight, _ALL, Verdict.RIGHT, "function.match", sentences.check_passed())
    if worst.match is Match.CARRIED:
        return Part(name, weight, _ALL, Verdict.CARRIED, worst.note, worst.message)
    if worst.match is Match.FORM and form_borne:
        return Part(name, weight, _ALL, Verdict.RIGHT, worst.note, worst.message)
    verdict = _VERDICTS.get(worst.match, Verdict.UNREADABLE)
    raised = next((o.reply.outcome for o in values if isinstance(o.reply.outcome, Raised)), None)
    said = worst.message if raised is None else shown_text(str(raised), 200)
    note = worst.note or f"function.{worst.match.value}"
    return Part(name, weight, _NOTHING, verdict, note, said)


def _of_check(check: str, weight: Fraction, share: Fraction, said: str) -> Part:
    if share == 1:
        return Part(check, weight, share, Verdict.RIGHT, "function.match", sentences.check_passed())
    return Part(check, weight, share, Verdict.WRONG, _note(check), said)


def _of_calls(check: str, weight: Fraction, tried: Sequence[Tried]) -> Part:
    """A check that is made of calls of its own: the worst of them counts."""
    if not tried:
        return _of_check(check, weight, _NOTHING, sentences.not_called())
    worst = min(tried, key=lambda one: one.share)
    if worst.share == 1 and not worst.passed:
        found = worst.comparisons.values()
        carried = next((c for c in found if c.match is Match.CARRIED), None)
        if carried is None:  # all is right but for its form
            return _of_check(check, weight, _ALL, "")
        return Part(check, weight, _ALL, Verdict.CARRIED, carried.note, carried.message)
    if worst.reply.outcome is not None:
        error = shown_text(str(worst.reply.outcome), 200)
        said = sentences.function_raised(error, worst.case.sizes)
    elif worst.reply.problem:
        said = worst.reply.problem
    else:
        off = [f"{name} ({c.message})" for name, c in worst.comparisons.items() if not c.stands]
        said = sentences.results_off(off) if off else ""
    return _of_check(check, weight, worst.share, said)


def _note(check: str) -> str:
    return f"function.{check.lower().replace('=', '-')}"


# -- the verdict ------------------------------------------------------------------------------


def _finding(function: Function, tried: Sequence[Tried], parts: Sequence[Part]) -> Finding:
    share = sum((part.weight * part.share for part in parts), _NOTHING)
    names = [place.name for place in function.outputs]
    changed = modified(tried)
    remarks: tuple[str, ...] = ()
    if changed and PURITY not in function.checks:
        remarks = (_sentence(_changes(function, changed, costs=False)),)
    if all(part.verdict is Verdict.RIGHT for part in parts):
        note = "function.inputs-modified" if changed else "function.match"
        right = sentences.constructor_right if function.is_constructor else sentences.function_right
        said = right(names)
        return Finding(Verdict.RIGHT, note, said, share=share, remarks=remarks)
    own = [part for part in parts if part.share < 1]
    if all(part.name == EXTREMES for part in own):
        carried = next((p for p in parts if p.verdict is Verdict.CARRIED), None)
        if carried is not None:  # the other checks are passed in their own right
            followed = sum(
                (p.weight * p.share for p in parts if p.verdict is Verdict.CARRIED), _NOTHING
            )
            return Finding(Verdict.CARRIED, carried.note, carried.message, share=share,
                           remarks=remarks, followed=followed)  # fmt: skip
    note, said = _reasons(parts, names, filled=function.is_constructor)
    verdict = Verdict.UNREADABLE if _nothing_readable(tried) else Verdict.WRONG
    return Finding(verdict, note, said, share=share, remarks=remarks)


def _reasons(parts: Sequence[Part], names: Sequence[str], *, filled: bool) -> tuple[str, str]:
    """Note and sentence of a function that lost something; hidden checks stay hidden."""
    off = [part for part in parts if part.share < 1 and not part.hidden]
    wrong = [part for part in off if part.name in names]
    if wrong:
        standing = [part for part in parts if part.name in names and part.share == 1]
        right = [part.name for part in standing if part.note != FOLLOWS]
        telling = sentences.constructor_wrong if filled else sentences.function_wrong
        said = telling([part.name for part in wrong], right)
        reasons = [f"{p.name}: {p.message}" for p in wrong if filled or p.note != _DIFFERS]
        reasons += [f"{p.name} {p.message}" for p in standing if p.note == FOLLOWS]
        return "function.wrong", ". ".join([said, *reasons])
    if off:
        checks = [f"{part.name}: {part.message}" for part in off]
        note = "function.inputs-modified" if off[0].name == PURITY else off[0].note
        return note, sentences.function_only_checks(checks)
    return "function.hidden", sentences.function_only_hidden()


def _nothing_readable(tried: Sequence[Tried]) -> bool:
    comparisons: list[Comparison] = [c for one in tried for c in one.comparisons.values()]
    readable = (Match.RIGHT, Match.CARRIED, Match.FORM, Match.DIFFERS, Match.LENGTH)
    return not any(c.match in readable for c in comparisons)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
