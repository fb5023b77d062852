"""The systems of a file: a cell, its numbers, and how they are drawn."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag, WithJsonSchema

from grader.assignment.model import Plain
from grader.assignment.schema.fields import (
    AboveZero,
    Decimals,
    FilePart,
    FilledText,
    Number,
    Numbers,
    Share,
    Size,
    Slope,
    Steps,
    Text,
    Texts,
    Whole,
    Zeros,
    text_of,
    unexpected,
)
from grader.assignment.schema.filled import FILLED, EvenlyArray, FillArray, IdentityArray


def _words(value: Any) -> Plain:
    """Texts for prompts: one, a list, or a mapping that draws."""
    if isinstance(value, dict):
        if set(value) - {"original"} == {"choose"} and _is_filled(value["choose"]):
            return {key: _plain_words(entry) for key, entry in value.items()}
        if set(value) - {"original"} == {"permutation"} and _is_filled(value["permutation"]):
            return {key: _plain_words(entry) for key, entry in value.items()}
        raise unexpected(
            "a text, a list of texts, or a draw of such",
            "write {choose: [Kevin, Maria]} or {permutation: [NNP, VBZ]}",
        )
    return _plain_words(value)


def _is_filled(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _plain_words(value: Any) -> Plain:
    return [_plain_words(entry) for entry in value] if isinstance(value, list) else text_of(value)


def _system_and_symbol(value: Any) -> str:
    system, dot, symbol = text_of(value).partition(".")
    if not (system and dot and symbol):
        raise unexpected("a system and a symbol of it", "write same: forward.V")
    return str(value)


_WORDS_SCHEMA = {
    "anyOf": [
        {"type": ["string", "number", "array"]},
        {
            "type": "object",
            "properties": {"choose": {"type": "array"}, "permutation": {"type": "array"},
                           "original": {"type": ["string", "number", "array"]}},
            "additionalProperties": False,
        },
    ]
}  # fmt: skip
Words = Annotated[Any, PlainValidator(_words), WithJsonSchema(_WORDS_SCHEMA)]
Source = Annotated[
    str, PlainValidator(_system_and_symbol), WithJsonSchema({"type": "string", "pattern": r".\."})
]


class _Draw(FilePart):
    original: Numbers | None = Field(
        None, description="The printed value: what the variant without a student has."
    )


class ChooseDraw(_Draw):
    """One of the listed values."""

    choose: Annotated[list[Numbers], Field(min_length=1)] = Field(
        description="The values to choose from."
    )
    shape: list[Size] | None = Field(None, description="Draw every entry of such an array anew.")
    zeros: Zeros | None = Field(None, description="How many of the entries are 0, anywhere.")


class IntegersDraw(_Draw):
    """Whole numbers between two bounds, both included."""

    integers: Annotated[list[Whole], Field(min_length=2, max_length=2)] = Field(
        description="Lowest and highest."
    )
    shape: list[Size] | None = Field(None, description="Sizes of the array to draw.")
    without: list[Number] | None = Field(None, description="Numbers between them left out.")
    zeros: Zeros | None = Field(None, description="How many of the entries are 0, anywhere.")


class DecimalsDraw(_Draw):
    """Decimal numbers between two bounds, both included, on a grid."""

    decimals: Annotated[list[Number], Field(min_length=2, max_length=2)] = Field(
        description="Lowest and highest."
    )
    step: AboveZero = Field(description="Distance of the grid, such as 0.1.")
    shape: list[Size] | None = Field(None, description="Sizes of the array to draw.")
    without: list[Number] | None = Field(None, description="Numbers between them left out.")
    zeros: Zeros | None = Field(None, description="How many of the entries are 0, anywhere.")


class PermutationDraw(_Draw):
    """The listed values in another order."""

    permutation: Annotated[list[Numbers], Field(min_length=2)] = Field(
        description="The values to put in another order."
    )


class SameDraw(FilePart):
    """What another system has for one of its symbols, drawn or not."""

    same: Source = Field(description="System and symbol: forward.V.")


# The ways to give numbers by a mapping: draws, and arrays that a rule fills.
DRAWS: dict[str, type[FilePart]] = {
    "choose": ChooseDraw,
    "integers": IntegersDraw,
    "decimals": DecimalsDraw,
    "permutation": PermutationDraw,
    "same": SameDraw,
    **FILLED,
}


def tag_of_draw(way: str) -> str:
    """The name of a draw in the places of pydantic's errors; it must be no key of a file."""
    return f"draw of {way}"


def _way(value: Any) -> str | None:
    if not isinstance(value, dict):
        return "numbers"
    return next((tag_of_draw(way) for way in DRAWS if way in value), None)


Given = Annotated[
    Annotated[Numbers, Tag("numbers")]
    | Annotated[ChooseDraw, Tag(tag_of_draw("choose"))]
    | Annotated[IntegersDraw, Tag(tag_of_draw("integers"))]
    | Annotated[DecimalsDraw, Tag(tag_of_draw("decimals"))]
    | Annotated[PermutationDraw, Tag(tag_of_draw("permutation"))]
    | Annotated[SameDraw, Tag(tag_of_draw("same"))]
    | Annotated[FillArray, Tag(tag_of_draw("fill"))]
    | Annotated[EvenlyArray, Tag(tag_of_draw("evenly"))]
    | Annotated[IdentityArray, Tag(tag_of_draw("identity"))],
    Discriminator(_way),
]


class RoundedFile(FilePart):
    """A quantity that is rounded wherever it is worked out, and used rounded."""

    decimals: Decimals = Field(description="Decimals of the quantity.")
    ties: Literal["up", "even", "away", "cut"] = Field(
        "up", description="Half a unit goes up, to an even digit, or away from 0; cut drops digits."
    )


def _decimals_alone(value: Any) -> Any:
    """`h: 2` is short for `h: {decimals: 2}`."""
    return value if isinstance(value, dict) else {"decimals": value}


class SystemFile(FilePart):
    """A cell with its numbers: the thing that gets solved."""

    like: FilledText | None = Field(
        None, description="Another system to start from; what stands here replaces its parts."
    )
    cell: FilledText | None = Field(
        None, description="A cell of the catalogue (`grader cells`), or one of `cells:` above."
    )
    cells: list[Text] | None = Field(
        None, description="Cells to draw one of for every student; `cell` is the printed one. "
        "Of the given symbols, each takes its own.",
    )  # fmt: skip
    steps: Steps | None = Field(None, description="Steps of time, at most 5000; 1 when left out.")
    given: dict[str, Given] = Field(
        default_factory=dict,
        description="Numbers of every free symbol; inputs are listed over the steps. A system that only "
        "answers of kind equation ask about needs none. "
        'Fractions as "3/2". A mapping draws: choose, integers, decimals, permutation; same: system.symbol copies; '
        "fill, evenly and identity write an array by its rule.",
    )
    sizes: dict[str, Size] = Field(
        default_factory=dict, description="Only the sizes, for counts and shapes."
    )
    without: Texts | None = Field(None, description="Symbols left out, such as a bias.")
    rename: dict[str, FilledText] = Field(
        default_factory=dict, description="Letters to change: the cell's to the sheet's."
    )
    slope_at_zero: Slope | None = Field(None, description="Slope of relu at 0; 0 when left out.")
    rounded: dict[str, Annotated[RoundedFile, BeforeValidator(_decimals_alone)]] = Field(
        default_factory=dict,
        description="Quantities that are rounded at every step before they are used, such as "
        "h: {decimals: 2, ties: even}.",
    )
    require: Texts | None = Field(
        None, description="Conditions on the drawn numbers of this system, such as z[2] < 0."
    )
    show: list[Literal["equations", "figure"]] | None = Field(
        None, description="What a sheet shows beside the numbers: equations, figure. When left out, "
        "both, without the equations that answers ask for and then without the figure, and neither where "
        "readings disagree about it. What is written here is shown, also where it is asked for.",
    )  # fmt: skip
    captions: Texts | None = Field(
        None, description="Words for the inputs of the steps, shown below them in the figure."
    )


class VettingFile(FilePart):
    """Which drawn numbers are good enough."""

    allow: list[Text] = Field(
        default_factory=list,
        description="What may happen unasked: saturated, dead, tied, trivial, work, or the note "
        "of a mistake that may stay unseen, such as step-confused.",
    )
    work: Share = Field(
        Fraction(1, 4),
        description="How far from the usual the work of a student may lie, as a part of it: with 1/4, where 12 operations are usual, from about 9 to 15. A product with 1 is none.",
    )
