"""From what an author writes to what the rest of the grader reads.

Defaults come down here, from the sheet over the question and its `defaults:` to the answer, so
that an author says everything once and the runtime finds everything in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from grader.assignment import quantities
from grader.assignment.dataclass_json import to_plain
from grader.assignment.function import Function, Place
from grader.assignment.kinds import KINDS
from grader.assignment.known_mistakes import whole_note
from grader.assignment.model import (
    Alternative,
    Answer,
    Assignment,
    Gradescope,
    Kit,
    Late,
    Plain,
    Question,
    Reading,
    Rounded,
    System,
    Tolerance,
    Vetting,
)
from grader.assignment.schema.answers import (
    AlternativeFile,
    AnswerFields,
    AnswerFile,
    ToleranceFile,
)
from grader.assignment.schema.filled import FilledArray
from grader.assignment.schema.functions import FunctionFile, PlaceFile
from grader.assignment.schema.rubrics import Rubric
from grader.assignment.schema.sheet import AssignmentFile, GradescopeFile, QuestionFile, ReadingFile
from grader.assignment.schema.systems import SystemFile, VettingFile
from grader.assignment.taken import with_fixed
from reference.records import replace

_PLACES = ("arguments", "returns", "new", "attributes", "stored")


def expand(sheet: AssignmentFile, identity: str) -> Assignment:
    """The finished assignment of a file that the models accept."""
    return Assignment(
        id=identity if sheet.kit is None else sheet.kit.assignment,
        title=sheet.title,
        points=sheet.points,
        questions=tuple(_question(question, sheet) for question in sheet.questions),
        systems=with_fixed({name: _system(name, sheet.systems) for name in sheet.systems}),
        cells=dict(sheet.cells),
        helpers={module: tuple(names) for module, names in sheet.helpers.items()},
        files=dict.fromkeys(sheet.files, ""),  # their texts are read anew each time
        forbid=tuple(sheet.forbid),
        only=tuple(sheet.only),
        words=dict(sheet.words),
        require=tuple(sheet.require),
        vetting=_vetting(sheet.vetting),
        version=sheet.version,
        source=sheet.source,
        introduction=sheet.introduction,
        gradescope=_gradescope(sheet.gradescope),
        limits={} if sheet.limits is None else sheet.limits.model_dump(exclude_none=True),
        kit=None
        if sheet.kit is None
        else Kit(
            assignment=sheet.kit.assignment,
            student=sheet.kit.student,
            drawing=sheet.kit.drawing,
        ),
    )


def _gradescope(rules: GradescopeFile | None) -> Gradescope:
    if rules is None:
        return Gradescope()
    late = rules.late
    return Gradescope(
        late=None
        if late is None
        else Late(per_day=late.per_day, grace_minutes=late.grace_minutes, most=late.most),
        attempts_per_day=rules.attempts_per_day,
        counts=rules.counts,
    )


def _compares(value: Plain) -> bool:
    """A value that compares two others is true or false."""
    return isinstance(value, str) and ("<" in value or ">" in value)


_PARAMETERS = re.compile(r"\s*parameters\([\w-]+\)\s*")  # nothing else can be meant


def kind_of(answer: AnswerFile, defaults: AnswerFields | None) -> str:
    """The kind of an answer: the one that is said, or the one that its other keys show."""
    chosen = answer.options is not None or (defaults and defaults.options is not None)
    signs = (
        (answer.kind, answer.kind),
        (defaults and defaults.kind, defaults.kind if defaults else None),
        (isinstance(answer.value, bool) or _compares(answer.value), "boolean"),
        (isinstance(answer.value, dict), "matching"),
        (function_of(answer, defaults) is not None, "function"),
        (answer.tests is not None, "tests"),
        (chosen and isinstance(answer.value, list), "choices"),
        (chosen, "choice"),
        (answer.rubric is not None and answer.value is None, "text"),
        (isinstance(answer.value, str) and _PARAMETERS.fullmatch(answer.value), "count"),
    )
    return next((kind for seen, kind in signs if seen and kind), "number")


def function_of(answer: AnswerFields, defaults: AnswerFields | None) -> FunctionFile | None:
    """How a function is called: what the answer says, over what all functions have in common."""
    if answer.function is None:
        return None
    common = defaults.function if defaults else None
    if common is None:
        return answer.function
    own = {name: getattr(answer.function, name) for name in answer.function.model_fields_set}
    return common.model_copy(update=own)


def finished_function(file: FunctionFile, framework: str | None = None) -> Function:
    """A function with every default in its place; the `framework` is that of the sheet."""
    said = {
        name: value
        for name in FunctionFile.model_fields
        if (value := getattr(file, name)) is not None and name not in _PLACES
    }
    for name in ("values", "hidden"):
        if name in said:
            said[name] = tuple(said[name])
    if "sizes" in said:
        said["sizes"] = {letter: tuple(bounds) for letter, bounds in said["sizes"].items()}
    said.setdefault("framework", framework or "numpy")
    said.setdefault("checks", {"values": Fraction(1)})
    said["checks"] = {"".join(name.split()): weight for name, weight in said["checks"].items()}
    said.update(
        {
            key: tuple(_place(name, place) for name, place in (getattr(file, key) or {}).items())
            for key in _PLACES
        }
    )
    return _of_a_class(Function(**said))


def _of_a_class(function: Function) -> Function:
    """What a question says of all methods of a class is nothing to its constructor."""
    if not function.owner:
        function = replace(function, new=(), attributes=())
    if function.is_constructor:
        function = replace(function, batch="", steps="", single=False)
    return function


def _place(name: str, file: PlaceFile) -> Place:
    return Place(
        name=name,
        symbol=file.symbol or name,
        axes=tuple("".join(axis.split()) for axis in file.shape or ()),
        below="".join((file.below or "").split()),
        size=file.size or "",
        cells=dict(file.cells or {}),
        kept=bool(file.kept),
        entries=tuple(_place(key, entry) for key, entry in _entries(file).items()),
        container=next((kind for kind in ("list", "tuple") if getattr(file, kind)), "dict"),
        split="".join((file.split or "").split()),
        layers=tuple("".join(symbol.split()) for symbol in file.layers or ()),
        per=tuple(file.per or ()),
        fill=file.fill or "",
    )


def _entries(file: PlaceFile) -> Mapping[str, PlaceFile]:
    """What stands in a dict, a list or a tuple."""
    return file.entries or file.list or file.tuple or {}


_NO_END = re.compile(r"([+-]?)\.?(?:inf|infinity|∞)", re.IGNORECASE)  # of a range


def plain(value: Any, kind: str, *, inside: bool = False) -> Plain:
    """A value as JSON holds it: words as texts, numbers as numbers, nothing else.

    A text alone is an expression and stays one; `inside` a list, 3/2 is a number.
    """
    if isinstance(value, dict):
        return {str(key): plain(entry, kind, inside=True) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry, kind, inside=True) for entry in value]
    if kind == "range" and (end := _NO_END.fullmatch(str(value).strip())):
        return float(f"{end[1]}inf")
    if isinstance(value, bool) or value is None:
        return value if not KINDS[kind].words or value is None else str(value).lower()
    if isinstance(value, (int, float)):
        return str(getattr(value, "text", value)) if KINDS[kind].words else quantities.number(value)
    if inside and (KINDS[kind].numeric or kind == "range"):
        found = quantities.number(value)
        return value if found is None else found
    return str(value)


def system_chain(name: str, systems: Mapping[str, SystemFile]) -> list[SystemFile]:
    """A system and those it is like, nearest first; stops where a name comes again."""
    return list(_named_chain(name, systems).values())


def _named_chain(name: str, systems: Mapping[str, SystemFile]) -> dict[str, SystemFile]:
    chain: dict[str, SystemFile] = {}
    following: str | None = name
    while following is not None and following in systems and following not in chain:
        chain[following] = systems[following]
        following = systems[following].like
    return chain


def _system(name: str, systems: Mapping[str, SystemFile]) -> System:
    named = _named_chain(name, systems)
    chain = list(named.values())
    given = _merged(
        {
            symbol: _given(value, origin, symbol, own=origin == name)
            for symbol, value in p.given.items()
        }
        for origin, p in named.items()
    )
    chooser, cells = _first(
        ((origin, part.cells) for origin, part in named.items() if part.cells), (name, [])
    )
    return System(
        cell=_first((part.cell for part in chain), ""),
        cells=tuple(cells),
        cells_by="" if chooser == name else chooser,
        steps=_first((part.steps for part in chain), 1),
        given=given,
        sizes=_merged(part.sizes for part in chain),
        without=tuple(_first((part.without for part in chain), [])),
        rename=_merged(part.rename for part in chain),
        slope_at_zero=_first((part.slope_at_zero for part in chain), Fraction(0)),
        rounded={
            symbol: Rounded(decimals=rule.decimals, ties=rule.ties)
            for symbol, rule in _merged(part.rounded for part in chain).items()
        },
        require=tuple(_first((part.require for part in chain), [])),
        show=_first((None if p.show is None else tuple(p.show) for p in chain), None),
        captions=tuple(_first((part.captions for part in chain), [])),
    )


def _given(value: Any, origin: str, symbol: str, *, own: bool) -> Plain:
    """Numbers as they are; a draw as the mapping that was written, numbers made plain.

    What is drawn for the system that this one is like is drawn once, for both.
    """
    if isinstance(value, FilledArray):
        return value.array()
    if not hasattr(value, "model_dump"):
        return value
    return value.model_dump(exclude_none=True) if own else {"same": f"{origin}.{symbol}"}


def _vetting(vetting: VettingFile | None) -> Vetting:
    if vetting is None:
        return Vetting()
    return Vetting(allow=tuple(vetting.allow), work=vetting.work)


def _question(question: QuestionFile, sheet: AssignmentFile) -> Question:
    answers = tuple(
        _answer(name, answer, question, sheet) for name, answer in question.answers.items()
    )
    if question.works:  # numbers that are tried are taken as they are typed
        answers = tuple(replace(answer, tolerance=Tolerance(exact=True)) for answer in answers)
    system = question.system or (next(iter(sheet.systems)) if len(sheet.systems) == 1 else None)
    return Question(
        id=question.id,
        prompt=question.prompt.strip(),
        answers=answers,
        title=question.title,
        system=system,
        follow_through=_first((question.follow_through, sheet.follow_through), Fraction(0)),
        readings=tuple(_reading(reading, answers) for reading in question.readings),
        together=_together(question),
        implies={result: tuple(workings) for result, workings in question.implies.items()},
        result_only=question.result_only,
        works=tuple(question.works),
        repeated_mistake=question.repeated_mistake or Fraction(0),
        cap=question.cap,
    )


def _together(question: QuestionFile) -> tuple[tuple[str, ...], ...]:
    if question.together == "all":
        return (tuple(question.answers),)
    return tuple(tuple(group) for group in question.together or ())


def _reading(reading: ReadingFile, answers: tuple[Answer, ...]) -> Reading:
    """A reading with the value of every answer that belongs to it.

    With a system of its own, a reading is about every answer that is computed from the
    question's system; without, about the answers it gives values for.
    """
    own = {name: _valued(value, name, answers) for name, value in reading.values.items()}
    if reading.system is None:
        return Reading(id=reading.id, why=reading.why, values=own)
    values = {
        answer.name: own.get(answer.name, answer.value)
        for answer in answers
        if answer.name in own
        or (_is_solved(answer.kind) and answer.system is None and _has_value(answer))
    }
    return Reading(id=reading.id, why=reading.why, system=reading.system, values=values)


def _has_value(answer: Answer) -> bool:
    """Whether the system gives a value: a count without one is the number of its parameters."""
    return answer.value is not None or answer.kind == "count"


def _valued(value: Any, name: str, answers: tuple[Answer, ...]) -> Plain:
    kind = next((answer.kind for answer in answers if answer.name == name), "number")
    return plain(value, kind)


def _answer(name: str, answer: AnswerFile, question: QuestionFile, sheet: AssignmentFile) -> Answer:
    kind = kind_of(answer, question.defaults)
    layers = [answer, question.defaults] if question.defaults else [answer]
    tolerance = _tolerance(kind, layers, question, sheet)
    value = plain(answer.value, kind)
    function = function_of(answer, question.defaults)
    if kind == "function" and function is not None:
        value = to_plain(finished_function(function, sheet.framework))
    if answer.tests is not None:
        value = {"file": answer.tests.file, "module": answer.tests.module}
    options = dict(_first(_said("options", layers), {}))
    synonyms = dict(_first(_said("synonyms", layers), {}))
    labels = tuple(_first(_said("labels", layers), []))
    if kind == "matching" and options:  # whoever writes a partner out means its key
        labels = tuple(dict.fromkeys([*options, *labels]))
        synonyms = {**{text: key for key, text in options.items() if text}, **synonyms}
    rubric = _first(_said("rubric", layers), Rubric(""))
    penalty = (*_said("precision_penalty", layers), question.precision_penalty)
    others = [_alternative(other, kind, tolerance) for other in answer.alternatives]
    return Answer(
        name=name,
        kind=kind,
        points=_first(_said("points", layers), Fraction(1)),
        value=value,
        system=_first(_said("system", layers), None),
        tolerance=tolerance,
        alternatives=tuple(other for other in others if other.share == 1),
        partly=tuple(other for other in others if other.share != 1),
        per_entry=_first(_said("per_entry", layers), False),
        quoted=_first(_said("quoted", layers), True),
        labels=labels,
        options=options,
        synonyms=synonyms,
        explanation=_first(_said("explanation", layers), False),
        known_mistakes={
            whole_note(note, kind): share
            for note, share in _first(_said("known_mistakes", layers), {}).items()
        },
        precision_penalty=_first(penalty, Fraction(0)) if KINDS[kind].numeric else Fraction(0),
        rubric=rubric.text.strip(),
        items=rubric.items,
        prompt=_first(_said("prompt", layers), "").strip(),
        visibility=_first(_said("visibility", layers), "visible"),
        public=_first(_said("public", layers), False),
    )


def _tolerance(
    kind: str, layers: Sequence[AnswerFields], question: QuestionFile, sheet: AssignmentFile
) -> Tolerance:
    """The nearest rule that is said; nothing said is nothing set, and the solver judges that."""
    truncation = _first((question.truncation, sheet.truncation), False)
    for layer in layers:
        if layer.tolerance is not None:
            return _from_tolerance(layer.tolerance, truncation=truncation)
        if layer.rounding is not None:
            return _from_rounding(layer.rounding, truncation=truncation)
    if not KINDS[kind].numeric:
        return Tolerance(exact=True)
    rounding = _first((question.rounding, sheet.rounding), None)
    if rounding is None:
        return Tolerance(truncation=truncation)
    return _from_rounding(rounding, truncation=truncation)


def _from_rounding(rounding: Tolerance, *, truncation: bool) -> Tolerance:
    """The rule as the file has it; the usual level need not be said."""
    usual = rounding.decimals is not None and rounding.at == "written"
    rule = replace(rounding, at="") if usual else rounding
    return replace(rule, truncation=truncation and not (rule.exact or rule.cut))


def _from_tolerance(tolerance: ToleranceFile, *, truncation: bool) -> Tolerance:
    said = tolerance.model_dump(exclude_none=True)
    return Tolerance(**{"truncation": truncation and not said.get("exact"), **said})


def _alternative(alternative: AlternativeFile, kind: str, tolerance: Tolerance) -> Alternative:
    own: Tolerance | None = None
    if alternative.tolerance is not None:
        own = _from_tolerance(alternative.tolerance, truncation=tolerance.truncation)
    elif alternative.rounding is not None:
        own = _from_rounding(alternative.rounding, truncation=tolerance.truncation)
    share = Fraction(1) if alternative.share is None else alternative.share
    value = plain(alternative.value, kind)
    return Alternative(value=value, why=alternative.why, tolerance=own, share=share)


def _said(field: str, layers: Sequence[AnswerFields]) -> tuple[Any, ...]:
    return tuple(getattr(layer, field) for layer in layers)


def _first(values: Iterable[Any], otherwise: Any) -> Any:
    """The nearest value that was said."""
    return next((value for value in values if value is not None), otherwise)


def _merged(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Mappings laid over each other, the nearest on top."""
    merged: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            merged.setdefault(name, value)
    return merged


def _is_solved(kind: str) -> bool:
    """Whether the value depends on the system, hence on the reading: options stay what they are."""
    return KINDS[kind].expression and not KINDS[kind].chosen
