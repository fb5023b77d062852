"""What an answer must fulfil, in words: its fineness, its nearness, and where one may round.

A reader who is told nothing cannot know that two decimals are too few; so every sheet, template and
export says it of every number, in the same words.
"""

from __future__ import annotations

from collections import Counter

from grader.assignment import Answer, Assignment, Question, Tolerance
from grader.assignment.kinds import NUMERIC
from grader.words.sentences import demands as sentences
from reference import Symbol, parse_expression
from reference.language.expression import Call
from reference.records import replace


def usual_rule(assignment: Assignment) -> Tolerance | None:
    """The rule of rounding that most numbers of a sheet have; what one alone has, is no rule of it."""
    found = Counter(
        _rule(answer.tolerance)
        for answer in assignment.answers
        if answer.kind in NUMERIC and (answer.tolerance.is_worked_out or answer.tolerance.cut)
    )
    if not found:
        return None
    [(rule, times)] = found.most_common(1)
    return rule if times > 1 or len(assignment.answers) == 1 else None


def rule_sentence(rule: Tolerance) -> str:
    """The rule of a sheet in one sentence.

    >>> rule_sentence(Tolerance(decimals=3, at="every"))
    'Keep 3 decimals or more at every step.'
    """
    return sentences.rounding_rule(rule.decimals, rule.significant, rule.level, rule.cut)


def rounded_rules(assignment: Assignment) -> tuple[str, ...]:
    """What a sheet says of the quantities that are used rounded, each thing once."""
    said = {
        sentences.used_rounded(name, rule.decimals, rule.ties): None
        for system in assignment.systems.values()
        for name, rule in system.rounded.items()
    }
    return tuple(said)


def derivative_asked(answer: Answer, question: Question) -> tuple[Symbol, Symbol] | None:
    """Which derivative an answer is, of what by what, where no words of the author's say so.

    >>> from fractions import Fraction
    >>> of, by = derivative_asked(
    ...     Answer(name="d_a", kind="number", points=Fraction(1), value="grad(L[2], a[2])"),
    ...     Question(id="q", title="", prompt="Go back.", answers=()),
    ... )
    >>> str(of), str(by)
    ('L[2]', 'a[2]')
    """
    if answer.prompt or answer.name in question.prompt or "grad(" not in str(answer.value):
        return None
    match parse_expression(str(answer.value)):
        case Call("grad", (Symbol() as of, Symbol() as by)):
            return of, by
        case _:
            return None


def demand_of(answer: Answer, said: Tolerance | None = None) -> str:
    """What a number must fulfil; nothing where the sheet has `said` it, or any slack would be none.

    >>> from fractions import Fraction
    >>> demand_of(
    ...     Answer(name="a", kind="number", points=Fraction(1), tolerance=Tolerance(relative=0.01))
    ... )
    'within 1 %'
    """
    tolerance = answer.tolerance
    if _rule(tolerance) == said:
        return ""
    if tolerance.cut and tolerance.decimals is not None:
        return sentences.cut_after(tolerance.decimals)
    if tolerance.is_worked_out:
        fine = sentences.fineness(tolerance.decimals, tolerance.significant)
        if tolerance.steps is not None:
            return sentences.finer_on_the_way(fine, tolerance.steps)
        other = tolerance.level != (said.level if said is not None else Tolerance(decimals=1).level)
        return sentences.rounded_where(fine, tolerance.level) if other else fine
    if tolerance.significant is not None:
        return sentences.significant_figures(tolerance.significant)
    absolute = "" if tolerance.absolute is None else f"{tolerance.absolute:g}"
    relative = "" if tolerance.relative is None else f"{100 * tolerance.relative:g} %"
    if absolute or relative:
        return sentences.within(absolute, relative)
    return sentences.EXACT if tolerance.exact else ""


def _rule(tolerance: Tolerance) -> Tolerance:
    """A rule without what no reader needs to be told: cutting off may be allowed besides."""
    return replace(tolerance, truncation=False)
