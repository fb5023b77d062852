"""What trivial answers earn and what honest slips lose: `python -m bench.credit [MIXES [SLIPS]]`.

*Gaming.* Answers that nobody worked out are handed in for every shipped sheet: one constant
everywhere, a text, an extreme for every letter, random mixes of extremes.  Only points by
follow-through count, and not those of a plain copy (y = h), which is as much work as its equation.

*Honest slips.* One number is wrong (sign, point, a unit off, one entry, entries exchanged, any), the
rest is worked from it and rounded as the sheet asks.  A later answer that is refused is a fault.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from grader.assignment import Answer, Assignment, find_assignment, load_assignment
from grader.assignment.kinds import NUMERIC
from grader.grading.grade import grade
from grader.key.derive import key_of
from grader.key.expected import Expected
from grader.key.store import Keys
from grader.key.target import Target
from grader.outcome.finding import Verdict
from grader.outcome.report import Entry
from grader.outcome.typed import Typed
from grader.submission.model import Submission
from grader.submission.work import Work
from grader.variant.printed import printed
from reference.language.functions import Array

SHEETS = (
    "rnn-exercises", "sheet-pos-tagging", "quiz-gated-cells", "exam-relu-9", "exam-relu-12",
    "exam-bptt-8",
)  # fmt: skip
CONSTANTS = (
    0, 1e-9, -1e-9, 1e-4, 0.001, 0.004, 0.005, 0.006, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4,
    0.5, 0.6, 0.7, 0.8, 0.9, 0.99, 1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 19, 20, 50, 100, 1000,
    1e4, 1e6, 1e9, 1e12, 1e15, 1e300, -0.001, -0.01, -0.1, -0.5, -0.9, -1, -2, -3, -5, -10, -100,
    -1e6, -1e12,
)  # fmt: skip
EXTREMES = (
    0.0,
    1e-9,
    0.001,
    0.01,
    1.0,
    -1.0,
    5.0,
    7.0,
    19.0,
    -5.0,
    100.0,
    -100.0,
    1e6,
    1e12,
    1e300,
)
_NO_FILE = Path("answers.yaml")
SLIPS = ("sign", "point", "unit", "entry", "exchanged", "any")


@dataclass(frozen=True)
class Asked:
    """A numeric answer with where its value comes from."""

    answer: Answer
    target: Target
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet with everything that trials need of it."""

    assignment: Assignment
    asked: tuple[Asked, ...]
    keys: Keys

    def graded(self, values: Mapping[str, object]) -> dict[str, Entry]:
        """What is said of plain values, by answer."""
        answers = {name: typed(value) for name, value in values.items()}
        work = Work(Submission(_NO_FILE, answers=answers), tuple(answers))
        report = grade(self.assignment, work, explain=False, keys=self.keys)
        return {entry.name: entry for section in report.sections for entry in section.entries}


def sheet(name: str) -> Sheet:
    """A shipped sheet with its printed numbers."""
    found = load_assignment(find_assignment(name))
    assignment = printed(found) if found.is_drawn else found
    expected = Expected(assignment)
    asked = [
        Asked(answer, key_of(expected, answer, question, (question.readings or (None,))[0]).target)
        for question in assignment.questions
        for answer in question.answers
        if answer.kind in NUMERIC
    ]
    return Sheet(assignment, tuple(asked), Keys(assignment))


def typed(value: object) -> Typed:
    """A value as a student types it, with its digits."""
    if isinstance(value, list):
        return Typed(value, None, entries=tuple(typed(inner) for inner in value))
    return Typed(value, None if isinstance(value, str) else f"{value:.12g}")


# -- gaming -----------------------------------------------------------------------------------


def strategies(one: Sheet, mixes: int) -> Iterator[tuple[str, dict[str, object]]]:
    """Answers that nobody worked out."""
    words = [a for a in one.assignment.answers if a.kind in ("sequence", "choice") and a.labels]
    for constant in CONSTANTS:
        for k in range(2):
            yield (
                f"all {constant:g}",
                {
                    **{a.answer.name: filled(a, float(constant)) for a in one.asked},
                    **{w.name: label(w, k) for w in words},
                },
            )
    yield "a text", {a.answer.name: "as in the lecture" for a in one.asked}
    letters = sorted({a.target.name.split("[")[0] for a in one.asked if a.target.name})
    generator = np.random.default_rng(12)
    for k in range(mixes):
        by_letter = {letter: float(generator.choice(EXTREMES)) for letter in letters}
        whole = k % 2 == 0

        def value(
            a: Asked, by_letter: Mapping[str, float] = by_letter, whole: bool = whole
        ) -> float:
            own = by_letter.get((a.target.name or "").split("[")[0])
            return own if own is not None and whole else float(generator.choice(EXTREMES))

        yield (
            f"mix {k}",
            {
                **{a.answer.name: filled(a, value(a)) for a in one.asked},
                **{w.name: label(w, int(generator.integers(3))) for w in words},
            },
        )


def filled(a: Asked, value: float) -> object:
    """The same number in every entry."""
    return np.full(a.target.shape, value).tolist()


def label(answer: Answer, place: int) -> object:
    """A label, three times over where a sequence is asked."""
    word = answer.labels[place % len(answer.labels)]
    return [word] * 3 if answer.kind == "sequence" else word


def followed(one: Sheet, values: Mapping[str, object]) -> tuple[Fraction, list[str]]:
    """What follow-through alone gives, plain copies left out, and for which answers."""
    entries = one.graded(values)
    found = [
        name
        for name, entry in entries.items()
        if entry.verdict is Verdict.CARRIED and not is_copy(one, name, values)
    ]
    return sum((entries[name].score for name in found), Fraction(0)), found


def is_copy(one: Sheet, name: str, values: Mapping[str, object]) -> bool:
    """Whether an answer is one earlier number handed on as it is."""
    asked = {a.answer.name: a for a in one.asked}
    mine = asked.get(name)
    if mine is None:
        return False
    own = {
        a.target.name: np.asarray(values[n], dtype=float)
        for n, a in asked.items()
        if n != name and a.target.name and a.target.system_name == mine.target.system_name
        and mine.target.depends_on(a.target.name)
    }  # fmt: skip
    for step, value in own.items():
        other = value + 0.125
        with np.errstate(all="ignore"):
            found = mine.target.value_given({**own, step: other})
        if found.shape == other.shape and np.allclose(found, other, rtol=1e-6):
            return True
    return False


# -- honest slips -----------------------------------------------------------------------------


def slipped(value: Array, kind: str, generator: np.random.Generator, decimals: int) -> Array:
    """A number with one slip in it."""
    array = np.array(value, dtype=float)
    place = tuple(int(generator.integers(n)) for n in array.shape)
    match kind:
        case "sign":
            return -array
        case "point":
            return array * float(generator.choice([10.0, 0.1]))
        case "unit":
            return np.asarray(
                array + float(generator.choice([-1, 1])) * 10.0 ** -max(decimals - 1, 0)
            )
        case "entry":
            array[place] += float(np.round(generator.uniform(-0.5, 0.5), decimals))
            return array
        case "exchanged":
            return array[::-1].copy() if array.ndim else array + 0.3
        case _:
            return np.asarray(generator.uniform(-1.5, 1.5, size=array.shape))


def honest(
    one: Sheet, slip_at: int, kind: str, generator: np.random.Generator
) -> tuple[dict[str, object], list[str]]:
    """A sheet worked with one slip, and the answers that rest on it."""
    own: dict[tuple[str, str], Array] = {}
    values: dict[str, object] = {}
    later: list[str] = []
    wrong = one.asked[slip_at]
    for a in _in_order(one.asked):
        decimals = a.answer.tolerance.decimals
        places = 4 if decimals is None else decimals
        pins = {n: v for (system, n), v in own.items()
                if system == a.target.system_name and a.target.depends_on(n)}  # fmt: skip
        with np.errstate(all="ignore"):
            value = np.round(a.target.value_given(pins), places)
        if a is wrong:
            value = np.round(slipped(value, kind, generator, places), places)
        elif wrong.target.name in pins:
            later.append(a.answer.name)
        if a.target.name:
            own[a.target.system_name, a.target.name] = value
        values[a.answer.name] = (value + 0.0).tolist()
    return values, later


def _in_order(asked: Sequence[Asked]) -> list[Asked]:
    """Earlier quantities first."""

    def rank(a: Asked) -> int:
        names = [o.target.name for o in asked
                 if o.target.name and o.target.system_name == a.target.system_name]  # fmt: skip
        return sum(a.target.depends_on(n) for n in names)

    return sorted(asked, key=rank)


def slips(one: Sheet, count: int, generator: np.random.Generator) -> Counter[str]:
    """What became of the answers that rest on a slip; `refused` ones are faults."""
    found: Counter[str] = Counter()
    starts = [k for k, a in enumerate(one.asked)
              if a.target.name and any(o.target.depends_on(a.target.name) for o in one.asked
                                       if o.target.system_name == a.target.system_name)]  # fmt: skip
    for k in range(count if starts else 0):
        at = starts[k % len(starts)]
        values, later = honest(one, at, SLIPS[k // len(starts) % len(SLIPS)], generator)
        entries = one.graded(values)
        for name in later:
            entry = entries[name]
            if entry.note == "follow.trivial":
                found["refused"] += 1
                said = (one.asked[at].answer.name, values[one.asked[at].answer.name], "->", name)
                print("   refused:", *said, values[name], entry.message, file=sys.stderr)
            else:
                found[entry.verdict.value] += 1
    return found


def gamed(one: Sheet, mixes: int) -> tuple[int, Fraction, str, list[str]]:
    """How much was tried on a sheet, the most that was earned, and by what."""
    best: tuple[Fraction, str, list[str]] = (Fraction(0), "nothing", [])
    tried = 0
    for what, values in strategies(one, mixes):
        tried += 1
        points, where = followed(one, values)
        if points > best[0]:
            best = points, what, where
    return tried, *best


def section(mixes: int, count: int) -> Iterator[str]:
    """Both tables in Markdown."""
    yield "## Points for nothing, and honest slips\n"
    yield (
        "Answers that nobody worked out: a constant everywhere, a text, mixes of extremes by letter and by answer. Counted "
        "are points by follow-through alone, plain copies (y = h) left out, over a blank.\n"
    )
    yield "| sheet | tried | most earned | of | by |"
    yield "|---|--:|--:|--:|---|"
    sheets = {name: sheet(name) for name in SHEETS}
    for name, one in sheets.items():
        tried, points, what, where = gamed(one, mixes)
        by = f"{what}: {', '.join(where)}" if where else "nothing"
        yield f"| {name} | {tried} | {points} | {one.assignment.points} | {by} |"
    total = slips_of(sheets, count)
    yield (
        f"\nHonest slips: one number wrong (sign, point, a unit off, one entry, entries exchanged, any), the rest worked from "
        f"it and rounded as the sheet asks. Of {total.total():,} later answers after {count} slips, {total['refused']} are "
        f"refused, {total['carried']:,} carried, {total['right']:,} right all the same.\n"
    )


def slips_of(sheets: Mapping[str, Sheet], count: int) -> Counter[str]:
    """What became of the answers after so many slips on the three large sheets."""
    generator = np.random.default_rng(6)
    total: Counter[str] = Counter()
    each = count // 4
    for name in SHEETS[:3]:
        total += slips(sheets[name], count - 2 * each if name == SHEETS[0] else each, generator)
    return total


def main(mixes: int, count: int) -> None:
    """Print both tables."""
    print("\n".join(section(mixes, count)))


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 300, given[1] if len(given) > 1 else 900)
