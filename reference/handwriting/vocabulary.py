"""The names of one question, and how students spell them.

A question names its symbols (`W_x`, `x`, `h`); a student writes `Wx`, `W_{x}`, `x_t`, `h_prev` or
`W_xx_t`.  A run of letters, digits and subscripts is looked up in this order: a name as it
stands; a name with a subscript that is a step; names written side by side, where only one way to
cut the run is possible; and last a name in the other case, where only one name can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from reference.language.cell import Cell
from reference.language.dimension import Shape
from reference.language.expression import Now, Step, Symbol
from reference.records import dataclass, field
from reference.words import Message, joined, say

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η",
    "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "Sigma": "Σ",
}  # fmt: skip
# What stands above a letter, as a subscript: a question may name its candidate c̃.
MARKS = {"\u0303": "_tilde", "\u0302": "_hat", "\u0304": "_bar"}
_LATIN = {letter: word for word, letter in GREEK.items()}

STEP = r"(?:t(?:[+-]\d{1,3})?|\d{1,3})"
_BEFORE = "prev|previous|old|last|tm1|tminus1|t_minus_1"
_SUFFIX = (
    rf"(?:_?\{{[(\[<]?(?P<braced>{STEP})[)\]>]?\}}"
    rf"|_[(\[](?P<bracketed>{STEP})[)\]]"
    rf"|_?\{{?(?P<before>{_BEFORE})\}}?"
    r"|_?(?P<plain>t|\d{1,3}))"
)
_MOST_FACTORS = 3  # `vwx_1` is v·w·x_1; longer runs are words, not products
_LONGEST_RUN = 60
_REACH = 9  # steps that an equation may look back; more is a slip of the pen


@dataclass(frozen=True)
class Spelled:
    """One symbol as it was spelled: its name, and its step where one was written."""

    name: str
    step: Step = None


@dataclass(frozen=True)
class Ambiguous:
    """Several readings of one run, as we would write them."""

    readings: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The symbols that a question names, seen from the quantity that it asks for.

    `stepped` names carry a step; where only some steps exist, `steps` lists them.
    """

    shapes: Mapping[str, Shape]
    names: tuple[str, ...]
    quantity: Symbol
    stepped: frozenset[str]
    steps: Mapping[str, frozenset[int]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # names that are read, and told to nobody

    @property
    def told(self) -> tuple[str, ...]:
        """The names that a message lists."""
        return tuple(name for name in self.names if name not in self.hidden)

    def is_name(self, text: str) -> bool:
        """Whether the text is the name of a symbol, letter for letter."""
        return text in self.names

    def find(self, run: str) -> tuple[Spelled, ...] | Ambiguous | None:
        """The symbols that a run of letters stands for; None where there are none."""
        run = re.sub(r"\s", "", run)
        plain = re.sub(r"[{}]", "", run)
        if plain in self.names:
            return (Spelled(plain),)
        strict = self._alone(run, self._strict)
        if strict:
            return strict[:1]
        cuts = list(dict.fromkeys(self._cuts(run))) if len(run) <= _LONGEST_RUN else []
        if len(cuts) > 1:
            return Ambiguous(tuple(" ".join(map(_shown, cut)) for cut in cuts))
        if cuts:
            return cuts[0]
        other_case = {s.name: s for s in self._alone(run, self._any_case)}
        if len(other_case) == 1:
            return tuple(other_case.values())
        bare = self._without_mark(run) or self._at_any_step(run)
        return self.find(bare) if bare else None

    def _at_any_step(self, run: str) -> str | None:
        """The name before an index t, in a question without steps: its h may be the h_t of a text."""
        found = re.fullmatch(r"(.+)_(?:t|\{t\})", run)
        return found[1] if found and not self.stepped and found[1] in self.names else None

    def _without_mark(self, run: str) -> str | None:
        """What a letter with a mark means: c̃ is the candidate, ŷ is y."""
        if "candidate" in self.names and re.match("[cChH]_(?:tilde|hat)", run):
            return re.sub("^[cChH]_(?:tilde|hat)", "candidate", run)
        found = re.match(r"([^\W_]+)_(?:hat|bar)", run)
        return found[1] + run[found.end() :] if found else None

    @cached_property
    def _strict(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Every name with its underscores kept, the longest first."""
        names = sorted(self.names, key=len, reverse=True)
        return tuple((name, self._pattern(name, glue="_")) for name in names)

    @cached_property
    def _loose(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((name, self._pattern(name, glue="_?")) for name in self.names)

    @cached_property
    def _any_case(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((n, re.compile(p.pattern, re.IGNORECASE)) for n, p in self._loose)

    def _pattern(self, name: str, *, glue: str) -> re.Pattern[str]:
        typed = "".join(MARKS.get(letter, letter) for letter in name)
        first, *rest = re.split(r"(_)|(?<=[^\W\d_])(?=\d)", typed)
        spelled = _letters(first)
        for underscore, part in zip(rest[::2], rest[1::2], strict=True):
            between = glue if underscore else "_?"  # the g2 of the question may be a student's g_2
            p = _letters(part)
            spelled += rf"(?:_\{{\(?{p}\)?\}}|_\({p}\)|{between}{p})"
        if name in self.stepped:
            spelled = rf"(?:(?P<first>prev|previous|old|last)_?)?{spelled}"
            return re.compile(rf"{spelled}(?:{_SUFFIX})?")
        return re.compile(spelled)

    def _alone(
        self, run: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]
    ) -> tuple[Spelled, ...]:
        """The names that the whole run spells."""
        matches = ((name, pattern.fullmatch(run)) for name, pattern in patterns)
        return tuple(Spelled(name, _step(found)) for name, found in matches if found)

    def _cuts(self, run: str, *, most: int = _MOST_FACTORS) -> Iterator[tuple[Spelled, ...]]:
        """Every way to cut the run into names side by side."""
        if not run:
            yield ()
        if not run or not most:
            return
        for name, pattern in self._loose:
            for piece, end in self._pieces(name, pattern, run):
                rest_is_open = end < len(run)
                if rest_is_open and "_" in name and self._is_bare(run[end:]):
                    continue  # `W_hh` is another matrix, not W_h·h
                for rest in self._cuts(run[end:], most=most - 1):
                    if rest and any(self._names_itself(s) for s in (piece, *rest)):
                        continue
                    yield (piece, *rest)

    def _pieces(
        self, name: str, pattern: re.Pattern[str], run: str
    ) -> Iterator[tuple[Spelled, int]]:
        found = pattern.match(run)
        if not found:
            return
        step = _step(found)
        yield Spelled(name, step), found.end()
        suffix = next((g for g in ("braced", "bracketed", "before", "plain")
                       if found.groupdict().get(g)), None)  # fmt: skip
        if suffix == "plain" and run[found.start(suffix) - 1] != "_":
            yield Spelled(name), found.start(suffix)  # the letter t may begin the next name

    def _is_bare(self, rest: str) -> bool:
        return rest in self.stepped

    def _names_itself(self, spelled: Spelled) -> bool:
        return spelled == Spelled(self.quantity.name) and spelled.name in self.stepped

    def settle(self, spelled: Spelled, here: Step) -> Symbol | Message:
        """The symbol that is meant, or the sentence that says why none can be.

        `here` is what the student calls the step of the quantity: t, unless the left side of
        the equation says another one.
        """
        if spelled.name not in self.stepped:
            return Symbol(spelled.name)
        if spelled.step is None:
            return self._bare(spelled.name)
        if isinstance(spelled.step, Now):
            return self._relative(spelled.name, spelled.step, here)
        return self._absolute(spelled.name, spelled.step, here)

    def _bare(self, name: str) -> Symbol | Message:
        """A name without its step means the step of the quantity, if it is not the quantity."""
        if self.quantity.step is None or name == self.quantity.name:
            return say("say-which-step", name=name, example=self._example(name))
        return self._existing(Symbol(name, self.quantity.step))

    def _relative(self, name: str, step: Now, here: Step) -> Symbol | Message:
        if self.quantity.step is None:
            return say("say-which-step-here", name=name, step=step, example=self._example(name))
        shift = step.offset - (here.offset if isinstance(here, Now) else 0)
        if abs(shift) > _REACH:
            return say("too-far-from-t", name=name, step=step)
        return self._existing(_moved(name, self.quantity.step, shift))

    def _absolute(self, name: str, step: int, here: Step) -> Symbol | Message:
        if not isinstance(self.quantity.step, Now):
            return self._existing(Symbol(name, step))
        if not isinstance(here, int):
            example = self._example(name)
            return say("about-any-step", name=name, step=step, example=example)
        if abs(step - here) > _REACH:
            return say("too-far-from-step", name=name, step=step, here=here)
        return _moved(name, self.quantity.step, step - here)

    def _existing(self, symbol: Symbol) -> Symbol | Message:
        steps = self.steps.get(symbol.name)
        if steps and isinstance(symbol.step, int) and symbol.step not in steps:
            return say("not-in-the-question", symbol=symbol, range=_range(symbol.name, steps))
        return symbol

    def _example(self, name: str) -> Message:
        steps = sorted(self.steps.get(name, ()))[-2:]
        if isinstance(self.quantity.step, Now) or not steps:
            return say("written-at-any-step", name=name)
        return say("written-so", examples=joined("or", [f"{name}_{t}" for t in steps]))


def vocabulary_of(
    cell: Cell,
    quantity: Symbol,
    *,
    known: Iterable[str] | None = None,
    hidden: Iterable[str] = (),
) -> Vocabulary:
    """The symbols of a cell, written or unrolled, as a question about one quantity names them."""
    everything = (*(e.target for e in cell.equations), *cell.used)
    if known is None:
        used = {symbol.name for symbol in everything}
        hidden = _gradients(cell) if quantity.name in _gradients(cell) else frozenset()
        known = (name for name in cell.shapes if name in used and name not in hidden)
    names = tuple(known)
    steps: dict[str, set[int]] = {}
    for symbol in everything:
        if isinstance(symbol.step, int) and not cell.recurrent:
            steps.setdefault(symbol.name, set()).add(symbol.step)
    return Vocabulary(
        cell.shapes,
        names,
        quantity,
        frozenset(s.name for s in everything if s.step is not None),
        {name: frozenset(found) for name, found in steps.items()},
        frozenset(hidden),
    )


def _gradients(cell: Cell) -> frozenset[str]:
    """The names that `differentiate` gave: an answer is written in those of the question."""
    given = re.compile(r"(?:dz\d*_|up_|d)(.+)")
    found = ((name, given.fullmatch(name)) for name in cell.shapes)
    return frozenset(name for name, match in found if match and match[1] in cell.shapes)


def _letters(part: str) -> str:
    """A part of a name as a pattern: Greek letters also by their names."""
    if part in GREEK:
        return f"(?:{part}|{GREEK[part]})"
    return "".join(
        f"(?:{letter}|{_LATIN[letter]})" if letter in _LATIN else re.escape(letter)
        for letter in part
    )


def _step(found: re.Match[str]) -> Step:
    groups = found.groupdict()
    if groups.get("first") or groups.get("before"):
        return Now(-1)
    written = groups.get("braced") or groups.get("bracketed") or groups.get("plain")
    return read_step(written) if written else None


def read_step(text: str) -> Now | int:
    """A step as it is written: `t`, `t-1`, `2`."""
    text = re.sub(r"\s", "", text).lower()
    return Now(int(text[1:] or 0)) if text.startswith("t") else int(text)


def _moved(name: str, own: Step, shift: int) -> Symbol:
    if isinstance(own, Now):
        return Symbol(name, Now(own.offset + shift))
    return Symbol(name, None if own is None else own + shift)


def _range(name: str, steps: frozenset[int]) -> Message:
    return (
        say("range-of-steps", name=name, first=min(steps), last=max(steps))
        if len(steps) > 1
        else (say("only-step", name=name, step=min(steps)))
    )


def _shown(spelled: Spelled) -> str:
    return str(Symbol(spelled.name, spelled.step))
