"""The file format of an assignment, as an author writes it.

These models check one field at a time and carry the sentences that editors show; what one part
of a file says about another is checked in `check`.  The runtime never sees them: `shorthand`
turns them into the values of `model`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from grader.assignment import quantities
from grader.assignment.model import Plain

_MOST_DECIMALS = 12  # a double has hardly more


def unexpected(expected: str, remedy: str = "") -> PydanticCustomError:
    """The error of a value that is something else than a field takes."""
    return PydanticCustomError("unexpected", "{expected}", {"expected": expected, "remedy": remedy})


def _text(value: Any) -> Any:
    if isinstance(value, (int, float)) and hasattr(value, "text"):
        return value.text
    if isinstance(value, str):
        return value
    raise unexpected("a text", 'put it in quotes: "..."')


def _filled_text(value: Any) -> Any:
    text = _text(value)
    if not text.strip():
        raise unexpected("a text that is not empty", "write one, or leave the key out")
    return text


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    guess = {"yes": "true", "on": "true", "no": "false", "off": "false"}
    word = guess.get(str(value).lower(), "true or false")
    raise unexpected("true or false", f"write {word}")


def _whole(low: int, high: int, remedy: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        found = quantities.number(value)
        if not isinstance(found, int) or isinstance(value, str):
            raise unexpected("a whole number", remedy)
        if found < low:
            raise unexpected(f"{low} or more", remedy)
        if found > high:
            raise unexpected(f"{high} or less", remedy)
        return found

    return read


def _amount(value: Any) -> Fraction:
    found = quantities.exact(value)
    if found is None:
        raise unexpected("a number of points", "write 1, 0.5 or 1/2")
    if found < 0:
        raise unexpected("0 or more", "write 1, 0.5 or 1/2")
    return found


def _share(value: Any) -> Fraction:
    found = quantities.exact(value)
    if found is None or not 0 <= found <= 1:
        raise unexpected("a fraction from 0 to 1", "write 1/2 or 0.5")
    return found


def _follow(value: Any) -> Fraction:
    words = {"none": Fraction(0), "full": Fraction(1)}
    if isinstance(value, str) and value in words:
        return words[value]
    found = quantities.exact(value)
    if found is None or not 0 <= found <= 1:
        remedy = "write none" if str(value).lower() in ("no", "off", "false") else "write 1/2"
        raise unexpected("none, full or a fraction from 0 to 1", remedy)
    return found


def _rounding(value: Any) -> int | Literal["exact"]:
    if value == "exact":
        return "exact"
    decimals = quantities.number(value)
    if not isinstance(decimals, int) or isinstance(value, str):
        raise unexpected("a number of decimals, or exact", "write 2")
    return _decimals(value)


def _above_zero(value: Any) -> float:
    found = quantities.number(value)
    if found is None or found <= 0:
        raise unexpected("a number above 0", "write 0.01, or leave it out")
    return float(found)


def _slope(value: Any) -> Fraction:
    found = quantities.exact(value)
    if found is None or not 0 <= found <= 1:
        raise unexpected("a slope from 0 to 1", "write 0 or 1")
    return found


def _listed(value: Any) -> Any:
    """One text where a list is meant is a list of one."""
    return [value] if isinstance(value, str) else value


def _groups(value: Any) -> list[list[str]] | Literal["all"]:
    """One group written flat is a list of one group."""
    if value == "all":
        return "all"
    if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
        return [value]
    if isinstance(value, list) and all(
        isinstance(group, list) and all(isinstance(name, str) for name in group) for group in value
    ):
        return value
    raise unexpected("all, or lists of answer names", "write [[a_h1, a_h2]]")


def _explanation(value: Any) -> bool:
    if value == "staff":
        return True
    if isinstance(value, bool):
        return value
    raise unexpected("staff", 'write "explanation: staff", or leave it out')


def _lines(value: Any) -> Any:
    """A rubric is a text, or a list of lines."""
    if isinstance(value, list):
        return "\n".join(_text(line) for line in value)
    return _filled_text(value)


def _labelled(value: Any) -> Any:
    """Options without texts of their own are named by themselves."""
    if isinstance(value, list):
        words = [_text(option) for option in value]
        for word in words:
            if words.count(word) > 1:
                raise unexpected(f'options that differ ("{word}" stands twice)', "drop one")
        return dict(zip(words, words, strict=True))
    return value


def _numbers(value: Any) -> Plain:
    numbers = quantities.array(value)
    if numbers is None:
        comma = isinstance(value, str) and quantities.exact(value.replace(",", ".")) is not None
        remedy = f"write {value.replace(',', '.')}" if comma else "write 3, 0.5, 3/2 or [1, 2]"
        raise unexpected("a finite number or nested lists of them", remedy)
    if quantities.shape(numbers) is None:
        raise unexpected("rows of one length, none of them empty", "write [[1, 2], [3, 4]]")
    return numbers


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
    return [_plain_words(entry) for entry in value] if isinstance(value, list) else _text(value)


def _system_and_symbol(value: Any) -> str:
    system, dot, symbol = _text(value).partition(".")
    if not (system and dot and symbol):
        raise unexpected("a system and a symbol of it", "write same: forward.V")
    return str(value)


_decimals = _whole(0, _MOST_DECIMALS, "write 2")
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
_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string"}]}
_FRACTION_SCHEMA = {
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9. /]+$"}]
}
_FOLLOW_SCHEMA = {"anyOf": [{"enum": ["none", "full"]}, *_FRACTION_SCHEMA["anyOf"]]}
_ROUNDING_SCHEMA = {
    "anyOf": [{"const": "exact"}, {"type": "integer", "minimum": 0, "maximum": _MOST_DECIMALS}]
}
_NESTED_SCHEMA = {
    "anyOf": [{"type": "number"}, {"type": "string"}, {"type": "array", "minItems": 1}]
}
_POSITIVE_SCHEMA = {"type": "number", "exclusiveMinimum": 0}
_TEXT_SCHEMA = {"type": ["string", "number"]}  # a number is read as it is written
_TEXTS_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "array", "items": _TEXT_SCHEMA}]}

Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(_TEXT_SCHEMA)]
FilledText = Annotated[str, BeforeValidator(_filled_text), WithJsonSchema(_TEXT_SCHEMA)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Points = Annotated[Fraction, PlainValidator(_amount), WithJsonSchema(_FRACTION_SCHEMA)]
Share = Annotated[Fraction, PlainValidator(_share), WithJsonSchema(_FRACTION_SCHEMA)]
FollowThrough = Annotated[Fraction, PlainValidator(_follow), WithJsonSchema(_FOLLOW_SCHEMA)]
Rounding = Annotated[
    int | Literal["exact"], PlainValidator(_rounding), WithJsonSchema(_ROUNDING_SCHEMA)
]
Decimals = Annotated[
    int,
    PlainValidator(_decimals),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": _MOST_DECIMALS}),
]
Figures = Annotated[
    int,
    PlainValidator(_whole(1, _MOST_DECIMALS, "write 3")),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": _MOST_DECIMALS}),
]
Size = Annotated[
    int,
    PlainValidator(_whole(1, 10**6, "write 1 or more")),
    WithJsonSchema({"type": "integer", "minimum": 1}),
]
Whole = Annotated[
    int,
    PlainValidator(_whole(-(10**9), 10**9, "write a whole number")),
    WithJsonSchema({"type": "integer"}),
]
Minutes = Annotated[
    int,
    PlainValidator(_whole(0, 10**6, "write 15")),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
AboveZero = Annotated[float, PlainValidator(_above_zero), WithJsonSchema(_POSITIVE_SCHEMA)]
Slope = Annotated[Fraction, PlainValidator(_slope), WithJsonSchema(_FRACTION_SCHEMA)]
Texts = Annotated[list[Text], BeforeValidator(_listed), WithJsonSchema(_TEXTS_SCHEMA)]
Explanation = Annotated[
    bool,
    PlainValidator(_explanation),
    WithJsonSchema({"anyOf": [{"const": "staff"}, {"type": "boolean"}]}),
]
Number = Annotated[int | float, PlainValidator(_numbers), WithJsonSchema(_NUMBER_SCHEMA)]
Numbers = Annotated[Any, PlainValidator(_numbers), WithJsonSchema(_NESTED_SCHEMA)]
Words = Annotated[Any, PlainValidator(_words), WithJsonSchema(_WORDS_SCHEMA)]
Source = Annotated[
    str, PlainValidator(_system_and_symbol), WithJsonSchema({"type": "string", "pattern": r".\."})
]
Zeros = Annotated[
    int,
    PlainValidator(_whole(0, 10**6, "write how many entries are 0")),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
Options = Annotated[
    dict[str, Text],
    BeforeValidator(_labelled),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": _TEXT_SCHEMA, "minItems": 1},
                {"type": "object", "additionalProperties": _TEXT_SCHEMA, "minProperties": 1},
            ]
        }
    ),
]
Groups = Annotated[
    list[list[str]] | Literal["all"],
    PlainValidator(_groups),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "all"},
                {"type": "array", "items": {"type": "string"}},
                {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
            ]
        }
    ),
]

Helper = Literal["sigmoid", "softmax"]
Kind = Literal[
    "number", "vector", "matrix", "count", "shape", "range", "sequence", "choice",
    "choices", "boolean", "matching", "equation", "expression", "text", "function",
    "tests",
]  # fmt: skip
Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ToleranceFile(_Part):
    """How far from the key a number may lie."""

    decimals: Decimals | None = Field(
        None,
        description="Decimals kept in every named quantity; the interval follows from the equations.",
    )
    significant: Figures | None = Field(None, description="Significant figures of the answer.")
    absolute: AboveZero | None = Field(
        None, description="Largest distance from the key; adds up with relative."
    )
    relative: AboveZero | None = Field(
        None, description="Largest distance from the key as a share of it: 0.01 is one percent."
    )
    exact: Truth | None = Field(None, description="No slack at all.")
    truncation: Truth | None = Field(
        None, description="Also accept digits cut off where they should have been rounded."
    )


class _Draw(_Part):
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


class SameDraw(_Part):
    """What another system has for one of its symbols, drawn or not."""

    same: Source = Field(description="System and symbol: forward.V.")


DRAWS: dict[str, type[_Part]] = {
    "choose": ChooseDraw,
    "integers": IntegersDraw,
    "decimals": DecimalsDraw,
    "permutation": PermutationDraw,
    "same": SameDraw,
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
    | Annotated[SameDraw, Tag(tag_of_draw("same"))],
    Discriminator(_way),
]


class SystemFile(_Part):
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
    steps: Size | None = Field(None, description="Steps of time; 1 when left out.")
    given: dict[str, Given] = Field(
        default_factory=dict,
        description="Numbers of every free symbol; inputs are listed over the steps. "
        'Fractions as "3/2". A mapping draws: choose, integers, decimals, permutation; same: system.symbol copies.',
    )
    sizes: dict[str, Size] = Field(
        default_factory=dict, description="Only the sizes, for counts and shapes."
    )
    without: Texts | None = Field(None, description="Symbols left out, such as a bias.")
    rename: dict[str, FilledText] = Field(
        default_factory=dict, description="Letters to change: the cell's to the sheet's."
    )
    slope_at_zero: Slope | None = Field(None, description="Slope of relu at 0; 0 when left out.")
    require: Texts | None = Field(
        None, description="Conditions on the drawn numbers of this system, such as z[2] < 0."
    )
    show: list[Literal["equations", "figure"]] | None = Field(
        None, description="What a sheet shows beside the numbers: equations, figure. When left out, "
        "both, unless equations of this cell are asked for or readings disagree about it.",
    )  # fmt: skip
    captions: Texts | None = Field(
        None, description="Words for the inputs of the steps, shown below them in the figure."
    )


class VettingFile(_Part):
    """Which drawn numbers are good enough."""

    allow: list[Text] = Field(
        default_factory=list,
        description="What may happen unasked: saturated, dead, tied, trivial, work, or the note "
        "of a mistake that may stay unseen, such as step-confused.",
    )
    work: Share = Field(
        Fraction(1, 4), description="How far from the usual the work of a student may lie."
    )


class AlternativeFile(_Part):
    """Another value that counts as right."""

    value: Any = Field(description="Expression or plain data, as in the answer.")
    why: Text = Field("", description="Why it counts, such as a misprint in the source.")
    rounding: Rounding | None = Field(None, description="Decimals, or exact.")
    tolerance: ToleranceFile | None = Field(None, description="In place of rounding.")


def _axes(value: Any) -> list[str]:
    """`N, T, D` and [N, T, D] are the axes of an array; `scalar` has none."""
    if isinstance(value, str):
        words = [] if value.strip() in ("", "scalar") else value.split(",")
    elif isinstance(value, list):
        words = [_text(entry) for entry in value]
    else:
        words = [_text(value)]
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


_AXIS = re.compile(r"(\d+\s*\*\s*)?[A-Za-z]\w*(\s*\+\s*[A-Za-z]\w*)*|\d+")
_small = _whole(1, 12, "write 3")
_SIZE_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 12},
        {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
    ]
}
_SPAN_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
Axes = Annotated[list[str], PlainValidator(_axes), WithJsonSchema(_TEXTS_SCHEMA)]
DrawnSize = Annotated[list[int], PlainValidator(_drawn), WithJsonSchema(_SIZE_SCHEMA)]
Span = Annotated[list[float], PlainValidator(_span), WithJsonSchema(_SPAN_SCHEMA)]


class PlaceFile(_Part):
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
        None, description="Whole numbers from 0, less than this size: the words of a vocabulary."
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


Place = Annotated[PlaceFile, BeforeValidator(_place)]


class FunctionFile(_Part):
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
    values: Span | None = Field(None, description="Bounds of the drawn numbers; -1 to 1.")
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
        "purity (arguments are left as they were), extremes (values of 1000), and N=1, T=1, ... "
        "for one of something.",
    )
    hidden: Texts | None = Field(None, description="Checks whose outcome students do not see.")
    slope_at_zero: Slope | None = Field(None, description="Slope of relu at 0; 0 when left out.")


def _test_file(value: Any) -> Any:
    """`tests: tests.py` is short for the file."""
    return {"file": value} if isinstance(value, str) else value


class TestsFile(_Part):
    """Tests that a course has already, for unittest or pytest."""

    __test__ = False  # pytest: this is no test case

    file: FilledText = Field(description="The file with the tests, beside the assignment.")
    module: FilledText = Field(
        "submission", description="The name under which the tests import what a student wrote."
    )


class AnswerFields(_Part):
    """What may be said of an answer; under `defaults`, of all answers of a question."""

    kind: Kind | None = Field(
        None,
        description="What is asked for. May be left out: booleans, matchings, choices and texts "
        "show by their other keys, everything else is a number, a vector or a matrix.",
    )
    points: Points | None = Field(None, description="Points, 1 when left out: 1, 0.5, 1/2.")
    system: FilledText | None = Field(None, description="The system that the value is about.")
    rounding: Rounding | None = Field(
        None, description="Decimals to keep in every named quantity, or exact."
    )
    tolerance: ToleranceFile | None = Field(None, description="In place of rounding.")
    per_entry: Truth | None = Field(None, description="Every right entry earns its share.")
    quoted: Truth | None = Field(
        None, description="false: a number given as a text, as in '0.42', is refused."
    )
    labels: list[Text] | None = Field(
        None, description="Names of the entries: what a sequence or a choice is made of."
    )
    options: Options | None = Field(
        None, description="What to choose from: key and text, or a list of words."
    )
    synonyms: dict[str, Text] | None = Field(
        None, description="Other words that count: the other word, then the one it stands for."
    )
    explanation: Explanation | None = Field(
        None, description='"staff": an explanation in place of the value goes to staff.'
    )
    known_mistakes: dict[str, Share] | None = Field(
        None, description="Credit for named mistakes: note and fraction of the points."
    )
    precision_penalty: Points | None = Field(
        None, description="Points lost by an answer with too few decimals."
    )
    rubric: Annotated[str, BeforeValidator(_lines), WithJsonSchema(_TEXTS_SCHEMA)] | None = Field(
        None, description="How staff give points for a text."
    )
    prompt: Text | None = Field(None, description="What is asked, where one answer needs it.")
    visibility: Visibility | None = Field(None, description="When Gradescope shows the result.")
    public: Truth | None = Field(
        None, description="A student's kit says right or wrong for this answer, and has its key."
    )
    function: FunctionFile | None = Field(
        None, description="A function to be written: how it is called, and what it works out."
    )


class AnswerFile(AnswerFields):
    """One named answer."""

    value: Any = Field(
        None,
        description="An expression over the system, such as h[2], or plain data: false, an "
        "option's key, a mapping, a list.",
    )
    alternatives: list[AlternativeFile] = Field(
        default_factory=list, description="Other values that count as right."
    )
    tests: Annotated[TestsFile, BeforeValidator(_test_file)] | None = Field(
        None, description="A file with tests of the course; points are the sum of their weights."
    )


def _value_alone(value: Any) -> Any:
    """`c_h2: h[2]` is short for `c_h2: {value: h[2]}`."""
    return value if isinstance(value, dict) else {"value": value}


class ReadingFile(_Part):
    """One way to understand a whole question; the better consistent reading counts."""

    id: FilledText = Field(description="A word for reports: figure, formula.")
    why: Text = Field("", description="Why there is more than one reading.")
    system: FilledText | None = Field(None, description="The system under this reading.")
    values: dict[str, Any] = Field(
        default_factory=dict, description="Answer name and value under this reading."
    )


class QuestionFile(_Part):
    """A question: its answers, and the rules by which they turn into points."""

    id: FilledText = Field(description="The letter or word of the question.")
    title: Text = Field("", description="A few words for the report.")
    prompt: Text = Field("", description="What is asked, in words of your own.")
    system: FilledText | None = Field(None, description="The system of all its answers.")
    rounding: Rounding | None = Field(
        None, description="Decimals to keep in every named quantity, or exact."
    )
    truncation: Truth | None = Field(None, description="Also accept digits cut off.")
    follow_through: FollowThrough | None = Field(
        None,
        description="What a value earns that follows from the student's own earlier slip: none, "
        "full, or a fraction.",
    )
    precision_penalty: Points | None = Field(None, description="As in the answers, for all.")
    defaults: AnswerFields | None = Field(None, description="What holds for all answers below.")
    answers: dict[str, Annotated[AnswerFile, BeforeValidator(_value_alone)]] = Field(
        min_length=1, description="Answer names, in the order of the report."
    )
    readings: list[ReadingFile] = Field(
        default_factory=list, description="Alternative readings of the whole question."
    )
    together: Groups | None = Field(
        None, description='Groups that earn all their points or none: lists of names, or "all".'
    )
    implies: dict[str, Texts] = Field(
        default_factory=dict, description="A right result proves its workings: result, workings."
    )
    result_only: Truth = Field(False, description="Nothing counts but the right result.")
    cap: Points | None = Field(None, description="Most points that the question gives.")


class LateFile(_Part):
    """What late work loses."""

    per_day: Share = Field(
        description="Share of the earned points that every day begun costs: 1/10 is ten percent."
    )
    grace_minutes: Minutes = Field(0, description="Lateness that costs nothing.")
    most: Share = Field(Fraction(1), description="Share of the points that is lost at most.")


class GradescopeFile(_Part):
    """What Gradescope shall do with late work and with many attempts; nothing when left out."""

    late: LateFile | None = Field(None, description="Points lost by late work.")
    attempts_per_day: Size | None = Field(
        None, description="Submissions graded within 24 hours; later ones see the earlier result."
    )
    counts: Literal["latest", "best", "average"] = Field(
        "latest", description="Which attempt gives the score: latest, best or average."
    )


class KitFile(_Part):
    """What a student's kit was made of."""

    assignment: FilledText = Field(description="The id of the assignment.")
    student: FilledText | None = Field(None, description="Whose numbers stand in the file.")


class AssignmentFile(_Part):
    """An exercise sheet for `grader`: systems, questions, answers and points."""

    title: FilledText = Field(description="The name of the sheet.")
    points: Points = Field(description="All points; must equal the sum of the answers, exactly.")
    version: FilledText = Field("1", description="Change it when numbers must be drawn anew.")
    source: Text = Field("", description="Where the exercise comes from.")
    introduction: Text = Field("", description="What stands above the questions.")
    rounding: Rounding | None = Field(
        None, description="Decimals to keep in every named quantity, or exact."
    )
    truncation: Truth = Field(False, description="Also accept digits cut off.")
    follow_through: FollowThrough | None = Field(
        None, description="For all questions: none (when left out), full, or a fraction."
    )
    cells: dict[str, FilledText] = Field(
        default_factory=dict,
        description="Cells of your own: one `name: shape` line a symbol, then the equations.",
    )
    helpers: dict[str, list[Helper]] = Field(
        default_factory=dict,
        description="Modules of the course that programs import: module, and which of its "
        "functions stand in where it was not handed in; * is any other module.",
    )
    systems: dict[str, SystemFile] = Field(
        default_factory=dict, description="Cells with their numbers, by a name of your choice."
    )
    words: dict[str, Words] = Field(
        default_factory=dict,
        description="Texts that prompts and labels name in braces; choose and permutation draw.",
    )
    require: Texts = Field(
        default_factory=list,
        description="Conditions on drawn numbers, such as z[2] < 0, in every system that has "
        "these symbols.",
    )
    vetting: VettingFile | None = Field(None, description="Which drawn numbers are good enough.")
    questions: list[QuestionFile] = Field(min_length=1, description="The questions, in order.")
    gradescope: GradescopeFile | None = Field(
        None, description="Late work and attempts on Gradescope."
    )
    kit: KitFile | None = Field(
        None,
        description="`grader kit` writes it: only public answers have a key in this file.",
    )


def json_schema() -> dict[str, Any]:
    """The file format as JSON Schema 2020-12: gives editors completion and explanations."""
    schema = AssignmentFile.model_json_schema(mode="validation")
    answers = schema["$defs"]["QuestionFile"]["properties"]["answers"]
    tests = schema["$defs"]["AnswerFile"]["properties"]["tests"]
    tests["anyOf"] = [{"type": "string"}, *tests["anyOf"]]
    answers["additionalProperties"] = {
        "anyOf": [
            answers["additionalProperties"],
            {"type": ["string", "number", "boolean", "array"], "description": "The value alone."},
        ]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Assignment",
    }
