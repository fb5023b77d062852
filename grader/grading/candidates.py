"""The mistakes that explain a wrong number by themselves, before any other answer is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from grader.assignment.model import Answer, Tolerance
from grader.checkers.numbers import Compared
from grader.grading.joint import Beside, Evidence, farthest
from grader.grading.mistakes import Mistake, every_mistake
from grader.key.model import Key
from grader.words.sentences import mistakes as mistake_sentences
from reference import Interval
from reference.language.functions import Array
from reference.records import dataclass, field
from reference.rewrites.notes import RARER

# How often any wrong numbers may come out like these, and how likely it then may be at most that no
# mistake that is known gave them: above it, a name would be a guess.
_BORNE_OUT = (3e-3, 0.05)  # where other numbers bear a mistake out
_BOUNDS = ((1e-4, 0.02), (1.0, 0.012))  # where none does
_UNKNOWN = 0.1  # mistakes that nobody knows of, for each that is known, where work went on
_ANYTHING = 10.0  # the same where nothing shows that somebody worked on from the number
_SEVERAL = 3.0  # and where it is several numbers: fewer people write these without any work
_GUESSED = 10.0  # and so many times these where most of the sheet is wrong, or not there
_USUAL = 0.8  # the share of the usual mistakes among those known
_EXACT = (
    0.51  # within so many units, a number is the exact one rounded, as half of all people do it
)
_SHARPEST = 1e6  # what digits can count beyond those that were asked for
_CLOSE = 0.5  # what a unit more costs, as a logarithm
_FARTHEST = 2.0  # and the most that it costs: rounding on the way may have done it
_ALL = 2  # further numbers that show the same, where no other number was there to show it
_RARER = RARER | {"digits-transposed"}  # of which every number has several
_SAME = 1e-12  # as a share, what the computer's own rounding may have moved
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
        far = self._units_off(mistake) - _EXACT
        spread = self._density(mistake) * float(np.exp(-min(_CLOSE * max(0.0, far), _FARTHEST)))
        return share * 0.5 * (self._sharpness if far <= 0 else 0.0) + share * 0.5 * spread

    def gives(self, mistake: Mistake) -> bool:
        """Whether a mistake gives the numbers just as they were written."""
        return self._units_off(mistake) <= _EXACT

    def _units_off(self, mistake: Mistake) -> float:
        """How many units of the last typed place the numbers lie from what a mistake gives."""
        assert self.compared is not None  # noqa: S101 - there is none without numbers
        off: Array = np.abs(mistake.value.ravel() - self.compared.numbers.array.ravel())
        return float(np.max(off / np.maximum(_units(self.compared), _POINT), initial=0.0))

    def most_unknown(self, said: Evidence) -> float:
        """How much of the weight may be with mistakes that nobody knows of, where one is named."""
        hit: float = self.chance * said.chance * (said.idle if said.worked_on else 1.0)
        borne_out = (_BORNE_OUT,) if said.worked_on or said.confirmed else ()
        bounds: tuple[tuple[float, float], ...] = (*borne_out, *_BOUNDS)
        return next(most for often, most in bounds if hit <= often)

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
        and _moves_what_is_wrong(mistake, compared)
    )


def _moves_what_is_wrong(mistake: Mistake, compared: Compared) -> bool:
    """Whether a mistake in the working changes every entry that is wrong, and not only right ones."""
    if mistake.target is None or compared.right is None:
        return True
    off = np.abs(mistake.value - compared.right)[~compared.fits]
    return bool(np.all(off > _SAME * np.abs(compared.right[~compared.fits])))


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
