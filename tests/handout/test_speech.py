"""What a screen reader says of every equation of every shipped sheet, in two styles.

The words are held in speech.json, as speech-rule-engine 4.1.5 says them.  They are made anew by

    SPEECH_MODULES=path/to/node_modules python tests/handout/test_speech.py

where node and speech-rule-engine are installed, and are read in a diff like code.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

from grader.assignment import find_assignment, load_assignment
from grader.handout import html
from grader.handout.compose import sheet_of
from grader.variant.selection import example_of
from tests.sizes import LARGE, later

HERE = Path(__file__).resolve().parent
WORDS = HERE / "speech.json"
SHIPPED = tuple(
    sorted(path.parent.name for path in (HERE.parents[1] / "assignments").glob("*/assignment.yaml"))
)


@cache
def equations_of(name: str) -> tuple[str, ...]:
    """Every equation of a sheet, without the marks where a line may be broken: no reader says them."""
    page = html.page(sheet_of(example_of(load_assignment(find_assignment(name)))))
    page = page.replace('<mo class="b">', "<mo>")
    return tuple(re.findall(r"<math.*?</math>", page))


def equations() -> tuple[str, ...]:
    """Every equation of every sheet, once."""
    return tuple(dict.fromkeys(each for name in SHIPPED for each in equations_of(name)))


@cache
def held() -> dict[str, dict[str, str]]:
    return {row["mathml"]: row for row in json.loads(WORDS.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", later(SHIPPED, LARGE))
def test_the_words_of_every_equation_of_a_sheet_are_held(name):
    assert {*equations_of(name)} <= {*held()}


@pytest.mark.slow
def test_no_other_words_are_held():
    assert {*equations()} == {*held()}


@pytest.mark.parametrize("style", ["clearspeak", "mathspeak"])
def test_a_function_is_of_its_argument_and_never_times_it(style):
    for mathml, row in held().items():
        said = row[style]
        assert "sigma times" not in said, mathml
        assert "ReLU times" not in said, mathml
        assert "1 times open bracket" not in said, mathml
        assert "1 lines" not in said, mathml
        assert "tack" not in said, "a transposed column is no tack"
    assert any("sigma of" in row["clearspeak"] for row in held().values())


def test_the_engine_still_says_these_words(tmp_path):
    if "SPEECH_MODULES" not in os.environ:
        pytest.skip("SPEECH_MODULES names no node_modules with speech-rule-engine")
    said = tmp_path / "words.json"
    read_aloud(said)
    assert json.loads(said.read_text(encoding="utf-8")) == [held()[each] for each in equations()]


def read_aloud(said: Path) -> None:
    """Let the engine read every equation, and write its words down."""
    script = HERE.parent.parent / "tools" / "speech.mjs"
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as asked:
        asked.write(json.dumps(equations()))
        asked.flush()
        subprocess.run(["node", str(script), asked.name, str(said)], check=True)  # noqa: S607 - node lies in PATH


if __name__ == "__main__":
    read_aloud(WORDS)
