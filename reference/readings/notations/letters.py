"""Letters, words and what hangs below them: how a name falls into parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from reference.language.expression import Step


def letter_of(name: str, known: Collection[str]) -> str:
    """The letter that books have for a name: a candidate is that of its cell state, else of h.

    A letter after `~` has a tilde.
    """
    if name != "candidate":
        return name
    return next((f"~{state}" for state in ("C", "c") if state in known), "~h")


def split_name(name: str, step: Step) -> tuple[str, tuple[str, ...]]:
    """The letter of a name and its subscripts: W_h at step 2 is W with h and 2."""
    base, _, below = name.partition("_")
    if not base or base == "up":
        base, below = name, ""
    subscripts = [part for part in (below, step_text(step)) if part]
    return base, tuple(subscripts)


def parted(base: str, below: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A letter with a number, as books set it: h1 at step t is h with 1 and t below.

    >>> parted("h1", ("t",)), parted("hf", ()), parted("beta2", ()), parted("eps", ())
    (('h', ('1', 't')), ('hf', ()), ('beta', ('2',)), ('epsilon', ()))
    >>> parted("dz", ("h_1", "3"))
    ('dz', ('h', '1', '3'))
    >>> parted("dh2", ("1", "3")), parted("dz", ("h2", "3"))
    (('dh', ('2', '1', '3')), ('dz', ('h', '2', '3')))
    """
    below = [part for parts in below for part in _PARTS.split(parts) if part]
    if len(base) <= LONGEST_LETTER + (base[:1] == "d") and _LETTER_AND_DIGIT.fullmatch(base):
        return base[:-1], (base[-1], *below)
    base = _SHORTENED.get(base, base)
    numbered = _NUMBERED.fullmatch(base)
    if numbered and numbered[1] in GREEK:
        return numbered[1], (numbered[2], *below)
    return base, tuple(below)


def accent_of(name: str) -> tuple[str, str]:
    """The accent that a name spells, and the letter below it; none for any other name.

    >>> accent_of("mhat"), accent_of("abar"), accent_of("~h"), accent_of("chart")
    (('hat', 'm'), ('bar', 'a'), ('tilde', 'h'), ('', 'chart'))
    """
    if name.startswith("~"):
        return "tilde", name[1:]
    for accent in SIGN_OVER:
        letter = name.removesuffix(accent)
        if letter != name and (len(letter) == 1 or letter in GREEK) and letter.isalpha():
            return accent, letter
    return "", name


def step_text(step: Step) -> str:
    """A step as it is written; nothing where there is none."""
    return "" if step is None else str(step)


def is_step(part: str) -> bool:
    """Whether what hangs below a letter is a step."""
    return part.lstrip("t").lstrip("+-").isdigit() or part == "t"


GREEK = dict(
    alpha="α", beta="β", gamma="γ", delta="δ", epsilon="ε", eta="η", theta="θ", mu="μ", phi="φ",
    psi="ψ", rho="ρ", sigma="σ", tau="τ", omega="ω", **{"lambda": "λ"},
)  # fmt: skip


_SHORTENED = {"lam": "lambda", "eps": "epsilon"}  # Greek letters under names that programs have
_LETTER_AND_DIGIT = re.compile(r"d?[^\W\d_]\d")
_PARTS = re.compile(r"_|(?<=^[a-z])(?=\d$)")
_NUMBERED = re.compile(r"([a-z]+)(\d+)")
SIGN_OVER = {"hat": "^", "bar": "¯", "tilde": "~"}  # what is spelled after a letter, over it

DIRECTIONS = {"f": "→", "b": "←"}  # hf and hb: a state that runs forward or backward


def direction_of(name: str) -> str:
    """The arrow over a state that runs one way; empty for any other name.

    >>> direction_of("hf"), direction_of("hb"), direction_of("g1")
    ('→', '←', '')
    """
    is_state = len(name) == LONGEST_LETTER and name[0] in "hcs"
    return DIRECTIONS.get(name[1], "") if is_state else ""


LONGEST_LETTER = 2  # h, hf, g1; anything longer is a word
