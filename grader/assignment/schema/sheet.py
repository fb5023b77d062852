"""The file format of an assignment, as an author writes it: the whole sheet.

These models check one field at a time and carry the sentences that editors show; what one part
of a file says about another is checked in `check`.  The runtime never sees them: `shorthand`
turns them into the values of `model`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from grader.assignment.schema.answers import AnswerFields, AnswerFile, _value_alone
from grader.assignment.schema.fields import (
    ABOUT_ROUNDING,
    FilePart,
    FilledText,
    FollowThrough,
    Megabytes,
    Minutes,
    Points,
    Rounding,
    Seconds,
    Share,
    Size,
    Text,
    Texts,
    Truth,
    unexpected,
)
from grader.assignment.schema.functions import Framework
from grader.assignment.schema.systems import SystemFile, VettingFile, Words
from grader.words.sentences import working


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


class ReadingFile(FilePart):
    """One way to understand a whole question; the better consistent reading counts."""

    id: FilledText = Field(description="A word for reports: figure, formula.")
    why: Text = Field("", description="Why there is more than one reading.")
    system: FilledText | None = Field(None, description="The system under this reading.")
    values: dict[str, Any] = Field(
        default_factory=dict, description="Answer name and value under this reading."
    )


class QuestionFile(FilePart):
    """A question: its answers, and the rules by which they turn into points."""

    id: FilledText = Field(description="The letter or word of the question.")
    title: Text = Field("", description="A few words for the report.")
    prompt: Text = Field("", description="What is asked, in words of your own.")
    system: FilledText | None = Field(None, description="The system of all its answers.")
    rounding: Rounding | None = Field(None, description=ABOUT_ROUNDING)
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
    works: Texts = Field(
        default_factory=list,
        description=working.about_works(),
    )
    repeated_mistake: FollowThrough | None = Field(
        None,
        description=working.about_repeated(),
    )
    cap: Points | None = Field(None, description="Most points that the question gives.")


class LateFile(FilePart):
    """What late work loses."""

    per_day: Share = Field(
        description="Share of the earned points that every day begun costs: 1/10 is ten percent."
    )
    grace_minutes: Minutes = Field(0, description="Lateness that costs nothing.")
    most: Share = Field(Fraction(1), description="Share of the points that is lost at most.")


class GradescopeFile(FilePart):
    """What Gradescope shall do with late work and with many attempts; nothing when left out."""

    late: LateFile | None = Field(None, description="Points lost by late work.")
    attempts_per_day: Size | None = Field(
        None, description="Submissions graded within 24 hours; later ones see the earlier result."
    )
    counts: Literal["latest", "best", "average"] = Field(
        "latest", description="Which attempt gives the score: latest, best or average."
    )


class LimitsFile(FilePart):
    """What a program may use, where the usual is too little or too much."""

    file: Seconds | None = Field(None, description="Seconds to run the file; 10 when left out.")
    call: Seconds | None = Field(None, description="Seconds for one call; 5 when left out.")
    all: Seconds | None = Field(
        None, description="Seconds for all runs and calls together; 40 when left out."
    )
    memory: Megabytes | None = Field(None, description="Megabytes of memory; 2048 when left out.")


class KitFile(FilePart):
    """What a student's kit was made of."""

    assignment: FilledText = Field(description="The id of the assignment.")
    student: FilledText | None = Field(None, description="Whose numbers stand in the file.")
    drawing: int = Field(1, description="The way the numbers were drawn, by its version.", ge=1)


class AssignmentFile(FilePart):
    """An exercise sheet for `grader`: systems, questions, answers and points."""

    title: FilledText = Field(description="The name of the sheet.")
    points: Points = Field(description="All points; must equal the sum of the answers, exactly.")
    version: FilledText = Field("1", description="Change it when numbers must be drawn anew.")
    source: Text = Field("", description="Where the exercise comes from.")
    introduction: Text = Field("", description="What stands above the questions.")
    rounding: Rounding | None = Field(None, description=ABOUT_ROUNDING)
    truncation: Truth = Field(False, description="Also accept digits cut off.")
    follow_through: FollowThrough | None = Field(
        None, description="For all questions: none (when left out), full, or a fraction."
    )
    cells: dict[str, FilledText] = Field(
        default_factory=dict,
        description="Cells of your own: one `name: shape` line a symbol, then the equations. What a symbol is "
        "shows by itself: without an equation and looked up at a step (`x[t]`) it is an input, without "
        "a step a parameter; with an equation that looks at `h[t-1]` it is a state.",
    )
    framework: Framework | None = Field(
        None,
        description="What the arrays of all functions are: of numpy (when left out), or torch.",
    )
    forbid: Texts = Field(
        default_factory=list,
        description="Modules that functions of students may not use, such as numpy.linalg.",
    )
    only: Texts = Field(
        default_factory=list,
        description="The only modules that they may use, such as numpy; their own files are free.",
    )
    helpers: dict[str, list[Helper]] = Field(
        default_factory=dict,
        description="Modules of the course that programs import: module, and which of its "
        "functions stand in where it was not handed in; * is any other module.",
    )
    files: Texts = Field(
        default_factory=list,
        description="Python files of the course beside this one that students' programs import, "
        "such as layers.py; one that was handed in counts as it is.",
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
    limits: LimitsFile | None = Field(
        None, description="Time and memory that a program may use: file, call, all, memory."
    )
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
