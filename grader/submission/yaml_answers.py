"""Answers in a YAML file.

PyYAML is asked for events only, never for values.  So nothing is constructed that a file asks
for by tag, no alias multiplies, nesting is bounded before anything recurses, and plain words
mean what people think: `no` is a word, 012 is twelve, 1:30 is no number of seconds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from grader.outcome.typed import Typed
from grader.submission.document import (
    DEEPEST,
    MOST,
    DocumentFault,
    Node,
    faulty,
    list_node,
    mapping_node,
    number_value,
    submission_of,
)
from grader.submission.line_by_line import TOO_LARGE, parted, salvaged
from grader.submission.model import Submission
from grader.words.sentences import submissions as sentences
from grader.words.shown import shown_text
from reference.records import dataclass, field

# libyaml where PyYAML was built with it: the same events, ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_FLOAT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
# Where an answer begins: a name at the very start of a line, whatever stands behind its colon.  So does
# one whose colon was forgotten: something like a value follows it.
_BEGINS = re.compile(
    r"^(?P<name>[^\W\d][\w-]*|\"[^\"\n]+\"|'[^'\n]+')[ \t]*(?::|=|(?<=[ \t])(?=[-+.\d\[\"']))",
    re.MULTILINE,
)
_NO_COLON = re.compile(r"([^\W\d]\w*)[ \t]+(\S.*?)\s*")
_BRACKETS = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*|[\[\]{}]")
_WORDS: dict[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".nan": math.nan, ".NaN": math.nan, ".NAN": math.nan,
    ".inf": math.inf, ".Inf": math.inf, "+.inf": math.inf, "-.inf": -math.inf,
}  # fmt: skip
# What YAML itself calls plain text, lists and mappings; "!" only says "not a number".
_HARMLESS_TAGS = {"!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}


def read_yaml(text: str, path: Path) -> Submission:
    """The submission in a YAML text."""
    try:
        return submission_of(_root(text), path)
    except DocumentFault as fault:
        try:
            return salvaged(parted(text, _BEGINS), _root, path, fault)
        except DocumentFault as whole:
            raise faulty(path, whole) from None


@dataclass
class _Open:
    """A list or mapping that is still being read."""

    start: int
    line: int
    mapping: bool
    nodes: list[Node] = field(default_factory=list)


def _root(text: str) -> Node | None:
    """The one document of a text as a tree, built from events without recursion."""
    stack: list[_Open] = []
    root: Node | None = None
    documents = 0
    for count, event in enumerate(_events(text)):
        line = event.start_mark.line + 1
        if count > 2 * MOST:
            raise DocumentFault(line, sentences.document_too_many(MOST), TOO_LARGE)
        _refuse_references(event, line)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise DocumentFault(line, sentences.document_several())
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if len(stack) >= DEEPEST:
                raise DocumentFault(line, sentences.document_too_deep(DEEPEST))
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            stack.append(_Open(_index(event.start_mark), line, is_mapping))
        elif isinstance(event, (yaml.ScalarEvent, yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            if isinstance(event, yaml.ScalarEvent):
                node = _scalar(event, line)
            else:
                node = _closed(stack.pop(), text, _index(event.end_mark))
            if stack:
                stack[-1].nodes.append(node)
            else:
                root = node
    # An empty document is a scalar without text.
    return None if root is not None and root.typed.value is None else root


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = error.problem or error.context or "unclear"
        if "nesting depth" in why:  # PyYAML's own limit, before ours is reached (6.0.4 and newer)
            line = mark.line + 1 if mark else 1
            raise DocumentFault(line, sentences.document_too_deep(DEEPEST)) from None
        raise _slip(text, mark.line if mark else 0, why) from None
    except yaml.reader.ReaderError as error:
        # Its position counts bytes or characters, as the loader likes; look for the culprit.
        culprit = chr(error.character) if isinstance(error.character, int) else error.character
        line = text.count("\n", 0, max(text.find(culprit), 0)) + 1
        sentence = sentences.yaml_syntax(f"{error.reason}: {shown_text(culprit, 20)}")
        raise DocumentFault(line, sentence) from None
    except yaml.YAMLError as error:
        raise DocumentFault(1, sentences.yaml_syntax(shown_text(str(error), 80))) from None


def _slip(text: str, place: int, why: str) -> DocumentFault:
    """What is wrong with a text that YAML stops at, in the line that is to blame; lines count from 0."""
    lines = text.splitlines()
    here, before = (lines[k] if 0 <= k < len(lines) else "" for k in (place, place - 1))
    if "'\\t'" in why:
        return DocumentFault(place + 1, sentences.yaml_tab())
    if "mapping values are not allowed" in why:
        if ":" not in before and (found := _NO_COLON.fullmatch(before)):
            said = sentences.document_no_colon(found[1], shown_text(found[2], 40))
            return DocumentFault(place, said)
        return DocumentFault(place + 1, sentences.yaml_colon())
    if opened := _unclosed(text):
        bracket, at = opened
        return DocumentFault(text.count("\n", 0, at) + 1, sentences.document_never_closed(bracket))
    if "expected key" in why and here[:1] == " ":
        return DocumentFault(place + 1, sentences.yaml_indented())
    return DocumentFault(place + 1, sentences.yaml_syntax(why))


def _unclosed(text: str) -> tuple[str, int] | None:
    """The first bracket that nothing closes, and its place; what stands in quotes is no bracket."""
    opened: list[tuple[str, int]] = []
    for found in _BRACKETS.finditer(text):
        if found[0] in "[{":
            opened.append((found[0], found.start()))
        elif found[0] in "]}" and opened:
            opened.pop()
    return opened[0] if opened else None


def _refuse_references(event: Any, line: int) -> None:
    if isinstance(event, yaml.AliasEvent):
        sentence = sentences.document_alias(shown_text(str(event.anchor), 30))
        raise DocumentFault(line, sentence, "submission.alias")
    tag = getattr(event, "tag", None)
    if tag is not None and tag not in _HARMLESS_TAGS:
        raise DocumentFault(line, sentences.document_tag(shown_text(tag, 40)), "submission.tag")


def _index(mark: Any) -> int:
    # libyaml and PyYAML both count characters here; the stubs do not know that it is there.
    return int(mark.index)


def _closed(opened: _Open, text: str, end: int) -> Node:
    """The finished list or mapping, which ends at the given place of the text."""
    source = text[opened.start : end].rstrip()
    if not opened.mapping:
        return list_node(opened.nodes, source, opened.line)
    pairs = []
    for key, node in zip(opened.nodes[::2], opened.nodes[1::2], strict=True):
        name = key.typed.value if isinstance(key.typed.value, str) else key.typed.text
        if name is None or key.typed.entries or isinstance(key.typed.value, (list, dict)):
            raise DocumentFault(key.line, sentences.document_name_not_text())
        pairs.append((name, Node(node.typed, key.line, node.fields)))
    return mapping_node(pairs, source, opened.line)


def _scalar(event: Any, line: int) -> Node:
    """A value with its text.  Only plain scalars can be anything but text."""
    text = str(event.value)
    if event.style or event.tag is not None:  # quoted, a block, or "!": text, whatever it says
        return Node(Typed(text, text), line)
    return Node(Typed(_plain(text), text), line)


def _plain(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return number_value(text, whole=True)
    if _FLOAT.fullmatch(text):
        return number_value(text, whole=False)
    return text
