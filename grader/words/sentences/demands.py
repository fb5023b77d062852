# ruff: noqa: D103 -- every function here is a few words and documents itself
"""What an answer must fulfil to count: how fine, how near, and where one may round on the way."""

from __future__ import annotations

from grader.words.text import counted

# Where one may round, by level, after "Keep 3 decimals or more".
_WHERE = {
    "result": "in your answers, and round nothing before them",
    "named": "where you round: quantities that have a name, what goes into a function and what "
    "comes out of it, and your answers",
    "written": "in whatever you write down: quantities, products and quotients of them, slopes, the "
    "exponentials inside a function, and your answers; do not round inside a matrix product",
    "every": "at every step",
}


def fineness(decimals: int | None, significant: int | None) -> str:
    if decimals is not None:
        return f"{counted(decimals, 'decimal')} or more"
    return f"{counted(significant or 1, 'significant digit')} or more"


def rounding_rule(decimals: int | None, significant: int | None, level: str, cut: bool) -> str:
    """The one plain sentence that a sheet has about rounding."""
    if cut:
        return (
            f"Cut your answers off after {counted(decimals or 0, 'decimal')}; do not round them, "
            "and round nothing before."
        )
    return f"Keep {fineness(decimals, significant)} {_WHERE[level]}."


def finer_on_the_way(result: str, steps: int) -> str:
    return f"{result}, and {steps} on the way to it"


def cut_after(decimals: int) -> str:
    return f"cut off after {counted(decimals, 'decimal')}, not rounded"


def significant_figures(count: int) -> str:
    return f"{count} significant figure{'' if count == 1 else 's'}"


def within(absolute: str, relative: str) -> str:
    return f"within {' plus '.join(part for part in (absolute, relative) if part)}"


def rounded_where(said: str, level: str) -> str:
    """A demand on one answer whose level is not that of the sheet."""
    where = {
        "result": ", and round nothing before",
        "named": " here and in every quantity with a name",
        "written": " here and in whatever you write down on the way",
        "every": " at every step",
    }
    return f"{said}{where[level]}"


EXACT = "exact"


# Where half a unit of the last place goes, by the rule of a quantity.
_TIES = {
    "up": "halves upwards",
    "even": "halves to an even digit",
    "away": "halves away from 0",
}


def used_rounded(name: str, decimals: int, ties: str) -> str:
    """What a sheet says of a quantity that is rounded inside the recursion."""
    places = counted(decimals, "decimal")
    if ties == "cut":
        return f"Cut {name} off after {places} wherever it is worked out, and go on with that."
    return (
        f"Round {name} to {places}, {_TIES[ties]}, wherever it is worked out, and go on with the "
        "rounded number."
    )


def derivative(of: str, by: str) -> str:
    return f"∂{of}/∂{by}: "
