"""Are mistakes named, and no others? `python -m bench.diagnosis [MADE [RANDOM [DECIMALS ...]]] [--seed N]`.

*Made.* On drawn variants of the sheets that ship, one mistake is made - at one place, at every step, or
in a backward pass - and the whole sheet is worked on consistently and handed in: in full, or from what
was written down before.  The first answer that it makes wrong is asked for its name.  A name is right
if it is that of the mistake, or of one that comes to the same number here.

*Random.* Numbers that no mistake gave: one in an otherwise right sheet, one alone, or a whole sheet.

All sheets of a variant are diagnosed in one pass, as those of a class are.  Every seed draws variants,
mistakes and numbers of its own, so that a large count can be made in pieces and added up.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.mistaken_sheets import Asked, Made, Sheet, sheets
from grader.grading.diagnose import ONE_OF_TWO
from grader.grading.follow import Carried
from grader.grading.judge import Judge
from grader.grading.mistakes import every_mistake
from grader.outcome.finding import Finding
from reference.language.functions import Array

SHEETS = (
    "quiz-gated-cells", "rnn-exercises", "sheet-pos-tagging", "exam-relu-9", "exam-relu-12",
    "exam-bptt-8",
)  # fmt: skip
_REACH = (0.05, 0.3, 1.0)
_EACH = 40  # mistakes of one variant
_AT_ONCE = 300  # sheets that are diagnosed in one pass
_MOST = 1200  # random numbers of one variant


@dataclass
class Figures:
    """What became of the trials, by kind."""

    by_kind: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    examples: list[str] = field(default_factory=list)

    def count(self, kind: str, outcome: str, example: str = "") -> None:
        """Note what became of one trial."""
        self.by_kind[kind][outcome] += 1
        if example and outcome in ("wrong", "silent", "asked"):
            self.examples.append(f"{outcome}: {kind}: {example}")

    @property
    def all(self) -> Counter[str]:
        """All kinds together."""
        return sum(self.by_kind.values(), Counter())


# -- the trials -------------------------------------------------------------------------------


def try_made(sheet: Sheet, figures: Figures, count: int, random: np.random.Generator) -> int:
    """Make so many mistakes on a sheet and ask for the name of each; how many were made."""
    every = [*sheet.made()]
    picked = []
    for k in random.permutation(len(every)):
        made = every[int(k)]
        values = sheet.worked(made, written=bool(random.integers(2)))
        first = next(
            (a for a in sheet.asked if values and not a.is_right(values[a.answer.name])), None
        )
        if values is None or first is None:
            figures.by_kind["(seen by no answer)"]["hidden"] += values is not None
            continue
        picked.append((made, values, first))
        if len(picked) == count:
            break
    for (made, values, first), judge in zip(
        picked, sheet.judges([values for _, values, _ in picked]), strict=True
    ):
        finding = judge.finding(first.question, first.answer.name, first.reading)
        outcome = outcome_of(finding, made, first, every, judge)
        if outcome in ("silent", "asked otherwise") and sheet.is_ambiguous(made, values, every):
            outcome = "alike"
        example = f"{made.what}: {first.answer.name} {values[first.answer.name].tolist()}"
        figures.count(made.note, outcome, f"{example}: {finding.message}")
    return len(picked)


def outcome_of(
    finding: Finding, made: Made, first: Asked, every: Sequence[Made], judge: Judge
) -> str:
    """What was said of a mistake."""
    said = finding.detail.split(":")[0]
    if not said:
        return "silent" if finding.note.startswith("number.") else finding.note
    one_of_two = finding.note == ONE_OF_TWO
    certain = one_of_two or finding.note == f"number.{said}"
    if not any(
        one == made.note or _comes_to_the_same(one, made, first, every, judge)
        for one in said.split(" or ")
    ):
        return "wrong" if certain else "asked otherwise"
    return "one of two" if one_of_two else "named" if certain else "asked"


def _comes_to_the_same(
    said: str, made: Made, first: Asked, every: Sequence[Made], judge: Judge
) -> bool:
    """Whether a mistake of that name gives the very same number here, from what was written before."""
    name = first.answer.name
    value = made.gives(name)
    others = [m.gives(name) for m in every if m.note == said and name in m.targets]
    if any(o.shape == value.shape and np.allclose(o, value, atol=1e-9) for o in others):
        return True
    carried = next(paper.carried for paper in judge.papers() if paper.answer.name == name)
    written = made.targets[name].value_given(carried.values)
    return any(
        m.note == said and m.value.shape == right.shape and np.allclose(m.value, right, atol=1e-9)
        for before, right in ((Carried(()), value), (carried, written))
        for m in every_mistake(first.key, first.answer, before)
    )


def try_random(sheet: Sheet, figures: Figures, count: int, random: np.random.Generator) -> int:
    """Hand in numbers that no mistake gave, each in its surroundings; how many were wrong."""
    trials = []
    for k in range(count):
        one = sheet.asked[int(random.integers(len(sheet.asked)))]
        drawn = _drawn(sheet.right[one.answer.name], _REACH[k % 3], sheet.decimals, random)
        if not one.is_right(drawn):
            kind, values = _surroundings(sheet, k // 3 % 3, random)
            trials.append((kind, one, {**values, one.answer.name: drawn}))
    judges = sheet.judges([values for _, _, values in trials])
    for (kind, one, values), judge in zip(trials, judges, strict=True):
        finding = judge.finding(one.question, one.answer.name, one.reading)
        said = finding.detail.split(":")[0]
        outcome = "passed over"
        if said:
            outcome = "wrong" if finding.note in (f"number.{said}", ONE_OF_TWO) else "asked"
        example = f"{one.answer.name} {values[one.answer.name].tolist()}: {finding.message}"
        figures.count(f"random, {kind}", outcome, example if outcome == "wrong" else "")
    return len(trials)


def _surroundings(
    sheet: Sheet, which: int, random: np.random.Generator
) -> tuple[str, dict[str, Array]]:
    """What the rest of a sheet holds beside a random number."""
    match which:
        case 0:
            return "the rest is right", dict(sheet.right)
        case 1:
            return "nothing else", {}
        case _:
            values = sheet.right.items()
            return "all is random", {n: _drawn(v, 1.0, sheet.decimals, random) for n, v in values}


def _drawn(value: Array, reach: float, decimals: int, random: np.random.Generator) -> Array:
    return np.asarray(np.round(value + random.uniform(-reach, reach, size=value.shape), decimals))


def trials(made: int, random: int, decimals: int, seed: int = 0) -> tuple[Figures, Figures]:
    """What became of so many mistakes made and of so many random numbers."""
    generator = np.random.default_rng([12 + seed, decimals])
    of_mistakes, of_chance = Figures(), Figures()
    variants = max(1, -(-made // (len(SHEETS) * _EACH)), random // (len(SHEETS) * _MOST))
    for name in SHEETS:
        for sheet in sheets(name, variants, decimals, seed):
            if made:
                try_made(sheet, of_mistakes, _EACH, generator)
            left = random // (len(SHEETS) * variants)
            while left > 0:  # so many at once as memory likes
                try_random(sheet, of_chance, min(left, _AT_ONCE), generator)
                left -= _AT_ONCE
        print(
            f"  {name}: {dict(of_mistakes.all)} {dict(of_chance.all)}", file=sys.stderr, flush=True
        )
    return of_mistakes, of_chance


def section(made: int, random: int, decimals: Sequence[int] = (3, 2)) -> Iterator[str]:
    """What was named, by decimals and by kind."""
    found = {places: trials(made, random, places) for places in decimals}
    yield "## Mistakes named\n"
    yield (
        "One mistake is made in a drawn variant (at one place, at every step, in a backward pass), the sheet worked on "
        "consistently from it, and the first answer that it makes wrong asked for its name. *Named* is said as a fact; *one of "
        "two* says as a fact that it was one of two mistakes, of which the sheet holds nothing that tells them apart (a term "
        "with the wrong sign, or the x of another step, where x₂ = -x₁); *asked* is put as a question. *Alike* is where more "
        "mistakes give the very same sheet (a dead unit is 0 in many ways), so that nobody can tell, and none is named: "
        "such are counted in the last share alone. A name that stands for the same arithmetic is right.\n"
    )
    yield f"{_HEAD} of all, alike too |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
    for places, (figures, _) in found.items():
        yield f"{_row(f'{places}', figures.all)} {_share_of_all(figures.all):.1%} |"
    yield "\nNumbers that no mistake gave, drawn around the key:\n"
    yield "| decimals | beside it | numbers | named | asked |"
    yield "|---|---|--:|--:|--:|"
    for places, (_, chance) in found.items():
        for kind, many in sorted(chance.by_kind.items()):
            around = kind.partition(", ")[2]
            yield f"| {places} | {around} | {many.total():,} | {many['wrong']} | {many['asked']} |"
    for places, (figures, _) in found.items():
        yield f"\nBy kind, {places} decimals:\n"
        yield _HEAD.replace("decimals", "kind")
        yield "|---|--:|--:|--:|--:|--:|--:|--:|"
        for kind, many in sorted(figures.by_kind.items()):
            if not kind.startswith("("):
                yield _row(kind, many)
    yield ""


_HEAD = "| decimals | mistakes made | named, or one of two | one of two | asked | silent | named wrongly | alike |"


def _row(first: str, many: Counter[str]) -> str:
    asked = many["asked"] + many["asked otherwise"]
    told = many.total() - many["alike"] - many["hidden"]
    named = many["named"] + many["one of two"]
    share = f"{named:,} ({named / max(told, 1):.1%})"
    silent = told - named - asked - many["wrong"]
    rest = (many["one of two"], asked, silent, many["wrong"], many["alike"])
    return f"| {first} | {told:,} | {share} | {' | '.join(f'{n:,}' for n in rest)} |"


def _share_of_all(many: Counter[str]) -> float:
    """What is named of everything that shows, also of what nobody could tell."""
    made = many.total() - many["hidden"]
    return (many["named"] + many["one of two"]) / max(made, 1)


def main(made: int, random: int, decimals: Sequence[int], seed: int) -> None:
    """Print what was named, and every wrong name."""
    for places in decimals:
        print(f"\n{places} decimals, seed {seed}\n")
        of_mistakes, of_chance = trials(made, random, places, seed)
        for figures in (of_mistakes, of_chance):
            for kind, found in sorted(figures.by_kind.items()):
                print(f"{kind:34}{dict(found)}")
            for line in figures.examples:
                print("   ", line)
        print(_row("all", of_mistakes.all), f"{_share_of_all(of_mistakes.all):.1%} of all")
        wrong = of_mistakes.all["wrong"], of_chance.all["wrong"]
        print(f"named wrongly: {wrong[0]} of {of_mistakes.all.total():,} mistakes made, "
              f"{wrong[1]} of {of_chance.all.total():,} random numbers")  # fmt: skip


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("made", type=int, nargs="?", default=1000)
    words.add_argument("random", type=int, nargs="?", default=1000)
    words.add_argument("decimals", type=int, nargs="*", default=[3, 2])
    words.add_argument("--seed", type=int, default=0)
    given = words.parse_args()
    main(given.made, given.random, given.decimals or [3, 2], given.seed)
