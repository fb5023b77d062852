"""Three hundred single typos in good files: the line at fault, the word, and what to write instead.

Each row of `typos/rows.txt` is one of them, with the word that must be named and a piece of the
remedy.  The few that cannot be told so well (what is left out has no line) stand in KNOWN.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.linting.lint import lint

HERE = Path(__file__).parent / "typos"
KNOWN = {
    "forward: {cell -> foward: {cell",  # told where the name is used
    'points: 2} -> {value: "h[3]", points: 3}',  # told at the total: nobody knows which one is meant
    "-> # W_h is left out",  # told at `given`
    "-> # U left out",  # told where it is used
    "sizes: {d: 3, N: 4}",  # n is named, which has no size
    "-> x_t +",  # no near name
    "W @ x[t+1] + b)",  # told at the system: elsewhere a step ahead is fine
    "-> g = sigmoid(W @ x[t])",  # told where b is declared, for nothing
}


def rows():
    base = ""
    for line in (HERE / "rows.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            base = line[3:]
        elif line and not line.startswith("#"):
            parts = re.split(r" \|(?: |$)", line.replace(r"\|", "\0"))
            yield base, *(part.replace("\0", "|") for part in parts)


def told(file, base, right, wrong):
    """The line that differs, and every fault as its line and sentence."""
    good = (HERE / f"{base}.yaml").read_text(encoding="utf-8")
    assert right in good
    typed = good.replace(right, wrong, 1)
    pairs = enumerate(zip(good.splitlines(), typed.splitlines(), strict=False), start=1)
    line = next(number for number, (one, other) in pairs if one != other)
    file.write_text(typed, encoding="utf-8")
    (found,) = lint([str(file)]).linted
    return line, [(fault.line, str(fault)) for fault in found.faults]


def is_good(line, faults, word, remedy):
    return any(
        (where == line or re.search(rf"\bline {line}\b", said)) and word in said and remedy in said
        for where, said in faults
    )


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    file = tmp_path_factory.mktemp("typos") / "assignment.yaml"
    found = {}
    for base, right, wrong, word, remedy in rows():
        line, faults = told(file, base, right, wrong)
        found[base, f"{right} -> {wrong}"] = is_good(line, faults, word, remedy)
    return found


def test_the_good_files_are_good():
    for file in HERE.glob("*.yaml"):
        assert not lint([str(file)]).faulty, file.name


@pytest.mark.slow
def test_typos_are_told_with_line_word_and_remedy(outcomes):
    missed = [
        row
        for (_, row), good in outcomes.items()
        if not good and not any(known in row for known in KNOWN)
    ]
    assert [] == missed


@pytest.mark.slow
def test_there_are_many_and_nearly_all_are_told_well(outcomes):
    assert 200 <= len(outcomes)
    assert 0.95 * len(outcomes) <= sum(outcomes.values())
