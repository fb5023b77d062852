"""A YAML file as plain data that remembers where everything stood.

PyYAML parses (its C loader, where there is one); the meaning of an unquoted word is ours, by the
core schema of YAML 1.2.  PyYAML itself follows YAML 1.1, where `no` is false, `1:30` is ninety,
`010` is eight and `1e3` is text, and each of these would bite an author some day.  A key is
always the text that was written; a number keeps its text, so that `version: 1.10` stays 1.10.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from grader.assignment.faults import Fault
from grader.assignment.model import Plain
from grader.assignment.yaml_slips import Stop, slip
from grader.words.sentences.complaints import files as file_sentences
from grader.words.sentences.complaints import yaml as sentences
from reference.records import dataclass, field

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml reads the same, only slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment] # same interface

Key = str | int
KeyPath = tuple[Key, ...]

# An assignment has a few hundred nodes; a file of this many is an accident or ten lines of
# aliases that unfold to gigabytes.
_MOST_DIGITS = 400  # Python itself refuses 4,301, and no exercise needs a hundred
_MOST_NODES = 200_000
_DEEPEST = 60

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {word: truth for truth in (True, False) for word in
             (str(truth), str(truth).lower(), str(truth).upper())}  # fmt: skip
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_PADDED = re.compile(r"[-+]?0[0-9_]+\Z")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_SPECIAL = {".inf": math.inf, "+.inf": math.inf, "-.inf": -math.inf, ".nan": math.nan}
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)


class WrittenInt(int):
    """A whole number with the text it was written as."""

    text: str


class WrittenFloat(float):
    """A decimal number with the text it was written as."""

    text: str


@dataclass(frozen=True)
class Place:
    """A line and a column of a file, both counted from 1."""

    line: int
    column: int


@dataclass
class Document:
    """Plain data, the place of every key and value, and what was wrong on the way.

    `places` leads from the path of a key or list entry to where it stands, `values` to where
    its value starts.  A mapping under construction is no finished value, hence not frozen.
    """

    path: Path
    data: Plain = None
    places: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: KeyPath) -> Place:
        """Where something stands, or the nearest thing around it that stands anywhere."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))

    def at(self, path: KeyPath) -> Plain:
        """What stands at a path; None where nothing does."""
        return follow(self.data, path)

    def fault(self, place: Place, key: str, message: str, remedy: str = "") -> None:
        """Remember one thing that is wrong."""
        self.faults.append(Fault(self.path, place.line, key, message, remedy))


_TOO_DEEP = (file_sentences.nested_too_deeply(), "write it flatter")


def read_document(path: Path, source: bytes) -> Document:
    """Read one YAML document; what cannot be read is among its faults."""
    document = Document(path)
    text = _decoded(document, source)
    if text is None:
        return document
    try:
        deep = _too_deep(text)
        nodes = [] if deep else list(yaml.compose_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        _report_syntax(document, text, error)
        return document
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        document.fault(
            Place(line, 1),
            "",
            *sentences.character_not_in_yaml(error.character),
        )
        return document
    if deep:
        document.fault(deep, "", *_TOO_DEEP)
    if len(nodes) > 1:
        document.fault(_start(nodes[1]), "", *sentences.second_document())
    if nodes and nodes[0] is not None:
        _Builder(document, text.splitlines()).build_top(nodes[0])
    return document


def _too_deep(text: str) -> Place | None:
    """Where a text is nested too deeply; the C loader would overflow its stack on the way."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                mark = event.start_mark
                return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _decoded(document: Document, source: bytes) -> str | None:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        document.fault(
            Place(line, 1), "", *sentences.byte_not_in_utf8(f'{source[error.start]:02x}'),
        )  # fmt: skip
        return None


def _report_syntax(document: Document, text: str, error: yaml.MarkedYAMLError) -> None:
    lines = text.splitlines()
    unfinished = (
        error.context == sentences.while_scanning_a_simple_key()
    )  # noticed only in the next line
    mark = error.problem_mark or error.context_mark
    if error.context_mark and (unfinished or (mark and mark.line >= len(lines))):
        mark = error.context_mark  # where it began; the end of the file says nothing
    line = mark.line + 1 if mark else 1
    said = error.problem or error.context or sentences.this_is_not_yaml()
    if "nesting depth" in said:  # PyYAML's own limit, before ours is reached (6.0.4 and newer)
        document.fault(Place(line, 1), "", *_TOO_DEEP)
        return
    column = mark.column if mark else 0
    found = slip(Stop(lines, line, column, said))
    if found is not None:
        line, column, said = found.line, found.column, found.said
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    caret = f"\n    {shown}\n    {' ' * column}^" if mark and shown else ""
    if found is not None:
        document.fault(Place(line, 1), "", sentences.yaml_cannot_be_read(said, caret), found.remedy)
        return
    remedy = sentences.put_such_text_in_quotes()
    if unfinished:
        remedy = sentences.write_key_value_with_a_space()
    document.fault(Place(line, 1), "", sentences.yaml_cannot_be_read(said, caret), remedy)


class _Builder:
    """From YAML's nodes to plain data: one walk, which notes every place on its way."""

    def __init__(self, document: Document, lines: list[str]) -> None:
        self._document = document
        self._lines = lines
        self._open: list[yaml.Node] = []
        self._count = 0

    def build_top(self, node: yaml.Node) -> None:
        self._document.places[()] = self._document.values[()] = _start(node)
        try:
            self._document.data = self._build(node, ())
        except _TooLarge as reason:
            self._document.fault(_start(reason.node), "", str(reason), sentences.write_it_shorter())

    def _build(self, node: yaml.Node, path: KeyPath) -> Plain:
        self._count += 1
        if self._count > _MOST_NODES:
            raise _TooLarge(sentences.file_unfolds_too_far(), node)
        if len(self._open) > _DEEPEST:  # by way of aliases
            raise _TooLarge(sentences.file_nested_too_deeply(), node)
        if any(node is around for around in self._open):
            raise _TooLarge(sentences.alias_inside_itself(), node)
        self._document.values[path] = _start(node)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        self._open.append(node)
        built = self._inside(node, path)
        self._open.pop()
        return built

    def _inside(self, node: yaml.Node, path: KeyPath) -> Plain:
        if node.tag not in ("tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"):
            self._refuse_tag(node, path)
        if isinstance(node, yaml.SequenceNode):
            entries = []
            for index, entry in enumerate(node.value):
                here = (*path, index)
                self._document.places[here] = _start(entry)
                entries.append(self._build(entry, here))
            return entries
        mapping: dict[str, Plain] = {}
        for key, value in self._pairs(node, path):
            mapping[key] = self._build(value, (*path, key))
        return mapping

    def _pairs(self, node: yaml.Node, path: KeyPath) -> Iterator[tuple[str, yaml.Node]]:
        """The entries of a mapping; a key written twice is told, and the first one counts."""
        for key_node, value in node.value:
            place = _start(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._document.fault(place, dotted(path), sentences.key_must_be_one_word())
                continue
            key = key_node.value
            if key == "<<" and not key_node.style:
                self._document.fault(
                    place, dotted(path), *sentences.merge_keys_are_not_read(),
                )  # fmt: skip
                continue
            here = (*path, key)
            if here in self._document.places:
                first = self._document.places[here]
                self._document.fault(
                    place, dotted(here),
                    *sentences.key_stands_twice(key, first.line),
                )  # fmt: skip
                continue
            self._document.places[here] = place
            yield key, value

    def _scalar(self, node: yaml.ScalarNode, path: KeyPath) -> Plain:
        if node.tag not in _PLAIN_TAGS:
            self._refuse_tag(node, path)
        if node.style:  # quoted, or a block
            return str(node.value)
        if _PADDED.match(node.value):
            self._document.fault(
                _start(node), dotted(path),
                *sentences.number_starts_with_zero(node.value, _unpadded(node.value)),
            )  # fmt: skip
        digits = sum(map(str.isdigit, node.value)) if len(node.value) > _MOST_DIGITS else 0
        if digits > _MOST_DIGITS and (_WHOLE.match(node.value) or _DECIMAL.match(node.value)):
            self._document.fault(
                _start(node), dotted(path), *sentences.number_of_many_digits(f'{digits:,}', _MOST_DIGITS),
            )  # fmt: skip
            return 0
        meant = plain_scalar(node.value)
        if isinstance(meant, str):
            self._look_for_a_remark(node, path)
        return meant

    def _look_for_a_remark(self, node: yaml.ScalarNode, path: KeyPath) -> None:
        """`prompt: Is #1 so?` is only "Is": a number sign that touches a word begins no remark."""
        line = self._lines[node.end_mark.line] if node.end_mark.line < len(self._lines) else ""
        behind = re.match(r"\s+(#[^\s#!].*)", line[node.end_mark.column :])
        if behind:
            place = _start(node)
            said = sentences.remark_behind_a_value(node.value)
            remedy = sentences.put_the_whole_in_quotes(behind[1])
            key = dotted(path)
            self._document.faults.append(
                Fault(self._document.path, place.line, key, said, remedy, warning=True)
            )

    def _refuse_tag(self, node: yaml.Node, path: KeyPath) -> None:
        tag = node.tag.replace("tag:yaml.org,2002:", "!!")
        self._document.fault(_start(node), dotted(path), *sentences.tag_without_meaning(tag))


class _TooLarge(Exception):
    """A file that cannot be unfolded."""

    def __init__(self, sentence: str, node: yaml.Node) -> None:
        super().__init__(sentence)
        self.node = node


def follow(data: Plain, path: KeyPath) -> Any:
    """What stands at a path of plain data; None where nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def plain_scalar(text: str) -> Plain:
    """What an unquoted word means: YAML 1.2's null, true, false and numbers, or the text itself.

    >>> [plain_scalar(word) for word in ("no", "true", "1:30", "1e3", "0o17", "12", "")]
    ['no', True, '1:30', 1000.0, '0o17', 12, None]
    """
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _WHOLE.match(text):
        return _written(WrittenInt(text), text)
    if _DECIMAL.match(text):
        return _written(WrittenFloat(text), text)
    if text.lower() in _SPECIAL:
        return _written(WrittenFloat(_SPECIAL[text.lower()]), text)
    return text


def dotted(path: KeyPath) -> str:
    """A path as one word: questions.0.answers.c_h2."""
    return ".".join(str(step) for step in path)


def _written(number: Any, text: str) -> Any:
    number.text = text
    return number


def _unpadded(text: str) -> str:
    sign = text[:1] if text[:1] in "+-" else ""
    return sign + (text.lstrip("+-0_") or "0")


def _start(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
