"""The reference of the assignment file: every key from its model, with an example from a sound file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from grader.assignment.kinds import KINDS
from grader.assignment.schema.answers import AnswerFile
from grader.assignment.schema.sheet import AssignmentFile
from grader.assignment.schema.systems import DRAWS

HOME = Path(__file__).resolve().parents[2]
# Files that lint without faults: what ships, and small ones that show rarer keys.
SOUND = (*sorted((HOME / "assignments").glob("*/assignment.yaml")),
         *sorted((HOME / "docs" / "keys").glob("*.yaml")))  # fmt: skip
# What a search by the key alone would show wrongly, as several forms have a key of that name; what files write in
# short; and what only kits have.
_FORMS = {
    "AssignmentFile.cells": "cells:\n  leaky: |\n    x: scalar\n    h: scalar\n    W: scalar\n    h = 0.9 * h[t-1] + W * x[t]",
    "LimitsFile.file": "limits: {file: 5}",
    "LimitsFile.call": "limits: {file: 5, call: 2}",
    "SystemFile.cell": "forward: {cell: lstm, sizes: {d: 3, n: 5}}",
    "SystemFile.cells": "cell: mut1\ncells: [mut1, mut2, mut3]",
    "SystemFile.given": "given: {V: -3, W: 3, h0: 0, x: [2, 3, 1]}",
    "QuestionFile.id": "- id: a",
    "QuestionFile.answers": 'answers:\n  a_h1: "h[1]"\n  a_h2: {value: "h[2]", points: 2}',
    "IntegersDraw.without": "V: {integers: [-3, 3], without: [0], original: -2}",
    "DecimalsDraw.decimals": "V: {decimals: [-1, 1], step: 0.1, original: 0.3}",
    "DecimalsDraw.step": "V: {decimals: [-1, 1], step: 0.1, original: 0.3}",
    "DecimalsDraw.without": "V: {decimals: [-1, 1], step: 0.1, without: [0], original: 0.3}",
    "RoundedFile.decimals": "rounded: {h: {decimals: 2, ties: even}}",
    "AnswerFields.kind": "a_parameters: {kind: count, value: parameters(rnn)}",
    "AnswerFile.kind": "a_parameters: {kind: count, value: parameters(rnn)}",
    "AnswerFields.prompt": 'a_h1: {value: "h[1]", prompt: The state after the first word.}',
    "AnswerFile.prompt": 'a_h1: {value: "h[1]", prompt: The state after the first word.}',
    "AnswerFields.labels": 'b_tag: {kind: choice, labels: [noun, verb], value: "argmax(y[1])"}',
    "AnswerFile.labels": 'b_tag: {kind: choice, labels: [noun, verb], value: "argmax(y[1])"}',
    "AnswerFile.value": 'b_grows: {kind: boolean, value: "h[2] > h[1]"}',
    "AlternativeFile.value": 'alternatives: [{value: "h[2] - 1", why: the other reading of the figure}]',
    "AlternativeFile.share": 'alternatives: [{value: "f[1]", share: 1/3, why: the path through the gates left out}]',
    "ReadingFile.id": "- {id: scores, why: raw scores}",
    "ReadingFile.values": '- id: sigmoid\n  why: the sigmoid of the scores\n  values: {e_y1: "sigmoid(y[1])"}',
    "ToleranceFile.decimals": "tolerance: {decimals: 3}",
    "FunctionFile.cell": "function: {cell: tanh-rnn}",
    "FunctionFile.arguments": 'arguments: {x: "N, D", prev_h: "N, H", Wx: "D, H"}',
    "FunctionFile.steps": "steps: T",
    "FunctionFile.values": "values: [-2, 2]",
    "FunctionFile.step": "step: rnn_step_forward",
    "FunctionFile.hidden": "hidden: [extremes]",
    "FunctionFile.new": "new: {input_size: {size: D}, hidden_size: {size: H}}",
    "PlaceFile.shape": 'next_h: {symbol: h, shape: "N, H"}',
    "PlaceFile.cells": "cell: {cells: {lstm: lstm, gru: gru}}",
    "PlaceFile.kept": "cache: {kept: true}          # in short: cache: kept",
    "PlaceFile.fill": 'Wh: {shape: "H, H", fill: random}',
    "entries": 'parameters: {entries: {Wax: "n_a, n_x"}}          # in short without entries',
    "list": 'states: {list: {h1: "N, H", h2: "N, H"}}',
    "tuple": 'state: {tuple: {h: "N, H", c: "N, H"}}',
    "split": 'outputs: {symbol: y, shape: "N, T, M", split: T}',
    "layers": 'h0: {shape: "layers, N, H", layers: ["h1[0]", "h2[0]"]}',
    "per": 'dW: {shape: "D, H", per: N}',
    "drawing": "kit: {assignment: week-3, student: A1, drawing: 1}",
    "kit": "kit: {assignment: week-3, student: A1}",
    "KitFile.assignment": "kit: {assignment: week-3}",
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
        if model is AnswerFile:
            yield from _kinds()
        for key, field in model.model_fields.items():
            need = "" if not field.is_required() else " *(must be there)*"
            yield f"### `{key}` {{ #{model.__name__.lower()}-{key} }}\n"
            yield f"{field.description or ''}{need}\n"
            shown = example(key, model.__name__)
            if shown:
                yield f"```yaml\n{shown}\n```\n"


def _kinds() -> Iterator[str]:
    """A table of the kinds of answers, made from their declaration."""
    yield "Kinds of answers, and what stands as their `value` (of texts and code nothing stands there):\n"
    yield "| `kind` | its `value` | such as | keys that only some kinds have |\n| --- | --- | --- | --- |"
    for name, kind in KINDS.items():
        shown = f"`{kind.example}`" if kind.example else ""
        keys = ", ".join(f"`{key}`" for key in sorted(kind.reads))
        yield f"| `{name}` | {kind.expects} | {shown} | {keys} |"
    yield (
        "\nA choice may be worked out: `labels` name the entries, and `argmax(y[1])` picks one. A truth value may be a "
        "condition, `h[2] > h[1]`. Both then follow from a student's own steps, as numbers do.\n"
    )


def example(key: str, model: str = "") -> str:
    """A place that uses the key of a form: the shortest of the sound files, with what belongs to it."""
    if f"{model}.{key}" in _FORMS:
        return _FORMS[f"{model}.{key}"]
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
