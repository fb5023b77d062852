"""The reference of the assignment file: every key from its model, with an example from a sound file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from grader.assignment.schema.sheet import AssignmentFile
from grader.assignment.schema.systems import DRAWS

HOME = Path(__file__).resolve().parents[2]
# Files that lint without faults: what ships, and small ones that show rarer keys.
SOUND = (*sorted((HOME / "assignments").glob("*/assignment.yaml")),
         *sorted((HOME / "docs" / "keys").glob("*.yaml")))  # fmt: skip
# Forms of a place of a function, which files mostly write in short, and what only kits have.
_FORMS = {
    "kept": "cache: {kept: true}          # in short: cache: kept",
    "entries": 'parameters: {entries: {Wax: "n_a, n_x"}}          # in short without entries',
    "list": 'states: {list: {h1: "N, H", h2: "N, H"}}',
    "tuple": 'state: {tuple: {h: "N, H", c: "N, H"}}',
    "split": 'outputs: {symbol: y, shape: "N, T, M", split: T}',
    "layers": 'h0: {shape: "layers, N, H", layers: ["h1[0]", "h2[0]"]}',
    "per": 'dW: {shape: "D, H", per: N}',
    "drawing": "kit: {assignment: week-3, student: A1, drawing: 1}",
    "kit": "kit: {assignment: week-3, student: A1}",
    "assignment": "kit: {assignment: week-3}",
    "student": "kit: {assignment: week-3, student: A1}",
    "per_entry": 'a_h1: {value: "h[1]", per_entry: true}',
}
_WORDS = {"AssignmentFile": "The top of the file", "QuestionFile": "A question",
          "AnswerFile": "An answer", "AnswerFields": "`defaults` of a question",
          "SystemFile": "A system", "ToleranceFile": "A tolerance", "ReadingFile": "A reading",
          "GradescopeFile": "`gradescope`", "LateFile": "`late`", "KitFile": "`kit` (written by `grader kit`)",
          "VettingFile": "`vetting`", "AlternativeFile": "An alternative", "FunctionFile": "A function",
          "TestsFile": "`tests`", "PlaceFile": "A place of a function's output"}  # fmt: skip


def page() -> str:
    """The page of the keys."""
    return "\n".join(_lines()) + "\n"


def models() -> list[type[BaseModel]]:
    """Every model of the file, each once, from the top down."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[type[BaseModel]] = [AssignmentFile]
    while waiting:
        model = waiting.pop(0)
        if model in found:
            continue
        found[model] = None
        for field in model.model_fields.values():
            waiting.extend(_inside(field.annotation))
    found.update(dict.fromkeys(DRAWS.values()))
    return list(found)


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for part in get_args(annotation):
        yield from _inside(part)


def _lines() -> Iterator[str]:
    yield "# The assignment file, key by key\n"
    yield (
        "Made from the model that checks the files; `grader schema` prints the same for editors. The "
        "examples stand in files that `grader lint` finds sound.\n"
    )
    for model in models():
        draw = next((way for way, one in DRAWS.items() if one is model), "")
        name = f"The draw `{draw}`" if draw else _WORDS.get(model.__name__, model.__name__)
        yield f"## {name}\n"
        yield f"{(model.__doc__ or '').strip().splitlines()[0]}\n"
        for key, field in model.model_fields.items():
            need = "" if not field.is_required() else " *(must be there)*"
            yield f"### `{key}` {{ #{model.__name__.lower()}-{key} }}\n"
            yield f"{field.description or ''}{need}\n"
            shown = example(key)
            if shown:
                yield f"```yaml\n{shown}\n```\n"


def example(key: str) -> str:
    """The shortest place of a sound file that uses a key, with what belongs to it."""
    found = [text for file in SOUND for text in _uses(key, file.read_text(encoding="utf-8"))]
    return min(found, key=len) if found else _FORMS.get(key, "")


def _uses(key: str, text: str) -> Iterator[str]:
    lines = text.splitlines()
    for number, line in enumerate(lines):
        bare = line.partition(" #")[0]
        if re.match(rf"\s*(- )?{re.escape(key)}:(\s|$)", line):
            indent = len(line) - len(line.lstrip())
            block = [line]
            for other in lines[number + 1 : number + 8]:
                if other.strip() and len(other) - len(other.lstrip()) <= indent:
                    break
                block.append(other)
            yield "\n".join(one[indent:] for one in block).rstrip()
        elif re.search(rf"[{{,]\s*{re.escape(key)}:\s", bare):
            yield line.strip()
