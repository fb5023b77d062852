"""The values of single fields: texts, numbers, points, shares, and what they take.

A field says what it expected and what to write instead; editors get the same as JSON Schema.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from grader.assignment import quantities
from grader.assignment.faults import did_you_mean
from grader.assignment.model import Plain, Tolerance
from grader.words.sentences.complaints import answers as sentences

_MOST_DECIMALS = 12  # a double has hardly more
Read = TypeVar("Read")


def unexpected(
    expected: str, remedy: str = "", at: tuple[str | int, ...] = ()
) -> PydanticCustomError:
    """The error of a value that is something else than a field takes; `at` is where in the value."""
    said = {"expected": expected, "remedy": remedy, "at": at}
    return PydanticCustomError("unexpected", "{expected}", said)


def within(key: str | int, read: Callable[[Any], Read], value: Any) -> Read:
    """What a reader makes of a part of a field's value; what it refuses is told at that part."""
    try:
        return read(value)
    except PydanticCustomError as error:
        said: dict[str, Any] = error.context or {}
        raise unexpected(said["expected"], said["remedy"], (key, *said["at"])) from None


def unknown_key(key: str, known: Sequence[str]) -> PydanticCustomError:
    """The error of a key that is none of those that a field's mapping may have."""
    return unexpected(f"one of the keys {', '.join(known)}", did_you_mean(key, known), at=(key,))


def text_of(value: Any) -> Any:
    """A text; a number where a text is meant is the text that was written."""
    if isinstance(value, (int, float)) and hasattr(value, "text"):
        return value.text
    if isinstance(value, str):
        return value
    raise unexpected("a text", 'put it in quotes: "..."')


def filled_text(value: Any) -> str:
    """A text in which something stands."""
    text: str = text_of(value)
    if not text.strip():
        raise unexpected("a text that is not empty", "write one, or leave the key out")
    return text


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    guess = {"yes": "true", "on": "true", "no": "false", "off": "false"}
    word = guess.get(str(value).lower(), "true or false")
    raise unexpected("true or false", f"write {word}")


def whole_number(low: int, high: int, remedy: str) -> Callable[[Any], int]:
    """What reads a whole number between two bounds, both included."""

    def read(value: Any) -> int:
        found = quantities.number(value)
        if not isinstance(found, int) or isinstance(value, str):
            raise unexpected("a whole number", remedy)
        if found < low:
            raise unexpected(f"{low} or more", remedy)
        if found > high:
            raise unexpected(f"{high} or less", f"write {high} or less")
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


def _rounding(value: Any) -> Tolerance:
    """`2`, `exact`, or a mapping that says how fine and from which level on."""
    if value == "exact":
        return Tolerance(exact=True)
    if isinstance(value, dict):
        return _rounding_rule(value)
    decimals = quantities.number(value)
    if not isinstance(decimals, int) or isinstance(value, str):
        raise unexpected("a number of decimals, or exact", "write 2")
    return Tolerance(decimals=_decimals(value))


def _rounding_rule(said: dict[Any, Any]) -> Tolerance:
    for key in said:
        if key not in _ROUNDING_KEYS:
            raise unknown_key(str(key), _ROUNDING_KEYS)
    if ("decimals" in said) == ("significant" in said):
        raise unexpected("decimals or significant in a rounding, one of them", "write decimals: 2")
    at = said.get("at", "written")
    if at not in LEVELS:
        levels = f"one of the levels {', '.join(LEVELS)}"
        raise unexpected(levels, did_you_mean(str(at), LEVELS), at=("at",))
    cut = within("cut", _truth, said.get("cut", False))
    if "steps" in said and ("significant" in said or cut or at == "result"):
        raise unexpected(
            "decimals of a result, and decimals on the way to it", "write {decimals: 2, steps: 3}"
        )
    if cut and ("significant" in said or said.get("at", "result") != "result"):
        raise unexpected(
            "a result that is cut off at decimals, from exact work",
            "write {decimals: 2, cut: true}",
        )
    if cut:
        decimals = within("decimals", _decimals, said["decimals"])
        return Tolerance(decimals=decimals, at="result", cut=True)
    if "significant" in said:
        return Tolerance(significant=within("significant", _figures, said["significant"]), at=at)
    decimals = within("decimals", _decimals, said["decimals"])
    steps = within("steps", _decimals, said["steps"]) if "steps" in said else None
    if steps is not None and steps < decimals:
        raise unexpected(
            "at least as many decimals on the way as in the result",
            f"write {{decimals: {steps}, steps: {decimals}}}",
            at=("steps",),
        )
    return Tolerance(decimals=decimals, at=at, steps=None if steps == decimals else steps)


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


def _explanation(value: Any) -> bool:
    if value == "staff":
        return True
    if isinstance(value, bool):
        return value
    raise unexpected("staff", 'write "explanation: staff", or leave it out')


def _labelled(value: Any) -> Any:
    """Options without texts of their own are named by themselves."""
    if isinstance(value, list):
        words = [text_of(option) for option in value]
        for word in words:
            if words.count(word) > 1:
                raise unexpected(f'options that differ ("{word}" stands twice)', "drop one")
        return dict(zip(words, words, strict=True))
    return value


def _numbers_meant(value: Any) -> str:
    """What was meant by numbers that cannot be read."""
    if isinstance(value, str) and quantities.exact(value.replace(",", ".")) is not None:
        return f"write {value.replace(',', '.')}"
    if isinstance(value, list) and any(isinstance(one, str) and ";" in one for one in value):
        return f"write commas between the entries: [{', '.join(map(str, value)).replace(';', ',')}]"
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return sentences.a_draw_stands_for_the_whole()
    return "write 3, 0.5, 3/2 or [1, 2]"


def _numbers(value: Any) -> Plain:
    numbers = quantities.array(value)
    if numbers is None:
        raise unexpected("a finite number or nested lists of them", _numbers_meant(value))
    if quantities.shape(numbers) is None:
        remedy = sentences.a_point_in_decimals() if _has_parted(value) else "write [[1, 2], [3, 4]]"
        raise unexpected("rows of one length, none of them empty", remedy)
    return numbers


def _has_parted(rows: Any) -> bool:
    """Whether a row has a 0 and a whole number behind it, as a decimal comma leaves them: -0,4."""
    return any(
        isinstance(row, list)
        and any(str(a) in ("0", "-0") and isinstance(b, int) and b > 0 for a, b in pairwise(row))
        for row in (rows if isinstance(rows, list) else ())
    )


_decimals = whole_number(0, _MOST_DECIMALS, "write 2")
_figures = whole_number(1, _MOST_DECIMALS, "write 3")
ABOUT_ROUNDING = (
    "Decimals to keep in what one writes down, or exact, or a mapping: {decimals: 3, at: every}."
)
LEVELS = ("result", "named", "written", "every")  # as the mathematics knows them
_ROUNDING_KEYS = ("decimals", "significant", "at", "cut", "steps")
_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string"}]}
_FRACTION_SCHEMA = {
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9. /]+$"}]
}
_FOLLOW_SCHEMA = {"anyOf": [{"enum": ["none", "full"]}, *_FRACTION_SCHEMA["anyOf"]]}
_ROUNDING_SCHEMA = {
    "anyOf": [
        {"const": "exact"},
        {"type": "integer", "minimum": 0, "maximum": _MOST_DECIMALS},
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "decimals": {"type": "integer", "minimum": 0, "maximum": _MOST_DECIMALS},
                "significant": {"type": "integer", "minimum": 1, "maximum": _MOST_DECIMALS},
                "at": {
                    "enum": list(LEVELS),
                    "description": "Where one may round: the result alone; also named quantities; "
                    "also products, quotients, slopes and exponentials that one writes down (when "
                    "left out); or at every step, products and partial sums inside a matrix "
                    "product included.",
                },
                "cut": {
                    "type": "boolean",
                    "description": "The digits of the result must be cut off, not rounded.",
                },
                "steps": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": _MOST_DECIMALS,
                    "description": "Decimals to keep on the way, where the result needs fewer.",
                },
            },
            "oneOf": [{"required": ["decimals"]}, {"required": ["significant"]}],
        },
    ]
}
_NESTED_SCHEMA = {
    "anyOf": [{"type": "number"}, {"type": "string"}, {"type": "array", "minItems": 1}]
}
_POSITIVE_SCHEMA = {"type": "number", "exclusiveMinimum": 0}
TEXT_SCHEMA = {"type": ["string", "number"]}  # a number is read as it is written
TEXTS_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "array", "items": TEXT_SCHEMA}]}

Text = Annotated[str, BeforeValidator(text_of), WithJsonSchema(TEXT_SCHEMA)]
FilledText = Annotated[str, BeforeValidator(filled_text), WithJsonSchema(TEXT_SCHEMA)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Points = Annotated[Fraction, PlainValidator(_amount), WithJsonSchema(_FRACTION_SCHEMA)]
Share = Annotated[Fraction, PlainValidator(_share), WithJsonSchema(_FRACTION_SCHEMA)]
FollowThrough = Annotated[Fraction, PlainValidator(_follow), WithJsonSchema(_FOLLOW_SCHEMA)]
Rounding = Annotated[Tolerance, PlainValidator(_rounding), WithJsonSchema(_ROUNDING_SCHEMA)]
Decimals = Annotated[
    int,
    PlainValidator(_decimals),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": _MOST_DECIMALS}),
]
Figures = Annotated[
    int,
    PlainValidator(_figures),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": _MOST_DECIMALS}),
]
Size = Annotated[
    int,
    PlainValidator(whole_number(1, 10**6, "write 1 or more")),
    WithJsonSchema({"type": "integer", "minimum": 1}),
]
Seconds = Annotated[
    int,
    PlainValidator(whole_number(1, 600, "write whole seconds, such as 20")),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 600}),
]
Megabytes = Annotated[
    int,
    PlainValidator(whole_number(512, 1 << 16, "NumPy alone maps 500 MB; write 1024 or more")),
    WithJsonSchema({"type": "integer", "minimum": 512}),
]
Steps = Annotated[
    int,
    # every step of every equation is solved, differentiated and bounded: more take minutes
    PlainValidator(whole_number(1, 5_000, "write 1 or more")),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 5000}),
]
Whole = Annotated[
    int,
    PlainValidator(whole_number(-(10**9), 10**9, "write a whole number")),
    WithJsonSchema({"type": "integer"}),
]
Minutes = Annotated[
    int,
    PlainValidator(whole_number(0, 10**6, "write 15")),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
AboveZero = Annotated[float, PlainValidator(_above_zero), WithJsonSchema(_POSITIVE_SCHEMA)]
Slope = Annotated[Fraction, PlainValidator(_slope), WithJsonSchema(_FRACTION_SCHEMA)]
Texts = Annotated[list[Text], BeforeValidator(_listed), WithJsonSchema(TEXTS_SCHEMA)]
Explanation = Annotated[
    bool,
    PlainValidator(_explanation),
    WithJsonSchema({"anyOf": [{"const": "staff"}, {"type": "boolean"}]}),
]
Number = Annotated[int | float, PlainValidator(_numbers), WithJsonSchema(_NUMBER_SCHEMA)]
Numbers = Annotated[Any, PlainValidator(_numbers), WithJsonSchema(_NESTED_SCHEMA)]
Zeros = Annotated[
    int,
    PlainValidator(whole_number(0, 10**6, "write how many entries are 0")),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
Options = Annotated[
    dict[str, Text],
    BeforeValidator(_labelled),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": TEXT_SCHEMA, "minItems": 1},
                {"type": "object", "additionalProperties": TEXT_SCHEMA, "minProperties": 1},
            ]
        }
    ),
]


class FilePart(BaseModel):
    """A mapping of the file: keys that it does not know are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
