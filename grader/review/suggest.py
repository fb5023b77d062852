"""A program's proposals: JSON in, JSON out, a text at a time; they count for nothing by themselves.

What a program said is kept beside the marks, under a digest of what it was asked, so that nobody
waits or pays twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from grader.grading.boxes import boxes_of, quantity, ticked_in
from grader.outcome.errors import InputError
from grader.review.board import Board, as_plain
from grader.review.ledger import marked_rows
from grader.review.texts import Pile
from grader.words.sentences import reviews as sentences
from grader.words.text import visible

NAME = "suggestions.jsonl"
_SECONDS = 120
_MOST_BYTES = 100_000  # of an answer

Plain = dict[str, Any]


class Suggester:
    """A command that is asked about texts, and what it has said so far."""

    def __init__(self, command: str, out: Path, *, seconds: float = _SECONDS) -> None:
        try:
            self.words = shlex.split(command)
        except ValueError as fault:
            raise InputError(sentences.no_such_command(command, str(fault))) from None
        if not self.words or shutil.which(self.words[0]) is None:
            raise InputError(sentences.no_such_command(command, ""))
        self.path, self.seconds = out / NAME, seconds
        self._lock = Lock()  # one at a time: whoever reads is slower than any program
        self._said = self._kept()

    def _kept(self) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        if self.path.is_file():
            for line in self.path.read_bytes().splitlines():
                found.update(_read_again(line))
        return found

    def proposal(self, board: Board, name: str, id_: str) -> Plain:
        """What the program proposes for a text; `error` where it failed."""
        with board.lock:
            asked = _question(board, board.pile(name, id_))
        digest = self._digest(asked)
        with self._lock:
            if digest not in self._said:
                said = self._ask(asked)
                if "error" in said:
                    return said
                self._keep(digest, said)
            return self._said[digest]

    def known(self, board: Board, pile: Pile) -> Plain | None:
        """What it proposed already."""
        return self._said.get(self._digest(_question(board, pile)))

    def _digest(self, asked: Plain) -> str:
        data = json.dumps([self.words, asked], sort_keys=True)
        return hashlib.sha256(data.encode()).hexdigest()[:32]

    def _keep(self, digest: str, said: Plain) -> None:
        self._said[digest] = said
        line = json.dumps({"asked": digest, **said}) + "\n"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        flags |= getattr(os, "O_NOFOLLOW", 0)  # no link is written through
        handle = os.open(self.path, flags, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)

    def _ask(self, asked: Plain) -> Plain:
        try:
            done = subprocess.run(
                self.words,
                input=json.dumps(asked).encode(),
                capture_output=True,
                timeout=self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"error": sentences.suggests_too_slowly(self.seconds)}
        except OSError as fault:
            return {"error": sentences.suggests_nothing(fault.strerror or str(fault))}
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            return {"error": sentences.suggests_nothing(visible(" ".join(said)))}
        return _understood(done.stdout[:_MOST_BYTES], {box["id"] for box in asked["items"]})


def _read_again(line: bytes) -> dict[str, Plain]:
    """A line of what was said before; nothing of one that a kill cut short."""
    try:
        said = json.loads(line)
        return {said["asked"]: {"items": said["items"], "why": said["why"]}}
    except (ValueError, KeyError, TypeError):
        return {}


def _understood(data: bytes, known: set[str]) -> Plain:
    """An answer as it was meant; items that the rubric does not have are no answer."""
    try:
        said = json.loads(data)
        items, why = said["items"], said.get("why", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {"error": sentences.suggests_no_json()}
    is_list = isinstance(items, list) and all(isinstance(one, str) for one in items)
    if not is_list or not isinstance(why, str) or not set(items) <= known:
        return {"error": sentences.suggests_no_json()}
    return {"items": list(dict.fromkeys(items)), "why": visible(why, longest=2000, lines=True)}


def _question(board: Board, pile: Pile) -> Plain:
    """What a program is asked: nothing in it names a student."""
    question = board.texts.question(pile.students[0], pile.answer)
    answer = next(one for one in question.answers if one.name == pile.answer)
    return {
        "assignment": board.texts.loaded.id,
        "answer": pile.answer,
        "prompt": "\n".join(text for text in (question.prompt, answer.prompt) if text),
        "rubric": answer.rubric,
        "max_points": quantity(answer.points),
        "items": [
            {"id": box.id, "text": box.text, "points": quantity(box.points)}
            for box in boxes_of(answer)
        ],
        "text": pile.texts[0],
    }


def agreement_with_staff(board: Board, suggester: Suggester, name: str) -> Mapping[str, Any] | None:
    """How often staff ticked what the program proposed, over the texts that are marked."""
    pairs = []
    with board.lock:
        rows = board.ledger.rows()
        for pile in board.piles(name):
            marks = list(marked_rows(rows, pile.students[:1], name))
            if marks and (said := suggester.known(board, pile)) is not None:
                ticked = ticked_in(marks[0]["item"]) or (marks[0]["points"],)
                pairs.append((tuple(sorted(said["items"])), tuple(sorted(ticked))))
    return as_plain(pairs)
