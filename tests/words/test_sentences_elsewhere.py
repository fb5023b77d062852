"""Sentences for people stand in `grader/words/`, those of help in `grader/cli/usage/`, what editors say of keys beside the keys, those of a cell in its text: what still stands elsewhere only gets less.

The list beside this file says how many literals of four words or more each module has that are no docstring.  Whoever
moves one writes the list anew and lowers `MOST`, which is never raised.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

HERE = Path(__file__).parent
HOME = HERE.parent.parent
KNOWN: dict[str, int] = json.loads((HERE / "elsewhere.json").read_text(encoding="utf-8"))
HOMES = (
    "grader/words/",
    "grader/cli/usage/",
    "grader/assignment/schema/",
    "reference/cells/families/",
)
MOST = 552
FEWEST = 4  # words that make a sentence of a literal


def literals(tree: ast.Module) -> int:
    """How many literals of a module are sentences, docstrings left out."""
    homes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, homes) and node.body and isinstance(node.body[0], ast.Expr)
    }
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


if __name__ == "__main__":
    (HERE / "elsewhere.json").write_text(json.dumps(elsewhere(), indent=1), encoding="utf-8")
