"""The answers of a file: what is asked, how near is near enough, and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from grader.assignment.kinds import KINDS
from grader.assignment.schema.fields import (
    ABOUT_ROUNDING,
    AboveZero,
    Decimals,
    Explanation,
    Figures,
    FilePart,
    FilledText,
    Options,
    Points,
    Rounding,
    Share,
    Text,
    Truth,
)
from grader.assignment.schema.functions import FunctionFile, TestsFile, _test_file
from grader.assignment.schema.rubrics import RUBRIC_SCHEMA, Rubric, rubric_of

if TYPE_CHECKING:
    Kind = str
else:  # the table is the list
    Kind = Literal[tuple(KINDS)]
Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]


class ToleranceFile(FilePart):
    """How far from the key a number may lie."""

    decimals: Decimals | None = Field(
        None,
        description="Decimals kept in what one writes down; the interval follows from the equations.",
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


class AlternativeFile(FilePart):
    """Another value that counts as right, or earns a share of the points."""

    value: Any = Field(description="Expression or plain data, as in the answer.")
    why: Text = Field(
        "",
        description="Why it counts, such as a misprint in the source; with a share, what was done, as "
        '"the path through the gates left out".',
    )
    share: Share | None = Field(
        None, description="The fraction of the points that it earns; all of them when left out."
    )
    rounding: Rounding | None = Field(None, description=ABOUT_ROUNDING)
    tolerance: ToleranceFile | None = Field(None, description="In place of rounding.")


class AnswerFields(FilePart):
    """What may be said of an answer; under `defaults`, of all answers of a question."""

    kind: Kind | None = Field(
        None,
        description="What is asked for. May be left out: booleans, matchings, choices and texts "
        "show by their other keys, everything else is a number, a vector or a matrix.",
    )
    points: Points | None = Field(None, description="Points, 1 when left out: 1, 0.5, 1/2.")
    system: FilledText | None = Field(None, description="The system that the value is about.")
    rounding: Rounding | None = Field(None, description=ABOUT_ROUNDING)
    tolerance: ToleranceFile | None = Field(None, description="In place of rounding.")
    per_entry: Truth | None = Field(
        None,
        description="Every right entry earns its share; of `choices`, every option that is rightly ticked or rightly not.",
    )
    quoted: Truth | None = Field(
        None, description="false: a number given as a text, as in '0.42', is refused."
    )
    labels: list[Text] | None = Field(
        None, description="Names of the entries: what a sequence or a choice is made of."
    )
    options: Options | None = Field(
        None,
        description="What to choose from: key and text, or a list of words. Of a matching: the partners.",
    )
    synonyms: dict[str, Text] | None = Field(
        None,
        description="Other words that count: the other word, then the one it stands for. Of a matching, "
        "for either side.",
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
    rubric: Annotated[Rubric, PlainValidator(rubric_of), WithJsonSchema(RUBRIC_SCHEMA)] | None = (
        Field(
            None,
            description="How staff give points for a text: a text, or a list of lines and of items to "
            "tick, {id: cause, points: 0.5, text: Names V or tanh.}.",
        )
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
