"""The functions of a file: how they are called, and what stands in their arguments and results."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from grader.assignment import quantities
from grader.assignment.schema.fields import (
    TEXT_SCHEMA,
    TEXTS_SCHEMA,
    FilePart,
    FilledText,
    Points,
    Size,
    Slope,
    Texts,
    Truth,
    filled_text,
    text_of,
    unexpected,
    whole_number,
)


def _axes(value: Any) -> list[str]:
    """`N, T, D` and [N, T, D] are the axes of an array; `scalar` has none."""
    if isinstance(value, str):
        words = [] if value.strip() in ("", "scalar") else value.split(",")
    elif isinstance(value, list):
        words = [text_of(entry) for entry in value]
    else:
        words = [text_of(value)]
    stripped = [word.strip() for word in words]
    for word in stripped:
        if not _AXIS.fullmatch(word):
            raise unexpected("sizes such as N, T, 4*H", 'write "N, D"')
    return stripped


def _place(value: Any) -> Any:
    """`x: N, D` is short for the shape; a mapping without any known key is a dict of places."""
    if isinstance(value, (str, int, list)):
        return {"kept": True} if value == "kept" else {"shape": value}
    if isinstance(value, dict) and value and not set(value) & set(PlaceFile.model_fields):
        return {"entries": value}
    return value


def _drawn(value: Any) -> list[int]:
    """A size is a number, or the two bounds between which it is drawn."""
    bounds = value if isinstance(value, list) else [value]
    if not 1 <= len(bounds) <= 2:
        raise unexpected("a size, or the lowest and highest", "write 3 or [2, 5]")
    sizes = [_small(bound) for bound in bounds]
    if sizes[0] > sizes[-1]:
        raise unexpected("lowest before highest", f"write [{sizes[-1]}, {sizes[0]}]")
    return sizes


def _span(value: Any) -> list[float]:
    numbers = [quantities.number(entry) for entry in value] if isinstance(value, list) else []
    found = [float(number) for number in numbers if number is not None]
    if len(numbers) != 2 or len(found) != 2 or found[0] >= found[1]:
        raise unexpected("the lowest and the highest number", "write [-1, 1]")
    return found


def _fill(value: Any) -> str:
    if value == "random":
        return "random"
    number = quantities.number(value)
    if number is None:
        raise unexpected("random, or a number", "write random")
    return str(float(number))


_AXIS = re.compile(r"(\d+\s*\*\s*)?[A-Za-z]\w*(\s*\+\s*([A-Za-z]\w*|\d+))*|\d+")
_small = whole_number(1, 12, "write 3")
_SIZE_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 12},
        {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
    ]
}
_SPAN_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
Framework = Literal["numpy", "torch"]
Dtype = Literal["float32", "float64"]
Fill = Annotated[
    str, PlainValidator(_fill), WithJsonSchema({"anyOf": [{"const": "random"}, {"type": "number"}]})
]
Axes = Annotated[list[str], PlainValidator(_axes), WithJsonSchema(TEXTS_SCHEMA)]
DrawnSize = Annotated[list[int], PlainValidator(_drawn), WithJsonSchema(_SIZE_SCHEMA)]
Span = Annotated[list[float], PlainValidator(_span), WithJsonSchema(_SPAN_SCHEMA)]


class PlaceFile(FilePart):
    """One argument or result of a function: an array, a size, a word, a cache, or a dict of these.

    `x: N, D` alone is the shape of the symbol x; `cache: kept` is the student's own affair.
    """

    symbol: FilledText | None = Field(
        None,
        description="What it is, where the name does not say so: x, h[0], h[T]; up_h[T] is the "
        "gradient that arrives at h[T], dWx the one that leaves towards Wx.",
    )
    shape: Axes | None = Field(
        None, description="Its axes: the sizes of the cell, and the letters of batch and steps."
    )
    below: FilledText | None = Field(
        None,
        description="Whole numbers from 0, less than this: V for the words of a vocabulary, 2, V - 1.",
    )
    size: FilledText | None = Field(None, description="The argument is this size itself.")
    cells: dict[str, FilledText] | None = Field(
        None, description="The argument is a word that chooses the cell: word and cell."
    )
    kept: Truth | None = Field(
        None, description="A cache: what a forward function keeps for its backward function."
    )
    entries: dict[str, Annotated[PlaceFile, BeforeValidator(_place)]] | None = Field(
        None, description="A dict: key and what stands there. The word entries may be left out."
    )
    list: dict[str, Annotated[PlaceFile, BeforeValidator(_place)]] | None = Field(
        None, description="A list of these, in this order."
    )
    tuple: dict[str, Annotated[PlaceFile, BeforeValidator(_place)]] | None = Field(
        None, description="A tuple of these, in this order."
    )
    split: FilledText | None = Field(
        None, description="A list of arrays, one for each along this axis: T for one a step."
    )
    layers: Texts | None = Field(
        None,
        description='Symbols that stand in one array, along the axis "layers" of its shape: '
        '["h1[0]", "h2[0]"].',
    )
    fill: Fill | None = Field(
        None,
        description="What a constructor fills an attribute with: a number, or random ones, of which "
        "the shape counts.",
    )
    per: Axes | None = Field(
        None, description="A result is divided by these sizes: N for the mean over the examples."
    )


Place = Annotated[PlaceFile, BeforeValidator(_place)]


class FunctionFile(FilePart):
    """A function that students write; under `defaults`, what all functions have in common.

    What it must return follows from the cell's equations.  Sizes and numbers are drawn.
    """

    cell: FilledText | None = Field(
        None, description="The cell that it works out: of `cells:` above, or of the catalogue."
    )
    arguments: dict[str, Place] | None = Field(
        None, description="Its arguments in order: name, and shape or more."
    )
    returns: dict[str, Place] | None = Field(
        None, description="Its results in order; one alone is returned as it is, not in a tuple."
    )
    batch: FilledText | None = Field(None, description="The size that counts examples, such as N.")
    single: Truth | None = Field(
        None, description="It also takes one example alone, without the axis of the batch."
    )
    steps: FilledText | None = Field(None, description="The size that counts steps, such as T.")
    sizes: dict[str, DrawnSize] | None = Field(
        None, description="Sizes, or bounds to draw them from. All drawn sizes differ."
    )
    values: Span | None = Field(
        None,
        description="Bounds of the drawn numbers; -1 to 1, further calls apart that meet the other side of a comparison.",
    )
    forward: FilledText | None = Field(
        None, description="Of a backward function: the forward function that it belongs to."
    )
    step: FilledText | None = Field(
        None, description="Of a function over time: the one that does a single step of it."
    )
    cases: Size | None = Field(None, description="How often sizes and numbers are drawn; 2.")
    checks: dict[str, Points] | None = Field(
        None,
        description="Weights that split the points: shape, values, batch (several examples), "
        "purity (arguments are left as they were), extremes (values of 1000), gradients (what autograd "
        "makes of tensors), and N=1, T=1, ... for one of something.",
    )
    hidden: Texts | None = Field(None, description="Checks whose outcome students do not see.")
    slope_at_zero: Slope | None = Field(None, description="Slope of relu at 0; 0 when left out.")
    framework: Framework | None = Field(
        None, description="What its arrays are: those of numpy, or tensors of torch."
    )
    dtype: Dtype | None = Field(None, description="Of tensors: float32 when left out, or float64.")
    call: FilledText | None = Field(
        None,
        description="What is called, where the answer is called otherwise: a class, or a method as "
        "RNNCell.forward.",
    )
    new: dict[str, Place] | None = Field(
        None, description="Of a method: the arguments of the constructor that makes its object."
    )
    attributes: dict[str, Place] | None = Field(
        None, description="Attributes of the object that are set before the call, such as weights."
    )
    stored: dict[str, Place] | None = Field(
        None, description="Attributes of the object that are results: gradients, weights."
    )


def _test_file(value: Any) -> Any:
    """`tests: tests.py` is short for the file."""
    return {"file": value} if isinstance(value, str) else value


def _joined_names(value: Any) -> Any:
    """`[rnn_cell, gru_cell]` in one text."""
    is_list = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    return filled_text(", ".join(value) if is_list else value)


ModuleNames = Annotated[
    str,
    BeforeValidator(_joined_names),
    WithJsonSchema(
        {"anyOf": [TEXT_SCHEMA, {"type": "array", "items": TEXT_SCHEMA, "minItems": 1}]}
    ),
]


class TestsFile(FilePart):
    """Tests that a course has already, for unittest or pytest."""

    __test__ = False  # pytest: this is no test case

    file: FilledText = Field(description="The file with the tests, beside the assignment.")
    module: ModuleNames = Field(
        "submission",
        description="The name under which the tests import what a student wrote; a list where students hand in "
        "several files.",
    )
