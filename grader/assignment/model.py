"""An assignment as the rest of the grader knows it: finished, checked, plain values.

The file format is the same thing with the author's shorthand; `load` turns one into the
other.  Expressions stay text here: their meaning belongs to `reference`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reference.records import dataclass, field

Plain = object  # None, bool, int, float, str, and lists and dicts of these


@dataclass(frozen=True, kw_only=True)
class Tolerance:
    """How far from the key a number may lie.

    `decimals` is the rule of the sheet: round to so many decimals, or finer, where the level `at`
    says; the accepted interval follows from the equations.  With a level, `significant` figures
    are such a rule, too; without, they are about the answer alone, as `absolute` and `relative`
    are; given together, these two add up (|typed - key| <= absolute + relative * |key|).  `exact`
    leaves no slack.  `truncation` also accepts digits cut off where they should have been rounded;
    `cut` demands it of the result.
    """

    decimals: int | None = None
    significant: int | None = None
    absolute: float | None = None
    relative: float | None = None
    exact: bool = False
    truncation: bool = False
    at: str = ""
    cut: bool = False

    @property
    def level(self) -> str:
        """Where one may round: result, named, written or every."""
        return self.at or ("result" if self.decimals is None else "written")

    @property
    def is_worked_out(self) -> bool:
        """Whether the accepted numbers follow from the equations and not from the key alone."""
        return self.decimals is not None or (self.significant is not None and bool(self.at))


@dataclass(frozen=True, kw_only=True)
class Rounded:
    """How a quantity is rounded before it is used: to how many decimals, and where a tie goes."""

    decimals: int
    ties: str = "up"


@dataclass(frozen=True, kw_only=True)
class System:
    """A cell with its numbers: the thing that gets solved.

    Either `given` holds the numbers of every free symbol (`x` is listed over the steps, `h0`
    is the state before the first), or `sizes` holds only the sizes, for counting and shapes.
    `without` leaves symbols out (a bias, an output layer); `rename` changes letters;
    `slope_at_zero` is the slope of relu at 0; `rounded` are the quantities that are used rounded, each
    with its decimals and what becomes of a tie.

    A mapping in `given` is drawn for every student (see `draws`), and so is the cell where there
    are `cells`; `cell` is then the printed one.  A system that is like another has its cell drawn
    by that one, `cells_by`.  Drawn numbers meet the conditions of `require`.

    `show` is what a sheet shows beside the numbers, `equations` and `figure`; None leaves that to
    the sheet.  `captions` are words for the inputs of the steps, below them in the figure.
    """

    cell: str
    cells: tuple[str, ...] = ()
    cells_by: str = ""
    steps: int = 1
    given: Mapping[str, Plain] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    slope_at_zero: Fraction = Fraction(0)
    rounded: Mapping[str, Rounded] = field(default_factory=dict)
    require: tuple[str, ...] = ()
    show: tuple[str, ...] | None = None
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Vetting:
    """What drawn numbers may do although vetting refuses it elsewhere.

    `allow` are reasons (`trivial`, `dead`, ...) and notes of mistakes that may stay unseen.
    `work` is how far from the usual a student's work may lie, as a share of it.
    """

    allow: tuple[str, ...] = ()
    work: Fraction = Fraction(1, 4)


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Another value that counts, and why (a misprint in the source, say): as right, or for a share."""

    value: Plain
    why: str = ""
    tolerance: Tolerance | None = None
    share: Fraction = Fraction(1)


@dataclass(frozen=True, kw_only=True)
class RubricItem:
    """One box that staff tick: what earns or costs points.  `id` is what marks name it by."""

    id: str
    text: str
    points: Fraction


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One named answer: its kind, where its value comes from, how it is judged."""

    name: str
    kind: str
    points: Fraction
    value: Plain = None
    system: str | None = None
    tolerance: Tolerance = field(default_factory=lambda: Tolerance(exact=True))
    alternatives: tuple[Alternative, ...] = ()
    partly: tuple[Alternative, ...] = ()  # those that earn a share of the points
    per_entry: bool = False
    quoted: bool = True
    labels: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    explanation: bool = False
    known_mistakes: Mapping[str, Fraction] = field(default_factory=dict)
    precision_penalty: Fraction = Fraction(0)
    rubric: str = ""
    items: tuple[RubricItem, ...] = ()
    prompt: str = ""
    visibility: str = "visible"
    public: bool = False

    @property
    def defined_as(self) -> str:
        """The name under which it stands in a submission: its own, or what a function is called by."""
        call = self.value.get("call") if isinstance(self.value, dict) else None
        is_called = self.kind == "function" and isinstance(call, str)
        return str(call).partition(".")[0] if is_called else self.name


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way to understand a whole question.  The better consistent reading counts."""

    id: str
    why: str = ""
    system: str | None = None
    values: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question: its answers, and the rules by which they turn into points.

    `follow_through` is the fraction of an answer's points that a value earns which is wrong
    but follows from the student's own earlier values.  `together` are groups that earn all
    their points or none.  `implies` maps a result to the workings that it proves.
    `result_only` lets nothing count but the right result: no follow-through, no entries, no
    named mistakes.  `works` are conditions: any numbers are right with which they hold.
    `repeated_mistake` is the fraction that an answer earns whose mistake an earlier answer made.
    `cap` bounds the points of the question.
    """

    id: str
    prompt: str
    answers: tuple[Answer, ...]
    title: str = ""
    system: str | None = None
    follow_through: Fraction = Fraction(0)
    readings: tuple[Reading, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    implies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    result_only: bool = False
    works: tuple[str, ...] = ()
    repeated_mistake: Fraction = Fraction(0)
    cap: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class Late:
    """What late work loses: a share of its points for every day begun.

    Nothing is lost within `grace_minutes`, and never more than `most` of the points.
    """

    per_day: Fraction
    grace_minutes: int = 0
    most: Fraction = Fraction(1)


@dataclass(frozen=True, kw_only=True)
class Gradescope:
    """What a course asks of Gradescope: nothing, unless its assignment says so.

    `counts` is which of the attempts gives the score: latest, best or average.
    """

    late: Late | None = None
    attempts_per_day: int | None = None
    counts: str = "latest"


@dataclass(frozen=True, kw_only=True)
class Kit:
    """What a student's kit was made of: the assignment, whose numbers, and how they were drawn."""

    assignment: str
    student: str | None = None
    drawing: int = 1


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A whole sheet.  `id` is the name of its folder.

    `words` are texts that prompts and labels name in braces; a mapping among them is drawn.
    `helpers` are modules of the course that stand in where a submission came without them.
    `files` are texts of the course's own modules, by name, for programs that import them.
    `forbid` are modules that functions may not use, `only` those that alone they may.
    With a `kit`, only public answers have a key; the others are read and no more.  `limits` are
    those of a program that differ from the usual: `file`, `call` and `all` in seconds, `memory` in MB.
    """

    id: str
    title: str
    points: Fraction
    questions: tuple[Question, ...]
    systems: Mapping[str, System] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Plain] = field(default_factory=dict)
    helpers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    forbid: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    vetting: Vetting = field(default_factory=Vetting)
    version: str = "1"
    source: str = ""
    introduction: str = ""
    gradescope: Gradescope = field(default_factory=Gradescope)
    kit: Kit | None = None
    limits: Mapping[str, float] = field(default_factory=dict)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All answers, in the order of the file."""
        return tuple(answer for question in self.questions for answer in question.answers)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The libraries that its functions work with beside NumPy."""
        values = [answer.value for answer in self.answers if answer.kind == "function"]
        named = {str(value["framework"]) for value in values
                 if isinstance(value, dict) and "framework" in value}  # fmt: skip
        return tuple(sorted(named))

    @property
    def is_drawn(self) -> bool:
        """Whether students get numbers, cells or words of their own."""
        values = [value for system in self.systems.values() for value in system.given.values()]
        drawn = any(isinstance(value, Mapping) for value in (*values, *self.words.values()))
        return drawn or any(system.cells for system in self.systems.values())
