"""A grade with its proof: what a certificate says, who can check it, and what it does not give away."""

import ast
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bench import certificates as bench
from bench import pages
from grader import __version__
from grader.certificate import as_text, certify
from grader.certificate import checker as checker_text
from grader.cli.main import main
from tools import check_certificate as checker

HOME = Path(__file__).parents[2]
ZOO = HOME / "tests" / "zoo"

# Of every assignment that ships, a work or two: wrong numbers carried on, mistakes that are paid for.
FEW = (
    "attention-and-decoding/transposed.yaml",
    "exam-bptt-8/a-tie.yaml",
    "exam-bptt-8/wrong-equations.yaml",
    "exam-relu-9/two-thirds.py",
    "exam-relu-12/follows.yaml",
    "exam-relu-12/result-less-one.yaml",
    "modern-cells/slips.yaml",
    "quiz-gated-cells/words.yaml",
    "rnn-exercises/sign-lost.yaml",
    "sheet-pos-tagging/follows.yaml",
    "training-by-hand/perfect.yaml",
    "training-by-hand/slips.yaml",
)


@pytest.fixture(scope="module")
def certificate():
    return certify(ZOO / "exam-bptt-8/a-tie.yaml", assignment="exam-bptt-8")[1]


@pytest.mark.parametrize("path", FEW)
def test_a_certificate_is_confirmed(path):
    file = ZOO / path
    report, certificate = certify(file, assignment=file.parent.name)
    assert ("confirmed", str(report.score)) == (bench.verdict(certificate)[0], certificate["score"])


def test_the_checker_is_short_and_imports_only_the_standard_library():
    text = checker_text()
    modules = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert {module.partition(".")[0] for module in modules} <= sys.stdlib_module_names
    assert len(text.splitlines()) < 400


def test_the_checker_shares_no_line_with_us():
    ours = {
        line
        for folder in ("grader", "reference")
        for file in (HOME / folder).rglob("*.py")
        for line in _lines(file.read_text(encoding="utf-8"))
    }
    shared = [line for line in _lines(checker_text()) if line in ours]
    assert [] == shared


def _lines(text):
    """The lines that say something of their own: no import, no bracket, no bare keyword."""
    for line in text.splitlines():
        plain = re.sub(r"\s+", "", line.split("  #")[0])
        said = re.sub(
            r"^(from|import|if__name__).*|^(return|else:|try:|continue|@property)$", "", plain
        )
        if len(said) > 12 and not said.startswith(('"""', "#", "raise", "return")):
            yield said


def test_the_checker_runs_alone(tmp_path, certificate):
    (tmp_path / "c.json").write_text(as_text(certificate), encoding="utf-8")
    (tmp_path / "check.py").write_text(checker_text(), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "check.py", "c.json"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (0, "CONFIRMED: 0.5 of 8 points; 0 wait for staff.") == (
        done.returncode,
        done.stdout.splitlines()[-1],
    )


def test_the_checker_holds_the_files_against_their_digests(tmp_path, certificate, capsys):
    file = tmp_path / "c.json"
    file.write_text(as_text(certificate), encoding="utf-8")
    sheet = HOME / "assignments" / "exam-bptt-8" / "assignment.yaml"
    work = ZOO / "exam-bptt-8/a-tie.yaml"
    assert 0 == checker.main([str(file), "--assignment", str(sheet), "--submission", str(work)])
    assert 1 == checker.main([str(file), "--submission", str(sheet)])
    assert "is another submission" in capsys.readouterr().out


def program(*steps):
    """A certificate of nothing but operations."""
    plain = {"taken": {}, "given": {}, "steps": list(steps)}
    return json.dumps({"certificate": 1, "questions": [], "programs": [plain]})


HOSTILE = (
    "",
    "[]",
    "{}",
    '{"certificate": 1}',
    "[" * 100_000,
    program(["number", [], ["1e999999999"], "", "0", "1"]),
    program(["number", [], ["9" * 10_000], "", "0", "1"]),
    program(["number", [], ["1/0"], "", "0", "1"]),
    program(["number", [], ["9999"], "", "9999", "9999"], ["exp", [0], [], "", "0", "1"]),
    program(
        ["number", [], ["1"], "", "1", "1"], ["round", [0], ["decimals", 10**9, 1, 0], "", "1", "1"]
    ),
    program(["add", [0, 0], [], "", "0", "1"]),
    program(
        ["number", [], ["1.5"], "", "1.5", "1.5"],
        *[["multiply", [k, k], [], "", "0", "9" * 399] for k in range(60)],
    ),
    program(["__class__", [], [], "", "0", "1"]),
    '{"certificate": 1, "questions": [], "programs": [], "score": NaN}',
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files_are_refused_with_a_sentence(text, tmp_path, capsys):
    file = tmp_path / "c.json"
    file.write_text(text, encoding="utf-8")
    assert checker.main([str(file)]) in (1, 2)
    assert capsys.readouterr().out.startswith(("NOT CONFIRMED: ", "This is no certificate: "))


def test_changed_numbers_are_refused_or_change_nothing(certificate):
    chance, still_true = random.Random(3), []
    for _ in range(60):
        where, text = bench.altered(certificate, chance)
        try:
            checker.check(text, [])
        except (checker.Refused, ArithmeticError, LookupError, TypeError, ValueError):
            continue
        still_true.append(bench.kind_of(where))
    assert {*still_true} <= {*bench.HARMLESS}


def test_a_certificate_holds_no_secret(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("nobody-must-read-this-line-of-letters", encoding="utf-8")
    work = tmp_path / "work.yaml"
    work.write_text("assignment: exam-relu-9\nc_h2: 3\n", encoding="utf-8")
    out = tmp_path / "c.json"
    words = ["certify", str(work), "--student", "ada", "--secret", str(secret), "--out", str(out)]
    assert 0 == main(words)
    text = out.read_text(encoding="utf-8")
    assert "nobody-must-read" not in text
    assert "ada" == json.loads(text)["student"]


def test_the_command_writes_the_checker(tmp_path):
    assert 0 == main(["certify", "--checker", str(tmp_path / "check.py")])
    assert checker_text() == (tmp_path / "check.py").read_text(encoding="utf-8")


def test_a_certificate_needs_a_submission(capsys):
    assert 2 == main(["certify"])
    assert "Name the submission" in capsys.readouterr().err


def test_a_course_can_cite_the_version_it_used():
    cited = yaml.safe_load((HOME / "CITATION.cff").read_text(encoding="utf-8"))
    assert ("1.2.0", "software", __version__, "MIT") == (
        cited["cff-version"],
        cited["type"],
        cited["version"],
        cited["license"],
    )
    assert {"message", "title", "authors"} <= {*cited}


def test_every_page_of_rates_names_its_commit_its_seeds_and_its_command():
    page = pages.PAGE.read_text(encoding="utf-8")
    sections = page.split("\n## ")[1:]
    assert sections
    names = {rate.name: rate for rate in pages.RATES}
    for section in sections:
        rate = names[section.partition("\n")[0].lower()]
        assert f"| {rate.seeds} | `{rate.command}` |" in section
        assert re.search(r"^\| [0-9a-f]{12}( and changes)? \|", section, re.MULTILINE)
