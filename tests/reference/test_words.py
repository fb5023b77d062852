"""Sentences of the mathematics: a code and values wherever one is raised, English in one table."""

from __future__ import annotations

import ast
import copy
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from reference import CellError, LanguageError, parse_cell, parse_expression
from reference.words import Message, every, joined, say
from reference.words.sentences import _SUBJECTS, SENTENCES

HOME = Path(__file__).resolve().parents[2]
# codes that are looked up in a small table before they are said
CHOSEN = {
    "a-number", "a-vector", "a-matrix", "an-array", "only-first-step-in", "only-last-step-in",
}  # fmt: skip


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call of a plain name in the mathematics: where it stands, and the name."""
    for path in sorted((HOME / "reference").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{path.relative_to(HOME)}:{node.lineno}", node.func.id, node


def codes(node: ast.expr) -> list[str]:
    """The codes that stand in a call: one, or one of two."""
    if isinstance(node, ast.IfExp):
        return [*codes(node.body), *codes(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


CALLS = list(calls())
SAID = [
    (where, code, {keyword.arg for keyword in call.keywords})
    for where, name, call in CALLS
    if name == "say"
    for code in codes(call.args[0])
]
JOINED = {code for _, name, call in CALLS if name == "joined" for code in codes(call.args[0])}


def test_every_code_has_a_sentence_with_exactly_its_values() -> None:
    odd = [
        f"{where} {code}"
        for where, code, values in SAID
        if code not in SENTENCES or blanks(SENTENCES[code]) != values
    ]
    assert odd == []


def test_every_sentence_is_said_somewhere() -> None:
    assert set(SENTENCES) == {code for _, code, _ in SAID} | JOINED | CHOSEN


def test_no_code_stands_in_two_subjects() -> None:
    assert len(SENTENCES) == sum(len(subject.SENTENCES) for subject in _SUBJECTS)


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ("expected a name", say("expected-name")),
        ("a", every(["a"])),
        ("a and b", every(["a", "b"])),
        ("a, b and c", every(["a", "b", "c"])),
        ("2 by 3 by 4", joined("by", ["2", "3", "4"])),
        ("line 3: f takes 1 argument (got 2)",
         say("in-line", line=3, fault=say("takes-one", name="f", got=2))),
        ("rows differ (got n, n + d)", say("rows-differ", shapes=["n", "n + d"])),
        ("{x}: expected finite numbers", say("expected-finite-numbers", name="{x}")),
    ],
)  # fmt: skip
def test_a_message_is_a_sentence(expected: str, message: object) -> None:
    assert expected == str(message)


def test_a_fault_of_a_text_carries_its_code_and_its_values() -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression("sigmod(x)")
    hint = Message("did-you-mean", (("name", "sigmoid"),))
    assert say("no-such-function", name="sigmod", hint=hint) == caught.value.said


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("depends-on-itself", "h: n\nh = h\n"),
        ("not-declared", "h: n\nh[t] = q + h[t-1]\n"),
        ("expected-declaration-or-equation", "h n\n"),
        ("expected-size", "h: 2.5\nh = h\n"),
    ],
)
def test_a_program_asks_for_the_code_and_not_for_the_english(expected: str, text: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_cell(text)
    assert expected == caught.value.said.code
    copied = copy.copy(caught.value)
    assert (caught.value.said, str(caught.value)) == (copied.said, str(copied))
