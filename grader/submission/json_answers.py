"""Answers in a JSON file.

The standard reader keeps neither the text of a number (0.420) nor the line of a name, and its
messages are for programmers.  So the few rules of JSON are followed here, with a sentence for
each thing people write that is none of them: comments, trailing commas, single quotes, NaN.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

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
from grader.submission.file import told
from grader.submission.line_by_line import TOO_LARGE, parted, salvaged
from grader.submission.model import Submission, SubmissionFault
from grader.words.sentences import archives as archive_sentences
from grader.words.sentences import submissions as sentences
from grader.words.shown import shown_text

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_TOKEN = re.compile(r"[^\s,:\[\]{}\"]+")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_CONSTANTS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
_INSTEAD = {
    "None": "null", "True": "true", "False": "false", "undefined": "null",
}  # fmt: skip
# Where an answer begins: a name in quotes, first in its line or behind a brace or comma.
_BEGINS = re.compile(
    r"(?:(?<=\n)|(?<=[{,]))[ \t]*(?P<name>\"[^\"\\\n]*\"|'[^'\n]*'|[^\W\d]\w*)[ \t]*:"
)
_STRINGS = json.JSONDecoder()  # asked only where a text in quotes begins


def read_json(text: str, path: Path) -> Submission:
    """The submission in a JSON text."""
    document = _Document(text)
    try:
        submission = submission_of(document.root(), path)
    except DocumentFault as fault:
        try:
            return salvaged(parted(text, _BEGINS), _entry, path, fault)
        except DocumentFault as whole:
            raise faulty(path, whole) from None
    faults = tuple(
        SubmissionFault(
            "submission.not-json",
            sentences.submission_fault_at(told(path), line, sentences.json_constant(word)),
            fatal=False,
        )
        for line, word in document.constants[:5]
    )
    return Submission(
        path, submission.assignment, submission.student, submission.answers,
        (*submission.faults, *faults),
    )  # fmt: skip


def _entry(part: str) -> Node | None:
    """One entry of the outermost braces, with the comma or the brace that may end it."""
    inside = re.sub(r"(?:[ \t\r\n]|,|//[^\n]*|#[^\n]*)+\Z", "", part)
    whole = _Document("{" + inside + "}")
    try:
        return whole.root()
    except DocumentFault:
        ended = inside.rstrip()
        if not ended.endswith("}"):
            raise
        return _Document("{" + ended[:-1].rstrip().removesuffix(",") + "}").root()  # the last one


class _Document:
    """One walk through a JSON text.  `constants` are NaN and its like: no JSON, but readable."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.nodes = 0
        self.constants: list[tuple[int, str]] = []
        self._counted = (0, 1)

    def root(self) -> Node | None:
        if self.peek() == "":
            return None
        node = self.value(0)
        if self.peek() != "":
            raise self.fault(sentences.json_expected(archive_sentences.end_of_file(), self.found()))
        return node

    def line(self) -> int:
        # Counted on from the last place: from the start each time would be quadratic.
        place, line = self._counted
        line += self.text.count("\n", place, self.at)
        self._counted = (self.at, line)
        return line

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self.text[self.at : self.at + 1]

    def fault(self, sentence: str) -> DocumentFault:
        if self.text.startswith(("//", "/*", "#"), self.at):
            sentence = sentences.json_comment()
        return DocumentFault(self.line(), sentence)

    def found(self) -> str:
        """What stands here, as a message names it."""
        if self.at >= len(self.text):
            return archive_sentences.end_of_file()
        token = _TOKEN.match(self.text, self.at)
        return shown_text(token[0] if token else self.text[self.at], 20)

    def value(self, depth: int) -> Node:
        self.nodes += 1
        first = self.peek()
        if depth > DEEPEST:
            raise self.fault(sentences.document_too_deep(DEEPEST))
        if self.nodes > MOST:
            raise DocumentFault(self.line(), sentences.document_too_many(MOST), TOO_LARGE)
        match first:
            case "{":
                return self.mapping(depth)
            case "[":
                return self.list(depth)
            case '"':
                line = self.line()
                return Node(self.string(), line)
            case _:
                return self.scalar()

    def list(self, depth: int) -> Node:
        start, line = self.at, self.line()
        entries: list[Node] = []
        self.at += 1
        while not self.closed("]", first=not entries):
            entries.append(self.value(depth + 1))
        return list_node(entries, self.text[start : self.at], line)

    def mapping(self, depth: int) -> Node:
        start, line = self.at, self.line()
        pairs: list[tuple[str, Node]] = []
        self.at += 1
        while not self.closed("}", first=not pairs):
            if self.peek() != '"':
                wanted = archive_sentences.a_name_in_quotes()
                found = self.found()
                whole = re.search(r"([-+]?\d+),[ \t]*\Z", self.text[max(0, self.at - 40) : self.at])
                if pairs and found.isdigit() and whole:  # 0,42 is two things to JSON
                    raise self.fault(sentences.json_decimal_comma(whole[1], found))
                raise self.fault(self.quoted() or sentences.json_expected(wanted, found))
            name_line = self.line()
            name = str(self.string().value)
            if self.peek() != ":":
                wanted = f'":" after "{shown_text(name, 40)}"'
                raise self.fault(sentences.json_expected(wanted, self.found()))
            self.at += 1
            node = self.value(depth + 1)
            pairs.append((name, Node(node.typed, name_line, node.fields)))
        return mapping_node(pairs, self.text[start : self.at], line)

    def closed(self, bracket: str, *, first: bool) -> bool:
        """Whether the list or mapping ends here; if not, steps over the comma before the next."""
        ended, line = self.at, self.line()
        if self.peek() == bracket:
            self.at += 1
            return True
        if first:
            return False
        if self.peek() == '"' and "\n" in self.text[ended : self.at]:
            raise DocumentFault(line, sentences.json_comma_missing())
        if self.peek() != ",":
            wanted = f'"," or "{bracket}"'
            raise self.fault(sentences.json_expected(wanted, self.found()))
        comma = self.at
        self.at += 1
        if self.peek() == bracket:
            self.at = comma
            raise self.fault(sentences.json_trailing_comma(bracket))
        return False

    def string(self) -> Typed:
        start = self.at
        try:
            value, self.at = _STRINGS.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            self.at = min(error.pos, len(self.text))
            raise self.fault(
                sentences.json_bad_text(error.msg.lower().removesuffix(" at"))
            ) from None
        return Typed(value, self.text[start : self.at])

    def quoted(self) -> str | None:
        return sentences.json_single_quotes() if self.peek() == "'" else None

    def scalar(self) -> Node:
        line = self.line()
        token = _TOKEN.match(self.text, self.at)
        word = token[0] if token else ""
        if word in _WORDS:
            value = _WORDS[word]
        elif word in _CONSTANTS:
            self.constants.append((line, word))
            value = _CONSTANTS[word]
        elif number := _NUMBER.fullmatch(word):
            value = number_value(word, whole=not (number[1] or number[2]))
        else:
            raise self.fault(self.no_value(word))
        self.at += len(word)
        return Node(Typed(value, word), line)

    def no_value(self, word: str) -> str:
        """The sentence for something that is no value, with the remedy where one is known."""
        if quoted := self.quoted():
            return quoted
        if word in _INSTEAD:
            return sentences.json_word(word, _INSTEAD[word])
        if word and (word[0].isdigit() or word[0] in "+-."):
            return sentences.json_number(shown_text(word, 20))
        if word.isidentifier():
            return sentences.json_text_without_quotes(shown_text(word, 20))
        return sentences.json_expected("a value", self.found())
