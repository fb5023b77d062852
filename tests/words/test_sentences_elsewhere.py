"""Sentences for people stand in `grader/words/` alone; what still looks like one elsewhere has its reason here.

Below the words lies the mathematics, which is used without the grader too: it raises codes with values and has a table
of sentences of its own.  Help has its tables beside the commands, an assignment's keys what editors say of them.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HOME = HERE.parent.parent
KNOWN: dict[str, int] = json.loads((HERE / "elsewhere.json").read_text(encoding="utf-8"))
HOMES = (
    "grader/words/",
    "reference/words/sentences/",  # of the mathematics
    "grader/cli/usage/",  # of help
    "grader/assignment/schema/",  # what editors say of keys
    "reference/cells/families/",  # cells, in their own language
)
REASONS = {
    "a pattern: what somebody else's error or file says": (
        "grader/classroom/gradebooks.py",
        "grader/handout/pdf_engine.py",
        "grader/owntests/stand_in.py",
        "grader/sandbox/hints.py",
        "grader/submission/yaml_answers.py",
    ),
    "a text in another language: Python, YAML, HTML, Typst, a shell's, a list of fonts": (
        "grader/authoring/draft.py",
        "grader/authoring/desk.py",
        "grader/cli/completion.py",
        "grader/functions/helpers.py",
        "grader/handout/breaks.py",
        "grader/handout/drawing_text.py",
        "grader/handout/html.py",
        "grader/handout/typst.py",
        "grader/report/page.py",
        "grader/sandbox/zygote.py",
    ),
    "a table of its own: a row a kind of answer, a row a system call": (
        "grader/assignment/kinds.py",
        "grader/sandbox/seccomp.py",
    ),
    "a notation: how formulas are said aloud": (
        "grader/handout/mathematics.py",
        "reference/readings/spoken.py",
    ),
    "for whoever calls a function of ours with what it never takes": (
        "grader/functions/failure.py",
        "grader/outcome/finding.py",
        "grader/sandbox/kernel.py",
        "grader/sandbox/operations.py",
        "grader/functions/prepared.py",
        "grader/submission/said.py",
        "grader/variant/draw.py",
        "reference/language/expression.py",
        "reference/readings/ranges.py",
        "reference/records.py",
    ),
    "said before anything of the grader may be imported": ("grader/__main__.py",),
}
MOST = 55  # of the literals in those files; only ever less
FEWEST = 4  # words that make a sentence of a literal


def literals(tree: ast.Module) -> int:
    """How many literals of a module are sentences, docstrings (of a field too) left out."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return sum(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and len([word for word in node.value.split() if word.isalpha()]) >= FEWEST
        for node in ast.walk(tree)
    )


def elsewhere() -> dict[str, int]:
    """Every module outside those homes that has sentences, and how many."""
    found = {}
    for path in sorted([*HOME.glob("grader/**/*.py"), *HOME.glob("reference/**/*.py")]):
        where = path.relative_to(HOME).as_posix()
        if "_assignments" in where or where.startswith(HOMES):
            continue
        count = literals(ast.parse(path.read_text(encoding="utf-8")))
        if count:
            found[where] = count
    return found


def test_sentences_outside_their_home_only_get_less() -> None:
    assert MOST >= sum(KNOWN.values()), "put new sentences into grader/words/sentences/"


def test_the_list_says_where_they_stand() -> None:
    assert KNOWN == elsewhere(), (
        "write the list anew: python tests/words/test_sentences_elsewhere.py"
    )


def test_whatever_stands_elsewhere_has_its_reason() -> None:
    assert set(KNOWN) == {path for paths in REASONS.values() for path in paths}


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (0, '"""A docstring of more than four words."""\n'),
        (0, 'limit: int = 3\n"""What a field of this name is for."""\n'),
        (0, 'x = "three words only"\n'),
        (1, 'x = "four words are enough"\n'),
        (2, 'x = f"here is a sentence {y} and this goes on too"\n'),
    ],
)
def test_a_sentence_is_a_literal_of_four_words(expected: int, text: str) -> None:
    assert expected == literals(ast.parse(text))


if __name__ == "__main__":
    (HERE / "elsewhere.json").write_text(json.dumps(elsewhere(), indent=1), encoding="utf-8")
