# ruff: noqa: D103 -- every function here is one sentence and documents itself
"""What is said of follow-through and of mistakes that have a name."""

from __future__ import annotations

from collections.abc import Sequence

from grader.words.text import counted, listed


def carried(names: Sequence[str]) -> str:
    return f"not the key's value, but it follows correctly from your {listed(names)}"


def entries_carried(names: Sequence[str]) -> str:
    return f"some entries follow from your {listed(names)}"


def carried_zero(names: Sequence[str]) -> str:
    return (
        f"it would follow from your {listed(names)}, but a 0 there leaves nothing to work out, "
        "so it earns nothing"
    )


def carried_impossible(name: str) -> str:
    return (
        f"it would follow from your {name}, but its function cannot give such a number, "
        "so it earns nothing"
    )


def carried_huge(name: str) -> str:
    return (
        f"it would follow from your {name}, but beside a number of that size nothing else counts, "
        "so it earns nothing"
    )


def carried_same(names: Sequence[str]) -> str:
    return f"it is your {listed(names)} written once more, which shows no work, so it earns nothing"


def carried_limit(names: Sequence[str]) -> str:
    return (
        f"it would follow from your {listed(names)} only by rounding on the way, and a limit shows "
        "no work, so it earns nothing"
    )


def carried_again(names: Sequence[str]) -> str:
    return (
        f"it would follow, but the same numbers were worked out for your {listed(names)} already, "
        "so it earns nothing"
    )


def chosen_from_nothing(names: Sequence[str]) -> str:
    return (
        f"it would follow from your {listed(names)}, but with equal scores there is nothing to "
        "choose, so it earns nothing"
    )


def carried_dead(names: Sequence[str]) -> str:
    return (
        f"it does not depend on your {listed(names)} any more (the unit is dead or saturated), "
        "so following through earns nothing"
    )


def mistake_named(what: str, *, elsewhere: bool = False) -> str:
    return f"this is what comes out with {what}{_or_elsewhere(elsewhere)}"


def mistake_asked(what: str, *, elsewhere: bool = False) -> str:
    return f"could it be {what}{_or_elsewhere(elsewhere)}?"


def one_of_two(first: str, second: str) -> str:
    return f"this is what comes out with {first}, or with {second}"


def two_at_once(first: str, second: str) -> str:
    return f"this is what comes out with {first}, and with {second}"


def _or_elsewhere(elsewhere: bool) -> str:
    return ", or the same slip in another place" if elsewhere else ""


def too_few_digits(decimals: int | None, significant: int | None) -> str:
    """So many decimals, or else significant figures.

    >>> too_few_digits(None, 1)
    'right as far as it goes, but 1 significant figure is asked for'
    """
    number, what = (
        (significant, "significant figure") if decimals is None else (decimals, "decimal")
    )
    are = "is" if number == 1 else "are"
    return f"right as far as it goes, but {counted(number or 0, what)} {are} asked for"


def chance_hit(note: object, chance: float) -> str:
    return f"{note}: a chance hit has probability {chance:.2g}"


def gradient_transposed() -> str:
    return "rows for columns in the gradient"


def point_moved() -> str:
    return "the decimal point moved"


def opposite_sign_of_entry(place: int) -> str:
    return f"the opposite sign in entry {place}"


def entries_reversed() -> str:
    return "the entries in the other order"


def digits_cut_off() -> str:
    return "digits cut off instead of rounded"


def digits_exchanged() -> str:
    return "two digits in each other's place"
