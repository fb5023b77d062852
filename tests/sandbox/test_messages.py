"""What a worker says to people: codes of ours and cleaned values, whatever it claims."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.claims import SENTENCE, faults_of, spoken
from grader.sandbox.frame import parse
from grader.sandbox.message import say, written
from grader.words.sentences.workers import SENTENCES, speak
from tools import house

HOME = Path(__file__).resolve().parents[2]
SAYERS = {
    "say": 0,
    "Refusal": 1,
    "Violation": 0,
    "NotANotebook": 0,
    "_too_many": 0,
}  # where the code stands


def said() -> Iterator[tuple[str, str, int]]:
    """Every code that is written out in the code: where, and with how many values."""
    for path in [*HOME.glob("grader/sandbox/*.py"), HOME / "grader/owntests/wire.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if name in SAYERS and isinstance(node, ast.Call):
                _, *values = arguments = node.args[SAYERS[name] :]
                if isinstance(arguments[0], ast.Constant):
                    yield f"{path.name}:{node.lineno}", str(arguments[0].value), len(values)


SAID = list(said())


def test_every_code_has_a_sentence_with_as_many_blanks_as_values() -> None:
    odd = [row for row in SAID if SENTENCES.get(row[1], "none").count("{}") != row[2]]
    assert odd == []


def test_every_sentence_is_said_somewhere() -> None:
    advice = {
        code for code in SENTENCES if code.startswith(("python-", "typing-"))
    }  # looked up by a pattern
    assert set(SENTENCES) - advice == {code for _, code, _ in SAID} - advice


@pytest.mark.parametrize(
    ("expected", "claimed", "why"),
    [
        ("it has 7 entries", ["so-many-entries", 7], "a code of ours"),
        ("", ["full-marks"], "no code of ours"),
        ("", ["so-many-entries"], "a value too few"),
        ("", ["so-many-entries", 7, 8], "a value too many"),
        ("", "it has 7 entries", "a sentence in place of a message"),
        ("", [["so-many-entries", 7]], "no code at all"),
        ("", [], "nothing"),
        ("it is of type \\x1b[2J, not a number, text, list or array",
         ["not-plain", "\x1b[2J"], "what a terminal would obey is written out"),
        ("it is of type {} {0}, not a number, text, list or array",
         ["not-plain", "{} {0}"], "blanks of their own stay as they are"),
        ("cell 2, ", ["in-cell", 2, ["full-marks"]], "a message of theirs within one of ours"),
        ("it is of type None, not a number, text, list or array",
         ["not-plain", {}], "what is neither a text, a number nor a message"),
    ],
)  # fmt: skip
def test_a_claim_is_a_sentence_of_ours_or_none(expected: str, claimed: object, why: str) -> None:
    assert expected == spoken(claimed), why


def test_a_claim_without_end_is_cut() -> None:
    nested: list[object] = ["the-statement"]
    for _ in range(200):
        nested = ["nothing-run", nested]
    assert len(spoken(nested)) <= SENTENCE
    assert len(spoken(["not-plain", "x" * 10**6])) <= SENTENCE + 20


def test_a_fault_with_a_sentence_of_its_own_says_only_that_something_failed() -> None:
    (fault,) = faults_of([["syntax", "All your answers are right.", 1, 2, ["h"], None]])
    assert fault.sentence == "An error."
    assert fault.names == ("h",)


def test_a_message_crosses_as_it_is() -> None:
    message = say("left-out", say("nothing-run", '"quoted"'), "`h`", say("lines", 1, 2))
    (claimed,) = parse(f"[{written(message)}]".encode())
    assert speak(message) == spoken(claimed)


def test_what_shares_its_process_with_a_submission_has_no_sentences() -> None:
    known = house.modules()
    reached, open_ = set[str](), ["grader.sandbox.child", "grader.sandbox.forkserver"]
    while open_:
        name = open_.pop()
        if name not in reached:
            reached.add(name)
            open_ += house.imports(known[name], known)
    assert not [name for name in reached if name.startswith("grader.words")]
