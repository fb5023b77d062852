"""Diagnosis: the one usual mistake that gives exactly this number.

A mistake is *named* only if the value is not acceptable anyway, and if these bounds hold together, which are
set so that a hundred thousand numbers hold a handful of wrong names:

- what nobody knows of has little of the weight: at most 5 % where other numbers bear the mistake out, 2 % where
  hardly any wrong numbers would come out like this, else 1.2 % (`_BOUNDS`);
- what other known mistakes may have done is at most a part in a hundred, and no other one gives the very number
  that was written, unless other numbers decide between the two: which is more usual does not.

The weights:

- all mistakes of an answer together weigh ten times as much as one that nobody knows of, where somebody worked
  on from the number, a third of it where nothing shows that but there are several numbers, a tenth where there is
  one (a number may be anything), and a tenth of these where most of the sheet is wrong or not there;
- usual ones weigh more than rarer ones, and the more mistakes there are, the less each;
- the weight of an unknown mistake is spread over all numbers of that precision up to four times as far
  from the key as this one, that of a known mistake over its accepted interval: so every digit, and
  every further answer that the same mistake explains, counts; half of all people write the exact value
  rounded, so the exact one counts as many times more as there are others in the interval;
- a number that is right although the mistake would have shown there speaks against it, and much more so
  where it would have had to be that very mistake at that very place.

Where two mistakes together keep these bounds, and nothing that the student wrote decides between them,
it is said that it was one of the two.  Where one mistake outweighs the others but not the unknown one,
it is put as a question.  Two mistakes at once in one number are named where a number of another step shows
both (`two_mistakes.py`).  One mistake in each of two numbers is found, as every number is worked out
from what was written before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grader.assignment.model import Plain
from grader.grading.candidates import Candidates, Diagnosis, fitting_of
from grader.grading.joint import Beside, Evidence, evidence
from grader.grading.mistake_table import table_of
from grader.grading.mistaken_targets import identity
from grader.grading.mistakes import Mistake, every_mistake, mistakes_in, usual_first
from grader.grading.other_counts import other_counts
from grader.grading.two_mistakes import both_made
from grader.key.expected import Expected
from grader.key.model import Key
from grader.outcome.finding import Verdict
from grader.outcome.typed import Typed
from grader.reading import read_count
from grader.words.sentences import counts as count_sentences
from grader.words.sentences import mistakes as mistake_sentences
from reference.language.functions import Array
from reference.records import dataclass

ONE_OF_TWO = "number.one-of-two"
TWO_AT_ONCE = "number.two-at-once"
_OTHERS = 0.01  # how likely it may be at most that another mistake gave them
_DECIDED = 50.0  # by so much other numbers speak for one of two mistakes that give the same number
_LEADS = 3.0  # a mistake that outweighs the others by so much may be asked for
_ONCE = 0.2  # what the first two numbers cost that do not show the mistake: it may be made once
_FILLERS = 4  # so many times one number is no coincidence
_SOME = 3  # right numbers that nobody has by chance
_RULED_OUT = 1e-3  # what it costs that a number is right which the mistake at that very place would have changed
_BACKWARD = 0.02  # the same in a backward pass, which is gone through for every gradient anew
_LEFT_OUT = 1e-3  # what a number costs that was not worked from the one with the mistake
_SAME_KIND = {"sign-lost": "sign-wrong"}  # before a term, or before what came of it


def _further(found: Candidates, one: Beside) -> Candidates:
    """The same with the mistakes of the network of which a gradient is taken."""
    further = mistakes_in(table_of(one.key.target, one.carried, differentiated=True), 0)
    known = every_mistake(one.key, one.answer, one.carried, (one.table, one.row))
    more = fitting_of(one.answer, one.key, one.compared, [*known, *further])
    return more if len(more.fitting) > len(found.fitting) else Candidates()


def diagnose(
    found: Candidates, one: Beside | None, beside: Sequence[Beside], *, sound: bool = True
) -> Diagnosis | None:
    """The one mistake that explains wrong numbers, if there is exactly one.

    The other answers decide between several, and make a hit by chance less likely; on a sheet that
    is `sound`, most is right.
    """
    if found.coarse:
        return found.coarse
    named = _judged(found, one, beside, sound=sound)
    if one is None:
        return named
    if one.key.target.of is None:
        return named if found.fitting else _two_at_once(one, beside)
    if named is not None and any(map(found.gives, found.fitting)):
        return named
    # where one mistake comes near a gradient, one in the network may give just these digits
    more = _further(found, one)
    if named is None or any(map(more.gives, more.fitting)):
        return _judged(more, one, beside, sound=sound)
    return named


def _judged(
    found: Candidates, one: Beside | None, beside: Sequence[Beside], *, sound: bool
) -> Diagnosis | None:
    """Which of some mistakes it was, if that can be said."""
    if not found.fitting:
        return None
    said = {m: evidence(m, one, beside) for m in found.fitting}
    credible = {m: _credible(m, said[m]) for m in found.fitting}
    # of those that do the same arithmetic here, the one that the other answers bear out
    fitting = list(usual_first(sorted(found.fitting, key=lambda m: -credible[m])))
    weights = {m: found.weight(m) * credible[m] for m in fitting}
    kinds: dict[str, Mistake] = {}
    for mistake in sorted(fitting, key=lambda m: -weights[m]):
        kinds.setdefault(_SAME_KIND.get(mistake.note, mistake.note), mistake)
    best, *others = kinds.values()
    weighed = _Weighed(found, said, weights, [best, *others], sound)
    chance, certain = weighed.chance(best), weighed.is_certain(best)
    if not certain and others and weighed.is_certain(best, others[0]):
        return _one_of_two(best, others[0], weighed.chance(best, others[0]))
    if weights[best] < _LEADS * weighed.rest(best):
        return None
    alike = [m for m in fitting if m.note == best.note and weights[m] * _LEADS > weights[best]]
    return _spoken(best, alike, chance, certain=certain)


@dataclass(frozen=True, eq=False)
class _Weighed:
    """The mistakes of each kind that explain a number, with what speaks for them."""

    found: Candidates
    said: Mapping[Mistake, Evidence]
    weights: Mapping[Mistake, float]
    kinds: Sequence[Mistake]
    sound: bool

    def rest(self, *told: Mistake) -> float:
        """The weight of the others."""
        return sum(self.weights[m] for m in self.kinds if m not in told)

    def chance(self, *told: Mistake) -> float:
        """How likely it was none of these."""
        return _chance(self._unknown(told) + self.rest(*told), self._weight(told))

    def is_certain(self, *told: Mistake) -> bool:
        """Whether it may be said as a fact that it was one of these."""
        return (
            _chance(self._unknown(told), self._weight(told)) < self._most(told)
            and _chance(self.rest(*told), self._weight(told)) < _OTHERS
            and not any(self._contests(m, told[0]) for m in self.kinds if m not in told)
        )

    def _weight(self, told: Sequence[Mistake]) -> float:
        return sum(self.weights[m] for m in told)

    def _unknown(self, told: Sequence[Mistake]) -> float:
        return max(self.found.unknown(self.said[m], sound=self.sound) for m in told)

    def _most(self, told: Sequence[Mistake]) -> float:
        return min(self.found.most_unknown(self.said[m]) for m in told)

    def _contests(self, other: Mistake, best: Mistake) -> bool:
        """Whether another mistake gives the number as written, and no other number decides."""
        if not self.found.gives(other):
            return False
        theirs, ours = (_borne_out(m, self.said[m]) for m in (other, best))
        return _DECIDED * theirs > ours


def is_sound(verdicts: Sequence[Verdict]) -> bool:
    """Whether most of the numbers on a sheet are right, and not just one or two."""
    right, wrong = (sum(v is which for v in verdicts) for which in (Verdict.RIGHT, Verdict.WRONG))
    return right >= max(_SOME, wrong)


def is_filler(typed: Array, wrong: Sequence[Array]) -> bool:
    """Whether one and the same number stands in most wrong answers: nobody worked these out.

    That some mistake gives a 0 or a 1 says nothing where it was written everywhere.
    """
    if np.any(typed != typed.flat[0]):
        return False
    same = sum(bool(np.all(other == typed.flat[0])) for other in wrong)
    return same >= _FILLERS and 2 * same >= len(wrong)


def _chance(others: float, weight: float) -> float:
    """How likely it was something else."""
    return max(others, 0.0) / (weight + max(others, 0.0))


def _credible(mistake: Mistake, said: Evidence) -> float:
    """What the other answers make of the weight of a mistake."""
    return _ONCE ** min(said.against, 2) * _borne_out(mistake, said)


def _borne_out(mistake: Mistake, said: Evidence) -> float:
    """The same without what only tells that it was not made everywhere."""
    found = _LEFT_OUT**said.left_out / said.chance
    if said.ruled_out:
        found *= (_BACKWARD if _is_backward(mistake) else _RULED_OUT) ** said.ruled_out
    return float(found)


def _is_backward(mistake: Mistake) -> bool:
    """Whether a mistake is one in a gradient alone, with the states as they should be."""
    assert mistake.table is not None  # noqa: S101 - only those can be ruled out
    table, place, _ = mistake.table
    gradients = table.target.system.cell.gradients
    return all(e.target.name in gradients for e in table.changed(place))


def _spoken(first: Mistake, alike: Sequence[Mistake], chance: float, *, certain: bool) -> Diagnosis:
    elsewhere = any(
        identity("", m.what) != identity("", first.what) and not _is_same(m, first) for m in alike
    )
    said = mistake_sentences.mistake_named if certain else mistake_sentences.mistake_asked
    detail = mistake_sentences.chance_hit(first.note, chance)
    message = said(first.what, elsewhere=elsewhere)
    return Diagnosis(f"number.{first.note}", message, certain, detail, first.what)


def _is_same(one: Mistake, other: Mistake) -> bool:
    """Whether two mistakes are the same equations here: in this gate, and in all gates."""
    if one.target is None or other.target is None:
        return False
    return one.target.system.cell.equations == other.target.system.cell.equations


def _one_of_two(first: Mistake, second: Mistake, chance: float) -> Diagnosis:
    """Two mistakes between which nothing decides that the student wrote, and it was one of them."""
    message = mistake_sentences.one_of_two(first.what, second.what)
    detail = mistake_sentences.chance_hit(f"{first.note} or {second.note}", chance)
    either = f"number.{first.note}", f"number.{second.note}"
    return Diagnosis(ONE_OF_TWO, message, certain=True, detail=detail, either=either)


def _two_at_once(one: Beside, beside: Sequence[Beside]) -> Diagnosis | None:
    """Two mistakes that both were made, as a number of another step shows."""
    found = both_made(one, beside)
    if found is None:
        return None
    pair, chance = found
    message = mistake_sentences.two_at_once(*pair.whats)
    detail = mistake_sentences.chance_hit(" and ".join(pair.notes), chance)
    either = tuple(f"number.{note}" for note in pair.notes)
    return Diagnosis(TWO_AT_ONCE, message, certain=True, detail=detail, either=either)


def diagnose_count(typed: Typed, value: Plain, key: Key, expected: Expected) -> Diagnosis | None:
    """The convention under which a count would be right; `value` is what the file asks for."""
    found = read_count(typed)
    if not hasattr(found, "value"):
        return None
    counted = other_counts(value, key, expected)
    fitting = [name for name, number in counted.items() if number == found.value]
    if not fitting:
        return None
    biases = [name for name in fitting if name.startswith("without") and "bias" in name]
    fitting = [name for name in fitting if name not in biases[1:]]  # which bias is all the same
    said = count_sentences.count_convention(*fitting)
    return Diagnosis(
        f"count.{fitting[0]}",
        said,
        certain=len(fitting) == 1,
        what=count_sentences.CONVENTIONS[fitting[0]],
    )
