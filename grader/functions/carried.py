"""What is wrong only since another function of the student is.

A gradient may be that of the student's own forward function, and a function over time may do with
the student's own step exactly what it should.  Such results are marked as carried, result by
result and call by call, so that a fault of one's own beside them still shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from grader.assignment.function import GRADIENTS, Function, called
from grader.functions.call import Caller
from grader.functions.cases import EXTREMES
from grader.functions.compare import Comparison, Match, compare
from grader.functions.consistent import Slopes
from grader.functions.inherit import results_of_own_steps, results_over_own_caches
from grader.functions.judgement import Judgement, Named
from grader.functions.mistakes import explains_too
from grader.functions.trial_call import Tried
from grader.outcome.finding import Verdict
from grader.words.sentences import functions as sentences
from reference.language.functions import Array
from reference.records import replace

Judge = Callable[[str], Judgement]

CONSISTENT = "function.consistent"
INHERITED = "function.inherited"


def with_carried(
    caller: Caller, name: str, tried: Sequence[Tried], relative: float, judge: Judge
) -> list[Tried]:
    """The calls again, with what is carried marked as such."""
    function = caller.functions[name]
    forward = function.forward if _is_wrong(judge, function.forward) else ""
    # steps that are right themselves go wrong on what a wrong step before them kept
    step = function.step if _is_wrong(judge, function.step) else function.step and forward
    found = []
    for one in tried:
        if one.passed or one.case.check == EXTREMES:
            found.append(one)
        elif one.case.check == GRADIENTS and one.reply.results is not None:
            found.append(_with_own_forward(caller, name, one, relative))
        elif one.reply.results is None:
            found.append(_failing_together(caller, one, _rests_on(caller, name), judge))
        else:
            after = _with_own_step(caller, name, one, relative, step) if step else one
            if forward and function.step and not _all_stand(after):
                after = _over_own_caches(caller, name, after, relative)
            found.append(_with_own_forward(caller, name, after, relative) if forward else after)
    return found


def _rests_on(caller: Caller, name: str) -> list[str]:
    """The functions whose results a function goes on from, and those that they go on from."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        function = caller.functions[waiting.pop()]
        new = [other for other in (function.step, function.forward) if other and other not in found]
        found += new
        waiting += new
    return found


def _is_wrong(judge: Judge, name: str) -> bool:
    return bool(name) and judge(name).finding.verdict is not Verdict.RIGHT


def _all_stand(one: Tried) -> bool:
    return all(comparison.stands for comparison in one.comparisons.values())


def _with_own_step(caller: Caller, name: str, one: Tried, relative: float, blamed: str) -> Tried:
    """One call, held against what the student's own steps lead to; `blamed` is the wrong one."""
    own = results_of_own_steps(caller, name, one.case) or {}
    said = sentences.function_inherited(called(caller.functions, blamed))
    return _carrying(one, own, relative, Comparison(Match.CARRIED, said, INHERITED))


def _over_own_caches(caller: Caller, name: str, one: Tried, relative: float) -> Tried:
    """One call, held against the way back over what the student's own forward steps kept."""
    own = results_over_own_caches(caller, name, one.case) or {}
    forward = called(caller.functions, caller.functions[name].forward)
    said = sentences.function_over_own_caches(forward)
    return _carrying(one, own, relative, Comparison(Match.CARRIED, said, INHERITED))


def _carrying(one: Tried, own: Mapping[str, Array], relative: float, carried: Comparison) -> Tried:
    results = one.reply.results or {}
    fitting = [
        key
        for key, value in own.items()
        if not one.at(key).stands and compare(results.get(key), value, relative).right
    ]
    return replace(one, comparisons={**one.comparisons, **dict.fromkeys(fitting, carried)})


def with_the_same_mistake(
    function: Function, tried: Sequence[Tried], mistake: Named | None, relative: float, judge: Judge
) -> list[Tried]:
    """The calls again, where the very mistake of a function that this one rests on explains all.

    Nothing is then wrong here: what was written to the cache was.
    """
    for other in dict.fromkeys(filter(None, (function.forward, function.step))):
        own = judge(other).mistake
        if mistake is None or own is None or own.note != mistake.note:
            continue
        called = [one for one in tried if one.reply.results is not None and not _all_stand(one)]
        if not all(explains_too(mistake, one, relative) for one in called):
            continue
        said = sentences.function_same_mistake(other, mistake.what)
        carried = Comparison(Match.CARRIED, said, INHERITED)
        return [
            replace(
                one, comparisons={k: c if c.stands else carried for k, c in one.comparisons.items()}
            )
            for one in tried
        ]
    return list(tried)


def _with_own_forward(caller: Caller, name: str, one: Tried, relative: float) -> Tried:
    """One call, held against the slope of the student's own forward function."""
    forward = called(caller.functions, one.case.function.forward)
    said = sentences.function_consistent(forward)
    carried = Comparison(Match.CARRIED, said, CONSISTENT)
    slopes = Slopes(caller, name, one.case, relative)
    results = dict(one.reply.results or {})
    if one.case.check == GRADIENTS:  # a gradient that does not come is right where nothing changes
        for place in one.case.function.outputs:
            if results.get(place.name) is None:
                results[place.name] = np.zeros(one.case.layout.shape(place))
    fitting = [
        place.name
        for place in one.case.function.outputs
        if not one.at(place.name).stands and slopes.agree(place, results.get(place.name))
    ]
    return replace(one, comparisons={**one.comparisons, **dict.fromkeys(fitting, carried)})


def _failing_together(caller: Caller, one: Tried, others: Iterable[str], judge: Judge) -> Tried:
    """A call that fails where the function it rests on does not pass the very same check."""
    for other in others:
        parts = judge(other).parts
        if any(p.name == one.case.check and p.verdict is not Verdict.RIGHT for p in parts):
            said = sentences.function_inherited(called(caller.functions, other))
            carried = Comparison(Match.CARRIED, said, INHERITED)
            names = [place.name for place in one.case.function.outputs]
            return replace(one, comparisons=dict.fromkeys(names, carried))
    return one
