"""Letters, words and what hangs below them: how a name falls into parts."""

from __future__ import annotations

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

    >>> parted("h1", ("t",)), parted("hf", ())
    (('h', ('1', 't')), ('hf', ()))
    """
    if len(base) == LONGEST_LETTER and base[0].isalpha() and base[1].isdigit():
        return base[0], (base[1], *below)
    return base, tuple(below)


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


DIRECTIONS = {"f": "→", "b": "←"}  # hf and hb: a state that runs forward or backward


def direction_of(name: str) -> str:
    """The arrow over a state that runs one way; empty for any other name.

    >>> direction_of("hf"), direction_of("hb"), direction_of("g1")
    ('→', '←', '')
    """
    is_state = len(name) == LONGEST_LETTER and name[0] in "hcs"
    return DIRECTIONS.get(name[1], "") if is_state else ""


LONGEST_LETTER = 2  # h, hf, g1; anything longer is a word
