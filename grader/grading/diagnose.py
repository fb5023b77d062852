"""Diagnosis: the one usual mistake that gives exactly this number.

A mistake is *named* only if the value is not acceptable anyway, and if among all that may have led
to it - every mistake that explains it, and none of them - it has at least 98 % of the weight:

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

Where two mistakes together have that weight, and nothing that the student wrote decides between them,
it is said that it was one of the two.  Where one mistake outweighs the others but not the unknown one,
it is put as a question.  Two mistakes at once in one number are named where a number of another step shows
both (`two_mistakes.py`).  One mistake in each of two numbers is found, as every number is worked out
from what was written before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from grader.assignment.model import Answer, Plain, Tolerance
from grader.checkers.numbers import Compared
from grader.grading.joint import Beside, Evidence, evidence, farthest
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
from reference import Interval
from reference.language.functions import Array
from reference.records import dataclass, field
from reference.rewrites.notes import RARER

ONE_OF_TWO = "number.one-of-two"
TWO_AT_ONCE = "number.two-at-once"
CHANCE = 0.02  # above it, a hit says little
_UNKNOWN = 0.1  # mistakes that nobody knows of, for each that is known, where work went on
_ANYTHING = 10.0  # the same where nothing shows that somebody worked on from the number
_SEVERAL = 3.0  # and where it is several numbers: fewer people write these without any work
_GUESSED = 10.0  # and so many times these where most of the sheet is wrong, or not there
_USUAL = 0.8  # the share of the usual mistakes among those known
_LEADS = 3.0  # a mistake that outweighs the others by so much may be asked for
_EXACT = (
    0.51  # within so many units, a number is the exact one rounded, as half of all people do it
)
_SHARPEST = 1e6  # what digits can count beyond those that were asked for
_CLOSE = 0.5  # what a unit more costs, as a logarithm
_FARTHEST = 2.0  # and the most that it costs: rounding on the way may have done it
_ONCE = 0.2  # what the first two numbers cost that do not show the mistake: it may be made once
_ALL = 2  # further numbers that show the same, where no other number was there to show it
_SOME = 3  # right numbers that nobody has by chance
_RULED_OUT = 1e-3  # what it costs that a number is right which the mistake at that very place would have changed
_BACKWARD = 0.02  # the same in a backward pass, which is gone through for every gradient anew
_LEFT_OUT = 1e-3  # what a number costs that was not worked from the one with the mistake
_RARER = RARER | {"digits-transposed"}  # of which every number has several
_SAME_KIND = {"sign-lost": "sign-wrong"}  # before a term, or before what came of it
_POINT = 1e-12  # a number without any room around it
_WINDOW = 4.0  # how far around the key a wrong number might as well have fallen


@dataclass(frozen=True)
class Diagnosis:
    """One mistake that explains a value; `certain` unless chance might have done it."""

    note: str
    message: str
    certain: bool
    detail: str = ""
    what: str = ""
    either: tuple[str, ...] = ()

    def names(self, note: str) -> bool:
        """Whether it speaks of a mistake, alone or as one of two."""
        return note in (self.note, *self.either)


@dataclass(frozen=True, eq=False)
class Candidates:
    """The mistakes that explain wrong numbers by themselves, the more usual first.

    `chance` is how likely any wrong number hits what just one mistake gives, `usual` and `rarer`
    are how many results all mistakes have; `coarse` says that the numbers are right as far as they
    go.
    """

    fitting: tuple[Mistake, ...] = ()
    chance: float = 1.0
    usual: int = 1
    rarer: int = 1
    coarse: Diagnosis | None = None
    compared: Compared | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)

    def weight(self, mistake: Mistake) -> float:
        """How likely a mistake is before any other answer is looked at, and how close it comes."""
        is_rare = mistake.note in _RARER
        share = (1 - _USUAL) / self.rarer if is_rare else _USUAL / self.usual
        assert self.compared is not None  # noqa: S101 - there is none without numbers
        off = np.abs(mistake.value.ravel() - self.compared.numbers.array.ravel())
        far = float(np.max(off / np.maximum(_units(self.compared), _POINT), initial=0.0)) - _EXACT
        spread = self._density(mistake) * float(np.exp(-min(_CLOSE * max(0.0, far), _FARTHEST)))
        return share * 0.5 * (self._sharpness if far <= 0 else 0.0) + share * 0.5 * spread

    @cached_property
    def _sharpness(self) -> float:
        """How much less likely a wrong number is to be the exact one rounded than to lie near it."""
        assert self.compared is not None  # noqa: S101 - there is none without numbers
        unit, wrong = np.maximum(_units(self.compared), _POINT), ~self.compared.fits.ravel()
        width = self.compared.interval.width.ravel() + unit
        return min(float(np.prod((width / unit)[wrong])), _SHARPEST)

    def unknown(self, said: Evidence, *, sound: bool) -> float:
        """How likely numbers are that no known mistake gave, beside all that are known together.

        On a sheet most of which is right, one number more that fits shows that somebody worked; where
        little is right, some fit by chance, and each counts for no more than that, unless all do.
        """
        if sound:
            worked = said.worked_on or said.confirmed
            return (_UNKNOWN if worked else self._anything) * self.chance
        if said.confirmed >= _ALL and not said.lacking:
            return _UNKNOWN * self.chance
        return max(_UNKNOWN, _GUESSED * self._anything * said.idle) * self.chance

    @property
    def _anything(self) -> float:
        """How many mistakes nobody knows of, for each that is known, where nothing shows any work."""
        assert self.compared is not None  # noqa: S101 - there is none without numbers
        return _ANYTHING if np.count_nonzero(~self.compared.fits) == 1 else _SEVERAL

    def _density(self, mistake: Mistake) -> float:
        """How much thinner a mistake is spread than what is right."""
        interval = mistake.accepted(self.tolerance)
        if interval is None or self.compared is None:
            return 1.0
        unit = _units(self.compared)
        wide = np.maximum(interval.width.ravel() + unit, _POINT)
        usual = np.maximum(self.compared.interval.width.ravel() + unit, _POINT)
        return float(np.prod(np.minimum(1.0, usual / wide)))


def candidates_of(one: Beside) -> Candidates:
    """The mistakes that explain wrong numbers, before any other answer is looked at."""
    coarse = _too_few_decimals(one.answer.tolerance, one.key, one.compared)
    if coarse:
        return Candidates(coarse=coarse)
    mistakes = list(every_mistake(one.key, one.answer, one.carried, (one.table, one.row)))
    return fitting_of(one.answer, one.key, one.compared, mistakes)


def _further(found: Candidates, one: Beside) -> Candidates:
    """The same with the mistakes of the network of which a gradient is taken."""
    further = mistakes_in(table_of(one.key.target, one.carried, differentiated=True), 0)
    known = every_mistake(one.key, one.answer, one.carried, (one.table, one.row))
    more = fitting_of(one.answer, one.key, one.compared, [*known, *further])
    return more if len(more.fitting) > len(found.fitting) else Candidates()


def fitting_of(
    answer: Answer, key: Key, compared: Compared, mistakes: Sequence[Mistake]
) -> Candidates:
    """Those of some mistakes that explain wrong numbers."""
    near = _within_reach(mistakes, answer.tolerance, compared)
    fitting = [m for m in near if _explains(m, answer.tolerance, compared)]
    if not fitting:
        return Candidates()
    chance, usual, rarer = chance_of_a_hit(mistakes, key, compared)
    return Candidates(tuple(fitting), chance, usual, rarer, None, compared, answer.tolerance)


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
    if named is not None or one is None:
        return named
    if one.key.target.of is not None:
        return _judged(_further(found, one), one, beside, sound=sound)
    return None if found.fitting else _two_at_once(one, beside)


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
    rest = sum(weights[m] for m in others)
    chance = _chance(found.unknown(said[best], sound=sound) + rest, weights[best])
    if chance >= CHANCE and others:
        second = others[0]
        unknown = max(found.unknown(said[m], sound=sound) for m in (best, second))
        neither = _chance(unknown + rest - weights[second], weights[best] + weights[second])
        if neither < CHANCE:
            return _one_of_two(best, second, neither)
    if weights[best] < _LEADS * rest:
        return None
    alike = [m for m in fitting if m.note == best.note and weights[m] * _LEADS > weights[best]]
    return _spoken(best, alike, chance)


def is_sound(verdicts: Sequence[Verdict]) -> bool:
    """Whether most of the numbers on a sheet are right, and not just one or two."""
    right, wrong = (sum(v is which for v in verdicts) for which in (Verdict.RIGHT, Verdict.WRONG))
    return right >= max(_SOME, wrong)


def _chance(others: float, weight: float) -> float:
    """How likely it was something else."""
    return max(others, 0.0) / (weight + max(others, 0.0))


def _credible(mistake: Mistake, said: Evidence) -> float:
    """What the other answers make of the weight of a mistake."""
    found = _ONCE ** min(said.against, 2) * _LEFT_OUT**said.left_out / said.chance
    if said.ruled_out:
        found *= (_BACKWARD if _is_backward(mistake) else _RULED_OUT) ** said.ruled_out
    return float(found)


def _is_backward(mistake: Mistake) -> bool:
    """Whether a mistake is one in a gradient alone, with the states as they should be."""
    assert mistake.table is not None  # noqa: S101 - only those can be ruled out
    table, place, _ = mistake.table
    gradients = table.target.system.cell.gradients
    return all(e.target.name in gradients for e in table.changed(place))


def _spoken(first: Mistake, alike: Sequence[Mistake], chance: float) -> Diagnosis:
    elsewhere = any(
        identity("", m.what) != identity("", first.what) and not _is_same(m, first) for m in alike
    )
    said = mistake_sentences.mistake_named if chance < CHANCE else mistake_sentences.mistake_asked
    detail = mistake_sentences.chance_hit(first.note, chance)
    message = said(first.what, elsewhere=elsewhere)
    return Diagnosis(f"number.{first.note}", message, chance < CHANCE, detail, first.what)


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


def chance_of_a_hit(
    mistakes: Sequence[Mistake], key: Key, compared: Compared
) -> tuple[float, int, int]:
    """How likely a wrong number is just what one mistake gives; the results of all, usual and rarer.

    The neighbourhood reaches four times as far as the wrong value lies from the key, in every entry
    that is wrong, and nowhere in those that are right; a mistake covers the width of an accepted
    interval and a unit of the typed place.
    """
    numbers, wrong = compared.numbers, ~compared.fits.ravel()
    centre = np.asarray(key.target.value).ravel()
    width = np.maximum(compared.interval.width.ravel() + _units(compared), _POINT)
    reach = np.where(wrong, _WINDOW * np.abs(numbers.array.ravel() - centre) / width, 0.0)
    alike = [m for m in mistakes if m.value.shape == numbers.array.shape]
    places = np.round((np.array([m.value.ravel() for m in alike]) - centre) / width)
    is_inside = np.asarray((np.abs(places) <= reach + 1).all(axis=1))
    # results in the same box of that width cover the same numbers: they count once
    boxes: dict[tuple[float, ...], bool] = {}
    for mistake, box, counts in zip(alike, places.tolist(), is_inside.tolist(), strict=True):
        if counts:
            boxes[tuple(box)] = boxes.get(tuple(box), True) and mistake.note in _RARER
    rare = list(boxes.values())
    hit = float(np.prod(np.minimum(1.0, 0.5 / np.maximum(reach[wrong], _POINT))))
    return hit, max(1, rare.count(False)), max(1, rare.count(True))


def _units(compared: Compared) -> Array:
    """A unit of the last typed place of every entry."""
    return np.array([0.0 if d is None else 10.0**-d for d in compared.numbers.decimals])


def _within_reach(
    mistakes: Sequence[Mistake], tolerance: Tolerance, compared: Compared
) -> list[Mistake]:
    """The mistakes that give something near the numbers: only these are worth an interval."""
    typed = compared.numbers.array
    alike = [m for m in mistakes if m.value.shape == typed.shape]
    values = np.array([m.value for m in alike]).reshape(len(alike), *typed.shape)
    half = 0.5 * _units(compared).reshape(typed.shape)
    near = np.abs(values - typed) <= farthest(compared.interval, tolerance, values) + half
    # a slip of the pen brings its interval along
    return [m for m, flags in zip(alike, near, strict=True) if flags.all() or m.target is None]


def _explains(mistake: Mistake, tolerance: Tolerance, compared: Compared) -> bool:
    """Whether the value is what this mistake gives, honest rounding included."""
    interval = mistake.accepted(tolerance)
    return (
        interval is not None
        and (bool(np.all(interval.holds(compared.numbers.array))) or _is_rounded(mistake, compared))
        and not (mistake.target is not None and _hides(interval, compared))
    )


def _is_rounded(mistake: Mistake, compared: Compared) -> bool:
    """Whether numbers are what a mistake gives, written with fewer digits than it has.

    On a sheet of whole numbers, somebody who takes a sigmoid for ReLU has to round somewhere.
    """
    if mistake.target is None or any(not d for d in compared.numbers.decimals):
        return False
    off = np.abs(mistake.value.ravel() - compared.numbers.array.ravel())
    return bool(np.all(off <= 0.5 * _units(compared) * (1 + 1e-9)))


def _hides(interval: Interval, compared: Compared) -> bool:
    """Whether right values are as likely under the mistake as wrong ones."""
    key = compared.interval
    return bool(np.all((interval.low <= key.low) & (key.high <= interval.high)))


def _too_few_decimals(tolerance: Tolerance, key: Key, compared: Compared) -> Diagnosis | None:
    """A value that is right as far as it goes, but does not go far enough."""
    value = np.asarray(key.target.value)
    asked, typed = _asked_decimals(tolerance, value), compared.numbers.decimals
    coarse = [d is not None and d < wanted for d, wanted in zip(typed, asked, strict=True)]
    if not np.all(compared.fits.ravel() | coarse):
        return None
    half = np.array([0.5 * 10.0 ** -(d or 0) for d in typed]).reshape(compared.numbers.shape)
    off = np.abs(compared.numbers.array - value)
    near = off <= np.minimum(half, _half_of_the_first_digit(value)) * (1 + 1e-9)
    if not np.all(compared.fits | (near & (compared.numbers.array != 0))):
        return None
    said = mistake_sentences.too_few_digits(tolerance.decimals, tolerance.significant)
    return Diagnosis("number.too-few-decimals", said, certain=True)


def _asked_decimals(tolerance: Tolerance, value: Array) -> list[float]:
    """How many decimals a sheet asks of every entry; of none where it asks for no digits."""
    if tolerance.decimals is not None:
        return [tolerance.decimals] * value.size
    if tolerance.significant is None:
        return [-np.inf] * value.size
    with np.errstate(divide="ignore"):
        places = np.floor(np.log10(np.abs(value.ravel())))
    return [-np.inf if np.isinf(p) else tolerance.significant - 1 - p for p in places.tolist()]


def _half_of_the_first_digit(value: Array) -> Array:
    """How far a number may lie that still gives the first digit of a value: 0 tells nothing."""
    with np.errstate(divide="ignore"):
        return np.asarray(
            np.where(value == 0, 0.0, 0.5 * 10.0 ** np.floor(np.log10(np.abs(value))))
        )
